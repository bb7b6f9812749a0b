//! Earlier states of files whose history readers see.
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::date::Date;
use crate::path::SitePath;

/// The states of roadmap and matrix files at the commits that touched them, newest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The commits, newest first.
    pub states: Vec<State>,
    /// Whether the repository holds older commits that could not be seen: a shallow clone.
    pub shallow: bool,
    /// The newest tag that is part of it, where one is among the states.
    pub released: Option<Tag>,
}

/// A tag and the state that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The tag: `v2.1`.
    pub name: String,
    /// The commit of the state: the newest of the states that is not after the tag.
    pub commit: String,
}

/// The files as one commit left them.
#[derive(Clone, Debug)]
pub struct State {
    /// The commit's full id.
    pub commit: String,
    /// The committer's UTC day.
    pub date: Date,
    /// The whole set of files at that commit.
    pub files: BTreeMap<SitePath, Arc<str>>,
}
