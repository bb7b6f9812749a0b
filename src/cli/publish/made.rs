//! What is published of a site with versions: one release after the other, made beside what the target
//! has already.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::Config;
use crate::inputs::{Inputs, Part};
use crate::model::border::LATEST;
use crate::path::OutputPath;
use crate::publish::Outcome;
use crate::publish::part::Part as Place;
use crate::publish::read;
use crate::publish::release::{Release, tree_bytes};
use crate::publish::run::Run;
use crate::publish::store::Store;
use crate::release::{self, Dress, SNAPSHOT, Source, Workshop, dressed, from_the_oldest};
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
        let before = self.before(one, &entry, list)?;
        let inputs = dressed(inputs, self.dress);
        let source = Source {
            input: self.dress.half(before.as_deref()) + &Dress::other_half(&inputs),
            inputs,
            entry: Some(entry),
            list: None,
        };
        Ok(self
            .workshop
            .release(source, |config| self.dress.adjust(config))?)
    }

    /// The snapshot of the version that this one is compared with, as it is published.
    fn before(&self, one: &Found, entry: &Entry, list: &List) -> Outcome<Option<Vec<u8>>> {
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
                let path = format!("{}/{SNAPSHOT}", before.version);
                let held = self.run.again(|| self.store.get(&path))?;
                Ok(held.map(|held| held.bytes))
            }
            None => Ok(None),
        }
    }

    /// Makes what stands once, beside the versions of the target.
    pub fn evergreen(&self, mut inputs: Inputs, list: &List) -> Outcome<release::Release> {
        inputs.part = Part::Evergreen;
        inputs.newest = self.newest(list)?.map(Arc::new);
        let mut changes = BTreeSet::new();
        for entry in list.entries() {
            let path = format!("{}/changes/index.html", entry.version);
            if self.run.again(|| self.store.get(&path))?.is_some() {
                changes.insert(entry.version.clone());
            }
        }
        let source = Source {
            input: self.dress.half(Some(&list.to_json())) + &Dress::other_half(&inputs),
            inputs,
            entry: None,
            list: Some((list.clone(), changes)),
        };
        Ok(self
            .workshop
            .release(source, |config| self.dress.adjust(config))?)
    }

    /// The pages of the version that `latest` means.
    fn newest(&self, list: &List) -> Outcome<Option<BTreeSet<OutputPath>>> {
        let Some(latest) = list.find(LATEST) else {
            return Ok(None);
        };
        let part = Place::Version(latest.version.clone());
        let published = read::published(self.store, &part, self.run)?;
        Ok(published.map(|known| {
            let files = known.manifest.files.keys();
            files
                .filter_map(|path| OutputPath::new(&format!("{LATEST}/{path}")))
                .collect()
        }))
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
