//! What git alone knows: the differences of consecutive states.

use std::collections::HashMap;

use crate::date::{Date, When};
use crate::load::history::RoadmapStates;

use super::difference::{Change, Snapshot, between, earlier};
use super::kind::time;

/// The differences of all known states.
#[derive(Debug, Default)]
pub(super) struct Past {
    /// The changes, oldest first: the number of the state that has them, its day, the change.
    pub changes: Vec<(usize, Date, Change)>,
    /// When an item was first seen and what it was promised for, by its newest id in lower case.
    pub first_seen: HashMap<String, (Date, Option<When>)>,
    /// The ids that items have now, by those they had, both in lower case.
    renamed: HashMap<String, String>,
    /// The newest state.
    pub newest: Option<Snapshot>,
}

impl Past {
    /// The differences between these states.
    pub fn of(states: &RoadmapStates) -> Self {
        let mut past = Self::default();
        for (number, state) in states.states.iter().rev().enumerate() {
            let day = Some(state.date);
            let snapshot = match &past.newest {
                Some(last) => Snapshot::after(&state.files, day, last),
                None => Snapshot::of(&state.files, day),
            };
            if let Some(last) = past.newest.take() {
                let changes = between(&last, &snapshot).into_iter();
                past.changes
                    .extend(changes.map(|change| (number, state.date, change)));
                past.follow(&last, &snapshot);
            }
            for item in snapshot.items() {
                let id = item.id.0.to_lowercase();
                let seen = past.first_seen.entry(id);
                seen.or_insert_with(|| (state.date, time(item)));
            }
            past.newest = Some(snapshot);
        }
        past
    }

    /// Takes what is known of an item to its new id.
    fn follow(&mut self, before: &Snapshot, after: &Snapshot) {
        for item in after.items().filter(|item| !item.moved_from.is_empty()) {
            let new = item.id.0.to_lowercase();
            let Some(old) = earlier(before, after, item).map(|old| old.id.0.to_lowercase()) else {
                continue;
            };
            if old != new {
                if let Some(seen) = self.first_seen.remove(&old) {
                    self.first_seen.insert(new.clone(), seen);
                }
                self.renamed.insert(old, new);
            }
        }
    }

    /// The id in lower case that an item of this id has now.
    pub fn id_now(&self, id: &str) -> String {
        let mut id = id.to_lowercase();
        // No more steps than there are names: two items that swapped theirs go in a circle.
        for _ in 0..self.renamed.len() {
            match self.renamed.get(&id) {
                Some(newer) => id = newer.clone(),
                None => break,
            }
        }
        id
    }
}
