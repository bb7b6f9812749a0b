//! Files that are made before anybody knows where they will be written.
//!
//! A version is made whole before its list of files can be: its pages wait in one file, since ten
//! thousand of them have no place in memory.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BlobFile, BlobSource};
use crate::digest::Digest;
use crate::error::{Error, Result};

/// A file of files, removed when the last of them is forgotten.
#[derive(Clone, Debug)]
pub struct Spool(Arc<Kept>);

#[derive(Debug)]
struct Kept {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    file: File,
    end: u64,
    /// Where each content begins: one that comes twice is kept once.
    known: HashMap<Digest, u64>,
}

/// A content in a spool.
#[derive(Clone, Debug)]
pub struct Piece {
    spool: Spool,
    start: u64,
    size: u64,
}

impl Spool {
    /// An empty spool, in a file of this folder.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn new(folder: &Path) -> Result<Self> {
        let mut number = 0;
        loop {
            let name = format!("spool-{}-{number}", std::process::id());
            let path = folder.join(name);
            let file = OpenOptions::new()
                .read(true)
                .write(true)
                .create_new(true)
                .open(&path);
            match file {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1000 => {
                    number += 1;
                }
                Err(error) => return Err(Error::io("create", &path)(error)),
                Ok(file) => {
                    // Where a file may go while it is open, nothing is left of a run that is killed.
                    let _ = fs::remove_file(&path);
                    let state = Mutex::new(State {
                        file,
                        end: 0,
                        known: HashMap::new(),
                    });
                    return Ok(Self(Arc::new(Kept { path, state })));
                }
            }
        }
    }

    /// Keeps these bytes.
    ///
    /// # Errors
    /// When the disk refuses them.
    pub fn put(&self, bytes: &[u8]) -> Result<BlobFile> {
        let digest = Digest::of(bytes);
        let size = bytes.len() as u64;
        let mut state = self.state();
        let start = match state.known.get(&digest) {
            Some(start) => *start,
            None => {
                let start = state.end;
                let written = state
                    .file
                    .seek(SeekFrom::Start(start))
                    .and_then(|_| state.file.write_all(bytes));
                written.map_err(Error::io("write", &self.0.path))?;
                state.end += size;
                state.known.insert(digest, start);
                start
            }
        };
        drop(state);
        let piece = Piece {
            spool: self.clone(),
            start,
            size,
        };
        Ok(BlobFile {
            digest,
            size,
            dimensions: None,
            source: BlobSource::Spool(piece),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Piece {
    /// The bytes.
    ///
    /// # Errors
    /// When the disk refuses to give them.
    pub fn read(&self) -> Result<Vec<u8>> {
        let mut state = self.spool.state();
        let mut bytes = Vec::new();
        let read = state.file.seek(SeekFrom::Start(self.start)).and_then(|_| {
            let file = &mut state.file;
            file.take(self.size).read_to_end(&mut bytes)
        });
        read.map_err(Error::io("read", &self.spool.0.path))?;
        Ok(bytes)
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.spool.0, &other.spool.0)
            && (self.start, self.size) == (other.start, other.size)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // A file that cannot be removed is in nobody's way.
        let _ = fs::remove_file(&self.path);
    }
}
