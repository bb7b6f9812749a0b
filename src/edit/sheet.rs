//! A TOML text that is changed where it must be, and nowhere else: comments, blank lines, order and
//! line ends stay as their author wrote them.

use crate::decode::{Node, SyntaxError, Table, Value, toml};
use crate::source::Span;

mod list;
mod literal;

pub use literal::{date, text as quoted};

/// A text and what shall be changed in it.
pub struct Sheet<'a> {
    text: &'a str,
    table: Table,
    errors: Vec<SyntaxError>,
    splices: Vec<Splice>,
    /// Where the lines in brackets begin, in order.
    headers: Vec<usize>,
}

/// A part of the text and what takes its place.
struct Splice {
    span: Span,
    text: String,
}

/// A key and the TOML of its value.
pub type Entry<'a> = (&'a str, String);

impl<'a> Sheet<'a> {
    /// A text to change. What cannot be read in it does not hinder changes elsewhere.
    pub fn new(text: &'a str) -> Self {
        let (table, errors) = toml::parse(text, 0);
        let mut headers = Vec::new();
        collect_headers(text, &table, &mut headers);
        headers.sort_unstable();
        headers.dedup();
        Self {
            text,
            table,
            errors,
            splices: Vec::new(),
            headers,
        }
    }

    /// What the text says.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The first thing that cannot be read.
    pub fn first_error(&self) -> Option<&SyntaxError> {
        self.errors.first()
    }

    /// The first thing in a part of the text that cannot be read.
    pub fn error_in(&self, part: Span) -> Option<&SyntaxError> {
        let touches = |error: &&SyntaxError| {
            error.span.start <= part.end && error.span.end.max(error.span.start) >= part.start
        };
        self.errors.iter().find(touches)
    }

    /// The part of the text that a table takes: from its line in brackets, or its brace, to its end.
    /// Of a table with tables below it, to the end of the last one.
    pub fn extent(&self, table: &Node) -> Span {
        let end = deepest_end(table);
        if self.is_header(table) {
            let next = self.headers.iter().find(|start| **start > end);
            let limit = next.copied().unwrap_or(self.text.len());
            // What could not be read stands between the last key and the next line in brackets.
            return Span::new(table.span.start, limit.max(end));
        }
        Span::new(table.span.start, end)
    }

    /// Gives a key of a table a value: in the place of the old one, else on a line of its own
    /// behind the other keys.
    pub fn set(&mut self, table: &Node, key: &str, value: &str) {
        let Value::Table(keys) = &table.value else {
            return;
        };
        match keys.get(key) {
            Some(old) => self.replace(old, value),
            None => self.insert(table, keys, key, value),
        }
    }

    /// Puts another value in the place of one.
    pub fn replace(&mut self, old: &Node, value: &str) {
        let value = match (old.span.of(self.text), value) {
            // Who writes single quotes keeps them.
            (written, value)
                if written.starts_with('\'')
                    && !written.starts_with("'''")
                    && value.starts_with('"')
                    && !value.contains(['\'', '\\']) =>
            {
                format!("'{}'", value.trim_matches('"'))
            }
            (_, value) => value.to_owned(),
        };
        self.splice(old.span, value);
    }

    /// Gives a key of the whole file a value.
    pub fn set_top(&mut self, key: &str, value: &str) {
        if let Some(old) = self.table.get(key) {
            let span = old.span;
            self.splice(span, value.to_owned());
            return;
        }
        let own = own_end(self.text, &self.table);
        match (own, self.headers.first()) {
            (Some(end), _) => {
                let at = self.line_end(end);
                let line = format!("{}{key} = {value}", self.line_break(at));
                self.splice(Span::new(at, at), line);
            }
            (None, Some(header)) => {
                let at = self.above_comments(*header);
                let end = self.line_break(self.line_end(*header));
                self.splice(Span::new(at, at), format!("{key} = {value}{end}{end}"));
            }
            (None, None) => {
                let end = self.line_break(0);
                let before = match self.text.is_empty() || self.text.ends_with('\n') {
                    true => "",
                    false => end,
                };
                let at = self.text.len();
                let line = format!("{before}{key} = {value}{end}");
                self.splice(Span::new(at, at), line);
            }
        }
    }

    /// Adds an item to those below `[[name]]`, behind the last one.
    pub fn add_item(&mut self, name: &str, entries: &[Entry<'_>]) {
        let last = match self.table.get(name).map(|node| &node.value) {
            Some(Value::List(items)) => items.last(),
            _ => None,
        };
        let Some(last) = last.cloned() else {
            self.add_first_item(name, entries);
            return;
        };
        if !self.is_header(&last) {
            if let Some(list) = self.table.get(name).cloned() {
                self.append_to_list(&list, entries);
            }
            return;
        }
        let at = self.line_end(deepest_end(&last));
        let end = self.line_break(at);
        let lines = lines(name, entries, end);
        let close = match at == self.text.len() {
            true => end,
            false => "",
        };
        self.splice(Span::new(at, at), format!("{end}{end}{lines}{close}"));
    }

    fn add_first_item(&mut self, name: &str, entries: &[Entry<'_>]) {
        let at = self.text.len();
        let end = self.line_break(0);
        let before = match self.text {
            "" => String::new(),
            text if text.ends_with('\n') => end.to_owned(),
            _ => format!("{end}{end}"),
        };
        let lines = lines(name, entries, end);
        self.splice(Span::new(at, at), format!("{before}{lines}{end}"));
    }

    /// A line for a key that the table does not have.
    fn insert(&mut self, table: &Node, keys: &Table, key: &str, value: &str) {
        if !self.is_header(table) {
            let (at, text) = match own_end(self.text, keys) {
                Some(end) => (end, format!(", {key} = {value}")),
                None => (table.span.start + 1, format!(" {key} = {value} ")),
            };
            self.splice(Span::new(at, at), text);
            return;
        }
        let at = self.line_end(own_end(self.text, keys).unwrap_or(table.span.end));
        let (indent, equals) = self.style(keys);
        let width = equals.unwrap_or(0).saturating_sub(key.chars().count());
        let line = match equals {
            Some(0) => format!("{key}={value}"),
            _ => format!("{key}{:pad$} = {value}", "", pad = width),
        };
        let line = format!("{}{indent}{line}", self.line_break(at));
        self.splice(Span::new(at, at), line);
    }

    /// How the keys of a table are written: the space before them, and how wide they are where the
    /// equals signs stand below each other; 0 where there is no space around them.
    fn style(&self, keys: &Table) -> (String, Option<usize>) {
        let own = keys
            .entries
            .iter()
            .filter(|(_, node)| !is_header(self.text, node));
        let mut widths = Vec::new();
        let mut indent = String::new();
        let mut tight = true;
        for (key, node) in own {
            let start = self.line_start(key.span.start);
            let before = &self.text[start..key.span.start];
            if before.chars().all(char::is_whitespace) {
                indent = before.to_owned();
            }
            let between = self.text.get(key.span.end..node.span.start).unwrap_or("");
            tight &= between == "=";
            if let Some(at) = between.find('=') {
                let name = key.span.of(self.text).chars().count();
                widths.push((name, name + at.saturating_sub(1)));
            }
        }
        let Some((_, width)) = widths.first().copied() else {
            return (indent, None);
        };
        let aligned = widths.iter().all(|(_, other)| *other == width)
            && widths.iter().any(|(name, _)| *name != width);
        match (tight, aligned && widths.len() > 1) {
            (true, _) => (indent, Some(0)),
            (false, true) => (indent, Some(width)),
            (false, false) => (indent, None),
        }
    }

    fn splice(&mut self, span: Span, text: String) {
        self.splices.push(Splice { span, text });
    }

    /// Whether a table begins with a line in brackets.
    fn is_header(&self, node: &Node) -> bool {
        is_header(self.text, node)
    }

    /// The end of the line that `at` is in, before its line end.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let end = rest.find('\n').map_or(self.text.len(), |found| at + found);
        match self.text[at..end].ends_with('\r') {
            true => end - 1,
            false => end,
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |found| found + 1)
    }

    /// The line end that stands at a place, else the first of the file.
    fn line_break(&self, at: usize) -> &'static str {
        let rest = &self.text[at..];
        let returns = match rest.is_empty() {
            false if rest.starts_with('\n') => false,
            false if rest.starts_with("\r\n") => true,
            _ => self
                .text
                .find('\n')
                .is_some_and(|at| self.text[..at].ends_with('\r')),
        };
        if returns { "\r\n" } else { "\n" }
    }

    /// The beginning of the comment that stands directly above a line.
    fn above_comments(&self, line: usize) -> usize {
        let mut start = line;
        while start > 0 {
            let previous = self.line_start(start - 1);
            if !self.text[previous..start].trim_start().starts_with('#') {
                break;
            }
            start = previous;
        }
        start
    }

    /// The text with all changes.
    pub fn finish(mut self) -> String {
        self.splices.sort_by_key(|splice| splice.span.start);
        let mut text = String::with_capacity(self.text.len() + 200);
        let mut at = 0;
        for splice in &self.splices {
            text.push_str(&self.text[at..splice.span.start]);
            text.push_str(&splice.text);
            at = splice.span.end;
        }
        text.push_str(&self.text[at..]);
        text
    }
}

/// The lines of a new item, without a line end behind the last.
fn lines(name: &str, entries: &[Entry<'_>], end: &str) -> String {
    let entries = entries
        .iter()
        .map(|(key, value)| format!("{key} = {value}"));
    let lines: Vec<String> = std::iter::once(format!("[[{name}]]"))
        .chain(entries)
        .collect();
    lines.join(end)
}

fn is_header(text: &str, node: &Node) -> bool {
    match &node.value {
        Value::Table(_) => text[node.span.start..].starts_with('['),
        // A list in brackets begins before its first item; one of headers begins with it.
        Value::List(items) => items
            .first()
            .is_some_and(|first| first.span.start == node.span.start),
        _ => false,
    }
}

fn collect_headers(text: &str, table: &Table, headers: &mut Vec<usize>) {
    for (_, node) in &table.entries {
        match &node.value {
            Value::Table(inner) => {
                if is_header(text, node) {
                    headers.push(node.span.start);
                }
                collect_headers(text, inner, headers);
            }
            Value::List(items) => {
                for item in items {
                    if let Value::Table(inner) = &item.value {
                        if is_header(text, item) {
                            headers.push(item.span.start);
                        }
                        collect_headers(text, inner, headers);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Where the last key that is written in the table itself ends, tables below it aside.
fn own_end(text: &str, keys: &Table) -> Option<usize> {
    let own = keys
        .entries
        .iter()
        .filter(|(_, node)| !is_header(text, node));
    own.map(|(_, node)| deepest_end(node)).max()
}

/// Where the last of all that belongs to a value ends.
fn deepest_end(node: &Node) -> usize {
    let inner = match &node.value {
        Value::Table(table) => {
            let ends = table.entries.iter().map(|(_, node)| deepest_end(node));
            ends.max()
        }
        Value::List(items) => items.iter().map(deepest_end).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(node.span.end)
}

#[cfg(test)]
mod tests;
