//! Who does what, over the whole site: matrices with what they take over from each other.
//!
//! A matrix alone is [`crate::load::matrix::Matrix`]. Here its parties are known, the rows of the matrices
//! that it extends are among its own, and each service knows its matrices. A row is never copied: a
//! task names the row that speaks, and the one that it overrides. That makes linking cheap enough
//! for every save, and a task that is inherited eight times still one task.

use std::collections::HashMap;
use std::sync::Arc;

use crate::load::matrix::{Answer, Details, Matrix, Row, State, Status};
use crate::load::platform::Party;
use crate::load::{Platform, Written, parties};

use super::Typed;
use super::ids::{Ids, Kind};
use super::service::{ServiceId, Services};

mod duty;
mod merge;
mod owner;

pub use duty::{Duty, Parties, PartyId, Share};
pub use merge::{Merged, MergedPhase, Removal, Task};
pub use owner::Side;

/// Index of a matrix in [`Responsibilities::all`].
pub type MatrixId = usize;

/// A row of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId {
    /// The matrix.
    pub matrix: u32,
    /// Which of its rows, counted over all its phases.
    pub row: u32,
}

/// All matrices of a site.
#[derive(Clone, Default)]
pub struct Responsibilities {
    /// The matrices with their merged rows, by file.
    pub all: Arc<Vec<Linked>>,
    /// The parties: those of the vocabulary, else the three that every platform has.
    pub parties: Arc<Vec<Party>>,
    /// The services of each matrix.
    pub services: Vec<Vec<ServiceId>>,
    of_service: HashMap<ServiceId, Vec<MatrixId>>,
    busy: Arc<Vec<PartyId>>,
}

/// A matrix whose parties and parents are known.
pub struct Linked {
    /// What its file says.
    pub file: Arc<Matrix>,
    /// The matrices that it extends, those left out that there are not.
    pub parents: Vec<MatrixId>,
    /// Where the rows of each phase begin among all rows of the file.
    starts: Vec<u32>,
    /// What each row is compared by.
    keys: Vec<String>,
    /// Who does each row.
    duties: Vec<Duty>,
    /// Its rows with those that it takes over.
    pub merged: Merged,
}

impl Linked {
    /// A row by its number in the file.
    fn row(&self, row: u32) -> Option<(&str, &Row)> {
        let phase = self.starts.partition_point(|start| *start <= row);
        let phase = phase.checked_sub(1)?;
        let written = self.file.phases.get(phase)?;
        let row = written.rows.get((row - self.starts[phase]) as usize)?;
        Some((&written.name.0, row))
    }

    /// What a row is compared by, by its phase and place.
    pub fn key_at(&self, phase: usize, at: usize) -> &str {
        let keys = self.keys.get(self.row_at(phase, at) as usize);
        keys.map_or("", String::as_str)
    }

    /// The number of a row by its phase and place.
    pub fn row_at(&self, phase: usize, at: usize) -> u32 {
        self.starts[phase] + u32::try_from(at).unwrap_or(u32::MAX)
    }
}

impl Responsibilities {
    /// Links the matrices. What was linked before is used again where neither a matrix nor a party
    /// has changed.
    pub(super) fn link(
        matrices: &[Arc<Matrix>],
        platform: &Arc<Platform>,
        services: &Services,
        last: Option<&Typed>,
        ids: &mut Ids,
    ) -> Self {
        for (index, matrix) in matrices.iter().enumerate() {
            ids.declare_file(Kind::Matrix, &matrix.id, index, &matrix.file);
        }
        let same = last.filter(|last| {
            let before = &last.files.matrices;
            last.platform.parties == platform.parties
                && before.len() == matrices.len()
                && before.iter().zip(matrices).all(|(a, b)| Arc::ptr_eq(a, b))
        });
        let (all, parties, busy) = match same {
            Some(Typed {
                responsibilities: linked,
                ..
            }) => {
                let Self {
                    all, parties, busy, ..
                } = linked;
                (all.clone(), parties.clone(), busy.clone())
            }
            None => {
                let parties = parties::all(platform);
                let all = merge::all(matrices, &parties);
                let busy = busy(&all, parties.len());
                (Arc::new(all), Arc::new(parties), Arc::new(busy))
            }
        };
        let mut linked = Self {
            all,
            parties,
            busy,
            services: Vec::with_capacity(matrices.len()),
            of_service: HashMap::new(),
        };
        for (index, matrix) in matrices.iter().enumerate() {
            let own = match matrix.services.is_empty() {
                true => ids.find(Kind::Service, &matrix.id).into_iter().collect(),
                false => ids.find_all(Kind::Service, &matrix.services),
            };
            for service in own.iter().filter(|id| **id < services.all.len()) {
                linked.of_service.entry(*service).or_default().push(index);
            }
            linked.services.push(own);
        }
        linked
    }

    /// The reader's own side.
    pub fn you(&self) -> Option<PartyId> {
        self.parties.iter().position(|party| party.you)
    }

    /// Whether a party has anything to do with any task.
    pub fn is_busy(&self, party: PartyId) -> bool {
        self.busy.contains(&party)
    }

    /// The matrices of a service, by file.
    pub fn of_service(&self, service: ServiceId) -> &[MatrixId] {
        self.of_service.get(&service).map_or(&[], Vec::as_slice)
    }

    /// The matrix of this id.
    pub fn find(&self, id: &str) -> Option<MatrixId> {
        self.all.iter().position(|one| one.file.id == id)
    }

    /// What a row says, with the name of its phase.
    pub fn row(&self, id: RowId) -> (&str, &Row) {
        static NONE: std::sync::LazyLock<Row> =
            std::sync::LazyLock::new(|| Row::new(Written::default(), Answer::default()));
        let matrix = self.all.get(id.matrix as usize);
        matrix
            .and_then(|matrix| matrix.row(id.row))
            .unwrap_or(("", &NONE))
    }

    /// Who does a row, as the row itself says.
    pub fn duty(&self, id: RowId) -> &Duty {
        static NONE: Duty = Duty::none();
        let matrix = self.all.get(id.matrix as usize);
        let duty = matrix.and_then(|matrix| matrix.duties.get(id.row as usize));
        duty.unwrap_or(&NONE)
    }

    /// The words of a task: of the row that speaks, or of the one that it overrides by its id.
    pub fn label<'a>(&'a self, task: &'a Task) -> &'a str {
        let rows = task.lineage();
        let mut named = rows.map(|task| self.row(task.row).1);
        let named = named.find(|row| row.overrides().is_none());
        named.map_or(&self.row(task.row).1.label.0, |row| &row.label.0)
    }

    /// What a task is compared by: [`Self::label`] without case and space.
    pub fn key<'a>(&'a self, task: &Task) -> &'a str {
        let key = |row: RowId| {
            let keys = self.all.get(row.matrix as usize).map(|one| &one.keys);
            keys.and_then(|keys| keys.get(row.row as usize))
                .map_or("", String::as_str)
        };
        let mut keys = task.lineage().map(|task| key(task.row));
        keys.find(|key| !key.starts_with('@'))
            .unwrap_or_else(|| key(task.row))
    }

    /// Who does a task: the first of its rows that says so.
    pub fn who(&self, task: &Task) -> &Duty {
        let mut rows = task.lineage().map(|task| self.duty(task.row));
        rows.find(|duty| !duty.is_blank())
            .unwrap_or_else(|| self.duty(task.row))
    }

    /// Who does a task in an offering; None where it is not done there.
    pub fn who_in(&self, task: &Task, offering: &str) -> Option<&Duty> {
        for task in task.lineage() {
            let duty = self.duty(task.row);
            if let Some((_, own)) = duty.offerings.iter().find(|(id, _)| id == offering) {
                return own.as_ref();
            }
            if !duty.is_blank() {
                return Some(duty);
            }
        }
        Some(self.duty(task.row))
    }

    /// Something that a task says beside who does it; a row that only says who keeps the words of
    /// the one that it overrides.
    pub fn detail<'a, T>(
        &'a self,
        task: &'a Task,
        get: impl Fn(&'a Details) -> Option<T>,
    ) -> Option<T> {
        task.lineage()
            .find_map(|task| get(self.row(task.row).1.details()))
    }

    /// What a task says itself: a row that changes who does it says anew why, and how far that is
    /// agreed upon.
    pub fn own_detail<'a, T>(
        &'a self,
        task: &'a Task,
        get: impl Fn(&'a Details) -> Option<T>,
    ) -> Option<T> {
        for task in task.lineage() {
            let row = self.row(task.row).1;
            if let Some(found) = get(row.details()) {
                return Some(found);
            }
            if !self.duty(task.row).is_blank() {
                return None;
            }
        }
        None
    }

    /// How far a task is agreed upon: as the row says, else as its matrix does.
    pub fn state(&self, task: &Task) -> State {
        let of_row = self.own_detail(task, |details| details.state);
        of_row.unwrap_or_else(|| match self.all[task.row.matrix as usize].file.status {
            Status::Agreed => State::Agreed,
            Status::Proposed | Status::Draft => State::Proposed,
        })
    }

    /// How many of these tasks each party has alone, in the order of the parties; behind them how many
    /// are done together, and how many are nobody's.
    pub fn divided<'a>(&self, tasks: impl IntoIterator<Item = &'a Task>) -> Vec<usize> {
        let mut counts = vec![0; self.parties.len() + 2];
        for task in tasks {
            let place = match self.who(task).owners().as_slice() {
                [] => self.parties.len() + 1,
                [one] => *one,
                _ => self.parties.len(),
            };
            counts[place] += 1;
        }
        counts
    }

    /// How many tasks there are over the site, how many of them are taken off the reader, and how many
    /// more would be if everybody agreed. What several matrices inherit is one task.
    pub fn taken_off(&self) -> TakenOff {
        let mut counts = TakenOff::default();
        let Some(you) = self.you() else {
            return counts;
        };
        for (index, matrix) in self.all.iter().enumerate() {
            let own = matrix
                .merged
                .tasks()
                .filter(|task| task.row.matrix as usize == index);
            for task in own {
                counts.all += 1;
                if self.who(task).side(you) == Side::Others {
                    match self.state(task) {
                        State::Agreed => counts.taken += 1,
                        State::Proposed | State::Disputed => counts.open += 1,
                    }
                }
            }
        }
        counts
    }
}

/// How many tasks are taken off the reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenOff {
    /// Those on which everybody agrees.
    pub taken: usize,
    /// Those that are still proposed or disputed.
    pub open: usize,
    /// All tasks.
    pub all: usize,
}

/// The parties that have a letter in any row.
fn busy(all: &[Linked], parties: usize) -> Vec<PartyId> {
    let mut seen = vec![false; parties];
    for duty in all.iter().flat_map(|matrix| &matrix.duties) {
        let in_offerings = duty.offerings.iter().filter_map(|(_, duty)| duty.as_ref());
        for share in std::iter::once(duty)
            .chain(in_offerings)
            .flat_map(|duty| &duty.shares)
        {
            seen[share.party] = true;
        }
    }
    (0..parties).filter(|party| seen[*party]).collect()
}
