//! A folder as a target: staged on the same file system, moved in by renaming, one run at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::failure::{Failure, Outcome};
use super::run::Run;
use super::store::{Group, Held, Listed, Look, Put, Store, Tag, Tried, When};
use crate::digest::Sha256;
use crate::emit::lock::{self, Lock};
use crate::error::{Error, Result};

mod group;

/// Where files are laid before they are moved in. Never part of a site, and empty between runs.
const STAGE: &str = ".groundplan-publish";

/// How often it is tried to get the lock that another run has.
const LOCKS: u32 = 120;

/// A folder of this machine.
pub struct Folder {
    root: PathBuf,
    /// Asked before every change; what it answers is as if the disk had said it.
    before: Before,
    count: AtomicU64,
    lock: Option<Lock>,
}

/// Is asked before every change of the disk: so a test can end a run before any of them.
pub type Before = Box<dyn Fn() -> io::Result<()> + Send + Sync>;

impl Folder {
    /// Opens a folder to read what is there. It need not exist.
    pub fn to_read(root: &Path) -> Self {
        Self {
            root: root.canonicalize().unwrap_or_else(|_| root.to_path_buf()),
            before: Box::new(|| Ok(())),
            count: AtomicU64::new(0),
            lock: None,
        }
    }

    /// Opens a folder to change it, and makes it where it is missing. Waits while another run has it.
    ///
    /// # Errors
    /// When the folder cannot be made or locked, or others have it for too long.
    pub fn to_change(root: &Path, run: &Run<'_>) -> Outcome<Self> {
        Self::watched(root, run, Box::new(|| Ok(())))
    }

    /// The same for a test that lets changes fail.
    pub fn watched(root: &Path, run: &Run<'_>, before: Before) -> Outcome<Self> {
        let mut folder = Self::to_read(root);
        folder.before = before;
        if !root.exists() {
            (folder.before)()
                .and_then(|()| fs::create_dir(root))
                .or_else(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => Ok(()),
                    _ => Err(error),
                })
                .map_err(Error::io("create the folder", root))?;
        }
        folder.root = root
            .canonicalize()
            .map_err(Error::io("find the folder", root))?;
        for attempt in 0..LOCKS {
            if let Some(lock) = lock::attempt(&folder.root)? {
                folder.lock = Some(lock);
                folder.clear()?;
                return Ok(folder);
            }
            run.back_off(attempt);
        }
        Err(Failure::Conflict {
            target: folder.name(),
            tries: LOCKS,
        })
    }

    /// Removes what a run has left in the stage that ended early.
    fn clear(&self) -> Result<()> {
        let stage = self.root.join(STAGE);
        match fs::remove_dir_all(&stage) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("remove the folder", &stage)(error))
            }
            _ => Ok(()),
        }
    }

    /// Where a file is on the disk. A symbolic link on the way is refused: what it leads to is not ours,
    /// and may be another version.
    fn place(&self, path: &str) -> Result<PathBuf> {
        let mut place = self.root.clone();
        for part in path.split('/') {
            if matches!(part, "" | "." | "..") {
                return Err(Error::Refused {
                    message: format!("`{path}` is no path of a file in {}", self.name()),
                    help: String::new(),
                });
            }
            place.push(part);
            if place.is_symlink() {
                return Err(Error::Refused {
                    message: format!(
                        "{} is a symbolic link, and the site needs its place; nothing was written through it",
                        place.display()
                    ),
                    help: "move the link away and run the command again".into(),
                });
            }
        }
        Ok(place)
    }

    /// The bytes of a file; None where there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let place = self.place(path)?;
        match fs::read(&place) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(Error::io("read", &place)(error)),
        }
    }

    /// Makes the folders that a file stands in, below a root that is there.
    fn make_folders(&self, root: &Path, path: &str) -> Result<()> {
        let Some((folders, _)) = path.rsplit_once('/') else {
            return Ok(());
        };
        let mut place = root.to_path_buf();
        for part in folders.split('/') {
            place.push(part);
            if !place.is_dir() {
                match (self.before)().and_then(|()| fs::create_dir(&place)) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                        return Err(Error::io("create the folder", &place)(error));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// A new file in the stage. `path` is the one that the user knows.
    fn stage(&self, path: &str, bytes: &[u8]) -> Result<PathBuf> {
        let stage = self.root.join(STAGE);
        self.make_folders(&self.root, &format!("{STAGE}/file"))?;
        let name = self.count.fetch_add(1, Ordering::Relaxed).to_string();
        let staged = stage.join(name);
        self.fill(&staged, bytes)
            .map_err(Error::io("write", self.root.join(path)))?;
        Ok(staged)
    }

    /// Makes a file that must not be there yet, and waits until its bytes are on the disk.
    fn fill(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        (self.before)()?;
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(place)?;
        let done = (self.before)()
            .and_then(|()| file.write_all(bytes))
            .and_then(|()| file.sync_data());
        if done.is_err() {
            // Half a file would only take up room that is missing already.
            let _ = fs::remove_file(place);
        }
        done
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        (self.before)()
            .and_then(|()| fs::rename(from, to))
            .map_err(Error::io("write", to))
    }

    fn gather(&self, place: &Path, path: &str, files: &mut Vec<Listed>) -> Result<()> {
        let look = self.entries(place, path)?;
        files.extend(look.files);
        for folder in look.folders {
            let name = folder.rsplit('/').next().unwrap_or(&folder);
            self.gather(&place.join(name), &folder, files)?;
        }
        Ok(())
    }

    fn entries(&self, place: &Path, path: &str) -> Result<Look> {
        let mut look = Look::default();
        let entries = match fs::read_dir(place) {
            Ok(entries) => entries,
            Err(error) if is_missing(&error) => return Ok(look),
            Err(error) => return Err(Error::io("list the folder", place)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Error::io("list the folder", place))?;
            let found = match entry.metadata() {
                Ok(found) => found,
                Err(error) if is_missing(&error) => continue,
                Err(error) => return Err(Error::io("look at", entry.path())(error)),
            };
            // What has no name in Unicode is not ours.
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
                continue;
            };
            if path.is_empty() && (name == STAGE || name == lock::NAME) {
                continue;
            }
            let path = match path {
                "" => name,
                folder => format!("{folder}/{name}"),
            };
            if found.is_dir() {
                look.folders.push(path);
            } else if found.is_file() {
                look.files.push(Listed {
                    path,
                    size: Some(found.len()),
                    tag: None,
                });
            }
        }
        look.files.sort_by(|a, b| a.path.cmp(&b.path));
        look.folders.sort();
        Ok(look)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // What stays is removed by the next run.
            let _ = self.clear();
        }
    }
}

impl Store for Folder {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        let bytes = self.read(path)?;
        Ok(bytes.map(|bytes| Held {
            tag: tag(&bytes),
            bytes,
        }))
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        let place = self.place(path)?;
        // The lock keeps others from changing it between the look and the renaming.
        let is_met = match when {
            When::Always => true,
            When::Absent => !place.exists(),
            When::Is(expected) => self
                .read(path)?
                .is_some_and(|bytes| tag(&bytes) == *expected),
        };
        if !is_met {
            return Ok(Put::Refused);
        }
        let staged = self.stage(path, bytes)?;
        self.make_folders(&self.root, path)?;
        self.rename(&staged, &place)?;
        if let Some(folder) = place.parent() {
            sync_folder(folder);
        }
        Ok(Put::Done(tag(bytes)))
    }

    fn delete(&self, path: &str) -> Tried<()> {
        let place = self.place(path)?;
        match (self.before)().and_then(|()| fs::remove_file(&place)) {
            Err(error) if !is_missing(&error) => {
                return Err(Error::io("remove", &place)(error).into());
            }
            _ => {}
        }
        // Folders that are empty now are no part of the site; one that is not empty stays.
        let mut folder = place.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        let mut files = Vec::new();
        let place = match folder {
            "" => self.root.clone(),
            folder => self.place(folder)?,
        };
        self.gather(&place, folder, &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        let place = match folder {
            "" => self.root.clone(),
            folder => self.place(folder)?,
        };
        Ok(self.entries(&place, folder)?)
    }

    fn lanes(&self) -> usize {
        std::thread::available_parallelism().map_or(1, |lanes| lanes.get().min(8))
    }

    fn group<'a>(&'a self, folder: &str) -> Tried<Option<Box<dyn Group + 'a>>> {
        Ok(Some(Box::new(group::Staged::begin(self, folder)?)))
    }

    fn is_locked(&self) -> bool {
        true
    }
}

fn tag(bytes: &[u8]) -> Tag {
    Tag(Sha256::of(bytes).to_string())
}

/// "Not a folder" is said of `a/b` where `a` is a file.
fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Waits until the names in a folder are on the disk, where the system can tell.
fn sync_folder(folder: &Path) {
    // Windows cannot open a folder; there is nothing to wait for then.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}
