//! Changes of the list alone: aliases, versions that go, and the way back to an earlier state.

use std::collections::BTreeSet;

use super::commit::{self, Swap};
use super::failure::{Failure, Outcome};
use super::follow;
use super::history::{self, State};
use super::part::Part;
use super::read::{self, Listing};
use super::release::Options;
use super::restore::Restore;
use super::run::{self, Run};
use super::store::Store;
use crate::digest::Sha256;
use crate::error::Error;
use crate::versions::found;
use crate::versions::list::{Entry, List};

/// What a change of the list has done.
#[derive(Clone, Debug, Default)]
pub struct Managed {
    /// The number of the new state; None where it is as it was.
    pub state: Option<u64>,
    /// The versions that are no longer listed.
    pub retired: Vec<String>,
    /// The versions whose files were put back.
    pub restored: Vec<String>,
    /// What was brought in line after it.
    pub follow: follow::Report,
}

/// Lets `alias` name a version; None takes the name away.
pub fn alias(
    store: &dyn Store,
    alias: &str,
    version: Option<&str>,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Managed> {
    if let Some(why) = version.and(found::alias_trouble(alias)) {
        return Err(refused(
            format!("`{alias}` cannot be another name of a version: {why}"),
            "choose another name".into(),
        ));
    }
    let what = match version {
        Some(version) => format!("alias {alias} {version}"),
        None => format!("remove the alias {alias}"),
    };
    change(store, &what, options, run, &|list| {
        if let Some(version) = version {
            known(list, version, store)?;
        } else if list.find(alias).is_none() {
            return Err(refused(
                format!("no version of {} is called {alias}", store.name()),
                "`groundplan versions list` names them".into(),
            ));
        }
        if !list.alias(alias, version) {
            return Err(refused(
                format!("{alias} is the name of a version, and so cannot be another's alias"),
                "choose another name".into(),
            ));
        }
        Ok(())
    })
}

/// Takes a version out of the list. Its pages go when they are due; a note stays in their place.
pub fn remove(
    store: &dyn Store,
    version: &str,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Managed> {
    change(store, &format!("remove {version}"), options, run, &|list| {
        known(list, version, store)?;
        list.remove(version);
        // `latest` goes on to the next one.
        (options.arrange)(list);
        Ok(())
    })
}

/// Goes back to an earlier state of the list, with the files that its versions had then. None is the
/// state before the present one. This is a state of its own, and can be gone back from.
pub fn rollback(
    store: &dyn Store,
    to: Option<u64>,
    options: &Options<'_>,
    run: &Run<'_>,
) -> Outcome<Managed> {
    for attempt in 0..run::TRIES {
        if attempt > 0 {
            run.back_off(attempt);
        }
        let listing = read::listing(store, run)?;
        let state = earlier(store, &listing, to, run)?;
        let list = List::parse(state.list.as_bytes()).map_err(|damage| Failure::Damaged {
            message: format!(
                "state {} of {} cannot be read: {damage}",
                state.number,
                store.name()
            ),
            help: "go back to another one with --to".into(),
        })?;
        run.again(|| store.look_back(state.list.as_bytes()))?;
        let changed: Vec<&Entry> = list
            .entries()
            .iter()
            .filter(|entry| {
                let now = listing.list.get(&entry.version);
                entry.record.is_some() && now.map(|now| &now.record) != Some(&entry.record)
            })
            .collect();
        // Everything is looked at before anything is changed.
        let mut restores = Vec::new();
        for entry in &changed {
            let record = entry.record.as_ref();
            let tree = record.and_then(|record| Sha256::parse(record.tree.as_deref()?));
            if let Some(tree) = tree {
                let part = Part::Version(entry.version.clone());
                restores.push(Restore::look(store, &part, tree, run)?);
            }
        }
        for restore in &restores {
            restore.apply(store, run)?;
        }
        let what = format!("go back to {}", state.number);
        match commit::swap(store, &listing, &list, &what, run)? {
            Swap::Refused => {}
            Swap::Done(number) => {
                return Ok(Managed {
                    state: Some(number),
                    retired: gone(&listing.list, &list),
                    restored: changed.iter().map(|entry| entry.version.clone()).collect(),
                    follow: follow::follow(store, None, options, run)?,
                });
            }
        }
    }
    Err(conflict(store))
}

/// The state to go back to.
fn earlier(store: &dyn Store, listing: &Listing, to: Option<u64>, run: &Run<'_>) -> Outcome<State> {
    let number = match to {
        Some(number) => Some(number),
        None => history::current(store, listing, run)?.and_then(|state| state.before),
    };
    let numbers: BTreeSet<u64> = history::numbers(store, run)?.into_iter().collect();
    let Some(number) = number.filter(|number| numbers.contains(number)) else {
        let known: Vec<String> = numbers.iter().map(u64::to_string).collect();
        let message = match to {
            Some(number) => format!("{} has no state {number}", store.name()),
            None => format!("{} has no state before the present one", store.name()),
        };
        let help = match known.is_empty() {
            true => String::new(),
            false => format!("its states are {}: name one with --to", known.join(", ")),
        };
        return Err(refused(message, help));
    };
    match history::read(store, number, run)? {
        Some(state) => Ok(state),
        None => Err(refused(
            format!("{} has no state {number}", store.name()),
            String::new(),
        )),
    }
}

/// Changes the list, however many others do so at the same time.
fn change(
    store: &dyn Store,
    what: &str,
    options: &Options<'_>,
    run: &Run<'_>,
    how: &dyn Fn(&mut List) -> Outcome<()>,
) -> Outcome<Managed> {
    for attempt in 0..run::TRIES {
        if attempt > 0 {
            run.back_off(attempt);
        }
        let listing = read::listing(store, run)?;
        let mut next = listing.list.clone();
        how(&mut next)?;
        let mut managed = Managed::default();
        if next != listing.list {
            match commit::swap(store, &listing, &next, what, run)? {
                Swap::Refused => continue,
                Swap::Done(number) => managed.state = Some(number),
            }
            managed.retired = gone(&listing.list, &next);
        }
        managed.follow = follow::follow(store, None, options, run)?;
        return Ok(managed);
    }
    Err(conflict(store))
}

/// The versions that one list has and the next one has not.
pub fn gone(before: &List, after: &List) -> Vec<String> {
    let gone = before.entries().iter();
    gone.filter(|entry| after.get(&entry.version).is_none())
        .map(|entry| entry.version.clone())
        .collect()
}

fn known(list: &List, version: &str, store: &dyn Store) -> Outcome<()> {
    if list.get(version).is_some() {
        return Ok(());
    }
    let names = list.entries().iter().map(|entry| entry.version.as_str());
    let help = match crate::diagnostic::suggest::nearest(version, names) {
        Some(near) => format!("did you mean {near}?"),
        None => "`groundplan versions list` names them".into(),
    };
    Err(refused(
        format!("{} has no version {version}", store.name()),
        help,
    ))
}

fn refused(message: String, help: String) -> Failure {
    Failure::Machine(Error::Refused { message, help })
}

fn conflict(store: &dyn Store) -> Failure {
    Failure::Conflict {
        target: store.name(),
        tries: run::TRIES,
    }
}
