use super::*;
use crate::model::history::History;
use crate::model::roadmap::balance::rounded;

fn roadmap(text: &str) -> Roadmap {
    let file = SitePath::new("content/roadmap/items.toml").expect("a path");
    let file = RoadmapFile::read(&file, text);
    Roadmap::build(&[file], &mut Ids::default())
}

fn quarter(text: &str) -> Quarter {
    Quarter::parse(text).expect("a quarter")
}

fn item(id: &str, kind: &str, size: &str, when: &str) -> String {
    format!("[[item]]\nid = \"{id}\"\nkind = \"{kind}\"\nsize = \"{size}\"\nwhen = \"{when}\"\n")
}

#[test]
fn the_column_follows_from_state_and_time() {
    let running = Some(quarter("2026-Q4"));
    let column = |keys: &str| roadmap(&format!("[[item]]\nid = \"a\"\n{keys}")).column(0, running);
    let cases = [
        ("when = \"2026-Q4\"", Column::Now),
        ("when = \"2026-12-31\"", Column::Now),
        ("when = \"2026-Q1\"", Column::Now),
        ("when = \"2027-Q1\"", Column::Next),
        ("when = \"2027-03\"", Column::Next),
        ("when = \"2027\"", Column::Next),
        ("when = \"2027-Q2\"", Column::Later),
        ("when = \"2026-Q4..2027-Q2\"", Column::Now),
        ("when = \"later\"", Column::Later),
        ("when = \"next\"", Column::Next),
        ("when = \"now\"", Column::Now),
        ("when = \"2026-Q9\"", Column::Later),
        ("when = \"later\"\nstatus = \"building\"", Column::Now),
        ("when = \"2026-Q4\"\nstatus = \"paused\"", Column::Later),
        ("when = \"2026-Q4\"\nstatus = \"dropped\"", Column::NotDoing),
        (
            "when = \"2027-Q4\"\nshipped_on = 2026-11-01",
            Column::Shipped,
        ),
        ("deadline = 2027-01-15", Column::Next),
    ];
    for (keys, expected) in cases {
        assert_eq!(column(keys), expected, "{keys}");
    }
}

#[test]
fn without_today_the_newest_day_of_the_roadmap_says_which_quarter_runs() {
    let text = "reviewed = 2026-07-03\n[[item]]\nid = \"a\"\nshipped_on = 2026-10-02\n";
    assert_eq!(roadmap(text).running(None), Some(quarter("2026-Q4")));
    let day = Date::parse("2027-01-01");
    assert_eq!(roadmap(text).running(day), Some(quarter("2027-Q1")));
    assert_eq!(roadmap("[[item]]\nid = \"a\"\n").running(None), None);
}

#[test]
fn items_know_what_they_wait_for_and_what_waits_for_them() {
    let roadmap = roadmap(
        "[[item]]\nid = \"a\"\nafter = [\"b\", \"a\", \"nothing\"]\n[[item]]\nid = \"b\"\n[[item]]\nid = \"b\"\n\
         [[item]]\nid = \"balance\"\n[[item]]\nid = \"2026-Q1\"\n",
    );
    assert_eq!(roadmap.items[0].after, [1]);
    assert_eq!(roadmap.items[1].needed_by, [0]);
    let addresses: Vec<_> = roadmap
        .items
        .iter()
        .map(|one| one.permalink.as_str())
        .collect();
    assert_eq!(addresses[1..3], ["/roadmap/b/", "/roadmap/b-2/"]);
    assert!(roadmap.items[2].is_displaced && roadmap.items[3].is_displaced);
    assert!(roadmap.items[4].is_displaced);
}

#[test]
fn the_worked_example_of_the_documentation_is_right() {
    let mut text = String::from(
        "[balance]\ntarget = { feature = 60, tech-debt = 25, operations = 15 }\nreserve = { operations = 10 }\n",
    );
    text.push_str(&item("a", "feature", "L", "2026-Q4"));
    text.push_str(&item("b", "tech-debt", "L", "2026-Q4..2027-Q1"));
    text.push_str(&item("c", "operations", "S", "2026-Q4"));
    let roadmap = roadmap(&text);
    let balance = roadmap.balance(quarter("2026-Q4"), None);
    // 6 + 3 + 1 = 10; of 100 points 10 are kept free for operations.
    assert_eq!(balance.planned.map(rounded), Some([54, 27, 19]));
    assert_eq!(
        roadmap
            .balance(quarter("2027-Q1"), None)
            .planned
            .map(rounded),
        Some([0, 90, 10])
    );
    assert_eq!(balance.delivered, None);
}

#[test]
fn what_is_reported_replaces_what_is_computed() {
    let text = "[[item]]\nid = \"a\"\nkind = \"feature\"\nshipped_on = 2026-05-05\n[[quarter]]\nid = \"2026-Q2\"\n\
                actual = { feature = 48, tech-debt = 22, operations = 30 }\n";
    let balance = roadmap(text).balance(quarter("2026-Q2"), None);
    assert_eq!(balance.delivered, Some([48.0, 22.0, 30.0]));
    assert!(balance.is_reported);
    assert_eq!(balance.planned, Some([100.0, 0.0, 0.0]));
    assert_eq!((balance.items, balance.without_size), (1, 1));
}

#[test]
fn an_outcome_tells_what_was_kept_moved_added_and_dropped() {
    let roadmap = roadmap(
        "[[item]]\nid = \"kept\"\nwhen = \"2026-Q2\"\nshipped_on = 2026-05-01\n\
         [[item]]\nid = \"moved\"\nwhen = \"2026-Q3\"\nmoved = [{ on = 2026-06-01, from = \"2026-Q2\", because = \"Incidents\" }]\n\
         [[item]]\nid = \"added\"\nwhen = \"2026-Q2\"\nmoved = [{ on = 2026-04-20, from = \"2026-Q4\" }]\n\
         [[item]]\nid = \"dropped\"\nwhen = \"2026-Q2\"\nstatus = \"dropped\"\nbecause = \"No one asked\"\n\
         [[item]]\nid = \"open\"\nwhen = \"2026-06\"\n\
         [[item]]\nid = \"late\"\nwhen = \"2026-Q2\"\nshipped_on = 2026-08-01\n\
         [[item]]\nid = \"early\"\nwhen = \"2026-Q4\"\nshipped_on = 2026-06-30\n\
         [[item]]\nid = \"elsewhere\"\nwhen = \"2026-Q4\"\n",
    );
    let outcome = roadmap.outcome(quarter("2026-Q2"), &History::default());
    let ids = |list: &[Promised]| -> Vec<String> {
        list.iter()
            .map(|one| roadmap.items[one.item].item.id.0.clone())
            .collect()
    };
    assert_eq!(ids(&outcome.kept), ["kept"]);
    assert_eq!(ids(&outcome.open), ["open"]);
    assert_eq!(ids(&outcome.moved), ["moved", "late"]);
    assert_eq!(ids(&outcome.added), ["added", "early"]);
    assert_eq!(ids(&outcome.dropped), ["dropped"]);
    assert_eq!(outcome.moved[0].other.as_deref(), Some("2026-Q3"));
    assert_eq!(outcome.moved[0].because.as_deref(), Some("Incidents"));
}

#[test]
fn what_moved_into_a_quarter_before_it_began_is_a_promise_of_it() {
    let item = |on: &str| {
        format!(
            "[[item]]\nid = \"{on}\"\nwhen = \"2026-Q4\"\nshipped_on = 2026-10-15\n\
             moved = [{{ {on}from = \"2026-Q3\" }}]\n"
        )
    };
    let days = ["on = 2026-07-10, ", "on = 2026-10-01, ", ""];
    let roadmap = roadmap(&days.map(item).concat());
    let outcome = roadmap.outcome(quarter("2026-Q4"), &History::default());
    let ids = |list: &[Promised]| -> Vec<ItemId> { list.iter().map(|one| one.item).collect() };
    assert_eq!(
        (ids(&outcome.kept), ids(&outcome.added)),
        (vec![0], vec![1, 2])
    );
}

/// A site whose roadmap was committed in these states, oldest first; the last is what it says now.
fn with_history(states: &[(&str, &str)]) -> crate::pipeline::Built {
    use crate::inputs::{Inputs, history::State};
    let path = "content/roadmap/items.toml";
    let now = states.last().map_or("", |(_, text)| text);
    let mut inputs = Inputs::from_texts([(path, now)]);
    inputs.today = Date::parse("2026-11-20");
    let file = SitePath::new(path).expect("a path");
    let state = |(number, (day, text)): (usize, &(&str, &str))| State {
        commit: number.to_string(),
        date: Date::parse(day).expect("a day"),
        files: [(file.clone(), (*text).into())].into(),
    };
    inputs.history.states = states.iter().enumerate().rev().map(state).collect();
    crate::pipeline::Compiler::once(None).build(&inputs)
}

#[test]
fn a_move_that_only_git_knows_counts_like_one_that_is_written() {
    let item = |id: &str, rest: &str| format!("[[item]]\nid = \"{id}\"\n{rest}\n");
    let state = |early: &str, late: &str, told: &str, gone: &str| {
        [
            item("early", early),
            item("late", late),
            item("told", told),
            item("gone", gone),
        ]
        .concat()
    };
    let (third, fourth) = ("when = \"2026-Q3\"", "when = \"2026-Q4\"");
    // The record has no day: git knows it.
    let told = format!("{fourth}\nmoved = [{{ from = \"2026-Q3\", because = \"Ill\" }}]");
    let shipped = "shipped_on = 2026-11-02";
    let built = with_history(&[
        ("2026-06-01", &state(third, third, third, fourth)),
        ("2026-09-30", &state(fourth, third, &told, fourth)),
        ("2026-10-01", &state(fourth, fourth, &told, shipped)),
    ]);
    let (roadmap, history) = (&built.site.typed.roadmap, &built.site.typed.history);
    let ids = |list: &[Promised]| -> Vec<String> {
        let ids = list.iter().map(|one| &roadmap.items[one.item].item.id.0);
        ids.cloned().collect()
    };
    let third = roadmap.outcome(quarter("2026-Q3"), history);
    assert_eq!(ids(&third.moved), ["early", "late", "told"]);
    assert_eq!(third.moved[0].other.as_deref(), Some("2026-Q4"));
    assert_eq!(third.moved[2].because.as_deref(), Some("Ill"));
    let fourth = roadmap.outcome(quarter("2026-Q4"), history);
    assert_eq!(ids(&fourth.open), ["early", "told"]);
    assert_eq!(ids(&fourth.added), ["late"]);
    assert_eq!(fourth.added[0].other.as_deref(), Some("2026-Q3"));
    assert_eq!(ids(&fourth.kept), ["gone"]);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    fn an_item() -> impl Strategy<Value = (usize, usize, i32, i32)> {
        (0..3_usize, 0..5_usize, 0..6_i32, 0..4_i32)
    }

    fn text(items: &[(usize, usize, i32, i32)]) -> String {
        let first = quarter("2026-Q1");
        let mut text = String::from("[balance]\nreserve = { operations = 10, tech-debt = 5 }\n");
        for (at, (kind, size, from, length)) in items.iter().enumerate() {
            let kind = ItemKind::ALL[*kind].word();
            let (from, to) = (first.plus(*from), first.plus(from + length));
            let size = ["S", "M", "L", "XL", ""][*size];
            let size = match size {
                "" => String::new(),
                size => format!("size = \"{size}\"\n"),
            };
            text.push_str(&format!(
                "[[item]]\nid = \"i{at}\"\nkind = \"{kind}\"\n{size}when = \"{from}..{to}\"\n"
            ));
        }
        text
    }

    proptest! {
        #[test]
        fn shares_sum_to_100_also_when_they_are_rounded(items in prop::collection::vec(an_item(), 1..12)) {
            let roadmap = roadmap(&text(&items));
            for quarter in &roadmap.quarters {
                if let Some(planned) = roadmap.balance(*quarter, None).planned {
                    prop_assert!((planned.iter().sum::<f64>() - 100.0).abs() < 1e-6);
                    prop_assert_eq!(rounded(planned).iter().sum::<u32>(), 100);
                }
            }
        }

        #[test]
        fn a_range_spreads_evenly(items in prop::collection::vec(an_item(), 1..6)) {
            let roadmap = roadmap(&text(&items));
            for (one, (_, _, _, length)) in roadmap.items.iter().zip(&items) {
                let parts: Vec<f64> = roadmap.quarters.iter()
                    .map(|quarter| one.part_of(*quarter, None))
                    .filter(|part| *part > 0.0)
                    .collect();
                prop_assert_eq!(parts.len(), usize::try_from(length + 1).unwrap_or(0));
                prop_assert!(parts.iter().all(|part| (part - parts[0]).abs() < 1e-9));
                prop_assert!((parts.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }

        #[test]
        fn the_order_of_items_does_not_matter(items in prop::collection::vec(an_item(), 1..12)) {
            let mut turned = items.clone();
            turned.reverse();
            let [one, other] = [&items, &turned].map(|items| roadmap(&text(items)));
            for quarter in &one.quarters {
                let [a, b] = [&one, &other].map(|roadmap| roadmap.balance(*quarter, None));
                prop_assert_eq!(a.planned.map(rounded), b.planned.map(rounded));
                prop_assert_eq!(a.items, b.items);
            }
        }
    }
}
