//! The output as a value: every file a site consists of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::Result;
use crate::inputs::BlobSource;
use crate::path::OutputPath;

/// The whole output, in the order of its paths. Writing, serving and publishing start from it.
#[derive(Default)]
pub struct Tree<'a> {
    entries: BTreeMap<OutputPath, Content<'a>>,
}

/// The content of one file of the output.
///
/// A page is made when it is wanted: ten thousand of them never stand in memory together.
pub enum Content<'a> {
    /// Bytes that are there already.
    Bytes(Arc<[u8]>),
    /// A file of the site, copied as it is.
    Blob(BlobSource),
    /// A pure step that makes the bytes.
    Made(Box<dyn Fn() -> Vec<u8> + Send + Sync + 'a>),
}

impl Content<'_> {
    /// The bytes.
    pub fn bytes(&self) -> Result<Arc<[u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::Blob(source) => source.read().map(Into::into),
            Self::Made(make) => Ok(make().into()),
        }
    }
}

impl<'a> Tree<'a> {
    /// Puts a file into the tree. A second file of one path replaces the first; that two things of
    /// a site want one path is found before.
    pub fn insert(&mut self, path: OutputPath, content: Content<'a>) {
        self.entries.insert(path, content);
    }

    /// The content at `path`.
    pub fn get(&self, path: &str) -> Option<&Content<'a>> {
        self.entries.get(path)
    }

    /// All files, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Content<'a>)> {
        self.entries.iter()
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
