//! A site out of bundles: the same bytes from the same set of bundles, in whichever order they come.

use std::collections::BTreeMap;

use super::Bundle;
use super::memory::Memory;
use crate::error::Error;
use crate::model::border::LATEST;
use crate::publish::failure::{Failure, Outcome};
use crate::publish::part::Part;
use crate::publish::protocol;
use crate::publish::release::Options;
use crate::publish::run::Run;
use crate::versions::list::{Entry, List, Stage};
use crate::versions::order::{Number, Order};

/// Puts bundles together to a whole site, for hosts that replace all they have.
///
/// The versions are published one after the other into memory, the oldest first, so the site is what
/// it would be if they had been published as they came out. Their order and their other names are those
/// that the bundle of what stands once knows; without one, `latest` is the newest stable version. Two
/// bundles of one version are taken as one when they hold the same.
///
/// # Errors
/// [`Failure::Machine`] when there is no bundle, when two bundles of one version hold different things,
/// or when what stands once was made beside other versions than these.
pub fn assemble(bundles: &[Bundle], memory: &Memory) -> Outcome<()> {
    if bundles.is_empty() {
        return Err(refused(
            "there is no bundle to put together".into(),
            "name the files that `groundplan bundle` has made, or their folder",
        ));
    }
    let mut parts: BTreeMap<Part, &Bundle> = BTreeMap::new();
    for bundle in bundles {
        match parts.get(&bundle.part()) {
            Some(known) => refuse_other(known, bundle)?,
            None => drop(parts.insert(bundle.part(), bundle)),
        }
    }
    let once = parts.remove(&Part::Evergreen);
    let known = once.and_then(|once| once.beside.clone());
    if let (Some(once), Some(known)) = (once, &known) {
        refuse_strangers(once, known, &parts)?;
    }
    let has_versions = !parts.is_empty();
    let known = known.unwrap_or_default();
    let names = known.entries().iter().map(|entry| entry.version.clone());
    let order = Order::new(names.collect());
    let arrange = |list: &mut List| arrange(list, &known);
    let options = Options {
        order: &order,
        arrange: &arrange,
        grace: 0,
        rebuild: false,
        adopt: false,
        tombstones: has_versions,
    };
    let run = Run {
        now: 0,
        seed: 0,
        wait: &|_| {},
        tell: &|_| {},
    };
    let mut versions: Vec<(&Entry, &Bundle)> = parts
        .into_values()
        .filter_map(|bundle| Some((bundle.entry.as_ref()?, bundle)))
        .collect();
    versions.sort_by(|(a, _), (b, _)| {
        let place = |one: &Entry| {
            (
                one.stage() != Stage::Stable,
                Number::of(&one.version).is_none(),
            )
        };
        let by_age = || order.compare((&b.version, released(b)), (&a.version, released(a)));
        place(a).cmp(&place(b)).then_with(by_age)
    });
    let versions = versions.into_iter().map(|(_, bundle)| bundle);
    // What stands once comes last: what it leads to is there.
    for bundle in versions.chain(once) {
        protocol::publish(memory, &bundle.release(), &options, &run)?;
    }
    Ok(())
}

/// Lets aliases name the versions that they mean. While that one is not there yet, `latest` is the newest
/// stable one, as it was when that one was not made yet.
fn arrange(list: &mut List, known: &List) {
    let of = |entry: &Entry| {
        let aliases = entry.aliases.clone();
        let version = entry.version.clone();
        aliases
            .into_iter()
            .map(move |alias| (alias, version.clone()))
    };
    let mut wanted: BTreeMap<String, String> = known.entries().iter().flat_map(of).collect();
    let newest = list.newest_stable().map(|entry| entry.version.clone());
    if let Some(newest) = newest.filter(|_| {
        let meant = wanted.get(LATEST);
        meant.map_or(known.entries().is_empty(), |meant| {
            list.get(meant).is_none()
        })
    }) {
        wanted.insert(LATEST.to_owned(), newest);
    }
    for (alias, version) in &wanted {
        list.alias(alias, Some(version));
    }
}

fn released(entry: &Entry) -> Option<crate::date::Date> {
    entry.record.as_ref().and_then(|record| record.released)
}

fn refused(message: String, help: &str) -> Failure {
    Failure::Machine(Error::Refused {
        message,
        help: help.into(),
    })
}

/// Refuses versions that what stands once does not know, and those that it leads to and that are not
/// there.
fn refuse_strangers(once: &Bundle, known: &List, parts: &BTreeMap<Part, &Bundle>) -> Outcome<()> {
    const AGAIN: &str = "make the bundles of one site at one state of its tags and branches";
    for entry in known.entries() {
        let Some(bundle) = parts.get(&Part::Version(entry.version.clone())) else {
            return Err(refused(
                format!(
                    "{} leads to version {}, of which there is no bundle; nothing was written",
                    once.name, entry.version
                ),
                "bring that bundle too, or make the bundle of what stands once again",
            ));
        };
        let commit = |entry: &Entry| entry.record.as_ref().and_then(|one| one.commit.clone());
        let is_latest = entry.aliases.iter().any(|alias| alias == LATEST);
        let own = bundle.entry.as_ref().and_then(commit);
        if is_latest && own != commit(entry) {
            let short = |commit: Option<String>| {
                let commit = commit.unwrap_or_else(|| "no commit".into());
                commit.chars().take(10).collect::<String>()
            };
            return Err(refused(
                format!(
                    "{} is of {}, and {} was made beside the version {} of {}; nothing was written",
                    bundle.name,
                    short(own),
                    once.name,
                    entry.version,
                    short(commit(entry)),
                ),
                AGAIN,
            ));
        }
    }
    for (part, bundle) in parts {
        if known.get(part.folder()).is_none() {
            return Err(refused(
                format!(
                    "{} is a bundle of {part}, which {} does not know; nothing was written",
                    bundle.name, once.name
                ),
                "leave it out, or make the bundle of what stands once again",
            ));
        }
    }
    Ok(())
}

/// Refuses a second bundle of a part, if it is not the same.
fn refuse_other(known: &Bundle, other: &Bundle) -> Outcome<()> {
    if known.manifest == other.manifest
        && known.entry == other.entry
        && known.beside == other.beside
    {
        return Ok(());
    }
    let (first, second) = match known.name <= other.name {
        true => (known, other),
        false => (other, known),
    };
    let differs = first
        .manifest
        .files
        .iter()
        .find(|(path, stamp)| second.manifest.files.get(*path) != Some(*stamp))
        .or_else(|| {
            let files = second.manifest.files.iter();
            files
                .into_iter()
                .find(|(path, _)| !first.manifest.files.contains_key(*path))
        });
    let differs = match differs {
        Some((path, _)) => format!(", {path} for example"),
        None => " in what they say of their source".into(),
    };
    Err(refused(
        format!(
            "{} and {} are both bundles of {} and differ{differs}; nothing was written",
            first.name,
            second.name,
            first.part()
        ),
        "leave out the one that is not wanted",
    ))
}
