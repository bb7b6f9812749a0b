//! Writing an output folder, as the command line does it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use groundplan::digest::Digest;
use groundplan::emit::{self, Output, Written};
use groundplan::error::{Error, Result};
use groundplan::inputs::{BlobFile, BlobSource};
use groundplan::path::OutputPath;
use groundplan::tree::{Content, Tree};
use tempfile::TempDir;

/// A site's folder with an output in it.
struct Site {
    root: TempDir,
}

impl Site {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(root.path().join("content")).expect("a folder");
        Self { root }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| format!("{path}: {error}"))
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<Written> {
        self.write_to("public", &tree(files))
    }

    fn write_to(&self, folder: &str, tree: &Tree<'_>) -> Result<Written> {
        emit::write(
            tree,
            &Output {
                folder: &self.path(folder),
                state: Some(&self.path(".groundplan/outputs")),
                protected: &[
                    self.path("content"),
                    self.path("themes"),
                    self.path("groundplan.toml"),
                ],
            },
        )
    }

    /// Every file below the folder with its text, and every empty folder.
    fn listing(&self, folder: &str) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        collect(&self.path(folder), "", &mut found);
        found
    }

    /// What tells that a file or folder was touched.
    fn stamps(&self, folder: &str) -> BTreeMap<PathBuf, (SystemTime, u64)> {
        walkdir::WalkDir::new(self.path(folder))
            .into_iter()
            .map(|entry| entry.expect("a readable folder"))
            .map(|entry| (entry.path().to_path_buf(), stamp(entry.path())))
            .collect()
    }
}

#[cfg(unix)]
fn stamp(path: &Path) -> (SystemTime, u64) {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(path).expect("a file");
    (found.modified().expect("a time"), found.ino())
}

#[cfg(not(unix))]
fn stamp(path: &Path) -> (SystemTime, u64) {
    let found = fs::symlink_metadata(path).expect("a file");
    (found.modified().expect("a time"), 0)
}

fn collect(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
    let mut empty = true;
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        empty = false;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else if kind.is_symlink() {
            found.insert(name, "a link".into());
        } else {
            let text = fs::read(entry.path()).expect("a readable file");
            found.insert(name, String::from_utf8_lossy(&text).into_owned());
        }
    }
    if empty && !prefix.is_empty() {
        found.insert(prefix.into(), "an empty folder".into());
    }
}

fn output(path: &str) -> OutputPath {
    OutputPath::new(path).expect("a path inside the output")
}

fn tree(files: &[(&str, &str)]) -> Tree<'static> {
    let mut tree = Tree::default();
    for (path, text) in files {
        tree.insert(output(path), Content::Bytes(text.as_bytes().into()));
    }
    tree
}

fn counts(written: usize, unchanged: usize, removed: usize, bytes: u64) -> Written {
    Written {
        written,
        unchanged,
        removed,
        bytes,
    }
}

const PAGES: &[(&str, &str)] = &[
    ("docs/index.html", "docs"),
    ("docs/start/index.html", "start"),
    ("index.html", "home"),
];

#[test]
fn a_site_is_written_into_a_new_folder() {
    let site = Site::new();
    assert_eq!(site.write(PAGES).unwrap(), counts(3, 0, 0, 13));
    let listing = site.listing("public");
    let names: Vec<_> = listing.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "_m/tree.json",
            "docs/index.html",
            "docs/start/index.html",
            "index.html"
        ]
    );
    assert_eq!(listing["docs/start/index.html"], "start");
}

#[test]
fn what_has_not_changed_is_not_touched() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    let before = (site.stamps("public"), site.stamps(".groundplan"));
    assert_eq!(site.write(PAGES).unwrap(), counts(0, 3, 0, 0));
    assert_eq!((site.stamps("public"), site.stamps(".groundplan")), before);
}
