//! The times of a series, with what single occurrences change.
//!
//! A series with `until` has its times until then. One without has those of one year from its first,
//! and always those of half a year after the newest day that the file names; so what is shown depends on
//! the file and never on the day on which it is read.

use crate::date::zone::{Fit, Moment, Zone};
use crate::date::{Date, Period};
use crate::diagnostic::Code;
use crate::source::Span;

use super::dates::{Dates, end};
use super::keys::{RawOccurrence, RawSeries};
use super::{CODES, Entry, Occurrence, Outcome, Series, Time, Words};

/// A series without `until` is shown for so long from its first time.
const FROM_FIRST: Period = Period::Months(12);
/// And for so long from the newest day of the file.
const FROM_NEWEST: Period = Period::Months(6);
/// No series has more times than this.
const MOST: usize = 1000;

impl Dates<'_> {
    pub(super) fn series(
        &mut self,
        raw: RawSeries,
        own: Vec<RawOccurrence>,
        newest: Option<Date>,
    ) -> Entry {
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
        // Where the rule cannot be read, which is said, nobody knows the days.
        if raw.every.is_none() {
            return;
        }
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
