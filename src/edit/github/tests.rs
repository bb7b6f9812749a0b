use super::*;
use crate::load::roadmap::RoadmapFile;
use crate::path::SitePath;

fn made(json: &str) -> Imported {
    import(json, &["postgres".to_owned()], &["taken".to_owned()]).expect("issues")
}

#[test]
fn every_guess_has_a_number_and_its_reason() {
    let json = r#"[
      {"number": 7, "title": "Restore \"yourself\"", "state": "open",
       "html_url": "https://github.com/a/b/issues/7",
       "labels": [{"name": "kind/feature"}, {"name": "service: Postgres"}, {"name": "In Progress"}],
       "milestone": {"title": "2027-Q1"}},
      {"number": 8, "title": "Restore yourself", "state": "closed", "state_reason": "completed",
       "closed_at": "2026-06-24T08:11:02Z", "labels": ["tech-debt"], "milestone": {"title": "v2.4"}},
      {"number": 9, "title": "Own DNS", "state": "CLOSED", "stateReason": "NOT_PLANNED"},
      {"number": 10, "title": "Taken", "state": "open", "milestone": {"title": "Autumn", "due_on": "2026-11-30T00:00:00Z"}},
      {"number": 11, "title": "A change", "state": "open", "pull_request": {"url": "x"}}
    ]"#;
    let made = made(json);
    let expected = r##"[[item]]
id = "restore-yourself"
title = "Restore \"yourself\""
kind = "feature"  # guess 1
status = "building"  # guess 2
when = "2027-Q1"
services = ["postgres"]  # guess 3
links = [{ label = "#7", url = "https://github.com/a/b/issues/7" }]

[[item]]
id = "restore-yourself-8"
title = "Restore yourself"
kind = "tech-debt"
shipped_on = 2026-06-24  # guess 4
shipped_in = "v2.4"  # guess 5

[[item]]
id = "own-dns"
title = "Own DNS"
kind = "feature"  # guess 6
status = "dropped"
because = "Closed on GitHub as not planned."  # guess 7

[[item]]
id = "taken-10"
title = "Taken"
kind = "feature"  # guess 8
when = "2026-Q4"  # guess 9
"##;
    assert_eq!(made.toml, expected);
    assert_eq!(made.items, 4);
    assert_eq!(made.guesses.len(), 11, "{:#?}", made.guesses);
    assert!(made.guesses[8].contains("Autumn is due on 30 November 2026"));
    assert!(made.guesses[9].contains("1 pull request was left out"));
    let file = SitePath::new("content/roadmap/imported.toml").expect("a path");
    let read = RoadmapFile::read(&file, &made.toml);
    assert!(
        read.findings.is_empty() && read.unreadable.is_empty(),
        "{:#?}",
        read.findings
    );
}

#[test]
fn titles_cannot_break_out_of_their_quotes() {
    let made =
        made("{\"items\": [{\"number\": 1, \"title\": \"a\\\"\\n[[item]]\\u001b[31m \\\\\"}]}");
    let file = SitePath::new("content/roadmap/imported.toml").expect("a path");
    let read = RoadmapFile::read(&file, &made.toml);
    assert_eq!(read.items.len(), 1, "{}", made.toml);
    assert!(!made.toml.contains('\u{1b}'));
    assert!(import("{\"message\": 1", &[], &[]).is_err());
    assert_eq!(import("[]", &[], &[]).expect("issues").guesses, [""; 0]);
}
