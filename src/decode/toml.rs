//! TOML, with the slips of people who are no programmers explained in words of our own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Key, Node, SyntaxError, Table, Value};
use crate::source::{Span, floor};

/// How the help about a date begins.
const A_DATE: &str = "a date has four, two and two digits";

/// Reads a TOML document. What could be read is returned beside the errors.
///
/// `shift` is added to every place: where the document begins in its file.
pub fn parse(text: &str, shift: usize) -> (Table, Vec<SyntaxError>) {
    parse_apart(text, shift, MOST_SLIPS)
}

/// How many heads of a list with the wrong number of brackets a file is read around.
const MOST_SLIPS: usize = 20;

fn parse_apart(text: &str, shift: usize, slips: usize) -> (Table, Vec<SyntaxError>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    if slips > 0
        && let Some(read) = around_a_slip(text, &errors, shift, slips)
    {
        return read;
    }
    let errors = errors
        .iter()
        .map(|error| explain(text, error, shift))
        .collect();
    (table(document.into_inner(), shift), errors)
}

/// One `[item]` among many `[[item]]` would cost all the others: what stands before it, it and what
/// follows are read each for itself, and put together. None where that is not what is wrong.
fn around_a_slip(
    text: &str,
    errors: &[toml::de::Error],
    shift: usize,
    slips: usize,
) -> Option<(Table, Vec<SyntaxError>)> {
    let (error, start, head) = errors.iter().find_map(|error| {
        if !error.message().contains("duplicate") {
            return None;
        }
        let (start, line) = line_of(text, error);
        let head = Head::of(line)?;
        (start > 0 && head.is_of_list(text)).then_some((error, start, head))
    })?;
    let own_end = match head.brackets {
        1 => head.end(text, start),
        _ => start,
    };
    let (mut table, mut found) = parse_apart(&text[..start], shift, slips - 1);
    found.push(explain(text, error, shift));
    for part in [start..own_end, own_end..text.len()] {
        let (rest, errors) = parse_apart(&text[part.clone()], shift + part.start, slips - 1);
        table.join(rest);
        found.extend(errors);
    }
    // A bracket in a text of several lines is no head: then nothing is gained.
    (found.len() <= errors.len()).then_some((table, found))
}

/// A line such as `[item]` or `[[item]]`.
struct Head<'a> {
    name: &'a str,
    brackets: usize,
}

impl<'a> Head<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let inner = line.trim().strip_prefix('[')?.strip_suffix(']')?;
        let twice = inner
            .strip_prefix('[')
            .and_then(|inner| inner.strip_suffix(']'));
        let (name, brackets) = twice.map_or((inner, 1), |inner| (inner, 2));
        let name = name.trim();
        let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        (!name.is_empty() && name.chars().all(is_bare)).then_some(Self { name, brackets })
    }

    /// Whether the file has a list of this name.
    fn is_of_list(&self, text: &str) -> bool {
        let is_list = |head: Head| head.brackets == 2 && head.name == self.name;
        text.lines().any(|line| Head::of(line).is_some_and(is_list))
    }

    /// Where the next head begins that is no part of this.
    fn end(&self, text: &str, start: usize) -> usize {
        let mut at = start;
        for (number, line) in text[start..].split_inclusive('\n').enumerate() {
            let inner = line.trim_start().trim_start_matches('[').trim_start();
            let is_head = line.trim_start().starts_with('[');
            let is_part = || {
                let below = inner.strip_prefix(self.name);
                below.is_some_and(|below| below.starts_with('.'))
            };
            if number > 0 && is_head && !is_part() {
                break;
            }
            at += line.len();
        }
        at
    }
}

impl Table {
    /// Adds what was read of the same file behind it: lists of one name become one.
    fn join(&mut self, rest: Table) {
        for (key, node) in rest.entries {
            let known = self
                .entries
                .iter_mut()
                .find(|(known, _)| known.name == key.name);
            match known {
                Some((_, known)) => known.join(node),
                None => self.entries.push((key, node)),
            }
        }
    }
}

impl Node {
    fn join(&mut self, more: Node) {
        let more = match more.value {
            Value::List(items) => items,
            _ => vec![more],
        };
        match &mut self.value {
            Value::List(items) => items.extend(more),
            Value::Table(_) => {
                let first = self.clone();
                let items = std::iter::once(first).chain(more).collect();
                self.value = Value::List(items);
            }
            // A key of the file that is written again below: the first one counts.
            _ => {}
        }
    }
}

fn table(document: DeTable<'_>, shift: usize) -> Table {
    let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'_>>)| {
        let span = Span::from(key.span()).shifted(shift);
        let name = std::borrow::Cow::into_owned(key.into_inner());
        (Key { name, span }, node(value, shift))
    };
    Table {
        entries: document.into_iter().map(entry).collect(),
    }
}

fn node(value: Spanned<DeValue<'_>>, shift: usize) -> Node {
    let span = Span::from(value.span()).shifted(shift);
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(number) => {
            let digits = number.as_str();
            match i64::from_str_radix(digits, number.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => Value::Text(digits.to_owned()),
            }
        }
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map_or_else(|_| Value::Text(number.as_str().to_owned()), Value::Float),
        DeValue::Boolean(truth) => Value::Bool(truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, shift)).collect())
        }
        DeValue::Table(inner) => Value::Table(table(inner, shift)),
    };
    Node { span, value }
}

/// An error of the parser in words for somebody who has not read the TOML specification.
fn explain(text: &str, error: &toml::de::Error, shift: usize) -> SyntaxError {
    let range = error.span().unwrap_or(0..0);
    let (_, line) = line_of(text, error);
    let span = Span::new(range.start, range.end.max(range.start)).shifted(shift);
    let slip = slip(line).or_else(|| twice(line, error.message()));
    let (message, help) = slip.unwrap_or_else(|| {
        let message = error.message().lines().next().unwrap_or("this is no TOML");
        (message.to_owned(), None)
    });
    let is_date = help.as_deref().is_some_and(|help| help.starts_with(A_DATE));
    SyntaxError {
        message,
        span,
        help,
        is_date,
    }
}

/// The line of an error, and where it begins.
fn line_of<'a>(text: &'a str, error: &toml::de::Error) -> (usize, &'a str) {
    let at = error.span().map_or(0, |range| range.start.min(text.len()));
    let start = text[..floor(text, at)].rfind('\n').map_or(0, |at| at + 1);
    (start, text[start..].lines().next().unwrap_or(""))
}

/// `[item]` for `[[item]]`, or a phase that is there already, seen when the second one comes.
fn twice(line: &str, message: &str) -> Option<(String, Option<String>)> {
    let trimmed = line.trim();
    let name = trimmed.strip_prefix('[')?.strip_suffix(']')?;
    if name.is_empty() || !message.contains("duplicate") {
        return None;
    }
    if let Some(name) = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        return Some((
            format!("`[[{name}]]` stands here, and `[{name}]` above"),
            Some(format!(
                "of what there are several, each begins with two brackets: write `[[{name}]]` above too"
            )),
        ));
    }
    // A word in small letters is most likely a kind of thing, anything else a name that was given.
    let is_kind = name.chars().all(|letter| letter.is_ascii_lowercase());
    Some((
        format!("`[{name}]` stands here for the second time"),
        Some(match is_kind {
            true => {
                format!("of what there are several, each begins with two brackets: `[[{name}]]`")
            }
            false => format!("write its lines below the first `[{name}]`"),
        }),
    ))
}

/// The usual slips, seen in the line where the parser gave up.
fn slip(line: &str) -> Option<(String, Option<String>)> {
    let trimmed = line.trim();
    if trimmed.contains(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{201e}']) {
        let straight: String = trimmed
            .chars()
            .map(|letter| match letter {
                '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
                '\u{2018}' | '\u{2019}' => '\'',
                letter => letter,
            })
            .collect();
        return Some((
            "curly quotes do not delimit a text in TOML".into(),
            Some(format!("write straight quotes: `{straight}`")),
        ));
    }
    let (key, value) = trimmed.split_once('=')?;
    let (key, value) = (key.trim(), value.trim());
    if !key.starts_with(['"', '\'']) && key.contains(' ') && !key.contains('.') {
        return Some((
            format!("the key `{key}` has spaces and no quotes"),
            Some(format!("write `\"{key}\" = {value}`")),
        ));
    }
    let bare = |letter: char| letter.is_alphanumeric() || " -_.,:/'?!".contains(letter);
    let is_number = value.starts_with(|first: char| first.is_ascii_digit());
    if is_number && value.contains('-') {
        // Behind a day may stand a time, and behind that a comment.
        let (day, rest) = value.split_at(value.find(['T', 't', ' ']).unwrap_or(value.len()));
        let time = rest.split('#').next().unwrap_or("");
        let is_time = time
            .chars()
            .all(|letter| letter.is_ascii_digit() || " \tTtZz:.+-".contains(letter));
        let parts: Vec<&str> = day.split('-').collect();
        let digits = parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        if parts.len() == 3 && digits && parts[0].len() == 4 && is_time {
            let fixed = format!("{}-{:0>2}-{:0>2}{rest}", parts[0], parts[1], parts[2]);
            return Some((
                format!(
                    "`{}` is no date",
                    value.split('#').next().unwrap_or(value).trim_end()
                ),
                Some(format!("{A_DATE} and must exist: `{key} = {fixed}`")),
            ));
        }
        return Some((
            format!("the value `{value}` needs quotes"),
            Some(format!("write `{key} = \"{value}\"`")),
        ));
    }
    let starts_bare = value.starts_with(|first: char| first.is_alphabetic());
    if starts_bare && value.chars().all(bare) && !matches!(value, "true" | "false") {
        return Some((
            format!("the text `{value}` needs quotes"),
            Some(format!("write `{key} = \"{value}\"`")),
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_error(text: &str) -> SyntaxError {
        parse(text, 0).1.into_iter().next().expect("an error")
    }

    #[test]
    fn order_and_places_are_kept() {
        let (table, errors) = parse("b = 1\na = \"x\"\n", 10);
        assert!(errors.is_empty());
        let names: Vec<_> = table.entries.iter().map(|(key, _)| &key.name).collect();
        assert_eq!(names, ["b", "a"]);
        assert_eq!(table.get("a").unwrap().span, Span::new(20, 23));
    }

    #[test]
    fn usual_slips_are_explained_with_the_line_that_mends_them() {
        let cases = [
            ("when = 2026-Q3", "when = \"2026-Q3\""),
            ("date = 2026-7-3", "date = 2026-07-03"),
            ("start = 2027-02-29T10:00:00", "must exist"),
            ("start = 2027-2-8T10:00:00", "start = 2027-02-08T10:00:00"),
            ("title = Managed database", "title = \"Managed database\""),
            ("title = \u{201c}Home\u{201d}", "title = \"Home\""),
            ("my key = 1", "\"my key\" = 1"),
            ("[item]\na = 1\n[item]\na = 2", "[[item]]"),
        ];
        for (wrong, right) in cases {
            let help = first_error(wrong).help.unwrap_or_default();
            assert!(help.contains(right), "{wrong}: {help}");
        }
    }

    #[test]
    fn a_head_with_too_few_brackets_costs_no_other_item() {
        let text = "day = 1\n[[item]]\nid = \"a\"\n[[quarter]]\nid = \"q\"\n[[item]]\nid = \"b\"\n[item]\nid = \"c\"\n[item.more]\nx = 1\n[[item]]\nid = \"d\"\n[item]\nid = \"e\"\n";
        let (table, errors) = parse(text, 100);
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert_eq!(messages, ["`[item]` stands here for the second time"; 2]);
        assert_eq!(
            errors[0].span.of(&format!("{}{text}", " ".repeat(100))),
            "item"
        );
        let Value::List(items) = &table.get("item").expect("items").value else {
            panic!("no list");
        };
        let ids: Vec<&str> = items
            .iter()
            .map(|item| match &item.value {
                Value::Table(item) => match &item.get("id").expect("an id").value {
                    Value::Text(id) => id.as_str(),
                    _ => "?",
                },
                _ => "?",
            })
            .collect();
        assert_eq!(ids, ["a", "b", "c", "d", "e"]);
        assert!(table.get("quarter").is_some() && table.get("day").is_some());
        let first = "[item]\nid = \"a\"\n[[item]]\nid = \"b\"\n[[item]]\nid = \"c\"\n";
        let (table, errors) = parse(first, 0);
        assert_eq!(
            errors[0].message,
            "`[[item]]` stands here, and `[item]` above"
        );
        let Value::List(items) = &table.get("item").expect("items").value else {
            panic!("no list");
        };
        assert_eq!(items.len(), 3);
    }

    #[test]
    fn a_phase_that_is_there_twice_is_explained() {
        let help = first_error("[\"Run\"]\na = 1\n[\"Run\"]\nb = 1").help;
        assert_eq!(
            help.as_deref(),
            Some("write its lines below the first `[\"Run\"]`")
        );
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_overflow() {
        assert!(
            !parse(&format!("x = {}", "[".repeat(20_000)), 0)
                .1
                .is_empty()
        );
        assert!(
            !parse(&format!("x = {}", "{a=".repeat(20_000)), 0)
                .1
                .is_empty()
        );
    }
}
