//! Matrices of responsibilities: whom they name, who answers for what, and what they take over.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::matrix::{Status, folded};
use crate::model::responsibilities::{Linked, RowId, Task};
use crate::model::{MatrixId, Site};
use crate::source::Span;

mod answers;
mod likeness;
mod lost;
mod names;
mod spelled;

/// More matrices in a row than this are more than anybody has in mind.
const DEEPEST: usize = 3;

/// The findings about one matrix, with all that it takes over.
pub fn check(site: &Site, id: MatrixId) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let linked = &site.typed.responsibilities.all[id];
    names::check(site, id, &mut findings);
    findings.extend(lost::check(site, id));
    twice(linked, &mut findings);
    extends(site, id, &mut findings);
    missed(site, id, &mut findings);
    let own = |task: &&Task| task.row.matrix as usize == id;
    for task in linked.merged.tasks().filter(own) {
        answers::check(site, id, task, &mut findings);
        undecided(site, task, &mut findings);
    }
    likeness::check(site, id, &mut findings);
    findings
}

/// Parties of the site to name in an example: one that works for the reader, and the reader.
fn examples(site: &Site) -> (&str, &str) {
    let parties = &site.typed.responsibilities.parties;
    let other = parties.iter().find(|party| !party.you).or(parties.first());
    let you = parties.iter().find(|party| party.you).or(parties.last());
    (
        other.map_or("platform", |party| party.id.0.as_str()),
        you.map_or("customer", |party| party.id.0.as_str()),
    )
}

/// What only all matrices together can tell: ids that two have, and parties that do nothing.
pub fn over_the_site(site: &Site) -> Vec<Diagnostic> {
    let all = &site.typed.responsibilities;
    let mut findings = Vec::new();
    let mut first: HashMap<String, &Linked> = HashMap::new();
    for matrix in all.all.iter() {
        let file = &matrix.file.file;
        if let Some(other) = first.get(&matrix.file.id.to_lowercase()) {
            let message = format!("{} is the matrix `{}` too", other.file.file, matrix.file.id);
            findings.push(
                Diagnostic::about(Code::MatrixDuplicateId, file, message)
                    .help("remove or rename one of the two files"),
            );
        } else {
            first.insert(matrix.file.id.to_lowercase(), matrix);
        }
    }
    let platform = &site.typed.platform;
    if !all.all.is_empty() {
        for (index, party) in platform.parties.iter().enumerate() {
            if !all.is_busy(index) && !party.id.0.is_empty() {
                let message = format!("{} does nothing in any matrix", party.name);
                findings.push(
                    Diagnostic::at(Code::MatrixIdleParty, &platform.file, party.id.1, message)
                        .help("say somewhere what it does, or remove it"),
                );
            }
        }
    }
    findings
}

/// Tasks that one file has twice, and ids of rows that two have.
fn twice(linked: &Linked, findings: &mut Vec<Diagnostic>) {
    let file = &linked.file.file;
    let mut phases: HashMap<String, FxHashMap<&str, Span>> = HashMap::new();
    let mut ids: HashMap<&str, Span> = HashMap::new();
    for (at, phase) in linked.file.phases.iter().enumerate() {
        let labels = phases.entry(folded(&phase.name.0)).or_default();
        for (place, row) in phase.rows.iter().enumerate() {
            let (label, span) = &row.label;
            let key = linked.key_at(at, place);
            if let Some(first) = labels.get(key) {
                let message = format!("`{}` stands twice in this phase", label.trim());
                findings.push(
                    Diagnostic::at(Code::MatrixDuplicateRow, file, *span, message)
                        .related(file, *first, "the first one")
                        .help("keep one of the two, or say in the words what sets them apart"),
                );
            } else {
                labels.insert(key, *span);
            }
            let Some((id, span)) = &row.details().id else {
                continue;
            };
            if let Some(first) = ids.insert(id, *span) {
                let message = format!("another task has the id `{id}`");
                findings.push(
                    Diagnostic::at(Code::MatrixDuplicateId, file, *span, message)
                        .related(file, first, "the first one")
                        .help("give one of them another id"),
                );
            }
        }
    }
    let rows = linked.file.phases.iter().flat_map(|phase| &phase.rows);
    for (earlier, span) in rows.flat_map(|row| &row.details().moved_from) {
        let Some(other) = ids.get(earlier.as_str()) else {
            continue;
        };
        let message = format!("`{earlier}` is the id of a task that is still there");
        findings.push(
            Diagnostic::at(Code::MatrixDuplicateId, file, *span, message)
                .related(file, *other, "it has it")
                .help("`moved_from` names ids that this task had before and no task has now"),
        );
    }
}

/// Circles, and chains that are too long.
fn extends(site: &Site, id: MatrixId, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    let merged = &linked.merged;
    let file = &linked.file;
    let name = |id: &MatrixId| all.all[*id].file.id.as_str();
    if let Some(first) = merged.circle.first() {
        let mut way: Vec<&str> = merged.circle.iter().map(name).collect();
        way.push(name(first));
        let back = file.extends.iter().find(|one| one.matrix.0 == name(first));
        let span = back.map_or(Span::default(), |one| one.matrix.1);
        let message = match merged.circle.len() {
            1 => format!("`{}` extends itself", file.id),
            _ => format!(
                "these matrices extend each other in a circle: {}",
                way.join(", ")
            ),
        };
        findings.push(
            Diagnostic::at(Code::MatrixExtendsCycle, &file.file, span, message)
                .help("one of them must stand on its own: remove one `extends`"),
        );
    }
    if merged.depth > DEEPEST
        && let Some(extend) = file.extends.first()
    {
        let message = format!(
            "who does what is spread over {} matrices here",
            merged.depth
        );
        findings.push(
            Diagnostic::at(Code::MatrixDeepExtends, &file.file, extend.matrix.1, message)
                .help("extend the matrices that matter directly, so that a reader finds the line to change"),
        );
    }
}

/// `n/a` and `@id` without anything inherited that they could mean.
fn missed(site: &Site, id: MatrixId, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    let file = &linked.file.file;
    for row in &linked.merged.missed {
        let (phase, row) = all.row(*row);
        let (label, span) = &row.label;
        if let Some(wanted) = row.overrides() {
            let message = format!("no inherited task has the id `{wanted}`");
            let finding = Diagnostic::at(Code::MatrixUnknownId, file, *span, message);
            let ids = inherited_ids(site, id);
            findings.push(names::near(finding, wanted, &ids, |near| {
                format!("\"@{near}\"")
            }));
            continue;
        }
        let message = format!("`{}` removes nothing", label.trim());
        let finding = Diagnostic::at(Code::MatrixRemovesNothing, file, *span, message);
        let inherited = inherited_labels(site, id);
        let near = likeness::nearest(label, inherited.iter().map(|(_, label)| label.as_str()));
        findings.push(match near {
            Some(near) => {
                let phases = inherited.iter().filter(|(_, label)| label == near);
                let phases: Vec<&str> = phases.map(|(phase, _)| phase.as_str()).collect();
                match phases.contains(&phase) {
                    true => finding
                        .label(format!("did you mean `{near}`?"))
                        .replacement(format!("\"{near}\"")),
                    false => finding.help(format!(
                        "`{near}` is inherited in the phase `{}`, not here",
                        phases.join("`, `")
                    )),
                }
            }
            None if inherited.is_empty() => finding
                .help("this matrix extends none, so there is nothing to remove: remove the line"),
            None => finding.help("an inherited task is removed by its words, in its phase"),
        });
    }
}

/// The ids of the tasks that a matrix inherits.
fn inherited_ids(site: &Site, id: MatrixId) -> Vec<String> {
    let all = &site.typed.responsibilities;
    let mut ids = Vec::new();
    for parent in &all.all[id].parents {
        for task in all.all[*parent].merged.tasks().flat_map(Task::lineage) {
            let known = all.row(task.row).1.details().id.as_ref();
            ids.extend(known.map(|(id, _)| id.clone()));
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The tasks that a matrix inherits: phase and words.
fn inherited_labels(site: &Site, id: MatrixId) -> Vec<(String, String)> {
    let all = &site.typed.responsibilities;
    let mut labels = Vec::new();
    for parent in &all.all[id].parents {
        for phase in &all.all[*parent].merged.phases {
            let of_phase = phase.tasks.iter();
            labels
                .extend(of_phase.map(|task| (phase.name.to_string(), all.label(task).to_owned())));
        }
    }
    labels
}

/// A decision whose day is over.
fn undecided(site: &Site, task: &Task, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let row = all.row(task.row).1;
    let (Some(today), Some((day, span))) = (site.today, row.details().decide_by) else {
        return;
    };
    if day >= today || all.state(task) == crate::load::matrix::State::Agreed {
        return;
    }
    let file = &all.all[task.row.matrix as usize].file.file;
    let message = format!(
        "`{}` should have been decided by {}",
        row.label.0.trim(),
        day.long()
    );
    findings.push(
        Diagnostic::at(Code::MatrixUndecided, file, span, message)
            .help("write what was decided and remove `state`, or name another day"),
    );
}

/// Whether a matrix is being written: what is open in it is work to do, and no mistake.
fn is_draft(site: &Site, row: RowId) -> bool {
    let matrix = &site.typed.responsibilities.all[row.matrix as usize];
    matrix.file.status == Status::Draft
}
