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
                list: emit::LIST,
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

#[test]
fn without_what_is_remembered_the_files_are_read_and_still_not_touched() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    fs::remove_dir_all(site.path(".groundplan")).unwrap();
    let before = site.stamps("public");
    assert_eq!(site.write(PAGES).unwrap(), counts(0, 3, 0, 0));
    assert_eq!(site.stamps("public"), before);
}

#[test]
fn only_what_differs_is_written_and_what_is_stale_goes_with_its_folder() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    let before = site.stamps("public");
    let done = site
        .write(&[
            ("docs/index.html", "docs, again"),
            ("index.html", "home"),
            ("news/index.html", "news"),
        ])
        .unwrap();
    assert_eq!(done, counts(2, 1, 1, 15));
    let listing = site.listing("public");
    let names: Vec<_> = listing.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "_m/tree.json",
            "docs/index.html",
            "index.html",
            "news/index.html"
        ]
    );
    assert_eq!(listing["docs/index.html"], "docs, again");
    let home = site.path("public/index.html");
    assert_eq!(site.stamps("public")[&home], before[&home]);
}

#[test]
fn what_somebody_changed_or_removed_in_the_output_is_written_again() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    site.put("public/index.html", "HOME");
    fs::remove_file(site.path("public/docs/index.html")).unwrap();
    assert_eq!(site.write(PAGES).unwrap(), counts(2, 1, 0, 8));
    assert_eq!(site.text("public/index.html"), "home");
    assert_eq!(site.text("public/docs/index.html"), "docs");
}

#[test]
fn files_that_are_not_ours_are_never_touched() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    site.put("public/CNAME", "docs.example.org");
    site.put("public/docs/start/notes.txt", "mine");
    site.write(&[("index.html", "home")]).unwrap();
    assert_eq!(site.text("public/CNAME"), "docs.example.org");
    assert_eq!(site.text("public/docs/start/notes.txt"), "mine");
    assert!(!site.path("public/docs/start/index.html").exists());
}

#[test]
fn a_folder_with_files_of_somebody_else_is_refused() {
    let site = Site::new();
    site.put("public/thesis.txt", "years of work");
    site.put("public/zebra.txt", "more");
    let before = site.listing("");
    let refused = site.write(PAGES).unwrap_err();
    assert!(
        matches!(&refused, Error::ForeignOutput { example, .. } if example.ends_with("thesis.txt")),
        "{refused}"
    );
    assert_eq!(site.listing(""), before);
}

#[test]
fn a_folder_that_holds_only_a_repository_may_become_an_output() {
    let site = Site::new();
    site.put("public/.git/HEAD", "ref: refs/heads/gh-pages");
    site.put("public/lost+found/x", "of the disk");
    site.write(PAGES).unwrap();
    assert_eq!(site.text("public/index.html"), "home");
    assert_eq!(site.text("public/.git/HEAD"), "ref: refs/heads/gh-pages");
}

#[test]
fn a_file_of_somebody_else_in_the_place_of_a_page_is_named_and_nothing_is_changed() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    site.put("public/news/index.html", "not ours");
    let before = site.listing("public");
    let refused = site
        .write(&[("index.html", "new home"), ("news/index.html", "ours")])
        .unwrap_err();
    assert!(
        refused.to_string().contains("public/news/index.html"),
        "{refused}"
    );
    assert!(refused.help().unwrap().contains("move it away"));
    assert_eq!(site.listing("public"), before);
}

#[test]
fn a_file_that_holds_what_the_page_should_hold_becomes_ours() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    site.put("public/news/index.html", "news");
    let news = &[("news/index.html", "news")];
    assert_eq!(site.write(news).unwrap(), counts(0, 1, 3, 0));
    assert_eq!(site.write(PAGES).unwrap(), counts(3, 0, 1, 13));
    assert!(!site.path("public/news").exists());
}

#[test]
fn a_lost_list_is_made_anew_where_the_files_are_known_to_be_ours() {
    let site = Site::new();
    site.write(PAGES).unwrap();
    let list = site.text("public/_m/tree.json");
    site.put("public/_m/tree.json", "<<<<<<< HEAD");
    assert_eq!(
        site.write(&PAGES[1..]).unwrap(),
        counts(0, 2, 1, 0),
        "what is stale is known too"
    );
    site.write(PAGES).unwrap();
    assert_eq!(site.text("public/_m/tree.json"), list);
    fs::remove_dir_all(site.path(".groundplan")).unwrap();
    fs::remove_dir_all(site.path("public/_m")).unwrap();
    assert!(matches!(
        site.write(PAGES),
        Err(Error::ForeignOutput { .. })
    ));
}

#[test]
fn a_page_becomes_a_folder_and_a_folder_a_page() {
    let site = Site::new();
    site.write(&[("a", "a file"), ("b/c/index.html", "deep"), ("b/x", "x")])
        .unwrap();
    fs::create_dir_all(site.path("public/b/empty/deeper")).unwrap();
    let done = site
        .write(&[("a/b/index.html", "deep"), ("b", "a file")])
        .unwrap();
    assert_eq!(done, counts(2, 0, 3, 10));
    assert_eq!(site.text("public/a/b/index.html"), "deep");
    assert_eq!(site.text("public/b"), "a file");
    let again = site.write(&[("a", "a file"), ("b/c/index.html", "deep")]);
    assert_eq!(again.unwrap(), counts(2, 0, 2, 10));
    assert_eq!(site.text("public/a"), "a file");
}

#[test]
fn a_folder_with_a_file_of_somebody_else_does_not_become_a_page() {
    let site = Site::new();
    site.write(&[("b/index.html", "ours")]).unwrap();
    site.put("public/b/deep/notes.txt", "mine");
    let before = site.listing("public");
    let refused = site.write(&[("b", "a file")]).unwrap_err();
    assert!(
        refused.to_string().contains("public/b/deep/notes.txt"),
        "{refused}"
    );
    assert_eq!(site.listing("public"), before);
    let refused = site.write(&[("b/deep/notes.txt/index.html", "deep")]);
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("public/b/deep/notes.txt"), "{refused}");
    assert_eq!(site.listing("public"), before);
}

#[test]
fn what_the_site_is_made_from_never_becomes_the_output() {
    let site = Site::new();
    site.put("content/index.md", "# Home");
    let before = site.listing("");
    for (folder, because) in [
        ("", "it holds"),
        ("..", "it holds"),
        ("content", "it is"),
        ("content/", "it is"),
        ("content/docs/../public", "it is inside"),
        ("public/../content/x", "it is inside"),
        ("themes/default", "it is inside"),
        ("groundplan.toml", "it is"),
        ("/", "it is the root"),
    ] {
        let refused = site.write_to(folder, &tree(PAGES)).unwrap_err();
        assert!(
            matches!(&refused, Error::UnsafeOutput { because: text, .. } if text.contains(because)),
            "{folder:?}: {refused}"
        );
        assert_eq!(site.listing(""), before, "{folder:?}");
    }
    site.put("file", "a file");
    assert!(matches!(
        site.write_to("file", &tree(PAGES)),
        Err(Error::UnsafeOutput { .. })
    ));
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A site that was written once, beside a folder that must stay as it is.
    fn beside_something_precious() -> Site {
        let site = Site::new();
        site.put("precious/index.html", "precious");
        site.put("precious/start/index.html", "precious too");
        site.write(PAGES).unwrap();
        site
    }

    fn assert_refused(site: &Site, folder: &str, files: &[(&str, &str)], named: &str) {
        let before = site.listing("");
        let refused = site.write_to(folder, &tree(files)).unwrap_err();
        assert!(refused.to_string().contains(named), "{refused}");
        assert_eq!(site.listing(""), before);
        let precious = site.listing("precious");
        assert_eq!(precious["index.html"], "precious");
        assert_eq!(precious["start/index.html"], "precious too");
    }

    #[test]
    fn an_output_that_is_a_link_is_refused() {
        let site = beside_something_precious();
        symlink(site.path("precious"), site.path("out")).unwrap();
        symlink(site.path("nowhere"), site.path("dead")).unwrap();
        for folder in ["out", "out/", "out/.", "dead"] {
            assert_refused(&site, folder, PAGES, "it is a symbolic link");
        }
    }

    #[test]
    fn a_link_on_the_way_to_the_output_is_no_way_around_what_is_protected() {
        let site = beside_something_precious();
        symlink(site.path("content"), site.path("link")).unwrap();
        assert_refused(&site, "link/public", PAGES, "it is inside");
    }

    #[test]
    fn a_folder_that_became_a_link_is_not_written_through() {
        let site = beside_something_precious();
        fs::remove_dir_all(site.path("public/docs")).unwrap();
        symlink(site.path("precious"), site.path("public/docs")).unwrap();
        let changed = &[("docs/index.html", "changed"), ("index.html", "home")];
        assert_refused(&site, "public", changed, "public/docs is a symbolic link");
    }

    #[test]
    fn what_is_stale_is_not_removed_behind_a_link() {
        let site = beside_something_precious();
        fs::remove_dir_all(site.path("public/docs")).unwrap();
        symlink(site.path("precious"), site.path("public/docs")).unwrap();
        let done = site.write(&[("index.html", "home")]).unwrap();
        assert_eq!(done, counts(0, 1, 0, 0));
        assert_eq!(site.text("precious/index.html"), "precious");
        assert_eq!(site.text("precious/start/index.html"), "precious too");
    }

    #[test]
    fn a_page_that_became_a_link_is_not_written_through() {
        let site = beside_something_precious();
        fs::remove_file(site.path("public/index.html")).unwrap();
        symlink(
            site.path("precious/index.html"),
            site.path("public/index.html"),
        )
        .unwrap();
        assert_refused(&site, "public", PAGES, "public/index.html is a symbolic");
    }

    #[test]
    fn a_list_that_became_a_link_is_not_written_through() {
        let site = beside_something_precious();
        let moved = site.path("precious/tree.json");
        fs::rename(site.path("public/_m/tree.json"), &moved).unwrap();
        symlink(&moved, site.path("public/_m/tree.json")).unwrap();
        assert_refused(&site, "public", &PAGES[1..], "public/_m/tree.json is a");
        fs::remove_dir_all(site.path("public/_m")).unwrap();
        symlink(site.path("precious"), site.path("public/_m")).unwrap();
        assert_refused(&site, "public", &PAGES[1..], "public/_m is a symbolic");
    }

    #[test]
    fn a_stage_that_somebody_prepared_leads_nowhere() {
        let site = beside_something_precious();
        let stage = site.path("public/.groundplan-stage");
        symlink(site.path("precious"), &stage).unwrap();
        assert_refused(&site, "public", &PAGES[1..], ".groundplan-stage is a");
        fs::remove_file(&stage).unwrap();

        let digest = Digest::of(b"precious");
        let steal = format!(
            r#"{{"steps":[{{"move":{{"number":0,"path":"stolen","digest":"{digest}"}}}}]}}"#
        );
        site.put("precious/0", "precious");
        site.put("public/.groundplan-stage/journal", &steal);
        fs::create_dir(stage.join("old")).unwrap();
        symlink(site.path("precious"), stage.join("new")).unwrap();
        assert_refused(&site, "public", &PAGES[1..], ".groundplan-stage/new is a");

        fs::remove_file(stage.join("new")).unwrap();
        fs::create_dir(stage.join("new")).unwrap();
        let leave = steal.replace("stolen", "../stolen");
        site.put("public/.groundplan-stage/journal", &leave);
        site.put("public/.groundplan-stage/new/0", "precious");
        assert_refused(&site, "public", &PAGES[1..], ".groundplan-stage/journal");
    }
}

#[test]
fn a_page_with_a_known_key_is_not_made_again() {
    let site = Site::new();
    let made = AtomicUsize::new(0);
    let write = |key: &str, text: &str| {
        let mut tree = Tree::default();
        for path in ["a/index.html", "b/index.html"] {
            let key = Digest::of(format!("{path} {key}").as_bytes());
            let make = || {
                made.fetch_add(1, Ordering::SeqCst);
                text.as_bytes().to_vec()
            };
            tree.insert(output(path), Content::keyed(key, make));
        }
        let done = site.write_to("public", &tree).unwrap();
        (done, made.swap(0, Ordering::SeqCst))
    };
    assert_eq!(write("one", "text"), (counts(2, 0, 0, 8), 2));
    assert_eq!(write("one", "text"), (counts(0, 2, 0, 0), 0));
    // Another key with the same bytes is remembered, and nothing is written.
    assert_eq!(write("two", "text"), (counts(0, 2, 0, 0), 2));
    assert_eq!(write("two", "text"), (counts(0, 2, 0, 0), 0));
    assert_eq!(write("three", "words"), (counts(2, 0, 0, 10), 2));
    // A key says nothing of a file that somebody changed since.
    site.put("public/a/index.html", "WORDS!");
    assert_eq!(write("three", "words"), (counts(1, 1, 0, 5), 1));
}

#[test]
fn an_asset_that_has_not_changed_is_not_read() {
    let site = Site::new();
    site.put("content/plan.png", "the pixels");
    let mut file = BlobFile::in_memory(b"the pixels"[..].into());
    file.source = BlobSource::Disk(site.path("content/plan.png"));
    let mut tree = Tree::default();
    tree.insert(output("_a/plan.png"), Content::blob(&file));
    assert_eq!(site.write_to("public", &tree).unwrap(), counts(1, 0, 0, 10));
    assert_eq!(site.text("public/_a/plan.png"), "the pixels");
    fs::remove_file(site.path("content/plan.png")).unwrap();
    assert_eq!(site.write_to("public", &tree).unwrap(), counts(0, 1, 0, 0));
    fs::remove_dir_all(site.path(".groundplan")).unwrap();
    assert_eq!(site.write_to("public", &tree).unwrap(), counts(0, 1, 0, 0));
    fs::remove_file(site.path("public/_a/plan.png")).unwrap();
    let missing = site.write_to("public", &tree).unwrap_err();
    assert!(
        missing.to_string().contains("read") && missing.to_string().contains("content/plan.png"),
        "{missing}"
    );
}

#[cfg(unix)]
#[test]
fn files_and_folders_have_the_modes_that_others_have() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::new();
    site.put("other/file", "as any program writes it");
    site.write(PAGES).unwrap();
    let mode = |path| fs::metadata(site.path(path)).unwrap().permissions().mode();
    assert_eq!(mode("public/docs/index.html"), mode("other/file"));
    assert_eq!(mode("public/_m/tree.json"), mode("other/file"));
    assert_eq!(mode("public/docs"), mode("other"));
}

#[test]
fn the_list_has_the_same_bytes_wherever_and_however_a_site_is_written() {
    let (one, two) = (Site::new(), Site::new());
    one.write(PAGES).unwrap();
    two.write(&[("index.html", "other"), ("old", "x")]).unwrap();
    two.write(PAGES).unwrap();
    assert_eq!(one.listing("public"), two.listing("public"));
    let list: serde_json::Value = serde_json::from_str(&one.text("public/_m/tree.json")).unwrap();
    assert_eq!(list["files"]["index.html"]["size"], 4);
    assert_eq!(
        list["files"]["index.html"]["digest"],
        Digest::of(b"home").to_string()
    );
    assert_eq!(list["files"].as_object().unwrap().len(), 3);
}

#[test]
fn paths_of_any_letters_are_written_and_known_again() {
    let site = Site::new();
    let odd = &[
        ("a \"b\"\\c/\u{e4}\u{1F9ED}.txt", "1"),
        ("line\nbreak", "2"),
        ("tab\there", "3"),
    ];
    site.write(odd).unwrap();
    assert_eq!(site.write(odd).unwrap(), counts(0, 3, 0, 0));
    assert_eq!(site.write(&[]).unwrap(), counts(0, 0, 3, 0));
    let left: Vec<_> = site.listing("public").into_keys().collect();
    assert_eq!(left, ["_m/tree.json"]);
    assert_eq!(site.write(&[]).unwrap(), counts(0, 0, 0, 0));
}

#[test]
fn two_files_that_cannot_both_be_there_are_refused() {
    let site = Site::new();
    for files in [
        [("a", "x"), ("a/b/c", "y")],
        [("_m/tree.json", "x"), ("b", "y")],
        [(".groundplan-stage/new/1", "x"), ("b", "y")],
    ] {
        let refused = site.write(&files).unwrap_err();
        assert!(matches!(refused, Error::Refused { .. }), "{refused}");
        assert!(!site.path("public").exists());
    }
}

#[test]
fn of_many_runs_at_once_each_writes_a_whole_site_or_is_refused() {
    let site = Site::new();
    let texts: Vec<String> = (0..8)
        .map(|number| number.to_string().repeat(5000))
        .collect();
    let write = |text: &String| {
        let paths: Vec<String> = (0..20).map(|page| format!("{page}/index.html")).collect();
        let files: Vec<_> = paths.iter().map(|path| (&**path, &**text)).collect();
        site.write(&files)
    };
    std::thread::scope(|scope| {
        let runs: Vec<_> = texts
            .iter()
            .map(|text| scope.spawn(|| write(text)))
            .collect();
        let done: Vec<_> = runs
            .into_iter()
            .map(|run| run.join().expect("no run panics"))
            .collect();
        assert!(done.iter().any(Result::is_ok));
        for refused in done.into_iter().filter_map(Result::err) {
            assert!(refused.to_string().contains("another run"), "{refused}");
        }
    });
    let mut listing = site.listing("public");
    listing.remove("_m/tree.json");
    assert_eq!(listing.len(), 20);
    let first = &listing["0/index.html"];
    assert!(texts.contains(first) && listing.values().all(|text| text == first));
}
