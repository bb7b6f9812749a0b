//! Earlier states of the roadmap, read once and remembered: two hundred states of a large roadmap
//! take longer to read than everything else of a site.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::date::Date;
use crate::digest::Digest;
use crate::inputs::history::{History, State};
use crate::path::SitePath;

use super::is_part;
use super::roadmap::RoadmapFile;

/// The roadmap as it stood at earlier commits.
#[derive(Debug, Default)]
pub struct RoadmapStates {
    /// The states, newest first. Two that follow each other differ.
    pub states: Vec<RoadmapState>,
    /// Whether there are older commits that could not be seen: a shallow clone.
    pub shallow: bool,
    /// What was last given to readers under a name of its own.
    pub released: Option<Released>,
}

/// The roadmap as one commit left it.
#[derive(Debug)]
pub struct RoadmapState {
    /// The commit's full id.
    pub commit: String,
    /// The committer's UTC day.
    pub date: Date,
    /// The files, by path.
    pub files: Vec<Arc<RoadmapFile>>,
}

/// A state that has a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// The tag: `v2.1`.
    pub name: String,
    /// Index of the state in [`RoadmapStates::states`].
    pub state: usize,
}

/// What was read of earlier states, remembered.
#[derive(Default)]
pub struct StatesMemo {
    last: Mutex<Option<Read>>,
}

/// The states that were read last, and from what.
struct Read {
    history: History,
    states: Arc<RoadmapStates>,
    files: HashMap<Digest, Arc<RoadmapFile>>,
}

impl RoadmapStates {
    /// Reads the roadmap files of these states, each text once.
    pub fn read(history: &History, memo: &StatesMemo) -> Arc<Self> {
        let mut last = memo.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref().filter(|last| same(&last.history, history)) {
            return last.states.clone();
        }
        let known = last.take().map(|last| last.files).unwrap_or_default();
        let mut texts: HashMap<Digest, (&SitePath, &Arc<str>)> = HashMap::new();
        let mut keys: Vec<Vec<Digest>> = Vec::with_capacity(history.states.len());
        for state in &history.states {
            let files = state.files.iter().filter(|(path, _)| is_roadmap(path));
            keys.push(
                files
                    .map(|(path, text)| {
                        let key = Digest::of_parts([path.as_str().as_bytes(), text.as_bytes()]);
                        texts.insert(key, (path, text));
                        key
                    })
                    .collect(),
            );
        }
        let files: HashMap<Digest, Arc<RoadmapFile>> = texts
            .into_par_iter()
            .map(|(key, (path, text))| {
                let known = known.get(&key).cloned();
                (key, known.unwrap_or_else(|| RoadmapFile::read(path, text)))
            })
            .collect();
        let mut states: Vec<RoadmapState> = Vec::new();
        let mut released = None;
        for (index, state) in history.states.iter().enumerate() {
            // A commit that touched other files only has the state of the one before it.
            let older = keys.get(index + 1);
            let is_first_of_its_kind = older != Some(&keys[index]);
            if let Some(tag) = &history.released
                && tag.commit == state.commit
            {
                released = Some(Released {
                    name: tag.name.clone(),
                    state: states.len(),
                });
            }
            if is_first_of_its_kind && !(keys[index].is_empty() && older.is_none()) {
                states.push(read_state(state, &keys[index], &files));
            }
        }
        let released = released.filter(|released| released.state < states.len());
        let states = Arc::new(Self {
            states,
            shallow: history.shallow,
            released,
        });
        *last = Some(Read {
            history: history.clone(),
            states: states.clone(),
            files,
        });
        states
    }
}

fn read_state(
    state: &State,
    keys: &[Digest],
    files: &HashMap<Digest, Arc<RoadmapFile>>,
) -> RoadmapState {
    let files = keys.iter().filter_map(|key| files.get(key).cloned());
    RoadmapState {
        commit: state.commit.clone(),
        date: state.date,
        files: files.collect(),
    }
}

/// Whether a file is one of the roadmap.
pub fn is_roadmap(path: &SitePath) -> bool {
    let rest = path.in_content();
    path.extension() == "toml"
        && rest.is_some_and(|rest| rest.starts_with("roadmap/") && !is_part(rest))
}

/// Whether two histories are the same. Texts are mostly the very same value, so this costs nothing.
fn same(a: &History, b: &History) -> bool {
    let same_files = |a: &State, b: &State| {
        let mut pairs = a.files.iter().zip(&b.files);
        a.files.len() == b.files.len()
            && pairs.all(|((path, text), (other_path, other))| {
                path == other_path && (Arc::ptr_eq(text, other) || text == other)
            })
    };
    let mut pairs = a.states.iter().zip(&b.states);
    a.shallow == b.shallow
        && a.released == b.released
        && a.states.len() == b.states.len()
        && pairs.all(|(a, b)| a.commit == b.commit && a.date == b.date && same_files(a, b))
}
