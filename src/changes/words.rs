//! Changes in words, for people.

use super::diff::{Change, Kind, Side};
use super::others::{ServiceChange, ServiceKind};
use super::pages::{PageChange, PageKind};
use super::snapshot::Snapshot;

/// What changes of this kind are called, above their list.
pub fn heading(kind: &Kind, new: &Snapshot) -> String {
    match kind {
        Kind::MovedToYou => "Moved to you".to_owned(),
        Kind::NewDuty => "New for you".to_owned(),
        Kind::MovedTo(party) => format!("Moved to {}", name(party, new)),
        Kind::DroppedDuty => "No longer yours".to_owned(),
        Kind::Split => "Split".to_owned(),
        Kind::Merged => "Merged".to_owned(),
        Kind::Role => "Asked or told".to_owned(),
        Kind::State => "Agreed or not".to_owned(),
        Kind::NewTask => "New, done by others".to_owned(),
        Kind::DroppedTask => "Dropped, was done by others".to_owned(),
        Kind::Wording => "Only the words".to_owned(),
    }
}

/// The name of a party; the reader's own side is "you".
fn name(party: &str, snapshot: &Snapshot) -> String {
    match snapshot.parties.iter().find(|known| known.id == party) {
        Some(known) if known.you => "you".to_owned(),
        Some(known) => known.name.clone(),
        None => party.to_owned(),
    }
}

/// A change in one line: where, what, and who before and after.
pub fn line(change: &Change, old: &Snapshot, new: &Snapshot) -> String {
    let place = match change.services.is_empty() {
        true => change.matrices.join(", "),
        false => change.services.join(", "),
    };
    let offering = change
        .offering
        .iter()
        .map(|offering| format!(" ({offering})"));
    let place = place + &offering.collect::<String>();
    let one = change.after.first().or(change.before.first());
    let phase = one.map_or("", |side| side.phase.as_str());
    let place = match phase {
        "" => place,
        phase => format!("{place}, {phase}"),
    };
    let mut text = format!("{place}: {}", what(change, old, new));
    if let Some(renamed) = &change.possibly_renamed {
        text.push_str(&format!("; possibly renamed: {renamed}"));
    }
    if let Some(why) = change.why.as_ref().filter(|_| !change.before.is_empty()) {
        text.push_str(&format!(" ({why})"));
    }
    text
}

fn what(change: &Change, old: &Snapshot, new: &Snapshot) -> String {
    let tasks = |sides: &[Side]| {
        let tasks: Vec<&str> = sides.iter().map(|side| side.task.as_str()).collect();
        tasks.join(" + ")
    };
    match (change.before.as_slice(), change.after.as_slice()) {
        ([], [after, ..]) => format!("{} ({})", after.task, who(&after.who, new)),
        ([before, ..], []) => format!("{} ({})", before.task, who(&before.who, old)),
        ([before], [after]) if change.kind == Kind::Wording => match before.task == after.task {
            true => format!("{}, was in {}", after.task, before.phase),
            false => format!("{}, was: {}", after.task, before.task),
        },
        ([before], [after]) if change.kind == Kind::State => {
            format!("{}: {}, was {}", after.task, after.state, before.state)
        }
        ([before], [after]) => {
            format!(
                "{}: {}; before: {}",
                after.task,
                who(&after.who, new),
                who(&before.who, old)
            )
        }
        (before, after) => format!("{}, was: {}", tasks(after), tasks(before)),
    }
}

/// `platform RA, customer I` as "Harbor platform team does it and answers for it, you are told".
pub fn who(written: &str, snapshot: &Snapshot) -> String {
    if written.is_empty() {
        return "nobody".to_owned();
    }
    let share = |share: &str| {
        let mut words = share.split(' ');
        let party = name(words.next().unwrap_or_default(), snapshot);
        let is_you = party == "you";
        let mut parts = Vec::new();
        for word in words {
            if word == "asks" {
                parts.push(if is_you { "ask for it" } else { "asks for it" });
                continue;
            }
            parts.extend(word.chars().map(|letter| match (letter, is_you) {
                ('R', true) => "do it",
                ('R', false) => "does it",
                ('A', true) => "answer for it",
                ('A', false) => "answers for it",
                ('C', true) => "are asked",
                ('C', false) => "is asked",
                (_, true) => "are told",
                (_, false) => "is told",
            }));
        }
        format!("{party} {}", parts.join(" and "))
    };
    let shares: Vec<String> = written.split(", ").map(share).collect();
    shares.join(", ")
}

/// What happened to a service in one line, behind its name.
pub fn service(change: &ServiceChange) -> String {
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    let (before, after) = (text(&change.before), text(&change.after));
    let fact = change.fact.as_deref().unwrap_or_default();
    let said = match change.kind {
        ServiceKind::Added => "a new service".to_owned(),
        ServiceKind::Removed => "no longer a service".to_owned(),
        ServiceKind::Renamed => format!("was called {before}"),
        ServiceKind::Lifecycle => format!("{after}, was {before}"),
        ServiceKind::FactRemoved => format!("{fact} is no longer said, was {before}"),
        ServiceKind::FactAdded => format!("{fact}: {after}"),
        ServiceKind::FactChanged => format!("{fact}: {after}, was {before}"),
    };
    match &change.offering {
        Some(offering) => format!("{offering}: {said}"),
        None => said,
    }
}

/// What happened to a page in one line: `moved: guides/restore, was databases/restore`.
pub fn page(change: &PageChange) -> String {
    let id = |side: Option<&super::pages::PageSide>| match side.map(|side| side.id.as_str()) {
        Some("") => "the home page".to_owned(),
        Some(id) => id.to_owned(),
        None => String::new(),
    };
    let (before, after) = (id(change.before.as_ref()), id(change.after.as_ref()));
    let said = match change.kind {
        PageKind::Added => format!("added: {after}"),
        PageKind::Moved => format!("moved: {after}, was {before}"),
        PageKind::Removed => format!("removed: {before}"),
        PageKind::Changed => format!("changed: {after}"),
    };
    match change.lost_anchors.as_slice() {
        [] => said,
        lost => format!("{said}, without the anchors {}", anchors(lost)),
    }
}

/// `#restore, #keys and 3 more`.
fn anchors(lost: &[String]) -> String {
    const MOST: usize = 5;
    let shown = lost.iter().take(MOST).map(|anchor| format!("#{anchor}"));
    let shown: Vec<String> = shown.collect();
    let more = lost.len().saturating_sub(MOST);
    match more {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
