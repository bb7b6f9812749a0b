//! The rows of a table whose columns are known.

use super::columns::Column;
use super::guess::{Kind, shown};
use super::letters::{Letters, Says, says};
use super::own;
use super::phases::Part;
use super::reading::{Activity, Reader, Remark, Who, blank, listed};
use super::{Cell, MAX_LABEL, Row, Table, marks};
use crate::source::Span;

/// Begins the task of a row; None where it names none. Its marks become notes, its links documents.
pub(super) fn label(reader: &mut Reader, table: &Table, row: &Row, at: usize) -> Option<Activity> {
    let cell = row.cells.get(at)?;
    if cell.plain.trim().is_empty() {
        if row.cells.iter().any(|cell| !cell.plain.trim().is_empty()) {
            let text = "this row names no task and is left out".to_owned();
            reader.guesses.push(Kind::Fault, text, row.span);
        }
        return None;
    }
    if cell.plain.len() > MAX_LABEL {
        let text =
            format!("the name of a task has at most {MAX_LABEL} letters: this row is left out");
        reader.guesses.push(Kind::Fault, text, cell.span);
        return None;
    }
    let notes = &reader.notes;
    let (plain, marks) = marks::taken(&cell.plain, &|mark| notes.has(mark));
    // In a matrix of ours `@` names an inherited row by its id, which no table can mean.
    let name = plain.trim_start_matches(['@', ' ']);
    if name.len() < plain.len() {
        let text = "the `@` in front of a task is left out";
        reader.guesses.left(text, cell.span);
    }
    if name.is_empty() {
        return None;
    }
    let mut activity = Activity {
        label: (name.to_owned(), cell.span),
        ..Activity::default()
    };
    remarks(reader, table, cell, marks, &mut activity);
    for link in &cell.links {
        if is_inner(link) {
            reader
                .guesses
                .left("links that lead into the same file are left out", cell.span);
        } else {
            reader.guesses.read(
                "a link in the name of a task is the document that tells how",
                cell.span,
            );
            activity.docs.push((link.clone(), cell.span));
        }
    }
    Some(activity)
}

pub(super) fn is_inner(link: &str) -> bool {
    link.starts_with('#') || link.is_empty()
}

/// Adds what the marks of a cell lead to.
pub(super) fn remarks(
    reader: &mut Reader,
    table: &Table,
    cell: &Cell,
    marks: Vec<String>,
    activity: &mut Activity,
) {
    let footnotes = cell.footnotes.iter().map(|label| format!("^{label}"));
    for mark in marks.into_iter().chain(footnotes) {
        let Some((index, guessed)) = reader.notes.find(&mark, table) else {
            let text = format!("the mark `{mark}` leads to no note and is left out");
            reader.guesses.push(Kind::Fault, text, cell.span);
            continue;
        };
        if guessed {
            let text = format!(
                "the mark `{mark}` has no note below its table: `{}` is taken",
                shown(reader.notes.text(index))
            );
            reader.guesses.read(text, cell.span);
        }
        let known = |remark: &Remark| matches!(remark, Remark::Named(known, _) if *known == index);
        if !activity.notes.iter().any(known) {
            activity.notes.push(Remark::Named(index, cell.span));
        }
    }
}

/// Reads rows with letters.
pub(super) fn rows(reader: &mut Reader, table: &Table, columns: &[Column]) {
    let Some(label_at) = columns.iter().position(|column| *column == Column::Label) else {
        return;
    };
    let groups = groups(reader, table, columns, label_at);
    let phase_at = columns.iter().position(|column| *column == Column::Phase);
    let mut part = Part::of(table);
    let mut phase = String::new();
    for (row, is_group) in table.rows[1..].iter().zip(groups) {
        let value = phase_at
            .and_then(|at| row.cells.get(at))
            .filter(|cell| !cell.plain.is_empty());
        if let Some(cell) = value.filter(|cell| cell.plain != phase) {
            phase.clone_from(&cell.plain);
            let own = vec![(cell.plain.clone(), cell.span)];
            reader.parts.push(std::mem::replace(
                &mut part,
                Part {
                    own,
                    ..Part::of(table)
                },
            ));
        }
        let Some(mut activity) = label(reader, table, row, label_at) else {
            continue;
        };
        if is_group {
            let text = format!(
                "`{}` has no letters: it is the phase of the rows below it",
                shown(&activity.label.0)
            );
            reader.guesses.read(text, activity.label.1);
            let own = vec![activity.label];
            reader.parts.push(std::mem::replace(
                &mut part,
                Part {
                    own,
                    ..Part::of(table)
                },
            ));
            continue;
        }
        for (at, column) in columns.iter().enumerate() {
            let none = blank(row.span);
            let cell = row.cells.get(at).unwrap_or(&none);
            match column {
                Column::Party(_) | Column::Stranger(_) => {
                    let head = &table.rows[0].cells[at];
                    letters(reader, table, (head, cell), column, &mut activity);
                }
                Column::Own(own) => own::read(reader, table, *own, cell, &mut activity),
                Column::Label | Column::Phase | Column::Other => {}
            }
        }
        share(reader, columns, &mut activity);
        part.activities.push(activity);
    }
    reader.parts.push(part);
}

/// Which rows are the names of the phases below them: those without letters, where the table begins
/// with one and ends with none; or the bold ones, where no task is bold.
fn groups(reader: &mut Reader, table: &Table, columns: &[Column], label: usize) -> Vec<bool> {
    let rows = &table.rows[1..];
    let is_bare = |row: &Row| {
        let mut others = row.cells.iter().enumerate().filter(|(at, _)| *at != label);
        let named = row
            .cells
            .get(label)
            .is_some_and(|cell| !cell.plain.trim().is_empty());
        named
            && others.all(|(at, cell)| {
                columns.get(at) == Some(&Column::Phase) || cell.plain.trim().is_empty()
            })
    };
    let bare: Vec<bool> = rows.iter().map(is_bare).collect();
    let none = vec![false; rows.len()];
    if !bare.contains(&true) || !bare.contains(&false) {
        return none;
    }
    let strong = |row: &Row| row.cells.get(label).is_some_and(|cell| cell.strong);
    let pairs = || rows.iter().zip(&bare);
    let bold_groups = pairs().any(|(row, bare)| *bare && strong(row));
    if bold_groups && !pairs().any(|(row, bare)| !*bare && strong(row)) {
        return pairs().map(|(row, bare)| *bare && strong(row)).collect();
    }
    if !bare[0] || bare[bare.len() - 1] {
        return none;
    }
    let mut groups = bare.clone();
    for at in 1..bare.len() {
        if bare[at] && bare[at - 1] {
            // Of several in a row the first is the heading, so that no task becomes one.
            groups[at] = false;
            let text = "this row and the one above it have no letters: this one is read as a task that nobody does";
            reader.guesses.read(text, rows[at].span);
        }
    }
    groups
}

/// Reads what a party has to do with a task.
fn letters(
    reader: &mut Reader,
    table: &Table,
    (head, cell): (&Cell, &Cell),
    column: &Column,
    activity: &mut Activity,
) {
    if cell.plain.trim().is_empty() && cell.footnotes.is_empty() {
        return;
    }
    let notes = &reader.notes;
    let is_sign = |mark: &str| mark.starts_with(['*', '†', '‡', '§']);
    let (text, marks) = marks::taken(&cell.plain, &|mark| notes.has(mark) || is_sign(mark));
    remarks(reader, table, cell, marks, activity);
    if cell.links.iter().any(|link| is_inner(link)) {
        reader
            .guesses
            .left("links that lead into the same file are left out", cell.span);
    } else if !cell.links.is_empty() {
        reader
            .guesses
            .left("links in cells of letters are left out", cell.span);
    }
    let word = shown(&text);
    let letters = match says(&text) {
        Says::Blank => return,
        Says::Nothing => {
            return reader
                .guesses
                .read(format!("`{word}` counts as blank"), cell.span);
        }
        Says::Letters(letters) => Ok(letters),
        Says::Tick => {
            reader
                .guesses
                .read(format!("`{word}` counts as R: does it"), cell.span);
            Ok(Letters::R)
        }
        Says::Words(letters) => {
            reader
                .guesses
                .read(format!("`{word}` is read as {letters}"), cell.span);
            Ok(letters)
        }
        Says::Shared => match column {
            Column::Party(party) => return activity.shared.push((*party, cell.span)),
            _ => return,
        },
        Says::Other => {
            let text = format!("`{word}` is none of the letters R, A, C and I and is left out");
            reader.guesses.left(text, cell.span);
            Err(text_of(&cell.plain))
        }
    };
    let party = match column {
        Column::Party(party) => Ok(*party),
        Column::Stranger(name) => Err(name.clone()),
        _ => return,
    };
    // Two columns of one party are one party with the letters of both.
    let known = activity.who.iter_mut().find(|who| who.party == party);
    match (known.map(|who| &mut who.letters), &letters) {
        (Some(Ok(known)), Ok(more)) => *known = known.with(*more),
        _ => activity.who.push(Who {
            party,
            head: head.span,
            letters,
            span: cell.span,
        }),
    }
}

/// What is written in a cell that means nothing, short enough to be shown.
fn text_of(text: &str) -> String {
    shown(text)
}

/// A task that one column calls shared is shared by all parties of the table.
fn share(reader: &mut Reader, columns: &[Column], activity: &mut Activity) {
    let [(_, span)] = activity.shared.as_slice() else {
        if let [(_, span), ..] = activity.shared.as_slice() {
            let span = *span;
            say_shared(reader, activity, span);
        }
        return;
    };
    let span = *span;
    let parties = columns.iter().filter_map(|column| match column {
        Column::Party(party) => Some((*party, span)),
        _ => None,
    });
    activity.shared = parties.collect();
    say_shared(reader, activity, span);
}

fn say_shared(reader: &mut Reader, activity: &Activity, span: Span) {
    let ids = activity
        .shared
        .iter()
        .map(|(party, _)| reader.parties.id(*party).to_owned());
    let names: Vec<String> = ids.collect();
    let text = format!("`shared` is read as shared by {}", listed(&names));
    reader.guesses.read(text, span);
}

/// Reads rows whose cells hold sentences: each is a task of its column's party.
pub(super) fn prose(reader: &mut Reader, table: &Table, columns: &[Column]) {
    let label_at = columns
        .iter()
        .position(|column| *column == Column::Label)
        .unwrap_or(0);
    for row in &table.rows[1..] {
        let Some(subject) = label(reader, table, row, label_at) else {
            continue;
        };
        let mut part = Part::of(table);
        part.own.push(subject.label);
        for (cell, column) in row.cells.iter().zip(columns) {
            let Column::Party(party) = column else {
                continue;
            };
            for item in &cell.items {
                let label = item.trim_end_matches('.').to_owned();
                if label.len() > MAX_LABEL {
                    let text = format!(
                        "the name of a task has at most {MAX_LABEL} letters: this one is left out"
                    );
                    reader.guesses.push(Kind::Fault, text, cell.span);
                    continue;
                }
                let text = "these cells hold sentences: each is a task of the party of its column";
                reader.guesses.read(text, cell.span);
                if !cell.links.is_empty() {
                    reader
                        .guesses
                        .left("links in cells of sentences are left out", cell.span);
                }
                part.activities.push(Activity {
                    label: (label, cell.span),
                    who: vec![Who {
                        party: Ok(*party),
                        head: cell.span,
                        letters: Ok(Letters::RA),
                        span: cell.span,
                    }],
                    ..Activity::default()
                });
            }
        }
        reader.parts.push(part);
    }
}
