//! Trees and commits, by plumbing that never looks for what is not in the clone.

use std::collections::BTreeMap;

use super::clone::{Clone, Id};
use super::tree::{Folder, Node};
use crate::error::Result;
use crate::git;

/// Writes the trees of all folders that have changed, and returns the id of the topmost.
///
/// # Errors
/// When git fails.
pub fn tree(clone: &Clone, root: Folder) -> Result<Id> {
    if let Some(id) = root.read {
        return Ok(id);
    }
    // The deepest first: a tree holds the ids of those below it.
    let mut levels: Vec<Vec<(String, Folder)>> = Vec::new();
    take_apart(root, String::new(), 0, &mut levels);
    let mut ids: BTreeMap<String, Id> = BTreeMap::new();
    for level in levels.into_iter().rev() {
        let mut input = Vec::new();
        for (path, folder) in &level {
            for (name, node) in &folder.nodes {
                let (mode, kind, id) = match node {
                    Node::Leaf { mode, id } if mode == "160000" => (mode.as_str(), "commit", id),
                    Node::Leaf { mode, id } => (mode.as_str(), "blob", id),
                    Node::Closed(id) => ("040000", "tree", id),
                    Node::Open(_) => {
                        let below = format!("{path}/{}", String::from_utf8_lossy(name));
                        match ids.get(&below) {
                            Some(id) => ("040000", "tree", id),
                            None => continue,
                        }
                    }
                };
                input.extend_from_slice(format!("{mode} {kind} {id}\t").as_bytes());
                input.extend_from_slice(name);
                input.push(0);
            }
            input.push(0);
        }
        let args = ["mktree", "-z", "--missing", "--batch"];
        let made = git::text(clone.feed("write the folders of the branch", args, &input)?)?;
        let made = made.lines().map(str::to_owned);
        ids.extend(level.into_iter().map(|(path, _)| path).zip(made));
    }
    ids.remove("").ok_or_else(|| {
        clone.remote.failed(
            "write the folders of the branch",
            b"it did not say their ids",
        )
    })
}

/// Lists the changed folders by their depth. Folders below that have not changed are closed again.
fn take_apart(
    mut folder: Folder,
    path: String,
    depth: usize,
    levels: &mut Vec<Vec<(String, Folder)>>,
) {
    if levels.len() <= depth {
        levels.resize_with(depth + 1, Vec::new);
    }
    for (name, node) in &mut folder.nodes {
        let Node::Open(below) = node else {
            continue;
        };
        match below.read.take() {
            Some(id) => *node = Node::Closed(id),
            None => {
                let below = std::mem::take(below);
                let way = format!("{path}/{}", String::from_utf8_lossy(name));
                take_apart(below, way, depth + 1, levels);
            }
        }
    }
    levels[depth].push((path, folder));
}

/// Writes a commit of a tree.
///
/// # Errors
/// When git fails.
pub fn commit(clone: &Clone, tree: &Id, base: Option<&Id>, message: &str) -> Result<Id> {
    let mut args = vec!["commit-tree", tree.as_str()];
    if let Some(base) = base {
        args.extend(["-p", base.as_str()]);
    }
    args.extend(["-F", "-"]);
    let made = clone.feed("write a commit", args, message.as_bytes())?;
    Ok(git::text(made)?.trim().to_owned())
}
