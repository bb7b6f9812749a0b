//! Matrices that take over the rows of others.
//!
//! Phases and rows of a parent keep their place; a child's row with the phase and words of an
//! inherited one, or with its id, stands in its place; new rows follow those of their phase, and a
//! new phase stands beside the phase that it stands beside in the child.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::load::matrix::{Matrix, Row, folded};
use crate::load::platform::Party;

use super::duty::{Duty, Parties};
use super::{Linked, MatrixId, RowId};

/// The rows of a matrix with those that it takes over.
#[derive(Clone, Default)]
pub struct Merged {
    /// The phases, in their order.
    pub phases: Vec<MergedPhase>,
    /// The inherited rows that it removes.
    pub removed: Vec<Removal>,
    /// Own rows that name an inherited row there is not: `n/a`, or an id behind `@`.
    pub missed: Vec<RowId>,
    /// The circle of matrices that it stands in, from itself to its last before it comes again.
    pub circle: Vec<MatrixId>,
    /// How many matrices stand in the longest chain from it to a matrix without parents.
    pub depth: usize,
}

/// A phase with its rows.
#[derive(Clone)]
pub struct MergedPhase {
    /// Its name, as the first of its matrices writes it.
    pub name: Arc<str>,
    /// What it is compared by.
    pub key: Arc<str>,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// A task of a matrix: a row of its own or an inherited one.
#[derive(Clone, Debug)]
pub struct Task {
    /// The row that speaks.
    pub row: RowId,
    /// The task that it overrides.
    pub over: Option<Arc<Task>>,
}

/// An inherited task that is removed.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The task.
    pub task: Task,
    /// The row that says `n/a`.
    pub by: RowId,
}

impl Task {
    /// The task and what it overrides, one after the other.
    pub fn lineage(&self) -> impl Iterator<Item = &Task> {
        std::iter::successors(Some(self), |task| task.over.as_deref())
    }
}

impl Merged {
    /// All tasks, in order.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.phases.iter().flat_map(|phase| &phase.tasks)
    }
}

/// Everything about one file that merging asks for again and again.
struct Sheet {
    /// What the phases are compared by.
    phases: Vec<Arc<str>>,
    names: Vec<Arc<str>>,
    /// What the rows are compared by, over all phases.
    labels: Vec<String>,
    starts: Vec<u32>,
    duties: Vec<Duty>,
    parents: Vec<(MatrixId, Vec<String>)>,
}

/// Links and merges all matrices.
pub fn all(matrices: &[Arc<Matrix>], parties: &[Party]) -> Vec<Linked> {
    let parties = Parties::of(parties);
    let mut by_id: HashMap<&str, MatrixId> = HashMap::with_capacity(matrices.len());
    for (index, matrix) in matrices.iter().enumerate() {
        by_id.entry(&matrix.id).or_insert(index);
    }
    let sheets: Vec<Sheet> = matrices
        .iter()
        .map(|matrix| sheet(matrix, &parties, &by_id))
        .collect();
    let mut merges: Vec<Option<Merged>> = vec![None; matrices.len()];
    for index in 0..matrices.len() {
        merged(index, matrices, &sheets, &mut merges);
    }
    let linked = |((matrix, sheet), merged): ((&Arc<Matrix>, Sheet), Option<Merged>)| Linked {
        file: matrix.clone(),
        parents: sheet.parents.iter().map(|(parent, _)| *parent).collect(),
        starts: sheet.starts,
        keys: sheet.labels,
        duties: sheet.duties,
        merged: merged.unwrap_or_default(),
    };
    matrices
        .iter()
        .zip(sheets)
        .zip(merges)
        .map(linked)
        .collect()
}

fn sheet(matrix: &Matrix, parties: &Parties, by_id: &HashMap<&str, MatrixId>) -> Sheet {
    let count = matrix.phases.iter().map(|phase| phase.rows.len()).sum();
    let mut sheet = Sheet {
        phases: Vec::with_capacity(matrix.phases.len()),
        names: Vec::with_capacity(matrix.phases.len()),
        labels: Vec::with_capacity(count),
        starts: Vec::with_capacity(matrix.phases.len()),
        duties: Vec::with_capacity(count),
        parents: Vec::new(),
    };
    for phase in &matrix.phases {
        sheet.phases.push(folded(&phase.name.0).into());
        sheet.names.push(phase.name.0.as_str().into());
        sheet
            .starts
            .push(u32::try_from(sheet.labels.len()).unwrap_or(u32::MAX));
        for row in &phase.rows {
            sheet.labels.push(folded(&row.label.0));
            sheet.duties.push(Duty::of(row, parties, matrix.format));
        }
    }
    for extend in &matrix.extends {
        if let Some(parent) = by_id.get(extend.matrix.0.as_str()) {
            let phases = extend.phases.iter().map(|(name, _)| folded(name)).collect();
            sheet.parents.push((*parent, phases));
        }
    }
    sheet
}

/// Merges one matrix after those that it extends. A parent that leads back to where one comes from
/// is left out, and the circle is remembered. Chains can be as long as there are files, so this
/// walks with a stack of its own.
fn merged(
    first: MatrixId,
    matrices: &[Arc<Matrix>],
    sheets: &[Sheet],
    merges: &mut [Option<Merged>],
) {
    let mut path: Vec<(MatrixId, usize)> = vec![(first, 0)];
    let mut circles: HashMap<MatrixId, Vec<MatrixId>> = HashMap::new();
    while let Some((matrix, next)) = path.last().copied() {
        if merges[matrix].is_some() {
            path.pop();
            continue;
        }
        match sheets[matrix].parents.get(next) {
            Some((parent, _)) => {
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
                if let Some(at) = path.iter().position(|(one, _)| one == parent) {
                    let circle: Vec<_> = path[at..].iter().map(|(one, _)| *one).collect();
                    circles.entry(matrix).or_insert(circle);
                } else if merges[*parent].is_none() {
                    path.push((*parent, 0));
                }
            }
            None => {
                let mut made = one(matrix, matrices, sheets, merges);
                made.circle = circles.remove(&matrix).unwrap_or_default();
                merges[matrix] = Some(made);
                path.pop();
            }
        }
    }
}

fn one(
    index: MatrixId,
    matrices: &[Arc<Matrix>],
    sheets: &[Sheet],
    merges: &[Option<Merged>],
) -> Merged {
    let sheet = &sheets[index];
    let mut merged = Merged {
        depth: 1,
        ..Merged::default()
    };
    for (parent, phases) in &sheet.parents {
        let Some(above) = &merges[*parent] else {
            continue;
        };
        merged.depth = merged.depth.max(above.depth + 1);
        take_over(&mut merged.phases, above, phases, sheets);
    }
    let inherited = Inherited::of(&merged.phases, matrices, sheets);
    add_own(index, &matrices[index], sheet, &inherited, &mut merged);
    merged
}

/// Adds the phases of a parent. A task that is there already stays, unless what comes says more:
/// it overrides what is there.
fn take_over(into: &mut Vec<MergedPhase>, parent: &Merged, only: &[String], sheets: &[Sheet]) {
    let wanted =
        |phase: &&MergedPhase| only.is_empty() || only.iter().any(|name| **name == *phase.key);
    for phase in parent.phases.iter().filter(wanted) {
        let Some(own) = into.iter_mut().find(|own| own.key == phase.key) else {
            into.push(phase.clone());
            continue;
        };
        let mut known: FxHashMap<&str, usize> = FxHashMap::default();
        known.reserve(own.tasks.len());
        for (at, task) in own.tasks.iter().enumerate() {
            known.insert(label(task, sheets), at);
        }
        let mut replaced = Vec::new();
        let mut added = Vec::new();
        for task in &phase.tasks {
            match known.get(label(task, sheets)) {
                None => added.push(task.clone()),
                Some(at) => {
                    let there = &own.tasks[*at];
                    if !there.lineage().any(|one| one.row == task.row) {
                        replaced.push((*at, task.clone()));
                    }
                }
            }
        }
        for (at, task) in replaced {
            own.tasks[at] = task;
        }
        own.tasks.extend(added);
    }
}

/// What a task is compared by: the words of the first row that has any.
fn label<'a>(task: &Task, sheets: &'a [Sheet]) -> &'a str {
    let mut labels = task
        .lineage()
        .map(|task| &sheets[task.row.matrix as usize].labels[task.row.row as usize]);
    let named = labels.find(|label| !label.starts_with('@'));
    named.map_or("", String::as_str)
}

/// The inherited tasks by what a child may call them.
struct Inherited<'a> {
    /// By phase and label.
    by_label: FxHashMap<Arc<str>, FxHashMap<&'a str, (usize, usize)>>,
    by_id: FxHashMap<&'a str, (usize, usize)>,
}

impl<'a> Inherited<'a> {
    fn of(phases: &[MergedPhase], matrices: &'a [Arc<Matrix>], sheets: &'a [Sheet]) -> Self {
        let mut inherited = Self {
            by_label: FxHashMap::default(),
            by_id: FxHashMap::default(),
        };
        for (at, phase) in phases.iter().enumerate() {
            let labels = inherited.by_label.entry(phase.key.clone()).or_default();
            labels.reserve(phase.tasks.len());
            for (place, task) in phase.tasks.iter().enumerate() {
                labels.entry(label(task, sheets)).or_insert((at, place));
                for row in task.lineage() {
                    let matrix = row.row.matrix as usize;
                    let written = row_of(&matrices[matrix], &sheets[matrix], row.row.row);
                    let details = written.map(Row::details);
                    let ids = details
                        .into_iter()
                        .flat_map(|one| one.id.iter().chain(&one.moved_from));
                    for (id, _) in ids {
                        inherited.by_id.entry(id).or_insert((at, place));
                    }
                }
            }
        }
        inherited
    }

    /// The inherited task that a row of a phase is about.
    fn find(&self, phase: &str, label: &str, row: &Row) -> Option<(usize, usize)> {
        if let Some(id) = row.overrides() {
            return self.by_id.get(id).copied();
        }
        let by_label = || self.by_label.get(phase)?.get(label).copied();
        let id = row.details().id.as_ref();
        id.and_then(|(id, _)| self.by_id.get(id.as_str()).copied())
            .or_else(by_label)
    }
}

fn row_of<'a>(matrix: &'a Matrix, sheet: &Sheet, row: u32) -> Option<&'a Row> {
    let phase = sheet
        .starts
        .partition_point(|start| *start <= row)
        .checked_sub(1)?;
    matrix.phases[phase]
        .rows
        .get((row - sheet.starts[phase]) as usize)
}

fn add_own(
    index: MatrixId,
    matrix: &Matrix,
    sheet: &Sheet,
    inherited: &Inherited,
    merged: &mut Merged,
) {
    let id = |row: usize| RowId {
        matrix: u32::try_from(index).unwrap_or(u32::MAX),
        row: u32::try_from(row).unwrap_or(u32::MAX),
    };
    let has_inherited = !inherited.by_label.is_empty();
    let mut gone: Vec<(usize, usize)> = Vec::new();
    let mut own: Vec<(Arc<str>, Arc<str>, Vec<Task>)> = Vec::with_capacity(matrix.phases.len());
    for (at, phase) in matrix.phases.iter().enumerate() {
        let key = &sheet.phases[at];
        let mut tasks = Vec::with_capacity(phase.rows.len());
        for (place, row) in phase.rows.iter().enumerate() {
            let number = sheet.starts[at] as usize + place;
            let found = match has_inherited {
                true => inherited.find(key, &sheet.labels[number], row),
                false => None,
            };
            match found {
                Some((phase, place)) if row.removed => {
                    merged.removed.push(Removal {
                        task: merged.phases[phase].tasks[place].clone(),
                        by: id(number),
                    });
                    gone.push((phase, place));
                }
                Some((phase, place)) => {
                    let task = &mut merged.phases[phase].tasks[place];
                    let before = std::mem::replace(
                        task,
                        Task {
                            row: id(number),
                            over: None,
                        },
                    );
                    task.over = Some(Arc::new(before));
                }
                None => {
                    if row.removed || row.overrides().is_some() {
                        merged.missed.push(id(number));
                    }
                    tasks.push(Task {
                        row: id(number),
                        over: None,
                    });
                }
            }
        }
        own.push((key.clone(), sheet.names[at].clone(), tasks));
    }
    gone.sort_unstable();
    gone.dedup();
    for (phase, place) in gone.into_iter().rev() {
        merged.phases[phase].tasks.remove(place);
    }
    place_phases(own, &mut merged.phases);
    merged.phases.retain(|phase| !phase.tasks.is_empty());
}

/// Puts the own rows behind the inherited ones of their phase, and new phases beside those that they
/// stand beside in their own file.
fn place_phases(own: Vec<(Arc<str>, Arc<str>, Vec<Task>)>, phases: &mut Vec<MergedPhase>) {
    let find = |phases: &[MergedPhase], key: &str| phases.iter().position(|one| *one.key == *key);
    let keys: Vec<Arc<str>> = own.iter().map(|(key, ..)| key.clone()).collect();
    let mut before: Option<usize> = None;
    for (at, (key, name, tasks)) in own.into_iter().enumerate() {
        if let Some(found) = find(phases, &key) {
            phases[found].tasks.extend(tasks);
            before = Some(found);
            continue;
        }
        let after = || keys[at + 1..].iter().find_map(|key| find(phases, key));
        let place = match before {
            Some(before) => before + 1,
            None => after().unwrap_or(phases.len()),
        };
        phases.insert(place, MergedPhase { name, key, tasks });
        before = Some(place);
    }
}

#[cfg(test)]
mod tests;
