//! Changes for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Change, NO_REASON, Said};

/// One change, as it stands in roadmap.json and on the command line.
#[derive(Debug, Serialize)]
pub struct ChangeJson {
    /// The item.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What happened, all of it.
    pub kinds: Vec<&'static str>,
    /// What it said, of the keys that differ.
    pub before: BTreeMap<&'static str, Said>,
    /// What it says, of the keys that differ.
    pub after: BTreeMap<&'static str, Said>,
    /// Why.
    pub because: String,
}

impl ChangeJson {
    /// The change for programs.
    pub fn of(change: &Change) -> Self {
        let side = |pick: fn(&super::Difference) -> &Option<Said>| {
            let said = change.differences.iter();
            said.filter_map(|one| Some((one.key, pick(one).clone()?)))
                .collect()
        };
        Self {
            id: change.id.clone(),
            title: change.title.clone(),
            kinds: change.kinds.iter().map(|kind| kind.word()).collect(),
            before: side(|one| &one.before),
            after: side(|one| &one.after),
            because: change
                .because
                .clone()
                .unwrap_or_else(|| NO_REASON.to_owned()),
        }
    }
}
