//! The roadmap: the board, the timeline, the balance, goals, quarters, and every item.

use serde::Serialize;

use crate::date::{Quarter, When};
use crate::load::roadmap::{Confidence, Item, Word};
use crate::model::places::PROMISES;
use crate::model::roadmap::{Column, ItemId, RoadmapItem};
use crate::model::{Feed, Made, Site};
use crate::path::Permalink;
use crate::render::view::DateView;

use super::reference::{self, RefView};

mod balance;
mod board;
mod changes;
mod coming;
mod data;
mod days;
mod embed;
mod goals;
mod item;
mod lane;
mod quarter;
mod svg;
mod timeline;

pub use balance::{BalanceView, QuarterBalanceView};
pub use board::{BoardColumnView, ItemGroupView, RoadmapView, WaysView};
pub use changes::{ChangeView, ChangesView, entries as change_entries};
pub use coming::ComingView;
pub use data::json;
pub use embed::{PromisesView, embedded, told_service};
pub use goals::{GoalView, GoalsView};
pub use item::ItemView;
pub use quarter::{PromisedView, QuarterView};
pub use timeline::{TimelineQuarterView, TimelineView};

pub(super) use balance::view as balance;
pub(super) use board::view as board;
pub(super) use changes::view as changes;
pub(super) use coming::view as coming;
pub(super) use days::calendar;
pub(super) use goals::view as goals;
pub(super) use item::view as item;
pub(super) use quarter::view as quarter;
pub(super) use timeline::view as timeline;

/// An item in a list, with what the filters of the list ask for.
#[derive(Clone, Debug, Serialize)]
pub struct ItemEntryView {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// `feature`, `tech-debt` or `operations`; none where nobody says.
    pub kind: Option<&'static str>,
    /// `exploring`, `planned`, `building`, `preview`, `shipped`, `paused` or `dropped`.
    pub status: Option<&'static str>,
    /// Words that mean nothing, as they are written: a kind, a state or a time.
    pub unknown: Vec<String>,
    /// The column of the board: `now`, `next`, `later`, `shipped` or `not-doing`.
    pub column: &'static str,
    /// When it is promised for, in words, or when it was shipped; empty where nobody says.
    pub when: String,
    /// The last day of what is promised: a reader's browser says whether it is past.
    pub due: Option<String>,
    /// `high`, `medium` or `low`; none for what is shipped or not done.
    pub confidence: Option<&'static str>,
    /// What it is good for, else its summary.
    pub text: String,
    /// The last move: "Q2 2026 to Q3 2026: two incidents in May".
    pub moved: Option<String>,
    /// Why it was dropped, or why it waits.
    pub because: Option<String>,
    /// The services that it changes.
    pub services: Vec<RefView>,
    /// The ids of these, by spaces, as a filter asks for them.
    pub service_ids: String,
    /// The ids of its goals, likewise.
    pub goal_ids: String,
    /// The ids of its personas, likewise.
    pub persona_ids: String,
    /// What comes before it, where a list says so: that of the timeline does.
    pub after: Vec<RefView>,
}

/// The items of a service, a persona or a goal.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ItemsView {
    /// What comes, in the order of the board.
    pub coming: Vec<ItemEntryView>,
    /// What was shipped, the newest first.
    pub shipped: Vec<ItemEntryView>,
    /// The board, narrowed to these.
    pub url: String,
}

/// The quarter that runs.
pub fn running(site: &Site) -> Option<Quarter> {
    site.typed.roadmap.running(site.today)
}

/// An item in a list.
pub fn entry(site: &Site, id: ItemId, here: &Permalink) -> ItemEntryView {
    let roadmap = &site.typed.roadmap;
    let one = &roadmap.items[id];
    let item = &one.item;
    let running = running(site);
    let joined = |ids: &[crate::load::Written]| {
        let ids: Vec<&str> = ids.iter().map(|(id, _)| id.as_str()).collect();
        ids.join(" ").to_lowercase()
    };
    let confidence = roadmap.confidence(id, running);
    ItemEntryView {
        id: item.id.0.clone(),
        title: item.title.0.clone(),
        url: here.relative(&one.permalink),
        kind: one.kind().map(crate::load::roadmap::ItemKind::word),
        status: one.status().map(crate::load::roadmap::Status::word),
        unknown: unknown(item),
        column: roadmap.column(id, running).word(),
        when: when(one),
        due: one.due().map(|day| day.to_string()),
        confidence: confidence.map(Confidence::word),
        text: item
            .benefit
            .clone()
            .or_else(|| item.summary.clone())
            .unwrap_or_default(),
        moved: last_move(one),
        because: item.because.as_ref().map(|(why, _)| why.clone()),
        services: reference::written_services(site, &item.services, here),
        service_ids: joined(&item.services),
        goal_ids: joined(&item.goals),
        persona_ids: joined(&item.personas),
        after: Vec::new(),
    }
}

/// When an item is promised for, or when it was shipped, in words.
fn when(one: &RoadmapItem) -> String {
    if let Some((day, _)) = one.item.shipped_on {
        return day.long();
    }
    match (one.when(), &one.item.when) {
        (Some(When::Now | When::Next), _) => String::new(),
        (Some(When::Later), _) => "Later".to_owned(),
        (Some(when), _) => when.words(),
        (None, Some(word)) => word.text.clone(),
        (None, None) => String::new(),
    }
}

/// Words of an item that mean nothing, as they are written.
fn unknown(item: &Item) -> Vec<String> {
    fn text<T>(word: Option<&Word<T>>) -> Option<String> {
        let word = word.filter(|word| word.meaning.is_none())?;
        Some(word.text.clone())
    }
    let words = [
        text(item.kind.as_ref()),
        text(item.status.as_ref()),
        text(item.when.as_ref()),
        text(item.confidence.as_ref()),
    ];
    words.into_iter().flatten().collect()
}

/// What was promised, in words; what cannot be read as it is written.
fn promise((when, text): &(Option<When>, String)) -> String {
    when.map_or_else(|| text.clone(), When::words)
}

/// The last move in a line.
fn last_move(one: &RoadmapItem) -> Option<String> {
    if !one.is_open() {
        return None;
    }
    let last = one.item.moved.last()?;
    let promises = one.promises();
    let [.., from, to] = &promises[..] else {
        return None;
    };
    let why = last.because.as_deref().unwrap_or("no reason given");
    Some(format!("{} to {}: {why}", promise(from), promise(to)))
}

/// The items that fit, in the order of the board.
pub fn items(
    site: &Site,
    here: &Permalink,
    query: &str,
    fits: impl Fn(&RoadmapItem) -> bool,
) -> Option<ItemsView> {
    let roadmap = &site.typed.roadmap;
    let board = site.typed.made_permalink(Made::Roadmap)?;
    let running = running(site);
    let board = here.relative(board);
    let mut view = ItemsView {
        url: match query.is_empty() {
            true => board,
            false => format!("{board}?{query}"),
        },
        ..ItemsView::default()
    };
    let mut shipped: Vec<ItemId> = Vec::new();
    for id in roadmap.in_order() {
        if !fits(&roadmap.items[id]) {
            continue;
        }
        match roadmap.column(id, running) {
            Column::Shipped => shipped.push(id),
            Column::NotDoing => {}
            Column::Now | Column::Next | Column::Later => view.coming.push(entry(site, id, here)),
        }
    }
    shipped.sort_by_key(|id| std::cmp::Reverse(roadmap.items[*id].item.shipped_on));
    view.shipped = shipped.iter().map(|id| entry(site, *id, here)).collect();
    (!view.coming.is_empty() || !view.shipped.is_empty()).then_some(view)
}

/// A quarter as a link to its page.
fn quarter_link(site: &Site, quarter: Quarter, here: &Permalink) -> RefView {
    let page = site.typed.made_permalink(Made::Quarter(quarter));
    RefView {
        url: page.map(|page| here.relative(page)),
        ..RefView::named(quarter.words())
    }
}

/// The files beside the roadmap: what can be followed, and what programs read.
fn files(site: &Site, here: &Permalink) -> Vec<RefView> {
    let typed = &site.typed;
    let feed = typed.feed_permalink(Feed::Changes).cloned();
    let data = Permalink::exact(&format!("/{PROMISES}"));
    let files = [
        ("Feed of changes (Atom)", feed),
        ("Calendar of days (iCalendar)", typed.roadmap_calendar()),
        ("All of it as JSON", data),
    ];
    let file = |(name, address): (&str, Option<Permalink>)| {
        Some(RefView {
            url: Some(here.relative(&address?)),
            ..RefView::named(name)
        })
    };
    files.into_iter().filter_map(file).collect()
}

/// A day of the roadmap.
fn day(day: Option<crate::date::Date>) -> Option<DateView> {
    day.map(DateView::from)
}

impl ItemEntryView {
    /// The same as a line of markdown.
    pub fn words(&self) -> String {
        self.words_with("")
    }

    /// The same, where the list has a note that says why, in the place of what the item says.
    pub fn words_with(&self, note: &str) -> String {
        let mut facts: Vec<String> = Vec::new();
        facts.extend((!self.when.is_empty()).then(|| self.when.clone()));
        facts.extend(self.kind.map(|kind| kind.replace('-', " ")));
        facts.extend(self.status.map(str::to_owned));
        facts.extend(self.confidence.map(|one| format!("{one} confidence")));
        facts.extend(self.unknown.iter().cloned());
        let mut line = reference::link(&self.title, Some(&self.url));
        if !facts.is_empty() {
            line.push_str(&format!(" ({})", facts.join(", ")));
        }
        let mut add = |text: &str| {
            line.push_str(". ");
            line.push_str(super::super::twin::one_line(text).trim_end_matches('.'));
        };
        if !self.text.is_empty() {
            add(&self.text);
        }
        if !note.is_empty() {
            add(note);
            return line;
        }
        if !self.after.is_empty() {
            let first: Vec<&str> = self.after.iter().map(|one| one.text.as_str()).collect();
            add(&format!("Comes after: {}", first.join(", ")));
        }
        if let Some(moved) = &self.moved {
            add(&format!("Moved from {moved}"));
        }
        if let Some(because) = &self.because {
            add(&format!("Because: {because}"));
        }
        line
    }
}

impl ItemsView {
    /// The same as markdown, with the headings that a page shows.
    pub fn words(&self, out: &mut String) {
        let lines = |entries: &[ItemEntryView]| {
            super::table::bullets(entries.iter().map(ItemEntryView::words))
        };
        super::table::part(out, "Coming", &lines(&self.coming));
        super::table::part(out, "Shipped", &lines(&self.shipped));
    }
}
