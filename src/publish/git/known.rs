//! Folders that need not be fetched, since what was written here has them too. A version mostly is what
//! the one before it was: of the folders of the one, only those are fetched that the other does not have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::clone::{Clone, Id};
use super::object::Ids;
use super::tree::{Folder, Node};
use crate::error::Result;

/// Folders by their ids.
#[derive(Default)]
pub struct Known(HashMap<Id, Folder>);

impl Known {
    /// All folders that were changed in a draft, as they are now.
    pub fn of(root: &Folder, ids: Ids) -> Self {
        let mut known = HashMap::new();
        let changed = root.nodes.values().filter_map(|node| match node {
            Node::Open(folder) if folder.read.is_none() => Some(folder),
            _ => None,
        });
        for folder in changed {
            ids.named(folder, &mut |id, folder| {
                // Of one with a folder that nobody looked into, not all is known.
                if folder.is_whole() {
                    known.insert(id, folder.clone());
                }
            });
        }
        Self(known)
    }

    /// The folder with this id; those in it are closed.
    ///
    /// # Errors
    /// When the target cannot be reached.
    pub fn level(&self, clone: &Clone, id: &Id) -> Result<Folder> {
        if let Some(folder) = self.0.get(id) {
            return Ok(folder.clone());
        }
        clone.fetch_alone([id.as_str()])?;
        list(clone, id, false)
    }

    /// The folders with these ids, in their order, everything in them open.
    ///
    /// # Errors
    /// When the target cannot be reached.
    pub fn whole(&self, clone: &Clone, ids: &[Id]) -> Result<Vec<Folder>> {
        if self.0.is_empty() {
            // Nothing will be found, so all is fetched in one go.
            clone.fetch_objects(ids.iter().map(String::as_str))?;
            return ids.iter().map(|id| list(clone, id, true)).collect();
        }
        let read = self.fetch(clone, ids)?;
        let whole = |id: &Id| self.put_together(id, &read).ok_or_else(|| not_read(clone));
        ids.iter().map(whole).collect()
    }

    /// Fetches folders and those below them that are not known, level by level.
    fn fetch(&self, clone: &Clone, ids: &[Id]) -> Result<BTreeMap<Id, Folder>> {
        let mut read = BTreeMap::new();
        let mut level: BTreeSet<Id> = ids.iter().cloned().collect();
        level.retain(|id| !self.0.contains_key(id));
        while !level.is_empty() {
            clone.fetch_alone(level.iter().map(String::as_str))?;
            let trees = clone.blobs(level.iter().map(String::as_str))?;
            let mut below = BTreeSet::new();
            for (id, bytes) in level.into_iter().zip(trees) {
                let folder = Ids::of(&id)
                    .folder(&bytes, &id)
                    .ok_or_else(|| not_read(clone))?;
                below.extend(closed(&folder).cloned());
                read.insert(id, folder);
            }
            below.retain(|id| !self.0.contains_key(id) && !read.contains_key(id));
            level = below;
        }
        Ok(read)
    }

    /// The folder with this id, open as far as it is known or was read.
    fn put_together(&self, id: &Id, read: &BTreeMap<Id, Folder>) -> Option<Folder> {
        if let Some(folder) = self.0.get(id) {
            return Some(folder.clone());
        }
        let mut folder = read.get(id)?.clone();
        for node in folder.nodes.values_mut() {
            if let Node::Closed(id) = node
                && let Some(open) = self.put_together(id, read)
            {
                *node = Node::Open(open);
            }
        }
        Some(folder)
    }
}

fn closed(folder: &Folder) -> impl Iterator<Item = &Id> {
    folder.nodes.values().filter_map(|node| match node {
        Node::Closed(id) => Some(id),
        Node::Leaf { .. } | Node::Open(_) => None,
    })
}

/// Reads a tree that is in the clone.
///
/// # Errors
/// When git fails.
pub fn list(clone: &Clone, id: &Id, is_deep: bool) -> Result<Folder> {
    let deep: &[&str] = if is_deep { &["-r", "-t"] } else { &[] };
    let args = ["ls-tree", "-z", "--full-tree"].iter().chain(deep).copied();
    let listed = clone.run(ACTION, args.chain([id.as_str()]))?;
    Folder::parse(&listed, id, is_deep).ok_or_else(|| not_read(clone))
}

const ACTION: &str = "read a folder of the branch";

fn not_read(clone: &Clone) -> crate::error::Error {
    clone.remote.failed(ACTION, b"its answer is not understood")
}
