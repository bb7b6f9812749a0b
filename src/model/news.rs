//! News, newest first, with what they are about.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::date::Date;
use crate::load::news::NewsKind;

use super::ids::{Ids, Kind};
use super::roadmap::{ItemId, Roadmap};
use super::service::ServiceId;
use super::{PageId, PageNode};

/// Index of a news item in [`News::all`].
pub type NewsId = usize;

/// A page of news and what it is about.
pub struct NewsItem {
    /// Its page.
    pub page: PageId,
    /// Its day.
    pub date: Option<Date>,
    /// What kind of news it is.
    pub kind: Option<NewsKind>,
    /// The services: its own, then those of its roadmap items.
    pub services: Vec<ServiceId>,
    /// The personas, likewise.
    pub personas: Vec<usize>,
    /// The roadmap items.
    pub items: Vec<ItemId>,
    /// What a reader has to do.
    pub action: Option<String>,
    /// The last day for that: its own, else the nearest deadline of its items.
    pub action_by: Option<Date>,
}

/// All news.
#[derive(Default)]
pub struct News {
    /// The news, newest first; those without a day come last.
    pub all: Vec<NewsItem>,
    of_page: HashMap<PageId, NewsId>,
}

impl News {
    /// Finds the news among the pages and follows their references.
    pub(super) fn build(pages: &[PageNode], roadmap: &Roadmap, ids: &Ids) -> Self {
        let mut all: Vec<NewsItem> = Vec::new();
        for (page, node) in pages.iter().enumerate() {
            let Some(keys) = &node.page.news else {
                continue;
            };
            let items = ids.find_all(Kind::Item, &keys.items);
            let of_items = || items.iter().map(|id| &roadmap.items[*id].item);
            let front = &node.page.front;
            let mut services = ids.find_all(Kind::Service, &front.services);
            let mut personas = ids.find_all(Kind::Persona, &front.personas);
            for item in of_items() {
                add(&mut services, ids.find_all(Kind::Service, &item.services));
                add(&mut personas, ids.find_all(Kind::Persona, &item.personas));
            }
            let deadline = || {
                let deadlines = of_items().filter_map(|item| item.deadline.as_ref()?.on);
                deadlines.min().filter(|_| keys.action.is_some())
            };
            all.push(NewsItem {
                page,
                date: keys.date,
                kind: keys.kind,
                services,
                personas,
                action: keys.action.clone(),
                action_by: keys.action_by.map(|(date, _)| date).or_else(deadline),
                items,
            });
        }
        all.sort_by(|a, b| {
            let id = |one: &NewsItem| &pages[one.page].page.id;
            Reverse(a.date)
                .cmp(&Reverse(b.date))
                .then_with(|| id(a).cmp(id(b)))
        });
        let of_page = all.iter().enumerate().map(|(id, one)| (one.page, id));
        Self {
            of_page: of_page.collect(),
            all,
        }
    }

    /// The news of this page.
    pub fn of_page(&self, page: PageId) -> Option<NewsId> {
        self.of_page.get(&page).copied()
    }

    /// The news about a service, newest first.
    pub fn of_service(&self, service: ServiceId) -> Vec<NewsId> {
        let about = |id: &NewsId| self.all[*id].services.contains(&service);
        (0..self.all.len()).filter(about).collect()
    }

    /// The news for a persona, newest first.
    pub fn of_persona(&self, persona: usize) -> Vec<NewsId> {
        let is_for = |id: &NewsId| self.all[*id].personas.contains(&persona);
        (0..self.all.len()).filter(is_for).collect()
    }
}

/// Adds what is not there yet.
fn add(all: &mut Vec<usize>, more: Vec<usize>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}
