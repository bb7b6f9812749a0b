//! Running the `git` program: the same way for whoever reads a site out of a repository and whoever
//! publishes into one.
//!
//! A command depends on nothing but the repository, the user's trust in it and the user's
//! credentials. It asks nothing, draws nothing and speaks English.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::error::{Error, Result};

/// A git command that depends on nothing but the repository and the user's trust in it.
pub fn start(folder: &Path) -> Command {
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

/// What the user has told git by a variable of the environment.
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// What a command printed, or what it complained about.
pub fn succeed(action: &str, output: Output) -> Result<Vec<u8>> {
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(failed(action, &output.stderr)),
    }
}

/// The error for a command that ended badly and printed this.
pub fn failed(action: &str, stderr: &[u8]) -> Error {
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
pub fn not_started(action: &str, error: &io::Error) -> Error {
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
pub fn one_line(output: &str) -> &str {
    output.strip_suffix('\n').unwrap_or(output)
}

/// Output as text.
pub fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| Error::Refused {
        message: format!("{error:?} is a name that is not UTF-8"),
        help: "rename the folder or the ref".into(),
    })
}
