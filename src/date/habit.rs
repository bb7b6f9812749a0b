//! Days as people write them by hand, which Groundplan does not take but understands in advice.

use super::Date;

/// The days that a text like `31.03.2027` or `3/4/2026` may mean, the day before the month first.
///
/// Points say the day before the month, as it is written where points are used. With a slash both
/// orders are in use, so there may be two answers. None for everything else.
pub fn readings(text: &str) -> Vec<Date> {
    let text = text.trim();
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

/// The time that a text like `10.12.2026 17:00` means, as TOML writes it. None where it may be two
/// days, and for everything else.
pub fn time(text: &str) -> Option<String> {
    let (day, clock) = text.trim().split_once([' ', ','])?;
    let [day] = readings(day)[..] else {
        return None;
    };
    let (hour, minute) = clock
        .trim()
        .trim_end_matches("Uhr")
        .trim()
        .split_once([':', '.'])?;
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
