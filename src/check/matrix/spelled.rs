//! `platform: RA; customer: C`: who does what in signs of one's own, spelled as it is read.

use crate::load::matrix::{Answer, Format, assignments};
use crate::model::responsibilities::{Parties, PartyId};
use crate::source::Span;

/// What people write between a party and its letters.
const SIGNS: [char; 2] = [':', '='];
/// What people write between parties.
const JOINTS: [&str; 6] = [";", " and ", " und ", " & ", " + ", "/"];

/// Whether a name has signs in it that no name of a party has: then it may be several, and the party
/// that is nearest to it is not all that was meant.
pub(super) fn is_odd(name: &str) -> bool {
    name.contains(SIGNS) || JOINTS.iter().any(|joint| name.contains(joint))
}

/// The answer as it should be spelled, and where it is written; None where a part of it is still
/// unknown then, or where nothing about it is odd.
pub(super) fn mended(
    answer: &Answer,
    parties: &Parties,
    id: impl Fn(PartyId) -> String,
) -> Option<(String, Span)> {
    let all = &answer.assignments;
    let (first, last) = (all.first()?, all.last()?);
    // A text with escapes has no places of its own in it.
    let has_place = |one: &crate::load::matrix::Assignment| {
        one.party.1.end - one.party.1.start == one.party.0.len()
    };
    if !all.iter().any(|one| is_odd(&one.party.0)) || !all.iter().all(has_place) {
        return None;
    }
    let mut words = Vec::new();
    for one in all {
        let whole = format!("{} {}", one.party.0, one.written.0);
        words.push(spelled(&whole, parties, &id, JOINTS.as_slice())?);
    }
    let span = Span::new(first.party.1.start, last.written.1.end);
    Some((words.join(", "), span))
}

/// One part, cut at the first of the joints that it has. Letters may have a `/` in them as well: what
/// is understood whole is not cut.
fn spelled(
    text: &str,
    parties: &Parties,
    id: &impl Fn(PartyId) -> String,
    joints: &[&str],
) -> Option<String> {
    let plain = text.replace(SIGNS, " ");
    let read = assignments(&plain, Span::new);
    let one = |one: &crate::load::matrix::Assignment| {
        one.letters?;
        let party = parties
            .find(&one.party.0, Format::Toml)
            .or_else(|| parties.by_any_name(&one.party.0))?;
        Some(
            format!("{} {}", id(party), one.written.0)
                .trim_end()
                .to_owned(),
        )
    };
    let whole: Option<Vec<String>> = read.iter().map(one).collect();
    if let Some(whole) = whole.filter(|whole| !whole.is_empty()) {
        return Some(whole.join(", "));
    }
    let (joint, rest) = joints.split_first()?;
    if !text.contains(joint) {
        return spelled(text, parties, id, rest);
    }
    let parts = text.split(joint).filter(|part| !part.trim().is_empty());
    let parts: Option<Vec<String>> = parts.map(|part| spelled(part, parties, id, rest)).collect();
    parts.map(|parts| parts.join(", "))
}
