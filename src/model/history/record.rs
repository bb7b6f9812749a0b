//! What git knows, put together with what `moved` says.
//!
//! Git knows that a time changed and on which day; the record knows why. Of a move that both know
//! there is one entry. Moves that only a record knows, from before the first commit or between two,
//! have entries of their own.

use std::collections::HashMap;

use crate::date::{Date, When};
use crate::load::roadmap::{Item, Move, Word};
use crate::model::{Ids, Kind};

use super::difference::{Change, Difference, Said, Snapshot, between};
use super::kind::{ChangeKind, of_times, time};
use super::mended::{Judged, is_known, without_mended};
use super::past::Past;
use super::{Entry, History, Promise};

/// A change on its way to an entry.
struct Dated {
    on: Option<Date>,
    /// The number of the state that has it, the older the smaller; 0 for what git does not know.
    state: usize,
    change: Change,
}

/// All changes, newest first, and the ids that decided whether a change is one.
pub(super) fn entries(past: &Past, now: &Snapshot, ids: &Ids) -> (Vec<Entry>, Vec<Judged>) {
    let mut changes: Vec<Dated> = past
        .changes
        .iter()
        .map(|(state, day, change)| Dated {
            on: Some(*day),
            state: *state,
            change: change.clone(),
        })
        .collect();
    // What is not committed yet has no day. It is compared as if it were written on that of the
    // newest state, so that the result is the same on every day.
    if let Some(newest) = &past.newest {
        let changes_now = between(newest, now).into_iter();
        changes.extend(changes_now.map(|change| Dated {
            on: None,
            state: usize::MAX,
            change,
        }));
    }
    // Of items git knows all that ever were; what else is known, the site says.
    let known = |kind: Kind, id: &str| match kind {
        Kind::Item => past.first_seen.contains_key(&past.id_now(id)) || now.get(id).is_some(),
        kind => is_known(ids, kind, id),
    };
    let mut judged = Vec::new();
    changes.retain_mut(|dated| without_mended(&mut dated.change, &known, &mut judged));
    judged.retain(|(kind, ..)| *kind != Kind::Item);
    let mut of_item: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, dated) in changes.iter().enumerate() {
        let id = past.id_now(&dated.change.id);
        of_item.entry(id).or_default().push(index);
    }
    let mut alone = Vec::new();
    for item in now.items() {
        let own = of_item.get(&item.id.0.to_lowercase());
        merge(
            item,
            &mut changes,
            own.map_or(&[], Vec::as_slice),
            &mut alone,
        );
    }
    // What moved before it was first seen in git was not added on that day, but promised before.
    let moved = alone.iter().filter_map(|one: &Dated| {
        let id = past.id_now(&one.change.id);
        one.on.map(|on| (id, on))
    });
    let mut known: HashMap<String, Date> = HashMap::new();
    for (id, on) in moved {
        let first = known.entry(id).or_insert(on);
        *first = on.min(*first);
    }
    changes.retain(|dated| {
        let first = known.get(&past.id_now(&dated.change.id));
        let is_later = |first: &Date| dated.on.is_none_or(|on| *first < on);
        dated.change.kinds != [ChangeKind::Added] || !first.is_some_and(is_later)
    });
    changes.extend(alone);
    for dated in &mut changes {
        if let Some(item) = now.get(&past.id_now(&dated.change.id)) {
            // Who put an item back to say why it will not come, gave the reason for its absence.
            if dated.change.kinds == [ChangeKind::Vanished] {
                let because = item.because.as_ref().map(|(because, _)| because.clone());
                dated.change.because = dated.change.because.take().or(because);
            }
            // The page of an item has its newest id and title.
            dated.change.id.clone_from(&item.id.0);
            dated.change.title.clone_from(&item.title.0);
        }
    }
    // The newest day first, of one day the newest state, of one state in the order of the items.
    changes.sort_by(|a, b| match (a.on, b.on) {
        (Some(day), Some(other)) => other.cmp(&day).then(b.state.cmp(&a.state)),
        (day, other) => day.is_some().cmp(&other.is_some()),
    });
    (keyed(changes), judged)
}

/// Gives each entry a key that it keeps when others come: of one day, the oldest has no number.
fn keyed(changes: Vec<Dated>) -> Vec<Entry> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut entries: Vec<Entry> = changes
        .into_iter()
        .rev()
        .map(|Dated { on, change, .. }| {
            let day = on.map_or_else(|| "open".to_owned(), |on| on.to_string());
            let name = format!("{}-{day}", change.id.to_lowercase());
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            let key = match *count {
                1 => name,
                count => format!("{name}-{count}"),
            };
            Entry { on, key, change }
        })
        .collect();
    entries.reverse();
    entries
}

/// Gives moves their reason and their day, and adds those that only records know.
fn merge(item: &Item, changes: &mut [Dated], own: &[usize], alone: &mut Vec<Dated>) {
    let records = &item.moved;
    if records.is_empty() {
        return;
    }
    let from = |index: usize| records[index].from.as_ref().and_then(|word| word.meaning);
    let to = |index: usize| match records.get(index + 1) {
        Some(_) => from(index + 1),
        None => time(item),
    };
    let mut used = vec![false; records.len()];
    for change in own {
        let dated = &mut changes[*change];
        let Some((before, after)) = dated.change.times else {
            continue;
        };
        let starts: Vec<usize> = (0..records.len())
            .filter(|index| !used[*index] && before.is_some() && from(*index) == before)
            .collect();
        // From one state to the next an item may have moved more than once.
        let chain = starts.iter().find_map(|start| {
            let mut ends = (*start..records.len()).take_while(|index| !used[*index]);
            ends.find(|end| to(*end) == after).map(|end| (*start, end))
        });
        let Some((start, end)) = chain.or_else(|| starts.first().map(|one| (*one, *one))) else {
            continue;
        };
        used[end] = true;
        dated.change.record = Some(end);
        explain(dated, &records[end], from(end), start != end);
    }
    for (index, record) in records.iter().enumerate() {
        if used[index] || record.from.is_none() {
            continue;
        }
        // What git saw change afterwards says where the last move led.
        let is_after = |dated: &&Dated| {
            let is_after = |on: Date| record.on.is_some_and(|moved| moved < on);
            dated.change.times.is_some() && dated.on.is_none_or(is_after)
        };
        let last = records.get(index + 1).is_none();
        let mut later = own.iter().map(|change| &changes[*change]);
        let later = later.find(is_after).filter(|_| last);
        let written = |word: Option<&Word<When>>| word.map(|word| Said::One(word.text.clone()));
        let (to, after) = match (later, records.get(index + 1)) {
            (Some(later), _) => {
                let mut differences = later.change.differences.iter();
                let when = differences.find(|one| one.key == "when");
                let before = later.change.times.and_then(|(before, _)| before);
                (before, when.and_then(|one| one.before.clone()))
            }
            (None, Some(next)) => (to(index), written(next.from.as_ref())),
            (None, None) => (to(index), written(item.when.as_ref())),
        };
        let mut entry = alone_entry(item, record, from(index), (to, after));
        if let Some(entry) = &mut entry {
            entry.change.record = Some(index);
        }
        alone.extend(entry);
    }
}

/// Adds to a change what the record of its move says.
fn explain(dated: &mut Dated, record: &Move, from: Option<When>, is_last_of_many: bool) {
    let change = &mut dated.change;
    if change.because.is_none() || change.is_of_move {
        change.because.clone_from(&record.because);
    }
    dated.on = record.on.or(dated.on);
    let Some((_, after)) = change.times.filter(|_| is_last_of_many) else {
        return;
    };
    // The moves before it have entries of their own, so this one begins where they end.
    change.times = Some((from, after));
    change
        .kinds
        .retain(|kind| !kind.is_move() && *kind != ChangeKind::Scheduled);
    change
        .kinds
        .extend(of_times(from, after, (record.on, record.on)));
    change.kinds.sort_unstable();
    for difference in &mut change.differences {
        if difference.key == "when" {
            let text = record.from.as_ref().map(|word| word.text.clone());
            difference.before = text.map(Said::One);
        }
    }
}

/// The entry of a move that only its record knows.
fn alone_entry(
    item: &Item,
    record: &Move,
    from: Option<When>,
    (to, after): (Option<When>, Option<Said>),
) -> Option<Dated> {
    let kind = of_times(from, to, (record.on, record.on))?;
    let before = record.from.as_ref();
    let before = before.map(|word| Said::One(word.text.clone()));
    Some(Dated {
        on: record.on,
        state: 0,
        change: Change {
            id: item.id.0.clone(),
            title: item.title.0.clone(),
            kinds: vec![kind],
            differences: vec![Difference {
                key: "when",
                before,
                after,
            }],
            because: record.because.clone(),
            times: Some((from, to)),
            is_of_move: true,
            record: None,
        },
    })
}

/// What an item was promised for at first: by the first record where that is older than what git
/// knows, else by the oldest state, else by what came to be known after.
pub(super) fn first_promise(history: &History, item: &Item) -> Option<Promise> {
    let id = item.id.0.to_lowercase();
    let seen = history.past.first_seen.get(&id);
    let is_before = |record: &&Move| match (record.on, seen) {
        (Some(on), Some((day, _))) => on <= *day,
        _ => seen.is_none(),
    };
    let early = item.moved.iter().filter(is_before);
    let mut times: Vec<Option<When>> = early
        .map(|record| record.from.as_ref().and_then(|word| word.meaning))
        .collect();
    times.extend(seen.map(|(_, when)| *when));
    let own = history.items.get(&id);
    let entries = own.into_iter().flat_map(|own| own.entries.iter().rev());
    times.extend(entries.filter_map(|index| {
        let (_, after) = history.entries[*index].change.times?;
        Some(after)
    }));
    times.push(time(item));
    times.into_iter().flatten().find_map(Promise::of)
}
