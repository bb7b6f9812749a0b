//! Bundles as files.

use std::fs;
use std::path::{Path, PathBuf};

use super::EXTENSION;
use crate::error::{Error, Result};

/// The bundles that these paths name: files, and all bundles in folders and in the folders in those, as
/// pipelines bring artifacts. In the order of their names.
///
/// # Errors
/// When a path names nothing, or a folder may not be read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => below(path, 2, &mut files)?,
            false => files.push(path.clone()),
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn below(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(Error::io("read the folder", folder))?;
    for entry in entries {
        let entry = entry.map_err(Error::io("read the folder", folder))?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if depth > 1 {
                below(&path, depth - 1, files)?;
            }
        } else if name.ends_with(&format!(".{EXTENSION}")) && !name.starts_with('.') {
            files.push(path);
        }
    }
    Ok(())
}

/// Reads a bundle.
///
/// # Errors
/// When there is none, or it may not be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(Error::io("read", path))
}

/// Writes a bundle, wholly or not at all. Folders that are missing are made.
///
/// # Errors
/// When the disk refuses.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}~", std::process::id()));
    let written = fs::write(&beside, bytes).map_err(Error::io("write", &beside));
    let moved = written.and_then(|()| fs::rename(&beside, path).map_err(Error::io("write", path)));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}
