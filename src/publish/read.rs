//! What stands at the target now.

use std::collections::{BTreeMap, BTreeSet};

use super::failure::{Failure, Outcome};
use super::part::{ASSETS, Found, PRIVATE, Part, Published};
use super::plan::Plan;
use super::run::{self, Run};
use super::stale;
use super::store::{Held, Listed, Put, Store, Tag, When};
use crate::path::OutputPath;
use crate::versions::list::{self, List};
use crate::versions::manifest::{Manifest, Stamp};

/// versions.json as it is at the target.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What it says.
    pub list: List,
    /// The file with its tag; None where there is none yet.
    pub held: Option<Held>,
}

impl Listing {
    /// The bytes of the file; empty where there is none.
    pub fn bytes(&self) -> &[u8] {
        self.held.as_ref().map_or(&[], |held| &held.bytes)
    }

    /// The tag of the file.
    pub fn tag(&self) -> Option<&Tag> {
        self.held.as_ref().map(|held| &held.tag)
    }
}

/// Reads versions.json.
pub fn listing(store: &dyn Store, run: &Run<'_>) -> Outcome<Listing> {
    let held = run.again(|| store.get(list::FILE))?;
    let list = match &held {
        None => List::default(),
        Some(held) => List::parse(&held.bytes).map_err(|damage| Failure::Damaged {
            message: format!(
                "{} in {} cannot be read: {damage}",
                list::FILE,
                store.name()
            ),
            help: "mend the file by hand, or bring back an earlier one: every state is kept in _p/"
                .into(),
        })?,
    };
    Ok(Listing { list, held })
}

/// Reads the manifest of a part, where there is one.
pub fn published(store: &dyn Store, part: &Part, run: &Run<'_>) -> Outcome<Option<Published>> {
    let path = part.manifest();
    let Some(held) = run.again(|| store.get(&path))? else {
        return Ok(None);
    };
    let manifest = Manifest::parse(&held.bytes).map_err(|damage| Failure::Damaged {
        message: format!("{path} in {} cannot be read: {damage}", store.name()),
        help: format!(
            "move the file away, then publish {part} again with --adopt, which keeps a copy of what is there"
        ),
    })?;
    Ok(Some(Published {
        manifest,
        bytes: held.bytes,
        tag: held.tag,
    }))
}

/// Reads everything that a plan for `part` has to know. `wanted` only says where to look.
pub fn found(store: &dyn Store, part: &Part, wanted: &Manifest, run: &Run<'_>) -> Outcome<Found> {
    let published = published(store, part, run)?;
    let open = open(store, part, run)?;
    let before = published.iter().map(|known| &known.manifest);
    let mut files = match part.folder() {
        "" => files_at_root(store, before.chain([wanted]), run)?,
        folder => run.again(|| store.list(folder))?,
    };
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut assets = match wanted.assets.is_empty() {
        true => Vec::new(),
        false => run.again(|| store.list(ASSETS))?,
    };
    assets.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Found {
        published,
        files,
        assets,
        stale: stale::paths(store, run)?,
        is_open: open.is_some(),
        mark: open
            .as_ref()
            .map(|mark| mark.input.clone())
            .unwrap_or_default(),
        doubtful: open.map(doubtful).unwrap_or_default(),
    })
}

/// The files at the root and in those folders that the evergreen part has or had.
fn files_at_root<'a>(
    store: &dyn Store,
    manifests: impl Iterator<Item = &'a Manifest>,
    run: &Run<'_>,
) -> Outcome<Vec<Listed>> {
    let first = |path: &'a OutputPath| path.as_str().split_once('/').map(|(first, _)| first);
    let wanted: BTreeSet<&str> = manifests
        .flat_map(|manifest| manifest.files.keys().filter_map(first))
        .collect();
    let look = run.again(|| store.look(""))?;
    let mut files = look.files;
    for folder in look.folders {
        if wanted.contains(folder.as_str()) && folder != PRIVATE {
            files.extend(run.again(|| store.list(&folder))?);
        }
    }
    Ok(files)
}

/// The mark of a run that has not ended; None where every run has.
pub fn open(store: &dyn Store, part: &Part, run: &Run<'_>) -> Outcome<Option<Manifest>> {
    let held = run.again(|| store.get(&part.open()))?;
    // A mark is written whole; one that cannot be read is not ours, and says only that there is doubt.
    Ok(held.map(|held| Manifest::parse(&held.bytes).unwrap_or_default()))
}

/// What a run that has not ended wanted to write.
fn doubtful(mark: Manifest) -> BTreeMap<String, Stamp> {
    let files = mark.files.into_iter();
    files
        .map(|(path, stamp)| (path.to_string(), stamp))
        .collect()
}

/// Writes down what a run is about to write. What other runs that have not ended wanted to write stays
/// in the mark.
pub fn mark(store: &dyn Store, plan: &Plan, word: &str, run: &Run<'_>) -> Outcome<()> {
    let path = plan.part.open();
    for attempt in 0..run::TRIES {
        let held = run.again(|| store.get(&path))?;
        let mut mark = held
            .as_ref()
            .and_then(|held| Manifest::parse(&held.bytes).ok())
            .unwrap_or_default();
        let steps = plan.steps.iter();
        mark.files
            .extend(steps.filter_map(|step| Some((OutputPath::new(&step.path)?, step.stamp))));
        mark.input = word.to_owned();
        mark.tool = env!("CARGO_PKG_VERSION").into();
        let when = held
            .as_ref()
            .map_or(When::Absent, |held| When::Is(&held.tag));
        let bytes = mark.to_json();
        let is_same = held.as_ref().is_some_and(|held| held.bytes == bytes);
        if is_same || matches!(run.again(|| store.put(&path, &bytes, when))?, Put::Done(_)) {
            return Ok(());
        }
        run.back_off(attempt);
    }
    Err(Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    })
}
