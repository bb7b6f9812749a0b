//! Versions by their names: what `[versions]` finds among tags, branches and folders.

use crate::changes::Snapshot;
use crate::config::versions::{Source, Versions};
use crate::config::{self};
use crate::error::Result;
use crate::inputs::{Earlier, Inputs, Part, worktree};
use crate::pipeline::Compiler;
use crate::versions::found::{self, Found, Origin};
use crate::versions::list::{List, Stage};

use super::args::Global;
use super::site::{SiteFolder, VERSIONS};

/// The versions of a site.
pub struct Named<'a> {
    site: &'a SiteFolder,
    found: Vec<Found>,
    list: List,
}

impl<'a> Named<'a> {
    /// The versions that the settings of a site find; None for a site without versions.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn of(site: &'a SiteFolder) -> Result<Option<Self>> {
        let settings = site.settings(None)?.and_then(|config| config.versions);
        let Some(settings) = settings else {
            return Ok(None);
        };
        let found = among(site, &settings)?;
        let mut list = List::default();
        let order = found::order(&settings);
        for one in &found {
            list.put(one.entry(&settings), &order);
        }
        found::settle(&mut list, &settings);
        Ok(Some(Self { site, found, list }))
    }

    /// The version of this name, or that an alias of this name means.
    pub fn find(&self, name: &str) -> Option<&Found> {
        let version = &self.list.find(name)?.version;
        self.found.iter().find(|one| one.name == *version)
    }

    /// The files of a version.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn read(&self, one: &Found, global: &Global) -> Result<Inputs> {
        let mut inputs = match &one.origin {
            Origin::Ref(of) => match self.site.repository() {
                Some(repository) => repository.at(of.commit.clone())?.read()?,
                None => Inputs::default(),
            },
            Origin::WorkingTree => self.site.read(global, None, false)?,
            Origin::Folder => {
                let today = self.site.read(global, None, false)?;
                let settings = today.files.get_key_value(config::FILE);
                self.site.in_folder(&one.name, settings)?
            }
        };
        inputs.part = Part::Versioned;
        Ok(inputs)
    }

    /// The newest stable version beside the working tree, which is compared with it.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn before_today(&self, global: &Global) -> Result<Option<Earlier>> {
        let mut stable = self.list.entries().iter().filter_map(|entry| {
            let one = self.found.iter().find(|one| one.name == entry.version)?;
            let counts = entry.stage() == Stage::Stable && one.origin != Origin::WorkingTree;
            counts.then_some(one)
        });
        let Some(one) = stable.next() else {
            return Ok(None);
        };
        let inputs = self.read(one, global)?;
        let (_, built) = Compiler::once(None).assemble(&inputs, None);
        Ok(Some(Earlier {
            version: one.name.clone(),
            snapshot: Snapshot::of(&built.site).to_json().into(),
        }))
    }
}

fn among(site: &SiteFolder, settings: &Versions) -> Result<Vec<Found>> {
    // What is wrong with names is said by a build.
    let mut unsaid = Vec::new();
    Ok(match (settings.source, site.repository()) {
        (Source::Git, Some(repository)) => {
            let include = &settings.include;
            let wanted = |kind, name: &str| include.iter().any(|one| one.fits(kind, name));
            found::of_refs(settings, repository.refs(wanted)?, &mut unsaid)
        }
        (Source::Folders, _) => {
            let folders = worktree::folders(&site.root.join(VERSIONS))?;
            found::of_folders(settings, folders, &mut unsaid)
        }
        (Source::Git, None) | (Source::None, _) => Vec::new(),
    })
}
