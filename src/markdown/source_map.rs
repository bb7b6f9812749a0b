//! Where the bytes of an expanded text were written.

use std::sync::Arc;

use crate::path::SitePath;
use crate::source::Span;

/// From offsets in an expanded text to files and offsets in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMap {
    /// The page, and the files that were put into it.
    files: Vec<Arc<SitePath>>,
    /// In ascending order of `start`; the first begins at 0. Never empty.
    pieces: Vec<Piece>,
    /// How long the expanded text is.
    len: usize,
}

/// A run of bytes of the expanded text and the bytes of a file that they stand for: the same bytes,
/// or a marker for a line, or an inserted prefix for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The first byte in the expanded text; the piece ends where the next one begins.
    pub(super) start: usize,
    /// Index of the file.
    pub(super) file: usize,
    /// What it stands for in the file.
    pub(super) source: Span,
    /// Whether it has the same bytes as its source, so that places in it can be told.
    pub(super) exact: bool,
}

impl SourceMap {
    /// The map of a text that is `file` from byte `offset` on, `len` bytes long.
    pub fn of_file(file: &SitePath, offset: usize, len: usize) -> Self {
        Self {
            files: vec![Arc::new(file.clone())],
            pieces: vec![Piece {
                start: 0,
                file: 0,
                source: Span::new(offset, offset + len),
                exact: true,
            }],
            len,
        }
    }

    /// The map of a text of `len` bytes that consists of `pieces`.
    pub(super) fn new(files: Vec<Arc<SitePath>>, mut pieces: Vec<Piece>, len: usize) -> Self {
        if pieces.is_empty() {
            pieces.push(Piece {
                start: 0,
                file: 0,
                source: Span::default(),
                exact: true,
            });
        }
        Self { files, pieces, len }
    }

    /// The file and the range in it that `span` of the expanded text comes from. A range over
    /// several files is cut off where its first file ends.
    pub fn place(&self, span: Span) -> (&SitePath, Span) {
        let first = self.piece_at(span.start);
        let piece = self.pieces[first];
        let start = self.source_offset(first, span.start);
        let mut end = start;
        // The last byte of the range, not the byte after it, tells the piece that it ends in.
        let last = self.piece_at(span.end.saturating_sub(1).max(span.start));
        for index in first..=last {
            if self.pieces[index].file == piece.file && span.end > span.start {
                end = end.max(self.source_offset(index, span.end));
            }
        }
        (&self.files[piece.file], Span::new(start, end))
    }

    /// The file that the byte at `offset` of the expanded text comes from, as a number below
    /// [`Self::file_count`].
    pub fn file_index(&self, offset: usize) -> usize {
        self.pieces[self.piece_at(offset)].file
    }

    /// How many files the text was put together from.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    /// The offset in its file that `offset` of the expanded text means, as far as piece `index`
    /// can tell.
    fn source_offset(&self, index: usize, offset: usize) -> usize {
        let piece = self.pieces[index];
        let end = self
            .pieces
            .get(index + 1)
            .map_or(self.len, |next| next.start);
        let within = offset.saturating_sub(piece.start);
        match piece.exact {
            _ if offset >= end => piece.source.end,
            true => piece.source.end.min(piece.source.start + within),
            false => piece.source.start,
        }
    }

    fn piece_at(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        after.saturating_sub(1)
    }
}

/// Adds a piece to `pieces`, or lengthens the last one where it goes on without a gap.
pub(super) fn push_piece(pieces: &mut Vec<Piece>, piece: Piece) {
    if let Some(last) = pieces.last_mut() {
        let both = last.exact && piece.exact && last.file == piece.file;
        if both && last.source.end == piece.source.start {
            last.source.end = piece.source.end;
            return;
        }
        if last.start == piece.start {
            *last = piece;
            return;
        }
    }
    pieces.push(piece);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_across_files_and_markers() {
        let page = Arc::new(SitePath::new("content/a.md").unwrap());
        let part = Arc::new(SitePath::new("content/b.md").unwrap());
        let mut pieces = Vec::new();
        let runs = [
            (0, 0, 100..110, true),
            (10, 1, 0..5, true),
            (15, 0, 130..140, true),
            (25, 0, 140..150, true),
            (35, 0, 150..165, false),
            (39, 0, 165..166, true),
        ];
        for (start, file, source, exact) in runs {
            let source = source.into();
            push_piece(
                &mut pieces,
                Piece {
                    start,
                    file,
                    source,
                    exact,
                },
            );
        }
        let map = SourceMap::new(vec![page.clone(), part.clone()], pieces, 40);
        let place = |start, end| map.place(Span::new(start, end));
        assert_eq!(place(3, 5), (&*page, Span::new(103, 105)));
        assert_eq!(place(11, 13), (&*part, Span::new(1, 3)));
        assert_eq!(place(20, 30), (&*page, Span::new(135, 145)));
        assert_eq!(place(11, 30), (&*part, Span::new(1, 5)));
        assert_eq!(
            place(35, 39),
            (&*page, Span::new(150, 165)),
            "a marker stands for its line"
        );
        assert_eq!(place(7, 7), (&*page, Span::new(107, 107)));
        assert_eq!(place(99, 200), (&*page, Span::new(166, 166)));
    }
}
