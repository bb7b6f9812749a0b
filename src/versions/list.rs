//! `versions.json`: the list of what is published, and the one point where publishing commits.
//!
//! The format is that of mike (<https://github.com/jimporter/mike>), which the selectors of other themes
//! read: an array of objects with `version`, `title`, `aliases` and `properties`. What Groundplan
//! records stands in `properties.groundplan`. Entries of other tools are written back as they were.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::value::RawValue;

use super::members::{Members, object, text};
use super::order::Order;
use crate::date::Date;

mod record;

pub use record::{Record, Stage};

/// Where the list is, from the root of the published site.
pub const FILE: &str = "versions.json";

/// Where the same is as a script, for pages that are opened from a disk and may load nothing else.
pub const SCRIPT: &str = "versions.js";

/// The list of published versions, the newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    entries: Vec<Entry>,
}

/// One published version.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name: the folder below the root.
    pub version: String,
    /// What readers are shown.
    pub title: String,
    /// Other names of this version: `latest`.
    pub aliases: Vec<String>,
    /// What Groundplan recorded; None for an entry of another tool.
    pub record: Option<Record>,
    /// Members that are not ours, of the entry and of its properties.
    others: Members,
    properties: Members,
    /// The entry as it was read, if it was.
    read: Option<Box<Read>>,
}

/// An entry as it stood in a file: while nothing in it changes, its letters do not either.
#[derive(Clone, Debug)]
struct Read {
    json: Box<RawValue>,
    entry: Entry,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
            && self.title == other.title
            && self.aliases == other.aliases
            && self.record == other.record
            && self.others == other.others
            && self.properties == other.properties
    }
}

/// Why a versions.json cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage(String);

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Entry {
    /// An entry of Groundplan's own.
    pub fn new(version: &str, record: Record) -> Self {
        Self {
            version: version.to_owned(),
            title: version.to_owned(),
            aliases: Vec::new(),
            record: Some(record),
            others: Members::default(),
            properties: Members::default(),
            read: None,
        }
    }

    /// Whether this is a stable version. Other tools do not say, so theirs are told by their names.
    pub fn stage(&self) -> Stage {
        match &self.record {
            Some(record) => record.stage,
            None => Stage::of_name(&self.version),
        }
    }

    fn released(&self) -> Option<Date> {
        self.record.as_ref().and_then(|record| record.released)
    }

    fn parse(json: Box<RawValue>, place: usize) -> Result<Self, Damage> {
        let damage = |what: &str| Damage(format!("entry {place} {what}"));
        let mut others: Members =
            serde_json::from_str(json.get()).map_err(|_| damage("is no object"))?;
        let mut word = |name: &str| -> Result<Option<String>, Damage> {
            let Some(value) = others.take(name) else {
                return Ok(None);
            };
            let word = serde_json::from_str(value.get());
            word.map(Some)
                .map_err(|_| damage(&format!("has a `{name}` that is no text")))
        };
        let version = word("version")?.ok_or_else(|| damage("has no `version`"))?;
        let title = word("title")?.unwrap_or_else(|| version.clone());
        let aliases = match others.take("aliases") {
            Some(value) => serde_json::from_str(value.get())
                .map_err(|_| damage("has `aliases` that are no list of texts"))?,
            None => Vec::new(),
        };
        let mut properties = Members::default();
        let mut record = None;
        if let Some(value) = others.take("properties") {
            match serde_json::from_str::<Members>(value.get()) {
                Ok(members) => properties = members,
                // Whatever another tool keeps there that is no object stays one of its members.
                Err(_) => others = serde_json::from_str(json.get()).unwrap_or_default(),
            }
            if let Some(value) = properties.take(record::KEY) {
                record = Some(Record::parse(&value).map_err(|what| damage(&what))?);
            }
        }
        for name in ["version", "title", "aliases"] {
            others.take(name);
        }
        let mut entry = Self {
            version,
            title,
            aliases,
            record,
            others,
            properties,
            read: None,
        };
        let read = Box::new(Read {
            json,
            entry: entry.clone(),
        });
        entry.read = Some(read);
        Ok(entry)
    }

    fn to_json(&self) -> String {
        if let Some(read) = self.read.as_ref().filter(|read| read.entry == *self) {
            return read.json.get().to_owned();
        }
        let aliases: Vec<String> = self.aliases.iter().map(|alias| text(alias)).collect();
        let mut members = vec![
            ("version", text(&self.version)),
            ("title", text(&self.title)),
            ("aliases", format!("[{}]", aliases.join(", "))),
        ];
        let own = self.record.as_ref().map(|record| record.to_json(3));
        let properties: Vec<(&str, String)> = self
            .properties
            .iter()
            .map(|(name, value)| (name, value.to_owned()))
            .chain(own.map(|own| (record::KEY, own)))
            .collect();
        if !properties.is_empty() {
            members.push(("properties", object(&properties, 2)));
        }
        let others = self.others.iter();
        members.extend(others.map(|(name, value)| (name, value.to_owned())));
        object(&members, 1)
    }
}

impl List {
    /// Reads versions.json. Text without a version, or with two of one name, is damage: it is never
    /// guessed what was meant, since what the list does not name is invisible.
    pub fn parse(json: &[u8]) -> Result<Self, Damage> {
        let values: Vec<Box<RawValue>> =
            serde_json::from_slice(json).map_err(|error| Damage(format!("{error}")))?;
        let entries: Result<Vec<Entry>, Damage> = values
            .into_iter()
            .enumerate()
            .map(|(place, json)| Entry::parse(json, place + 1))
            .collect();
        let entries = entries?;
        let mut names = BTreeSet::new();
        for entry in &entries {
            for name in std::iter::once(&entry.version).chain(&entry.aliases) {
                if !names.insert(name) && *name != entry.version {
                    return Err(Damage(format!("two versions have the name `{name}`")));
                }
            }
            let of_name = entries.iter().filter(|one| one.version == entry.version);
            if of_name.count() > 1 {
                return Err(Damage(format!(
                    "the version `{}` is listed twice",
                    entry.version
                )));
            }
        }
        Ok(Self { entries })
    }

    /// All versions, the newest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The version of this name.
    pub fn get(&self, version: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.version == version)
    }

    /// The version of this name or alias.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let aliased = |entry: &&Entry| entry.aliases.iter().any(|alias| alias == name);
        self.get(name).or_else(|| self.entries.iter().find(aliased))
    }

    /// Puts a version in its place, instead of the one of its name. Its aliases are taken from all
    /// others; an alias that is the name of a version stops being an alias.
    pub fn put(&mut self, entry: Entry, order: &Order) {
        let known = self
            .entries
            .iter()
            .position(|one| one.version == entry.version);
        let known = known.map(|at| self.entries.remove(at));
        for other in &mut self.entries {
            other
                .aliases
                .retain(|alias| !entry.aliases.contains(alias) && *alias != entry.version);
        }
        self.entries.push(match known {
            // What other tools wrote into the entry stays.
            Some(known) => Entry {
                others: known.others,
                properties: known.properties,
                read: known.read,
                ..entry
            },
            None => entry,
        });
        self.sort(order);
    }

    /// Takes a version out of the list.
    pub fn remove(&mut self, version: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|one| one.version == version)?;
        Some(self.entries.remove(at))
    }

    /// Lets `alias` name this version and no other; None takes the name away. False when there is no
    /// such version, or one that has the alias as its own name.
    pub fn alias(&mut self, alias: &str, version: Option<&str>) -> bool {
        if version.is_some_and(|version| self.get(version).is_none()) || self.get(alias).is_some() {
            return false;
        }
        for entry in &mut self.entries {
            let wanted = version == Some(entry.version.as_str());
            let has = entry.aliases.iter().any(|known| known == alias);
            if has && !wanted {
                entry.aliases.retain(|known| known != alias);
            } else if wanted && !has {
                entry.aliases.push(alias.to_owned());
                entry.aliases.sort();
            }
        }
        true
    }

    /// The newest stable version; the newest of any kind while none is stable.
    pub fn newest_stable(&self) -> Option<&Entry> {
        let stage = |wanted: Stage| self.entries.iter().find(move |one| one.stage() == wanted);
        stage(Stage::Stable)
            .or_else(|| stage(Stage::Prerelease))
            .or_else(|| self.entries.first())
    }

    /// Orders the versions.
    pub fn sort(&mut self, order: &Order) {
        self.entries
            .sort_by(|a, b| order.compare((&a.version, a.released()), (&b.version, b.released())));
    }

    /// The file: the same bytes for the same list.
    pub fn to_json(&self) -> Vec<u8> {
        if self.entries.is_empty() {
            return b"[]\n".to_vec();
        }
        let entries: Vec<String> = self.entries.iter().map(Entry::to_json).collect();
        format!("[\n  {}\n]\n", entries.join(",\n  ")).into_bytes()
    }

    /// The same as a script that hands the list to the function of the version menu.
    pub fn to_script(&self) -> Vec<u8> {
        script("groundplanVersions", &self.to_json())
    }
}

/// A file of JSON as a script that calls a function with it: pages that are opened
/// from a disk may load scripts and nothing else.
pub fn script(function: &str, json: &[u8]) -> Vec<u8> {
    let mut script = format!("{function}(").into_bytes();
    script.extend_from_slice(json.trim_ascii_end());
    script.extend_from_slice(b");\n");
    script
}

#[cfg(test)]
mod tests;
