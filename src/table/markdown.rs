//! The tables of a markdown file, with the headings above and the notes below.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Cell, Heading, MAX_COLUMNS, Note, Row, Section, Sheet, Table, marks};
use crate::decode::Value;
use crate::markdown::{MAX_PAGE, front_matter};
use crate::source::Span;

/// Reads a markdown file, front matter and all.
pub(super) fn sheet(text: &str) -> Sheet {
    let split = front_matter::split(text);
    let title = split.table.get("title").and_then(|node| match &node.value {
        Value::Text(title) => Some(title.clone()),
        _ => None,
    });
    let body = split.body;
    let mut reader = Reader {
        text,
        sheet: Sheet {
            sections: vec![Section::default()],
            ..Sheet::default()
        },
        headings: Vec::new(),
        section: 0,
        piece: None,
        table: None,
        row: Row::default(),
        note: None,
        item: false,
        skip: 0,
    };
    if text.len() - body > MAX_PAGE {
        let message = "this file is too large to be read as markdown";
        reader
            .sheet
            .faults
            .push((message.to_owned(), Span::new(body, body)));
        return reader.sheet;
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(&text[body..], options).into_offset_iter() {
        reader.take(event, range.start + body..range.end + body);
    }
    let mut sheet = reader.sheet;
    sheet.title = title
        .filter(|title| !title.trim().is_empty())
        .or(sheet.title);
    sheet
}

/// Words in the making: a cell, a heading or a paragraph.
#[derive(Default)]
struct Piece {
    cell: Cell,
    /// The link that is open: its address.
    link: Option<String>,
    /// How deep in bold text.
    strong: usize,
    /// Whether anything stands outside of bold text.
    light: bool,
}

impl Piece {
    fn push(&mut self, text: &str) {
        self.light |= self.strong == 0 && !text.trim().is_empty();
        self.cell.text.push_str(text);
        self.cell.plain.push_str(text);
    }

    fn finish(mut self, span: Span) -> Cell {
        self.cell.strong = !self.light && !self.cell.plain.trim().is_empty();
        self.cell.items = items(&self.cell.plain);
        self.cell.text = one_line(&self.cell.text);
        self.cell.plain = one_line(&self.cell.plain);
        self.cell.span = span;
        self.cell
    }
}

/// The items of a list that was squeezed into a cell: by line breaks, or by `\n` as some write them.
fn items(text: &str) -> Vec<String> {
    let lines = text.split('\n').flat_map(|line| line.split("\\n"));
    let item = |line: &str| one_line(line.trim_start_matches(['-', '*', '•', ' ', '\t']));
    lines.map(item).filter(|item| !item.is_empty()).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Reader<'a> {
    text: &'a str,
    sheet: Sheet,
    headings: Vec<Heading>,
    section: usize,
    piece: Option<Piece>,
    table: Option<Table>,
    row: Row,
    /// The label of the footnote that is open.
    note: Option<(String, String, Span)>,
    /// Whether the paragraph is an item of a list.
    item: bool,
    /// How deep in something whose text is no prose: code, HTML.
    skip: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) if self.skip == 0 => self.push(&text),
            Event::Code(text) => self.push(&text),
            Event::Rule => self.prose(),
            Event::SoftBreak | Event::HardBreak => self.push("\n"),
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => {
                self.push("\n")
            }
            Event::FootnoteReference(label) => {
                if let Some(piece) = &mut self.piece {
                    piece.cell.footnotes.push(label.to_string());
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        match &mut self.piece {
            Some(piece) => piece.push(text),
            // The words of a tight list stand in no paragraph.
            None if self.table.is_none() && self.item => {
                let mut piece = Piece::default();
                piece.push(text);
                self.piece = Some(piece);
            }
            None => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Heading { .. } | Tag::Paragraph | Tag::TableCell => {
                self.piece = Some(Piece::default());
            }
            Tag::Table(_) => {
                self.table = Some(Table {
                    headings: self.headings.clone(),
                    section: self.section,
                    rows: Vec::new(),
                    span: range.into(),
                });
            }
            Tag::TableHead | Tag::TableRow => self.row.span = range.into(),
            Tag::Item => {
                self.paragraph(range.start..range.start);
                self.item = true;
            }
            Tag::FootnoteDefinition(label) => {
                self.note = Some((label.to_string(), String::new(), range.into()));
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => self.skip += 1,
            Tag::HtmlBlock => {
                let html = self.text.get(range).unwrap_or("").trim_start();
                if !html.starts_with("<!--") {
                    self.prose();
                }
                self.skip += 1;
            }
            // Its description may be empty, and it is to be seen all the same.
            Tag::Image { .. } if self.table.is_none() => self.prose(),
            Tag::Strong => {
                if let Some(piece) = &mut self.piece {
                    piece.strong += 1;
                }
            }
            Tag::Link { dest_url, .. } => {
                if self.piece.is_none() {
                    self.push("");
                }
                if let Some(piece) = &mut self.piece {
                    piece.link = Some(dest_url.to_string());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => self.heading(level, range),
            TagEnd::Paragraph => self.paragraph(range),
            TagEnd::Item => {
                self.paragraph(range);
                self.item = false;
            }
            TagEnd::TableCell => {
                let span = self.inner(range);
                let piece = self.piece.take().unwrap_or_default();
                // One too many is kept, so that it is seen to be too many.
                if self.row.cells.len() <= MAX_COLUMNS {
                    self.row.cells.push(piece.finish(span));
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let mut row = std::mem::take(&mut self.row);
                self.surplus(&mut row);
                if let Some(table) = &mut self.table {
                    table.rows.push(row);
                }
            }
            TagEnd::Table => self.sheet.tables.extend(self.table.take()),
            TagEnd::FootnoteDefinition => {
                if let Some((label, text, span)) = self.note.take() {
                    self.sheet.notes.push(Note {
                        mark: format!("^{label}"),
                        text: one_line(&text),
                        section: self.section,
                        span,
                        is_item: false,
                    });
                }
            }
            TagEnd::CodeBlock => {
                self.skip = self.skip.saturating_sub(1);
                self.prose();
            }
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => self.skip = self.skip.saturating_sub(1),
            TagEnd::Strong => {
                if let Some(piece) = &mut self.piece {
                    piece.strong = piece.strong.saturating_sub(1);
                }
            }
            TagEnd::Link => self.link(),
            _ => {}
        }
    }

    /// Adds the cells that have no head above them, which no event tells of.
    fn surplus(&self, row: &mut Row) {
        let (Some(last), Some(table)) = (row.cells.last(), &self.table) else {
            return;
        };
        let is_full = table.rows.first().map(|head| head.cells.len()) == Some(row.cells.len());
        let start = last.span.end;
        let rest = self.text.get(start..row.span.end).unwrap_or("");
        // Behind the last cell stands its pipe, and only then another one.
        let Some((_, rest)) = rest.split_once('|').filter(|_| is_full) else {
            return;
        };
        let start = row.span.end - rest.len();
        for (text, span) in super::surplus::of_markdown(rest, start) {
            if row.cells.len() <= MAX_COLUMNS {
                row.cells.push(Cell {
                    text: text.clone(),
                    plain: text,
                    span,
                    ..Cell::default()
                });
            }
        }
    }

    /// An address on the web is kept behind the words of its link.
    fn link(&mut self) {
        let Some(piece) = &mut self.piece else {
            return;
        };
        if let Some(target) = piece.link.take() {
            let is_web = target.starts_with("https://") || target.starts_with("http://");
            if is_web && !piece.cell.text.ends_with(&target) {
                piece.cell.text.push_str(&format!(" ({target})"));
            }
            piece.cell.links.push(target);
        }
    }

    /// The place of a cell: its text, without the pipe and the space around it.
    fn inner(&self, range: Range<usize>) -> Span {
        let raw = self.text.get(range.clone()).unwrap_or("");
        let inner = raw.trim_matches(|letter: char| letter == '|' || letter.is_whitespace());
        let start = range.start + raw.find(inner).unwrap_or(0);
        Span::new(start, start + inner.len())
    }

    fn heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let Some(piece) = self.piece.take() else {
            return;
        };
        let text = piece.finish(Span::new(0, 0)).plain;
        let level = crate::markdown::outline::level_number(level);
        self.headings.retain(|above| above.level < level);
        if level == 1 && self.sheet.title.is_none() && !text.is_empty() {
            self.sheet.title = Some(text.clone());
        }
        let line = self.text.get(range.clone()).unwrap_or("").trim_end();
        let heading = Heading {
            level,
            text,
            span: Span::new(range.start, range.start + line.len()),
        };
        self.headings.push(heading.clone());
        self.section += 1;
        self.sheet.sections.push(Section {
            heading: Some(heading),
            prose: 0,
        });
    }

    /// Counts something that is no part of a matrix.
    fn prose(&mut self) {
        if let Some(section) = self.sheet.sections.last_mut() {
            section.prose += 1;
        }
    }

    /// A paragraph may be the text of a mark, or of several, each on its own line.
    fn paragraph(&mut self, range: Range<usize>) {
        let Some(piece) = self.piece.take() else {
            return;
        };
        if let Some((_, text, _)) = &mut self.note {
            text.push_str(&piece.cell.text);
            text.push(' ');
            return;
        }
        let text = piece.cell.text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let raw = self.text.get(range.clone()).unwrap_or("");
        let span = Span::new(range.start, range.start + raw.trim_end().len());
        let starred = self.item && raw.starts_with('*');
        let mut notes: Vec<Note> = Vec::new();
        for line in text.lines() {
            let own = marks::of_note(line);
            let note = |mark: String, text: &str, is_item| Note {
                mark,
                text: text.to_owned(),
                section: self.section,
                span,
                is_item,
            };
            match (own, notes.last_mut()) {
                (Some((mark, rest)), _) => notes.push(note(mark, rest, false)),
                (None, Some(last)) => {
                    last.text.push(' ');
                    last.text.push_str(line.trim());
                }
                (None, None) if starred => notes.push(note("*".to_owned(), line, true)),
                (None, None) => {
                    self.prose();
                    return;
                }
            }
        }
        for note in &mut notes {
            note.text = one_line(&note.text);
        }
        self.sheet.notes.extend(notes);
    }
}

#[cfg(test)]
mod tests;
