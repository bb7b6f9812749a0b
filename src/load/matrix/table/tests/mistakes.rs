//! What is said of a table that nobody can read as a matrix, or not as it stands.

use super::*;

/// What is said of a file that is no matrix or only a part of one.
fn said(name: &str, text: &str) -> Vec<String> {
    let matrix = matrix(name, text);
    let messages = matrix.findings.iter();
    messages.map(|finding| finding.message.clone()).collect()
}

#[test]
fn a_cell_as_long_as_a_book_is_no_task() {
    let book = "x".repeat(1 << 20);
    let too_long = "the name of a task has at most 1000 letters: this row is left out";
    let sheet = format!("Task,Client\n{book},R\nb,R\nc,{book}\n");
    assert_eq!(said("m.csv", &sheet), [too_long]);
    assert_eq!(csv(&sheet), [": b = customer R", ": c = customer ?"]);
    let table = format!("| Task | Client |\n|---|---|\n| {book} | R |\n| b | R |\n");
    assert_eq!(said("m.md", &table), [too_long]);
}

#[test]
fn a_table_of_ten_thousand_columns_is_no_matrix() {
    let many = ",c".repeat(10_000);
    let said = said("m.csv", &format!("Task,Client{many}\na,R{many}\n"));
    assert_eq!(
        said[1],
        "a table may have 200 columns, this one has more: left out"
    );
    let file = SitePath::new("content/responsibilities/m.md").unwrap();
    let many = "c|".repeat(10_000);
    let text = format!(
        "| Task | Client |{many}\n|---|---|{}\n| a | R |\n",
        "---|".repeat(10_000)
    );
    assert!(Matrix::read_tables(&file, &text, &parties()).is_none());
}

#[test]
fn a_quote_that_is_never_closed_is_said_where_it_opens() {
    let text = "Task,Client\na,R\n\"b,R\nc,R\n";
    let matrix = matrix("m.csv", text);
    let finding = &matrix.findings[0];
    assert_eq!(position(text, finding.span.unwrap().start).line, 3);
    assert!(
        finding
            .message
            .starts_with("a quote is opened here and never closed")
    );
    assert_eq!(said("m.csv", "\"").len(), 2);
}

#[test]
fn a_row_with_a_cell_too_many_is_said_and_stays() {
    let head = "Task,Client,Platform team,Notes\n";
    let long = format!("{head}Agree on size, C,RA,C,only prod\n");
    let is_long = ["this row has 5 cells, the head has 4"];
    assert_eq!(said("a.csv", &long), is_long);
    assert_eq!(rows(&matrix("a.csv", &long)).len(), 1);
    let quoted = format!("{head}\"Agree on size, C\",RA,C,only prod\n");
    let shorter = format!("{head}Agree on size,RA\n");
    let trailing = format!("{head}Agree on size,RA,C,,,\n");
    for right in [quoted, shorter, trailing] {
        assert_eq!(said("a.csv", &right), [""; 0], "{right}");
    }
    let table = "| Task | Client | Platform team | Notes |\n|---|---|---|---|\n";
    let long = format!("{table}| Build, C | C | RA | C | only prod |\n");
    assert_eq!(said("a.md", &long), is_long);
    for right in [
        "| Build \\| C | RA | C | only prod | |",
        "Build | RA | C | `a\\|b`",
        "| Build |",
    ] {
        assert_eq!(
            said("a.md", &format!("{table}{right}\n")),
            [""; 0],
            "{right}"
        );
    }
}

#[test]
fn a_sheet_of_nothing_but_names_has_no_tasks() {
    let message = ["this sheet has no tasks, only the names of its columns"];
    for head in [
        "Aufgabe;Client;Provider\n",
        "Phase;Aufgabe;Client;Seit;Wer\n",
    ] {
        assert_eq!(said("a.csv", head), message, "{head}");
    }
}
