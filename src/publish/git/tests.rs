use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use super::*;
use crate::path::OutputPath;
use crate::publish::manage;
use crate::publish::protocol::{self, Report};
use crate::publish::release::{Options, Release};
use crate::versions::list::{self, Entry, List, Record};
use crate::versions::manifest::{Manifest, Stamp};
use crate::versions::order::Order;

/// A bare repository, and a folder for caches.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        std::fs::create_dir(bench.path("site")).expect("a folder");
        bench.git(&["init", "-q", "--bare", "-b", "main", "target.git"]);
        bench.git(&[
            "-C",
            "target.git",
            "config",
            "uploadpack.allowFilter",
            "true",
        ]);
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .arg("-C")
            .arg(self.folder.path())
            .args(args)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "a")
            .env("GIT_AUTHOR_EMAIL", "a@example.org")
            .env("GIT_COMMITTER_NAME", "a")
            .env("GIT_COMMITTER_EMAIL", "a@example.org")
            .output()
            .expect("git");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {stderr}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn branch(&self, cache: &str) -> Branch {
        let (site, cache) = (self.path("site"), self.path(cache));
        Branch::open(
            &site,
            &cache,
            &self.path("target.git").display().to_string(),
            "gh-pages",
        )
        .expect("a branch")
    }

    fn publish(&self, release: &Release<'_>) -> Outcome<Done<Report>> {
        publish(&self.branch("cache"), release)
    }

    /// All files of the branch below a folder with the ids of their contents.
    fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let listed = self.git(&[
            "-C",
            "target.git",
            "ls-tree",
            "-r",
            "gh-pages",
            "--",
            folder,
        ]);
        let pair = |line: &str| {
            let (facts, path) = line.split_once('\t').expect("a path");
            (path.to_owned(), facts.to_owned())
        };
        listed.lines().map(pair).collect()
    }

    fn show(&self, path: &str) -> String {
        self.git(&["-C", "target.git", "show", &format!("gh-pages:{path}")])
    }

    fn tip(&self) -> String {
        self.git(&["-C", "target.git", "rev-parse", "gh-pages"])
    }

    fn list(&self) -> List {
        List::parse(self.show(list::FILE).as_bytes()).expect("a list")
    }

    fn versions(&self) -> Vec<String> {
        let list = self.list();
        list.entries()
            .iter()
            .map(|entry| entry.version.clone())
            .collect()
    }
}

fn publish(branch: &Branch, release: &Release<'_>) -> Outcome<Done<Report>> {
    let order = Order::default();
    let arrange = |list: &mut List| {
        let newest = list.newest_stable().map(|entry| entry.version.clone());
        list.alias("latest", newest.as_deref());
    };
    let options = Options {
        order: &order,
        arrange: &arrange,
        grace: 0,
        rebuild: false,
        adopt: false,
        tombstones: true,
    };
    let run = run();
    let work = |draft: &Draft<'_>| {
        look_ahead(draft, &release.part())?;
        let report = protocol::publish(draft, release, &options, &run)?;
        serve_plainly(draft, &run)?;
        Ok(report)
    };
    branch.change(&run, work, |_| format!("Publish {}\n", release.part()))
}

fn run() -> Run<'static> {
    Run {
        now: 1_768_003_200,
        seed: u64::from(std::process::id()) ^ thread_number(),
        wait: &std::thread::sleep,
        tell: &|_| {},
    }
}

fn thread_number() -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    std::thread::current().id().hash(&mut hasher);
    hasher.finish()
}

/// A version of these pages.
fn version(name: &str, sequence: i64, pages: &[(&str, &str)]) -> Release<'static> {
    let mut release = evergreen(sequence, pages);
    release.manifest.version = Some(name.to_owned());
    let record = Record {
        sequence: Some(sequence),
        tree: Some(crate::digest::Sha256::of(&release.manifest.to_json()).to_string()),
        ..Record::default()
    };
    release.entry = Some(Entry::new(name, record));
    let pages: BTreeMap<String, Arc<[u8]>> = pages
        .iter()
        .map(|(path, text)| (format!("{name}/{path}"), text.as_bytes().into()))
        .chain([("_a/0.css".to_owned(), b"p{}".as_slice().into())])
        .collect();
    release.bytes = Box::new(move |path| Ok(pages[path].clone()));
    release
}

fn evergreen(sequence: i64, pages: &[(&str, &str)]) -> Release<'static> {
    let path = |text: &str| OutputPath::new(text).expect("a path");
    let files = pages
        .iter()
        .map(|(name, text)| (path(name), Stamp::of(text.as_bytes())));
    let manifest = Manifest {
        version: None,
        commit: Some("0123abcd".into()),
        sequence: Some(sequence),
        input: format!("{sequence:x}"),
        tool: "0.1.0".into(),
        files: files.collect(),
        assets: [(path("_a/0.css"), Stamp::of(b"p{}"))].into(),
    };
    let pages: BTreeMap<String, Arc<[u8]>> = pages
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().into()))
        .chain([("_a/0.css".to_owned(), b"p{}".as_slice().into())])
        .collect();
    Release {
        manifest,
        entry: None,
        bytes: Box::new(move |path| Ok(pages[path].clone())),
    }
}

const PAGES: [(&str, &str); 3] = [
    ("index.html", "<p>contents"),
    ("services/db/index.html", "<p>db"),
    ("ä b/\"c\".html", "<p>names"),
];

#[test]
fn a_branch_that_is_missing_is_made_without_a_parent() {
    let bench = Bench::new();
    let done = bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    assert_eq!(done.commit, Some(bench.tip()));
    assert_eq!(
        bench.git(&["-C", "target.git", "rev-list", "--count", "gh-pages"]),
        "1"
    );
    assert_eq!(bench.versions(), ["1.0"]);
    assert_eq!(bench.show("1.0/services/db/index.html"), "<p>db");
    assert_eq!(bench.show("1.0/ä b/\"c\".html"), "<p>names");
    assert_eq!(bench.show("latest/index.html"), "<p>contents");
    assert_eq!(bench.show(".nojekyll"), "");
}

#[test]
fn published_again_unchanged_nothing_is_written() {
    let bench = Bench::new();
    bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    let before = bench.tip();
    let again = bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    assert_eq!(again.commit, None);
    assert_eq!(bench.tip(), before);
}

#[test]
fn publishing_b_changes_no_byte_under_a() {
    let bench = Bench::new();
    bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    let before = bench.files("1.0");
    bench
        .publish(&version("2.0", 2, &PAGES[..2]))
        .expect("published");
    assert_eq!(bench.files("1.0"), before);
    assert_eq!(bench.versions(), ["2.0", "1.0"]);
    // What `latest` had and 2.0 has not leads to the last version that had it.
    assert!(bench.show("latest/ä b/\"c\".html").contains("1.0"));
}

#[test]
fn what_others_keep_on_the_branch_stays() {
    let bench = Bench::new();
    bench.git(&["init", "-q", "-b", "gh-pages", "other"]);
    std::fs::create_dir_all(bench.path("other/1.0")).expect("a folder");
    std::fs::write(bench.path("other/CNAME"), "docs.example.org").expect("a file");
    std::fs::write(bench.path("other/1.0/notes.txt"), "mine").expect("a file");
    std::fs::write(bench.path("other/.nojekyll"), "mine").expect("a file");
    bench.git(&["-C", "other", "add", "-A"]);
    bench.git(&["-C", "other", "commit", "-q", "-m", "x"]);
    bench.git(&["-C", "other", "push", "-q", "../target.git", "gh-pages"]);
    bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    bench
        .publish(&version("1.0", 2, &PAGES[..1]))
        .expect("published");
    assert_eq!(bench.show("CNAME"), "docs.example.org");
    assert_eq!(bench.show("1.0/notes.txt"), "mine");
    assert_eq!(bench.show(".nojekyll"), "mine");
    assert!(
        !bench
            .files("1.0")
            .contains_key("1.0/services/db/index.html")
    );
    assert_eq!(
        bench.git(&["-C", "target.git", "rev-list", "--count", "gh-pages"]),
        "3"
    );
}

#[test]
fn eight_publishers_of_eight_versions_at_once_are_all_listed() {
    let bench = Bench::new();
    std::thread::scope(|scope| {
        for number in 1..=8 {
            let bench = &bench;
            scope.spawn(move || {
                let name = format!("{number}.0");
                let text = format!("<p>{number}");
                let release = version(&name, 1, &[("index.html", &text), PAGES[1]]);
                let branch = bench.branch(&format!("cache{number}"));
                publish(&branch, &release).expect("published");
            });
        }
    });
    let expected: Vec<String> = (1..=8).rev().map(|number| format!("{number}.0")).collect();
    assert_eq!(bench.versions(), expected);
    for number in 1..=8 {
        assert_eq!(
            bench.show(&format!("{number}.0/index.html")),
            format!("<p>{number}")
        );
    }
    assert_eq!(bench.show("latest/index.html"), "<p>8");
    assert_eq!(
        bench.git(&["-C", "target.git", "rev-list", "--count", "gh-pages"]),
        "8"
    );
}

#[test]
fn of_two_publishers_of_one_version_the_newer_source_wins() {
    let bench = Bench::new();
    std::thread::scope(|scope| {
        for sequence in 1..=2 {
            let bench = &bench;
            scope.spawn(move || {
                let text = format!("<p>{sequence}");
                let release = version("1.0", sequence, &[("index.html", &text)]);
                let done = publish(&bench.branch(&format!("cache{sequence}")), &release);
                let lost = matches!(done, Err(Failure::Older { .. }));
                assert!(done.is_ok() || (sequence == 1 && lost), "{done:?}");
            });
        }
    });
    assert_eq!(bench.show("1.0/index.html"), "<p>2");
    let late = bench.publish(&version("1.0", 1, &PAGES));
    assert!(matches!(late, Err(Failure::Older { .. })));
}

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

#[test]
fn rollback_puts_back_what_the_versions_had_and_is_itself_history() {
    let bench = Bench::new();
    bench
        .publish(&version("1.0", 1, &PAGES))
        .expect("published");
    bench
        .publish(&version("2.0", 2, &PAGES))
        .expect("published");
    let before = (bench.files("1.0"), bench.files("latest"));
    let other = [("index.html", "<p>other"), ("more.html", "<p>more")];
    bench
        .publish(&version("1.0", 3, &other))
        .expect("published");
    assert_ne!(bench.files("1.0"), before.0);
    let order = Order::default();
    let options = Options {
        order: &order,
        arrange: &|_| {},
        grace: 0,
        rebuild: false,
        adopt: false,
        tombstones: true,
    };
    let run = run();
    let back = |to: Option<u64>| {
        let work = |draft: &Draft<'_>| manage::rollback(draft, to, &options, &run);
        bench
            .branch("another cache")
            .change(&run, work, |_| "back\n".into())
    };
    back(None).expect("a way back");
    assert_eq!((bench.files("1.0"), bench.files("latest")), before);
    back(None).expect("the way back from there");
    assert_eq!(bench.show("1.0/more.html"), "<p>more");
    assert_eq!(
        bench.git(&["-C", "target.git", "rev-list", "--count", "gh-pages"]),
        "5"
    );
    back(Some(99)).expect_err("no such state");
}

#[test]
fn aliasing_and_removing_b_change_no_byte_under_a() {
    let bench = Bench::new();
    for (name, sequence) in [("1.0", 1), ("2.0", 2), ("3.0", 3)] {
        bench
            .publish(&version(name, sequence, &PAGES))
            .expect("published");
    }
    let before = bench.files("1.0");
    let order = Order::default();
    let options = Options {
        order: &order,
        arrange: &|_| {},
        grace: 0,
        rebuild: false,
        adopt: false,
        tombstones: true,
    };
    let run = run();
    let branch = bench.branch("cache");
    let work = |draft: &Draft<'_>| manage::alias(draft, "stable", Some("2.0"), &options, &run);
    branch
        .change(&run, work, |_| "alias\n".into())
        .expect("an alias");
    assert_eq!(bench.show("stable/index.html"), "<p>contents");
    let work = |draft: &Draft<'_>| manage::remove(draft, "2.0", &options, &run);
    branch
        .change(&run, work, |_| "remove\n".into())
        .expect("removed");
    assert_eq!(bench.files("1.0"), before);
    assert_eq!(bench.versions(), ["3.0", "1.0"]);
}
