//! What differs between two snapshots.

use std::collections::HashMap;

use serde::Serialize;

use super::likeness::renamed;
use super::others::{ServiceChange, services};
use super::pages::{PageChange, pages};
use super::renames;
use super::snapshot::{SCHEMA, Share, Snapshot, Task};
use super::tasks::{Matched, matched};

/// All that differs between two states of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The version of this form.
    pub schema: u32,
    /// What changed for tasks: what moved to the reader first.
    pub tasks: Vec<Change>,
    /// What changed for services.
    pub services: Vec<ServiceChange>,
    /// What changed for pages.
    pub pages: Vec<PageChange>,
}

/// What happened to a task. The order is that of importance to the reader.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The reader does it or answers for it now, or does so alone.
    MovedToYou,
    /// A task that was not there is the reader's.
    NewDuty,
    /// Another party does it or answers for it now: its id.
    MovedTo(String),
    /// A task that was the reader's is not there any longer, or nobody's.
    DroppedDuty,
    /// One task became several.
    Split,
    /// Several tasks became one.
    Merged,
    /// Somebody is asked, told or has to ask, who was not, or is no longer.
    Role,
    /// How far it is agreed upon.
    State,
    /// A task of others that was not there.
    NewTask,
    /// A task of others that is not there any longer, or nobody's.
    DroppedTask,
    /// Only the words.
    Wording,
}

impl Kind {
    /// Its name: `moved-to-you`, `moved-to-platform`.
    pub fn name(&self) -> String {
        match self {
            Self::MovedToYou => "moved-to-you".to_owned(),
            Self::NewDuty => "new-duty".to_owned(),
            Self::MovedTo(party) => format!("moved-to-{party}"),
            Self::DroppedDuty => "dropped-duty".to_owned(),
            Self::Split => "split".to_owned(),
            Self::Merged => "merged".to_owned(),
            Self::Role => "role".to_owned(),
            Self::State => "state".to_owned(),
            Self::NewTask => "new-task".to_owned(),
            Self::DroppedTask => "dropped-task".to_owned(),
            Self::Wording => "wording".to_owned(),
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.name())
    }
}

/// What happened to one task, in all matrices that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// The matrices.
    pub matrices: Vec<String>,
    /// The services of these matrices.
    pub services: Vec<String>,
    /// The offering that it is about; none for the service as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offering: Option<String>,
    /// What it was; none for a new task, several for a merged one.
    pub before: Vec<Side>,
    /// What it is; none for a dropped task, several for a split one.
    pub after: Vec<Side>,
    /// Why it is so now, where that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// A new task that may be this dropped one in other words, or the other way round.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub possibly_renamed: Option<String>,
}

/// A task in one of the states.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Side {
    /// The phase.
    pub phase: String,
    /// The task.
    pub task: String,
    /// Who does it, as `platform RA, customer I`.
    pub who: String,
    /// How far it is agreed upon.
    pub state: String,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty() && self.services.is_empty() && self.pages.is_empty()
    }

    /// The names of all kinds of changes that it has, as `--fail-on` knows them.
    pub fn kinds(&self) -> Vec<String> {
        let tasks = self.tasks.iter().map(|change| change.kind.name());
        let services = self.services.iter().map(|change| change.kind.name());
        let pages = self.pages.iter().flat_map(PageChange::kinds);
        let mut all: Vec<String> = tasks.collect();
        all.extend(services.chain(pages).map(str::to_owned));
        all
    }
}

/// Compares two states.
pub fn diff(old: &Snapshot, new: &Snapshot) -> Difference {
    let pages = pages(old, new);
    Difference {
        schema: SCHEMA,
        tasks: tasks(old, new, &renames::aligned(old, new, &pages)),
        services: services(old, new, &pages),
        pages,
    }
}

/// `aligned` are the tasks of `new` under the names that their matrices have in `old`.
fn tasks(old: &Snapshot, new: &Snapshot, aligned: &[Task]) -> Vec<Change> {
    let you = new.you().or(old.you());
    let matched = matched(&old.tasks, aligned);
    let renamed = renamed(&matched, &old.tasks, aligned);
    let mut changes = Vec::new();
    for (before, after) in &matched.same {
        let (before, after) = (&old.tasks[*before], &new.tasks[*after]);
        if let Some(kind) = of_same(before, after, you) {
            changes.push((change(kind, &[before], &[after]), origin(after)));
        }
    }
    for (before, after) in &matched.replaced {
        let before: Vec<&Task> = before.iter().map(|at| &old.tasks[*at]).collect();
        let after: Vec<&Task> = after.iter().map(|at| &new.tasks[*at]).collect();
        // What becomes the reader's own matters more than how it was cut.
        let had = before.iter().any(|task| is_of(task, you));
        let has = after.iter().any(|task| is_of(task, you));
        let kind = match (before.len(), had, has) {
            (_, false, true) => Kind::MovedToYou,
            (1, _, _) => Kind::Split,
            _ => Kind::Merged,
        };
        let from = origin(after[0]);
        changes.push((change(kind, &before, &after), from));
    }
    alone(&matched, (old, new), &renamed, you, &mut changes);
    joined(changes)
}

/// The matrix that a task is written in.
fn origin(task: &Task) -> String {
    task.from.as_ref().unwrap_or(&task.matrix).clone()
}

fn change(kind: Kind, before: &[&Task], after: &[&Task]) -> Change {
    let one = after.first().or(before.first());
    let side = |task: &&Task| Side {
        phase: task.phase.clone(),
        task: task.task.clone(),
        who: who(&task.who),
        state: task.state.clone(),
    };
    Change {
        kind,
        matrices: one.map(|task| task.matrix.clone()).into_iter().collect(),
        services: one.map_or_else(Vec::new, |task| task.services.clone()),
        offering: one.and_then(|task| task.offering.clone()),
        before: before.iter().map(side).collect(),
        after: after.iter().map(side).collect(),
        why: after.iter().find_map(|task| task.why.clone()),
        possibly_renamed: None,
    }
}

/// `platform RA, customer I asks`.
fn who(shares: &[Share]) -> String {
    let share = |share: &Share| {
        let asks = if share.asks { "asks" } else { "" };
        let words = [share.party.as_str(), share.letters.as_str(), asks];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    };
    let shares: Vec<String> = shares.iter().map(share).collect();
    shares.join(", ")
}

/// The parties that do a task or answer for it.
fn owners(task: &Task) -> Vec<&str> {
    let owns = |share: &&Share| share.letters.contains(['R', 'A']);
    let owners = task.who.iter().filter(owns);
    owners.map(|share| share.party.as_str()).collect()
}

fn is_of(task: &Task, you: Option<&str>) -> bool {
    you.is_some_and(|you| owners(task).contains(&you))
}

fn answers(task: &Task, party: &str) -> bool {
    let share = task.who.iter().find(|share| share.party == party);
    share.is_some_and(|share| share.letters.contains('A'))
}

/// What happened to a task that both states have; None where nothing did.
fn of_same(before: &Task, after: &Task, you: Option<&str>) -> Option<Kind> {
    let (was, is) = (owners(before), owners(after));
    if let Some(you) = you.filter(|you| is.contains(you)) {
        let alone = was.len() > 1 && is.len() == 1;
        let answers_now = answers(after, you) && !answers(before, you);
        if !was.contains(&you) || alone || answers_now {
            return Some(Kind::MovedToYou);
        }
    }
    if is.is_empty() && !was.is_empty() {
        return Some(match is_of(before, you) {
            true => Kind::DroppedDuty,
            false => Kind::DroppedTask,
        });
    }
    let gained = is.iter().find(|party| !was.contains(party));
    let lost = was.iter().any(|party| !is.contains(party));
    // Whoever answers for it now has it; else whoever does it.
    let has_now = is
        .iter()
        .find(|party| answers(after, party) && !answers(before, party))
        .or(gained)
        .or(is
            .iter()
            .find(|party| Some(**party) != you)
            .filter(|_| lost));
    if let Some(party) = has_now.filter(|party| Some(**party) != you) {
        return Some(Kind::MovedTo((*party).to_owned()));
    }
    if before.who != after.who {
        return Some(Kind::Role);
    }
    if before.state != after.state {
        return Some(Kind::State);
    }
    (before.task != after.task || before.phase != after.phase).then_some(Kind::Wording)
}

/// Tasks that only one of the states has.
fn alone(
    matched: &Matched,
    (old, new): (&Snapshot, &Snapshot),
    renamed: &HashMap<(usize, bool), String>,
    you: Option<&str>,
    changes: &mut Vec<(Change, String)>,
) {
    let whole = |tasks: &[Task]| -> HashMap<(String, String, String), usize> {
        let named = tasks
            .iter()
            .enumerate()
            .filter(|(_, task)| task.offering.is_none());
        named
            .map(|(at, task)| {
                (
                    (task.matrix.clone(), task.phase.clone(), task.task.clone()),
                    at,
                )
            })
            .collect()
    };
    let (of_old, of_new) = (whole(&old.tasks), whole(&new.tasks));
    let name = |task: &Task| (task.matrix.clone(), task.phase.clone(), task.task.clone());
    let to_new: HashMap<usize, usize> = matched.same.iter().copied().collect();
    let to_old: HashMap<usize, usize> = matched.same.iter().map(|(a, b)| (*b, *a)).collect();
    for at in &matched.gone {
        let task = &old.tasks[*at];
        if task.offering.is_some() {
            // It no longer differs in this offering: there it is now what it is everywhere.
            let now = of_old.get(&name(task)).and_then(|whole| to_new.get(whole));
            if let Some(now) = now.map(|now| &new.tasks[*now]) {
                in_offering(task, task, now, you, changes);
            }
            continue;
        }
        let kind = match is_of(task, you) {
            true => Kind::DroppedDuty,
            false => Kind::DroppedTask,
        };
        let mut change = change(kind, &[task], &[]);
        change.possibly_renamed = renamed.get(&(*at, true)).cloned();
        changes.push((change, origin(task)));
    }
    for at in &matched.new {
        let task = &new.tasks[*at];
        if task.offering.is_some() {
            let before = of_new.get(&name(task)).and_then(|whole| to_old.get(whole));
            if let Some(before) = before.map(|before| &old.tasks[*before]) {
                in_offering(task, before, task, you, changes);
            }
            continue;
        }
        let kind = match is_of(task, you) {
            true => Kind::NewDuty,
            false => Kind::NewTask,
        };
        let mut change = change(kind, &[], &[task]);
        change.possibly_renamed = renamed.get(&(*at, false)).cloned();
        changes.push((change, origin(task)));
    }
}

/// What changes in the offering of `named`.
fn in_offering(
    named: &Task,
    before: &Task,
    after: &Task,
    you: Option<&str>,
    changes: &mut Vec<(Change, String)>,
) {
    if let Some(kind) = of_same(before, after, you).filter(|kind| *kind != Kind::Wording) {
        let mut change = change(kind, &[before], &[after]);
        change.offering.clone_from(&named.offering);
        changes.push((change, origin(after)));
    }
}

/// One change for what several matrices take over from one, in the order of importance.
fn joined(changes: Vec<(Change, String)>) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::new();
    let mut known = HashMap::new();
    for (change, origin) in changes {
        let key = (
            origin,
            change.kind.clone(),
            change.offering.clone(),
            change.before.clone(),
            change.after.clone(),
        );
        match known.get(&key) {
            Some(at) => {
                let whole: &mut Change = &mut joined[*at];
                for (all, more) in [
                    (&mut whole.matrices, change.matrices),
                    (&mut whole.services, change.services),
                ] {
                    for one in more {
                        if !all.contains(&one) {
                            all.push(one);
                        }
                    }
                }
            }
            None => {
                known.insert(key, joined.len());
                joined.push(change);
            }
        }
    }
    joined.sort_by(|a, b| a.kind.cmp(&b.kind));
    joined
}
