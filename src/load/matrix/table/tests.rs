//! One trap of real tables a test.

use std::sync::Arc;

use super::super::Matrix;
use crate::path::SitePath;
use crate::source::position;
use crate::table::{self, Parties};

mod importing;

mod mistakes;

fn parties() -> Parties {
    let mut parties = Parties::default();
    parties.add("customer", "Client");
    parties.add("customer", "You");
    parties.add("platform", "Platform team");
    parties.add("csp", "Provider");
    parties
}

fn matrix(name: &str, text: &str) -> Arc<Matrix> {
    let file = SitePath::new(&format!("content/responsibilities/{name}")).unwrap();
    Matrix::read_tables(&file, text, &parties()).expect("a matrix")
}

/// Each row as `phase: task = who (more)`.
fn rows(matrix: &Matrix) -> Vec<String> {
    let mut rows = Vec::new();
    for (phase, row) in matrix.rows() {
        let who = row.answer.assignments.iter();
        let mut who: Vec<String> = who
            .map(|one| {
                let letters = one
                    .letters
                    .map_or("?".to_owned(), |letters| letters.to_string());
                format!("{} {letters}", one.party.0)
            })
            .collect();
        let shared = row.answer.shared.iter();
        who.extend(shared.map(|(party, _)| format!("{party} shared")));
        let asks = row.answer.on_request.iter();
        who.extend(asks.map(|(party, _)| format!("{party} asks")));
        let details = row.details();
        let mut more: Vec<String> = Vec::new();
        for (note, _) in &details.notes {
            let named = note.strip_prefix('@').and_then(|name| matrix.note(name));
            more.push(named.map_or(note.clone(), |note| note.text.clone()));
        }
        more.extend(details.docs.iter().map(|(doc, _)| format!("doc {doc}")));
        for (name, text) in [
            ("why", &details.why),
            ("request", &details.request),
            ("headline", &details.headline),
            ("id", &details.id),
        ] {
            more.extend(text.iter().map(|(text, _)| format!("{name} {text}")));
        }
        more.extend(details.state.map(|state| state.word().to_owned()));
        more.extend(details.since.map(|date| format!("since {date}")));
        more.extend(details.decide_by.map(|(date, _)| format!("by {date}")));
        let more = match more.is_empty() {
            true => String::new(),
            false => format!(" ({})", more.join(", ")),
        };
        let phase = &matrix.phases[phase].name.0;
        rows.push(format!(
            "{phase}: {} = {}{more}",
            row.label.0,
            who.join(", ")
        ));
    }
    rows
}

fn markdown(text: &str) -> Vec<String> {
    rows(&matrix("m.md", text))
}

fn csv(text: &str) -> Vec<String> {
    rows(&matrix("m.csv", text))
}

#[test]
fn headings_are_phases_and_what_is_common_to_all_is_none() {
    let table = "| Task | Client |\n|---|---|\n| a | R |\n";
    let text = format!(
        "# Title\n\n## 1. All\n\n### 1.1. Run\n\n#### 1.1.1 **Day**\n\n{table}\n#### 1.1.2 Night\n\n{table}\n### 1.2. Stop\n\n{table}"
    );
    assert_eq!(
        markdown(&text),
        [
            "Run / Day: a = customer R",
            "Run / Night: a = customer R",
            "Stop: a = customer R"
        ]
    );
}

#[test]
fn two_headings_of_one_name_are_one_phase() {
    let text = "## Run\n\n| Task | Client |\n|---|---|\n| a | R |\n\n## Stop\n\n| Task | Client |\n|---|---|\n| b | R |\n\n## Run\n\n| Task | Client |\n|---|---|\n| c | R |\n";
    assert_eq!(
        markdown(text),
        [
            "Run: a = customer R",
            "Run: c = customer R",
            "Stop: b = customer R"
        ]
    );
}

#[test]
fn parties_have_many_names_and_words_around_them() {
    let text = "| Task | Client Role | The platform team's responsibilities | Your role |\n|---|---|---|---|\n| a | C | RA | I |\n";
    assert_eq!(markdown(text), [": a = customer CI, platform RA"]);
}

#[test]
fn a_column_of_a_stranger_stays_for_the_checker() {
    let text = "| Task | Client | Ops |\n|---|---|---|\n| a | R | A |\n";
    assert_eq!(markdown(text), [": a = customer R, Ops A"]);
}

#[test]
fn a_letter_that_is_none_stays_at_its_place() {
    let text = "| Task | Client | Provider |\n|---|---|---|\n| a | R | S |\n";
    let matrix = matrix("m.md", text);
    assert_eq!(rows(&matrix), [": a = customer R, csp ?"]);
    let (_, row) = matrix.rows().next().unwrap();
    let bad = &row.answer.assignments[1];
    assert_eq!((bad.written.0.as_str(), bad.written.1.of(text)), ("S", "S"));
    assert_eq!(bad.party.1.of(text), "Provider");
}

#[test]
fn ticks_words_and_signs_for_nothing() {
    let text = "| Task | Client | Platform team | Provider |\n|---|---|---|---|\n| a | ✅ | - | Accountable |\n| b | x | n/a | consulted, informed |\n";
    assert_eq!(
        markdown(text),
        [": a = customer R, csp A", ": b = customer R, csp CI"]
    );
}

#[test]
fn the_text_of_a_mark_is_the_one_below_its_own_table() {
    let text = "## A\n\n| Task | Client |\n|---|---|\n| a | R* |\n| a2* | R |\n\n*First.\n\n## B\n\n| Task | Client |\n|---|---|\n| b(1) | R* |\n| c[^x] | C |\n\n*Second.\n\n## C\n\n(1) Third.\n\n[^x]: Fourth.\n";
    assert_eq!(
        markdown(text),
        [
            "A: a = customer R (First.)",
            "A: a2 = customer R (First.)",
            "B: b = customer R (Third., Second.)",
            "B: c = customer C (Fourth.)"
        ]
    );
    let matrix = matrix("m.md", text);
    assert_eq!(matrix.notes.len(), 1, "only what two tasks have has a name");
}

#[test]
fn a_mark_without_a_text_is_said() {
    let matrix = matrix("m.md", "| Task | Client |\n|---|---|\n| a | R* |\n");
    assert_eq!(rows(&matrix), [": a = customer R"]);
    assert!(matrix.findings[0].message.contains("leads to no note"));
}

#[test]
fn legends_and_other_tables_are_no_matrix() {
    let text = "| Role | Description |\n|---|---|\n| R | Client does it |\n\n| Task | Client |\n|---|---|\n| a | R |\n";
    assert_eq!(markdown(text), [": a = customer R"]);
}

#[test]
fn tables_of_sentences_stay_with_their_page() {
    let file = SitePath::new("content/responsibilities/m.md").unwrap();
    let text = "| What | Client |\n|---|---|\n| a | You will have to do all of this |\n";
    assert!(Matrix::read_tables(&file, text, &parties()).is_none());
}

#[test]
fn columns_say_more_about_a_task() {
    let text = "| Id | Phase | Task | Client | Note | State | Why | Since | Decide by | Doc | On request |\n|---|---|---|---|---|---|---|---|---|---|---|\n| one | Run | a | RA | Look [here](https://a.example/x) | Disputed | Cost | 2026-08-01 | 2026-12-15 | [Guide](../guides/a.md) | Platform team |\n| | | b | R | | | | | | | |\n";
    assert_eq!(
        markdown(text),
        [
            "Run: a = customer RA, platform asks (Look here (https://a.example/x), doc guides/a.md, why Cost, id one, disputed, since 2026-08-01, by 2026-12-15)",
            "Run: b = customer R"
        ]
    );
}

#[test]
fn bad_states_and_dates_are_said_with_their_line() {
    let text = "| Task | Client | State | Since |\n|---|---|---|---|\n| a | R | maybe | soon |\n";
    let matrix = matrix("m.md", text);
    let said: Vec<(usize, &str)> = matrix
        .findings
        .iter()
        .map(|one| {
            (
                position(text, one.span.unwrap().start).line,
                one.code.name(),
            )
        })
        .collect();
    assert_eq!(said, [(3, "matrix/unknown-value"), (3, "matrix/bad-date")]);
}

#[test]
fn rows_without_letters_are_phases_of_a_sheet() {
    let text = "Activity;Client;Platform team\nBuild;;\nImage;R/A;I\nRun\nPatch;C;A & R\n";
    assert_eq!(
        csv(text),
        [
            "Build: Image = customer RA, platform I",
            "Run: Patch = customer C, platform RA"
        ]
    );
}

#[test]
fn bold_rows_without_letters_are_phases_of_a_table() {
    let text =
        "| Task | Client |\n|---|---|\n| first | R |\n| **Run** | |\n| a | R |\n| open | |\n";
    assert_eq!(
        markdown(text),
        [
            ": first = customer R",
            "Run: a = customer R",
            "Run: open = "
        ]
    );
}

#[test]
fn a_table_without_any_letter_has_tasks_and_no_phases() {
    let text = "| Task | Client |\n|---|---|\n| a | |\n| b | |\n";
    assert_eq!(markdown(text), [": a = ", ": b = "]);
}

#[test]
fn a_sheet_may_have_a_column_of_phases_and_lines_above_its_head() {
    let text = "# exported\nRACI of the platform\nPhase,Activity,Client,Platform team\nRun,a,R,\n,b,,RA\nStop,c,I,RA\n,\"* as agreed\",,\n";
    assert_eq!(
        csv(text),
        [
            "Run: a = customer R",
            "Run: b = platform RA",
            "Stop: c = customer I, platform RA",
            "Stop: * as agreed = "
        ]
    );
}

#[test]
fn the_notes_of_a_sheet_stand_below_its_rows() {
    let text = "Activity,Client\na,R*\n* By contract\n";
    assert_eq!(csv(text), [": a = customer R (By contract)"]);
}

#[test]
fn parties_may_stand_below_each_other() {
    let text =
        "| | Patch | Back up |\n|---|---|---|\n| Client | I | |\n| Platform team | RA | RA |\n";
    assert_eq!(
        markdown(text),
        [
            ": Patch = customer I, platform RA",
            ": Back up = platform RA"
        ]
    );
}

#[test]
fn a_missing_last_pipe_and_missing_cells_lose_nothing() {
    let text = "| Task | Client | Provider\n|---|---|---\n| a | R\n| b | R | A";
    assert_eq!(
        markdown(text),
        [": a = customer R", ": b = customer R, csp A"]
    );
}

#[test]
fn shared_tasks_name_all_who_share_them() {
    let text = "| Task | Client | Platform team | Provider |\n|---|---|---|---|\n| a | Shared | Shared | |\n| b | | shared | |\n";
    assert_eq!(
        markdown(text),
        [
            ": a = customer shared, platform shared",
            ": b = customer shared, platform shared, csp shared"
        ]
    );
}

#[test]
fn empty_tables_are_no_phases() {
    let text =
        "## A\n\n| Task | Client |\n|---|---|\n\n## B\n\n| Task | Client |\n|---|---|\n| a | R |\n";
    assert_eq!(markdown(text), ["B: a = customer R"]);
}

#[test]
fn what_a_matrix_is_of_stands_in_its_front_matter() {
    let text = "+++\ntitle = \"Who\"\nservices = [\"postgres\"]\nreviewed = 2026-09-15\n+++\n\n| Task | Client |\n|---|---|\n| a | R |\n";
    let matrix = matrix("m.md", text);
    assert_eq!(matrix.title.as_deref(), Some("Who"));
    let (service, span) = &matrix.services[0];
    assert_eq!(
        (service.as_str(), span.of(text)),
        ("postgres", "\"postgres\"")
    );
    assert_eq!(
        matrix.reviewed.map(|date| date.to_string()).as_deref(),
        Some("2026-09-15")
    );
}

#[test]
fn heads_and_cells_in_german_are_understood() {
    let text = "Phase;Aufgabe;Client;Provider;Seit;Bemerkung\nRun;A;ja;nein;2026-03-01;Only here\n";
    assert_eq!(
        rows(&matrix("a.csv", text)),
        ["Run: A = customer R (Only here, since 2026-03-01)"]
    );
}
