//! The keys of events.toml, as they are written.

use crate::date::repetition::Repetition;
use crate::date::zone::{Local, Zone};
use crate::date::{Date, habit};
use crate::decode::{Fields, Table, Value};
use crate::diagnostic::Diagnostic;
use crate::load::Written;
use crate::source::Span;

use super::repeats::{every, zone};
use super::{CODES, EventKind, Outcome, Start, Status, Words};

/// The years in which events can be: before and after them calendar programs disagree.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// What the file says, before times are found.
pub(super) struct Raw {
    /// The zone of everything that names none of its own.
    pub zone: Option<Zone>,
    pub events: Vec<RawEvent>,
    pub series: Vec<RawSeries>,
    pub occurrences: Vec<RawOccurrence>,
}

pub(super) struct RawEvent {
    pub id: Written,
    pub words: Words,
    pub start: Option<(Start, Span)>,
    pub minutes: Option<u64>,
    pub zone: Option<Zone>,
    pub outcome: Outcome,
}

pub(super) struct RawSeries {
    pub id: Written,
    pub words: Words,
    pub every: Option<Repetition>,
    pub first: Option<(Local, Span)>,
    pub until: Option<(Date, Span)>,
    pub minutes: Option<u64>,
    pub zone: Option<Zone>,
    pub skip: Vec<(Date, Span)>,
}

/// One occurrence of a series, where it differs.
pub(super) struct RawOccurrence {
    pub series: Written,
    pub on: Option<(Date, Span)>,
    pub words: Words,
    pub start: Option<(Start, Span)>,
    pub minutes: Option<u64>,
    pub zone: Option<Zone>,
    pub outcome: Outcome,
}

pub(super) fn read(fields: &mut Fields<'_, '_>) -> Raw {
    let mut raw = Raw {
        zone: zone(fields),
        events: Vec::new(),
        series: Vec::new(),
        occurrences: Vec::new(),
    };
    for table in fields.tables("event") {
        match table.get("series").is_some() {
            true => raw.occurrences.extend(occurrence(fields, table)),
            false => raw.events.push(event(fields, table)),
        }
    }
    for table in fields.tables("series") {
        raw.series.push(series(fields, table));
    }
    raw
}

fn event<'a>(fields: &mut Fields<'a, '_>, table: &'a Table) -> RawEvent {
    let mut item = fields.inner(table, "an event");
    let id = item.id_or_place("this event");
    let event = RawEvent {
        id,
        words: words(&mut item),
        start: start(&mut item, "start"),
        minutes: item.minutes("minutes"),
        zone: zone(&mut item),
        outcome: outcome(&mut item),
    };
    if table.get("start").is_none() {
        let message = format!(
            "`{}` has no `start`, so no calendar can show it",
            event.id.0
        );
        let finding = Diagnostic::at(CODES.unknown_value, item.file(), event.id.1, message);
        item.push(finding.help("write for example `start = 2026-12-03T15:00:00`"));
    }
    item.finish_with(|key| match key {
        "on" => Some("`on` names a day of a `series`: say which".to_owned()),
        "every" | "first" | "until" | "skip" => {
            Some("what repeats begins with `[[series]]`".to_owned())
        }
        "repeat" | "repeats" | "rrule" | "frequency" | "recurring" => Some(
            "what repeats begins with `[[series]]` and has `every`, for example `every = \"2 weeks\"`"
                .to_owned(),
        ),
        "end" | "ends" => {
            Some("say how long it takes, for example `minutes = 120`".to_owned())
        }
        "slides" | "notes" => Some(
            "what became of it is a page or a file: `recap`, or `recording` for a film".to_owned(),
        ),
        _ => None,
    });
    event
}

fn occurrence<'a>(fields: &mut Fields<'a, '_>, table: &'a Table) -> Option<RawOccurrence> {
    let mut item = fields.inner(table, "an occurrence");
    let series = item.spanned_text("series");
    let on = day(&mut item, "on");
    if let Some((id, span)) = &series
        && table.get("on").is_none()
    {
        let message = format!("this is one occurrence of `{id}`, but not which");
        let finding = Diagnostic::at(CODES.unknown_value, item.file(), *span, message);
        item.push(finding.help("say its day: `on = 2026-10-13`"));
    }
    let occurrence = series.map(|series| RawOccurrence {
        series,
        on,
        words: words(&mut item),
        start: start(&mut item, "start"),
        minutes: item.minutes("minutes"),
        zone: zone(&mut item),
        outcome: outcome(&mut item),
    });
    item.finish_with(|key| match key {
        "id" => Some("an occurrence is named by `series` and `on`: remove `id`".to_owned()),
        _ => None,
    });
    occurrence
}

fn series<'a>(fields: &mut Fields<'a, '_>, table: &'a Table) -> RawSeries {
    let mut item = fields.inner(table, "a series");
    let id = item.id_or_place("this series");
    let series = RawSeries {
        id,
        words: words(&mut item),
        every: every(&mut item),
        first: first(&mut item),
        until: day(&mut item, "until"),
        minutes: item.minutes("minutes"),
        zone: zone(&mut item),
        skip: days(&mut item, "skip"),
    };
    let missing = [("every", "\"2 weeks\""), ("first", "2026-07-07T14:00:00")];
    for (key, example) in missing {
        if table.get(key).is_none() {
            let message = format!("this series does not say `{key}`, so it has no times");
            let finding = Diagnostic::at(CODES.unknown_value, item.file(), series.id.1, message);
            item.push(finding.help(format!("write for example `{key} = {example}`")));
        }
    }
    item.finish_with(|key| match key {
        "start" => Some("a series begins with `first`".to_owned()),
        "status" | "recap" | "recording" | "attended" => Some(format!(
            "`{key}` belongs to one occurrence: `[[event]]` with `series` and `on`"
        )),
        _ => None,
    });
    series
}

fn words(item: &mut Fields<'_, '_>) -> Words {
    let both = |item: &mut Fields<'_, '_>, many, one| {
        let mut all = item.texts(many);
        all.extend(item.texts(one));
        all
    };
    Words {
        title: item.text("title"),
        kind: item.one_of("kind", &EventKind::NAMES),
        summary: item.text("summary"),
        place: item.text("where"),
        personas: both(item, "personas", "persona"),
        services: both(item, "services", "service"),
        items: both(item, "items", "item"),
        agenda: item
            .texts("agenda")
            .into_iter()
            .map(|(text, _)| text)
            .collect(),
    }
}

fn outcome(item: &mut Fields<'_, '_>) -> Outcome {
    let status = item.spanned_text("status").map(|(_, span)| span);
    let outcome = Outcome {
        status: item.one_of("status", &Status::NAMES),
        recap: item.spanned_text("recap"),
        recording: item.spanned_text("recording"),
        attended: item.count("attended"),
    };
    let was_there = outcome.recording.is_some() || outcome.attended.is_some();
    if let Some(span) = status
        && matches!(outcome.status, Some(Status::Cancelled | Status::Planned))
        && was_there
    {
        let message = "only an event that was held has people who attended, or a recording";
        let finding = Diagnostic::at(CODES.unknown_value, item.file(), span, message);
        item.push(finding.replacement("\"held\""));
    }
    outcome
}

/// A time with its hour, or a day alone.
fn start(item: &mut Fields<'_, '_>, name: &'static str) -> Option<(Start, Span)> {
    let node = item.node(name)?;
    let written = match &node.value {
        Value::Date(text) | Value::Text(text) => text.trim(),
        _ => {
            item.wrong(name, node, "a time", "write it as `2026-12-03T15:00:00`");
            return None;
        }
    };
    let start = Date::parse(written).map(Start::Day);
    let start = start.or_else(|| Local::parse(written).map(Start::Local));
    let year = |start: &Start| match start {
        Start::Day(day) => day.month().0,
        Start::Local(local) => local.date().month().0,
    };
    if let Some(year) = start
        .as_ref()
        .map(year)
        .filter(|year| !YEARS.contains(year))
    {
        let message = format!("no calendar knows the year {year}");
        let finding = Diagnostic::at(CODES.bad_date, item.file(), node.span, message);
        let help = format!("write a year from {} to {}", YEARS.start(), YEARS.end());
        item.push(finding.help(help));
        return None;
    }
    // A date that TOML refused has its finding already, and is empty here.
    if start.is_none() && !written.is_empty() {
        let finding = bad_time(item, written, node.span);
        item.push(finding);
    }
    start.map(|start| (start, node.span))
}

fn bad_time(item: &Fields<'_, '_>, written: &str, span: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        CODES.bad_date,
        item.file(),
        span,
        format!("`{written}` is no time"),
    );
    // `2026-12-03T15:00:00+01:00`, which says the offset twice.
    let local = written
        .get(..19)
        .filter(|local| Local::parse(local).is_some());
    match local {
        Some(local) => finding
            .help("the time is local, and `tz` says where: `tz = \"Europe/Berlin\"`")
            .replacement(local),
        None => match by_habit(written) {
            Some(advice) => finding.help(advice),
            None => finding.help("write a day and a time that exist: `2026-12-03T15:00:00`"),
        },
    }
}

/// Advice about a day that is not written as year, month and day, with the time behind it.
fn by_habit(written: &str) -> Option<String> {
    let (day, time) = written.split_once([' ', 'T']).unwrap_or((written, ""));
    let time = time.trim();
    let with_time = |day: Date| format!("{day}T{time}:00");
    match habit::readings(day)[..] {
        [day] if Local::parse(&with_time(day)).is_some() => {
            Some(format!("write it without quotes: `{}`", with_time(day)))
        }
        _ => habit::advice(day),
    }
}

/// The first time of a series, which needs its hour.
fn first(item: &mut Fields<'_, '_>) -> Option<(Local, Span)> {
    match start(item, "first")? {
        (Start::Local(local), span) => Some((local, span)),
        (Start::Day(day), span) => {
            let message = "a series needs the time of the day at which it begins";
            let finding = Diagnostic::at(CODES.bad_date, item.file(), span, message);
            item.push(finding.help(format!("write for example `first = {day}T14:00:00`")));
            None
        }
    }
}

/// A day; a time behind it is dropped.
fn day(item: &mut Fields<'_, '_>, name: &'static str) -> Option<(Date, Span)> {
    let date = item.date(name)?;
    Some((date, item.node(name)?.span))
}

fn days(item: &mut Fields<'_, '_>, name: &'static str) -> Vec<(Date, Span)> {
    let mut days = Vec::new();
    for (text, span) in item.texts(name) {
        match text.get(..10).and_then(Date::parse) {
            Some(day) => days.push((day, span)),
            None if text.is_empty() => {}
            None => {
                let message = format!("`{text}` is no date");
                let finding = Diagnostic::at(CODES.bad_date, item.file(), span, message);
                item.push(finding.help("write a day that exists: `2026-08-04`"));
            }
        }
    }
    days
}
