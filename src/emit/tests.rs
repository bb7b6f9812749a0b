//! Ends writing before each of its steps, by a kill and by a disk that refuses, and looks at what
//! is left.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disk::Disk;
use super::{Output, Written, journal, lock, stage, write_with};
use crate::error::{Error, Result};
use crate::path::OutputPath;
use crate::tree::{Content, Tree};

/// Ends a run before a step of its work on the disk.
pub struct Fault {
    /// The number of the step, counted from 0.
    at: usize,
    how: How,
    count: AtomicUsize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    /// The process ends at once, as by `kill -9`.
    Kill,
    /// This step fails, the next ones succeed.
    FailOnce,
    /// This step and all after it fail.
    FailFromHere,
}

impl Fault {
    fn new(at: usize, how: How) -> Self {
        let count = AtomicUsize::new(0);
        Self { at, how, count }
    }

    /// Called before every step.
    pub fn step(&self) -> io::Result<()> {
        let count = self.count.fetch_add(1, Ordering::SeqCst);
        match self.how {
            How::Kill if count == self.at => std::process::abort(),
            How::FailOnce if count == self.at => Err(full()),
            How::FailFromHere if count >= self.at => Err(full()),
            _ => Ok(()),
        }
    }
}

fn full() -> io::Error {
    io::ErrorKind::StorageFull.into()
}

type Files = BTreeMap<String, String>;

fn files(listed: &[(&str, &str)]) -> Files {
    let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
    listed.iter().map(own).collect()
}

/// A site before and after: a page changes, one stays, one goes with its folder, one is new in a new
/// folder, a file becomes a folder and a folder a file.
fn before() -> Files {
    files(&[
        ("changed/index.html", "the old text"),
        ("file-to-folder", "a file"),
        ("folder-to-file/deep/index.html", "a page in a folder"),
        ("folder-to-file/index.html", "a page"),
        ("gone/deep/index.html", "a page that goes"),
        ("index.html", "home"),
    ])
}

fn after() -> Files {
    files(&[
        ("changed/index.html", "the new text, which is longer"),
        ("file-to-folder/index.html", "a page now"),
        ("folder-to-file", "a file now"),
        ("index.html", "home"),
        ("new/deep/index.html", "a new page"),
    ])
}

fn write(disk: &Disk, root: &Path, files: &Files) -> Result<Written> {
    let mut tree = Tree::default();
    for (path, text) in files {
        let path = OutputPath::new(path).expect("a path inside the output");
        tree.insert(path, Content::Bytes(text.as_bytes().into()));
    }
    let output = Output {
        folder: &root.join("public"),
        state: Some(&root.join("state")),
        protected: &[],
        list: crate::emit::LIST,
    };
    write_with(disk, &tree, &output)
}

fn faulty(at: usize, how: How) -> Disk {
    Disk {
        fault: Some(Fault::new(at, how)),
    }
}

/// Every file of the output, the stage and the list apart; empty folders end with `/`.
fn found(root: &Path) -> Files {
    let public = root.join("public");
    let mut found = Files::new();
    for entry in walkdir::WalkDir::new(&public).min_depth(1) {
        let entry = entry.expect("a readable folder");
        let path = entry.path().strip_prefix(&public).expect("inside");
        let path = path.to_str().expect("text").to_owned();
        if path.starts_with(stage::NAME) || path.starts_with("_m") {
            continue;
        }
        if entry.file_type().is_file() {
            found.insert(path, fs::read_to_string(entry.path()).expect("a text"));
        } else if fs::read_dir(entry.path()).expect("a folder").count() == 0 {
            found.insert(format!("{path}/"), String::new());
        }
    }
    found
}

/// The output with everything in it; folders end with `/`.
fn everything(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let public = root.join("public");
    walkdir::WalkDir::new(&public)
        .min_depth(1)
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .map(|entry| {
            let bytes = fs::read(entry.path()).unwrap_or_default();
            let path = entry.path().strip_prefix(&public).expect("inside");
            let end = if entry.file_type().is_dir() { "/" } else { "" };
            (format!("{}{end}", path.display()), bytes)
        })
        .collect()
}

/// A folder that is empty now and that the disk refused to remove is no harm.
fn without_folders<V>(mut found: BTreeMap<String, V>) -> BTreeMap<String, V> {
    found.retain(|path, _| !path.ends_with('/'));
    found
}

/// A temporary folder, in memory where there is such a thing: there are thousands of small writes.
fn memory_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("a temporary folder")
}

/// A folder in which the old site was written.
fn old_site() -> tempfile::TempDir {
    let root = memory_folder();
    write(&Disk::default(), root.path(), &before()).expect("the old site is written");
    fs::write(root.path().join("public/CNAME"), "not ours").expect("a foreign file");
    root
}

fn undisturbed() -> BTreeMap<String, Vec<u8>> {
    let root = old_site();
    write(&Disk::default(), root.path(), &after()).expect("the new site is written");
    everything(root.path())
}

/// Every file is one of the old or of the new site, whole, and nothing foreign was touched.
fn assert_whole(found: &Files, at: &str) {
    let (before, after) = (before(), after());
    assert_eq!(found["CNAME"], "not ours", "{at}");
    for (path, text) in found {
        let whole = [before.get(path), after.get(path)].contains(&Some(text));
        assert!(
            whole || path == "CNAME" || path.ends_with('/'),
            "{at}: {path} is {text:?}"
        );
    }
    for (path, text) in &before {
        if after.get(path) == Some(text) {
            assert_eq!(found.get(path), Some(text), "{at}: {path}");
        }
    }
}

fn with_foreign(mut files: Files) -> Files {
    files.insert("CNAME".into(), "not ours".into());
    files
}

const ROOT: &str = "GROUNDPLAN_TEST_ROOT";
const DIES_AT: &str = "GROUNDPLAN_TEST_DIES_AT";

/// The process that is killed: nothing by itself.
#[test]
fn a_run_that_is_killed() {
    let (Ok(root), Ok(at)) = (std::env::var(ROOT), std::env::var(DIES_AT)) else {
        return;
    };
    let disk = faulty(at.parse().expect("a number"), How::Kill);
    write(&disk, Path::new(&root), &after()).expect("the new site is written");
}

/// Writes the new site in another process and kills it before step `at`. Whether it was killed.
fn killed(root: &Path, at: usize) -> bool {
    // By this name it is found even after a new build has taken its place.
    let running = Path::new("/proc/self/exe");
    let program = if running.exists() {
        running.to_path_buf()
    } else {
        std::env::current_exe().expect("this program")
    };
    let status = Command::new(program)
        .args(["--exact", "emit::tests::a_run_that_is_killed"])
        .env(ROOT, root)
        .env(DIES_AT, at.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("this program runs");
    !status.success()
}

#[test]
fn killed_anywhere_every_file_is_whole_and_the_next_run_completes() {
    let goal = undisturbed();
    let mut at = 0;
    let mut begun = 0;
    loop {
        let root = old_site();
        if !killed(root.path(), at) {
            break;
        }
        let point = format!("killed before step {at}");
        let left = found(root.path());
        assert_whole(&left, &point);
        let journal = root.path().join("public").join(stage::NAME).join("journal");
        if journal.exists() {
            begun += 1;
        } else {
            let sites = [with_foreign(before()), with_foreign(after())];
            assert!(sites.contains(&left), "{point}: {left:?}");
        }
        // Killed a second time, wherever that is, changes nothing about it.
        killed(root.path(), at / 2);
        assert_whole(&found(root.path()), &point);
        write(&Disk::default(), root.path(), &after()).expect("the next run succeeds");
        assert_eq!(everything(root.path()), goal, "{point}");
        at += 1;
    }
    assert!(begun > 10 && at > begun + 10, "{begun} of {at}");
}

#[test]
fn a_run_that_is_killed_can_be_followed_by_one_of_another_site() {
    let goal = everything(old_site().path());
    let mut at = 0;
    loop {
        let root = old_site();
        if !killed(root.path(), at) {
            break;
        }
        write(&Disk::default(), root.path(), &before()).expect("the old site is written again");
        assert_eq!(everything(root.path()), goal, "killed before step {at}");
        at += 3;
    }
}

#[test]
fn a_disk_that_refuses_once_leaves_the_old_site_or_the_new_one() {
    let goal = without_folders(undisturbed());
    for at in 0.. {
        let root = old_site();
        let disk = faulty(at, How::FailOnce);
        let done = write(&disk, root.path(), &after());
        if disk
            .fault
            .is_some_and(|fault| fault.count.into_inner() <= at)
        {
            assert!(at > 30, "{at}");
            break;
        }
        let left = found(root.path());
        match done {
            // The last step of all is to drop the journal: there is no way back from a whole site.
            Ok(_) | Err(Error::Refused { .. }) => {
                assert_eq!(without_folders(left), with_foreign(after()), "step {at}");
            }
            Err(_) => assert_eq!(left, with_foreign(before()), "step {at}"),
        }
        write(&Disk::default(), root.path(), &after()).expect("the next run succeeds");
        assert_eq!(without_folders(everything(root.path())), goal, "step {at}");
    }
}

#[test]
fn a_disk_that_refuses_from_then_on_leaves_whole_files_and_the_next_run_completes() {
    let goal = without_folders(undisturbed());
    for at in 0.. {
        let root = old_site();
        let disk = faulty(at, How::FailFromHere);
        let done = write(&disk, root.path(), &after());
        if disk
            .fault
            .is_some_and(|fault| fault.count.into_inner() <= at)
        {
            break;
        }
        let left = without_folders(found(root.path()));
        assert_whole(&left, &format!("step {at}"));
        if let Err(Error::Refused { help, .. }) = &done {
            assert!(help.contains("free some space"), "{help}");
            assert!(help.contains("the next run completes"), "{help}");
        } else if let Err(error) = &done {
            let text = error.to_string();
            assert!(text.contains("public"), "{text}");
            assert!(
                !text.contains("stage/old/") && !text.contains("stage/new/"),
                "{text}"
            );
            assert_eq!(left, with_foreign(before()), "step {at}");
        }
        write(&Disk::default(), root.path(), &after()).expect("the next run succeeds");
        assert_eq!(without_folders(everything(root.path())), goal, "step {at}");
    }
}

#[test]
fn a_first_run_that_fails_leaves_no_folder() {
    for at in 0.. {
        let root = memory_folder();
        let disk = faulty(at, How::FailOnce);
        let done = write(&disk, root.path(), &after());
        if disk
            .fault
            .is_some_and(|fault| fault.count.into_inner() <= at)
        {
            break;
        }
        if matches!(done, Err(Error::Io { .. })) {
            let exists = root.path().join("public").exists();
            assert!(!exists, "step {at}: {done:?} {:?}", everything(root.path()));
        }
        write(&Disk::default(), root.path(), &after()).expect("the next run succeeds");
        assert_eq!(found(root.path()), after());
    }
}

#[test]
fn a_staged_file_that_a_power_cut_broke_is_not_moved_in() {
    let root = old_site();
    let at = (0..)
        .find(|at| {
            let fresh = old_site();
            assert!(killed(fresh.path(), *at), "no run left a journal");
            fresh
                .path()
                .join("public/.groundplan-stage/journal")
                .exists()
        })
        .expect("a step");
    assert!(killed(root.path(), at));
    let staged = root.path().join("public/.groundplan-stage/new");
    for entry in fs::read_dir(&staged).expect("a folder") {
        fs::write(entry.expect("an entry").path(), "").expect("an empty file");
    }
    journal::recover(&Disk::default(), &root.path().join("public")).expect("it is completed");
    assert!(!found(root.path()).values().any(String::is_empty));
    write(&Disk::default(), root.path(), &after()).expect("the run goes on");
    assert_eq!(everything(root.path()), undisturbed());
}

#[test]
fn a_second_run_at_once_is_refused_and_changes_nothing() {
    let root = old_site();
    let goal = everything(root.path());
    let held = lock::take(&root.path().join("public")).expect("nobody else writes");
    let refused = write(&Disk::default(), root.path(), &after()).expect_err("another run writes");
    assert!(refused.to_string().contains("another run is writing to"));
    assert_eq!(everything(root.path()), goal);
    drop(held);
    write(&Disk::default(), root.path(), &after()).expect("it has ended");
}

#[test]
fn where_a_folder_cannot_be_locked_a_file_is() {
    let root = memory_folder();
    let held = lock::take_file(root.path()).expect("nobody else writes");
    assert!(lock::take_file(root.path()).is_ok_and(|lock| lock.is_none()));
    drop(held);
    assert_eq!(fs::read_dir(root.path()).expect("a folder").count(), 0);
    // What a killed run left is no lock.
    fs::write(root.path().join(lock::NAME), "").expect("a file");
    assert!(lock::take_file(root.path()).is_ok_and(|lock| lock.is_some()));
}
