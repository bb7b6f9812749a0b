//! What is found in markdown files.

use super::*;

fn cells(text: &str) -> Vec<Vec<String>> {
    let sheet = sheet(text);
    let cells = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
    sheet.tables[0].rows.iter().map(cells).collect()
}

#[test]
fn bold_links_and_breaks_become_words() {
    let table =
        "| **Task** | A |\n|---|---|\n| See [here](https://a.example/x)<br>and `b` | [c](#d) |\n";
    assert_eq!(
        cells(table),
        [["Task", "A"], ["See here (https://a.example/x) and b", "c"]]
    );
    let sheet = sheet(table);
    assert!(sheet.tables[0].rows[0].cells[0].strong);
    assert!(!sheet.tables[0].rows[1].cells[0].strong);
    assert_eq!(sheet.tables[0].rows[1].cells[1].links, ["#d"]);
}

#[test]
fn a_missing_last_pipe_changes_nothing() {
    assert_eq!(
        cells("| T | A |\n|---|---|\n| a | R"),
        [["T", "A"], ["a", "R"]]
    );
}

#[test]
fn the_place_of_a_cell_is_its_text() {
    let text = "---\ntitle: x\n---\n\n| T | A |\n|---|---|\n| **a** |  R |\n";
    let sheet = sheet(text);
    assert_eq!(sheet.title.as_deref(), Some("x"));
    let row = &sheet.tables[0].rows[1].cells;
    assert_eq!([row[0].span.of(text), row[1].span.of(text)], ["**a**", "R"]);
}

#[test]
fn headings_above_a_table_are_its_path() {
    let text = "# One\n## **Two**\n### Three\n## Four\n#### Five\n\n| T | A |\n|---|---|\n";
    let sheet = sheet(text);
    let names: Vec<&str> = sheet.tables[0]
        .headings
        .iter()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(names, ["One", "Four", "Five"]);
    assert_eq!(sheet.title.as_deref(), Some("One"));
}

#[test]
fn notes_are_paragraphs_that_begin_with_a_mark() {
    let text = "*(1) The first,\non two lines.\n(2) The **second**.*\n\n*Third\n\n* Fourth\n\nNo note.\n\n[^n]: Fifth\n";
    let sheet = sheet(text);
    let notes: Vec<(&str, &str)> = sheet
        .notes
        .iter()
        .map(|note| (note.mark.as_str(), note.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [
            ("(1)", "The first, on two lines."),
            ("(2)", "The second."),
            ("*", "Third"),
            ("*", "Fourth"),
            ("^n", "Fifth")
        ]
    );
    assert_eq!(sheet.sections[0].prose, 1);
}

#[test]
fn a_comment_above_front_matter_hides_no_title() {
    assert_eq!(
        sheet("<!-- from elsewhere -->\n\n---\ntitle: Who\n---\n")
            .title
            .as_deref(),
        Some("Who")
    );
}
