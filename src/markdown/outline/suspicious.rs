//! Texts that were meant for another tool, and characters that nobody sees.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::suspect;

impl Reader<'_> {
    /// Reports the first template tag of each file.
    pub(super) fn template(&mut self, text: &str, range: &Range<usize>) {
        let Some(tag) = suspect::template(text) else {
            return;
        };
        let file_index = self.expanded.map.file_index(range.start);
        if std::mem::replace(&mut self.template_seen[file_index], true) {
            return;
        }
        let written = &self.expanded.text[range.clone()];
        let found = written.find(tag).map(|at| range.start + at);
        let span = found.map_or(range.clone(), |start| start..start + tag.len());
        let (file, span) = self.place(&span);
        let message = "This is template syntax of another tool; it is shown as text";
        let finding = Diagnostic::at(Code::MarkdownTemplateSyntax, file, span, message)
            .help("Replace it, or write it as code between backticks");
        self.outline.findings.push(finding);
    }

    /// Reports the first of the characters nobody sees in each file, and how many there are.
    pub(super) fn hidden_characters(&mut self) {
        let hidden = suspect::hidden(&self.expanded.text);
        let mut files = vec![(0usize, 0usize, '\0'); self.expanded.map.file_count()];
        for (at, letter) in hidden {
            let file = &mut files[self.expanded.map.file_index(at)];
            if file.0 == 0 {
                (file.1, file.2) = (at, letter);
            }
            file.0 += 1;
        }
        for (count, at, letter) in files.into_iter().filter(|file| file.0 > 0) {
            let (file, span) = self.place(&(at..at + letter.len_utf8()));
            let name = format!("U+{:04X}", letter as u32);
            let message = match count {
                1 => format!("There is a character here that nobody sees: {name}"),
                _ => format!("There are {count} characters that nobody sees, the first is {name}"),
            };
            let finding = Diagnostic::at(Code::TextHiddenCharacters, file, span, message)
                .help("Remove it: it can make text read otherwise than it is");
            self.outline.findings.push(finding);
        }
    }
}
