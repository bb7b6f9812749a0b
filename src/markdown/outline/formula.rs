//! Formulas that cannot be read.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::math;

impl Reader<'_> {
    /// Reports a formula that cannot be read, at what is wrong in it.
    pub(super) fn formula(&mut self, tex: &str, is_display: bool, range: &Range<usize>) {
        self.begun = true;
        self.outline.has_formula = true;
        let Err(fault) = math::mathml(tex, is_display) else {
            return;
        };
        // A formula over lines of a quote is not written as it is read: then the whole is shown.
        let marks = if is_display { 2 } else { 1 };
        let start = range.start + marks;
        let is_as_written = self.expanded.text.get(start..start + tex.len()) == Some(tex);
        let place = match is_as_written {
            true => start + fault.range.start..start + fault.range.end,
            false => range.clone(),
        };
        let (file, span) = self.place(&place);
        let message = format!("This formula cannot be read: {}", fault.message);
        let help =
            "mend it, or write `\\$` where a dollar is a dollar; until then its source is shown";
        let finding = Diagnostic::at(Code::MarkdownBadFormula, file, span, message).help(help);
        self.outline.findings.push(finding);
    }
}
