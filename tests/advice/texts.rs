//! Texts where an id, a key or a number is wanted.

use super::{PLATFORM, found, in_words, said};

#[test]
fn the_words_of_a_need_are_told_its_id() {
    let platform = PLATFORM.replace(
        "group = \"developer\"\n",
        "group = \"developer\"\nneeds = { streams = \"Positions as a stream, not as a file\" }\n",
    );
    let page = "+++\nmeets = [\"Positions as a stream, not as a file\"]\n+++\n# A\n";
    let files = [
        ("content/platform.toml", platform.as_str()),
        ("content/services/a.md", page),
    ];
    let said = said(&files, "content/services/a.md", "need");
    assert!(said.contains("these are the words of `streams`"), "{said}");
    assert!(said.ends_with("\"streams\""), "{said}");
}

#[test]
fn a_title_with_a_colon_is_told_its_quotes() {
    for (title, advice) in [
        ("Backup: what we do", "`title: \"Backup: what we do\"`"),
        ("Say \"no\": why", "`title: \"Say \\\"no\\\": why\"`"),
    ] {
        let page = format!("---\ntitle: {title}\n---\n\nText.\n");
        let said = said(&[("content/a.md", &page)], "content/a.md", "YAML");
        assert!(said.contains(advice), "{said}");
    }
}

#[test]
fn thousands_and_decimals_between_braces_are_one_number() {
    let metric = "[[metric]]\nid = \"x\"\nname = \"X\"\n\
                  values = { 2026-Q1 = 1.200,25, 2026-Q2 = 1.300,5 }\n";
    let all = found(&[("content/scorecard.toml", metric)]);
    let of_syntax: Vec<String> = all
        .iter()
        .filter(|one| one.code.name() == "toml/syntax")
        .map(in_words)
        .collect();
    let [said] = &of_syntax[..] else {
        panic!("one finding: {all:#?}");
    };
    assert!(
        said.contains("`values = { 2026-Q1 = 1200.25, 2026-Q2 = 1300.5 }`"),
        "{said}"
    );
}

#[test]
fn a_need_of_two_personas_has_one_text() {
    let file = "content/platform.toml";
    let with = |second: &str| {
        PLATFORM
            .replacen(
                "group = \"developer\"\n",
                "group = \"developer\"\nneeds = { no-ticket = \"No ticket\" }\n",
                1,
            )
            .replacen(
                "[[product]]",
                &format!("needs = {{ no-ticket = \"{second}\" }}\n[[product]]"),
                1,
            )
    };
    let other = with("No ticket at night");
    let said = said(&[(file, other.as_str())], file, "other words");
    assert!(said.contains("another id"), "{said}");
    let same = with("No ticket");
    let all = found(&[(file, same.as_str())]);
    assert!(
        all.iter().all(|one| !one.message.contains("other words")),
        "{all:#?}"
    );
}
