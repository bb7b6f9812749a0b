//! Where the target of a link is written.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::Walk;
use crate::source::Span;

impl Walk<'_> {
    /// Where the target of a link or an image is written; None when it cannot be found, as when it
    /// has escapes in it.
    pub(in crate::markdown) fn target_span(&self, tag: &Tag, range: &Range<usize>) -> Option<Span> {
        let (Tag::Link {
            link_type,
            dest_url,
            id,
            ..
        }
        | Tag::Image {
            link_type,
            dest_url,
            id,
            ..
        }) = tag
        else {
            return None;
        };
        let dest: &str = dest_url;
        if dest.is_empty() {
            return None;
        }
        let written = self.text.get(range.clone())?;
        match link_type {
            LinkType::Autolink | LinkType::Email => {
                let inner = written
                    .strip_prefix('<')
                    .and_then(|rest| rest.strip_suffix('>'));
                let start = range.start + usize::from(inner.is_some());
                let len = inner.unwrap_or(written).len();
                Some(Span::new(start, start + len))
            }
            LinkType::Inline => {
                let mut signs = written.rmatch_indices("](");
                signs.find_map(|(at, _)| target_after(written, at + 2, dest, range.start))
            }
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let definition = self.parser.reference_definitions().get(id)?;
                let written = self.text.get(definition.span.clone())?;
                let mut signs = written.match_indices("]:");
                signs.find_map(|(at, _)| target_after(written, at + 2, dest, definition.span.start))
            }
            _ => None,
        }
    }
}

/// Where `dest` is written after byte `at` of `written`, which begins at byte `start`.
fn target_after(written: &str, at: usize, dest: &str, start: usize) -> Option<Span> {
    let rest = &written[at..];
    let inner = rest.trim_start();
    let inner = inner.strip_prefix('<').unwrap_or(inner);
    let from = start + at + rest.len() - inner.len();
    inner
        .starts_with(dest)
        .then(|| Span::new(from, from + dest.len()))
}
