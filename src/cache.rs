//! What is remembered across runs, on disk: `.groundplan/` in the site's folder.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::markdown::highlight::BlockCache;

/// The file of remembered code blocks.
const BLOCKS: &str = "blocks";

impl BlockCache {
    /// The blocks that earlier runs left in the folder `dir`. Without that folder, and where its
    /// file cannot be read, is damaged or not ours, nothing is remembered yet.
    pub fn load(dir: &Path) -> Self {
        let bytes = fs::read(dir.join(BLOCKS)).unwrap_or_default();
        let mut cache = Self::from_bytes(&bytes);
        cache.folder = Some(dir.to_path_buf());
        cache
    }

    /// Writes the blocks into the folder that they were loaded from, which is made where it is not
    /// there. Nothing is written when nothing is new, or when they were not loaded.
    ///
    /// Of two processes that save at once, the last one wins. A kill on the way leaves the old file.
    pub fn save(&self) -> Result<()> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let Some(bytes) = self.to_bytes() else {
            return Ok(());
        };
        let saved = prepare(folder).and_then(|()| replace(&folder.join(BLOCKS), &bytes));
        if saved.is_err() {
            self.not_written();
        }
        saved
    }
}

/// The folder of diagrams that were drawn.
const DRAWINGS: &str = "drawings";

/// A diagram that an earlier run drew.
pub fn drawing(folder: &Path, key: Digest) -> Option<String> {
    fs::read_to_string(drawing_path(folder, key)).ok()
}

/// Keeps a diagram for the runs that follow.
///
/// # Errors
/// What the disk refuses.
pub fn keep_drawing(folder: &Path, key: Digest, svg: &str) -> Result<()> {
    prepare(folder)?;
    let drawings = folder.join(DRAWINGS);
    fs::create_dir_all(&drawings).map_err(Error::io("create the folder", &drawings))?;
    replace(&drawing_path(folder, key), svg.as_bytes())
}

fn drawing_path(folder: &Path, key: Digest) -> PathBuf {
    folder.join(DRAWINGS).join(format!("{key}.svg"))
}

/// Makes the folder of what is remembered, which git is told to ignore.
pub fn prepare(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    let ignore = folder.join(".gitignore");
    match fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&ignore)
    {
        Ok(mut file) => {
            std::io::Write::write_all(&mut file, b"*\n").map_err(Error::io("write", &ignore))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(Error::io("write", &ignore)(error)),
    }
}

/// Puts a file with this content at `path`, at once: a reader sees the old content or the new one.
fn replace(path: &Path, content: &[u8]) -> Result<()> {
    // The process's number keeps two processes out of each other's file. What a killed one left is
    // taken over by the next one with its number.
    let staged = path.with_extension(format!("{}.new", std::process::id()));
    let moved = fs::write(&staged, content)
        .and_then(|()| fs::rename(&staged, path))
        .map_err(Error::io("write", path));
    if moved.is_err() {
        // What could not be moved in is of no use, and its removal may fail for the same reason.
        let _ = fs::remove_file(&staged);
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(dir: &Path) -> Vec<String> {
        let entries = fs::read_dir(dir).expect("the folder is there");
        let mut names: Vec<_> = entries
            .map(|entry| {
                entry
                    .expect("it can be read")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn blocks_outlive_the_run_in_a_folder_that_git_ignores() {
        let site = tempfile::tempdir().expect("a folder");
        let dir = site.path().join("deep/.groundplan");
        let cache = BlockCache::load(&dir);
        let tokens = cache.tokens("toml", "a = 1\n");
        cache.save().expect("it can be written");
        assert_eq!(names(&dir), [".gitignore", "blocks"]);
        assert_eq!(
            fs::read(dir.join(".gitignore")).expect("it is there"),
            b"*\n"
        );
        let again = BlockCache::load(&dir);
        assert_eq!(again.len(), 1);
        assert_eq!(again.tokens("toml", "a = 1\n"), tokens);
    }

    #[test]
    fn nothing_is_written_when_nothing_is_new() {
        let site = tempfile::tempdir().expect("a folder");
        let dir = site.path().join(".groundplan");
        BlockCache::load(&dir)
            .save()
            .expect("there is nothing to do");
        assert!(!dir.exists());
        let cache = BlockCache::load(&dir);
        cache.tokens("toml", "a = 1\n");
        cache.save().expect("it can be written");
        fs::remove_file(dir.join("blocks")).expect("it is there");
        cache.save().expect("there is nothing to do");
        assert_eq!(names(&dir), [".gitignore"]);
    }

    #[test]
    fn a_foreign_file_is_written_over() {
        let site = tempfile::tempdir().expect("a folder");
        fs::write(site.path().join("blocks"), "something else").expect("it can be written");
        let cache = BlockCache::load(site.path());
        assert!(cache.is_empty());
        cache.tokens("toml", "a = 1\n");
        cache.save().expect("it can be written");
        assert_eq!(BlockCache::load(site.path()).len(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
        let site = tempfile::tempdir().expect("a folder");
        let file = site.path().join("file");
        fs::write(&file, "").expect("it can be written");
        let cache = BlockCache::load(&file);
        cache.tokens("toml", "a = 1\n");
        let error = cache.save().expect_err("a file is no folder");
        assert!(error.to_string().contains(&*file.to_string_lossy()));
    }
}
