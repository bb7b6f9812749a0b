//! Before a part changes: what is written down, and which of its files are not taken on trust.

use std::collections::BTreeSet;

use super::failure::Outcome;
use super::part::{Found, Part};
use super::plan::Plan;
use super::read;
use super::run::Run;
use super::send;
use super::stale;
use super::store::Store;
use crate::versions::manifest::{Manifest, Stamp};

/// Writes down what is about to change, and what nothing will refer to afterwards.
///
/// `word` stands in the mark for who finds it: why the part changes, where that is not plain.
pub fn prepare(
    store: &dyn Store,
    found: &Found,
    plan: &Plan,
    word: &str,
    run: &Run<'_>,
) -> Outcome<()> {
    read::mark(store, plan, word, run)?;
    let mut leaves: Vec<(String, Stamp)> = stale::of_plan(plan).collect();
    if let Some(known) = found.published.as_ref().filter(|_| plan.changes_manifest) {
        let stamp = known.stamp();
        leaves.push((send::blob(stamp.sha256), stamp));
    }
    stale::add(store, leaves, run)
}

/// Lets every file of a part be read before it counts as unchanged.
pub fn distrust(found: &mut Found, part: &Part, wanted: &Manifest) {
    let all = part.paths(wanted).map(|(path, stamp)| (path, *stamp));
    // What no manifest of ours names stays the file of somebody else.
    let known: Vec<(String, Stamp)> = match &found.published {
        Some(published) => {
            let names: BTreeSet<String> = part
                .paths(&published.manifest)
                .map(|(path, _)| path)
                .collect();
            all.filter(|(path, _)| names.contains(path)).collect()
        }
        None => Vec::new(),
    };
    found.doubtful.extend(known);
}
