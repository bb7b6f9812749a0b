//! Publishing to a folder, for real: processes that are killed at every change of the disk, disks that
//! are full, folders that vanish, and eight processes at once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use groundplan::publish::dir::{Before, Folder};
use groundplan::publish::protocol::{Report, publish};
use groundplan::publish::run::Run;
use groundplan::publish::store::Store;
use groundplan::publish::{Failure, Outcome};
use groundplan::versions::list::List;
use groundplan::versions::order::Order;

mod publish_store;

use publish_store::{Files, Site, dead_links, options, run_at};

const PAGES: [&str; 4] = ["", "services/", "services/postgres/", "glossary/"];

const DAY: i64 = 86_400;

/// What a child of this test is told: the folder, what to publish, and at which change to die.
const ORDERS: &str = "GROUNDPLAN_TEST_CHILD";

/// The releases that a child may be told to publish, by name.
fn site(name: &str) -> Site {
    let changed = ["", "services/", "services/redis/", "guides/a/b/"];
    match name {
        "again" => Site::new(Some("2.1"), 5, &changed),
        "new" => Site::new(Some("2.2"), 6, &PAGES),
        "evergreen" => Site::new(None, 7, &["", "roadmap/", "events/"]),
        other => Site::new(Some(other), 10, &PAGES),
    }
}

/// Waits as a process does that is alone with its wish.
fn patient(now: i64) -> Run<'static> {
    Run {
        wait: &|time| std::thread::sleep(time.min(Duration::from_secs(1))),
        ..run_at(now)
    }
}

fn put(root: &Path, site: &Site, before: Before) -> Outcome<Report> {
    let order = Order::default();
    let run = patient(3 * DAY);
    let store = Folder::watched(root, &run, before)?;
    publish(&store, &site.release(), &options(&order), &run)
}

fn undisturbed() -> Before {
    Box::new(|| Ok(()))
}

/// Lets the change of number `at` (from 0), and all after it, fail.
fn failing(at: usize, kind: io::ErrorKind) -> (Before, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let before = move || match counted.fetch_add(1, Ordering::Relaxed) {
        number if number >= at => Err(kind.into()),
        _ => Ok(()),
    };
    (Box::new(before), count)
}

/// Two versions and the evergreen pages, in a folder with something of somebody else.
fn start() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    fs::write(root.path().join("CNAME"), "docs.example.org").expect("a file");
    fs::create_dir(root.path().join("2.1")).expect("a folder");
    fs::write(root.path().join("2.1/report.pdf"), "mine").expect("a file");
    for one in [
        Site::new(Some("2.0"), 1, &PAGES),
        Site::new(Some("2.1"), 2, &PAGES),
        Site::new(None, 3, &["", "roadmap/", "roadmap/a/"]),
    ] {
        put(root.path(), &one, undisturbed()).expect("it is published");
    }
    root
}

fn files(root: &Path) -> Files {
    let store = Folder::to_read(root);
    let listed = store.list("").expect("a list");
    let read = |path: String| {
        let bytes = store
            .get(&path)
            .expect("a file")
            .expect("it is there")
            .bytes;
        (path, bytes)
    };
    listed.into_iter().map(|file| read(file.path)).collect()
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().expect("a folder");
    for (path, bytes) in files(from) {
        let place = to.path().join(&path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::write(place, bytes).expect("a file");
    }
    to
}

fn below(files: &Files, folder: &str) -> Files {
    let start = format!("{folder}/");
    let below = files.iter().filter(|(path, _)| path.starts_with(&start));
    below
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

fn child(root: &Path, name: &str, die_at: usize) -> Child {
    let program = std::env::current_exe().expect("this test");
    Command::new(program)
        .args(["--exact", "the_child_of_this_test", "--quiet"])
        .env(ORDERS, format!("{}\n{name}\n{die_at}", root.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a process")
}

/// Not a test of its own: what a process does that another test starts.
#[test]
fn the_child_of_this_test() {
    let Ok(orders) = std::env::var(ORDERS) else {
        return;
    };
    let mut orders = orders.lines();
    let mut next = || orders.next().expect("three lines").to_owned();
    let (root, name, die_at) = (next(), next(), next().parse::<usize>().expect("a number"));
    let count = AtomicUsize::new(0);
    let before = move || {
        if count.fetch_add(1, Ordering::Relaxed) == die_at {
            // As `kill -9` does: nothing of this process runs any more.
            std::process::abort();
        }
        Ok(())
    };
    put(Path::new(&root), &site(&name), Box::new(before)).expect("it is published");
}

/// Kills a process at every change of the disk. `is_whole` says whether what is left may be.
fn sweep(name: &str, is_whole: &dyn Fn(&Files, &Files, &Files)) {
    let start = start();
    let before = files(start.path());
    let goal = copy(start.path());
    let (counting, count) = failing(usize::MAX, io::ErrorKind::Other);
    put(goal.path(), &site(name), counting).expect("it is published");
    let (goal, changes) = (files(goal.path()), count.load(Ordering::Relaxed));
    assert!(changes > 20, "{changes}");
    // A few at a time: each waits mostly for its disk.
    let numbers: Vec<usize> = (0..changes).collect();
    for batch in numbers.chunks(4) {
        let running: Vec<_> = batch
            .iter()
            .map(|at| {
                let root = copy(start.path());
                let process = child(root.path(), name, *at);
                (*at, root, process)
            })
            .collect();
        for (at, root, mut process) in running {
            assert!(
                !process.wait().expect("it ended").success(),
                "change {at} of {changes}"
            );
            let left = files(root.path());
            assert_eq!(
                dead_links(&left),
                Vec::<String>::new(),
                "killed at change {at}"
            );
            is_whole(&before, &left, &goal);
            put(root.path(), &site(name), undisturbed()).expect("it goes on");
            assert!(files(root.path()) == goal, "again after change {at}");
        }
    }
}

#[test]
fn a_killed_publish_of_a_listed_version_leaves_the_old_folder_or_the_new_one() {
    sweep("again", &|before, left, goal| {
        let folder = below(left, "2.1");
        assert!(folder == below(before, "2.1") || folder == below(goal, "2.1"));
        assert_eq!(below(left, "2.0"), below(before, "2.0"));
    });
}

#[test]
fn a_killed_publish_of_a_new_version_leaves_the_old_site_or_the_new_one() {
    sweep("new", &|before, left, goal| {
        let listed = left["versions.json"] == before["versions.json"];
        assert!(listed || below(left, "2.2") == below(goal, "2.2"));
        for version in ["2.0", "2.1"] {
            assert_eq!(below(left, version), below(before, version));
        }
    });
}

#[test]
fn a_killed_publish_of_the_evergreen_pages_leaves_every_file_whole() {
    sweep("evergreen", &|before, left, goal| {
        for (path, bytes) in left.iter().filter(|(path, _)| !path.starts_with("_p/")) {
            assert!(
                before.get(path) == Some(bytes) || goal.get(path) == Some(bytes),
                "{path}"
            );
        }
    });
}

#[test]
fn eight_processes_with_eight_versions_at_once_all_land() {
    let root = start();
    let before = files(root.path());
    let names: Vec<String> = (0..8).map(|number| format!("3.{number}")).collect();
    let running: Vec<Child> = names
        .iter()
        .map(|name| child(root.path(), name, usize::MAX))
        .collect();
    for mut process in running {
        assert!(process.wait().expect("it ended").success());
    }
    let now = files(root.path());
    let list = List::parse(&now["versions.json"]).expect("a list");
    let listed: BTreeSet<&str> = list
        .entries()
        .iter()
        .map(|one| one.version.as_str())
        .collect();
    assert_eq!(listed.len(), 10);
    assert!(names.iter().all(|name| listed.contains(name.as_str())));
    for version in ["2.0", "2.1"] {
        assert_eq!(below(&now, version), below(&before, version));
    }
    assert_eq!(dead_links(&now), Vec::<String>::new());
    assert_eq!(now["CNAME"], b"docs.example.org");
    assert_eq!(now["2.1/report.pdf"], b"mine");
}

#[test]
fn a_disk_that_is_full_or_refuses_leaves_the_old_site_and_is_said() {
    let start = start();
    let goal = copy(start.path());
    let (counting, count) = failing(usize::MAX, io::ErrorKind::Other);
    put(goal.path(), &site("again"), counting).expect("it is published");
    let goal = files(goal.path());
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied] {
        for at in (0..count.load(Ordering::Relaxed)).step_by(3) {
            let root = copy(start.path());
            let (before, _) = failing(at, kind);
            let failure = put(root.path(), &site("again"), before).expect_err("the disk refuses");
            assert_eq!(failure.exit_code(), 1);
            let told = failure.to_string();
            let name = root.path().canonicalize().expect("it is there");
            assert!(told.contains(&*name.to_string_lossy()), "{told}");
            assert!(failure.into_error().help().is_some());
            let left = files(root.path());
            assert_eq!(
                dead_links(&left),
                Vec::<String>::new(),
                "{kind:?} at change {at}"
            );
            // With room again, it goes on.
            put(root.path(), &site("again"), undisturbed()).expect("it goes on");
            assert!(files(root.path()) == goal, "again after change {at}");
        }
    }
}

#[test]
fn a_folder_that_vanishes_is_said_and_not_made_again() {
    let start = start();
    for at in [3, 9, 15, 21] {
        let root = copy(start.path());
        let gone = root.path().to_path_buf();
        let count = AtomicUsize::new(0);
        let before = move || {
            if count.fetch_add(1, Ordering::Relaxed) == at {
                fs::remove_dir_all(&gone)?;
            }
            Ok(())
        };
        let failure = put(root.path(), &site("new"), Box::new(before)).expect_err("it is gone");
        assert_eq!(failure.exit_code(), 1, "{failure}");
        assert!(!root.path().exists(), "at change {at}");
    }
}

#[test]
fn a_symbolic_link_in_the_place_of_a_version_is_refused() {
    let root = start();
    let latest = root.path().join("3.0");
    #[cfg(unix)]
    std::os::unix::fs::symlink("2.1", &latest).expect("a link");
    let before = files(root.path());
    let failure = put(root.path(), &site("3.0"), undisturbed()).expect_err("a link");
    assert!(matches!(failure, Failure::Machine(_)));
    assert!(failure.to_string().contains("symbolic link"), "{failure}");
    assert_eq!(below(&files(root.path()), "2.1"), below(&before, "2.1"));
}

#[test]
fn a_folder_whose_parent_is_missing_is_not_made() {
    let root = tempfile::tempdir().expect("a folder");
    let target = root.path().join("no/such");
    let failure = put(&target, &site("new"), undisturbed()).expect_err("no parent");
    assert!(
        failure.to_string().contains("create the folder"),
        "{failure}"
    );
    let target = root.path().join("docs");
    put(&target, &site("new"), undisturbed()).expect("it is made");
    assert!(target.join("2.2/index.html").is_file());
    assert!(!target.join(".groundplan-publish").exists());
}
