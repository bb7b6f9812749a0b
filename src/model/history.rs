//! How the roadmap changed: the differences between its earlier states, each with its reason.
//!
//! Nobody writes this down. Git knows what every item said at every commit, and `moved` and
//! `because` in the files know why.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::date::{Date, Quarter, When};
use crate::load::TypedFiles;
use crate::load::history::RoadmapStates;
use crate::load::roadmap::{Item, RoadmapFile};
use crate::model::Ids;
use crate::path::SitePath;

mod difference;
mod json;
mod kind;
mod mended;
mod past;
mod record;
mod steps;
mod words;

pub use difference::{Change, Difference, Said, Snapshot, between};
pub use json::ChangeJson;
pub use kind::ChangeKind;
pub use mended::told;
pub use steps::Step;

use past::Past;

/// What is said where a reason is missing.
pub const NO_REASON: &str = "no reason given";

/// How the roadmap changed, as far back as is known.
#[derive(Debug, Default)]
pub struct History {
    /// The changes, newest first.
    pub entries: Vec<Entry>,
    /// What became of each item, by its id in lower case.
    pub items: HashMap<String, ItemHistory>,
    /// How well first promises were kept, by quarter, oldest first.
    pub hits: Vec<HitRate>,
    /// The day of the oldest known state; None where git knows nothing of the roadmap.
    pub since: Option<Date>,
    /// How many states are known.
    pub states: usize,
    /// Whether there are older commits that could not be seen: a shallow clone.
    pub is_shallow: bool,
    /// The items that were there at the newest tag and are gone.
    pub vanished: Vec<Vanished>,
    /// The ids that decided what is told, as they were judged: while they are judged alike, so is all.
    judged: Vec<mended::Judged>,
    /// The states that the past was made from, to know them again.
    past: Arc<Past>,
}

/// A change and its day.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The day that `moved` gives, else that of the commit; None for what is not committed yet.
    pub on: Option<Date>,
    /// What tells it from every other change, for ever: `pg-14-2026-06-24`.
    pub key: String,
    /// The change.
    pub change: Change,
}

/// What became of one item.
#[derive(Clone, Debug, Default)]
pub struct ItemHistory {
    /// Its changes in [`History::entries`], newest first.
    pub entries: Vec<usize>,
    /// What it was promised for at first.
    pub first: Option<Promise>,
    /// How often its promise was taken to another time, or back.
    pub moves: usize,
}

/// What an item was promised for: a time that ends. `now`, `next` and `later` name no day by which
/// anybody could ask whether it came true, so they promise nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// The time.
    pub when: When,
    /// Its last day.
    pub end: Date,
}

impl Promise {
    /// The promise of a time; None where it does not end.
    pub fn of(when: When) -> Option<Self> {
        let (_, end) = when.interval()?;
        Some(Self { when, end })
    }

    /// The quarter in which it ends.
    pub fn quarter(&self) -> Quarter {
        Quarter::of(self.end)
    }

    /// Whether what was shipped on a day keeps it. Shipped earlier is kept.
    pub fn is_kept(&self, shipped_on: Option<Date>) -> bool {
        shipped_on.is_some_and(|day| day <= self.end)
    }
}

/// An item that was there at the newest tag and is gone.
#[derive(Clone, Debug)]
pub struct Vanished {
    /// What it said.
    pub item: Arc<Item>,
    /// The file that it stood in.
    pub file: SitePath,
    /// The tag.
    pub release: String,
}

/// How well the promises for a quarter were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HitRate {
    /// The quarter.
    pub quarter: Quarter,
    /// How many items were promised for it when they were promised at all for the first time.
    pub promised: usize,
    /// How many of them were shipped by the end of what was promised.
    pub kept: usize,
}

impl HitRate {
    /// The share that was kept, in percent.
    pub fn percent(&self) -> Option<u32> {
        percent(self.kept, self.promised)
    }
}

/// A part of a whole in percent, rounded; None of nothing.
pub fn percent(part: usize, whole: usize) -> Option<u32> {
    let rounded = (part * 100 + whole / 2).checked_div(whole)?;
    u32::try_from(rounded).ok()
}

impl History {
    /// Puts together what git and the files say. What was made last is used again where neither
    /// differs.
    pub(super) fn link(files: &TypedFiles, ids: &Ids, last: Option<&super::Typed>) -> Arc<Self> {
        let states = &files.roadmap_states;
        if let Some(last) = last {
            let before = &last.files.roadmap;
            let same_files = before.len() == files.roadmap.len()
                && before
                    .iter()
                    .zip(&files.roadmap)
                    .all(|(a, b)| Arc::ptr_eq(a, b));
            let mut judged = last.history.judged.iter();
            let judged_alike =
                judged.all(|(kind, id, known)| mended::is_known(ids, *kind, id) == *known);
            if same_files && judged_alike && Arc::ptr_eq(&last.files.roadmap_states, states) {
                return last.history.clone();
            }
        }
        let past = match last {
            Some(last) if Arc::ptr_eq(&last.files.roadmap_states, states) => {
                last.history.past.clone()
            }
            _ => Arc::new(Past::of(states)),
        };
        // While a file cannot be read wholly, nothing in it is gone.
        let now = match &past.newest {
            Some(newest) => Snapshot::after(&files.roadmap, None, newest),
            None => Snapshot::of(&files.roadmap, None),
        };
        Arc::new(Self::of(states, past, &now, ids))
    }

    fn of(states: &RoadmapStates, past: Arc<Past>, now: &Snapshot, ids: &Ids) -> Self {
        let (entries, judged) = record::entries(&past, now, ids);
        let mut history = Self {
            entries,
            items: HashMap::new(),
            hits: Vec::new(),
            since: states.states.last().map(|state| state.date),
            states: states.states.len(),
            is_shallow: states.shallow,
            vanished: vanished(states, now),
            judged,
            past,
        };
        for (index, entry) in history.entries.iter().enumerate() {
            let item = history
                .items
                .entry(entry.change.id.to_lowercase())
                .or_default();
            item.entries.push(index);
            item.moves += usize::from(entry.change.kinds.iter().any(|kind| kind.is_move()));
        }
        for item in now.items() {
            let id = item.id.0.to_lowercase();
            let first = record::first_promise(&history, item);
            history.items.entry(id).or_default().first = first;
        }
        history.hits = hits(&history, now);
        history
    }

    /// What became of the item with this id.
    pub fn of_item(&self, id: &str) -> Option<&ItemHistory> {
        self.items.get(&id.to_lowercase())
    }

    /// How well the first promises for a quarter were kept.
    pub fn hit_rate(&self, quarter: Quarter) -> Option<HitRate> {
        self.hits
            .iter()
            .find(|hits| hits.quarter == quarter)
            .copied()
    }

    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.states < 2
    }
}

/// The items of the newest tag that are gone, though nobody gave them another id.
fn vanished(states: &RoadmapStates, now: &Snapshot) -> Vec<Vanished> {
    let Some(released) = &states.released else {
        return Vec::new();
    };
    let files = &states.states[released.state].files;
    let before = Snapshot::of(files, None);
    let gone = between(&before, now).into_iter();
    let gone = gone.filter(|change| change.kinds == [ChangeKind::Vanished]);
    gone.filter_map(|change| {
        let item = before.get(&change.id)?;
        let holds = |file: &&Arc<RoadmapFile>| file.items.iter().any(|one| Arc::ptr_eq(one, item));
        Some(Vanished {
            item: item.clone(),
            file: files.iter().find(holds)?.file.clone(),
            release: released.name.clone(),
        })
    })
    .collect()
}

/// The hit rate of every quarter that something was first promised for.
fn hits(history: &History, now: &Snapshot) -> Vec<HitRate> {
    let mut quarters: BTreeMap<Quarter, (usize, usize)> = BTreeMap::new();
    for item in now.items() {
        let first = history.of_item(&item.id.0).and_then(|item| item.first);
        if let Some(first) = first {
            let (promised, kept) = quarters.entry(first.quarter()).or_default();
            *promised += 1;
            *kept += usize::from(first.is_kept(item.shipped_on.map(|(day, _)| day)));
        }
    }
    let rates = quarters
        .into_iter()
        .map(|(quarter, (promised, kept))| HitRate {
            quarter,
            promised,
            kept,
        });
    rates.collect()
}

#[cfg(test)]
mod tests;
