//! What became of what was promised for a quarter.

use crate::date::{Quarter, When};
use crate::load::roadmap::Status;
use crate::model::history::{History, Promise};

use super::{ItemId, Roadmap, RoadmapItem};

/// What became of a quarter. Every item that was ever promised for it, or shipped in it, is in one of
/// these lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Promised for it before it began, and shipped by the end of what was promised.
    pub kept: Vec<Promised>,
    /// Promised for it, and not shipped yet.
    pub open: Vec<Promised>,
    /// Promised for it once, and now for another time.
    pub moved: Vec<Promised>,
    /// First promised for another time, or for none, and moved here when the quarter had begun, or
    /// shipped in it.
    pub added: Vec<Promised>,
    /// Promised for it, and given up or waiting.
    pub dropped: Vec<Promised>,
}

/// An item in an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The item.
    pub item: ItemId,
    /// Of what moved, the other time: to which it went, or from which it came.
    pub other: Option<String>,
    /// Why.
    pub because: Option<String>,
}

impl RoadmapItem {
    /// What was promised one after the other, the last as it is now; as it is written, with its
    /// meaning.
    pub fn promises(&self) -> Vec<(Option<When>, String)> {
        let earlier = self.item.moved.iter().filter_map(|one| one.from.as_ref());
        let earlier = earlier.map(|word| (word.meaning, word.text.clone()));
        earlier.chain(self.promise()).collect()
    }

    /// What is promised now, as it is written or, where only a deadline is, as it would be.
    fn promise(&self) -> Option<(Option<When>, String)> {
        match &self.item.when {
            Some(word) => Some((word.meaning, word.text.clone())),
            None => self.when().map(|when| (Some(when), when.to_string())),
        }
    }
}

impl Roadmap {
    /// What became of a quarter. A move that git alone knows counts like one that is written.
    pub fn outcome(&self, quarter: Quarter, history: &History) -> Outcome {
        let mut outcome = Outcome::default();
        let is_due = |when: &Option<When>| {
            let quarters = when.and_then(When::quarters);
            quarters.is_some_and(|(_, last)| last == quarter)
        };
        for (id, one) in self.items.iter().enumerate() {
            let steps = history.steps(&one.item);
            let earlier = steps.iter().map(|step| (step.from, step.text.clone()));
            let promises: Vec<(Option<When>, String)> = earlier.chain(one.promise()).collect();
            let now = promises.last().map(|(when, _)| *when);
            let due_now = now.as_ref().is_some_and(is_due);
            let earlier = &promises[..promises.len().saturating_sub(1)];
            let was_due = earlier.iter().rposition(|(when, _)| is_due(when));
            let shipped = one.item.shipped_on.map(|(day, _)| Quarter::of(day));
            let promised = |other: Option<String>, because: Option<String>| Promised {
                item: id,
                other,
                because,
            };
            let why = one.item.because.as_ref().map(|(why, _)| why.clone());
            let is_given_up = matches!(one.status(), Some(Status::Dropped | Status::Paused));
            // What was moved here before the quarter began is promised as much as what always was.
            let in_time = |(at, (when, _)): (usize, &(Option<When>, String))| {
                // Each promise but the first was made when the one before it gave way.
                let made = at.checked_sub(1).and_then(|before| steps.get(before)?.on);
                is_due(when) && (at == 0 || made.is_some_and(|made| made < quarter.first()))
            };
            let is_promise = promises.iter().enumerate().any(in_time);
            let now = now.flatten().and_then(Promise::of);
            let is_kept =
                now.is_some_and(|now| now.is_kept(one.item.shipped_on.map(|(day, _)| day)));
            let last = earlier.len().checked_sub(1).and_then(|at| steps.get(at));
            let moved = last.and_then(|step| step.because.clone());
            if due_now && is_given_up {
                outcome.dropped.push(promised(None, why));
            } else if due_now && !is_promise {
                let from = earlier.last().map(|(_, text)| text.clone());
                outcome.added.push(promised(from, moved));
            } else if due_now && is_kept {
                outcome.kept.push(promised(None, None));
            } else if due_now && (shipped.is_none() && one.status() != Some(Status::Shipped)) {
                outcome.open.push(promised(None, None));
            } else if let Some(at) = was_due.filter(|_| !due_now) {
                let to = promises.get(at + 1).map(|(_, text)| text.clone());
                let because = steps.get(at).and_then(|step| step.because.clone());
                outcome.moved.push(promised(to, because));
            } else if due_now {
                // It came, but later than promised, or nobody knows when.
                let on = one.item.shipped_on.map(|(day, _)| day.to_string());
                outcome.moved.push(promised(on, None));
            } else if shipped == Some(quarter) {
                let from = promises.last().map(|(_, text)| text.clone());
                outcome.added.push(promised(from, None));
            }
        }
        outcome
    }
}
