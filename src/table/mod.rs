//! Matrices out of tables: markdown and CSV become rows of who does what, and a list of all that
//! had to be guessed.
//!
//! A file becomes a [`Sheet`]: tables, the headings above them and the notes below. With the names
//! of the parties it becomes a [`Reading`]. Nothing of it knows what a site is.

use crate::source::Span;

mod columns;
mod csv;
mod grid;
mod guess;
pub mod letters;
mod markdown;
mod marks;
mod names;
mod notes;
mod own;
mod phases;
mod reading;
mod rows;
mod shown;
mod surplus;
pub mod toml;
mod transposed;

pub use guess::{Entry, Kind};
pub use letters::Letters;
pub use names::{Names, Parties};
pub use reading::{Activity, Noted, Options, Phase, Placed, Reading, Remark, Who, read};
pub use shown::without;
pub use toml::{Document, write};

/// The most columns that a table may have: no list of parties is longer.
const MAX_COLUMNS: usize = 200;
/// The longest name of a task, in bytes. What is longer is no name.
const MAX_LABEL: usize = 1000;

/// What a file holds, before anybody asks who the parties are.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// The title: of the front matter, else the first heading of the first level.
    pub title: Option<String>,
    /// The tables, in the order of the file.
    pub tables: Vec<Table>,
    /// The texts of marks, in the order of the file.
    pub notes: Vec<Note>,
    /// The parts of the file between two headings, the one above all headings first.
    pub sections: Vec<Section>,
    /// What could not be read at all, and where.
    pub faults: Vec<(String, Span)>,
    /// Whether it is CSV: only there a row without letters is likely to be a heading.
    pub is_csv: bool,
}

/// What stands below a heading, before the next one.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading; None above the first.
    pub heading: Option<Heading>,
    /// How much of it is neither heading, table nor note: paragraphs, lists, images, code.
    pub prose: usize,
}

/// A table as it is written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The headings above it, the nearest last.
    pub headings: Vec<Heading>,
    /// How many headings the file has before it: notes are looked for between two headings first.
    pub section: usize,
    /// The rows, the one with the names of the columns first.
    pub rows: Vec<Row>,
    /// Its place.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Its place.
    pub span: Span,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Its text without markup; addresses of links stand behind their words, in brackets.
    pub text: String,
    /// Its text without markup and without addresses.
    pub plain: String,
    /// Its place: the text, without the space around it.
    pub span: Span,
    /// The targets of its links.
    pub links: Vec<String>,
    /// The labels of its footnotes `[^label]`.
    pub footnotes: Vec<String>,
    /// Whether all of it is bold.
    pub strong: bool,
    /// The lines or items it consists of, in plain words.
    pub items: Vec<String>,
}

/// The text of a mark: `* Can be delegated`, `(1) The backbone`, `[^1]: See below`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The mark as cells have it: `*`, `(1)`, `^1` for a footnote of markdown.
    pub mark: String,
    /// The text without the mark.
    pub text: String,
    /// How many headings the file has before it.
    pub section: usize,
    /// Its place.
    pub span: Span,
    /// Whether it may be an item of a list as well, whose star is no mark.
    pub is_item: bool,
}

impl Sheet {
    /// The tables of a markdown file.
    pub fn of_markdown(text: &str) -> Self {
        markdown::sheet(text)
    }

    /// The table of a CSV file.
    pub fn of_csv(text: &str) -> Self {
        csv::sheet(text)
    }
}
