//! Two small sites each, and what differs.

use proptest::prelude::*;

use super::{Difference, PageKind, Snapshot, diff, line, page, service};
use crate::inputs::Inputs;
use crate::load::{self, LoadMemo};
use crate::model::Site;

mod properties;

const PLATFORM: &str = "[[party]]\nid = \"customer\"\nname = \"Product team\"\nyou = true\n[[party]]\nid = \"platform\"\nname = \"Platform\"\n[[party]]\nid = \"csp\"\nname = \"Provider\"\n";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let mut inputs = Inputs::from_texts(files.iter().copied());
    inputs.put_text("content/platform.toml", PLATFORM);
    let loaded = load::load(&inputs, &LoadMemo::default());
    Snapshot::of(&Site::assemble(&inputs, &loaded).0)
}

fn matrix(text: &str) -> Snapshot {
    snapshot(&[("content/responsibilities/m.toml", text)])
}

fn told(old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let difference = diff(old, new);
    let tasks = difference.tasks.iter();
    let mut all: Vec<String> = tasks
        .map(|change| format!("{}: {}", change.kind.name(), line(change, old, new)))
        .collect();
    let services = difference.services.iter();
    all.extend(services.map(|change| format!("{}: {}", change.service, service(change))));
    all.extend(difference.pages.iter().map(page));
    all
}

fn changed(old: &str, new: &str) -> Vec<String> {
    told(&matrix(old), &matrix(new))
}

#[test]
fn what_moves_to_the_reader_comes_first() {
    let old = "[\"Run\"]\n\"Patch\" = \"customer\"\n\"Size\" = \"platform\"\n\"Scan\" = \"platform, customer I\"\n\"Rack\" = \"platform\"\n";
    let new = "[\"Run\"]\n\"Patch\" = \"platform\"\n\"Size\" = { customer = \"RA\", why = \"Cost\" }\n\"Scan\" = \"platform, customer C\"\n\"Rack\" = \"csp\"\n";
    assert_eq!(
        changed(old, new),
        [
            "moved-to-you: m, Run: Size: you do it and answer for it; before: Platform does it and answers for it (Cost)",
            "moved-to-csp: m, Run: Rack: Provider does it and answers for it; before: Platform does it and answers for it",
            "moved-to-platform: m, Run: Patch: Platform does it and answers for it; before: you do it and answer for it",
            "role: m, Run: Scan: you are asked, Platform does it and answers for it; before: you are told, Platform does it and answers for it",
        ]
    );
}

#[test]
fn a_task_that_only_the_reader_is_left_with_moved_to_the_reader() {
    let old = "[\"Run\"]\n\"Patch\" = { shared = [\"customer\", \"platform\"] }\n\"Size\" = \"customer R, platform A\"\n";
    let new = "[\"Run\"]\n\"Patch\" = \"customer\"\n\"Size\" = \"customer A, platform R\"\n";
    let kinds: Vec<String> = diff(&matrix(old), &matrix(new))
        .tasks
        .iter()
        .map(|change| change.kind.name())
        .collect();
    assert_eq!(kinds, ["moved-to-you", "moved-to-you"]);
}

#[test]
fn new_and_dropped_tasks_are_told_apart_by_whose_they_are() {
    let old = "[\"Run\"]\n\"Old duty\" = \"customer\"\n\"Other thing\" = \"platform\"\n";
    let new = "[\"Run\"]\n\"Choose a window\" = \"customer\"\n\"Add disks\" = \"platform\"\n";
    assert_eq!(
        changed(old, new),
        [
            "new-duty: m, Run: Choose a window (you do it and answer for it)",
            "dropped-duty: m, Run: Old duty (you do it and answer for it)",
            "new-task: m, Run: Add disks (Platform does it and answers for it)",
            "dropped-task: m, Run: Other thing (Platform does it and answers for it)",
        ]
    );
}

#[test]
fn other_words_are_possibly_a_new_name_and_with_an_id_certainly() {
    let old = "[\"Run\"]\n\"Patch the database engine\" = \"platform\"\n\"Size\" = { platform = \"RA\", id = \"size\" }\n";
    let new = "[\"Run\"]\n\"Patch the engine\" = \"platform\"\n\"Choose the size\" = { platform = \"RA\", id = \"size\" }\n";
    assert_eq!(
        changed(old, new),
        [
            "new-task: m, Run: Patch the engine (Platform does it and answers for it); possibly renamed: Patch the database engine",
            "dropped-task: m, Run: Patch the database engine (Platform does it and answers for it); possibly renamed: Patch the engine",
            "wording: m, Run: Choose the size, was: Size",
        ]
    );
}

#[test]
fn a_task_in_another_phase_is_the_same_task() {
    let old = "[\"Run\"]\n\"Patch\" = \"platform\"\n\"Size\" = \"platform\"\n";
    let new = "[\"Operate\"]\n\"Patch\" = \"platform\"\n[\"Build\"]\n\"Size\" = \"customer\"\n";
    assert_eq!(
        changed(old, new),
        [
            "moved-to-you: m, Build: Size: you do it and answer for it; before: Platform does it and answers for it",
            "wording: m, Operate: Patch, was in Run",
        ]
    );
}

#[test]
fn rows_that_replace_others_are_split_or_merged() {
    let one = "[\"Run\"]\n\"Back up and restore\" = \"platform\"\n";
    let two = "[\"Run\"]\n\"Back up\" = { platform = \"RA\", replaces = [\"Back up and restore\"] }\n\"Restore\" = { platform = \"RA\", replaces = [\"Back up and restore\"] }\n";
    let split = "split: m, Run: Back up + Restore, was: Back up and restore";
    let merged = "merged: m, Run: Back up and restore, was: Back up + Restore";
    assert_eq!(changed(one, two), [split]);
    assert_eq!(changed(two, one), [merged]);
    let renamed =
        "[\"Run\"]\n\"Keep copies\" = { platform = \"RA\", replaces = \"Back up and restore\" }\n";
    assert_eq!(
        changed(one, renamed),
        ["wording: m, Run: Keep copies, was: Back up and restore"]
    );
}

#[test]
fn what_several_matrices_take_over_is_told_once() {
    let site = |who: &str| {
        let base = format!("[\"Run\"]\n\"Patch\" = \"{who}\"\n");
        snapshot(&[
            ("content/responsibilities/base.toml", base.as_str()),
            (
                "content/responsibilities/a.toml",
                "extends = \"base\"\nservices = \"a\"\n",
            ),
            (
                "content/responsibilities/b.toml",
                "extends = \"base\"\nservices = \"b\"\n[\"Run\"]\n\"Patch\" = \"csp\"\n",
            ),
            ("content/services/a.md", "# A\n"),
            ("content/services/b.md", "# B\n"),
        ])
    };
    assert_eq!(
        told(&site("platform"), &site("customer")),
        [
            "moved-to-you: a, Run: Patch: you do it and answer for it; before: Platform does it and answers for it"
        ]
    );
}

#[test]
fn an_offering_is_told_apart() {
    let old = "[\"Run\"]\n\"Patch\" = { platform = \"RA\", offering.premium = \"csp\" }\n";
    let new = "[\"Run\"]\n\"Patch\" = { platform = \"RA\", offering.basic = \"customer\" }\n";
    assert_eq!(
        changed(old, new),
        [
            "moved-to-you: m (basic), Run: Patch: you do it and answer for it; before: Platform does it and answers for it",
            "moved-to-platform: m (premium), Run: Patch: Platform does it and answers for it; before: Provider does it and answers for it",
        ]
    );
}

#[test]
fn services_facts_and_pages_are_compared() {
    let old = snapshot(&[
        (
            "content/services/a.md",
            "+++\nlifecycle = \"beta\"\n[facts]\n\"Price\" = \"1 EUR\"\n\"Backup\" = \"daily\"\n+++\n",
        ),
        ("content/services/b.md", "# B\n"),
        ("content/guide.md", "# Guide\n"),
    ]);
    let new = snapshot(&[
        (
            "content/services/a.md",
            "+++\nlifecycle = \"live\"\n[facts]\n\"Price\" = \"2 EUR\"\n\"Region\" = \"EU\"\n+++\n",
        ),
        ("content/services/c.md", "# C\n"),
        (
            "content/how.md",
            "+++\nmoved_from = [\"guide\"]\n+++\n# Guide\n",
        ),
    ]);
    assert_eq!(
        told(&old, &new),
        [
            "c: a new service",
            "b: no longer a service",
            "a: live, was beta",
            "a: Price: 2 EUR, was 1 EUR",
            "a: Region: EU",
            "a: Backup is no longer said, was daily",
            "added: services/c",
            "moved: how, was guide",
            "removed: services/b",
            "changed: services/a",
        ]
    );
}

#[test]
fn a_heading_that_is_gone_is_a_lost_anchor() {
    let old = snapshot(&[("content/a.md", "# A\n\n## Keep\n\n## Restore\n")]);
    let new = snapshot(&[("content/a.md", "# A\n\n## Keep\n\n## Recover\n")]);
    assert_eq!(
        told(&old, &new),
        ["changed: a, without the anchors #restore"]
    );
    assert!(diff(&old, &new).kinds().contains(&"lost-anchor".to_owned()));
}

#[test]
fn a_page_that_was_only_read_again_says_the_same() {
    let page = |reviewed: &str, order: &str, text: &str| {
        let text = format!("+++\ntitle = \"A\"\n{reviewed}{order}+++\n{text}\n");
        snapshot(&[("content/a.md", text.as_str())])
    };
    let old = page("reviewed = 2026-01-01\n", "", "Text");
    let new = page("reviewed = 2026-02-02\n", "moved_from = [\"b\"]\n", "Text");
    assert!(diff(&old, &new).is_empty());
    let other = page("reviewed = 2026-02-02\n", "", "Words");
    assert_eq!(told(&new, &other), ["changed: a"]);
}

#[test]
fn a_service_whose_page_moved_is_the_same_service() {
    let old = snapshot(&[(
        "content/services/pg.md",
        "+++\nlifecycle = \"beta\"\n+++\n# PostgreSQL\n",
    )]);
    let new = snapshot(&[(
        "content/services/postgres.md",
        "+++\nlifecycle = \"live\"\nmoved_from = \"/services/pg/\"\n+++\n# PostgreSQL\n",
    )]);
    assert_eq!(
        told(&old, &new),
        [
            "postgres: was called pg",
            "postgres: live, was beta",
            "moved: services/postgres, was services/pg",
        ]
    );
}

#[test]
fn markdown_has_what_moved_to_the_reader_first_and_no_markup_of_authors() {
    let old = matrix("[\"Run\"]\n\"Patch *it* [now]\" = \"platform\"\n");
    let new = matrix("[\"Run\"]\n\"Patch *it* [now]\" = \"customer\"\n");
    let text = super::markdown(&diff(&old, &new), ("1.0", "2.0"), &old, &new);
    assert_eq!(
        text,
        "# What changed from 1.0 to 2.0\n\n## Moved to you\n\n- m, Run: Patch \\*it\\* \\[now\\]: you do it and answer for it; before: Platform does it and answers for it\n"
    );
}

#[test]
fn a_snapshot_is_read_as_it_is_written() {
    let site = matrix(
        "[\"Run\"]\n\"Patch\" = { platform = \"RA\", id = \"p\", on_request = \"customer\" }\n",
    );
    let text = serde_json::to_string(&site).unwrap();
    assert_eq!(serde_json::from_str::<Snapshot>(&text).unwrap(), site);
}

#[test]
fn tasks_of_a_renamed_service_are_the_same_tasks() {
    let rows = "[\"Run\"]\n\"Patch\" = \"platform\"\n\"Size\" = \"customer\"\n";
    let sheet = "Phase,Task,Product team,Platform\nRun,Patch,,RA\nRun,Size,,RA\n";
    let old = snapshot(&[
        ("content/services/pg.md", "+++\ntitle = \"PG\"\n+++\n"),
        ("content/responsibilities/pg.toml", rows),
    ]);
    let new = |matrix: &str, text: &str| {
        snapshot(&[
            (
                "content/services/postgres.md",
                "+++\ntitle = \"PG\"\nmoved_from = [\"services/pg\"]\n+++\n",
            ),
            (matrix, text),
        ])
    };
    let tasks = |old: &Snapshot, new: &Snapshot| -> Vec<String> {
        let all = diff(old, new).tasks;
        all.iter()
            .map(|change| format!("{} in {}", change.kind.name(), change.matrices.join(" ")))
            .collect()
    };
    let same = new("content/responsibilities/postgres.toml", rows);
    assert_eq!(tasks(&old, &same), [""; 0]);
    assert_eq!(tasks(&same, &old), [""; 0]);
    let other = new("content/responsibilities/postgres.csv", sheet);
    assert_eq!(tasks(&old, &other), ["moved-to-platform in postgres"]);
}
