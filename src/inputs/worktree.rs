//! Reading a site from the folders of a disk.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::link::End;
use super::{BlobFile, BlobSource, File, Folders, Inputs, SkipReason, Skipped, image, kind};
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::path::SitePath;

mod disk;

pub(super) use disk::{Area, Disk};

/// Reads the site in the folder `root`.
///
/// # Errors
/// [`Error::NoSite`] where there is neither `groundplan.toml` nor a content folder; and what the
/// disk refuses, other than for the rights of a single file, which make it [`Skipped`].
pub fn read_site(root: &Path, folders: &Folders) -> Result<Inputs> {
    let disk = Disk::new(root, folders)?;
    let mut inputs = Inputs::default();
    let mut walk = Walk::new(&disk);
    walk.config()?;
    for area in &disk.areas {
        walk.folder(area, &area.disk, area.site)?;
    }
    walk.skipped.extend(disk.skipped.iter().cloned());
    walk.finish(&mut inputs)?;
    disk.require_site(&inputs)?;
    Ok(inputs)
}

/// Says of files whose names mean something in `content/` that they lie beside it.
pub fn notice_beside_content(root: &Path, names: &[&str], inputs: &mut Inputs) {
    for name in names {
        let is_inside = inputs
            .files
            .contains_key(format!("content/{name}").as_str());
        if !is_inside && root.join(name).is_file() {
            let skipped = Skipped::new(name, SkipReason::BesideContent);
            inputs.skipped.push(skipped);
        }
    }
    let settings = "groundplan.toml.txt";
    if !inputs.files.contains_key("groundplan.toml") && root.join(settings).is_file() {
        let skipped = Skipped::new(settings, SkipReason::MisnamedSettings);
        inputs.skipped.push(skipped);
    }
}

/// The names of the folders in a folder, sorted; none where there is no such folder. Hidden ones and
/// links are none, and neither is what has a name that is not UTF-8.
///
/// # Errors
/// When the disk refuses to list it.
pub fn folders(folder: &Path) -> Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if is_gone(&error) => return Ok(Vec::new()),
        Err(error) => return Err(Error::io("list the folder", folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("list the folder", folder))?;
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let name = entry.file_name().into_string().ok();
        names.extend(name.filter(|name| is_folder && !name.starts_with('.')));
    }
    names.sort();
    Ok(names)
}

/// Whether a folder without `content/` can be its own content: it has settings, or markdown at its
/// top. Any other folder is somebody's, not a site.
pub fn is_plain_site(root: &Path) -> bool {
    if root.join("groundplan.toml").exists() {
        return true;
    }
    let names = fs::read_dir(root).into_iter().flatten().flatten();
    names
        .map(|entry| entry.file_name().to_string_lossy().to_ascii_lowercase())
        .any(|name| name.ends_with(".md") && !name.starts_with('.'))
}

/// The bytes of a file.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

/// What a walk through the folders of a site has met.
pub(super) struct Walk<'a> {
    disk: &'a Disk,
    found: Vec<(SitePath, PathBuf)>,
    pub skipped: Vec<Skipped>,
    links: Vec<(SitePath, Option<SitePath>)>,
}

impl<'a> Walk<'a> {
    pub fn new(disk: &'a Disk) -> Self {
        Self {
            disk,
            found: Vec::new(),
            skipped: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The site's configuration file.
    pub fn config(&mut self) -> Result<()> {
        let path = self.disk.root.join("groundplan.toml");
        let root = Area {
            site: "",
            disk: self.disk.root.clone(),
            fence: self.disk.root.clone(),
            exclude: BTreeSet::new(),
            plain: true,
        };
        match fs::symlink_metadata(&path) {
            Ok(meta) => {
                let name = OsStr::new("groundplan.toml");
                self.entry(&root, path, name, "", meta.file_type());
                Ok(())
            }
            Err(error) if is_gone(&error) => Ok(()),
            Err(error) => Err(Error::io("read", &path)(error)),
        }
    }

    /// All that lies below the folder `disk`, which is called `site` in the site.
    pub fn folder(&mut self, area: &Area, disk: &Path, site: &str) -> Result<()> {
        // Level by level instead of recursion: a hundred levels are a matter of memory only, and many
        // threads list the folders of a level.
        let mut level = vec![(disk.to_path_buf(), site.to_owned())];
        while !level.is_empty() {
            let listed: Vec<Result<(Self, Vec<_>)>> = level
                .par_iter()
                .map(|(disk, site)| {
                    let mut part = Walk::new(self.disk);
                    let below = part.list(area, disk, site)?;
                    Ok((part, below))
                })
                .collect();
            level.clear();
            for one in listed {
                let (part, below) = one?;
                self.found.extend(part.found);
                self.skipped.extend(part.skipped);
                self.links.extend(part.links);
                level.extend(below);
            }
        }
        Ok(())
    }

    /// What lies in one folder. Returns the folders in it.
    fn list(&mut self, area: &Area, disk: &Path, site: &str) -> Result<Vec<(PathBuf, String)>> {
        let mut below = Vec::new();
        let entries = match fs::read_dir(disk) {
            Ok(entries) => entries,
            Err(error) => {
                self.refused(site, disk, error)?;
                return Ok(below);
            }
        };
        for entry in entries {
            let entry = entry.map_err(Error::io("list the folder", disk))?;
            let kind = match entry.file_type() {
                Ok(kind) => kind,
                Err(error) if is_gone(&error) => continue,
                Err(error) => return Err(Error::io("read", entry.path())(error)),
            };
            let name = entry.file_name();
            if kind.is_dir() {
                below.extend(self.subfolder(area, entry.path(), &name, site));
            } else {
                self.entry(area, entry.path(), &name, site, kind);
            }
        }
        Ok(below)
    }

    /// Whether a folder is looked into, and what it is called in the site.
    pub fn subfolder(
        &mut self,
        area: &Area,
        disk: PathBuf,
        name: &OsStr,
        site: &str,
    ) -> Option<(PathBuf, String)> {
        if area.excludes(&disk) || kind::is_machinery(name.as_encoded_bytes()) {
            return None;
        }
        let path = child(site, &name.to_string_lossy());
        let reason = match name.to_str() {
            Some(name) => kind::skip_folder(name),
            None => Some(SkipReason::NameNotText),
        };
        match reason {
            Some(reason) => {
                self.skipped.push(Skipped::new(&path, reason));
                None
            }
            None => Some((disk, path)),
        }
    }

    /// A file or a link in the folder that is called `site` in the site.
    pub fn entry(
        &mut self,
        area: &Area,
        disk: PathBuf,
        name: &OsStr,
        site: &str,
        kind: fs::FileType,
    ) {
        if area.excludes(&disk) || kind::is_machinery(name.as_encoded_bytes()) {
            return;
        }
        let text = child(site, &name.to_string_lossy());
        let reason = match name.to_str() {
            Some(name) => kind::skip_file(name),
            None => Some(SkipReason::NameNotText),
        };
        let Some(path) = SitePath::new(&text).filter(|_| reason.is_none()) else {
            let reason = reason.unwrap_or(SkipReason::NameNotText);
            self.skipped.push(Skipped::new(&text, reason));
            return;
        };
        if kind.is_symlink() {
            return self.link(area, path, disk);
        }
        // Only what is known to be a file is opened: a pipe would wait for ever.
        match kind.is_file() {
            true => self.found.push((path, disk)),
            false => self.skipped.push(Skipped::new(&text, SkipReason::NotAFile)),
        }
    }

    /// A symbolic link: the file it leads to stands in its place.
    fn link(&mut self, area: &Area, path: SitePath, disk: PathBuf) {
        let here = disk.strip_prefix(&area.fence).ok().and_then(Path::to_str);
        let end = match here {
            Some(here) => area.follow(here),
            None => Err(SkipReason::LeavesSite),
        };
        let mut target = None;
        let reason = match end {
            Ok(End::Folder(_)) => Some(SkipReason::FolderLink),
            Err(reason) => Some(reason),
            Ok(End::File(end)) => {
                let end = area.fence.join(end);
                target = end
                    .strip_prefix(&area.disk)
                    .ok()
                    .and_then(Path::to_str)
                    .and_then(|below| SitePath::new(&child(area.site, below)));
                match area.excludes(&end) {
                    true => Some(SkipReason::LeavesSite),
                    false => {
                        self.found.push((path.clone(), end));
                        None
                    }
                }
            }
        };
        if let Some(reason) = reason {
            self.skipped.push(Skipped::new(path.as_str(), reason));
        }
        self.links.push((path, target));
    }

    /// A folder that could not be listed.
    fn refused(&mut self, site: &str, disk: &Path, error: io::Error) -> Result<()> {
        match error.kind() {
            ErrorKind::PermissionDenied => {
                self.skipped
                    .push(Skipped::new(site, SkipReason::Unreadable));
                Ok(())
            }
            _ if is_gone(&error) => Ok(()),
            _ => Err(Error::io("list the folder", disk)(error)),
        }
    }

    /// Reads what was found, in parallel, into `inputs`. Returns what was read.
    pub fn finish(self, inputs: &mut Inputs) -> Result<BTreeSet<SitePath>> {
        let read: Vec<_> = self
            .found
            .into_par_iter()
            .with_min_len(32)
            .map_init(
                || vec![0; image::HEAD],
                |buffer, (path, disk)| {
                    let outcome = open(&path, &disk, buffer);
                    (path, disk, outcome)
                },
            )
            .collect();
        let mut files = Vec::with_capacity(read.len());
        inputs.skipped.extend(self.skipped);
        for (path, disk, outcome) in read {
            match outcome {
                Ok(Ok(file)) => files.push((path, file)),
                Ok(Err(reason)) => inputs.skipped.push(Skipped::new(path.as_str(), reason)),
                Err(error) if error.kind() == ErrorKind::PermissionDenied => inputs
                    .skipped
                    .push(Skipped::new(path.as_str(), SkipReason::Unreadable)),
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(Error::io("read", disk)(error)),
            }
        }
        let paths = files.iter().map(|(path, _)| path.clone()).collect();
        match inputs.files.is_empty() {
            // Sorted at once, which is faster than one by one.
            true => inputs.files = files.into_iter().collect(),
            false => inputs.files.extend(files),
        }
        inputs.links.extend(self.links);
        inputs.skipped.sort();
        inputs.skipped.dedup();
        Ok(paths)
    }
}

/// Whether a path vanished since it was listed, as files do while somebody works.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A path in a folder; the folder may be the site's own, which has no name.
pub(super) fn child(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

/// A file of the site, or why it is left out.
type Content = std::result::Result<File, SkipReason>;

/// Reads one file. The buffer, of at least [`image::HEAD`] bytes, is kept from file to file.
fn open(path: &SitePath, disk: &Path, buffer: &mut Vec<u8>) -> io::Result<Content> {
    let mut file = fs::File::open(disk)?;
    let mut filled = 0;
    // Asking for the length first would cost two more calls of the system for every file.
    loop {
        if filled == buffer.len() {
            if !kind::is_text(path) {
                return large_blob(disk, file, buffer).map(Ok);
            }
            buffer.resize(filled * 2, 0);
        }
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let bytes = &buffer[..filled];
    if kind::pointer(bytes).is_some() {
        return Ok(Err(SkipReason::NotFetched));
    }
    let source = || BlobSource::Disk(disk.to_path_buf());
    Ok(Ok(File::new(path, bytes, source)))
}

/// An asset of which `buffer` holds the beginning: a video need not fit into memory.
fn large_blob(disk: &Path, mut file: fs::File, buffer: &mut [u8]) -> io::Result<File> {
    let dimensions = image::dimensions(buffer);
    let mut hasher = blake3::Hasher::new();
    hasher.update(buffer);
    loop {
        match file.read(buffer) {
            Ok(0) => break,
            Ok(count) => hasher.update(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
    }
    let size = hasher.count();
    let mut digest = [0; 16];
    digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(File::Blob(BlobFile {
        digest: Digest::from_bytes(digest),
        size,
        dimensions,
        source: BlobSource::Disk(disk.to_path_buf()),
    }))
}

#[cfg(test)]
mod tests;
