//! A commit in the making: a branch as it is, and what will be different. It is a store like any
//! other, so that everything that can be done to a site can be done to a branch; only that nobody
//! sees anything of it before the commit is pushed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::clone::{Clone, Id};
use super::import::Import;
use super::known::{Known, list};
use super::object::Ids;
use super::recall;
use super::tree::{FILE, Folder, Node};
use crate::error::Result;
use crate::publish::part::BLOBS;
use crate::publish::store::{Held, Listed, Look, Put, Store, Tag, Tried, When};

/// A commit in the making.
pub struct Draft<'a> {
    clone: &'a Clone,
    /// The commit that it is to follow; None for the first one of a branch.
    pub base: Option<Id>,
    state: Mutex<State>,
}

struct State {
    root: Folder,
    import: Option<Import>,
    /// What was written here and is not in the clone before the import ends.
    fresh: HashSet<Id>,
    /// Bytes of files at the target that were made here too.
    made: HashMap<Id, Vec<u8>>,
    /// Files of earlier commits, by the paths under which other stores keep what was replaced.
    kept: BTreeMap<String, Id>,
}

impl<'a> Draft<'a> {
    /// Begins with a commit that was fetched.
    ///
    /// # Errors
    /// When git fails.
    pub fn begin(clone: &'a Clone, base: Option<Id>) -> Result<Self> {
        let root = match &base {
            None => Folder::default(),
            Some(commit) => {
                let name = format!("{commit}^{{tree}}");
                let id = clone.run(
                    "read a commit",
                    ["rev-parse", "--verify", "--end-of-options", &name],
                )?;
                let id = String::from_utf8_lossy(&id).trim().to_owned();
                list(clone, &id, false)?
            }
        };
        Ok(Self {
            clone,
            base,
            state: Mutex::new(State {
                root,
                import: None,
                fresh: HashSet::new(),
                made: HashMap::new(),
                kept: BTreeMap::new(),
            }),
        })
    }

    /// Fetches in one go what will be asked for: files, and folders with all their folders.
    ///
    /// # Errors
    /// When the target cannot be reached.
    pub fn expect(&self, paths: &[String]) -> Result<()> {
        let mut state = self.state();
        let mut wanted = Vec::new();
        for path in paths {
            match state.root.find(path) {
                Ok(Some(Node::Leaf { id, .. } | Node::Closed(id))) if !state.fresh.contains(id) => {
                    wanted.push(id.clone());
                }
                _ => {}
            }
        }
        self.clone
            .fetch_objects(wanted.iter().map(String::as_str))?;
        for path in paths {
            self.unfold(&mut state, path)?;
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folders that need not be fetched.
    fn known(&self, state: &State) -> Known {
        match &self.base {
            Some(base) if !state.fresh.is_empty() => Known::of(&state.root, Ids::of(base)),
            _ => Known::default(),
        }
    }

    /// Looks into every folder on the way to a path.
    fn open(&self, state: &mut State, path: &str) -> Result<()> {
        while let Err((way, id)) = state.root.find(path) {
            let folder = self.known(state).level(self.clone, &id)?;
            state.root.open(&way, folder);
        }
        Ok(())
    }

    /// Looks into every folder on the way to a path, and into all below it; below the root with an empty one.
    fn unfold(&self, state: &mut State, path: &str) -> Result<()> {
        let mut closed = Vec::new();
        if path.is_empty() {
            state.root.closed("", &mut closed);
        } else {
            self.open(state, path)?;
            match state.root.find(path) {
                Ok(Some(Node::Closed(id))) => closed.push((path.to_owned(), id.clone())),
                Ok(Some(Node::Open(folder))) => folder.closed(path, &mut closed),
                _ => {}
            }
        }
        if closed.is_empty() {
            return Ok(());
        }
        let (ways, ids): (Vec<String>, Vec<Id>) = closed.into_iter().unzip();
        let folders = self.known(state).whole(self.clone, &ids)?;
        for (way, folder) in ways.iter().zip(folders) {
            state.root.open(way, folder);
        }
        Ok(())
    }

    /// The files below a folder, however deep; below the root with an empty path.
    fn files(&self, state: &mut State, path: &str) -> Result<Vec<(String, Id)>> {
        self.unfold(state, path)?;
        let folder = match state.root.find(path) {
            _ if path.is_empty() => &state.root,
            Ok(Some(Node::Open(folder))) => folder,
            _ => return Ok(Vec::new()),
        };
        let mut found = Vec::new();
        folder.files(path, &mut found);
        let owned = |(path, id): (String, &Id)| (path, id.clone());
        Ok(found.into_iter().map(owned).collect())
    }

    fn leaf(&self, state: &mut State, path: &str) -> Result<Option<Id>> {
        self.open(state, path)?;
        Ok(match state.root.find(path) {
            Ok(Some(Node::Leaf { id, .. })) => Some(id.clone()),
            _ => None,
        })
    }

    /// Lets a path hold what another commit has there: a file, or a folder with all that is in it.
    /// None takes away what stands there.
    ///
    /// # Errors
    /// When git fails.
    pub fn take(&self, path: &str, node: Option<Node>) -> Result<()> {
        let mut state = self.state();
        self.open(&mut state, path)?;
        match node {
            Some(node) => state.root.put(path, node),
            None => state.root.remove(path),
        }
        Ok(())
    }

    /// What stands at a path.
    ///
    /// # Errors
    /// When git fails.
    pub fn node(&self, path: &str) -> Result<Option<Node>> {
        let mut state = self.state();
        self.open(&mut state, path)?;
        Ok(state.root.find(path).ok().flatten().cloned())
    }

    /// Writes the commit. None when nothing is different from the commit before.
    ///
    /// # Errors
    /// When git fails.
    pub fn commit(self, message: &str) -> Result<Option<Id>> {
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(import) = state.import {
            import.end(self.clone)?;
        }
        let before = state.root.read.clone();
        let tree = super::write::tree(self.clone, state.root)?;
        let unchanged = match &self.base {
            None => None,
            Some(base) => {
                let name = format!("{base}^{{tree}}");
                let id = self.clone.run(
                    "read a commit",
                    ["rev-parse", "--verify", "--end-of-options", &name],
                )?;
                Some(String::from_utf8_lossy(&id).trim().to_owned())
            }
        };
        if before.is_some_and(|before| before == tree) || unchanged.is_some_and(|id| id == tree) {
            return Ok(None);
        }
        super::write::commit(self.clone, &tree, self.base.as_ref(), message).map(Some)
    }
}

impl Store for Draft<'_> {
    fn name(&self) -> String {
        format!("git:{}#{}", self.clone.remote.shown(), self.clone.branch)
    }

    fn get(&self, path: &str) -> Tried<Option<Held>> {
        let mut state = self.state();
        let there = self.leaf(&mut state, path)?;
        let Some(id) = there.or_else(|| state.kept.get(path).cloned()) else {
            return Ok(None);
        };
        let bytes = match (state.fresh.contains(&id), &mut state.import) {
            (true, Some(import)) => import.read(self.clone, &id)?,
            _ => match state.made.get(&id) {
                Some(bytes) => bytes.clone(),
                None => self.clone.blob(&id)?,
            },
        };
        let tag = Tag(id);
        Ok(Some(Held { bytes, tag }))
    }

    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put> {
        let mut state = self.state();
        let there = self.leaf(&mut state, path)?;
        let may = match (when, &there) {
            (When::Always, _) | (When::Absent, None) => true,
            (When::Is(tag), Some(id)) => tag.0 == *id,
            _ => false,
        };
        if !may {
            return Ok(Put::Refused);
        }
        let State {
            root,
            import,
            fresh,
            ..
        } = &mut *state;
        let import = match import {
            Some(import) => import,
            None => import.insert(Import::begin(self.clone)?),
        };
        let id = import.id(bytes);
        if !fresh.contains(&id) {
            import.write(self.clone, bytes)?;
            fresh.insert(id.clone());
        }
        if there.as_ref() != Some(&id) {
            let mode = FILE.to_owned();
            root.put(
                path,
                Node::Leaf {
                    mode,
                    id: id.clone(),
                },
            );
        }
        Ok(Put::Done(Tag(id)))
    }

    fn delete(&self, path: &str) -> Tried<()> {
        let mut state = self.state();
        if self.leaf(&mut state, path)?.is_some() {
            state.root.remove(path);
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> Tried<Vec<Listed>> {
        let mut state = self.state();
        let files = self.files(&mut state, folder)?;
        let mut found: Vec<Listed> = files
            .into_iter()
            .map(|(path, id)| listed(path, &id))
            .collect();
        if folder == BLOBS {
            let kept = state.kept.iter();
            found.extend(kept.map(|(path, id)| listed(path.clone(), id)));
        }
        Ok(found)
    }

    fn look(&self, folder: &str) -> Tried<Look> {
        let mut state = self.state();
        let mut look = Look::default();
        // Nothing has this name: it is the folder itself that is looked into.
        self.open(&mut state, &format!("{folder}/."))?;
        let below = match state.root.find(folder) {
            _ if folder.is_empty() => &state.root,
            Ok(Some(Node::Open(below))) => below,
            _ => return Ok(look),
        };
        for (path, node) in below.paths(folder) {
            match node {
                Node::Leaf { id, .. } => look.files.push(listed(path, id)),
                Node::Closed(_) | Node::Open(_) => look.folders.push(path),
            }
        }
        Ok(look)
    }

    fn look_ahead(&self, folder: &str) -> Tried<()> {
        let mut state = self.state();
        let files = self.files(&mut state, folder)?;
        let ids = files.iter().map(|(_, id)| id);
        let is_here = |id: &Id| state.fresh.contains(id) || state.made.contains_key(id);
        let unknown = ids.filter(|id| !is_here(id));
        Ok(self.clone.fetch_objects(unknown.map(String::as_str))?)
    }

    fn guess(&self, folder: &str, make: &dyn Fn() -> Vec<(String, Vec<u8>)>) -> Tried<()> {
        let mut state = self.state();
        let there: HashMap<String, Id> = self.files(&mut state, folder)?.into_iter().collect();
        if self
            .clone
            .missing(there.values().map(String::as_str))?
            .is_empty()
        {
            return Ok(());
        }
        for (path, bytes) in make() {
            if let Some(id) = there
                .get(&path)
                .filter(|id| Ids::of(id).of_file(&bytes) == **id)
            {
                state.made.insert(id.clone(), bytes);
            }
        }
        Ok(())
    }

    fn is_locked(&self) -> bool {
        true
    }

    fn look_back(&self, list: &[u8]) -> Tried<()> {
        let mut state = self.state();
        let kept = recall::files_of_state(self.clone, self.base.as_ref(), &state.root, list)?;
        state.kept = kept;
        Ok(())
    }

    fn remembers(&self) -> bool {
        true
    }
}

/// Git knows what a file is without its size, which would have to be fetched.
fn listed(path: String, id: &Id) -> Listed {
    Listed {
        path,
        size: None,
        tag: Some(Tag(id.clone())),
    }
}
