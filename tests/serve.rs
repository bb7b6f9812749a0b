//! The preview as a process: what it serves, what it prints, how it ends.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Nothing here takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview of a site in a folder of its own, ended with the test.
struct Preview {
    site: TempDir,
    child: Child,
    lines: Receiver<String>,
    port: u16,
}

impl Preview {
    fn start(files: &[(&str, &str)], options: &[&str]) -> Self {
        Self::of(folder(files), options)
    }

    /// A preview of a site whose files are committed.
    fn in_repository(files: &[(&str, &str)]) -> Self {
        let site = folder(files);
        for command in [
            ["init", "-q"].as_slice(),
            &["add", "."],
            &[
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.org",
                "commit",
                "-qm",
                "First",
            ],
        ] {
            let git = Command::new("git")
                .args(command)
                .current_dir(site.path())
                .env("GIT_CONFIG_GLOBAL", "/dev/null")
                .env("GIT_CONFIG_SYSTEM", "/dev/null")
                .status();
            assert!(git.expect("git").success());
        }
        Self::of(site, &[])
    }

    fn of(site: TempDir, options: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_groundplan"))
            .args(["serve", "--port", "0", "--root"])
            .arg(site.path())
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program");
        let (send, lines) = channel();
        let out = child.stdout.take().expect("its output");
        std::thread::spawn(move || {
            let lines = BufReader::new(out).lines();
            lines
                .map_while(Result::ok)
                .all(|line| send.send(line).is_ok())
        });
        let mut preview = Self {
            site,
            child,
            lines,
            port: 0,
        };
        let line = preview.line("Preview at ");
        let address = line.split_whitespace().nth(2).expect("an address");
        let port = address.trim_end_matches('/').rsplit(':').next();
        preview.port = port.and_then(|port| port.parse().ok()).expect("a port");
        preview
    }

    /// The next printed line with these words in it.
    fn line(&self, words: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("no line says {words:?}"));
            if line.contains(words) {
                return line;
            }
        }
    }

    fn put(&self, path: &str, text: &str) {
        put(self.site.path(), path, text);
    }

    /// The status, the head and the body of an answer.
    fn get(&self, path: &str) -> (u16, String, String) {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ))
    }

    fn ask(&self, request: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.expect("a status"), head.to_owned(), body.to_owned())
    }

    /// Asks until the page has these words.
    fn shows(&self, path: &str, words: &str) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if self.get(path).2.contains(words) {
                return;
            }
            std::thread::yield_now();
        }
        panic!("{path} never shows {words:?}: {:?}", self.get(path));
    }

    #[cfg(unix)]
    fn interrupt(&mut self) -> std::process::ExitStatus {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status();
        assert!(sent.expect("kill").success());
        self.child.wait().expect("its end")
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let site = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        put(site.path(), path, text);
    }
    site
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder");
    fs::write(path, text).expect("a file");
}

const SITE: &[(&str, &str)] = &[
    ("groundplan.toml", "title = \"Test\"\n"),
    ("content/index.md", "# Home\n\nWelcome.\n"),
    ("content/docs/a.md", "# A\n\nFirst words.\n"),
    ("content/docs/notes.txt", "0123456789"),
];

#[test]
fn pages_have_the_reload_script_and_are_never_kept() {
    let preview = Preview::start(SITE, &[]);
    let (status, head, body) = preview.get("/docs/a/");
    assert_eq!(status, 200);
    assert!(body.contains("First words."));
    assert!(body.contains("<script src=\"/_/reload.js\" data-live=\"/_/live/"));
    assert!(head.contains("cache-control: no-store"));
    let (status, head, _) = preview.get("/docs/a");
    assert_eq!(status, 307);
    assert!(head.contains("location: /docs/a/"));
    assert_eq!(preview.get("/docs/nothing/").0, 404);
}

#[test]
fn saves_are_shown_and_told() {
    let preview = Preview::start(SITE, &[]);
    preview.line("watching");
    preview.put("content/docs/a.md", "# A\n\nSecond words.\n");
    assert!(preview.line("saved").contains("content/docs/a.md"));
    preview.shows("/docs/a/", "Second words.");
    preview.put("content/docs/deep/er/b.md", "# B\n\nNew.\n");
    preview.shows("/docs/deep/er/b/", "New.");
    let beside = preview.site.path().join("content/docs/beside");
    fs::write(&beside, "# A\n\nThird words.\n").expect("a file");
    fs::rename(&beside, preview.site.path().join("content/docs/a.md")).expect("renamed");
    preview.shows("/docs/a/", "Third words.");
    preview.put("groundplan.toml", "title = \"Other title\"\n");
    preview.shows("/", "Other title");
    fs::remove_dir_all(preview.site.path().join("content/docs")).expect("removed");
    preview.shows("/docs/a/", "There is no page");
    preview.put("content/docs/a.md", "# A\n\nBack again.\n");
    preview.shows("/docs/a/", "Back again.");
}

#[test]
fn polling_finds_saves_too() {
    let preview = Preview::start(SITE, &["--poll"]);
    preview.line("again and again");
    preview.put("content/docs/a.md", "# A\n\nFound by looking.\n");
    preview.shows("/docs/a/", "Found by looking.");
}

#[test]
fn a_folder_without_a_site_is_served_until_there_is_one() {
    let preview = Preview::start(&[("content", "a file, no folder")], &[]);
    let (status, _, body) = preview.get("/");
    assert_eq!(status, 503, "{body}");
    assert!(body.contains("there is no site in"));
    assert!(body.contains("/_/reload.js"));
    preview.line("watching");
    fs::remove_file(preview.site.path().join("content")).expect("removed");
    preview.put("content/index.md", "# Home\n\nHere it is.\n");
    preview.shows("/", "Here it is.");
}

#[test]
fn a_file_is_found_under_its_path() {
    let preview = Preview::start(SITE, &[]);
    let (status, _, body) = preview.get("/docs/notes.txt");
    assert_eq!((status, body.as_str()), (200, "0123456789"));
    let ask = |site: &str, more: &str| {
        preview.ask(&format!(
            "GET /docs/notes.txt HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: {site}\r\n{more}Connection: close\r\n\r\n"
        ))
    };
    assert_eq!(ask("same-origin", "").0, 200);
    let (status, head, body) = ask("none", "Range: bytes=2-4\r\n");
    assert_eq!((status, body.as_str()), (206, "234"));
    assert!(head.contains("content-range: bytes 2-4/10"));
    let (status, head, _) = preview.get("/docs/a.md");
    assert_eq!(status, 307);
    assert!(head.contains("location: /docs/a/"));
}

#[test]
fn versions_are_shown_beside_the_files_as_they_are() {
    let settings = "title = \"Harbor\"\n[versions]\nsource = \"folders\"\n";
    let preview = Preview::start(
        &[
            ("groundplan.toml", settings),
            ("content/index.md", "# Home\n\n[Guide](docs/guide.md)\n"),
            ("content/docs/guide.md", "# The guide to come\n"),
            ("versions/1.0/content/docs/guide.md", "# The first guide\n"),
        ],
        &[],
    );
    preview.line("pages read");
    let body = |path: &str| {
        let (status, _, body) = preview.get(path);
        assert_eq!(status, 200, "{path}");
        body
    };
    assert!(body("/").contains("latest/docs/guide/"));
    assert!(body("/latest/docs/guide/").contains("The guide to come"));
    assert!(body("/next/docs/guide/").contains("The guide to come"));
    assert!(body("/1.0/docs/guide/").contains("The first guide"));
    assert!(body("/versions.js").contains("\"1.0\""));
    assert!(body("/versions/").contains("../1.0/changes/"));
    assert!(body("/1.0/changes/").contains("What changed"));
    assert!(body("/1.0/_m/pages.js").contains("docs/guide/"));
    assert_eq!(preview.get("/1.0/docs/guide").0, 307);
    assert_eq!(preview.get("/2.0/docs/guide/").0, 404);
    preview.put("content/docs/guide.md", "# The guide is better\n");
    preview.line("content/docs/guide.md");
    assert!(body("/latest/docs/guide/").contains("The guide is better"));
    assert!(body("/1.0/docs/guide/").contains("The first guide"));
}

#[test]
fn the_local_view_tells_findings_and_freshness() {
    let mut files = SITE.to_vec();
    files.push((
        "content/old.md",
        "+++\nreviewed = 2020-01-01\nreview_every = \"12 months\"\n+++\n# Old\n\n[x](<nowhere.md>)\n",
    ));
    let preview = Preview::start(&files, &["--today", "2026-01-02"]);
    preview.shows("/_/", "link/dead");
    let (_, head, body) = preview.get("/_/");
    assert!(head.contains("default-src 'none'"));
    assert!(body.contains("1 overdue"), "{body}");
    assert!(body.contains("1827 days"), "{body}");
    assert!(body.contains("vscode://file/"));
}

#[test]
fn the_local_view_tells_what_changed_since_a_ref() {
    let matrix = |who: &str| format!("[\"Run\"]\n\"Back up\" = \"{who}\"\n");
    let platform = "[[party]]\nid = \"customer\"\nyou = true\n[[party]]\nid = \"platform\"\n";
    let item =
        "[[item]]\nid = \"one\"\ntitle = \"Backups\"\nkind = \"feature\"\nwhen = \"2027-Q1\"\n";
    let before = matrix("platform");
    let files = [
        ("content/platform.toml", platform),
        ("content/services/db.md", "# Database\n"),
        ("content/responsibilities/db.toml", before.as_str()),
        ("content/roadmap/items.toml", item),
    ];
    let preview = Preview::in_repository(&files);
    preview.shows("/_/", "Changed since");
    preview.put("content/responsibilities/db.toml", &matrix("customer"));
    preview.put("content/roadmap/items.toml", &item.replace("Q1", "Q3"));
    preview.put("content/new.md", "# A new page\n");
    preview.shows("/new/", "A new page");
    preview.shows("/_/?since=HEAD", "Moved to you (1)");
    let (_, _, view) = preview.get("/_/?since=HEAD");
    for words in [
        "moved later, from Q1 2027 to Q3 2027",
        "New pages (1)",
        "3 files other than then",
    ] {
        assert!(view.contains(words), "{words}: {view}");
    }
    let (_, _, view) = preview.get("/_/?since=nowhere");
    assert!(view.contains("nowhere"), "{view}");
}

#[test]
fn a_port_in_use_is_said() {
    let preview = Preview::start(SITE, &[]);
    let output = Command::new(env!("CARGO_BIN_EXE_groundplan"))
        .args(["serve", "--port", &preview.port.to_string(), "--root"])
        .arg(preview.site.path())
        .output()
        .expect("the program");
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        told.contains(&format!("port {} is taken", preview.port)),
        "{told}"
    );
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_at_once_and_only_the_cache_is_written() {
    let mut preview = Preview::start(SITE, &[]);
    preview.shows("/docs/a/", "First words.");
    // A client that holds its connection keeps nobody waiting.
    let held = TcpStream::connect(("127.0.0.1", preview.port)).expect("a connection");
    let begun = Instant::now();
    assert_eq!(preview.interrupt().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5));
    drop(held);
    let mut names: Vec<String> = fs::read_dir(preview.site.path())
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name != ".groundplan")
        .collect();
    names.sort();
    assert_eq!(names, ["content", "groundplan.toml"]);
}
