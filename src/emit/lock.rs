//! One run at a time in one output.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The file that is locked where a folder cannot be.
pub const NAME: &str = ".groundplan-lock";

/// The right to write; given back when it is dropped, or by the system when the process ends.
pub struct Lock {
    /// Held open: it is locked as long.
    held: Option<File>,
    /// What must be removed in the end.
    file: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(held) = &self.held {
            // Closing it is not enough while a process that was just begun elsewhere has it too.
            let _ = held.unlock();
        }
        if let Some(file) = &self.file {
            // A file that stays behind is locked by nobody and found again.
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Takes the right to write into `output`, or refuses at once where another run has it.
pub fn take(output: &Path) -> Result<Lock> {
    attempt(output)?.ok_or_else(|| busy(output))
}

/// Takes the right to write into `output`; None where another run has it.
///
/// The folder itself is locked, so nothing is written and nothing can be left behind. Windows has no
/// such lock, nor has NFS: a file stands in for it there.
pub fn attempt(output: &Path) -> Result<Option<Lock>> {
    if let Ok(folder) = File::open(output) {
        match folder.try_lock() {
            Ok(()) => {
                return Ok(Some(Lock {
                    held: Some(folder),
                    file: None,
                }));
            }
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(_)) => {}
        }
    }
    take_file(output)
}

pub fn take_file(output: &Path) -> Result<Option<Lock>> {
    let path = output.join(NAME);
    if path.is_symlink() {
        return Err(super::place::in_the_way(&path));
    }
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(Error::io("write", &path))?;
    match file.try_lock() {
        // The run that had it may have removed the name since we opened it: our lock is void then.
        Ok(()) if !path.exists() => Ok(None),
        Ok(()) => Ok(Some(Lock {
            held: Some(file),
            file: Some(path),
        })),
        Err(TryLockError::WouldBlock) => Ok(None),
        // A file system without locks is written to as one with them, only unguarded.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(Some(Lock {
                held: None,
                file: Some(path),
            }))
        }
        Err(TryLockError::Error(error)) => Err(Error::io("lock", &path)(error)),
    }
}

fn busy(output: &Path) -> Error {
    Error::Refused {
        message: format!("another run is writing to {} now", output.display()),
        help: "wait until it has ended, then run the command again".into(),
    }
}
