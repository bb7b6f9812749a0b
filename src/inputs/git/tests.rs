use std::fs;
use std::process::Command;

use super::*;
use crate::git::failed;
use crate::inputs::worktree::read_site;
use crate::inputs::{Inputs, SkipReason};
use crate::path::SitePath;

mod days;
mod history;
mod lacking;

/// A repository in a folder of its own, which knows nothing of the user's configuration.
struct Repo {
    folder: tempfile::TempDir,
}

impl Repo {
    fn new() -> Self {
        let repo = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, args: &[&str]) -> String {
        self.git_on("2020-01-01", args)
    }

    /// Runs git as on this day, at noon in UTC.
    fn git_on(&self, day: &str, args: &[&str]) -> String {
        let time = format!("{day}T12:00:00Z");
        let output = Command::new("git")
            .arg("-C")
            .arg(self.path())
            .args(args)
            .env("HOME", self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "A. Author")
            .env("GIT_AUTHOR_EMAIL", "a@example.org")
            .env("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z")
            .env("GIT_COMMITTER_NAME", "C. > Committer 1")
            .env("GIT_COMMITTER_EMAIL", "c@example.org")
            .env("GIT_COMMITTER_DATE", time)
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {stderr}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Commits all there is.
    fn commit_on(&self, day: &str) -> String {
        self.git(&["add", "-A"]);
        self.git_on(day, &["commit", "-q", "--allow-empty", "-m", "x"]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn open(&self) -> Repository {
        self.open_at("", &Folders::default())
    }

    fn open_at(&self, folder: &str, folders: &Folders) -> Repository {
        let found = Repository::find(&self.path().join(folder), folders);
        found.unwrap().expect("a repository")
    }

    fn days(&self, reference: &str) -> Vec<String> {
        let repository = self.open();
        days(&repository, reference)
    }
}

fn days(repository: &Repository, reference: &str) -> Vec<String> {
    let revision = revision(repository, reference);
    let days = revision.last_changes().unwrap();
    let mut days: Vec<_> = days
        .iter()
        .map(|(path, day)| format!("{path} {day}"))
        .collect();
    days.sort();
    days
}

fn revision<'a>(repository: &'a Repository, reference: &str) -> Revision<'a> {
    repository
        .at(repository.commit(reference).unwrap())
        .unwrap()
}

fn message(error: &Error) -> String {
    format!("{error}; {}", error.help().unwrap_or_default())
}

/// All that a reading found, in words.
fn found(inputs: &Inputs) -> Vec<String> {
    let files = inputs.files.iter();
    let mut found: Vec<String> = files
        .map(|(path, file)| match file {
            crate::inputs::File::Blob(blob) => {
                format!("{path} {} {} {:?}", blob.digest, blob.size, blob.dimensions)
            }
            file => format!("{path} {}", file.digest()),
        })
        .collect();
    found.extend(inputs.skipped.iter().map(|skipped| format!("{skipped:?}")));
    found.extend(inputs.links.iter().map(|link| format!("{link:?}")));
    found
}

/// A site with everything that a tree of git can hold.
#[cfg(unix)]
fn crowded(repo: &Repo, top: &str) {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    for (path, text) in [
        ("groundplan.toml", "title = 'x'"),
        ("README.md", "about"),
        ("public/index.html", "old"),
        ("content/index.md", "\u{feff}# Home\r\n"),
        ("content/logo.svg", "<svg width='2' height='1'/>"),
        ("content/docs/a b.md", "a"),
        ("content/docs/new\nline.md", "b"),
        ("content/docs/\u{1b}[31m.md", "c"),
        ("content/docs/-n.md", "d"),
        ("content/docs/*.md", "e"),
        ("content/docs/\u{e4}.md", "f"),
        ("content/a.md~", ""),
        ("content/.pages", ""),
        ("content/.hidden/a.md", ""),
        ("content/.hidden/b.md", ""),
        ("content/old.bak/a.md", ""),
        ("content/empty.md", ""),
        ("content/v2/p.md", "two"),
        ("content/.v3/p.md", "three"),
        ("themes/own/page.html", "<p>"),
        ("themes/own/font.woff2", "\u{1}"),
        ("contents/no.md", ""),
    ] {
        repo.put(&format!("{top}{path}"), text);
    }
    let root = repo.path().join(top);
    let content = root.join("content");
    let odd = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
    fs::write(content.join(odd), "x").unwrap();
    fs::create_dir(content.join(std::ffi::OsStr::from_bytes(b"d\xff"))).unwrap();
    fs::write(
        content.join(std::ffi::OsStr::from_bytes(b"d\xff/a.md")),
        "x",
    )
    .unwrap();
    fs::write(content.join("old.md"), b"caf\xe9").unwrap();
    fs::write(content.join("big.bin"), vec![7; 3_000_000]).unwrap();
    for (target, link) in [
        ("../README.md", "readme.md"),
        ("v2/p.md", "p.md"),
        ("v2", "latest"),
        ("latest/p.md", "q.md"),
        ("gone.md", "dead.md"),
        ("circle.md", "circle.md"),
        ("../../outside.md", "out.md"),
        ("/etc/hosts", "absolute.md"),
        (".v3/p.md", "hidden.md"),
        ("../public/index.html", "excluded.html"),
    ] {
        symlink(target, content.join(link)).unwrap();
    }
    symlink(odd, content.join("to-odd.md")).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_commit_is_read_as_a_clean_checkout_of_it() {
    for top in ["", "docs/the site/"] {
        let repo = Repo::new();
        crowded(&repo, top);
        repo.put("outside.md", "not of the site");
        let id = repo.commit_on("2024-05-06");
        for folders in [
            Folders::default(),
            Folders {
                content: None,
                exclude: vec!["public".into(), "content/v2".into()],
            },
            Folders {
                content: Some("content/docs".into()),
                exclude: Vec::new(),
            },
            Folders {
                content: Some(".".into()),
                exclude: vec!["public".into()],
            },
            Folders {
                content: Some(repo.path().join(top).join("content")),
                exclude: vec![repo.path().join(top).join("public")],
            },
        ] {
            let root = repo.path().join(top);
            let tree = read_site(&root, &folders).unwrap();
            let repository = repo.open_at(top, &folders);
            assert_eq!(repository.prefix(), top);
            let git = revision(&repository, "main").read().unwrap();
            assert_eq!(found(&git), found(&tree), "{folders:?}");
            assert_eq!(git.digest(), tree.digest());
            let head = repository.head().unwrap().unwrap();
            assert_eq!(
                (head.id.as_str(), head.date.to_string().as_str()),
                (id.as_str(), "2024-05-06")
            );
        }
        let status = repo.git(&["status", "--porcelain"]);
        assert_eq!(status, "", "nothing was written");
    }
}

#[cfg(unix)]
#[test]
fn a_content_folder_that_is_a_link_is_followed_at_every_commit() {
    let repo = Repo::new();
    repo.put("docs/a.md", "a");
    std::os::unix::fs::symlink("docs", repo.path().join("content")).unwrap();
    repo.commit_on("2024-05-06");
    let repository = repo.open();
    let git = revision(&repository, "main").read().unwrap();
    assert_eq!(
        found(&git),
        found(&read_site(repo.path(), &Folders::default()).unwrap())
    );
    assert_eq!(repo.days("main"), ["content/a.md 2024-05-06"]);
}

#[test]
fn a_ref_is_read_as_it_was_whatever_the_working_tree_holds() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    repo.commit_on("2024-01-01");
    repo.git(&["tag", "-a", "-m", "x", "v1.0"]);
    repo.put("content/a.md", "two");
    repo.commit_on("2024-02-01");
    repo.put("content/a.md", "three");
    repo.put("content/b.md", "new");
    let repository = repo.open();
    let read = |reference: &str| revision(&repository, reference).read().unwrap();
    assert_eq!(&**read("v1.0").text("content/a.md").unwrap(), "one");
    assert_eq!(&**read("main~1").text("content/a.md").unwrap(), "one");
    assert_eq!(&**read("main").text("content/a.md").unwrap(), "two");
    assert_eq!(read("main").files.len(), 1);
}

#[test]
fn more_questions_than_a_pipe_holds_are_answered() {
    let repo = Repo::new();
    // Ids of 41 bytes: 3,000 of them are longer than a pipe, and so is each answer.
    for index in 0..3000 {
        repo.put(
            &format!("content/{index}.md"),
            &format!("{index} ").repeat(20),
        );
    }
    repo.put("content/a.bin", &"x".repeat(1_000_000));
    repo.commit_on("2024-01-01");
    let repository = repo.open();
    let inputs = revision(&repository, "main").read().unwrap();
    assert_eq!(inputs.files.len(), 3001);
    let objects = Objects::open(&repository).unwrap();
    for _ in 0..100_000 {
        objects.ask("HEAD:content/a.bin");
    }
    // Nobody reads the answers, and it ends all the same.
    drop(objects);
}

#[test]
fn a_configuration_of_the_repository_changes_nothing_and_runs_nothing() {
    let repo = Repo::new();
    repo.put("docs/content/a.md", "one");
    repo.commit_on("2024-01-01");
    repo.git(&["mv", "docs/content/a.md", "docs/content/b.md"]);
    repo.put("docs/content/c.md", "one");
    repo.commit_on("2024-02-01");
    let alarm = format!("touch {}", repo.path().join("alarm").display());
    for (key, value) in [
        ("log.showSignature", "true"),
        ("log.follow", "true"),
        ("log.showRoot", "false"),
        ("log.diffMerges", "separate"),
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.orderFile", "/nowhere"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
        ("core.fsmonitor", &alarm),
        ("core.pager", &alarm),
        ("diff.external", &alarm),
        ("gpg.program", &alarm),
        ("filter.x.smudge", &alarm),
        ("filter.x.clean", &alarm),
    ] {
        repo.git(&["config", key, value]);
    }
    fs::write(repo.path().join(".git/info/attributes"), "* filter=x\n").unwrap();
    let repository = repo.open_at("docs", &Folders::default());
    assert_eq!(
        days(&repository, "main"),
        ["content/b.md 2024-02-01", "content/c.md 2024-02-01"]
    );
    let revision = revision(&repository, "main");
    assert_eq!(revision.read().unwrap().files.len(), 2);
    assert_eq!(revision.history(&["content"]).unwrap().states.len(), 2);
    assert!(!repo.path().join("alarm").exists());
}

#[test]
fn a_large_file_is_taken_from_beside_the_repository_or_skipped() {
    let repo = Repo::new();
    let name = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
    let pointer =
        format!("version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize 5\n");
    repo.put("content/a.png", &pointer);
    repo.commit_on("2024-01-01");
    let repository = repo.open();
    let read = || revision(&repository, "main").read().unwrap();
    assert_eq!(read().skipped[0].reason, SkipReason::NotFetched);
    let tree = read_site(repo.path(), &Folders::default()).unwrap();
    assert_eq!(found(&read()), found(&tree));
    repo.put(&format!(".git/lfs/objects/4d/7a/{name}"), "large");
    let path = SitePath::new("content/a.png").unwrap();
    assert_eq!(read().include_text(&path).as_deref(), Some("large"));
}

#[test]
fn a_submodule_is_skipped() {
    let repo = Repo::new();
    repo.put("content/a.md", "one");
    let id = repo.commit_on("2024-01-01");
    let entry = format!("160000,{id},content/other");
    repo.git(&["update-index", "--add", "--cacheinfo", &entry]);
    repo.git(&["commit", "-q", "-m", "x"]);
    let repository = repo.open();
    let inputs = revision(&repository, "main").read().unwrap();
    assert_eq!(inputs.skipped[0].path, "content/other");
    assert_eq!(inputs.skipped[0].reason, SkipReason::Submodule);
}

#[test]
fn a_folder_without_a_repository_and_a_commit_without_a_site_are_told_apart() {
    let plain = tempfile::tempdir().unwrap();
    assert!(
        Repository::find(plain.path(), &Folders::default())
            .unwrap()
            .is_none()
    );
    let repo = Repo::new();
    let repository = repo.open();
    assert_eq!(repository.head().unwrap(), None);
    repo.put("README.md", "x");
    repo.commit_on("2024-01-01");
    let error = message(&revision(&repository, "main").read().err().unwrap());
    assert!(error.contains("there is no site in the commit"), "{error}");
    assert!(repo.days("main").is_empty());
}

#[test]
fn a_folder_of_another_owner_is_explained() {
    let stderr = b"fatal: detected dubious ownership in repository at '/src/docs'\nTo add an \
        exception for this directory, call:\n";
    let error = message(&failed("look for a repository", stderr));
    assert!(
        error.ends_with("`git config --global --add safe.directory /src/docs`"),
        "{error}"
    );
}
