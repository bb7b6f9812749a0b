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
    let (document, errors) = DeTable::parse_recoverable(text);
    let errors = errors
        .iter()
        .map(|error| explain(text, error, shift))
        .collect();
    (table(document.into_inner(), shift), errors)
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
    let start = range.start.min(text.len());
    let line_start = text[..floor(text, start)]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
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

/// `[item]` for `[[item]]`, seen when the second one comes.
fn twice(line: &str, message: &str) -> Option<(String, Option<String>)> {
    let trimmed = line.trim();
    let name = trimmed.strip_prefix('[')?.strip_suffix(']')?;
    let single = !name.starts_with('[') && !name.is_empty();
    (single && message.contains("duplicate")).then(|| {
        (
            format!("`[{name}]` stands here for the second time"),
            Some(format!(
                "of what there are several, each begins with two brackets: `[[{name}]]`"
            )),
        )
    })
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
        let parts: Vec<&str> = value.split('-').collect();
        let digits = parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        if parts.len() == 3 && digits && parts[0].len() == 4 {
            let fixed = format!("{}-{:0>2}-{:0>2}", parts[0], parts[1], parts[2]);
            return Some((
                format!("`{value}` is no date"),
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
