//! YAML, as far as front matter needs it: one mapping, no tags, no aliases.

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Range};

use super::{About, Key, Node, SyntaxError, Table, Value};
use crate::source::Span;

mod simple;

/// Deeper nesting than this has no meaning in front matter.
const MAX_DEPTH: usize = 32;

/// Reads a YAML mapping. `shift` is added to every place: where the text begins in its file.
pub fn parse(text: &str, shift: usize) -> Result<Table, SyntaxError> {
    match simple::parse(text, shift) {
        Some(table) => Ok(table),
        None => whole(text, shift),
    }
}

/// The same by the rules of the whole language.
fn whole(text: &str, shift: usize) -> Result<Table, SyntaxError> {
    let mut reader = Reader {
        places: Places::new(text),
        shift,
        stack: Vec::new(),
        root: None,
    };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, range)) => reader.event(event, range)?,
            Err(error) => {
                let at = reader.places.byte(error.marker().index());
                return Err(SyntaxError {
                    message: format!("this is no YAML: {}", error.info()),
                    span: Span::new(at, at).shifted(shift),
                    help: colon_in_text(text, at),
                    about: About::Form,
                });
            }
        }
    }
    match reader.root {
        None => Ok(Table::default()),
        Some(Node {
            value: Value::Table(table),
            ..
        }) => Ok(table),
        Some(Node {
            value: Value::Nothing,
            ..
        }) => Ok(Table::default()),
        Some(node) => Err(SyntaxError {
            message: format!(
                "front matter is `key: value` lines, this is {}",
                node.value.kind()
            ),
            span: node.span,
            help: Some("write for example `title: First deployment`".into()),
            about: About::Form,
        }),
    }
}

/// What to write where a text has `: ` in it, which begins another value: `title: Backup: what we do`.
fn colon_in_text(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..)?.lines().next()?;
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let is_plain = !value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*']);
    (is_plain && value.contains(": ")).then(|| {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"");
        format!("a text with a colon in it stands in quotes: `{key}: \"{value}\"`")
    })
}

/// The parser counts characters, everything else here counts bytes.
struct Places {
    /// Byte offsets of all characters; None where every character is one byte.
    bytes: Option<Vec<usize>>,
    end: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let bytes = || text.char_indices().map(|(at, _)| at).collect();
        Self {
            bytes: (!text.is_ascii()).then(bytes),
            end: text.len(),
        }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            Some(bytes) => bytes.get(character).copied().unwrap_or(self.end),
            None => character.min(self.end),
        }
    }
}

enum Open {
    List(Vec<Node>, usize),
    Table(Table, Option<Key>, usize),
}

struct Reader {
    places: Places,
    shift: usize,
    stack: Vec<Open>,
    root: Option<Node>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range) -> Result<(), SyntaxError> {
        let start = self.places.byte(range.start.index());
        let end = self.places.byte(range.end.index());
        let span = Span::new(start, end).shifted(self.shift);
        match event {
            Event::Scalar(text, style, ..) => {
                let value = if style == ScalarStyle::Plain {
                    plain(&text)
                } else {
                    Value::Text(text.into_owned())
                };
                self.put(Node { span, value })
            }
            Event::SequenceStart(..) => self.open(Open::List(Vec::new(), span.start), span),
            Event::MappingStart(..) => {
                let table = Table {
                    span,
                    entries: Vec::new(),
                };
                self.open(Open::Table(table, None, span.start), span)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let node = match self.stack.pop() {
                    Some(Open::List(items, start)) => Node {
                        span: Span::new(start, span.end),
                        value: Value::List(items),
                    },
                    Some(Open::Table(table, _, start)) => Node {
                        span: Span::new(start, span.end),
                        value: Value::Table(table),
                    },
                    None => return Ok(()),
                };
                self.put(node)
            }
            Event::Alias(_) => Err(SyntaxError {
                message: "aliases (`*name`) have no meaning in front matter".into(),
                span,
                help: Some("write the value itself".into()),
                about: About::Form,
            }),
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open, span: Span) -> Result<(), SyntaxError> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(SyntaxError {
                message: format!("nested deeper than {MAX_DEPTH} levels"),
                span,
                help: None,
                about: About::Form,
            });
        }
        self.stack.push(open);
        Ok(())
    }

    fn put(&mut self, node: Node) -> Result<(), SyntaxError> {
        match self.stack.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Open::List(items, _)) => items.push(node),
            Some(Open::Table(table, key @ None, _)) => {
                let name = match node.value {
                    Value::Text(name) | Value::Date(name) => name,
                    Value::Integer(number) => number.to_string(),
                    Value::Float(_, text) => text,
                    Value::Bool(truth) => truth.to_string(),
                    Value::Nothing => String::new(),
                    Value::List(_) | Value::Table(_) => {
                        return Err(SyntaxError {
                            message: "a key is a word, not a list or a table".into(),
                            span: node.span,
                            help: None,
                            about: About::Form,
                        });
                    }
                };
                if table.get(&name).is_some() {
                    return Err(SyntaxError {
                        message: format!("the key `{name}` is written twice"),
                        span: node.span,
                        help: Some("keep one of the two".into()),
                        about: About::Form,
                    });
                }
                *key = Some(Key {
                    name,
                    span: node.span,
                });
            }
            Some(Open::Table(table, key, _)) => {
                if let Some(key) = key.take() {
                    table.entries.push((key, node));
                }
            }
        }
        Ok(())
    }
}

/// A word without quotes, by the core schema of YAML 1.2, and dates.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Nothing,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(number) = text.parse() {
        return Value::Integer(number);
    }
    let looks_like_number =
        text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    if looks_like_number && let Ok(number) = text.parse::<f64>() {
        return Value::Float(number, text.to_owned());
    }
    let bytes = text.as_bytes();
    let looks_like_date = bytes.len() >= 8
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[5..]
            .iter()
            .all(|byte| byte.is_ascii_digit() || b"-:TZ +.".contains(byte));
    if looks_like_date {
        return Value::Date(text.to_owned());
    }
    Value::Text(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_dates_and_lists_are_told_apart() {
        let table = parse(
            "title: Über uns\nweight: 3\ndate: 2026-10-02\ntags: [a, 'b']\nhide:\n  - toc\n",
            4,
        )
        .unwrap();
        assert!(
            matches!(&table.get("title").unwrap().value, Value::Text(text) if text == "Über uns")
        );
        assert_eq!(table.get("title").unwrap().span, Span::new(11, 20));
        assert!(matches!(
            table.get("weight").unwrap().value,
            Value::Integer(3)
        ));
        assert!(matches!(table.get("date").unwrap().value, Value::Date(_)));
        assert!(
            matches!(&table.get("tags").unwrap().value, Value::List(items) if items.len() == 2)
        );
    }

    #[test]
    fn an_empty_block_is_an_empty_table() {
        assert!(parse("", 0).unwrap().entries.is_empty());
        assert!(parse("# nothing\n", 0).unwrap().entries.is_empty());
    }

    #[test]
    fn bad_yaml_is_an_error_with_its_place() {
        for text in [
            "a: b: c",
            "- x",
            "a: &x 1\nb: *x",
            "a: 1\na: 2",
            "a: [",
            &"[".repeat(20_000),
        ] {
            assert!(parse(text, 0).is_err(), "{text:.20}");
        }
    }
}
