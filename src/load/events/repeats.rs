//! How often a series repeats and by whose clock, with what people write for it first.

use crate::date::repetition::Repetition;
use crate::date::zone::Zone;
use crate::decode::Fields;
use crate::diagnostic::{Diagnostic, suggest};

use super::CODES;

/// A time zone by its name.
pub(super) fn zone(item: &mut Fields<'_, '_>) -> Option<Zone> {
    let (name, span) = item.spanned_text("tz")?;
    let mut zone = Zone::named(&name);
    if zone.is_none() {
        let message = format!("there is no time zone `{name}`");
        let finding = Diagnostic::at(CODES.unknown_value, item.file(), span, message);
        let names = Zone::names();
        // People know their city, and its continent less well.
        let by_city = names.iter().find(|known| {
            let city = known.rsplit('/').next().unwrap_or(known);
            city.eq_ignore_ascii_case(&name.replace(' ', "_"))
        });
        let near = by_city.map(String::as_str).or_else(|| of_letters(&name));
        // `MEZ` is no slip of the keyboard for `MET`.
        let is_short = name.len() < 6 && name.bytes().all(|byte| byte.is_ascii_uppercase());
        let all = names.iter().map(String::as_str).filter(|_| !is_short);
        let near = near.or_else(|| suggest::nearest(&name, all));
        // What was most likely meant, so that one slip is one finding.
        zone = Some(near.and_then(Zone::named).unwrap_or_else(Zone::utc));
        item.push(match near {
            Some(near) => finding
                .label(format!("did you mean `{near}`?"))
                .replacement(format!("\"{near}\"")),
            None => finding.help("zones are named by a city: `\"Europe/Berlin\"`, or `\"UTC\"`"),
        });
    }
    zone
}

/// The zone that is meant by the letters of its winter or summer time, where they mean one alone.
fn of_letters(name: &str) -> Option<&'static str> {
    Some(match name {
        "MEZ" | "MESZ" | "CEST" => "Europe/Berlin",
        "BST" => "Europe/London",
        "EEST" | "OEZ" | "OESZ" => "Europe/Helsinki",
        "EDT" | "ET" => "America/New_York",
        "CDT" => "America/Chicago",
        "PT" | "PST" | "PDT" => "America/Los_Angeles",
        _ => return None,
    })
}

/// How a series repeats.
pub(super) fn every(item: &mut Fields<'_, '_>) -> Option<Repetition> {
    let (text, span) = item.spanned_text("every")?;
    let repetition = Repetition::parse(&text);
    if repetition.is_none() {
        let message = format!("`{text}` is no way to repeat");
        let finding = Diagnostic::at(CODES.unknown_value, item.file(), span, message);
        item.push(match meant(&text) {
            _ if is_in_two_ways(&text) => finding
                .help("every other week is `\"2 weeks\"`, with the weekday that `first` has")
                .help("once a month is `\"2nd Monday\"`, with the day that you mean"),
            Some(meant) => finding
                .label(format!("did you mean `{meant}`?"))
                .replacement(format!("\"{meant}\"")),
            None => finding.help(
                "write for example `\"2 weeks\"`, `\"1 month\"`, `\"3rd Thursday\"` or `\"last Friday\"`",
            ),
        });
    }
    repetition
}

/// Whether a text may mean every other week as well as once a month: `every second Monday`.
fn is_in_two_ways(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let word = lower
        .strip_prefix("every ")
        .and_then(|rest| rest.split_once(' '));
    word.is_some_and(|(count, day)| matches!(count, "second" | "2nd") && day.ends_with("day"))
}

/// What people write for a repetition, and how it is written here.
fn meant(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let plain = lower.strip_prefix("every ").unwrap_or(&lower);
    let is_weekday = |word: &str| word.ends_with("day") && word != "day";
    let meant = match plain {
        "daily" | "day" => "1 day".to_owned(),
        "weekly" | "week" => "1 week".to_owned(),
        "fortnightly" | "biweekly" | "other week" => "2 weeks".to_owned(),
        "monthly" | "month" => "1 month".to_owned(),
        "quarterly" | "quarter" => "3 months".to_owned(),
        // The weekday of a series is that of its first day.
        word if is_weekday(word) && !word.contains(' ') => "1 week".to_owned(),
        // Not every month has a fifth.
        word => match word.split_once(' ') {
            Some((count, "tag" | "tage")) => format!("{count} days"),
            Some((count, "woche" | "wochen")) => format!("{count} weeks"),
            Some((count, "monat" | "monate")) => format!("{count} months"),
            Some(("5th" | "fifth", day)) => {
                let first: String = day.chars().take(1).flat_map(char::to_uppercase).collect();
                format!("last {first}{}", day.chars().skip(1).collect::<String>())
            }
            Some(("other", day)) if is_weekday(day) => "2 weeks".to_owned(),
            _ => word.to_owned(),
        },
    };
    Repetition::parse(&meant).map(|_| meant)
}
