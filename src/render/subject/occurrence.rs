//! One time of an event: when, where, what came of it.

use serde::Serialize;

use crate::load::Written;
use crate::load::events::{Entry, EventKind, Occurrence, Time, Words};
use crate::model::{EventId, Kind, Made, Site};
use crate::path::Permalink;

use super::inline;
use super::reference::{self, RefView};

/// One time at which an event is.
#[derive(Clone, Debug, Serialize)]
pub struct OccurrenceView {
    /// The id of the event or the series.
    pub id: String,
    /// The title of this occurrence.
    pub title: String,
    /// The address of the event's page.
    pub url: Option<String>,
    /// `meetup`, `office-hours` and so on.
    pub kind: Option<&'static str>,
    /// The same for readers: `Office hours`.
    pub kind_label: Option<&'static str>,
    /// When it is; none where nobody has said it.
    pub when: Option<WhenView>,
    /// How its series repeats: `every 2 weeks on Tuesday`; none for an event that stands alone.
    pub rhythm: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
    /// Where it is, HTML.
    pub place: Option<String>,
    /// `cancelled` or `held`, where its author says so.
    pub state: Option<&'static str>,
    /// What was said.
    pub recap: Option<RefView>,
    /// The recording.
    pub recording: Option<RefView>,
    /// How many were there.
    pub attended: Option<u64>,
    /// What happens, a line of HTML each; of a series only what this occurrence has of its own.
    pub agenda: Vec<String>,
    /// The same as they are written.
    #[serde(skip)]
    pub(super) agenda_words: Vec<String>,
    /// The ids of its personas, by spaces, as a filter asks for them.
    pub persona_ids: String,
    /// The ids of its services, likewise.
    pub service_ids: String,
}

/// When something is, in the words of its own time zone. A whole day has no time and no zone.
#[derive(Clone, Debug, Serialize)]
pub struct WhenView {
    /// For machines: `2026-12-03T15:00:00+01:00`, or `2026-12-03`.
    pub iso: String,
    /// The same for the end.
    pub end: String,
    /// `Thursday 3 December 2026`
    pub day: String,
    /// `Thursday 3 December`
    pub short: String,
    /// `15:00 to 16:30`; empty for a whole day.
    pub time: String,
    /// `Europe/Berlin`; empty for a whole day.
    pub zone: String,
    /// The month, for headings: `December 2026`.
    pub month: String,
    /// The year and the month: `2026-12`.
    pub month_id: String,
}

impl WhenView {
    /// None where nobody has said it.
    pub fn of(occurrence: &Occurrence) -> Option<Self> {
        let date = occurrence.time.date()?;
        let long = date.long();
        let (iso, end, time, zone) = match occurrence.time {
            Time::Span(start, end) => (
                start.iso(),
                end.iso(),
                match end.unix > start.unix {
                    true => format!("{} to {}", start.local.time(), end.local.time()),
                    false => start.local.time(),
                },
                occurrence.zone.name().to_owned(),
            ),
            _ => (
                date.to_string(),
                date.to_string(),
                String::new(),
                String::new(),
            ),
        };
        Some(Self {
            iso,
            end,
            short: format!(
                "{} {}",
                date.weekday(),
                long.rsplit_once(' ').map_or("", |(day, _)| day)
            ),
            day: format!("{} {long}", date.weekday()),
            time,
            zone,
            month: long
                .split_once(' ')
                .map_or("", |(_, month)| month)
                .to_owned(),
            month_id: date.to_string()[..7].to_owned(),
        })
    }

    /// Day, time and zone in words.
    pub fn words(&self) -> String {
        match self.time.is_empty() {
            true => self.day.clone(),
            false => format!("{}, {}, {}", self.day, self.time, self.zone),
        }
    }
}

/// The view of an occurrence.
pub fn view(
    site: &Site,
    id: EventId,
    entry: &Entry,
    occurrence: &Occurrence,
    here: &Permalink,
) -> OccurrenceView {
    let none = Words::default();
    let own = occurrence.own.as_ref().unwrap_or(&none);
    let outcome = &occurrence.outcome;
    let state = match (outcome.is_cancelled(), outcome.is_held()) {
        (true, _) => Some("cancelled"),
        (_, true) => Some("held"),
        _ => None,
    };
    let kind = own.kind.or(entry.words.kind);
    let place = own.place.as_deref().or(entry.words.place.as_deref());
    let agenda = match entry.series {
        Some(_) => &own.agenda,
        None => &entry.words.agenda,
    };
    let either = |own: &'_ [Written], usual: &'_ [Written]| -> Vec<Written> {
        match own.is_empty() {
            true => usual.to_vec(),
            false => own.to_vec(),
        }
    };
    let personas = either(&own.personas, &entry.words.personas);
    let services = either(&own.services, &entry.words.services);
    let way =
        |way: &Option<Written>, words: &str| way.as_ref().map(|way| link(site, way, words, here));
    OccurrenceView {
        id: entry.id.0.clone(),
        title: own
            .title
            .clone()
            .unwrap_or_else(|| entry.title().to_owned()),
        url: url(site, id, here),
        kind: kind.map(EventKind::word),
        kind_label: kind.map(EventKind::label),
        when: WhenView::of(occurrence),
        rhythm: rhythm(entry),
        summary: own.summary.clone().or_else(|| match entry.series {
            Some(_) => None,
            None => entry.words.summary.clone(),
        }),
        place: place.map(inline::html),
        state,
        recap: way(&outcome.recap, "Recap"),
        recording: way(&outcome.recording, "Recording"),
        attended: outcome.attended,
        agenda: agenda.iter().map(|line| inline::html(line)).collect(),
        agenda_words: agenda.clone(),
        persona_ids: ids(site, Kind::Persona, &personas),
        service_ids: ids(site, Kind::Service, &services),
    }
}

/// The address of an event's page.
pub fn url(site: &Site, id: EventId, here: &Permalink) -> Option<String> {
    let permalink = site.typed.made_permalink(Made::Event(id))?;
    Some(here.relative(permalink))
}

/// How a series repeats.
pub fn rhythm(entry: &Entry) -> Option<String> {
    let series = entry.series.as_ref()?;
    let words = series.every?.words(series.first?.local.date());
    Some(words)
}

/// A page, a file or a web address, by what it is; a page has its own title.
fn link(site: &Site, (text, _): &Written, words: &str, here: &Permalink) -> RefView {
    if let Some(page) = site.page_of_id(text.trim_matches('/').trim_end_matches(".md")) {
        let page = reference::page(site, page, here);
        return RefView {
            text: format!("{words}: {}", page.text),
            ..page
        };
    }
    let url = match site.way(text) {
        Some(permalink) => Some(here.relative(permalink)),
        None => reference::contact(text).url,
    };
    RefView {
        known: url.is_some(),
        text: match url {
            Some(_) => words.to_owned(),
            None => text.clone(),
        },
        url,
    }
}

fn ids(site: &Site, kind: Kind, written: &[Written]) -> String {
    let known = written
        .iter()
        .filter(|(id, _)| site.typed.ids.find(kind, id).is_some());
    let ids: Vec<&str> = known.map(|(id, _)| id.as_str()).collect();
    ids.join(" ").to_lowercase()
}

impl OccurrenceView {
    /// The same as a line of markdown, with the lines of its agenda.
    pub fn words(&self) -> String {
        let when = self
            .when
            .as_ref()
            .map_or("No date yet".to_owned(), WhenView::words);
        let mut line = format!(
            "- {when}: {}",
            reference::link(&self.title, self.url.as_deref())
        );
        if let Some(kind) = self.kind_label.filter(|kind| *kind != self.title) {
            line.push_str(&format!(" ({})", kind.to_lowercase()));
        }
        if let Some(state) = self.state {
            line.push_str(&format!(", {state}"));
        }
        if let Some(attended) = self.attended {
            line.push_str(&format!(", {attended} people"));
        }
        for way in self.recap.iter().chain(&self.recording) {
            line.push_str(&format!(", {}", way.words()));
        }
        line.push('\n');
        line
    }
}
