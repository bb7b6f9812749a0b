//! `_p/stale.json`: what nothing refers to any longer, and since when. It is removed when it is due.
//!
//! It is written down before it becomes true, so that a run that ends early forgets nothing; what is
//! used again is recognised before anything is removed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::failure::{Failure, Outcome};
use super::part::{ASSETS, BLOBS, PRIVATE, Part};
use super::plan::Plan;
use super::read::{self, Listing};
use super::run::{self, Run};
use super::send::{blob, each};
use super::store::{Put, Store, Tag, When};
use crate::digest::Sha256;
use crate::versions::manifest::{Manifest, Stamp};

/// Where it is.
const FILE: &str = "_p/stale.json";

/// Files by path.
type Stale = BTreeMap<String, Entry>;

/// A file that nothing refers to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
struct Entry {
    /// Since when, in seconds since 1970.
    since: i64,
    /// The digest of what was published there: another file in its place is not ours to remove.
    sha256: String,
    /// Its size in bytes.
    size: u64,
}

/// Everything that a plan leaves behind or replaces.
pub fn of_plan(plan: &Plan) -> impl Iterator<Item = (String, Stamp)> {
    let left = plan.left.iter().chain(&plan.left_assets);
    let kept = plan.overwrites.iter().map(|(sha256, size)| {
        let stamp = Stamp {
            sha256: *sha256,
            size: *size,
        };
        (blob(*sha256), stamp)
    });
    left.map(|(path, stamp)| (path.clone(), *stamp)).chain(kept)
}

/// Writes down that nothing will refer to these files.
pub fn add(store: &dyn Store, files: Vec<(String, Stamp)>, run: &Run<'_>) -> Outcome<()> {
    let mut files = files;
    files.retain(|(path, _)| !(store.remembers() && path.starts_with(BLOBS)));
    if files.is_empty() {
        return Ok(());
    }
    change(store, run, &|stale| {
        for (path, stamp) in &files {
            let entry = Entry {
                since: run.now,
                sha256: stamp.sha256.to_string(),
                size: stamp.size,
            };
            stale.insert(path.clone(), entry);
        }
    })
}

/// The paths that are written down.
pub fn paths(store: &dyn Store, run: &Run<'_>) -> Outcome<BTreeSet<String>> {
    Ok(read(store, run)?.0.into_keys().collect())
}

/// What a sweep has removed, or would remove.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Paths that were removed.
    pub removed: Vec<String>,
    /// Their bytes.
    pub bytes: u64,
    /// How many files wait until they are due.
    pub waiting: usize,
}

/// Removes what is due: what nothing refers to since `grace` seconds, and is still what we wrote.
pub fn sweep(
    store: &dyn Store,
    listing: &Listing,
    grace: i64,
    dry: bool,
    run: &Run<'_>,
) -> Outcome<Swept> {
    let (stale, _) = read(store, run)?;
    let is_due = |entry: &Entry| entry.since.saturating_add(grace) <= run.now;
    let due: Vec<(&String, &Entry)> = stale.iter().filter(|(_, entry)| is_due(entry)).collect();
    let mut swept = Swept {
        waiting: stale.len() - due.len(),
        ..Swept::default()
    };
    if due.is_empty() {
        return Ok(swept);
    }
    let live = Live::read(
        store,
        listing,
        due.iter().map(|(path, _)| path.as_str()),
        run,
    )?;
    let dead: Vec<&(&String, &Entry)> = due
        .iter()
        .filter(|(path, _)| !live.paths.contains(path.as_str()))
        .collect();
    let removed = Mutex::new(Vec::new());
    each(store.lanes(), &dead, &|(path, entry)| {
        let held = match store.remembers() {
            // Nothing can be lost there, and reading costs much.
            true => None,
            false => run.again(|| store.get(path))?,
        };
        let is_ours = store.remembers()
            || held.is_some_and(|held| {
                held.bytes.len() as u64 == entry.size
                    && Sha256::of(&held.bytes).to_string() == entry.sha256
            });
        if is_ours {
            if !dry {
                run.again(|| store.delete(path))?;
            }
            let mut removed = removed.lock().unwrap_or_else(PoisonError::into_inner);
            removed.push(((*path).clone(), entry.size));
        }
        Ok(())
    })?;
    let mut removed = removed.into_inner().unwrap_or_else(PoisonError::into_inner);
    removed.sort();
    swept.bytes = removed.iter().map(|(_, size)| size).sum();
    swept.removed = removed.into_iter().map(|(path, _)| path).collect();
    if !dry {
        change(store, run, &|now| {
            now.retain(|path, entry| stale.get(path) != Some(entry) || !is_due(entry));
        })?;
    }
    Ok(swept)
}

fn read(store: &dyn Store, run: &Run<'_>) -> Outcome<(Stale, Option<Tag>)> {
    let Some(held) = run.again(|| store.get(FILE))? else {
        return Ok((Stale::new(), None));
    };
    let stale = serde_json::from_slice(&held.bytes).map_err(|error| Failure::Damaged {
        message: format!("{FILE} in {} cannot be read: {error}", store.name()),
        help: "move it away: what it names stays then, and nothing else is lost".into(),
    })?;
    Ok((stale, Some(held.tag)))
}

/// Changes the file, however many others do so at the same time.
fn change(store: &dyn Store, run: &Run<'_>, how: &dyn Fn(&mut Stale)) -> Outcome<()> {
    for attempt in 0..run::TRIES {
        let (before, tag) = read(store, run)?;
        let mut after = before.clone();
        how(&mut after);
        if after == before {
            return Ok(());
        }
        let mut bytes = serde_json::to_vec_pretty(&after)
            .unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"));
        bytes.push(b'\n');
        let when = tag.as_ref().map_or(When::Absent, When::Is);
        if let Put::Done(_) = run.again(|| store.put(FILE, &bytes, when))? {
            return Ok(());
        }
        run.back_off(attempt);
    }
    Err(Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    })
}

/// What is in use of all that may be removed.
struct Live {
    paths: BTreeSet<String>,
}

impl Live {
    /// Reads the manifests that could name one of these paths.
    fn read<'a>(
        store: &dyn Store,
        listing: &Listing,
        paths: impl Iterator<Item = &'a str>,
        run: &Run<'_>,
    ) -> Outcome<Self> {
        let mut parts = BTreeSet::new();
        for path in paths.filter(|path| !path.starts_with(BLOBS)) {
            match path.split_once('/') {
                Some((ASSETS, _)) => {
                    let entries = listing.list.entries().iter();
                    parts.extend(entries.map(|entry| Part::Version(entry.version.clone())));
                }
                Some((PRIVATE, _)) | None => {}
                Some((folder, _)) => {
                    parts.insert(Part::Version(folder.to_owned()));
                    parts.insert(Part::Alias(folder.to_owned()));
                }
            }
            parts.insert(Part::Evergreen);
        }
        let mut live = Self {
            paths: BTreeSet::new(),
        };
        for part in parts {
            if let Some(published) = read::published(store, &part, run)? {
                live.add(&part, &published.manifest);
            }
        }
        Ok(live)
    }

    fn add(&mut self, part: &Part, manifest: &Manifest) {
        self.paths
            .extend(part.paths(manifest).map(|(path, _)| path));
        let assets = manifest.assets.keys();
        self.paths.extend(assets.map(ToString::to_string));
        self.paths.insert(part.manifest());
    }
}
