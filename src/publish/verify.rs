//! Looks at every file of a published site: whether it is there, with the bytes that were published.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use super::failure::Outcome;
use super::part::Part;
use super::read;
use super::run::{Run, Step};
use super::send::each;
use super::store::Store;
use crate::digest::Sha256;
use crate::versions::list;
use crate::versions::manifest::Stamp;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many files were read.
    pub files: usize,
    /// How many bytes these have.
    pub bytes: u64,
    /// What is damaged: the path, and what is wrong with it.
    pub damaged: BTreeMap<String, String>,
    /// Parts that a run has not finished to change, so that their files may be of two states.
    pub open: Vec<String>,
}

/// Reads everything that is listed.
pub fn verify(store: &dyn Store, run: &Run<'_>) -> Outcome<Verified> {
    run.again(|| store.look_ahead(""))?;
    let listing = read::listing(store, run)?;
    let mut verified = Verified::default();
    let mut wanted: BTreeMap<String, Stamp> = BTreeMap::new();
    let mut parts = vec![(Part::Evergreen, None)];
    for entry in listing.list.entries() {
        let Some(record) = &entry.record else {
            continue;
        };
        parts.push((Part::Version(entry.version.clone()), record.tree.clone()));
        let aliases = entry.aliases.iter();
        parts.extend(aliases.map(|alias| (Part::Alias(alias.clone()), None)));
    }
    for (part, tree) in parts {
        if read::open(store, &part, run)?.is_some() {
            verified.open.push(part.to_string());
        }
        let published = match read::published(store, &part, run) {
            Ok(published) => published,
            Err(failure) if failure.exit_code() == 6 => {
                verified
                    .damaged
                    .insert(part.manifest(), failure.to_string());
                continue;
            }
            Err(failure) => return Err(failure),
        };
        let Some(published) = published else {
            // A target may have versions and no evergreen pages.
            if part != Part::Evergreen {
                verified
                    .damaged
                    .insert(part.manifest(), "is missing".into());
            }
            continue;
        };
        let is_listed = tree.is_none_or(|tree| published.stamp().sha256.to_string() == tree);
        if !is_listed {
            let what = "is not the list of files that versions.json names";
            verified.damaged.insert(part.manifest(), what.into());
        }
        let files = part.paths(&published.manifest);
        wanted.extend(files.map(|(path, stamp)| (path, *stamp)));
        let assets = published.manifest.assets.iter();
        wanted.extend(assets.map(|(path, stamp)| (path.to_string(), *stamp)));
    }
    let wanted: Vec<(String, Stamp)> = wanted.into_iter().collect();
    verified.files = wanted.len();
    verified.bytes = wanted.iter().map(|(_, stamp)| stamp.size).sum();
    (run.tell)(Step::Begins {
        files: verified.files,
        bytes: verified.bytes,
    });
    let damaged = Mutex::new(&mut verified.damaged);
    each(store.lanes(), &wanted, &|(path, stamp)| {
        let held = run.again(|| store.get(path))?;
        let what = match held {
            None => Some("is missing"),
            Some(held) if Sha256::of(&held.bytes) != stamp.sha256 => {
                Some("has other bytes than were published")
            }
            Some(_) => None,
        };
        if let Some(what) = what {
            let mut damaged = damaged.lock().unwrap_or_else(PoisonError::into_inner);
            damaged.insert(path.clone(), what.into());
        }
        (run.tell)(Step::Sent { bytes: stamp.size });
        Ok(())
    })?;
    if listing.held.is_some() {
        let script = run.again(|| store.get(list::SCRIPT))?;
        if script.is_none_or(|held| held.bytes != listing.list.to_script()) {
            let what = format!("does not say what {} says", list::FILE);
            verified.damaged.insert(list::SCRIPT.into(), what);
        }
    }
    Ok(verified)
}
