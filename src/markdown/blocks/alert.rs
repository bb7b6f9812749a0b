//! Alerts: quotes that begin with `[!NOTE]`. The parser knows them too, but without titles.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::merged::Merged;
use super::{Step, Walk};
use crate::markdown::directive::{Block, Callout};

impl<'a> Walk<'a> {
    /// A quote, or an alert: a quote that begins with `[!NOTE]`.
    pub(super) fn quote(&mut self, range: Range<usize>) {
        self.depth += 1;
        self.containers += 1;
        let start = Step::Event(Event::Start(Tag::BlockQuote(None)));
        let Some((Event::Start(Tag::Paragraph), paragraph)) = self.raw_if_paragraph() else {
            self.quotes.push(None);
            self.push(start, range);
            return;
        };
        let first = self.raw();
        let Some((Event::Text(text), text_range)) = first else {
            self.ahead = first;
            self.quotes.push(None);
            self.push(start, range);
            self.put_start(paragraph);
            return;
        };
        let merged = self.merge(text, text_range);
        let Some((callout, rest)) = alert(&merged.text) else {
            self.quotes.push(None);
            self.push(start, range);
            self.put_start(paragraph);
            self.put_text(merged);
            return;
        };
        self.quotes.push(Some(callout));
        self.depth += 1;
        let next = self.raw();
        let ends = matches!(next, Some((Event::End(TagEnd::Paragraph), _)));
        let breaks = matches!(next, Some((Event::SoftBreak | Event::HardBreak, _)));
        let titled = rest < merged.text.len() || !(ends || breaks);
        self.push(
            Step::Open {
                block: Block::Callout(callout),
                directive: None,
                titled,
            },
            range,
        );
        if titled {
            self.ahead = next;
            self.title = Some(0);
            self.push(Step::Title(true), merged.range.clone());
            self.put_text(merged.from(rest));
        } else if ends {
            self.depth = self.depth.saturating_sub(1);
        } else {
            self.push(Step::Event(Event::Start(Tag::Paragraph)), paragraph);
        }
    }

    /// The next event if it begins a paragraph.
    fn raw_if_paragraph(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let next = self.raw();
        if matches!(next, Some((Event::Start(Tag::Paragraph), _))) {
            return next;
        }
        self.ahead = next;
        None
    }

    fn put_start(&mut self, range: Range<usize>) {
        if let Some((step, range)) = self.start(Tag::Paragraph, range) {
            self.push(step, range);
        }
    }

    fn put_text(&mut self, merged: Merged<'a>) {
        if let Some((step, range)) = self.text(merged) {
            self.push(step, range);
        }
    }
}

/// The callout that a quote's first text makes it, and where the title begins.
fn alert(text: &str) -> Option<(Callout, usize)> {
    let rest = text.strip_prefix("[!")?;
    let (name, after) = rest.split_once(']')?;
    let callout = Callout::named(name)?;
    let title = after.trim_start();
    Some((callout, text.len() - title.len()))
}
