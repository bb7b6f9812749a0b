//! The output as a value: every file a site consists of.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use crate::digest::Digest;
use crate::error::Result;
use crate::inputs::{BlobFile, BlobSource};
use crate::path::OutputPath;

/// The whole output, in the order of its paths. Writing, serving and publishing start from it.
#[derive(Default)]
pub struct Tree<'a> {
    entries: BTreeMap<OutputPath, Content<'a>>,
    kept: BTreeSet<OutputPath>,
}

/// The content of one file of the output.
///
/// A page is made when it is wanted: ten thousand of them never stand in memory together.
pub enum Content<'a> {
    /// Bytes that are there already.
    Bytes(Arc<[u8]>),
    /// A file of the site, copied as it is.
    Blob {
        /// Where its bytes are.
        source: BlobSource,
        /// The digest of its bytes.
        digest: Digest,
        /// How many bytes it has.
        size: u64,
    },
    /// A pure step that makes the bytes.
    Made {
        /// The digest of everything the step looks at, where that is known. A file that was written
        /// under the same key is not made again, so a key that leaves something out means stale pages.
        key: Option<Digest>,
        /// The step.
        make: Step<'a>,
    },
}

/// A pure step that makes the bytes of a file; any thread may ask for them, any number of times.
pub type Step<'a> = Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>;

impl<'a> Content<'a> {
    /// An asset of the site.
    pub fn blob(file: &BlobFile) -> Self {
        Self::Blob {
            source: file.source.clone(),
            digest: file.digest,
            size: file.size,
        }
    }

    /// What a pure step makes, when nothing shorter than its bytes tells whether it has changed.
    pub fn made(make: impl Fn() -> Vec<u8> + Send + Sync + 'a) -> Self {
        let make = Box::new(make);
        Self::Made { key: None, make }
    }

    /// What a pure step makes of the inputs whose digest is `key`.
    pub fn keyed(key: Digest, make: impl Fn() -> Vec<u8> + Send + Sync + 'a) -> Self {
        let (key, make) = (Some(key), Box::new(make));
        Self::Made { key, make }
    }

    /// The bytes.
    pub fn bytes(&self) -> Result<Arc<[u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::Blob { source, .. } => source.read().map(Into::into),
            Self::Made { make, .. } => Ok(make().into()),
        }
    }
}

impl<'a> Tree<'a> {
    /// Puts a file into the tree. A second file of one path replaces the first; that two things of
    /// a site want one path is found before.
    pub fn insert(&mut self, path: OutputPath, content: Content<'a>) {
        self.entries.insert(path, content);
    }

    /// Lets a file of the output stay as it is: it belongs to a version that is not made anew.
    pub fn keep(&mut self, path: OutputPath) {
        self.kept.insert(path);
    }

    /// The files that stay as they are, ordered by path; those that the tree has itself left out.
    pub fn kept(&self) -> impl Iterator<Item = &OutputPath> {
        self.kept
            .iter()
            .filter(|path| !self.entries.contains_key(*path))
    }

    /// Whether the file at `path` stays as it is.
    pub fn keeps(&self, path: &str) -> bool {
        self.kept.contains(path)
    }

    /// The content at `path`.
    pub fn get(&self, path: &str) -> Option<&Content<'a>> {
        self.entries.get(path)
    }

    /// All files, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Content<'a>)> {
        self.entries.iter()
    }

    /// Whether a file lies in `folder` or deeper.
    pub fn has_folder(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        self.entries
            .range::<str, _>((Bound::Included(&*start), Bound::Unbounded))
            .next()
            .is_some_and(|(path, _)| path.as_str().starts_with(&start))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
