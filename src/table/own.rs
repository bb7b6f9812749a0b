//! Columns that say more about a task than who does it.

use super::columns::Own;
use super::guess::{Kind, shown};
use super::letters::{Says, says};
use super::reading::{Activity, Reader, Remark};
use super::rows::{is_inner, remarks};
use super::{Cell, Table, marks};
use crate::date::Date;

/// Reads a cell of a column with a meaning of its own.
pub(super) fn read(
    reader: &mut Reader,
    table: &Table,
    own: Own,
    cell: &Cell,
    activity: &mut Activity,
) {
    let notes = &reader.notes;
    let (_, marks) = marks::taken(&cell.plain, &|mark| notes.has(mark));
    // An address behind a link would be cut out with a mark in brackets, so only the text loses it.
    let (text, _) = marks::taken(&cell.text, &|mark| notes.has(mark));
    remarks(reader, table, cell, marks, activity);
    if text.is_empty() || matches!(says(&cell.plain), Says::Nothing) && own != Own::Id {
        return;
    }
    let placed = (text, cell.span);
    match own {
        Own::Note => activity.notes.push(Remark::Text(placed)),
        Own::Why => activity.why = Some(placed),
        Own::State => match placed.0.to_lowercase().as_str() {
            state @ ("agreed" | "proposed" | "disputed") => {
                activity.state = Some((state.to_owned(), cell.span));
            }
            _ => bad(
                reader,
                Kind::BadValue,
                &placed.0,
                "no state: agreed, proposed or disputed",
                cell,
            ),
        },
        Own::Since | Own::DecideBy => match Date::parse(&placed.0) {
            Some(_) if own == Own::Since => activity.since = Some(placed),
            Some(_) => activity.decide_by = Some(placed),
            None => bad(
                reader,
                Kind::BadDate,
                &placed.0,
                "no date such as 2026-10-02",
                cell,
            ),
        },
        Own::Doc => {
            let links: Vec<String> = cell
                .links
                .iter()
                .filter(|link| !is_inner(link))
                .cloned()
                .collect();
            match links.is_empty() {
                true => activity.docs.push((cell.plain.clone(), cell.span)),
                false => activity
                    .docs
                    .extend(links.into_iter().map(|link| (link, cell.span))),
            }
        }
        Own::Request => {
            let link = cell.links.first().cloned();
            activity.request = Some((link.unwrap_or(placed.0), cell.span));
        }
        Own::OnRequest => on_request(reader, cell, activity),
        Own::Headline => activity.headline = Some(placed),
        Own::Id => activity.id = Some((cell.plain.clone(), cell.span)),
    }
}

fn on_request(reader: &mut Reader, cell: &Cell, activity: &mut Activity) {
    match reader.parties.owners(&cell.plain) {
        Some(found) => {
            let ids = found
                .into_iter()
                .map(|party| reader.parties.id(party).to_owned());
            activity.on_request.extend(ids.map(|id| (id, cell.span)));
        }
        None => bad(reader, Kind::BadValue, &cell.plain, "no party", cell),
    }
}

fn bad(reader: &mut Reader, kind: Kind, value: &str, what: &str, cell: &Cell) {
    let text = format!("`{}` is {what}, and is left out", shown(value));
    reader.guesses.push(kind, text, cell.span);
}
