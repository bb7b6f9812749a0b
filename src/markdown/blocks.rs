//! The one walk over a page's text that the outline, the body and the twin are made from.
//!
//! On top of the parser's events it knows markers, alerts and bare links, so that headings, links
//! and blocks are the same, and counted the same, for all who walk.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, DefaultBrokenLinkCallback, Event, OffsetIter, Parser, Tag, TagEnd};

use super::directive::{Block, Callout, Directive};
use super::expand::{Expanded, Marker};
use super::math::is_formula;
use crate::diagnostic::Diagnostic;
use markers::Open;

mod alert;
mod markers;
mod merged;
mod target;

pub(crate) use target::means;

/// How deep quotes, lists, blocks and everything else may be nested in each other. Deeper texts are
/// made to break something: no browser nests more than 512 elements.
pub(super) const MAX_DEPTH: usize = 100;

/// The markdown that is read: CommonMark, and what GitHub adds to it.
pub(super) fn parser_options() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
}

/// What comes next in a text.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// An event of the parser. A block of HTML is one `Html` without `Start` and `End`; in an image
    /// there is nothing but `Text` and `SoftBreak`; bare links are links.
    Event(Event<'a>),
    /// A block begins. The title of an alert follows as [`Step::Title`] when `titled`.
    Open {
        /// What it is.
        block: Block,
        /// Its opening line; None for an alert.
        directive: Option<&'a Directive>,
        /// Whether events of a title follow.
        titled: bool,
    },
    /// The events of an alert's title begin (true) or have ended (false).
    Title(bool),
    /// The innermost block ends.
    Close(Block),
}

/// The steps of a text, with their ranges in the expanded text.
pub(super) struct Walk<'a> {
    /// What is wrong with the blocks met so far.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether the walk was given up because the text is nested too deep.
    pub(super) too_deep: bool,
    expanded: &'a Expanded<'a>,
    text: &'a str,
    parser: OffsetIter<'a, DefaultBrokenLinkCallback>,
    /// An event that was taken from the parser and not looked at.
    ahead: Option<(Event<'a>, Range<usize>)>,
    /// Steps that were made and not handed out.
    queue: VecDeque<(Step<'a>, Range<usize>)>,
    markers: &'a [Marker],
    /// How many elements of any kind are open.
    depth: usize,
    /// How many of them are quotes, lists, items and footnotes.
    containers: usize,
    /// Blocks and included texts that are open, outermost first.
    open: Vec<Open>,
    /// For each open quote, the callout that it is.
    quotes: Vec<Option<Callout>>,
    /// In the title of an alert: how many elements are open in it.
    title: Option<usize>,
    /// How many links are open: text in them is no bare link.
    links: usize,
    in_code: bool,
    finished: bool,
}

impl<'a> Walk<'a> {
    /// Begins a walk.
    pub(super) fn new(expanded: &'a Expanded<'a>) -> Self {
        let text: &str = &expanded.text;
        Self {
            findings: Vec::new(),
            too_deep: false,
            expanded,
            text,
            parser: Parser::new_ext(text, parser_options()).into_offset_iter(),
            ahead: None,
            queue: VecDeque::new(),
            markers: &expanded.markers,
            depth: 0,
            containers: 0,
            open: Vec::new(),
            quotes: Vec::new(),
            title: None,
            links: 0,
            in_code: false,
            finished: false,
        }
    }

    /// Whether the walk is in no quote, list, footnote or block.
    pub(super) fn at_top(&self) -> bool {
        self.containers == 0 && self.open.iter().all(|open| open.block.is_none())
    }

    /// The next step, without taking it.
    pub(super) fn peek(&mut self) -> Option<&Step<'a>> {
        if self.queue.is_empty()
            && let Some((step, range)) = self.make()
        {
            // Steps that were made together with this one are behind it.
            self.queue.push_front((step, range));
        }
        self.queue.front().map(|(step, _)| step)
    }

    /// Makes steps until there is one to hand out. Most events are handed out as they come, without
    /// a way through the queue.
    fn make(&mut self) -> Option<(Step<'a>, Range<usize>)> {
        loop {
            if let Some(step) = self.queue.pop_front() {
                return Some(step).filter(|_| !self.too_deep);
            }
            if self.too_deep || self.finished {
                return None;
            }
            let step = match self.raw() {
                Some((event, range)) => self.take(event, range),
                None => {
                    self.finish();
                    None
                }
            };
            if self.depth + self.open.len() > MAX_DEPTH {
                self.too_deep = true;
                return None;
            }
            if step.is_some() {
                return step;
            }
        }
    }

    fn finish(&mut self) {
        self.finished = true;
        let end = self.text.len();
        while !self.open.is_empty() {
            self.close_last("the page", end..end);
        }
    }

    fn raw(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.ahead.take().or_else(|| self.parser.next())
    }

    fn push(&mut self, step: Step<'a>, range: Range<usize>) {
        self.queue.push_back((step, range));
    }

    /// The step that an event is; None when what it means was put into the queue.
    fn take(&mut self, event: Event<'a>, range: Range<usize>) -> Option<(Step<'a>, Range<usize>)> {
        match event {
            Event::Start(Tag::HtmlBlock) => self.html_block(range),
            Event::Start(Tag::BlockQuote(_)) => self.quote(range),
            Event::Start(tag) => return self.start(tag, range),
            Event::End(tag) => return self.end(tag, range),
            Event::Text(text) if !self.in_code => {
                let merged = self.merge(text, range);
                return self.text(merged);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) if !is_formula(self.text, &range) => {
                let written = CowStr::Borrowed(&self.text[range.clone()]);
                let merged = self.merge(written, range);
                return self.text(merged);
            }
            Event::InlineHtml(html) if is_line_break(&html) => {
                return Some((Step::Event(Event::HardBreak), range));
            }
            Event::SoftBreak | Event::HardBreak if self.title == Some(0) => {
                self.title = None;
                self.push(Step::Title(false), range.clone());
                let rest = range.end..range.end;
                self.push(Step::Event(Event::Start(Tag::Paragraph)), rest);
            }
            event => return Some((Step::Event(event), range)),
        }
        None
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) -> Option<(Step<'a>, Range<usize>)> {
        self.depth += 1;
        if let Some(depth) = &mut self.title {
            *depth += 1;
        }
        match tag {
            Tag::Image { .. } => {
                self.image(tag, range);
                return None;
            }
            Tag::Link { .. } => self.links += 1,
            Tag::CodeBlock(_) => self.in_code = true,
            Tag::List(_) | Tag::Item | Tag::FootnoteDefinition(_) => self.containers += 1,
            _ => {}
        }
        Some((Step::Event(Event::Start(tag)), range))
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) -> Option<(Step<'a>, Range<usize>)> {
        self.depth = self.depth.saturating_sub(1);
        if let Some(depth) = &mut self.title {
            if *depth == 0 && tag == TagEnd::Paragraph {
                self.title = None;
                return Some((Step::Title(false), range));
            }
            *depth = depth.saturating_sub(1);
        }
        let step = match tag {
            TagEnd::BlockQuote(_) => match self.quotes.pop().flatten() {
                Some(callout) => Step::Close(Block::Callout(callout)),
                None => Step::Event(Event::End(tag)),
            },
            _ => Step::Event(Event::End(tag)),
        };
        match tag {
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::CodeBlock => self.in_code = false,
            _ if is_container(&tag) => {
                self.close_inner(tag, range.end..range.end);
                self.containers = self.containers.saturating_sub(1);
            }
            _ => {}
        }
        if self.queue.is_empty() {
            return Some((step, range));
        }
        self.push(step, range);
        None
    }

    /// A block of HTML: a marker, or one piece of HTML.
    fn html_block(&mut self, range: Range<usize>) {
        let before = |marker: &&Marker| marker.span.start < range.start;
        let passed = self.markers.iter().take_while(before).count();
        self.markers = &self.markers[passed..];
        let marker = self.markers.first().copied();
        let marker = marker.filter(|marker| marker.span.start == range.start);
        let mut html = CowStr::Borrowed("");
        let mut lines = Vec::new();
        while let Some((event, _)) = self.raw() {
            match event {
                Event::End(TagEnd::HtmlBlock) => break,
                Event::Html(line) | Event::Text(line) if html.is_empty() => html = line,
                Event::Html(line) | Event::Text(line) => lines.push(line),
                _ => {}
            }
        }
        match marker {
            Some(marker) => self.marker(marker, range),
            None => {
                if !lines.is_empty() {
                    html = std::iter::once(html)
                        .chain(lines)
                        .map(String::from)
                        .collect::<String>()
                        .into();
                }
                self.push(Step::Event(Event::Html(html)), range);
            }
        }
    }

    /// An image, with what is in it made plain: it becomes the text for those who do not see.
    fn image(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.push(Step::Event(Event::Start(tag)), range.clone());
        let mut inner = 0usize;
        while let Some((event, at)) = self.raw() {
            match event {
                Event::Start(_) => inner += 1,
                Event::End(_) if inner == 0 => break,
                Event::End(_) => inner -= 1,
                Event::Text(text)
                | Event::Code(text)
                | Event::InlineMath(text)
                | Event::DisplayMath(text) => {
                    self.push(Step::Event(Event::Text(text)), at);
                }
                Event::SoftBreak | Event::HardBreak => {
                    self.push(Step::Event(Event::SoftBreak), at);
                }
                _ => {}
            }
            if self.depth + inner > MAX_DEPTH {
                self.too_deep = true;
                return;
            }
        }
        if let Some((end, range)) = self.end(TagEnd::Image, range) {
            self.push(end, range);
        }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = (Step<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        self.make()
    }
}

fn is_container(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition
    )
}

/// Whether a piece of HTML is `<br>`: it does nothing but break a line, and tables have no other
/// way to do it.
fn is_line_break(html: &str) -> bool {
    let inner = html
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|inner| {
        inner
            .trim_end_matches([' ', '/'])
            .eq_ignore_ascii_case("br")
    })
}
