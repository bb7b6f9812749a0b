//! What can be read of a document with slips, and what is said of them.

use super::*;
use crate::decode::About;

fn first_error(text: &str) -> SyntaxError {
    parse(text, 0).1.into_iter().next().expect("an error")
}

#[test]
fn order_and_places_are_kept() {
    let (table, errors) = parse("b = 1\na = \"x\"\n", 10);
    assert!(errors.is_empty());
    let names: Vec<_> = table.entries.iter().map(|(key, _)| &key.name).collect();
    assert_eq!(names, ["b", "a"]);
    assert_eq!(table.get("a").unwrap().span, Span::new(20, 23));
}

#[test]
fn usual_slips_are_explained_with_the_line_that_mends_them() {
    let cases = [
        ("when = 2026-Q3", "when = \"2026-Q3\""),
        ("date = 2026-7-3", "date = 2026-07-03"),
        ("start = 2027-02-29T10:00:00", "28 February 2027"),
        ("start = 2027-2-8T10:00:00", "start = 2027-02-08T10:00:00"),
        ("date = 31.03.2027", "`2027-03-31`"),
        ("date = 3/4/2026", "`2026-03-04` for 4 March 2026"),
        (
            "logo = \"C:\\Users\\me\\logo.svg\"",
            "logo = \"C:/Users/me/logo.svg\"",
        ),
        ("title = Managed database", "title = \"Managed database\""),
        ("title = \u{201c}Home\u{201d}", "title = \"Home\""),
        ("my key = 1", "\"my key\" = 1"),
        ("date = 30.6.27", "`2027-06-30`"),
        ("start = 10.12.2026 17:00", "`2026-12-10T17:00:00`"),
        ("name = \"A\",", "`name = \"A\"`"),
        ("for = [\"a\",, \"b\"]", "`for = [\"a\", \"b\"]`"),
        ("mean = 3,5", "`mean = 3.5`"),
        ("summary = Every day\"", "`summary = \"Every day\"`"),
        (
            "facts = { Verfügbarkeit = \"99 %\", Max size = \"1\" }",
            "`facts = { \"Verfügbarkeit\" = \"99 %\", \"Max size\" = \"1\" }`",
        ),
        ("when = 1\nwhen = 2", "keep one"),
        ("lifecycle = \u{201a}live\u{2018}", "`lifecycle = 'live'`"),
        ("\"Price\" = 12,50", "`\"Price\" = \"12,50\"`"),
        ("\"Cases\" = 1.200.000", "`\"Cases\" = \"1.200.000\"`"),
        (
            "values = { 2026-Q1 = 9,5, 2026-Q2 = 5 }",
            "`values = { 2026-Q1 = 9.5, 2026-Q2 = 5 }`",
        ),
        (
            "deadline = { on = 31.12.2026, because = \"x, 1.1.2026\" }",
            "`deadline = { on = 2026-12-31, because = \"x, 1.1.2026\" }`",
        ),
        ("\"Price\" = 12,50 €", "`\"Price\" = \"12,50 €\"`"),
        ("[item]\na = 1\n[item]\na = 2", "[[item]]"),
        (
            "[facts]\na = 1\n[facts]\nb = 2",
            "below the first `[facts]`",
        ),
    ];
    for (wrong, right) in cases {
        let help = first_error(wrong).help.unwrap_or_default();
        assert!(help.contains(right), "{wrong}: {help}");
    }
}

#[test]
fn a_pasted_path_and_a_day_by_hand_are_one_finding_each_and_lose_nothing() {
    let text = "logo = \"C:\\Users\\me\\logo.svg\"\nday = 31.03.2027\nlast = 1\n";
    let (table, errors) = parse(text, 0);
    assert_eq!(errors.len(), 2, "{errors:?}");
    let is_path =
        |value: &Value| matches!(value, Value::Text(path) if path == "C:/Users/me/logo.svg");
    assert!(is_path(&table.get("logo").expect("the path").value));
    assert!(table.get("day").is_some() && table.get("last").is_some());
}

#[test]
fn a_head_with_too_few_brackets_costs_no_other_item() {
    let text = "day = 1\n[[item]]\nid = \"a\"\n[[quarter]]\nid = \"q\"\n[[item]]\nid = \"b\"\n[item]\nid = \"c\"\n[item.more]\nx = 1\n[[item]]\nid = \"d\"\n[item]\nid = \"e\"\n";
    let (table, errors) = parse(text, 100);
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(messages, ["`[item]` stands here for the second time"; 2]);
    assert_eq!(
        errors[0].span.of(&format!("{}{text}", " ".repeat(100))),
        "item"
    );
    let Value::List(items) = &table.get("item").expect("items").value else {
        panic!("no list");
    };
    let ids: Vec<&str> = items
        .iter()
        .map(|item| match &item.value {
            Value::Table(item) => match &item.get("id").expect("an id").value {
                Value::Text(id) => id.as_str(),
                _ => "?",
            },
            _ => "?",
        })
        .collect();
    assert_eq!(ids, ["a", "b", "c", "d", "e"]);
    assert!(table.get("quarter").is_some() && table.get("day").is_some());
    let first = "[item]\nid = \"a\"\n[[item]]\nid = \"b\"\n[[item]]\nid = \"c\"\n";
    let (table, errors) = parse(first, 0);
    assert_eq!(
        errors[0].message,
        "`[[item]]` stands here, and `[item]` above"
    );
    let Value::List(items) = &table.get("item").expect("items").value else {
        panic!("no list");
    };
    assert_eq!(items.len(), 3);
}

#[test]
fn a_phase_that_is_there_twice_is_explained() {
    let help = first_error("[\"Run\"]\na = 1\n[\"Run\"]\nb = 1").help;
    assert_eq!(
        help.as_deref(),
        Some("write its lines below the first `[\"Run\"]`")
    );
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    assert!(
        !parse(&format!("x = {}", "[".repeat(20_000)), 0)
            .1
            .is_empty()
    );
    assert!(
        !parse(&format!("x = {}", "{a=".repeat(20_000)), 0)
            .1
            .is_empty()
    );
}

/// What is read of a document, as `heading.key = value` by lines.
fn read(text: &str) -> Vec<String> {
    fn walk(table: &Table, before: &str, out: &mut Vec<String>) {
        for (key, node) in &table.entries {
            let name = format!("{before}{}", key.name);
            match &node.value {
                Value::Table(inner) => walk(inner, &format!("{name}."), out),
                Value::Text(text) | Value::Date(text) => out.push(format!("{name} = {text}")),
                value => out.push(format!("{name}: {}", value.kind())),
            }
        }
    }
    let mut out = Vec::new();
    walk(&parse(text, 0).0, "", &mut out);
    out
}

#[test]
fn a_slip_costs_nothing_of_what_follows() {
    let cases = [
        ("Size the DB v1.2 = \"p\"", "r.Size the DB v1.2 = p"),
        ("Größe wählen = \"p\"  # why", "r.Größe wählen = p"),
        (
            "CPU/memory limits = platform",
            "r.CPU/memory limits = platform",
        ),
        ("when = 2026-Q3", "r.when = 2026-Q3"),
        ("when = now # soon", "r.when = now"),
        ("x = customer A, platform R", "r.x = customer A, platform R"),
        ("on = 2026-7-3", "r.on = 2026-07-03"),
        ("\"y\" : \"p\"", "r.y = p"),
        ("y: platform", "r.y = platform"),
        ("\"y\" = 'platform", "r.y = platform"),
        ("y = \"platform", "r.y = platform"),
        ("y = \u{201c}platform\u{201d}", "r.y = platform"),
        ("y = \"a \"good\" one\"", "r.y = a \"good\" one"),
        ("y = { a = \"1\", b = \"2\"", "r.y.a = 1"),
        ("y = [\"a\", \"b\"", "r.y: a list"),
        ("[Run the thing]\nz = \"p\"", "Run the thing.z = p"),
        ("[Betrieb & Größe]\nz = \"p\"", "Betrieb & Größe.z = p"),
        (
            "[Run it.offering.pro]\nz = \"p\"",
            "Run it.offering.pro.z = p",
        ),
    ];
    for (slip, meant) in cases {
        let text = format!("first = \"1\"\n[r]\nk = \"v\"\n{slip}\n\n[s]\nlast = \"2\"\n");
        let found = read(&text);
        for wanted in ["first = 1", "r.k = v", meant, "s.last = 2"] {
            assert!(found.iter().any(|line| line == wanted), "{slip}: {found:?}");
        }
        let (_, errors) = parse(&text, 0);
        assert_eq!(errors.len(), 1, "{slip}: {errors:?}");
        let line = crate::source::position(&text, errors[0].span.start).line;
        assert_eq!(line, 4, "{slip}: {errors:?}");
        assert!(errors[0].help.is_some(), "{slip}: {errors:?}");
    }
}

#[test]
fn several_slips_are_all_said_and_places_stay_those_of_the_file() {
    let text = "a b = now\n[The phase]\nÜber = x\nlast = \"1\"\n";
    let (table, errors) = parse(text, 100);
    let lines: Vec<usize> = errors
        .iter()
        .map(|error| crate::source::position(text, error.span.start - 100).line)
        .collect();
    assert_eq!(lines, [1, 2, 3], "{errors:?}");
    let (key, value) = table.entry("a b").expect("a key");
    let of = |span: Span| Span::new(span.start - 100, span.end - 100).of(text);
    assert_eq!((of(key.span), of(value.span)), ("a b", "now"));
    let Value::Table(phase) = &table.get("The phase").expect("a phase").value else {
        panic!("no table");
    };
    let last = phase.get("last").expect("what follows");
    assert_eq!(of(last.span), "\"1\"");
}

#[test]
fn a_day_that_does_not_exist_is_said_to_end_its_month() {
    for (wrong, help) in [
        ("on = 2026-02-30", "28 February 2026"),
        ("x = { on = 2026-06-31, y = 1 }", "30 June 2026"),
        ("on = 2026-13-03", "twelve months"),
        ("on = 2026-04-00", "2026-04-01"),
    ] {
        let (_, errors) = parse(wrong, 0);
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].message.ends_with("is no date"), "{errors:?}");
        let advice = errors[0].help.clone().unwrap_or_default();
        assert!(advice.contains(help), "{wrong}: {advice}");
        assert_eq!(errors[0].about, About::Date);
    }
}

#[test]
fn several_texts_without_brackets_are_a_list() {
    let many = first_error("runs_on = \"a\", \"b\"\n");
    assert_eq!(
        many.help.as_deref(),
        Some("write `runs_on = [\"a\", \"b\"]`")
    );
}
