//! The rules of time zones inside a calendar file.
//!
//! Programs know zones by their names, but the format wants the rules too. They are taken from the same
//! data that places the entries. A zone whose clocks change on the same weekday every year has a rule;
//! of any other the changes are listed.

use std::collections::BTreeMap;

use crate::date::zone::{Transition, Zone};

use super::{Calendar, Lines, When, is_utc};

/// Seconds of a year.
const YEAR: i64 = 366 * 86_400;
/// So many years a rule must have held to be one: then every weekday was at every day.
const YEARS: i64 = 28;
/// So many years after the last entry changes are listed where there is no rule.
const AFTER: i64 = 2;

/// Puts the zones of all entries into the file, in the order of their names.
pub(super) fn put(calendar: &Calendar, file: &mut Lines) {
    let mut zones: BTreeMap<&str, (&Zone, i64, i64)> = BTreeMap::new();
    for entry in &calendar.entries {
        let own = match &entry.when {
            When::Time(start, end, zone) => Some((zone, start.unix, end.unix)),
            When::Days(..) => None,
        };
        let replaced = entry.replaces.as_ref();
        let replaced = replaced.map(|(moment, zone)| (zone, moment.unix, moment.unix));
        for (zone, from, until) in own.into_iter().chain(replaced) {
            let until = match &entry.repeats {
                Some(repeats) => repeats.until.map_or(until + YEARS * YEAR, |last| last.unix),
                None => until,
            };
            let known = zones.entry(zone.name()).or_insert((zone, from, until));
            known.1 = known.1.min(from);
            known.2 = known.2.max(until);
        }
    }
    for (zone, from, until) in zones.into_values() {
        if !is_utc(zone) {
            put_zone(zone, from, until, file);
        }
    }
}

fn put_zone(zone: &Zone, from: i64, until: i64, file: &mut Lines) {
    let changes = zone.transitions(from, (from + YEARS * YEAR).max(until + AFTER * YEAR));
    file.put("BEGIN:VTIMEZONE");
    file.put(&format!("TZID:{}", zone.name()));
    // A change before the first entry says by which offset the entries begin.
    let begins = changes.first().is_some_and(|first| first.unix <= from);
    if !begins {
        let offset = zone.at(from).offset;
        file.put("BEGIN:STANDARD");
        file.put("DTSTART:19700101T000000");
        put_offsets(offset, offset, file);
        file.put("END:STANDARD");
    }
    for group in groups(&changes) {
        let rule = rule(&group);
        if rule.is_some() || group[0].unix <= until + AFTER * YEAR {
            put_group(&group, rule, until, file);
        }
    }
    file.put("END:VTIMEZONE");
}

/// The changes of one kind: from one offset to another, by one name, at one time of the day.
fn groups(changes: &[Transition]) -> Vec<Vec<&Transition>> {
    let mut groups: Vec<Vec<&Transition>> = Vec::new();
    for change in changes {
        let same = |other: &Transition| {
            (other.from, other.to, other.is_daylight)
                == (change.from, change.to, change.is_daylight)
                && other.name == change.name
                && other.local.time() == change.local.time()
                && other.local.date().month().1 == change.local.date().month().1
        };
        match groups.iter_mut().find(|group| same(group[0])) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups
}

fn put_group(group: &[&Transition], rule: Option<String>, until: i64, file: &mut Lines) {
    let first = group[0];
    let kind = match first.is_daylight {
        true => "DAYLIGHT",
        false => "STANDARD",
    };
    file.put(&format!("BEGIN:{kind}"));
    file.local("DTSTART", first.local);
    match rule {
        Some(rule) => file.put(&format!("RRULE:{rule}")),
        None => {
            let needed = |change: &&&Transition| change.unix <= until + AFTER * YEAR;
            for change in group.iter().skip(1).filter(needed) {
                file.local("RDATE", change.local);
            }
        }
    }
    put_offsets(first.from, first.to, file);
    let plain = |letter: u8| letter.is_ascii_alphanumeric() || b"+-".contains(&letter);
    if first.name.bytes().all(plain) {
        file.put(&format!("TZNAME:{}", first.name));
    }
    file.put(&format!("END:{kind}"));
}

fn put_offsets(from: i32, to: i32, file: &mut Lines) {
    file.put(&format!("TZOFFSETFROM:{}", offset(from)));
    file.put(&format!("TZOFFSETTO:{}", offset(to)));
}

/// `+0100`, with seconds only where there are some.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.abs();
    let end = match all % 60 {
        0 => String::new(),
        rest => format!("{rest:02}"),
    };
    format!("{sign}{:02}{:02}{end}", all / 3600, all / 60 % 60)
}

/// The rule of changes that come in every year on the same weekday of the same month.
fn rule(group: &[&Transition]) -> Option<String> {
    let dates = || group.iter().map(|change| change.local.date());
    let (first, month) = dates().next()?.month();
    let every_year = dates()
        .enumerate()
        .all(|(at, date)| i64::from(date.month().0) == i64::from(first) + at as i64);
    if !every_year || (group.len() as i64) < YEARS {
        return None;
    }
    let (number, last) = dates().next()?.places_in_month();
    let same_number = dates().all(|date| date.places_in_month().0 == number);
    let same_last = dates().all(|date| date.places_in_month().1 == last);
    let place = match (same_number, last) {
        (true, _) => number,
        (false, Some(last)) if same_last => last,
        _ => return None,
    };
    Some(format!("FREQ=YEARLY;BYMONTH={month};BYDAY={place}"))
}
