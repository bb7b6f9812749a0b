//! How the roadmap changed: the changelog that nobody has to write.

use serde::Serialize;

use crate::model::history::{Entry, NO_REASON};
use crate::model::{Kind, Site};
use crate::path::Permalink;
use crate::render::Renderer;
use crate::render::feed::{FeedEntryView, tag, time};
use crate::render::link::escape;
use crate::render::subject::reference::{self, RefView};
use crate::render::subject::table::{Cell, TableView, bullets, part};
use crate::render::twin::one_line;
use crate::render::view::DateView;

use super::board::{WaysView, ways};
use super::{day, files, quarter_link, running};

/// More changes than these are left to roadmap.json.
const MOST: usize = 600;

/// How the roadmap changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangesView {
    /// How far it looks back, in a sentence.
    pub reach: String,
    /// The changes by month, newest first.
    pub months: Vec<ChangeMonthView>,
    /// How many older changes are not shown.
    pub earlier: usize,
    /// How well first promises were kept, by quarter; none where nothing was promised for one.
    pub hits: Option<TableView>,
    /// Files beside the page: a feed, a calendar, data for programs.
    pub files: Vec<RefView>,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// The changes of a month.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeMonthView {
    /// The month: "June 2026".
    pub title: String,
    /// The changes, newest first.
    pub changes: Vec<ChangeView>,
}

/// A change of an item.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// What tells it from every other change: `pg-14-2026-06-24`.
    pub key: String,
    /// The day; none for what is not committed yet.
    pub on: Option<DateView>,
    /// The title of the item.
    pub title: String,
    /// The page of the item; none of one that is gone.
    pub url: Option<String>,
    /// What happened.
    pub kinds: Vec<ChangeKindView>,
    /// Why, where that is said or owed: "no reason given".
    pub because: Option<String>,
    /// Whether a reason is owed and missing.
    pub owes_reason: bool,
}

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeKindView {
    /// `added`, `shipped`, `moved-later`, `moved-earlier`, `scheduled`, `unscheduled`, `dropped`,
    /// `paused`, `resumed`, `stage`, `reworded`, `rescoped` or `vanished`.
    pub word: &'static str,
    /// What readers see: "Moved later".
    pub label: &'static str,
    /// What is to be said of it: "from Q2 2026 to Q3 2026"; empty for nothing.
    pub detail: String,
}

/// The view of the changes.
pub fn view(site: &Site, here: &Permalink) -> ChangesView {
    let history = &site.typed.history;
    let mut months: Vec<ChangeMonthView> = Vec::new();
    for entry in history.entries.iter().take(MOST) {
        let title = match entry.on {
            Some(on) => {
                let long = on.long();
                long.split_once(' ')
                    .map_or(long.clone(), |(_, month)| month.to_owned())
            }
            None => "Not committed yet".to_owned(),
        };
        let change = change(site, entry, here);
        match months.last_mut().filter(|month| month.title == title) {
            Some(month) => month.changes.push(change),
            None => months.push(ChangeMonthView {
                title,
                changes: vec![change],
            }),
        }
    }
    ChangesView {
        reach: reach(site),
        months,
        earlier: history.entries.len().saturating_sub(MOST),
        hits: hits(site, here),
        files: files(site, here),
        ways: ways(site, here),
    }
}

/// The changes of one item, newest first.
pub fn of_item(site: &Site, id: &str, here: &Permalink) -> Vec<ChangeView> {
    let history = &site.typed.history;
    let own = history.of_item(id).map(|own| own.entries.as_slice());
    let own = own.unwrap_or_default().iter();
    own.map(|index| change(site, &history.entries[*index], here))
        .collect()
}

/// The view of a change.
fn change(site: &Site, entry: &Entry, here: &Permalink) -> ChangeView {
    let change = &entry.change;
    let kinds = change.kinds.iter().map(|kind| ChangeKindView {
        word: kind.word(),
        label: kind.label(),
        detail: change.detail(*kind).unwrap_or_default(),
    });
    let item = site.typed.ids.find(Kind::Item, &change.id);
    let is_gone = change.kinds.iter().any(|kind| kind.word() == "vanished");
    let item = item.filter(|_| !is_gone);
    let owes = change.kinds.iter().any(|kind| kind.wants_reason());
    let owes_reason = owes && change.because.is_none();
    ChangeView {
        key: entry.key.clone(),
        on: day(entry.on),
        title: change.title.clone(),
        url: item.map(|at| here.relative(&site.typed.roadmap.items[at].permalink)),
        kinds: kinds.collect(),
        because: match owes_reason {
            true => Some(NO_REASON.to_owned()),
            false => change.because.clone(),
        },
        owes_reason,
    }
}

/// The changes as entries of a feed, newest first. What is not committed has no day yet, and none.
pub fn entries(renderer: &Renderer<'_>, page: &Permalink) -> Vec<FeedEntryView> {
    let site = renderer.site;
    let dated = site.typed.history.entries.iter();
    let dated = dated.filter_map(|entry| Some((entry, entry.on?)));
    let entry = |(entry, on): (&Entry, crate::date::Date)| {
        let one = change(site, entry, page);
        let kinds: Vec<String> = one.kinds.iter().map(ChangeKindView::words).collect();
        let item = site.typed.ids.find(Kind::Item, &entry.change.id);
        let item = item.filter(|_| one.url.is_some());
        let url = match item {
            Some(at) => renderer.absolute(&site.typed.roadmap.items[at].permalink)?,
            None => format!(
                "{}#{}",
                renderer.absolute(page)?,
                crate::path::encode(&one.key)
            ),
        };
        let mut content = String::from("<p>");
        escape(&kinds.join(". "), &mut content);
        content.push_str(".</p>");
        if let Some(because) = &one.because {
            content.push_str("<p>");
            if !one.owes_reason {
                content.push_str("Because: ");
            }
            escape(because, &mut content);
            content.push_str("</p>");
        }
        let labels = one.kinds.iter().map(|kind| kind.label);
        Some(FeedEntryView {
            id: tag(renderer, on, &format!("roadmap/changes/{}", one.key))?,
            title: format!(
                "{}: {}",
                one.title,
                labels.clone().collect::<Vec<_>>().join(", ")
            ),
            url,
            updated: time(on),
            summary: String::new(),
            content,
            categories: labels.map(str::to_owned).collect(),
        })
    };
    dated.filter_map(entry).collect()
}

impl ChangeKindView {
    /// "Moved later from Q2 2026 to Q3 2026".
    fn words(&self) -> String {
        format!("{} {}", self.label, self.detail)
            .trim_end()
            .to_owned()
    }
}

/// How far the page looks back.
fn reach(site: &Site) -> String {
    let history = &site.typed.history;
    let Some(since) = history.since else {
        return "What changed is known from the reasons that were written beside each move."
            .to_owned();
    };
    let states = match history.states {
        1 => "the only known state of the roadmap".to_owned(),
        states => format!("the oldest of {states} known states of the roadmap"),
    };
    let mut text = format!("This page looks back to {}, {states}.", since.long());
    let is_older = |entry: &&Entry| entry.on.is_some_and(|on| on < since);
    if history.entries.iter().any(|entry| is_older(&entry)) {
        text.push_str(" Older moves are known from the reasons that were written beside them.");
    }
    if history.is_shallow {
        text.push_str(" There are older ones that this site was built without.");
    }
    text
}

/// The hit rates as a table.
fn hits(site: &Site, here: &Permalink) -> Option<TableView> {
    let running = running(site);
    let hits = site.typed.history.hits.iter().rev();
    // Of a quarter that is still to come nothing can be said.
    let begun = hits.filter(|hit| running.is_none_or(|running| hit.quarter <= running));
    let rows: Vec<Vec<Cell>> = begun
        .map(|hit| {
            vec![
                Cell::Ref(quarter_link(site, hit.quarter, here)),
                Cell::Text(hit.promised.to_string()),
                Cell::Text(hit.kept.to_string()),
                Cell::Text(match running == Some(hit.quarter) {
                    true => "still running".to_owned(),
                    false => format!("{} %", hit.percent().unwrap_or(0)),
                }),
            ]
        })
        .collect();
    let columns = [
        "Quarter",
        "First promised for it",
        "Shipped in time",
        "Kept",
    ];
    (!rows.is_empty()).then(|| TableView::new("First promises", &columns, rows))
}

impl ChangeView {
    /// The same as a line of markdown, without the title where its page is the page of the item.
    pub fn words(&self, with_title: bool) -> String {
        let mut line = String::new();
        if let Some(on) = &self.on {
            line.push_str(&format!("{}: ", on.long));
        }
        if with_title {
            line.push_str(&reference::link(&self.title, self.url.as_deref()));
            line.push_str(": ");
        }
        let kinds = self.kinds.iter().map(|kind| match kind.detail.is_empty() {
            true => kind.label.to_lowercase(),
            false => format!("{} {}", kind.label.to_lowercase(), kind.detail),
        });
        line.push_str(&kinds.collect::<Vec<_>>().join("; "));
        match &self.because {
            Some(_) if self.owes_reason => line.push_str(". No reason given"),
            Some(why) => line.push_str(&format!(". Because: {}", one_line(why))),
            None => {}
        }
        line
    }
}

impl ChangesView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = format!("\n{}\n", self.reach);
        for month in &self.months {
            let changes = month.changes.iter().map(|change| change.words(true));
            part(&mut out, &month.title, &bullets(changes));
        }
        if let Some(hits) = &self.hits {
            part(&mut out, "First promises", &hits.words());
        }
        out
    }
}
