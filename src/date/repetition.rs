//! How something repeats: every so many days or months, or on a weekday of each month.

use jiff::ToSpan;
use jiff::civil::{self, Weekday};

use super::{Date, Period};

/// How something repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repetition {
    /// Every so many days.
    Days(i64),
    /// Every so many months, on the same day of the month; on the last day where a month is shorter.
    Months(i64),
    /// On a weekday of each month.
    Weekday(Place, Weekday),
}

/// Which of a month's Mondays, Tuesdays and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first to the fourth: every month has them.
    Nth(i8),
    /// The last.
    Last,
}

const DAYS: [(&str, Weekday, &str); 7] = [
    ("Monday", Weekday::Monday, "MO"),
    ("Tuesday", Weekday::Tuesday, "TU"),
    ("Wednesday", Weekday::Wednesday, "WE"),
    ("Thursday", Weekday::Thursday, "TH"),
    ("Friday", Weekday::Friday, "FR"),
    ("Saturday", Weekday::Saturday, "SA"),
    ("Sunday", Weekday::Sunday, "SU"),
];

const PLACES: [(&str, &str, Place); 5] = [
    ("first", "1st", Place::Nth(1)),
    ("second", "2nd", Place::Nth(2)),
    ("third", "3rd", Place::Nth(3)),
    ("fourth", "4th", Place::Nth(4)),
    ("last", "last", Place::Last),
];

impl Repetition {
    /// A repetition from `2 weeks`, `1 month`, `3rd Thursday` or `last Friday`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(period) = Period::parse(text) {
            return Some(match period {
                Period::Days(days) => Self::Days(days),
                Period::Months(months) => Self::Months(months),
            });
        }
        let lower = text.trim().to_lowercase();
        let (place, day) = lower.split_once(' ')?;
        let place = PLACES
            .iter()
            .find(|(word, short, _)| *word == place || *short == place)?;
        let day = DAYS
            .iter()
            .find(|(name, ..)| name.to_lowercase() == day.trim())?;
        Some(Self::Weekday(place.2, day.1))
    }

    /// The day of this number, from 0; None at the end of all calendars. From one number to the next
    /// the day is always later.
    pub fn day(self, first: Date, number: i64) -> Option<Date> {
        match self {
            Self::Days(days) => {
                let days = days.checked_mul(number)?;
                first.0.checked_add(jiff::Span::new().try_days(days).ok()?)
            }
            Self::Months(months) => {
                let months = months.checked_mul(number)?;
                first
                    .0
                    .checked_add(jiff::Span::new().try_months(months).ok()?)
            }
            Self::Weekday(place, weekday) => {
                // The first month has no such day any more when `first` comes after it.
                let of_first = of_month(first.0, place, weekday)?;
                let later = i64::from(of_first < first.0);
                let months = jiff::Span::new()
                    .try_months(number.checked_add(later)?)
                    .ok()?;
                let month = first.0.first_of_month().checked_add(months).ok()?;
                return of_month(month, place, weekday).map(Date);
            }
        }
        .ok()
        .map(Date)
    }

    /// The same in words: "every 2 weeks on Tuesday", "the 3rd Thursday of each month".
    pub fn words(self, first: Date) -> String {
        let every = |number: i64, unit: &str| match number {
            1 => format!("every {unit}"),
            number => format!("every {number} {unit}s"),
        };
        match self {
            Self::Days(days) if days % 7 == 0 => {
                format!("{} on {}", every(days / 7, "week"), first.weekday())
            }
            Self::Days(days) => every(days, "day"),
            Self::Months(months) if months % 12 == 0 => every(months / 12, "year"),
            Self::Months(months) => {
                format!("{} on day {}", every(months, "month"), first.0.day())
            }
            Self::Weekday(place, weekday) => {
                let place = PLACES.iter().find(|(.., known)| *known == place);
                let place = place.map_or("", |(_, short, _)| short);
                format!("the {place} {} of each month", name(weekday))
            }
        }
    }

    /// The same as a rule of RFC 5545, without its end.
    pub fn rule(self, first: Date) -> String {
        let interval = |number: i64| match number {
            1 => String::new(),
            number => format!(";INTERVAL={number}"),
        };
        match self {
            Self::Days(days) if days % 7 == 0 => format!("FREQ=WEEKLY{}", interval(days / 7)),
            Self::Days(days) => format!("FREQ=DAILY{}", interval(days)),
            Self::Months(months) => {
                let day = first.0.day();
                // A month without a 31st would be left out: the last of these days is meant.
                let days: Vec<String> = (28..=day).map(|day| day.to_string()).collect();
                let last = match day {
                    29.. => format!(";BYMONTHDAY={};BYSETPOS=-1", days.join(",")),
                    _ => String::new(),
                };
                format!("FREQ=MONTHLY{}{last}", interval(months))
            }
            Self::Weekday(place, weekday) => {
                let number = match place {
                    Place::Nth(number) => number,
                    Place::Last => -1,
                };
                format!("FREQ=MONTHLY;BYDAY={number}{}", letters(weekday))
            }
        }
    }
}

/// The weekday's day in the month of `day`.
fn of_month(day: civil::Date, place: Place, weekday: Weekday) -> Option<civil::Date> {
    let number = match place {
        Place::Nth(number) => number,
        Place::Last => -1,
    };
    day.nth_weekday_of_month(number, weekday).ok()
}

fn name(weekday: Weekday) -> &'static str {
    let named = DAYS.iter().find(|(_, known, _)| *known == weekday);
    named.map_or("", |(name, ..)| name)
}

/// The two letters of RFC 5545.
pub(super) fn letters(weekday: Weekday) -> &'static str {
    let named = DAYS.iter().find(|(_, known, _)| *known == weekday);
    named.map_or("", |(.., letters)| letters)
}

impl Date {
    /// The name of its weekday.
    pub fn weekday(self) -> &'static str {
        name(self.0.weekday())
    }

    /// The weekday of this day as rules of RFC 5545 have it, with its number in the month (`3TH`), and
    /// from the end where it is the last (`-1TH`).
    pub fn places_in_month(self) -> (String, Option<String>) {
        let letters = letters(self.0.weekday());
        let number = (self.0.day() - 1) / 7 + 1;
        let is_last = self.0.day() + 7 > self.0.days_in_month();
        (
            format!("{number}{letters}"),
            is_last.then(|| format!("-1{letters}")),
        )
    }

    /// Year and month: (2026, 12).
    pub fn month(self) -> (i16, i8) {
        (self.0.year(), self.0.month())
    }

    /// The day after.
    pub fn next_day(self) -> Self {
        Self(self.0.checked_add(1.day()).unwrap_or(self.0))
    }

    /// The day before.
    pub fn previous_day(self) -> Self {
        Self(self.0.checked_sub(1.day()).unwrap_or(self.0))
    }

    /// Day, month and year as calendar files have them: `20261203`.
    pub fn compact(self) -> String {
        self.to_string().replace('-', "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(every: &str, first: &str, count: i64) -> Vec<String> {
        let repetition = Repetition::parse(every).expect("a repetition");
        let first = Date::parse(first).expect("a date");
        let day = |number| repetition.day(first, number).expect("a day").to_string();
        (0..count).map(day).collect()
    }

    #[test]
    fn weeks_months_and_weekdays_repeat() {
        assert_eq!(
            days("2 weeks", "2026-07-07", 3),
            ["2026-07-07", "2026-07-21", "2026-08-04"]
        );
        assert_eq!(
            days("3rd Thursday", "2026-07-16", 3),
            ["2026-07-16", "2026-08-20", "2026-09-17"]
        );
        assert_eq!(
            days("last friday", "2026-07-31", 3),
            ["2026-07-31", "2026-08-28", "2026-09-25"]
        );
        assert_eq!(
            days("first Monday", "2026-07-07", 2),
            ["2026-08-03", "2026-09-07"]
        );
    }

    #[test]
    fn the_31st_is_the_last_day_of_shorter_months() {
        assert_eq!(
            days("1 month", "2026-01-31", 4),
            ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
        );
        let first = Date::parse("2026-01-31").expect("a date");
        assert_eq!(
            Repetition::Months(1).rule(first),
            "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"
        );
    }

    #[test]
    fn a_repetition_has_words_and_a_rule() {
        let first = Date::parse("2026-07-07").expect("a date");
        let both = |text: &str| {
            let repetition = Repetition::parse(text).expect("a repetition");
            (repetition.words(first), repetition.rule(first))
        };
        let pair = |words: &str, rule: &str| (words.to_owned(), rule.to_owned());
        assert_eq!(
            both("2 weeks"),
            pair("every 2 weeks on Tuesday", "FREQ=WEEKLY;INTERVAL=2")
        );
        assert_eq!(both("1 week"), pair("every week on Tuesday", "FREQ=WEEKLY"));
        assert_eq!(
            both("10 days"),
            pair("every 10 days", "FREQ=DAILY;INTERVAL=10")
        );
        assert_eq!(
            both("3 months"),
            pair("every 3 months on day 7", "FREQ=MONTHLY;INTERVAL=3")
        );
        assert_eq!(
            both("last Friday"),
            pair("the last Friday of each month", "FREQ=MONTHLY;BYDAY=-1FR")
        );
        for wrong in [
            "often",
            "5th Friday",
            "0 weeks",
            "2",
            "Friday",
            "3rd Freitag",
        ] {
            assert_eq!(Repetition::parse(wrong), None, "{wrong}");
        }
    }
}
