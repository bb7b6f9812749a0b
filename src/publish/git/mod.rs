//! A branch of a repository as a target: everything that is done to the site is one commit.
//!
//! The branch is brought into a clone in the cache, without the files and folders that nobody asks for.
//! What is done there is seen by nobody. Then the commit is pushed, if the branch is still what it
//! was; where somebody else was faster, all is done again on what they left. The site's own repository is
//! never touched, and no hook and no program of a configuration runs.

use std::path::Path;

use super::failure::{Failure, Outcome};
use super::run::{self, Run};
use super::store::Trouble;
use crate::error::{Error, Result};

mod ahead;
mod clone;
mod draft;
mod import;
mod known;
mod object;
mod push;
mod reader;
mod recall;
mod remote;
mod tree;
mod write;

pub use ahead::{look_ahead, look_beside, serve_plainly};
use clone::{Clone, Id};
pub use draft::Draft;
use push::Pushed;
pub use remote::Remote;

/// A branch to publish to.
pub struct Branch {
    clone: Clone,
}

/// What was done to a branch.
#[derive(Clone, Debug)]
pub struct Done<T> {
    /// What the work returned.
    pub value: T,
    /// The new commit; None when nothing was to change.
    pub commit: Option<String>,
}

impl Branch {
    /// The branch `branch` of the repository that `remote` names, seen from the folder of a site. The
    /// clone of it lies below `cache`.
    ///
    /// # Errors
    /// When `remote` is the name of no remote, or the cache cannot be written to.
    pub fn open(site: &Path, cache: &Path, remote: &str, branch: &str) -> Result<Self> {
        refuse_bad_name(site, branch)?;
        let remote = Remote::resolve(site, remote)?;
        let clone = Clone::open(cache, remote, branch)?;
        Ok(Self { clone })
    }

    /// What people call it. No password is in it.
    pub fn name(&self) -> String {
        format!("git:{}#{}", self.clone.remote.shown(), self.clone.branch)
    }

    /// Where the repository is, without a password: what tells which host it is.
    pub fn address(&self) -> &str {
        self.clone.remote.shown()
    }

    /// Reads the branch as it is now. Nothing that is done to the draft is kept.
    ///
    /// # Errors
    /// When the target cannot be reached.
    pub fn read<T>(
        &self,
        run: &Run<'_>,
        work: impl FnOnce(&Draft<'_>) -> Outcome<T>,
    ) -> Outcome<T> {
        let tip = self.fetch(run, false)?;
        work(&Draft::begin(&self.clone, tip)?)
    }

    /// Does `work` to the branch and pushes it as one commit, with the message that is made of what
    /// `work` returned. Done again from the beginning where somebody else was faster.
    ///
    /// # Errors
    /// Those of `work`; [`Failure::Conflict`] when others were faster again and again;
    /// [`Failure::Machine`] when the target cannot be reached or refuses. The branch is as it was
    /// after each of them.
    pub fn change<T>(
        &self,
        run: &Run<'_>,
        work: impl Fn(&Draft<'_>) -> Outcome<T>,
        message: impl Fn(&T) -> String,
    ) -> Outcome<Done<T>> {
        let mut cut = 0;
        for attempt in 0..run::TRIES {
            if attempt > 0 {
                run.back_off(attempt);
            }
            let base = self.fetch(run, false)?;
            let draft = Draft::begin(&self.clone, base.clone())?;
            let value = work(&draft)?;
            let Some(commit) = draft.commit(&message(&value))? else {
                let commit = None;
                return Ok(Done { value, commit });
            };
            match push::push(&self.clone, base.as_ref(), &commit) {
                Ok(Pushed::Done) => {
                    let commit = Some(commit);
                    return Ok(Done { value, commit });
                }
                Ok(Pushed::Overtaken) => {}
                Err(Trouble::Passing(_)) if cut < 2 => cut += 1,
                Err(trouble) => return Err(trouble.into()),
            }
        }
        Err(Failure::Conflict {
            target: self.name(),
            tries: run::TRIES,
        })
    }

    /// Brings the tip of the branch into the clone. With `history`, all commits before it too.
    fn fetch(&self, run: &Run<'_>, history: bool) -> Outcome<Option<Id>> {
        run.again(|| {
            let tip = self.clone.tip().map_err(trouble)?;
            self.clone.prepare(tip.as_ref())?;
            if let Some(tip) = &tip {
                self.clone.fetch(tip, history).map_err(trouble)?;
            }
            Ok(tip)
        })
    }
}

/// Whether it may work when it is tried again.
fn trouble(error: Error) -> Trouble {
    match push::is_cut(&error.to_string()) {
        true => Trouble::Passing(error),
        false => Trouble::Lasting(error),
    }
}

/// Refuses what git would not take as the name of a branch.
fn refuse_bad_name(site: &Path, branch: &str) -> Result<()> {
    let name = format!("refs/heads/{branch}");
    let asked = crate::git::start(site)
        .args(["check-ref-format", &name])
        .output()
        .map_err(|error| crate::git::not_started("check a name", &error))?;
    if asked.status.success() && !branch.starts_with('-') {
        return Ok(());
    }
    Err(Error::Refused {
        message: format!("`{branch}` cannot be the name of a branch"),
        help: "write the target as git:REMOTE#BRANCH, for example git:origin#gh-pages".into(),
    })
}

#[cfg(test)]
mod tests;
