//! Which versions there are, by their refs.

use super::*;
use crate::config::Config;

fn settings(text: &str) -> Versions {
    let mut findings = Vec::new();
    let config = Config::read(text, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    config.versions.expect("[versions]")
}

fn one(kind: RefKind, name: &str, time: i64) -> Ref {
    Ref {
        kind,
        name: name.to_owned(),
        commit: Commit {
            id: format!("{time:040x}"),
            time,
            date: Date::from_unix(time).expect("a day"),
        },
    }
}

fn tag(name: &str, time: i64) -> Ref {
    one(RefKind::Tag, name, time)
}

fn found(settings: &Versions, refs: Vec<Ref>) -> (Vec<String>, Vec<String>) {
    let mut findings = Vec::new();
    let found = of_refs(settings, refs, &mut findings);
    let shown = |one: &Found| match &one.origin {
        Origin::Ref(of) => format!("{} {} {}", one.name, one.stage.word(), of.name),
        _ => one.name.clone(),
    };
    let said = findings.into_iter().map(|one| one.message).collect();
    (found.iter().map(shown).collect(), said)
}

const PATCHES: &str = r#"
[versions]
include = ["tag:v*.*", "branch:main"]
name = { "tag:v(?<v>\\d+\\.\\d+)\\.\\d+" = "$v", "branch:main" = "next" }
"#;

#[test]
fn many_patch_tags_are_one_version_and_the_newest_counts() {
    let refs = vec![
        tag("v2.1.10", 30),
        tag("v2.1.9", 40),
        tag("v2.0.0", 10),
        tag("v3.0.0-rc.1", 50),
        one(RefKind::Branch, "main", 60),
        tag("nightly", 70),
    ];
    let (versions, said) = found(&settings(PATCHES), refs);
    assert_eq!(said, Vec::<String>::new());
    assert_eq!(
        versions,
        [
            "3.0.0-rc.1 prerelease v3.0.0-rc.1",
            "2.1 stable v2.1.10",
            "2.0 stable v2.0.0",
            "next development main",
        ]
    );
}

#[test]
fn two_refs_of_one_name_are_said() {
    let refs = vec![
        tag("v2.1.0", 10),
        one(RefKind::Branch, "release/2.1", 20),
        tag("2.2", 30),
        tag("v2.2", 40),
    ];
    let text = r#"
[versions]
include = ["tag:*", "branch:release/*"]
name = { "tag:v2\\.1.*" = "2.1", "branch:release/(.*)" = "$1" }
"#;
    let (versions, said) = found(&settings(text), refs);
    assert_eq!(versions, ["2.2 stable v2.2", "2.1 stable v2.1.0"]);
    assert_eq!(
        said,
        ["the tag `v2.1.0` and the branch `release/2.1` are both the version `2.1`"]
    );
}

#[test]
fn a_name_that_cannot_be_a_folder_beside_the_evergreen_ones_is_said() {
    let text = "[versions]\ninclude = [\"branch:*\", \"tag:*\"]";
    let refs = vec![
        one(RefKind::Branch, "roadmap", 1),
        one(RefKind::Branch, "latest", 2),
        tag("ä", 3),
        tag("con", 4),
        tag("oak", 5),
    ];
    let (versions, said) = found(&settings(text), refs);
    assert_eq!(versions, ["oak stable oak"]);
    assert_eq!(said.len(), 4, "{said:?}");
    assert_eq!(
        said[0],
        "the branch `roadmap` cannot be the version `roadmap`: `/roadmap/` has pages that no version has"
    );
}

#[test]
fn only_so_many_are_kept_and_the_named_ones_always() {
    let text = r#"
[versions]
aliases = { lts = "1.0" }
keep = { stable = 2, prerelease = 0, always = ["lts"] }
"#;
    let refs = ["v1.0", "v1.1", "v2.0", "v2.1", "v3.0-rc1"];
    let refs = refs.into_iter().zip(1..).map(|(name, at)| tag(name, at));
    let (versions, _) = found(&settings(text), refs.collect());
    let names: Vec<&str> = versions
        .iter()
        .filter_map(|one| one.split(' ').next())
        .collect();
    assert_eq!(names, ["2.1", "2.0", "1.0"]);
}

#[test]
fn the_settings_order_names_that_are_no_numbers() {
    let text = "[versions]\ninclude = [\"tag:*\"]\norder = [\"elm\"]";
    let refs = vec![tag("oak", 86_400), tag("ash", 186_400), tag("elm", 0)];
    let (versions, _) = found(&settings(text), refs);
    let names: Vec<&str> = versions
        .iter()
        .filter_map(|one| one.split(' ').next())
        .collect();
    assert_eq!(names, ["elm", "ash", "oak"]);
}

#[test]
fn folders_are_versions_and_the_working_tree_is_next() {
    let mut findings = Vec::new();
    let text =
        "[versions]\nsource = \"folders\"\n[versions.state]\n\"1.0\" = { released = 1970-01-03 }";
    let settings = settings(text);
    let folders = ["1.0", "1.1", "roadmap", "next"].map(str::to_owned);
    let found = of_folders(&settings, folders, &mut findings);
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["1.1", "1.0", "next"]);
    assert_eq!(found[2].origin, Origin::WorkingTree);
    assert_eq!(findings.len(), 2);
    let record = found[1].entry(&settings).record.expect("a record");
    assert_eq!(record.sequence, Some(2 * 86_400));
}

#[test]
fn aliases_follow_the_newest_stable_version() {
    let text = "[versions]\naliases = { stable = \"newest-stable\", lts = \"1.0\", gone = \"7\" }";
    let settings = settings(text);
    let mut list = List::default();
    for refs in [tag("v1.0", 1), tag("v2.0", 2), tag("v3.0-rc1", 3)] {
        for one in of_refs(&settings, vec![refs], &mut Vec::new()) {
            list.put(one.entry(&settings), &order(&settings));
        }
    }
    settle(&mut list, &settings);
    let at = |name: &str| list.find(name).map(|one| one.version.as_str());
    assert_eq!(at("latest"), Some("2.0"));
    assert_eq!(at("stable"), Some("2.0"));
    assert_eq!(at("lts"), Some("1.0"));
    assert_eq!(at("gone"), None);
}

#[test]
fn an_alias_that_would_lie_over_what_stands_once_is_said_and_names_nothing() {
    let text =
        "[versions]\naliases = { roadmap = \"newest\", lts = \"1.0\" }\ninclude = [\"tag:*\"]";
    let settings = settings(text);
    let (_, said) = found(&settings, vec![tag("1.0", 10), tag("services", 20)]);
    assert_eq!(
        said,
        [
            "`roadmap` cannot be another name of a version: `/roadmap/` has pages that no version has",
            "the tag `services` cannot be the version `services`: `/services/` has pages that no version has",
        ]
    );
    let mut list = List::default();
    list.put(Entry::new("1.0", Record::default()), &Order::default());
    settle(&mut list, &settings);
    assert_eq!(list.entries()[0].aliases, ["latest", "lts"]);
    assert!(alias_trouble("latest").is_none() && alias_trouble("..").is_some());
}
