use super::*;
use crate::load::history::{RoadmapState, RoadmapStates};
use crate::load::roadmap::RoadmapFile;
use crate::path::SitePath;

fn read(text: &str) -> Vec<Arc<RoadmapFile>> {
    let file = SitePath::new("content/roadmap/items.toml").expect("a path");
    vec![RoadmapFile::read(&file, text)]
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// A history of these states, oldest first; the last one is what the files say now.
fn history(states: &[(&str, &str)]) -> History {
    history_with(states, &Ids::default())
}

fn history_with(states: &[(&str, &str)], ids: &Ids) -> History {
    let commits = states.iter().rev().enumerate();
    let states = RoadmapStates {
        states: commits
            .map(|(number, (date, text))| RoadmapState {
                commit: number.to_string(),
                date: day(date),
                files: read(text),
            })
            .collect(),
        ..RoadmapStates::default()
    };
    let now = match states.states.first() {
        Some(newest) => Snapshot::of(&newest.files, None),
        None => Snapshot::default(),
    };
    History::of(&states, Arc::new(Past::of(&states)), &now, ids)
}

/// The changes as lines, newest first: `2026-06-24 pg-14 moved-later: why`.
fn lines(history: &History) -> Vec<String> {
    let line = |entry: &Entry| {
        let on = entry
            .on
            .map_or_else(|| "open".to_owned(), |on| on.to_string());
        let kinds: Vec<&str> = entry.change.kinds.iter().map(|kind| kind.word()).collect();
        let because = entry.change.because.as_deref().unwrap_or("-");
        format!("{on} {} {}: {because}", entry.change.id, kinds.join(","))
    };
    history.entries.iter().map(line).collect()
}

fn item(id: &str, rest: &str) -> String {
    format!("[[item]]\nid = \"{id}\"\ntitle = \"The {id}\"\n{rest}\n")
}

/// The kinds of the one change between two versions of an item.
fn kinds(before: &str, after: &str) -> String {
    let (before, after) = (item("a", before), item("a", after));
    let history = history(&[
        ("2026-01-10", before.as_str()),
        ("2026-05-10", after.as_str()),
    ]);
    let kinds = history.entries.iter().flat_map(|entry| &entry.change.kinds);
    kinds.map(|kind| kind.word()).collect::<Vec<_>>().join(",")
}

#[test]
fn every_change_has_its_kinds() {
    let cases = [
        ("when = '2026-Q2'", "when = '2026-Q3'", "moved-later"),
        ("when = '2026-Q2'", "when = '2026-Q1'", "moved-earlier"),
        ("when = '2026-Q2'", "when = '2026-06'", "reworded"),
        ("when = '2026-H2'", "when = '2026-Q3'", "moved-earlier"),
        ("when = 'later'", "when = '2026-Q3'", "scheduled"),
        ("when = '2026-Q3'", "when = 'later'", "unscheduled"),
        // Said in January, `next` is the second quarter; said in May, `now` is it.
        ("when = 'next'", "when = '2026-Q2'", "reworded"),
        ("when = 'next'", "when = 'now'", "reworded"),
        ("when = 'now'", "when = 'now'", ""),
        ("when = 'now'", "when = '2026-Q3'", "moved-later"),
        ("when = 'soon'", "when = '2026-Q3'", "reworded"),
        (
            "deadline = 2026-06-30",
            "deadline = 2026-09-30",
            "moved-later,rescoped",
        ),
        (
            "when = '2026-Q2'\nstatus = 'planned'",
            "when = '2026-Q2'",
            "",
        ),
        ("status = 'building'", "status = 'preview'", "stage"),
        ("status = 'preview'", "status = 'building'", "stage"),
        ("status = 'alpha'", "status = 'beta'", "stage"),
        (
            "status = 'building'",
            "status = 'paused'\nbecause = 'x'",
            "paused",
        ),
        ("status = 'paused'", "status = 'building'", "resumed"),
        ("status = 'dropped'", "status = 'planned'", "resumed"),
        ("when = '2026-Q2'", "shipped_on = 2026-05-09", "shipped"),
        (
            "when = '2026-Q2'",
            "when = '2026-Q3'\nstatus = 'dropped'",
            "moved-later,dropped",
        ),
        (
            "summary = 'x'",
            "summary = 'y'\nsize = 'L'",
            "reworded,rescoped",
        ),
        ("owner = 'x'\nasked_by = 1", "owner = 'y'\nasked_by = 2", ""),
    ];
    for (before, after, expected) in cases {
        assert_eq!(kinds(before, after), expected, "{before} to {after}");
    }
}

#[test]
fn what_comes_and_goes_is_said_and_a_new_id_is_no_other_item() {
    let (a, b) = (item("a", "when = '2026-Q2'"), item("b", ""));
    let renamed = item("c", "when = '2026-Q3'\nmoved_from = 'A'");
    let both = format!("{a}{b}");
    let history = history(&[
        ("2026-01-01", &a),
        ("2026-02-01", &both),
        ("2026-03-01", &renamed),
    ]);
    assert_eq!(
        lines(&history),
        [
            "2026-03-01 c moved-later,reworded: -",
            "2026-03-01 b vanished: -",
            "2026-02-01 b added: -"
        ]
    );
    let first = history
        .of_item("c")
        .and_then(|item| item.first)
        .expect("a promise");
    assert_eq!(first.when.to_string(), "2026-Q2");
}

#[test]
fn of_a_move_that_git_and_a_record_know_there_is_one_entry_with_day_and_reason() {
    let before = item("a", "when = '2026-Q2'");
    let after = item(
        "a",
        "when = '2026-Q3'\nmoved = [{ on = 2026-06-20, from = '2026-Q2', because = 'Incidents.' }]",
    );
    let told_later = history(&[
        ("2026-01-01", &before),
        ("2026-06-24", &item("a", "when = '2026-Q3'")),
        ("2026-07-01", &after),
    ]);
    assert_eq!(lines(&told_later), ["2026-06-20 a moved-later: Incidents."]);
    assert_eq!(told_later.of_item("A").map(|item| item.moves), Some(1));
    assert_eq!(told_later.entries[0].key, "a-2026-06-20");
}

#[test]
fn moves_that_only_records_know_have_entries_of_their_own() {
    let moved = "moved = [{ on = 2025-11-02, from = '2025-Q4', because = 'One.' },\n\
                 { on = 2026-02-01, from = '2026-Q1', because = 'Two.' },\n\
                 { on = 2026-03-01, from = '2026-Q2' }]";
    let now = item("a", &format!("when = '2026-Q4'\n{moved}"));
    let never_committed = history(&[]);
    assert!(never_committed.is_empty());
    let at_once = history(&[("2026-04-01", &now)]);
    assert_eq!(
        lines(&at_once),
        [
            "2026-03-01 a moved-later: -",
            "2026-02-01 a moved-later: Two.",
            "2026-11-02 a moved-later: One."
                .replace("2026-11", "2025-11")
                .as_str(),
        ]
    );
    let own = at_once.of_item("a").expect("the item");
    assert_eq!(
        (own.moves, own.first.map(|first| first.when.to_string())),
        (3, Some("2025-Q4".into()))
    );
    // Two moves in one commit are two entries, since the records tell them apart.
    let before = item("a", "when = '2026-Q1'");
    let together = history(&[("2026-01-15", &before), ("2026-04-01", &now)]);
    assert_eq!(lines(&together), lines(&at_once));
    let said = &together.entries[0].change.differences[0];
    assert_eq!(said.before, Some(Said::One("2026-Q2".into())));
}

#[test]
fn a_state_that_cannot_be_read_makes_nothing_vanish() {
    let whole = format!(
        "{}{}",
        item("a", "when = '2026-Q2'"),
        item("b", "when = '2026-Q2'")
    );
    let broken = whole.replacen("'2026-Q2'", "2026-Q2", 1);
    let moved = whole.replacen("2026-Q2", "2026-Q3", 1);
    let history = history(&[
        ("2026-01-01", &whole),
        ("2026-02-01", &broken),
        ("2026-03-01", &moved),
    ]);
    assert_eq!(lines(&history), ["2026-03-01 a moved-later: -"]);
    let hopeless = super::tests::history(&[
        ("2026-01-01", &whole),
        ("2026-02-01", "[[["),
        ("2026-03-01", &whole),
    ]);
    assert_eq!(lines(&hopeless), [""; 0]);
}

#[test]
fn the_hit_rate_counts_what_was_shipped_by_the_end_of_its_first_quarter() {
    let text = |b: &str, c: &str| {
        [
            item("a", "when = '2026-Q1'\nshipped_on = 2026-02-01"),
            item("b", &format!("when = '{b}'\nshipped_on = 2026-05-01")),
            item("c", &format!("when = '{c}'")),
            item("d", "when = 'later'"),
        ]
        .concat()
    };
    let history = history(&[
        ("2025-12-01", &text("2026-Q1", "2026-Q2")),
        ("2026-04-01", &text("2026-Q2", "2026-Q3")),
    ]);
    let rates: Vec<String> = history
        .hits
        .iter()
        .map(|hit| format!("{} {}/{}", hit.quarter, hit.kept, hit.promised))
        .collect();
    assert_eq!(rates, ["2026-Q1 1/2", "2026-Q2 0/1"]);
}

#[test]
fn keys_of_changes_stay_when_others_come() {
    let [one, two, three] = ["x", "y", "z"].map(|text| item("a", &format!("summary = '{text}'")));
    let first = history(&[("2026-01-01", &one), ("2026-02-01", &two)]);
    let more = history(&[
        ("2026-01-01", &one),
        ("2026-02-01", &two),
        ("2026-02-01", &three),
    ]);
    assert_eq!(first.entries[0].key, more.entries[1].key);
    assert_eq!(more.entries[0].key, "a-2026-02-01-2");
}

#[test]
fn what_moved_before_git_knew_it_was_not_added_on_the_day_of_its_first_commit() {
    let moved =
        "when = '2026-Q3'\nmoved = [{ on = 2026-01-20, from = '2026-Q2', because = 'Ill.' }]";
    let (other, item) = (item("a", ""), item("b", moved));
    let both = format!("{other}{item}");
    let changed = history(&[("2026-02-01", &other), ("2026-03-01", &both)]);
    assert_eq!(lines(&changed), ["2026-01-20 b moved-later: Ill."]);
    // A move after the first commit says nothing against it.
    let both = both.replace("2026-01-20", "2026-03-10");
    let changed = history(&[("2026-02-01", &other), ("2026-03-01", &both)]);
    assert_eq!(
        lines(&changed),
        ["2026-03-10 b moved-later: Ill.", "2026-03-01 b added: -"]
    );
}

#[test]
fn a_move_before_git_led_to_what_git_saw_first() {
    let moved = "moved = [{ on = 2026-01-20, from = '2026-Q2', because = 'Ill.' }]";
    let [first, second] =
        ["2026-Q4", "2026-Q1"].map(|when| item("b", &format!("when = '{when}'\n{moved}")));
    let changed = history(&[("2026-02-01", &first), ("2026-03-01", &second)]);
    let words: Vec<String> = changed
        .entries
        .iter()
        .map(|one| one.change.words())
        .collect();
    assert_eq!(
        words,
        [
            "moved earlier, from Q4 2026 to Q1 2026",
            "moved later, from Q2 2026 to Q4 2026"
        ]
    );
}

#[test]
fn a_reason_for_what_vanished_can_be_given_afterwards() {
    let (one, two) = (item("a", ""), item("b", ""));
    let dropped = item("b", "status = 'dropped'\nbecause = 'Bought.'");
    let (both, back) = (format!("{one}{two}"), format!("{one}{dropped}"));
    let changed = history(&[
        ("2026-01-01", &both),
        ("2026-02-01", &one),
        ("2026-03-01", &back),
    ]);
    assert_eq!(
        lines(&changed),
        [
            "2026-03-01 b added: Bought.",
            "2026-02-01 b vanished: Bought."
        ]
    );
    let changes = changed.entries.iter();
    let words: Vec<String> = changes.map(|one| one.change.words()).collect();
    assert_eq!(words[0], "added, under Not doing");
}

#[test]
fn a_change_says_what_an_item_became() {
    let words = |before: &str, after: &str| {
        let (before, after) = (item("a", before), item("a", after));
        let changed = history(&[("2026-01-10", &before), ("2026-05-10", &after)]);
        changed.entries[0].change.words()
    };
    assert_eq!(
        words(
            "size = 'M'\nkind = 'feature'",
            "size = 'L'\nkind = 'tech-debt'"
        ),
        "scope changed: kind from feature to tech-debt, size from M to L"
    );
    assert_eq!(
        words("when = '2026-Q2'", "when = '2026-06'"),
        "reworded: time from Q2 2026 to June 2026"
    );
    assert_eq!(
        words("status = 'paused'", "status = 'building'"),
        "resumed, from paused to building"
    );
    assert_eq!(
        words("", "deadline = { on = 2026-09-30 }"),
        "scheduled; scope changed: deadline is 30 September 2026 now"
    );
}

#[test]
fn who_mends_a_reference_that_pointed_to_nothing_changes_no_scope() {
    use crate::model::Kind;
    let mut ids = Ids::default();
    for (index, id) in ["kubernetes", "postgres"].iter().enumerate() {
        let file = SitePath::new("content/services/a.md").expect("a path");
        ids.declare_file(Kind::Service, id, index, &file);
    }
    let kinds = |before: &str, after: &str| {
        let (before, after) = (item("a", before), item("a", after));
        let states = [("2026-01-10", before.as_str()), ("2026-05-10", &after)];
        lines(&history_with(&states, &ids)).join("; ")
    };
    let services = |before: &str, after: &str| {
        kinds(
            &format!("services = {before}"),
            &format!("services = {after}"),
        )
    };
    assert_eq!(services("['kubernets']", "['kubernetes']"), "");
    assert_eq!(services("['kubernets', 'postgres']", "['postgres']"), "");
    let rescoped = "2026-05-10 a rescoped: -";
    assert_eq!(services("['kubernetes']", "['postgres']"), rescoped);
    assert_eq!(
        services("['kubernets']", "['kubernetes', 'postgres']"),
        rescoped
    );
    assert_eq!(services("[]", "['kubernetes']"), rescoped);
    // What else changed is told, without what was mended.
    assert_eq!(
        kinds(
            "services = 'kubernets'\nsize = 'M'",
            "services = 'kubernetes'\nsize = 'L'"
        ),
        rescoped
    );
    assert_eq!(
        kinds(
            "services = 'kubernets'\nwhen = '2026-Q2'",
            "services = 'kubernetes'\nwhen = '2026-Q3'"
        ),
        "2026-05-10 a moved-later: -"
    );
    // Where no service is declared, nobody can tell that one is not.
    assert_eq!(kinds("personas = 'dev'", "personas = 'ops'"), rescoped);
}

#[test]
fn an_item_that_was_there_once_is_known_and_one_that_never_was_is_a_slip() {
    let of = |after: &str| format!("{}{}", item("a", after), item("backup", ""));
    let (wrong, right) = (of("after = 'bakcup'"), of("after = 'backup'"));
    assert_eq!(
        lines(&history(&[("2026-01-10", &wrong), ("2026-05-10", &right)])),
        [""; 0]
    );
    let none = of("");
    let states = [("2026-01-10", right.as_str()), ("2026-05-10", &none)];
    assert_eq!(lines(&history(&states)), ["2026-05-10 a rescoped: -"]);
}
