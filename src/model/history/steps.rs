//! How the promise of one item went from time to time: what `moved` says, and what git alone knows.

use crate::date::{Date, When};
use crate::load::roadmap::Item;

use super::{ChangeKind, Entry, History};

/// One promise that gave way to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What was promised before; None where nobody can read it.
    pub from: Option<When>,
    /// The same as it is written.
    pub text: String,
    /// The day on which the next promise took its place; None where nobody knows.
    pub on: Option<Date>,
    /// Why.
    pub because: Option<String>,
}

impl History {
    /// The steps of an item, oldest first. A move that is written down and seen by git is one step.
    pub fn steps(&self, item: &Item) -> Vec<Step> {
        let own = self.of_item(&item.id.0);
        let own = own.map_or(&[][..], |own| own.entries.as_slice());
        let oldest_first = || own.iter().rev().map(|at| &self.entries[*at]);
        let seen_on = |record: usize| {
            let told = |entry: &&Entry| entry.change.record == Some(record);
            oldest_first().find(told).and_then(|entry| entry.on)
        };
        let records = item.moved.iter().enumerate();
        let mut steps: Vec<Step> = records
            .filter_map(|(at, record)| {
                let from = record.from.as_ref()?;
                Some(Step {
                    from: from.meaning,
                    text: from.text.clone(),
                    on: record.on.or_else(|| seen_on(at)),
                    because: record.because.clone(),
                })
            })
            .collect();
        for step in oldest_first().filter_map(unwritten) {
            // The order in which moves are written counts, so what git knows goes in between.
            let is_later = |other: &Step| match (step.on, other.on) {
                (Some(on), Some(other)) => on < other,
                _ => false,
            };
            let place = steps.iter().position(is_later).unwrap_or(steps.len());
            steps.insert(place, step);
        }
        steps
    }
}

/// The step of a move that nobody wrote down. Who took the time out when the item was shipped or
/// dropped ended a promise too.
fn unwritten(entry: &Entry) -> Option<Step> {
    let change = &entry.change;
    let (from, to) = change.times?;
    let is_step = |kind: &ChangeKind| match kind {
        ChangeKind::Shipped | ChangeKind::Dropped => to.is_none(),
        kind => kind.is_move() || *kind == ChangeKind::Scheduled,
    };
    if change.record.is_some() || !change.kinds.iter().any(is_step) {
        return None;
    }
    let mut differences = change.differences.iter();
    let when = differences.find(|one| one.key == "when");
    let text = when.and_then(|one| Some(one.before.as_ref()?.line()));
    Some(Step {
        from,
        text: text.or_else(|| Some(from?.to_string())).unwrap_or_default(),
        on: entry.on,
        because: change.because.clone(),
    })
}
