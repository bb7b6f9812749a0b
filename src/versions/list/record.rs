//! What Groundplan records of a published version.

use serde_json::value::RawValue;

use super::super::manifest::{Manifest, Stamp};
use super::super::members::{Members, object, text};
use super::super::order::Number;
use crate::date::Date;

/// The member of `properties` that is ours.
pub const KEY: &str = "groundplan";

/// The number of the format.
const SCHEMA: u64 = 1;

/// What is known of a version that Groundplan published: `properties.groundplan` of its entry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// How finished the version is.
    pub stage: Stage,
    /// The day of its release.
    pub released: Option<Date>,
    /// The last day on which it is supported.
    pub supported_until: Option<Date>,
    /// A sentence for its readers: `Migrate to 2.0`.
    pub note: Option<String>,
    /// The commit it was made of, in hexadecimal digits; None for a folder.
    pub commit: Option<String>,
    /// A number that grows along a branch: the time of the commit in seconds since 1970. What is
    /// published is never replaced by a lower one.
    pub sequence: Option<i64>,
    /// The digest of everything the version was made of, in hexadecimal digits.
    pub input: Option<String>,
    /// The SHA-256 of `V/_m/tree.json`, in hexadecimal digits.
    pub tree: Option<String>,
    /// How many files the version has.
    pub files: Option<u64>,
    /// How many bytes they have together.
    pub size: Option<u64>,
    /// The version of Groundplan that made it.
    pub tool: Option<String>,
    /// Members that a later edition may have written.
    pub others: Members,
}

/// How finished a version is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Released.
    #[default]
    Stable,
    /// Released for trying: `2.0-rc.1`.
    Prerelease,
    /// What will be released: a branch.
    Development,
}

impl Stage {
    /// All stages with their words.
    pub const ALL: [(&'static str, Self); 3] = [
        ("stable", Self::Stable),
        ("prerelease", Self::Prerelease),
        ("development", Self::Development),
    ];

    /// The word in versions.json and in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Prerelease => "prerelease",
            Self::Development => "development",
        }
    }

    /// What a name alone tells: a number is stable, a number with something behind it a pre-release,
    /// and the names that people give to what is not released yet are development.
    pub fn of_name(name: &str) -> Self {
        const UNRELEASED: [&str; 8] = [
            "next",
            "dev",
            "develop",
            "main",
            "master",
            "edge",
            "nightly",
            "unreleased",
        ];
        match Number::of(name) {
            Some(number) if number.is_prerelease() => Self::Prerelease,
            None if UNRELEASED.contains(&name) => Self::Development,
            _ => Self::Stable,
        }
    }
}

impl Record {
    /// Records the files of a version: its manifest, and that as it is written.
    pub fn put_files(&mut self, manifest: &Manifest, written: &[u8]) {
        self.tree = Some(Stamp::of(written).sha256.to_string());
        self.files = Some(manifest.files.len() as u64 + 1);
        self.size = Some(manifest.size() + written.len() as u64);
    }

    /// Reads the member of a list; the error is a clause: "has …".
    pub(super) fn parse(json: &RawValue) -> Result<Self, String> {
        let mut members: Members = serde_json::from_str(json.get())
            .map_err(|_| format!("has `{KEY}` properties that are no object"))?;
        let schema = number(&mut members, "schema")?;
        if schema.is_some_and(|schema| schema > SCHEMA.cast_signed()) {
            return Err("was written by a later version of Groundplan".into());
        }
        let stage = match word(&mut members, "stage")? {
            None => Stage::default(),
            Some(word) => Stage::ALL
                .iter()
                .find(|(known, _)| *known == word)
                .map(|(_, stage)| *stage)
                .ok_or_else(|| format!("has the unknown stage `{word}`"))?,
        };
        let mut day = |name: &str| {
            let Some(text) = word(&mut members, name)? else {
                return Ok(None);
            };
            let day = Date::parse(&text);
            day.map(Some)
                .ok_or_else(|| format!("has a `{name}` that is no date: `{text}`"))
        };
        Ok(Self {
            stage,
            released: day("released")?,
            supported_until: day("supported_until")?,
            note: word(&mut members, "note")?,
            commit: word(&mut members, "commit")?,
            sequence: number(&mut members, "sequence")?,
            input: word(&mut members, "input")?,
            tree: word(&mut members, "tree")?,
            files: count(&mut members, "files")?,
            size: count(&mut members, "size")?,
            tool: word(&mut members, "tool")?,
            others: members,
        })
    }

    /// The member as JSON whose first line stands at `level`.
    pub(super) fn to_json(&self, level: usize) -> String {
        let mut members = vec![
            ("schema", SCHEMA.to_string()),
            ("stage", text(self.stage.word())),
        ];
        let mut put =
            |name, value: Option<String>| members.extend(value.map(|value| (name, value)));
        put("released", self.released.map(|day| text(&day.to_string())));
        put(
            "supported_until",
            self.supported_until.map(|day| text(&day.to_string())),
        );
        put("note", self.note.as_deref().map(text));
        put("commit", self.commit.as_deref().map(text));
        put("sequence", self.sequence.map(|number| number.to_string()));
        put("input", self.input.as_deref().map(text));
        put("tree", self.tree.as_deref().map(text));
        put("files", self.files.map(|number| number.to_string()));
        put("size", self.size.map(|number| number.to_string()));
        put("tool", self.tool.as_deref().map(text));
        let others = self.others.iter();
        members.extend(others.map(|(name, value)| (name, value.to_owned())));
        object(&members, level)
    }
}

fn word(members: &mut Members, name: &str) -> Result<Option<String>, String> {
    let Some(value) = members.take(name) else {
        return Ok(None);
    };
    serde_json::from_str(value.get()).map_err(|_| format!("has a `{name}` that is no text"))
}

fn number(members: &mut Members, name: &str) -> Result<Option<i64>, String> {
    let Some(value) = members.take(name) else {
        return Ok(None);
    };
    serde_json::from_str(value.get()).map_err(|_| format!("has a `{name}` that is no whole number"))
}

/// A number that is never below nothing.
fn count(members: &mut Members, name: &str) -> Result<Option<u64>, String> {
    Ok(number(members, name)?.and_then(|number| u64::try_from(number).ok()))
}
