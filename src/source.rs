//! Places in texts: byte ranges, lines and columns.

use std::ops::Range;

/// A byte range in one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The same range, moved `by` bytes towards the end.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The text of the range; empty when the range is not in `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A line and a column, both counted from one; a column is a character, not a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// The nearest start of a character at or before the byte `offset`; the end for one behind it.
pub fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The position of the byte `offset` in `text`. Lines end with `\n`, `\r\n` or a lone `\r`.
pub fn position(text: &str, offset: usize) -> Position {
    let before = &text[..floor(text, offset)];
    let bytes = before.as_bytes();
    let mut line = 1;
    let mut start = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let lone_return = *byte == b'\r' && text.as_bytes().get(index + 1) != Some(&b'\n');
        if *byte == b'\n' || lone_return {
            line += 1;
            start = index + 1;
        }
    }
    Position {
        line,
        column: before[start..].chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_any_of_the_three_line_ends() {
        let text = "a\nb\r\nc\rd";
        let at = |offset| {
            let place = position(text, offset);
            (place.line, place.column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (2, 1));
        assert_eq!(at(5), (3, 1));
        assert_eq!(at(7), (4, 1));
        assert_eq!(at(99), (4, 2));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(position("äöü", 4).column, 3);
        assert_eq!(
            position("äöü", 3).column,
            2,
            "inside a character is its start"
        );
    }
}
