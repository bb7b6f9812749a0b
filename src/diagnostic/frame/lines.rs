//! Excerpts of files: the lines of some places, cut to the width of a terminal and made visible.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::diagnostic::visible;
use crate::source::{Span, position};

/// Some lines of a file, ready to be drawn.
pub(super) struct Lines {
    /// The number of the first.
    pub(super) first: usize,
    /// The lines, ended by `\n`, made visible and cut.
    pub(super) text: String,
    /// The places in `text`, as many as were asked for.
    pub(super) places: Vec<Range<usize>>,
}

impl Lines {
    /// The lines of `text` in which `spans` begin, and those between; each about `room` columns.
    pub(super) fn around(text: &str, spans: &[Span], room: usize) -> Self {
        let starts: Vec<usize> = spans.iter().map(|span| floor(text, span.start)).collect();
        let from = line_start(text, starts.iter().copied().min().unwrap_or(0));
        let until = starts.iter().copied().max().unwrap_or(0);
        let mut lines = Self {
            first: position(text, from).line,
            text: String::new(),
            places: vec![0..0; spans.len()],
        };
        let mut start = from;
        loop {
            let end = line_end(text, start);
            lines.push(text, start..end, spans, &starts, room);
            let next = end + line_break(&text[end..]);
            if next > until || next == end {
                return lines;
            }
            lines.text.push('\n');
            start = next;
        }
    }

    /// Puts one line in, and the places that begin in it.
    fn push(
        &mut self,
        text: &str,
        line: Range<usize>,
        spans: &[Span],
        starts: &[usize],
        room: usize,
    ) {
        let after = line.end + line_break(&text[line.end..]);
        let begins_here = |start: usize| {
            // At the end of a file without a last line end, the place after it is in its last line.
            line.start <= start && (start < after || after == text.len() && after == line.end)
        };
        let here: Vec<usize> = (0..spans.len())
            .filter(|index| begins_here(starts[*index]))
            .collect();
        let place = |index: usize| {
            let start = starts[index].min(line.end);
            let end = floor(text, spans[index].end.clamp(start, line.end));
            start..end.max(start)
        };
        let hull_start = here.iter().map(|index| place(*index).start).min();
        let hull_end = here.iter().map(|index| place(*index).end).max();
        let hull = hull_start.unwrap_or(line.start)..hull_end.unwrap_or(line.start);
        let window = cut(text, &line, &hull, room);

        if window.start > line.start {
            self.text.push('…');
        }
        let offsets: Vec<usize> = here
            .iter()
            .flat_map(|index| [place(*index).start, place(*index).end])
            .map(|offset| offset.clamp(window.start, window.end) - window.start)
            .collect();
        let (shown, moved) = visible::mapped(&text[window.clone()], &offsets);
        let base = self.text.len();
        for (index, ends) in here.iter().zip(moved.chunks_exact(2)) {
            self.places[*index] = base + ends[0]..base + ends[1];
        }
        self.text.push_str(&shown);
        if window.end < line.end {
            self.text.push('…');
        }
    }
}

/// The part of `line` that is shown: all of it where it fits, else what is around `place`.
fn cut(text: &str, line: &Range<usize>, place: &Range<usize>, room: usize) -> Range<usize> {
    if width(&text[line.clone()], room) <= room {
        return line.clone();
    }
    // A third of the room goes to what stands before, at least, and more where little comes after.
    let taken = width(&text[place.clone()], room) + width(&text[place.end..line.end], room);
    let before = room.saturating_sub(taken).max(room / 3);
    let mut columns = 0;
    let start = text[line.start..place.start]
        .char_indices()
        .rev()
        .take_while(|(_, letter)| {
            columns += columns_of(*letter);
            columns < before
        })
        .last()
        .map_or(place.start, |(index, _)| line.start + index);
    let mut columns = 0;
    let end = text[start..line.end]
        .char_indices()
        .find(|(_, letter)| {
            columns += columns_of(*letter);
            columns >= room
        })
        .map_or(line.end, |(index, _)| start + index);
    start..end
}

/// How many columns `text` takes; counting stops soon after `enough`.
fn width(text: &str, enough: usize) -> usize {
    let mut columns = 0;
    for letter in text.chars() {
        columns += columns_of(letter);
        if columns > enough {
            break;
        }
    }
    columns
}

/// How many columns a character takes once it is made visible.
fn columns_of(letter: char) -> usize {
    match letter {
        '\t' => 4,
        '\0'..='\u{1f}' | '\u{7f}' => 1,
        letter if visible::is_hidden(letter) => 9,
        // Also for marks of no width: ten thousand of them on one letter are cut too.
        letter => letter.width().unwrap_or(1).max(1),
    }
}

/// The nearest place at or before `offset` that is in `text` and between two characters.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The start of the line that holds `offset`.
fn line_start(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = offset;
    while start > 0 {
        let before = bytes[start - 1];
        let inside_pair = before == b'\r' && bytes.get(start) == Some(&b'\n');
        if before == b'\n' || (before == b'\r' && !inside_pair) {
            break;
        }
        start -= 1;
    }
    start
}

/// The end of the line that begins at `start`, without its line end.
fn line_end(text: &str, start: usize) -> usize {
    text[start..]
        .find(['\n', '\r'])
        .map_or(text.len(), |length| start + length)
}

/// How long the line end at the beginning of `text` is.
fn line_break(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}
