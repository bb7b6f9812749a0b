//! Reading again what changed, for the preview.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::ops::Bound::{Excluded, Included};
use std::path::{Component, Path, PathBuf};

use super::worktree::{Area, Disk, Walk, child, read_site};
use super::{File, Folders, Inputs, kind};
use crate::digest::Digest;
use crate::error::Result;
use crate::path::SitePath;

impl Inputs {
    /// Reads the given paths again, so that files, skips and links are as a whole reading would
    /// find them. Returns the files that differ, in order: created, changed and removed ones.
    ///
    /// `root` and `folders` are those of [`read_site`]. A path is absolute or relative to `root`;
    /// it names a file or a folder that was created, changed, removed or renamed (both names then).
    /// Paths outside of the site are allowed. Symbolic links are followed again every time, since
    /// the file they lead to may be the one that changed.
    ///
    /// # Errors
    /// As [`read_site`]; what was read until then has taken effect.
    pub fn refresh(
        &mut self,
        root: &Path,
        folders: &Folders,
        changed: &[PathBuf],
    ) -> Result<Vec<SitePath>> {
        let disk = Disk::new(root, folders)?;
        let places = Places::new(&disk);
        let mut again = BTreeSet::new();
        for path in changed {
            match places.find(&root.join(path)) {
                Place::Elsewhere => {}
                Place::Below(area, below) => {
                    again.insert((area, nearest(&disk.areas[area], &below)));
                }
                Place::Config => {
                    again.insert((disk.areas.len(), PathBuf::new()));
                }
                Place::Whole => return self.replace(read_site(root, folders)?),
            }
        }
        let mut walk = Walk::new(&disk);
        let mut old = BTreeMap::new();
        for (area, below) in &again {
            match disk.areas.get(*area) {
                Some(area) => {
                    self.forget(&site_path(area, below), &mut old);
                    visit(&mut walk, area, below)?;
                }
                None => {
                    self.forget("groundplan.toml", &mut old);
                    walk.config()?;
                }
            }
        }
        self.follow_links(&mut walk, &disk, &mut old);
        let new = walk.finish(self)?;
        disk.require_site(self)?;
        Ok(self.differing(old, new))
    }

    /// Takes over the files of another reading.
    fn replace(&mut self, other: Self) -> Result<Vec<SitePath>> {
        let new = other.files.keys().cloned().collect();
        let old = std::mem::replace(&mut self.files, other.files);
        self.skipped = other.skipped;
        self.links = other.links;
        let old = old.into_iter().map(|(path, file)| (path, file.digest()));
        Ok(self.differing(old.collect(), new))
    }

    /// Takes out all that is known at a path and below it. The digests of files go to `old`.
    fn forget(&mut self, path: &str, old: &mut BTreeMap<SitePath, Digest>) {
        let is_below = |text: &str| {
            text.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // Below `a` stands all from `a/` to `a0`: 0 is the letter after the slash.
        let (from, to) = (format!("{path}/"), format!("{path}0"));
        let mut gone: Vec<SitePath> = self
            .files
            .range::<str, _>((Included(from.as_str()), Excluded(to.as_str())))
            .map(|(path, _)| path.clone())
            .collect();
        gone.extend(self.files.get_key_value(path).map(|(path, _)| path.clone()));
        for path in gone {
            if let Some(file) = self.files.remove(path.as_str()) {
                old.insert(path, file.digest());
            }
        }
        self.skipped.retain(|skipped| !is_below(&skipped.path));
        self.links.retain(|path, _| !is_below(path.as_str()));
    }

    /// Looks at every link again that was not met by the walk.
    fn follow_links(
        &mut self,
        walk: &mut Walk<'_>,
        disk: &Disk,
        old: &mut BTreeMap<SitePath, Digest>,
    ) {
        let links: Vec<SitePath> = self.links.keys().cloned().collect();
        for path in links {
            self.forget(path.as_str(), old);
            let area = disk.areas.iter().find_map(|area| {
                let below = path.as_str().strip_prefix(area.site)?.strip_prefix('/')?;
                Some((area, PathBuf::from(below)))
            });
            match area {
                Some((area, below)) => {
                    let place = area.disk.join(&below);
                    if let Ok(meta) = fs::symlink_metadata(&place) {
                        let folder = path.folder().to_owned();
                        let name = OsStr::new(path.name());
                        walk.entry(area, place, name, &folder, meta.file_type());
                    }
                }
                // Only the configuration is outside of the areas.
                None => drop(walk.config()),
            }
        }
    }

    /// The files among those read anew that are not what they were.
    fn differing(&self, old: BTreeMap<SitePath, Digest>, new: BTreeSet<SitePath>) -> Vec<SitePath> {
        let mut paths = new;
        paths.extend(old.keys().cloned());
        paths.retain(|path| {
            let now = self.files.get(path.as_str()).map(File::digest);
            now != old.get(path.as_str()).copied()
        });
        paths.into_iter().collect()
    }
}

/// Where the areas of a site are found, under each name that a watcher may use for them.
struct Places<'a> {
    disk: &'a Disk,
    /// The site's folder as it was named, and as the system calls it.
    roots: Vec<PathBuf>,
    areas: Vec<(usize, PathBuf)>,
}

/// What a changed path belongs to.
enum Place {
    /// No part of the site.
    Elsewhere,
    /// This area, and the path below it.
    Below(usize, PathBuf),
    /// The configuration.
    Config,
    /// So much that all is read again.
    Whole,
}

impl<'a> Places<'a> {
    fn new(disk: &'a Disk) -> Self {
        let both = |path: &Path| {
            let mut names = vec![path.to_path_buf()];
            names.extend(path.canonicalize());
            names.dedup();
            names
        };
        let areas = disk.areas.iter().enumerate();
        Self {
            disk,
            roots: both(&disk.root),
            areas: areas
                .flat_map(|(index, area)| {
                    both(&area.disk).into_iter().map(move |path| (index, path))
                })
                .collect(),
        }
    }

    fn find(&self, path: &Path) -> Place {
        if self
            .roots
            .iter()
            .any(|root| path == root.join("groundplan.toml"))
        {
            return Place::Config;
        }
        for (index, area) in &self.areas {
            match path.strip_prefix(area) {
                Ok(below) if below.as_os_str().is_empty() => return Place::Whole,
                Ok(below) => return Place::Below(*index, below.to_path_buf()),
                Err(_) if area.starts_with(path) => return Place::Whole,
                Err(_) => {}
            }
        }
        // A folder that is not there, or a link to one, may have been one before.
        let top = ["content", "themes"];
        let is_top = |root: &PathBuf| top.iter().any(|name| path.starts_with(root.join(name)));
        let linked = self.disk.areas.iter().any(|area| !area.plain);
        if self.roots.iter().any(is_top) || linked {
            return Place::Whole;
        }
        Place::Elsewhere
    }
}

/// The path itself, or the highest folder above it that does not lead to it any more: what is read
/// again then is that folder.
fn nearest(area: &Area, below: &Path) -> PathBuf {
    let mut path = PathBuf::new();
    for part in below.components() {
        let Component::Normal(name) = part else {
            return path;
        };
        // Two names that are not UTF-8 may look the same: all of their folder is read again.
        let Some(text) = name.to_str() else {
            return path;
        };
        path.push(name);
        let is_folder = fs::symlink_metadata(area.disk.join(&path)).is_ok_and(|meta| meta.is_dir());
        if !is_folder || kind::skip_folder(text).is_some() {
            return path;
        }
    }
    path
}

/// What a path of an area is called in the site.
fn site_path(area: &Area, below: &Path) -> String {
    below.iter().fold(area.site.to_owned(), |path, name| {
        child(&path, &name.to_string_lossy())
    })
}

/// Walks one path of an area.
fn visit(walk: &mut Walk<'_>, area: &Area, below: &Path) -> Result<()> {
    let place = area.disk.join(below);
    let Some(name) = below.file_name() else {
        return walk.folder(area, &place, area.site);
    };
    let folder = site_path(area, below.parent().unwrap_or(Path::new("")));
    match fs::symlink_metadata(&place) {
        Err(_) => Ok(()),
        Ok(meta) if meta.is_dir() => match walk.subfolder(area, place, name, &folder) {
            Some((place, path)) => walk.folder(area, &place, &path),
            None => Ok(()),
        },
        Ok(meta) => {
            walk.entry(area, place, name, &folder, meta.file_type());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
