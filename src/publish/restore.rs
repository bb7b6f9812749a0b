//! Puts back what was published before, from the bytes that were kept.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::PoisonError;

use super::failure::{Failure, Outcome};
use super::follow::read_file;
use super::part::{BLOBS, Part};
use super::plan::{Plan, plan};
use super::prepare::{distrust, prepare};
use super::read::{self, Listing};
use super::release::Bytes;
use super::run::Run;
use super::send::{self, blob, each};
use super::store::Store;
use crate::digest::Sha256;
use crate::versions::manifest::Manifest;

/// What is needed to put a part back.
pub struct Restore {
    part: Part,
    manifest: Vec<u8>,
    plan: Plan,
    found: super::part::Found,
}

/// Lets a version be again what the list says that it is: needed where a run that was too late has
/// written into it.
pub fn listed(store: &dyn Store, listing: &Listing, version: &str, run: &Run<'_>) -> Outcome<()> {
    let entry = listing.list.get(version);
    let record = entry.and_then(|entry| entry.record.as_ref());
    let Some(tree) = record.and_then(|record| Sha256::parse(record.tree.as_deref()?)) else {
        return Ok(());
    };
    let part = Part::Version(version.to_owned());
    Restore::look(store, &part, tree, run)?.apply(store, run)
}

/// Lets the evergreen pages be again what their manifest says that they are.
pub fn evergreen(store: &dyn Store, run: &Run<'_>) -> Outcome<()> {
    let Some(published) = read::published(store, &Part::Evergreen, run)? else {
        return Ok(());
    };
    let tree = published.stamp().sha256;
    Restore::look(store, &Part::Evergreen, tree, run)?.apply(store, run)
}

impl Restore {
    /// Finds out whether everything is still kept that belongs to a part whose manifest has the digest
    /// `tree`. Nothing is written.
    ///
    /// # Errors
    /// [`Failure::Damaged`] when something is gone.
    pub fn look(store: &dyn Store, part: &Part, tree: Sha256, run: &Run<'_>) -> Outcome<Self> {
        let gone = |what: String| Failure::Damaged {
            message: format!("{part} cannot be put back in {}: {what}", store.name()),
            help: format!("publish {part} again from its source"),
        };
        let now = run.again(|| store.get(&part.manifest()))?;
        let now = now.filter(|held| Sha256::of(&held.bytes) == tree);
        let held = match now {
            Some(held) => Some(held),
            None => run.again(|| store.get(&blob(tree)))?,
        };
        let Some(held) = held else {
            return Err(gone("its list of files is not kept any more".into()));
        };
        let wanted = Manifest::parse(&held.bytes)
            .map_err(|damage| gone(format!("its list of files cannot be read: {damage}")))?;
        let mut found = read::found(store, part, &wanted, run)?;
        distrust(&mut found, part, &wanted);
        let plan = plan(part, &found, &wanted);
        let kept: BTreeSet<String> = run
            .again(|| store.list(BLOBS))?
            .into_iter()
            .map(|listed| listed.path)
            .collect();
        let unkept: Vec<_> = plan
            .steps
            .iter()
            .filter(|step| !kept.contains(&blob(step.stamp.sha256)))
            .collect();
        let missing = Mutex::new(Vec::new());
        each(store.lanes(), &unkept, &|step| {
            let held = run.again(|| store.get(&step.path))?;
            if held.is_none_or(|held| Sha256::of(&held.bytes) != step.stamp.sha256) {
                let mut missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
                missing.push(step.path.clone());
            }
            Ok(())
        })?;
        let mut missing = missing.into_inner().unwrap_or_else(PoisonError::into_inner);
        missing.sort();
        if let Some(first) = missing.first() {
            let count = missing.len();
            return Err(gone(format!(
                "{count} files are not kept any more, {first} for example"
            )));
        }
        Ok(Self {
            part: part.clone(),
            manifest: held.bytes,
            plan,
            found,
        })
    }

    /// Puts everything back.
    pub fn apply(&self, store: &dyn Store, run: &Run<'_>) -> Outcome<()> {
        let of_path: std::collections::BTreeMap<&str, Sha256> = self
            .plan
            .steps
            .iter()
            .map(|step| (step.path.as_str(), step.stamp.sha256))
            .collect();
        let bytes: Bytes<'_> = Box::new(|path: &str| {
            let kept = of_path.get(path).map(|digest| blob(*digest));
            let kept = kept.map(|kept| run.again(|| store.get(&kept)).map_err(Failure::into_error));
            match kept.transpose()?.flatten() {
                Some(held) => Ok(held.bytes.into()),
                None => read_file(store, path, run),
            }
        });
        if !self.plan.is_empty() {
            prepare(store, &self.found, &self.plan, "", run)?;
            send::send(store, &self.plan, &bytes, Some(&self.manifest), run)?;
        }
        run.again(|| store.delete(&self.part.open()))
    }
}
