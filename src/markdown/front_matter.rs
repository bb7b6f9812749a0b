//! The block of keys at the top of a page: TOML between `+++`, YAML between `---`.

use crate::decode::{About, SyntaxError, Table, toml, yaml};
use crate::source::Span;

/// How the keys are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `+++`.
    Toml,
    /// Between lines of `---`.
    Yaml,
}

/// A page's text, cut in two.
#[derive(Clone, Debug)]
pub struct Split {
    /// How the keys are written; None for a page without front matter.
    pub format: Option<Format>,
    /// The keys.
    pub table: Table,
    /// Where they are written, between the two lines that close them in; empty at the beginning of a
    /// page without front matter.
    pub keys: Span,
    /// What cannot be read of them.
    pub errors: Vec<SyntaxError>,
    /// Where the text behind the keys begins.
    pub body: usize,
}

/// Cuts a page's text into its keys and where its body begins. Nothing of the text is ever lost:
/// with a front matter that is not closed the body begins behind its first line.
pub fn split(text: &str) -> Split {
    let blank = behind_comments(text);
    let Some((format, start)) = opening(text, blank) else {
        return Split {
            format: None,
            table: Table::default(),
            keys: Span::default(),
            errors: forgotten(text, blank).into_iter().collect(),
            body: 0,
        };
    };
    let Some((end, body)) = closing(text, start, format) else {
        return unclosed(text, format, blank, start);
    };
    let keys = &text[start..end];
    let (table, errors) = match format {
        Format::Toml => toml::parse(keys, start),
        Format::Yaml => match yaml::parse(keys, start) {
            Ok(table) => (table, Vec::new()),
            Err(error) => (Table::default(), vec![error]),
        },
    };
    Split {
        format: Some(format),
        table,
        keys: Span::new(start, end),
        errors,
        body,
    }
}

/// Where a file begins for its author: blank lines and comments, a licence for example, may stand
/// above the keys.
fn behind_comments(text: &str) -> usize {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let comment = text[at..].strip_prefix("<!--");
        match comment.and_then(|rest| rest.find("-->")) {
            Some(end) => at += "<!--".len() + end + "-->".len(),
            None => return at,
        }
    }
}

/// The line that begins at `blank`, when it opens front matter, and where the next one begins.
fn opening(text: &str, blank: usize) -> Option<(Format, usize)> {
    let format = match text.get(blank..blank + 3)? {
        "+++" => Format::Toml,
        "---" => Format::Yaml,
        _ => return None,
    };
    let (line, next) = line_at(text, blank);
    line[3..].trim().is_empty().then_some((format, next))
}

/// The keys with which an author begins the front matter.
const FIRST: [&str; 12] = [
    "title",
    "summary",
    "owner",
    "lifecycle",
    "category",
    "kind",
    "date",
    "reviewed",
    "personas",
    "services",
    "weight",
    "draft",
];

/// What is said of keys that nothing, or a mark that is none, closes in: they would be text.
fn forgotten(text: &str, blank: usize) -> Option<SyntaxError> {
    let (line, next) = line_at(text, blank);
    let is_mark = !line.is_empty() && line.trim_end().bytes().all(|byte| byte == b'+');
    let keys = if is_mark { line_at(text, next).0 } else { line };
    let (key, value) = keys.split_once('=')?;
    let value = value.trim_start();
    let is_value = value
        .starts_with(|first: char| first.is_ascii_digit() || "\"'[{".contains(first))
        || ["true", "false"].contains(&value.trim_end());
    if !is_value || !FIRST.contains(&key.trim()) {
        return None;
    }
    let message = match is_mark {
        true => "the line above the keys is `+++`, three of them",
        false => "these are keys, and nothing says so: readers would see them as text",
    };
    Some(SyntaxError {
        message: message.into(),
        span: Span::new(blank, blank + line.len()),
        help: Some("put a line `+++` above the first key, and another below the last".into()),
        about: About::Form,
    })
}

/// Where the keys end and where the body begins.
fn closing(text: &str, start: usize, format: Format) -> Option<(usize, usize)> {
    let mut at = start;
    while at < text.len() {
        let (line, next) = line_at(text, at);
        let closes = match format {
            Format::Toml => line.trim_end() == "+++",
            Format::Yaml => matches!(line.trim_end(), "---" | "..."),
        };
        if closes {
            return Some((at, next));
        }
        at = next;
    }
    None
}

/// The line that begins at `at`, without its end, and where the next one begins.
fn line_at(text: &str, at: usize) -> (&str, usize) {
    let rest = &text[at..];
    match rest.find(['\n', '\r']) {
        None => (rest, text.len()),
        Some(end) => {
            let width = if rest[end..].starts_with("\r\n") {
                2
            } else {
                1
            };
            (&rest[..end], at + end + width)
        }
    }
}

/// A page that begins with `---` may begin with a line drawn across: only what looks like a key
/// behind it makes it front matter.
fn unclosed(text: &str, format: Format, blank: usize, start: usize) -> Split {
    let (next_line, _) = line_at(text, start);
    let separator = match format {
        Format::Toml => '=',
        Format::Yaml => ':',
    };
    let has_key = next_line.split_once(separator).is_some_and(|(key, _)| {
        let word = |letter: char| letter.is_alphanumeric() || "-_.\"' ".contains(letter);
        !key.trim().is_empty() && key.chars().all(word)
    });
    if format == Format::Yaml && !has_key {
        return Split {
            format: None,
            table: Table::default(),
            keys: Span::default(),
            errors: Vec::new(),
            body: 0,
        };
    }
    let mark = if format == Format::Toml { "+++" } else { "---" };
    let error = SyntaxError {
        message: "the front matter is never closed".into(),
        span: Span::new(blank, blank + 3),
        help: Some(format!("put a line `{mark}` behind the last key")),
        about: About::Form,
    };
    Split {
        format: Some(format),
        table: Table::default(),
        keys: Span::new(start, start),
        errors: vec![error],
        body: start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> &str {
        &text[split(text).body..]
    }

    #[test]
    fn keys_without_their_lines_are_said_and_stay_as_text() {
        for text in [
            "title = \"A\"\nkind = \"new\"\n\nText\n",
            "\n++\ntitle = \"A\"\n++\n",
            "++++\nlifecycle = \"live\"\n++++\n",
        ] {
            let split = split(text);
            assert_eq!(split.errors.len(), 1, "{text:?}");
            assert_eq!((split.format, split.body), (None, 0));
        }
        for text in ["", "+", "a = b\n", "title = the name\n", "+ a\n+ b\n", "x"] {
            assert!(split(text).errors.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn keys_and_body_are_cut_at_the_closing_line() {
        assert_eq!(body("+++\ntitle = \"x\"\n+++\nBody\n"), "Body\n");
        assert_eq!(body("---\r\ntitle: x\r\n---\r\nBody"), "Body");
        assert_eq!(body("---\rtitle: x\r---\rBody"), "Body");
        assert_eq!(body("no keys"), "no keys");
        assert_eq!(body("+++\na = 1\n+++"), "");
    }

    #[test]
    fn plus_signs_inside_a_text_do_not_close() {
        let text = "+++\ntitle = \"x\"\na = \"\"\"\n ++\n\"\"\"\n+++\n+++\nbody +++\n";
        assert_eq!(body(text), "+++\nbody +++\n");
        assert!(split(text).errors.is_empty());
    }

    #[test]
    fn blank_lines_before_the_keys_change_nothing() {
        let split = split("\n  \n ---\ndraft: true\n---\nBody\n");
        assert!(split.table.get("draft").is_some());
        assert_eq!(split.body, 25);
    }

    #[test]
    fn comments_before_the_keys_change_nothing() {
        let text = "<!-- SPDX-License-Identifier: MIT -->\n\n<!-- two\nlines -->\n---\ntitle: x\n---\nBody\n";
        assert!(split(text).table.get("title").is_some());
        assert_eq!(body(text), "Body\n");
        let without = "<!-- a note -->\nBody\n";
        assert_eq!(body(without), without);
        assert_eq!(body("<!-- never closed\n---\na: 1\n---\n").len(), 31);
    }

    #[test]
    fn a_line_across_is_no_front_matter() {
        let text = "---\n\nA quotation\n";
        assert_eq!(split(text).format, None);
        assert_eq!(body(text), text);
    }

    #[test]
    fn front_matter_that_is_never_closed_loses_nothing() {
        let split = split("+++\ntitle = \"x\"\n\ntext\n");
        assert_eq!(split.errors.len(), 1);
        assert_eq!(split.body, 4);
    }
}
