//! `_p/<n>.json`: every state that versions.json ever had, in files that are created and never changed.

use serde::{Deserialize, Serialize};

use super::failure::{Failure, Outcome};
use super::part::PRIVATE;
use super::read::Listing;
use super::run::Run;
use super::store::{Put, Store, When};

/// The number of the format.
const SCHEMA: u32 = 1;

/// A state of versions.json.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct State {
    /// The number of the format.
    schema: u32,
    /// The number of the state.
    pub number: u64,
    /// The number of the state before it; None for the first.
    pub before: Option<u64>,
    /// When it was written, in seconds since 1970.
    pub at: i64,
    /// What was done: "publish 2.1".
    pub what: String,
    /// versions.json, letter by letter.
    pub list: String,
}

/// The file of a state.
pub fn path(number: u64) -> String {
    format!("{PRIVATE}/{number}.json")
}

/// The numbers of all states, the first one first.
pub fn numbers(store: &dyn Store, run: &Run<'_>) -> Outcome<Vec<u64>> {
    let look = run.again(|| store.look(PRIVATE))?;
    let number = |path: &str| {
        let name = path.strip_prefix(PRIVATE)?.strip_prefix('/')?;
        name.strip_suffix(".json")?.parse().ok()
    };
    let mut numbers: Vec<u64> = look
        .files
        .iter()
        .filter_map(|file| number(&file.path))
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Reads a state.
pub fn read(store: &dyn Store, number: u64, run: &Run<'_>) -> Outcome<Option<State>> {
    let path = path(number);
    let Some(held) = run.again(|| store.get(&path))? else {
        return Ok(None);
    };
    let state = serde_json::from_slice(&held.bytes).map_err(|error| Failure::Damaged {
        message: format!("{path} in {} cannot be read: {error}", store.name()),
        help: "it is the record of an earlier state: move it away to go on without it".into(),
    });
    state.map(Some)
}

/// The newest state that versions.json was in as it is now; None where none is known, since another
/// tool wrote it.
pub fn current(store: &dyn Store, listing: &Listing, run: &Run<'_>) -> Outcome<Option<State>> {
    for number in numbers(store, run)?.into_iter().rev() {
        let state = read(store, number, run)?;
        if let Some(state) = state.filter(|state| state.list.as_bytes() == listing.bytes()) {
            return Ok(Some(state));
        }
    }
    Ok(None)
}

/// Writes down the state that versions.json is about to have, and returns its number.
///
/// A run that ended before its state became true has left one behind: where it is the same, it is
/// taken; another one is left alone, since it may be that of a run that goes on at this moment.
pub fn record(
    store: &dyn Store,
    listing: &Listing,
    next: &[u8],
    what: &str,
    run: &Run<'_>,
) -> Outcome<u64> {
    let before = match listing.held {
        Some(_) => current(store, listing, run)?.map(|state| state.number),
        None => None,
    };
    let state_list = String::from_utf8_lossy(next).into_owned();
    let mut state = State {
        schema: SCHEMA,
        number: before.unwrap_or(0) + 1,
        before,
        at: run.now,
        what: what.to_owned(),
        list: state_list.clone(),
    };
    // After a cut connection, or a run that ended early, it may be our own file that is in the way.
    let is_same = |known: &State| known.list == state_list && known.before == before;
    if before.is_none()
        && let Some(last) = numbers(store, run)?.last()
    {
        let known = read(store, *last, run)?;
        state.number = last + u64::from(!known.as_ref().is_some_and(is_same));
    }
    loop {
        let mut bytes = serde_json::to_vec_pretty(&state)
            .unwrap_or_else(|error| unreachable!("texts and numbers are always JSON: {error}"));
        bytes.push(b'\n');
        let path = path(state.number);
        if let Put::Done(_) = run.again(|| store.put(&path, &bytes, When::Absent))? {
            return Ok(state.number);
        }
        let known = read(store, state.number, run)?;
        if known.as_ref().is_some_and(is_same) {
            return Ok(state.number);
        }
        state.number += 1;
    }
}

/// Takes back a state that did not become true.
pub fn forget(store: &dyn Store, number: u64, run: &Run<'_>) -> Outcome<()> {
    run.again(|| store.delete(&path(number)))
}
