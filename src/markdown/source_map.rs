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
}

/// A run of bytes that stand in a file as they stand in the expanded text, or that stand for a line
/// of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// The first byte in the expanded text; the piece ends where the next one begins.
    start: usize,
    /// Index of the file.
    file: usize,
    /// Where the run begins in the file.
    offset: usize,
    /// How many bytes of the file the piece may point at. An inserted marker stands for a whole
    /// line, an inserted prefix for none.
    len: usize,
}

impl SourceMap {
    /// The map of a text that is `file` from byte `offset` on, `len` bytes long.
    pub fn of_file(file: &SitePath, offset: usize, len: usize) -> Self {
        Self {
            files: vec![Arc::new(file.clone())],
            pieces: vec![Piece {
                start: 0,
                file: 0,
                offset,
                len,
            }],
        }
    }

    /// The file and the range in it that `span` of the expanded text comes from. A range over
    /// several files is cut off where its first file ends.
    pub fn place(&self, span: Span) -> (&SitePath, Span) {
        let first = self.piece_at(span.start);
        let piece = self.pieces[first];
        let start = piece.offset + (span.start - piece.start).min(piece.len);
        let mut end = start;
        // The last byte of the range, not the byte after it, tells the piece that it ends in.
        let last = self.piece_at(span.end.saturating_sub(1).max(span.start));
        for piece in self.pieces[first..=last].iter() {
            if piece.file == self.pieces[first].file {
                let reached = piece.offset + (span.end - piece.start).min(piece.len);
                end = end.max(reached);
            }
        }
        (&self.files[piece.file], Span::new(start, end))
    }

    /// The file that the byte at `offset` of the expanded text comes from, as a small number.
    pub fn file_index(&self, offset: usize) -> usize {
        self.pieces[self.piece_at(offset)].file
    }

    /// How many files the text was put together from.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    fn piece_at(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start <= offset);
        after.saturating_sub(1)
    }
}

/// A source map in the making, in the order of the expanded text.
#[derive(Debug, Default)]
pub(super) struct MapBuilder {
    files: Vec<Arc<SitePath>>,
    pieces: Vec<Piece>,
}

impl MapBuilder {
    /// The number of `file`, for [`Self::push`].
    pub(super) fn file(&mut self, file: &Arc<SitePath>) -> usize {
        match self.files.iter().rposition(|known| known == file) {
            Some(index) => index,
            None => {
                self.files.push(file.clone());
                self.files.len() - 1
            }
        }
    }

    /// From byte `start` of the expanded text on, bytes come from `range` of the file.
    pub(super) fn push(&mut self, start: usize, file: usize, range: Span) {
        let (offset, len) = (range.start, range.end - range.start);
        if let Some(last) = self.pieces.last_mut() {
            let written = start - last.start;
            let continues = last.file == file && last.len == written;
            if continues && last.offset + last.len == offset {
                last.len += len;
                return;
            }
        }
        self.pieces.push(Piece {
            start,
            file,
            offset,
            len,
        });
    }

    /// The finished map; that of `page` at `offset` when nothing was pushed.
    pub(super) fn finish(self, page: &SitePath, offset: usize) -> SourceMap {
        if self.pieces.is_empty() {
            return SourceMap::of_file(page, offset, 0);
        }
        SourceMap {
            files: self.files,
            pieces: self.pieces,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_across_files_and_inserted_text() {
        let page = Arc::new(SitePath::new("content/a.md").unwrap());
        let part = Arc::new(SitePath::new("content/b.md").unwrap());
        let mut map = MapBuilder::default();
        let (a, b) = (map.file(&page), map.file(&part));
        map.push(0, a, Span::new(100, 110));
        map.push(10, b, Span::new(0, 5));
        map.push(15, a, Span::new(130, 140));
        map.push(25, a, Span::new(140, 150));
        let map = map.finish(&page, 0);
        assert_eq!(map.place(Span::new(3, 5)), (&*page, Span::new(103, 105)));
        assert_eq!(map.place(Span::new(11, 13)), (&*part, Span::new(1, 3)));
        assert_eq!(map.place(Span::new(20, 30)), (&*page, Span::new(135, 145)));
        assert_eq!(map.place(Span::new(11, 30)), (&*part, Span::new(1, 5)));
    }
}
