//! All events, in the order of their dates, and the next ones of a service, a persona or the platform.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::date::zone::{Local, Zone};
use crate::load::events::{Entry, EventKind, Time};
use crate::model::places::calendar_path;
use crate::model::{EventId, Made, Site};
use crate::path::Permalink;

use super::catalogue::{FilterView, OptionView, capitalized};
use super::inline;
use super::occurrence::{self, OccurrenceView, WhenView};
use super::reference;
use super::table::part;

/// All events.
#[derive(Clone, Debug, Serialize)]
pub struct EventsView {
    /// How many dates there are.
    pub count: usize,
    /// The dates by month, the earliest first; the reader's browser moves past ones to the end.
    pub months: Vec<MonthView>,
    /// Events whose date is not known yet.
    pub undated: Vec<OccurrenceView>,
    /// The series, with their rhythm.
    pub series: Vec<NextEventView>,
    /// What the list can be narrowed by.
    pub filters: Vec<FilterView>,
    /// The address of the calendar file of all events.
    pub calendar: Option<String>,
    /// The page of the communities.
    pub communities: Option<String>,
}

/// The dates of a month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthView {
    /// `2026-12`
    pub id: String,
    /// `December 2026`
    pub title: String,
    /// The dates, the earliest first.
    pub dates: Vec<OccurrenceView>,
}

/// An event or a series with all its dates, of which the reader's browser shows the next.
#[derive(Clone, Debug, Serialize)]
pub struct NextEventView {
    /// The title.
    pub title: String,
    /// The address of its page.
    pub url: Option<String>,
    /// `Office hours`
    pub kind_label: Option<&'static str>,
    /// `Every 2 weeks on Tuesday, 14:00 to 14:30`, or the day of an event that stands alone.
    pub when: String,
    /// Its time zone; empty for a whole day.
    pub zone: String,
    /// How long it takes, in minutes.
    pub minutes: u64,
    /// The dates that are not cancelled, by spaces: `2026-07-07T14:00:00+02:00`, or `2026-07-07`.
    pub dates: String,
    /// The titles of those dates that have one of their own, by date, as JSON; empty for none.
    pub titles: String,
    /// The first of them in words, and the last.
    pub from: String,
    /// The last of them in words; empty for an event that stands alone.
    pub until: String,
    /// Where it is, HTML.
    pub place: Option<String>,
}

/// The view of all events.
pub fn view(site: &Site, here: &Permalink) -> EventsView {
    let mut dated: Vec<(i64, OccurrenceView)> = Vec::new();
    let mut undated = Vec::new();
    for (id, entry) in site.typed.events.all().iter().enumerate() {
        for occurrence in &entry.occurrences {
            let seen = occurrence::view(site, id, entry, occurrence, here);
            match order(occurrence.time) {
                Some(order) => dated.push((order, seen)),
                None => undated.push(seen),
            }
        }
    }
    // Of two at one time the order of the file decides.
    dated.sort_by_key(|(order, _)| *order);
    let mut months: Vec<MonthView> = Vec::new();
    let count = dated.len() + undated.len();
    for (_, date) in dated {
        let Some(when) = &date.when else {
            continue;
        };
        match months.last_mut().filter(|month| month.id == when.month_id) {
            Some(month) => month.dates.push(date),
            None => months.push(MonthView {
                id: when.month_id.clone(),
                title: when.month.clone(),
                dates: vec![date],
            }),
        }
    }
    let series = |id: &EventId| site.typed.events.all()[*id].series.is_some();
    let all = 0..site.typed.events.all().len();
    EventsView {
        count,
        months,
        undated,
        series: next(site, &all.filter(series).collect::<Vec<_>>(), here),
        filters: filters(site),
        calendar: calendar(site, Made::Events, here),
        communities: site
            .typed
            .made_permalink(Made::Communities)
            .map(|to| here.relative(to)),
    }
}

/// The address of the calendar file of a made page.
pub fn calendar(site: &Site, made: Made, here: &Permalink) -> Option<String> {
    let page = site.typed.made_permalink(made)?;
    Some(here.relative(&calendar_path(page)?))
}

/// The place in the order of time, by the clocks of the event; of one day the whole day comes first.
fn order(time: Time) -> Option<i64> {
    match time {
        Time::Unknown => None,
        Time::Day(day) => {
            let midnight = Local::parse(&format!("{day}T00:00"))?;
            Some(Zone::utc().moment(midnight).0.unix - 1)
        }
        Time::Span(start, _) => Some(start.unix + i64::from(start.offset)),
    }
}

/// Events with all their dates, for a list of the next ones.
pub fn next(site: &Site, events: &[EventId], here: &Permalink) -> Vec<NextEventView> {
    let view = |id: &EventId| {
        let entry = &site.typed.events.all()[*id];
        let on = entry.occurrences.iter();
        let on: Vec<_> = on.filter(|one| !one.outcome.is_cancelled()).collect();
        let seen: Vec<WhenView> = on.iter().filter_map(|one| WhenView::of(one)).collect();
        let first = seen.first()?;
        let minutes = match on.first()?.time {
            Time::Span(start, end) => (end.unix - start.unix).unsigned_abs() / 60,
            _ => 0,
        };
        let when = match occurrence::rhythm(entry) {
            Some(rhythm) if first.time.is_empty() => rhythm,
            Some(rhythm) => format!("{rhythm}, {}", first.time),
            None if first.time.is_empty() => first.day.clone(),
            None => format!("{}, {}", first.day, first.time),
        };
        let dates: Vec<&str> = seen.iter().map(|one| one.iso.as_str()).collect();
        let titled = on.iter().filter_map(|one| {
            let title = one.own.as_ref()?.title.clone()?;
            Some((WhenView::of(one)?.iso, title))
        });
        let titles: BTreeMap<String, String> = titled.collect();
        let has_end = entry
            .series
            .as_ref()
            .is_some_and(|series| series.until.is_some());
        Some(NextEventView {
            title: entry.title().to_owned(),
            url: occurrence::url(site, *id, here),
            kind_label: entry.words.kind.map(EventKind::label),
            when: capitalized(&when),
            zone: first.zone.clone(),
            minutes,
            dates: dates.join(" "),
            titles: match titles.is_empty() {
                true => String::new(),
                false => serde_json::to_string(&titles).unwrap_or_default(),
            },
            from: first.day.clone(),
            until: match seen.last() {
                Some(last) if has_end => last.day.clone(),
                _ => String::new(),
            },
            place: entry.words.place.as_deref().map(inline::html),
        })
    };
    events.iter().filter_map(view).collect()
}

/// The events of the whole platform that may come next: those with the latest dates.
pub fn latest(site: &Site, here: &Permalink) -> Vec<NextEventView> {
    /// More than this no page carries along.
    const MOST: usize = 60;
    let all = site.typed.events.all().iter().enumerate();
    let last = |entry: &Entry| {
        let times = entry.occurrences.iter().filter_map(|one| order(one.time));
        times.max()
    };
    let mut ids: Vec<_> = all
        .filter_map(|(id, entry)| Some((last(entry)?, id)))
        .collect();
    ids.sort_unstable_by_key(|(last, id)| (std::cmp::Reverse(*last), *id));
    let ids: Vec<EventId> = ids.into_iter().take(MOST).map(|(_, id)| id).collect();
    next(site, &ids, here)
}

/// What at least two choices make worth asking.
fn filters(site: &Site) -> Vec<FilterView> {
    let events = &site.typed.events;
    let links = || (0..events.all().len()).map(|id| events.links(id));
    let option = |value: &str, label: &str| OptionView {
        value: value.to_lowercase(),
        label: label.to_owned(),
    };
    let kinds = EventKind::NAMES.iter();
    let kinds =
        kinds.filter(|(_, kind)| events.all().iter().any(|one| one.words.kind == Some(*kind)));
    let personas = site.typed.platform.personas.iter().enumerate();
    let personas = personas
        .filter(|(index, _)| links().any(|one| one.personas.contains(index)))
        .map(|(_, persona)| option(&persona.id.0, &persona.name));
    let services = site.typed.services.all.iter().enumerate();
    let services = services
        .filter(|(index, _)| links().any(|one| one.services.contains(index)))
        .map(|(_, service)| option(&service.id, &site.pages[service.page].title));
    let mut filters = vec![
        FilterView {
            name: "kind",
            label: "Kind",
            options: kinds
                .map(|(word, kind)| option(word, kind.label()))
                .collect(),
        },
        FilterView {
            name: "persona",
            label: "For",
            options: personas.collect(),
        },
        FilterView {
            name: "service",
            label: "Service",
            options: services.collect(),
        },
    ];
    filters.retain(|filter| filter.options.len() > 1);
    filters
}

/// Lines of markdown.
pub fn next_words(events: &[NextEventView]) -> String {
    let line = |one: &NextEventView| {
        let link = reference::link(&one.title, one.url.as_deref());
        let zone = match one.zone.is_empty() {
            true => String::new(),
            false => format!(", {}", one.zone),
        };
        format!("- {link}: {}{zone}\n", one.when)
    };
    events.iter().map(line).collect()
}

impl EventsView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        if let Some(calendar) = &self.calendar {
            out.push_str(&format!("\n[The calendar of all events]({calendar})\n"));
        }
        for month in &self.months {
            let lines: String = month.dates.iter().map(OccurrenceView::words).collect();
            part(&mut out, &month.title, &lines);
        }
        let lines: String = self.undated.iter().map(OccurrenceView::words).collect();
        part(&mut out, "No date yet", &lines);
        part(&mut out, "What repeats", &next_words(&self.series));
        out
    }
}
