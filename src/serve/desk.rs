//! The thread that owns the site: it hears what was saved and shows what becomes of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::watch::Sender as Shown;

use crate::diagnostic::{self, Diagnostic};
use crate::error::{Error, Result};
use crate::path::SitePath;

use super::news::News;
use super::settle::Settle;
use super::snapshot::Snapshot;
use super::watch::Watch;
use super::workshop::{Check, Workshop};
use super::{Event, Facts, Source, Tell, poll};

/// How often the calendar and the cache of blocks are looked at.
const IDLE: Duration = Duration::from_secs(20);

/// After a folder was made, its files are looked for once more: the system may have begun to watch
/// it when they were there already.
const SECOND_LOOK: Duration = Duration::from_millis(150);

/// After a site is shown the tabs fetch their pages; the check waits for them.
const CHECK_PAUSE: Duration = Duration::from_millis(25);

/// After the site is shown for the first time a browser that waits fetches its first page: nothing
/// else has to be done so soon that it may keep that waiting.
const OPENING: Duration = Duration::from_millis(60);

/// What the desk hears.
pub enum Word {
    /// The system's word about files.
    Heard(notify::Result<notify::Event>),
    /// These files differ from those of the last look.
    Seen(Vec<PathBuf>),
    /// The check of this version has ended.
    Checked(u64, Vec<Diagnostic>),
    /// The check of a site broke: its findings are not known.
    CheckBroke,
    /// What git knows.
    Learned(Result<Facts>),
    /// The preview ends.
    Stop,
}

/// A desk at work.
pub struct Desk {
    ended: Receiver<()>,
}

impl Desk {
    /// Waits until the desk has ended, or for `limit`.
    pub fn wait(&self, limit: Duration) {
        let _ = self.ended.recv_timeout(limit);
    }
}

/// Opens the desk on a thread of its own.
pub fn open(
    source: Source,
    poll: bool,
    shown: Shown<Arc<Snapshot>>,
    send: Sender<Word>,
    words: Receiver<Word>,
    tell: Tell,
) -> Desk {
    let (end, ended) = mpsc::channel();
    let work = move || {
        let mut work = Work {
            shop: Workshop::new(source),
            checks: checker(send.clone()),
            shown,
            send,
            tell,
            watch: None,
            settle: Settle::default(),
            again: Vec::new(),
            blocks: 0,
        };
        work.start(poll);
        work.run(&words);
        work.save_blocks();
        let _ = end.send(());
    };
    // A thread that cannot be started is a machine on which nothing else would work either.
    let spawned = thread::Builder::new().name("desk".into()).spawn(work);
    drop(spawned);
    Desk { ended }
}

struct Work {
    shop: Workshop,
    shown: Shown<Arc<Snapshot>>,
    checks: Sender<Check>,
    send: Sender<Word>,
    tell: Tell,
    watch: Option<Watch>,
    settle: Settle,
    /// Folders to look at once more, and when.
    again: Vec<(Instant, PathBuf)>,
    /// How many blocks are in the cache on the disk.
    blocks: usize,
}

impl Work {
    /// Reads and shows the site, then begins to watch it: what is saved between the two is found by
    /// a second, whole look.
    fn start(&mut self, poll: bool) {
        let begun = Instant::now();
        let read = self.guarded(Workshop::read);
        self.show();
        match read {
            Some(Ok(files)) => {
                let pages = self
                    .shown
                    .borrow()
                    .site()
                    .map_or(0, |site| site.pages.len());
                let took = begun.elapsed();
                drop(files);
                (self.tell)(Event::Opened { pages, took });
            }
            Some(Err(error)) => (self.tell)(Event::Failed(error)),
            None => {}
        }
        self.blocks = self.shop.compiler().blocks().len();
        thread::sleep(OPENING);
        self.ask_git();
        if !self.shop.source().changes {
            return;
        }
        if poll {
            return self.poll(None);
        }
        let source = self.shop.source();
        match Watch::begin(&source.root, &source.folders, self.send.clone()) {
            Ok(watch) => {
                let folders = watch.folders();
                self.watch = Some(watch);
                (self.tell)(Event::Watching { folders });
                self.settle.see_all(Instant::now());
            }
            Err(reason) => self.poll(Some(reason)),
        }
    }

    fn poll(&mut self, because: Option<String>) {
        self.watch = None;
        (self.tell)(Event::Polling { because });
        let source = self.shop.source();
        let (root, folders) = (source.root.clone(), source.folders.clone());
        let send = self.send.clone();
        self.settle.see_all(Instant::now());
        let look = move || poll::run(&root, &folders, &send);
        drop(thread::Builder::new().name("poll".into()).spawn(look));
    }

    fn ask_git(&self) {
        let Some(facts) = self.shop.source().facts.clone() else {
            return;
        };
        let send = self.send.clone();
        let ask = move || {
            let _ = send.send(Word::Learned(facts()));
        };
        drop(thread::Builder::new().name("git".into()).spawn(ask));
    }

    fn run(&mut self, words: &Receiver<Word>) {
        loop {
            let now = Instant::now();
            let due = self.settle.due(is_empty);
            let again = self.again.iter().map(|(at, _)| *at).min();
            let until = [due, again].into_iter().flatten().min();
            let wait = until.map_or(IDLE, |until| until.saturating_duration_since(now));
            match words.recv_timeout(wait) {
                Ok(Word::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(word) => self.hear(word),
                Err(RecvTimeoutError::Timeout) => self.act(),
            }
        }
    }

    fn hear(&mut self, word: Word) {
        let now = Instant::now();
        match word {
            Word::Heard(Ok(event)) => {
                self.look_at_folders(&event, now);
                self.settle.hear(&event, now);
            }
            Word::Heard(Err(error)) => match error.kind {
                notify::ErrorKind::MaxFilesWatch => {
                    let reason = "the system allows no more watched folders \
                        (raise fs.inotify.max_user_watches)";
                    self.poll(Some(reason.to_owned()));
                }
                // Whatever was missed is found by looking at everything.
                _ => self.settle.see_all(now),
            },
            Word::Seen(paths) if paths.is_empty() => {}
            Word::Seen(paths) => self.settle.see(paths, now),
            Word::Checked(version, found) => self.checked(version, found),
            Word::CheckBroke => (self.tell)(Event::CheckBroke),
            Word::Learned(Ok(facts)) => {
                self.shop.learned(facts);
                self.show();
            }
            Word::Learned(Err(error)) => (self.tell)(Event::Failed(error)),
            Word::Stop => {}
        }
    }

    /// Keeps watching the right folders when those of the site come and go.
    fn look_at_folders(&mut self, event: &notify::Event, now: Instant) {
        use notify::event::{CreateKind, EventKind, ModifyKind};
        let Some(watch) = &mut self.watch else { return };
        let may_be_folder = match event.kind {
            EventKind::Create(CreateKind::File) | EventKind::Access(_) => false,
            EventKind::Create(_) | EventKind::Remove(_) => true,
            EventKind::Modify(ModifyKind::Name(_)) => true,
            _ => false,
        };
        if !may_be_folder {
            return;
        }
        let mut renew = false;
        for path in &event.paths {
            if path.is_dir() {
                self.again.push((now + SECOND_LOOK, path.clone()));
            }
            if watch.is_about_folders(path) {
                if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(_)) {
                    watch.forget(path);
                }
                renew = true;
            }
        }
        if renew && let Err(reason) = watch.renew() {
            self.poll(Some(reason));
        }
    }

    /// Does what is due.
    fn act(&mut self) {
        let now = Instant::now();
        let (due, later) = self.again.drain(..).partition(|(at, _)| *at <= now);
        self.again = later;
        let looks: Vec<(Instant, PathBuf)> = due;
        if !looks.is_empty() {
            let paths = looks.into_iter().map(|(_, path)| path).collect();
            self.settle.see(paths, now);
        }
        match self.settle.due(is_empty) {
            Some(due) if due <= now => self.saved(),
            Some(_) => {}
            None => {
                self.shop.look_at_calendar();
                self.show();
                self.save_blocks();
            }
        }
    }

    fn saved(&mut self) {
        let Some(settled) = self.settle.take() else {
            return;
        };
        let before = self.shown.borrow().clone();
        let read = self.guarded(|shop| match &settled.paths {
            Some(paths) => shop.saved(paths),
            None => shop.read(),
        });
        let is_shown = self.show();
        self.shop.compiler().blocks().make_room();
        let took = settled.since.elapsed();
        match read {
            Some(Ok(files)) if is_shown => self.tell_changed(&before, files, took),
            Some(Err(error)) if is_shown => (self.tell)(Event::Failed(error)),
            _ => {}
        }
    }

    fn tell_changed(&self, before: &Snapshot, files: Vec<SitePath>, took: Duration) {
        let after = self.shown.borrow().clone();
        let appeared = after.moves.appeared_after(before.version);
        let vanished = match (before.site(), after.site()) {
            (Some(old), Some(new)) => after.moves.gone(old, new),
            _ => Vec::new(),
        };
        (self.tell)(Event::Changed {
            files,
            appeared: appeared.map(|page| page.address.clone()).collect(),
            vanished,
            took,
        });
    }

    /// Shows what is new. Whether anything is.
    fn show(&mut self) -> bool {
        let Some(Some(snapshot)) = self.guarded(Workshop::turn) else {
            return false;
        };
        self.shown.send_replace(Arc::new(snapshot));
        if let Some(check) = self.shop.check() {
            let _ = self.checks.send(check);
        }
        true
    }

    fn checked(&mut self, version: u64, found: Vec<Diagnostic>) {
        let counts = diagnostic::count(&found);
        let is_newest = version == self.shop.version();
        let is_first = !self.shop.is_checked();
        let news = News::of(self.shop.findings(), &found);
        if let Some(Some(snapshot)) = self.guarded(|shop| shop.checked(version, found)) {
            self.shown.send_replace(Arc::new(snapshot));
        }
        // A newer site has a check of its own, which tells the same and more.
        if is_newest && !news.is_nothing() {
            (self.tell)(Event::Checked(news.told(
                counts,
                is_first,
                self.shop.inputs(),
            )));
        }
    }

    /// Runs a step that must not take the preview with it when it fails.
    fn guarded<T>(&mut self, step: impl FnOnce(&mut Workshop) -> T) -> Option<T> {
        let shop = &mut self.shop;
        let outcome = catch_unwind(AssertUnwindSafe(|| step(shop)));
        if outcome.is_err() {
            (self.tell)(Event::Broke);
        }
        outcome.ok()
    }

    fn save_blocks(&mut self) {
        let blocks = self.shop.compiler().blocks();
        if blocks.len() == self.blocks {
            return;
        }
        self.blocks = blocks.len();
        // What is remembered is no part of the site; the next run makes it again.
        let saved: std::result::Result<(), Error> = blocks.save();
        drop(saved);
    }
}

/// Whether a file is there and has no bytes yet.
fn is_empty(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() == 0)
}

/// The thread that checks, one site after the other, the newest only. It has its own pool of one, so
/// that a save never waits for a check.
fn checker(words: Sender<Word>) -> Sender<Check> {
    let (send, checks) = mpsc::channel::<Check>();
    let work = move || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        while let Ok(mut check) = checks.recv() {
            thread::sleep(if check.is_first() {
                OPENING
            } else {
                CHECK_PAUSE
            });
            while let Ok(newer) = checks.try_recv() {
                check = newer;
            }
            let run = || catch_unwind(AssertUnwindSafe(|| check.run()));
            let outcome = match &pool {
                Ok(pool) => pool.install(run),
                Err(_) => run(),
            };
            let word = match outcome {
                Ok(Some(found)) => Word::Checked(check.version, found),
                Ok(None) => continue,
                Err(_) => Word::CheckBroke,
            };
            if words.send(word).is_err() {
                return;
            }
        }
    };
    drop(thread::Builder::new().name("check".into()).spawn(work));
    send
}
