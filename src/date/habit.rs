//! Days as people write them by hand, which Groundplan does not take but understands in advice.

use super::Date;

/// The names of the months, in English and as German has them otherwise. Three letters are enough.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar", "j\u{e4}nner"],
    &["february", "februar"],
    &["march", "m\u{e4}rz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

/// The days that a text like `31.03.2027`, `3/4/2026` or `12 November 2026` may mean, the day before
/// the month first.
///
/// Points say the day before the month, as it is written where points are used. With a slash both
/// orders are in use, so there may be two answers. None for everything else.
pub fn readings(text: &str) -> Vec<Date> {
    let text = text.trim();
    if let Some((Some(day), month, year)) = in_words(text) {
        return Date::new(year, month, day).into_iter().collect();
    }
    let (sign, both) = match text.contains('/') {
        true => ('/', true),
        false => ('.', false),
    };
    let parts: Vec<&str> = text.split(sign).collect();
    let [first, second, year] = parts[..] else {
        return Vec::new();
    };
    let number = |part: &str, most: usize| -> Option<u16> {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| fits)
    };
    let (Some(first), Some(second), Some(year)) =
        (number(first, 2), number(second, 2), number(year, 4))
    else {
        return Vec::new();
    };
    let year = match (parts[2].len(), year) {
        // A year of two digits is one of this century.
        (2, year) => 2000 + year,
        (4, 1000..) => year,
        _ => return Vec::new(),
    };
    let day = |day: u16, month: u16| Date::parse(&format!("{year:04}-{month:02}-{day:02}"));
    let mut days: Vec<Date> = day(first, second).into_iter().collect();
    if both && first != second {
        days.extend(day(second, first));
    }
    days
}

/// The parts of `12. November 2026`, `November 12, 2026` or `November 2026`.
fn in_words(text: &str) -> Option<(Option<u8>, u8, i16)> {
    if !text.contains(char::is_alphabetic) {
        return None;
    }
    let words = text.split(|letter: char| letter.is_whitespace() || ".,".contains(letter));
    let (mut day, mut month, mut year) = (None, None, None);
    for word in words.filter(|word| !word.is_empty()) {
        let ordinal = ["st", "nd", "rd", "th"].iter();
        let number = ordinal.fold(word, |word, end| match word.strip_suffix(end) {
            Some(rest) if rest.bytes().all(|byte| byte.is_ascii_digit()) => rest,
            _ => word,
        });
        let digits = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty();
        match (digits, number.len()) {
            (true, 1 | 2) if day.is_none() => day = Some(number.parse().ok()?),
            (true, 4) if year.is_none() => year = Some(number.parse().ok()?),
            (false, _) if month.is_none() => month = Some(month_named(word)?),
            _ => return None,
        }
    }
    Some((day, month?, year?))
}

fn month_named(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let is_one = |names: &&[&str]| names.iter().any(|name| name.starts_with(&word));
    let at = MONTHS.iter().position(is_one)?;
    u8::try_from(at + 1).ok()
}

/// The first day of a month that stands where a day is wanted: `2026-11`, `11/2026`, `November 2026`.
pub fn month(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some((None, month, year)) = in_words(text) {
        return Date::new(year, month, 1);
    }
    let (first, second) = text.split_once(['-', '/', '.'])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || !digits(second) {
        return None;
    }
    let (year, month) = match (first.len(), second.len()) {
        (4, 1 | 2) => (first, second),
        (1 | 2, 4) => (second, first),
        _ => return None,
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, 1)
}

/// The time that a text like `10.12.2026 17:00` means, as TOML writes it. None where it may be two
/// days, and for everything else.
pub fn time(text: &str) -> Option<String> {
    let text = text.trim();
    let hours = text
        .strip_suffix("Uhr")
        .or_else(|| text.strip_suffix("uhr"));
    let (day, clock) = hours.unwrap_or(text).trim_end().rsplit_once([' ', ','])?;
    let [day] = readings(day.trim_end().trim_end_matches(','))[..] else {
        return None;
    };
    // `17 Uhr` is an hour, and 17 alone is none.
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some(parts) => parts,
        None => (clock, hours.map(|_| "0")?),
    };
    let number = |part: &str, below: u8| -> Option<u8> {
        let is_short = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse()
            .ok()
            .filter(|number| is_short && *number < below)
    };
    let (hour, minute) = (number(hour, 24)?, number(minute, 60)?);
    Some(format!("{day}T{hour:02}:{minute:02}:00"))
}

/// How the day is written instead: "write it as `2027-03-31`". None where no day is meant.
pub fn advice(text: &str) -> Option<String> {
    match readings(text)[..] {
        [day] => Some(format!("write year, month and day: `{day}`")),
        [one, other] => Some(format!(
            "write year, month and day: `{one}` for {}, `{other}` for {}",
            one.long(),
            other.long()
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<String> {
        readings(text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn points_say_the_day_first_and_slashes_leave_it_open() {
        assert_eq!(written("31.03.2027"), ["2027-03-31"]);
        assert_eq!(written("3.7.2026"), ["2026-07-03"]);
        assert_eq!(written("3/4/2026"), ["2026-04-03", "2026-03-04"]);
        assert_eq!(written("12/31/2026"), ["2026-12-31"]);
        assert_eq!(written("4/4/2026"), ["2026-04-04"]);
        assert_eq!(written("30.6.27"), ["2027-06-30"]);
    }

    #[test]
    fn a_month_may_be_a_word_of_two_languages() {
        for text in [
            "12. November 2026",
            "12 November 2026",
            "November 12, 2026",
            "Nov 12th 2026",
            "12 nov. 2026",
        ] {
            assert_eq!(written(text), ["2026-11-12"], "{text}");
        }
        assert_eq!(written("3. M\u{e4}rz 2027"), ["2027-03-03"]);
        for text in [
            "31 February 2026",
            "12 Brumaire 2026",
            "12 12 May 2026",
            "May",
        ] {
            assert_eq!(written(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_month_alone_lacks_its_day() {
        let first = |text: &str| month(text).map(|day| day.to_string());
        for text in ["2026-11", "11/2026", "11.2026", "November 2026"] {
            assert_eq!(first(text).as_deref(), Some("2026-11-01"), "{text}");
        }
        for text in ["2026", "2026-13", "12 November 2026", "1.2", "2026-Q4"] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_with_a_time_is_a_time() {
        let is = |text: &str| time(text);
        assert_eq!(
            is("10.12.2026 17:00").as_deref(),
            Some("2026-12-10T17:00:00")
        );
        assert_eq!(
            is("3.7.26, 9.05 Uhr").as_deref(),
            Some("2026-07-03T09:05:00")
        );
        for text in [
            "12. November 2026, 17:00",
            "12.11.2026 17 Uhr",
            "12 Nov 2026 17.00 Uhr",
        ] {
            assert_eq!(is(text).as_deref(), Some("2026-11-12T17:00:00"), "{text}");
        }
        for text in [
            "10.12.2026",
            "10.12.2026 25:00",
            "3/4/2026 10:00",
            "10.12.2026 10",
            "x 1:00",
        ] {
            assert_eq!(is(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_has_no_reading() {
        for text in [
            "31.02.2027",
            "1.2",
            "1.2.7",
            "1.2.345",
            "a/b/2026",
            "1.2.3.2026",
            "",
            "ä.1.2026",
        ] {
            assert_eq!(written(text), Vec::<String>::new(), "{text}");
            assert_eq!(advice(text), None, "{text}");
        }
    }
}
