//! A store that is nowhere but in memory: where a site is put together before anything is written.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::digest::Sha256;
use crate::path::OutputPath;
use crate::publish::part::PRIVATE;
use crate::publish::store::{Held, Listed, Look, Put, Store, Tag, Tried, When};
use crate::tree::{Content, Tree};
use crate::versions::{list, manifest};

/// Files by path.
#[derive(Default)]
pub struct Memory {
    files: Mutex<BTreeMap<String, Arc<[u8]>>>,
}

impl Memory {
    /// The site. What publishing keeps for the next time is no part of it: there is none. The list of
    /// files of a site without versions is made by whoever writes it.
    pub fn into_tree(self) -> Tree<'static> {
        let files = self.files.into_inner();
        let files = files.unwrap_or_else(PoisonError::into_inner);
        let has_versions = files.contains_key(list::FILE);
        let mut tree = Tree::default();
        for (path, bytes) in files {
            let is_list = path == manifest::FILE && !has_versions;
            if path.split('/').next() == Some(PRIVATE) || is_list {
                continue;
            }
            if let Some(path) = OutputPath::new(&path) {
                tree.insert(path, Content::Bytes(bytes));
            }
        }
        tree
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Arc<[u8]>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tag(bytes: &[u8]) -> Tag {
    Tag(Sha256::of(bytes).to_string())
}

impl Store for Memory {
    fn name(&self) -> String {
        "the site".into()
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        Ok(self.files().get(path).map(|bytes| Held {
            bytes: bytes.to_vec(),
            tag: tag(bytes),
        }))
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        let mut files = self.files();
        let is_met = match (when, files.get(path)) {
            (When::Always, _) | (When::Absent, None) => true,
            (When::Is(expected), Some(known)) => tag(known) == *expected,
            _ => false,
        };
        if !is_met {
            return Ok(Put::Refused);
        }
        files.insert(path.to_owned(), bytes.into());
        Ok(Put::Done(tag(bytes)))
    }

    fn delete(&self, path: &str) -> Tried<()> {
        self.files().remove(path);
        Ok(())
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        let start = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let files = self.files();
        let below = files.range(start.clone()..);
        let below = below.take_while(|(path, _)| path.starts_with(&start));
        Ok(below.map(|(path, bytes)| listed(path, bytes)).collect())
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        let mut look = Look::default();
        let start = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let files = self.files();
        for (path, bytes) in files.range(start.clone()..) {
            let Some(rest) = path.strip_prefix(&start) else {
                break;
            };
            match rest.split_once('/') {
                None => look.files.push(listed(path, bytes)),
                Some((name, _)) => {
                    let folder = format!("{start}{name}");
                    if look.folders.last() != Some(&folder) {
                        look.folders.push(folder);
                    }
                }
            }
        }
        Ok(look)
    }

    fn is_locked(&self) -> bool {
        true
    }

    fn remembers(&self) -> bool {
        // It is made for one site, and nobody comes back to it.
        true
    }
}

fn listed(path: &str, bytes: &[u8]) -> Listed {
    Listed {
        path: path.to_owned(),
        size: Some(bytes.len() as u64),
        tag: None,
    }
}
