//! What is inherited, overridden, removed and added.

use super::*;
use crate::model::responsibilities::Responsibilities;
use crate::path::SitePath;

fn link(files: &[(&str, &str)]) -> Responsibilities {
    let path = |name: &str| SitePath::new(&format!("content/{name}")).expect("a path");
    let matrices: Vec<_> = files
        .iter()
        .map(|(name, text)| Matrix::read(&path(&format!("responsibilities/{name}.toml")), text))
        .collect();
    for matrix in &matrices {
        assert!(matrix.findings.is_empty(), "{:#?}", matrix.findings);
    }
    Responsibilities {
        all: Arc::new(all(
            &matrices,
            &crate::load::parties::all(&crate::load::no_platform()),
        )),
        ..Responsibilities::default()
    }
}

/// The phases and tasks of a matrix: `Run: Patch platform(base), Size customer`.
fn drawn(site: &Responsibilities, id: &str) -> Vec<String> {
    let index = site.find(id).expect("a matrix");
    let task = |task: &Task| {
        let owners = site.who(task).owners();
        let owners: Vec<_> = owners
            .iter()
            .map(|one| ["customer", "platform", "csp"][*one])
            .collect();
        let from = match task.row.matrix as usize == index {
            true => String::new(),
            false => format!("<{}", site.all[task.row.matrix as usize].file.id),
        };
        let over = if task.over.is_some() { "!" } else { "" };
        format!("{}={}{from}{over}", site.label(task), owners.join("+"))
    };
    let phases = site.all[index].merged.phases.iter();
    phases
        .map(|phase| {
            let tasks: Vec<_> = phase.tasks.iter().map(task).collect();
            format!("{}: {}", phase.name, tasks.join(", "))
        })
        .collect()
}

const BASE: &str = "[\"Build\"]\n\"Order\" = \"customer\"\n[\"Run\"]\n\"Patch\" = \"platform\"\n\
    \"Watch\" = { platform = \"RA\", id = \"watch\" }\n\"Halls\" = \"csp\"\n[\"End\"]\n\"Delete\" = \"customer\"\n";

#[test]
fn inherited_rows_keep_their_place_and_new_ones_follow() {
    let site = link(&[
        ("base", BASE),
        (
            "pg",
            "extends = \"base\"\n[\"Order it\"]\n\"Sign\" = \"customer\"\n[\"run\"]\n\"Size\" = \"customer\"\n\
             \"  PATCH \" = \"csp\"\n\"@watch\" = \"customer\"\n\"Halls\" = \"n/a\"\n[\"Move\"]\n\"Copy\" = \"platform\"\n",
        ),
    ]);
    assert_eq!(
        drawn(&site, "pg"),
        [
            "Build: Order=customer<base",
            "Order it: Sign=customer",
            "Run:   PATCH =csp!, Watch=customer!, Size=customer",
            "Move: Copy=platform",
            "End: Delete=customer<base",
        ]
    );
    let merged = &site.all[site.find("pg").expect("it")].merged;
    assert_eq!(
        (merged.removed.len(), merged.missed.len(), merged.depth),
        (1, 0, 2)
    );
}

#[test]
fn some_phases_of_a_matrix_can_be_taken_over() {
    let site = link(&[
        ("base", BASE),
        (
            "pg",
            "extends = [{ matrix = \"base\", phases = [\"end\"] }]\n[\"Run\"]\n\"Size\" = \"customer\"\n",
        ),
    ]);
    assert_eq!(
        drawn(&site, "pg"),
        ["End: Delete=customer<base", "Run: Size=customer"]
    );
}

#[test]
fn what_comes_by_two_ways_is_there_once_and_an_override_wins() {
    let left = "extends = \"base\"\n[\"Run\"]\n\"Patch\" = \"customer\"\n";
    let right = "extends = \"base\"\n[\"Run\"]\n\"Scan\" = \"platform\"\n";
    for both in ["[\"left\", \"right\"]", "[\"right\", \"left\"]"] {
        let site = link(&[
            ("base", BASE),
            ("both", &format!("extends = {both}\n")),
            ("left", left),
            ("right", right),
        ]);
        let run = &drawn(&site, "both")[1];
        assert_eq!(run.matches("Patch").count(), 1, "{run}");
        assert!(run.contains("Patch=customer<left!"), "{run}");
        assert!(run.contains("Scan=platform<right"), "{run}");
    }
}

#[test]
fn circles_end_and_every_row_stays() {
    let site = link(&[
        ("a", "extends = \"c\"\n[\"Run\"]\n\"A\" = \"platform\"\n"),
        ("b", "extends = \"a\"\n[\"Run\"]\n\"B\" = \"platform\"\n"),
        ("c", "extends = \"b\"\n[\"Run\"]\n\"C\" = \"platform\"\n"),
        (
            "self",
            "extends = \"self\"\n[\"Run\"]\n\"S\" = \"platform\"\n",
        ),
    ]);
    for (id, own) in [("a", "A="), ("b", "B="), ("c", "C="), ("self", "S=")] {
        assert!(drawn(&site, id)[0].contains(own), "{id}");
    }
    let circles = site.all.iter().filter(|one| !one.merged.circle.is_empty());
    assert_eq!(circles.count(), 2);
}

#[test]
fn a_row_that_only_adds_to_an_inherited_one_keeps_who_does_it() {
    let site = link(&[
        ("base", BASE),
        (
            "pg",
            "extends = \"base\"\n[\"Run\"]\n\"Patch\" = { note = \"On Sundays.\" }\n[\"Run\".offering.premium]\n\"Patch\" = \"csp\"\n\"Halls\" = \"platform\"\n",
        ),
    ]);
    assert_eq!(
        drawn(&site, "pg")[1],
        "Run: Patch=platform!, Watch=platform<base, Halls=csp!"
    );
    let merged = &site.all[site.find("pg").expect("it")].merged;
    let patch = merged.tasks().nth(1).expect("a task");
    assert_eq!(site.who_in(patch, "premium").expect("done").owners(), [2]);
    assert_eq!(site.who_in(patch, "basic").expect("done").owners(), [1]);
}

#[test]
fn the_same_task_twice_stays_twice() {
    let site = link(&[(
        "a",
        "[\"Run\"]\n\"Patch it\" = \"platform\"\n\"patch  IT\" = \"customer\"\n",
    )]);
    assert_eq!(
        drawn(&site, "a")[0],
        "Run: Patch it=platform, patch  IT=customer"
    );
}

#[test]
fn a_chain_of_a_thousand_matrices_is_merged() {
    let files: Vec<(String, String)> = (0..1000)
        .map(|at| {
            let extends = match at {
                0 => String::new(),
                at => format!("extends = \"m{}\"\n", at - 1),
            };
            (
                format!("m{at}"),
                format!("{extends}[\"Run\"]\n\"Task\" = \"platform\"\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .rev()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let site = link(&files);
    let last = site.find("m999").expect("it");
    assert_eq!(site.all[last].merged.depth, 1000);
}

#[test]
fn a_task_is_taken_off_as_soon_as_everybody_agrees() {
    let counts = |state: &str| {
        let text = format!(
            "[\"Run\"]\n\"Patch\" = \"platform\"\n\"Scan\" = {{ platform = \"RA\"{state} }}\n\
             \"Watch\" = {{ shared = [\"customer\", \"platform\"], note = \"By turns.\" }}\n\
             \"Size\" = \"customer\"\n"
        );
        let mut site = link(&[("db", &text)]);
        let mut parties = crate::load::parties::all(&crate::load::no_platform()).to_vec();
        parties[0].you = true;
        site.parties = parties.into();
        let tasks: Vec<Task> = site.all[0].merged.tasks().cloned().collect();
        let off = site.taken_off();
        (off.taken, off.open, off.all, site.divided(&tasks))
    };
    let divided = vec![1, 2, 0, 1, 0];
    assert_eq!(
        counts(", state = \"disputed\", why = \"Cost\""),
        (1, 1, 4, divided.clone())
    );
    assert_eq!(counts(""), (2, 0, 4, divided));
}
