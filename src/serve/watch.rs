//! What is watched, by the system's own means.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::desk::Word;
use crate::inputs::Folders;

/// Watches the folders of a site.
///
/// Folders are watched, not files: a file that is replaced by another of its name would not be
/// watched any more. Only the entries of the site's own folder are watched there, because an output
/// folder, a repository and what tools leave may lie in it.
pub struct Watch {
    watcher: RecommendedWatcher,
    root: PathBuf,
    folders: Folders,
    watched: BTreeMap<PathBuf, RecursiveMode>,
}

impl Watch {
    /// Begins to watch.
    ///
    /// # Errors
    /// Why the system will not: a sentence.
    pub fn begin(root: &Path, folders: &Folders, words: Sender<Word>) -> Result<Self, String> {
        let tell = move |event| {
            // Nobody listens when the preview ends.
            let _ = words.send(Word::Heard(event));
        };
        // A link may lead out of the site, to the whole disk.
        let config = Config::default().with_follow_symlinks(false);
        let watcher = RecommendedWatcher::new(tell, config).map_err(|error| reason(&error))?;
        let mut watch = Self {
            watcher,
            root: root.to_path_buf(),
            folders: folders.clone(),
            watched: BTreeMap::new(),
        };
        watch.renew()?;
        Ok(watch)
    }

    /// Looks again which folders there are: one may have come, or have been replaced.
    ///
    /// # Errors
    /// Why the system will not watch one: a sentence.
    pub fn renew(&mut self) -> Result<(), String> {
        let wanted = targets(&self.root, &self.folders);
        let watched = std::mem::take(&mut self.watched);
        for path in watched.keys().filter(|path| !wanted.contains_key(*path)) {
            // A folder that is gone is not watched already.
            let _ = self.watcher.unwatch(path);
        }
        for (path, mode) in wanted {
            if watched.get(&path) == Some(&mode) {
                self.watched.insert(path, mode);
                continue;
            }
            match self.watcher.watch(&path, mode) {
                Ok(()) => {
                    self.watched.insert(path, mode);
                }
                Err(error) if !path.exists() => drop(error),
                Err(error) => return Err(reason(&error)),
            }
        }
        Ok(())
    }

    /// Forgets that a folder is watched, since it was removed; [`Watch::renew`] watches its successor.
    pub fn forget(&mut self, path: &Path) {
        if self.watched.remove(path).is_some() {
            let _ = self.watcher.unwatch(path);
        }
    }

    /// Whether a word about this path may mean that other folders are to be watched.
    pub fn is_about_folders(&self, path: &Path) -> bool {
        path == self.root || path.parent() == Some(&self.root) || self.watched.contains_key(path)
    }

    /// What is watched.
    pub fn folders(&self) -> Vec<PathBuf> {
        self.watched.keys().cloned().collect()
    }
}

/// The folders to watch, and whether what is below them is meant too.
pub fn targets(root: &Path, folders: &Folders) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut wanted = BTreeMap::from([(root.to_path_buf(), RecursiveMode::NonRecursive)]);
    let mut whole = |path: PathBuf| {
        if path.is_dir() {
            wanted.insert(path, RecursiveMode::Recursive);
        }
    };
    whole(root.join("themes"));
    match &folders.content {
        None => whole(root.join("content")),
        Some(content) if root.join(content) != root => whole(root.join(content)),
        // The site's folder is its own content: what lies in it and is no content is left out.
        Some(_) => {
            let exclude: Vec<PathBuf> =
                folders.exclude.iter().map(|path| root.join(path)).collect();
            let entries = fs::read_dir(root).into_iter().flatten().flatten();
            let kept = entries.map(|entry| entry.path()).filter(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                !name.starts_with('.') && !exclude.contains(path)
            });
            kept.for_each(whole);
        }
    }
    wanted
}

/// Why the system does not watch, and what a person can do.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the system allows no more watched folders \
            (raise fs.inotify.max_user_watches)"
            .to_owned(),
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => "the system allows no more \
            watching programs (raise fs.inotify.max_user_instances)"
            .to_owned(),
        _ => error.to_string(),
    }
}
