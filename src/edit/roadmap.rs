//! What a product owner does to the roadmap, as changes of the text of its files: nothing but what
//! is meant differs, so that a change reads well in a review.

use crate::date::{Date, When};
use crate::error::{Error, Result};
use crate::path::SitePath;

use super::sheet::{Entry, Sheet, date, quoted};

mod delete;
mod find;
mod new;

pub use delete::delete;
pub use new::{New, id_of, new};

use find::{Found, Stand, find};

/// A file of the roadmap.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// The file.
    pub file: &'a SitePath,
    /// What it says.
    pub text: &'a str,
}

/// A file as it should be, and what that means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The file.
    pub file: SitePath,
    /// What it said; None of a file that is new.
    pub before: Option<String>,
    /// What it says now.
    pub after: String,
    /// What happened, as a sentence.
    pub said: String,
    /// What to do next, a sentence each.
    pub next: Vec<String>,
}

/// Promises an item for another time. The time before is kept in `moved`, with the reason.
///
/// # Errors
/// When there is no such item, it is shipped or dropped, or the time means nothing or is over.
pub fn move_to(
    texts: &[Text<'_>],
    id: &str,
    when: &str,
    because: &str,
    today: Date,
) -> Result<Edited> {
    let to = time(when)?;
    let because = reason(because)?;
    let found = find(texts, id)?;
    let id = found.id.clone();
    match found.stand {
        Stand::Shipped => {
            return Err(found.senseless(
                "is shipped, so it cannot move",
                "if it was not shipped, take out `shipped_on` and `status` first",
            ));
        }
        Stand::Dropped => {
            return Err(found.senseless(
                "was dropped, so it cannot move",
                "to plan it again, take out `status` and `because` first",
            ));
        }
        Stand::Open | Stand::Paused => {}
    }
    if to.interval().is_some_and(|(_, last)| last < today) {
        return Err(refused(
            format!("{} is over, so nothing can be promised for it", to.words()),
            format!(
                "today is {}; name a time that is still to come",
                today.long()
            ),
        ));
    }
    let before = found.text_of("when");
    let was = before.as_deref().and_then(|text| When::parse(text).ok());
    if was == Some(to) {
        return Err(found.senseless(
            &format!("is planned for {} already", to.words_behind()),
            "name another time",
        ));
    }
    let mut sheet = found.sheet();
    sheet.set(&found.node, "when", &quoted(&to.to_string()));
    let mut keys = vec!["when"];
    let words = |text: &str| When::parse(text).map_or_else(|_| text.to_owned(), When::words_behind);
    let said = match &before {
        Some(from) => {
            let record = [
                ("on", date(today)),
                ("from", quoted(from)),
                ("because", quoted(&because)),
            ];
            found.append(&mut sheet, "moved", &record)?;
            keys.push("moved");
            let (moves, first) = found.moves();
            let first = first.map_or_else(String::new, |first| {
                format!(", first promised for {}", words(&first))
            });
            let times = match moves {
                0 => "its first move".to_owned(),
                moves => format!("its move number {}{first}", moves + 1),
            };
            format!(
                "`{id}` moves from {} to {}: {times}",
                words(from),
                to.words_behind()
            )
        }
        None => format!(
            "`{id}` is planned for {}; it had no time before, so there is no move to explain",
            to.words_behind()
        ),
    };
    let mut next = vec![format!(
        "commit {}, and readers see the new time with its reason",
        found.file()
    )];
    if found.stand == Stand::Paused {
        next.insert(
            0,
            format!("`{id}` is still paused: take out `status` when work goes on"),
        );
    }
    found.finish(sheet, &keys, said, next)
}

/// What is said of an item that was shipped.
#[derive(Clone, Debug, Default)]
pub struct Shipped<'a> {
    /// The day; today where nothing is said.
    pub on: Option<Date>,
    /// The version that has it.
    pub version: Option<&'a str>,
    /// The page that explains it.
    pub docs: Option<&'a str>,
    /// Whether the page that `docs` names is there.
    pub is_explained: bool,
    /// What makes each need that it meets, and no service yet, one that is met.
    pub needs: Vec<String>,
}

/// Says that an item is there.
///
/// # Errors
/// When there is no such item, it was shipped before or dropped, or the day is still to come.
pub fn ship(texts: &[Text<'_>], id: &str, shipped: &Shipped<'_>, today: Date) -> Result<Edited> {
    let found = find(texts, id)?;
    let on = shipped.on.unwrap_or(today);
    if found.stand == Stand::Shipped && found.has("shipped_on") {
        return Err(found.senseless("is shipped already", "to mend the day, edit `shipped_on`"));
    }
    if found.stand == Stand::Dropped {
        return Err(found.senseless(
            "was dropped",
            "to ship it all the same, take out `status` and `because` first",
        ));
    }
    if on > today {
        return Err(refused(
            format!("{} is still to come", on.long()),
            "ship it on that day; until then `groundplan roadmap move` says when it is promised"
                .to_owned(),
        ));
    }
    if shipped.docs.is_some_and(|docs| docs.trim().is_empty()) {
        return Err(refused(
            "`--docs` names no page".to_owned(),
            "say which page explains it: `--docs guides/upgrade`; where there is none yet, \
             `groundplan new page` makes one"
                .to_owned(),
        ));
    }
    let mut sheet = found.sheet();
    let mut keys = Vec::new();
    // Without the key, `shipped_on` says all there is to say.
    if found.has("status") && found.text_of("status").as_deref() != Some("shipped") {
        sheet.set(&found.node, "status", "\"shipped\"");
        keys.push("status");
    }
    if found.stand == Stand::Paused && found.has("because") {
        return Err(found.senseless("is paused", "take out `status` and `because`, then ship it"));
    }
    let mut entries: Vec<Entry<'_>> = vec![("shipped_on", date(on))];
    entries.extend(
        shipped
            .version
            .map(|version| ("shipped_in", quoted(version))),
    );
    entries.extend(shipped.docs.map(|docs| ("docs", quoted(docs))));
    for (key, value) in entries {
        sheet.set(&found.node, key, &value);
        keys.push(key);
    }
    let mut next = found.waits_for(texts);
    if shipped.docs.is_none() && !found.has("docs") {
        next.push(format!(
            "say where it is explained: `docs = \"guides/…\"` in {}",
            found.place()
        ));
    }
    if let Some(docs) = shipped.docs.filter(|_| !shipped.is_explained) {
        next.push(format!(
            "write the page `{docs}`, which is not there yet: readers of the item are led to it"
        ));
    }
    next.extend(
        shipped
            .needs
            .iter()
            .map(|advice| format!("say that the need is met: {advice}")),
    );
    let title = found.text_of("title").unwrap_or_else(|| found.id.clone());
    next.push(format!(
        "tell readers: `groundplan new news {}`, with `items = [\"{}\"]` in it",
        super::sheet::quoted(&title),
        found.id
    ));
    next.push(format!(
        "commit {}, and readers see it below Shipped",
        found.file()
    ));
    let said = format!("`{}` was shipped on {}", found.id, on.long());
    found.finish(sheet, &keys, said, next)
}

/// Says that an item will not come, and why.
///
/// # Errors
/// When there is no such item, or it was shipped or dropped before.
pub fn drop_item(texts: &[Text<'_>], id: &str, because: &str) -> Result<Edited> {
    let found = find(texts, id)?;
    let said = format!(
        "`{}` is dropped: it stays on the roadmap, under Not doing, with its reason",
        found.id
    );
    end(found, "dropped", because, said)
}

/// Says that work on an item rests, and why.
///
/// # Errors
/// When there is no such item, or it was shipped, dropped or paused before.
pub fn pause(texts: &[Text<'_>], id: &str, because: &str) -> Result<Edited> {
    let found = find(texts, id)?;
    if found.stand == Stand::Paused {
        return Err(found.senseless(
            "is paused already",
            "to give another reason, edit `because`",
        ));
    }
    let said = format!("`{}` is paused", found.id);
    end(found, "paused", because, said)
}

fn end(found: Found<'_>, status: &str, because: &str, said: String) -> Result<Edited> {
    let because = reason(because)?;
    match found.stand {
        Stand::Shipped => {
            return Err(found.senseless(
                &format!("is shipped, so it cannot be {status}"),
                "what is there and goes away again is the `sunset` of a service, or news",
            ));
        }
        Stand::Dropped => {
            return Err(found.senseless(
                "was dropped already",
                "to give another reason, edit `because`",
            ));
        }
        Stand::Open | Stand::Paused => {}
    }
    let mut sheet = found.sheet();
    sheet.set(&found.node, "status", &quoted(status));
    sheet.set(&found.node, "because", &quoted(&because));
    let next = vec![format!(
        "commit {}, and readers see the reason",
        found.file()
    )];
    found.finish(sheet, &["status", "because"], said, next)
}

/// Says of files that a person looked at every item today.
///
/// # Errors
/// When there is no roadmap, `only` names no file of it, or its first lines cannot be read.
pub fn review(texts: &[Text<'_>], only: Option<&str>, today: Date) -> Result<Vec<Edited>> {
    let wanted = |text: &&Text<'_>| {
        only.is_none_or(|only| {
            let only = only.trim_start_matches("./");
            text.file.as_str() == only || text.file.name() == only
        })
    };
    let chosen: Vec<&Text<'_>> = texts.iter().filter(wanted).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = texts.iter().map(|text| text.file.as_str()).collect();
        return Err(match only {
            Some(only) if !names.is_empty() => refused(
                format!("`{only}` is no file of the roadmap"),
                format!("the roadmap is in {}", names.join(", ")),
            ),
            _ => no_roadmap(),
        });
    }
    let one = |text: &&Text<'_>| review_one(text, today);
    chosen.iter().map(one).collect()
}

fn review_one(text: &Text<'_>, today: Date) -> Result<Edited> {
    let mut sheet = Sheet::new(text.text);
    if let Some(error) = sheet.first_error() {
        return Err(find::unreadable(text, error));
    }
    let before = sheet.table().clone();
    let late = find::past_due(text.text, today);
    sheet.set_top("reviewed", &date(today));
    let after = sheet.finish();
    find::only_differs(&before, &after, None, &["reviewed"]).ok_or_else(|| {
        refused(
            format!(
                "{} is written in a way that this command cannot change",
                text.file
            ),
            format!("write `reviewed = {today}` above its first line in brackets"),
        )
    })?;
    let next = late.iter().map(|(id, when)| {
        format!("`{id}` was promised for {when}, which is over: ship, move or drop it")
    });
    Ok(Edited {
        file: text.file.clone(),
        before: Some(text.text.to_owned()),
        after,
        said: format!(
            "every item of {} was looked at on {}",
            text.file,
            today.long()
        ),
        next: next.collect(),
    })
}

/// A time that can be promised. One that is written oddly, `q1 2027`, is understood: what goes into
/// the file is written as it should be.
fn time(text: &str) -> Result<When> {
    When::parse(text).or_else(|error| {
        let mended = error
            .mended
            .as_deref()
            .filter(|mended| !mended.contains(".."));
        if let Some(when) = mended.and_then(|mended| When::parse(mended).ok()) {
            return Ok(when);
        }
        let help = match error.mended {
            Some(mended) => format!("did you mean `{mended}`?"),
            None => error.help,
        };
        Err(refused(error.message, help))
    })
}

fn reason(because: &str) -> Result<String> {
    let because = because.trim();
    match because.chars().any(char::is_alphanumeric) {
        true => Ok(because.to_owned()),
        false => Err(refused(
            "there is no reason between the quotes".to_owned(),
            "say in a sentence why, as you would tell a user: --because \"Two incidents in May.\""
                .to_owned(),
        )),
    }
}

fn refused(message: String, help: String) -> Error {
    Error::Refused { message, help }
}

fn no_roadmap() -> Error {
    refused(
        "there is no roadmap: no .toml file in content/roadmap/".to_owned(),
        "begin one: `groundplan roadmap new \"Restore a database yourself\" --when 2027-Q1`"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests;
