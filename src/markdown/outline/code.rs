//! Code blocks: keys that do nothing, and code that is too large to be highlighted.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::directive::unknown_attribute;
use crate::markdown::fence::{KEYS, code_block, too_large, unknown_keys};
use crate::source;

impl Reader<'_> {
    /// Keys behind the language that do nothing.
    pub(super) fn code_keys(&mut self, info: &str, range: &Range<usize>) {
        for key in unknown_keys(info) {
            let line = self.expanded.text[range.clone()].lines().next();
            let at = line.and_then(|line| line.find(key)).unwrap_or(0);
            let start = range.start + at;
            let (file, span) = self.place(&(start..start + key.len()));
            let finding = unknown_attribute(file, span, key, "a code block", &KEYS[..5]);
            self.outline.findings.push(finding);
        }
    }

    /// Notes where a diagram begins.
    pub(super) fn diagram(&mut self, info: &str, range: &Range<usize>) {
        if info.contains("mermaid") && code_block(info, String::new()).language == "mermaid" {
            let line = self.expanded.text[range.clone()].lines().next();
            let end = range.start + line.map_or(0, str::len);
            let (file, span) = self.place(&(range.start..end));
            self.outline.diagrams.push((file.clone(), span));
        }
    }

    pub(super) fn end_code(&mut self, range: &Range<usize>) {
        let code = self.code.take().unwrap_or_default();
        if let Some(message) = too_large(&code) {
            let text = &self.expanded.text[range.clone()];
            let line = text.lines().next().map_or(0, str::len).min(200);
            let line = source::floor(text, line);
            let (file, span) = self.place(&(range.start..range.start + line));
            let finding = Diagnostic::at(Code::MarkdownTooLarge, file, span, message)
                .help("It is shown without colours");
            self.outline.findings.push(finding);
        }
    }
}
