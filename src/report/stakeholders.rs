//! Whom the product owner should speak to, and what has changed in what they care about.

use serde::Serialize;

use crate::check::stakeholders::kind;
use crate::date::Date;
use crate::load::stakeholders::{Care, CareKind};
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
}

/// Something that changed.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Where.
    #[serde(flatten)]
    pub page: PageRef,
    /// When, by git.
    pub on: String,
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
    let (title, pages): (Option<String>, Vec<PageId>) = match (care.kind, index) {
        (CareKind::Service, Some(index)) => {
            let service = &site.typed.services.all[index];
            let mut pages = vec![service.page];
            pages.extend(&service.pages);
            pages.extend(&service.about);
            (Some(site.pages[service.page].title.clone()), pages)
        }
        (CareKind::Goal, Some(index)) => {
            let goal = &site.typed.platform.goals[index];
            (Some(goal.name.clone()), Vec::new())
        }
        _ => (None, Vec::new()),
    };
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
    };
    Cared {
        kind: care.kind.word(),
        id: care.id.clone(),
        title: title.unwrap_or_else(|| care.id.clone()),
        changed: changed.into_iter().map(change).collect(),
    }
}
