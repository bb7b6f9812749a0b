//! Two small versions, and what the page of changes says of them.

use super::{WhatChangedView, view};
use crate::changes::Snapshot;
use crate::inputs::{Earlier, Inputs};
use crate::load::{self, LoadMemo};
use crate::model::Site;

const PLATFORM: &str = "[[party]]\nid = \"customer\"\nname = \"Product team\"\nyou = true\n[[party]]\nid = \"platform\"\nname = \"Platform\"\n";

fn site(files: &[(&str, &str)], earlier: Option<Earlier>) -> Site {
    let mut inputs = Inputs::from_texts(files.iter().copied());
    inputs.put_text("content/platform.toml", PLATFORM);
    inputs.earlier = earlier;
    let loaded = load::load(&inputs, &LoadMemo::default());
    Site::assemble(&inputs, &loaded).0
}

fn compared(old: &[(&str, &str)], new: &[(&str, &str)]) -> WhatChangedView {
    let earlier = Earlier {
        version: "2.0".to_owned(),
        snapshot: Snapshot::of(&site(old, None)).to_json().into(),
    };
    view(&site(new, Some(earlier)))
}

const OLD: [(&str, &str); 5] = [
    (
        "content/services/pg.md",
        "+++\nlifecycle = \"beta\"\n[facts]\nPrice = \"1 EUR\"\nBackup = \"daily\"\n+++\n# PostgreSQL\n\n## Restore\n",
    ),
    (
        "content/services/vm.md",
        "+++\nlifecycle = \"live\"\n+++\n# Virtual machines\n",
    ),
    (
        "content/responsibilities/pg.toml",
        "[\"Run\"]\n\"Start a restore\" = \"platform\"\n\"Patch\" = \"customer\"\n",
    ),
    ("content/guides/old name.md", "# Guide\n"),
    ("content/guides/same.md", "# Same\n"),
];

const NEW: [(&str, &str); 5] = [
    (
        "content/services/pg.md",
        "+++\nlifecycle = \"live\"\n[facts]\nPrice = \"2 EUR\"\nRegion = \"EU\"\n+++\n# PostgreSQL\n\n## Getting back\n",
    ),
    (
        "content/services/k8s.md",
        "+++\nlifecycle = \"live\"\n+++\n# Kubernetes\n",
    ),
    (
        "content/responsibilities/pg.toml",
        "[\"Run\"]\n\"Start a restore\" = { customer = \"RA\", why = \"One command\" }\n\"Patch\" = \"platform\"\n",
    ),
    (
        "content/guides/new.md",
        "+++\nmoved_from = [\"guides/old name\"]\n+++\n# Guide\n",
    ),
    ("content/guides/same.md", "# Same\n"),
];

#[test]
fn what_moved_to_the_reader_comes_first_with_links_to_both_versions() {
    let view = compared(&OLD, &NEW);
    let titles: Vec<&str> = view
        .groups
        .iter()
        .map(|group| group.title.as_str())
        .collect();
    assert_eq!(titles, ["Moved to you", "Moved to Platform"]);
    assert!(view.groups[0].is_yours && !view.groups[1].is_yours);
    let task = &view.groups[0].tasks[0];
    assert_eq!(task.now.as_deref(), Some("You do it and answer for it"));
    assert_eq!(
        task.before.as_deref(),
        Some("Platform does it and answers for it")
    );
    assert_eq!(task.why.as_deref(), Some("One command"));
    let place = &task.places[0];
    assert_eq!(place.title, "PostgreSQL");
    assert_eq!(place.url.as_deref(), Some("../responsibilities/pg/"));
    assert_eq!(
        place.url_before.as_deref(),
        Some("../../2.0/responsibilities/pg/")
    );
    let sums: Vec<(usize, &str)> = view
        .sums
        .iter()
        .map(|sum| (sum.count, sum.words.as_str()))
        .collect();
    assert_eq!(
        sums,
        [
            (1, "moved to you"),
            (1, "moved to Platform"),
            (3, "services"),
            (4, "pages")
        ]
    );
}

#[test]
fn the_same_is_said_in_words() {
    assert_eq!(
        compared(&OLD, &NEW).words(),
        "\n## Moved to you\n\n\
         - [PostgreSQL](../responsibilities/pg/index.md): Start a restore. Now: You do it and answer for it. Before: Platform does it and answers for it. Because: One command\n\
         \n## Moved to Platform\n\n\
         - [PostgreSQL](../responsibilities/pg/index.md): Patch. Now: Platform does it and answers for it. Before: You do it and answer for it\n\
         \n## Services\n\n\
         - [Kubernetes](../services/k8s/index.md): new\n\
         - Virtual machines: no longer a service\n\
         - [PostgreSQL](../services/pg/index.md): live, was beta; Price: 2 EUR, was 1 EUR; Region: EU, new; Backup: no longer said, was daily\n\
         \n## New pages\n\n\
         - [Kubernetes](../services/k8s/index.md)\n\
         \n## Pages that moved\n\n\
         - [Guide](../guides/new/index.md), was /guides/old-name/\n\
         \n## Pages that are gone\n\n\
         - [Virtual machines](../../2.0/services/vm/index.md)\n\
         \n## Pages that changed\n\n\
         - [PostgreSQL](../services/pg/index.md), without #restore\n"
    );
}

#[test]
fn the_first_version_and_one_that_cannot_be_read_say_so() {
    let first = view(&site(&NEW, None));
    assert!(first.from.is_none() && first.words().contains("no earlier version"));
    let odd = Earlier {
        version: "2.0".to_owned(),
        snapshot: "{\"schema\": 99}".into(),
    };
    let odd = view(&site(&NEW, Some(odd)));
    assert!(odd.is_unreadable && odd.words().contains("cannot be compared"));
    assert!(compared(&NEW, &NEW).words().contains("Nothing differs"));
}
