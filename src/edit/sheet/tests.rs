use super::*;

fn item(sheet: &Sheet<'_>, index: usize) -> Node {
    match &sheet.table().get("item").expect("items").value {
        Value::List(items) => items[index].clone(),
        _ => panic!("no list"),
    }
}

fn set(text: &str, index: usize, key: &str, value: &str) -> String {
    let mut sheet = Sheet::new(text);
    let item = item(&sheet, index);
    sheet.set(&item, key, value);
    sheet.finish()
}

fn append(text: &str, index: usize) -> String {
    let mut sheet = Sheet::new(text);
    let item = item(&sheet, index);
    assert!(sheet.append(
        &item,
        "moved",
        &[("on", "1".into()), ("from", "\"x\"".into())]
    ));
    sheet.finish()
}

#[test]
fn a_value_takes_the_place_of_the_old_one_and_the_comment_stays() {
    let text = "[[item]]\nid = \"a\" # one\nwhen   =  \"2026-Q3\"   # two\n\n# three\n";
    assert_eq!(
        set(text, 0, "when", "\"2026-Q4\""),
        text.replace("2026-Q3", "2026-Q4")
    );
    let single = "[[item]]\nwhen = '2026-Q3'\n";
    assert_eq!(
        set(single, 0, "when", "\"2026-Q4\""),
        "[[item]]\nwhen = '2026-Q4'\n"
    );
}

#[test]
fn a_new_key_stands_behind_the_others_and_before_tables_below() {
    let text = "[[item]]\nid = \"a\"\n[item.deadline]\non = 2026-01-01\n[[item]]\nid = \"b\"";
    assert_eq!(
        set(text, 0, "status", "\"paused\""),
        "[[item]]\nid = \"a\"\nstatus = \"paused\"\n[item.deadline]\non = 2026-01-01\n[[item]]\nid = \"b\""
    );
    assert!(set(text, 1, "status", "1").ends_with("id = \"b\"\nstatus = 1"));
}

#[test]
fn a_new_key_is_written_as_its_neighbours_are() {
    let aligned = "[[item]]\r\n  id    = \"a\"\r\n  title = \"b\"\r\n";
    assert_eq!(
        set(aligned, 0, "when", "1"),
        format!("{aligned}  when  = 1\r\n")
    );
    assert_eq!(
        set(aligned, 0, "shipped_on", "1"),
        format!("{aligned}  shipped_on = 1\r\n")
    );
    assert_eq!(
        set("[[item]]\nid=\"a\"\n", 0, "when", "1"),
        "[[item]]\nid=\"a\"\nwhen=1\n"
    );
    assert_eq!(
        set("item = [{ id = \"a\" }, {}]\n", 0, "when", "1"),
        "item = [{ id = \"a\", when = 1 }, {}]\n"
    );
    assert_eq!(
        set("item = [{}]\n", 0, "when", "1"),
        "item = [{ when = 1 }]\n"
    );
}

#[test]
fn texts_over_lines_and_dotted_keys_are_no_obstacle() {
    let text = "[[item]]\nid = \"a\"\nsummary = \"\"\"\n[[item]]\nwhen = 1\n\"\"\"\ndead.on = 1\n\n[balance]\n";
    assert_eq!(
        set(text, 0, "when", "2"),
        text.replace("dead.on = 1\n", "dead.on = 1\nwhen = 2\n")
    );
}

#[test]
fn a_record_is_added_as_the_others_are_written() {
    let cases = [
        ("id = 1", "id = 1\nmoved = [{ on = 1, from = \"x\" }]"),
        ("moved = []", "moved = [{ on = 1, from = \"x\" }]"),
        (
            "moved = [{ a = 1 }]",
            "moved = [{ a = 1 }, { on = 1, from = \"x\" }]",
        ),
        (
            "moved = [{ a = 1 },]",
            "moved = [{ a = 1 }, { on = 1, from = \"x\" },]",
        ),
        (
            "moved = { a = 1 }",
            "moved = [{ a = 1 }, { on = 1, from = \"x\" }]",
        ),
        (
            "moved = [\n  { a = 1 }, # why\n]",
            "moved = [\n  { a = 1 }, # why\n  { on = 1, from = \"x\" },\n]",
        ),
        (
            "moved = [\n  { a = 1 } # why, and\n]",
            "moved = [\n  { a = 1 }, # why, and\n  { on = 1, from = \"x\" }\n]",
        ),
        (
            "moved = [\n  { a = 1 } ]",
            "moved = [\n  { a = 1 },\n  { on = 1, from = \"x\" } ]",
        ),
        (
            "\n[[item.moved]]\na = 1",
            "\n[[item.moved]]\na = 1\n\n[[item.moved]]\non = 1\nfrom = \"x\"",
        ),
    ];
    for (before, after) in cases {
        for end in ["\n", "\r\n"] {
            let whole =
                |text: &str| format!("[[item]]\n{text}\n\n# end\n[balance]\n").replace('\n', end);
            assert_eq!(append(&whole(before), 0), whole(after), "{before}");
        }
    }
}

#[test]
fn a_key_of_the_file_goes_above_the_first_brackets() {
    let set = |text: &str| {
        let mut sheet = Sheet::new(text);
        sheet.set_top("reviewed", "2026-07-03");
        sheet.finish()
    };
    assert_eq!(set(""), "reviewed = 2026-07-03\n");
    assert_eq!(
        set("# a\nreviewed = 1 # b\n"),
        "# a\nreviewed = 2026-07-03 # b\n"
    );
    assert_eq!(
        set("a = 1\n[[item]]\n"),
        "a = 1\nreviewed = 2026-07-03\n[[item]]\n"
    );
    assert_eq!(
        set("# the roadmap\n\n# Q3\n[[item]]\n"),
        "# the roadmap\n\nreviewed = 2026-07-03\n\n# Q3\n[[item]]\n"
    );
}

#[test]
fn an_item_is_added_behind_the_last_one() {
    let add = |text: &str| {
        let mut sheet = Sheet::new(text);
        sheet.add_item("item", &[("id", "\"n\"".into()), ("when", "1".into())]);
        sheet.finish()
    };
    let new = "[[item]]\nid = \"n\"\nwhen = 1\n";
    assert_eq!(add(""), new);
    assert_eq!(add("# a\n"), format!("# a\n\n{new}"));
    assert_eq!(
        add("[[item]]\nid = \"a\""),
        format!("[[item]]\nid = \"a\"\n\n{new}")
    );
    assert_eq!(
        add("[[item]]\nid = \"a\"\n[item.deadline]\non = 1 # x\n\n# of\n[balance]\na = 1\n"),
        format!(
            "[[item]]\nid = \"a\"\n[item.deadline]\non = 1 # x\n\n{new}\n# of\n[balance]\na = 1\n"
        )
    );
    assert_eq!(
        add("item = [{ id = \"a\" }]\n"),
        "item = [{ id = \"a\" }, { id = \"n\", when = 1 }]\n"
    );
}

#[test]
fn texts_are_quoted_so_that_toml_reads_them_back() {
    let text = "He said \"no\" \\ \u{7} over\nlines";
    let (table, errors) = toml::parse(&format!("a = {}", quoted(text)), 0);
    assert!(errors.is_empty(), "{errors:?}");
    let Some(Value::Text(read)) = table.get("a").map(|node| &node.value) else {
        panic!("no text");
    };
    assert_eq!(read, "He said \"no\" \\ \u{7} over lines");
}
