//! A new item.

use crate::date::Date;
use crate::decode::toml;
use crate::diagnostic::suggest;
use crate::edit::diff::line_of;
use crate::edit::sheet::{Entry, Sheet, quoted};
use crate::error::Result;
use crate::path::SitePath;

use super::find::{items, text_of, unreadable};
use super::{Edited, Text, refused, time};

/// Where the first item of a site goes.
const FIRST_FILE: &str = "content/roadmap/items.toml";

/// The kinds of work.
const KINDS: [&str; 3] = ["feature", "tech-debt", "operations"];

/// What is said of a new item.
#[derive(Clone, Debug, Default)]
pub struct New<'a> {
    /// What it is, in the words of the one who will use it.
    pub title: &'a str,
    /// What it is called by; made of the title where nothing is said.
    pub id: Option<&'a str>,
    /// Feature, technical debt or operations.
    pub kind: &'a str,
    /// What it is promised for.
    pub when: &'a str,
    /// The service it belongs to.
    pub service: Option<&'a str>,
    /// The services that there are.
    pub services: &'a [String],
    /// The file it goes into; needed where there are several.
    pub file: Option<&'a str>,
}

/// Adds an item to the roadmap.
///
/// # Errors
/// When a value means nothing, the id or the title is taken, or nobody knows which file is meant.
pub fn new(texts: &[Text<'_>], item: &New<'_>, today: Date) -> Result<Edited> {
    let title = item.title.trim();
    if !title.chars().any(char::is_alphanumeric) {
        return Err(refused(
            "the item has no title".to_owned(),
            "say what a user will be able to do: \"Restore a database yourself\"".to_owned(),
        ));
    }
    let kind = kind(item.kind)?;
    let when = time(item.when)?;
    if when.interval().is_some_and(|(_, last)| last < today) {
        return Err(refused(
            format!(
                "{} is over, so nothing can be promised for it",
                when.words()
            ),
            format!(
                "today is {}; name a time that is still to come",
                today.long()
            ),
        ));
    }
    if let Some(service) = item.service {
        known_service(service, item.services)?;
    }
    let known = known(texts);
    if let Some(twin) = known
        .iter()
        .find(|one| one.title.to_lowercase() == title.to_lowercase())
    {
        return Err(refused(
            format!(
                "there is an item of this title already: `{}` ({})",
                twin.id, twin.place
            ),
            "change that one, or say in the title how they differ".to_owned(),
        ));
    }
    let id = id(item.id, title, &known)?;
    let mut entries: Vec<Entry<'_>> = vec![
        ("id", quoted(&id)),
        ("title", quoted(title)),
        ("kind", quoted(kind)),
        ("when", quoted(&when.to_string())),
    ];
    entries.extend(item.service.map(|service| ("services", quoted(service))));
    let text = choose(texts, item.file)?;
    let (file, before) = match &text {
        Ok(text) => (text.file.clone(), Some(text.text.to_owned())),
        Err(file) => (file.clone(), None),
    };
    let mut sheet = Sheet::new(before.as_deref().unwrap_or_default());
    if let (Some(error), Ok(text)) = (sheet.first_error(), &text) {
        return Err(unreadable(text, error));
    }
    sheet.add_item("item", &entries);
    let after = sheet.finish();
    let place = match after.rfind(&quoted(&id)) {
        Some(at) => format!("{file}:{}", line_of(&after, at)),
        None => file.to_string(),
    };
    Ok(Edited {
        file,
        before,
        after,
        said: format!("`{id}` is planned for {}", when.words_behind()),
        next: vec![format!(
            "say in {place} what it is good for (`benefit`), for whom (`personas`), and \
             when it is done (`done_when`)"
        )],
    })
}

/// An item that is there.
struct Known {
    id: String,
    title: String,
    place: String,
}

fn known(texts: &[Text<'_>]) -> Vec<Known> {
    let mut known = Vec::new();
    for text in texts {
        let (table, _) = toml::parse(text.text, 0);
        known.extend(items(&table).into_iter().map(|item| Known {
            id: text_of(item, "id").unwrap_or_default(),
            title: text_of(item, "title").unwrap_or_default(),
            place: format!("{}:{}", text.file, line_of(text.text, item.span.start)),
        }));
    }
    known
}

/// An item of a service that is not there would be an error in the next check.
fn known_service(wanted: &str, services: &[String]) -> Result<()> {
    if services.iter().any(|id| id == wanted) {
        return Ok(());
    }
    let near = suggest::did_you_mean(wanted, services.iter().map(String::as_str));
    let help = near.unwrap_or_else(|| match services.len() {
        0 => "there are none yet: `groundplan new service` begins one".to_owned(),
        1..=12 => format!("the services are {}", services.join(", ")),
        _ => {
            "a service is named by its file: `postgres` for content/services/postgres.md".to_owned()
        }
    });
    Err(refused(format!("there is no service `{wanted}`"), help))
}

fn kind(text: &str) -> Result<&'static str> {
    let known = KINDS.iter().find(|known| **known == text);
    known.copied().ok_or_else(|| {
        let near = suggest::did_you_mean(text, KINDS.into_iter());
        refused(
            format!("`{text}` is no kind of item"),
            near.unwrap_or_else(|| format!("use one of {}", KINDS.join(", "))),
        )
    })
}

/// The id that was asked for, else one made of the title that nothing else has.
fn id(wanted: Option<&str>, title: &str, known: &[Known]) -> Result<String> {
    let owner = |id: &str| {
        let same = |one: &&Known| one.id.to_lowercase() == id.to_lowercase();
        known.iter().find(same)
    };
    if let Some(id) = wanted {
        let fits = |letter: char| letter.is_alphanumeric() || letter == '-';
        if id.is_empty() || !id.chars().all(fits) {
            return Err(refused(
                format!("`{id}` is no id"),
                "an id has letters, digits and hyphens".to_owned(),
            ));
        }
        return match owner(id) {
            Some(other) => Err(refused(
                format!(
                    "`{id}` is the id of another item: {} ({})",
                    other.title, other.place
                ),
                "leave out --id for one made of the title".to_owned(),
            )),
            None => Ok(id.to_owned()),
        };
    }
    let made = id_of(title);
    let mut id = made.clone();
    let mut number = 2;
    while owner(&id).is_some() {
        id = format!("{made}-{number}");
        number += 1;
    }
    Ok(id)
}

/// An id of the first words of a title; small words at its end say nothing.
pub fn id_of(title: &str) -> String {
    const MOST_LETTERS: usize = 40;
    const SMALL: [&str; 14] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with",
    ];
    let words = title.split(|letter: char| !letter.is_alphanumeric());
    let mut chosen: Vec<String> = Vec::new();
    let mut letters = 0;
    for word in words.filter(|word| !word.is_empty()) {
        letters += word.chars().count() + 1;
        if letters > MOST_LETTERS && !chosen.is_empty() {
            break;
        }
        chosen.push(word.to_lowercase());
    }
    while chosen.len() > 1
        && chosen
            .last()
            .is_some_and(|word| SMALL.contains(&word.as_str()))
    {
        chosen.pop();
    }
    match chosen.is_empty() {
        true => "item".to_owned(),
        false => chosen.join("-").chars().take(80).collect(),
    }
}

/// The file that an item goes into; Err of one that is made.
fn choose<'a>(
    texts: &[Text<'a>],
    wanted: Option<&str>,
) -> Result<std::result::Result<Text<'a>, SitePath>> {
    let Some(wanted) = wanted else {
        return match texts {
            [] => Ok(Err(path(FIRST_FILE)?)),
            [one] => Ok(Ok(*one)),
            many => {
                let names: Vec<&str> = many.iter().map(|text| text.file.name()).collect();
                Err(refused(
                    format!("the roadmap has several files: {}", names.join(", ")),
                    format!(
                        "say which one with --file, for example `--file {}`",
                        names[0]
                    ),
                ))
            }
        };
    };
    let wanted = wanted.trim_start_matches("./");
    let named = |text: &&Text<'a>| text.file.as_str() == wanted || text.file.name() == wanted;
    if let Some(text) = texts.iter().find(named) {
        return Ok(Ok(*text));
    }
    let name = wanted.strip_prefix("content/roadmap/").unwrap_or(wanted);
    let fits = name.ends_with(".toml") && !name.starts_with(['_', '.']) && !name.contains('\\');
    match fits && SitePath::new(name).is_some_and(|path| path.as_str() == name) {
        true => Ok(Err(path(&format!("content/roadmap/{name}"))?)),
        false => Err(refused(
            format!("`{wanted}` cannot be a file of the roadmap"),
            "name a .toml file in content/roadmap/, for example `--file 2027.toml`".to_owned(),
        )),
    }
}

fn path(text: &str) -> Result<SitePath> {
    let leaves = || refused(format!("`{text}` leaves the site"), String::new());
    SitePath::new(text).ok_or_else(leaves)
}
