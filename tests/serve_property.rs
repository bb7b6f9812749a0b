//! Whatever was edited before, the preview serves what a clean build writes, at every path.
//!
//! `PREVIEW_SEQUENCES` names how many sequences of 30 edits are tried.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use groundplan::inputs::{Folders, worktree};
use groundplan::pipeline::Compiler;
use groundplan::serve::workshop::Workshop;
use groundplan::serve::{Found, Snapshot, Source};
use proptest::prelude::*;

/// One thing a person does to the files of a site.
#[derive(Clone, Debug)]
enum Edit {
    Write(usize, usize),
    Rename(usize, usize),
    Remove(usize),
    RemoveFolder(usize),
    RenameFolder(usize, usize),
    Touch(usize),
}

const FILES: [&str; 14] = [
    "content/index.md",
    "content/guides/index.md",
    "content/guides/start.md",
    "content/guides/next.md",
    "content/services/postgres.md",
    "content/services/README.md",
    "content/deep/er/page.md",
    "content/about.md",
    "content/_parts/shared.md",
    "content/picture.svg",
    "content/glossary.toml",
    "groundplan.toml",
    "themes/mine/templates/page.html",
    "themes/mine/assets/style.css",
];

const FOLDERS: [&str; 4] = [
    "content/guides",
    "content/services",
    "content/deep",
    "themes/mine",
];

fn text(file: &str, number: usize) -> String {
    let pages: Vec<&str> = FILES
        .iter()
        .copied()
        .filter(|file| file.ends_with(".md"))
        .collect();
    let other = pages[number % pages.len()].trim_start_matches("content");
    match file {
        "groundplan.toml" => match number % 5 {
            0 => "title = \"One\"\n".to_owned(),
            1 => "title = \"Two\"\ntheme = \"mine\"\naccent = \"#123456\"\n".to_owned(),
            2 => "title = \"Two\"\nbase_url = \"https://example.org/docs/\"\n".to_owned(),
            3 => "navigation = [\"guides\", \"nowhere\"]\n[check]\n\"link/dead\" = \"error\"\n".to_owned(),
            _ => "titel = 1\n[markdown\n".to_owned(),
        },
        "themes/mine/templates/page.html" => match number % 3 {
            0 => "{% extends \"default/page.html\" %}{% block main %}<p>Mine</p>{{ super() }}{% endblock %}".to_owned(),
            1 => "{{ page.no_such_thing.at_all }}".to_owned(),
            _ => "{% never closed".to_owned(),
        },
        "themes/mine/assets/style.css" => format!("body{{margin:{number}px}}"),
        "content/picture.svg" => {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{number}\" height=\"9\"/>")
        }
        "content/glossary.toml" => format!("[[term]]\nid = \"t{number}\"\n"),
        _ => {
            let front = match number % 7 {
                0 => format!("+++\ntitle = \"Title {number}\"\ntags = [\"a\", \"b{}\"]\n+++\n", number % 3),
                1 => format!("+++\nslug = \"slug-{}\"\n+++\n", number % 4),
                2 => "+++\ndraft = true\n+++\n".to_owned(),
                3 => format!("+++\naliases = [\"/old/{}/\"]\nweight = {number}\n+++\n", number % 3),
                4 => "+++\nmoved_from = [\"guides/was\"]\norder = [\"next\", \"start\"]\n+++\n".to_owned(),
                5 => "+++\nreviewed = \"soon\"\n+++\n".to_owned(),
                _ => String::new(),
            };
            let body = match number % 5 {
                0 => format!("Text {number} with [a link]({other}) and [none](gone.md).\n"),
                1 => ":::include /_parts/shared.md\n\n![picture](/picture.svg)\n".to_owned(),
                2 => format!("# Heading {number}\n\n```rust\nlet x = {number};\n```\n"),
                3 => format!("## Part\n\n[there]({other}#part) [dead]({other}#no-part)\n"),
                _ => String::new(),
            };
            front + &body
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    let file = 0..FILES.len();
    let folder = 0..FOLDERS.len();
    prop_oneof![
        12 => (file.clone(), 0..200_usize).prop_map(|(file, text)| Edit::Write(file, text)),
        3 => (file.clone(), file.clone()).prop_map(|(from, to)| Edit::Rename(from, to)),
        3 => file.clone().prop_map(Edit::Remove),
        1 => folder.clone().prop_map(Edit::RemoveFolder),
        1 => (folder.clone(), folder).prop_map(|(from, to)| Edit::RenameFolder(from, to)),
        1 => file.prop_map(Edit::Touch),
    ]
}

/// Does an edit, and says what a watcher would.
fn apply(root: &Path, edit: &Edit) -> Vec<PathBuf> {
    let parent = |path: &Path| drop(fs::create_dir_all(path.parent().expect("a folder above")));
    let rename = |from: PathBuf, to: PathBuf| {
        parent(&to);
        // What cannot be renamed stays; a watcher would say nothing, and hearing more is harmless.
        let _ = fs::rename(&from, &to);
        vec![from, to]
    };
    match edit {
        Edit::Write(file, number) => {
            let path = root.join(FILES[*file]);
            parent(&path);
            fs::write(&path, text(FILES[*file], *number)).expect("a file can be written");
            vec![path]
        }
        Edit::Rename(from, to) => rename(root.join(FILES[*from]), root.join(FILES[*to])),
        Edit::Remove(file) => {
            let path = root.join(FILES[*file]);
            let _ = fs::remove_file(&path);
            vec![path]
        }
        Edit::RemoveFolder(folder) => {
            let path = root.join(FOLDERS[*folder]);
            let _ = fs::remove_dir_all(&path);
            vec![path]
        }
        Edit::RenameFolder(from, to) => rename(root.join(FOLDERS[*from]), root.join(FOLDERS[*to])),
        Edit::Touch(file) => vec![root.join(FILES[*file])],
    }
}

/// What `groundplan build` writes.
fn clean_build(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let inputs = worktree::read_site(root, &Folders::default()).expect("a site");
    let compiler = Compiler::once(None);
    let built = compiler.build(&inputs);
    let (findings, done) = (Mutex::default(), AtomicUsize::new(0));
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &findings, &done);
    tree.iter()
        .map(|(path, content)| (path.to_string(), content.bytes().expect("a file").to_vec()))
        .collect()
}

fn served(snapshot: &Snapshot, path: &str) -> Option<Vec<u8>> {
    match snapshot.made(path)? {
        Found::Made(made) => Some(made.bytes.to_vec()),
        Found::File(blob, _) => blob.source.read().ok(),
        Found::Elsewhere(_) | Found::Nothing(_) => None,
    }
}

fn workshop(root: &Path) -> Workshop {
    let folder = root.to_path_buf();
    Workshop::new(Source {
        root: folder.clone(),
        folders: Folders::default(),
        changes: true,
        cache: None,
        read: Box::new(move || worktree::read_site(&folder, &Folders::default())),
        facts: None,
        today: Box::new(|| None),
        since: None,
        shelf: None,
    })
}

fn check_sequence(edits: &[Edit]) {
    let site = tempfile::tempdir().expect("a folder");
    let root = site.path();
    fs::create_dir(root.join("content")).expect("a folder");
    let mut shop = workshop(root);
    shop.read().expect("an empty site");
    let mut snapshot = shop.turn();
    for edit in edits {
        let paths = apply(root, edit);
        shop.saved(&paths).expect("a site");
        snapshot = shop.turn().or(snapshot);
        let check = shop.check().expect("a site");
        let found = check.run().expect("the newest site");
        snapshot = shop.checked(check.version, found).or(snapshot);
        let shown = snapshot.as_ref().expect("a site");
        let expected = clean_build(root);
        for (path, bytes) in &expected {
            let served = served(shown, path);
            let same = served.as_deref() == Some(bytes.as_slice());
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(
                same,
                "{path} after {edit:?}:\n{}\nand a build writes\n{}",
                served.as_deref().map_or("nothing".into(), text),
                text(bytes)
            );
        }
        let places = shown.site().expect("a site").places.iter();
        for (path, _) in places {
            assert!(
                expected.contains_key(path.as_str()),
                "{path} is only served"
            );
        }
    }
}

fn sequences() -> u32 {
    let wanted = std::env::var("PREVIEW_SEQUENCES").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(10)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: sequences(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_preview_serves_what_a_build_writes(edits in proptest::collection::vec(edit(), 30)) {
        check_sequence(&edits);
    }
}
