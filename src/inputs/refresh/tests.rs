use proptest::prelude::*;

use super::*;

/// All that a reading found, in words.
fn found(inputs: &Inputs) -> Vec<String> {
    let files = inputs.files.iter();
    let mut found: Vec<String> = files
        .map(|(path, file)| format!("{path} {}", file.digest()))
        .collect();
    found.extend(inputs.skipped.iter().map(|skipped| format!("{skipped:?}")));
    found.extend(inputs.links.iter().map(|link| format!("{link:?}")));
    found
}

/// One thing that a person or a program does in a folder.
#[derive(Clone, Debug)]
enum Edit {
    Write(String, u8),
    Remove(String),
    Rename(String, String),
    Link(String, String),
}

impl Edit {
    /// Does it, and returns what a watcher would report. What is not possible is not done.
    fn apply(&self, root: &Path) -> Vec<PathBuf> {
        match self {
            Self::Write(path, text) => {
                let place = root.join(path);
                // Folders on the way are made, and reported as well.
                let mut paths: Vec<_> = place.ancestors().map(Path::to_path_buf).collect();
                paths.retain(|path| !path.exists() && path.starts_with(root));
                drop(fs::create_dir_all(place.parent().unwrap()));
                paths.extend([place.clone(), seen(&place)]);
                if place.is_dir() || fs::write(&place, [*text]).is_err() {
                    drop(fs::create_dir_all(&place));
                }
                // Writing through a link changes the file at its end.
                paths.extend(place.canonicalize());
                paths
            }
            Self::Remove(path) => {
                let place = root.join(path);
                let paths = vec![seen(&place)];
                if fs::remove_file(&place).is_err() {
                    drop(fs::remove_dir_all(&place));
                }
                paths
            }
            Self::Rename(from, to) => {
                let (from, to) = (root.join(from), root.join(to));
                let paths = vec![seen(&from), seen(&to)];
                drop(fs::rename(from, to));
                paths
            }
            #[cfg(unix)]
            Self::Link(path, target) => {
                let place = root.join(path);
                drop(std::os::unix::fs::symlink(target, &place));
                vec![seen(&place)]
            }
            #[cfg(not(unix))]
            Self::Link(..) => Vec::new(),
        }
    }
}

/// A place as a watcher sees it, which looks at folders and not at links to them.
fn seen(place: &Path) -> PathBuf {
    let folder = place.parent().and_then(|folder| folder.canonicalize().ok());
    match (folder, place.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => place.to_path_buf(),
    }
}

fn path() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["a", "b.md", "c.png", ".h", "d.md~", "e.toml"]);
    let top = prop::sample::select(vec!["content", "content", "content", "themes", "other"]);
    (top, prop::collection::vec(name(), 0..4)).prop_map(|(top, names)| {
        std::iter::once(top)
            .chain(names)
            .collect::<Vec<_>>()
            .join("/")
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    let target = prop::sample::select(vec![
        "a",
        "b.md",
        "../b.md",
        "a/b.md",
        "../other/b.md",
        "/etc/hosts",
        "c.png",
    ]);
    prop_oneof![
        6 => (path(), any::<u8>()).prop_map(|(path, text)| Edit::Write(path, text)),
        2 => path().prop_map(Edit::Remove),
        2 => (path(), path()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => (path(), target).prop_map(|(path, target)| Edit::Link(path, target.to_owned())),
        1 => any::<u8>().prop_map(|text| Edit::Write("groundplan.toml".into(), text)),
        1 => Just(Edit::Remove("groundplan.toml".into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn reading_what_changed_is_reading_the_whole(
        rounds in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..6)
    ) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("content")).unwrap();
        let mut inputs = read_site(root, &Folders::default()).unwrap();
        for edits in rounds {
            let before = inputs.files.clone();
            let changed: Vec<_> = edits.iter().flat_map(|edit| edit.apply(root)).collect();
            let differing = inputs.refresh(root, &Folders::default(), &changed);
            match read_site(root, &Folders::default()) {
                Err(error) => {
                    prop_assert_eq!(differing.err().map(|e| e.to_string()), Some(error.to_string()));
                    return Ok(());
                }
                Ok(whole) => {
                    prop_assert_eq!(found(&inputs), found(&whole));
                    let differs = |path: &&SitePath| {
                        before.get(path.as_str()).map(File::digest)
                            != whole.files.get(path.as_str()).map(File::digest)
                    };
                    let all: BTreeSet<_> = before.keys().chain(whole.files.keys()).collect();
                    let expected: Vec<_> = all.into_iter().filter(differs).cloned().collect();
                    prop_assert_eq!(differing.unwrap(), expected);
                }
            }
        }
    }
}

#[test]
fn a_save_reads_one_file_and_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("content/docs")).unwrap();
    fs::write(root.join("content/docs/a.md"), "one").unwrap();
    fs::write(root.join("content/docs/b.md"), "one").unwrap();
    let mut inputs = read_site(root, &Folders::default()).unwrap();
    fs::write(root.join("content/docs/a.md"), "two").unwrap();
    fs::write(root.join("content/docs/b.md"), "two").unwrap();
    let mut refresh = |path: &str| {
        let changed = [root.join(path)];
        inputs.refresh(root, &Folders::default(), &changed).unwrap()
    };
    assert_eq!(
        refresh("content/docs/a.md"),
        [SitePath::new("content/docs/a.md").unwrap()]
    );
    assert!(refresh("content/docs/a.md").is_empty());
    assert!(refresh("public/index.html").is_empty());
    assert_eq!(
        refresh("content/docs"),
        [SitePath::new("content/docs/b.md").unwrap()]
    );
}

#[test]
fn a_folder_that_takes_the_place_of_content_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let docs = Folders {
        content: Some("docs".into()),
        ..Folders::default()
    };
    fs::create_dir_all(root.join("docs/a")).unwrap();
    fs::write(root.join("docs/a/b.md"), "one").unwrap();
    let mut inputs = read_site(root, &docs).unwrap();
    fs::rename(root.join("docs/a"), root.join("docs/c")).unwrap();
    let changed = [root.join("docs/a"), root.join("docs/c")];
    let differing = inputs.refresh(root, &docs, &changed).unwrap();
    let names: Vec<_> = differing.iter().map(SitePath::as_str).collect();
    assert_eq!(names, ["content/a/b.md", "content/c/b.md"]);
    assert_eq!(found(&inputs), found(&read_site(root, &docs).unwrap()));
}
