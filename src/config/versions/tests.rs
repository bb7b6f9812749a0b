//! The settings of versions: what is written, and what is said about what cannot be meant.

use super::super::Config;
use super::*;

fn read(text: &str) -> (Config, Vec<String>) {
    let mut findings = Vec::new();
    let config = Config::read(text, &mut findings);
    let said = |finding: &Diagnostic| match finding.label.is_empty() {
        true => finding.message.clone(),
        false => format!("{}: {}", finding.message, finding.label),
    };
    (config, findings.iter().map(said).collect())
}

#[test]
fn the_example_of_the_documentation_is_read_whole() {
    let (config, findings) = read(
        r#"
[versions]
source = "git"
include = ["tag:v*.*", "branch:main"]
name = { "tag:v(?<v>\\d+\\.\\d+)\\.\\d+" = "$v", "branch:main" = "next" }
aliases = { latest = "newest-stable" }
evergreen = "branch:main"
keep = { stable = 6, prerelease = 1, always = ["lts"] }
[versions.state]
"1.0" = { released = 2024-01-10, supported_until = 2025-06-30, note = "Migrate to 2.0" }
[publish.production]
to = "s3://docs-bucket/platform"
grace = "14 days"
"#,
    );
    assert_eq!(findings, Vec::<String>::new());
    let versions = config.versions.expect("versions");
    assert_eq!(versions.include.len(), 2);
    assert!(versions.include[0].fits(RefKind::Tag, "v2.1.3"));
    assert!(!versions.include[0].fits(RefKind::Branch, "v2.1.3"));
    assert!(!versions.include[0].fits(RefKind::Tag, "x/v2.1"));
    assert_eq!(
        versions.naming[0].name(RefKind::Tag, "v2.1.3").as_deref(),
        Some("2.1")
    );
    assert_eq!(versions.naming[0].name(RefKind::Tag, "v2.1.3-rc1"), None);
    assert_eq!(versions.evergreen.as_deref(), Some("main"));
    assert_eq!(versions.aliases["latest"], Alias::NewestStable);
    assert_eq!(versions.keep.stable, Some(6));
    let state = &versions.state["1.0"];
    assert_eq!(state.released, Date::parse("2024-01-10"));
    assert_eq!(state.note.as_deref(), Some("Migrate to 2.0"));
    assert_eq!(config.publish[0].name, "production");
    assert_eq!(config.publish[0].grace, Some(Period::Days(14)));
}

#[test]
fn without_the_table_there_are_no_versions() {
    assert_eq!(read("title = \"x\"").0.versions, None);
    let (config, findings) = read("[versions]");
    assert_eq!(findings, Vec::<String>::new());
    let versions = config.versions.expect("versions");
    assert!(versions.include[0].fits(RefKind::Tag, "v1"));
    assert_eq!(versions.aliases["latest"], Alias::NewestStable);
}

#[test]
fn what_cannot_be_meant_is_said_and_the_rest_counts() {
    let said = |text: &str| read(text).1;
    assert_eq!(
        said("[versions]\nsorce = \"git\""),
        ["`sorce` is no key of [versions]: did you mean `source`?"]
    );
    assert_eq!(
        said("[versions]\nsource = \"gti\""),
        ["`gti` is no value of `source`: did you mean `git`?"]
    );
    assert_eq!(
        said("[versions]\ninclude = [\"v*\"]"),
        ["`v*` must begin with `tag:` or `branch:`, and a name behind it"]
    );
    assert_eq!(
        said("[versions]\nname = { \"tag:v(\" = \"$v\" }"),
        ["`v(` is no expression: unclosed group"]
    );
    assert_eq!(
        said("[versions]\nname = { \"tag:v(?<v>.*)\" = \"$w\" }"),
        ["`tag:v(?<v>.*)` has no group `w`"]
    );
    assert_eq!(
        said("[versions.state]\n\"1.0\" = { released = 2026-02-30 }"),
        ["`2026-02-30` is no date"]
    );
    assert_eq!(
        said("[versions.state]\n\"1.0\" = { released = 2026-02-01, supported_until = 2025-01-01 }"),
        ["`1.0` is supported until 2025-01-01, before its release"]
    );
    assert_eq!(
        said("[publish.x]\nto = \"s4://bucket\""),
        ["`s4://bucket` is no place to publish to: did you mean `s3://`?"]
    );
    assert_eq!(
        said("[publish.x]\nto = \"git:origin\""),
        ["`git:origin` names no branch"]
    );
    assert_eq!(
        said("[publish.x]\ngrace = \"soon\""),
        ["`soon` is no period", "`x` does not say where to publish"]
    );
}
