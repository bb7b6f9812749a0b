//! The folder in the output where new files wait until all of them are there.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::emit::disk::{Disk, File};
use crate::emit::journal::{self, Step};
use crate::error::Result;

/// Its name. It lies in the output since only a move inside one file system is all or nothing.
pub const NAME: &str = ".groundplan-stage";

/// Below it: files that will be moved in, by number.
pub const NEW: &str = "new";
/// Below it: what they took the place of, for the way back.
pub const OLD: &str = "old";

/// New files on their way; removed when it is dropped, unless a journal needs it.
pub struct Stage<'a> {
    disk: &'a Disk,
    folder: PathBuf,
    state: Mutex<State>,
}

#[derive(PartialEq, Eq)]
enum State {
    /// Nothing was staged yet, so nothing is on the disk.
    Unmade,
    Open,
    /// The next run needs what is in it.
    Left,
}

impl<'a> Stage<'a> {
    /// A stage in `output`. The disk is not touched before the first file.
    pub fn new(disk: &'a Disk, output: &Path) -> Self {
        Self {
            disk,
            folder: output.join(NAME),
            state: Mutex::new(State::Unmade),
        }
    }

    /// Stages the file that will be `target` under a number, and says where it lies.
    pub fn put<T>(
        &self,
        number: usize,
        target: &Path,
        fill: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Result<(PathBuf, T)> {
        let path = self.place(number)?;
        let filled = self.disk.make_file(&path, target, fill)?;
        Ok((path, filled))
    }

    /// Stages a file without which the next run would not know what is ours: alone of all, it is
    /// on the disk before anything is moved.
    pub fn put_synced(&self, number: usize, target: &Path, bytes: &[u8]) -> Result<()> {
        let path = self.place(number)?;
        self.disk.make_synced_file(&path, target, bytes)
    }

    fn place(&self, number: usize) -> Result<PathBuf> {
        self.open()?;
        Ok(self.folder.join(NEW).join(number.to_string()))
    }

    fn open(&self) -> Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Unmade {
            // Set first: what could be made is removed when the rest fails.
            *state = State::Open;
            self.disk.make_folder(&self.folder)?;
            self.disk.make_folder(&self.folder.join(NEW))?;
            self.disk.make_folder(&self.folder.join(OLD))?;
        }
        Ok(())
    }

    /// Moves everything in. Where that fails, the old files are put back.
    pub fn commit(self, output: &Path, steps: Vec<Step>) -> Result<()> {
        self.open()?;
        let done = journal::carry_out(self.disk, output, steps);
        if matches!(done, Err(journal::Failure::Begun(_))) {
            *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Left;
        }
        done.map_err(journal::Failure::into_error)
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Open {
            // What stays behind is removed by the next run.
            let _ = self.disk.remove_all(&self.folder);
        }
    }
}
