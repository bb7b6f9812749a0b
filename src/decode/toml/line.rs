//! One line of a document, and what was meant by it.

use std::ops::Range;

use crate::decode::{About, SyntaxError};
use crate::source::Span;

/// A part of the text, and what was meant.
#[derive(Debug)]
pub(super) struct Edit {
    /// The part.
    pub place: Range<usize>,
    /// What is written there instead.
    pub text: String,
}

/// A slip: what is said of it, and how it is mended; without edits it cannot be.
#[derive(Debug)]
pub(super) struct Slip {
    /// What is said.
    pub error: SyntaxError,
    /// What was meant, in the order of the text.
    pub edits: Vec<Edit>,
}

/// A line, without the spaces around it and the comment behind it.
pub(super) struct Line<'a> {
    /// Its text.
    pub text: &'a str,
    /// Where it begins in the document.
    pub start: usize,
}

impl<'a> Line<'a> {
    /// The line that begins at `start`.
    pub fn of(line: &'a str, start: usize) -> Self {
        let text = without_comment(line).trim_end();
        let inner = text.trim_start();
        Self {
            text: inner,
            start: start + text.len() - inner.len(),
        }
    }

    /// The place of a part of the line in the document.
    pub fn place(&self, part: Range<usize>) -> Range<usize> {
        self.start + part.start..self.start + part.end
    }

    /// Quotes around a part of the line.
    pub fn quoted(&self, part: Range<usize>) -> Vec<Edit> {
        let text = &self.text[part.clone()];
        let quote = if text.contains('"') { "'" } else { "\"" };
        [part.start, part.end]
            .map(|at| Edit {
                place: self.place(at..at),
                text: quote.to_owned(),
            })
            .into()
    }

    /// The line as it was meant.
    pub fn mended(&self, edits: &[Edit]) -> String {
        let mut line = String::new();
        let mut at = 0;
        for edit in edits {
            line.push_str(&self.text[at..edit.place.start - self.start]);
            line.push_str(&edit.text);
            at = edit.place.end - self.start;
        }
        line.push_str(&self.text[at..]);
        line
    }

    /// A slip in this line: what is said of it, and that the line is written otherwise.
    pub fn slip(&self, span: Span, message: String, edits: Vec<Edit>) -> Slip {
        let help = format!("write `{}`", self.mended(&edits));
        Slip {
            error: said(span, message, Some(help)),
            edits,
        }
    }
}

impl Slip {
    /// The same, as one of a value.
    pub fn of_value(mut self) -> Self {
        self.error.about = About::Value;
        self
    }
}

/// A line without the comment at its end: a `#` behind a space, outside of quotes.
pub(super) fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter && before != '\\' => quote = None,
            (None, '#') if before.is_whitespace() => return &line[..at],
            _ => {}
        }
        before = letter;
    }
    line
}

/// What is said at a place.
pub(super) fn said(span: Span, message: String, help: Option<String>) -> SyntaxError {
    SyntaxError {
        message,
        span,
        help,
        about: About::Form,
    }
}

/// The first bracket that a line leaves open, and what would close all of them.
pub(super) fn unclosed(line: &str) -> Option<(usize, String)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(mark), _) if mark == letter && before != '\\' => quote = None,
            (None, '{' | '[') => open.push((at, letter)),
            (None, '}' | ']') => {
                open.pop();
            }
            _ => {}
        }
        before = letter;
    }
    if quote.is_some() || line.ends_with([',', '{', '[']) {
        return None;
    }
    let (first, _) = *open.first()?;
    let closers = open.iter().rev().map(|(_, letter)| match letter {
        '{' => " }",
        _ => "]",
    });
    Some((first, closers.collect()))
}

/// How many bytes of spaces a text begins with.
pub(super) fn leading(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
