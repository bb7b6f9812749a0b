//! Putting a changed text where the old one is: wholly or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::{Error, Result};

/// Writes `after` to a file that held `before`, by a file beside it that takes its name. The file
/// keeps its rights and its byte order mark; a symbolic link stays one.
///
/// # Errors
/// When the disk refuses, and when the file no longer holds `before`: somebody else saved it.
pub fn replace(path: &Path, before: &str, after: &str) -> Result<()> {
    let place = fs::canonicalize(path).map_err(Error::io("find", path))?;
    let held = fs::read_to_string(&place).map_err(Error::io("read", &place))?;
    let mark = match held.strip_prefix('\u{feff}') {
        Some(_) => "\u{feff}",
        None => "",
    };
    if held[mark.len()..] != *before {
        return Err(Error::Refused {
            message: format!("{} was saved by somebody else just now", path.display()),
            help: "run the command again; nothing was written".into(),
        });
    }
    let rights = fs::metadata(&place).map_err(Error::io("read", &place))?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.{}~", std::process::id()));
    let written = fs::File::create_new(&beside).and_then(|mut file| {
        file.write_all(mark.as_bytes())?;
        file.write_all(after.as_bytes())?;
        file.set_permissions(rights.permissions())?;
        file.sync_all()
    });
    let moved = written
        .map_err(Error::io("write", &beside))
        .and_then(|()| fs::rename(&beside, &place).map_err(Error::io("write", &place)));
    if moved.is_err() {
        let _ = fs::remove_file(&beside);
    }
    moved
}

/// Writes a file that is not there yet, and the folders it needs.
///
/// # Errors
/// When the disk refuses, and when there is such a file.
pub fn create(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    }
    let file = fs::File::create_new(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(Error::io("write", path))
}

/// Gives a file or a folder another name, and makes the folders that it needs. Never writes over
/// anything.
///
/// # Errors
/// When something has that name, and when the disk refuses.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(Error::Refused {
            message: format!("{} is there already", to.display()),
            help: "choose another place, or remove what is there first".into(),
        });
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    }
    fs::rename(from, to).map_err(Error::io("move", from))
}

/// Takes away the folders that a file has left empty, up to but not including `top`: to git they are
/// gone already.
pub fn remove_empty(from: &Path, top: &Path) {
    let mut folder = from.parent();
    while let Some(path) = folder.filter(|path| *path != top && path.starts_with(top)) {
        // A folder with anything in it stays, which the disk itself sees to.
        if fs::remove_dir(path).is_err() {
            break;
        }
        folder = path.parent();
    }
}

/// Writes a text into a file, which is made or written anew; its folder is made when it is missing.
///
/// # Errors
///
/// When the disk refuses it.
pub fn put(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
    }
    fs::write(path, text).map_err(Error::io("write", path))
}

/// The text of a file that a command names.
///
/// # Errors
/// When it cannot be read or is not UTF-8.
pub fn read(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).map_err(Error::io("read", path))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_replaced_only_when_nobody_else_saved_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "\u{feff}one\r\n").unwrap();
        replace(&path, "one\r\n", "two\r\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}two\r\n");
        assert!(replace(&path, "one\r\n", "three\r\n").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}two\r\n");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left"
        );
        assert!(
            create(&path, "").is_err(),
            "what is there is never written over"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_rights_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, "one", "two").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    }
}
