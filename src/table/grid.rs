//! Tables whose cells name who does it: `Customer`, `Microsoft`, `Shared`.

use super::guess::{Kind, shown};
use super::letters::{Letters, Says, says};
use super::names::{Parties, fold};
use super::phases::Part;
use super::reading::{Activity, Reader, Who};
use super::rows;
use super::{Cell, Table};

/// Heads of a single column that names owners.
const OWNER: &[&str] = &[
    "owner",
    "owners",
    "who",
    "owned by",
    "done by",
    "responsible party",
    "responsible",
    "party",
    "responsibility",
    "team",
];

/// What a cell of a grid says.
enum Owner {
    Nobody,
    These(Vec<usize>),
    Shared,
    Unknown,
}

fn owner(cell: &Cell, parties: &Parties) -> Owner {
    if let Some(found) = parties.owners(&cell.plain) {
        return Owner::These(found);
    }
    match says(&cell.plain) {
        Says::Blank | Says::Nothing => Owner::Nobody,
        Says::Shared => Owner::Shared,
        _ => Owner::Unknown,
    }
}

/// Whether the cells name parties: at least one of four that are not blank.
pub(super) fn is_grid(table: &Table, parties: &Parties) -> bool {
    let (mut known, mut all) = (0, 0);
    for row in &table.rows[1..] {
        for cell in row.cells.iter().skip(1) {
            match owner(cell, parties) {
                Owner::Nobody => {}
                Owner::Unknown => all += 1,
                Owner::These(_) => (known, all) = (known + 1, all + 1),
                Owner::Shared => all += 1,
            }
        }
    }
    known > 0 && known * 4 >= all
}

/// Reads a grid: each column is a phase, or a letter where that is its head.
pub(super) fn read(reader: &mut Reader, table: &Table) {
    let head = &table.rows[0].cells;
    let roles: Vec<Option<Letters>> = head
        .iter()
        .map(|cell| match says(&cell.plain) {
            Says::Letters(letters) | Says::Words(letters) => Some(letters),
            _ => None,
        })
        .collect();
    let named = named(table, reader.parties);
    if roles.iter().skip(1).filter(|role| role.is_some()).count() > 1 {
        return by_role(reader, table, &roles);
    }
    for (at, cell) in head.iter().enumerate().skip(1) {
        let folded = fold(&cell.plain).unwrap_or_default();
        let mut part = Part::of(table);
        let is_owner = head.len() == 2 && OWNER.contains(&folded.as_str());
        if !is_owner && !cell.plain.is_empty() {
            let text = format!(
                "the column `{}` is a phase, its cells name who does the task",
                shown(&cell.plain)
            );
            reader.guesses.read(text, cell.span);
            part.own.push((cell.plain.clone(), cell.span));
        }
        for row in &table.rows[1..] {
            let Some(mut activity) = rows::label(reader, table, row, 0) else {
                continue;
            };
            let blank = super::reading::blank(row.span);
            let cell = row.cells.get(at).unwrap_or(&blank);
            assign(reader, cell, &named, &mut activity);
            part.activities.push(activity);
        }
        reader.parts.push(part);
    }
}

/// All parties that the table names, in the order of the vocabulary.
fn named(table: &Table, parties: &Parties) -> Vec<usize> {
    let mut named = vec![false; parties.all.len()];
    for cell in table.rows[1..]
        .iter()
        .flat_map(|row| row.cells.iter().skip(1))
    {
        for party in parties.owners(&cell.plain).unwrap_or_default() {
            named[party] = true;
        }
    }
    let indices = named.iter().enumerate();
    indices
        .filter(|(_, is)| **is)
        .map(|(party, _)| party)
        .collect()
}

fn assign(reader: &mut Reader, cell: &Cell, named: &[usize], activity: &mut Activity) {
    match owner(cell, reader.parties) {
        Owner::Nobody => {}
        Owner::These(found) => match found.as_slice() {
            [party] => activity.who.push(who(*party, Letters::RA, cell)),
            several => activity
                .shared
                .extend(several.iter().map(|party| (*party, cell.span))),
        },
        Owner::Shared => {
            let names: Vec<String> = named
                .iter()
                .map(|party| reader.parties.id(*party).to_owned())
                .collect();
            let text = format!(
                "`{}` is read as shared by {}",
                shown(&cell.plain),
                super::reading::listed(&names)
            );
            reader.guesses.read(text, cell.span);
            activity
                .shared
                .extend(named.iter().map(|party| (*party, cell.span)));
        }
        Owner::Unknown => unknown(reader, cell),
    }
}

fn unknown(reader: &mut Reader, cell: &Cell) {
    let name = shown(&cell.plain);
    let text =
        format!("`{name}` names no party and is left out: `--party \"{name}=ID\"` says who it is");
    reader.guesses.push(Kind::LeftOut, text, cell.span);
}

/// Columns called Responsible, Accountable and so on, with names in the cells.
fn by_role(reader: &mut Reader, table: &Table, roles: &[Option<Letters>]) {
    let mut part = Part::of(table);
    for (cell, role) in table.rows[0].cells.iter().zip(roles) {
        if let Some(letters) = role {
            let text = format!(
                "the cells of the column `{}` name who has {letters}",
                shown(&cell.plain)
            );
            reader.guesses.read(text, cell.span);
        }
    }
    for row in &table.rows[1..] {
        let Some(mut activity) = rows::label(reader, table, row, 0) else {
            continue;
        };
        for (cell, role) in row.cells.iter().zip(roles).skip(1) {
            let Some(letters) = role else {
                continue;
            };
            match owner(cell, reader.parties) {
                Owner::These(found) => {
                    for party in found {
                        let known = activity.who.iter_mut().find(|who| who.party == Ok(party));
                        match known.map(|who| &mut who.letters) {
                            Some(Ok(known)) => *known = known.with(*letters),
                            _ => activity.who.push(who(party, *letters, cell)),
                        }
                    }
                }
                Owner::Nobody => {}
                Owner::Shared | Owner::Unknown => unknown(reader, cell),
            }
        }
        part.activities.push(activity);
    }
    reader.parts.push(part);
}

fn who(party: usize, letters: Letters, cell: &Cell) -> Who {
    Who {
        party: Ok(party),
        head: cell.span,
        letters: Ok(letters),
        span: cell.span,
    }
}
