//! An event or a series: when, where, for whom, what happens, what came of it.

use serde::Serialize;

use crate::load::events::EventKind;
use crate::model::{EventId, Made, Site};
use crate::path::Permalink;
use crate::render::view::DateView;

use super::catalogue::capitalized;
use super::events;
use super::inline;
use super::occurrence::{self, OccurrenceView, WhenView};
use super::reference::{self, RefView};
use super::said;
use super::table::{bullets, part};

/// What the page of an event or a series shows.
#[derive(Clone, Debug, Serialize)]
pub struct EventView {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Whether it is a series.
    pub is_series: bool,
    /// `Office hours`
    pub kind_label: Option<&'static str>,
    /// Of an event that stands alone: when it is, and what came of it.
    pub once: Option<OccurrenceView>,
    /// Of a series: how it repeats, `Every 2 weeks on Tuesday, 14:00 to 14:30`.
    pub rhythm: Option<String>,
    /// Of a series: its time zone.
    pub zone: Option<String>,
    /// Of a series: its last day; none when no end is planned.
    pub until: Option<DateView>,
    /// Of a series: its dates, the earliest first.
    pub dates: Vec<OccurrenceView>,
    /// What it is about.
    pub summary: Option<String>,
    /// Where it is, HTML.
    pub place: Option<String>,
    /// The place as it is written.
    #[serde(skip)]
    place_words: Option<String>,
    /// What happens, a line of HTML each.
    pub agenda: Vec<String>,
    /// The same as they are written.
    #[serde(skip)]
    agenda_words: Vec<String>,
    /// For whom it is; empty for everybody.
    pub personas: Vec<RefView>,
    /// The services it is about.
    pub services: Vec<RefView>,
    /// The items of the roadmap it is about.
    pub items: Vec<RefView>,
    /// The communities that meet there.
    pub communities: Vec<RefView>,
    /// The address of its calendar file.
    pub calendar: Option<String>,
    /// The page of all events.
    pub all: Option<String>,
}

/// The view of an event or a series.
pub fn view(site: &Site, id: EventId, here: &Permalink) -> EventView {
    let entry = &site.typed.events.all()[id];
    let words = &entry.words;
    let mut dates: Vec<OccurrenceView> = entry
        .occurrences
        .iter()
        .map(|one| occurrence::view(site, id, entry, one, here))
        .collect();
    let is_series = entry.series.is_some();
    let once = match is_series {
        true => None,
        false => dates.pop(),
    };
    let time = dates.iter().find_map(|one| one.when.as_ref());
    let time = time.map_or("", |when: &WhenView| &when.time);
    let rhythm = occurrence::rhythm(entry).map(|rhythm| match time {
        "" => capitalized(&rhythm),
        time => format!("{}, {time}", capitalized(&rhythm)),
    });
    let written_personas = words.personas.iter();
    let series = entry.series.as_ref();
    EventView {
        id: entry.id.0.clone(),
        title: entry.title().to_owned(),
        is_series,
        kind_label: words.kind.map(EventKind::label),
        once,
        rhythm,
        zone: is_series.then(|| entry.zone.name().to_owned()),
        until: series.and_then(|series| series.until).map(DateView::from),
        dates,
        summary: words.summary.clone(),
        place: words.place.as_deref().map(inline::html),
        place_words: words.place.clone(),
        agenda: words.agenda.iter().map(|line| inline::html(line)).collect(),
        agenda_words: words.agenda.clone(),
        personas: written_personas
            .map(|one| reference::written_persona(site, one, here))
            .collect(),
        services: reference::written_services(site, &words.services, here),
        items: said::items(site, &words.items, here),
        communities: communities(site, id, here),
        calendar: events::calendar(site, Made::Event(id), here),
        all: site
            .typed
            .made_permalink(Made::Events)
            .map(|to| here.relative(to)),
    }
}

fn communities(site: &Site, id: EventId, here: &Permalink) -> Vec<RefView> {
    let events = &site.typed.events;
    let page = site.typed.made_permalink(Made::Communities);
    let all = events.communities().iter().enumerate();
    let here_they_meet = all.filter(|(at, _)| events.community_links(*at).meets.contains(&id));
    here_they_meet
        .map(|(_, community)| RefView {
            text: community.title.clone(),
            url: page.map(|page| format!("{}#{}", here.relative(page), community.id.0)),
            known: true,
        })
        .collect()
}

impl EventView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let once = self.once.as_ref();
        if let Some(rhythm) = &self.rhythm {
            let zone = self.zone.as_deref().unwrap_or_default();
            lines.push(format!("When: {rhythm}, {zone}"));
        }
        if let Some(until) = &self.until {
            lines.push(format!("Until: {}", until.long));
        }
        if let Some(when) = once.and_then(|once| once.when.as_ref()) {
            lines.push(format!("When: {}", when.words()));
        }
        if let Some(place) = &self.place_words {
            lines.push(format!("Where: {}", super::super::twin::one_line(place)));
        }
        if let Some(kind) = self.kind_label {
            lines.push(format!("Kind: {kind}"));
        }
        if let Some(once) = once {
            lines.extend(once.state.map(|state| format!("State: {state}")));
            lines.extend(once.attended.map(|count| format!("People: {count}")));
            let ways = once.recap.iter().chain(&once.recording);
            lines.extend(ways.map(RefView::words));
        }
        for (label, references) in [
            ("For", &self.personas),
            ("About", &self.services),
            ("Roadmap", &self.items),
            ("Community", &self.communities),
        ] {
            if !references.is_empty() {
                lines.push(format!("{label}: {}", reference::list(references)));
            }
        }
        if let Some(calendar) = &self.calendar {
            lines.push(format!("[Add to your calendar]({calendar})"));
        }
        let mut out = format!("\n{}", bullets(lines));
        let agenda = self.agenda_words.iter();
        let agenda = agenda.map(|line| super::super::twin::one_line(line));
        part(&mut out, "Agenda", &bullets(agenda));
        let mut dates = String::new();
        for date in &self.dates {
            dates.push_str(&date.words());
            for line in &date.agenda_words {
                dates.push_str(&format!("  - {}\n", super::super::twin::one_line(line)));
            }
        }
        part(&mut out, "Dates", &dates);
        out
    }
}
