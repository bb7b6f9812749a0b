//! The files of a site as a commit has them.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::objects::Objects;
use super::{Commit, Repository};
use crate::error::{Error, Result};
use crate::inputs::link::{self, End, Node};
use crate::inputs::worktree::child;
use crate::inputs::{BlobSource, File, Inputs, SkipReason, Skipped, kind};
use crate::path::SitePath;

mod areas;

use areas::Area;

/// A site at a commit.
pub struct Revision<'a> {
    /// The commit.
    pub commit: Commit,
    pub(super) repository: &'a Repository,
    /// All files below the site's folder, by their path in it.
    entries: BTreeMap<Vec<u8>, Entry>,
    /// Targets of the symbolic links among them; None of one that is not UTF-8.
    targets: HashMap<Vec<u8>, Option<String>>,
    /// The folders that are called `content` and `themes` in the site, and where they are.
    areas: Vec<Area>,
    /// Areas that are something else than a folder.
    skipped: Vec<Skipped>,
}

/// A line of a tree.
struct Entry {
    mode: Mode,
    id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    File,
    Link,
    Submodule,
}

/// A file of the site at a commit.
pub(super) struct Found<'a> {
    pub path: SitePath,
    /// Its path below the site's folder, links followed.
    pub place: &'a [u8],
    pub id: &'a str,
}

/// A file of the site, or why it is left out.
type Content = (SitePath, std::result::Result<File, SkipReason>);

/// A file of the site, or what is no part of it.
type Outcome<'a> = std::result::Result<Found<'a>, Skipped>;

impl<'a> Revision<'a> {
    pub(super) fn list(repository: &'a Repository, commit: Commit) -> Result<Self> {
        let mut args = vec!["ls-tree", "-r", "-z", "--full-tree", &commit.id];
        if !repository.prefix.is_empty() {
            args.extend(["--", &repository.prefix]);
        }
        let listed = repository.run(&format!("list the files of {}", commit.id), args)?;
        let mut entries = BTreeMap::new();
        for line in listed.split(|byte| *byte == 0) {
            if let Some((path, entry)) = entry(line, repository.prefix.as_bytes()) {
                entries.insert(path, entry);
            }
        }
        let mut revision = Self {
            commit,
            repository,
            entries,
            targets: HashMap::new(),
            areas: Vec::new(),
            skipped: Vec::new(),
        };
        revision.read_targets()?;
        revision.add_content()?;
        revision.add_area("themes", "themes", Vec::new());
        Ok(revision)
    }

    /// Reads the site: the same value as from a working tree with a clean checkout of this commit.
    ///
    /// Two things differ by their nature: a submodule is skipped, and filters of `.gitattributes`
    /// (line ends, other encodings) have no effect, since no program of the repository is run.
    ///
    /// # Errors
    /// [`Error::Git`] when git fails, and when there is no site at this commit.
    pub fn read(&self) -> Result<Inputs> {
        let mut inputs = Inputs::default();
        let mut found = Vec::new();
        for outcome in self.outcomes() {
            match outcome {
                Ok(file) => found.push(file),
                Err(skipped) => inputs.skipped.push(skipped),
            }
        }
        let has_content = self.areas.iter().any(|area| area.site == "content");
        if !has_content && !self.entries.contains_key(b"groundplan.toml".as_slice()) {
            return Err(Error::Refused {
                message: format!(
                    "there is no site in the commit {} (neither {}groundplan.toml nor {}content/)",
                    self.commit.id, self.repository.prefix, self.repository.prefix
                ),
                help: "name a ref that has one; --root names another folder of the repository"
                    .into(),
            });
        }
        for (path, content) in self.contents(&found)? {
            match content {
                Ok(file) => drop(inputs.files.insert(path, file)),
                Err(reason) => inputs.skipped.push(Skipped::new(path.as_str(), reason)),
            }
        }
        inputs.links = self.links().collect();
        inputs.skipped.extend(self.skipped.iter().cloned());
        inputs.skipped.sort();
        inputs.skipped.dedup();
        Ok(inputs)
    }

    /// The contents of files, each made a text or an asset while the next one is read.
    fn contents(&self, found: &[Found<'_>]) -> Result<Vec<Content>> {
        let mut objects = Objects::open(self.repository)?;
        for file in found {
            objects.ask(file.id);
        }
        let bytes = found.iter().map(|file| (&file.path, objects.file()));
        bytes
            .par_bridge()
            .map(|(path, bytes)| {
                let mut bytes = bytes?;
                if let Some(pointer) = kind::pointer(&bytes) {
                    match self.repository.large_file(&pointer)? {
                        Some(large) => bytes = large,
                        None => return Ok((path.clone(), Err(SkipReason::NotFetched))),
                    }
                }
                let source = || BlobSource::Memory(bytes.as_slice().into());
                Ok((path.clone(), Ok(File::new(path, &bytes, source))))
            })
            .collect()
    }

    /// The files of the site, and what is no part of it.
    pub(super) fn outcomes(&self) -> impl Iterator<Item = Outcome<'_>> {
        let config = self
            .entries
            .get_key_value(b"groundplan.toml".as_slice())
            .and_then(|(place, entry)| self.outcome(None, place, place, entry));
        let areas = self.areas.iter().flat_map(move |area| {
            self.below(&area.folder)
                .filter(|(place, _)| !area.excludes(place))
                .filter_map(|(place, entry)| {
                    let below = &place[area.folder.len()..];
                    self.outcome(Some(area), below, place, entry)
                })
        });
        config.into_iter().chain(areas)
    }

    /// What becomes of one line of the tree.
    fn outcome<'b>(
        &'b self,
        area: Option<&Area>,
        below: &[u8],
        place: &'b [u8],
        entry: &'b Entry,
    ) -> Option<Outcome<'b>> {
        if kind::is_machinery(below) {
            return None;
        }
        let site = area.map_or("", |area| area.site);
        let path = match site_path(site, below, entry.mode) {
            Ok(path) => path,
            Err(skipped) => return Some(Err(skipped)),
        };
        let skip = |reason| Some(Err(Skipped::new(path.as_str(), reason)));
        let (place, entry) = match entry.mode {
            Mode::File => (place, entry),
            Mode::Submodule => return skip(SkipReason::Submodule),
            Mode::Link => match self.follow(place) {
                Err(reason) => return skip(reason),
                Ok(End::Folder(_)) => return skip(SkipReason::FolderLink),
                Ok(End::File(end)) => match self.entries.get_key_value(end.as_bytes()) {
                    Some((place, _)) if area.is_some_and(|area| area.excludes(place)) => {
                        return skip(SkipReason::LeavesSite);
                    }
                    Some((place, entry)) => (place.as_slice(), entry),
                    None => return skip(SkipReason::DeadLink),
                },
            },
        };
        let id = &entry.id;
        Some(Ok(Found { path, place, id }))
    }

    /// The links of the site, with the files of their areas that they lead to.
    fn links(&self) -> impl Iterator<Item = (SitePath, Option<SitePath>)> {
        let areas = self.areas.iter().flat_map(|area| {
            self.below(&area.folder)
                .filter(|(_, entry)| entry.mode == Mode::Link)
                .filter(|(place, _)| !area.excludes(place))
                .filter_map(|(place, _)| {
                    let below = &place[area.folder.len()..];
                    let path = site_path(area.site, below, Mode::Link).ok()?;
                    let target = match self.follow(place) {
                        Ok(End::File(end)) => end
                            .strip_prefix(&area.folder)
                            .and_then(|below| SitePath::new(&child(area.site, below))),
                        _ => None,
                    };
                    Some((path, target))
                })
        });
        let config = self.entries.get(b"groundplan.toml".as_slice());
        let config = config.filter(|entry| entry.mode == Mode::Link);
        let config = config.and_then(|_| SitePath::new("groundplan.toml"));
        areas.chain(config.map(|path| (path, None)))
    }

    /// The lines of the tree below a folder.
    fn below(&self, folder: &str) -> impl Iterator<Item = (&[u8], &Entry)> {
        let start = folder.as_bytes().to_vec();
        let end = start.clone();
        self.entries
            .range(start..)
            .take_while(move |(path, _)| path.starts_with(&end))
            .map(|(path, entry)| (path.as_slice(), entry))
    }

    /// Where a link of the tree leads.
    fn follow(&self, place: &[u8]) -> std::result::Result<End, SkipReason> {
        let place = std::str::from_utf8(place).map_err(|_| SkipReason::NameNotText)?;
        link::follow(place, |path| self.node(path))
    }

    /// What stands at a path of the site's folder.
    fn node(&self, path: &str) -> Node {
        match self.entries.get(path.as_bytes()).map(|entry| entry.mode) {
            Some(Mode::File) => Node::File,
            // A checkout has a folder there.
            Some(Mode::Submodule) => Node::Folder,
            Some(Mode::Link) => match self.targets.get(path.as_bytes()) {
                Some(target) => Node::Link(target.clone()),
                None => Node::Missing,
            },
            None => match self.below(&format!("{path}/")).next() {
                Some(_) => Node::Folder,
                None => Node::Missing,
            },
        }
    }

    /// Reads where links lead. Most sites have none.
    fn read_targets(&mut self) -> Result<()> {
        let links = || {
            self.entries
                .iter()
                .filter(|(_, entry)| entry.mode == Mode::Link)
        };
        if links().next().is_none() {
            return Ok(());
        }
        let mut objects = Objects::open(self.repository)?;
        links().for_each(|(_, entry)| objects.ask(&entry.id));
        self.targets = links()
            .map(|(path, _)| Ok((path.clone(), String::from_utf8(objects.file()?).ok())))
            .collect::<Result<_>>()?;
        Ok(())
    }

    /// Where a folder of the site (`content`, `content/roadmap`) is, from the site's folder, with
    /// `/` at its end; empty for the site's folder itself.
    pub(super) fn place_of(&self, folder: &str) -> Option<String> {
        let (top, below) = folder.split_once('/').unwrap_or((folder, ""));
        let area = self.areas.iter().find(|area| area.site == top)?;
        Some(match below {
            "" => area.folder.clone(),
            below => format!("{}{below}/", area.folder),
        })
    }

    /// The plain files of a folder, by their path from the top of the repository, with blob ids.
    pub(super) fn files_in(&self, folder: &str) -> impl Iterator<Item = (Vec<u8>, &str)> {
        self.below(folder)
            .filter(|(_, entry)| entry.mode == Mode::File)
            .map(|(place, entry)| (self.top_path(place), entry.id.as_str()))
    }

    /// A path of the site's folder, from the top of the repository.
    pub(super) fn top_path(&self, place: &[u8]) -> Vec<u8> {
        [self.repository.prefix.as_bytes(), place].concat()
    }

    /// What a path from the top of the repository is called in the site. None for what is no part
    /// of it.
    pub(super) fn called(&self, path: &[u8]) -> Option<SitePath> {
        let path = path.strip_prefix(self.repository.prefix.as_bytes())?;
        let inside = self.areas.iter().filter(|area| !area.excludes(path));
        inside
            .filter_map(|area| Some((area, path.strip_prefix(area.folder.as_bytes())?)))
            .find_map(|(area, below)| site_path(area.site, below, Mode::File).ok())
    }
}

/// A line of `ls-tree -z`: `MODE TYPE ID<tab>PATH`.
fn entry(line: &[u8], prefix: &[u8]) -> Option<(Vec<u8>, Entry)> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let path = line[tab + 1..].strip_prefix(prefix)?;
    let facts = std::str::from_utf8(&line[..tab]).ok()?;
    let mut facts = facts.split(' ');
    let mode = match facts.next()? {
        "120000" => Mode::Link,
        "160000" => Mode::Submodule,
        _ => Mode::File,
    };
    let id = facts.nth(1)?.to_owned();
    Some((path.to_vec(), Entry { mode, id }))
}

/// A path of the site, or the first part of it that is no part of the site, and why.
fn site_path(site: &str, below: &[u8], mode: Mode) -> std::result::Result<SitePath, Skipped> {
    let parts = below.split(|byte| *byte == b'/').count();
    let mut path = site.to_owned();
    for (index, part) in below.split(|byte| *byte == b'/').enumerate() {
        path = child(&path, &String::from_utf8_lossy(part));
        let is_folder = index + 1 < parts || mode == Mode::Submodule;
        let reason = match std::str::from_utf8(part) {
            Err(_) => Some(SkipReason::NameNotText),
            Ok(name) if is_folder => kind::skip_folder(name),
            Ok(name) => kind::skip_file(name),
        };
        if let Some(reason) = reason {
            return Err(Skipped::new(&path, reason));
        }
    }
    SitePath::new(&path).ok_or_else(|| Skipped::new(&path, SkipReason::NameNotText))
}
