//! Bundles as files.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

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
