use std::path::{Path, PathBuf};

use super::*;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn site(root: &Path) -> Inputs {
    read_site(root, &Folders::default()).unwrap()
}

fn paths(inputs: &Inputs) -> Vec<&str> {
    inputs.files.keys().map(SitePath::as_str).collect()
}

fn skipped(inputs: &Inputs) -> Vec<(&str, SkipReason)> {
    let skipped = inputs.skipped.iter();
    skipped
        .map(|skipped| (skipped.path.as_str(), skipped.reason))
        .collect()
}

#[test]
fn a_site_is_its_configuration_its_content_and_its_themes() {
    let folder = folder(&[
        ("groundplan.toml", "title = 'x'"),
        ("content/index.md", "\u{feff}# Home"),
        ("content/logo.svg", "<svg width='2' height='1'/>"),
        ("themes/own/page.html", "<p>"),
        ("public/index.html", "old"),
        ("README.md", "about"),
    ]);
    let inputs = site(folder.path());
    assert_eq!(
        paths(&inputs),
        [
            "content/index.md",
            "content/logo.svg",
            "groundplan.toml",
            "themes/own/page.html"
        ]
    );
    assert_eq!(&**inputs.text("content/index.md").unwrap(), "# Home");
    let File::Blob(logo) = &inputs.files["content/logo.svg"] else {
        panic!("a picture is an asset");
    };
    assert_eq!(logo.dimensions, Some((2, 1)));
    assert_eq!(logo.size, 27);
    assert_eq!(logo.digest, Digest::of(&logo.source.read().unwrap()));
    assert!(inputs.skipped.is_empty());
}

#[test]
fn a_folder_with_content_alone_is_a_site_and_an_empty_one_is_not() {
    assert_eq!(
        paths(&site(folder(&[("content/a.md", "")]).path())),
        ["content/a.md"]
    );
    assert_eq!(
        paths(&site(folder(&[("groundplan.toml", "")]).path())),
        ["groundplan.toml"]
    );
    let empty = folder(&[("notes/a.md", "")]);
    for root in [empty.path().to_path_buf(), empty.path().join("gone")] {
        let error = read_site(&root, &Folders::default()).err().unwrap();
        assert!(
            matches!(&error, Error::NoSite { root: named } if *named == root),
            "{error}"
        );
    }
}

#[test]
fn any_folder_can_stand_for_content() {
    let folder = folder(&[
        ("docs/a.md", ""),
        ("docs/out/index.html", ""),
        ("groundplan.toml", ""),
        ("themes/t/page.html", ""),
        ("node/b.md", ""),
    ]);
    let read = |content: &Path| {
        let folders = Folders {
            content: Some(content.to_path_buf()),
            exclude: vec![PathBuf::from("docs/out"), folder.path().join("node")],
        };
        read_site(folder.path(), &folders)
    };
    let inputs = read(Path::new("docs")).unwrap();
    assert_eq!(
        paths(&inputs),
        ["content/a.md", "groundplan.toml", "themes/t/page.html"]
    );
    let inputs = read(&folder.path().join("docs")).unwrap();
    assert_eq!(
        paths(&inputs),
        ["content/a.md", "groundplan.toml", "themes/t/page.html"]
    );
    let inputs = read(Path::new(".")).unwrap();
    assert_eq!(
        paths(&inputs),
        ["content/docs/a.md", "groundplan.toml", "themes/t/page.html"]
    );
    assert!(read(Path::new("gone")).is_err());
    assert!(read(Path::new("groundplan.toml")).is_err());
}

#[test]
fn what_is_no_part_of_a_site_is_skipped_with_the_reason() {
    let folder = folder(&[
        ("content/a.md", ""),
        ("content/a.md~", ""),
        ("content/.a.md.swp", ""),
        ("content/.pages", ""),
        ("content/.git/config", ""),
        ("content/.groundplan/blocks", ""),
        ("content/.venv/a.md", ""),
        ("content/4913", ""),
    ]);
    let inputs = site(folder.path());
    assert_eq!(paths(&inputs), ["content/a.md"]);
    assert_eq!(
        skipped(&inputs),
        [
            ("content/.a.md.swp", SkipReason::EditorLeaving),
            ("content/.pages", SkipReason::Hidden),
            ("content/.venv", SkipReason::Hidden),
            ("content/4913", SkipReason::EditorLeaving),
            ("content/a.md~", SkipReason::EditorLeaving),
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_site_only() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", "secret")]);
    let folder = folder(&[
        ("README.md", "about"),
        ("content/v2/p.md", "two"),
        ("public/p.md", "old"),
    ]);
    let content = folder.path().join("content");
    symlink("../README.md", content.join("index.md")).unwrap();
    symlink("v2/p.md", content.join("p.md")).unwrap();
    symlink("v2", content.join("latest")).unwrap();
    symlink("latest/p.md", content.join("q.md")).unwrap();
    symlink("gone.md", content.join("dead.md")).unwrap();
    symlink("circle.md", content.join("circle.md")).unwrap();
    symlink("../public/p.md", content.join("old.md")).unwrap();
    symlink(outside.path().join("secret.md"), content.join("secret.md")).unwrap();
    symlink(outside.path(), content.join("secrets")).unwrap();
    symlink(content.join("v2/p.md"), content.join("absolute.md")).unwrap();
    let folders = Folders {
        exclude: vec!["public".into()],
        ..Folders::default()
    };
    let inputs = read_site(folder.path(), &folders).unwrap();
    assert_eq!(
        paths(&inputs),
        [
            "content/index.md",
            "content/p.md",
            "content/q.md",
            "content/v2/p.md"
        ]
    );
    assert_eq!(&**inputs.text("content/index.md").unwrap(), "about");
    assert_eq!(&**inputs.text("content/q.md").unwrap(), "two");
    assert_eq!(
        skipped(&inputs),
        [
            ("content/absolute.md", SkipReason::LeavesSite),
            ("content/circle.md", SkipReason::DeadLink),
            ("content/dead.md", SkipReason::DeadLink),
            ("content/latest", SkipReason::FolderLink),
            ("content/old.md", SkipReason::LeavesSite),
            ("content/secret.md", SkipReason::LeavesSite),
            ("content/secrets", SkipReason::LeavesSite),
        ]
    );
    assert_eq!(inputs.links["content/index.md"], None);
    assert_eq!(
        inputs.links["content/p.md"],
        SitePath::new("content/v2/p.md")
    );
}

#[cfg(unix)]
#[test]
fn the_content_folder_may_itself_be_a_link_inside_the_site() {
    use std::os::unix::fs::symlink;
    let folder = folder(&[("docs/a.md", "a"), ("docs/b/c.md", "c")]);
    symlink("docs", folder.path().join("content")).unwrap();
    symlink("../a.md", folder.path().join("docs/b/a.md")).unwrap();
    let inputs = site(folder.path());
    assert_eq!(
        paths(&inputs),
        ["content/a.md", "content/b/a.md", "content/b/c.md"]
    );
    assert_eq!(
        inputs.links["content/b/a.md"],
        SitePath::new("content/a.md")
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_never_opened_and_a_locked_file_is_skipped() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder(&[
        ("content/a.md", ""),
        ("content/locked/b.md", ""),
        ("content/c.md", ""),
    ]);
    let content = folder.path().join("content");
    let pipe = content.join("pipe.md");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    symlink("pipe.md", content.join("to-pipe.md")).unwrap();
    for path in ["locked", "c.md"] {
        fs::set_permissions(content.join(path), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let inputs = site(folder.path());
    let mut expected = vec![("content/pipe.md", SkipReason::NotAFile)];
    // Root may read everything.
    if fs::read(content.join("c.md")).is_err() {
        expected.insert(0, ("content/c.md", SkipReason::Unreadable));
        expected.insert(1, ("content/locked", SkipReason::Unreadable));
        assert_eq!(paths(&inputs), ["content/a.md"]);
    }
    expected.push(("content/to-pipe.md", SkipReason::NotAFile));
    assert_eq!(skipped(&inputs), expected);
    fs::set_permissions(content.join("locked"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn strange_names_and_deep_folders_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let deep = format!("content/{}p.md", "folder/".repeat(120));
    let folder = folder(&[
        ("content/new\nline.md", "a"),
        ("content/\u{1b}[31m.md", "b"),
        ("content/back\\slash.md", "c"),
        (&deep, "d"),
    ]);
    let strange = OsStr::from_bytes(b"content/caf\xe9.md");
    fs::write(folder.path().join(strange), "x").unwrap();
    let inputs = site(folder.path());
    assert_eq!(
        paths(&inputs),
        [
            "content/\u{1b}[31m.md",
            "content/back\\slash.md",
            &deep,
            "content/new\nline.md"
        ]
    );
    assert_eq!(
        skipped(&inputs),
        [("content/caf\u{fffd}.md", SkipReason::NameNotText)]
    );
}

#[test]
fn a_file_longer_than_the_buffer_is_read_whole() {
    let long = "0123456789abcdef".repeat(image::HEAD / 16 + 3) + "end";
    let folder = folder(&[
        ("content/a.md", &long),
        ("content/a.bin", &long),
        ("content/b.md", "b"),
    ]);
    let inputs = site(folder.path());
    assert_eq!(&**inputs.text("content/a.md").unwrap(), long);
    assert_eq!(&**inputs.text("content/b.md").unwrap(), "b");
    let File::Blob(file) = &inputs.files["content/a.bin"] else {
        panic!("not a text of a site");
    };
    assert_eq!(file.digest, Digest::of(long.as_bytes()));
    assert_eq!(file.size, long.len() as u64);
}

#[test]
fn an_include_may_show_any_text_and_equal_sites_have_one_digest() {
    let files = [
        ("content/a.yaml", "\u{feff}a: 1"),
        ("content/b.md", "b"),
        ("content/c.bin", "\0"),
    ];
    let (one, two) = (folder(&files), folder(&files));
    let include = |inputs: &Inputs, path| inputs.include_text(&SitePath::new(path).unwrap());
    let mut inputs = site(one.path());
    assert_eq!(include(&inputs, "content/a.yaml").as_deref(), Some("a: 1"));
    assert_eq!(include(&inputs, "content/b.md").as_deref(), Some("b"));
    assert_eq!(include(&inputs, "content/gone.md"), None);
    fs::write(one.path().join("content/c.bin"), [0xff, 0, 0xff]).unwrap();
    assert_eq!(include(&inputs, "content/c.bin"), None);
    let digest = inputs.digest();
    assert_eq!(digest, site(two.path()).digest());
    inputs.drafts = true;
    assert_ne!(digest, inputs.digest());
    assert_ne!(digest, site(one.path()).digest());
}
