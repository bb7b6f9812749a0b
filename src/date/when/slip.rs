//! Texts that are no time, explained to whoever wrote them, and mended where it can be guessed.

use super::WhenError;
use crate::date::Date;
use crate::date::quarter::year;

/// What can be written, for help.
const FORMS: &str = "write `now`, `next`, `later`, or a time as exact as you know it: `2026`, `2026-H2`, \
                     `2026-Q3`, `2026-09`, `2026-09-30`, or from one to another: `2026-Q3..2026-Q4`";

/// What is wrong with a text that names no stretch of the calendar, in words that help.
pub(super) fn explain(text: &str) -> WhenError {
    let say = |help: &str, mended: Option<String>| WhenError {
        message: format!("`{text}` is no date, month, quarter or year"),
        help: help.to_owned(),
        mended,
    };
    if let [day] = super::super::habit::readings(text)[..] {
        let help = format!("write year, month and day: `{day}`");
        return say(&help, Some(day.to_string()));
    }
    if let Some(month) = super::super::habit::month(text)
        && text.contains(char::is_alphabetic)
    {
        let month = month.to_string();
        let month = month[..7].to_owned();
        return say("a month is a number behind its year", Some(month));
    }
    let upper = text.to_uppercase().replace(['_', '/', '.'], "-");
    let words: Vec<&str> = upper
        .split(|letter: char| letter == '-' || letter.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    // "Q3/27" leaves the century out.
    if let [part, short] = words[..]
        && let Some(("Q" | "H", _)) = two_parts(part)
        && short.len() == 2
        && short.bytes().all(|byte| byte.is_ascii_digit())
    {
        let whole = explain(&format!("20{short}-{part}"));
        return say(&whole.help, whole.mended);
    }
    let number = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() <= 2);
    // "Q3 2026", "2026Q3" and "2026 Q3" have the right parts in the wrong places.
    let (first, second) = match words[..] {
        [one, two] if year(two).is_some() => (two, two_parts(one)),
        [one, two] => (one, two_parts(two)),
        [one] if one.len() > 4 && one.is_char_boundary(4) => (&one[..4], two_parts(&one[4..])),
        [_, month, day] if year(words[0]).is_some() => {
            return say(
                &no_such_day(month, day),
                mended_day(words[0], month, day).map(|day| day.to_string()),
            );
        }
        _ => return say(FORMS, None),
    };
    let Some((letter, count)) = second.filter(|_| year(first).is_some()) else {
        return match words.first() {
            Some(one) if one.len() == 4 && one.bytes().all(|byte| byte.is_ascii_digit()) => {
                say("a year of a plan is between 1970 and 2199", None)
            }
            _ => say(FORMS, None),
        };
    };
    match (letter, number(count)) {
        ("Q", Some(count @ 1..=4)) => say(
            "a quarter is written with its year first",
            Some(format!("{first}-Q{count}")),
        ),
        ("Q", _) => say(
            &format!("a year has four quarters: `{first}-Q1` to `{first}-Q4`"),
            None,
        ),
        ("H", Some(count @ 1..=2)) => say(
            "half a year is written with its year first",
            Some(format!("{first}-H{count}")),
        ),
        ("H", _) => say(
            &format!("a year has two halves: `{first}-H1` and `{first}-H2`"),
            None,
        ),
        ("", Some(count @ 1..=12)) => say(
            "a month has two digits, behind its year",
            Some(format!("{first}-{count:02}")),
        ),
        ("", Some(_)) => say(
            &format!("a year has twelve months: `{first}-01` to `{first}-12`"),
            None,
        ),
        _ => say(FORMS, None),
    }
}

/// `Q3` as its letter and its number; a number alone has no letter.
fn two_parts(word: &str) -> Option<(&str, &str)> {
    let at = word.find(|letter: char| letter.is_ascii_digit())?;
    Some(word.split_at(at)).filter(|(letter, _)| letter.len() <= 1)
}

fn mended_day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn no_such_day(month: &str, day: &str) -> String {
    match month.parse::<u8>() {
        Ok(1..=12) if day.parse::<u8>().is_ok() => {
            "a day has four, two and two digits and must exist: `2026-09-30`".to_owned()
        }
        Ok(number) if !(1..=12).contains(&number) => {
            format!("a year has twelve months, {number} is none of them")
        }
        _ => FORMS.to_owned(),
    }
}
