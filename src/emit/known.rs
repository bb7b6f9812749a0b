//! What is known of an output before it is written: whose it is, and how its files were left.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::digest::Digest;
use crate::emit::disk::{self, Disk, Kind, Seen};
use crate::emit::{LIST, place};
use crate::error::Result;
use crate::path::OutputPath;

/// How a file was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its size in bytes.
    pub size: u64,
    /// When it was written, as the disk says, in nanoseconds of Unix time.
    pub modified: u64,
    /// The key of the step that made it.
    pub key: Option<Digest>,
}

impl Record {
    /// Whether what is seen is, as far as can be told without reading, what we left.
    pub fn is(&self, seen: &Seen) -> bool {
        seen.kind == Kind::File && seen.size == self.size && seen.modified == self.modified
    }
}

/// What is known of an output.
pub struct Known {
    /// Files we wrote, and may replace and remove.
    pub owned: BTreeSet<OutputPath>,
    /// The bytes of the list in the output.
    pub list: Option<Vec<u8>>,
    records: HashMap<String, Record>,
    state: Option<PathBuf>,
    text: Vec<u8>,
}

#[derive(Deserialize)]
struct List {
    files: BTreeMap<String, IgnoredAny>,
}

impl Known {
    /// Reads what is known, and refuses a folder that is not ours.
    pub fn read(output: &Path, state: Option<&Path>) -> Result<Self> {
        let state = state.map(|folder| {
            let name = Digest::of(output.as_os_str().as_encoded_bytes());
            folder.join(name.to_string())
        });
        let text = state.as_deref().and_then(disk::read).unwrap_or_default();
        let records = parse(&text);
        let list = disk::read(&output.join(LIST));
        let listed = list
            .as_deref()
            .and_then(|bytes| serde_json::from_slice::<List>(bytes).ok());
        let owned: BTreeSet<OutputPath> = match &listed {
            Some(list) => list
                .files
                .keys()
                .flat_map(|path| OutputPath::new(path))
                .collect(),
            // Without a readable list, what lies there as we left it is still known to be ours.
            None => records
                .iter()
                .filter(|(path, record)| {
                    let seen = disk::see(&output.join(path));
                    matches!(seen, Ok(Some(seen)) if record.is(&seen))
                })
                .filter_map(|(path, _)| OutputPath::new(path))
                .collect(),
        };
        if listed.is_none() && owned.is_empty() {
            place::refuse_foreign(output)?;
        }
        Ok(Self {
            owned,
            list,
            records,
            state,
            text,
        })
    }

    /// How the file at `path` was left, when it is seen to be so still.
    pub fn record(&self, path: &OutputPath, seen: Option<&Seen>) -> Option<&Record> {
        let record = self.records.get(path.as_str())?;
        record.is(seen?).then_some(record)
    }

    /// Forgets times and keys, as what is to be replaced must not be taken for what replaces it by
    /// a disk that counts time in seconds. Times tell the two apart on all others, so a failure is
    /// none.
    pub fn forget(&mut self, disk: &Disk) {
        self.text.clear();
        if let Some(state) = &self.state {
            let _ = disk.remove_file(state);
        }
    }

    /// Remembers times and keys for the next run.
    ///
    /// The site is written by now, and without them the next run is slower and no more: so a disk
    /// that refuses, the one of a site that may only be read for example, is no failure.
    pub fn remember(&self, disk: &Disk, records: &[(OutputPath, Record)]) {
        let text = print(records);
        if let Some(state) = &self.state
            && text.as_bytes() != self.text
        {
            let _ = replace(disk, state, text.as_bytes());
        }
    }
}

fn replace(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
        disk.make_output(folder)?;
    }
    let new = path.with_extension("new");
    disk.remove_file(&new)?;
    disk.make_file(&new, path, |file| file.write_all(bytes))?;
    disk.rename(&new, path)
}

/// The list of an output: one line a file, ordered by path, without anything that another run of the
/// same site would say otherwise.
pub fn list(records: &[(OutputPath, Record)]) -> Vec<u8> {
    let mut text = String::from("{\n\"format\": 1,\n\"files\": {");
    let mut comma = "\n";
    for (path, Record { digest, size, .. }) in records {
        let path = serde_json::Value::from(path.as_str());
        // Writing into a string does not fail.
        let _ = write!(
            text,
            "{comma}{path}: {{\"digest\": \"{digest}\", \"size\": {size}}}"
        );
        comma = ",\n";
    }
    text.push_str("\n}\n}\n");
    text.into_bytes()
}

/// The first line of what is remembered. Keys are digests of what a page is made of, not of the
/// program that makes it: another version remembers nothing of this one.
const HEAD: &str = concat!("groundplan ", env!("CARGO_PKG_VERSION"), " output 1");

fn print(records: &[(OutputPath, Record)]) -> String {
    let mut text = format!("{HEAD}\n");
    for (path, record) in records {
        if path.as_str().contains('\n') {
            continue;
        }
        let Record {
            digest,
            size,
            modified,
            key,
        } = record;
        let key = key.map_or_else(|| "-".into(), |key| key.to_string());
        let _ = writeln!(text, "{digest}\t{key}\t{size}\t{modified}\t{path}");
    }
    text
}

fn parse(text: &[u8]) -> HashMap<String, Record> {
    let lines = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.strip_prefix(HEAD)?.strip_prefix('\n'))
        .unwrap_or_default();
    lines.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(String, Record)> {
    let mut parts = line.splitn(5, '\t');
    let digest = parse_digest(parts.next()?)?;
    let key = match parts.next()? {
        "-" => None,
        key => Some(parse_digest(key)?),
    };
    let record = Record {
        digest,
        key,
        size: parts.next()?.parse().ok()?,
        modified: parts.next()?.parse().ok()?,
    };
    Some((parts.next()?.to_owned(), record))
}

/// A digest from the 32 hexadecimal digits it is printed as.
pub fn parse_digest(text: &str) -> Option<Digest> {
    let number = u128::from_str_radix(text, 16).ok()?;
    (text.len() == 32).then(|| Digest::from_bytes(number.to_be_bytes()))
}
