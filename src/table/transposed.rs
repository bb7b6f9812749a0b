//! Tables whose parties stand below each other, turned around.

use super::reading::blank;
use super::{MAX_COLUMNS, Row};

/// The same table with its rows as columns.
pub(super) fn rows(rows: &[Row]) -> Vec<Row> {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let column = |at: usize| Row {
        cells: rows
            .iter()
            .map(|row| {
                row.cells
                    .get(at)
                    .cloned()
                    .unwrap_or_else(|| blank(row.span))
            })
            .collect(),
        span: rows[0].cells.get(at).map_or(rows[0].span, |cell| cell.span),
    };
    (0..width.min(MAX_COLUMNS)).map(column).collect()
}
