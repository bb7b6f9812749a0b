//! The list of versions: nothing of another tool is lost, and the same list is the same bytes.

use super::*;

/// A list as mike 2.2 writes it, with what its users may have put beside it.
const OF_MIKE: &str = r#"[
  {
    "version": "1.1",
    "title": "1.1.0 (old)",
    "aliases": ["latest"],
    "properties": {"hidden": true, "z": [1,   2]},
    "extra": "kept"
  },
  {
    "version": "1.0",
    "title": "1.0",
    "aliases": []
  }
]"#;

fn record() -> Record {
    Record {
        released: Date::parse("2026-01-10"),
        commit: Some("0123abcd".into()),
        sequence: Some(1_768_003_200),
        ..Record::default()
    }
}

fn list(json: &str) -> List {
    List::parse(json.as_bytes()).expect("a list")
}

fn text_of(list: &List) -> String {
    String::from_utf8(list.to_json()).expect("JSON is UTF-8")
}

#[test]
fn what_mike_wrote_stays_as_it_is_when_a_version_is_added() {
    let mut list = list(OF_MIKE);
    list.put(Entry::new("2.0", record()), &Order::default());
    let written = text_of(&list);
    let end = OF_MIKE.strip_prefix("[\n").expect("an array");
    assert!(written.ends_with(&format!("{end}\n")), "{written}");
    let names: Vec<&str> = list.entries().iter().map(|one| &*one.version).collect();
    assert_eq!(names, ["2.0", "1.1", "1.0"]);
}

#[test]
fn an_alias_moves_and_what_other_tools_wrote_beside_it_stays() {
    let mut list = list(OF_MIKE);
    let mut entry = Entry::new("2.0", record());
    entry.aliases = vec!["latest".into()];
    list.put(entry, &Order::default());
    let again = List::parse(&list.to_json()).expect("what was written");
    assert_eq!(again.find("latest").map(|one| &*one.version), Some("2.0"));
    let value: serde_json::Value = serde_json::from_slice(&list.to_json()).expect("JSON");
    assert_eq!(value[1]["aliases"], serde_json::json!([]));
    assert_eq!(value[1]["properties"]["z"], serde_json::json!([1, 2]));
    assert_eq!(value[1]["extra"], "kept");
    assert_eq!(value[1]["title"], "1.1.0 (old)");
}

#[test]
fn an_entry_of_ours_is_written_as_the_contract_says() {
    let mut list = List::default();
    let mut entry = Entry::new("2.1", record());
    entry.aliases = vec!["latest".into()];
    list.put(entry, &Order::default());
    let expected = r#"[
  {
    "version": "2.1",
    "title": "2.1",
    "aliases": ["latest"],
    "properties": {
      "groundplan": {
        "schema": 1,
        "stage": "stable",
        "released": "2026-01-10",
        "commit": "0123abcd",
        "sequence": 1768003200
      }
    }
  }
]
"#;
    assert_eq!(text_of(&list), expected);
    assert_eq!(
        text_of(&List::parse(&list.to_json()).expect("ours")),
        expected
    );
    let script = String::from_utf8(list.to_script()).expect("a script");
    assert!(script.starts_with("groundplanVersions([\n"));
    assert!(script.ends_with("]);\n"));
}

#[test]
fn publishing_again_replaces_our_part_and_keeps_that_of_others() {
    let json = r#"[{"version":"2.0","title":"2.0","aliases":["lts"],
        "properties":{"groundplan":{"schema":1,"stage":"stable","later":[1]},"theirs":1},"x":2}]"#;
    let mut list = list(json);
    list.put(Entry::new("2.0", record()), &Order::default());
    let value: serde_json::Value = serde_json::from_slice(&list.to_json()).expect("JSON");
    assert_eq!(value[0]["properties"]["theirs"], 1);
    assert_eq!(value[0]["x"], 2);
    assert_eq!(value[0]["properties"]["groundplan"]["commit"], "0123abcd");
}

#[test]
fn a_member_of_a_later_edition_is_kept() {
    let json = r#"[{"version":"2.0","title":"2.0","aliases":[],
        "properties":{"groundplan":{"schema":1,"stage":"stable","later":[1]}}}]"#;
    let mut list = list(json);
    assert!(list.alias("latest", Some("2.0")));
    let value: serde_json::Value = serde_json::from_slice(&list.to_json()).expect("JSON");
    assert_eq!(
        value[0]["properties"]["groundplan"]["later"],
        serde_json::json!([1])
    );
}

#[test]
fn damage_is_said_and_never_guessed_away() {
    let said = |json: &str| {
        List::parse(json.as_bytes())
            .expect_err("damage")
            .to_string()
    };
    assert!(said("").contains("EOF"), "{}", said(""));
    assert_eq!(said("[1]"), "entry 1 is no object");
    assert_eq!(said(r#"[{"title":"x"}]"#), "entry 1 has no `version`");
    assert_eq!(
        said(r#"[{"version":"1"},{"version":"1"}]"#),
        "the version `1` is listed twice"
    );
    assert_eq!(
        said(r#"[{"version":"1","aliases":["a"]},{"version":"2","aliases":["a"]}]"#),
        "two versions have the name `a`"
    );
    assert_eq!(
        said(r#"[{"version":"1","properties":{"groundplan":{"schema":2}}}]"#),
        "entry 1 was written by a later version of Groundplan"
    );
    assert_eq!(
        said(r#"[{"version":"1","properties":{"groundplan":{"released":"2026-02-31"}}}]"#),
        "entry 1 has a `released` that is no date: `2026-02-31`"
    );
}

#[test]
fn properties_of_another_kind_are_kept() {
    let json = r#"[{"version":"1","title":"1","aliases":["a"],"properties":null}]"#;
    let mut list = list(json);
    assert!(list.alias("a", None));
    let value: serde_json::Value = serde_json::from_slice(&list.to_json()).expect("JSON");
    assert_eq!(value[0]["properties"], serde_json::Value::Null);
    assert!(value[0].get("properties").is_some());
}

#[test]
fn latest_is_the_newest_stable_or_the_newest_there_is() {
    let mut list = List::default();
    let of_stage = |stage| Record {
        stage,
        ..Record::default()
    };
    let newest = |list: &List| list.newest_stable().map(|one| one.version.clone());
    assert_eq!(newest(&list), None);
    let order = Order::default();
    list.put(Entry::new("next", of_stage(Stage::Development)), &order);
    assert_eq!(newest(&list).as_deref(), Some("next"));
    list.put(Entry::new("2.0-rc.1", of_stage(Stage::Prerelease)), &order);
    assert_eq!(newest(&list).as_deref(), Some("2.0-rc.1"));
    list.put(Entry::new("1.0", of_stage(Stage::Stable)), &order);
    assert_eq!(newest(&list).as_deref(), Some("1.0"));
}

#[test]
fn an_alias_names_one_version_and_never_hides_one() {
    let mut list = list(OF_MIKE);
    assert!(!list.alias("latest", Some("7")));
    assert!(!list.alias("1.0", Some("1.1")));
    assert!(list.alias("latest", Some("1.0")));
    assert_eq!(list.find("latest").map(|one| &*one.version), Some("1.0"));
    assert!(list.remove("1.0").is_some());
    assert_eq!(list.find("latest"), None);
    list.put(Entry::new("latest", record()), &Order::default());
    assert_eq!(list.find("latest").map(|one| &*one.version), Some("latest"));
}
