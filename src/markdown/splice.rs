//! Texts put together from parts of others, with what is known about their bytes.

use super::directive::Directive;
use super::draft::TOKEN;
use super::expand::{Marker, MarkerKind};
use super::source_map::{Piece, push_piece};
use crate::source::Span;

/// A text whose parts are copied.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// Where its bytes were written.
    pub(super) pieces: Vec<Piece>,
}

/// A text put together from several.
#[derive(Debug, Default)]
pub(super) struct Whole {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) markers: Vec<Marker>,
    pub(super) directives: Vec<Directive>,
    /// What must be put behind the text so that nothing is left open in it.
    pub(super) closing: Option<String>,
}

/// What lines begin with so that they stand where an include stands: in a list item, in a quote.
pub(super) struct Prefix {
    /// Before the first line: with the list marker.
    first: String,
    /// Before the others.
    rest: String,
}

impl Prefix {
    /// The prefix of lines that replace one with `before` before it. Outside of lists spaces mean
    /// nothing, and would make code of what is indented by a few spaces more.
    pub(super) fn of(before: &str, in_list: bool) -> Self {
        let before = if in_list {
            before
        } else {
            let quotes = before.rfind('>').map_or(0, |last| last + 1);
            &before[..quotes]
        };
        let is_kept = |letter: &char| matches!(letter, '>' | '\t');
        let rest = before
            .chars()
            .map(|letter| if is_kept(&letter) { letter } else { ' ' });
        let mut rest: String = rest.collect();
        let mut first = before.to_owned();
        if before.ends_with('>') {
            first.push(' ');
            rest.push(' ');
        }
        Self { first, rest }
    }
}

impl Source<'_> {
    /// The number of the file that the byte at `offset` comes from.
    pub(super) fn file(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        self.pieces
            .get(after.saturating_sub(1))
            .map_or(0, |piece| piece.file)
    }

    /// The pieces in `range`, cut to it.
    fn pieces_in(&self, range: Span) -> impl Iterator<Item = Piece> {
        let after = self
            .pieces
            .partition_point(|piece| piece.start <= range.start);
        let first = after.saturating_sub(1);
        let last = self.pieces.partition_point(|piece| piece.start < range.end);
        (first..last).map(move |index| {
            let piece = self.pieces[index];
            let next = self.pieces.get(index + 1);
            let end = next.map_or(self.text.len(), |next| next.start);
            let skipped = range.start.saturating_sub(piece.start);
            let cut = end.saturating_sub(range.end);
            let source = if piece.exact {
                Span::new(piece.source.start + skipped, piece.source.end - cut)
            } else {
                piece.source
            };
            Piece {
                start: piece.start + skipped,
                source,
                ..piece
            }
        })
    }
}

impl Whole {
    /// Adds a part of another text; its markers are the caller's affair.
    pub(super) fn copy(&mut self, from: &Source, range: Span) {
        if range.start >= range.end {
            return;
        }
        for piece in from.pieces_in(range) {
            let start = self.text.len() + piece.start - range.start;
            push_piece(&mut self.pieces, Piece { start, ..piece });
        }
        self.text.push_str(range.of(from.text));
    }

    /// Adds a text that stands for `source` of the file with this number.
    pub(super) fn put(&mut self, text: &str, file: usize, source: Span) {
        if !text.is_empty() {
            let start = self.text.len();
            let piece = Piece {
                start,
                file,
                source,
                exact: false,
            };
            push_piece(&mut self.pieces, piece);
            self.text.push_str(text);
        }
    }

    /// Says that a token follows.
    pub(super) fn mark(&mut self, kind: MarkerKind) {
        let start = self.text.len();
        let span = Span::new(start, start + TOKEN.len());
        self.markers.push(Marker { span, kind });
    }

    /// Adds a whole text in place of the include that is `source` in `file`. The line end of the
    /// include must follow.
    pub(super) fn splice(&mut self, part: &Self, file: usize, source: Span, prefix: &Prefix) {
        let nothing = Span::new(source.start, source.start);
        let end = Span::new(source.end, source.end);
        self.put(&prefix.first, file, nothing);
        self.mark(MarkerKind::IncludeStart);
        self.put(TOKEN, file, source);
        self.put("\n", file, end);
        self.lines(part, &prefix.rest);
        if !part.text.is_empty() && !part.text.ends_with(['\n', '\r']) {
            self.put("\n", file, end);
        }
        if let Some(closing) = &part.closing {
            let line = format!("{}{closing}", prefix.rest);
            self.put(line.trim_end(), file, end);
            self.put("\n", file, end);
        }
        self.put(&prefix.rest, file, end);
        self.mark(MarkerKind::IncludeEnd);
        self.put(TOKEN, file, source);
    }

    /// Adds all lines of a text, each behind `prefix`.
    fn lines(&mut self, part: &Self, prefix: &str) {
        let first_directive = self.directives.len();
        self.directives.extend(part.directives.iter().cloned());
        let source = Source {
            text: &part.text,
            pieces: part.pieces.clone(),
        };
        let mut markers = part.markers.iter().peekable();
        let mut at = 0;
        while at < part.text.len() {
            let line = &part.text[at..];
            let len = line.find('\n').map_or(line.len(), |end| end + 1);
            let file = source.file(at);
            let line_source = source.pieces_in(Span::new(at, at + len)).next();
            let from = line_source.map_or(0, |piece| piece.source.start);
            let is_blank = line[..len].trim().is_empty();
            let prefix = if is_blank { prefix.trim_end() } else { prefix };
            self.put(prefix, file, Span::new(from, from));
            let here = self.text.len();
            while let Some(marker) = markers.next_if(|marker| marker.span.start < at + len) {
                let kind = match marker.kind {
                    MarkerKind::Open(index) => MarkerKind::Open(first_directive + index),
                    kind => kind,
                };
                let start = here + marker.span.start - at;
                let span = Span::new(start, start + TOKEN.len());
                self.markers.push(Marker { span, kind });
            }
            self.copy(&source, Span::new(at, at + len));
            at += len;
        }
    }
}
