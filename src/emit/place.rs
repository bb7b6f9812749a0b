//! Where a site may be written.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use crate::emit::{LIST, disk, lock, stage};
use crate::error::{Error, Result};

use disk::Kind;

/// What may lie in a folder that is to become an output. It is never touched.
const HARMLESS: [&str; 4] = [".git", ".DS_Store", "Thumbs.db", "lost+found"];

/// The output folder with every link on the way to it resolved.
pub fn checked(folder: &Path, protected: &[PathBuf]) -> Result<PathBuf> {
    // Without its last `/`, which would make the system follow a link.
    let folder: PathBuf = folder.components().collect();
    let folder = if folder.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        folder
    };
    let unsafe_because = |because: String| Error::UnsafeOutput {
        path: folder.clone(),
        because,
    };
    match disk::see(&folder)?.map(|seen| seen.kind) {
        None | Some(Kind::Folder) => {}
        Some(Kind::Other) if folder.is_symlink() => {
            return Err(unsafe_because("it is a symbolic link".into()));
        }
        Some(_) => return Err(unsafe_because("it is not a folder".into())),
    }
    let resolved = resolve(&folder)?;
    if resolved.parent().is_none() {
        return Err(unsafe_because("it is the root of the disk".into()));
    }
    for path in protected {
        let other = resolve(path)?;
        let because = if resolved == other {
            format!("it is {}, which the site is made from", path.display())
        } else if other.starts_with(&resolved) {
            format!("it holds {}, which the site is made from", path.display())
        } else if resolved.starts_with(&other) {
            format!(
                "it is inside {}, which the site is made from",
                path.display()
            )
        } else {
            continue;
        };
        return Err(unsafe_because(because));
    }
    Ok(resolved)
}

/// Refuses a folder that has things in it when none of them is ours.
pub fn refuse_foreign(output: &Path) -> Result<()> {
    let ours = |name: &OsStr| {
        name == stage::NAME || name == lock::NAME || HARMLESS.iter().any(|other| name == *other)
    };
    let example = disk::list(output)?
        .into_iter()
        .filter(|path| path.file_name().is_some_and(|name| !ours(name)))
        .min();
    match example {
        None => Ok(()),
        Some(example) => Err(Error::ForeignOutput {
            path: output.to_path_buf(),
            example,
        }),
    }
}

/// A file or folder that is not ours, where a file of the site should be.
pub fn in_the_way(path: &Path) -> Error {
    let what = match disk::see(path).ok().flatten().map(|seen| seen.kind) {
        Some(Kind::Other) => "is a symbolic link or another thing that",
        Some(Kind::Folder) => "is a folder that",
        _ => "is a file that",
    };
    Error::Refused {
        message: format!(
            "{} {what} Groundplan did not make, and the site needs its place; nothing was changed",
            path.display()
        ),
        help: format!(
            "move it away, or name another folder with --output (what Groundplan made is listed in {LIST})"
        ),
    }
}

/// An absolute path without links, `.` and `..`. What does not exist yet is taken as it is spelled.
pub fn resolve(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).map_err(Error::io("look at", path))?;
    let mut known = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                known.pop();
            }
            part => {
                known.push(part);
                // One part at a time, since `..` after a link means the parent of its target.
                if let Ok(real) = known.canonicalize() {
                    known = real;
                }
            }
        }
    }
    Ok(known)
}
