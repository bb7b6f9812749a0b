//! A matrix of responsibilities: a file of content/responsibilities/, TOML, markdown or CSV.
//!
//! A [`Matrix`] is what such a file says, whatever it is written in: phases, in them rows, in each
//! row who does what. Every reader makes the same value; what stands behind a name (is there such a
//! party, such a row to override?) is only known to the whole site and is asked there.
//!
//! Nothing is thrown away. A row whose letters mean nothing stays a row, with what is written, and
//! the finding is made where the parties are known.

use std::sync::Arc;

use crate::date::{Date, Period};
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::source::Span;
use crate::table::Parties;

use super::Written;

mod letters;
mod table;
mod toml;

pub use letters::{Assignment, Letters, assignments};

/// What the file says.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The file.
    pub file: SitePath,
    /// What it is called by: its path below responsibilities/ without the end, `postgres`.
    pub id: String,
    /// What it is written in.
    pub format: Format,
    /// What it is about; a matrix of one service needs none.
    pub title: Option<String>,
    /// The services whose tasks it lists. Where it says none, a service of its own id is meant.
    pub services: Vec<Written>,
    /// The matrices whose rows it takes over.
    pub extends: Vec<Extend>,
    /// The last day on which a person found all of it true.
    pub reviewed: Option<Date>,
    /// How often that is done; Some(None) is "never".
    pub review_every: Option<Option<Period>>,
    /// How far it is agreed upon.
    pub status: Status,
    /// Where the status is written.
    pub status_span: Option<Span>,
    /// Notes that rows name with `@name`.
    pub notes: Vec<Note>,
    /// The phases with their rows, in the author's order.
    pub phases: Vec<Phase>,
    /// Whether the page that it is written in is a draft.
    pub draft: bool,
    /// The parts of a markdown file that the matrix says: its page shows the matrix instead.
    pub shown: Vec<Span>,
    /// What is wrong with the file alone, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// What a matrix is written in. In tables that exist already parties are called by any of their
/// names, in TOML by their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Ours.
    Toml,
    /// Tables below headings.
    Markdown,
    /// A sheet.
    Csv,
}

/// How far a matrix is agreed upon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    #[default]
    Agreed,
    /// Somebody proposes it.
    Proposed,
    /// It is being written: rows without an answer are still to be done.
    Draft,
}

impl Status {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("agreed", Self::Agreed),
        ("proposed", Self::Proposed),
        ("draft", Self::Draft),
    ];
}

/// A matrix whose rows are taken over.
#[derive(Clone, Debug)]
pub struct Extend {
    /// Its id.
    pub matrix: Written,
    /// Only these phases; all where none is named.
    pub phases: Vec<Written>,
}

/// A note with a name: `notes = { msc = "Can be delegated by contract." }`.
#[derive(Clone, Debug)]
pub struct Note {
    /// The name, without `@`.
    pub name: Written,
    /// The note.
    pub text: String,
}

/// Rows that belong together: a part of a service's life.
#[derive(Clone, Debug)]
pub struct Phase {
    /// The name, as it is written; empty for rows above all headings.
    pub name: Written,
    /// The rows, in the author's order.
    pub rows: Vec<Row>,
}

/// A task, and who does it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The task in words; or `@id` for the inherited row of that id.
    pub label: Written,
    /// Who does it.
    pub answer: Answer,
    /// Whether the row says `n/a`: the inherited row is removed.
    pub removed: bool,
    /// Everything that most rows do not have.
    pub details: Option<Box<Details>>,
}

/// Who does a task, in the row or in one offering of the service.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Parties and their letters, in the order in which they are written.
    pub assignments: Vec<Assignment>,
    /// The parties who do it together, and answer for it together.
    pub shared: Vec<Written>,
    /// The parties who have to ask for it.
    pub on_request: Vec<Written>,
    /// The value as it is written, where it is not a text or a table of parties and letters.
    pub unread: Option<Written>,
}

/// What most rows do not have.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// Notes: words, or `@name` for one of the file's notes.
    pub notes: Vec<Written>,
    /// Why it is so, or why it is not agreed upon.
    pub why: Option<Written>,
    /// The pages or addresses that tell how it is done.
    pub docs: Vec<Written>,
    /// Where it is asked for.
    pub request: Option<Written>,
    /// How far this row is agreed upon, where that differs from the matrix.
    pub state: Option<State>,
    /// Since when it is so.
    pub since: Option<Date>,
    /// Until when it is decided.
    pub decide_by: Option<(Date, Span)>,
    /// A few words for "you no longer have to" and "you still do".
    pub headline: Option<Written>,
    /// An id, which survives other words.
    pub id: Option<Written>,
    /// Ids that it had before.
    pub moved_from: Vec<Written>,
    /// Rows that it was split from or merged from: ids or labels.
    pub replaces: Vec<Written>,
    /// Who does it in one offering, where that differs.
    pub offerings: Vec<InOffering>,
}

/// How far a row is agreed upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It holds.
    Agreed,
    /// Somebody proposes it.
    Proposed,
    /// Two parties see it differently.
    Disputed,
}

impl State {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("agreed", Self::Agreed),
        ("proposed", Self::Proposed),
        ("disputed", Self::Disputed),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }
}

/// Who does a task in one offering.
#[derive(Clone, Debug)]
pub struct InOffering {
    /// The offering's id.
    pub offering: Written,
    /// Who does it there.
    pub answer: Answer,
    /// Whether it is not done there: `n/a`.
    pub removed: bool,
}

/// What a row without details has of them.
static NO_DETAILS: Details = Details {
    notes: Vec::new(),
    why: None,
    docs: Vec::new(),
    request: None,
    state: None,
    since: None,
    decide_by: None,
    headline: None,
    id: None,
    moved_from: Vec::new(),
    replaces: Vec::new(),
    offerings: Vec::new(),
};

impl Row {
    /// A row that only says who does it.
    pub fn new(label: Written, answer: Answer) -> Self {
        Self {
            label,
            answer,
            removed: false,
            details: None,
        }
    }

    /// What most rows do not have.
    pub fn details(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }

    /// The same, to be filled.
    pub fn details_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_default()
    }

    /// The id of the inherited row that it overrides: `@certs`.
    pub fn overrides(&self) -> Option<&str> {
        self.label.0.strip_prefix('@').map(str::trim)
    }
}

impl Answer {
    /// Whether nothing is said.
    pub fn is_blank(&self) -> bool {
        self.assignments.is_empty() && self.shared.is_empty() && self.unread.is_none()
    }
}

impl Matrix {
    /// An empty matrix of this file, to be filled by a reader.
    pub fn empty(file: &SitePath, format: Format) -> Self {
        Self {
            file: file.clone(),
            id: id_of(file),
            format,
            title: None,
            services: Vec::new(),
            extends: Vec::new(),
            reviewed: None,
            review_every: None,
            status: Status::default(),
            status_span: None,
            notes: Vec::new(),
            phases: Vec::new(),
            draft: false,
            shown: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        Arc::new(toml::read(file, text))
    }

    /// Reads the tables of a markdown or CSV file, in which parties are called by any of their names.
    /// None for a markdown file whose tables name no party: it is an ordinary page.
    pub fn read_tables(file: &SitePath, text: &str, parties: &Parties) -> Option<Arc<Self>> {
        table::read(file, text, parties).map(Arc::new)
    }

    /// Whether it is one: a sheet without columns of parties is none.
    pub fn is_matrix(&self) -> bool {
        self.format == Format::Toml || !self.phases.is_empty()
    }

    /// The note of this name.
    pub fn note(&self, name: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.name.0 == name)
    }

    /// All rows with the index of their phase.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &Row)> {
        let phases = self.phases.iter().enumerate();
        phases.flat_map(|(at, phase)| phase.rows.iter().map(move |row| (at, row)))
    }
}

/// The id of a matrix: the path of its file below responsibilities/, without the end.
fn id_of(file: &SitePath) -> String {
    let path = file.in_content().unwrap_or(file.as_str());
    let path = path.strip_prefix("responsibilities/").unwrap_or(path);
    let end = path.rfind('.').filter(|dot| *dot > 0);
    end.map_or(path, |dot| &path[..dot]).to_owned()
}

/// What two names of rows or phases are compared by: case and space never count.
pub fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            out.push_str(&word.to_lowercase());
        }
    }
    out
}
