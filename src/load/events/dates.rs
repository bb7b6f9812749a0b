//! When events are, and which of the times of the file belong together.

use std::collections::HashMap;

use crate::date::Date;
use crate::date::zone::{Fit, Local, Moment, Zone};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Written;
use crate::path::SitePath;
use crate::source::Span;

use super::keys::{Raw, RawEvent, RawOccurrence};
use super::{CODES, Entry, Occurrence, Start, Time};

/// The events and series with their times, and the series that occurrences name.
pub(super) fn entries(
    raw: Raw,
    file: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> (Vec<Entry>, Vec<Written>) {
    let newest = newest(&raw);
    let mut dates = Dates {
        file,
        findings,
        zone: raw.zone,
        asked_for_zone: false,
    };
    let named = raw
        .occurrences
        .iter()
        .map(|one| one.series.clone())
        .collect();
    let mut of_series: HashMap<String, Vec<RawOccurrence>> = HashMap::new();
    let mut entries: Vec<Entry> = Vec::new();
    for event in raw.events {
        entries.push(dates.event(event));
    }
    let known: Vec<&str> = raw.series.iter().map(|one| one.id.0.as_str()).collect();
    for occurrence in raw.occurrences {
        match known.contains(&occurrence.series.0.as_str()) {
            true => {
                let id = occurrence.series.0.clone();
                of_series.entry(id).or_default().push(occurrence);
            }
            // A slip in the name of the series is said elsewhere; the occurrence stays to be seen.
            false => entries.extend(dates.stray(occurrence)),
        }
    }
    for series in raw.series {
        let own = of_series.remove(&series.id.0).unwrap_or_default();
        entries.push(dates.series(series, own, newest));
    }
    (entries, named)
}

/// The newest day that the file names.
fn newest(raw: &Raw) -> Option<Date> {
    let day = |start: &Option<(Start, Span)>| match start {
        Some((Start::Day(day), _)) => Some(*day),
        Some((Start::Local(local), _)) => Some(local.date()),
        None => None,
    };
    let events = raw.events.iter().filter_map(|one| day(&one.start));
    let moved = raw.occurrences.iter().filter_map(|one| day(&one.start));
    let on = raw.occurrences.iter().filter_map(|one| Some(one.on?.0));
    let skipped = raw
        .series
        .iter()
        .flat_map(|one| one.skip.iter().map(|(day, _)| *day));
    let first = raw
        .series
        .iter()
        .filter_map(|one| Some(one.first?.0.date()));
    events
        .chain(moved)
        .chain(on)
        .chain(skipped)
        .chain(first)
        .max()
}

pub(super) struct Dates<'a> {
    pub(super) file: &'a SitePath,
    findings: &'a mut Vec<Diagnostic>,
    zone: Option<Zone>,
    asked_for_zone: bool,
}

impl Dates<'_> {
    pub(super) fn say(&mut self, code: Code, span: Span, message: String) -> &mut Diagnostic {
        let at = self.findings.len();
        self.findings
            .push(Diagnostic::at(code, self.file, span, message));
        &mut self.findings[at]
    }

    /// The zone that is written, else that of the file; a time without any is a guess.
    pub(super) fn zone_of(&mut self, own: Option<Zone>, span: Span) -> Zone {
        if let Some(zone) = own.or_else(|| self.zone.clone()) {
            return zone;
        }
        if !self.asked_for_zone {
            self.asked_for_zone = true;
            let message = "nobody can tell when that is: there is no time zone".to_owned();
            self.say(CODES.unknown_value, span, message).help = vec![
                "write `tz = \"Europe/Berlin\"` here, or at the top of the file for all".to_owned(),
            ];
        }
        Zone::utc()
    }

    fn event(&mut self, raw: RawEvent) -> Entry {
        let zone = match raw.start {
            Some((Start::Local(_), span)) => self.zone_of(raw.zone, span),
            _ => raw
                .zone
                .or_else(|| self.zone.clone())
                .unwrap_or_else(Zone::utc),
        };
        let time = self.time(raw.start, raw.minutes, &zone);
        let occurrence = Occurrence {
            by_rule: None,
            time,
            zone: zone.clone(),
            own: None,
            outcome: raw.outcome,
            span: Some(raw.id.1),
        };
        Entry {
            id: raw.id,
            words: raw.words,
            zone,
            series: None,
            occurrences: vec![occurrence],
        }
    }

    /// An occurrence of a series that is not there.
    fn stray(&mut self, raw: RawOccurrence) -> Option<Entry> {
        let (on, span) = raw.on?;
        let start = raw.start.or(Some((Start::Day(on), span)));
        let mut words = raw.words;
        words.title.get_or_insert_with(|| raw.series.0.clone());
        let mut entry = self.event(RawEvent {
            id: (format!("{}-{on}", raw.series.0), raw.series.1),
            words,
            start,
            minutes: raw.minutes,
            zone: raw.zone,
            outcome: raw.outcome,
        });
        // Whether it took place is asked when it is known what it is.
        entry.occurrences[0].span = None;
        Some(entry)
    }

    pub(super) fn time(
        &mut self,
        start: Option<(Start, Span)>,
        minutes: Option<u64>,
        zone: &Zone,
    ) -> Time {
        match start {
            None => Time::Unknown,
            Some((Start::Day(day), _)) => Time::Day(day),
            Some((Start::Local(local), span)) => {
                let (moment, fit) = zone.moment(local);
                if fit == Fit::Gap {
                    self.gap(span, &[local.date()], local, zone);
                }
                Time::Span(moment, end(moment, minutes, zone))
            }
        }
    }

    pub(super) fn gap(&mut self, span: Span, days: &[Date], local: Local, zone: &Zone) {
        let Some(day) = days.first() else {
            return;
        };
        let (moved, _) = zone.moment(local.on(*day));
        let more = match days.len() {
            1 => String::new(),
            count => format!(", and on {} more days", count - 1),
        };
        let message = format!(
            "there is no {} on {} in {}: the clocks skip it{more}",
            local.time(),
            day.long(),
            zone.name()
        );
        self.say(Code::EventGap, span, message).help = vec![format!(
            "take a time that every day has; {} is shown until then",
            moved.local.time()
        )];
    }
}

/// The end of something that takes so long: no longer than a month.
pub(super) fn end(start: Moment, minutes: Option<u64>, zone: &Zone) -> Moment {
    let minutes = minutes.unwrap_or(0).min(31 * 24 * 60);
    zone.at(start.unix + 60 * minutes.cast_signed())
}
