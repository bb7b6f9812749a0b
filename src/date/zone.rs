//! Local times and the zones that give them a place on the line of time.
//!
//! The rules of all zones are inside the binary, so that no machine has other ones.

use std::fmt;
use std::sync::LazyLock;

use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, civil};

use super::Date;

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// What a clock on the wall shows: `2026-12-03T15:00:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Local(civil::DateTime);

impl Local {
    /// A local time from `YYYY-MM-DDTHH:MM` with or without seconds; a space for the `T` is fine.
    /// None when it is written otherwise, has an offset, or does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        let day = Date::parse(day)?;
        let time = rest.strip_prefix(['T', 't', ' '])?;
        let two = |part: &str| -> Option<i8> {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok())?
        };
        let mut parts = time.split(':');
        let hour = two(parts.next()?)?;
        let minute = two(parts.next()?)?;
        let second = parts.next().map_or(Some(0), two)?;
        if parts.next().is_some() {
            return None;
        }
        let time = civil::Time::new(hour, minute, second, 0).ok()?;
        Some(Self(day.0.to_datetime(time)))
    }

    /// The day.
    pub fn date(self) -> Date {
        Date(self.0.date())
    }

    /// The same time on another day.
    pub fn on(self, day: Date) -> Self {
        Self(day.0.to_datetime(self.0.time()))
    }

    /// The time of the day: `15:00`.
    pub fn time(self) -> String {
        format!("{:02}:{:02}", self.0.hour(), self.0.minute())
    }

    /// The local time as calendar files have it: `20261203T150000`.
    pub fn compact(self) -> String {
        self.0.strftime("%Y%m%dT%H%M%S").to_string()
    }
}

impl fmt::Display for Local {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0.strftime("%Y-%m-%dT%H:%M:%S"))
    }
}

/// A local time with its place on the line of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Seconds since 1970, UTC.
    pub unix: i64,
    /// What the clocks of the zone show.
    pub local: Local,
    /// How many seconds these clocks are before UTC.
    pub offset: i32,
}

impl Moment {
    /// With its offset: `2026-12-03T15:00:00+01:00`.
    pub fn iso(self) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!(
            "{}{sign}{:02}:{:02}",
            self.local,
            minutes / 60,
            minutes % 60
        )
    }

    /// The same moment in UTC, as calendar files have it: `20261203T140000Z`.
    pub fn compact_utc(self) -> String {
        let time = Timestamp::from_second(self.unix).unwrap_or_default();
        time.strftime("%Y%m%dT%H%M%SZ").to_string()
    }
}

/// How a local time fits a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It comes once.
    Once,
    /// Clocks are put back and it comes twice; the earlier is taken.
    Twice,
    /// Clocks are put forward and it never comes; it is moved by what the clocks skip.
    Gap,
}

/// A moment at which the clocks of a zone are changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The moment, in seconds since 1970.
    pub unix: i64,
    /// What the clocks show just before: the local time by the old offset.
    pub local: Local,
    /// Seconds before UTC until then.
    pub from: i32,
    /// Seconds before UTC from then on.
    pub to: i32,
    /// Whether daylight saving begins.
    pub is_daylight: bool,
    /// The short name from then on: `CEST`.
    pub name: String,
}

/// A time zone by its IANA name: `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    rules: TimeZone,
}

impl Zone {
    /// The zone of this name, with the capitals it should have.
    pub fn named(name: &str) -> Option<Self> {
        let rules = ZONES.get(name.trim()).ok()?;
        rules.iana_name().is_some().then_some(Self { rules })
    }

    /// UTC.
    pub fn utc() -> Self {
        Self {
            rules: TimeZone::UTC,
        }
    }

    /// The names of all zones.
    pub fn names() -> Vec<String> {
        ZONES.available().map(|name| name.to_string()).collect()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.rules.iana_name().unwrap_or("UTC")
    }

    /// The moment at which the clocks of this zone show a time.
    pub fn moment(&self, local: Local) -> (Moment, Fit) {
        let ambiguous = self.rules.to_ambiguous_timestamp(local.0);
        let fit = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => Fit::Once,
            AmbiguousOffset::Gap { .. } => Fit::Gap,
            AmbiguousOffset::Fold { .. } => Fit::Twice,
        };
        // The reading of RFC 5545: of two the earlier; in a gap the offset before it.
        let unix = match ambiguous.compatible() {
            Ok(time) => time.as_second(),
            Err(_) => Timestamp::MIN.as_second(),
        };
        (self.at(unix), fit)
    }

    /// What the clocks of this zone show at a moment.
    pub fn at(&self, unix: i64) -> Moment {
        let time = Timestamp::from_second(unix).unwrap_or_default();
        let offset = self.rules.to_offset(time);
        Moment {
            unix: time.as_second(),
            local: Local(offset.to_datetime(time)),
            offset: offset.seconds(),
        }
    }

    /// The changes of its clocks: the last one before a moment, and those from then until another.
    pub fn transitions(&self, from: i64, until: i64) -> Vec<Transition> {
        let Ok(start) = Timestamp::from_second(from) else {
            return Vec::new();
        };
        let before = start.checked_add(SignedDuration::from_secs(1));
        let before = self.rules.preceding(before.unwrap_or(start)).next();
        let after = self.rules.following(start);
        let after = after.take_while(|one| one.timestamp().as_second() <= until);
        let all = before.into_iter().chain(after);
        all.map(|one| self.transition(&one)).collect()
    }

    fn transition(&self, one: &jiff::tz::TimeZoneTransition<'_>) -> Transition {
        let unix = one.timestamp().as_second();
        let before = self.at(unix - 1).offset;
        Transition {
            unix,
            local: Local(
                jiff::tz::Offset::from_seconds(before)
                    .unwrap_or(jiff::tz::Offset::UTC)
                    .to_datetime(one.timestamp()),
            ),
            from: before,
            to: one.offset().seconds(),
            is_daylight: one.dst().is_dst(),
            name: one.abbreviation().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local(text: &str) -> Local {
        Local::parse(text).expect("a local time")
    }

    #[test]
    fn a_local_time_is_read_with_and_without_seconds() {
        assert_eq!(local("2026-12-03T15:00").to_string(), "2026-12-03T15:00:00");
        assert_eq!(local("2026-12-03 15:00:30").compact(), "20261203T150030");
        for wrong in [
            "2026-12-03",
            "2026-12-03T24:00",
            "2026-02-30T10:00",
            "2026-12-03T15:00:00+01:00",
            "2026-12-03T15:00:00Z",
            "2026-12-03T1:00",
            "\u{e4}026-12-03T15:00",
        ] {
            assert_eq!(Local::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_time_that_comes_twice_is_the_earlier_and_a_skipped_one_moves_on() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let (usual, fit) = berlin.moment(local("2026-12-03T15:00"));
        assert_eq!(
            (usual.iso().as_str(), fit),
            ("2026-12-03T15:00:00+01:00", Fit::Once)
        );
        assert_eq!(usual.compact_utc(), "20261203T140000Z");
        let (twice, fit) = berlin.moment(local("2026-10-25T02:30"));
        assert_eq!(
            (twice.iso().as_str(), fit),
            ("2026-10-25T02:30:00+02:00", Fit::Twice)
        );
        let (gap, fit) = berlin.moment(local("2026-03-29T02:30"));
        assert_eq!(
            (gap.iso().as_str(), fit),
            ("2026-03-29T03:30:00+02:00", Fit::Gap)
        );
    }

    #[test]
    fn zones_are_known_by_their_names_alone() {
        assert_eq!(
            Zone::named("europe/berlin").expect("a zone").name(),
            "Europe/Berlin"
        );
        assert!(Zone::named("Europe/Berlim").is_none());
        assert!(Zone::names().len() > 400);
        assert_eq!(
            Zone::named("UTC")
                .expect("a zone")
                .moment(local("2026-01-01T00:00"))
                .0
                .offset,
            0
        );
    }

    #[test]
    fn the_changes_of_clocks_are_known() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let from = berlin.moment(local("2026-06-01T00:00")).0.unix;
        let until = berlin.moment(local("2026-12-01T00:00")).0.unix;
        let changes = berlin.transitions(from, until);
        let seen: Vec<_> = changes
            .iter()
            .map(|one| (one.local.to_string(), one.name.as_str(), one.is_daylight))
            .collect();
        assert_eq!(
            seen,
            [
                ("2026-03-29T02:00:00".to_owned(), "CEST", true),
                ("2026-10-25T03:00:00".to_owned(), "CET", false)
            ]
        );
        assert!(Zone::utc().transitions(from, until).is_empty());
    }
}
