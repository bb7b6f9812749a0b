//! What comes when: a picture in lanes, and the same as lists by quarter.

use serde::Serialize;

use crate::date::{Quarter, When};
use crate::load::roadmap::Status;
use crate::model::Site;
use crate::model::roadmap::ItemId;
use crate::path::Permalink;
use crate::render::subject::reference::RefView;
use crate::render::subject::table::{bullets, part};

use super::board::{WaysView, ways};
use super::lane::{NO_LANE, lanes};
use super::{ItemEntryView, entry, quarter_link, running, svg};

/// How many quarters before the running one are drawn, and how many at most in all.
const BEFORE: i32 = 2;
const MOST: i32 = 8;

/// The roadmap along the calendar.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// The picture, SVG, in one piece or folded by lane; none where nothing has a date.
    pub picture: Option<String>,
    /// How many needs have no arrow in the picture.
    pub needs_in_words: usize,
    /// Whether the picture is folded.
    pub is_folded: bool,
    /// The first day of the picture; a reader's browser draws today.
    pub first: String,
    /// The last day of the picture.
    pub last: String,
    /// The quarters with what is promised for each; what has no date comes last.
    pub quarters: Vec<TimelineQuarterView>,
    /// How many items were done or promised before the first quarter that is listed.
    pub earlier: usize,
    /// The quarters before, with their pages.
    pub earlier_quarters: Vec<RefView>,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// A quarter in the list of the timeline.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineQuarterView {
    /// The quarter with its page, or "No date".
    pub quarter: RefView,
    /// Whether it runs.
    pub is_running: bool,
    /// What it is about.
    pub theme: Option<String>,
    /// What is promised to be done by its end.
    pub items: Vec<ItemEntryView>,
    /// Its place on the page, where the picture refers to it.
    pub anchor: Option<&'static str>,
}

/// The view of the timeline.
pub fn view(site: &Site, here: &Permalink) -> TimelineView {
    let roadmap = &site.typed.roadmap;
    let running = running(site);
    let dropped = |id: &ItemId| roadmap.items[*id].status() == Some(Status::Dropped);
    let mut ids = roadmap.in_order();
    ids.retain(|id| !dropped(id));
    let window = window(site, &ids, running);
    let mut quarters: Vec<(Quarter, Vec<ItemId>)> = Vec::new();
    let (mut undated, mut earlier, mut beyond) = (Vec::new(), 0, Vec::new());
    for id in &ids {
        match placed(site, *id, running) {
            None => undated.push(*id),
            Some((_, end)) if window.is_some_and(|(first, _)| end < first) => earlier += 1,
            Some((_, end)) if window.is_some_and(|(_, last)| end > last) => beyond.push(*id),
            Some((_, end)) => match quarters.iter_mut().find(|(known, _)| *known == end) {
                Some((_, items)) => items.push(*id),
                None => quarters.push((end, vec![*id])),
            },
        }
    }
    quarters.sort_by_key(|(quarter, _)| *quarter);
    let entries = |ids: &[ItemId]| -> Vec<ItemEntryView> {
        let with_needs = |id: &ItemId| ItemEntryView {
            after: first_come(site, *id, here),
            ..entry(site, *id, here)
        };
        ids.iter().map(with_needs).collect()
    };
    let mut views: Vec<TimelineQuarterView> = quarters
        .iter()
        .map(|(quarter, ids)| TimelineQuarterView {
            quarter: quarter_link(site, *quarter, here),
            is_running: running == Some(*quarter),
            theme: roadmap.plan(*quarter).and_then(|plan| plan.theme.clone()),
            items: entries(ids),
            anchor: None,
        })
        .collect();
    let mut add = |title: &str, anchor, ids: &[ItemId]| {
        if !ids.is_empty() {
            views.push(TimelineQuarterView {
                quarter: RefView::named(title),
                is_running: false,
                theme: None,
                items: entries(ids),
                anchor,
            });
        }
    };
    add("After that", None, &beyond);
    add("No date", Some("no-date"), &undated);
    let before = roadmap.quarters.iter();
    let before = before.filter(|quarter| window.is_some_and(|(first, _)| **quarter < first));
    let [first, last] = [
        window.map(|one| one.0.first()),
        window.map(|one| one.1.last()),
    ];
    let day = |day: Option<crate::date::Date>| day.map_or(String::new(), |day| day.to_string());
    let picture = window.and_then(|window| picture(site, &ids, window, running, here));
    let (picture, needs_in_words, is_folded) = picture.map_or((None, 0, false), |picture| {
        let (drawn, unsaid, is_folded) = picture;
        (Some(drawn), unsaid.needs, is_folded)
    });
    TimelineView {
        picture,
        needs_in_words,
        is_folded,
        first: day(first),
        last: day(last),
        quarters: views,
        earlier,
        earlier_quarters: before
            .map(|quarter| quarter_link(site, *quarter, here))
            .collect(),
        ways: ways(site, here),
    }
}

/// The quarters that are drawn: two before the running one, and as many after it as are promised.
fn window(site: &Site, ids: &[ItemId], running: Option<Quarter>) -> Option<(Quarter, Quarter)> {
    let placed = |id: &ItemId| placed(site, *id, running);
    let ends: Vec<Quarter> = ids.iter().filter_map(placed).map(|(_, end)| end).collect();
    let newest = ends.iter().max().copied();
    let running = running.or(newest)?;
    let oldest = ends.iter().min().copied().unwrap_or(running);
    let first = running.plus(-BEFORE).max(oldest.min(running));
    let last = newest.unwrap_or(running).max(running.plus(1));
    Some((first, last.min(first.plus(MOST - 1))))
}

/// The quarters in which an item stands: where it was shipped, else what is promised. `now` is the
/// running quarter, `next` the one after it.
fn placed(site: &Site, id: ItemId, running: Option<Quarter>) -> Option<(Quarter, Quarter)> {
    let one = &site.typed.roadmap.items[id];
    if let Some((day, _)) = one.item.shipped_on {
        let quarter = Quarter::of(day);
        return Some((quarter, quarter));
    }
    match one.when()? {
        When::Now => running.map(|one| (one, one)),
        When::Next => running.map(|one| (one.next(), one.next())),
        when => when.quarters(),
    }
}

fn picture(
    site: &Site,
    ids: &[ItemId],
    (first, last): (Quarter, Quarter),
    running: Option<Quarter>,
    here: &Permalink,
) -> Option<(String, svg::Unsaid, bool)> {
    let mut bars = Vec::new();
    let mut undated = Vec::new();
    for id in ids {
        match placed(site, *id, running) {
            // Shipped on a day that nobody wrote down: the list has it, a plan it is no more.
            None if site.typed.roadmap.items[*id].is_open() => undated.push(*id),
            None => {}
            Some((start, end)) if end >= first && start <= last => bars.push(*id),
            Some(_) => {}
        }
    }
    if bars.is_empty() {
        return None;
    }
    let drawn: Vec<ItemId> = ids
        .iter()
        .filter(|id| bars.contains(id) || undated.contains(id))
        .copied()
        .collect();
    let lanes = lanes(site, &drawn).into_iter().map(|lane| {
        let title = match lane.title.is_empty() {
            true => NO_LANE.to_owned(),
            false => lane.title,
        };
        // What comes first and is done for long has no place in the picture.
        let bars = lane.items.iter().map(|id| {
            let mut bar = bar(site, *id, here);
            bar.after.retain(|first| drawn.contains(first));
            bar
        });
        let bars: Vec<svg::Bar> = bars.collect();
        (title, bars)
    });
    let lanes: Vec<svg::Lane> = lanes.collect();
    let themes = |quarter: Quarter| {
        let plan = site.typed.roadmap.plan(quarter)?;
        plan.theme.clone()
    };
    let mut quarters = Vec::new();
    let mut at = first;
    while at <= last {
        quarters.push((at, themes(at), running == Some(at)));
        at = at.next();
    }
    let calendar = svg::Calendar {
        first: first.first(),
        last: last.last(),
    };
    let whole = svg::draw(calendar, &quarters, &lanes);
    let is_folded = whole.is_none();
    let (drawn, unsaid) = whole.unwrap_or_else(|| svg::draw_folded(calendar, &quarters, &lanes));
    Some((drawn, unsaid, is_folded))
}

/// What comes before an item, as links: an arrow is not for everybody, and not every need has one.
fn first_come(site: &Site, id: ItemId, here: &Permalink) -> Vec<RefView> {
    let roadmap = &site.typed.roadmap;
    let after = roadmap.items[id]
        .after
        .iter()
        .map(|first| &roadmap.items[*first]);
    after
        .map(|first| RefView {
            url: Some(here.relative(&first.permalink)),
            ..RefView::named(&first.item.title.0)
        })
        .collect()
}

fn bar(site: &Site, id: ItemId, here: &Permalink) -> svg::Bar {
    let one = &site.typed.roadmap.items[id];
    let running = running(site);
    let interval = match (one.item.shipped_on, one.when()) {
        (Some((day, _)), _) => Some((day, day)),
        (None, Some(when)) => when.interval().or_else(|| {
            let quarter = placed(site, id, running)?.0;
            Some((quarter.first(), quarter.last()))
        }),
        (None, None) => None,
    };
    svg::Bar {
        id,
        title: one.item.title.0.clone(),
        url: here.relative(&one.permalink),
        kind: one.kind(),
        is_shipped: one.status() == Some(Status::Shipped),
        is_paused: one.is_paused(),
        interval,
        after: one.after.clone(),
    }
}

impl TimelineView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for one in &self.quarters {
            let title = match &one.theme {
                Some(theme) => format!("{}: {theme}", one.quarter.text),
                None => one.quarter.text.clone(),
            };
            part(
                &mut out,
                &title,
                &bullets(one.items.iter().map(ItemEntryView::words)),
            );
        }
        if self.earlier > 0 {
            let earlier = super::super::table::reference_bullets(&self.earlier_quarters);
            part(&mut out, "Before", &earlier);
        }
        out
    }
}
