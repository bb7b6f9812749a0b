//! Reading a site out of git, with the `git` program and without a checkout.
//!
//! Nothing is written to the repository, no program that its configuration names is run, and
//! nothing is fetched. Names of refs are data: never an option, never a path.

use std::io;
use std::path::{Path, PathBuf};

use super::kind::Pointer;
use super::{Folders, worktree};
use crate::date::Date;
use crate::error::{Error, Result};
use crate::git::{not_started, one_line, start, succeed, text};

mod log;
mod objects;
mod refs;
mod revision;

pub use refs::{Ref, RefKind};
pub use revision::Revision;

use objects::Objects;

/// A repository, seen from the folder of a site in it.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The site's folder.
    root: PathBuf,
    /// The way from the top of the repository to the site's folder: empty, or with `/` at its end.
    prefix: String,
    folders: Folders,
    /// The commits whose parents were not fetched: those of a shallow clone.
    boundary: Vec<String>,
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its full id.
    pub id: String,
    /// When it was committed, in seconds since 1970.
    pub time: i64,
    /// The UTC day of `time`.
    pub date: Date,
}

impl Repository {
    /// The repository that the folder `root` is in. None when it is in none.
    ///
    /// # Errors
    /// When there is a repository and it cannot be used: the `git` program is missing, or git does
    /// not trust the folder's owner. A working tree can be built all the same, without dates: who
    /// needs nothing else from git can show the error as a note.
    pub fn find(root: &Path, folders: &Folders) -> Result<Option<Self>> {
        let action = "look for a repository";
        let questions = ["rev-parse", "--is-shallow-repository", "--show-prefix"];
        let output = match start(root).args(questions).output() {
            Ok(output) => output,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !looks_versioned(root) => {
                return Ok(None);
            }
            Err(error) => return Err(not_started(action, &error)),
        };
        let message = String::from_utf8_lossy(&output.stderr);
        // "(or any of the parent directories)"; a folder whose `.git` names a place that is gone
        // is told in other words, and is a mistake.
        if !output.status.success() && message.contains("not a git repository (or any") {
            return Ok(None);
        }
        let answer = text(succeed(action, output)?)?;
        let (shallow, prefix) = answer.split_once('\n').unwrap_or((&answer, ""));
        let mut repository = Self {
            root: root.to_path_buf(),
            prefix: one_line(prefix).to_owned(),
            folders: folders.clone(),
            boundary: Vec::new(),
        };
        if shallow == "true" {
            let list = text(repository.run(action, ["rev-parse", "--git-path", "shallow"])?)?;
            let list = root.join(one_line(&list));
            let boundary = std::fs::read_to_string(&list).map_err(Error::io("read", &list))?;
            repository.boundary = boundary.lines().map(str::to_owned).collect();
        }
        Ok(Some(repository))
    }

    /// Whether older commits were never fetched. Dates of files that have not changed since are
    /// unknown then, and history is short.
    pub fn is_shallow(&self) -> bool {
        !self.boundary.is_empty()
    }

    /// The way from the top of the repository to the site's folder: empty, or with `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The commit that a tag, a branch or an id names. A branch that exists on `origin` only is
    /// found as well, as in a checkout that a CI server made.
    ///
    /// # Errors
    /// [`Error::Git`] when there is none, with the nearest names and the command that may fetch it.
    pub fn commit(&self, reference: &str) -> Result<Commit> {
        if !is_name(reference) {
            return Err(Error::Git {
                action: format!("find {reference:?}"),
                message: "that is not the name of a tag, a branch or a commit".into(),
                help: "write it as `git tag` and `git branch` print it".into(),
            });
        }
        let mut objects = Objects::open(self)?;
        for name in [
            reference.to_owned(),
            format!("refs/remotes/origin/{reference}"),
        ] {
            if let Some(object) = objects.get(&format!("{name}^{{commit}}"))? {
                return object.commit();
            }
        }
        Err(self.unknown(reference))
    }

    /// The commit that is checked out. None before the first one.
    ///
    /// # Errors
    /// When git fails.
    pub fn head(&self) -> Result<Option<Commit>> {
        let head = Objects::open(self)?.get("HEAD^{commit}")?;
        head.map(|object| object.commit()).transpose()
    }

    /// The files of the site at a commit.
    ///
    /// # Errors
    /// When git fails, or the content folder that the user named lies outside of the repository.
    pub fn at(&self, commit: Commit) -> Result<Revision<'_>> {
        Revision::list(self, commit)
    }

    /// The error for a name that stands for nothing.
    fn unknown(&self, reference: &str) -> Error {
        let format = ["for-each-ref", "--format=%(refname:short)"];
        let names = self.run("list the refs", format).and_then(text);
        let names = names.unwrap_or_default();
        let mut near: Vec<_> = names
            .lines()
            .map(|name| name.strip_prefix("origin/").unwrap_or(name))
            .map(|name| (strsim::jaro_winkler(name, reference), name))
            .filter(|(likeness, _)| *likeness > 0.8)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.dedup_by_key(|(_, name)| *name);
        let mut help = match near.as_slice() {
            [] => String::new(),
            [(_, one)] => format!("did you mean {one}? "),
            [(_, one), (_, two), ..] => format!("did you mean {one} or {two}? "),
        };
        help.push_str(match self.is_shallow() {
            true => {
                "this is a shallow clone, without most tags and branches: \
                 `git fetch --unshallow --tags` fetches them"
            }
            false => "`git fetch --tags` fetches the tags that only the server has",
        });
        Error::Git {
            action: format!("find {reference}"),
            message: "there is no tag, branch or commit of this name".into(),
            help,
        }
    }

    /// A file that Git LFS keeps beside the repository, if it was fetched.
    fn large_file(&self, pointer: &Pointer) -> Result<Option<Vec<u8>>> {
        let folder = self.run("find large files", ["rev-parse", "--git-common-dir"])?;
        let folder = self.root.join(one_line(&text(folder)?));
        let name = &pointer.sha256;
        let path = folder
            .join("lfs/objects")
            .join(&name[..2])
            .join(&name[2..4])
            .join(name);
        match worktree::read(&path) {
            Ok(bytes) => Ok((bytes.len() as u64 == pointer.size).then_some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", path)(error)),
        }
    }

    /// What a git command prints.
    fn run<'a>(&self, action: &str, args: impl IntoIterator<Item = &'a str>) -> Result<Vec<u8>> {
        let output = start(&self.root).args(args).output();
        succeed(action, output.map_err(|error| not_started(action, &error))?)
    }
}

/// Whether there seems to be a repository, for who cannot ask git.
fn looks_versioned(root: &Path) -> bool {
    root.canonicalize()
        .is_ok_and(|root| root.ancestors().any(|folder| folder.join(".git").exists()))
}

/// Whether this can be the name of a ref, or an id, or either with `~2` or `^` behind it. What git
/// would take for an option, a path, a range, a search or two lines is not.
fn is_name(reference: &str) -> bool {
    let forbidden = |letter: char| letter.is_whitespace() || letter.is_control() || letter == ':';
    !reference.is_empty()
        && !reference.starts_with('-')
        && !reference.contains("..")
        && !reference.contains("^{")
        && !reference.contains(forbidden)
}

#[cfg(test)]
mod tests;
