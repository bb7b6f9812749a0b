//! What differs between two states of the roadmap.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use crate::date::{Date, When};
use crate::load::Written;
use crate::load::roadmap::{Item, RoadmapFile, Status, Word};

use super::kind::{ChangeKind, Stage, of_stages, of_times, stage, time};

/// The items at one time.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    items: Vec<Arc<Item>>,
    /// By the id in lower case; of two with one id the first.
    index: HashMap<String, usize>,
    /// The day, where it is known: it says what `now` means.
    day: Option<Date>,
}

/// What happened to one item.
#[derive(Clone, Debug)]
pub struct Change {
    /// The item.
    pub id: String,
    /// Its title, the newer one.
    pub title: String,
    /// What happened, all of it.
    pub kinds: Vec<ChangeKind>,
    /// What is written otherwise, key by key.
    pub differences: Vec<Difference>,
    /// Why, where somebody said so.
    pub because: Option<String>,
    /// The times before and after, where they differ.
    pub(super) times: Option<(Option<When>, Option<When>)>,
    /// Whether the reason stands with a move.
    pub(super) is_of_move: bool,
    /// The place in `moved` of the record that tells of it; None where nobody wrote one.
    pub(super) record: Option<usize>,
}

/// A key that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The key: `when`.
    pub key: &'static str,
    /// What it said; None where it was not there.
    pub before: Option<Said>,
    /// What it says.
    pub after: Option<Said>,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Said {
    /// One text.
    One(String),
    /// A list of texts.
    Many(Vec<String>),
}

impl Said {
    /// The value in a line.
    pub fn line(&self) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Many(texts) => texts.join(", "),
        }
    }
}

impl Snapshot {
    /// The items of these files.
    pub fn of(files: &[Arc<RoadmapFile>], day: Option<Date>) -> Self {
        let items = files.iter().flat_map(|file| &file.items).cloned();
        Self::of_items(items.collect(), day)
    }

    /// The same after another state: what could not be read is taken to be as it was there.
    pub fn after(files: &[Arc<RoadmapFile>], day: Option<Date>, last: &Self) -> Self {
        if files.iter().all(|file| file.unreadable.is_empty()) {
            return Self::of(files, day);
        }
        let mut items = Vec::new();
        for file in files {
            for (index, item) in file.items.iter().enumerate() {
                let next = file.items.get(index + 1).map(|next| next.id.1.start);
                let end = next.unwrap_or(usize::MAX);
                let is_broken =
                    |span: &crate::source::Span| (item.id.1.start..end).contains(&span.start);
                let broken = file.unreadable.iter().any(is_broken);
                let before = last.get(&item.id.0).filter(|_| broken);
                items.push(before.unwrap_or(item).clone());
            }
        }
        let known: HashSet<String> = items.iter().map(|item| item.id.0.to_lowercase()).collect();
        let lost = last.items.iter();
        items.extend(
            lost.filter(|item| !known.contains(&item.id.0.to_lowercase()))
                .cloned(),
        );
        Self::of_items(items, day)
    }

    fn of_items(items: Vec<Arc<Item>>, day: Option<Date>) -> Self {
        let mut index = HashMap::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            if !item.id.0.is_empty() {
                index.entry(item.id.0.to_lowercase()).or_insert(at);
            }
        }
        Self { items, index, day }
    }

    /// The items, in order; of two with one id the first.
    pub fn items(&self) -> impl Iterator<Item = &Arc<Item>> {
        let is_first = |(at, item): &(usize, &Arc<Item>)| {
            self.index.get(&item.id.0.to_lowercase()) == Some(at)
        };
        let items = self.items.iter().enumerate().filter(is_first);
        items.map(|(_, item)| item)
    }

    /// The item with this id.
    pub fn get(&self, id: &str) -> Option<&Arc<Item>> {
        self.index
            .get(&id.to_lowercase())
            .map(|at| &self.items[*at])
    }

    /// The day, where it is known.
    pub fn day(&self) -> Option<Date> {
        self.day
    }
}

/// What differs, an entry an item: those that are there in their order, then those that are gone.
pub fn between(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut seen: HashSet<*const Item> = HashSet::new();
    for item in after.items() {
        let old = earlier(before, after, item);
        match old {
            Some(old) => {
                seen.insert(Arc::as_ptr(old));
                if !Arc::ptr_eq(old, item) {
                    changes.extend(change(old, item, (before.day, after.day)));
                }
            }
            None => changes.push(added(item)),
        }
    }
    let gone = before
        .items()
        .filter(|item| !seen.contains(&Arc::as_ptr(item)));
    changes.extend(gone.map(|item| vanished(item)));
    changes
}

/// What an item was before: the item of its id, else of an id that it had.
pub(super) fn earlier<'a>(
    before: &'a Snapshot,
    after: &Snapshot,
    item: &Item,
) -> Option<&'a Arc<Item>> {
    before.get(&item.id.0).or_else(|| {
        let former = item.moved_from.iter().map(|(id, _)| id);
        former
            .filter(|id| after.get(id).is_none())
            .find_map(|id| before.get(id))
    })
}

fn added(item: &Item) -> Change {
    let keys = ["title", "kind", "status", "when", "services"];
    let differences = facts(item).into_iter().filter_map(|fact| {
        let after = fact.said.filter(|_| keys.contains(&fact.key))?;
        Some(Difference {
            key: fact.key,
            before: None,
            after: Some(after),
        })
    });
    // Who writes down what will not come says why. Nothing is given up that was never promised, so that it
    // is there now is the one change.
    let is_dropped = stage(item) == Stage::Known(Status::Dropped);
    let because = item.because.as_ref().filter(|_| is_dropped);
    Change {
        id: item.id.0.clone(),
        title: item.title.0.clone(),
        kinds: vec![ChangeKind::Added],
        differences: differences.collect(),
        because: because.map(|(because, _)| because.clone()),
        times: None,
        is_of_move: false,
        record: None,
    }
}

fn vanished(item: &Item) -> Change {
    let mut change = added(item);
    change.kinds = vec![ChangeKind::Vanished];
    change.because = None;
    for difference in &mut change.differences {
        std::mem::swap(&mut difference.before, &mut difference.after);
    }
    change
}

fn change(old: &Item, new: &Item, days: (Option<Date>, Option<Date>)) -> Option<Change> {
    if same(old, new) {
        return None;
    }
    let mut kinds = Vec::new();
    let mut differences = Vec::new();
    for (before, after) in facts(old).into_iter().zip(facts(new)) {
        if before.said != after.said {
            kinds.extend(before.kind);
            differences.push(Difference {
                key: before.key,
                before: before.said,
                after: after.said,
            });
        }
    }
    let stages = (stage(old), stage(new));
    kinds.extend(of_stages(stages.0, stages.1));
    let times = (time(old), time(new));
    let is_over = matches!(
        of_stages(stages.0, stages.1),
        Some(ChangeKind::Shipped | ChangeKind::Dropped)
    );
    let moved = times.0 != times.1;
    let is_odd = |item: &Item| {
        item.when
            .as_ref()
            .is_some_and(|word| word.meaning.is_none())
    };
    // Who ships or drops an item may take its time out: nothing is promised any more.
    if moved && !(is_over && new.when.is_none()) {
        // From a time that nobody could read, or to one, nothing moved that was known.
        let kind = match is_odd(old) || is_odd(new) {
            true => None,
            false => of_times(times.0, times.1, days),
        };
        kinds.push(kind.unwrap_or(ChangeKind::Reworded));
    } else if old.when.as_ref().map(|word| &word.text) != new.when.as_ref().map(|word| &word.text)
        && times.0.is_none()
        && times.1.is_none()
    {
        kinds.push(ChangeKind::Reworded);
    }
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return None;
    }
    let (because, is_of_move) = reason(old, new, &kinds);
    Some(Change {
        id: new.id.0.clone(),
        title: new.title.0.clone(),
        kinds,
        differences,
        because,
        times: moved.then_some(times),
        is_of_move,
        record: None,
    })
}

/// Why, and whether the reason is that of a move.
fn reason(old: &Item, new: &Item, kinds: &[ChangeKind]) -> (Option<String>, bool) {
    let ends = [ChangeKind::Dropped, ChangeKind::Paused];
    let end = kinds.iter().any(|kind| ends.contains(kind));
    if let Some((because, _)) = new.because.as_ref().filter(|_| end) {
        return (Some(because.clone()), false);
    }
    if !kinds
        .iter()
        .any(|kind| kind.is_move() || *kind == ChangeKind::Scheduled)
    {
        return (None, false);
    }
    let is_known = |one: &crate::load::roadmap::Move| {
        let same = |other: &crate::load::roadmap::Move| {
            other.on == one.on && text(&other.from) == text(&one.from)
        };
        old.moved.iter().any(same)
    };
    let fresh = new.moved.iter().rev().find(|one| !is_known(one));
    // Who explains a move before making it has a record that is not new.
    let fits = || {
        let last = new.moved.last()?;
        let from = last.from.as_ref()?.meaning;
        (from.is_some() && from == time(old)).then_some(last)
    };
    let because = fresh.or_else(fits).and_then(|one| one.because.clone());
    (because, true)
}

/// A key of an item, what it says, and what a change of it is called where that is always the same.
struct Fact {
    key: &'static str,
    said: Option<Said>,
    kind: Option<ChangeKind>,
}

fn facts(item: &Item) -> Vec<Fact> {
    let one = |key, said: Option<&str>, kind| Fact {
        key,
        said: said.map(|said| Said::One(said.to_owned())),
        kind,
    };
    let many = |key, said: Vec<&String>| Fact {
        key,
        said: (!said.is_empty()).then(|| Said::Many(said.into_iter().cloned().collect())),
        kind: Some(ChangeKind::Rescoped),
    };
    let (words, scope) = (Some(ChangeKind::Reworded), Some(ChangeKind::Rescoped));
    let shipped = item.shipped_on.map(|(day, _)| day.to_string());
    let deadline = item.deadline.as_ref().and_then(|one| one.on);
    let deadline = deadline.map(|day| day.to_string());
    vec![
        one("title", Some(&item.title.0), words),
        one("summary", item.summary.as_deref(), words),
        one("benefit", item.benefit.as_deref(), words),
        one("when", text(&item.when), None),
        one("status", text(&item.status), None),
        one("shipped_on", shipped.as_deref(), None),
        one("kind", text(&item.kind), scope),
        one("size", text(&item.size), scope),
        one("deadline", deadline.as_deref(), scope),
        many("services", ids(&item.services)),
        many("personas", ids(&item.personas)),
        many("goal", ids(&item.goals)),
        many("meets", ids(&item.meets)),
        many("after", ids(&item.after)),
        many("done_when", item.done_when.iter().collect()),
        many("not_included", item.not_included.iter().collect()),
    ]
}

/// Whether nothing that readers are told of differs. Most items of two states are equal, so this is
/// asked before anything is copied.
fn same(old: &Item, new: &Item) -> bool {
    old.title.0 == new.title.0
        && old.summary == new.summary
        && old.benefit == new.benefit
        && text(&old.when) == text(&new.when)
        && text(&old.status) == text(&new.status)
        && old.shipped_on.map(|(day, _)| day) == new.shipped_on.map(|(day, _)| day)
        && text(&old.kind) == text(&new.kind)
        && text(&old.size) == text(&new.size)
        && old.deadline.as_ref().map(|one| one.on) == new.deadline.as_ref().map(|one| one.on)
        && ids(&old.services) == ids(&new.services)
        && ids(&old.personas) == ids(&new.personas)
        && ids(&old.goals) == ids(&new.goals)
        && ids(&old.meets) == ids(&new.meets)
        && ids(&old.after) == ids(&new.after)
        && old.done_when == new.done_when
        && old.not_included == new.not_included
}

fn text<T>(word: &Option<Word<T>>) -> Option<&str> {
    word.as_ref().map(|word| word.text.as_str())
}

fn ids(written: &[Written]) -> Vec<&String> {
    written.iter().map(|(id, _)| id).collect()
}
