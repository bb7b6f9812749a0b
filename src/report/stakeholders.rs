//! Whom the product owner should speak to, and what has changed in what they care about.

use serde::Serialize;

use crate::check::stakeholders::kind;
use crate::date::Date;
use crate::load::stakeholders::{Care, CareKind};
use crate::model::roadmap::ItemId;
use crate::model::{PageId, Site};

use super::paper::Target;
use super::{PageRef, page_ref};

/// Somebody who has a say.
#[derive(Clone, Debug, Serialize)]
pub struct Talk {
    /// The name.
    pub name: String,
    /// When they were last spoken to.
    pub last: Option<String>,
    /// When they should be spoken to again.
    pub due: Option<String>,
    /// By how many days that is late.
    pub days_late: Option<u32>,
    /// What should be remembered of them.
    pub note: Option<String>,
    /// What they care about, and what has changed there since they were last spoken to.
    pub cares_about: Vec<Cared>,
}

/// Something that somebody cares about.
#[derive(Clone, Debug, Serialize)]
pub struct Cared {
    /// `goal`, `service` or `item`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What changed, the newest first.
    pub changed: Vec<Change>,
    /// What git cannot tell of the time since they were last spoken to: "the history of the
    /// roadmap begins on 2 March 2026 only".
    pub unknown: Option<String>,
}

/// Something that changed.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Where.
    #[serde(flatten)]
    pub page: PageRef,
    /// When, by git.
    pub on: String,
    /// What happened to an item of the roadmap: "moved later, from Q2 2026 to Q3 2026".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

/// The stakeholders of a site: those who wait the longest first, then those whose time is known.
pub fn of(site: &Site) -> Vec<Talk> {
    let Some(file) = &site.typed.files.stakeholders else {
        return Vec::new();
    };
    let mut talks: Vec<Talk> = Vec::with_capacity(file.all.len());
    for one in &file.all {
        let last = one.last.map(|(day, _)| day);
        let due = one.due();
        let late = due
            .zip(site.today)
            .map(|(due, today)| today.days_since(due));
        let late = late.and_then(|days| u32::try_from(days).ok());
        talks.push(Talk {
            name: one.name.0.clone(),
            last: last.map(|day| day.to_string()),
            due: due.map(|day| day.to_string()),
            days_late: late.filter(|days| *days > 0),
            note: one.note.clone(),
            cares_about: one
                .cares_about
                .iter()
                .map(|care| cared(site, care, last))
                .collect(),
        });
    }
    talks.sort_by(|a, b| {
        let due = |one: &Talk| (one.due.is_none(), one.due.clone());
        b.days_late.cmp(&a.days_late).then(due(a).cmp(&due(b)))
    });
    talks
}

fn cared(site: &Site, care: &Care, last: Option<Date>) -> Cared {
    let index = site.typed.ids.find(kind(care.kind), &care.id);
    let roadmap = &site.typed.roadmap.items;
    let (title, changed, unknown) = match (care.kind, index) {
        (CareKind::Service, Some(index)) => {
            let service = &site.typed.services.all[index];
            let mut pages = vec![service.page];
            pages.extend(&service.pages);
            pages.extend(&service.about);
            let title = &site.pages[service.page].title;
            let unknown = site.pages[service.page].changed.is_none();
            let unknown = unknown.then(|| "git knows no day of its page".to_owned());
            (Some(title), of_pages(site, pages, last), unknown)
        }
        (CareKind::Goal, Some(index)) => {
            let items: Vec<ItemId> = (0..roadmap.len())
                .filter(|item| roadmap[*item].goals.contains(&index))
                .collect();
            let name = &site.typed.platform.goals[index].name;
            let unknown = unknown(site, last);
            (Some(name), of_items(site, &items, last), unknown)
        }
        (CareKind::Item, Some(index)) => {
            let title = &roadmap[index].item.title.0;
            let unknown = unknown(site, last);
            (Some(title), of_items(site, &[index], last), unknown)
        }
        (_, None) => (None, Vec::new(), None),
    };
    Cared {
        kind: care.kind.word(),
        id: care.id.clone(),
        title: title.unwrap_or(&care.id).clone(),
        changed,
        unknown: unknown.filter(|_| last.is_some()),
    }
}

/// The pages that changed since a day, the newest first.
fn of_pages(site: &Site, pages: Vec<PageId>, last: Option<Date>) -> Vec<Change> {
    let mut changed: Vec<(Date, PageId)> = pages
        .into_iter()
        .filter_map(|page| Some((site.pages[page].changed?, page)))
        .filter(|(day, _)| last.is_some_and(|last| *day > last))
        .collect();
    // Of one day in the order above: the thing itself before what is about it.
    changed.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let change = |(day, page): (Date, PageId)| Change {
        page: page_ref(&Target::page(site, page)),
        on: day.to_string(),
        what: None,
    };
    changed.into_iter().map(change).collect()
}

/// What happened to items of the roadmap since a day, the newest first.
fn of_items(site: &Site, items: &[ItemId], last: Option<Date>) -> Vec<Change> {
    let history = &site.typed.history;
    let mut found: Vec<(usize, ItemId)> = Vec::new();
    for item in items {
        let own = history.of_item(&site.typed.roadmap.items[*item].item.id.0);
        let own = own.into_iter().flat_map(|own| &own.entries);
        found.extend(own.map(|entry| (*entry, *item)));
    }
    // The entries of the history are in order, the newest first.
    found.sort_unstable();
    let change = |(entry, item): (usize, ItemId)| {
        let entry = &history.entries[entry];
        let on = entry.on.filter(|on| last.is_some_and(|last| *on > last))?;
        let item = &site.typed.roadmap.items[item];
        Some(Change {
            page: PageRef {
                title: item.item.title.0.clone(),
                address: Some(item.permalink.encoded()),
                file: item.file.to_string(),
            },
            on: on.to_string(),
            what: Some(entry.change.words()),
        })
    };
    found.into_iter().filter_map(change).collect()
}

/// What the history of the roadmap does not reach.
fn unknown(site: &Site, last: Option<Date>) -> Option<String> {
    match site.typed.history.since {
        None => Some("git knows nothing of the roadmap yet".to_owned()),
        Some(since) => last
            .filter(|last| *last < since)
            .map(|_| format!("the history of the roadmap begins on {} only", since.long())),
    }
}
