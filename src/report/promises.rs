//! Whether the platform kept its word: what was promised for the last twelve months, and what came of it.

use serde::Serialize;

use crate::date::{Date, Period, When};
use crate::load::roadmap::{Item, Status};
use crate::model::history::{ChangeKind, Promise, percent};
use crate::model::{Kind, Site};

use super::paper::{Text, bad, counted, dim, plain};

/// What became of the promises of the last twelve months.
#[derive(Clone, Debug, Serialize)]
pub struct Promises {
    /// How many items were first promised for a time that has ended by now.
    pub due: usize,
    /// How many of them were shipped by then.
    pub kept: usize,
    /// The share that was kept, in percent; None where nothing was due.
    pub hit_rate: Option<u32>,
    /// How many were shipped later.
    pub late: usize,
    /// How many were moved to a time that is still to come.
    pub moved: usize,
    /// How many of all moves have no reason.
    pub moved_without_reason: usize,
    /// How many were given up.
    pub dropped: usize,
    /// What was taken out of the files in these twelve months and nobody said why.
    pub vanished: Vec<Gone>,
    /// What is neither shipped nor moved, the longest overdue first.
    pub past_due: Vec<PastDue>,
    /// What most products ask for and nobody has planned, the most asked for first.
    pub asked: Vec<Asked>,
}

/// An item whose time is over.
#[derive(Clone, Debug, Serialize)]
pub struct PastDue {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it was promised for, as it is written.
    pub when: String,
    /// How many days ago that ended.
    pub days_late: u32,
    /// The file.
    pub file: String,
}

/// An item that is gone without a word.
#[derive(Clone, Debug, Serialize)]
pub struct Gone {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it went; None for what is not committed yet.
    pub on: Option<String>,
}

/// An item that is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many products ask for it.
    pub products: u64,
}

/// The promises of a site; None where it has no roadmap, or may not know which day it is.
pub fn of(site: &Site) -> Option<Promises> {
    let today = site
        .today
        .filter(|_| !site.typed.roadmap.items.is_empty())?;
    let begin = today.after(Period::Months(-12))?;
    let mut promises = Promises {
        due: 0,
        kept: 0,
        hit_rate: None,
        late: 0,
        moved: 0,
        moved_without_reason: 0,
        dropped: 0,
        vanished: vanished(site, begin),
        past_due: Vec::new(),
        asked: Vec::new(),
    };
    for one in &site.typed.roadmap.items {
        let item = &*one.item;
        promises.moved_without_reason += item
            .moved
            .iter()
            .filter(|moved| moved.because.is_none())
            .count();
        promises.asked.extend(asked(item));
        if let Some(late) = past_due(item, today) {
            promises.past_due.push(PastDue {
                id: item.id.0.clone(),
                title: item.title.0.clone(),
                when: item
                    .when
                    .as_ref()
                    .map_or(String::new(), |word| word.text.clone()),
                days_late: late,
                file: one.file.to_string(),
            });
        }
        let Some(first) =
            first_promise(site, item).filter(|first| first.end < today && first.end >= begin)
        else {
            continue;
        };
        promises.due += 1;
        match (item.shipped_on, status(item)) {
            (Some((day, _)), _) if first.is_kept(Some(day)) => promises.kept += 1,
            (Some(_), _) | (_, Some(Status::Shipped)) => promises.late += 1,
            (_, Some(Status::Dropped)) => promises.dropped += 1,
            _ if past_due(item, today).is_none() => promises.moved += 1,
            _ => {}
        }
    }
    promises.hit_rate = percent(promises.kept, promises.due);
    promises
        .past_due
        .sort_by_key(|one| std::cmp::Reverse(one.days_late));
    promises
        .asked
        .sort_by_key(|one| std::cmp::Reverse(one.products));
    Some(promises)
}

/// What vanished since a day and has no reason yet.
fn vanished(site: &Site, since: Date) -> Vec<Gone> {
    let entries = site.typed.history.entries.iter();
    let gone = entries.filter(|entry| {
        let change = &entry.change;
        let is_back = site.typed.ids.find(Kind::Item, &change.id).is_some();
        change.kinds == [ChangeKind::Vanished]
            && change.because.is_none()
            && !is_back
            && entry.on.is_none_or(|on| on >= since)
    });
    let one = |entry: &crate::model::history::Entry| Gone {
        id: entry.change.id.clone(),
        title: entry.change.title.clone(),
        on: entry.on.map(|on| on.to_string()),
    };
    gone.map(one).collect()
}

fn status(item: &Item) -> Option<Status> {
    item.status.as_ref().and_then(|word| word.meaning)
}

/// What was promised at first: a promise that was changed is still the first one.
fn first_promise(site: &Site, item: &Item) -> Option<Promise> {
    site.typed.history.of_item(&item.id.0)?.first
}

/// The last day of a time; "now" and "later" have none.
fn end(when: When) -> Option<Date> {
    when.interval().map(|(_, last)| last)
}

/// By how many days an open item is late.
fn past_due(item: &Item, today: Date) -> Option<u32> {
    let is_open = item.shipped_on.is_none()
        && !matches!(
            status(item),
            Some(Status::Shipped | Status::Dropped | Status::Paused)
        );
    let when = item.when.as_ref().and_then(|word| word.meaning);
    let late = today.days_since(end(when.filter(|_| is_open)?)?);
    u32::try_from(late).ok().filter(|late| *late > 0)
}

/// What products ask for while nobody has promised a time for it.
fn asked(item: &Item) -> Option<Asked> {
    use crate::load::roadmap::AskedBy;
    let when = item.when.as_ref().and_then(|word| word.meaning);
    let is_planned = !matches!(when, None | Some(When::Later));
    let is_closed = item.shipped_on.is_some()
        || matches!(
            status(item),
            Some(Status::Shipped | Status::Building | Status::Preview)
        );
    if is_planned || is_closed {
        return None;
    }
    let products = match item.asked_by.as_ref()? {
        AskedBy::Count(count, _) => *count,
        AskedBy::Products(products) => products.len() as u64,
    };
    (products > 0).then(|| Asked {
        id: item.id.0.clone(),
        title: item.title.0.clone(),
        products,
    })
}

/// What vanished without a reason, all of it: each is a promise that somebody remembers.
pub(super) fn told(gone: &[Gone]) -> Text {
    let count = counted(gone.len(), "item");
    let mut text = vec![bad(format!("{count} vanished without a reason: "))];
    let back = match gone {
        [only] => {
            text.push(plain(&only.title));
            format!(
                "put its lines back, then `groundplan roadmap drop {} --because \"…\"`",
                only.id
            )
        }
        all => {
            for (at, one) in all.iter().enumerate() {
                let comma = if at == 0 { "" } else { ", " };
                text.push(plain(format!("{comma}{} (", one.title)));
                text.push(dim(&one.id));
                text.push(plain(")"));
            }
            "put their lines back, then for each `groundplan roadmap drop ID --because \"…\"`"
                .to_owned()
        }
    };
    text.push(dim(format!("  {back}")));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::paper::Piece;

    #[test]
    fn all_that_vanished_is_named_with_what_brings_it_back() {
        let gone = |id: &str, title: &str| Gone {
            id: id.to_owned(),
            title: title.to_owned(),
            on: None,
        };
        let line = |gone: &[Gone]| -> String {
            let words = |piece: &Piece| match piece {
                Piece::Plain(text) | Piece::Dim(text) | Piece::Bad(text) => text.clone(),
                other => panic!("{other:?}"),
            };
            told(gone).iter().map(words).collect()
        };
        let all = [gone("a", "First"), gone("b", "Second"), gone("c", "Third")];
        assert_eq!(
            line(&all),
            "3 items vanished without a reason: First (a), Second (b), Third (c)  put their lines \
             back, then for each `groundplan roadmap drop ID --because \"…\"`"
        );
        assert_eq!(
            line(&all[..1]),
            "1 item vanished without a reason: First  put its lines back, then `groundplan roadmap \
             drop a --because \"…\"`"
        );
    }
}
