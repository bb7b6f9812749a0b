//! What is published: files, what they are, and the entry of the list.

use std::sync::{Arc, Mutex, PoisonError};

use super::failure::Outcome;
use super::part::{ASSETS, Part};
use super::send::{each, lanes};
use crate::error::{Error, Result};
use crate::tree::Tree;
use crate::versions::list::{Entry, List};
use crate::versions::manifest::{Manifest, Stamp};
use crate::versions::order::Order;

/// A version, or the evergreen pages, as they shall be at the target. Publishing never knows how a
/// page is made.
pub struct Release<'a> {
    /// Every file with its digest.
    pub manifest: Manifest,
    /// The entry of versions.json; None for the evergreen pages.
    pub entry: Option<Entry>,
    /// The bytes of a file of the manifest or of its assets, by its path from the root of the
    /// published site. Any thread may ask.
    pub bytes: Bytes<'a>,
}

/// The bytes of a file by its path.
pub type Bytes<'a> = Box<dyn Fn(&str) -> Result<Arc<[u8]>> + Sync + 'a>;

/// How it is published.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The order of versions.
    pub order: &'a Order,
    /// What else follows from a list: its aliases, which versions are kept.
    pub arrange: &'a (dyn Fn(&mut List) + Sync),
    /// How many seconds what nothing refers to stays.
    pub grace: i64,
    /// Whether a version is sent again although nothing says that it differs.
    pub rebuild: bool,
    /// Whether files that Groundplan did not write may be replaced. A copy is kept.
    pub adopt: bool,
    /// Whether a page that the evergreen part has no more leaves a note in its place.
    pub tombstones: bool,
}

impl<'a> Release<'a> {
    /// The part of the target that this is.
    pub fn part(&self) -> Part {
        Part::of(&self.manifest)
    }

    /// A whole site without versions: it stands at the root, as the evergreen pages of others do.
    ///
    /// # Errors
    /// When a file of the site cannot be read.
    pub fn of_site(tree: &'a Tree<'a>, source: Source) -> Outcome<Self> {
        let mut manifest = Manifest {
            version: None,
            commit: source.commit,
            sequence: source.sequence,
            input: source.input,
            tool: env!("CARGO_PKG_VERSION").into(),
            ..Manifest::default()
        };
        let entries: Vec<_> = tree.iter().collect();
        let stamps = Mutex::new(Vec::with_capacity(entries.len()));
        each(lanes(), &entries, &|(path, content)| {
            let stamp = Stamp::of(&content.bytes()?);
            let mut stamps = stamps.lock().unwrap_or_else(PoisonError::into_inner);
            stamps.push(((*path).clone(), stamp));
            Ok(())
        })?;
        for (path, stamp) in stamps.into_inner().unwrap_or_else(PoisonError::into_inner) {
            match path.as_str().split('/').next() {
                Some(ASSETS) => manifest.assets.insert(path, stamp),
                _ => manifest.files.insert(path, stamp),
            };
        }
        Ok(Self {
            manifest,
            entry: None,
            bytes: tree_bytes(tree),
        })
    }
}

/// What a site was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The commit, in hexadecimal digits; None for a folder.
    pub commit: Option<String>,
    /// The time of that commit in seconds since 1970.
    pub sequence: Option<i64>,
    /// The digest of everything it was made of.
    pub input: String,
}

/// The bytes of the files of a tree.
pub fn tree_bytes<'a>(tree: &'a Tree<'_>) -> Bytes<'a> {
    Box::new(move |path: &str| match tree.get(path) {
        Some(content) => content.bytes(),
        None => Err(Error::Refused {
            message: format!("{path} is named in a list of files, and was not made"),
            help: "run the command again".into(),
        }),
    })
}
