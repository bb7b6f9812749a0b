//! What the project is made of: licences that it may be given on with, and nothing that is banned.

use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than their text beside a binary.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    "Unicode-3.0",
    "MPL-2.0",
    "BlueOak-1.0.0",
    // Of lists and other data: the certificates that encrypted connections begin with.
    "CDLA-Permissive-2.0",
];

/// Crates that never become part of the project, and why.
const BANNED: &[(&str, &str)] = &[
    (
        "tiny_http",
        "CVE-2026-66752 and CVE-2026-66753 are open, requests hang its workers",
    ),
    ("giallo", "EUPL"),
    ("garage", "AGPL"),
    ("serde_yaml", "unmaintained"),
    ("yaml-rust", "unmaintained, RUSTSEC-2024-0320"),
    (
        "openssl",
        "a system library that differs from machine to machine",
    ),
    (
        "openssl-sys",
        "a system library that differs from machine to machine",
    ),
    ("lazy_static", "std::sync::LazyLock does it"),
    ("atty", "unsound on Windows, std does it"),
    ("time", "one library for dates is enough: jiff"),
    ("chrono", "one library for dates is enough: jiff"),
];

/// Banned crates that one other may bring along, while the project itself does not use them: the cargo
/// feature `cloud` has them, which is off by default.
const BROUGHT: &[(&str, &str)] = &[("chrono", "object_store")];

/// Unmaintained crates that stay for now, and why.
///
/// bincode 1 (RUSTSEC-2025-0141, unmaintained, no known fault) reads the grammars that are embedded
/// in this binary, never anything from outside; syntect names it, and goes when syntect lets it go.
const TOLERATED: &[&str] = &["bincode"];

fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--all-features",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    metadata["packages"]
        .as_array()
        .expect("a list of packages")
        .clone()
}

/// Whether an SPDX expression can be met with allowed licences: OR binds least, brackets most.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    let expression = expression.trim();
    if let Some(choices) = split(expression, " OR ") {
        return choices.into_iter().any(is_allowed);
    }
    if let Some(parts) = split(expression, " AND ") {
        return parts.into_iter().all(is_allowed);
    }
    match expression
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        Some(inner) => is_allowed(inner),
        None => ALLOWED.contains(&expression),
    }
}

/// The parts of an expression between words that stand in no brackets; None where there is none.
fn split<'a>(expression: &'a str, word: &str) -> Option<Vec<&'a str>> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && at >= start && expression[at..].starts_with(word) => {
                parts.push(&expression[start..at]);
                start = at + word.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    (parts.len() > 1).then_some(parts)
}

#[test]
fn every_dependency_has_a_licence_that_allows_to_give_it_on() {
    let mut wrong = Vec::new();
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or("none");
        if !is_allowed(licence) {
            wrong.push(format!(
                "{} {}: {licence}",
                package["name"], package["version"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_banned_is_a_dependency() {
    let mut wrong = Vec::new();
    let packages = packages();
    for package in &packages {
        let name = package["name"].as_str().unwrap_or("");
        let is_brought = BROUGHT.iter().any(|(brought, by)| {
            *brought == name && users(&packages, name).iter().all(|user| user == by)
        });
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == name)
            && !is_brought
        {
            wrong.push(format!("{name}: {why}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The crates that depend on one.
fn users(packages: &[Value], name: &str) -> Vec<String> {
    let uses = |package: &&Value| {
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        dependencies
            .filter(|one| one["kind"].is_null() && one["optional"] != true)
            .any(|one| one["name"] == *name)
    };
    let users = packages.iter().filter(uses);
    users
        .filter_map(|package| package["name"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn everything_comes_from_the_registry() {
    for package in packages() {
        let name = package["name"].as_str().unwrap_or("");
        let source = package["source"].as_str();
        let from_registry = source.is_some_and(|source| source.starts_with("registry+"));
        assert!(
            from_registry || name == "groundplan",
            "{name} comes from {source:?}"
        );
    }
}

#[test]
fn what_is_tolerated_is_still_needed() {
    let packages = packages();
    for name in TOLERATED {
        let is_there = packages.iter().any(|package| package["name"] == **name);
        assert!(is_there, "{name} is gone: remove it from the list");
    }
}

#[test]
fn choices_and_combinations_of_licences_are_understood() {
    assert!(is_allowed("MIT OR GPL-3.0"));
    assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(is_allowed("Unlicense/MIT"));
    assert!(!is_allowed("(MIT OR Apache-2.0) AND GPL-3.0"));
    assert!(is_allowed("GPL-3.0 OR (MIT AND (ISC OR GPL-2.0))"));
    assert!(!is_allowed("GPL-3.0"));
    assert!(!is_allowed("none"));
}
