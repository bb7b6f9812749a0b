//! A file that somebody asked for by its name.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

/// Writes a text into a file, which is made or written anew; its folder is made when it is missing.
///
/// # Errors
///
/// When the disk refuses it.
pub fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    }
    fs::write(path, text).map_err(Error::io("write", path))
}
