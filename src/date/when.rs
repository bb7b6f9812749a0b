//! When something is promised for: one text whose precision is the writer's honesty.

use std::cmp::Ordering;
use std::fmt;

use super::quarter::year;
use super::{Date, Half, Month, Quarter};

mod slip;

/// `now`, `next`, `later`, `2026`, `2026-H2`, `2026-Q3`, `2026-09`, `2026-09-30`, or `A..B`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// Worked on.
    Now,
    /// After that.
    Next,
    /// Some day.
    Later,
    /// In this stretch of the calendar.
    In(Unit),
    /// From the beginning of the first to the end of the second.
    Between(Unit, Unit),
}

/// A stretch of the calendar with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `2026`
    Year(i16),
    /// `2026-H2`
    Half(Half),
    /// `2026-Q3`
    Quarter(Quarter),
    /// `2026-09`
    Month(Month),
    /// `2026-09-30`
    Day(Date),
}

/// How exactly something is promised, the most exact first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// Half a year.
    Half,
    /// A year.
    Year,
    /// From one to another.
    Range,
    /// No date at all: now, next or later.
    Horizon,
}

/// Why a text is no [`When`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhenError {
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What is known about it: "a year has four quarters, Q1 to Q4".
    pub help: String,
    /// The text that was probably meant.
    pub mended: Option<String>,
}

impl When {
    /// Reads it. The case of letters does not count, nor do spaces around it.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        let trimmed = text.trim();
        match trimmed.to_lowercase().as_str() {
            "now" => return Ok(Self::Now),
            "next" => return Ok(Self::Next),
            "later" => return Ok(Self::Later),
            _ => {}
        }
        let Some((from, to)) = trimmed.split_once("..") else {
            return Unit::parse(trimmed).map(Self::In);
        };
        let [from, to] = [from, to].map(|one| Unit::parse(one.trim()));
        let (from, to) = match (from, to) {
            (Ok(from), Ok(to)) => (from, to),
            (Err(error), Ok(to)) => return Err(error.in_range(|one| format!("{one}..{to}"))),
            (Ok(from), Err(error)) => return Err(error.in_range(|one| format!("{from}..{one}"))),
            (Err(error), Err(_)) => return Err(error.in_range(|_| String::new())),
        };
        if from.first() > to.last() {
            return Err(WhenError {
                message: format!("`{trimmed}` ends before it begins"),
                help: "write the earlier one first".to_owned(),
                mended: Some(format!("{to}..{from}")),
            });
        }
        Ok(Self::Between(from, to))
    }

    /// How exact it is.
    pub fn precision(self) -> Precision {
        match self {
            Self::Now | Self::Next | Self::Later => Precision::Horizon,
            Self::Between(..) => Precision::Range,
            Self::In(Unit::Year(_)) => Precision::Year,
            Self::In(Unit::Half(_)) => Precision::Half,
            Self::In(Unit::Quarter(_)) => Precision::Quarter,
            Self::In(Unit::Month(_)) => Precision::Month,
            Self::In(Unit::Day(_)) => Precision::Day,
        }
    }

    /// Its first and its last day; none for now, next and later.
    pub fn interval(self) -> Option<(Date, Date)> {
        match self {
            Self::Now | Self::Next | Self::Later => None,
            Self::In(unit) => Some((unit.first(), unit.last())),
            Self::Between(from, to) => Some((from.first(), to.last())),
        }
    }

    /// The quarters that it touches, the first and the last; none for now, next and later.
    pub fn quarters(self) -> Option<(Quarter, Quarter)> {
        let (first, last) = self.interval()?;
        Some((Quarter::of(first), Quarter::of(last)))
    }

    /// The day, where it is one: only a day can stand in a calendar.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::In(Unit::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// Whether it is a promise for a later time than `other`; none where the two cannot be
    /// compared: a horizon depends on the day on which it was read. `later` is after everything.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let horizon = |when: Self| match when {
            Self::Now => Some(0),
            Self::Next => Some(1),
            Self::Later => Some(2),
            _ => None,
        };
        match (self.interval(), other.interval()) {
            (Some((first, last)), Some((other_first, other_last))) => {
                Some(last.cmp(&other_last).then(first.cmp(&other_first)))
            }
            (None, None) => Some(horizon(self).cmp(&horizon(other))),
            (None, Some(_)) if self == Self::Later => Some(Ordering::Greater),
            (Some(_), None) if other == Self::Later => Some(Ordering::Less),
            _ => None,
        }
    }

    /// By this, things stand in a list: now, next, then by the calendar, later.
    pub fn in_order(self) -> impl Ord {
        let rank = match self {
            Self::Now => 0,
            Self::Next => 1,
            Self::In(_) | Self::Between(..) => 2,
            Self::Later => 3,
        };
        let interval = self.interval();
        (
            rank,
            interval.map(|(first, _)| first),
            interval.map(|(_, last)| last),
        )
    }

    /// In words: `Q3 2026`, `September 2026`, `Q3 2026 to Q1 2027`, `later`.
    pub fn words(self) -> String {
        match self {
            Self::Now => "now".to_owned(),
            Self::Next => "next".to_owned(),
            Self::Later => "later".to_owned(),
            Self::In(unit) => unit.words(),
            Self::Between(from, to) => format!("{} to {}", from.words(), to.words()),
        }
    }

    /// The same within a sentence, behind "for", "from" or "to": "the first half of 2027".
    pub fn words_behind(self) -> String {
        let part = |unit| Self::In(unit).words_behind();
        match self {
            Self::In(unit @ Unit::Half(_)) => format!("the {}", unit.words()),
            Self::Between(from, to) => format!("{} to {}", part(from), part(to)),
            _ => self.words(),
        }
    }
}

impl Unit {
    fn parse(text: &str) -> Result<Self, WhenError> {
        if let Some(year) = year(text) {
            return Ok(Self::Year(year));
        }
        if let Some(quarter) = Quarter::parse(text) {
            return Ok(Self::Quarter(quarter));
        }
        if let Some(half) = Half::parse(text) {
            return Ok(Self::Half(half));
        }
        if let Some(month) = Month::parse(text) {
            return Ok(Self::Month(month));
        }
        // A time behind a day is dropped, as with every other date.
        let day = text.get(..10).unwrap_or(text);
        let rest_is_time = matches!(text.as_bytes().get(10), None | Some(b'T' | b't' | b' '));
        let in_range = |day: &Date| year(&format!("{:04}", day.year())).is_some();
        match Date::parse(day).filter(|_| rest_is_time).filter(in_range) {
            Some(day) => Ok(Self::Day(day)),
            None => Err(slip::explain(text)),
        }
    }

    /// Its first day.
    pub fn first(self) -> Date {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).unwrap_or_else(|| self.last()),
            Self::Half(half) => half.first(),
            Self::Quarter(quarter) => quarter.first(),
            Self::Month(month) => month.first(),
            Self::Day(day) => day,
        }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        match self {
            Self::Year(year) => {
                let last = Quarter::parse(&format!("{year:04}-Q4"));
                last.map_or(Date(jiff::civil::Date::MAX), Quarter::last)
            }
            Self::Half(half) => half.last(),
            Self::Quarter(quarter) => quarter.last(),
            Self::Month(month) => month.last(),
            Self::Day(day) => day,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Year(year) => year.to_string(),
            Self::Half(half) => half.words(),
            Self::Quarter(quarter) => quarter.words(),
            Self::Month(month) => month.words(),
            Self::Day(day) => day.long(),
        }
    }
}

impl WhenError {
    /// The same for a part of a range.
    fn in_range(self, whole: impl Fn(&str) -> String) -> Self {
        let mended = self.mended.as_deref().map(whole);
        Self {
            mended: mended.filter(|text| !text.is_empty()),
            ..self
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now | Self::Next | Self::Later => out.write_str(&self.words()),
            Self::In(unit) => unit.fmt(out),
            Self::Between(from, to) => write!(out, "{from}..{to}"),
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(out, "{year:04}"),
            Self::Half(half) => half.fmt(out),
            Self::Quarter(quarter) => quarter.fmt(out),
            Self::Month(month) => month.fmt(out),
            Self::Day(day) => day.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[test]
    fn a_half_has_an_article_within_a_sentence() {
        let words = |text: &str| when(text).words_behind();
        assert_eq!(words("2027-H1"), "the first half of 2027");
        assert_eq!(
            words("2026-Q4..2027-H1"),
            "Q4 2026 to the first half of 2027"
        );
        assert_eq!(words("now"), "now");
    }

    fn mended(text: &str) -> Option<String> {
        When::parse(text).expect_err(text).mended
    }

    #[test]
    fn every_form_is_written_as_it_is_read() {
        let forms = [
            ("now", "now"),
            ("later", "later"),
            ("2026", "2026"),
            ("2026-H2", "second half of 2026"),
            ("2026-Q3", "Q3 2026"),
            ("2026-09", "September 2026"),
            ("2026-09-30", "30 September 2026"),
            ("2026-Q3..2027-01", "Q3 2026 to January 2027"),
        ];
        for (text, words) in forms {
            assert_eq!(when(text).to_string(), text);
            assert_eq!(when(text).words(), words);
        }
        assert_eq!(when(" Next "), When::Next);
        assert_eq!(when("2026-Q3 .. 2026-Q4").to_string(), "2026-Q3..2026-Q4");
    }

    #[test]
    fn a_time_is_as_long_as_it_is_vague() {
        let days = |text: &str| {
            let (first, last) = when(text).interval().expect("an interval");
            format!("{first} {last}")
        };
        assert_eq!(days("2026"), "2026-01-01 2026-12-31");
        assert_eq!(days("2026-H2"), "2026-07-01 2026-12-31");
        assert_eq!(days("2026-02"), "2026-02-01 2026-02-28");
        assert_eq!(days("2026-Q3..2026-11-05"), "2026-07-01 2026-11-05");
        assert_eq!(when("later").interval(), None);
        assert_eq!(when("2026-09-30").day(), Date::parse("2026-09-30"));
        assert!(when("2026-09-30").precision() < when("2026").precision());
    }

    #[test]
    fn what_is_no_time_is_explained_and_mended_where_it_can_be() {
        assert_eq!(mended("Q3 2026").as_deref(), Some("2026-Q3"));
        assert_eq!(mended("Q3/27").as_deref(), Some("2027-Q3"));
        assert_eq!(mended("H1 27").as_deref(), Some("2027-H1"));
        assert_eq!(mended("Q5/27"), None);
        assert_eq!(mended("2026Q3").as_deref(), Some("2026-Q3"));
        assert_eq!(mended("2026-q3").as_deref(), Some("2026-Q3"));
        assert_eq!(mended("2026/Q3").as_deref(), Some("2026-Q3"));
        assert_eq!(mended("h2 2026").as_deref(), Some("2026-H2"));
        assert_eq!(mended("2026-9").as_deref(), Some("2026-09"));
        assert_eq!(mended("09/2026").as_deref(), Some("2026-09"));
        assert_eq!(mended("2026-7-3").as_deref(), Some("2026-07-03"));
        assert_eq!(mended("November 2026").as_deref(), Some("2026-11"));
        assert_eq!(mended("12. November 2026").as_deref(), Some("2026-11-12"));
        assert_eq!(
            mended("2026-Q4..2026-Q1").as_deref(),
            Some("2026-Q1..2026-Q4")
        );
        assert_eq!(
            mended("2026-Q1..2026-4").as_deref(),
            Some("2026-Q1..2026-04")
        );
        let help = |text: &str| When::parse(text).expect_err(text).help;
        assert!(help("2026-Q5").contains("four quarters"));
        assert!(help("2026-14").contains("twelve months"));
        assert!(help("2026-14-01").contains("twelve months"));
        assert!(help("2026-H3").contains("two halves"));
        assert!(help("2026-02-30").contains("must exist"));
        assert!(help("2206-Q1").contains("1970"));
        for wrong in ["", "soon", "..", "2026..", "Q", "äöü-Q1", "2026-Q1..soon"] {
            assert!(When::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_later_promise_is_known_from_an_earlier_one() {
        let order = |a: &str, b: &str| when(a).compare(when(b));
        assert_eq!(order("2026-Q3", "2026-Q2"), Some(Ordering::Greater));
        assert_eq!(order("2026-09", "2026-Q3"), Some(Ordering::Greater));
        assert_eq!(order("2026-Q3", "2026-Q3"), Some(Ordering::Equal));
        assert_eq!(order("later", "2099"), Some(Ordering::Greater));
        assert_eq!(order("next", "now"), Some(Ordering::Greater));
        assert_eq!(order("next", "2026-Q3"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_read(text in "\\PC{0,24}|[0-9QHqh./ -]{0,14}") {
            if let Ok(when) = When::parse(&text) {
                proptest::prop_assert_eq!(When::parse(&when.to_string()), Ok(when));
            }
        }
    }
}
