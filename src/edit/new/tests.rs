//! What is made passes every check, in an empty site and in one with a vocabulary.

use super::*;
use crate::pipeline;

const PLATFORM: &str = "require = [\"owner\", \"support\", \"benefit\", \"day2\"]\n\
    [[team]]\nid = \"team-data\"\n[[persona]]\nid = \"dev\"\nname = \"Developer\"\n\
    [[category]]\nid = \"data\"\nfacts = [\"Price\"]\n";

const USED: &str = "+++\ncategory = \"data\"\nlifecycle = \"idea\"\npersonas = [\"dev\"]\n\
    [facts]\n\"Price\" = \"0\"\n+++\n";

fn today() -> Date {
    Date::parse("2026-10-02").expect("a day")
}

fn of<'a>(thing: Thing, title: &'a str) -> New<'a> {
    New {
        thing,
        title,
        means: (thing == Thing::Term).then_some("What it \"is\""),
        id: None,
        folder: None,
    }
}

fn sites() -> [Inputs; 2] {
    let with = [
        ("content/platform.toml", PLATFORM),
        ("content/services/used.md", USED),
    ];
    [
        Inputs::from_texts([("content/index.md", "# Home\n")]),
        Inputs::from_texts(with),
    ]
}

#[test]
fn what_is_made_passes_every_check() {
    let things = [
        (Thing::Service, "Managed \"Redis\""),
        (Thing::Page, "How to restore"),
        (Thing::News, "New clusters"),
        (Thing::Event, "Database night"),
        (Thing::Survey, "Happiness"),
        (Thing::Term, "C++"),
    ];
    for mut inputs in sites() {
        for (thing, title) in things {
            let made = new(&inputs, &of(thing, title), today()).expect("a new file");
            inputs.put_text(made.file.as_str(), &made.after);
            let mut findings = pipeline::check(&inputs);
            if thing == Thing::Event {
                // The one thing that nobody else can know, and that readers would come for.
                let codes: Vec<&str> = findings.iter().map(|one| one.code.name()).collect();
                assert_eq!(codes, ["event/example-day"]);
                inputs.put_text(
                    made.file.as_str(),
                    &made.after.replacen("# choose the day", "#", 1),
                );
                findings = pipeline::check(&inputs);
            }
            assert!(
                findings.is_empty(),
                "{thing:?}: {findings:#?}\n{}",
                made.after
            );
        }
        // The same again is refused, whatever it is.
        for (thing, title) in things {
            assert!(
                new(&inputs, &of(thing, title), today()).is_err(),
                "{thing:?}"
            );
        }
    }
}

#[test]
fn every_line_that_is_offered_can_be_taken() {
    // Each `# key = …` without its `#` is a key of the file, and a date in it is a date.
    let [_, inputs] = sites();
    for thing in [
        Thing::Service,
        Thing::Page,
        Thing::News,
        Thing::Event,
        Thing::Survey,
    ] {
        let made = new(&inputs, &of(thing, "One"), today()).expect("a new file");
        let is_key = |line: &str| line.contains(" = ") || line.starts_with("# [");
        let take = |line: &str| match line.strip_prefix("# ").filter(|_| is_key(line)) {
            Some(rest) => rest.to_owned(),
            None => line.to_owned(),
        };
        let lines: Vec<String> = made.after.lines().map(take).collect();
        let mut changed = inputs.clone();
        changed.put_text(made.file.as_str(), &format!("{}\n", lines.join("\n")));
        let findings = pipeline::check(&changed);
        let is_key = |code: &str| {
            code.ends_with("unknown-key")
                || code.starts_with("toml/")
                || code.ends_with("front-matter")
        };
        let wrong: Vec<_> = findings
            .iter()
            .filter(|one| is_key(one.code.name()))
            .collect();
        assert!(wrong.is_empty(), "{thing:?}: {wrong:#?}");
    }
}

#[test]
fn what_is_there_stays_byte_by_byte() {
    let old = "# ours\r\nSRE = \"a\"  # said often";
    let mut inputs = Inputs::from_texts([("content/glossary.toml", old)]);
    let made = new(&inputs, &of(Thing::Term, "RTO"), today()).expect("a term");
    assert_eq!(
        made.after,
        format!("{old}\r\nRTO = \"What it \\\"is\\\"\"\r\n")
    );
    let table = "[SRE]\nlong = \"a\"\n";
    inputs.put_text("content/glossary.toml", table);
    let made = new(&inputs, &of(Thing::Term, "RTO"), today()).expect("a term");
    assert_eq!(
        made.after,
        format!("{table}\n[RTO]\nlong = \"What it \\\"is\\\"\"\n")
    );
    inputs.put_text("content/glossary.toml", "SRE = \"\"\"\nopen\n");
    assert!(new(&inputs, &of(Thing::Term, "RTO"), today()).is_err());
    assert!(
        new(
            &inputs,
            &New {
                means: None,
                ..of(Thing::Term, "RPO")
            },
            today()
        )
        .is_err()
    );
}

#[test]
fn names_that_lead_out_of_the_site_are_refused() {
    let [inputs, _] = sites();
    for id in ["../x", "a b", "", "con:x"] {
        let made = new(
            &inputs,
            &New {
                id: Some(id),
                ..of(Thing::Page, "A")
            },
            today(),
        );
        assert!(made.is_err(), "{id}");
    }
    let made = New {
        folder: Some("../../etc"),
        ..of(Thing::Page, "A")
    };
    assert!(new(&inputs, &made, today()).is_err());
    let made = New {
        folder: Some("content/guides/"),
        ..of(Thing::Page, "A")
    };
    assert_eq!(
        new(&inputs, &made, today()).expect("a page").file.as_str(),
        "content/guides/a.md"
    );
}

#[test]
fn each_commented_line_alone_can_be_read_without_its_sign() {
    let [empty, _] = sites();
    let many = Inputs::from_texts([
        (
            "content/platform.toml",
            "[[team]]\nid = \"a\"\n[[team]]\nid = \"b\"\n[[persona]]\nid = \"dev\"\n\
             [[persona]]\nid = \"ops\"\n[[category]]\nid = \"data\"\n[[category]]\nid = \"runtime\"\n",
        ),
        ("content/services/one.md", "# One\n"),
        ("content/services/two.md", "# Two\n"),
    ]);
    let things = [
        Thing::Service,
        Thing::Page,
        Thing::News,
        Thing::Event,
        Thing::Survey,
        Thing::Term,
    ];
    let mut read = 0;
    for inputs in [&empty, &many] {
        for thing in things {
            let made = new(inputs, &of(thing, "Something else"), today()).expect("a new file");
            let lines = made
                .after
                .lines()
                .filter_map(|line| line.strip_prefix("# "));
            // A sentence has its words before any sign of equality.
            let is_key = |line: &&str| {
                let key = line.split('=').next().unwrap_or_default().trim();
                let is_name = !key.is_empty() && (key.starts_with('"') || !key.contains(' '));
                line.starts_with('[') || (line.contains('=') && is_name)
            };
            for line in lines.filter(is_key) {
                let (_, errors) = crate::decode::toml::parse(line, 0);
                assert!(errors.is_empty(), "{thing:?} {line}: {errors:?}");
                read += 1;
            }
        }
    }
    assert!(read > 80, "{read}");
}

#[test]
fn a_service_by_whose_name_another_is_known_is_refused() {
    let page = "+++\ntitle = \"Cache\"\nalso = [\"Valkey\"]\nlifecycle = \"live\"\n+++\n";
    let inputs = Inputs::from_texts([
        ("content/services/redis.md", page),
        ("content/services/kube.md", "# Kubernetes\n"),
    ]);
    for (title, file) in [
        ("cache", "redis"),
        ("Valkey", "redis"),
        ("Kubernetes", "kube"),
    ] {
        let refused = new(&inputs, &of(Thing::Service, title), today()).expect_err(title);
        let said = refused.to_string();
        assert!(
            said.contains(&format!("content/services/{file}.md")),
            "{said}"
        );
    }
    assert!(new(&inputs, &of(Thing::Service, "Queue"), today()).is_ok());
}
