//! What was not said and had to be guessed, as a list that a person can go through.

use std::collections::HashMap;

use crate::source::{Span, position};

/// What an entry of the list is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was read as something else.
    Read,
    /// Something was left out, and nobody misses it in a matrix.
    LeftOut,
    /// A column was left out with all that it says: it is none that a matrix has.
    Column,
    /// Something means nothing where it stands, and is left out.
    Fault,
    /// A row has more cells than the head, so they stand below the wrong names.
    Surplus,
    /// A date that does not exist.
    BadDate,
    /// A value of no known meaning.
    BadValue,
}

/// One guess, with all the places where it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is about.
    pub kind: Kind,
    /// What was guessed, as a sentence without a full stop.
    pub text: String,
    /// Where, in the order of the file.
    pub spans: Vec<Span>,
}

impl Entry {
    /// What was guessed, without the option of `groundplan import` that would change it.
    pub fn without_option(&self) -> &str {
        let end = self.text.find(": `--");
        end.map_or(&self.text, |end| &self.text[..end])
    }

    /// Where it was made, in words: "line 3", "lines 3, 4 and 12 more".
    pub fn lines(&self, text: &str) -> String {
        const SHOWN: usize = 3;
        let mut lines: Vec<usize> = Vec::new();
        // Finding a line walks the whole text, so only the first few places are looked up.
        for span in &self.spans {
            let line = position(text, span.start).line;
            if lines.last() != Some(&line) {
                lines.push(line);
            }
            if lines.len() > SHOWN {
                break;
            }
        }
        let numbers: Vec<String> = lines.iter().take(SHOWN).map(usize::to_string).collect();
        let word = if lines.len() == 1 { "line" } else { "lines" };
        let listed = numbers.join(", ");
        if lines.len() > SHOWN {
            let more = self.spans.len() - SHOWN;
            return format!("{word} {listed} and {more} more");
        }
        format!("{word} {listed}")
    }
}

/// The list in the making. The same sentence stands once, with all its places.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    entries: Vec<Entry>,
    known: HashMap<String, usize>,
}

impl Guesses {
    pub(super) fn read(&mut self, text: impl Into<String>, span: Span) {
        self.push(Kind::Read, text.into(), span);
    }

    pub(super) fn left(&mut self, text: impl Into<String>, span: Span) {
        self.push(Kind::LeftOut, text.into(), span);
    }

    pub(super) fn push(&mut self, kind: Kind, text: String, span: Span) {
        match self.known.get(&text) {
            Some(index) => self.entries[*index].spans.push(span),
            None => {
                self.known.insert(text.clone(), self.entries.len());
                self.entries.push(Entry {
                    kind,
                    text,
                    spans: vec![span],
                });
            }
        }
    }

    /// The list, in the order of the file.
    pub(super) fn finish(self) -> Vec<Entry> {
        let mut entries = self.entries;
        for entry in &mut entries {
            entry.spans.sort_unstable();
        }
        entries.sort_by_key(|entry| entry.spans.first().map(|span| span.start));
        entries
    }
}

/// A text as it is shown in a sentence: short, in one line.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_stands_once_with_its_lines() {
        let mut guesses = Guesses::default();
        for at in [4, 0, 2, 6, 8] {
            guesses.read("x", Span::new(at, at + 1));
        }
        guesses.left("y", Span::new(1, 1));
        let entries = guesses.finish();
        let text = "a\nb\nc\nd\ne\n";
        assert_eq!(entries[0].lines(text), "lines 1, 2, 3 and 2 more");
        assert_eq!(entries[1].lines(text), "line 1");
    }
}
