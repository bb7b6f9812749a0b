//! What matrices say, read from TOML.

use super::*;

fn matrix(text: &str) -> Matrix {
    let file = SitePath::new("content/responsibilities/postgres.toml").expect("a path");
    read(&file, text)
}

fn said(matrix: &Matrix) -> Vec<Code> {
    matrix.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn both_forms_say_the_same() {
    let text = "[\"Run\"]\n\"A\" = \"platform, customer C\"\n\
                \"B\" = { platform = \"RA\", customer = \"C\" }\n";
    let matrix = matrix(text);
    assert_eq!(said(&matrix), []);
    let row = |at: usize| {
        let all = matrix.phases[0].rows[at].answer.assignments.iter();
        let one = |one: &Assignment| {
            assert_eq!(one.party.1.of(text), one.party.0);
            (one.party.0.clone(), one.letters)
        };
        all.map(one).collect::<Vec<_>>()
    };
    assert_eq!(row(0), row(1));
    assert_eq!(matrix.id, "postgres");
}

#[test]
fn everything_a_row_can_say_is_read_in_the_order_of_the_file() {
    let text = r#"
title = "Managed PostgreSQL"
services = ["postgres", "postgres-ha"]
extends = ["base", { matrix = "data", phases = ["Security"] }]
reviewed = 2026-09-15
status = "proposed"
notes = { msc = "By contract." }
["Run"]
"Restore" = { platform = "RA", on_request = "customer", request = "https://x.example", id = "restore" }
"Investigate" = { shared = ["customer", "platform"], note = ["@msc", "Who sees it first."] }
"Scan" = { platform = "RA", state = "disputed", why = "Cost", since = 2026-08-01, decide_by = 2026-12-15 }
"Copy" = { platform = "RA", offering.premium = "csp", doc = "guides/copy.md", replaces = ["old-copy"] }
"@certs" = "platform"
"Operate data centres" = "n/a"
["Run".offering.premium]
"Restore" = "platform"
"Only there" = { customer = "RA" }
["Build"]
"Design" = "customer"
"#;
    let matrix = matrix(text);
    assert_eq!(said(&matrix), []);
    assert_eq!(matrix.services.len(), 2);
    assert_eq!(matrix.extends[1].phases[0].0, "Security");
    assert_eq!(matrix.status, Status::Proposed);
    assert_eq!(matrix.notes[0].text, "By contract.");
    let phases: Vec<_> = matrix.phases.iter().map(|phase| &phase.name.0).collect();
    assert_eq!(phases, ["Run", "Build"]);
    let rows = &matrix.phases[0].rows;
    let labels: Vec<_> = rows.iter().map(|row| row.label.0.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Restore",
            "Investigate",
            "Scan",
            "Copy",
            "@certs",
            "Operate data centres",
            "Only there"
        ]
    );
    assert_eq!(rows[0].answer.on_request[0].0, "customer");
    assert_eq!(rows[0].details().offerings[0].offering.0, "premium");
    assert_eq!(rows[1].answer.shared.len(), 2);
    assert_eq!(rows[1].details().notes.len(), 2);
    assert_eq!(rows[2].details().state, Some(State::Disputed));
    assert_eq!(
        rows[2].details().decide_by.expect("a day").1.of(text),
        "2026-12-15"
    );
    let differs = &rows[3].details().offerings[0];
    assert_eq!(differs.answer.assignments[0].party.0, "csp");
    assert_eq!(differs.answer.assignments[0].party.1.of(text), "csp");
    assert_eq!(rows[4].overrides(), Some("certs"));
    assert!(rows[5].removed);
    assert!(rows[6].answer.is_blank());
}

#[test]
fn no_fault_hides_a_row() {
    let matrix = matrix(
        "autor = \"x\"\nstatus = \"agred\"\n[\"Run\"]\n\"A\" = 3\n\"B\" = [\"platform\"]\n\
         \"C\" = { platform = 7, state = \"fighting\" }\n\"D\" = { platform = [\"R\"] }\n\
         \"E\" = \"\"\nreviewed = 2026-01-01\n\"F\" = { since = \"soon\" }\n",
    );
    assert_eq!(matrix.phases[0].rows.len(), 6);
    let rows = &matrix.phases[0].rows;
    assert_eq!(rows[0].answer.unread.as_ref().expect("kept").0, "3");
    assert_eq!(rows[2].answer.assignments[0].letters, None);
    assert_eq!(rows[3].answer.assignments[0].written.0, "[\"R\"]");
    assert!(rows[4].answer.is_blank());
    assert_eq!(
        said(&matrix),
        [
            Code::MatrixUnknownValue,
            Code::MatrixUnknownKey,
            Code::MatrixUnknownValue,
            Code::TomlMisplacedKey,
            Code::MatrixBadDate,
        ]
    );
}

#[test]
fn tasks_need_no_phase() {
    let matrix = matrix("\"Patch it\" = \"platform\"\n\"Size it\" = \"customer\"\n");
    assert_eq!(matrix.phases.len(), 1);
    assert_eq!(matrix.phases[0].rows.len(), 2);
    assert_eq!(said(&matrix), []);
}
