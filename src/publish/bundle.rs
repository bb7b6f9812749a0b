//! A version as one file, made by one job of many, and the site that is put together out of such files.
//!
//! A bundle is a `.tar.gz` that holds a published site with nothing but this version in it: `versions.json`
//! with its entry, `V/_m/tree.json`, its files, and the assets they use. The bundle of what stands once has
//! `_m/tree.json`, and in `versions.json` the versions that it was made beside, with their order and their
//! other names. The same release is the same bytes: members are ordered by their paths and have no time,
//! no owner and one mode.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use flate2::read::GzDecoder;

use super::failure::{Failure, Outcome};
use super::part::Part;
use super::release::Release;
use crate::digest::Sha256;
use crate::error::Error;
use crate::path::OutputPath;
use crate::versions::list::{self, Entry, List};
use crate::versions::manifest::{Manifest, Stamp};

mod assemble;
mod file;
mod memory;
mod pack;

pub use assemble::assemble;
pub use file::{files, read, write};
pub use memory::Memory;
pub use pack::pack;

/// What the names of bundles end with.
pub const EXTENSION: &str = "tar.gz";

/// More than this is in no bundle: a few bytes may claim to be many.
const LARGEST: u64 = 8 << 30;

/// A bundle that was read, with everything in it checked.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// What people call it: the name of the file.
    pub name: String,
    /// Every file with its digest.
    pub manifest: Manifest,
    /// The entry of versions.json; None for the evergreen pages.
    pub entry: Option<Entry>,
    /// The versions that the evergreen pages were made beside; None for a version.
    pub beside: Option<List>,
    /// The files, by their paths from the root.
    files: Files,
}

/// Files by path.
type Files = BTreeMap<String, Arc<[u8]>>;

impl Bundle {
    /// Reads a bundle and checks every file in it. `name` is what it is called in messages.
    ///
    /// # Errors
    /// [`Failure::Damaged`] when it is no bundle, or not what it says of itself.
    pub fn read(name: &str, packed: &[u8]) -> Outcome<Self> {
        let damaged = |what: String| Failure::Damaged {
            message: format!("{name} {what}; nothing was written"),
            help: "make it again with `groundplan bundle`, or bring it over again".into(),
        };
        let mut files = Files::new();
        let mut archive = tar::Archive::new(GzDecoder::new(packed).take(LARGEST));
        let broken = |error: std::io::Error| damaged(format!("is no whole bundle ({error})"));
        for member in archive.entries().map_err(broken)? {
            let mut member = member.map_err(broken)?;
            let path = String::from_utf8_lossy(&member.path_bytes()).into_owned();
            let path = OutputPath::new(&path)
                .ok_or_else(|| damaged(format!("holds `{path}`, which is no path of a site")))?;
            if !member.header().entry_type().is_file() {
                return Err(damaged(format!("holds {path}, which is not a file")));
            }
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).map_err(broken)?;
            if files.insert(path.to_string(), bytes.into()).is_some() {
                return Err(damaged(format!("holds {path} twice")));
            }
        }
        let list = match files.remove(list::FILE) {
            None => List::default(),
            Some(json) => List::parse(&json).map_err(|damage| {
                damaged(format!("has a versions.json that cannot be read: {damage}"))
            })?,
        };
        let (entry, beside) = match files.contains_key(&Part::Evergreen.manifest()) {
            true => (None, Some(list)),
            false => match list.entries() {
                [] => (None, None),
                [entry] => (Some(entry.clone()), None),
                all => {
                    let count = all.len();
                    return Err(damaged(format!("lists {count} versions instead of one")));
                }
            },
        };
        let part = match &entry {
            Some(entry) => Part::Version(entry.version.clone()),
            None => Part::Evergreen,
        };
        let json = files
            .remove(&part.manifest())
            .ok_or_else(|| damaged(format!("has no {}", part.manifest())))?;
        let manifest = Manifest::parse(&json).map_err(|damage| {
            damaged(format!(
                "has a {} that cannot be read: {damage}",
                part.manifest()
            ))
        })?;
        let record = entry.as_ref().and_then(|entry| entry.record.as_ref());
        let tree = record.and_then(|record| record.tree.as_deref());
        if Part::of(&manifest) != part
            || tree.is_some_and(|tree| tree != Sha256::of(&json).to_string())
        {
            return Err(damaged(format!(
                "has a {} of something else",
                part.manifest()
            )));
        }
        let bundle = Self {
            name: name.to_owned(),
            manifest,
            entry,
            beside,
            files,
        };
        bundle.check().map_err(damaged)?;
        Ok(bundle)
    }

    /// Whether it holds all that its manifest says, and nothing else.
    fn check(&self) -> Result<(), String> {
        let mut count = 0;
        for (path, stamp) in paths(&self.part(), &self.manifest) {
            count += 1;
            match self.files.get(&path) {
                None => return Err(format!("lacks {path}")),
                Some(bytes) if Stamp::of(bytes) != stamp => {
                    return Err(format!("has another {path} than its list of files says"));
                }
                Some(_) => {}
            }
        }
        if count == self.files.len() {
            return Ok(());
        }
        let known: BTreeMap<String, Stamp> = paths(&self.part(), &self.manifest).collect();
        let strange = self.files.keys().find(|path| !known.contains_key(*path));
        Err(format!(
            "holds {}, which its list of files does not name",
            strange.map_or("a file", String::as_str)
        ))
    }

    /// The part of a site that it is.
    pub fn part(&self) -> Part {
        Part::of(&self.manifest)
    }

    /// What is in it, to be published.
    pub fn release(&self) -> Release<'_> {
        Release {
            manifest: self.manifest.clone(),
            entry: self.entry.clone(),
            bytes: Box::new(|path| match self.files.get(path) {
                Some(bytes) => Ok(bytes.clone()),
                None => Err(Error::Refused {
                    message: format!("{path} is not in {}", self.name),
                    help: String::new(),
                }),
            }),
        }
    }
}

/// All files of a part with its assets, as paths from the root.
fn paths(part: &Part, manifest: &Manifest) -> impl Iterator<Item = (String, Stamp)> {
    let assets = manifest.assets.iter();
    let assets = assets.map(|(path, stamp)| (path.to_string(), *stamp));
    let files: Vec<(String, Stamp)> = part
        .paths(manifest)
        .map(|(path, stamp)| (path, *stamp))
        .collect();
    files.into_iter().chain(assets)
}

#[cfg(test)]
mod tests;
