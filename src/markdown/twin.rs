//! The markdown twin of a page: its expanded text as plain markdown.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::RawHtml;
use super::blocks::{Step, Walk};
use super::directive::{Block, Directive};
use super::expand::Expanded;
use super::raw;

/// The text of a page as markdown that needs nothing else: callouts are quotes, the titles of other
/// blocks are bold, the page's title and comments are left out, and links lead where `target` says
/// (by index into the outline's links; None leaves them as they are).
/// What is shown of what is typed is written as `embedded` says (by index into the outline's embeds).
///
/// HTML that readers see as text is text in the twin too.
pub fn markdown(
    expanded: &Expanded,
    raw_html: RawHtml,
    target: &dyn Fn(usize) -> Option<String>,
    embedded: &dyn Fn(usize) -> String,
) -> String {
    if expanded.too_much().is_some() {
        return expanded.as_written().into_owned();
    }
    let Some(plan) = Plan::of(expanded, raw_html, target, embedded) else {
        return expanded.as_written().into_owned();
    };
    Writer::new(expanded, plan).write()
}

/// What must be changed in a text.
#[derive(Default)]
struct Plan<'a> {
    /// Ranges and what replaces them, in order, without overlap.
    edits: Vec<(Range<usize>, String)>,
    /// Where blocks begin, by the start of their marker, in order.
    titles: Vec<(usize, Title<'a>)>,
    /// Ranges that become quotes, in order of their starts: behind the marker to the end of the
    /// block. The number is where the marker begins.
    quotes: Vec<(Range<usize>, usize)>,
}

/// What stands in place of a marker.
enum Title<'a> {
    Callout(&'a str, &'a str),
    Bold(&'a str),
    /// What the page shows of what is typed, in words.
    Embed(String),
    Nothing,
}

impl<'a> Plan<'a> {
    /// None when the text is nested too deep to be read.
    fn of(
        expanded: &'a Expanded<'a>,
        raw_html: RawHtml,
        target: &dyn Fn(usize) -> Option<String>,
        embedded: &dyn Fn(usize) -> String,
    ) -> Option<Self> {
        let mut plan = Self::default();
        let mut walk = Walk::new(expanded);
        let (mut links, mut embeds, mut begun) = (0, 0, false);
        // Blocks that are open; None for alerts, which are quotes already.
        let mut open: Vec<Option<(Block, Range<usize>)>> = Vec::new();
        while let Some((step, range)) = walk.next() {
            let mut is_comment = false;
            match &step {
                Step::Event(Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. }))) => {
                    let span = walk.target_span(tag, &range);
                    if let Some(span) = span
                        && let Some(target) = target(links)
                    {
                        plan.edits.push((span.start..span.end, target));
                    }
                    links += 1;
                }
                Step::Event(Event::Start(Tag::Heading { level, .. }))
                    if *level == HeadingLevel::H1 && !begun && walk.at_top() =>
                {
                    plan.edits.push((range, String::new()));
                }
                Step::Event(Event::Html(html) | Event::InlineHtml(html)) => {
                    is_comment = plan.comments(expanded, html, &range);
                    if raw_html == RawHtml::Text {
                        plan.escape(expanded, &range);
                    }
                }
                Step::Open {
                    block, directive, ..
                } => {
                    if let Block::Embed(_) = block {
                        let words = Title::Embed(embedded(embeds));
                        embeds += 1;
                        plan.titles.push((range.start, words));
                        open.push(None);
                    } else if let Some(directive) = directive {
                        plan.titles.push((range.start, title(*block, directive)));
                        open.push(Some((*block, range)));
                    } else {
                        open.push(None);
                    }
                }
                Step::Close(_) => {
                    if let Some(Some((Block::Callout(_), start))) = open.pop() {
                        plan.quotes.push((start.end..range.start, start.start));
                    }
                }
                _ => {}
            }
            begun |= !is_comment;
        }
        // Of two edits at one place the longer one, which leaves a comment out, comes first.
        plan.edits
            .sort_by_key(|edit| (edit.0.start, std::cmp::Reverse(edit.0.end)));
        let mut end = 0;
        // Several links may have one definition, and so one target.
        plan.edits.retain(|(range, _)| {
            let is_new = range.start >= end;
            end = end.max(range.end);
            is_new
        });
        plan.quotes.sort_by_key(|quote| quote.0.start);
        (!walk.too_deep).then_some(plan)
    }

    /// Escapes what would begin a tag; comments are left out as a whole.
    fn escape(&mut self, expanded: &Expanded, range: &Range<usize>) {
        let written = expanded.text.get(range.clone()).unwrap_or("");
        for (at, _) in written.match_indices('<') {
            let at = range.start + at;
            self.edits.push((at..at + 1, "&lt;".to_owned()));
        }
    }

    /// Leaves comments out, and says whether there is nothing else.
    fn comments(&mut self, expanded: &Expanded, html: &str, range: &Range<usize>) -> bool {
        let written = expanded.text.get(range.clone()).unwrap_or("");
        let mut at = 0;
        while let Some(start) = written[at..].find("<!--") {
            let start = at + start;
            let end = written[start..].find("-->").map(|end| start + end + 3);
            at = end.unwrap_or(written.len());
            self.edits
                .push((range.start + start..range.start + at, String::new()));
        }
        html.contains("<!--") && raw::without_comments(html).trim().is_empty()
    }
}

fn title(block: Block, directive: &Directive) -> Title<'_> {
    match block {
        Block::Callout(callout) => Title::Callout(callout.title(), &directive.title),
        Block::Details | Block::Tab if !directive.title.is_empty() => Title::Bold(&directive.title),
        Block::Details => Title::Bold("Details"),
        _ => Title::Nothing,
    }
}

/// Writes a text with its changes, line by line.
struct Writer<'a> {
    text: &'a str,
    expanded: &'a Expanded<'a>,
    plan: Plan<'a>,
    out: String,
    /// How many edits, markers and quotes lie behind.
    edit: usize,
    marker: usize,
    quote: usize,
    /// What begins the empty line that must come before the next line that is not empty.
    gap: Option<String>,
    /// The quotes that the current line stands in, by end and prefix, outermost first.
    quotes: Vec<(usize, String)>,
}

impl<'a> Writer<'a> {
    fn new(expanded: &'a Expanded<'a>, plan: Plan<'a>) -> Self {
        Self {
            text: &expanded.text,
            expanded,
            plan,
            out: String::with_capacity(expanded.text.len()),
            edit: 0,
            marker: 0,
            quote: 0,
            gap: None,
            quotes: Vec::new(),
        }
    }

    fn write(mut self) -> String {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            self.line(at..at + line.len());
            at += line.len();
        }
        self.out.trim_start_matches('\n').to_owned()
    }

    fn line(&mut self, range: Range<usize>) {
        self.enter_quotes(range.start);
        let markers = &self.expanded.markers;
        let marker = markers.get(self.marker).map(|marker| marker.span);
        if let Some(span) = marker.filter(|span| span.start < range.end) {
            self.marker += 1;
            self.marker_line(range.start, span.start);
            return;
        }
        let written = self.text[range.clone()].trim_end_matches(['\n', '\r']);
        let edited = self.edited(range.start..range.start + written.len());
        match edited {
            // A line of which nothing is left was a title or a comment.
            Some(edited) if edited.trim().is_empty() => {}
            Some(edited) => self.put_line(&edited),
            None => self.put_line(written),
        }
    }

    /// Begins the quotes that begin before `at` and ends those that end there.
    fn enter_quotes(&mut self, at: usize) {
        self.quotes.retain(|quote| at < quote.0);
        while let Some((range, marker)) = self.plan.quotes.get(self.quote) {
            if range.start > at {
                break;
            }
            if at < range.end {
                let line = self.text[..*marker].rfind('\n').map_or(0, |end| end + 1);
                self.quotes
                    .push((range.end, continued(&self.text[line..*marker])));
            }
            self.quote += 1;
        }
    }

    /// What stands in place of a marker, so that it is a block of its own.
    fn marker_line(&mut self, line: usize, marker: usize) {
        let prefix = &self.text[line..marker];
        let titles = &self.plan.titles;
        let found = titles.binary_search_by_key(&marker, |title| title.0);
        let title = found.ok().map(|index| match &titles[index].1 {
            Title::Callout(kind, "") => format!("> **{kind}**"),
            Title::Callout(kind, title) => format!("> **{kind}: {title}**"),
            Title::Bold(title) => format!("**{title}**"),
            Title::Embed(words) => words.trim().to_owned(),
            Title::Nothing => String::new(),
        });
        let title = title.unwrap_or_default();
        let continued = continued(prefix);
        let has_item = continued != prefix;
        if !has_item {
            self.gap = Some(continued.clone());
        }
        let mut lines = title.lines();
        if has_item || !title.is_empty() {
            self.put_line(&format!("{prefix}{}", lines.next().unwrap_or_default()));
        }
        for line in lines {
            self.put_line(format!("{continued}{line}").trim_end());
        }
        if !title.is_empty() {
            self.gap = Some(continued);
        }
    }

    /// Writes the empty line that is due before `line`, unless there is one.
    fn fill_gap(&mut self, line: &str) {
        let is_blank = |line: &str| line.trim_start_matches([' ', '>']).is_empty();
        let Some(prefix) = self.gap.take() else {
            return;
        };
        let last = self.out.trim_end_matches('\n').rsplit('\n').next();
        let has_one = self.out.ends_with("\n\n") || last.is_none_or(is_blank);
        if !has_one && !is_blank(line) {
            self.put_line(prefix.trim_end());
        }
    }

    /// A line in the quotes that are open.
    fn put_line(&mut self, line: &str) {
        self.fill_gap(line);
        let innermost = self.quotes.last();
        let line = match innermost {
            Some((_, prefix)) if line.trim().is_empty() => prefix.clone(),
            _ => line.to_owned(),
        };
        let mut at = 0;
        for (_, prefix) in &self.quotes {
            let here = after_prefix(&line, prefix).max(at);
            self.out.push_str(&line[at..here]);
            self.out.push_str("> ");
            at = here;
        }
        self.out.push_str(&line[at..]);
        let len = self.out.trim_end_matches([' ', '\t']).len();
        // Two spaces at the end of a line break it.
        if !self.quotes.is_empty() && line[at..].trim().is_empty() {
            self.out.truncate(len);
        }
        self.out.push('\n');
    }

    /// A part of the text with its edits; None when there are none.
    fn edited(&mut self, range: Range<usize>) -> Option<String> {
        let mut edited = None;
        let mut at = range.start;
        while let Some((span, new)) = self.plan.edits.get(self.edit) {
            if span.start >= range.end.max(range.start + 1) {
                break;
            }
            let line = edited.get_or_insert_with(String::new);
            if span.start >= at {
                line.push_str(&self.text[at..span.start]);
                line.push_str(new);
            }
            at = span.end.min(range.end).max(at);
            // An edit may go on in the next line.
            if span.end > range.end {
                break;
            }
            self.edit += 1;
        }
        if let Some(line) = &mut edited {
            line.push_str(&self.text[at..range.end.max(at)]);
        }
        edited
    }
}

/// What lines begin with that stand where a line with this prefix stands: its list markers are
/// spaces.
fn continued(prefix: &str) -> String {
    let letters = prefix.chars();
    letters
        .map(|letter| {
            if matches!(letter, '>' | '\t') {
                letter
            } else {
                ' '
            }
        })
        .collect()
}

/// How much of `prefix` a line begins with. List markers in the line count as the spaces below
/// them.
fn after_prefix(line: &str, prefix: &str) -> usize {
    let same = |(found, wished): &(u8, u8)| found == wished;
    let pairs = line.bytes().zip(prefix.bytes());
    pairs.take_while(same).count()
}
