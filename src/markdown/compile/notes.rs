//! Footnotes: references in the text, texts at the end.

use std::fmt::Write;

use super::Writer;
use super::sink::Sink;
use crate::markdown::footnotes::{note_id, reference_id};

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let (number, count) = self.footnotes.reference(label);
        self.put("<sup class=\"footnote-ref\"><a");
        self.id(&reference_id(number, count));
        let note = note_id(number);
        let html = format!(
            " href=\"#{note}\" role=\"doc-noteref\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        );
        self.put(&html);
    }

    pub(super) fn note(&mut self, number: usize, mut note: Sink) {
        self.put("<li");
        self.id(&note_id(number));
        self.put(">");
        let counts = self.footnotes.references();
        let count = counts.get(number - 1).copied().unwrap_or(0);
        // The ways back stand in the last paragraph.
        let in_paragraph = note.html.ends_with("</p>\n");
        if in_paragraph {
            note.html.truncate(note.html.len() - "</p>\n".len());
        }
        self.sink.append(note);
        for nth in 1..=count {
            let back = reference_id(number, nth);
            let label = if nth == 1 {
                number.to_string()
            } else {
                format!("{number}-{nth}")
            };
            let _ = write!(
                self.sink.html,
                " <a class=\"footnote-back\" href=\"#{back}\" role=\"doc-backlink\" aria-label=\"Back to reference {label}\">↩</a>"
            );
        }
        self.put(if in_paragraph {
            "</p></li>\n"
        } else {
            "</li>\n"
        });
    }
}
