//! What is published of a site with versions: one release after the other, made beside what the target
//! has already.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::changes::snapshot::files;
use crate::config::Config;
use crate::inputs::{Earlier, Inputs};
use crate::model::border::LATEST;
use crate::publish::Outcome;
use crate::publish::part::Part as Place;
use crate::publish::read;
use crate::publish::release::{Release, tree_bytes};
use crate::publish::run::Run;
use crate::publish::send::each;
use crate::publish::store::Store;
use crate::release::{self, Dress, Source, Workshop, dressed, from_the_oldest};
use crate::versions::found::Found;
use crate::versions::list::{Entry, List};

/// Makes releases of a site with versions.
pub struct Maker<'a> {
    /// What they are made with.
    pub workshop: &'a Workshop<'a>,
    /// The settings of today.
    pub config: &'a Config,
    /// What a version takes from today.
    pub dress: &'a Dress,
    /// What the target has.
    pub store: &'a dyn Store,
    /// How it is read.
    pub run: &'a Run<'a>,
}

impl Maker<'_> {
    /// Makes a version. `list` is that of the target.
    pub fn version(
        &self,
        one: &Found,
        entry: Entry,
        inputs: Inputs,
        list: &List,
    ) -> Outcome<release::Release> {
        let before = self.before(one, &entry, list, &inputs)?;
        let source = Source::version(self.dress, inputs, before, entry);
        Ok(self
            .workshop
            .release(source, |config| self.dress.adjust(config))?)
    }

    /// What the version that this one is compared with says of itself, as it is published.
    fn before(
        &self,
        one: &Found,
        entry: &Entry,
        list: &List,
        inputs: &Inputs,
    ) -> Outcome<Option<Earlier>> {
        let mut with_it = list.clone();
        if let Some(settings) = &self.config.versions {
            with_it.put(entry.clone(), &crate::versions::found::order(settings));
        }
        let pairs = from_the_oldest(with_it.entries());
        let before = pairs
            .into_iter()
            .find(|(own, _)| own.version == one.name)
            .and_then(|(_, before)| before);
        match before {
            Some(before) => {
                let snapshot = self.snapshot(&before.version, inputs)?;
                Ok(snapshot.map(|snapshot| Earlier {
                    version: before.version.clone(),
                    snapshot: snapshot.into(),
                }))
            }
            None => Ok(None),
        }
    }

    /// The snapshot of a version that is published. Most parts of it are those of the files that are made
    /// next.
    fn snapshot(&self, version: &str, next: &Inputs) -> Outcome<Option<String>> {
        let first = format!("{version}/{}", files::FILE);
        let Some(first) = self.run.again(|| self.store.get(&first))? else {
            return Ok(None);
        };
        let parts: Vec<String> = (0..files::parts(&first.bytes)).map(files::part).collect();
        if let Some((folder, _)) = parts.first().and_then(|part| part.rsplit_once('/')) {
            let folder = format!("{version}/{folder}");
            let make = || {
                let source = dressed(next.clone(), self.dress);
                let files = self
                    .workshop
                    .snapshot(&source, |config| self.dress.adjust(config));
                let path = |(path, bytes)| (format!("{version}/{path}"), bytes);
                files.into_iter().map(path).collect()
            };
            self.run.again(|| self.store.guess(&folder, &make))?;
            self.run.again(|| self.store.look_ahead(&folder))?;
        }
        let read = Mutex::new(HashMap::new());
        each(self.store.lanes(), &parts, &|part| {
            let path = format!("{version}/{part}");
            let held = self.run.again(|| self.store.get(&path))?;
            let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
            read.extend(held.map(|held| (part.clone(), held.bytes)));
            Ok(())
        })?;
        let mut read = read.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Some(files::whole(first.bytes, |part| read.remove(part))))
    }

    /// Makes what stands once, beside the versions of the target.
    pub fn evergreen(&self, inputs: Inputs, list: &List) -> Outcome<release::Release> {
        let latest = match list.find(LATEST) {
            Some(latest) => {
                let part = Place::Version(latest.version.clone());
                read::published(self.store, &part, self.run)?
            }
            None => None,
        };
        let latest = latest.as_ref().map(|known| &known.manifest);
        let source = Source::evergreen(self.dress, inputs, list, latest);
        Ok(self
            .workshop
            .release(source, |config| self.dress.adjust(config))?)
    }
}

/// A release as publishing takes it. The names that the target gave a version are not taken away.
pub fn to_publish<'a>(made: &'a release::Release, aliases: &[String]) -> Release<'a> {
    let folder = made
        .manifest
        .version
        .as_ref()
        .map(|version| format!("{version}/"));
    let entry = made.entry.clone().map(|mut entry| {
        entry.aliases = aliases.to_vec();
        entry
    });
    let (files, assets) = (tree_bytes(&made.files), tree_bytes(&made.assets));
    Release {
        manifest: made.manifest.clone(),
        entry,
        bytes: Box::new(move |path: &str| {
            let inside = folder
                .as_ref()
                .map_or(Some(path), |folder| path.strip_prefix(folder.as_str()));
            match inside.filter(|inside| made.files.get(inside).is_some()) {
                Some(inside) => files(inside),
                None => assets(path),
            }
        }),
    }
}
