//! Where the target of a link is written.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use super::Walk;
use crate::source::Span;

impl Walk<'_> {
    /// Where the target of a link or an image is written; None when it cannot be found.
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
    let length = match inner.starts_with(dest) {
        true => dest.len(),
        false => escaped(inner, dest)?,
    };
    Some(Span::new(from, from + length))
}

/// How many bytes at the start of a text mean `dest`, by escapes and entities in them.
fn escaped(text: &str, dest: &str) -> Option<usize> {
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let ends = text[..end]
        .char_indices()
        .filter(|(_, letter)| matches!(letter, ')' | '>'));
    let mut ends = ends.map(|(at, _)| at).chain([end]);
    let has_signs = text[..end].contains(['\\', '&']);
    ends.find(|end| has_signs && means(&text[..*end], dest))
}

/// Whether what is written as the target of a link leads to `dest`.
pub(crate) fn means(written: &str, dest: &str) -> bool {
    let link = format!("[a](<{written}>)");
    let mut events = Parser::new(&link);
    events.any(
        |event| matches!(event, Event::Start(Tag::Link { dest_url, .. }) if *dest_url == *dest),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_with_escapes_is_found_to_the_byte() {
        let found = |text: &str, dest: &str| {
            let span = target_after(text, 0, dest, 0)?;
            Some(span.of(text).to_owned())
        };
        let is = |written: &str| Some(written.to_owned());
        assert_eq!(found(r"a\_b.md) c", "a_b.md"), is(r"a\_b.md"));
        assert_eq!(found(r"a\)b.md)", "a)b.md"), is(r"a\)b.md"));
        assert_eq!(found("a&amp;b.md \"t\")", "a&b.md"), is("a&amp;b.md"));
        assert_eq!(found(r"<a\_b.md>", "a_b.md"), is(r"a\_b.md"));
        assert_eq!(found("other.md)", "a_b.md"), None);
    }
}
