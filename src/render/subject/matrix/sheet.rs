//! A matrix as CSV, for a spreadsheet, and to be read by Groundplan again.
//!
//! RFC 4180: commas, CRLF, quotes doubled. A byte order mark tells spreadsheets that it is UTF-8.

use crate::load::Written;
use crate::load::matrix::{Details, State};
use crate::model::responsibilities::{PartyId, Share, Task};
use crate::model::{MatrixId, Site};

use super::task::note_texts;

/// Columns behind those of the parties.
const COLUMNS: [&str; 10] = [
    "On request",
    "State",
    "Note",
    "Why",
    "Since",
    "Decide by",
    "Doc",
    "Request",
    "Headline",
    "Id",
];

/// The bytes of the sheet.
pub fn sheet(site: &Site, id: MatrixId) -> Vec<u8> {
    let all = &site.typed.responsibilities;
    let merged = &all.all[id].merged;
    let parties: Vec<PartyId> = (0..all.parties.len())
        .filter(|party| {
            merged
                .tasks()
                .any(|task| all.who(task).of_party(*party).is_some())
        })
        .collect();
    let mut out = String::from("\u{feff}");
    let names = parties.iter().map(|party| all.parties[*party].name.clone());
    let head = ["Phase", "Task"].map(str::to_owned).into_iter();
    let head = head.chain(names).chain(COLUMNS.map(str::to_owned));
    line(&mut out, head);
    for phase in &merged.phases {
        for task in &phase.tasks {
            let who = all.who(task);
            let letters = parties
                .iter()
                .map(|party| who.of_party(*party).map_or_else(String::new, letters));
            let cells = [phase.name.to_string(), super::label_of(site, task)];
            line(
                &mut out,
                cells.into_iter().chain(letters).chain(more(site, task)),
            );
        }
    }
    out.into_bytes()
}

/// `RA`; a task that is shared says so, since its letters would be two answers.
fn letters(share: &Share) -> String {
    match share.shared {
        true => "Shared".to_owned(),
        false => share.letters.to_string(),
    }
}

/// The cells behind those of the parties.
fn more(site: &Site, task: &Task) -> [String; 10] {
    let all = &site.typed.responsibilities;
    let text = |get: fn(&Details) -> Option<&Written>| {
        all.detail(task, get)
            .map_or_else(String::new, |(text, _)| text.clone())
    };
    let asks = all.who(task).shares.iter().filter(|share| share.asks);
    let asks: Vec<&str> = asks
        .map(|share| all.parties[share.party].id.0.as_str())
        .collect();
    let docs = all.detail(task, |one| (!one.docs.is_empty()).then_some(&one.docs));
    let docs: Vec<&str> = docs
        .into_iter()
        .flatten()
        .map(|(doc, _)| doc.as_str())
        .collect();
    let since = all
        .own_detail(task, |one| one.since)
        .map(|date| date.to_string());
    let decide_by = all
        .own_detail(task, |one| one.decide_by)
        .map(|(date, _)| date.to_string());
    let why = all
        .own_detail(task, |one| one.why.as_ref())
        .map(|(why, _)| why.clone());
    let state = all.state(task);
    [
        asks.join(", "),
        // What is agreed upon needs no word, in every line.
        if state == State::Agreed {
            String::new()
        } else {
            state.word().to_owned()
        },
        note_texts(site, task).join(" "),
        why.unwrap_or_default(),
        since.unwrap_or_default(),
        decide_by.unwrap_or_default(),
        docs.join(" "),
        text(|details| details.request.as_ref()),
        text(|details| details.headline.as_ref()),
        text(|details| details.id.as_ref()),
    ]
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        push(out, &cell);
    }
    out.push_str("\r\n");
}

/// A cell, on one line. What a spreadsheet would run as a formula begins with `'`, which makes it text.
fn push(out: &mut String, cell: &str) {
    let cell = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    // A sign that stands there already is kept, so that reading takes away what was added.
    let formula = cell
        .trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@']);
    let quoted = cell.contains(['"', ',', ';']);
    if quoted {
        out.push('"');
    }
    if formula {
        out.push('\'');
    }
    match quoted {
        true => out.push_str(&cell.replace('"', "\"\"")),
        false => out.push_str(&cell),
    }
    if quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::inputs::Inputs;
    use crate::load::{self, LoadMemo};
    use crate::table::letters::{Says, says};

    const PLATFORM: &str = "[[party]]\nid = \"customer\"\nname = \"Product, team\"\n[[party]]\nid = \"platform\"\nname = \"Platform\"\n";

    fn csv(file: &str, text: &str) -> String {
        let inputs = Inputs::from_texts([("content/platform.toml", PLATFORM), (file, text)]);
        let loaded = load::load(&inputs, &LoadMemo::default());
        assert!(
            loaded.typed.findings().next().is_none(),
            "{:?}",
            loaded.typed.findings().next()
        );
        let site = Site::assemble(&inputs, &loaded).0;
        String::from_utf8(sheet(&site, 0)).unwrap()
    }

    #[test]
    fn a_sheet_says_what_the_matrix_says() {
        let text = "[\"Run\"]\n\"Patch\" = { platform = \"RA\", customer = \"I\", note = \"a, \\\"b\\\"\", since = 2026-08-01, on_request = \"customer\" }\n\"Find\" = { shared = [\"customer\", \"platform\"], state = \"disputed\" }\n";
        assert_eq!(
            csv("content/responsibilities/m.toml", text),
            "\u{feff}Phase,Task,\"Product, team\",Platform,On request,State,Note,Why,Since,Decide by,Doc,Request,Headline,Id\r\n\
             Run,Patch,I,RA,customer,,\"a, \"\"b\"\"\",,2026-08-01,,,,,\r\n\
             Run,Find,Shared,Shared,,disputed,,,,,,,,\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        let text = "[\"=1+1\"]\n\"+Patch\" = { platform = \"RA\", note = \"-x\", why = \"@SUM(A1)\", headline = \"\\tx\" }\n";
        let sheet = csv("content/responsibilities/m.toml", text);
        let row = sheet.lines().nth(1).unwrap();
        assert_eq!(row, "'=1+1,'+Patch,RA,,,'-x,'@SUM(A1),,,,,x,");
    }

    proptest! {
        #[test]
        fn a_sheet_that_is_read_again_is_the_same_sheet(
            rows in prop::collection::vec(
                ("[a-zA-Z=+' \"(1),;é.-]{1,12}", prop::sample::select(vec!["customer", "platform, customer C", "platform R, customer A", ""]), "[a-z=+-][a-z ,\"]{0,9}[a-z]"),
                1..6,
            ),
        ) {
            let mut text = "[\"Run\"]\n".to_owned();
            for (at, (label, who, why)) in rows.iter().enumerate() {
                let quoted = |text: &str| text.replace('"', "\\\"");
                let who: String = crate::load::matrix::assignments(who, crate::source::Span::new)
                    .iter()
                    .filter_map(|one| Some(format!("{} = \"{}\", ", one.party.0, one.letters?)))
                    .collect();
                text.push_str(&format!("\"{} n{at}\" = {{ {who}why = \"{}\" }}\n", quoted(label), quoted(why)));
            }
            // A sheet without any letter names nobody, and is none that could be read.
            prop_assume!(rows.iter().any(|(_, who, _)| !who.is_empty()));
            // A word such as `na` or `none` is an empty cell of a spreadsheet.
            prop_assume!(rows.iter().all(|(_, _, why)| says(why) != Says::Nothing));
            let sheet = csv("content/responsibilities/m.toml", &text);
            let again = csv("content/responsibilities/m.csv", &sheet);
            prop_assert_eq!(sheet, again);
        }
    }
}
