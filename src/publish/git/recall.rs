//! The way back on a branch: what was replaced is in the commits before, and is read as if it had been kept
//! beside the site.

use std::collections::BTreeMap;

use super::clone::{Clone, Id};
use super::known::list;
use super::tree::{Folder, Node};
use crate::digest::Sha256;
use crate::error::Result;
use crate::publish::part::Part;
use crate::publish::send::blob;
use crate::versions::list::{FILE, List};
use crate::versions::manifest::Manifest;

/// The files that versions had when versions.json had these bytes, by the paths under which other stores
/// keep them; without those versions that are the same in `now`.
///
/// # Errors
/// When the target cannot be reached.
pub fn files_of_state(
    clone: &Clone,
    tip: Option<&Id>,
    now: &Folder,
    bytes: &[u8],
) -> Result<BTreeMap<String, Id>> {
    let mut kept = BTreeMap::new();
    let (Some(tip), Ok(then)) = (tip, List::parse(bytes)) else {
        return Ok(kept);
    };
    clone.fetch(tip, true)?;
    let Some(root) = root_with(clone, tip, bytes)? else {
        return Ok(kept);
    };
    for entry in then.entries() {
        let name = entry.version.as_bytes();
        let is_same = match now.nodes.get(name) {
            Some(Node::Open(folder)) => folder.read.as_ref() == id_of(&root, name),
            Some(Node::Closed(id)) => Some(id) == id_of(&root, name),
            _ => false,
        };
        if let (false, Some(id)) = (is_same, id_of(&root, name)) {
            kept.extend(files_of(clone, &entry.version, id)?);
        }
    }
    clone.fetch_objects(kept.values().map(String::as_str))?;
    Ok(kept)
}

fn id_of<'a>(root: &'a Folder, name: &[u8]) -> Option<&'a Id> {
    match root.nodes.get(name) {
        Some(Node::Closed(id)) => Some(id),
        _ => None,
    }
}

/// The files that a version had in a folder, as if each were kept under its digest.
fn files_of(clone: &Clone, version: &str, id: &Id) -> Result<BTreeMap<String, Id>> {
    clone.fetch_objects([id.as_str()])?;
    let folder = list(clone, id, true)?;
    let part = Part::Version(version.to_owned());
    let own = part.manifest();
    let own = own.strip_prefix(&format!("{version}/")).unwrap_or(&own);
    let leaf = |path: &str| match folder.find(path) {
        Ok(Some(Node::Leaf { id, .. })) => Some(id.clone()),
        _ => None,
    };
    let mut kept = BTreeMap::new();
    let Some(id) = leaf(own) else {
        return Ok(kept);
    };
    clone.fetch_objects([id.as_str()])?;
    let json = clone.blobs([id.as_str()])?.pop().unwrap_or_default();
    kept.insert(blob(Sha256::of(&json)), id);
    // A list that cannot be read is told of by who asks for the files.
    let manifest = Manifest::parse(&json).unwrap_or_default();
    for (path, stamp) in &manifest.files {
        if let Some(id) = leaf(path.as_str()) {
            kept.insert(blob(stamp.sha256), id);
        }
    }
    Ok(kept)
}

/// The topmost tree of the newest commit whose versions.json has these bytes.
fn root_with(clone: &Clone, tip: &Id, bytes: &[u8]) -> Result<Option<Folder>> {
    let action = "look for an earlier state";
    let id = clone.feed(action, ["hash-object", "--stdin", "-t", "blob"], bytes)?;
    let wanted = String::from_utf8_lossy(&id).trim().to_owned();
    let trees = clone.run(action, ["log", "--first-parent", "--format=%T", tip])?;
    for tree in String::from_utf8_lossy(&trees).lines() {
        let root = list(clone, &tree.to_owned(), false)?;
        let has = root.nodes.get(FILE.as_bytes());
        if matches!(has, Some(Node::Leaf { id, .. }) if *id == wanted) {
            return Ok(Some(root));
        }
    }
    Ok(None)
}
