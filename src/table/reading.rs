//! A sheet with the names of the parties: phases, tasks, and who does what.

use super::columns::{self, Column};
use super::guess::{Entry, Guesses, Kind, shown as shown_text};
use super::letters::{Letters, Says, says};
use super::names::Parties;
use super::notes::Notes;
use super::phases::{Part, phases};

use super::shown::{Read, shown};
use super::{Cell, MAX_COLUMNS, Note, Row, Sheet, Table, grid, rows, surplus, transposed};
use crate::source::Span;

/// How tables are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether tables whose cells name who does it are read too.
    pub grid: bool,
    /// Whether everything is tried that somebody will look over: names of parties among other
    /// words of a head, cells of sentences.
    pub generous: bool,
}

/// What a file says about who does what.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The title of the file.
    pub title: Option<String>,
    /// The notes that several tasks have.
    pub notes: Vec<Noted>,
    /// The phases with their tasks, in the order of the file.
    pub phases: Vec<Phase>,
    /// What was guessed and what was left out, in the order of the file.
    pub entries: Vec<Entry>,
    /// The parts of the file that the matrix says: its tables, their notes, and headings that
    /// stand above nothing else. In the order of the file; none where there is no matrix.
    pub shown: Vec<Span>,
    /// Texts with a mark that no task has.
    pub unused: Vec<String>,
}

/// A note of several tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// A phase with its tasks.
#[derive(Clone, Debug, Default)]
pub struct Phase {
    /// The name; empty for tasks below no heading.
    pub name: String,
    /// Where it is written.
    pub span: Span,
    /// The tasks.
    pub activities: Vec<Activity>,
}

/// A text and its place.
pub type Placed = (String, Span);

/// A task.
#[derive(Clone, Debug, Default)]
pub struct Activity {
    /// The task in words, and where.
    pub label: Placed,
    /// Who has which letters.
    pub who: Vec<Who>,
    /// Who does it together, by index.
    pub shared: Vec<(usize, Span)>,
    /// Who asks for it, as written.
    pub on_request: Vec<Placed>,
    /// Notes of this task alone, and the names of those that others have too.
    pub notes: Vec<Remark>,
    /// Why it is so.
    pub why: Option<Placed>,
    /// How far it is agreed upon.
    pub state: Option<Placed>,
    /// Since when it is so.
    pub since: Option<Placed>,
    /// Until when it is decided.
    pub decide_by: Option<Placed>,
    /// Where it is told how.
    pub docs: Vec<Placed>,
    /// Where it is asked for.
    pub request: Option<Placed>,
    /// A few words for it.
    pub headline: Option<Placed>,
    /// Its id.
    pub id: Option<Placed>,
}

/// A note of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Its text.
    Text(Placed),
    /// The index of one of [`Reading::notes`], and where the mark stands.
    Named(usize, Span),
}

/// What somebody has to do with a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The party, by index; the head of the column where it is none.
    pub party: Result<usize, String>,
    /// Where the party is named.
    pub head: Span,
    /// The letters; what is written where it is none.
    pub letters: Result<Letters, String>,
    /// Where they are written.
    pub span: Span,
}

/// Reads a sheet. None of the tables may be a matrix: then there are no phases.
pub fn read(mut sheet: Sheet, parties: &Parties, options: Options) -> Reading {
    let mut reader = Reader {
        notes: Notes::new(std::mem::take(&mut sheet.notes)),
        parties,
        options,
        is_csv: sheet.is_csv,
        guesses: Guesses::default(),
        parts: Vec::new(),
        tables: Vec::new(),
    };
    for (fault, span) in &sheet.faults {
        reader.guesses.push(Kind::Fault, fault.clone(), *span);
    }
    let prose = sheet.sections.iter().map(|section| section.prose).sum();
    for table in std::mem::take(&mut sheet.tables) {
        let (section, before) = (table.section, reader.tables.len());
        reader.table(table);
        // A table that is no matrix is a part of the page like any other.
        if reader.tables.len() == before
            && let Some(section) = sheet.sections.get_mut(section)
        {
            section.prose += 1;
        }
    }
    let Reader {
        mut guesses,
        parts,
        tables,
        notes,
        ..
    } = reader;
    let mut phases = phases(parts, sheet.title.as_deref(), &mut guesses);
    let (named, notes) = notes.finish(&mut phases);
    let shown = shown(&sheet.sections, &tables, &notes);
    let mut unused = Vec::new();
    if !tables.is_empty() {
        left_out(prose, &notes, &mut unused, &mut guesses);
    }
    Reading {
        title: sheet.title,
        notes: named,
        phases,
        entries: guesses.finish(),
        shown,
        unused,
    }
}

/// Says which texts are no part of the matrix.
fn left_out(prose: usize, notes: &[(Note, bool)], unused: &mut Vec<String>, guesses: &mut Guesses) {
    for (note, used) in notes {
        if !used && !note.is_item {
            let text = format!(
                "the note `{}` belongs to no task and is left out",
                shown_text(&note.text)
            );
            guesses.left(text, note.span);
            unused.push(note.text.clone());
        }
    }
    let text = match prose {
        0 => return,
        1 => "a paragraph outside of the tables is left out".to_owned(),
        count => format!("{count} paragraphs outside of the tables are left out"),
    };
    guesses.left(text, Span::new(0, 0));
}

impl Reading {
    /// Whether there is a matrix.
    pub fn is_matrix(&self) -> bool {
        !self.shown.is_empty()
    }

    /// How many tasks there are.
    pub fn count(&self) -> usize {
        self.phases.iter().map(|phase| phase.activities.len()).sum()
    }
}

pub(super) struct Reader<'a> {
    pub(super) notes: Notes,
    pub(super) parties: &'a Parties,
    pub(super) options: Options,
    pub(super) is_csv: bool,
    pub(super) guesses: Guesses,
    pub(super) parts: Vec<Part>,
    pub(super) tables: Vec<Read>,
}

impl Reader<'_> {
    fn table(&mut self, mut table: Table) {
        if self.is_csv {
            self.find_head(&mut table);
        }
        let Some(head) = table.rows.first() else {
            return;
        };
        if head.cells.len() > MAX_COLUMNS {
            let text =
                format!("a table may have {MAX_COLUMNS} columns, this one has more: left out");
            self.guesses.push(Kind::Fault, text, head.span);
            return;
        }
        let generous = self.options.generous;
        if columns::parties_in(head, self.parties, generous) == 0 {
            if !self.is_transposed(&table) {
                return self.without_parties(&table);
            }
            self.guesses.read(
                "the tasks stand side by side and the parties below each other",
                table.span,
            );
            surplus::say(&table, &mut self.guesses);
            table.rows = transposed::rows(&table.rows);
        }
        let columns = columns::columns(&table, self.parties, generous, &mut self.guesses);
        let is_prose = columns::is_prose(&table, &columns);
        if is_prose && !generous {
            return;
        }
        // Of a table that was turned around every row is as long as its head.
        surplus::say(&table, &mut self.guesses);
        self.tables.push((table.span, table.section));
        self.unknown_columns(&table, &columns);
        if table.rows.len() == 1 {
            self.guesses
                .left(format!("{} has no rows", below(&table)), table.span);
        }
        match is_prose {
            true => rows::prose(self, &table, &columns),
            false => rows::rows(self, &table, &columns),
        }
    }

    /// In CSV comments and titles may stand above the names of the columns.
    fn find_head(&mut self, table: &mut Table) {
        const LOOKED_AT: usize = 20;
        let generous = self.options.generous;
        let names = |row: &Row| columns::parties_in(row, self.parties, generous) > 0;
        let is_head = |row: &Row| {
            let filled = row.cells.iter().filter(|cell| !cell.plain.is_empty());
            let comment = row
                .cells
                .first()
                .is_some_and(|cell| cell.plain.starts_with('#'));
            !comment && filled.count() > 1
        };
        let looked_at = || table.rows.iter().take(LOOKED_AT);
        let Some(mut at) = looked_at().position(is_head) else {
            return;
        };
        // Where parties are named below or beside the tasks, the first row names something else.
        let rest = Table {
            rows: table.rows[at..].to_vec(),
            ..Table::default()
        };
        if !names(&table.rows[at])
            && !self.is_transposed(&rest)
            && !grid::is_grid(&rest, self.parties)
            && let Some(below) = looked_at().position(names)
        {
            at = below;
        }
        for row in table.rows.drain(..at) {
            let text = "this line stands above the names of the columns and is left out";
            self.guesses.left(text, row.span);
        }
    }

    /// Whether the parties are named in the first column.
    fn is_transposed(&self, table: &Table) -> bool {
        let (mut parties, mut others, mut letters) = (0, 0, 0);
        for row in &table.rows[1..] {
            let Some((first, rest)) = row.cells.split_first() else {
                continue;
            };
            match self.parties.of_head(&first.plain) {
                Some(_) => parties += 1,
                None => others += 1,
            }
            for cell in rest {
                match says(&cell.plain) {
                    Says::Blank | Says::Nothing => {}
                    Says::Other => others += 1,
                    _ => letters += 1,
                }
            }
        }
        parties > 0 && letters > 0 && parties + letters > 2 * others
    }

    /// A table whose head names no party: an owner may stand in each cell.
    fn without_parties(&mut self, table: &Table) {
        let head: Vec<String> = table.rows[0]
            .cells
            .iter()
            .map(|cell| shown_text(&cell.plain))
            .filter(|name| !name.is_empty())
            .collect();
        let name = format!("the table with the columns {}", listed(&head));
        if !grid::is_grid(table, self.parties) {
            self.guesses
                .left(format!("{name} names no party and is left out"), table.span);
        } else if self.options.grid {
            self.tables.push((table.span, table.section));
            surplus::say(table, &mut self.guesses);
            grid::read(self, table);
        } else {
            let text =
                format!("{name} names parties in its cells and is left out: `--grid` reads it");
            self.guesses.left(text, table.span);
        }
    }

    fn unknown_columns(&mut self, table: &Table, columns: &[Column]) {
        for (cell, column) in table.rows[0].cells.iter().zip(columns) {
            let name = shown_text(&cell.plain);
            match column {
                Column::Stranger(_) => {
                    let text = format!(
                        "the column `{name}` names no party and is left out: `--party \"{name}=ID\"` says who it is"
                    );
                    self.guesses.push(Kind::Column, text, cell.span);
                }
                Column::Other if !name.is_empty() => {
                    let text =
                        format!("the column `{name}` is no part of a matrix and is left out");
                    self.guesses.push(Kind::Column, text, cell.span);
                }
                _ => {}
            }
        }
    }
}

/// A table as it is named in a sentence.
fn below(table: &Table) -> String {
    match table.headings.last() {
        Some(heading) => format!("the table below `{}`", shown_text(&heading.text)),
        None => "the table".to_owned(),
    }
}

/// Names in a sentence.
pub(super) fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(8)
        .map(|name| format!("`{name}`"))
        .collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "without names".to_owned(),
    }
}

/// A cell that is not there, at the end of its row.
pub(super) fn blank(row: Span) -> Cell {
    Cell {
        span: Span::new(row.end, row.end),
        ..Cell::default()
    }
}
