use super::*;

fn read(text: &str) -> Arc<RoadmapFile> {
    let file = SitePath::new("content/roadmap/items.toml").expect("a path");
    RoadmapFile::read(&file, text)
}

fn messages(file: &RoadmapFile) -> Vec<String> {
    let said = |finding: &Diagnostic| format!("{}: {}", finding.code, finding.message);
    file.findings.iter().map(said).collect()
}

#[test]
fn an_empty_file_is_a_roadmap_without_items() {
    let file = read("");
    assert!(file.findings.is_empty());
    assert!(file.items.is_empty() && file.balance.is_none());
}

#[test]
fn every_key_of_an_item_is_read() {
    let file = read(
        r#"
reviewed = 2026-07-03
review_every = "30 days"
[[item]]
id = "pg-14"
title = "PostgreSQL 14 everywhere"
kind = "tech-debt"
status = "building"
when = "2026-Q4"
owner = "team-data"
summary = "Every database moves."
benefit = "Security fixes for three more years."
done_when = ["A copy was upgraded", "And another"]
not_included = "Extensions"
services = "postgres"
personas = ["developer", "sre"]
goal = "time-to-market"
meets = ["no-ticket"]
asked_by = 3
confidence = "medium"
size = "XL"
after = ["backup-v2"]
evidence = ["survey:happiness/2026-Q2"]
deadline = { on = 2026-12-31, because = "Version 13 ends" }
links = [{ label = "Design", url = "https://example.org" }]
moved = [{ on = 2026-06-24, from = "2026-Q2", because = "Two incidents." }]
shipped_on = 2026-11-01
shipped_in = "2026.4"
docs = "services/postgres"
because = "x"
moved_from = ["pg-13"]
"#,
    );
    assert_eq!(messages(&file), Vec::<String>::new());
    let item = &file.items[0];
    assert_eq!(item.id.0, "pg-14");
    assert_eq!(
        item.kind.as_ref().unwrap().meaning,
        Some(ItemKind::TechDebt)
    );
    assert_eq!(item.size.as_ref().unwrap().meaning.unwrap().weight(), 12);
    assert_eq!(item.done_when.len(), 2);
    assert_eq!(item.not_included, ["Extensions"]);
    assert_eq!(item.services[0].0, "postgres");
    assert!(matches!(item.asked_by, Some(AskedBy::Count(3, _))));
    assert_eq!(
        item.deadline.as_ref().unwrap().on,
        Date::parse("2026-12-31")
    );
    assert_eq!(item.moved[0].from.as_ref().unwrap().text, "2026-Q2");
    assert_eq!(
        item.shipped_on.unwrap().0,
        Date::parse("2026-11-01").unwrap()
    );
    assert_eq!(file.reviewed.unwrap().0, Date::parse("2026-07-03").unwrap());
}

#[test]
fn faulty_items_stay_and_hide_no_other() {
    let file = read(
        "[[item]]\nid = \"a\"\ntitle = \"A\"\nkind = \"fature\"\nstatus = \"shiped\"\nwhen = \"2026-Q5\"\n\
         [[item]]\ntitle = \"No id\"\nwhen = \"2026-14\"\nsize = 3\n\
         [[item]]\n[[item]]\nid = \"d\"\nservice = [\"x\", \"y\"]\nasked_by = true\nlinks = [{ label = \"x\" }]\n",
    );
    assert_eq!(file.items.len(), 4);
    let first = &file.items[0];
    assert_eq!(first.status.as_ref().unwrap().text, "shiped");
    assert_eq!(first.status.as_ref().unwrap().meaning, None);
    assert_eq!(first.when.as_ref().unwrap().text, "2026-Q5");
    assert_eq!(file.items[1].id.0, "no-id");
    assert_eq!(file.items[2].id.0, "");
    assert_eq!(file.items[3].services.len(), 2);
    assert_eq!(
        messages(&file),
        [
            "roadmap/unknown-value: `fature` is no value of `kind`",
            "roadmap/unknown-value: `shiped` is no value of `status`",
            "roadmap/bad-date: `2026-Q5` is no date, month, quarter or year",
            "roadmap/unknown-value: this item has no id, so nothing can refer to it",
            "roadmap/bad-date: `2026-14` is no date, month, quarter or year",
            "roadmap/unknown-value: `3` is no value of `size`",
            "roadmap/unknown-value: this item has no id, so nothing can refer to it",
            "roadmap/unknown-value: `asked_by` must be a number or a list of products, this is true or false",
            "roadmap/unknown-value: this link has no address",
        ]
    );
}

#[test]
fn the_balance_and_quarters_are_read() {
    let file = read(
        "[balance]\ntarget = { feature = 60, tech-debt = 25, operations = 15 }\ntolerance = 20\n\
         reserve = { operations = 10 }\n[[quarter]]\nid = \"2026-Q4\"\ntheme = \"Debt quarter\"\n\
         because = \"CI\"\ntarget = { feature = 25.5, debt = 55, operations = 120 }\n[[quarter]]\nid = \"Q3 2026\"\n",
    );
    let balance = file.balance.as_ref().unwrap();
    assert!((balance.target.as_ref().unwrap().sum() - 100.0).abs() < 1e-9);
    assert_eq!(file.quarters[0].quarter, Quarter::parse("2026-Q4"));
    assert_eq!(file.quarters[1].quarter, None);
    assert_eq!(
        messages(&file),
        [
            "roadmap/unknown-value: `operations` is 120: a share is between 0 and 100 percent",
            "roadmap/unknown-key: `debt` is no key of target",
            "roadmap/bad-date: `Q3 2026` is no quarter",
        ]
    );
}

#[test]
fn a_move_without_a_day_is_said_and_one_with_a_day_that_cannot_be_read_is_said_once() {
    let moved = |on: &str| {
        let step = format!("moved = [{{ {on}from = \"2026-Q2\", because = \"Ill\" }}]");
        messages(&read(&format!("[[item]]\nid = \"a\"\n{step}\n")))
    };
    let said = "roadmap/missing: this move does not say on which day it was made";
    assert_eq!(moved(""), [said]);
    assert_eq!(moved("on = 2026-06-24, "), Vec::<String>::new());
    let odd = moved("on = \"in June\", ");
    assert_eq!(odd.len(), 1, "{odd:?}");
    assert!(odd[0].starts_with("roadmap/bad-date"), "{odd:?}");
}

#[test]
fn keys_in_the_wrong_place_are_told_where_they_belong() {
    let file = read(
        "title = \"x\"\n[[item]]\nid = \"a\"\nreviewed = 2026-07-03\nto = 3\nmoved = [{ to = \"x\" }]\n",
    );
    let help: Vec<_> = file.findings.iter().flat_map(|one| &one.help).collect();
    assert!(help.iter().any(|one| one.contains("[[item]]")), "{help:?}");
    assert!(
        help.iter().any(|one| one.contains("above the first")),
        "{help:?}"
    );
    assert!(
        help.iter().any(|one| one.contains("next move's")),
        "{help:?}"
    );
}
