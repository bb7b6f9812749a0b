//! What goes wrong: caches, servers and addresses that are not what they should be.

use super::*;

#[test]
fn a_cache_that_a_killed_run_left_behind_is_not_trusted() {
    let bench = Bench::new();
    bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    let publish = bench.path("cache/publish");
    let clone = std::fs::read_dir(publish)
        .expect("a cache")
        .next()
        .expect("a clone")
        .expect("a clone");
    std::fs::write(clone.path().join("in-use"), "").expect("a file");
    std::fs::write(clone.path().join("git/shallow.lock"), "").expect("a file");
    std::fs::write(clone.path().join("git/HEAD"), "broken").expect("a file");
    let aside = clone.path().join("git.1.old");
    std::fs::create_dir_all(aside.join("objects")).expect("a folder");
    bench
        .publish(&version("2.0", 2, &PAGES))
        .expect("published");
    assert_eq!(bench.versions(), ["2.0", "1.0"]);
    assert!(!aside.exists(), "what was put aside is cleared away");
}

#[test]
fn what_cannot_be_reached_is_said_and_nothing_is_tried_for_ever() {
    let bench = Bench::new();
    let site = bench.path("site");
    let none = Branch::open(
        &site,
        &bench.path("cache"),
        &bench.path("none.git").display().to_string(),
        "gh-pages",
    );
    let failed =
        publish(&none.expect("a branch"), &version("1.0", 1, &PAGES)).expect_err("no repository");
    assert_eq!(failed.exit_code(), 1);
    let said = failed.into_error().to_string();
    assert!(
        said.contains("does not appear to be a git repository"),
        "{said}"
    );
    let name = Branch::open(&site, &bench.path("cache"), "origin", "gh-pages")
        .err()
        .expect("no remote");
    assert!(
        name.to_string().contains("no remote of the name origin"),
        "{name}"
    );
    let bad = Branch::open(&site, &bench.path("cache"), "../target.git", "-f")
        .err()
        .expect("a bad name");
    assert!(
        bad.to_string().contains("cannot be the name of a branch"),
        "{bad}"
    );
}

#[test]
fn a_server_that_forbids_it_is_quoted_and_not_asked_again() {
    let bench = Bench::new();
    let hook = bench.path("target.git/hooks/pre-receive");
    std::fs::create_dir_all(bench.path("target.git/hooks")).expect("a folder");
    std::fs::write(
        &hook,
        "#!/bin/sh\necho called >> \"$GIT_DIR/calls\"\necho not today >&2\nexit 1\n",
    )
    .expect("a hook");
    Command::new("chmod")
        .arg("+x")
        .arg(&hook)
        .status()
        .expect("chmod");
    let failed = bench
        .publish(&version("1.0", 1, &PAGES))
        .expect_err("refused");
    let said = failed.into_error().to_string();
    assert!(
        said.contains("not today") && said.contains("pre-receive hook declined"),
        "{said}"
    );
    let calls = std::fs::read_to_string(bench.path("target.git/calls")).expect("calls");
    assert_eq!(calls.lines().count(), 1);
}

#[test]
fn nothing_is_written_beside_the_target_and_the_cache() {
    let bench = Bench::new();
    bench.git(&["init", "-q", "site"]);
    bench.git(&["-C", "site", "remote", "add", "origin", "../target.git"]);
    std::fs::write(bench.path("site/hooked"), "").expect("a file");
    let hooks = bench.path("site/.git/hooks");
    std::fs::create_dir_all(&hooks).expect("a folder");
    std::fs::write(hooks.join("pre-push"), "#!/bin/sh\nrm ../site/hooked\n").expect("a hook");
    Command::new("chmod")
        .arg("+x")
        .arg(hooks.join("pre-push"))
        .status()
        .expect("chmod");
    let state = || {
        bench.git(&["-C", "site", "for-each-ref"])
            + &bench.git(&["-C", "site", "status", "--porcelain"])
    };
    let before = state();
    let branch = Branch::open(
        &bench.path("site"),
        &bench.path("cache"),
        "origin",
        "gh-pages",
    )
    .expect("a branch");
    publish(&branch, &version("1.0", 1, &PAGES)).expect("published");
    assert_eq!(state(), before);
    assert_eq!(bench.versions(), ["1.0"]);
}
