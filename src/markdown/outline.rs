//! What the site needs to know of a page's text, and every finding, without HTML.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::blocks::{Step, Walk};
use super::directive::Block;
use super::expand::Expanded;
use super::footnotes::{Footnotes, note_id, reference_id};
use super::ids::{Ids, slug, written_id};
use super::inline::Inline;
use super::{Heading, Link, LinkKind, Options, Outline, RawHtml, raw};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

mod capitals;
mod code;
mod embed;
mod formula;
mod plain;
mod suspicious;
mod torn;

/// The longest lead, in characters.
const MAX_LEAD: usize = 300;

/// Reads the outline of a page.
pub fn outline(expanded: &Expanded, options: &Options) -> Outline {
    let mut reader = Reader::new(expanded, options);
    reader.hidden_characters();
    if let Some(too_much) = expanded.too_much() {
        return reader.plain(&too_much);
    }
    let mut walk = Walk::new(expanded);
    while let Some((step, range)) = walk.next() {
        reader.take(&walk, step, range);
    }
    if walk.too_deep {
        return reader.plain("is nested too deep");
    }
    reader.outline.findings.append(&mut walk.findings);
    reader.finish()
}

/// The number of a level.
pub(crate) fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Reads steps into an outline.
struct Reader<'a> {
    expanded: &'a Expanded<'a>,
    options: &'a Options,
    outline: Outline,
    /// For each heading the id that its author gave it.
    written_ids: Vec<Option<String>>,
    /// Ids in document order: those in raw HTML as they are, those of headings by index.
    places: Vec<Anchor>,
    footnotes: Footnotes,
    /// Labels of footnotes in the order of their texts.
    notes: Vec<String>,
    /// Whether anything came before what comes now.
    begun: bool,
    heading: Option<Inline>,
    lead: Option<Inline>,
    code: Option<String>,
    capitals: capitals::Capitals,
    /// The raw HTML so far, and whether too much of it is reported.
    nesting: raw::Nesting,
    nested_seen: bool,
    /// The lists inside blocks of steps.
    torn: torn::Torn,
    /// Whether there may be template syntax at all.
    has_templates: bool,
    /// For each file, whether its template syntax is reported.
    template_seen: Vec<bool>,
}

/// Something that a link can lead to.
enum Anchor {
    Heading(usize),
    Html(String),
}

impl<'a> Reader<'a> {
    fn new(expanded: &'a Expanded<'a>, options: &'a Options) -> Self {
        Self {
            expanded,
            options,
            outline: Outline {
                findings: expanded.findings.clone(),
                ..Outline::default()
            },
            written_ids: Vec::new(),
            places: Vec::new(),
            footnotes: Footnotes::default(),
            notes: Vec::new(),
            begun: false,
            heading: None,
            lead: None,
            code: None,
            capitals: capitals::Capitals::default(),
            nesting: raw::Nesting::new(expanded.text.len()),
            nested_seen: false,
            torn: torn::Torn::default(),
            has_templates: expanded.text.contains("{{") || expanded.text.contains("{%"),
            template_seen: vec![false; expanded.map.file_count()],
        }
    }

    fn take(&mut self, walk: &Walk<'a>, step: Step<'a>, range: Range<usize>) {
        match step {
            Step::Event(event) => self.event(walk, event, range),
            Step::Open {
                block: Block::Embed(kind),
                directive: Some(directive),
                ..
            } => {
                self.begun = true;
                self.embed(kind, directive, &range);
            }
            Step::Open { block, .. } => {
                self.begun = true;
                self.torn.open(block);
            }
            Step::Close(block) => {
                self.begun = true;
                self.torn.close(block);
            }
            Step::Title(_) => self.begun = true,
        }
    }

    fn event(&mut self, walk: &Walk<'a>, event: Event<'a>, range: Range<usize>) {
        match &event {
            Event::Text(text) if self.code.is_none() => {
                if self.has_templates {
                    self.template(text, &range);
                }
                self.capitals.take(&self.expanded.text, range.clone());
                self.plain_links(&range);
            }
            Event::Html(html) => self.html(html, raw::is_whole(html), &range),
            Event::InlineHtml(html) => self.html(html, raw::swallowing(html).is_none(), &range),
            Event::FootnoteReference(label) if !self.in_title() => {
                self.footnotes.reference(label);
            }
            Event::InlineMath(tex) => self.formula(tex, false, &range),
            Event::DisplayMath(tex) => self.formula(tex, true, &range),
            Event::Rule => self.begun = true,
            Event::Start(tag) => self.start(walk, tag, &range),
            Event::End(TagEnd::Heading(_)) => return self.end_heading(),
            Event::End(TagEnd::Paragraph) => self.end_lead(),
            Event::End(TagEnd::CodeBlock) => self.end_code(&range),
            Event::End(TagEnd::List(_)) => self.torn.end(),
            _ => {}
        }
        if let Some(line) = self.heading.as_mut().or(self.lead.as_mut()) {
            line.take(&event);
        }
        if let (Event::Text(text), Some(code)) = (&event, &mut self.code) {
            code.push_str(text);
        }
    }

    fn start(&mut self, walk: &Walk, tag: &Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                if *level == HeadingLevel::H1 && !self.begun && walk.at_top() {
                    self.outline.title = Some(0);
                }
                self.start_heading(level_number(*level), id.as_deref(), range);
            }
            Tag::Paragraph => self.start_paragraph(walk, range),
            Tag::Link { .. } | Tag::Image { .. } => self.link(walk, tag, range),
            Tag::CodeBlock(kind) => {
                if let CodeBlockKind::Fenced(info) = kind {
                    self.diagram(info, range);
                    self.code_keys(info, range);
                }
                self.code = Some(String::new());
            }
            Tag::FootnoteDefinition(label) => self.notes.push(label.to_string()),
            Tag::List(first) if self.torn.begin(*first) => self.torn_steps(range),
            _ => {}
        }
        self.begun = true;
    }

    fn start_paragraph(&mut self, walk: &Walk, range: &Range<usize>) {
        self.plain_table(range);
        if self.outline.lead.is_empty() && walk.at_top() {
            self.lead = Some(Inline::new(RawHtml::Sanitize));
        }
    }

    fn in_title(&self) -> bool {
        self.heading.is_some() && self.outline.title.is_some() && self.outline.headings.len() == 1
    }

    fn start_heading(&mut self, level: u8, id: Option<&str>, range: &Range<usize>) {
        let (file, span) = self.place(range);
        self.places
            .push(Anchor::Heading(self.outline.headings.len()));
        self.written_ids.push(id.and_then(written_id));
        self.outline.headings.push(Heading {
            level,
            id: String::new(),
            text: String::new(),
            html: String::new(),
            file: file.clone(),
            span,
        });
        self.heading = Some(Inline::new(self.options.raw_html));
    }

    fn end_heading(&mut self) {
        if let Some(line) = self.heading.take()
            && let Some(heading) = self.outline.headings.last_mut()
        {
            heading.text = line.text.trim().to_owned();
            heading.html = line.html.trim().to_owned();
        }
    }

    fn end_lead(&mut self) {
        if let Some(line) = self.lead.take() {
            self.outline.lead = cut(line.text.trim());
        }
    }

    fn link(&mut self, walk: &Walk, tag: &Tag<'a>, range: &Range<usize>) {
        let (kind, dest, is_mail) = match tag {
            Tag::Image { dest_url, .. } => (LinkKind::Image, dest_url, false),
            Tag::Link {
                dest_url,
                link_type,
                ..
            } => (LinkKind::Link, dest_url, *link_type == LinkType::Email),
            _ => return,
        };
        let written = walk.target_span(tag, range);
        let (file, span) = match written {
            Some(span) => self.expanded.map.place(span),
            None => self.place(range),
        };
        let target = match is_mail {
            true => format!("mailto:{dest}"),
            false => dest.to_string(),
        };
        self.outline.links.push(Link {
            kind,
            target,
            file: file.clone(),
            span,
        });
        if dest.contains('{') {
            self.template(dest, range);
        }
    }

    /// Raw HTML; `is_kept` is whether sanitising keeps it.
    fn html(&mut self, html: &str, is_kept: bool, range: &Range<usize>) {
        let is_comment = html.trim_start().starts_with("<!--");
        if is_comment && !html.contains("-->") {
            let start = range.start..range.start + 4;
            let (file, span) = self.place(&start);
            let message = "This comment is never closed: nothing that follows is shown";
            let finding = Diagnostic::at(Code::MarkdownUnclosed, file, span, message)
                .help("Put `-->` where it ends");
            self.outline.findings.push(finding);
        }
        if is_comment && raw::without_comments(html).trim().is_empty() {
            return;
        }
        self.begun = true;
        self.template(html, range);
        if self.options.raw_html == RawHtml::Sanitize && is_kept {
            self.nesting.take(html);
            if self.nesting.too_much() && !self.nested_seen {
                self.nested_seen = true;
                let (file, span) = self.place(range);
                let message =
                    "There is more HTML here than can be made harmless; it is shown as text";
                let finding = Diagnostic::at(Code::MarkdownTooLarge, file, span, message);
                let help = "Close every element that is opened, and divide long pages";
                self.outline.findings.push(finding.help(help));
            }
        }
        if self.options.raw_html != RawHtml::Text {
            self.places
                .extend(raw::ids(html).into_iter().map(Anchor::Html));
        }
    }

    /// The file and the place in it, without the white space that a range may end with.
    fn place(&self, range: &Range<usize>) -> (&'a crate::path::SitePath, Span) {
        let text = self.expanded.text.get(range.clone()).unwrap_or("");
        let end = range.start + text.trim_end().len();
        self.expanded.map.place(Span::new(range.start, end))
    }

    /// The outline of a page that is not read as markdown.
    fn plain(self, too_much: &str) -> Outline {
        let message = format!("This page {too_much} and is shown as plain text");
        let (file, _) = self.expanded.map.place(Span::default());
        let finding = Diagnostic::about(Code::MarkdownTooLarge, file, message)
            .help("Divide it into several pages");
        let mut findings: Vec<_> = self.outline.findings;
        findings.retain(|finding| finding.code != Code::MarkdownTooLarge);
        findings.push(finding);
        Outline {
            plain: true,
            findings,
            ..Outline::default()
        }
    }

    /// Gives all headings their ids: those that authors wrote first, so that no heading takes one
    /// of them by chance.
    fn finish(mut self) -> Outline {
        let mut ids = Ids::default();
        let html_ids = self.places.iter().filter_map(|place| match place {
            Anchor::Html(id) => Some(id),
            Anchor::Heading(_) => None,
        });
        let html_ids: HashSet<&String> = html_ids.collect();
        for id in html_ids {
            ids.take(id.clone());
        }
        for (heading, written) in self.outline.headings.iter_mut().zip(&mut self.written_ids) {
            if let Some(written) = written.take() {
                heading.id = ids.take(written);
            }
        }
        for label in &self.notes {
            self.footnotes.number(label);
        }
        let mut note_ids = Vec::new();
        for (index, count) in self.footnotes.references().iter().enumerate() {
            note_ids.extend((1..=*count).map(|count| reference_id(index + 1, count)));
            note_ids.push(note_id(index + 1));
        }
        for id in &note_ids {
            ids.take(id.clone());
        }
        for heading in &mut self.outline.headings {
            if heading.id.is_empty() {
                heading.id = ids.take(slug(&heading.text));
            }
        }
        let mut seen = HashSet::new();
        for place in self.places {
            match place {
                Anchor::Heading(index) => {
                    self.outline
                        .anchors
                        .push(self.outline.headings[index].id.clone());
                }
                Anchor::Html(id) => {
                    if seen.insert(id.clone()) {
                        self.outline.anchors.push(id);
                    }
                }
            }
        }
        self.outline.anchors.extend(note_ids);
        self.outline.capitals = self.capitals.finish(&self.expanded.map);
        self.outline
    }
}

/// A text of at most [`MAX_LEAD`] characters, cut between words.
fn cut(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let Some((end, _)) = text.char_indices().nth(MAX_LEAD) else {
        return text;
    };
    let (last, _) = text.char_indices().nth(MAX_LEAD - 1).unwrap_or((end, ' '));
    let cut = text[..last].rfind(' ').unwrap_or(last);
    format!("{}…", text[..cut].trim_end())
}
