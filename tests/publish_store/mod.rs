//! What the tests of publishing share: a store in memory, releases made by hand, and a reader who
//! follows every link.
#![allow(dead_code, reason = "each test uses a part of it")]
#![allow(
    clippy::field_reassign_with_default,
    reason = "a record has members that are not ours"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use groundplan::error::Error;
use groundplan::path::{OutputPath, Permalink};
use groundplan::publish::release::{Options, Release};
use groundplan::publish::run::Run;
use groundplan::publish::store::{
    Group, Held, Listed, Look, Put, Store, Tag, Tried, Trouble, When,
};
use groundplan::versions::list::{Entry, List, Record};
use groundplan::versions::manifest::{Manifest, Stamp};
use groundplan::versions::order::Order;

/// All files of a store.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A store in memory: every call is one step that nothing can divide.
#[derive(Default)]
pub struct Memory {
    files: Mutex<BTreeMap<String, (Vec<u8>, u64)>>,
    clock: AtomicU64,
    /// How many writes were done.
    pub writes: AtomicUsize,
}

impl Memory {
    /// A store with these files.
    pub fn of(files: &Files) -> Self {
        let memory = Self::default();
        for (path, bytes) in files {
            memory.write(path, bytes);
        }
        memory.writes.store(0, Ordering::Relaxed);
        memory
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, (Vec<u8>, u64)>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All files.
    pub fn files(&self) -> Files {
        let files = self.lock();
        files
            .iter()
            .map(|(path, (bytes, _))| (path.clone(), bytes.clone()))
            .collect()
    }

    /// Writes a file as somebody else would.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let version = self.clock.fetch_add(1, Ordering::Relaxed);
        self.lock()
            .insert(path.to_owned(), (bytes.to_vec(), version));
    }
}

impl Store for Memory {
    fn name(&self) -> String {
        "memory".into()
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        let files = self.lock();
        Ok(files.get(path).map(|(bytes, version)| Held {
            bytes: bytes.clone(),
            tag: Tag(version.to_string()),
        }))
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        let mut files = self.lock();
        let now = files.get(path).map(|(_, version)| Tag(version.to_string()));
        let is_met = match when {
            When::Always => true,
            When::Absent => now.is_none(),
            When::Is(tag) => now.as_ref() == Some(tag),
        };
        if !is_met {
            return Ok(Put::Refused);
        }
        let version = self.clock.fetch_add(1, Ordering::Relaxed);
        files.insert(path.to_owned(), (bytes.to_vec(), version));
        self.writes.fetch_add(1, Ordering::Relaxed);
        Ok(Put::Done(Tag(version.to_string())))
    }

    fn delete(&self, path: &str) -> Tried<()> {
        if self.lock().remove(path).is_some() {
            self.writes.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        let start = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let files = self.lock();
        let below = files.iter().filter(|(path, _)| path.starts_with(&start));
        Ok(below
            .map(|(path, (bytes, version))| Listed {
                path: path.clone(),
                size: Some(bytes.len() as u64),
                tag: Some(Tag(version.to_string())),
            })
            .collect())
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        let start = if folder.is_empty() {
            String::new()
        } else {
            format!("{folder}/")
        };
        let mut look = Look::default();
        for file in self.list(folder)? {
            match file.path[start.len()..].split_once('/') {
                None => look.files.push(file),
                Some((name, _)) => {
                    let name = format!("{start}{name}");
                    if look.folders.last() != Some(&name) {
                        look.folders.push(name);
                    }
                }
            }
        }
        Ok(look)
    }

    fn lanes(&self) -> usize {
        4
    }
}

/// What happens at the call of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The process ends before the call.
    Killed,
    /// The process ends after the call, whose answer nobody hears.
    KilledAfter,
    /// The connection is cut before the call is done; the next try goes well.
    Cut,
    /// The connection is cut after the call is done; the next try goes well.
    CutAfter,
}

/// A store on which the call of a number goes wrong. One call at a time, always in the same order.
pub struct Faulty<'a> {
    store: &'a dyn Store,
    fault: Fault,
    at: usize,
    calls: AtomicUsize,
}

impl<'a> Faulty<'a> {
    /// Lets the call of number `at` (from 0) go wrong.
    pub fn new(store: &'a dyn Store, fault: Fault, at: usize) -> Self {
        let calls = AtomicUsize::new(0);
        Self {
            store,
            fault,
            at,
            calls,
        }
    }

    /// How many calls there were.
    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::Relaxed)
    }

    fn call<T>(&self, what: impl FnOnce() -> Tried<T>) -> Tried<T> {
        let error = || Error::Refused {
            message: "the process ended".into(),
            help: String::new(),
        };
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        match self.fault {
            Fault::Killed if number >= self.at => Err(Trouble::Lasting(error())),
            Fault::KilledAfter if number > self.at => Err(Trouble::Lasting(error())),
            Fault::KilledAfter if number == self.at => {
                what()?;
                Err(Trouble::Lasting(error()))
            }
            Fault::Cut if number == self.at => Err(Trouble::Passing(error())),
            Fault::CutAfter if number == self.at => {
                what()?;
                Err(Trouble::Passing(error()))
            }
            _ => what(),
        }
    }
}

impl Store for Faulty<'_> {
    fn name(&self) -> String {
        self.store.name()
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        self.call(|| self.store.get(path))
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        self.call(|| self.store.put(path, bytes, when))
    }

    fn delete(&self, path: &str) -> Tried<()> {
        self.call(|| self.store.delete(path))
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        self.call(|| self.store.list(folder))
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        self.call(|| self.store.look(folder))
    }

    fn group<'a>(&'a self, folder: &str) -> Tried<Option<Box<dyn Group + 'a>>> {
        self.store.group(folder)
    }
}

/// A run that never waits, at a time.
pub fn run_at(now: i64) -> Run<'static> {
    fn wait(_: Duration) {
        std::thread::yield_now();
    }
    Run {
        now,
        seed: 1,
        wait: &wait,
        tell: &|_| {},
    }
}

/// A version made by hand: its pages by path, and its assets.
#[derive(Clone, Debug)]
pub struct Site {
    pub version: Option<String>,
    pub sequence: i64,
    pub files: Files,
    pub assets: Files,
}

impl Site {
    /// A site whose pages all lead to each other and to the first page, and use one style sheet.
    pub fn new(version: Option<&str>, sequence: i64, pages: &[&str]) -> Self {
        let style = format!("_a/{:04}.css", sequence % 7);
        let mut files = Files::new();
        for page in pages {
            let from = Permalink::exact(&format!("/v/{page}")).expect("an address");
            let mut html = format!("<p>{} of {sequence}</p>\n", version.unwrap_or("evergreen"));
            for other in pages {
                let to = Permalink::exact(&format!("/v/{other}")).expect("an address");
                html.push_str(&format!("<a href=\"{}\">{other}</a>\n", from.relative(&to)));
            }
            let root = if version.is_some() { "/" } else { "/v/" };
            let to = Permalink::exact(&format!("{root}{style}")).expect("an address");
            html.push_str(&format!("<link href=\"{}\">\n", from.relative(&to)));
            let path = Permalink::exact(&format!("/{page}"))
                .expect("an address")
                .output();
            files.insert(path.to_string(), html.into_bytes());
        }
        files.insert("search.json".into(), format!("[{sequence}]").into_bytes());
        Self {
            version: version.map(str::to_owned),
            sequence,
            files,
            assets: [(style, format!("/* {} */", sequence % 7).into_bytes())].into(),
        }
    }

    pub fn manifest(&self) -> Manifest {
        let stamps = |files: &Files| {
            let stamp = |(path, bytes): (&String, &Vec<u8>)| {
                (OutputPath::new(path).expect("a path"), Stamp::of(bytes))
            };
            files.iter().map(stamp).collect()
        };
        Manifest {
            version: self.version.clone(),
            sequence: Some(self.sequence),
            input: format!("{:04}", self.sequence),
            tool: "test".into(),
            files: stamps(&self.files),
            assets: stamps(&self.assets),
            ..Manifest::default()
        }
    }

    pub fn release(&self) -> Release<'_> {
        let manifest = self.manifest();
        let entry = self.version.as_ref().map(|version| {
            let mut record = Record::default();
            record.sequence = Some(self.sequence);
            record.tree = Some(Stamp::of(&manifest.to_json()).sha256.to_string());
            Entry::new(version, record)
        });
        let folder = self
            .version
            .as_ref()
            .map_or(String::new(), |version| format!("{version}/"));
        Release {
            manifest,
            entry,
            bytes: Box::new(move |path| {
                let inside = path.strip_prefix(&folder).unwrap_or(path);
                let bytes = self.files.get(inside).or_else(|| self.assets.get(path));
                Ok(bytes
                    .unwrap_or_else(|| panic!("{path} is asked for"))
                    .clone()
                    .into())
            }),
        }
    }
}

/// `latest` is the newest stable version.
pub fn newest_is_latest(list: &mut List) {
    let newest = list.newest_stable().map(|entry| entry.version.clone());
    list.alias("latest", newest.as_deref());
}

/// How the tests publish, with `latest` and a week of grace.
pub fn options(order: &Order) -> Options<'_> {
    Options {
        order,
        arrange: &newest_is_latest,
        grace: 7 * 86_400,
        rebuild: false,
        adopt: false,
        tombstones: true,
    }
}

/// Every link of every page that a reader reaches from the first page of each listed version, and of
/// each alias, must lead to a file that is there.
pub fn dead_links(files: &Files) -> Vec<String> {
    let mut dead = Vec::new();
    let Some(list) = files.get("versions.json") else {
        return dead;
    };
    let list = List::parse(list).expect("versions.json is whole");
    for entry in list.entries() {
        let start = format!("{}/index.html", entry.version);
        follow_links(files, &start, &mut dead);
    }
    dead
}

/// Follows all links from one page.
pub fn follow_links(files: &Files, start: &str, dead: &mut Vec<String>) {
    let mut seen = BTreeSet::from([start.to_owned()]);
    let mut next = vec![(start.to_owned(), "the list".to_owned())];
    while let Some((path, from)) = next.pop() {
        let Some(bytes) = files.get(&path) else {
            dead.push(format!("{from} leads to {path}"));
            continue;
        };
        if !path.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8_lossy(bytes);
        for (at, _) in html.match_indices("href=\"") {
            let rest = &html[at + 6..];
            let href = &rest[..rest.find('"').unwrap_or(0)];
            let target = join(&path, href);
            if seen.insert(target.clone()) {
                next.push((target, path.clone()));
            }
        }
    }
}

/// The file that a relative link in a file means.
fn join(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path
    }
}
