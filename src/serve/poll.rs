//! Looking at files again and again, where the system does not tell what changes.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

use notify::RecursiveMode;

use super::desk::Word;
use super::watch::targets;
use crate::inputs::Folders;

/// Between two looks, at least.
const PAUSE: Duration = Duration::from_millis(300);

/// A look may take this part of the time, so that a large site does not keep a processor busy.
const SHARE: u32 = 20;

/// What tells that a file is another: nanoseconds where the disk has them, since two saves in one
/// second are common.
#[derive(PartialEq, Eq)]
struct Stamp(Option<SystemTime>, u64);

impl Stamp {
    fn of(meta: &Metadata) -> Self {
        Self(meta.modified().ok(), meta.len())
    }
}

/// Looks until nobody listens any more.
pub fn run(root: &Path, folders: &Folders, words: &Sender<Word>) {
    let mut known = look(root, folders);
    loop {
        let begun = Instant::now();
        let now = look(root, folders);
        let took = begun.elapsed();
        let changed = changed(&known, &now);
        known = now;
        // An empty list asks whether anybody listens.
        if words.send(Word::Seen(changed)).is_err() {
            return;
        }
        std::thread::sleep(PAUSE.max(took * SHARE));
    }
}

fn changed(old: &BTreeMap<PathBuf, Stamp>, new: &BTreeMap<PathBuf, Stamp>) -> Vec<PathBuf> {
    let is_other = |(path, stamp): &(&PathBuf, &Stamp)| old.get(*path) != Some(*stamp);
    let gone = old.keys().filter(|path| !new.contains_key(*path));
    let other = new.iter().filter(is_other).map(|(path, _)| path);
    gone.chain(other).cloned().collect()
}

fn look(root: &Path, folders: &Folders) -> BTreeMap<PathBuf, Stamp> {
    let mut found = BTreeMap::new();
    for (folder, mode) in targets(root, folders) {
        let depth = match mode {
            RecursiveMode::Recursive => usize::MAX,
            RecursiveMode::NonRecursive => 1,
        };
        // Links are not followed: one may lead out of the site, to the whole disk.
        let walk = walkdir::WalkDir::new(&folder)
            .min_depth(1)
            .max_depth(depth)
            .follow_links(false)
            .into_iter()
            .filter_entry(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
        for entry in walk.flatten() {
            let Ok(meta) = entry.metadata() else { continue };
            // A folder's own time changes with its entries, which are looked at themselves.
            if meta.is_file() {
                found.insert(entry.into_path(), Stamp::of(&meta));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_came_changed_and_went_is_seen() {
        let site = tempfile::tempdir().expect("a folder");
        let root = site.path();
        fs::create_dir(root.join("content")).expect("a folder");
        let [kept, other, gone, come] = ["kept.md", "other.md", "gone.md", "come.md"]
            .map(|name| root.join("content").join(name));
        for path in [&kept, &other, &gone] {
            fs::write(path, "text").expect("a file");
        }
        let before = look(root, &Folders::default());
        fs::write(&other, "another text").expect("a file");
        fs::write(&come, "new").expect("a file");
        fs::remove_file(&gone).expect("no file");
        let after = look(root, &Folders::default());
        let mut found = changed(&before, &after);
        found.sort();
        assert_eq!(found, [come, gone, other]);
    }
}
