//! Telephone numbers, and what looks like one and is none.
//!
//! A number counts as a telephone number when it begins as one: with `+` and a country, with a zero
//! and an area, as `555-123-4567`, or behind a word like "call". Dates and times are taken out first.

use std::ops::Range;

/// Words behind which any long number is to be dialled.
const CALLING: [&str; 10] = [
    "call",
    "dial",
    "extension",
    "ext",
    "handy",
    "mobile",
    "phone",
    "tel",
    "telefon",
    "durchwahl",
];

/// The place of the first telephone number.
pub(super) fn find(letters: &[char]) -> Option<Range<usize>> {
    let letters = without_days(letters);
    let mut at = 0;
    while at < letters.len() {
        let Some(run) = run_at(&letters, at) else {
            at += 1;
            continue;
        };
        if is_number(&letters, &run) {
            return Some(run);
        }
        at = run.end;
    }
    None
}

/// The digits that begin here, with the signs that people put between the digits of a number.
fn run_at(letters: &[char], start: usize) -> Option<Range<usize>> {
    let is_start = letters[start].is_ascii_digit() || "+(".contains(letters[start]);
    let is_free = start == 0 || !letters[start - 1].is_alphanumeric();
    if !is_start || !is_free {
        return None;
    }
    let (mut end, mut between) = (start, 0);
    for (at, letter) in letters.iter().enumerate().skip(start) {
        if letter.is_ascii_digit() {
            (end, between) = (at + 1, 0);
        } else if at == start || (" -./()".contains(*letter) && between < 3) {
            between += 1;
        } else {
            break;
        }
    }
    // Digits within a word are part of a name: `INC0012345`, `0a1b2c`.
    let is_word = letters
        .get(end)
        .is_some_and(|letter| letter.is_alphanumeric());
    (end > start && !is_word).then_some(start..end)
}

fn is_number(letters: &[char], run: &Range<usize>) -> bool {
    let text: String = letters[run.clone()].iter().collect();
    let parts: Vec<&str> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let digits: String = parts.concat();
    let count = digits.len();
    let is_one_digit = digits.bytes().all(|digit| digit == digits.as_bytes()[0]);
    if !(6..=16).contains(&count) || is_one_digit {
        return false;
    }
    let sizes: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    if text.starts_with('+') || text.starts_with("(+") {
        return count >= 9 || (count >= 7 && !is_in_thousands(&sizes));
    }
    let is_area = parts[0].starts_with('0') && parts[0] != "0";
    let is_local = sizes.len() > 1 || count >= 9;
    if is_area && is_local && count >= 7 && !are_times(&parts) {
        return true;
    }
    sizes == [3, 3, 4] || sizes == [1, 3, 3, 4] || is_called(letters, run.start)
}

/// `10 000 000`: groups of three behind the first.
fn is_in_thousands(sizes: &[usize]) -> bool {
    let [first, rest @ ..] = sizes else {
        return false;
    };
    rest.is_empty() || (*first <= 3 && rest.iter().all(|size| *size == 3))
}

/// `0800-1700`: the hours of a shift.
fn are_times(parts: &[&str]) -> bool {
    let is_time = |part: &&str| {
        let number: u32 = part.parse().unwrap_or(u32::MAX);
        part.len() == 4 && number / 100 < 25 && number % 100 < 60
    };
    parts.len() == 2 && parts.iter().all(is_time)
}

/// Whether a word like "call" stands within a few words before.
fn is_called(letters: &[char], start: usize) -> bool {
    let before: String = letters[start.saturating_sub(20)..start].iter().collect();
    let before = before.to_lowercase();
    let mut words: Vec<&str> = before
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // The first word may have been cut.
    if start > 20 {
        words.reverse();
        words.pop();
    }
    words.iter().any(|word| CALLING.contains(word))
}

/// The letters with every date and time of day replaced by letters that no number has.
fn without_days(letters: &[char]) -> Vec<char> {
    let mut left = letters.to_vec();
    let mut at = 0;
    while at < letters.len() {
        match day_at(letters, at) {
            Some(length) => {
                left[at..at + length].fill('x');
                // What follows is free again: `2026-07-03 030 123456`.
                left[at + length - 1] = ';';
                at += length;
            }
            None => at += 1,
        }
    }
    left
}

/// How long the date is that begins here: `2026-07-03`, `3.7.2026`, `03/07/26`, `24.12.`.
fn day_at(letters: &[char], at: usize) -> Option<usize> {
    if at > 0 && (letters[at - 1].is_ascii_digit() || letters[at - 1] == '+') {
        return None;
    }
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut to = at;
    let mut sign = None;
    while numbers.len() < 3 {
        let digits: String = letters[to..]
            .iter()
            .take_while(|one| one.is_ascii_digit())
            .collect();
        if digits.is_empty() || digits.len() > 4 {
            break;
        }
        to += digits.len();
        numbers.push((digits.parse().ok()?, digits.len()));
        let next = letters.get(to).copied();
        let joins =
            next.is_some_and(|next| "-./".contains(next) && sign.is_none_or(|sign| sign == next));
        if numbers.len() == 3 || !joins {
            break;
        }
        (sign, to) = (next, to + 1);
    }
    let goes_on = |at: usize| {
        let joined = letters.get(at).is_some_and(|next| "-./".contains(*next));
        let next = letters.get(at + usize::from(joined));
        next.is_some_and(char::is_ascii_digit)
    };
    let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    let is_date = match numbers[..] {
        [(year, 4), (month, 1..=2), (day, 1..=2)] => year > 0 && is_day(day, month),
        [(day, 1..=2), (month, 1..=2), (_, 2 | 4)] => is_day(day, month) || is_day(month, day),
        // `24.12.`, the dot is behind the month already.
        [(day, 1..=2), (month, 1..=2)] => {
            return (sign == Some('.') && letters.get(to - 1) == Some(&'.') && is_day(day, month))
                .then_some(to - at);
        }
        _ => false,
    };
    (is_date && !goes_on(to)).then_some(to - at)
}

#[cfg(test)]
mod tests {
    use super::super::{Personal, find};

    #[test]
    fn telephone_numbers_are_seen() {
        for text in [
            "+49 30 23125 190",
            "Ring me: +49 (0)30 / 23125-190.",
            "+4930123456",
            "+1 555 123 4567",
            "+1 (555) 123-4567",
            "(+49) 171 1234567",
            "0049 30 123456",
            "0171 1234567",
            "0171/1234567",
            "0171-123 45 67",
            "030 123456",
            "(030) 123456",
            "01711234567",
            "01.23.45.67.89",
            "555-123-4567",
            "1-800-555-1234",
            "call 123456",
            "Tel.: 12 34 56",
            "since 2026-07-03 030 123456",
            "０３０ １２３４５６",
            "030\u{a0}123\u{2011}456",
        ] {
            let kind = find(text).map(|(kind, _)| kind);
            assert_eq!(kind, Some(Personal::Phone), "{text}");
        }
    }

    #[test]
    fn prices_dates_versions_and_machines_are_not() {
        for text in [
            "It costs 1 200 000 EUR a year.",
            "1.200.000 rows in 0.0012345 seconds",
            "+1 500 000 requests",
            "+10 000 000",
            "+1500 a month",
            "up +6, from 68 to 74",
            "on 2026-07-03",
            "on 03.07.2026",
            "3.7.2026 - 31.12.2026",
            "01.01.-31.03.2026",
            "07/03/26",
            "from 08:00 to 18:00",
            "0800-1700, every day",
            "2026-07-03T08:00:00",
            "10.0.0.1 and 192.168.100.200",
            "version 0.12.345",
            "INC0012345",
            "commit 0012345abc",
            "0000000000",
            "between 2019-2026",
            "100000 requests in 5 minutes",
            "We have 41 products and 23 teams, 180 people.",
            "port 5432, 5433 and 5434",
            "in 2026 12 345 builds failed",
            "we called it 1000000 times",
            "0 of 100 000 000",
            "a 4 h wait, 99.95 % of 8760 hours",
            "09 2026",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
