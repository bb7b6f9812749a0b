//! Stretches of the calendar that have names: months, quarters, halves of a year.

use std::fmt;

use super::{Date, MONTHS};

/// The first year that plans and numbers may speak of.
const FIRST_YEAR: i16 = 1970;
/// The last one. A year beyond it is a slip: `2206` for `2026`.
const LAST_YEAR: i16 = 2199;

/// A year in which something may be planned, `2026`.
pub(super) fn year(text: &str) -> Option<i16> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = digits.then(|| text.parse().ok()).flatten()?;
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
}

/// The day that a stretch begins with; every one of them exists.
fn first_of_month(year: i16, month: u8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date(jiff::civil::Date::MAX))
}

/// A quarter of a year, `2026-Q3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    /// From 1 to 4.
    number: u8,
}

impl Quarter {
    /// A quarter from `YYYY-QN`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year_text, number) = text.split_once("-Q")?;
        let number = number.parse().ok().filter(|one| (1..=4).contains(one))?;
        (text.len() == 7).then_some(Self {
            year: year(year_text)?,
            number,
        })
    }

    /// The quarter of a day.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            number: (day.month_of_year() - 1) / 3 + 1,
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// Which of the year it is, from 1 to 4.
    pub fn number(self) -> u8 {
        self.number
    }

    /// How many quarters it is after the first of the year 0.
    pub fn index(self) -> i32 {
        i32::from(self.year) * 4 + i32::from(self.number) - 1
    }

    /// The quarter so many later; earlier for a negative number. It ends with the calendar.
    pub fn plus(self, quarters: i32) -> Self {
        let index = (self.index() + quarters).clamp(4, 9_998 * 4);
        Self {
            year: i16::try_from(index.div_euclid(4)).unwrap_or(LAST_YEAR),
            number: u8::try_from(index.rem_euclid(4)).unwrap_or(0) + 1,
        }
    }

    /// The one after it.
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// Its first day.
    pub fn first(self) -> Date {
        first_of_month(self.year, self.number * 3 - 2)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        first_of_month(self.year, self.number * 3).end_of_month()
    }

    /// In words: `Q3 2026`.
    pub fn words(self) -> String {
        format!("Q{} {}", self.number, self.year)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-Q{}", self.year, self.number)
    }
}

/// A half of a year, `2026-H2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Half {
    year: i16,
    /// 1 or 2.
    number: u8,
}

impl Half {
    /// A half from `YYYY-HN`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year_text, number) = text.split_once("-H")?;
        let number = number.parse().ok().filter(|one| (1..=2).contains(one))?;
        (text.len() == 7).then_some(Self {
            year: year(year_text)?,
            number,
        })
    }

    /// Its first day.
    pub fn first(self) -> Date {
        first_of_month(self.year, self.number * 6 - 5)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        first_of_month(self.year, self.number * 6).end_of_month()
    }

    /// In words: `second half of 2026`.
    pub fn words(self) -> String {
        let which = ["first", "second"][usize::from(self.number != 1)];
        format!("{which} half of {}", self.year)
    }
}

impl fmt::Display for Half {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-H{}", self.year, self.number)
    }
}

/// A month of a year, `2026-09`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    /// From 1 to 12.
    number: u8,
}

impl Month {
    /// A month from `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year_text, number_text) = text.split_once('-')?;
        let digits = number_text.bytes().all(|byte| byte.is_ascii_digit());
        let number = number_text.parse().ok();
        let number = number.filter(|one| digits && (1..=12).contains(one))?;
        (text.len() == 7).then_some(Self {
            year: year(year_text)?,
            number,
        })
    }

    /// Its first day.
    pub fn first(self) -> Date {
        first_of_month(self.year, self.number)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.first().end_of_month()
    }

    /// In words: `September 2026`.
    pub fn words(self) -> String {
        format!("{} {}", MONTHS[usize::from(self.number - 1)], self.year)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_has_its_days_and_its_neighbours() {
        let quarter = Quarter::parse("2026-Q4").unwrap();
        assert_eq!(quarter.first().to_string(), "2026-10-01");
        assert_eq!(quarter.last().to_string(), "2026-12-31");
        assert_eq!(quarter.next().to_string(), "2027-Q1");
        assert_eq!(quarter.plus(-4).to_string(), "2025-Q4");
        assert_eq!(Quarter::of(quarter.last()), quarter);
        assert_eq!(quarter.words(), "Q4 2026");
        for wrong in [
            "2026-Q5", "2026-Q0", "2026-q4", "26-Q1", "2026-Q", "2026-Q44", "2026-Q+1",
        ] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn halves_and_months_end_with_the_calendar() {
        assert_eq!(
            Half::parse("2026-H2").unwrap().last().to_string(),
            "2026-12-31"
        );
        assert_eq!(
            Half::parse("2026-H1").unwrap().words(),
            "first half of 2026"
        );
        assert_eq!(
            Month::parse("2028-02").unwrap().last().to_string(),
            "2028-02-29"
        );
        assert_eq!(Month::parse("2026-9"), None);
        assert_eq!(Month::parse("2026-14"), None);
        assert_eq!(Month::parse("2026-+9"), None);
    }
}
