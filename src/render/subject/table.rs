//! Tables of data, for templates and as markdown.

use serde::Serialize;

use super::reference::{self, RefView};

/// A table of data, as the part `table` shows it.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// What it is about.
    pub caption: String,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The rows, each with a cell for every column; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnView {
    /// Its heading.
    pub title: String,
}

/// What stands in a cell.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Something with a name, and perhaps a page.
    Ref(RefView),
    /// A word with its sign.
    Chip {
        /// Of which list the word is: `lifecycle`.
        kind: &'static str,
        /// The word.
        value: &'static str,
    },
}

impl Cell {
    /// A cell with nothing in it.
    pub fn empty() -> Self {
        Self::Text(String::new())
    }

    /// Words, or nothing.
    pub fn maybe(text: Option<&str>) -> Self {
        Self::Text(text.unwrap_or_default().to_owned())
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    fn words(&self) -> String {
        match self {
            Self::Text(text) => super::super::twin::one_line(text),
            Self::Ref(reference) => reference.words(),
            Self::Chip { value, .. } => (*value).to_owned(),
        }
    }
}

impl TableView {
    /// A table; columns in which no row says anything are left out.
    pub fn new(caption: impl Into<String>, columns: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let says_something = |column: &usize| {
            let cell = |row: &Vec<Cell>| row.get(*column).is_some_and(|cell| !cell.is_empty());
            *column == 0 || rows.iter().any(cell)
        };
        let kept: Vec<usize> = (0..columns.len()).filter(says_something).collect();
        let title = |column: &usize| ColumnView {
            title: columns[*column].to_owned(),
        };
        let row = |row: &Vec<Cell>| -> Vec<Cell> {
            let cell = |column: &usize| row.get(*column).cloned().unwrap_or_else(Cell::empty);
            kept.iter().map(cell).collect()
        };
        Self {
            caption: caption.into(),
            columns: kept.iter().map(title).collect(),
            rows: rows.iter().map(row).collect(),
        }
    }

    /// The table as markdown; empty without rows.
    pub fn words(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let escape = |text: &str| text.replace('|', "\\|");
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = line(self.columns.iter().map(|one| escape(&one.title)).collect());
        out.push_str(&line(vec!["---".to_owned(); self.columns.len()]));
        for row in &self.rows {
            out.push_str(&line(
                row.iter().map(|cell| escape(&cell.words())).collect(),
            ));
        }
        out
    }
}

/// A part of a twin with its heading, where there is something in it.
pub fn part(out: &mut String, heading: &str, body: &str) {
    let body = body.trim_end();
    if !body.is_empty() {
        out.push_str(&format!("\n## {heading}\n\n{body}\n"));
    }
}

/// Lines of a markdown list.
pub fn bullets(lines: impl IntoIterator<Item = String>) -> String {
    lines
        .into_iter()
        .map(|line| format!("- {line}\n"))
        .collect()
}

/// References as a markdown list.
pub fn reference_bullets(references: &[RefView]) -> String {
    bullets(references.iter().map(reference::RefView::words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_say_nothing_are_left_out() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let rows = vec![
            vec![text("Patching"), text("Sundays | nights"), text("")],
            vec![text("Backup"), text(""), text("")],
        ];
        let table = TableView::new("Day 2", &["What", "How", "RTO"], rows);
        assert_eq!(
            table.words(),
            "| What | How |\n| --- | --- |\n| Patching | Sundays \\| nights |\n| Backup |  |\n"
        );
    }
}
