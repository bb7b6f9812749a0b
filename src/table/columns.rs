//! What the columns of a table are.

use super::guess::{Guesses, shown};
use super::letters::{Says, says};
use super::names::{Match, Parties, fold};
use super::{Row, Table};

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The names of tasks.
    Label,
    /// The names of phases.
    Phase,
    /// The letters of a party.
    Party(usize),
    /// The letters of somebody who is no known party.
    Stranger(String),
    /// One of the columns with a meaning of its own.
    Own(Own),
    /// Nothing that a matrix has.
    Other,
}

/// Columns with a meaning of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own {
    Note,
    Why,
    State,
    Since,
    DecideBy,
    Doc,
    Request,
    OnRequest,
    Headline,
    Id,
}

const OWN: &[(Own, &[&str])] = &[
    (
        Own::Note,
        &[
            "note",
            "notes",
            "bemerkung",
            "bemerkungen",
            "anmerkung",
            "hinweis",
            "notizen",
            "comment",
            "comments",
            "remark",
            "remarks",
            "details",
        ],
    ),
    (
        Own::Why,
        &["why", "reason", "reasons", "because", "rationale"],
    ),
    (Own::State, &["state", "status"]),
    (Own::Since, &["since", "valid from", "seit", "gültig ab"]),
    (Own::DecideBy, &["decide by", "decide_by"]),
    (
        Own::Doc,
        &[
            "doc",
            "docs",
            "document",
            "documents",
            "documentation",
            "link",
            "links",
            "guide",
            "how",
        ],
    ),
    (Own::Request, &["request", "request at"]),
    (
        Own::OnRequest,
        &["on request", "on_request", "asks", "asked by"],
    ),
    (Own::Headline, &["headline"]),
    (Own::Id, &["id"]),
];

const LABEL: &[&str] = &[
    "activity",
    "activities",
    "task",
    "tasks",
    "responsibility",
    "responsibilities",
    "responsibility area",
    "activity/deliverable",
    "deliverable",
    "deliverables",
    "duty",
    "duties",
    "action",
    "actions",
    "what",
    "item",
    "resource",
    "process",
    "work",
    "step",
    "aufgabe",
    "aufgaben",
    "tätigkeit",
    "tätigkeiten",
];

const PHASE: &[&str] = &[
    "phase", "phases", "category", "group", "section", "stage", "area", "domain", "topic",
    "chapter",
];

/// Whether a head, folded, says that its column names tasks.
pub(super) fn is_label(folded: &str) -> bool {
    LABEL.contains(&folded)
}

/// Whether a head, folded, says that its column names phases.
pub(super) fn is_phase(folded: &str) -> bool {
    PHASE.contains(&folded)
}

/// The meaning that a column has by its head, folded.
pub(super) fn own(folded: &str) -> Option<Own> {
    OWN.iter()
        .find(|(_, words)| words.contains(&folded))
        .map(|(own, _)| *own)
}

/// The party that a head names. `generous` takes a name among other words as well.
fn party(text: &str, parties: &Parties, generous: bool) -> Option<Match> {
    parties
        .of_head(text)
        .or_else(|| parties.within(text).filter(|_| generous).map(Match::Near))
}

/// How many cells of a row name a party. The first column names tasks.
pub(super) fn parties_in(head: &Row, parties: &Parties, generous: bool) -> usize {
    let names = head.cells.iter().enumerate().filter(|(at, cell)| {
        let own = fold(&cell.plain).is_some_and(|folded| own(&folded).is_some());
        *at > 0 && !own && party(&cell.plain, parties, generous).is_some()
    });
    names.count()
}

/// Understands the head of a table whose head names parties.
pub(super) fn columns(
    table: &Table,
    parties: &Parties,
    generous: bool,
    guesses: &mut Guesses,
) -> Vec<Column> {
    let Some(head) = table.rows.first() else {
        return Vec::new();
    };
    let folded: Vec<String> = head
        .cells
        .iter()
        .map(|cell| fold(&cell.plain).unwrap_or_default())
        .collect();
    let label = label_of(table, &folded, parties, generous);
    let mut columns = Vec::with_capacity(folded.len());
    for (at, cell) in head.cells.iter().enumerate() {
        let name = shown(&cell.plain);
        if at == label {
            if !is_label(&folded[at]) && !folded[at].is_empty() {
                let text = format!("the column `{name}` holds the names of the tasks");
                guesses.read(text, cell.span);
            }
            columns.push(Column::Label);
        } else if let Some(own) = own(&folded[at]) {
            columns.push(Column::Own(own));
        } else if let Some(found) = party(&cell.plain, parties, generous) {
            if let Match::Near(party) = found {
                let id = parties.id(party);
                guesses.read(
                    format!("the column `{name}` is the party `{id}`"),
                    cell.span,
                );
            }
            if columns.contains(&Column::Party(found.party())) {
                let id = parties.id(found.party());
                let text = format!("two columns are the party `{id}`: it has the letters of both");
                guesses.read(text, cell.span);
            }
            columns.push(Column::Party(found.party()));
        } else if is_phase(&folded[at]) {
            columns.push(Column::Phase);
        } else {
            columns.push(unknown(table, at));
        }
    }
    if !columns.contains(&Column::Phase) {
        unnamed_phase(table, &mut columns, guesses);
    }
    columns
}

/// The column with the names of tasks: the one whose head says so, else the first that is nothing
/// else.
fn label_of(table: &Table, folded: &[String], parties: &Parties, generous: bool) -> usize {
    let says_so = |folded: &String| is_label(folded);
    if let Some(at) = folded.iter().position(says_so) {
        return at;
    }
    let head = &table.rows[0].cells;
    let free = |at: &usize| {
        own(&folded[*at]).is_none()
            && !is_phase(&folded[*at])
            && party(&head[*at].plain, parties, generous).is_none()
            && !is_letters(table, *at)
    };
    (0..folded.len()).find(free).unwrap_or(0)
}

/// A column of no known name: letters are somebody's, anything else is no part of a matrix.
fn unknown(table: &Table, at: usize) -> Column {
    let name = table.rows[0].cells[at].plain.trim();
    match is_letters(table, at) && !name.is_empty() {
        true => Column::Stranger(name.to_owned()),
        false => Column::Other,
    }
}

/// Whether what a column holds are letters, ticks or words for them; blank cells tell nothing, and
/// a column of nothing but blank cells may be that of somebody who does nothing yet.
fn is_letters(table: &Table, at: usize) -> bool {
    let (mut letters, mut others) = (0, 0);
    for row in &table.rows[1..] {
        match row.cells.get(at).map(|cell| says(&cell.plain)) {
            None | Some(Says::Blank | Says::Nothing) => {}
            Some(Says::Other) => others += 1,
            Some(_) => letters += 1,
        }
    }
    letters >= others && (letters > 0 || others == 0)
}

/// A column to the left of the tasks whose few values repeat, or stand once for several rows, is
/// that of the phases, whatever it is called.
fn unnamed_phase(table: &Table, columns: &mut [Column], guesses: &mut Guesses) {
    let Some(label) = columns.iter().position(|column| *column == Column::Label) else {
        return;
    };
    let Some(at) = (0..label).find(|at| columns[*at] == Column::Other) else {
        return;
    };
    let values: Vec<&str> = table.rows[1..]
        .iter()
        .map(|row| row.cells.get(at).map_or("", |cell| cell.plain.trim()))
        .collect();
    let mut filled: Vec<&str> = values
        .iter()
        .copied()
        .filter(|value| !value.is_empty())
        .collect();
    filled.sort_unstable();
    filled.dedup();
    if !filled.is_empty() && filled.len() < values.len() {
        let head = &table.rows[0].cells[at];
        let text = format!("the column `{}` holds the phases", shown(&head.plain));
        guesses.read(text, head.span);
        columns[at] = Column::Phase;
    }
}

/// Whether what the columns of the parties hold are sentences: tasks in words, not letters.
pub(super) fn is_prose(table: &Table, columns: &[Column]) -> bool {
    let (mut prose, mut others) = (0, 0);
    for row in &table.rows[1..] {
        for (cell, column) in row.cells.iter().zip(columns) {
            if !matches!(column, Column::Party(_)) {
                continue;
            }
            match says(&cell.plain) {
                Says::Blank => {}
                Says::Other if cell.plain.split_whitespace().nth(3).is_some() => prose += 1,
                _ => others += 1,
            }
        }
    }
    prose > others
}
