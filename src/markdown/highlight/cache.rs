//! Tokens remembered by the content they were made of.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{EDITION, Tokens};
use crate::digest::Digest;

const SHARDS: usize = 16;

/// How large the remembered blocks may be on disk, in bytes, before those are forgotten that no
/// run asked for lately: half a million blocks.
const LIMIT: usize = 64 << 20;

/// How many bytes of blocks a run may remember beyond those of the file, before those are forgotten
/// that it asked for longest ago: a preview that is open for days meets more blocks than any site has.
const ROOM: usize = 8 << 20;

/// What a block takes beside its tokens, in bytes.
const ENTRY: usize = 24;

/// What a file of remembered blocks begins with.
const MAGIC: &[u8; 20] = b"groundplan blocks 1\n";

/// Tokens of code blocks, remembered by language and code, shared by threads.
///
/// In memory only when made by `default()`; [`BlockCache::load`] has those of earlier runs.
#[derive(Debug, Default)]
pub struct BlockCache {
    shards: [Mutex<HashMap<Digest, Entry>>; SHARDS],
    /// Whether something is in it that the file does not have.
    changed: AtomicBool,
    /// How many bytes are remembered.
    size: AtomicUsize,
    /// How many of them the file held.
    held: usize,
    /// Counts how often room was asked for, so that it is known what was used before what.
    turn: AtomicU32,
    /// The number of this run: one more than that of the run that wrote the file.
    run: u32,
    /// The folder of the file; none where nothing is kept on disk.
    pub(crate) folder: Option<PathBuf>,
}

/// What is remembered of a block.
#[derive(Clone, Debug)]
struct Entry {
    tokens: Tokens,
    /// The number of the run that last asked for it.
    used: u32,
    /// The turn of this run that last asked for it.
    asked: u32,
}

impl Entry {
    fn size(&self) -> usize {
        self.tokens.as_bytes().len() + ENTRY
    }
}

impl BlockCache {
    /// The tokens of `code` in `language`, as [`super::tokens`] finds them.
    pub fn tokens(&self, language: &str, code: &str) -> Option<Tokens> {
        if !super::knows(language) {
            return None;
        }
        let key = Digest::of_parts([EDITION.as_bytes(), language.as_bytes(), code.as_bytes()]);
        let asked = self.turn.load(Ordering::Relaxed);
        if let Some(entry) = self.shard(key).get_mut(&key) {
            entry.used = self.run;
            entry.asked = asked;
            return Some(entry.tokens.clone());
        }
        // Two threads may find the same tokens; neither keeps the other from its work.
        let tokens = super::tokens(language, code)?;
        let entry = Entry {
            tokens: tokens.clone(),
            used: self.run,
            asked,
        };
        let size = entry.size();
        if self.shard(key).insert(key, entry).is_none() {
            self.size.fetch_add(size, Ordering::Relaxed);
        }
        self.changed.store(true, Ordering::Release);
        Some(tokens)
    }

    /// Ends a turn, and forgets what was asked for longest ago when too much is remembered.
    pub fn make_room(&self) {
        self.make_room_of(ROOM);
    }

    fn make_room_of(&self, room: usize) {
        self.turn.fetch_add(1, Ordering::Relaxed);
        let size = self.size.load(Ordering::Relaxed);
        if size <= self.held + room {
            return;
        }
        let mut known: Vec<(u32, Digest)> = Vec::new();
        for shard in 0..SHARDS {
            known.extend(self.lock(shard).iter().map(|(key, one)| (one.asked, *key)));
        }
        known.sort_unstable();
        // Half of the room is made at once, since this looks at everything.
        let mut excess = size - (self.held + room / 2);
        for (_, key) in known {
            if excess == 0 {
                break;
            }
            if let Some(entry) = self.shard(key).remove(&key) {
                self.size.fetch_sub(entry.size(), Ordering::Relaxed);
                excess = excess.saturating_sub(entry.size());
            }
        }
    }

    /// How many blocks are remembered.
    pub fn len(&self) -> usize {
        (0..SHARDS).map(|shard| self.lock(shard).len()).sum()
    }

    /// Whether no block is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The blocks that a file holds; none where it is damaged, or of another edition.
    ///
    /// After [`MAGIC`] the digest of [`EDITION`] (16 bytes), the number of the run that wrote it and
    /// the number of blocks (4 each, low byte first); for each block its key (16), the run that last
    /// used it and the length of its tokens (4 each); then the tokens, and the digest of all that.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        read(bytes).unwrap_or_default()
    }

    /// The content of a file with these blocks, where something is new; the blocks are then taken
    /// for written, until [`BlockCache::not_written`] is called.
    pub(crate) fn to_bytes(&self) -> Option<Vec<u8>> {
        if !self.changed.swap(false, Ordering::AcqRel) {
            return None;
        }
        let mut entries: Vec<(Digest, Entry)> = (0..SHARDS)
            .flat_map(|shard| {
                let entries = self.lock(shard);
                entries
                    .iter()
                    .map(|(key, entry)| (*key, entry.clone()))
                    .collect::<Vec<_>>()
            })
            .collect();
        // Those used last come first, so that the end is what can be forgotten.
        entries.sort_by_key(|(key, entry)| (u32::MAX - entry.used, *key));
        let mut size = 0;
        entries.retain(|(_, entry)| {
            size += entry.size();
            size <= LIMIT || entry.used == self.run
        });
        let mut bytes = Vec::with_capacity(size.min(2 * LIMIT) + 64);
        bytes.extend(MAGIC);
        bytes.extend(Digest::of(EDITION.as_bytes()).as_bytes());
        bytes.extend(self.run.to_le_bytes());
        bytes.extend((entries.len() as u32).to_le_bytes());
        for (key, entry) in &entries {
            bytes.extend(key.as_bytes());
            bytes.extend(entry.used.to_le_bytes());
            bytes.extend((entry.tokens.as_bytes().len() as u32).to_le_bytes());
        }
        for (_, entry) in &entries {
            bytes.extend(entry.tokens.as_bytes());
        }
        bytes.extend(*Digest::of(&bytes).as_bytes());
        Some(bytes)
    }

    /// The file could not be written: its blocks are still new.
    pub(crate) fn not_written(&self) {
        self.changed.store(true, Ordering::Release);
    }

    fn shard(&self, key: Digest) -> MutexGuard<'_, HashMap<Digest, Entry>> {
        self.lock(usize::from(key.as_bytes()[0]) % SHARDS)
    }

    /// A panic leaves the maps whole, so a poisoned lock is as good as any.
    fn lock(&self, shard: usize) -> MutexGuard<'_, HashMap<Digest, Entry>> {
        self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(bytes: &[u8]) -> Option<BlockCache> {
    // The magic first: a large file of something else is not worth a digest.
    bytes.strip_prefix(MAGIC)?;
    let (content, digest) = bytes.split_last_chunk::<16>()?;
    if Digest::of(content).as_bytes() != digest {
        return None;
    }
    let mut rest = content.strip_prefix(MAGIC)?;
    if take::<16>(&mut rest)? != *Digest::of(EDITION.as_bytes()).as_bytes() {
        return None;
    }
    let run = u32::from_le_bytes(take(&mut rest)?);
    let count = u32::from_le_bytes(take(&mut rest)?) as usize;
    let (mut index, mut tokens) = rest.split_at_checked(count.checked_mul(24)?)?;
    let mut cache = BlockCache {
        run: run.saturating_add(1),
        ..BlockCache::default()
    };
    for map in &mut cache.shards {
        let map = map.get_mut().unwrap_or_else(PoisonError::into_inner);
        map.reserve(count / SHARDS + count / (4 * SHARDS));
    }
    for _ in 0..count {
        let key = Digest::from_bytes(take(&mut index)?);
        let used = u32::from_le_bytes(take(&mut index)?);
        let length = u32::from_le_bytes(take(&mut index)?) as usize;
        let (these, others) = tokens.split_at_checked(length)?;
        tokens = others;
        let entry = Entry {
            tokens: Tokens::from_bytes(these),
            used,
            asked: 0,
        };
        cache.held += entry.size();
        let map = &mut cache.shards[usize::from(key.as_bytes()[0]) % SHARDS];
        map.get_mut()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, entry);
    }
    *cache.size.get_mut() = cache.held;
    Some(cache)
}

/// Takes some bytes from the front.
fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "a: 1\nb: 'two'\n";

    fn with_one_block() -> BlockCache {
        let cache = BlockCache::default();
        cache.tokens("yaml", YAML);
        cache
    }

    #[test]
    fn a_block_is_remembered_by_language_and_code() {
        let cache = with_one_block();
        assert_eq!(
            cache.tokens("yaml", YAML),
            crate::markdown::highlight::tokens("yaml", YAML)
        );
        assert_eq!(cache.len(), 1);
        cache.tokens("json", YAML);
        cache.tokens("yaml", "a: 2\n");
        assert_eq!(cache.len(), 3);
    }

    #[test]
    fn what_has_no_grammar_is_not_remembered() {
        let cache = BlockCache::default();
        assert_eq!(cache.tokens("text", "hello"), None);
        assert_eq!(cache.tokens("klingon", "nuqneH"), None);
        assert!(cache.is_empty());
        assert_eq!(cache.to_bytes(), None);
    }

    #[test]
    fn written_blocks_are_read_again_and_nothing_is_new_then() {
        let cache = with_one_block();
        let bytes = cache.to_bytes().expect("a block is new");
        assert_eq!(cache.to_bytes(), None);
        let again = BlockCache::from_bytes(&bytes);
        assert_eq!(again.len(), 1);
        assert_eq!(
            again.tokens("yaml", YAML),
            crate::markdown::highlight::tokens("yaml", YAML)
        );
        assert_eq!(again.to_bytes(), None);
        again.tokens("yaml", "new: true\n");
        assert!(again.to_bytes().is_some());
    }

    #[test]
    fn blocks_that_could_not_be_written_are_new_again() {
        let cache = with_one_block();
        let bytes = cache.to_bytes();
        cache.not_written();
        assert_eq!(cache.to_bytes(), bytes);
    }

    #[test]
    fn a_long_run_forgets_what_it_asked_for_longest_ago() {
        let code = |at: u32| format!("a: {at}\n");
        let cache = BlockCache::default();
        for at in 0..100 {
            cache.tokens("yaml", &code(at));
            cache.tokens("yaml", YAML);
            cache.make_room_of(2000);
            assert!(cache.size.load(Ordering::Relaxed) <= 2000);
        }
        let is_known = |code: &str| {
            let before = cache.len();
            cache.tokens("yaml", code);
            cache.len() == before
        };
        assert!(is_known(YAML) && is_known(&code(99)) && !is_known(&code(0)));
    }

    #[test]
    fn what_the_file_held_takes_no_room() {
        let bytes = with_one_block().to_bytes().expect("a block is new");
        let again = BlockCache::from_bytes(&bytes);
        again.make_room_of(0);
        assert_eq!(again.len(), 1);
        again.tokens("yaml", "new: true\n");
        again.make_room_of(0);
        assert_eq!(again.len(), 1);
    }

    #[test]
    fn a_damaged_file_is_as_good_as_none() {
        let bytes = with_one_block().to_bytes().expect("a block is new");
        for end in 0..bytes.len() {
            assert!(BlockCache::from_bytes(&bytes[..end]).is_empty());
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(BlockCache::from_bytes(&damaged).is_empty());
        }
    }
}
