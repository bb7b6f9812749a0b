//! The usual slips of people who are no programmers, in words of our own, and how each is mended.

use std::ops::Range;

use crate::date::Date;
use crate::decode::{About, SyntaxError};
use crate::source::{Span, floor};

use super::line::{Edit, Line, Slip, leading, said, unclosed, without_comment};

/// What an error of the parser is about, in words for somebody who has not read the TOML specification.
pub(super) fn explain(text: &str, error: &toml::de::Error, shift: usize) -> SyntaxError {
    let slip = of(text, error).map_or_else(|| in_its_words(text, error), |slip| slip.error);
    SyntaxError {
        span: slip.span.shifted(shift),
        ..slip
    }
}

/// The line of an error, and where it begins.
pub(super) fn line_of<'a>(text: &'a str, error: &toml::de::Error) -> (usize, &'a str) {
    let at = error.span().map_or(0, |range| range.start.min(text.len()));
    line_at(text, at)
}

fn line_at(text: &str, at: usize) -> (usize, &str) {
    let start = text[..floor(text, at)].rfind('\n').map_or(0, |at| at + 1);
    (start, text[start..].lines().next().unwrap_or(""))
}

/// The usual slip that an error of the parser is about; none where it is another.
pub(super) fn of(text: &str, error: &toml::de::Error) -> Option<Slip> {
    let (start, line) = line_of(text, error);
    let span = place(error);
    let line = Line::of(line, start);
    no_date(text, error)
        .or_else(|| super::pasted::day(&line, span))
        .or_else(|| super::pasted::backslash(&line, span))
        .or_else(|| super::pasted::curly(&line, span))
        .or_else(|| super::stray::texts(&line, span))
        .or_else(|| super::stray::of(&line, span))
        .or_else(|| open_bracket(text, error, start))
        .or_else(|| head(&line, span))
        .or_else(|| pair(&line, span))
        .or_else(|| twice(&line, error.message(), span))
        .or_else(|| super::stray::key_twice(&line, error.message(), span))
}

fn place(error: &toml::de::Error) -> Span {
    let range = error.span().unwrap_or(0..0);
    Span::new(range.start, range.end.max(range.start))
}

fn in_its_words(text: &str, error: &toml::de::Error) -> SyntaxError {
    let message = error.message().lines().next().unwrap_or("this is no TOML");
    let (_, line) = line_of(text, error);
    let opening = line.trim_start().starts_with('[');
    let mut said = said(
        place(error),
        message.to_owned(),
        (!opening && !line.contains('=')).then(|| {
            "a line is `key = value`, a `[heading]`, or a comment that begins with `#`".to_owned()
        }),
    );
    // The parser says what it missed in words alone.
    if message.starts_with("string values must be quoted") {
        said.about = About::Value;
    }
    said
}

/// A day that no calendar has, or one with too few digits.
fn no_date(text: &str, error: &toml::de::Error) -> Option<Slip> {
    let at = error.span()?.start;
    let (start, line) = line_at(text, at);
    let line = without_comment(line);
    // The parser may stop in the middle of it.
    let is_of_date = |letter: char| letter.is_ascii_alphanumeric() || "-:.+".contains(letter);
    let begin = line.get(..at.checked_sub(start)?)?;
    let begin = begin.trim_end_matches(is_of_date).len();
    let rest = &line[begin..];
    let written = &rest[..rest
        .find(|letter| !is_of_date(letter))
        .unwrap_or(rest.len())];
    let (day, time) = written.split_at(written.find(['T', 't']).unwrap_or(written.len()));
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, number] = parts[..] else {
        return None;
    };
    let is_number =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_time = time
        .chars()
        .all(|letter| letter.is_ascii_digit() || "Ttz:.+-Z".contains(letter));
    if year.len() != 4 || ![year, month, number].iter().all(is_number) || !is_time {
        return None;
    }
    let fixed = format!("{year}-{month:0>2}-{number:0>2}");
    let place = start + begin..start + begin + written.len();
    let span = Span::from(place.clone());
    let (help, edits) = match Date::parse(&fixed) {
        // Such a day there is, so the time behind it is wrong.
        Some(_) if fixed == day => return None,
        Some(_) => {
            let edit = Edit {
                place,
                text: format!("{fixed}{time}"),
            };
            let edits = vec![edit];
            let mended = Line::of(line, start).mended(&edits);
            let help = format!("a month and a day have two digits: `{mended}`");
            (help, edits)
        }
        None => (no_such_day(year, month, number), Vec::new()),
    };
    let mut error = said(span, format!("`{written}` is no date"), Some(help));
    error.about = About::Date;
    Some(Slip { error, edits })
}

/// Why there is no such day, for a date of numbers.
fn no_such_day(year: &str, month: &str, day: &str) -> String {
    let date = |day: u8| Date::new(year.parse().ok()?, month.parse().ok()?, day);
    match (date(1), day.parse::<u32>()) {
        (Some(first), Ok(number)) if number > 0 => {
            let last = first.end_of_month();
            format!("the month ends on {}: `{last}`", last.long())
        }
        (Some(first), _) => format!("days are counted from 1: `{first}`"),
        (None, _) => "a year has twelve months, from `01` to `12`".to_owned(),
    }
}

/// A bracket that is opened in a line before this one and never closed.
fn open_bracket(text: &str, error: &toml::de::Error, start: usize) -> Option<Slip> {
    let message = error.message();
    let is_about_one = ["inline table", "key-value pairs", "array", "unclosed"];
    if !is_about_one.iter().any(|word| message.contains(word)) {
        return None;
    }
    let at = error.span()?.end.min(text.len());
    let mut end = match text
        .get(start..at)
        .is_some_and(|line| line.trim().is_empty())
    {
        true => start,
        false => at,
    };
    // The nearest line that opens more than it closes, not far above.
    for _ in 0..MOST_LINES {
        let (start, line) = line_at(text, end.saturating_sub(1));
        let line = Line::of(line, start);
        let is_pair = line.text.contains('=') && !line.text.starts_with('[');
        if let (true, Some((opened, closers))) = (is_pair, unclosed(line.text)) {
            let span = Span::from(line.place(opened..opened + 1));
            let letter = &line.text[opened..=opened];
            let edits = vec![Edit {
                place: line.place(line.text.len()..line.text.len()),
                text: closers,
            }];
            return Some(line.slip(span, format!("this `{letter}` is never closed"), edits));
        }
        if start == 0 {
            break;
        }
        end = start;
    }
    None
}

/// How far above an error the bracket is looked for.
const MOST_LINES: usize = 8;

/// A heading whose name has spaces or other letters, and no quotes.
fn head(line: &Line<'_>, span: Span) -> Option<Slip> {
    let inner = line.text.strip_prefix('[')?.strip_suffix(']')?;
    if inner.starts_with('[') || inner.trim().is_empty() || inner.contains(['"', '\'', '[', ']']) {
        return None;
    }
    // Below a phase stand the tasks of one offering.
    let name = &inner[..inner.find(".offering.").unwrap_or(inner.len())];
    if name.split('.').all(|part| is_bare(part.trim())) {
        return None;
    }
    let lead = name.len() - name.trim_start().len() + 1;
    let part = lead..lead + name.trim().len();
    let message = format!("the heading `{}` needs quotes", name.trim());
    Some(line.slip(span, message, line.quoted(part)).of_value())
}

/// Whether a key needs no quotes.
fn is_bare(key: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    !key.is_empty() && key.chars().all(fits)
}

/// Slips of a key and its value.
fn pair(line: &Line<'_>, span: Span) -> Option<Slip> {
    if line.text.starts_with('[') {
        return None;
    }
    let Some(equals) = line.text.find('=') else {
        return colon(line, span);
    };
    let key = line.text[..equals].trim_end();
    let value_at = equals + 1 + leading(&line.text[equals + 1..]);
    let value = &line.text[value_at..];
    if key.starts_with(['"', '\'']) {
        // The colon may stand in the quotes of the key, and the sign of equality in those of the value.
        let is_whole = key.len() > 1 && key.ends_with(|last| key.starts_with(last));
        return if is_whole {
            self::value(line, span, value_at..line.text.len())
        } else {
            colon(line, span)
        };
    }
    // A table within a line has its own `=`.
    if key.contains(['{', '}', '[', ']', '"']) {
        return None;
    }
    if !key.split('.').all(|part| is_bare(part.trim())) && !key.is_empty() {
        let mut edits = line.quoted(0..key.len());
        let message = match key.contains(char::is_whitespace) {
            true => format!("the key `{key}` has spaces and no quotes"),
            false => format!("the key `{key}` needs quotes"),
        };
        if let Some(more) = self::value(line, span, value_at..line.text.len()) {
            edits.extend(more.edits);
        }
        return Some(line.slip(span, message, edits).of_value());
    }
    if value.is_empty() {
        return Some(Slip {
            error: said(
                span,
                format!("`{key}` has no value"),
                Some(format!(
                    "write it behind the `=`: `{key} = \"…\"`, or remove the line"
                )),
            ),
            edits: Vec::new(),
        });
    }
    self::value(line, span, value_at..line.text.len())
}

/// A colon where TOML has a sign of equality.
fn colon(line: &Line<'_>, span: Span) -> Option<Slip> {
    let from = match line.text.chars().next()? {
        quote @ ('"' | '\'') => line.text[1..].find(quote)? + 2,
        _ => 0,
    };
    let at = from + line.text[from..].find(':')?;
    let key = line.text[..at].trim();
    let is_key = key.starts_with(['"', '\'']) || is_bare(key);
    let value_at = at + 1 + leading(&line.text[at + 1..]);
    if !is_key || value_at >= line.text.len() || line.text[from..at].contains('=') {
        return None;
    }
    let mut edits = vec![Edit {
        place: line.place(at..at + 1),
        text: match line.text[..at].ends_with(' ') {
            true => "=".to_owned(),
            false => " =".to_owned(),
        },
    }];
    if let Some(more) = value(line, span, value_at..line.text.len()) {
        edits.extend(more.edits);
    }
    let message = "a key and its value have a `=` between them, and no `:`".to_owned();
    Some(line.slip(span, message, edits))
}

/// Slips of a value: no quotes, one quote, or quotes within quotes.
fn value(line: &Line<'_>, span: Span, part: Range<usize>) -> Option<Slip> {
    let value = &line.text[part.clone()];
    let first = value.chars().next()?;
    if let '"' | '\'' = first {
        return unbalanced(line, span, part, first);
    }
    let plain = |letter: char| {
        letter.is_alphanumeric() || " -_.,:/'?!&()%+@<>€$£§°±×*;–—…".contains(letter)
    };
    let is_text = value.chars().all(plain) && !matches!(value, "true" | "false");
    let is_number = first.is_ascii_digit()
        && value.matches('.').count() < 2
        && !(value.contains(',') && line.text.starts_with(['"', '\'']))
        && !value.contains(|letter: char| letter.is_alphabetic() || "-/ %".contains(letter));
    if !is_text || is_number || !first.is_alphanumeric() {
        return None;
    }
    let what = if first.is_ascii_digit() {
        "value"
    } else {
        "text"
    };
    let message = format!("the {what} `{value}` needs quotes");
    Some(line.slip(span, message, line.quoted(part)).of_value())
}

/// A text with one quote, or with quotes in its quotes.
fn unbalanced(line: &Line<'_>, span: Span, part: Range<usize>, quote: char) -> Option<Slip> {
    let value = &line.text[part.clone()];
    if value.starts_with("\"\"\"") || value.starts_with("'''") {
        return None;
    }
    let inner = &value[1..];
    let Some(last) = inner.rfind(quote) else {
        let edits = vec![Edit {
            place: line.place(part.end..part.end),
            text: quote.to_string(),
        }];
        let message = "the text begins with a quote and does not end with one".to_owned();
        return Some(line.slip(span, message, edits));
    };
    let within = &inner[..last];
    if quote != '"' || last + 1 != inner.len() || within.contains(['\\', '=']) {
        return None;
    }
    let quotes = within.match_indices('"').map(|(at, _)| {
        let at = part.start + 1 + at;
        Edit {
            place: line.place(at..at),
            text: "\\".to_owned(),
        }
    });
    let edits: Vec<Edit> = quotes.collect();
    let message = "a quote within a text has a `\\` before it".to_owned();
    (!edits.is_empty()).then(|| line.slip(span, message, edits))
}

/// Headings of which a file has one, and that are no names of an author's own.
const SINGLE: [&str; 10] = [
    "balance", "benefit", "check", "day2", "defaults", "extra", "facts", "markdown", "sunset",
    "versions",
];

/// `[item]` for `[[item]]`, or a phase that is there already, seen when the second one comes.
fn twice(line: &Line<'_>, message: &str, span: Span) -> Option<Slip> {
    let name = line.text.strip_prefix('[')?.strip_suffix(']')?;
    if name.is_empty() || !message.contains("duplicate") {
        return None;
    }
    let many = "of what there are several, each begins with two brackets";
    let list = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    // A word in small letters is most likely a kind of thing, anything else a name that was given.
    let is_kind = name.chars().all(|letter| letter.is_ascii_lowercase());
    let (message, help) = match list {
        Some(name) => (
            format!("`[[{name}]]` stands here, and `[{name}]` above"),
            format!("{many}: write `[[{name}]]` above too"),
        ),
        None if SINGLE.contains(&name) => (
            format!("`[{name}]` stands here for the second time"),
            format!("write its lines below the first `[{name}]`"),
        ),
        None if is_kind => (
            format!("`[{name}]` stands here for the second time"),
            format!("{many}: `[[{name}]]`"),
        ),
        None => (
            format!("`[{name}]` stands here for the second time"),
            format!("write its lines below the first `[{name}]`"),
        ),
    };
    Some(Slip {
        error: said(span, message, Some(help)),
        edits: Vec::new(),
    })
}
