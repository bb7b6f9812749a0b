//! Rows with more cells than the head has: from the one too many on, what is written stands below
//! the name of somebody else.

use super::Table;
use super::guess::{Guesses, Kind};
use crate::source::Span;

/// Says which rows are too long. Empty cells at the end are how sheets are saved, and so are rows
/// that end early.
pub(super) fn say(table: &Table, guesses: &mut Guesses) {
    let Some((head, rows)) = table.rows.split_first() else {
        return;
    };
    for row in rows {
        let filled = |cell: &super::Cell| !cell.plain.is_empty() || !cell.links.is_empty();
        let count = row.cells.iter().rposition(filled).map_or(0, |at| at + 1);
        if count > head.cells.len() {
            let text = format!(
                "this row has {count} cells, the head has {}",
                head.cells.len()
            );
            guesses.push(Kind::Surplus, text, row.span);
        }
    }
}

/// The cells that stand behind the last one that markdown counts, each with its place: it drops what
/// has no head above it. `start` is where `rest` begins.
pub(super) fn of_markdown(rest: &str, start: usize) -> Vec<(String, Span)> {
    let mut cells = Vec::new();
    let (mut from, mut escaped) = (0, false);
    let mut take = |from: usize, to: usize| {
        let raw = rest.get(from..to).unwrap_or("");
        let at = start + from + (raw.len() - raw.trim_start().len());
        let text = raw.trim();
        cells.push((text.to_owned(), Span::new(at, at + text.len())));
    };
    for (at, letter) in rest.char_indices() {
        if letter == '|' && !escaped {
            take(from, at);
            from = at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    take(from, rest.len());
    // What stands in front of the first pipe is the end of the cell before it, behind the last one nothing.
    cells.retain(|(text, _)| !text.is_empty());
    cells
}
