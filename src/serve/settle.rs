//! When what the system told of files is the whole of one save.
//!
//! Editors save in several steps: they truncate and write, or write beside and rename, or move the
//! old file away first. A site that is read between two steps is wrong for a moment, so the steps
//! are awaited; and no longer than that, since somebody looks at the screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RemoveKind, RenameMode};
use notify::{Event, EventKind};

/// After the last word about a file that is complete.
const QUIET: Duration = Duration::from_millis(3);

/// While a file is missing or empty, which it is between two steps of some editors.
const PATIENCE: Duration = Duration::from_millis(100);

/// While a program has a file open and writes: it is told when the file is closed, so this is only
/// for programs that do not close it.
const WRITING: Duration = Duration::from_millis(250);

/// Events that never end delay nobody longer than this.
const LONGEST: Duration = Duration::from_millis(400);

/// Neither does a program that never stops writing, though half a file is shown then.
const LONGEST_WRITING: Duration = Duration::from_secs(2);

/// Whether the system says when a file was closed after writing.
const SAYS_CLOSED: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What was heard and not yet acted upon.
#[derive(Default)]
pub struct Settle {
    paths: BTreeMap<PathBuf, State>,
    /// The first and the last word.
    heard: Option<(Instant, Instant)>,
    rescan: bool,
}

/// How complete a file seems.
#[derive(Clone, Copy, Default)]
struct State {
    /// Somebody writes to it.
    open: bool,
    /// It was there and is not.
    gone: bool,
    /// It came in this same save.
    fresh: bool,
}

/// What to read again.
#[derive(Debug, PartialEq, Eq)]
pub struct Settled {
    /// The paths; everything when it is None.
    pub paths: Option<Vec<PathBuf>>,
    /// When the first word of it was heard.
    pub since: Instant,
}

impl Settle {
    /// Takes a word of the system.
    pub fn hear(&mut self, event: &Event, now: Instant) {
        if event.need_rescan() {
            self.rescan = true;
            self.note(now);
            return;
        }
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                for path in &event.paths {
                    // Only what is known to be written is of interest; a close alone changed nothing.
                    if let Some(state) = self.paths.get_mut(path) {
                        state.open = false;
                        self.note(now);
                    }
                }
            }
            // Reading a file is a word too: without this the preview would hear itself for ever.
            EventKind::Access(_) => {}
            EventKind::Create(kind) => self.each(event, now, |state| {
                state.fresh = !state.gone;
                state.gone = false;
                state.open = SAYS_CLOSED && kind != CreateKind::Folder;
            }),
            EventKind::Remove(kind) => self.each(event, now, |state| {
                state.gone = !state.fresh && kind != RemoveKind::Folder;
                state.open = false;
            }),
            EventKind::Modify(ModifyKind::Name(mode)) => self.renamed(event, mode, now),
            EventKind::Modify(ModifyKind::Data(_)) => self.each(event, now, |state| {
                state.open = SAYS_CLOSED;
                state.gone = false;
            }),
            EventKind::Modify(_) | EventKind::Any | EventKind::Other => {
                self.each(event, now, |_| {});
            }
        }
    }

    /// Takes paths that were found to differ by looking.
    pub fn see(&mut self, paths: Vec<PathBuf>, now: Instant) {
        for path in paths {
            self.paths.entry(path).or_default();
        }
        self.note(now);
    }

    /// Everything may have changed.
    pub fn see_all(&mut self, now: Instant) {
        self.rescan = true;
        self.note(now);
    }

    fn renamed(&mut self, event: &Event, mode: RenameMode, now: Instant) {
        let moved_away = |state: &mut State| {
            state.gone = !state.fresh;
            state.open = false;
        };
        let moved_here = |state: &mut State| *state = State::default();
        match (mode, event.paths.as_slice()) {
            (RenameMode::From, _) => self.each(event, now, moved_away),
            (RenameMode::Both, [from, to]) => {
                // The old name is gone for good, so nobody waits for it to come back: unless it is
                // a safety copy that the editor makes before it writes the file anew.
                let is_copy = is_leaving(to);
                let from = self.paths.entry(from.clone()).or_default();
                from.gone = is_copy && !from.fresh;
                from.open = false;
                moved_here(self.paths.entry(to.clone()).or_default());
                self.note(now);
            }
            _ => self.each(event, now, moved_here),
        }
    }

    fn each(&mut self, event: &Event, now: Instant, change: impl Fn(&mut State)) {
        for path in &event.paths {
            let state = self.paths.entry(path.clone()).or_default();
            change(state);
            // Nobody waits for what an editor leaves behind.
            if is_leaving(path) {
                *state = State::default();
            }
        }
        if !event.paths.is_empty() {
            self.note(now);
        }
    }

    fn note(&mut self, now: Instant) {
        let first = self.heard.map_or(now, |(first, _)| first);
        self.heard = Some((first, now));
    }

    /// When it is time to act; None when there is nothing to do. `is_empty` says whether a file
    /// has no bytes.
    pub fn due(&self, is_empty: impl Fn(&Path) -> bool) -> Option<Instant> {
        let (first, last) = self.heard?;
        let states = || self.paths.values();
        let is_between = || {
            let mut paths = self.paths.keys().take(64);
            states().any(|state| state.gone) || paths.any(|path| is_empty(path))
        };
        let (wait, longest) = if states().any(|state| state.open) {
            (WRITING, LONGEST_WRITING)
        } else if is_between() {
            (PATIENCE, LONGEST)
        } else {
            (QUIET, LONGEST)
        };
        Some((last + wait).min(first + longest))
    }

    /// Takes everything out.
    pub fn take(&mut self) -> Option<Settled> {
        let (since, _) = self.heard.take()?;
        let paths = std::mem::take(&mut self.paths);
        let all = std::mem::take(&mut self.rescan);
        Some(Settled {
            paths: (!all).then(|| paths.into_keys().collect()),
            since,
        })
    }
}

/// Whether a name is one that editors use on the way.
fn is_leaving(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(crate::inputs::is_leaving)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hears the events one millisecond after the other. Returns how long after the last one it is
    /// time to act, in milliseconds.
    fn wait(events: &[(EventKind, &[&str])]) -> u128 {
        let start = Instant::now();
        let mut settle = Settle::default();
        let mut now = start;
        for (kind, paths) in events {
            now += Duration::from_millis(1);
            let mut event = Event::new(*kind);
            event.paths = paths.iter().map(PathBuf::from).collect();
            settle.hear(&event, now);
        }
        let due = settle.due(|_| false).expect("something was heard");
        due.duration_since(now).as_millis()
    }

    const CREATE: EventKind = EventKind::Create(CreateKind::File);
    const REMOVE: EventKind = EventKind::Remove(RemoveKind::File);
    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(notify::event::DataChange::Any));
    const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const READ: EventKind = EventKind::Access(AccessKind::Open(AccessMode::Any));
    const BOTH: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    const FROM: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));
    const TO: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::To));

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_is_complete_when_it_was_closed() {
        assert_eq!(wait(&[(WRITE, &["p.md"])]), WRITING.as_millis());
        let closed = wait(&[(WRITE, &["p.md"]), (WRITE, &["p.md"]), (CLOSE, &["p.md"])]);
        assert_eq!(closed, QUIET.as_millis());
    }

    #[test]
    fn reading_is_no_change() {
        let mut settle = Settle::default();
        let mut event = Event::new(READ);
        event.paths = vec!["p.md".into()];
        settle.hear(&event, Instant::now());
        event.kind = CLOSE;
        settle.hear(&event, Instant::now());
        assert_eq!(settle.due(|_| false), None);
    }

    #[test]
    fn vim_moves_the_old_file_away_and_writes_it_anew() {
        let away: (EventKind, &[&str]) = (BOTH, &["p.md", "p.md~"]);
        assert_eq!(wait(&[away]), PATIENCE.as_millis());
        let saved = wait(&[
            away,
            (CREATE, &["p.md"]),
            (WRITE, &["p.md"]),
            (CLOSE, &["p.md"]),
            (REMOVE, &["p.md~"]),
        ]);
        assert_eq!(saved, QUIET.as_millis());
    }

    #[test]
    fn a_file_written_beside_and_renamed_is_complete_at_once() {
        let saved = wait(&[
            (CREATE, &["sedA1b2C3"]),
            (WRITE, &["sedA1b2C3"]),
            (CLOSE, &["sedA1b2C3"]),
            (FROM, &["sedA1b2C3"]),
            (TO, &["p.md"]),
            (BOTH, &["sedA1b2C3", "p.md"]),
        ]);
        assert_eq!(saved, QUIET.as_millis());
    }

    #[test]
    fn a_removed_file_may_come_back() {
        assert_eq!(wait(&[(REMOVE, &["p.md"])]), PATIENCE.as_millis());
        let checkout = wait(&[
            (REMOVE, &["p.md"]),
            (CREATE, &["p.md"]),
            (WRITE, &["p.md"]),
            (CLOSE, &["p.md"]),
        ]);
        assert_eq!(checkout, QUIET.as_millis());
    }

    #[test]
    fn nobody_waits_longer_than_the_bound() {
        let start = Instant::now();
        let mut settle = Settle::default();
        for step in 0..100 {
            settle.see(vec!["p.md".into()], start + QUIET / 2 * step);
        }
        assert!(settle.due(|_| true) <= Some(start + LONGEST));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_that_never_stops_writing_is_shown_at_last() {
        let start = Instant::now();
        let mut settle = Settle::default();
        let mut event = Event::new(WRITE);
        event.paths = vec!["p.md".into()];
        for step in 0..100 {
            settle.hear(&event, start + WRITING / 2 * step);
        }
        assert_eq!(settle.due(|_| false), Some(start + LONGEST_WRITING));
    }

    #[test]
    fn an_overflow_means_everything() {
        let mut settle = Settle::default();
        let event = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        settle.hear(&event, Instant::now());
        assert_eq!(settle.take().and_then(|settled| settled.paths), None);
    }
}
