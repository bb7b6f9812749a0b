//! Meetings and other events: content/events.toml, with the place of everything in it.
//!
//! The times of a series follow from the file alone, so they are found here, once for each text.

use std::sync::Arc;

use crate::date::Date;
use crate::date::repetition::Repetition;
use crate::date::zone::{Local, Moment, Zone};
use crate::decode::fields::Codes;
use crate::decode::{Fields, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

use super::Written;

mod dates;
mod example;
mod keys;
mod repeats;
mod series;

pub use example::words as example_day;

/// The path of the file.
pub const FILE: &str = "content/events.toml";

/// The codes of findings about events.
pub(crate) const CODES: Codes = Codes {
    unknown_key: Code::EventUnknownKey,
    unknown_value: Code::EventUnknownValue,
    bad_date: Code::EventBadDate,
};

/// What the file says.
#[derive(Debug)]
pub struct Events {
    /// The file.
    pub file: SitePath,
    /// The events that stand alone, then the series, each in the author's order.
    pub entries: Vec<Entry>,
    /// The series that single occurrences name.
    pub named_series: Vec<Written>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// An event, or a series of them.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The id.
    pub id: Written,
    /// What it says about itself.
    pub words: Words,
    /// The time zone.
    pub zone: Zone,
    /// How it repeats; None for an event that stands alone.
    pub series: Option<Series>,
    /// When it is, in order of time. What is skipped is left out, what is cancelled is not.
    pub occurrences: Vec<Occurrence>,
}

/// What an event says about itself; of an occurrence of a series, what differs from the series.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The title.
    pub title: Option<String>,
    /// What kind of event it is.
    pub kind: Option<EventKind>,
    /// What it is about, in a sentence.
    pub summary: Option<String>,
    /// Where it is: a room, an address, both.
    pub place: Option<String>,
    /// For whom it is.
    pub personas: Vec<Written>,
    /// The services it is about.
    pub services: Vec<Written>,
    /// The items of the roadmap it is about.
    pub items: Vec<Written>,
    /// What happens, a line each.
    pub agenda: Vec<String>,
}

/// How an event repeats.
#[derive(Clone, Debug)]
pub struct Series {
    /// The rule; None when it could not be read.
    pub every: Option<Repetition>,
    /// The first time.
    pub first: Option<Moment>,
    /// When the first time ends.
    pub end: Option<Moment>,
    /// The last day; None when no end is planned.
    pub until: Option<Date>,
    /// The times that the author left out.
    pub skipped: Vec<Moment>,
}

/// One time at which an event is.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// Of a series: when the rule has it, which another time may replace.
    pub by_rule: Option<Moment>,
    /// When it is.
    pub time: Time,
    /// Its time zone.
    pub zone: Zone,
    /// Of a series: what this occurrence says of its own.
    pub own: Option<Words>,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it is written; None for one that only the rule of its series makes.
    pub span: Option<Span>,
}

/// When an occurrence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// It is not said, or cannot be read.
    Unknown,
    /// A whole day.
    Day(Date),
    /// From one moment to another; the same where the length is not said.
    Span(Moment, Moment),
}

impl Time {
    /// The day on which it begins.
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unknown => None,
            Self::Day(day) => Some(day),
            Self::Span(start, _) => Some(start.local.date()),
        }
    }
}

/// What became of an event.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What its author says.
    pub status: Option<Status>,
    /// A page or an address with what was said.
    pub recap: Option<Written>,
    /// A page or an address with the recording.
    pub recording: Option<Written>,
    /// How many were there.
    pub attended: Option<u64>,
}

impl Outcome {
    /// Whether it took place, by whatever its author says of it.
    pub fn is_held(&self) -> bool {
        let something = self.recap.is_some() || self.recording.is_some() || self.attended.is_some();
        match self.status {
            Some(status) => status == Status::Held,
            None => something,
        }
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.status == Some(Status::Cancelled)
    }
}

/// How far an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It will be.
    Planned,
    /// It was called off.
    Cancelled,
    /// It has been.
    Held,
}

impl Status {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("planned", Self::Planned),
        ("cancelled", Self::Cancelled),
        ("held", Self::Held),
    ];
}

/// What kind of event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// People meet and talk.
    Meetup,
    /// Something new is shown.
    Demo,
    /// Questions are answered.
    OfficeHours,
    /// What to do next is looked at.
    BacklogReview,
    /// What to do next is agreed.
    Planning,
    /// What to do is made clear.
    Refinement,
    /// Something is taught.
    Training,
    /// Something is mended, and may be away.
    Maintenance,
}

impl EventKind {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("meetup", Self::Meetup),
        ("demo", Self::Demo),
        ("office-hours", Self::OfficeHours),
        ("backlog-review", Self::BacklogReview),
        ("planning", Self::Planning),
        ("refinement", Self::Refinement),
        ("training", Self::Training),
        ("maintenance", Self::Maintenance),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }

    /// The same for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Meetup => "Meetup",
            Self::Demo => "Demo",
            Self::OfficeHours => "Office hours",
            Self::BacklogReview => "Backlog review",
            Self::Planning => "Planning",
            Self::Refinement => "Refinement",
            Self::Training => "Training",
            Self::Maintenance => "Maintenance",
        }
    }
}

impl Entry {
    /// Its title: as it is written, else the words of its kind, else its id.
    pub fn title(&self) -> &str {
        let kind = || self.words.kind.map(EventKind::label);
        let title = self.words.title.as_deref().or_else(kind);
        title.unwrap_or(&self.id.0)
    }
}

impl Events {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields = Fields::new(&table, file, CODES, "events.toml", &mut findings);
        let raw = keys::read(&mut fields);
        fields.finish();
        findings.extend(example::days(&raw, file, text));
        let (entries, named_series) = dates::entries(raw, file, &mut findings);
        Arc::new(Self {
            file: file.clone(),
            entries,
            named_series,
            findings,
        })
    }
}

/// A time as it is written: with its hour, or a day alone.
#[derive(Clone, Copy, Debug)]
enum Start {
    Day(Date),
    Local(Local),
}

#[cfg(test)]
mod tests;
