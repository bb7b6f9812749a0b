//! One part of a site with versions, made without the others, as the whole would have it: jobs that know
//! nothing of each other make parts that fit together.

use super::{Dress, Release, Source, Workshop, from_the_oldest};
use crate::changes::Snapshot;
use crate::changes::snapshot::files;
use crate::config::{Config, Versions};
use crate::error::Result;
use crate::inputs::{Earlier, Inputs};
use crate::model::border::LATEST;
use crate::versions::found::{self, Found};
use crate::versions::list::List;
use crate::versions::manifest::Manifest;

/// Makes parts of a site with versions.
pub struct Apart<'a> {
    /// What they are made with.
    pub workshop: &'a Workshop<'a>,
    /// The settings of versions of today.
    pub versions: &'a Versions,
    /// What a version takes from today.
    pub dress: &'a Dress,
    /// All versions that the site has.
    pub found: &'a [Found],
    /// Reads the files of a version.
    pub read: &'a dyn Fn(&Found) -> Result<Inputs>,
}

impl Apart<'_> {
    /// The list of all versions, without what only making them brings to light.
    pub fn list(&self) -> List {
        let mut list = List::default();
        let order = found::order(self.versions);
        for one in self.found {
            list.put(one.entry(self.versions), &order);
        }
        found::settle(&mut list, self.versions);
        list
    }

    /// Makes a version.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn version(&self, one: &Found) -> Result<Release> {
        let before = match self.before(&one.name) {
            Some(before) => Some(self.earlier(before)?),
            None => None,
        };
        let entry = one.entry(self.versions);
        let source = Source::version(self.dress, (self.read)(one)?, before, entry);
        self.workshop
            .release(source, |config| self.dress.adjust(config))
    }

    /// Makes what stands once, of these files. The version that is the latest says where links can lead:
    /// it is made too, unless its manifest is `known`.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn evergreen(&self, inputs: Inputs, known: Option<Manifest>) -> Result<Release> {
        let list = self.list();
        let latest = list.find(LATEST).and_then(|entry| {
            let mut found = self.found.iter();
            found.find(|one| one.name == entry.version)
        });
        let latest = match latest {
            _ if known.is_some() => known,
            Some(latest) => Some(self.version(latest)?.manifest),
            None => None,
        };
        let source = Source::evergreen(self.dress, inputs, &list, latest.as_ref());
        self.workshop
            .release(source, |config| self.dress.adjust(config))
    }

    /// The version that one is compared with.
    fn before(&self, name: &str) -> Option<&Found> {
        let list = self.list();
        let pairs = from_the_oldest(list.entries());
        let (_, before) = pairs.into_iter().find(|(own, _)| own.version == name)?;
        let before = &before?.version;
        self.found.iter().find(|one| one.name == *before)
    }

    /// What a version has to know of the one before it. That one is read, and no page of it made.
    fn earlier(&self, before: &Found) -> Result<Earlier> {
        let entry = before.entry(self.versions);
        let source = Source::version(self.dress, (self.read)(before)?, None, entry);
        let adjust = |config: &mut Config| self.dress.adjust(config);
        let compiler = self.workshop.compiler;
        let (_, built) = compiler.assemble_with(&source.inputs, Some(adjust));
        Ok(Earlier {
            version: before.name.clone(),
            snapshot: files::text(Snapshot::of(&built.site)).into(),
        })
    }
}
