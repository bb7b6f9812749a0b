//! Where one site after the other is made of what is on the disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::error::Result;
use crate::inputs::history::History;
use crate::inputs::{Inputs, Part};
use crate::load::Loaded;
use crate::path::SitePath;
use crate::pipeline::{self, Built, Compiler};

use super::beside::Beside;
use super::findings::Findings;
use super::moves::Moves;
use super::snapshot::{Snapshot, Trouble};
use super::{Facts, Source};

/// The inputs of a site, and what is remembered between two sites.
pub struct Workshop {
    source: Source,
    compiler: Arc<Compiler>,
    inputs: Option<Inputs>,
    facts: Option<Facts>,
    built: Option<Arc<Built>>,
    loaded: Option<Arc<Loaded>>,
    /// What the last check found; it counts until the next one has ended.
    findings: Arc<Findings>,
    trouble: Option<Trouble>,
    /// Whether the inputs are others than those of the last site.
    stale: bool,
    /// Whether the trouble is another than the one that is shown.
    news: bool,
    moves: Arc<Moves>,
    version: u64,
    newest: Arc<AtomicU64>,
}

/// The version of the site as it was opened; each newer one has the next number.
const FIRST: u64 = 1;

/// A site that is to be checked while it is already shown.
pub struct Check {
    /// The version of the site.
    pub version: u64,
    built: Arc<Built>,
    loaded: Arc<Loaded>,
    newest: Arc<AtomicU64>,
}

impl Check {
    /// Whether it is that of the site as it was opened: readers wait for their first page then.
    pub fn is_first(&self) -> bool {
        self.version == FIRST
    }

    /// All findings; None when there is a newer site by now.
    pub fn run(&self) -> Option<Vec<Diagnostic>> {
        let is_newest = || self.newest.load(Ordering::Relaxed) == self.version;
        if !is_newest() {
            return None;
        }
        let findings = pipeline::findings(&self.built, &self.loaded);
        is_newest().then_some(findings)
    }
}

impl Workshop {
    /// A workshop in which nothing was read yet.
    pub fn new(source: Source) -> Self {
        Self {
            compiler: Arc::new(Compiler::lasting(source.cache.as_deref())),
            source,
            inputs: None,
            facts: None,
            built: None,
            loaded: None,
            findings: Arc::default(),
            trouble: None,
            stale: false,
            news: false,
            moves: Arc::default(),
            version: 0,
            newest: Arc::default(),
        }
    }

    /// Where the site comes from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What was read; None before that succeeded.
    pub fn inputs(&self) -> Option<&Inputs> {
        self.inputs.as_ref()
    }

    /// What is remembered between two sites.
    pub fn compiler(&self) -> &Compiler {
        &self.compiler
    }

    /// Reads everything anew. Returns the files that differ from what was known.
    ///
    /// # Errors
    /// What the machine refuses. The site that was there stays, with the trouble beside it.
    pub fn read(&mut self) -> Result<Vec<SitePath>> {
        let read = (self.source.read)();
        let mut inputs = self.noted(read)?;
        if let Some(facts) = &self.facts {
            (inputs.changed, inputs.history) = (facts.changed.clone(), facts.history.clone());
        }
        let files = match &self.inputs {
            Some(old) => differing(old, &inputs),
            None => inputs.files.keys().cloned().collect(),
        };
        self.stale |= !files.is_empty() || self.inputs.is_none();
        self.inputs = Some(inputs);
        Ok(files)
    }

    /// Reads again what was saved. Returns the files that differ; none when all is as it was.
    ///
    /// # Errors
    /// As [`Workshop::read`].
    pub fn saved(&mut self, paths: &[PathBuf]) -> Result<Vec<SitePath>> {
        // After trouble nobody knows what was read and what was not.
        let Some(inputs) = self.inputs.as_mut().filter(|_| self.trouble.is_none()) else {
            return self.read();
        };
        let (root, folders) = (&self.source.root, &self.source.folders);
        let skipped = inputs.skipped.clone();
        let refreshed = inputs.refresh(root, folders, paths);
        // What is left out has findings, though no file differs: the site is made anew for them.
        let is_other = refreshed.is_ok() && inputs.skipped != skipped;
        let files = self.noted(refreshed)?;
        self.stale |= is_other || !files.is_empty();
        Ok(files)
    }

    /// Looks at the calendar: another day may have begun.
    pub fn look_at_calendar(&mut self) {
        let today = (self.source.today)();
        if let Some(inputs) = &mut self.inputs
            && inputs.today != today
        {
            inputs.today = today;
            self.stale = true;
        }
    }

    /// Takes over what git knows.
    pub fn learned(&mut self, facts: Facts) {
        if let Some(inputs) = &mut self.inputs {
            let commits = |history: &History| {
                let commits = history.states.iter().map(|state| state.commit.clone());
                (commits.collect::<Vec<_>>(), history.shallow)
            };
            let differs = inputs.changed != facts.changed
                || commits(&inputs.history) != commits(&facts.history);
            if differs {
                inputs.changed = facts.changed.clone();
                inputs.history = facts.history.clone();
                self.stale = true;
            }
        }
        self.facts = Some(facts);
    }

    /// The next thing to show; None when nothing is new. A site is not checked yet: it has the
    /// findings of the last check.
    pub fn turn(&mut self) -> Option<Snapshot> {
        let stale = std::mem::take(&mut self.stale);
        let news = std::mem::take(&mut self.news);
        if !stale && !news {
            return None;
        }
        self.version += 1;
        self.newest.store(self.version, Ordering::Relaxed);
        if let (Some(inputs), Some(_)) = (&mut self.inputs, &self.source.shelf) {
            inputs.part = part(inputs);
        }
        if stale && let Some(inputs) = &self.inputs {
            let (loaded, mut built) = self.compiler.assemble(inputs, None);
            if self.findings.is_checked() {
                built = built.marked_by(self.findings.all());
            }
            if let Some(old) = &self.built {
                Arc::make_mut(&mut self.moves).note(self.version, &old.site, &built.site);
            }
            self.built = Some(Arc::new(built));
            self.loaded = Some(Arc::new(loaded));
        }
        Some(self.snapshot())
    }

    /// The check of the last site.
    pub fn check(&self) -> Option<Check> {
        Some(Check {
            version: self.version,
            built: self.built.clone()?,
            loaded: self.loaded.clone()?,
            newest: self.newest.clone(),
        })
    }

    /// Takes over what a check found; None when that is nothing new, or about an older site.
    pub fn checked(&mut self, version: u64, found: Vec<Diagnostic>) -> Option<Snapshot> {
        let (Some(built), Some(inputs)) = (&self.built, &self.inputs) else {
            return None;
        };
        if version != self.version {
            return None;
        }
        let findings = Findings::new(found, inputs);
        if findings == *self.findings {
            return None;
        }
        if findings.all() != self.findings.all() || !self.findings.is_checked() {
            self.built = Some(Arc::new(built.marked_by(findings.all())));
        }
        self.findings = Arc::new(findings);
        self.version += 1;
        self.newest.store(self.version, Ordering::Relaxed);
        Some(self.snapshot())
    }

    /// The addresses that came and went.
    pub fn moves(&self) -> &Moves {
        &self.moves
    }

    /// Whether a check has ended at all.
    pub fn is_checked(&self) -> bool {
        self.findings.is_checked()
    }

    /// Everything found by the last check.
    pub fn findings(&self) -> &[Diagnostic] {
        self.findings.all()
    }

    /// The site as it is shown, after the trouble or the findings changed.
    fn snapshot(&self) -> Snapshot {
        Snapshot::new(
            self.version,
            self.built
                .as_ref()
                .map(|built| (built.clone(), self.compiler.clone())),
            self.findings.clone(),
            self.trouble.clone(),
            self.moves.clone(),
        )
        .beside(self.beside())
    }

    /// The versions beside the site.
    fn beside(&self) -> Option<Beside> {
        let (shelf, inputs) = (self.source.shelf.as_ref()?, self.inputs.as_ref()?);
        Beside::of(shelf, inputs)
    }

    /// The version of the last site.
    pub fn version(&self) -> u64 {
        self.version
    }

    fn noted<T>(&mut self, result: Result<T>) -> Result<T> {
        let old = self.trouble.take();
        self.trouble = result.as_ref().err().map(|error| Trouble {
            message: error.to_string(),
            help: error.help().unwrap_or_default(),
        });
        self.news |= self.trouble != old;
        result
    }
}

/// The part of the site that its own settings make: beside versions that which is there once.
fn part(inputs: &Inputs) -> Part {
    let text = inputs.text(config::FILE);
    let config = text.map(|text| Config::read(text, &mut Vec::new()));
    match config.is_some_and(|config| config.versions.is_some()) {
        true => Part::Evergreen,
        false => Part::Whole,
    }
}

/// The files of which one of two readings has another content, or none.
fn differing(old: &Inputs, new: &Inputs) -> Vec<SitePath> {
    let digest = |inputs: &Inputs, path: &SitePath| {
        inputs
            .files
            .get(path.as_str())
            .map(crate::inputs::File::digest)
    };
    let paths: std::collections::BTreeSet<_> = old.files.keys().chain(new.files.keys()).collect();
    paths
        .into_iter()
        .filter(|path| digest(old, path) != digest(new, path))
        .cloned()
        .collect()
}
