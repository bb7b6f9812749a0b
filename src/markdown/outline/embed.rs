//! What a page shows of what is typed.

use std::ops::Range;

use super::Reader;
use crate::markdown::Embed;
use crate::markdown::directive::{Directive, EmbedKind, unknown_attribute};
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn embed(&mut self, kind: EmbedKind, directive: &Directive, range: &Range<usize>) {
        let (file, span) = self.place(range);
        let start = span.start + directive.title_offset;
        let subject = (
            directive.title.clone(),
            Span::new(start, start + directive.title.len()),
        );
        let what = format!("`:::{}`", directive.name);
        for (key, _) in &directive.args {
            if !kind.keys().contains(&key.as_str()) {
                let at = directive.key_offset(key).map(|at| span.start + at);
                let place = at.map_or(span, |at| Span::new(at, at + key.len()));
                let finding = unknown_attribute(file, place, key, &what, kind.keys());
                self.outline.findings.push(finding);
            }
        }
        self.outline.embeds.push(Embed {
            kind,
            subject,
            arguments: directive.args.clone(),
            file: file.clone(),
            span,
        });
    }
}
