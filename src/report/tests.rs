use super::*;
use crate::date::Date;
use crate::inputs::Inputs;
use crate::path::SitePath;
use crate::pipeline::Compiler;

const PLATFORM: &str = "review_every = \"6 months\"\n[[team]]\nid = \"data\"\nname = \"Team Data\"\n\
    contact = \"#data\"\n[[team]]\nid = \"net\"\nname = \"Team Net\"\n[[persona]]\nid = \"dev\"\n\
    name = \"Developer\"\nneeds = { speed = \"Speed\", rest = \"Rest\" }\n";

/// The report of these files on the first of December; the days are those of the last change.
fn report(files: &[(&str, &str)], changed: &[(&str, &str)]) -> Report {
    let platform = [("content/platform.toml", PLATFORM)];
    let mut inputs = Inputs::from_texts(platform.iter().chain(files).copied());
    inputs.today = Date::parse("2026-12-01");
    for (file, day) in changed {
        let file = SitePath::new(file).expect("a path");
        inputs
            .changed
            .insert(file, Date::parse(day).expect("a day"));
    }
    let built = Compiler::once(None).build(&inputs);
    Report::of(&built.site, &built.findings)
}

fn page(owner: &str, reviewed: &str) -> String {
    format!("+++\nowner = \"{owner}\"\nreviewed = {reviewed}\n+++\n# Page\n")
}

#[test]
fn owners_come_by_how_overdue_they_are_and_pages_by_how_late_and_how_changed() {
    let (old, older) = (page("net", "2026-05-01"), page("data", "2026-01-01"));
    let (fresh, fresher) = (page("data", "2026-11-01"), page("data", "2026-11-20"));
    let report = report(
        &[
            ("content/a.md", &fresher),
            ("content/b.md", &fresh),
            ("content/c.md", &older),
            ("content/d.md", &old),
            ("content/e.md", "# Never"),
        ],
        &[
            ("content/a.md", "2026-11-21"),
            ("content/b.md", "2026-11-21"),
            ("content/c.md", "2025-11-21"),
        ],
    );
    let fresh = &report.freshness;
    assert_eq!((fresh.reviewed, fresh.overdue, fresh.never), (4, 2, 1));
    let owners: Vec<_> = fresh
        .owners
        .iter()
        .map(|owner| owner.name.as_str())
        .collect();
    assert_eq!(owners, ["Team Data", "Team Net", "Nobody"]);
    let stale: Vec<_> = fresh.owners[0]
        .stale
        .iter()
        .map(|page| {
            (
                page.page.file.as_str(),
                page.days_late,
                page.changed_days_after,
            )
        })
        .collect();
    assert_eq!(
        stale,
        [
            ("content/c.md", Some(153), None),
            ("content/b.md", None, Some(20)),
            ("content/a.md", None, Some(1)),
        ]
    );
    assert_eq!(
        report.first[0].what,
        "Ask Team Data (#data) to read 1 overdue page again"
    );
}

#[test]
fn only_live_services_have_gaps_and_each_gap_names_them() {
    let complete = "+++\nowner = \"data\"\nsupport = \"#data\"\nstart = [\"Ask\"]\nmeets = [\"speed\"]\n\
        [benefit]\ndev = \"Fast\"\n[day2]\nrestore = { text = \"x\", tested = 2026-01-01 }\n+++\n";
    let untested = "+++\nowner = \"data\"\nsupport = \"#data\"\nstart = [\"Ask\"]\n[benefit]\n\
        dev = \"Fast\"\n[day2]\nrestore = \"x\"\n+++\n";
    let report = report(
        &[
            ("content/services/complete.md", complete),
            ("content/services/untested.md", untested),
            (
                "content/services/idea.md",
                "+++\nlifecycle = \"idea\"\n+++\n",
            ),
            (
                "content/services/bare.md",
                "+++\nlifecycle = \"live\"\n+++\n",
            ),
            (
                "content/responsibilities/all.toml",
                "services = [\"complete\", \"untested\", \"bare\"]\n[Run]\n\"Patch\" = \"platform\"\n",
            ),
        ],
        &[],
    );
    assert_eq!((report.gaps.live, report.gaps.complete), (3, 1));
    let kinds: Vec<_> = report
        .gaps
        .kinds
        .iter()
        .map(|gap| (gap.kind, gap.services.len()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("owner", 1),
            ("support", 1),
            ("benefit", 1),
            ("day2", 1),
            ("how-to", 1),
            ("restore-test", 1)
        ]
    );
    let unmet: Vec<_> = report
        .gaps
        .unmet
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert_eq!(unmet, ["rest"]);
}

#[test]
fn stakeholders_hear_of_what_changed_since_they_were_spoken_to() {
    let report = report(
        &[
            (
                "content/services/pg/index.md",
                "+++\nlifecycle = \"idea\"\n+++\n",
            ),
            ("content/services/pg/restore.md", "# Restore\n"),
            (
                "content/stakeholders.toml",
                "[[stakeholder]]\nname = \"Later\"\nevery = \"1 year\"\nlast = 2026-11-01\n\
                 [[stakeholder]]\nname = \"Late\"\nevery = \"1 month\"\nlast = 2026-10-01\n\
                 cares_about = [\"service:pg\"]\n",
            ),
        ],
        &[
            ("content/services/pg/index.md", "2026-10-01"),
            ("content/services/pg/restore.md", "2026-10-02"),
        ],
    );
    let late = &report.stakeholders[0];
    assert_eq!((late.name.as_str(), late.days_late), ("Late", Some(30)));
    let changed = &late.cares_about[0].changed;
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].page.title, "Restore");
    assert_eq!(report.stakeholders[1].days_late, None);
}

#[test]
fn errors_come_before_everything_else() {
    let report = report(
        &[
            ("content/a.md", "+++\ntitel = \"x\"\n+++\n[dead](b.md)\n"),
            (
                "content/stakeholders.toml",
                "[[stakeholder]]\nname = \"Late\"\nevery = \"1 month\"\nlast = 2026-10-01\n",
            ),
        ],
        &[],
    );
    assert_eq!(
        report.first[0].what,
        "Mend 1 error: it stops the publishing"
    );
    assert_eq!(report.first[1].what, "Talk to Late: 30 days late");
    let codes: Vec<_> = report.findings.kinds.iter().map(|kind| kind.code).collect();
    assert_eq!(codes[0], "page/unknown-key");
    assert_eq!(report.findings.kinds[0].line, Some(2));
}

#[test]
fn a_promise_is_kept_by_its_first_date_however_often_it_moved() {
    let item = |id: &str, rest: &str| {
        format!("[[item]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"feature\"\n{rest}\n")
    };
    let moved = "moved = [{ on = 2026-06-24, from = \"2026-Q2\", because = \"x\" }]";
    let roadmap = [
        item("kept", "when = \"2026-Q2\"\nshipped_on = 2026-06-30"),
        item("late", "when = \"2026-Q2\"\nshipped_on = 2026-07-01"),
        item(
            "moved-and-shipped",
            &format!("when = \"2026-Q3\"\nshipped_on = 2026-08-01\n{moved}"),
        ),
        item("moved", &format!("when = \"2027-Q1\"\n{moved}")),
        item(
            "dropped",
            "when = \"2026-Q3\"\nstatus = \"dropped\"\nbecause = \"x\"",
        ),
        item("past", "when = \"2026-Q3\""),
        item("to-come", "when = \"2026-Q4\""),
        item(
            "too-long-ago",
            "when = \"2025-Q2\"\nshipped_on = 2025-06-01",
        ),
        item("wanted", "when = \"later\"\nasked_by = 4"),
        item(
            "moved-silently",
            "when = \"2027-Q1\"\nmoved = [{ on = 2026-11-01, from = \"2026-Q4\" }]",
        ),
    ];
    let report = report(&[("content/roadmap/items.toml", &roadmap.concat())], &[]);
    let promises = report.promises.expect("a roadmap");
    assert_eq!((promises.due, promises.kept, promises.late), (6, 1, 2));
    assert_eq!((promises.moved, promises.dropped), (1, 1));
    assert_eq!(promises.hit_rate, Some(17));
    assert_eq!(promises.moved_without_reason, 1);
    let past: Vec<_> = promises
        .past_due
        .iter()
        .map(|one| (one.id.as_str(), one.days_late))
        .collect();
    assert_eq!(past, [("past", 62)]);
    let asked: Vec<_> = promises.asked.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(asked, ["wanted"]);
}

#[test]
fn a_need_that_only_a_shipped_item_meets_is_not_unmet_and_says_what_to_do() {
    let item = "[[item]]\nid = \"fast\"\ntitle = \"Fast\"\nkind = \"feature\"\n\
        services = [\"db\"]\nmeets = [\"speed\"]\nshipped_on = 2026-10-15\n";
    let of = |service: &str| {
        let files = [
            ("content/services/db.md", service),
            ("content/roadmap/items.toml", item),
        ];
        report(&files, &[]).gaps
    };
    let gaps = of("+++\nlifecycle = \"live\"\n+++\n");
    let unmet: Vec<_> = gaps.unmet.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(unmet, ["rest"]);
    let unsaid: Vec<_> = gaps.unsaid.iter().map(|one| one.help.as_str()).collect();
    assert_eq!(unsaid, ["add `speed` to `meets` of `db`"]);
    let gaps = of("+++\nlifecycle = \"live\"\nmeets = [\"speed\"]\n+++\n");
    assert!(gaps.unsaid.is_empty());
}

#[test]
fn now_and_next_promise_nothing_whoever_counts() {
    let item = |id: &str, rest: &str| {
        format!("[[item]]\nid = \"{id}\"\ntitle = \"{id}\"\nkind = \"feature\"\n{rest}\n")
    };
    let roadmap = [
        item("now", "when = \"now\""),
        item(
            "was-next",
            "when = \"2027-Q1\"\nmoved = [{ on = 2026-06-01, from = \"next\", because = \"x\" }]",
        ),
        item(
            "dropped",
            "when = \"2026-Q3\"\nstatus = \"dropped\"\nbecause = \"x\"",
        ),
        item("month", "when = \"2026-08\"\nshipped_on = 2026-09-10"),
    ];
    let roadmap = roadmap.concat();
    let files = [("content/roadmap/items.toml", roadmap.as_str())];
    let mut inputs = Inputs::from_texts(files);
    inputs.today = Date::parse("2026-12-01");
    let built = Compiler::once(None).build(&inputs);
    let report = Report::of(&built.site, &built.findings);
    let promises = report.promises.expect("a roadmap");
    assert_eq!((promises.due, promises.kept, promises.late), (2, 0, 1));
    let hits = built.site.typed.history.hits.iter();
    let hits: Vec<_> = hits
        .map(|hit| format!("{} {}/{}", hit.quarter, hit.kept, hit.promised))
        .collect();
    assert_eq!(hits, ["2026-Q3 0/2", "2027-Q1 0/1"]);
}

#[test]
fn the_brief_of_what_is_shipped_dropped_or_paused_begins_with_that_and_why() {
    let brief = |keys: &str| {
        let item = format!(
            "[[item]]\nid = \"fast\"\ntitle = \"Fast\"\nkind = \"feature\"\nmeets = [\"speed\"]\n\
             when = \"2026-Q4..2027-H1\"\nmoved = [{{ on = 2026-07-10, from = \"2026-Q3\", \
             because = \"Ill\" }}]\n{keys}\n"
        );
        let files = [
            ("content/platform.toml", PLATFORM),
            ("content/roadmap/items.toml", item.as_str()),
        ];
        let built = Compiler::once(None).build(&Inputs::from_texts(files));
        let Ok(paper) = super::brief::brief(&built.site, "fast") else {
            panic!("no brief of {item}");
        };
        let first = paper.sections[0].id;
        (
            first,
            super::plain::text(&paper, crate::diagnostic::frame::Style::default()),
        )
    };
    let (first, text) = brief("status = \"dropped\"\nbecause = \"Nobody asked.\"");
    assert_eq!(first, "state");
    assert!(text.contains("Dropped: Nobody asked."), "{text}");
    assert!(!text.contains("OPEN QUESTIONS"), "{text}");
    for words in [
        "Q4 2026 to the first half of 2027",
        "promised first for Q3 2026",
        "Promised for Q3 2026, moved on 10 July 2026",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let (first, text) = brief("shipped_on = 2026-10-15");
    assert_eq!(first, "state");
    assert!(text.contains("Shipped on 15 October 2026"), "{text}");
    assert!(text.contains("add `speed` to `meets`"), "{text}");
    assert!(!text.contains("OPEN QUESTIONS"), "{text}");
    let (first, text) = brief("status = \"paused\"\nbecause = \"No one is free.\"");
    assert_eq!(first, "state");
    assert!(text.contains("Paused: No one is free."), "{text}");
    assert!(text.contains("OPEN QUESTIONS"), "{text}");
    assert_eq!(brief("").0, "about");
}
