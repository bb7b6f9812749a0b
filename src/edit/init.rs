//! A small complete site to begin with.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::error::{Error, Result};

/// The site, as it is written.
static START: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/edit/start");

/// What git should not keep: the site as it is built, and as it is packed.
const IGNORE: (&str, &str) = (".gitignore", "/public/\n/bundles/\n");

/// Writes the site into `folder`, which is made when it is missing. Returns the files, in order.
///
/// # Errors
///
/// A file that is there already is never written over: then nothing at all is written.
pub fn write(folder: &Path) -> Result<Vec<PathBuf>> {
    let files = files();
    for (path, _) in &files {
        let target = folder.join(path);
        if target.symlink_metadata().is_ok() {
            return Err(Error::Refused {
                message: format!("{} is there already; nothing was written", target.display()),
                help: "name a new folder, or begin with the files that you have: \
                       `groundplan check` says what they need"
                    .into(),
            });
        }
    }
    for (path, text) in &files {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(Error::io("create the folder", parent))?;
        }
        let mut file = match fs::File::create_new(&target) {
            Ok(file) => file,
            // Somebody else was faster: what they wrote stays.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(Error::io("write", &target)(error)),
        };
        file.write_all(text.as_bytes())
            .map_err(Error::io("write", &target))?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// The files of the site, by path.
pub fn files() -> Vec<(PathBuf, &'static str)> {
    let mut files = vec![(PathBuf::from(IGNORE.0), IGNORE.1)];
    let mut folders = vec![&START];
    while let Some(folder) = folders.pop() {
        let texts = folder.files().filter_map(|file| {
            let text = file.contents_utf8()?;
            Some((file.path().to_path_buf(), text))
        });
        files.extend(texts);
        folders.extend(folder.dirs());
    }
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::files;
    use crate::inputs::Inputs;
    use crate::load::{self, LoadMemo};
    use crate::model::Site;

    #[test]
    fn the_title_of_the_site_is_written_once() {
        let files = files();
        let texts = files.iter().filter_map(|(path, text)| {
            let title = "title = \"Our platform\"";
            let text = match path.ends_with("groundplan.toml") {
                true => text.replace(title, "title = \"Harbor\""),
                false => (*text).to_owned(),
            };
            Some((path.to_str()?, text))
        });
        let texts: Vec<(&str, String)> = texts.collect();
        let inputs = Inputs::from_texts(texts.iter().map(|(path, text)| (*path, text.as_str())));
        let loaded = load::load(&inputs, &LoadMemo::default());
        let site = Site::assemble(&inputs, &loaded).0;
        let home = site.page_of_id("").expect("a home page");
        assert_eq!(site.pages[home].title, "Harbor");
    }
}
