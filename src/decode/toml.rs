//! TOML, with the slips of people who are no programmers explained in words of our own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Key, Node, SyntaxError, Table, Value};
use crate::source::Span;

mod line;
mod mend;
mod pasted;
mod slip;
mod stray;

use slip::{explain, line_of};

/// Reads a TOML document. What could be read is returned beside the errors: a usual slip, a label with
/// spaces and no quotes for example, is an error and is read as it was meant, so that it costs nothing
/// of what follows.
///
/// `shift` is added to every place: where the document begins in its file.
pub fn parse(text: &str, shift: usize) -> (Table, Vec<SyntaxError>) {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return (whole(document.into_inner(), shift), Vec::new());
    }
    let mended = mend::mended(text, errors, MOST_SLIPS);
    let (mut table, errors) = parse_apart(&mended.text, 0, MOST_SLIPS);
    mended.put_back(&mut table, shift);
    let place = |error: SyntaxError| SyntaxError {
        span: mended.original(error.span),
        ..error
    };
    let mut errors: Vec<SyntaxError> = errors.into_iter().map(place).collect();
    errors.extend(mended.slips);
    errors.sort_by_key(|error| error.span.start);
    for error in &mut errors {
        error.span = error.span.shifted(shift);
    }
    (table, errors)
}

/// How many slips a file is read around.
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
    (whole(document.into_inner(), shift), errors)
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

/// A document: it begins at its own beginning.
fn whole(document: DeTable<'_>, shift: usize) -> Table {
    table(document, Span::default().shifted(shift), shift)
}

fn table(document: DeTable<'_>, span: Span, shift: usize) -> Table {
    let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'_>>)| {
        let span = Span::from(key.span()).shifted(shift);
        let name = std::borrow::Cow::into_owned(key.into_inner());
        (Key { name, span }, node(value, shift))
    };
    Table {
        span,
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
        DeValue::Float(number) => {
            let text = number.as_str().to_owned();
            match text.parse() {
                Ok(number) => Value::Float(number, text),
                Err(_) => Value::Text(text),
            }
        }
        DeValue::Boolean(truth) => Value::Bool(truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            Value::List(items.into_iter().map(|item| node(item, shift)).collect())
        }
        DeValue::Table(inner) => Value::Table(table(inner, span, shift)),
    };
    Node { span, value }
}

#[cfg(test)]
mod tests;
