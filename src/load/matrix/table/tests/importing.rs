//! What is imported and read again is what is read in place, whatever stands there.

use proptest::prelude::*;

use super::*;
use crate::table::{Options, Sheet};

/// What is imported and read again is what is read in place.
fn imports_as_it_reads(name: &str, text: &str) {
    let sheet = match name.ends_with("csv") {
        true => Sheet::of_csv(text),
        false => Sheet::of_markdown(text),
    };
    let file = SitePath::new(&format!("responsibilities/{name}")).unwrap();
    let Some(read) = Matrix::read_tables(&file, text, &parties()) else {
        return;
    };
    let reading = table::read(sheet, &parties(), Options::default());
    let document = table::write(&reading, &parties());
    let again = SitePath::new("content/responsibilities/m.toml").unwrap();
    let (_, errors) = crate::decode::toml::parse(&document.text, 0);
    assert!(errors.is_empty(), "{errors:?}\n{}", document.text);
    let imported = Matrix::read(&again, &document.text);
    assert!(
        imported.findings.is_empty(),
        "{:?}\n{}",
        imported.findings,
        document.text
    );
    let known = |row: &String| {
        // What means nothing is listed and left out; tasks below no heading have a phase.
        let row = row
            .strip_prefix(": ")
            .map_or(row.clone(), |row| format!("Tasks: {row}"));
        let (task, who) = row.split_once(" = ").unwrap_or((&row, ""));
        let (who, more) = who.split_at(who.find(" (").unwrap_or(who.len()));
        let who = who
            .split(", ")
            .filter(|one| !one.ends_with('?') && !one.starts_with("Ops"));
        format!("{task} = {}{more}", who.collect::<Vec<_>>().join(", "))
    };
    let read: Vec<String> = rows(&read).iter().map(known).collect();
    assert_eq!(rows(&imported), read, "{}", document.text);
}

fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "R",
        "A",
        "RA",
        "a / c",
        "I*",
        "",
        "",
        "✅",
        "x",
        "-",
        "Responsible",
        "Shared",
        "**RA**",
        "S",
        "[C](#x)",
    ])
}

fn rows_of_table() -> impl Strategy<Value = Vec<(String, &'static str, &'static str, &'static str)>>
{
    let label = "[a-zA-Zé\"\\\\ .(1)/@'-]{0,12}";
    prop::collection::vec((label, cell(), cell(), cell()), 0..8)
}

proptest! {
    #[test]
    fn importing_and_reading_are_one(
        first in rows_of_table(),
        second in rows_of_table(),
        heading in "(## [A-Za-z1-3. ]{0,8}\n)?",
    ) {
        let table = |rows: &[(String, &str, &str, &str)]| {
            let mut text = "\n| Task | Client | Platform team | Ops |\n|---|---|---|---|\n".to_owned();
            for (at, (label, a, b, c)) in rows.iter().enumerate() {
                // Names are told apart, since TOML has each once.
                text.push_str(&format!("| {label} n{at} | {a} | {b} | {c} |\n"));
            }
            text
        };
        let text = format!("{heading}{}\n*One note\n\n## Second\n{}", table(&first), table(&second));
        imports_as_it_reads("m.md", &text);
        let mut sheet = "Task;Client;Platform team;Ops\n".to_owned();
        for (at, (label, a, b, c)) in first.iter().enumerate() {
            let label = label.replace('"', "\"\"");
            sheet.push_str(&format!("\"{label} n{at}\";{a};{b};{c}\n"));
        }
        imports_as_it_reads("m.csv", &sheet);
    }

    #[test]
    fn any_text_can_be_read(text in "(?s).{0,200}") {
        for name in ["m.md", "m.csv"] {
            let file = SitePath::new(&format!("content/responsibilities/{name}")).unwrap();
            let _ = Matrix::read_tables(&file, &text, &parties());
            let _ = Matrix::read_tables(&file, &format!("Task,Client\n{text}"), &parties());
        }
    }
}
