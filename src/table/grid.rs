//! Tables whose cells name who does it: `Customer`, `Microsoft`, `Shared`.

use super::columns::{self, Own};
use super::guess::{Kind, shown};
use super::letters::{Letters, Says, says};
use super::names::{Parties, fold};
use super::own;
use super::phases::Part;
use super::reading::{Activity, Reader, Who, blank};
use super::rows;
use super::{Cell, Row, Table};

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

/// What the columns of a grid are.
struct Columns {
    /// That of the tasks: the one whose head says so, else the first.
    label: usize,
    /// That of the phases.
    phase: Option<usize>,
    /// Those whose cells name who does it.
    owners: Vec<usize>,
    /// Those with a meaning of their own: notes, documents.
    own: Vec<(usize, Own)>,
    /// Those that are nothing of this.
    others: Vec<usize>,
}

impl Columns {
    fn of(table: &Table, parties: &Parties) -> Self {
        let head: Vec<String> = match table.rows.first() {
            Some(head) => head
                .cells
                .iter()
                .map(|cell| fold(&cell.plain).unwrap_or_default())
                .collect(),
            None => Vec::new(),
        };
        let names_somebody = |at: usize| {
            let cells = table
                .rows
                .iter()
                .skip(1)
                .filter_map(|row| row.cells.get(at));
            let mut owners = cells.map(|cell| owner(cell, parties));
            owners.any(|owner| matches!(owner, Owner::These(_) | Owner::Shared))
        };
        let is_label = |at: &usize| columns::is_label(&head[*at]) && !names_somebody(*at);
        let label = (0..head.len()).find(is_label).unwrap_or(0);
        let mut columns = Self {
            label,
            phase: None,
            owners: Vec::new(),
            own: Vec::new(),
            others: Vec::new(),
        };
        for (at, name) in head.iter().enumerate().filter(|(at, _)| *at != label) {
            if let Some(own) = columns::own(name) {
                columns.own.push((at, own));
            } else if names_somebody(at) {
                columns.owners.push(at);
            } else if columns.phase.is_none() && columns::is_phase(name) {
                columns.phase = Some(at);
            } else {
                columns.others.push(at);
            }
        }
        columns
    }
}

/// The cells of a table in these columns, without its head.
fn cells<'a>(table: &'a Table, columns: &'a [usize]) -> impl Iterator<Item = &'a Cell> {
    let rows = table.rows.iter().skip(1);
    rows.flat_map(|row| columns.iter().filter_map(|at| row.cells.get(*at)))
}

/// Whether the cells name parties: at least one of four that are not blank.
pub(super) fn is_grid(table: &Table, parties: &Parties) -> bool {
    let columns = Columns::of(table, parties);
    let (mut known, mut all) = (0, 0);
    for cell in cells(table, &columns.owners) {
        match owner(cell, parties) {
            Owner::Nobody => {}
            Owner::Unknown => all += 1,
            Owner::These(_) => (known, all) = (known + 1, all + 1),
            Owner::Shared => all += 1,
        }
    }
    known > 0 && known * 4 >= all
}

/// Reads a grid: each column is a phase, or a letter where that is its head. A single column of
/// owners stands beside its tasks, and is no phase.
pub(super) fn read(reader: &mut Reader, table: &Table) {
    let head = &table.rows[0].cells;
    let columns = Columns::of(table, reader.parties);
    let role = |at: &usize| match says(&head[*at].plain) {
        Says::Letters(letters) | Says::Words(letters) => Some((*at, letters)),
        _ => None,
    };
    let roles: Vec<(usize, Letters)> = columns.owners.iter().filter_map(role).collect();
    let left = columns
        .others
        .iter()
        .filter(|at| !head[**at].plain.is_empty());
    for at in left {
        let text = format!(
            "the column `{}` names nobody and is left out",
            shown(&head[*at].plain)
        );
        reader.guesses.left(text, head[*at].span);
    }
    if roles.len() > 1 {
        return by_role(reader, table, &columns, &roles);
    }
    let named = named(table, &columns, reader.parties);
    for at in &columns.owners {
        let cell = &head[*at];
        let folded = fold(&cell.plain).unwrap_or_default();
        let is_owner = columns.owners.len() == 1 && OWNER.contains(&folded.as_str());
        let phase = match is_owner || cell.plain.is_empty() {
            true => None,
            false => {
                let text = format!(
                    "the column `{}` is a phase, its cells name who does the task",
                    shown(&cell.plain)
                );
                reader.guesses.read(text, cell.span);
                Some((cell.plain.clone(), cell.span))
            }
        };
        let assign = |reader: &mut Reader, row: &Row, activity: &mut Activity| {
            let none = blank(row.span);
            assign(
                reader,
                row.cells.get(*at).unwrap_or(&none),
                &named,
                activity,
            );
        };
        tasks(reader, table, &columns, phase, assign);
    }
}

/// Reads the tasks of a grid, divided by the column of phases where there is one.
fn tasks(
    reader: &mut Reader,
    table: &Table,
    columns: &Columns,
    below: Option<(String, crate::source::Span)>,
    assign: impl Fn(&mut Reader, &Row, &mut Activity),
) {
    let begun = |phase: Option<&Cell>| {
        let phase = phase.map(|cell| (cell.plain.clone(), cell.span));
        Part {
            own: phase.into_iter().chain(below.clone()).collect(),
            ..Part::of(table)
        }
    };
    let mut part = begun(None);
    let mut phase = String::new();
    for row in &table.rows[1..] {
        let value = columns.phase.and_then(|at| row.cells.get(at));
        let value = value.filter(|cell| !cell.plain.is_empty() && cell.plain != phase);
        if let Some(cell) = value {
            phase.clone_from(&cell.plain);
            let part = std::mem::replace(&mut part, begun(Some(cell)));
            reader.parts.push(part);
        }
        let Some(mut activity) = rows::label(reader, table, row, columns.label) else {
            continue;
        };
        assign(reader, row, &mut activity);
        for (at, own) in &columns.own {
            if let Some(cell) = row.cells.get(*at) {
                own::read(reader, table, *own, cell, &mut activity);
            }
        }
        part.activities.push(activity);
    }
    reader.parts.push(part);
}

/// All parties that the table names, in the order of the vocabulary.
fn named(table: &Table, columns: &Columns, parties: &Parties) -> Vec<usize> {
    let mut named = vec![false; parties.all.len()];
    for cell in cells(table, &columns.owners) {
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
fn by_role(reader: &mut Reader, table: &Table, columns: &Columns, roles: &[(usize, Letters)]) {
    for (at, letters) in roles {
        let cell = &table.rows[0].cells[*at];
        let text = format!(
            "the cells of the column `{}` name who has {letters}",
            shown(&cell.plain)
        );
        reader.guesses.read(text, cell.span);
    }
    let assign = |reader: &mut Reader, row: &Row, activity: &mut Activity| {
        for (at, letters) in roles {
            let Some(cell) = row.cells.get(*at) else {
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
    };
    tasks(reader, table, columns, None, assign);
}

fn who(party: usize, letters: Letters, cell: &Cell) -> Who {
    Who {
        party: Ok(party),
        head: cell.span,
        letters: Ok(letters),
        span: cell.span,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Sheet, read, write};
    use super::Parties;

    /// What a markdown table becomes, and what is said of it.
    fn imported(text: &str) -> (String, Vec<String>) {
        let mut parties = Parties::default();
        parties.add("customer", "You");
        parties.add("platform", "DevOps");
        parties.add("csp", "AWS");
        let options = Options {
            grid: true,
            generous: true,
        };
        let reading = read(Sheet::of_markdown(text), &parties, options);
        let said = reading.entries.iter().map(|entry| entry.text.clone());
        let said = said.collect();
        (write(&reading, &parties).text, said)
    }

    #[test]
    fn a_single_column_of_owners_stands_beside_tasks_and_notes() {
        let (toml, said) = imported(
            "## Build\n\n| Task | Owner | Priority | Notes |\n|---|---|---|---|\n| Data | You | high | Yours. |\n\n\
             ## Run\n\n| Task | Owner | Priority | Notes |\n|---|---|---|---|\n| Disks | AWS | | |\n| Net | You and DevOps | low | Ask. |\n",
        );
        assert_eq!(
            toml,
            "[\"Build\"]\n\"Data\" = { customer = \"RA\", note = \"Yours.\" }\n\n[\"Run\"]\n\"Disks\" = \"csp\"\n\
             \"Net\" = { shared = [\"customer\", \"platform\"], note = \"Ask.\" }\n"
        );
        assert_eq!(said, ["the column `Priority` names nobody and is left out"]);
    }

    #[test]
    fn phases_may_stand_in_a_column_before_the_tasks() {
        let (toml, said) = imported(
            "| Area | Task | Responsible | Accountable |\n|---|---|---|---|\n| Run | Patch | DevOps | DevOps |\n| | Size | DevOps | You |\n| Leave | Delete | AWS | DevOps |\n",
        );
        assert_eq!(
            toml,
            "[\"Run\"]\n\"Patch\" = \"platform\"\n\"Size\" = \"platform R, customer A\"\n\n[\"Leave\"]\n\
             \"Delete\" = \"csp R, platform A\"\n"
        );
        assert_eq!(
            said,
            [
                "the cells of the column `Responsible` name who has R",
                "the cells of the column `Accountable` name who has A"
            ]
        );
    }
}
