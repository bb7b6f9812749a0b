//! A folder that is exchanged whole: the files that stay are linked into a new one, the others written
//! there, and then the two names change places in one step.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Folder, STAGE, is_missing, sync_folder};
use crate::error::{Error, Result};
use crate::publish::store::{Group, Tried};

/// The new folder, before anybody sees it.
pub struct Staged<'a> {
    store: &'a Folder,
    /// The name of the folder in the site.
    folder: String,
    /// Where it is now.
    stage: PathBuf,
    /// What was put, in its order: for a disk that cannot exchange folders.
    order: Mutex<Vec<String>>,
}

impl<'a> Staged<'a> {
    /// Begins with the files that are there.
    pub fn begin(store: &'a Folder, folder: &str) -> Result<Self> {
        store.make_folders(&store.root, &format!("{STAGE}/new/file"))?;
        let stage = store.root.join(STAGE).join("new");
        let staged = Self {
            store,
            folder: folder.to_owned(),
            stage,
            order: Mutex::default(),
        };
        let there = store.place(folder)?;
        staged.link_all(&there, &staged.stage)?;
        Ok(staged)
    }

    /// Links every file of a folder, and copies it where the disk has no links.
    fn link_all(&self, from: &Path, to: &Path) -> Result<()> {
        let entries = match fs::read_dir(from) {
            Ok(entries) => entries,
            Err(error) if is_missing(&error) => return Ok(()),
            Err(error) => return Err(Error::io("list the folder", from)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(Error::io("list the folder", from))?;
            let (from, to) = (entry.path(), to.join(entry.file_name()));
            let kind = entry.file_type().map_err(Error::io("look at", &from))?;
            if kind.is_dir() {
                (self.store.before)()
                    .and_then(|()| fs::create_dir(&to))
                    .map_err(Error::io("create the folder", &to))?;
                self.link_all(&from, &to)?;
            } else if kind.is_file() {
                (self.store.before)()
                    .and_then(|()| {
                        fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(drop))
                    })
                    .map_err(Error::io("write", &to))?;
            } else {
                return Err(Error::Refused {
                    message: format!(
                        "{} is a symbolic link or another thing that Groundplan did not make; nothing was changed",
                        from.display()
                    ),
                    help: "move it away and run the command again".into(),
                });
            }
        }
        Ok(())
    }

    /// Moves the files in one by one, in the order in which they were put.
    fn move_each(&self, order: &[String]) -> Result<()> {
        for path in order {
            let staged = self.stage.join(self.inside(path));
            let place = self.store.place(path)?;
            self.store.make_folders(&self.store.root, path)?;
            self.store.rename(&staged, &place)?;
        }
        Ok(())
    }

    fn inside<'p>(&self, path: &'p str) -> &'p str {
        let inside = path.strip_prefix(&self.folder).unwrap_or(path);
        inside.trim_start_matches('/')
    }

    fn sync(folder: &Path) {
        if let Ok(entries) = fs::read_dir(folder) {
            for entry in entries.flatten() {
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    Self::sync(&entry.path());
                }
            }
        }
        sync_folder(folder);
    }
}

impl Group for Staged<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Tried<()> {
        let inside = self.inside(path);
        self.store.make_folders(&self.stage, inside)?;
        let place = self.stage.join(inside);
        match fs::remove_file(&place) {
            Err(error) if !is_missing(&error) => return Err(Error::io("write", path)(error).into()),
            _ => {}
        }
        self.store
            .fill(&place, bytes)
            .map_err(Error::io("write", self.store.root.join(path)))?;
        let mut order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        order.push(path.to_owned());
        Ok(())
    }

    fn end(self: Box<Self>) -> Tried<()> {
        Self::sync(&self.stage);
        let place = self.store.place(&self.folder)?;
        if !place.exists() {
            self.store.rename(&self.stage, &place)?;
        } else {
            let exchanged = (self.store.before)().and_then(|()| exchange(&self.stage, &place));
            match exchanged {
                Ok(()) => {}
                Err(error) if is_unable(&error) => {
                    let order = self.order.lock().unwrap_or_else(PoisonError::into_inner);
                    self.move_each(&order)?;
                }
                Err(error) => return Err(Error::io("write", &place)(error).into()),
            }
        }
        sync_folder(&self.store.root);
        Ok(())
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // Either the folder that was there before, or one that never was seen.
        let _ = fs::remove_dir_all(&self.stage);
    }
}

/// Lets two names change places, in one step that nobody can see half done.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a disk has said that it cannot exchange folders at all.
fn is_unable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
    )
}
