//! One file's text with markers in place of the lines of blocks.
//!
//! Which lines are markers only a markdown parser can tell: the same letters stand in code and in
//! comments. So every line that looks like one is replaced by [`TOKEN`], the text is parsed, the
//! tokens that came out as something else are put back, and so on until all agree: mostly at once.

use std::collections::HashSet;

use super::directive::Directive;
use super::source_map::Piece;
use super::{Options, material};
use crate::source::Span;
use judge::{Place, judge};
use lines::{Row, colons, fence_start, indentation, past_markers, row_at};

mod judge;
mod lines;

/// What stands in the text for a marker: a declaration. It is a block of its own that can interrupt
/// a paragraph, and in code, comments, scripts and other HTML it is text that ends nothing. A reader
/// of the text knows it by its place, so an author who writes the same is not mistaken for us.
pub(super) const TOKEN: &str = "<!G>";

/// How often a text is parsed to learn which lines are markers.
const MAX_ROUNDS: usize = 8;

/// The text of a file with markers.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The text; lines of blocks are tokens.
    pub(super) text: String,
    /// Where the bytes of `text` were written, in order; the file is number 0.
    pub(super) pieces: Vec<Piece>,
    /// The tokens, in order.
    pub(super) tokens: Vec<Token>,
    /// What must be put behind the text so that a block left open in it ends there.
    pub(super) closing: Option<String>,
}

/// A token in a draft.
#[derive(Debug)]
pub(super) struct Token {
    /// Its bytes in the draft.
    pub(super) span: Span,
    /// What it stands for in the file.
    pub(super) source: Span,
    /// What it means.
    pub(super) what: What,
    /// Whether it stands in a list, so that spaces before it are part of where it stands.
    pub(super) in_list: bool,
    /// Which decision it is about.
    key: Key,
}

/// What a token means.
#[derive(Debug)]
pub(super) enum What {
    /// A block is opened, or a leaf stands here.
    Open(Directive),
    /// A block is closed.
    Close,
    /// A line that means nothing.
    Nothing,
}

/// The offset of a line in the file, and which of the tokens made of that line.
type Key = (usize, u8);

/// What was learnt of the tokens so far.
#[derive(Default)]
struct Decisions {
    /// Lines that are text, tokens that are left out.
    text: HashSet<Key>,
    /// Tokens with an empty line before them, which ends HTML.
    apart: HashSet<Key>,
    /// Lines that look like a block but are indented so far that they continue a paragraph.
    too_deep: Vec<Span>,
}

/// Makes the draft of the part `range` of a file's text. The spans are those of blocks that are
/// indented too far to be any.
pub(super) fn draft(text: &str, range: Span, options: &Options) -> (Draft, Vec<Span>) {
    let mut decisions = Decisions::default();
    let mut round = 0;
    loop {
        let mut draft = Writer::new(text, options, &decisions).write(range);
        let places = judge(&mut draft);
        round += 1;
        let changed = learn(&draft, &places, &mut decisions);
        if !changed || round == MAX_ROUNDS {
            return (draft, decisions.too_deep);
        }
    }
}

/// Takes up what a parse has shown; whether the draft must be made again.
fn learn(draft: &Draft, places: &[Place], decisions: &mut Decisions) -> bool {
    let mut changed = false;
    for (token, place) in draft.tokens.iter().zip(places) {
        match place {
            Place::Block => continue,
            Place::Html if decisions.apart.insert(token.key) => {}
            place => {
                decisions.text.insert(token.key);
                let opens = matches!(token.what, What::Open(_));
                if *place == Place::Paragraph && opens {
                    decisions.too_deep.push(token.source);
                }
            }
        }
        changed = true;
    }
    changed
}

/// Writes a draft, line by line.
struct Writer<'a> {
    text: &'a str,
    material: bool,
    decisions: &'a Decisions,
    draft: Draft,
    /// Material's blocks that are open, outermost first.
    open: Vec<Indented>,
    /// Tag names of Material's wrappers that are open.
    wrappers: Vec<String>,
    /// The letter and the length of the code fence that is open. Indented text in code must not be
    /// taken for the body of a block, since moving it changes where the code ends.
    fence: Option<(char, usize)>,
    /// Empty lines that were not written yet: they stand behind the blocks that end before them.
    blank: Vec<Row>,
}

/// An open block of Material: its body is indented.
struct Indented {
    /// The column of its first line, in the file.
    indent: usize,
    /// Whether it is a group of tabs.
    tabs: bool,
    /// Where its first line begins in the file.
    key: usize,
    /// The spaces before its marker.
    prefix: String,
    /// What its end stands for: the end of its last line.
    end: usize,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str, options: &Options, decisions: &'a Decisions) -> Self {
        Self {
            text,
            material: options.material,
            decisions,
            draft: Draft::default(),
            open: Vec::new(),
            wrappers: Vec::new(),
            fence: None,
            blank: Vec::new(),
        }
    }

    fn write(mut self, range: Span) -> Draft {
        let mut at = range.start;
        while at < range.end {
            let row = row_at(self.text, at, range.end);
            at = row.next;
            if self.material {
                self.material_row(row);
            } else {
                self.row(row, 0);
            }
        }
        self.close_until(0, None);
        self.flush_blank();
        self.draft
    }

    /// A line that may begin or end blocks of Material.
    fn material_row(&mut self, row: Row) {
        let line = &self.text[row.start..row.end];
        if line.trim().is_empty() {
            self.blank.push(row);
            return;
        }
        let (indent, bytes) = indentation(line, usize::MAX);
        if self.in_fence(line) {
            self.flush_blank();
            if let Some(open) = self.open.last_mut() {
                open.end = row.end;
            }
            self.row(row, 4 * self.open.len());
            return;
        }
        let parsed = material::line(&line[bytes..]);
        let parsed = parsed.filter(|_| !self.decisions.text.contains(&(row.start, 0)));
        self.close_until(indent, parsed.as_ref());
        self.flush_blank();
        if let Some(open) = self.open.last_mut() {
            open.end = row.end;
        }
        let cut = 4 * self.open.len();
        let prefix = " ".repeat(indent.saturating_sub(cut));
        let source = Span::new(row.start + bytes, row.end);
        self.fence = fence_start(line);
        match parsed {
            Some(material::Line::Block(directive)) => {
                self.token(&prefix, source, What::Open(directive), (row.start, 0));
                self.open.push(Indented {
                    indent,
                    tabs: false,
                    key: row.start,
                    prefix,
                    end: row.end,
                });
            }
            Some(material::Line::Tab(directive, _)) => {
                let group = self.open.last();
                let goes_on = group.is_some_and(|open| open.tabs && open.indent == indent);
                if goes_on {
                    // The prefix is that of the group: the group's own columns are cut already.
                    let group = self.open.last_mut();
                    let prefix = group.map_or(String::new(), |open| open.prefix.clone());
                    self.token(&prefix, source, What::Close, (row.start, 1));
                    self.token(&prefix, source, What::Open(directive), (row.start, 0));
                } else {
                    let tabs = Directive {
                        name: "tabs".into(),
                        ..Directive::default()
                    };
                    self.token(&prefix, source, What::Open(tabs), (row.start, 1));
                    self.token(&prefix, source, What::Open(directive), (row.start, 0));
                    self.open.push(Indented {
                        indent,
                        tabs: true,
                        key: row.start,
                        prefix,
                        end: row.end,
                    });
                }
            }
            Some(material::Line::WrapperStart(name)) => {
                self.wrappers.push(name);
                self.token(&prefix, source, What::Nothing, (row.start, 0));
            }
            Some(material::Line::WrapperEnd(name)) if self.wrappers.last() == Some(&name) => {
                self.wrappers.pop();
                self.token(&prefix, source, What::Nothing, (row.start, 0));
            }
            _ => self.row(row, cut),
        }
    }

    /// Whether a line stands in an open code fence; the line that closes the fence does.
    fn in_fence(&mut self, line: &str) -> bool {
        let Some((letter, count)) = self.fence else {
            return false;
        };
        let rest = past_markers(line).trim();
        if rest.len() >= count && rest.chars().all(|other| other == letter) {
            self.fence = None;
        }
        true
    }

    /// Closes Material's blocks whose body does not reach a line that is indented by `indent`
    /// columns. `line` is that line, where it is one of Material's: a tab goes on with its group.
    fn close_until(&mut self, indent: usize, line: Option<&material::Line>) {
        while let Some(open) = self.open.last() {
            if indent >= open.indent + 4 {
                return;
            }
            let same_group = matches!(line, Some(material::Line::Tab(_, false)));
            if same_group && open.tabs && open.indent == indent {
                return;
            }
            let Some(open) = self.open.pop() else { return };
            let source = Span::new(open.end, open.end);
            self.token(&open.prefix, source, What::Close, (open.key, 2));
            if open.tabs {
                self.token(&open.prefix, source, What::Close, (open.key, 3));
            }
            if let Some(outer) = self.open.last_mut() {
                outer.end = open.end;
            }
        }
    }

    fn flush_blank(&mut self) {
        for row in std::mem::take(&mut self.blank) {
            let line = &self.text[row.start..row.end];
            let (_, cut) = indentation(line, 4 * self.open.len());
            self.copy(Span::new(row.start + cut, row.next));
        }
    }

    /// A line of markdown, without its first `cut` columns of indentation.
    fn row(&mut self, row: Row, cut: usize) {
        let (_, cut) = indentation(&self.text[row.start..row.end], cut);
        let start = row.start + cut;
        let line = &self.text[start..row.end];
        let key = (row.start, 0);
        let marker = colons(line).filter(|_| !self.decisions.text.contains(&key));
        let Some((prefix, what)) = marker else {
            self.copy(Span::new(start, row.next));
            return;
        };
        let source = Span::new(start + prefix, row.end);
        self.end_line();
        let prefix = &line[..prefix];
        if self.decisions.apart.contains(&key) {
            self.blank_line(prefix, source.start);
        }
        self.copy(Span::new(start, source.start));
        self.put_token(source, what, key);
        self.copy(Span::new(row.end, row.next));
    }

    /// A token in a line of its own, with these spaces before it.
    fn token(&mut self, prefix: &str, source: Span, what: What, key: Key) {
        if self.decisions.text.contains(&key) {
            return;
        }
        self.end_line();
        if self.decisions.apart.contains(&key) {
            self.blank_line(prefix, source.start);
        }
        self.put(prefix, Span::new(source.start, source.start));
        self.put_token(source, what, key);
        self.put("\n", Span::new(source.end, source.end));
    }

    /// An empty line in the same container. There is none to be had behind a list marker, and no
    /// need of one: a new item ends what was before it.
    fn blank_line(&mut self, prefix: &str, source: usize) {
        if prefix
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'>'))
        {
            let prefix = format!("{}\n", prefix.trim_end());
            self.put(&prefix, Span::new(source, source));
        }
    }

    fn put_token(&mut self, source: Span, what: What, key: Key) {
        let start = self.draft.text.len();
        self.put(TOKEN, source);
        self.draft.tokens.push(Token {
            span: Span::new(start, start + TOKEN.len()),
            source,
            what,
            in_list: false,
            key,
        });
    }

    fn end_line(&mut self) {
        if !self.draft.text.is_empty() && !self.draft.text.ends_with(['\n', '\r']) {
            let at = self.draft.pieces.last().map_or(0, |piece| piece.source.end);
            self.put("\n", Span::new(at, at));
        }
    }

    /// A part of the file as it is.
    fn copy(&mut self, source: Span) {
        self.piece(source.of(self.text), source, true);
    }

    /// A text that stands for a part of the file.
    fn put(&mut self, text: &str, source: Span) {
        self.piece(text, source, false);
    }

    fn piece(&mut self, text: &str, source: Span, exact: bool) {
        if !text.is_empty() {
            self.draft.pieces.push(Piece {
                start: self.draft.text.len(),
                file: 0,
                source,
                exact,
            });
            self.draft.text.push_str(text);
        }
    }
}
