//! The one walk over a page's text that the outline, the body and the twin are made from.
//!
//! On top of the parser's events it knows markers, alerts and bare links, so that headings, links
//! and blocks are the same, and counted the same, for all who walk.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{CowStr, DefaultBrokenLinkCallback, Event, LinkType, OffsetIter, Parser};
use pulldown_cmark::{Tag, TagEnd};

use super::autolink;
use super::directive::{Block, Callout, Directive, known_names, nearest};
use super::expand::{Expanded, Marker, MarkerKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// How deep quotes, lists, blocks and everything else may be nested in each other. Deeper texts are
/// made to break something: no browser nests more than 512 elements.
const MAX_DEPTH: usize = 100;

/// The markdown that is read: CommonMark, and what GitHub adds to it.
pub(super) fn parser_options() -> pulldown_cmark::Options {
    use pulldown_cmark::Options;
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
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

/// An open block.
struct Open {
    /// None for an included text.
    block: Option<Block>,
    /// How many containers it stands in.
    containers: usize,
    /// Its opening marker.
    marker: Span,
    name: String,
}

/// Text with what is known about where it was written.
struct Merged<'a> {
    text: CowStr<'a>,
    range: Range<usize>,
    /// Offsets in the text and in the expanded text where runs begin; empty when both are the same
    /// letters.
    runs: Vec<(usize, usize)>,
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
        self.fill();
        self.queue.front().map(|(step, _)| step)
    }

    /// Where the target of a link or an image is written; None when it cannot be found, as when it
    /// has escapes in it.
    pub(super) fn target_span(&self, tag: &Tag, range: &Range<usize>) -> Option<Span> {
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

    /// Makes steps until there is one to hand out.
    fn fill(&mut self) {
        while self.queue.is_empty() && !self.too_deep && !self.finished {
            match self.raw() {
                Some((event, range)) => self.take(event, range),
                None => {
                    self.finished = true;
                    let end = self.text.len();
                    self.close_inner(0, None, end..end);
                    while !self.open.is_empty() {
                        self.close_last("the page", end..end);
                    }
                }
            }
            if self.depth + self.open.len() > MAX_DEPTH {
                self.too_deep = true;
            }
        }
    }

    fn raw(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        self.ahead.take().or_else(|| self.parser.next())
    }

    fn push(&mut self, step: Step<'a>, range: Range<usize>) {
        self.queue.push_back((step, range));
    }

    fn take(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.html_block(range),
            Event::Start(Tag::BlockQuote(_)) => self.quote(range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if !self.in_code => {
                let merged = self.merge(text, range);
                self.text(merged);
            }
            Event::InlineHtml(html) if is_line_break(&html) => {
                self.push(Step::Event(Event::HardBreak), range);
            }
            Event::SoftBreak | Event::HardBreak if self.title == Some(0) => {
                self.title = None;
                self.push(Step::Title(false), range.clone());
                let rest = range.end..range.end;
                self.push(Step::Event(Event::Start(Tag::Paragraph)), rest);
            }
            event => self.push(Step::Event(event), range),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.depth += 1;
        if let Some(depth) = &mut self.title {
            *depth += 1;
        }
        match tag {
            Tag::Image { .. } => return self.image(tag, range),
            Tag::Link { .. } => self.links += 1,
            Tag::CodeBlock(_) => self.in_code = true,
            _ if is_container(&tag.to_end()) => self.containers += 1,
            _ => {}
        }
        self.push(Step::Event(Event::Start(tag)), range);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        self.depth = self.depth.saturating_sub(1);
        if let Some(depth) = &mut self.title {
            if *depth == 0 && tag == TagEnd::Paragraph {
                self.title = None;
                self.push(Step::Title(false), range);
                return;
            }
            *depth = depth.saturating_sub(1);
        }
        match tag {
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::CodeBlock => self.in_code = false,
            _ if is_container(&tag) => {
                let end = range.end..range.end;
                self.close_inner(self.containers, Some(tag), end);
                self.containers = self.containers.saturating_sub(1);
            }
            _ => {}
        }
        if let TagEnd::BlockQuote(_) = tag
            && let Some(Some(callout)) = self.quotes.pop()
        {
            self.push(Step::Close(Block::Callout(callout)), range);
            return;
        }
        self.push(Step::Event(Event::End(tag)), range);
    }

    /// A block of HTML: a marker, or one piece of HTML.
    fn html_block(&mut self, range: Range<usize>) {
        let before = |marker: &&Marker| marker.span.start < range.start;
        let passed = self.markers.iter().take_while(before).count();
        self.markers = &self.markers[passed..];
        let marker = self.markers.first().copied();
        let marker = marker.filter(|marker| marker.span.start == range.start);
        let mut pieces: Vec<CowStr<'a>> = Vec::new();
        while let Some((event, _)) = self.raw() {
            match event {
                Event::End(TagEnd::HtmlBlock) => break,
                Event::Html(html) | Event::Text(html) => pieces.push(html),
                _ => {}
            }
        }
        match marker {
            Some(marker) => self.marker(marker, range),
            None => {
                let html = match <[CowStr; 1]>::try_from(pieces) {
                    Ok([html]) => html,
                    Err(pieces) => pieces.concat_pieces(),
                };
                self.push(Step::Event(Event::Html(html)), range);
            }
        }
    }

    /// A quote, or an alert: a quote that begins with `[!NOTE]`.
    fn quote(&mut self, range: Range<usize>) {
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
            self.start(Tag::Paragraph, paragraph);
            return;
        };
        let merged = self.merge(text, text_range);
        let Some((callout, rest)) = alert(&merged.text) else {
            self.quotes.push(None);
            self.push(start, range);
            self.start(Tag::Paragraph, paragraph);
            self.text(merged);
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
            self.text(merged.from(rest));
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

    /// An image, with what is in it made plain: it becomes the text for those who do not see.
    fn image(&mut self, tag: Tag<'a>, range: Range<usize>) {
        self.push(Step::Event(Event::Start(tag)), range.clone());
        let mut inner = 0usize;
        while let Some((event, at)) = self.raw() {
            match event {
                Event::Start(_) => inner += 1,
                Event::End(_) if inner == 0 => break,
                Event::End(_) => inner -= 1,
                Event::Text(text) | Event::Code(text) => {
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
        self.end(TagEnd::Image, range);
    }

    /// Takes all text that follows without anything between. The parser ends a text at every letter
    /// that could have meant something.
    fn merge(&mut self, first: CowStr<'a>, range: Range<usize>) -> Merged<'a> {
        let is_verbatim = |text: &str, range: &Range<usize>, whole: &str| {
            whole
                .get(range.clone())
                .is_some_and(|source| source == text)
        };
        let mut merged = Merged {
            runs: if is_verbatim(&first, &range, self.text) {
                Vec::new()
            } else {
                vec![(0, range.start)]
            },
            text: first,
            range,
        };
        loop {
            let (text, range) = match self.raw() {
                Some((Event::Text(text), range)) => (text, range),
                other => {
                    self.ahead = other;
                    return merged;
                }
            };
            let goes_on = merged.runs.is_empty() && merged.range.end == range.start;
            if goes_on && is_verbatim(&text, &range, self.text) {
                merged.range.end = range.end;
                let whole = &self.text[merged.range.clone()];
                merged.text = CowStr::Borrowed(whole);
                continue;
            }
            if merged.runs.is_empty() {
                merged.runs.push((0, merged.range.start));
            }
            merged.runs.push((merged.text.len(), range.start));
            let mut joined = String::from(merged.text);
            joined.push_str(&text);
            merged.text = joined.into();
            merged.range.end = range.end.max(merged.range.end);
        }
    }

    /// Hands out a text, with the bare links in it as links.
    fn text(&mut self, merged: Merged<'a>) {
        if self.links > 0 || !autolink::is_likely(&merged.text) {
            self.push(Step::Event(Event::Text(merged.text)), merged.range);
            return;
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
    }

    fn push_text(&mut self, merged: &Merged<'a>, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let source = merged.source(part.start)..merged.source(part.end);
        let text = merged.slice(part);
        self.push(Step::Event(Event::Text(text)), source);
    }

    fn marker(&mut self, marker: Marker, range: Range<usize>) {
        match marker.kind {
            MarkerKind::Nothing => {}
            MarkerKind::Open(index) => {
                let Some(directive) = self.expanded.directives.get(index) else {
                    return;
                };
                let block = directive.block();
                if block == Block::Unknown {
                    self.unknown(directive, marker.span);
                }
                let open = Step::Open {
                    block,
                    directive: Some(directive),
                    titled: false,
                };
                self.push(open, range.clone());
                if block.is_leaf() {
                    self.push(Step::Close(block), range);
                } else {
                    self.open.push(Open {
                        block: Some(block),
                        containers: self.containers,
                        marker: marker.span,
                        name: directive.name.clone(),
                    });
                }
            }
            MarkerKind::Close => match self.open.last() {
                Some(open) if open.block.is_some() && open.containers == self.containers => {
                    let block = self.open.pop().and_then(|open| open.block);
                    self.push(Step::Close(block.unwrap_or(Block::Unknown)), range);
                }
                open => {
                    let outer = open.and_then(|open| open.block.map(|_| open.name.clone()));
                    self.stray(marker.span, outer);
                }
            },
            MarkerKind::IncludeStart => self.open.push(Open {
                block: None,
                containers: self.containers,
                marker: marker.span,
                name: String::new(),
            }),
            MarkerKind::IncludeEnd => {
                // The text may have been closed already, by the end of what it stands in.
                let here = self.containers;
                let start = self
                    .open
                    .iter()
                    .rposition(|open| open.block.is_none() && open.containers == here);
                if let Some(start) = start {
                    while self.open.len() > start {
                        self.close_last("the included file", range.clone());
                    }
                }
            }
        }
    }

    /// Closes the blocks that stand in the innermost container, which ends.
    fn close_inner(&mut self, containers: usize, tag: Option<TagEnd>, range: Range<usize>) {
        let what = match tag {
            Some(TagEnd::BlockQuote(_)) => "the quote",
            Some(TagEnd::FootnoteDefinition) => "the footnote",
            Some(_) => "the list item",
            None => return,
        };
        while self
            .open
            .last()
            .is_some_and(|open| open.containers >= containers)
        {
            self.close_last(what, range.clone());
        }
    }

    /// Closes the last block at the end of `what`.
    fn close_last(&mut self, what: &str, range: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let Some(block) = open.block else { return };
        self.push(Step::Close(block), range);
        let message = format!("The block `{}` is never closed", open.name);
        let finding = self.finding(Code::MarkdownUnclosed, open.marker, message);
        let finding = finding
            .label(format!("goes on to the end of {what}"))
            .help("Put a line with `:::` where it ends");
        self.findings.push(finding);
    }

    fn stray(&mut self, span: Span, outer: Option<String>) {
        let message = match &outer {
            Some(name) => format!("This `:::` does not stand where the block `{name}` begins"),
            None => "This `:::` closes nothing".to_owned(),
        };
        let help = match outer {
            Some(_) => "Begin and close a block in the same list item, quote or page",
            None => "Remove it, or open a block above it: `:::note`",
        };
        let finding = self.finding(Code::MarkdownUnclosed, span, message);
        self.findings.push(finding.help(help));
    }

    fn unknown(&mut self, directive: &Directive, marker: Span) {
        let (file, line) = self.expanded.map.place(marker);
        let start = line.start + directive.name_offset;
        let span = Span::new(start, start + directive.name.len());
        let message = format!("There is no block `{}`", directive.name);
        let finding = Diagnostic::at(Code::MarkdownUnknownDirective, file, span, message);
        self.findings.push(match nearest(&directive.name) {
            Some(name) => finding
                .help(format!("Did you mean `{name}`?"))
                .replacement(name),
            None => finding.help(format!("Known blocks are {}", known_names())),
        });
    }

    fn finding(&self, code: Code, span: Span, message: String) -> Diagnostic {
        let (file, span) = self.expanded.map.place(span);
        Diagnostic::at(code, file, span, message)
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = (Step<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        self.fill();
        self.queue.pop_front().filter(|_| !self.too_deep)
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
    fn from(self, from: usize) -> Self {
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

/// The callout that a quote's first text makes it, and where the title begins.
fn alert(text: &str) -> Option<(Callout, usize)> {
    let rest = text.strip_prefix("[!")?;
    let (name, after) = rest.split_once(']')?;
    let callout = Callout::named(name)?;
    let title = after.trim_start();
    Some((callout, text.len() - title.len()))
}

/// Puts pieces of text together.
trait ConcatPieces<'a> {
    fn concat_pieces(self) -> CowStr<'a>;
}

impl<'a> ConcatPieces<'a> for Vec<CowStr<'a>> {
    fn concat_pieces(self) -> CowStr<'a> {
        self.iter().map(|piece| &**piece).collect::<String>().into()
    }
}
