//! What follows from the list, brought in line with it: the script, the folders of aliases, notes in
//! the place of versions that are gone. Any later publish repairs what an earlier one left undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::commit::RETIRED;
use super::failure::{Failure, Outcome};
use super::part::{PRIVATE, Part, Published};
use super::plan::plan;
use super::prepare::{distrust, prepare};
use super::protocol::swap_manifest;
use super::read::{self, Listing};
use super::release::{Bytes, Options, Release};
use super::run::{self, Run};
use super::send::{self, blob};
use super::stale::{self, Swept};
use super::store::{Held, Put, Store, When};

use crate::digest::Sha256;
use crate::error::Error;
use crate::path::OutputPath;
use crate::versions::headers;
use crate::versions::list::{self, List};
use crate::versions::manifest::{self, Manifest, Stamp};
use crate::versions::tombstone::{self, Stones};

/// What was brought in line.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Files that were written, beside those of the part itself.
    pub written: usize,
    /// Their bytes.
    pub bytes: u64,
    /// The aliases whose folders changed.
    pub aliases: Vec<String>,
    /// What was removed, since it was due.
    pub swept: Swept,
}

/// Brings everything in line with versions.json, then removes what is due.
///
/// `local` saves reading what was published a moment ago.
pub fn follow(
    store: &dyn Store,
    local: Option<&Release<'_>>,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Report> {
    let mut report = Report::default();
    let mut listing = read::listing(store, run)?;
    for attempt in 0..run::TRIES {
        if listing.held.is_some() {
            let mut follower = Follower {
                store,
                local,
                listing: &listing,
                run,
                // What we wrote for the list before may lie over what another run wrote for this one.
                doubt: attempt > 0,
                rebuilt: local
                    .filter(|_| options.rebuild)
                    .and_then(|local| local.manifest.version.as_deref()),
                report: &mut report,
                manifests: BTreeMap::new(),
            };
            follower.all()?;
        }
        let now = read::listing(store, run)?;
        if now.bytes() == listing.bytes() {
            report.swept = stale::sweep(store, &now, options.grace, false, run)?;
            return Ok(report);
        }
        listing = now;
    }
    Err(Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    })
}

struct Follower<'a> {
    store: &'a dyn Store,
    local: Option<&'a Release<'a>>,
    listing: &'a Listing,
    run: &'a Run<'a>,
    doubt: bool,
    /// The version that was sent again to mend it.
    rebuilt: Option<&'a str>,
    report: &'a mut Report,
    manifests: BTreeMap<String, Option<Published>>,
}

impl Follower<'_> {
    fn all(&mut self) -> Outcome<()> {
        self.script()?;
        self.headers()?;
        let list = &self.listing.list;
        for entry in list.entries().iter().filter(|entry| entry.record.is_some()) {
            for alias in &entry.aliases {
                self.alias(alias, &entry.version)?;
            }
        }
        for part in self.gone(list)? {
            let (manifest, stones) = tombstone::retired(part.folder());
            self.bring(&part, &manifest, &stones, None)?;
        }
        Ok(())
    }

    /// versions.js, from which pages that are opened from a disk know the list.
    fn script(&mut self) -> Outcome<()> {
        let script = self.listing.list.to_script();
        let held = self.run.again(|| self.store.get(list::SCRIPT))?;
        match held.is_some_and(|held| held.bytes == script) {
            true => Ok(()),
            false => self.put(list::SCRIPT, &script, When::Always),
        }
    }

    /// `_headers`, unless somebody has one of their own.
    fn headers(&mut self) -> Outcome<()> {
        let wanted = headers::of(&self.listing.list);
        match self.run.again(|| self.store.get(headers::FILE))? {
            None => self.put(headers::FILE, &wanted, When::Absent),
            Some(held) if held.bytes != wanted && headers::is_own(&held.bytes) => {
                self.put(headers::FILE, &wanted, When::Is(&held.tag))
            }
            Some(_) => Ok(()),
        }
    }

    /// Writes a file that follows from the list. Where somebody else was faster, theirs stands.
    fn put(&mut self, path: &str, bytes: &[u8], when: When<'_>) -> Outcome<()> {
        if let Put::Done(_) = self.run.again(|| self.store.put(path, bytes, when))? {
            self.report.written += 1;
            self.report.bytes += bytes.len() as u64;
        }
        Ok(())
    }

    /// The folder of an alias: the bytes of its version, and a redirect for each page it had before.
    fn alias(&mut self, alias: &str, version: &str) -> Outcome<()> {
        let part = Part::Alias(alias.to_owned());
        let of_version = self.manifest(version)?.ok_or_else(|| Failure::Damaged {
            message: format!(
                "version {version} is listed in {}, but has no manifest",
                self.store.name()
            ),
            help: format!("publish it again: groundplan publish … --version {version} --rebuild"),
        })?;
        let mut wanted = of_version.manifest.clone();
        // The assets are those of the version, which answers for them.
        wanted.assets.clear();
        if let Some(path) = OutputPath::new(manifest::FILE) {
            wanted.files.insert(path, of_version.stamp());
        }
        let mut stones = Stones::new();
        let before = read::published(self.store, &part, self.run)?;
        let had = before
            .iter()
            .flat_map(|before| before.manifest.files.keys());
        let lost: Vec<OutputPath> = had
            .filter(|path| tombstone::is_page(path.as_str()) && !wanted.files.contains_key(*path))
            .cloned()
            .collect();
        for path in lost {
            let last = self.last_with(&path)?;
            let page = tombstone::redirect(&path, last.as_deref());
            tombstone::add(&mut wanted, &mut stones, &path, page);
        }
        self.bring(&part, &wanted, &stones, Some(version))
    }

    /// The newest version that has a page.
    fn last_with(&mut self, path: &OutputPath) -> Outcome<Option<String>> {
        for entry in self.listing.list.entries() {
            let manifest = self.manifest(&entry.version)?;
            if manifest.is_some_and(|known| known.manifest.files.contains_key(path)) {
                return Ok(Some(entry.version.clone()));
            }
        }
        Ok(None)
    }

    /// The manifest of a version as it is listed. While another run changes the version, the one that
    /// is listed is among what is kept.
    fn manifest(&mut self, version: &str) -> Outcome<Option<Published>> {
        if let Some(known) = self.manifests.get(version) {
            return Ok(known.clone());
        }
        let entry = self.listing.list.get(version);
        let record = entry.and_then(|entry| entry.record.as_ref());
        let tree = record.and_then(|record| Sha256::parse(record.tree.as_deref()?));
        let part = Part::Version(version.to_owned());
        let mut found = read::published(self.store, &part, self.run)?;
        let is_listed = |known: &Published| tree.is_none_or(|tree| known.stamp().sha256 == tree);
        if let (false, Some(tree)) = (found.as_ref().is_some_and(is_listed), tree) {
            let kept = self.run.again(|| self.store.get(&blob(tree)))?;
            let kept = kept.and_then(|held| {
                Some(Published {
                    manifest: Manifest::parse(&held.bytes).ok()?,
                    bytes: held.bytes,
                    tag: held.tag,
                })
            });
            found = kept.or(found);
        }
        self.manifests.insert(version.to_owned(), found.clone());
        Ok(found)
    }

    /// Versions and aliases that are there and not in the list.
    fn gone(&self, list: &List) -> Outcome<Vec<Part>> {
        let mut gone = Vec::new();
        let names = |folder: &str| -> Outcome<Vec<String>> {
            let files = self.run.again(|| self.store.look(folder))?.files;
            let name = |path: &str| {
                let name = path.rsplit('/').next()?.strip_suffix(".json")?;
                Some(name.to_owned())
            };
            Ok(files.iter().filter_map(|file| name(&file.path)).collect())
        };
        for name in names(&format!("{PRIVATE}/aliases"))? {
            let is_listed = list.find(&name).is_some();
            if !is_listed {
                gone.push(Part::Alias(name));
            }
        }
        for name in names(&format!("{PRIVATE}/open"))? {
            let Some(name) = name.strip_prefix("version-") else {
                continue;
            };
            let part = Part::Version(name.to_owned());
            if list.find(name).is_none() && self.is_retired(&part)? {
                gone.push(part);
            }
        }
        Ok(gone)
    }

    fn is_retired(&self, part: &Part) -> Outcome<bool> {
        let held = self.run.again(|| self.store.get(&part.open()))?;
        let mark = held.and_then(|held| Manifest::parse(&held.bytes).ok());
        Ok(mark.is_some_and(|mark| mark.input == RETIRED))
    }

    /// Makes a part hold what `wanted` says. Its manifest is swapped last.
    fn bring(
        &mut self,
        part: &Part,
        wanted: &Manifest,
        stones: &Stones,
        version: Option<&str>,
    ) -> Outcome<()> {
        let (store, run) = (self.store, self.run);
        let doubt = self.doubt || (version.is_some() && self.rebuilt == version);
        if !doubt && is_in_line(store, part, wanted, run)? {
            return Ok(());
        }
        for attempt in 0..run::TRIES {
            if attempt > 0 {
                run.back_off(attempt);
            }
            let mut found = read::found(store, part, wanted, run)?;
            if doubt || attempt > 0 {
                distrust(&mut found, part, wanted);
            }
            let plan = plan(part, &found, wanted);
            if let (Some(version), true) = (version, self.local.is_none() && !plan.steps.is_empty())
            {
                run.again(|| store.look_ahead(version))?;
            }
            let mut is_done = plan.is_empty() || {
                prepare(store, &found, &plan, &found.mark, run)?;
                let bytes = self.source(part, wanted, stones, version);
                send::send(store, &plan, &bytes, None, run)?
            };
            if is_done && plan.changes_manifest {
                is_done = swap_manifest(store, &found, part, wanted, run)?;
            }
            if is_done {
                run.again(|| store.delete(&part.open()))?;
                self.report.written += plan.steps.len();
                self.report.bytes += plan.bytes();
                if let (Part::Alias(name), false) = (part, plan.is_empty()) {
                    self.report.aliases.push(name.clone());
                }
                return Ok(());
            }
        }
        Err(Failure::Conflict {
            target: store.name(),
            tries: run::TRIES,
        })
    }

    /// The bytes of a part that has those of a version: from what was just published, else from there.
    fn source<'b>(
        &'b self,
        part: &'b Part,
        wanted: &'b Manifest,
        stones: &'b Stones,
        version: Option<&'b str>,
    ) -> Bytes<'b> {
        let local = self.local.filter(|local| {
            let published = version.and_then(|version| self.manifests.get(version));
            let published = published.and_then(Option::as_ref);
            published.is_some_and(|known| known.manifest == local.manifest)
        });
        Box::new(move |path: &str| {
            let file = path
                .strip_prefix(part.folder())
                .unwrap_or(path)
                .trim_start_matches('/');
            if let Some(stone) = stones.get(file) {
                return Ok(stone.clone());
            }
            let from = format!("{}/{file}", version.unwrap_or(part.folder()));
            match local.filter(|_| file != manifest::FILE) {
                Some(local) => (local.bytes)(&from),
                None => {
                    let stamp = wanted.files.get(file);
                    let now = self.get(&from)?;
                    let is_listed =
                        |held: &Held| stamp.is_none_or(|stamp| Stamp::of(&held.bytes) == *stamp);
                    match (now.filter(is_listed), stamp) {
                        (Some(held), _) => Ok(held.bytes.into()),
                        (None, Some(stamp)) => match self.get(&blob(stamp.sha256))? {
                            Some(held) => Ok(held.bytes.into()),
                            None => read_file(self.store, &from, self.run),
                        },
                        (None, None) => read_file(self.store, &from, self.run),
                    }
                }
            }
        })
    }

    fn get(&self, path: &str) -> Result<Option<Held>, Error> {
        let held = self.run.again(|| self.store.get(path));
        held.map_err(Failure::into_error)
    }
}

/// The bytes of a file of the target that must be there.
pub fn read_file(store: &dyn Store, path: &str, run: &Run<'_>) -> Result<Arc<[u8]>, Error> {
    let held = run.again(|| store.get(path)).map_err(Failure::into_error)?;
    held.map(|held| held.bytes.into())
        .ok_or_else(|| Error::Refused {
            message: format!("{path} is missing in {}", store.name()),
            help: "`groundplan versions verify` tells what else is".into(),
        })
}

/// Whether a part is as it shall be, as far as its manifest tells.
fn is_in_line(store: &dyn Store, part: &Part, wanted: &Manifest, run: &Run<'_>) -> Outcome<bool> {
    let published = read::published(store, part, run)?;
    let is_same = published.is_some_and(|known| known.manifest == *wanted);
    Ok(is_same && read::open(store, part, run)?.is_none())
}
