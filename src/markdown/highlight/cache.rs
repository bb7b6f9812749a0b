//! Tokens remembered by the content they were made of.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{EDITION, Tokens};
use crate::digest::Digest;

const SHARDS: usize = 16;

/// Tokens of code blocks, remembered by language and code, shared by threads.
///
/// In memory only when made by `default()`; [`BlockCache::load`] reads those of earlier runs.
#[derive(Debug, Default)]
pub struct BlockCache {
    pub(crate) shards: [Mutex<HashMap<Digest, Entry>>; SHARDS],
    /// Whether something is in it that the file does not have.
    pub(crate) changed: AtomicBool,
    /// The run that this is: one more than the one that wrote the file.
    pub(crate) run: u32,
    /// The folder of the file.
    pub(crate) folder: Option<PathBuf>,
}

/// What is remembered of a block.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub tokens: Tokens,
    /// The run that last asked for it.
    pub used: u32,
}

impl BlockCache {
    /// The tokens of `code` in `language`, as [`super::tokens`] finds them.
    pub fn tokens(&self, language: &str, code: &str) -> Option<Tokens> {
        if !super::knows(language) {
            return None;
        }
        let key = Digest::of_parts([EDITION.as_bytes(), language.as_bytes(), code.as_bytes()]);
        if let Some(entry) = self.shard(key).get_mut(&key) {
            entry.used = self.run;
            return Some(entry.tokens.clone());
        }
        let tokens = super::tokens(language, code)?;
        let entry = Entry {
            tokens: tokens.clone(),
            used: self.run,
        };
        self.shard(key).insert(key, entry);
        self.changed.store(true, Ordering::Relaxed);
        Some(tokens)
    }

    /// How many blocks are remembered.
    pub fn len(&self) -> usize {
        (0..SHARDS).map(|shard| self.lock(shard).len()).sum()
    }

    /// Whether no block is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard(&self, key: Digest) -> MutexGuard<'_, HashMap<Digest, Entry>> {
        self.lock(usize::from(key.as_bytes()[0]) % SHARDS)
    }

    fn lock(&self, shard: usize) -> MutexGuard<'_, HashMap<Digest, Entry>> {
        self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
