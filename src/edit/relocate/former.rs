//! `moved_from` and `aliases`: what a page that moves was called before.

use crate::decode::{Node, Table, Value};
use crate::edit::sheet::{Sheet, quoted};
use crate::markdown::front_matter::{self, Format};
use crate::model::{PageId, Site};
use crate::path::{Permalink, SitePath};
use crate::source::Span;

/// The text of a page that moves, with what it was called. `text` has its other changes.
pub(super) fn remember(
    site: &Site,
    page: PageId,
    after: &Site,
    file_after: &SitePath,
    text: &str,
) -> String {
    let node = &site.pages[page];
    let id_after = crate::load::page::id_of(file_after);
    // Whoever returns is no longer elsewhere.
    let mut text = without(text, "moved_from", &id_after);
    // A slug is part of the address and not of the id.
    let by_id = Permalink::of_page(&node.page.id);
    let now = after.page_of_file(file_after.as_str());
    let now = now.map(|page| &after.pages[page].permalink);
    // `Services/a` and `services/a` are one address, which leads there without a word.
    if node.page.id != id_after && now != Some(&by_id) {
        text = with(&text, "moved_from", &node.page.id);
    }
    if node.permalink != by_id && now != Some(&node.permalink) {
        text = with(&text, "aliases", node.permalink.as_str());
    }
    if let Some(now) = now {
        text = without(&text, "aliases", now.as_str());
    }
    text
}

/// Adds a text to a list of the front matter, which is made when there is none.
pub(super) fn with(text: &str, key: &str, value: &str) -> String {
    let split = front_matter::split(text);
    let value = quoted(value);
    if let Some((_, node)) = split.table.entry(key) {
        if items(node).iter().any(|known| quoted(known) == value) {
            return text.to_owned();
        }
        let (span, put) = addition(text, node, &value);
        return replaced(text, span, &put);
    }
    let end = line_break(text);
    match split.format {
        None => format!("+++{end}{key} = [{value}]{end}+++{end}{text}"),
        Some(Format::Yaml) => {
            let at = split.keys.end;
            replaced(text, Span::new(at, at), &format!("{key}: [{value}]{end}"))
        }
        Some(Format::Toml) => {
            let keys = split.keys.of(text);
            let mut sheet = Sheet::new(keys);
            sheet.set_top(key, &format!("[{value}]"));
            let mut keys = sheet.finish();
            if !keys.ends_with('\n') && !keys.is_empty() {
                keys.push_str(end);
            }
            replaced(text, split.keys, &keys)
        }
    }
}

/// Takes a text out of a list of the front matter.
fn without(text: &str, key: &str, value: &str) -> String {
    let split = front_matter::split(text);
    let Some(entry) = split.table.entry(key) else {
        return text.to_owned();
    };
    let plain = |text: &str| text.trim_matches('/').trim_end_matches(".md").to_owned();
    let all = items(&entry.1);
    let kept: Vec<String> = all
        .iter()
        .filter(|one| plain(one) != plain(value))
        .map(|one| quoted(one))
        .collect();
    if kept.len() == all.len() {
        return text.to_owned();
    }
    let span = whole_value(text, &split.table, key, split.keys);
    replaced(text, span, &format!(" [{}]", kept.join(", ")))
}

/// The texts of a value: of a list its items, else the text itself.
fn items(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::List(all) => all.iter().flat_map(items).collect(),
        Value::Text(text) | Value::Date(text) => vec![text],
        _ => Vec::new(),
    }
}

/// Where another text goes in a value, and what is written there.
fn addition(text: &str, node: &Node, value: &str) -> (Span, String) {
    let at = |at: usize| Span::new(at, at);
    match &node.value {
        Value::List(items) => match items.last() {
            None => match text[node.span.start..].starts_with('[') {
                true => (at(node.span.start + 1), value.to_owned()),
                false => (node.span, format!("[{value}]")),
            },
            Some(last) => {
                let line = text[..last.span.start].rfind('\n').map_or(0, |at| at + 1);
                let before = &text[line..last.span.start];
                match before.trim() == "-" {
                    true => {
                        let end = line_break(text);
                        (at(last.span.end), format!("{end}{before}{value}"))
                    }
                    false => (at(last.span.end), format!(", {value}")),
                }
            }
        },
        _ => {
            let own = node.span.of(text);
            (node.span, format!("[{own}, {value}]"))
        }
    }
}

/// From behind the equals sign or colon of a key to the end of its value.
fn whole_value(text: &str, table: &Table, key: &str, keys: Span) -> Span {
    let Some((name, node)) = table.entry(key) else {
        return Span::new(keys.end, keys.end);
    };
    let between = text.get(name.span.end..node.span.start).unwrap_or("");
    let sign = between.find(['=', ':']).map_or(between.len(), |at| at + 1);
    let end = match &node.value {
        Value::List(items) if !text[node.span.start..].starts_with('[') => {
            items.last().map_or(node.span.end, |last| last.span.end)
        }
        _ => node.span.end,
    };
    Span::new(name.span.end + sign, end)
}

fn replaced(text: &str, span: Span, with: &str) -> String {
    format!("{}{with}{}", &text[..span.start], &text[span.end..])
}

/// The line end of a text.
fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_former_name_is_added_in_the_manner_of_the_file() {
        let toml = "+++\ntitle = \"A\" # mine\n[facts]\nx = \"y\"\n+++\nText\n";
        assert_eq!(
            with(toml, "moved_from", "old"),
            "+++\ntitle = \"A\" # mine\nmoved_from = [\"old\"]\n[facts]\nx = \"y\"\n+++\nText\n"
        );
        let list = "+++\nmoved_from = [\n  \"a\", # first\n]\n+++\n";
        assert_eq!(
            with(list, "moved_from", "b"),
            "+++\nmoved_from = [\n  \"a\", \"b\", # first\n]\n+++\n"
        );
        let text = "+++\nmoved_from = 'a'\n+++\n";
        assert_eq!(
            with(text, "moved_from", "b"),
            "+++\nmoved_from = ['a', \"b\"]\n+++\n"
        );
        let yaml = "---\r\ntitle: A\r\nmoved_from:\r\n  - a\r\n---\r\n";
        assert_eq!(
            with(yaml, "moved_from", "b"),
            "---\r\ntitle: A\r\nmoved_from:\r\n  - a\r\n  - \"b\"\r\n---\r\n"
        );
        assert_eq!(
            with("---\ntitle: A\n---\n", "moved_from", "b"),
            "---\ntitle: A\nmoved_from: [\"b\"]\n---\n"
        );
        assert_eq!(
            with("# A\n", "moved_from", "b"),
            "+++\nmoved_from = [\"b\"]\n+++\n# A\n"
        );
    }

    #[test]
    fn who_returns_is_no_longer_elsewhere() {
        let toml = "+++\nmoved_from = [\"a\", \"/b/\"]\n+++\n";
        assert_eq!(
            without(toml, "moved_from", "b"),
            "+++\nmoved_from = [\"a\"]\n+++\n"
        );
        let yaml = "---\nmoved_from:\n  - a\ntitle: A\n---\n";
        assert_eq!(
            without(yaml, "moved_from", "a"),
            "---\nmoved_from: []\ntitle: A\n---\n"
        );
        assert_eq!(without("# A\n", "moved_from", "a"), "# A\n");
    }
}
