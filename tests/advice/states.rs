//! States that contradict each other.

use groundplan::date::Date;
use groundplan::inputs::Inputs;
use groundplan::pipeline;

use super::{PLATFORM, in_words};

/// What is said on 1 December 2026 of a file.
fn said_of(file: &str, text: &str) -> Vec<String> {
    let mut inputs = Inputs::from_texts([("content/platform.toml", PLATFORM)]);
    inputs.put_text(file, text);
    inputs.today = Date::parse("2026-12-01");
    let all = pipeline::check(&inputs);
    let of_file = all.iter().filter(|one| one.file.as_str() == file);
    of_file.map(in_words).collect()
}

#[test]
fn a_service_is_not_switched_off_before_its_last_day() {
    let service = |lifecycle: &str, day: &str| {
        let page = format!(
            "+++\nlifecycle = \"{lifecycle}\"\n[sunset]\ndate = {day}\nreplaced_by = \"b\"\n+++\n# A\n"
        );
        let mut said = said_of("content/services/a.md", &page);
        said.retain(|one| one.contains("last day"));
        said
    };
    let said = service("retired", "2027-03-31");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("still to come") && said[0].contains("\"deprecated\""));
    assert!(service("deprecated", "2027-03-31").is_empty());
    assert!(service("retired", "2026-03-31").is_empty());
}

/// What is said of the times of an item with these lines.
fn of_item(lines: &str) -> Vec<String> {
    let text = format!(
        "[[item]]\nid = \"a\"\ntitle = \"A\"\nkind = \"feature\"\nbenefit = \"b\"\n{lines}\n"
    );
    let mut said = said_of("content/roadmap/items.toml", &text);
    said.retain(|one| one.contains("move") || one.contains("dropped"));
    said
}

#[test]
fn a_move_leads_from_one_time_to_another() {
    let moved = |from: &str, on: &str| {
        of_item(&format!(
            "when = \"2027-Q1\"\nmoved = {{ on = {on}, from = \"{from}\", because = \"x\" }}"
        ))
    };
    assert!(moved("2026-Q4", "2026-09-30").is_empty());
    let said = moved("2027-Q1", "2026-09-30");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("from `2027-Q1` to the same time"));
    let said = moved("2026-Q4", "2028-09-24");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("still to come"));
}

#[test]
fn moves_stand_in_the_order_of_their_days() {
    let moved = |first: &str, second: &str| {
        of_item(&format!(
            "when = \"2027-Q2\"\nmoved = [{{ on = {first}, from = \"2026-Q4\", because = \"x\" }}, \
             {{ on = {second}, from = \"2027-Q1\", because = \"y\" }}]"
        ))
    };
    assert!(moved("2026-09-24", "2026-11-02").is_empty());
    let said = moved("2026-11-02", "2026-09-24");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("the oldest move first"));
}

#[test]
fn what_is_dropped_was_not_shipped() {
    let said = of_item("status = \"dropped\"\nbecause = \"c\"\nshipped_on = 2026-11-01");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("remove `shipped_on`"));
}

#[test]
fn a_service_that_is_a_draft_is_told_from_one_that_is_missing() {
    let mut inputs = Inputs::from_texts([
        ("content/platform.toml", PLATFORM),
        ("content/services/a.md", "+++\ndraft = true\n+++\n# A\n"),
        (
            "content/services/b.md",
            "+++\nruns_on = [\"a\"]\n+++\n# B\n",
        ),
    ]);
    inputs.today = Date::parse("2026-12-01");
    let all = pipeline::check(&inputs);
    let about: Vec<String> = all
        .iter()
        .filter(|one| one.message.contains("`a`"))
        .map(in_words)
        .collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert!(about[0].contains("`draft = true` in content/services/a.md"));
}

#[test]
fn news_of_a_day_that_is_none_are_told_the_day() {
    let said = said_of("content/news/2026-13-02-x.md", "# X\n");
    assert!(
        said.iter().any(|one| one.contains("no day `2026-13-02`")),
        "{said:?}"
    );
}

#[test]
fn news_are_of_the_day_of_their_name_and_of_none_to_come() {
    let said = |name: &str, date: &str| {
        let page = format!("+++\n{date}\n+++\n# X\n");
        let mut said = said_of(&format!("content/news/{name}-x.md"), &page);
        said.retain(|one| one.contains("these news are"));
        said
    };
    assert!(said("2026-11-30", "").is_empty());
    assert!(said("2026-11-30", "date = 2026-11-30").is_empty());
    let other = said("2026-11-30", "date = 2026-11-29");
    assert_eq!(other.len(), 1, "{other:?}");
    assert!(other[0].contains("their name says 2026-11-30"));
    let far = said("2027-11-02", "");
    assert_eq!(far.len(), 1, "{far:?}");
    assert!(far[0].contains("still to come"));
}
