//! Writes a [`Tree`] to a folder: stages what differs, moves it in, removes what is stale.
//!
//! What holds, whatever happens on the way:
//!
//! - An unchanged file is not touched, neither its content nor its times. Where nothing changed, no
//!   file is written at all, and a page whose key is known is not even made.
//! - Until the first file is moved in, the old site is whole. From then on every file is whole, and
//!   a journal lets the next run complete what was begun. A run that fails on the way, on a full
//!   disk for example, puts the old site back.
//! - Only files on our own list are replaced or removed. A folder with other things in it is
//!   refused, and nothing is ever written through a symbolic link.
//!
//! The list is `_m/tree.json` in the output: the same site gives the same bytes of it. Times and
//! keys stand in the site's `.groundplan/outputs/`, which only makes the next run faster.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::tree::Tree;

mod disk;
mod journal;
mod known;
pub mod lock;
mod place;
mod plan;
mod stage;

#[cfg(test)]
mod tests;

use disk::Disk;
use known::Known;

/// The list of what was written, in the output.
pub const LIST: &str = "_m/tree.json";

/// The same in an output with versions, where `_m/tree.json` is the manifest of the evergreen part.
pub const LIST_BESIDE_VERSIONS: &str = "_m/output.json";

/// Where the output goes.
#[derive(Clone, Copy, Debug)]
pub struct Output<'a> {
    /// The folder the site is written to. Made where it is missing.
    pub folder: &'a Path,
    /// The folder where times and keys of written files are remembered: `.groundplan/outputs/` of
    /// the site. Without it every page is made and every file of the output read.
    pub state: Option<&'a Path>,
    /// What must never become part of an output: the site's `content/`, `themes/`, `.groundplan/`,
    /// `.git/` and `groundplan.toml`. The output may neither be, nor hold, nor lie in one of them.
    pub protected: &'a [PathBuf],
    /// Where the list of what was written is, in the folder: [`LIST`] or [`LIST_BESIDE_VERSIONS`].
    pub list: &'static str,
}

/// What a run has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or differ from before.
    pub written: usize,
    /// Files that were there already, as they should be.
    pub unchanged: usize,
    /// Files of an earlier run that the site has no more.
    pub removed: usize,
    /// The bytes of the files that were written.
    pub bytes: u64,
}

/// Makes the output folder hold exactly what `tree` says, beside what was never ours.
///
/// # Errors
///
/// [`Error::UnsafeOutput`] for a folder that cannot be an output, [`Error::ForeignOutput`] for one
/// with files of somebody else, [`Error::Refused`] where a single file or folder is in the way or
/// another run writes there now, [`Error::Io`] for what the disk refuses. After each of them the old
/// site is as it was, except where the message says that the next run completes it.
pub fn write(tree: &Tree<'_>, output: &Output<'_>) -> Result<Written> {
    write_with(&Disk::default(), tree, output)
}

/// Forgets times and keys of what was written, so that the next run makes every page again: needed
/// where making a page says something that must be said again.
pub fn forget(output: &Output<'_>) {
    if let (Ok(folder), Some(state)) = (
        place::checked(output.folder, output.protected),
        output.state,
    ) {
        // Where it cannot be removed it could not be written either.
        let _ = std::fs::remove_file(known::state_file(&folder, state));
    }
}

fn write_with(disk: &Disk, tree: &Tree<'_>, output: &Output<'_>) -> Result<Written> {
    let folder = place::checked(output.folder, output.protected)?;
    let made = disk.make_output(&folder)?;
    // Before this another run may have begun to use the folder we made.
    let _lock = lock::take(&folder)?;
    let done = write_in(disk, tree, &folder, output);
    if made && done.is_err() {
        // Where it holds something by now, this does nothing.
        let _ = disk.remove_folder(&folder);
    }
    done
}

fn write_in(disk: &Disk, tree: &Tree<'_>, folder: &Path, output: &Output<'_>) -> Result<Written> {
    refuse_reserved(tree, output.list)?;
    journal::recover(disk, folder)?;
    let known = Known::read(folder, output.state, output.list)?;
    let stage = stage::Stage::new(disk, folder);
    let plan = plan::make(folder, tree, &known, &stage)?;
    if !plan.steps.is_empty() {
        known.forget(disk);
        stage.commit(folder, plan.steps)?;
    }
    if let Some(news) = plan.news {
        known.remember(disk, &news);
    }
    Ok(plan.written)
}

/// The names that writing itself needs. No page can have them: an author's page never begins with
/// `_` or a dot.
fn refuse_reserved(tree: &Tree<'_>, list: &'static str) -> Result<()> {
    let taken = [list, stage::NAME, lock::NAME]
        .into_iter()
        .find(|name| tree.get(name).is_some() || tree.has_folder(name));
    match taken {
        None => Ok(()),
        Some(name) => Err(Error::Refused {
            message: format!("the site has a file {name}, a name that writing the output needs"),
            help: "give that file another name".into(),
        }),
    }
}
