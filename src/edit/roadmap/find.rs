//! The item that a command is about.

use crate::date::{Date, When};
use crate::decode::fields::as_text;
use crate::decode::{Node, SyntaxError, Table, Value, toml};
use crate::diagnostic::suggest;
use crate::edit::diff::line_of;
use crate::edit::sheet::{Entry, Sheet};
use crate::error::{Error, Result};
use crate::path::SitePath;

use super::{Edited, Text, no_roadmap, refused};

/// An item in the text of its file.
pub(super) struct Found<'a> {
    text: Text<'a>,
    /// Where it stands among the items of the file.
    index: usize,
    /// The item, its place with it.
    pub node: Node,
    /// Its id as it is written.
    pub id: String,
    /// How it stands.
    pub stand: Stand,
}

/// How an item stands, as far as changes of it go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Open,
    Paused,
    Shipped,
    Dropped,
}

/// The items of a file.
pub(super) fn items(table: &Table) -> Vec<&Node> {
    match table.get("item").map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().collect(),
        _ => Vec::new(),
    }
}

/// A text of an item.
pub(super) fn text_of(item: &Node, key: &str) -> Option<String> {
    match &item.value {
        Value::Table(keys) => as_text(&keys.get(key)?.value),
        _ => None,
    }
}

/// The item of this id. Case does not count.
pub(super) fn find<'a>(texts: &[Text<'a>], id: &str) -> Result<Found<'a>> {
    let mut found: Vec<Found<'a>> = Vec::new();
    let mut known = Vec::new();
    let mut faulty = None;
    for text in texts {
        let (table, errors) = toml::parse(text.text, 0);
        if let (Some(error), None) = (errors.first(), &faulty) {
            faulty = Some((text, error.clone()));
        }
        for (index, node) in items(&table).into_iter().enumerate() {
            let Some(own) = text_of(node, "id") else {
                continue;
            };
            if own.to_lowercase() == id.trim().to_lowercase() {
                found.push(Found {
                    text: *text,
                    index,
                    node: node.clone(),
                    stand: stand(node),
                    id: own.clone(),
                });
            }
            known.push(own);
        }
    }
    match found.len() {
        1 => {
            let found = found.remove(0);
            let sheet = found.sheet();
            match sheet.error_in(sheet.extent(&found.node)) {
                Some(error) => Err(unreadable(&found.text, error)),
                None => Ok(found),
            }
        }
        0 => Err(unknown(texts, id, &known, faulty)),
        _ => {
            let places: Vec<String> = found.iter().map(Found::place).collect();
            Err(refused(
                format!(
                    "`{id}` is the id of {} items: {}",
                    found.len(),
                    places.join(", ")
                ),
                "give each of them an id of its own".to_owned(),
            ))
        }
    }
}

fn unknown(
    texts: &[Text<'_>],
    id: &str,
    known: &[String],
    faulty: Option<(&Text<'_>, SyntaxError)>,
) -> Error {
    if texts.is_empty() {
        return no_roadmap();
    }
    let near = suggest::did_you_mean(id, known.iter().map(String::as_str));
    // What cannot be read may hold the item.
    match (near, faulty) {
        (None, Some((text, error))) => unreadable(text, &error),
        (near, _) => refused(
            format!("no item of the roadmap has the id `{id}`"),
            near.unwrap_or_else(|| match known.len() {
                0 => "the roadmap has no items yet".to_owned(),
                1..=12 => format!("the items are {}", known.join(", ")),
                many => format!("the roadmap has {many} items; `groundplan serve` shows them"),
            }),
        ),
    }
}

/// The error for a text that must be mended first.
pub(super) fn unreadable(text: &Text<'_>, error: &SyntaxError) -> Error {
    let line = line_of(text.text, error.span.start);
    let mut help = error.help.clone().unwrap_or_default();
    if !help.is_empty() {
        help.push_str("; ");
    }
    help.push_str("nothing was written, `groundplan check` shows the line");
    refused(
        format!("{}:{line} cannot be read: {}", text.file, error.message),
        help,
    )
}

fn stand(item: &Node) -> Stand {
    let shipped = text_of(item, "shipped_on").is_some();
    match text_of(item, "status").as_deref() {
        Some("shipped") => Stand::Shipped,
        _ if shipped => Stand::Shipped,
        Some("dropped") => Stand::Dropped,
        Some("paused") => Stand::Paused,
        _ => Stand::Open,
    }
}

/// The items that are neither shipped nor given up and whose time is over, with that time in words.
pub(super) fn past_due(text: &str, today: Date) -> Vec<(String, String)> {
    let (table, _) = toml::parse(text, 0);
    let late = items(&table).into_iter().filter_map(|item| {
        let when = When::parse(&text_of(item, "when")?).ok()?;
        let (_, last) = when.interval()?;
        let open = stand(item) == Stand::Open;
        (open && last < today).then_some((text_of(item, "id")?, when.words_behind()))
    });
    late.collect()
}

impl<'a> Found<'a> {
    /// The text that the item is changed in.
    pub fn sheet(&self) -> Sheet<'a> {
        Sheet::new(self.text.text)
    }

    /// The file.
    pub fn file(&self) -> &SitePath {
        self.text.file
    }

    /// The file and the line.
    pub fn place(&self) -> String {
        let line = line_of(self.text.text, self.node.span.start);
        format!("{}:{line}", self.text.file)
    }

    /// A text of the item.
    pub fn text_of(&self, key: &str) -> Option<String> {
        text_of(&self.node, key)
    }

    /// What is to be done about items that come first and are not shipped, a sentence each.
    pub fn waits_for(&self, texts: &[Text<'_>]) -> Vec<String> {
        let after = match &self.node.value {
            Value::Table(keys) => keys.get("after").map(|node| &node.value),
            _ => None,
        };
        let ids: Vec<String> = match after {
            Some(Value::List(ids)) => ids.iter().filter_map(|id| as_text(&id.value)).collect(),
            Some(one) => as_text(one).into_iter().collect(),
            None => Vec::new(),
        };
        let mut open = Vec::new();
        for text in texts {
            let (table, _) = toml::parse(text.text, 0);
            for item in items(&table) {
                let id = text_of(item, "id").filter(|id| ids.contains(id));
                open.extend(id.filter(|_| stand(item) != Stand::Shipped));
            }
        }
        let place = self.place();
        let say = |first: String| {
            format!(
                "`{first}` comes first (`after`) and is not shipped: ship it too, or take it out of `after` in {place}"
            )
        };
        open.into_iter().map(say).collect()
    }

    /// Whether it has a key.
    pub fn has(&self, key: &str) -> bool {
        matches!(&self.node.value, Value::Table(keys) if keys.get(key).is_some())
    }

    /// How often it moved, and what it was promised for before the first move.
    pub fn moves(&self) -> (usize, Option<String>) {
        let Value::Table(keys) = &self.node.value else {
            return (0, None);
        };
        match keys.get("moved").map(|node| &node.value) {
            Some(Value::List(moves)) => {
                let first = moves.first().and_then(|first| text_of(first, "from"));
                (moves.len(), first)
            }
            Some(Value::Table(one)) => {
                let first = one.get("from").and_then(|from| as_text(&from.value));
                (1, first)
            }
            _ => (0, None),
        }
    }

    /// Adds a record to a list of the item.
    pub fn append(&self, sheet: &mut Sheet<'_>, key: &str, record: &[Entry<'_>]) -> Result<()> {
        match sheet.append(&self.node, key, record) {
            true => Ok(()),
            false => Err(refused(
                format!("`{key}` of `{}` is no list ({})", self.id, self.place()),
                format!("write it as `{key} = [{{ … }}]`, then run the command again"),
            )),
        }
    }

    /// The error for a change that makes no sense.
    pub fn senseless(&self, what: &str, help: &str) -> Error {
        refused(
            format!("`{}` {what} ({})", self.id, self.place()),
            help.to_owned(),
        )
    }

    /// The changed file, when nothing but these keys of the item differs.
    pub fn finish(
        &self,
        sheet: Sheet<'_>,
        keys: &[&str],
        said: String,
        next: Vec<String>,
    ) -> Result<Edited> {
        let before = sheet.table().clone();
        let after = sheet.finish();
        only_differs(&before, &after, Some(self.index), keys).ok_or_else(|| {
            refused(
                format!(
                    "`{}` is written in a way that this command cannot change ({})",
                    self.id,
                    self.place()
                ),
                format!("edit {} by hand", keys.join(", ")),
            )
        })?;
        Ok(Edited {
            file: self.text.file.clone(),
            before: Some(self.text.text.to_owned()),
            after,
            said,
            next,
        })
    }
}

/// Some when a text says the same as a table, but for these keys of one item, or of the file.
/// It is the promise of every command here, so it is kept by looking, not by hoping.
pub(super) fn only_differs(
    before: &Table,
    after: &str,
    item: Option<usize>,
    keys: &[&str],
) -> Option<()> {
    let (after, _) = toml::parse(after, 0);
    let same_items = |old: &[Node], new: &[Node], index: usize| {
        let pairs = old.iter().zip(new).enumerate();
        let mut same = pairs.map(|(at, (old, new))| match (&old.value, &new.value) {
            (Value::Table(old), Value::Table(new)) if at == index => same_table(old, new, keys),
            (old, new) => same_value(old, new),
        });
        old.len() == new.len() && same.all(|same| same)
    };
    let Some(index) = item else {
        return same_table(before, &after, keys).then_some(());
    };
    let items = |table: &Table| match table.get("item").map(|node| &node.value) {
        Some(Value::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let rest = same_table(before, &after, &["item"]);
    (rest && same_items(&items(before), &items(&after), index)).then_some(())
}

fn same_table(old: &Table, new: &Table, but: &[&str]) -> bool {
    let kept = |table: &Table| {
        let entries = table.entries.iter();
        let kept = entries.filter(|(key, _)| !but.contains(&key.name.as_str()));
        kept.cloned().collect::<Vec<_>>()
    };
    let (old, new) = (kept(old), kept(new));
    let same = |((key, value), (other_key, other)): (&(_, Node), &(_, Node))| {
        let (key, other_key): (&crate::decode::Key, &crate::decode::Key) = (key, other_key);
        key.name == other_key.name && same_value(&value.value, &other.value)
    };
    old.len() == new.len() && old.iter().zip(&new).all(same)
}

fn same_value(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Table(old), Value::Table(new)) => same_table(old, new, &[]),
        (Value::List(old), Value::List(new)) => {
            let mut pairs = old.iter().zip(new);
            old.len() == new.len() && pairs.all(|(old, new)| same_value(&old.value, &new.value))
        }
        (old, new) => old.kind() == new.kind() && as_text(old) == as_text(new),
    }
}
