//! `groundplan new`: a file that teaches its own keys, and that passes every check as it is.

use crate::date::Date;
use crate::error::{Error, Result};
use crate::inputs::{File, Inputs};
use crate::load::glossary::{self, Glossary};
use crate::load::{LoadMemo, Loaded, events, load};
use crate::path::SitePath;

use super::roadmap::{Edited, id_of};

mod known;
mod templates;

use known::{Known, unlike_others};

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A service.
    Service,
    /// A page.
    Page,
    /// News.
    News,
    /// An event.
    Event,
    /// A survey.
    Survey,
    /// A word of the glossary.
    Term,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// What it is.
    pub thing: Thing,
    /// Its title; of a term the word.
    pub title: &'a str,
    /// What a term stands for.
    pub means: Option<&'a str>,
    /// The id, where it is not made of the title.
    pub id: Option<&'a str>,
    /// The folder of a page, below `content/`.
    pub folder: Option<&'a str>,
}

/// Makes it.
///
/// # Errors
/// When it is there already, and when its name cannot be the name of a file.
pub fn new(inputs: &Inputs, new: &New<'_>, today: Date) -> Result<Edited> {
    if new.title.trim().is_empty() || new.title.chars().any(char::is_control) {
        return Err(refused(
            "the title is empty, or has characters that nobody sees",
            "write it in quotes: `groundplan new page \"How to restore\"`",
        ));
    }
    if new.means.is_some() && new.thing != Thing::Term {
        return Err(refused(
            "only a term has a second text",
            "put the whole title in quotes",
        ));
    }
    let loaded = load(inputs, &LoadMemo::default());
    let known = Known::of(&loaded);
    let id = new.id.map_or_else(|| id_of(new.title), str::to_owned);
    let fits = |letter: char| letter.is_alphanumeric() || letter == '-';
    if id.is_empty() || !id.chars().all(fits) {
        return Err(refused(
            &format!("`{id}` is no id"),
            "say with --id which letters, digits and hyphens it shall have",
        ));
    }
    match new.thing {
        Thing::Service => {
            let other = format!("content/services/{id}/index.md");
            free(inputs, &other)?;
            let path = format!("content/services/{id}.md");
            free(inputs, &path)?;
            unlike_others(&loaded, new.title)?;
            let text = templates::service(new.title, &known, today);
            file(
                inputs,
                &path,
                text,
                &[
                    "say what it is good for, below [benefit]: readers see that first",
                    "set `lifecycle` to \"live\" when it may be ordered; `groundplan check` then asks for what the platform requires",
                ],
            )
        }
        Thing::Page => {
            let folder = new.folder.unwrap_or("").trim_matches('/');
            let folder = folder.strip_prefix("content").unwrap_or(folder);
            let folder = folder.trim_matches('/');
            let way = match folder {
                "" => format!("content/{id}"),
                folder => format!("content/{folder}/{id}"),
            };
            free(inputs, &format!("{way}/index.md"))?;
            let text = templates::page(new.title, &known, today);
            file(
                inputs,
                &format!("{way}.md"),
                text,
                &["write its first paragraph: search and lists show it"],
            )
        }
        Thing::News => {
            let text = templates::news(new.title, &known);
            file(
                inputs,
                &format!("content/news/{today}-{id}.md"),
                text,
                &["choose `kind`, and say in a sentence what changes for the reader"],
            )
        }
        Thing::Survey => {
            let text = templates::survey(new.title, today);
            file(
                inputs,
                &format!("content/surveys/{id}.toml"),
                text,
                &[
                    "ask the question in these words each time: other words are another question",
                    "when the answers are in, take the # away from the wave",
                ],
            )
        }
        Thing::Event => event(inputs, &loaded, new.title, &id, &known, today),
        Thing::Term => term(inputs, &loaded, new),
    }
}

/// A new file.
fn file(inputs: &Inputs, path: &str, text: String, next: &[&str]) -> Result<Edited> {
    let file = free(inputs, path)?;
    Ok(Edited {
        said: format!("{file} is there, and says what each key means"),
        file,
        before: None,
        after: text,
        next: next.iter().map(|next| (*next).to_owned()).collect(),
    })
}

/// The path of a file that is not there yet.
fn free(inputs: &Inputs, path: &str) -> Result<SitePath> {
    let fits = |letter: char| letter.is_alphanumeric() || "-_./".contains(letter);
    let site_path = SitePath::new(path).filter(|path| path.as_str().chars().all(fits));
    let Some(site_path) = site_path.filter(|path| path.in_content().is_some()) else {
        return Err(refused(
            &format!("`{path}` cannot be the path of a page"),
            "say with --id which letters, digits and hyphens it shall have",
        ));
    };
    // On some disks two names of different case are one file.
    let folded = site_path.as_str().to_lowercase();
    if let Some(there) = inputs
        .files
        .keys()
        .find(|one| one.as_str().to_lowercase() == folded)
    {
        return Err(refused(
            &format!("{there} is there already; nothing was written"),
            "change that file, or choose another name with --id",
        ));
    }
    Ok(site_path)
}

/// Puts an event at the end of events.toml.
fn event(
    inputs: &Inputs,
    loaded: &Loaded,
    title: &str,
    id: &str,
    known: &Known,
    today: Date,
) -> Result<Edited> {
    let entries = loaded
        .typed
        .events
        .iter()
        .flat_map(|events| &events.entries);
    let mut entries = entries.map(|entry| entry.id.0.to_lowercase());
    if entries.any(|other| other == id.to_lowercase()) {
        return Err(refused(
            &format!("there is an event `{id}` already; nothing was written"),
            "choose another id with --id",
        ));
    }
    let text = |before: &str| templates::event(title, id, before, known, today);
    append(
        inputs,
        events::FILE,
        text,
        &[
            "set `start` to the day, with the hour behind it: the day that stands there is an example, and a check says so until you do",
            "say with `tz` by whose clock the hour is meant, where the file does not say it yet",
            "afterwards write status = \"held\", and what came of it in `recap`",
        ],
    )
}

/// Puts a term at the end of glossary.toml.
fn term(inputs: &Inputs, loaded: &Loaded, new: &New<'_>) -> Result<Edited> {
    let word = new.title.trim();
    let Some(means) = new.means.map(str::trim).filter(|means| !means.is_empty()) else {
        return Err(refused(
            &format!("nothing is said about what `{word}` means"),
            &format!(
                "write it behind the word: `groundplan new term {word} \"What it stands for\"`"
            ),
        ));
    };
    let terms = loaded
        .typed
        .glossary
        .iter()
        .flat_map(|glossary| &glossary.terms);
    for term in terms {
        let mut names = term.names();
        if names.any(|(name, _)| name.to_lowercase() == word.to_lowercase()) {
            return Err(refused(
                &format!("the glossary explains `{word}` already; nothing was written"),
                &format!("change the line of `{}` in {}", term.name.0, glossary::FILE),
            ));
        }
    }
    let line = |before: &str| templates::term(word, means, before);
    let edited = append(
        inputs,
        glossary::FILE,
        line,
        &["build the site: the first use on each page is explained now"],
    )?;
    // The end of a file can be inside of something that the author has left open.
    let read = Glossary::read(&edited.file, &edited.after);
    if !read.terms.iter().any(|term| term.name.0 == word) {
        return Err(refused(
            &format!("{} cannot be read to its end", glossary::FILE),
            "run `groundplan check`, mend what it says, and try again",
        ));
    }
    Ok(edited)
}

/// Adds a text to the end of a file, or begins the file with it. What is there stays, byte by byte.
fn append(
    inputs: &Inputs,
    path: &str,
    text: impl Fn(&str) -> String,
    next: &[&str],
) -> Result<Edited> {
    let file = match SitePath::new(path) {
        Some(file) => file,
        None => free(inputs, path)?,
    };
    let before = match inputs.files.get(&file) {
        None => None,
        Some(File::Text(text)) => Some(text.text.to_string()),
        Some(_) => {
            return Err(refused(
                &format!("{file} is not UTF-8"),
                "open it in your editor and save it with the encoding UTF-8",
            ));
        }
    };
    let old = before.clone().unwrap_or_default();
    let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    let joint = match old.as_str() {
        "" => "",
        old if old.ends_with('\n') => "",
        _ => end,
    };
    let added = text(&old).replace('\n', end);
    Ok(Edited {
        said: match before {
            None => format!("{file} is there, and says what each key means"),
            Some(_) => format!("it stands at the end of {file}"),
        },
        file,
        before,
        after: format!("{old}{joint}{added}"),
        next: next.iter().map(|next| (*next).to_owned()).collect(),
    })
}

fn refused(message: &str, help: &str) -> Error {
    Error::Refused {
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

#[cfg(test)]
mod tests;
