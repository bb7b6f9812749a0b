//! What can happen to an item.

use std::cmp::Ordering;

use crate::date::{Date, Quarter, Unit, When};
use crate::load::roadmap::{Item, Status};

/// What happened to an item, in the order in which it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It is there for users now.
    Shipped,
    /// It is promised for a later time.
    MovedLater,
    /// It is promised for an earlier time.
    MovedEarlier,
    /// It had no time, and has one.
    Scheduled,
    /// It had a time, and has none.
    Unscheduled,
    /// It will not come.
    Dropped,
    /// Work on it rests.
    Paused,
    /// Work on it goes on, or it is planned again.
    Resumed,
    /// It is a stage further, or back.
    Stage,
    /// It is said in other words, or its time is said more or less exactly.
    Reworded,
    /// It is more, less or something else than before.
    Rescoped,
    /// It is gone without a word.
    Vanished,
}

impl ChangeKind {
    /// Its word in machine-readable files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Shipped => "shipped",
            Self::MovedLater => "moved-later",
            Self::MovedEarlier => "moved-earlier",
            Self::Scheduled => "scheduled",
            Self::Unscheduled => "unscheduled",
            Self::Dropped => "dropped",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Stage => "stage",
            Self::Reworded => "reworded",
            Self::Rescoped => "rescoped",
            Self::Vanished => "vanished",
        }
    }

    /// What readers see.
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Shipped => "Shipped",
            Self::MovedLater => "Moved later",
            Self::MovedEarlier => "Moved earlier",
            Self::Scheduled => "Scheduled",
            Self::Unscheduled => "No time any more",
            Self::Dropped => "Dropped",
            Self::Paused => "Paused",
            Self::Resumed => "Resumed",
            Self::Stage => "New stage",
            Self::Reworded => "Reworded",
            Self::Rescoped => "Scope changed",
            Self::Vanished => "Vanished",
        }
    }

    /// Whether a promise was taken to another time, or back.
    pub fn is_move(self) -> bool {
        matches!(
            self,
            Self::MovedLater | Self::MovedEarlier | Self::Unscheduled
        )
    }

    /// Whether readers are owed a reason.
    pub fn wants_reason(self) -> bool {
        self.is_move() || matches!(self, Self::Dropped | Self::Paused | Self::Vanished)
    }
}

/// What an item is promised for, as far as it can be understood: as it says, else by its deadline.
pub(super) fn time(item: &Item) -> Option<When> {
    match &item.when {
        Some(word) => word.meaning,
        None => {
            let on = item.deadline.as_ref()?.on?;
            Some(When::In(Unit::Day(on)))
        }
    }
}

/// How far an item is; one that cannot be understood as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage<'a> {
    Known(Status),
    Written(&'a str),
}

pub(super) fn stage(item: &Item) -> Stage<'_> {
    match &item.status {
        _ if item.shipped_on.is_some() => Stage::Known(Status::Shipped),
        // What says nothing of its stage is planned.
        None => Stage::Known(Status::Planned),
        Some(word) => match word.meaning {
            Some(status) => Stage::Known(status),
            None => Stage::Written(&word.text),
        },
    }
}

/// What a change of the stage is called.
pub(super) fn of_stages(before: Stage<'_>, after: Stage<'_>) -> Option<ChangeKind> {
    if before == after {
        return None;
    }
    Some(match (before, after) {
        (_, Stage::Known(Status::Shipped)) => ChangeKind::Shipped,
        (_, Stage::Known(Status::Dropped)) => ChangeKind::Dropped,
        (_, Stage::Known(Status::Paused)) => ChangeKind::Paused,
        (Stage::Known(Status::Dropped | Status::Paused), _) => ChangeKind::Resumed,
        _ => ChangeKind::Stage,
    })
}

/// What a change of the time is called. The days say what `now` and `next` meant.
///
/// A promise is kept by the end of its time, so the ends decide: from a quarter to its last month is
/// no move.
pub(super) fn of_times(
    before: Option<When>,
    after: Option<When>,
    days: (Option<Date>, Option<Date>),
) -> Option<ChangeKind> {
    let dated = |when: Option<When>| when.filter(|when| *when != When::Later);
    match (dated(before), dated(after)) {
        (None, None) => None,
        (None, Some(_)) => Some(ChangeKind::Scheduled),
        (Some(_), None) => Some(ChangeKind::Unscheduled),
        (Some(old), Some(new)) => {
            let order = match (end(old, days.0), end(new, days.1)) {
                (Some(old), Some(new)) => new.cmp(&old),
                (None, Some(_)) => return Some(ChangeKind::Scheduled),
                (Some(_), None) => return Some(ChangeKind::Unscheduled),
                (None, None) => new.compare(old)?,
            };
            match order {
                Ordering::Greater => Some(ChangeKind::MovedLater),
                Ordering::Less => Some(ChangeKind::MovedEarlier),
                Ordering::Equal => None,
            }
        }
    }
}

/// The last day of a promise that was read on a day.
fn end(when: When, day: Option<Date>) -> Option<Date> {
    match when {
        When::Now => day.map(|day| Quarter::of(day).last()),
        When::Next => day.map(|day| Quarter::of(day).next().last()),
        when => when.interval().map(|(_, last)| last),
    }
}
