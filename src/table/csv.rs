//! CSV as programs and people write it: `,`, `;` or tab, quotes, any line end.

use super::{Cell, MAX_COLUMNS, Note, Row, Sheet, Table, marks};
use crate::source::Span;

/// The rows of a CSV file as one table.
pub(super) fn sheet(text: &str) -> Sheet {
    let mut sheet = Sheet {
        is_csv: true,
        ..Sheet::default()
    };
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let separator = separator(&text[start..]);
    let mut rows = Reader {
        text,
        at: start,
        separator,
        unclosed: None,
    };
    let mut table = Table {
        span: Span::new(start, text.len()),
        ..Table::default()
    };
    while let Some(row) = rows.row() {
        let filled = row
            .cells
            .iter()
            .filter(|cell| !cell.text.is_empty())
            .count();
        if filled == 0 {
            continue;
        }
        let alone = row
            .cells
            .first()
            .filter(|cell| filled == 1 && !cell.text.is_empty());
        let note = alone.and_then(|cell| Some((marks::of_note(&cell.text)?, cell.span)));
        match note {
            // Below the rows a mark begins its text; above them there is none yet.
            Some(((mark, rest), span)) if table.rows.len() > 1 => sheet.notes.push(Note {
                mark,
                text: rest.to_owned(),
                section: 0,
                span,
                is_item: false,
            }),
            _ => table.rows.push(row),
        }
    }
    if let Some(at) = rows.unclosed {
        let message =
            "a quote is opened here and never closed, so the rest of the file is one cell";
        sheet
            .faults
            .push((message.to_owned(), Span::new(at, at + 1)));
    }
    sheet.tables.push(table);
    sheet
}

/// The separator of which most of the first lines have the same number. Quoted texts do not count.
fn separator(text: &str) -> u8 {
    const SEPARATORS: [u8; 3] = [b';', b'\t', b','];
    const LINES: usize = 20;
    let mut lines: Vec<[usize; 3]> = Vec::new();
    let mut counts = [0; 3];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => lines.push(std::mem::take(&mut counts)),
            _ if quoted => {}
            _ => {
                if let Some(at) = SEPARATORS.iter().position(|known| *known == byte) {
                    counts[at] += 1;
                }
            }
        }
        if lines.len() == LINES {
            break;
        }
    }
    lines.push(counts);
    let alike = |at: usize| {
        let of = |line: &[usize; 3]| line[at];
        let same = |count| lines.iter().filter(|line| of(line) == count).count();
        lines
            .iter()
            .map(of)
            .filter(|count| *count > 0)
            .map(same)
            .max()
            .unwrap_or(0)
    };
    // Commas are common in texts, semicolons and tabs are not: of a draw those win.
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| alike(*at));
    best.map_or(b',', |at| SEPARATORS[at])
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    separator: u8,
    /// Where a quote was opened that is never closed.
    unclosed: Option<usize>,
}

impl Reader<'_> {
    fn row(&mut self) -> Option<Row> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut cells = Vec::new();
        loop {
            let cell = self.cell();
            // One too many is kept, so that it is seen to be too many.
            if cells.len() <= MAX_COLUMNS {
                cells.push(cell);
            }
            match bytes.get(self.at) {
                Some(byte) if *byte == self.separator => self.at += 1,
                _ => break,
            }
        }
        let end = self.at;
        if bytes.get(self.at) == Some(&b'\r') {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        Some(Row {
            cells,
            span: Span::new(start, end),
        })
    }

    fn cell(&mut self) -> Cell {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        let (mut text, mut span) = (String::new(), Span::new(self.at, self.at));
        if bytes.get(self.at) == Some(&b'"') {
            let opened = self.at;
            span.start = opened + 1;
            self.at += 1;
            loop {
                let rest = &self.text[self.at..];
                let Some(quote) = rest.find('"') else {
                    self.unclosed.get_or_insert(opened);
                    text.push_str(rest);
                    self.at = bytes.len();
                    span.end = self.at;
                    break;
                };
                text.push_str(&rest[..quote]);
                self.at += quote + 1;
                span.end = self.at - 1;
                if bytes.get(self.at) != Some(&b'"') {
                    break;
                }
                text.push('"');
                self.at += 1;
            }
        }
        // What follows a closing quote is part of the cell, as in `"a" b`.
        let start = self.at;
        let ends = |byte: &u8| *byte == self.separator || matches!(byte, b'\n' | b'\r');
        let length = bytes[start..]
            .iter()
            .position(ends)
            .unwrap_or(bytes.len() - start);
        self.at = start + length;
        let rest = self.text[start..self.at].trim_end();
        if !rest.is_empty() {
            text.push_str(rest);
            span.end = start + rest.len();
        }
        let items = text.lines().map(|line| line.trim().to_owned());
        let items = items.filter(|line| !line.is_empty()).collect();
        // What a spreadsheet would run was made a text by this sign.
        let plain = text.trim_start_matches('\'');
        let is_defused = plain.len() < text.len() && plain.starts_with(['=', '+', '-', '@']);
        let text = if is_defused { &text[1..] } else { &text };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Cell {
            plain: text.clone(),
            text,
            span,
            items,
            ..Cell::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let sheet = sheet(text);
        let cells = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        sheet.tables[0].rows.iter().map(cells).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_separate_and_a_byte_order_mark_is_dropped() {
        for text in ["\u{feff}a,b\nc,d\n", "a;b\r\nc;d", "a\tb\rc\td\r"] {
            assert_eq!(rows(text), [["a", "b"], ["c", "d"]], "{text:?}");
        }
        assert_eq!(
            rows("Size, set, and plan;R\nx, y;A"),
            [["Size, set, and plan", "R"], ["x, y", "A"]]
        );
    }

    #[test]
    fn quotes_keep_separators_line_ends_and_quotes() {
        assert_eq!(rows("\"a, \"\"b\"\"\",\"c\nd\"\n"), [["a, \"b\"", "c d"]]);
        assert_eq!(rows("\"a\" b,c\n"), [["a b", "c"]]);
    }

    #[test]
    fn the_place_of_a_cell_is_its_text() {
        let text = "a, \"b\" ,c\n";
        let sheet = sheet(text);
        let spans: Vec<&str> = sheet.tables[0].rows[0]
            .cells
            .iter()
            .map(|cell| cell.span.of(text))
            .collect();
        assert_eq!(spans, ["a", "b", "c"]);
    }

    #[test]
    fn one_quote_is_a_fault_and_not_the_end() {
        let sheet = sheet("\"");
        assert_eq!(sheet.faults.len(), 1);
        assert!(sheet.tables[0].rows.is_empty());
    }
}
