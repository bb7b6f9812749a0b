//! Two small sites each, and what differs.

use proptest::prelude::*;

use super::{Difference, Snapshot, diff, line, summary};
use crate::inputs::Inputs;
use crate::load::{self, LoadMemo};
use crate::model::Site;

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
    all.extend(summary(&difference));
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
            "a: live, was beta",
            "a: Price: 2 EUR, was 1 EUR",
            "a: Region: EU",
            "a: Backup is no longer said, was daily",
            "c: a new service",
            "b: no longer a service",
            "pages: 1 added, 1 removed, 1 changed, 1 moved",
        ]
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

fn rows() -> impl Strategy<Value = String> {
    let row = (
        0..6_usize,
        prop::sample::select(vec![
            "customer",
            "platform",
            "csp",
            "platform R, customer A",
            "",
        ]),
        0..3_usize,
    );
    prop::collection::vec(row, 0..6).prop_map(|rows| {
        let mut text = "[\"Run\"]\n".to_owned();
        let mut seen = Vec::new();
        for (name, who, id) in rows {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            match id {
                0 => text.push_str(&format!(
                    "\"Do thing {name}\" = {{ on_request = \"csp\", id = \"i{name}\" }}\n"
                )),
                _ => text.push_str(&format!("\"Do thing {name}\" = \"{who}\"\n")),
            }
        }
        text
    })
}

/// The same differences, told from the other side.
fn mirrored(difference: &Difference) -> Vec<(Vec<String>, Vec<String>)> {
    let sides =
        |sides: &[super::diff::Side]| sides.iter().map(|side| format!("{side:?}")).collect();
    let mut all: Vec<(Vec<String>, Vec<String>)> = difference
        .tasks
        .iter()
        .map(|change| (sides(&change.before), sides(&change.after)))
        .collect();
    all.sort();
    all
}

proptest! {
    #[test]
    fn a_site_differs_from_itself_in_nothing(text in rows()) {
        let site = matrix(&text);
        prop_assert!(diff(&site, &site).is_empty());
    }

    #[test]
    fn both_ways_tell_the_same(a in rows(), b in rows()) {
        let (a, b) = (matrix(&a), matrix(&b));
        let forth = mirrored(&diff(&a, &b));
        let mut back: Vec<_> = mirrored(&diff(&b, &a)).into_iter().map(|(x, y)| (y, x)).collect();
        back.sort();
        prop_assert_eq!(forth, back);
    }
}
