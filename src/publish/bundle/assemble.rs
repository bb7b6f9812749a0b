//! A site out of bundles: the same bytes from the same set of bundles, in whichever order they come.

use std::collections::BTreeMap;

use super::Bundle;
use super::memory::Memory;
use crate::error::Error;
use crate::publish::failure::{Failure, Outcome};
use crate::publish::part::Part;
use crate::publish::protocol;
use crate::publish::release::Options;
use crate::publish::run::Run;

/// Puts bundles together to a whole site, for hosts that replace all they have.
///
/// The versions are published one after the other into memory, the oldest first, so the site is what
/// it would be if they had been published as they came out. Two bundles of one version are taken as one
/// when they hold the same.
///
/// # Errors
/// [`Failure::Machine`] when there is no bundle, or two bundles of one version hold different things.
pub fn assemble(bundles: &[Bundle], options: &Options<'_>, memory: &Memory) -> Outcome<()> {
    if bundles.is_empty() {
        return Err(Failure::Machine(Error::Refused {
            message: "there is no bundle to put together".into(),
            help: "name the files that `groundplan bundle` has made".into(),
        }));
    }
    let mut parts: BTreeMap<Part, &Bundle> = BTreeMap::new();
    for bundle in bundles {
        match parts.get(&bundle.part()) {
            Some(known) => refuse_other(known, bundle)?,
            None => drop(parts.insert(bundle.part(), bundle)),
        }
    }
    let mut ordered: Vec<&Bundle> = parts.into_values().collect();
    ordered.sort_by(|a, b| match (&a.entry, &b.entry) {
        (Some(a), Some(b)) => options
            .order
            .compare((&b.version, released(b)), (&a.version, released(a))),
        // The evergreen pages come last: what they lead to is there.
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
    let run = Run {
        now: 0,
        seed: 0,
        wait: &|_| {},
        tell: &|_| {},
    };
    let options = Options {
        grace: 0,
        ..*options
    };
    for bundle in ordered {
        protocol::publish(memory, &bundle.release(), &options, &run)?;
    }
    Ok(())
}

fn released(entry: &crate::versions::list::Entry) -> Option<crate::date::Date> {
    entry.record.as_ref().and_then(|record| record.released)
}

/// Refuses a second bundle of a part, if it is not the same.
fn refuse_other(known: &Bundle, other: &Bundle) -> Outcome<()> {
    if known.manifest == other.manifest && known.entry == other.entry {
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
    Err(Failure::Machine(Error::Refused {
        message: format!(
            "{} and {} are both bundles of {} and differ{differs}; nothing was written",
            first.name,
            second.name,
            first.part()
        ),
        help: "leave out the one that is not wanted".into(),
    }))
}
