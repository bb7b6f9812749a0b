//! The YAML that most front matter is: lines of `key: value`, words and quoted texts in ASCII.
//!
//! The parser of the whole language takes half of the time in which the pages of a large site are loaded.
//! What is not certainly simple is left to it, every mistake too.

use crate::decode::{Key, Node, Table, Value};
use crate::source::Span;

/// Reads front matter that is simple; None for any other.
pub(super) fn parse(text: &str, shift: usize) -> Option<Table> {
    let mut table = Table {
        span: Span::new(0, 0).shifted(shift),
        entries: Vec::new(),
    };
    let mut at = 0;
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        let (name, value) = line.split_once(": ")?;
        if !is_word(name) || table.get(name).is_some() {
            return None;
        }
        // A word that means something else than itself.
        let Value::Text(name) = super::plain(name) else {
            return None;
        };
        let begin = at + name.len() + 2;
        let key = Key {
            span: Span::new(at, at + name.len()).shifted(shift),
            name,
        };
        let node = Node {
            span: Span::new(begin, at + line.len()).shifted(shift),
            value: quoted(value).or_else(|| words(value))?,
        };
        table.entries.push((key, node));
        at += line.len() + 1;
    }
    Some(table)
}

/// Whether this is a key without any meaning in YAML: a letter, then letters, digits, `_` and `-`.
fn is_word(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(plain)
}

/// A text in double quotes without escapes.
fn quoted(value: &str) -> Option<Value> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\';
    text.bytes()
        .all(plain)
        .then(|| Value::Text(text.to_owned()))
}

/// Words, a number or a date without quotes.
fn words(value: &str) -> Option<Value> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" _./-".contains(&byte);
    let is_plain = value.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !value.ends_with(' ')
        && value.bytes().all(plain);
    is_plain.then(|| super::plain(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_of_keys_and_values_are_simple() {
        let text = "title: \"Install: a chart\"\ndate: 2021-02-27\nweight: 1\ndraft: false\n";
        let table = parse(text, 4).expect("simple");
        assert_eq!(table.entries.len(), 4);
        assert!(
            matches!(&table.entries[0].1.value, Value::Text(text) if text == "Install: a chart")
        );
    }

    #[test]
    fn what_may_mean_something_else_is_not() {
        for text in [
            "",
            "a:",
            "a: b: c",
            "a: b # c",
            "a: [b]",
            "a: 'b'",
            "a: \"b\\n\"",
            "a:  b",
            "a: b ",
            "a: b\n  c",
            "a: b\na: c",
            "null: b",
            "a: \u{fc}",
            "---\na: b",
            "a: b\n\nc: d",
        ] {
            assert!(parse(text, 0).is_none(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_simple_means_what_the_whole_language_says(
            text in "([a-zA-Z_-]{0,3}(: |:|  )(\"[ -~]{0,5}\"|[ -~]{0,5}|[0-9.e+-]{1,4}|null|true|2021-0[0-9]-27)(\n|\n\n|)){0,4}",
            shift in 0_usize..9,
        ) {
            if let Some(simple) = parse(&text, shift) {
                let whole = super::super::whole(&text, shift);
                prop_assert_eq!(format!("{:?}", Ok::<_, ()>(simple)), format!("{:?}", whole.map_err(|_| ())));
            }
        }
    }
}
