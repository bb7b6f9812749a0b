//! The HTML of a page's text, with holes where the site must be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::blocks::{Step, Walk};
use super::directive::Block;
use super::escape::{escape, escape_into, text_into};
use super::expand::Expanded;
use super::fence::code_block;
use super::footnotes::Footnotes;
use super::outline::level_number;
use super::raw::Nesting;
use super::sanitize::Mask;
use super::{Body, Options, Outline, RawHtml, Segment, raw};
use sink::Sink;

mod elements;
mod notes;
mod opening;
mod sink;
mod table;

/// Compiles a page whose outline is `outline`.
pub fn compile(expanded: &Expanded, outline: &Outline, options: &Options) -> Body {
    if outline.plain {
        let text = escape(&expanded.as_written());
        let html = format!("<pre class=\"plain\" tabindex=\"0\">{text}</pre>\n");
        return Body {
            segments: vec![Segment::Html(html)],
        };
    }
    let body = |raw_html| {
        let mut writer = Writer::new(outline, raw_html, expanded.text.len());
        if raw_html == RawHtml::Sanitize {
            writer.mask = Some(Mask::new(&expanded.digest()));
        }
        let mut walk = Walk::new(expanded);
        while let Some((step, _)) = walk.next() {
            writer.take(&mut walk, step);
        }
        writer.finish()
    };
    // HTML that cannot be made harmless without loss is shown as text.
    let segments = body(options.raw_html).or_else(|| body(RawHtml::Text));
    Body {
        segments: segments.unwrap_or_default(),
    }
}

/// Writes steps as HTML.
struct Writer<'a> {
    outline: &'a Outline,
    raw_html: RawHtml,
    /// Holes and ids of ours, told apart from what authors write; only when HTML is sanitised.
    mask: Option<Mask>,
    sink: Sink,
    /// The texts around the footnotes that are open.
    outer: Vec<(usize, Sink)>,
    footnotes: Footnotes,
    /// The texts of footnotes by number.
    notes: BTreeMap<usize, Sink>,
    links: usize,
    headings: usize,
    tables: usize,
    embeds: usize,
    /// An item that has begun and is not written, since its first content tells its class.
    item: bool,
    /// A paragraph that has begun and is not written, since it may be a figure.
    paragraph: bool,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// The language and the text of the code block that is open.
    code: Option<(CowStr<'a>, String)>,
    /// The raw HTML that is kept.
    raw: Nesting,
}

impl<'a> Writer<'a> {
    fn new(outline: &'a Outline, raw_html: RawHtml, len: usize) -> Self {
        Self {
            outline,
            raw_html,
            mask: None,
            sink: Sink::default(),
            outer: Vec::new(),
            footnotes: Footnotes::default(),
            notes: BTreeMap::new(),
            links: 0,
            headings: 0,
            tables: 0,
            embeds: 0,
            item: false,
            paragraph: false,
            alignments: Vec::new(),
            cell: 0,
            in_head: false,
            code: None,
            raw: Nesting::new(len),
        }
    }

    fn take(&mut self, walk: &mut Walk<'a>, step: Step<'a>) {
        match step {
            Step::Event(event) => self.event(walk, event),
            Step::Open {
                block,
                directive,
                titled,
            } => {
                self.begin();
                self.open(block, directive, titled);
            }
            Step::Title(begins) => self.put(if begins { "" } else { "</p>\n" }),
            Step::Close(block) => {
                self.begin();
                self.put(match block {
                    Block::Callout(_) => "</aside>\n",
                    Block::Details => "</details>\n",
                    Block::Tab | Block::Tabs | Block::Steps | Block::Unknown => "</div>\n",
                    Block::Include | Block::Embed(_) => "",
                });
            }
        }
    }

    fn event(&mut self, walk: &mut Walk<'a>, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(walk, tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) => {
                self.put("<code>");
                self.text(&code);
                self.put("</code>");
            }
            Event::Html(html) => self.html_block(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.put("\n"),
            Event::HardBreak => self.put("<br>\n"),
            Event::Rule => self.put("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::InlineMath(tex) => self.formula(&tex, false),
            Event::DisplayMath(tex) => self.formula(&tex, true),
        }
    }

    /// Writes the beginnings that waited for their first content.
    fn begin(&mut self) {
        if std::mem::take(&mut self.item) {
            self.sink.html.push_str("<li>");
        }
        if std::mem::take(&mut self.paragraph) {
            self.sink.html.push_str("<p>");
        }
    }

    fn put(&mut self, html: &str) {
        self.begin();
        self.sink.html.push_str(html);
    }

    fn text(&mut self, text: &str) {
        self.begin();
        text_into(&mut self.sink.html, text);
    }

    fn hole(&mut self, segment: Segment) {
        self.begin();
        match &mut self.mask {
            Some(mask) => mask.hide(&mut self.sink.html, segment),
            None => self.sink.hole(segment),
        }
    }

    /// An `id` attribute of ours.
    fn id(&mut self, id: &str) {
        let key = self.mask.as_ref().map_or("", Mask::key);
        self.sink.html.push_str(" id=\"");
        self.sink.html.push_str(key);
        escape_into(&mut self.sink.html, id);
        self.sink.html.push('"');
    }

    fn start(&mut self, walk: &mut Walk<'a>, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph => self.paragraph = true,
            Tag::Heading { level, classes, .. } => {
                if self.outline.title == Some(self.headings) {
                    self.skip_heading(walk);
                } else {
                    self.heading(level_number(level), &classes);
                }
            }
            Tag::BlockQuote(_) => self.put("<blockquote>\n"),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => "".into(),
                };
                self.code = Some((info, String::new()));
            }
            Tag::List(None) => self.put("<ul>\n"),
            Tag::List(Some(1)) => self.put("<ol>\n"),
            Tag::List(Some(first)) => self.put(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => {
                self.begin();
                self.item = true;
            }
            Tag::FootnoteDefinition(label) => {
                self.begin();
                let number = self.footnotes.number(&label);
                let outer = std::mem::take(&mut self.sink);
                self.outer.push((number, outer));
            }
            Tag::Table(alignments) => {
                self.tables += 1;
                self.alignments = alignments;
                // Regions need names of their own, so that a screen reader can list them.
                let table = format!(
                    "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table {}\"><table>\n",
                    self.tables
                );
                self.put(&table);
            }
            Tag::TableHead => {
                self.in_head = true;
                self.cell = 0;
                self.put("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.put("<tr>");
            }
            Tag::TableCell => self.table_cell(),
            Tag::Emphasis => self.put("<em>"),
            Tag::Strong => self.put("<strong>"),
            Tag::Strikethrough => self.put("<del>"),
            Tag::Link {
                link_type, title, ..
            } => {
                self.put("<a");
                self.hole(Segment::LinkAttributes(self.links));
                self.links += 1;
                // On paper the address of a link stands behind its text, unless that is the text.
                if link_type == LinkType::Autolink {
                    self.put(" class=\"address\"");
                }
                self.title_attribute(&title);
                self.put(">");
            }
            Tag::Image { title, .. } => self.image(walk, &title),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            // A paragraph with nothing that is shown in it, as of comments, is none.
            TagEnd::Paragraph if std::mem::take(&mut self.paragraph) => {}
            TagEnd::Paragraph => self.put("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level_number(level)),
            TagEnd::BlockQuote(_) => self.put("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(false) => self.put("</ul>\n"),
            TagEnd::List(true) => self.put("</ol>\n"),
            TagEnd::Item => self.put("</li>\n"),
            TagEnd::FootnoteDefinition => {
                self.begin();
                if let Some((number, outer)) = self.outer.pop() {
                    let note = std::mem::replace(&mut self.sink, outer);
                    self.notes.entry(number).or_default().append(note);
                }
            }
            TagEnd::Table => self.put("</tbody>\n</table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.put("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.put("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis => self.put("</em>"),
            TagEnd::Strong => self.put("</strong>"),
            TagEnd::Strikethrough => self.put("</del>"),
            TagEnd::Link => self.put("</a>"),
            _ => {}
        }
    }

    fn end_code(&mut self) {
        if let Some((info, mut code)) = self.code.take() {
            if !code.is_empty() && !code.ends_with('\n') {
                code.push('\n');
            }
            self.hole(Segment::Code(Arc::new(code_block(&info, code))));
        }
    }

    fn title_attribute(&mut self, title: &str) {
        if !title.is_empty() {
            self.attribute("title", title);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.put(&format!(" {name}=\""));
        escape_into(&mut self.sink.html, value);
        self.sink.html.push('"');
    }

    fn html_block(&mut self, html: &str) {
        let is_kept = match self.raw_html {
            RawHtml::Text => false,
            RawHtml::Sanitize => raw::is_whole(html),
            RawHtml::Trust => true,
        };
        if is_kept {
            self.raw.take(html);
            self.put(html);
            return;
        }
        let html = raw::without_comments(html);
        let mut lines = html.lines().map(str::trim).filter(|line| !line.is_empty());
        let Some(first) = lines.next() else { return };
        self.put("<p class=\"raw-html\">");
        self.text(first);
        for line in lines {
            self.put("<br>\n");
            self.text(line);
        }
        self.put("</p>\n");
    }

    fn inline_html(&mut self, html: &str) {
        let is_kept = match self.raw_html {
            RawHtml::Text => false,
            RawHtml::Sanitize => raw::swallowing(html).is_none(),
            RawHtml::Trust => true,
        };
        if is_kept {
            self.raw.take(html);
            self.put(html);
        } else if !html.starts_with("<!--") {
            self.text(html);
        }
    }

    /// The footnotes, in the order of their numbers, and the end. None when sanitising lost something.
    fn finish(mut self) -> Option<Vec<Segment>> {
        let notes = std::mem::take(&mut self.notes);
        if !notes.is_empty() {
            self.put(
                "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\"><ol>\n",
            );
            for (number, note) in notes {
                self.note(number, note);
            }
            self.put("</ol></section>\n");
        }
        if let Some(mask) = self.mask {
            if self.raw.too_much() {
                return None;
            }
            let anchors = &self.outline.anchors;
            return mask.reveal(self.sink.html, self.raw.any(), anchors);
        }
        let mut segments = self.sink.segments;
        if !self.sink.html.is_empty() {
            segments.push(Segment::Html(self.sink.html));
        }
        Some(segments)
    }
}
