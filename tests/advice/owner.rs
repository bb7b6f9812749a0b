//! Slips of a product owner: what is offered makes nothing worse, and one slip is one finding.

use super::*;

const BASE: &str = "[[party]]\nid = \"customer\"\nname = \"You\"\nyou = true\n\
    [[party]]\nid = \"fjord\"\nname = \"Fjord\"\n[[team]]\nid = \"team-runtime\"\nname = \"Runtime\"\n";

/// What is said of the one row of a matrix whose parties are the reader and Fjord.
fn of_row(row: &str) -> String {
    let matrix = format!("title = \"A\"\n[\"Run\"]\n{row}\n");
    let inputs = Inputs::from_texts([
        ("content/platform.toml", BASE),
        ("content/responsibilities/a.toml", matrix.as_str()),
    ]);
    let all = pipeline::check(&inputs);
    let mut of_file = all
        .iter()
        .filter(|one| one.file.as_str().contains("/a.toml"));
    let one = of_file
        .next()
        .unwrap_or_else(|| panic!("a finding of {row}"));
    assert!(of_file.next().is_none(), "{all:#?}");
    in_words(one)
}

#[test]
fn two_parties_joined_by_a_word_are_both_kept() {
    let said = of_row("\"Talk\" = \"fjord and customer\"");
    assert!(said.ends_with(" fjord, customer"), "{said}");
    let said = of_row("\"Talk\" = \"Fjord & You\"");
    assert!(said.ends_with(" fjord, customer"), "{said}");
    let said = of_row("\"Talk\" = { shared = [\"fjord and customer\"], note = \"By turns.\" }");
    assert!(said.ends_with(" \"fjord\", \"customer\""), "{said}");
}

#[test]
fn letters_in_signs_of_ones_own_lose_no_party() {
    for (written, right) in [
        ("fjord: RA; customer: C", "fjord RA, customer C"),
        ("customer=R, fjord=A", "customer R, fjord A"),
        ("Fjord R/A and You C", "fjord R/A, customer C"),
        ("fjord und customer", "fjord, customer"),
    ] {
        let said = of_row(&format!("\"Talk\" = \"{written}\""));
        assert!(said.ends_with(&format!(" {right}")), "{said}");
    }
    // What is not wholly understood is not offered in part.
    let said = of_row("\"Talk\" = \"fjord: RA; somebody: C\"");
    assert!(
        !said.contains("did you mean") && said.ends_with(' '),
        "{said}"
    );
}

#[test]
fn a_wrong_key_above_the_first_phase_may_be_a_task() {
    let matrix = "title = \"A\"\n\"Other\" = \"fjord\"\n\"titel\" = \"B\"\n[\"Run\"]\n\"Watch\" = \"fjord, customer I\"\n";
    let inputs = Inputs::from_texts([
        ("content/platform.toml", BASE),
        ("content/responsibilities/a.toml", matrix),
    ]);
    let all = pipeline::check(&inputs);
    let keys = all
        .iter()
        .filter(|one| one.code.name() == "matrix/unknown-key");
    let keys: Vec<String> = keys.map(in_words).collect();
    assert_eq!(keys.len(), 2, "{all:#?}");
    for one in &keys {
        assert!(one.contains("a task stands below a phase"), "{one}");
    }
}

#[test]
fn one_party_is_the_side_of_the_reader() {
    let said_of = |parties: &str| -> Vec<String> {
        let inputs = Inputs::from_texts([
            ("content/platform.toml", parties),
            ("content/services/a.md", "+++\ntitle = \"A\"\n+++\n"),
            (
                "content/responsibilities/a.toml",
                "[\"Run\"]\n\"Watch\" = \"fjord, customer I\"\n",
            ),
        ]);
        let all = pipeline::check(&inputs);
        let of_file = all
            .iter()
            .filter(|one| one.code.name().starts_with("vocabulary/"));
        of_file
            .map(|one| format!("{:?} {}", one.severity, one.message))
            .collect()
    };
    let parties = |customer: &str, fjord: &str| {
        format!("[[party]]\nid = \"customer\"\n{customer}\n[[party]]\nid = \"fjord\"\n{fjord}\n")
    };
    let you = "you = true";
    assert_eq!(said_of(&parties(you, "")), [""; 0]);
    assert_eq!(
        said_of(&parties(you, you)),
        ["Error another party is the reader's side already"]
    );
    assert_eq!(
        said_of(&parties("", "")),
        ["Warning none of the parties is the reader's side"]
    );
}

#[test]
fn a_row_that_is_too_long_is_one_finding_whatever_stands_in_it() {
    let inputs = Inputs::from_texts([
        ("content/platform.toml", BASE),
        (
            "content/responsibilities/a.csv",
            "Task,You,Fjord\nWatch,I,RA\nSize, set,and plan,RA,C\n",
        ),
    ]);
    let all = pipeline::check(&inputs);
    let said: Vec<String> = all.iter().map(in_words).collect();
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains("5 cells, the head has 3"), "{said:?}");
}

#[test]
fn a_team_in_the_place_of_a_party_is_told_apart_from_one() {
    let said = of_row("\"Size the cluster\" = \"team-runtime\"");
    assert!(
        said.contains("`team-runtime` is a team, and a party is wanted here")
            && said.contains("customer, fjord"),
        "{said}"
    );
}

#[test]
fn a_task_of_nobody_is_offered_a_party_that_the_site_has() {
    let said = of_row("\"Pay\" = \"\"");
    assert!(said.contains("name a party: `\"fjord\"`"), "{said}");
}

#[test]
fn a_community_may_meet_at_an_event_and_is_told_the_one_it_meant() {
    let events = "[[event]]\nid = \"db-night\"\ntitle = \"Night\"\nstart = 2027-01-01\n";
    let community = "[[community]]\nid = \"db\"\nmeets = [\"db-nite\"]\n";
    let said = said(
        &[
            ("content/events.toml", events),
            ("content/communities.toml", community),
        ],
        "content/communities.toml",
        "db-nite",
    );
    assert_eq!(
        said,
        "there is no event or series `db-nite` did you mean `db-night`?  \"db-night\""
    );
}

#[test]
fn what_is_left_to_the_reader_is_not_what_a_service_takes_over() {
    let page = "+++\nlifecycle = \"live\"\ntakes_over = [\"Patching\"]\n+++\n# A\n";
    let twice = |row: &str| {
        let matrix = format!("[\"Run\"]\n\"Size it\" = {row}\n");
        let all = found(&[
            ("content/services/a.md", page),
            ("content/responsibilities/a.toml", &matrix),
        ]);
        let codes = all.iter().map(|one| one.code.name());
        codes.filter(|code| *code == "service/said-twice").count()
    };
    assert_eq!(
        twice("{ customer = \"RA\", headline = \"You size it\" }"),
        0
    );
    assert_eq!(twice("{ platform = \"RA\", headline = \"We size it\" }"), 1);
}

#[test]
fn a_move_that_does_not_say_from_when_is_told_to() {
    let items = "[[item]]\nid = \"a\"\ntitle = \"A\"\nkind = \"feature\"\nwhen = \"2027-Q1\"\n\
        benefit = \"Good\"\nmoved = [{ on = 2026-06-24, because = \"Two incidents.\" }]\n";
    let said = said(
        &[("content/roadmap/items.toml", items)],
        "content/roadmap/items.toml",
        "`from` is missing",
    );
    assert!(said.contains("from = \"2026-Q2\""), "{said}");
}

#[test]
fn a_number_in_quotes_is_one_slip_and_one_finding() {
    let vocabulary = "products = \"14\"\n[[product]]\nid = \"portal\"\nname = \"Portal\"\n";
    let page = "+++\nlifecycle = \"live\"\nused_by = 3\n+++\n# A\n";
    let inputs = Inputs::from_texts([
        ("content/platform.toml", vocabulary),
        ("content/services/a.md", page),
    ]);
    let all = pipeline::check(&inputs);
    let [one] = &all[..] else {
        panic!("one finding: {all:#?}");
    };
    assert_eq!(one.replacement.as_deref(), Some("14"));
}

#[test]
fn a_length_in_hours_is_offered_in_minutes() {
    let events = "[[event]]\nid = \"a\"\ntitle = \"A\"\ntz = \"Europe/Berlin\"\n\
        start = 2027-01-01T15:00:00\nminutes = \"3 hours\"\n";
    let said = said(
        &[("content/events.toml", events)],
        "content/events.toml",
        "minutes",
    );
    assert!(said.ends_with(" 180"), "{said}");
}
