//! What is known of an output before it is written: whose it is, and how its files were left.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::digest::Digest;
use crate::emit::disk::{self, Disk, Kind, Seen};
use crate::emit::{LIST, LIST_BESIDE_VERSIONS, place};
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

/// How a whole output is left.
#[derive(Default)]
pub struct Left {
    /// Its files, ordered by path.
    pub records: Vec<(OutputPath, Record)>,
    /// The digest of its list.
    pub list: Option<Digest>,
}

/// What is known of an output.
pub struct Known {
    /// Where the list is in the output.
    pub list_name: &'static str,
    /// The bytes of the list in the output.
    pub list: Option<Vec<u8>>,
    /// How its files were left, ordered by path.
    records: Vec<(OutputPath, Record)>,
    /// Whether `records` were remembered together with this very list, and so name the same files.
    agree: bool,
    /// Where they do not, what the list names, ordered.
    listed: BTreeSet<OutputPath>,
    /// The file in which times and keys are remembered.
    state: Option<PathBuf>,
}

/// The file in `folder` that remembers what was written to `output`.
pub fn state_file(output: &Path, folder: &Path) -> PathBuf {
    let name = Digest::of(output.as_os_str().as_encoded_bytes());
    folder.join(name.to_string())
}

#[derive(Deserialize)]
struct List {
    files: BTreeMap<String, IgnoredAny>,
}

impl Known {
    /// Reads what is known, and refuses a folder that is not ours.
    ///
    /// An output may have been written with the other list: a site can begin to have versions.
    pub fn read(output: &Path, state: Option<&Path>, list_name: &'static str) -> Result<Self> {
        let state = state.map(|folder| state_file(output, folder));
        let text = state.as_deref().and_then(disk::read).unwrap_or_default();
        let left = parse(&text).unwrap_or_default();
        // Beside versions `_m/tree.json` is no list of everything.
        let beside = disk::read(&output.join(LIST_BESIDE_VERSIONS));
        let is_own = beside.is_some() == (list_name == LIST_BESIDE_VERSIONS);
        let found = beside.or_else(|| disk::read(&output.join(LIST)));
        let (list, other) = match is_own {
            true => (found, None),
            false => (None, found),
        };
        let mut known = Self {
            list_name,
            agree: left.list.is_some() && left.list == list.as_deref().map(Digest::of),
            list,
            records: left.records,
            listed: BTreeSet::new(),
            state,
        };
        if known.agree {
            return Ok(known);
        }
        let list = known.list.as_deref().or(other.as_deref());
        let list = list.and_then(|bytes| serde_json::from_slice::<List>(bytes).ok());
        if let Some(list) = list {
            let paths = list.files.keys();
            known.listed = paths.filter_map(|path| OutputPath::new(path)).collect();
            if other.is_some() {
                known.listed.extend(OutputPath::new(LIST));
                known.listed.extend(OutputPath::new(LIST_BESIDE_VERSIONS));
            }
            return Ok(known);
        }
        // Without a readable list, what lies there as we left it is still known to be ours.
        for (path, record) in &known.records {
            if disk::see(&output.join(path.to_path()))?.is_some_and(|seen| record.is(&seen)) {
                known.listed.insert(path.clone());
            }
        }
        if known.listed.is_empty() {
            place::refuse_foreign(output)?;
        }
        Ok(known)
    }

    /// Whether the file at `path` is one that we wrote, and may replace and remove.
    pub fn owns(&self, path: &str) -> bool {
        if self.agree {
            self.find(path).is_some()
        } else {
            self.listed.contains(path)
        }
    }

    /// All files that we wrote.
    pub fn owned(&self) -> impl Iterator<Item = &OutputPath> {
        let records = if self.agree { &self.records[..] } else { &[] };
        records.iter().map(|(path, _)| path).chain(&self.listed)
    }

    /// How the file at `path` was left, when it is seen to be so still.
    pub fn record(&self, path: &OutputPath, seen: Option<&Seen>) -> Option<&Record> {
        let record = self.find(path.as_str())?;
        record.is(seen?).then_some(record)
    }

    fn find(&self, path: &str) -> Option<&Record> {
        let by_path = |(other, _): &(OutputPath, Record)| other.as_str().cmp(path);
        let at = self.records.binary_search_by(by_path).ok()?;
        Some(&self.records[at].1)
    }

    /// Whether an output with these files is as it was left, with its list.
    pub fn is(&self, records: &[(OutputPath, Record)]) -> bool {
        self.agree && self.records == records
    }

    /// Forgets times and keys, as what is to be replaced must not be taken for what replaces it by
    /// a disk that counts time in seconds. Times tell the two apart on all others, so a failure is
    /// none.
    pub fn forget(&self, disk: &Disk) {
        if let Some(state) = &self.state {
            let _ = disk.remove_file(state);
        }
    }

    /// Remembers times and keys for the next run, and the list that goes with them.
    ///
    /// The site is written by now, and without them the next run is slower and no more: so a disk
    /// that refuses, the one of a site that may only be read for example, is no failure.
    pub fn remember(&self, disk: &Disk, left: &Left) {
        if let Some(state) = &self.state {
            let _ = replace(disk, state, print(left).as_bytes());
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

/// How what is remembered begins. Keys are digests of what a page is made of, not of the program
/// that makes it: another version remembers nothing of this one.
const HEAD: &str = concat!("groundplan ", env!("CARGO_PKG_VERSION"), " output 1 ");

/// Between two files. A path may have any letter but this first one.
const END: &str = "\0\n";

fn print(left: &Left) -> String {
    let hex = |digest: Option<Digest>| digest.map_or_else(|| "-".into(), |it| it.to_string());
    let mut text = format!("{HEAD}{}", hex(left.list));
    for (path, record) in &left.records {
        let Record {
            digest,
            size,
            modified,
            key,
        } = record;
        let key = hex(*key);
        let _ = write!(text, "{END}{digest}\t{key}\t{size}\t{modified}\t{path}");
    }
    text
}

fn parse(text: &[u8]) -> Option<Left> {
    let text = std::str::from_utf8(text).ok()?;
    let mut lines = text.strip_prefix(HEAD)?.split(END);
    let list = parse_digest(lines.next()?);
    let records: Vec<_> = lines.map(parse_line).collect::<Option<_>>()?;
    let ordered = records.is_sorted_by(|(one, _), (other, _)| one < other);
    ordered.then_some(Left { records, list })
}

fn parse_line(line: &str) -> Option<(OutputPath, Record)> {
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
    Some((OutputPath::new(parts.next()?)?, record))
}

/// A digest from the 32 hexadecimal digits it is printed as.
pub fn parse_digest(text: &str) -> Option<Digest> {
    let number = u128::from_str_radix(text, 16).ok()?;
    (text.len() == 32).then(|| Digest::from_bytes(number.to_be_bytes()))
}
