//! Runs of text, and the bare links in them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{Step, Walk};
use crate::markdown::autolink;

/// Text with what is known about where it was written.
pub(super) struct Merged<'a> {
    pub(super) text: CowStr<'a>,
    pub(super) range: Range<usize>,
    /// Offsets in the text and in the expanded text where runs begin; empty when both are the same
    /// letters.
    runs: Vec<(usize, usize)>,
}

impl<'a> Walk<'a> {
    /// Takes all text that follows without anything between. The parser ends a text at every letter
    /// that could have meant something.
    pub(super) fn merge(&mut self, first: CowStr<'a>, range: Range<usize>) -> Merged<'a> {
        let mut merged = Merged {
            runs: if is_part(&first, self.text, range.start) {
                Vec::new()
            } else {
                vec![(0, range.start)]
            },
            text: first,
            range,
        };
        // Text with escapes in it, put together.
        let mut joined: Option<String> = None;
        loop {
            let (text, range) = match self.raw() {
                Some((Event::Text(text), range)) => (text, range),
                other => {
                    self.ahead = other;
                    if let Some(joined) = joined {
                        merged.text = joined.into();
                    }
                    return merged;
                }
            };
            let goes_on = merged.runs.is_empty() && merged.range.end == range.start;
            if goes_on && is_part(&text, self.text, range.start) {
                merged.range.end = range.end;
                let whole = &self.text[merged.range.clone()];
                merged.text = CowStr::Borrowed(whole);
                continue;
            }
            if merged.runs.is_empty() {
                merged.runs.push((0, merged.range.start));
            }
            let joined = joined.get_or_insert_with(|| merged.text.to_string());
            merged.runs.push((joined.len(), range.start));
            joined.push_str(&text);
            merged.range.end = range.end.max(merged.range.end);
        }
    }

    /// Hands out a text, with the bare links in it as links.
    pub(super) fn text(&mut self, merged: Merged<'a>) -> Option<(Step<'a>, Range<usize>)> {
        if self.links > 0 || !autolink::is_likely(&merged.text) {
            return Some((Step::Event(Event::Text(merged.text)), merged.range));
        }
        let mut from = 0;
        let mut found = Vec::new();
        while let Some(link) = autolink::find(&merged.text, from) {
            from = link.end;
            let source = merged.source(link.start)..merged.source(link.end);
            // An author who writes `http\://` does not want a link.
            let written = self.text.get(source.clone()).unwrap_or("\\");
            if !written.contains('\\') {
                found.push((link, source));
            }
        }
        let mut at = 0;
        for (link, source) in found {
            self.push_text(&merged, at..link.start);
            let url = &merged.text[link.clone()];
            let target = autolink::target(url);
            let tag = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: target.into(),
                title: "".into(),
                id: "".into(),
            };
            self.push(Step::Event(Event::Start(tag)), source.clone());
            let shown = url.to_owned().into();
            self.push(Step::Event(Event::Text(shown)), source.clone());
            self.push(Step::Event(Event::End(TagEnd::Link)), source);
            at = link.end;
        }
        let end = merged.text.len();
        self.push_text(&merged, at..end);
        None
    }

    fn push_text(&mut self, merged: &Merged<'a>, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let source = merged.source(part.start)..merged.source(part.end);
        let text = merged.slice(part);
        self.push(Step::Event(Event::Text(text)), source);
    }
}

impl<'a> Merged<'a> {
    /// The offset in the expanded text of an offset in this one.
    fn source(&self, offset: usize) -> usize {
        if self.runs.is_empty() {
            return self.range.start + offset;
        }
        if offset >= self.text.len() {
            return self.range.end;
        }
        let after = self.runs.partition_point(|run| run.0 <= offset);
        let (text, source) = self.runs[after.saturating_sub(1)];
        let next = self.runs.get(after).map_or(self.range.end, |run| run.1);
        next.min(source + (offset - text))
    }

    fn slice(&self, part: Range<usize>) -> CowStr<'a> {
        match &self.text {
            CowStr::Borrowed(text) => CowStr::Borrowed(&text[part]),
            text => text[part].to_owned().into(),
        }
    }

    /// What is left from byte `from` on.
    pub(super) fn from(self, from: usize) -> Self {
        let range = self.source(from)..self.range.end;
        let moved = |run: &(usize, usize)| (run.0.saturating_sub(from), run.1);
        let first = self.runs.partition_point(|run| run.0 <= from);
        let first = first.saturating_sub(1);
        let mut runs: Vec<_> = self.runs[first.min(self.runs.len())..]
            .iter()
            .map(moved)
            .collect();
        if let Some(run) = runs.first_mut() {
            run.1 = range.start;
        }
        let text = self.slice(from..self.text.len());
        Self { text, range, runs }
    }
}

/// Whether `part` is the part of `whole` that begins at `start`: not equal letters, but the very
/// same bytes. Text that the parser made of escapes is elsewhere.
fn is_part(part: &CowStr, whole: &str, start: usize) -> bool {
    let source = whole.get(start..).map(str::as_ptr);
    matches!(part, CowStr::Borrowed(part) if Some(part.as_ptr()) == source)
}
