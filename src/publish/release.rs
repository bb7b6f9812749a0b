//! What is published: files, what they are, and the entry of the list.

use std::sync::Arc;

use super::part::Part;
use crate::error::Result;
use crate::versions::list::{Entry, List};
use crate::versions::manifest::Manifest;
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

impl Release<'_> {
    /// The part of the target that this is.
    pub fn part(&self) -> Part {
        Part::of(&self.manifest)
    }
}
