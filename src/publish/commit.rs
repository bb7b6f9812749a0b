//! The one point where a change of versions becomes true: versions.json is swapped on its tag.

use super::failure::{Failure, Outcome};
use super::history;
use super::part::Part;
use super::read::{self, Listing};
use super::run::Run;
use super::store::{Put, Store, Trouble, When};
use crate::versions::list::{self, List};
use crate::versions::manifest::Manifest;

/// What has become of a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swap {
    /// It is true now, as the state of this number.
    Done(u64),
    /// Somebody else changed the list in between.
    Refused,
}

/// The word by which a mark tells that a version is on its way out.
pub const RETIRED: &str = "retired";

/// Makes `next` the list of the target, if the list is still what was read.
pub fn swap(
    store: &dyn Store,
    listing: &Listing,
    next: &List,
    what: &str,
    run: &Run<'_>,
) -> Outcome<Swap> {
    mark_retired(store, listing, next, run)?;
    let bytes = next.to_json();
    let number = history::record(store, listing, &bytes, what, run)?;
    let when = listing.tag().map_or(When::Absent, When::Is);
    let swapped = match store.put(list::FILE, &bytes, when) {
        Ok(put) => matches!(put, Put::Done(_)),
        // Whether it was done cannot be known, only seen.
        Err(Trouble::Passing(_)) => read::listing(store, run)?.bytes() == bytes,
        Err(Trouble::Lasting(error)) => return Err(Failure::Machine(error)),
    };
    if swapped {
        return Ok(Swap::Done(number));
    }
    history::forget(store, number, run)?;
    Ok(Swap::Refused)
}

/// Writes down which versions are about to leave the list, so that their pages are cleared away even
/// if this run ends before it comes to that.
fn mark_retired(store: &dyn Store, listing: &Listing, next: &List, run: &Run<'_>) -> Outcome<()> {
    for entry in listing.list.entries() {
        // What another tool published is not ours to clear away.
        if next.get(&entry.version).is_some() || entry.record.is_none() {
            continue;
        }
        let part = Part::Version(entry.version.clone());
        let mark = Manifest {
            input: RETIRED.into(),
            tool: env!("CARGO_PKG_VERSION").into(),
            ..Manifest::default()
        };
        run.again(|| store.put(&part.open(), &mark.to_json(), When::Always))?;
    }
    Ok(())
}
