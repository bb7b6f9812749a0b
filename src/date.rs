//! Civil dates of content. No clock: today is an input.

use std::fmt;

pub mod habit;
mod quarter;
pub mod repetition;
mod when;
pub mod zone;

pub use quarter::{Half, Month, Quarter};
pub use when::{Precision, Unit, When, WhenError};

/// The names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the calendar, `2026-10-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// A date from `YYYY-MM-DD`. None when it is written otherwise or does not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let well_formed = bytes.len() == 10
            && bytes.iter().enumerate().all(|(index, byte)| match index {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !well_formed {
            return None;
        }
        text.parse().ok().map(Self)
    }

    /// The UTC day of a time in seconds since 1970.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        let time = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(time.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// The day of a year, month (from 1) and day of the month (from 1), where there is one.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let [month, day] = [month, day].map(i8::try_from);
        let date = jiff::civil::Date::new(year, month.ok()?, day.ok()?);
        date.ok().map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month of the year, from 1.
    pub fn month_of_year(self) -> u8 {
        self.0.month().unsigned_abs()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.0.day().unsigned_abs()
    }

    /// The last day of its month.
    pub fn end_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// The date in words: `2 October 2026`.
    pub fn long(self) -> String {
        let month = MONTHS[self.0.month() as usize - 1];
        format!("{} {} {}", self.0.day(), month, self.0.year())
    }

    /// The date this period later.
    pub fn after(self, period: Period) -> Option<Self> {
        let span = match period {
            Period::Days(days) => jiff::Span::new().try_days(days),
            Period::Months(months) => jiff::Span::new().try_months(months),
        };
        self.0.checked_add(span.ok()?).ok().map(Self)
    }

    /// Whole days from `earlier` to this date; negative when it is before.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{:04}-{:02}-{:02}",
            self.0.year(),
            self.0.month(),
            self.0.day()
        )
    }
}

/// A length of time in calendar units: `30 days`, `2 weeks`, `6 months`, `1 year`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// So many days.
    Days(i64),
    /// So many months.
    Months(i64),
}

impl Period {
    /// A period from `N days|weeks|months|years`, singular allowed.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let number: i64 = number.parse().ok().filter(|n| (1..=10_000).contains(n))?;
        match unit.trim() {
            "day" | "days" => Some(Self::Days(number)),
            "week" | "weeks" => Some(Self::Days(number * 7)),
            "month" | "months" => Some(Self::Months(number)),
            "year" | "years" => Some(Self::Months(number * 12)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_one_spelling() {
        assert_eq!(Date::parse("2026-07-03").unwrap().to_string(), "2026-07-03");
        for wrong in [
            "2026-7-3",
            "2026-02-30",
            "20260703",
            "2026-07-03T00:00:00",
            "",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Date::parse("2026-10-02").unwrap().long(), "2 October 2026");
        assert_eq!(Date::from_unix(0).unwrap().to_string(), "1970-01-01");
    }

    #[test]
    fn periods_add_to_dates_by_the_calendar() {
        let day = |text| Date::parse(text).unwrap();
        let six_months = Period::parse("6 months").unwrap();
        assert_eq!(day("2026-08-31").after(six_months), Some(day("2027-02-28")));
        assert_eq!(Period::parse("2 weeks"), Some(Period::Days(14)));
        assert_eq!(Period::parse("often"), None);
        assert_eq!(day("2026-03-01").days_since(day("2026-02-01")), 28);
    }
}
