//! Sends the files of a plan: in stages, several at a time, and never over bytes that are not kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::failure::{Failure, Outcome};
use super::part::{BLOBS, PRIVATE};
use super::plan::{Kind, Plan, Step};
use super::release::Bytes;
use super::run::{self, Run};
use super::store::{Group, Listed, Put, Store, Tag, When};
use crate::digest::Sha256;
use crate::error::Error;
use crate::versions::manifest::Stamp;

/// A file that was sent.
pub struct Sent {
    path: String,
    stamp: Stamp,
    /// Its tag, where it was not sent in a group.
    tag: Option<Tag>,
}

/// Sends all files of a plan, then `manifest`, and looks whether they have arrived. False when they
/// have not, since another run wrote into the same part.
///
/// Where the store can change a folder at once, it does.
pub fn send(
    store: &dyn Store,
    plan: &Plan,
    bytes: &Bytes<'_>,
    manifest: Option<&[u8]>,
    run: &Run<'_>,
) -> Outcome<bool> {
    (run.tell)(run::Step::Begins {
        files: plan.steps.len(),
        bytes: plan.bytes(),
    });
    let folder = plan.part.folder();
    let has_files = plan.steps.iter().any(|step| step.kind != Kind::Asset);
    let group = match folder.is_empty() || !has_files {
        true => None,
        false => run.again(|| store.group(folder))?,
    };
    let sent = Mutex::new(Vec::new());
    let one = |step: &Step| {
        let content = checked(bytes, step)?;
        let group = group.as_deref().filter(|_| step.kind != Kind::Asset);
        let tag = write(
            store,
            group,
            &step.path,
            step.kind != Kind::Changed,
            &content,
            run,
        )?;
        let mut list = sent.lock().unwrap_or_else(PoisonError::into_inner);
        list.push(Sent {
            path: step.path.clone(),
            stamp: step.stamp,
            tag,
        });
        drop(list);
        (run.tell)(run::Step::Sent {
            bytes: step.stamp.size,
        });
        Ok(())
    };
    for stage in plan.steps.chunk_by(|a, b| a.stage() == b.stage()) {
        each(store.lanes(), stage, &one)?;
    }
    let mut sent = sent.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(manifest) = manifest {
        let path = plan.part.manifest();
        let tag = write(store, group.as_deref(), &path, false, manifest, run)?;
        let stamp = Stamp::of(manifest);
        sent.push(Sent { path, stamp, tag });
    }
    if let Some(group) = group {
        group.end()?;
    }
    has_arrived(store, &sent, run)
}

/// Whether everything that was sent is there.
fn has_arrived(store: &dyn Store, sent: &[Sent], run: &Run<'_>) -> Outcome<bool> {
    // What lies beside the kept bytes is read, and not looked for among them.
    let folders: BTreeSet<&str> = sent
        .iter()
        .map(|file| file.path.split_once('/').map_or("", |(folder, _)| folder))
        .filter(|folder| *folder != PRIVATE)
        .collect();
    let mut there = BTreeMap::new();
    for folder in folders {
        let files = match folder {
            "" => run.again(|| store.look(""))?.files,
            folder => run.again(|| store.list(folder))?,
        };
        there.extend(files.into_iter().map(|file| (file.path.clone(), file)));
    }
    let all = AtomicBool::new(true);
    each(store.lanes(), sent, &|file: &Sent| {
        let is_private = file.path.starts_with(PRIVATE);
        let is_there = match (there.get(&file.path), &file.tag) {
            (None, _) if !is_private => false,
            (Some(listed), _) if !listed.may_have(file.stamp.size) => false,
            (Some(Listed { tag: Some(now), .. }), Some(tag)) => now == tag,
            // The store does not tell without reading.
            _ => run
                .again(|| store.get(&file.path))?
                .is_some_and(|held| Sha256::of(&held.bytes) == file.stamp.sha256),
        };
        if !is_there {
            all.store(false, Ordering::Relaxed);
        }
        Ok(())
    })?;
    Ok(all.into_inner())
}

/// How many threads make files.
pub fn lanes() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does something with every item, several at a time; ends at the first failure.
pub fn each<T: Sync>(
    lanes: usize,
    items: &[T],
    one: &(impl Fn(&T) -> Outcome<()> + Sync),
) -> Outcome<()> {
    let lanes = lanes.min(items.len());
    if lanes <= 1 {
        return items.iter().try_for_each(one);
    }
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..lanes {
            scope.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = one(item) {
                        // The others find nothing more to do.
                        next.store(items.len(), Ordering::Relaxed);
                        let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                        failed.get_or_insert(failure);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.map_or(Ok(()), Err)
}

/// The bytes of a file. What differs from the manifest is never sent.
fn checked(bytes: &Bytes<'_>, step: &Step) -> Outcome<std::sync::Arc<[u8]>> {
    let content = bytes(&step.path)?;
    if Stamp::of(&content) != step.stamp {
        return Err(Failure::Machine(Error::Refused {
            message: format!(
                "{} changed while it was published; it was not sent",
                step.path
            ),
            help: "run the command again when nobody changes the files of the site".into(),
        }));
    }
    Ok(content)
}

/// Writes one file, unless it is there. What it replaces is kept. Returns its tag.
pub fn write(
    store: &dyn Store,
    group: Option<&dyn Group>,
    path: &str,
    mut is_new: bool,
    content: &[u8],
    run: &Run<'_>,
) -> Outcome<Option<Tag>> {
    if store.remembers() {
        // What is replaced need not be fetched first.
        let put = run.again(|| store.put(path, content, When::Always))?;
        return Ok(match put {
            Put::Done(tag) => Some(tag),
            Put::Refused => None,
        });
    }
    for attempt in 0..run::TRIES {
        let there = match is_new {
            true => None,
            false => run.again(|| store.get(path))?,
        };
        let when = match &there {
            Some(held) if held.bytes == content => return Ok(Some(held.tag.clone())),
            Some(held) => {
                keep(store, &held.bytes, run)?;
                When::Is(&held.tag)
            }
            None => When::Absent,
        };
        if let Some(group) = group {
            run.again(|| group.put(path, content))?;
            return Ok(None);
        }
        if let Put::Done(tag) = run.again(|| store.put(path, content, when))? {
            return Ok(Some(tag));
        }
        // Somebody wrote it in between, or it was we, before the connection was cut.
        is_new = false;
        if attempt > 0 {
            run.back_off(attempt);
        }
    }
    Err(Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    })
}

/// Keeps bytes that are about to be replaced, under their digest.
pub fn keep(store: &dyn Store, bytes: &[u8], run: &Run<'_>) -> Outcome<()> {
    if store.remembers() {
        return Ok(());
    }
    let path = blob(Sha256::of(bytes));
    // It does not matter who has kept them before.
    run.again(|| store.put(&path, bytes, When::Absent))?;
    Ok(())
}

/// Where bytes with this digest are kept.
pub fn blob(digest: Sha256) -> String {
    format!("{BLOBS}/{digest}")
}
