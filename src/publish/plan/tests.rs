use super::*;
use crate::publish::part::Published;
use crate::publish::store::{Listed, Tag};

fn path(text: &str) -> OutputPath {
    OutputPath::new(text).expect("a path")
}

fn manifest(files: &[(&str, &str)], assets: &[(&str, &str)]) -> Manifest {
    let stamps = |files: &[(&str, &str)]| {
        let stamp = |(name, text): &(&str, &str)| (path(name), Stamp::of(text.as_bytes()));
        files.iter().map(stamp).collect()
    };
    Manifest {
        version: Some("2.1".into()),
        files: stamps(files),
        assets: stamps(assets),
        ..Manifest::default()
    }
}

fn part() -> Part {
    Part::Version("2.1".into())
}

/// What stands at the target after `manifest` was published.
fn after(manifest: &Manifest) -> Found {
    let listed = |(path, stamp): (String, &Stamp)| Listed {
        path,
        size: Some(stamp.size),
        tag: None,
    };
    Found {
        published: Some(Published {
            manifest: manifest.clone(),
            bytes: manifest.to_json(),
            tag: Tag("1".into()),
        }),
        files: part().paths(manifest).map(listed).collect(),
        assets: manifest
            .assets
            .iter()
            .map(|(path, stamp)| listed((path.to_string(), stamp)))
            .collect(),
        ..Found::default()
    }
}

fn steps(plan: &Plan) -> Vec<(Kind, &str)> {
    plan.steps
        .iter()
        .map(|one| (one.kind, one.path.as_str()))
        .collect()
}

#[test]
fn everything_is_new_at_an_empty_target_and_what_leads_somewhere_comes_last() {
    let wanted = manifest(
        &[
            ("index.html", "a"),
            ("a/index.html", "b"),
            ("a/b/index.html", "c"),
        ],
        &[("_a/0.css", "d")],
    );
    let plan = plan(&part(), &Found::default(), &wanted);
    assert_eq!(
        steps(&plan),
        [
            (Kind::Asset, "_a/0.css"),
            (Kind::New, "2.1/a/b/index.html"),
            (Kind::New, "2.1/a/index.html"),
            (Kind::New, "2.1/index.html"),
        ]
    );
    assert_eq!((plan.bytes(), plan.files(), plan.kept), (4, 4, 0));
}

#[test]
fn what_is_published_already_is_no_work() {
    let wanted = manifest(&[("index.html", "a")], &[("_a/0.css", "d")]);
    let plan = plan(&part(), &after(&wanted), &wanted);
    assert!(plan.is_empty());
    assert_eq!((plan.kept, plan.kept_bytes), (2, 2));
}

#[test]
fn new_pages_come_before_changed_ones_and_what_is_gone_is_left_behind() {
    let before = manifest(
        &[
            ("index.html", "a"),
            ("a/index.html", "b"),
            ("old.html", "o"),
        ],
        &[("_a/0.css", "d")],
    );
    let wanted = manifest(
        &[
            ("index.html", "A"),
            ("a/index.html", "B"),
            ("new.html", "n"),
        ],
        &[("_a/1.css", "e")],
    );
    let plan = plan(&part(), &after(&before), &wanted);
    assert_eq!(
        steps(&plan),
        [
            (Kind::Asset, "_a/1.css"),
            (Kind::New, "2.1/new.html"),
            (Kind::Changed, "2.1/a/index.html"),
            (Kind::Changed, "2.1/index.html"),
        ]
    );
    assert_eq!(plan.left.keys().collect::<Vec<_>>(), ["2.1/old.html"]);
    assert_eq!(plan.left_assets.keys().collect::<Vec<_>>(), ["_a/0.css"]);
    let kept = [(Sha256::of(b"a"), 1), (Sha256::of(b"b"), 1)];
    assert_eq!(plan.overwrites, kept.into_iter().collect());
}

#[test]
fn a_file_that_is_gone_or_has_another_size_is_sent_again() {
    let wanted = manifest(
        &[("index.html", "a"), ("b.html", "b")],
        &[("_a/0.css", "d")],
    );
    let mut found = after(&wanted);
    found.files[0].size = Some(7);
    found.files.retain(|file| file.path != "2.1/index.html");
    found.assets[0].size = Some(0);
    let plan = plan(&part(), &found, &wanted);
    assert_eq!(
        steps(&plan),
        [
            (Kind::Asset, "_a/0.css"),
            (Kind::New, "2.1/index.html"),
            (Kind::Changed, "2.1/b.html"),
        ]
    );
}

#[test]
fn what_a_run_may_have_touched_that_has_not_ended_is_looked_at() {
    let wanted = manifest(&[("index.html", "a")], &[]);
    let mut found = after(&wanted);
    found
        .doubtful
        .insert("2.1/index.html".into(), Stamp::of(b"x"));
    found
        .doubtful
        .insert("2.1/half.html".into(), Stamp::of(b"y"));
    let plan = plan(&part(), &found, &wanted);
    assert_eq!(steps(&plan), [(Kind::Changed, "2.1/index.html")]);
    // A page that only that run had would otherwise stay for ever.
    assert_eq!(plan.left.keys().collect::<Vec<_>>(), ["2.1/half.html"]);
}

#[test]
fn a_file_that_nobody_of_us_wrote_is_in_the_way() {
    let found = Found {
        files: vec![Listed {
            path: "2.1/index.html".into(),
            size: Some(1),
            tag: None,
        }],
        ..Found::default()
    };
    let plan = plan(&part(), &found, &manifest(&[("index.html", "a")], &[]));
    assert_eq!(plan.foreign, ["2.1/index.html"]);
}

#[test]
fn a_plan_is_told_to_people_and_to_programs() {
    let wanted = manifest(&[("index.html", "A"), ("new.html", "n")], &[]);
    let before = manifest(&[("index.html", "a"), ("old.html", "o")], &[]);
    let plan = plan(&part(), &after(&before), &wanted);
    assert_eq!(
        plan.lines(),
        [
            "+ 2.1/new.html (1 B)",
            "~ 2.1/index.html (1 B)",
            "- 2.1/old.html"
        ]
    );
    let json = plan.to_json();
    assert_eq!(json["part"], "version 2.1");
    assert_eq!(json["write"][0]["kind"], "new");
    assert_eq!(json["remove"][0], "2.1/old.html");
    assert_eq!(json["bytes"], 2);
    assert_eq!(size(1_234_567), "1.2 MB");
}
