//! The moves and removals that turn the old site into the new one: carried out, undone, completed.
//!
//! The journal is on the disk, whole and synced, before the first of them. Without it the stage is
//! what a run left that had changed nothing yet, and is thrown away. With it the next run does what
//! is not done: a staged file that is still there is moved, a removal of nothing is done.
//! The pages themselves are not synced, so after a power cut a staged file may be broken: the digest
//! tells, it is left out, and the run that goes on from there writes it anew.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::emit::disk::{self, Disk, Kind};
use crate::emit::{known, place, stage};
use crate::error::{Error, Result};
use crate::path::OutputPath;

const NAME: &str = "journal";

/// One change of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// The staged file of this number takes its place.
    Move {
        /// Its number.
        number: usize,
        /// Its path in the output.
        path: String,
        /// The digest of its bytes.
        digest: String,
    },
    /// A file goes, and the folders that become empty.
    Remove {
        /// The number under which it is kept until everything is done.
        number: usize,
        /// Its path in the output.
        path: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Journal {
    steps: Vec<Step>,
}

/// Why the steps were not carried out.
pub enum Failure {
    /// The old site is as it was.
    Undone(Error),
    /// Some of it is new, and the journal stays for the next run.
    Begun(Error),
}

impl Failure {
    /// What the user is told.
    pub fn into_error(self) -> Error {
        match self {
            Self::Undone(error) => error,
            Self::Begun(error) => to_be_completed(error),
        }
    }
}

/// Carries out the steps, or puts everything back.
pub fn carry_out(disk: &Disk, output: &Path, steps: Vec<Step>) -> std::result::Result<(), Failure> {
    let journal = Journal { steps };
    let mut folders = Folders::new(disk, output);
    if let Err(error) = write(disk, output, &journal) {
        return Err(match close(disk, output) {
            Ok(()) => Failure::Undone(error),
            Err(_) => Failure::Begun(error),
        });
    }
    let done = journal
        .steps
        .iter()
        .try_for_each(|step| folders.apply(step));
    if let Err(error) = done {
        let undone = journal
            .steps
            .iter()
            .rev()
            .try_for_each(|step| folders.undo(step))
            .and_then(|()| close(disk, output));
        return Err(match undone {
            Ok(()) => Failure::Undone(error),
            Err(_) => Failure::Begun(error),
        });
    }
    close(disk, output).map_err(Failure::Begun)
}

/// Completes what an earlier run began, and clears away what it staged.
pub fn recover(disk: &Disk, output: &Path) -> Result<()> {
    let stage = output.join(stage::NAME);
    match disk::see(&stage)?.map(|seen| seen.kind) {
        None => return Ok(()),
        Some(Kind::Folder) => {}
        Some(_) => return Err(place::in_the_way(&stage)),
    }
    let journal = disk::read(&stage.join(NAME))
        .and_then(|bytes| serde_json::from_slice::<Journal>(&bytes).ok());
    if let Some(journal) = journal {
        let mut folders = Folders::new(disk, output);
        folders.refuse_links_in_stage()?;
        journal
            .steps
            .iter()
            .filter(|step| folders.is_left(step))
            .cloned()
            .collect::<Vec<_>>()
            .iter()
            .try_for_each(|step| folders.apply(step))
            .and_then(|()| close(disk, output))
            .map_err(to_be_completed)?;
    }
    disk.remove_all(&stage)
}

fn to_be_completed(error: Error) -> Error {
    let help = error.help().unwrap_or_default();
    let join = if help.is_empty() { "" } else { "; " };
    Error::Refused {
        message: error.to_string(),
        help: format!(
            "{help}{join}every file of the output is whole, some are new and some are old: \
             the next run completes it"
        ),
    }
}

fn write(disk: &Disk, output: &Path, journal: &Journal) -> Result<()> {
    let stage = output.join(stage::NAME);
    let (new, path) = (stage.join("journal.new"), stage.join(NAME));
    let text = serde_json::to_vec(journal)
        .map_err(|error| Error::io("write", &path)(std::io::Error::other(error)))?;
    disk.make_synced_file(&new, &path, &text)?;
    disk.rename(&new, &path)?;
    disk.sync_folder(&stage)
}

/// After this the stage is rubbish.
fn close(disk: &Disk, output: &Path) -> Result<()> {
    disk.remove_file(&output.join(stage::NAME).join(NAME))
}

/// The folders of an output while it changes.
struct Folders<'a> {
    disk: &'a Disk,
    output: &'a Path,
    /// Known to be there and to be no links.
    real: HashSet<PathBuf>,
    /// Made on the way, and to be removed on the way back.
    made: HashSet<PathBuf>,
}

impl<'a> Folders<'a> {
    fn new(disk: &'a Disk, output: &'a Path) -> Self {
        Self {
            disk,
            output,
            real: HashSet::new(),
            made: HashSet::new(),
        }
    }

    fn staged(&self, number: usize) -> PathBuf {
        self.output
            .join(stage::NAME)
            .join(stage::NEW)
            .join(number.to_string())
    }

    fn kept(&self, number: usize) -> PathBuf {
        self.output
            .join(stage::NAME)
            .join(stage::OLD)
            .join(number.to_string())
    }

    /// A journal may come with a folder that somebody else made: a link in the stage would move
    /// files of elsewhere into the site.
    fn refuse_links_in_stage(&self) -> Result<()> {
        let stage = self.output.join(stage::NAME);
        for folder in [stage::NEW, stage::OLD].map(|name| stage.join(name)) {
            if disk::see(&folder)?.is_none_or(|seen| seen.kind != Kind::Folder) {
                return Err(place::in_the_way(&folder));
            }
        }
        Ok(())
    }

    /// Whether there is something to do for a step of an earlier run.
    fn is_left(&self, step: &Step) -> bool {
        match step {
            Step::Remove { .. } => true,
            Step::Move { number, digest, .. } => {
                let path = self.staged(*number);
                matches!(disk::see(&path), Ok(Some(seen)) if seen.kind == Kind::File)
                    && disk::digest(&path).ok() == known::parse_digest(digest)
            }
        }
    }

    fn apply(&mut self, step: &Step) -> Result<()> {
        let target = self.target(step)?;
        match step {
            Step::Move { number, .. } => {
                self.make_way(&target)?;
                match disk::see(&target)?.map(|seen| seen.kind) {
                    None => {}
                    Some(Kind::File) => self.keep(&target, *number)?,
                    Some(Kind::Folder) => self.remove_empty(&target)?,
                    Some(Kind::Other) => return Err(place::in_the_way(&target)),
                }
                self.disk.rename(&self.staged(*number), &target)
            }
            Step::Remove { number, .. } => {
                if self.is_behind_link(&target)? {
                    return Ok(());
                }
                if disk::see(&target)?.is_some_and(|seen| seen.kind == Kind::File) {
                    self.disk.put_away(&target, &self.kept(*number))?;
                }
                self.remove_empty_above(&target);
                Ok(())
            }
        }
    }

    /// The way back from a step, whether it was done, half done or not begun.
    fn undo(&mut self, step: &Step) -> Result<()> {
        let target = self.target(step)?;
        let (Step::Move { number, .. } | Step::Remove { number, .. }) = step;
        let kept = self.kept(*number);
        if disk::see(&kept)?.is_some() {
            self.make_way(&target)?;
            self.disk.rename(&kept, &target)?;
        } else if matches!(step, Step::Move { .. }) {
            if disk::see(&self.staged(*number))?.is_none() {
                self.disk.remove_file(&target)?;
            }
            for folder in self.above(&target) {
                if self.made.contains(folder) {
                    // Where the next step to be undone needs it too, it is not empty yet.
                    let _ = self.disk.remove_folder(folder);
                    self.real.remove(folder);
                }
            }
        }
        Ok(())
    }

    fn target(&self, step: &Step) -> Result<PathBuf> {
        let (Step::Move { path, .. } | Step::Remove { path, .. }) = step;
        match OutputPath::new(path) {
            Some(path) => Ok(self.output.join(path.to_path())),
            None => Err(place::in_the_way(&self.output.join(stage::NAME).join(NAME))),
        }
    }

    /// Keeps the old file for the way back. With a second name it stays readable at its place until
    /// the new one is there; where the file system has no such thing it is gone for a moment.
    fn keep(&self, target: &Path, number: usize) -> Result<()> {
        let kept = self.kept(number);
        match self.disk.link(target, &kept) {
            Ok(()) => Ok(()),
            Err(_) => self.disk.put_away(target, &kept),
        }
    }

    /// Makes the folders that a file needs.
    fn make_way(&mut self, target: &Path) -> Result<()> {
        let mut missing = Vec::new();
        for folder in self.above(target) {
            if self.real.contains(folder) {
                break;
            }
            missing.push(folder.to_path_buf());
        }
        for folder in missing.into_iter().rev() {
            match disk::see(&folder)?.map(|seen| seen.kind) {
                None => {
                    self.disk.make_folder(&folder)?;
                    self.made.insert(folder.clone());
                }
                Some(Kind::Folder) => {}
                Some(_) => return Err(place::in_the_way(&folder)),
            }
            self.real.insert(folder);
        }
        Ok(())
    }

    /// Whether a link is on the way to a file.
    fn is_behind_link(&self, target: &Path) -> Result<bool> {
        for folder in self.above(target) {
            if disk::see(folder)?.is_some_and(|seen| seen.kind == Kind::Other) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Removes the folders above a file that are empty now.
    fn remove_empty_above(&mut self, target: &Path) {
        for folder in self.above(target) {
            // One that is not empty is no failure: it ends here. Nor is one that cannot be removed.
            if self.disk.remove_folder(folder).is_err() {
                break;
            }
            self.real.remove(folder);
        }
    }

    /// Removes a folder that holds nothing but empty folders.
    fn remove_empty(&mut self, folder: &Path) -> Result<()> {
        for inner in disk::list(folder)? {
            if disk::see(&inner)?.is_some_and(|seen| seen.kind == Kind::Folder) {
                self.remove_empty(&inner)?;
            }
        }
        self.real.remove(folder);
        self.disk.remove_folder(folder)
    }

    /// The folders a file of the output is in, the nearest first, without the output itself.
    fn above<'p>(&self, target: &'p Path) -> impl Iterator<Item = &'p Path> + use<'p, 'a> {
        let output = self.output;
        target
            .ancestors()
            .skip(1)
            .take_while(move |folder| *folder != output)
    }
}
