//! The parts of a published site, each with a manifest of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::store::{Listed, Tag};
use crate::path::OutputPath;
use crate::versions::manifest::{self, Manifest};

/// A part of a published site. What is written for one never changes a byte of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What stands once, at the root. A site without versions is this part alone.
    Evergreen,
    /// A version, in the folder of its name.
    Version(String),
    /// Another name of a version, as a folder with the same bytes.
    Alias(String),
}

/// The folder of what publishing itself needs: history, records, overwritten bytes.
pub const PRIVATE: &str = "_p";

/// The folder of overwritten bytes, each under its SHA-256.
pub const BLOBS: &str = "_p/blobs";

/// The folder of assets that all parts share.
pub const ASSETS: &str = "_a";

impl Part {
    /// The part that a manifest is of.
    pub fn of(manifest: &Manifest) -> Self {
        match &manifest.version {
            Some(version) => Self::Version(version.clone()),
            None => Self::Evergreen,
        }
    }

    /// The folder, without a `/` at its end; empty for the root.
    pub fn folder(&self) -> &str {
        match self {
            Self::Evergreen => "",
            Self::Version(name) | Self::Alias(name) => name,
        }
    }

    /// The path at the root of a file of this part.
    pub fn path(&self, file: &str) -> String {
        match self.folder() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        }
    }

    /// The path of the manifest. That of an alias stands outside of its folder, which has the bytes
    /// of the version's own.
    pub fn manifest(&self) -> String {
        match self {
            Self::Alias(name) => format!("{PRIVATE}/aliases/{name}.json"),
            _ => self.path(manifest::FILE),
        }
    }

    /// Where is written, while the part changes, which of its files may be any of two.
    pub fn open(&self) -> String {
        match self {
            Self::Evergreen => format!("{PRIVATE}/open/root.json"),
            Self::Version(name) => format!("{PRIVATE}/open/version-{name}.json"),
            Self::Alias(name) => format!("{PRIVATE}/open/alias-{name}.json"),
        }
    }

    /// All files of a manifest of this part as paths at the root, without its assets.
    pub fn paths<'a>(
        &'a self,
        manifest: &'a Manifest,
    ) -> impl Iterator<Item = (String, &'a manifest::Stamp)> {
        let path =
            |(file, stamp): (&OutputPath, &'a manifest::Stamp)| (self.path(file.as_str()), stamp);
        manifest.files.iter().map(path)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Evergreen => out.write_str("the evergreen pages"),
            Self::Version(name) => write!(out, "version {name}"),
            Self::Alias(name) => write!(out, "the alias {name}"),
        }
    }
}

/// A manifest as it stands at the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What it says.
    pub manifest: Manifest,
    /// The file, letter by letter.
    pub bytes: Vec<u8>,
    /// The tag of the file.
    pub tag: Tag,
}

impl Published {
    /// The digest and the size of the file.
    pub fn stamp(&self) -> manifest::Stamp {
        manifest::Stamp::of(&self.bytes)
    }
}

/// What stands at the target in the place of a part.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The manifest, where the part was published before.
    pub published: Option<Published>,
    /// The files that are there, ordered by path; also some that are not ours.
    pub files: Vec<Listed>,
    /// The shared assets that are there, ordered by path.
    pub assets: Vec<Listed>,
    /// What a run that has not ended wanted to write: any of these files may be as it was before, or
    /// as it is here.
    pub doubtful: BTreeMap<String, manifest::Stamp>,
    /// Paths that were published once and wait to be removed: they are ours to write to again.
    pub stale: BTreeSet<String>,
    /// Why that run changed the part, where it has said so.
    pub mark: String,
    /// Whether such a run has begun.
    pub is_open: bool,
}

impl Found {
    /// The file at a path of the part.
    pub fn file(&self, path: &str) -> Option<&Listed> {
        find(&self.files, path)
    }

    /// The asset at a path.
    pub fn asset(&self, path: &str) -> Option<&Listed> {
        find(&self.assets, path)
    }
}

fn find<'a>(files: &'a [Listed], path: &str) -> Option<&'a Listed> {
    let at = files.binary_search_by(|file| file.path.as_str().cmp(path));
    at.ok().map(|at| &files[at])
}
