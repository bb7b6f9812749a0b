//! What stands behind the colons.

use super::*;

fn parsed(text: &str) -> Directive {
    Directive::parse(text, 3).expect("a directive")
}

fn args(directive: &Directive) -> Vec<(&str, &str)> {
    let pairs = directive.args.iter();
    pairs.map(|(key, value)| (&**key, &**value)).collect()
}

#[test]
fn a_title_is_what_follows_the_name() {
    assert_eq!(parsed("note").title, "");
    assert_eq!(parsed("note Mind the gap").title, "Mind the gap");
    assert_eq!(parsed("note \"Mind the gap\"").title, "Mind the gap");
    assert_eq!(parsed("note[Mind the gap]").title, "Mind the gap");
    assert_eq!(parsed("tip Say \"yes\" or no").title, "Say \"yes\" or no");
    assert_eq!(parsed("tip \"Yes\" is it").title, "\"Yes\" is it");
    assert_eq!(parsed("note Title :::").title, "Title");
}

#[test]
fn the_place_of_a_title_is_known() {
    for (text, title) in [
        ("matrix postgres phase=\"Run\"", "postgres"),
        ("matrix matrix", "matrix"),
        ("matrix \"base\" party=\"customer\"", "base"),
    ] {
        let directive = parsed(text);
        assert_eq!(directive.title, title);
        assert!(
            text[directive.title_offset - 3..].starts_with(title),
            "{text}"
        );
    }
}

#[test]
fn the_place_of_a_key_is_known() {
    let text = "matrix postgres xphase=\"a\" phase=\"Run\"";
    let at = parsed(text).key_offset("phase").expect("a key");
    assert_eq!(&text[at - 3..], "phase=\"Run\"");
    assert_eq!(parsed(text).key_offset("hase"), None);
}

#[test]
fn pairs_and_flags_stand_beside_a_title() {
    let include = parsed("include a/b.rs region=\"main part\" title=\"b \\\"x\\\"\"");
    assert_eq!(include.title, "a/b.rs");
    assert_eq!(
        args(&include),
        [("region", "main part"), ("title", "b \"x\"")]
    );
    let details = parsed("details \"More\" open");
    assert_eq!(details.title, "More");
    assert_eq!(args(&details), [("open", "")]);
    assert_eq!(parsed("details open").arg("open"), Some(""));
    let question = parsed("details open questions");
    assert_eq!(
        (&*question.title, question.arg("open")),
        ("open questions", None)
    );
    assert_eq!(parsed("tab{title=\"x\"}").arg("title"), Some("x"));
}

#[test]
fn what_begins_with_no_name_is_text() {
    for text in [")", "2. x", "", "-", "a.b", "note: x"] {
        assert_eq!(Directive::parse(text, 3), None, "{text}");
    }
}

#[test]
fn the_nearest_name_is_offered() {
    assert_eq!(nearest("wraning"), Some("warning"));
    assert_eq!(nearest("danger"), Some("caution"));
    assert_eq!(nearest("detail"), Some("details"));
    assert_eq!(nearest("xylophone"), None);
}
