//! Reading a site out of git, with the `git` program and without a checkout.
//!
//! Nothing is written to the repository, no program that its configuration names is run, and
//! nothing is fetched. Names of refs are data: never an option, never a path.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::kind::Pointer;
use super::{Folders, worktree};
use crate::date::Date;
use crate::error::{Error, Result};

mod log;
mod objects;
mod revision;

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

/// A git command that depends on nothing but the repository and the user's trust in it.
fn start(folder: &Path) -> Command {
    /// What a hook or a script may have set for another repository (`git rev-parse
    /// --local-env-vars`). Configuration stays: `safe.directory` may be given that way.
    const OF_ANOTHER: [&str; 12] = [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_NAMESPACE",
        "GIT_GRAFT_FILE",
        "GIT_SHALLOW_FILE",
        "GIT_REPLACE_REF_BASE",
        "GIT_PREFIX",
    ];
    let mut command = Command::new("git");
    for name in OF_ANOTHER {
        command.env_remove(name);
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        // A partial clone would fetch every missing file by itself, each over the network.
        .env("GIT_NO_LAZY_FETCH", "1")
        .arg("-C")
        .arg(folder)
        .args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
        .args(["-c", "log.showSignature=false", "-c", "log.showRoot=true"])
        .stdin(Stdio::null());
    command
}

/// What a command printed, or what it complained about.
fn succeed(action: &str, output: Output) -> Result<Vec<u8>> {
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(failed(action, &output.stderr)),
    }
}

/// The error for a command that ended badly and printed this.
fn failed(action: &str, stderr: &[u8]) -> Error {
    let message = String::from_utf8_lossy(stderr);
    let message = message.trim();
    let distrusted = message
        .split_once("detected dubious ownership in repository at '")
        .and_then(|(_, rest)| rest.split_once('\''));
    let (message, help) = match distrusted {
        Some((folder, _)) => (
            format!("{folder} belongs to another user, and git does not read what others own"),
            format!(
                "if you trust it, as in a container: `git config --global --add safe.directory {folder}`"
            ),
        ),
        None if message.is_empty() => ("it ended without a message".into(), String::new()),
        None => (message.to_owned(), String::new()),
    };
    Error::Git {
        action: action.to_owned(),
        message,
        help,
    }
}

/// The error for a git that could not be run at all.
fn not_started(action: &str, error: &io::Error) -> Error {
    let missing = error.kind() == io::ErrorKind::NotFound;
    Error::Git {
        action: action.to_owned(),
        message: match missing {
            true => "the program `git` was not found".into(),
            false => format!("the program `git` could not be started: {error}"),
        },
        help: "install git, version 2.31 or later, and see that it is on the PATH".into(),
    }
}

/// A line of output without its end. A path may hold line ends itself: only the last is git's.
fn one_line(output: &str) -> &str {
    output.strip_suffix('\n').unwrap_or(output)
}

/// Output as text.
fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| Error::Refused {
        message: format!("{error:?} is a name that is not UTF-8"),
        help: "rename the folder or the ref".into(),
    })
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
