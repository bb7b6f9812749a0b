//! When events are: the occurrences of each series, with what single occurrences change.
//!
//! A series with `until` has its times until then. One without has those of two years from its first,
//! and always those of one year after the newest day that the file names; so what is shown depends on
//! the file and never on the day on which it is read.

use std::collections::HashMap;

use crate::date::zone::{Fit, Local, Moment, Zone};
use crate::date::{Date, Period};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Written;
use crate::path::SitePath;
use crate::source::Span;

use super::keys::{Raw, RawEvent, RawOccurrence, RawSeries};
use super::{CODES, Entry, Occurrence, Outcome, Series, Start, Time, Words};

/// A series without `until` is shown for so long from its first time.
const FROM_FIRST: Period = Period::Months(24);
/// And for so long from the newest day of the file.
const FROM_NEWEST: Period = Period::Months(12);
/// No series has more times than this.
const MOST: usize = 1000;

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

struct Dates<'a> {
    file: &'a SitePath,
    findings: &'a mut Vec<Diagnostic>,
    zone: Option<Zone>,
    asked_for_zone: bool,
}

impl Dates<'_> {
    fn say(&mut self, code: Code, span: Span, message: String) -> &mut Diagnostic {
        let at = self.findings.len();
        self.findings
            .push(Diagnostic::at(code, self.file, span, message));
        &mut self.findings[at]
    }

    /// The zone that is written, else that of the file; a time without any is a guess.
    fn zone_of(&mut self, own: Option<Zone>, span: Span) -> Zone {
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
        if raw.start.is_none() {
            let message = format!("`{}` has no `start`, so no calendar can show it", raw.id.0);
            self.say(CODES.unknown_value, raw.id.1, message).help =
                vec!["write for example `start = 2026-12-03T15:00:00`".to_owned()];
        }
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
        Some(self.event(RawEvent {
            id: (format!("{}-{on}", raw.series.0), raw.series.1),
            words,
            start,
            minutes: raw.minutes,
            zone: raw.zone,
            outcome: raw.outcome,
        }))
    }

    fn time(&mut self, start: Option<(Start, Span)>, minutes: Option<u64>, zone: &Zone) -> Time {
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

    fn gap(&mut self, span: Span, days: &[Date], local: Local, zone: &Zone) {
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

    fn series(&mut self, raw: RawSeries, own: Vec<RawOccurrence>, newest: Option<Date>) -> Entry {
        let span = raw.first.map_or(raw.id.1, |(_, span)| span);
        let zone = match raw.first.is_some() {
            true => self.zone_of(raw.zone.clone(), span),
            false => raw.zone.clone().unwrap_or_else(Zone::utc),
        };
        let mut occurrences = self.by_rule(&raw, &zone, newest);
        let skipped = self.skip(&raw, &mut occurrences);
        self.change(&raw, own, &mut occurrences, &zone);
        self.gaps(&raw, &occurrences, &zone);
        let first = raw.every.zip(raw.first).and_then(|(every, (first, _))| {
            let day = every.day(first.date(), 0)?;
            Some(zone.moment(first.on(day)).0)
        });
        occurrences.sort_by_key(|one| match one.time {
            Time::Unknown => (None, 0),
            Time::Day(day) => (Some(day), 0),
            Time::Span(start, _) => (Some(start.local.date()), start.unix),
        });
        Entry {
            id: raw.id,
            words: raw.words,
            series: Some(Series {
                every: raw.every,
                first,
                end: first.map(|first| end(first, raw.minutes, &zone)),
                until: raw.until.map(|(day, _)| day),
                skipped,
            }),
            zone,
            occurrences,
        }
    }

    /// The times that the rule gives.
    fn by_rule(&mut self, raw: &RawSeries, zone: &Zone, newest: Option<Date>) -> Vec<Occurrence> {
        let Some((every, (first, span))) = raw.every.zip(raw.first) else {
            return Vec::new();
        };
        let begin = every.day(first.date(), 0).unwrap_or(first.date());
        if begin != first.date() {
            let words = every.words(first.date());
            let message = format!(
                "{} is no day of this series: it is {words}",
                first.date().long()
            );
            self.say(CODES.unknown_value, span, message).replacement =
                Some(first.on(begin).to_string());
        }
        if let Some((until, span)) = raw.until
            && until < begin
        {
            let message = format!("this series ends before it begins on {}", begin.long());
            self.say(CODES.unknown_value, span, message).help =
                vec!["`until` is the last day on which it may be".to_owned()];
        }
        let later = |day: Option<Date>, period| day.and_then(|day: Date| day.after(period));
        let shown = later(Some(begin), FROM_FIRST).max(later(newest, FROM_NEWEST));
        let last = raw.until.map(|(day, _)| day).or(shown).unwrap_or(begin);
        let days = (0..).map_while(|number| every.day(first.date(), number));
        days.take_while(|day| *day <= last)
            .take(MOST)
            .map(|day| {
                let moment = zone.moment(first.on(day)).0;
                Occurrence {
                    by_rule: Some(moment),
                    time: Time::Span(moment, end(moment, raw.minutes, zone)),
                    zone: zone.clone(),
                    own: None,
                    outcome: Outcome::default(),
                    span: None,
                }
            })
            .collect()
    }

    /// Leaves out what the author skips.
    fn skip(&mut self, raw: &RawSeries, occurrences: &mut Vec<Occurrence>) -> Vec<Moment> {
        let mut skipped = Vec::new();
        for (day, span) in &raw.skip {
            match occurrences.iter().position(|one| is_on(one, *day)) {
                Some(at) => skipped.extend(occurrences.remove(at).by_rule),
                None if occurrences.is_empty() => {}
                None => self.no_occurrence(raw, *day, *span, occurrences),
            }
        }
        skipped
    }

    fn no_occurrence(&mut self, raw: &RawSeries, day: Date, span: Span, all: &[Occurrence]) {
        let message = format!("`{}` is not on {} {}", raw.id.0, day.weekday(), day.long());
        let is_skipped = raw.skip.iter().filter(|(other, _)| *other == day).count();
        let dates = all.iter().filter_map(|one| Some(one.by_rule?.local.date()));
        let near = dates.min_by_key(|other| other.days_since(day).abs());
        let finding = self.say(Code::EventNoOccurrence, span, message);
        match near {
            _ if is_skipped > 0 && !raw.skip.contains(&(day, span)) => {
                finding.help = vec!["it is left out by `skip`: remove the day there".to_owned()];
            }
            _ if is_skipped > 1 => finding.help = vec!["it is left out already".to_owned()],
            Some(near) => {
                finding.label = "no such occurrence".to_owned();
                finding.help = vec![format!("the nearest is on {} {near}", near.weekday())];
            }
            None => {}
        }
    }

    /// Gives single occurrences what is written of their own.
    fn change(
        &mut self,
        raw: &RawSeries,
        own: Vec<RawOccurrence>,
        occurrences: &mut Vec<Occurrence>,
        zone: &Zone,
    ) {
        for one in own {
            let Some((on, span)) = one.on else {
                continue;
            };
            let place = occurrences.iter().position(|known| is_on(known, on));
            let at = match place {
                Some(at) => at,
                None => {
                    self.no_occurrence(raw, on, span, occurrences);
                    // It stays to be seen, at the usual time.
                    occurrences.push(unplaced(on, raw, zone));
                    occurrences.len() - 1
                }
            };
            if let Some(other) = occurrences[at].span {
                let message = format!("this occurrence of `{}` is described twice", raw.id.0);
                let file = self.file.clone();
                let finding = self.say(Code::EventDuplicateId, span, message);
                *finding = finding.clone().related(&file, other, "the first one");
                continue;
            }
            let zone = one.zone.clone().unwrap_or_else(|| zone.clone());
            let minutes = one.minutes.or(raw.minutes);
            let usual = occurrences[at].time;
            let time = match (one.start, usual) {
                (Some(start), _) => self.time(Some(start), minutes, &zone),
                (None, Time::Span(start, _)) => Time::Span(start, end(start, minutes, &zone)),
                (None, other) => other,
            };
            let changed = &mut occurrences[at];
            changed.time = time;
            changed.zone = zone;
            changed.own = Some(one.words);
            changed.outcome = one.outcome;
            changed.span = Some(span);
        }
    }

    /// Says which times of the rule do not exist.
    fn gaps(&mut self, raw: &RawSeries, occurrences: &[Occurrence], zone: &Zone) {
        let Some((first, span)) = raw.first else {
            return;
        };
        let in_gap = |one: &&Occurrence| match (one.by_rule, one.time) {
            (Some(rule), Time::Span(start, _)) => {
                start == rule && zone.moment(first.on(rule.local.date())).1 == Fit::Gap
            }
            _ => false,
        };
        let days = occurrences.iter().filter(in_gap);
        let days: Vec<Date> = days.filter_map(|one| one.time.date()).collect();
        self.gap(span, &days, first, zone);
    }
}

fn is_on(occurrence: &Occurrence, day: Date) -> bool {
    occurrence
        .by_rule
        .is_some_and(|rule| rule.local.date() == day)
}

/// An occurrence on a day on which the rule has none.
fn unplaced(on: Date, raw: &RawSeries, zone: &Zone) -> Occurrence {
    let start = raw.first.map(|(first, _)| zone.moment(first.on(on)).0);
    Occurrence {
        by_rule: None,
        time: start.map_or(Time::Day(on), |start| {
            Time::Span(start, end(start, raw.minutes, zone))
        }),
        zone: zone.clone(),
        own: Some(Words::default()),
        outcome: Outcome::default(),
        span: None,
    }
}

/// The end of something that takes so long: no longer than a month.
fn end(start: Moment, minutes: Option<u64>, zone: &Zone) -> Moment {
    let minutes = minutes.unwrap_or(0).min(31 * 24 * 60);
    zone.at(start.unix + 60 * minutes.cast_signed())
}
