//! Matrices that exist already, as Groundplan's own TOML.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic::suggest;
use crate::error::{Error, Result};
use crate::inputs::{self, File, worktree};
use crate::load::{self, Platform, parties, platform};
use crate::path::SitePath;
use crate::table::{self, Document, Options, Parties, Reading, Sheet};

/// A file whose tables are a matrix.
#[derive(Debug)]
pub struct Source {
    /// The text.
    pub text: String,
    /// What the tables say.
    pub reading: Reading,
    /// The same as TOML.
    pub document: Document,
}

/// Reads the tables of a file.
///
/// # Errors
/// When the file cannot be read, or is neither markdown nor CSV. That it holds no matrix is no
/// error: the reading says so, with the reasons.
pub fn read(path: &Path, parties: &Parties, grid: bool) -> Result<Source> {
    let end = path
        .extension()
        .map(|end| end.to_string_lossy().to_lowercase());
    let is_csv = match end.as_deref() {
        Some("md" | "markdown" | "mdx") => false,
        Some("csv" | "tsv" | "txt") => true,
        _ => {
            return Err(Error::Refused {
                message: format!("{} is neither markdown nor CSV", path.display()),
                help: "save a sheet as CSV (UTF-8), a document as markdown, and import that".into(),
            });
        }
    };
    let text = text(path)?;
    let sheet = match is_csv {
        true => Sheet::of_csv(&text),
        false => Sheet::of_markdown(&text),
    };
    let options = Options {
        grid,
        generous: true,
    };
    let reading = table::read(sheet, parties, options);
    let document = table::write(&reading, parties);
    Ok(Source {
        text,
        reading,
        document,
    })
}

fn text(path: &Path) -> Result<String> {
    let bytes = worktree::read(path).map_err(Error::io("read", path))?;
    match inputs::text_of(&bytes) {
        File::Text(file) => Ok(file.text.to_string()),
        // UTF-16 is read whole, whoever writes it.
        File::NotText(file) if file.looks_like.starts_with("UTF-16") => Ok(file.lossy.to_string()),
        File::NotText(file) => Err(Error::Refused {
            message: format!(
                "{} is not UTF-8, it looks like {}",
                path.display(),
                file.looks_like
            ),
            help: "save it again with the encoding UTF-8 (a spreadsheet calls it \"CSV UTF-8\")"
                .into(),
        }),
        File::Blob(_) => Ok(String::new()),
    }
}

/// The parties of the site in this folder, and those that `--party NAME=ID` adds. Without a
/// platform.toml any id is a party.
///
/// # Errors
/// When an id is none of the site's parties, or the form is another one.
pub fn parties_of(root: &Path, named: &[String]) -> Result<Parties> {
    let found = [root.join(platform::FILE), root.join("platform.toml")]
        .iter()
        .find_map(|path| worktree::read(path).ok());
    let text = found.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let file = SitePath::new(platform::FILE);
    let platform = match (text, file) {
        (Some(text), Some(file)) => Platform::read(&file, &text),
        _ => load::no_platform(),
    };
    let mut known = parties::names(&platform);
    let ids = platform.parties.iter().map(|party| party.id.0.clone());
    let declared: Vec<String> = ids.collect();
    for name in named {
        let pair = name.rsplit_once('=');
        let pair = pair.map(|(name, id)| (name.trim(), id.trim()));
        let Some((name, id)) = pair.filter(|(name, id)| !name.is_empty() && !id.is_empty()) else {
            return Err(Error::Refused {
                message: format!("`--party {name}` does not say who is meant"),
                help: "write the name in the table and the id of the party: `--party \"Client=customer\"`".into(),
            });
        };
        if !declared.is_empty() && !declared.iter().any(|known| known == id) {
            let ids = declared.iter().map(String::as_str);
            let near = suggest::did_you_mean(id, ids);
            return Err(Error::Refused {
                message: format!("`{id}` is no party of content/platform.toml"),
                help: near.unwrap_or_else(|| format!("the parties are {}", declared.join(", "))),
            });
        }
        known.add(id, name);
    }
    Ok(known)
}

/// Writes the TOML into a new file.
///
/// # Errors
/// When the file is there already, or cannot be written.
pub fn save(path: &Path, text: &str) -> Result<()> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = match opened {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(Error::Refused {
                message: format!("{} is there already, and stays as it is", path.display()),
                help: "name a new file with --output, or remove that one first".into(),
            });
        }
        opened => opened.map_err(Error::io("write", path))?,
    };
    file.write_all(text.as_bytes())
        .map_err(Error::io("write", path))
}
