use super::*;

mod untouched;

const ROADMAP: &str = "\
# The roadmap.
reviewed = 2026-07-03   # by Mara

# Asked for in the survey.
[[item]]
id = \"restore\"
title = \"Restore a database yourself\"
kind = \"feature\"
when = \"2026-Q3\"   # after the audit

[[item]]
id = \"pg-14\"
title = \"PostgreSQL 14 everywhere\"
status = \"building\"
when = \"2026-Q4\"
moved = [{ on = 2026-06-24, from = \"2026-Q2\", because = \"Two incidents.\" }]

[item.deadline]
on = 2026-12-31

[[item]]
id = \"old\"
title = \"Gone\"
status = \"dropped\"
because = \"Nobody asked.\"

[[item]]
id = \"done\"
title = \"Done\"
shipped_on = 2026-05-01
";

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn today() -> Date {
    day("2026-08-20")
}

fn file() -> SitePath {
    SitePath::new("content/roadmap/items.toml").expect("a path")
}

fn with<T>(text: &str, act: impl FnOnce(&[Text<'_>]) -> T) -> T {
    let file = file();
    act(&[Text { file: &file, text }])
}

fn said(outcome: Result<Edited>) -> String {
    let error = outcome.expect_err("refused");
    format!("{error} | {}", error.help().unwrap_or_default())
}

#[test]
fn a_move_changes_the_time_and_keeps_the_one_before_with_its_reason() {
    let edited = with(ROADMAP, |texts| {
        move_to(
            texts,
            "PG-14",
            "2027-q1",
            "The old cluster \"must\" go first.",
            today(),
        )
    })
    .expect("moved");
    let expected = ROADMAP
        .replace("when = \"2026-Q4\"", "when = \"2027-Q1\"")
        .replace(
            "because = \"Two incidents.\" }]",
            "because = \"Two incidents.\" }, { on = 2026-08-20, from = \"2026-Q4\", \
             because = \"The old cluster \\\"must\\\" go first.\" }]",
        );
    assert_eq!(edited.after, expected);
    assert_eq!(
        edited.said,
        "`pg-14` moves from Q4 2026 to Q1 2027: its move number 2, first promised for Q2 2026"
    );
    let first = with(ROADMAP, |texts| {
        move_to(texts, "restore", "later", "Because.", today())
    });
    let first = first.expect("moved");
    assert!(first.after.contains(
        "when = \"later\"   # after the audit\n\
         moved = [{ on = 2026-08-20, from = \"2026-Q3\", because = \"Because.\" }]\n\n[[item]]"
    ));
}

#[test]
fn what_makes_no_sense_is_refused_and_says_why() {
    let moved = |id: &str, when: &str, because: &str| {
        said(with(ROADMAP, |texts| {
            move_to(texts, id, when, because, today())
        }))
    };
    let has = |text: String, parts: &[&str]| {
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    };
    has(
        moved("restor", "2027", "x"),
        &["`restor`", "did you mean `restore`?"],
    );
    has(
        moved("done", "2027", "x"),
        &["`done` is shipped", "items.toml:27", "shipped_on"],
    );
    has(moved("old", "2027", "x"), &["was dropped"]);
    has(moved("pg-14", "2026-Q4", "x"), &["for Q4 2026 already"]);
    has(
        moved("pg-14", "2026-Q1", "x"),
        &["Q1 2026 is over", "20 August 2026"],
    );
    has(
        moved("pg-14", "2027-Q2..2027-Q1", "x"),
        &["did you mean `2027-Q1..2027-Q2`?"],
    );
    has(moved("pg-14", "2027-Q5", "x"), &["four quarters"]);
    has(moved("pg-14", "2027", " … "), &["no reason"]);
    let ship = |id: &str, on: Option<&str>| {
        let shipped = Shipped {
            on: on.map(day),
            ..Shipped::default()
        };
        said(with(ROADMAP, |texts| ship(texts, id, &shipped, today())))
    };
    has(ship("done", None), &["shipped already"]);
    has(ship("old", None), &["was dropped"]);
    has(
        ship("pg-14", Some("2026-08-21")),
        &["21 August 2026 is still to come"],
    );
    has(
        said(with(ROADMAP, |texts| drop_item(texts, "done", "x"))),
        &["is shipped"],
    );
    has(
        said(with("", |texts| drop_item(texts, "x", "x"))),
        &["no items yet"],
    );
    has(
        said(drop_item(&[], "x", "x")),
        &["there is no roadmap", "roadmap new"],
    );
    let twice = format!("{ROADMAP}[[item]]\nid = \"OLD\"\n");
    has(
        said(with(&twice, |texts| pause(texts, "old", "x"))),
        &["items.toml:21", "items.toml:31"],
    );
}

#[test]
fn what_readers_may_know_is_not_deleted_but_dropped() {
    let known = with(ROADMAP, |texts| delete(texts, "pg-14", texts));
    let advice = said(Err(known));
    assert!(advice.contains("roadmap drop pg-14 --because"), "{advice}");
    let unknown = with(ROADMAP, |texts| delete(texts, "pg-14", &[]));
    let advice = said(Err(unknown));
    assert!(
        advice.contains("take its lines out of the file"),
        "{advice}"
    );
    let none = with(ROADMAP, |texts| delete(texts, "pg-15", &[]));
    assert!(said(Err(none)).contains("did you mean `pg-14`?"));
}

#[test]
fn a_page_that_explains_an_item_must_be_named_and_written() {
    let shipped = |docs| Shipped {
        docs: Some(docs),
        ..Shipped::default()
    };
    let refused = said(with(ROADMAP, |texts| {
        ship(texts, "pg-14", &shipped(""), today())
    }));
    assert!(refused.contains("`--docs guides/upgrade`"), "{refused}");
    let guide = shipped("guides/upgrade");
    let edited = with(ROADMAP, |texts| ship(texts, "pg-14", &guide, today()));
    let next = edited.expect("shipped").next.join("\n");
    assert!(next.contains("write the page `guides/upgrade`"), "{next}");
    assert!(next.contains("`groundplan new news"), "{next}");
}

#[test]
fn a_file_that_cannot_be_read_there_is_left_alone() {
    let faulty = ROADMAP.replace("\"2026-Q4\"", "2026-Q4");
    let refused = said(with(&faulty, |texts| pause(texts, "pg-14", "x")));
    assert!(
        refused.contains("content/roadmap/items.toml:15 cannot be read"),
        "{refused}"
    );
    assert!(refused.contains("when = \"2026-Q4\""), "{refused}");
    let elsewhere = with(&faulty, |texts| pause(texts, "restore", "A reason.")).expect("paused");
    assert_eq!(
        elsewhere.after,
        faulty.replace(
            "# after the audit\n",
            "# after the audit\nstatus = \"paused\"\nbecause = \"A reason.\"\n"
        )
    );
}

#[test]
fn what_is_shipped_dropped_or_paused_says_so_and_why() {
    let shipped = Shipped {
        on: None,
        version: Some("2.4"),
        docs: Some("guides/upgrade"),
        is_explained: true,
        needs: vec!["add `restore` to `meets` of `postgres`".to_owned()],
    };
    let edited = with(ROADMAP, |texts| ship(texts, "pg-14", &shipped, today())).expect("shipped");
    let met = "say that the need is met: add `restore` to `meets` of `postgres`".to_owned();
    assert!(edited.next.contains(&met), "{:?}", edited.next);
    let expected = ROADMAP
        .replace("status = \"building\"", "status = \"shipped\"")
        .replace(
            "incidents.\" }]\n",
            "incidents.\" }]\nshipped_on = 2026-08-20\nshipped_in = \"2.4\"\ndocs = \"guides/upgrade\"\n",
        );
    assert_eq!(edited.after, expected);
    let edited = with(ROADMAP, |texts| {
        drop_item(texts, "pg-14", "Nobody uses it.")
    })
    .expect("dropped");
    assert!(
        edited
            .after
            .contains("status = \"dropped\"\nwhen = \"2026-Q4\"")
    );
    assert!(
        edited
            .after
            .contains("because = \"Nobody uses it.\"\n\n[item.deadline]")
    );
}

#[test]
fn a_review_is_one_day_in_each_file_and_names_what_is_past_due() {
    let edited = with(ROADMAP, |texts| review(texts, None, day("2027-02-01"))).expect("reviewed");
    assert_eq!(edited[0].after, ROADMAP.replace("2026-07-03", "2027-02-01"));
    assert_eq!(edited[0].next.len(), 2, "{:?}", edited[0].next);
    let refused = with(ROADMAP, |texts| review(texts, Some("items"), today()));
    assert!(refused.is_err_and(|error| error.to_string().contains("no file of the roadmap")));
}

#[test]
fn a_new_item_has_an_id_of_its_own_and_stands_behind_the_others() {
    let add = |text: &str, title: &str, when: &str| {
        let item = New {
            title,
            kind: "feature",
            when,
            ..New::default()
        };
        with(text, |texts| new(texts, &item, today()))
    };
    let edited = add(ROADMAP, "Restore, in one click!", "2026-q4").expect("added");
    assert_eq!(
        edited.after,
        format!(
            "{ROADMAP}\n[[item]]\nid = \"restore-in-one-click\"\ntitle = \"Restore, in one click!\"\n\
             kind = \"feature\"\nwhen = \"2026-Q4\"\n"
        )
    );
    assert!(
        edited.next[0].contains("items.toml:33"),
        "{:?}",
        edited.next
    );
    let again = add(&edited.after, "Restore in one click?", "later").expect("added");
    assert!(again.after.contains("id = \"restore-in-one-click-2\""));
    assert!(said(add(ROADMAP, "gone", "later")).contains("`old`"));
    assert!(said(add(ROADMAP, "New", "2026-Q2")).contains("is over"));
    assert!(said(add(ROADMAP, "!", "later")).contains("no title"));
    let first = New {
        title: "First",
        kind: "featur",
        when: "later",
        ..New::default()
    };
    assert!(said(new(&[], &first, today())).contains("did you mean `feature`?"));
    let first = New {
        kind: "feature",
        ..first
    };
    let edited = new(&[], &first, today()).expect("added");
    assert_eq!((edited.file, edited.before), (file(), None));
    let away = New {
        file: Some("../../other.toml"),
        ..first
    };
    assert!(new(&[], &away, today()).is_err());
}

#[test]
fn ids_are_made_of_the_words_of_a_title() {
    assert_eq!(
        id_of("Restore a database yourself"),
        "restore-a-database-yourself"
    );
    assert_eq!(id_of("Über-fast: backups"), "über-fast-backups");
    assert_eq!(
        id_of("A very long title that says all there is to be said of it"),
        "a-very-long-title-that-says-all-there"
    );
    assert_eq!(id_of("???"), "item");
}

/// A line that says nothing to the program.
#[test]
fn who_ships_what_waits_for_something_else_is_told_so() {
    let text = ROADMAP.replace("status = \"building\"", "after = [\"restore\", \"done\"]");
    let shipped = Shipped::default();
    let edited = with(&text, |texts| ship(texts, "pg-14", &shipped, today())).expect("shipped");
    assert!(
        edited.next[0].starts_with("`restore` comes first (`after`) and is not shipped"),
        "{:?}",
        edited.next
    );
    assert!(!edited.next.iter().any(|next| next.contains("`done`")));
}

#[test]
fn an_item_of_a_service_that_is_not_there_is_refused() {
    let services = ["kube".to_owned(), "postgres".to_owned()];
    let item = |service| New {
        title: "Faster nodes",
        kind: "feature",
        when: "later",
        service: Some(service),
        services: &services,
        ..New::default()
    };
    let add = |service| with(ROADMAP, |texts| new(texts, &item(service), today()));
    let refused = said(add("kubernetes"));
    assert!(
        refused.contains("there is no service `kubernetes`") && refused.contains("`kube`"),
        "{refused}"
    );
    assert!(said(add("mail")).contains("kube, postgres"));
    assert!(add("kube").is_ok());
}
