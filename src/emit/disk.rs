//! What writing does to the disk, one step at a time, so that a test can end it before any of them.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::digest::Digest;
use crate::error::{Error, Result};

pub use std::fs::File;

/// Changes files and folders.
#[derive(Default)]
pub struct Disk {
    #[cfg(test)]
    pub fault: Option<super::tests::Fault>,
}

/// What lies at a path; a symbolic link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, in nanoseconds of Unix time; 0 where the system does not tell.
    pub modified: u64,
}

/// What can lie at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, or a pipe, a socket, a device: nothing that we ever make.
    Other,
}

/// What lies at `path`, if anything.
pub fn see(path: &Path) -> Result<Option<Seen>> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        // "Not a folder" is said of `a/b` where `a` is a file.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(Error::io("look at", path)(error)),
    };
    let modified = found
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|time| u64::try_from(time.as_nanos()).ok());
    Ok(Some(Seen {
        kind: if found.is_file() {
            Kind::File
        } else if found.is_dir() {
            Kind::Folder
        } else {
            Kind::Other
        },
        size: found.len(),
        modified: modified.unwrap_or(0),
    }))
}

/// The digest and the length of what `from` gives, which is handed on to `to` on the way.
pub fn pour(from: &mut impl Read, to: &mut impl Write) -> io::Result<(Digest, u64)> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..count]);
        to.write_all(&buffer[..count])?;
        size += count as u64;
    }
    let mut digest = [0; 16];
    digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok((Digest::from_bytes(digest), size))
}

/// The digest of the file at `path`.
pub fn digest(path: &Path) -> Result<Digest> {
    pour(&mut open(path)?, &mut io::sink())
        .map(|(digest, _)| digest)
        .map_err(Error::io("read", path))
}

/// Opens a file to read it.
pub fn open(path: &Path) -> Result<File> {
    File::open(path).map_err(Error::io("read", path))
}

/// The bytes of the file at `path`, if there is one that can be read.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// What lies in a folder.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(Error::io("list the folder", folder))
}

impl Disk {
    /// Makes the output folder and what it stands in; whether it was missing.
    pub fn make_output(&self, folder: &Path) -> Result<bool> {
        if folder.is_dir() {
            return Ok(false);
        }
        self.step()
            .and_then(|()| fs::create_dir_all(folder))
            .map_err(Error::io("create the folder", folder))?;
        Ok(true)
    }

    /// Makes a folder whose parent is there. Nothing happens where it exists.
    pub fn make_folder(&self, folder: &Path) -> Result<()> {
        match self.step().and_then(|()| fs::create_dir(folder)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(Error::io("create the folder", folder)(error))
            }
            _ => Ok(()),
        }
    }

    /// Makes a file that must not be there yet, which also means that no link is followed.
    /// Errors name `target`, the file that the user knows.
    pub fn make_file<T>(
        &self,
        path: &Path,
        target: &Path,
        fill: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Result<T> {
        self.step()
            .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
            .and_then(|mut file| {
                self.step()?;
                fill(&mut file)
            })
            .map_err(Error::io("write", target))
    }

    /// Moves a file, over what is there.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        self.step()
            .and_then(|()| fs::rename(from, to))
            .map_err(Error::io("write", to))
    }

    /// Moves a file away, to where the user never looks.
    pub fn put_away(&self, from: &Path, to: &Path) -> Result<()> {
        self.step()
            .and_then(|()| fs::rename(from, to))
            .map_err(Error::io("remove", from))
    }

    /// Gives a file a second name. Not every file system can.
    pub fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        match fs::hard_link(from, to) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            done => done,
        }
    }

    /// Removes a file. Nothing happens where there is none.
    pub fn remove_file(&self, path: &Path) -> Result<()> {
        match self.step().and_then(|()| fs::remove_file(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("remove", path)(error))
            }
            _ => Ok(()),
        }
    }

    /// Removes a folder if it is empty. Nothing happens where there is none.
    pub fn remove_folder(&self, folder: &Path) -> Result<()> {
        match self.step().and_then(|()| fs::remove_dir(folder)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("remove the folder", folder)(error))
            }
            _ => Ok(()),
        }
    }

    /// Removes a folder with all that is in it; links in it are removed, not followed.
    pub fn remove_all(&self, folder: &Path) -> Result<()> {
        match self.step().and_then(|()| fs::remove_dir_all(folder)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Error::io("remove the folder", folder)(error))
            }
            _ => Ok(()),
        }
    }

    /// Makes a file as [`Disk::make_file`] does, and waits until its bytes are on the disk.
    pub fn make_synced_file(&self, path: &Path, target: &Path, bytes: &[u8]) -> Result<()> {
        self.make_file(path, target, |file| {
            file.write_all(bytes)?;
            Self::sync(file)
        })
    }

    /// Waits until the names in a folder are on the disk, where the system can tell.
    pub fn sync_folder(&self, folder: &Path) -> Result<()> {
        self.step().map_err(Error::io("write", folder))?;
        // Windows cannot open a folder; there is nothing to wait for then.
        if let Ok(folder) = File::open(folder) {
            let _ = Self::sync(&folder);
        }
        Ok(())
    }

    /// These tests cannot cut the power, and would wait for the disk a thousand times.
    fn sync(file: &File) -> io::Result<()> {
        if cfg!(test) { Ok(()) } else { file.sync_all() }
    }

    #[cfg(not(test))]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        self.fault.as_ref().map_or(Ok(()), |fault| fault.step())
    }
}
