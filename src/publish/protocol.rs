//! The protocol: what is sent in which order, so that the site is whole whenever a run ends.
//!
//! 1. versions.json is read with its tag; an older source is refused.
//! 2. It is written down what is about to change and what nothing will refer to. Then assets are sent,
//!    then new files, then changed ones, what lies deeper first; overwritten bytes are kept. Nothing is
//!    removed.
//! 3. What was sent is looked at. The next state is written into the history, and versions.json is
//!    swapped on its tag: this makes it true. Where somebody else was first, it begins anew.
//! 4. What follows from the list is brought in line: see [`super::follow`].

use super::commit::{self, Swap};
use super::failure::{Failure, Outcome};
use super::follow;
use super::part::{Found, Part};
use super::plan::{Plan, plan};
use super::prepare::{distrust, prepare};
use super::read::{self, Listing};
use super::release::{Bytes, Options, Release};
use super::restore;
use super::run::{self, Run};
use super::send;
use super::stale;
use super::store::{Put, Store, Trouble, When};

use crate::error::Error;
use crate::versions::list::{Entry, List};
use crate::versions::manifest::{Manifest, Stamp};
use crate::versions::tombstone;

/// What publishing has done.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was to do for the part itself.
    pub plan: Plan,
    /// The number of the new state of versions.json; None where it stayed.
    pub state: Option<u64>,
    /// The versions that left the list, since more are not kept.
    pub retired: Vec<String>,
    /// Whether the part was there already, as it is.
    pub is_unchanged: bool,
    /// What was brought in line after it, and what was removed.
    pub follow: follow::Report,
}

/// Publishes a version or the evergreen pages.
///
/// # Errors
///
/// See [`Failure`]. The site that was there is whole after each of them, and running again goes on
/// where this run ended.
pub fn publish(
    store: &dyn Store,
    release: &Release<'_>,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Report> {
    let mut report = match &release.entry {
        Some(entry) => version(store, release, entry, options, run)?,
        None => evergreen(store, release, options, run)?,
    };
    report.follow = follow::follow(store, Some(release), options, run)?;
    Ok(report)
}

/// What [`publish`] would do. Nothing is written.
pub fn dry_run(
    store: &dyn Store,
    release: &Release<'_>,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<(Plan, List)> {
    let listing = read::listing(store, run)?;
    let part = release.part();
    let mut next = listing.list.clone();
    let wanted = match &release.entry {
        Some(entry) => {
            refuse_older(
                &part,
                recorded(&listing, entry),
                sequence(&release.manifest),
            )?;
            next = arranged(&listing.list, entry, options);
            refuse_unkept(&next, entry)?;
            release.manifest.clone()
        }
        None => {
            let published = read::published(store, &part, run)?;
            let before = published.as_ref().map(|known| &known.manifest);
            refuse_older(
                &part,
                before.and_then(sequence),
                sequence(&release.manifest),
            )?;
            tombstone::with_tombstones(&release.manifest, before, options.tombstones).0
        }
    };
    let found = read::found(store, &part, &wanted, run)?;
    let plan = plan(&part, &found, &wanted);
    refuse_foreign(store, &plan, options)?;
    Ok((plan, next))
}

fn version(
    store: &dyn Store,
    release: &Release<'_>,
    entry: &Entry,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Report> {
    let part = release.part();
    let manifest = release.manifest.to_json();
    let mut first: Option<Plan> = None;
    let mut seen: Option<Option<Entry>> = None;
    let mut doubt = options.rebuild;
    for attempt in 0..run::TRIES {
        if attempt > 0 {
            run.back_off(attempt);
        }
        let listing = read::listing(store, run)?;
        let known = listing.list.get(&entry.version).cloned();
        let older = refuse_older(
            &part,
            recorded(&listing, entry),
            sequence(&release.manifest),
        );
        if let Err(failure) = older {
            if let Some(plan) = &first {
                // Our files may lie over those of the run that was faster.
                stale::add(store, written(plan).collect(), run)?;
                restore::listed(store, &listing, &entry.version, run)?;
            }
            return Err(failure);
        }
        // Another run has published the same version since we wrote into it.
        doubt |= seen.as_ref().is_some_and(|seen| *seen != known);
        seen = Some(known);
        let mut found = read::found(store, &part, &release.manifest, run)?;
        if doubt {
            distrust(&mut found, &part, &release.manifest);
        }
        let own = first.iter().flat_map(written).map(|(path, _)| path);
        found.stale.extend(own);
        let plan = plan(&part, &found, &release.manifest);
        if let Err(failure) = refuse_foreign(store, &plan, options) {
            // What another run has published since the list was read is not foreign.
            match read::listing(store, run)?.bytes() == listing.bytes() {
                true => return Err(failure),
                false => continue,
            }
        }
        let next = arranged(&listing.list, entry, options);
        refuse_unkept(&next, entry)?;
        let changes_list = next != listing.list || listing.held.is_none();
        if first.is_none() && plan.is_empty() && !changes_list && !found.is_open {
            return Ok(Report::unchanged(plan));
        }
        let is_sent = plan.is_empty() || {
            prepare(store, &found, &plan, "", run)?;
            send::send(store, &plan, &release.bytes, Some(&manifest), run)?
        };
        let plan = &*first.get_or_insert(plan);
        if !is_sent {
            doubt = true;
            continue;
        }
        let mut report = Report {
            is_unchanged: false,
            ..Report::unchanged(plan.clone())
        };
        if changes_list {
            let what = format!("publish {}", entry.version);
            match commit::swap(store, &listing, &next, &what, run)? {
                Swap::Refused => continue,
                Swap::Done(number) => report.state = Some(number),
            }
            let gone = |old: &&Entry| next.get(&old.version).is_none();
            let gone = listing.list.entries().iter().filter(gone);
            report.retired = gone.map(|old| old.version.clone()).collect();
        }
        run.again(|| store.delete(&part.open()))?;
        return Ok(report);
    }
    Err(Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    })
}

fn evergreen(
    store: &dyn Store,
    release: &Release<'_>,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Report> {
    let part = Part::Evergreen;
    let mut first: Option<Plan> = None;
    let mut doubt = options.rebuild;
    for attempt in 0..run::TRIES {
        if attempt > 0 {
            run.back_off(attempt);
        }
        let published = read::published(store, &part, run)?;
        let before = published.as_ref().map(|known| &known.manifest);
        let older = refuse_older(
            &part,
            before.and_then(sequence),
            sequence(&release.manifest),
        );
        if let Err(failure) = older {
            if let Some(plan) = &first {
                stale::add(store, written(plan).collect(), run)?;
                restore::evergreen(store, run)?;
            }
            return Err(failure);
        }
        let (wanted, stones) =
            tombstone::with_tombstones(&release.manifest, before, options.tombstones);
        let mut found = read::found(store, &part, &wanted, run)?;
        if doubt {
            distrust(&mut found, &part, &wanted);
        }
        let own = first.iter().flat_map(written).map(|(path, _)| path);
        found.stale.extend(own);
        let plan = plan(&part, &found, &wanted);
        if let Err(failure) = refuse_foreign(store, &plan, options) {
            let now = read::published(store, &part, run)?.map(|known| known.bytes);
            match now == published.as_ref().map(|known| known.bytes.clone()) {
                true => return Err(failure),
                false => continue,
            }
        }
        if first.is_none() && plan.is_empty() && !found.is_open {
            return Ok(Report::unchanged(plan));
        }
        let bytes: Bytes<'_> = Box::new(|path: &str| match stones.get(path) {
            Some(stone) => Ok(stone.clone()),
            None => (release.bytes)(path),
        });
        let mut is_sent = plan.is_empty() || {
            prepare(store, &found, &plan, "", run)?;
            send::send(store, &plan, &bytes, None, run)?
        };
        if is_sent && plan.changes_manifest {
            is_sent = swap_manifest(store, &found, &part, &wanted, run)?;
        }
        let plan = &*first.get_or_insert(plan);
        if !is_sent {
            doubt = true;
            continue;
        }
        run.again(|| store.delete(&part.open()))?;
        return Ok(Report {
            is_unchanged: false,
            ..Report::unchanged(plan.clone())
        });
    }
    Err(Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    })
}

/// Swaps the manifest of a part whose manifest is its commit point. False where another run was first.
pub fn swap_manifest(
    store: &dyn Store,
    found: &Found,
    part: &Part,
    wanted: &Manifest,
    run: &Run<'_>,
) -> Outcome<bool> {
    let path = part.manifest();
    let bytes = wanted.to_json();
    let when = match &found.published {
        Some(known) => {
            send::keep(store, &known.bytes, run)?;
            When::Is(&known.tag)
        }
        None => When::Absent,
    };
    match store.put(&path, &bytes, when) {
        Ok(put) => Ok(matches!(put, Put::Done(_))),
        Err(Trouble::Passing(_)) => {
            let now = run.again(|| store.get(&path))?;
            Ok(now.is_some_and(|held| held.bytes == bytes))
        }
        Err(Trouble::Lasting(error)) => Err(Failure::Machine(error)),
    }
}

/// What a run has written by this plan, or was about to.
fn written(plan: &Plan) -> impl Iterator<Item = (String, Stamp)> {
    let steps = plan.steps.iter();
    steps.map(|step| (step.path.clone(), step.stamp))
}

fn arranged(list: &List, entry: &Entry, options: &Options<'_>) -> List {
    let mut next = list.clone();
    let mut entry = entry.clone();
    // Other names that were given to it here stay.
    let known = list.get(&entry.version);
    entry
        .aliases
        .extend(known.into_iter().flat_map(|known| known.aliases.clone()));
    entry.aliases.sort();
    entry.aliases.dedup();
    next.put(entry, options.order);
    (options.arrange)(&mut next);
    next
}

/// A version that would leave the list at once is not sent.
fn refuse_unkept(next: &List, entry: &Entry) -> Outcome<()> {
    if next.get(&entry.version).is_some() {
        return Ok(());
    }
    Err(Failure::Machine(Error::Refused {
        message: format!(
            "version {} is older than all that are kept; nothing was sent",
            entry.version
        ),
        help: "raise `keep` of `[versions]`, or name the version in its `always`".into(),
    }))
}

fn recorded(listing: &Listing, entry: &Entry) -> Option<i64> {
    let known = listing.list.get(&entry.version)?;
    known.record.as_ref()?.sequence
}

fn sequence(manifest: &Manifest) -> Option<i64> {
    manifest.sequence
}

fn refuse_older(part: &Part, published: Option<i64>, ours: Option<i64>) -> Outcome<()> {
    match (published, ours) {
        (Some(published), Some(ours)) if published > ours => Err(Failure::Older {
            what: part.to_string(),
            sources: (published.to_string(), ours.to_string()),
        }),
        _ => Ok(()),
    }
}

fn refuse_foreign(store: &dyn Store, plan: &Plan, options: &Options<'_>) -> Outcome<()> {
    let Some(example) = plan.foreign.first().filter(|_| !options.adopt) else {
        return Ok(());
    };
    Err(Failure::Machine(Error::Refused {
        message: format!(
            "{} files in {} were not written by Groundplan and are in the way, {example} for example; nothing \
             was changed",
            plan.foreign.len(),
            store.name()
        ),
        help: "move them away, or replace them with --adopt, which keeps a copy in _p/blobs/ for as long as \
               `grace` says"
            .into(),
    }))
}

impl Report {
    fn unchanged(plan: Plan) -> Self {
        Self {
            plan,
            state: None,
            retired: Vec::new(),
            is_unchanged: true,
            follow: follow::Report::default(),
        }
    }
}
