//! Results of pure steps, remembered under the digest of their whole input.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxBuildHasher;

use crate::digest::Digest;

const SHARDS: usize = 16;

/// Results and when they were last used. A digest is as good as random, so no hash need be strong.
type Known<V> = HashMap<Digest, (V, u32), FxBuildHasher>;

/// A map from the digest of a step's input to its result, shared by threads.
///
/// Nothing is ever invalidated: another input has another digest. [`Memo::sweep`] forgets what was
/// not asked for lately, so that a preview that runs for days does not grow.
pub struct Memo<V> {
    shards: [Mutex<Known<V>>; SHARDS],
    age: std::sync::atomic::AtomicU32,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            shards: std::array::from_fn(|_| Mutex::new(Known::default())),
            age: std::sync::atomic::AtomicU32::new(0),
        }
    }
}

impl<V: Clone> Memo<V> {
    /// The remembered result for `key`, else the result of `step`, which is then remembered.
    ///
    /// Two threads that ask at once may both run `step`; it is pure, so both get the same.
    pub fn get_or(&self, key: Digest, step: impl FnOnce() -> V) -> V {
        if let Some(found) = self.get(key) {
            return found;
        }
        let made = step();
        self.insert(key, made.clone());
        made
    }

    /// The remembered result for `key`.
    pub fn get(&self, key: Digest) -> Option<V> {
        let age = self.age.load(std::sync::atomic::Ordering::Relaxed);
        self.shard(key).get_mut(&key).map(|(value, used)| {
            *used = age;
            value.clone()
        })
    }

    /// Remembers `value` for `key`.
    pub fn insert(&self, key: Digest, value: V) {
        let age = self.age.load(std::sync::atomic::Ordering::Relaxed);
        self.shard(key).insert(key, (value, age));
    }

    /// Begins a new age and forgets what was last used more than `keep` ages ago.
    pub fn sweep(&self, keep: u32) {
        let age = self.age.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        for shard in &self.shards {
            lock(shard).retain(|_, (_, used)| age - *used <= keep);
        }
    }

    /// How many results are remembered.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).len()).sum()
    }

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard(&self, key: Digest) -> MutexGuard<'_, Known<V>> {
        lock(&self.shards[usize::from(key.as_bytes()[0]) % SHARDS])
    }
}

/// A panic in a pure step leaves the map whole, so a poisoned lock is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
