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
    let options = options(&order, &arrange);
    let run = run();
    let work = |draft: &Draft<'_>| {
        let beside = look_ahead(draft, &release.part())?;
        let report = protocol::publish(draft, release, &options, &run)?;
        beside.map_or(Ok(()), |folder| look_beside(draft, folder))?;
        serve_plainly(draft, &run)?;
        Ok(report)
    };
    branch.change(&run, work, |_| format!("Publish {}\n", release.part()))
}

fn options<'a>(order: &'a Order, arrange: &'a (dyn Fn(&mut List) + Sync)) -> Options<'a> {
    Options {
        order,
        arrange,
        grace: 0,
        rebuild: false,
        adopt: false,
        tombstones: true,
    }
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

mod history;
mod moved;
mod trouble;

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
