//! A service, or news, written where none can stand: one finding instead of one a key.

use crate::decode::{Fields, Key, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

use super::super::page::{id_of, is_index};
use super::super::{news, service};

/// Says that a page has keys of a service or of news where it is neither, if it has so many that they
/// are no slip. These keys are asked for by that, so nobody wonders about each of them again.
pub(super) fn whole(
    fields: &mut Fields<'_, '_>,
    table: &Table,
    may_be_service: bool,
    may_be_news: bool,
) {
    let mut of_service = keys(table, &service::KEYS);
    if id_of(fields.file()).is_empty() {
        // The home page has a key of that name too.
        of_service.retain(|(_, name)| *name != "start");
    }
    let is_service =
        of_service.len() > 1 || of_service.iter().any(|(_, name)| *name == "lifecycle");
    if !may_be_service && is_service {
        let advice = service_advice(fields.file());
        say(fields, &of_service, "a service", advice);
    }
    let of_news = keys(table, &news::KEYS);
    let dated = table.get("date").is_some();
    if !may_be_news && of_news.len() + usize::from(dated) > 1 && !of_news.is_empty() {
        let advice = format!(
            "news are the files `news/<name>.md`: {}",
            moved(fields.file(), "news")
        );
        say(fields, &of_news, "news", advice);
    }
}

/// The keys of a table that are among `known`, in their order there.
fn keys<'a>(table: &'a Table, known: &[&'static str]) -> Vec<(&'a Key, &'static str)> {
    let listed = |key: &Key| known.iter().copied().find(|name| *name == key.name);
    let keys = table.entries.iter().map(|(key, _)| key);
    keys.filter_map(|key| Some((key, listed(key)?))).collect()
}

fn say(fields: &mut Fields<'_, '_>, keys: &[(&Key, &'static str)], what: &str, advice: String) {
    let Some((first, _)) = keys.first() else {
        return;
    };
    let names: Vec<String> = keys.iter().map(|(_, name)| format!("`{name}`")).collect();
    let names = match names.split_last() {
        Some((last, [])) => format!("{last} is a key of {what}"),
        Some((last, rest)) => format!("{} and {last} are keys of {what}", rest.join(", ")),
        None => return,
    };
    let message = format!("{names}, which this page is not");
    let finding = Diagnostic::at(Code::PageUnknownKey, fields.file(), first.span, message);
    fields.push(finding.help(advice));
    for (_, name) in keys {
        let _ = fields.node(name);
    }
}

/// Where the service that this page describes would stand.
fn service_advice(file: &SitePath) -> String {
    let id = id_of(file);
    let below = id.strip_prefix("services/");
    match below.and_then(|rest| rest.split_once('/')) {
        Some((service, _)) => format!(
            "pages below `services/{service}/` are part of that service: its keys stand in \
             `services/{service}.md` or `services/{service}/index.md`"
        ),
        None => format!(
            "services are the files `services/<id>.md` and `services/<id>/index.md`: {}",
            moved(file, "services")
        ),
    }
}

/// The command that brings this page into that folder.
fn moved(file: &SitePath, folder: &str) -> String {
    let id = id_of(file);
    let name = id.rsplit('/').next().unwrap_or_default();
    let leads = is_index(file.name()) && (name == folder || !id.contains('/'));
    if name.is_empty() || leads {
        return "write it there, and leave these keys out here".to_owned();
    }
    format!(
        "`groundplan move {id} {folder}/{name}` brings it there, and whatever leads to it follows"
    )
}
