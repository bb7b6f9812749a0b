//! A whole site with versions: what is made, what is kept, and what stands beside.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, half_of_version};
use super::{Dress, Kept, Release, Workshop, beside};
use crate::changes::snapshot::files;
use crate::config::{Config, Versions};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::inputs::{Earlier, Inputs};
use crate::model::border::LATEST;
use crate::path::OutputPath;
use crate::tree::{Content, Tree};
use crate::versions::found::{self, Found};
use crate::versions::headers;
use crate::versions::list::{self, Entry, List};
use crate::versions::manifest::{self, Manifest};
use crate::versions::order::{Number, Order};
use crate::versions::tombstone;

/// What is wanted.
pub struct Wanted<'a> {
    /// The settings of today.
    pub config: &'a Config,
    /// The settings of versions of today.
    pub versions: &'a Versions,
    /// The files of today, which versions are dressed in.
    pub today: &'a Inputs,
    /// The files of which the evergreen part is made.
    pub evergreen: Inputs,
    /// The versions that are made, where they are not there yet.
    pub found: Vec<Found>,
    /// Whether these are all: any other that is there goes.
    pub is_all: bool,
    /// Reads the files of a version.
    pub read: &'a dyn Fn(&Found) -> Result<Inputs>,
}

/// A whole site with versions.
pub struct Whole {
    /// Everything that belongs into the output.
    pub tree: Tree<'static>,
    /// What became of each version, the newest first.
    pub outcomes: Vec<(String, Outcome)>,
    /// What was found in the evergreen part, sorted.
    pub findings: Vec<Diagnostic>,
    /// How many pages the sources of the evergreen part have.
    pub pages: usize,
}

/// What became of a version.
pub enum Outcome {
    /// It was made, and this was found.
    Made(Vec<Diagnostic>),
    /// It was there already, made of the same.
    Kept,
}

/// Makes the versions that are not there yet and the evergreen part, and puts them together with
/// what is kept.
///
/// # Errors
/// When git or the disk refuses.
pub fn make_whole(workshop: &Workshop<'_>, kept: &Kept, wanted: Wanted<'_>) -> Result<Whole> {
    let order = found::order(wanted.versions);
    let dress = Dress::of(wanted.today, wanted.config);
    let mut list = kept.list.clone();
    let names: BTreeSet<&str> = wanted.found.iter().map(|one| one.name.as_str()).collect();
    let stale = kept.list.entries().iter().filter(|entry| {
        let is_ours = entry.record.is_some();
        is_ours && (wanted.is_all || !kept.manifests.contains_key(&entry.version))
    });
    for entry in stale.filter(|entry| !names.contains(entry.version.as_str())) {
        list.remove(&entry.version);
    }
    for one in &wanted.found {
        list.put(one.entry(wanted.versions), &order);
    }
    let mut assembly = Assembly {
        tree: Tree::default(),
        made: BTreeMap::new(),
        kept,
    };
    let mut outcomes = Vec::new();
    // From the oldest on: each is compared with the one before it.
    let entries: Vec<Entry> = list.entries().to_vec();
    for (entry, before) in from_the_oldest(&entries) {
        let Some(one) = wanted.found.iter().find(|one| one.name == entry.version) else {
            continue;
        };
        let before = before.and_then(|before| assembly.earlier(&before.version));
        let half = half_of_version(&dress, before.as_ref());
        let known = kept.manifests.get(&one.name);
        let is_same_commit = |known: &&Manifest| {
            one.commit()
                .is_some_and(|commit| known.commit.as_ref() == Some(&commit.id))
        };
        if known
            .filter(is_same_commit)
            .is_some_and(|known| known.input.starts_with(&half))
        {
            outcomes.push((one.name.clone(), Outcome::Kept));
            continue;
        }
        let entry = one.entry(wanted.versions);
        let source = Source::version(&dress, (wanted.read)(one)?, before, entry);
        let is_same =
            |known: &Manifest| known.input == source.input && known.commit == commit_of(one);
        if known.is_some_and(is_same) {
            outcomes.push((one.name.clone(), Outcome::Kept));
            continue;
        }
        let mut release = workshop.release(source, |config| dress.adjust(config))?;
        let findings = std::mem::take(&mut release.findings);
        outcomes.push((one.name.clone(), Outcome::Made(findings)));
        assembly.made.insert(one.name.clone(), release);
    }
    let place = |name: &str| entries.iter().position(|entry| entry.version == name);
    outcomes.sort_by_key(|(name, _)| place(name));
    for entry in entries {
        if entry.record.is_some() {
            assembly.settle(entry, wanted.versions, &mut list, &order);
        }
    }
    found::settle(&mut list, wanted.versions);
    let latest = list.find(LATEST).map(|entry| entry.version.clone());
    let newest = latest
        .as_deref()
        .and_then(|latest| assembly.manifest(latest));
    let source = Source::evergreen(&dress, wanted.evergreen, &list, newest);
    let mut evergreen = workshop.release(source, |config| dress.adjust(config))?;
    assembly.put_versions(&list)?;
    for (alias, version) in beside::aliases(&list) {
        assembly.put_alias(alias, version, &list)?;
    }
    let findings = std::mem::take(&mut evergreen.findings);
    let pages = evergreen.pages;
    assembly.put_beside(&list);
    assembly.put(evergreen.assets, "");
    assembly.put(evergreen.files, "");
    Ok(Whole {
        tree: assembly.tree,
        outcomes,
        findings,
        pages,
    })
}

/// The versions from the oldest on, each with the stable one before it. What has a name that is no
/// number comes last, and after the newest.
pub fn from_the_oldest(entries: &[Entry]) -> Vec<(&Entry, Option<&Entry>)> {
    let is_stable = |entry: &&Entry| entry.stage() == list::Stage::Stable;
    let with_before = |at: usize| {
        let entry = &entries[at];
        let before = match Number::of(&entry.version) {
            Some(_) => entries[at + 1..].iter().find(is_stable),
            None => entries
                .iter()
                .find(|one| is_stable(one) && one.version != entry.version),
        };
        (entry, before)
    };
    let (numbers, others): (Vec<_>, Vec<_>) = (0..entries.len())
        .rev()
        .map(with_before)
        .partition(|(entry, _)| Number::of(&entry.version).is_some());
    numbers.into_iter().chain(others).collect()
}

fn commit_of(one: &Found) -> Option<String> {
    one.commit().map(|commit| commit.id.clone())
}

/// The site while it is put together.
struct Assembly<'a> {
    tree: Tree<'static>,
    made: BTreeMap<String, Release>,
    kept: &'a Kept,
}

impl Assembly<'_> {
    fn manifest(&self, version: &str) -> Option<&Manifest> {
        let made = self.made.get(version).map(|release| &release.manifest);
        made.or_else(|| self.kept.manifests.get(version))
    }

    /// What a later version has to know of this one to say what changed.
    fn earlier(&self, version: &str) -> Option<Earlier> {
        let snapshot = match self.made.get(version) {
            Some(release) => {
                let read = |path: &str| Some(release.files.get(path)?.bytes().ok()?.to_vec());
                Some(files::whole(read(files::FILE)?, read))
            }
            None => self.kept.snapshot(version),
        };
        Some(Earlier {
            version: version.to_owned(),
            snapshot: snapshot?.into(),
        })
    }

    /// Puts the entry of a version into the list as its files are: what the settings say of it today,
    /// and what was recorded when it was made.
    fn settle(&self, mut entry: Entry, settings: &Versions, list: &mut List, order: &Order) {
        let made = self.made.get(&entry.version);
        let made = made.and_then(|release| release.entry.clone());
        if let Some(made) = made {
            entry.record = made.record;
        } else if let (Some(manifest), Some(record)) =
            (self.kept.manifests.get(&entry.version), &mut entry.record)
        {
            record.commit.clone_from(&manifest.commit);
            record.sequence = manifest.sequence;
            record.input = Some(manifest.input.clone());
            record.put_files(manifest, &manifest.to_json());
            record.tool = Some(manifest.tool.clone());
        }
        if let (Some(state), Some(record)) = (settings.state.get(&entry.version), &mut entry.record)
        {
            record.released = state.released.or(record.released);
            record.supported_until = state.supported_until;
            record.note.clone_from(&state.note);
        }
        entry.aliases.clear();
        list.put(entry, order);
    }

    /// Every version that is listed: its files, or that those that are there stay.
    fn put_versions(&mut self, list: &List) -> Result<()> {
        for entry in list.entries() {
            let version = &entry.version;
            if let Some(release) = self.made.get(version) {
                copy(&mut self.tree, &release.assets, "");
                copy(&mut self.tree, &release.files, &format!("{version}/"));
            } else if let Some(manifest) = self.kept.manifests.get(version) {
                self.keep(manifest, version);
            }
        }
        Ok(())
    }

    fn keep(&mut self, manifest: &Manifest, folder: &str) {
        let list = OutputPath::new(manifest::FILE);
        for path in manifest.files.keys().chain(&list) {
            if let Some(path) = OutputPath::new(&format!("{folder}/{path}")) {
                self.tree.keep(path);
            }
        }
        for path in manifest.assets.keys() {
            self.tree.keep(path.clone());
        }
    }

    /// The folder of an alias: the same bytes as its version, and pages that lead on from what that one
    /// has no more.
    fn put_alias(&mut self, alias: &str, version: &str, list: &List) -> Result<()> {
        let Some(manifest) = self.manifest(version).cloned() else {
            return Ok(());
        };
        if let Some(release) = self.made.get(version) {
            copy(&mut self.tree, &release.files, &format!("{alias}/"));
        } else if self.kept.is_alias(alias, &manifest) {
            self.keep(&manifest, alias);
        } else {
            let own = OutputPath::new(manifest::FILE);
            for path in manifest.files.keys().chain(&own) {
                let file = self.kept.file(version, path)?;
                if let Some(path) = OutputPath::new(&format!("{alias}/{path}")) {
                    self.tree.insert(path, Content::blob(&file));
                }
            }
        }
        if alias != LATEST {
            return Ok(());
        }
        for (path, last) in beside::gone(list, &manifest, |name| self.manifest(name)) {
            let page = tombstone::redirect(&path, Some(&last));
            if let Some(path) = OutputPath::new(&format!("{alias}/{path}")) {
                self.tree.insert(path, Content::Bytes(page.into()));
            }
        }
        Ok(())
    }

    fn put_beside(&mut self, list: &List) {
        let files = [
            (list::FILE, list.to_json()),
            (list::SCRIPT, list.to_script()),
            (headers::FILE, headers::of(list)),
        ];
        for (path, bytes) in files {
            if let Some(path) = OutputPath::new(path) {
                self.tree.insert(path, Content::Bytes(bytes.into()));
            }
        }
    }

    fn put(&mut self, files: Tree<'static>, folder: &str) {
        copy(&mut self.tree, &files, folder);
    }
}

/// Puts the files of one tree into a folder of another.
fn copy(tree: &mut Tree<'static>, files: &Tree<'static>, folder: &str) {
    for (path, content) in files.iter() {
        let content = match content {
            Content::Bytes(bytes) => Content::Bytes(bytes.clone()),
            Content::Blob {
                source,
                digest,
                size,
            } => Content::Blob {
                source: source.clone(),
                digest: *digest,
                size: *size,
            },
            // A release has nothing that is yet to be made.
            Content::Made { .. } => continue,
        };
        if let Some(path) = OutputPath::new(&format!("{folder}{path}")) {
            tree.insert(path, content);
        }
    }
}
