//! A site with versions in a repository of its own, for the tests of several commands.

// Each test file is a program of its own, and none uses all of this.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A repository with a site in it.
pub struct Site {
    pub folder: TempDir,
    commits: std::cell::Cell<u64>,
}

pub const SETTINGS: &str = r#"
title = "Harbor"
base_url = "https://harbor.example.org/docs/"
[versions]
include = ["tag:v*", "branch:main"]
name = { "tag:v(?<v>\\d+\\.\\d+)\\.\\d+" = "$v", "branch:main" = "next" }
evergreen = "branch:main"
"#;

const PLATFORM: &str = r#"
[[category]]
id = "databases"
name = "Databases"
"#;

const ITEMS: &str = r#"
[[item]]
id = "restore"
title = "Restore it yourself"
kind = "feature"
services = ["postgres"]
benefit = "Nobody waits."
when = "2026-Q4"
"#;

impl Site {
    /// A site with two releases, `v1.0.0` and `v2.0.0`, and what is on its way on `main`.
    pub fn new() -> Self {
        let site = Self {
            folder: TempDir::new().expect("a folder"),
            commits: std::cell::Cell::new(0),
        };
        site.git(&["init", "-q", "-b", "main", "."]);
        site.put("groundplan.toml", SETTINGS);
        site.put("content/platform.toml", PLATFORM);
        site.put("content/roadmap/items.toml", ITEMS);
        site.put(
            "content/index.md",
            "# Home\n\n[Guide](docs/guide.md) and [roadmap](/roadmap/)\n",
        );
        site.put(
            "content/docs/guide.md",
            "# Guide\n\nBack [home](../index.md), [coming](/roadmap/).\n",
        );
        site.put("content/docs/old.md", "# Old\n\nSoon gone.\n");
        site.put("content/services/postgres.md", "+++\ntitle = \"PostgreSQL\"\ncategory = \"databases\"\n+++\n\nA database. ![p](p.svg)\n");
        site.put(
            "content/services/p.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        );
        site.commit("one");
        site.git(&["tag", "v1.0.0"]);
        fs::remove_file(site.root().join("content/docs/old.md")).expect("a page");
        site.put("content/docs/new.md", "# New\n\nIt is [new](guide.md).\n");
        site.commit("two");
        site.git(&["tag", "v2.0.0"]);
        let items = ITEMS.replace("[\"postgres\"]", "[\"postgres\", \"redis\"]");
        site.put("content/roadmap/items.toml", &items);
        site.put(
            "content/services/redis.md",
            "+++\ntitle = \"Redis\"\ncategory = \"databases\"\n+++\n\nA cache.\n",
        );
        site.commit("three");
        site
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    pub fn put(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn commit(&self, message: &str) {
        self.commits.set(self.commits.get() + 1);
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
    }

    pub fn git(&self, args: &[&str]) {
        fs::create_dir_all(self.root()).expect("a folder");
        let date = format!("{} +0000", 1_760_000_000 + self.commits.get() * 86_400);
        let output = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
            .args(args)
            .current_dir(self.root())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_COMMITTER_DATE", &date)
            .env("GIT_AUTHOR_DATE", &date)
            .output()
            .expect("git");
        assert!(output.status.success(), "{output:?}");
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_groundplan"));
        command
            .args(args)
            .current_dir(self.root())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("GROUNDPLAN_CACHE")
            .env_remove("SOURCE_DATE_EPOCH");
        command
    }

    pub fn run(&self, args: &[&str]) -> String {
        said(self.command(args).output().expect("groundplan"))
    }

    /// Builds every version, at a day.
    pub fn build_all(&self) -> String {
        let out = self.out();
        let out = out.to_str().expect("UTF-8");
        self.run(&["build", "--all", "--output", out, "--today", "2026-11-01"])
    }
}

pub fn said(output: Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let text = text + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    text
}

/// Every file below a folder, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("below the folder");
            let name = name.to_str().expect("UTF-8").to_owned();
            all.insert(name, fs::read(&path).expect("a file"));
        }
    }
    all
}

pub fn below(all: &BTreeMap<String, Vec<u8>>, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let start = format!("{folder}/");
    all.iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(&start)?.to_owned(), bytes.clone())))
        .collect()
}

pub fn text(all: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    let bytes = all.get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8_lossy(bytes).into_owned()
}

/// The relative addresses in a page that lead to no file.
pub fn dead_links(all: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut dead = Vec::new();
    for (path, bytes) in all.iter().filter(|(path, _)| path.ends_with(".html")) {
        // It is served at any depth, and has a base address.
        if path == "404.html" {
            continue;
        }
        let html = String::from_utf8_lossy(bytes);
        for start in [" href=\"", " src=\""] {
            for part in html.split(start).skip(1) {
                let link = part.split('"').next().unwrap_or("");
                let link = link.split(['?', '#']).next().unwrap_or("");
                if link.is_empty() || link.contains(':') {
                    continue;
                }
                let mut at: Vec<&str> = path.split('/').collect();
                at.pop();
                for part in link.split('/') {
                    match part {
                        "" | "." => {}
                        ".." => assert!(at.pop().is_some(), "{path}: {link} leaves the site"),
                        part => at.push(part),
                    }
                }
                let target = at.join("/");
                let page = format!("{target}/index.html");
                let page = page.trim_start_matches('/');
                if !all.contains_key(&target) && !all.contains_key(page) {
                    dead.push(format!("{path}: {link}"));
                }
            }
        }
    }
    dead
}
