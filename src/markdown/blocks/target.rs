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
                let mut signs = signs(written, b"](").rev();
                signs.find_map(|at| target_after(written, at + 2, dest, range.start))
            }
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => {
                let definition = self.parser.reference_definitions().get(id)?;
                let written = self.text.get(definition.span.clone())?;
                let start = definition.span.start;
                let mut signs = signs(written, b"]:");
                signs.find_map(|at| target_after(written, at + 2, dest, start))
            }
            _ => None,
        }
    }
}

/// Where two bytes stand in a text. Links are short: a search of the standard library takes longer
/// to prepare than to run.
fn signs(text: &str, sign: &'static [u8; 2]) -> impl DoubleEndedIterator<Item = usize> {
    let pairs = text.as_bytes().windows(2).enumerate();
    pairs.filter_map(move |(at, pair)| (pair == sign).then_some(at))
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
