//! One more record in a list of tables, written as the others are.

use super::{Entry, Sheet, deepest_end};
use crate::decode::{Node, Value};
use crate::source::Span;

impl Sheet<'_> {
    /// Adds a record to the list below a key of a table. False when there is something else.
    pub fn append(&mut self, table: &Node, key: &str, entries: &[Entry<'_>]) -> bool {
        let Value::Table(keys) = &table.value else {
            return false;
        };
        match keys.get(key) {
            None => self.set(table, key, &format!("[{}]", record(entries))),
            Some(old) => match &old.value {
                Value::List(items) if self.is_header(old) => match items.last() {
                    Some(last) => self.append_block(last, entries),
                    None => return false,
                },
                Value::List(_) => self.append_to_list(old, entries),
                // One record without the brackets of a list.
                Value::Table(_) if !self.is_header(old) => {
                    let (start, end) = (old.span.start, deepest_end(old));
                    self.splice(Span::new(start, start), "[".to_owned());
                    let rest = format!(", {}]", record(entries));
                    self.splice(Span::new(end, end), rest);
                }
                _ => return false,
            },
        }
        true
    }

    /// A record more in a list in brackets.
    pub(super) fn append_to_list(&mut self, list: &Node, entries: &[Entry<'_>]) {
        let record = record(entries);
        let last = match &list.value {
            Value::List(items) => items.last(),
            _ => None,
        };
        let Some(last) = last else {
            let at = list.span.start + 1;
            self.splice(Span::new(at, at), record);
            return;
        };
        let end = deepest_end(last);
        let start = self.line_start(last.span.start);
        let indent = &self.text[start..last.span.start];
        if !indent.chars().all(char::is_whitespace) {
            self.splice(Span::new(end, end), format!(", {record}"));
            return;
        }
        let indent = indent.to_owned();
        let comma = self.comma_after(end);
        if comma.is_none() {
            self.splice(Span::new(end, end), ",".to_owned());
        }
        let after = comma.map_or(end, |at| at + 1);
        let line_end = self.line_end(after);
        let rest = self.text[after..line_end].trim_start();
        // A comment on the line of a record stays with it.
        let at = match rest.is_empty() || rest.starts_with('#') {
            true => line_end,
            false => after,
        };
        let own_comma = if comma.is_some() { "," } else { "" };
        let line = format!("{}{indent}{record}{own_comma}", self.line_break(line_end));
        self.splice(Span::new(at, at), line);
    }

    /// Another `[[item.moved]]` below the last one.
    fn append_block(&mut self, last: &Node, entries: &[Entry<'_>]) {
        let at = self.line_end(deepest_end(last));
        let end = self.line_break(at);
        let start = self.line_start(last.span.start);
        let indent = self.text[start..last.span.start].to_owned();
        let above = self.text[..start].trim_end_matches(['\n', '\r']);
        let blank = match self.text[above.len()..start].matches('\n').count() {
            0 | 1 => "",
            _ => end,
        };
        let header = last.span.of(self.text);
        let mut block = format!("{end}{blank}{indent}{header}");
        for (key, value) in entries {
            block.push_str(&format!("{end}{indent}{key} = {value}"));
        }
        self.splice(Span::new(at, at), block);
    }

    /// Where the comma behind a value of a list is; comments and line ends may stand before it.
    fn comma_after(&self, end: usize) -> Option<usize> {
        let mut at = end;
        loop {
            let rest = &self.text[at..];
            let trimmed = rest.trim_start();
            at += rest.len() - trimmed.len();
            if trimmed.starts_with('#') {
                at = self.line_end(at);
            } else {
                return trimmed.starts_with(',').then_some(at);
            }
        }
    }
}

/// A table on one line.
fn record(entries: &[Entry<'_>]) -> String {
    let entries = entries
        .iter()
        .map(|(key, value)| format!("{key} = {value}"));
    format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
}
