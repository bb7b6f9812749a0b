//! The one moment in which the target changes: a push that is taken only if the branch is still what
//! was read.

use std::process::{Command, Output};

use super::clone::{Clone, Id};
use super::remote::NAME;
use crate::git;
use crate::publish::store::{Tried, Trouble};

/// What has become of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// The branch is the new commit.
    Done,
    /// Somebody else was faster: the branch is what they pushed.
    Overtaken,
}

/// Lets the branch be `commit` if it still is `base`.
///
/// A connection that is cut may have been cut before or after the server took the commit, and a server
/// may refuse a branch that another push holds at that moment. So whatever is said, the branch is looked
/// at: it tells what has happened.
///
/// What replaces a file that was read here, as the list of a folder's files, is sent as what differs from
/// it. That is an attempt: where git misses something for it that was never fetched, all is sent whole.
///
/// # Errors
/// [`Trouble::Passing`] when the branch is as it was and the connection was to blame.
pub fn push(clone: &Clone, base: Option<&Id>, commit: &Id) -> Tried<Pushed> {
    let thin = clone.command_without_promise();
    match attempt(clone, thin, "--thin", base, commit) {
        Err(trouble) if is_of_packing(&trouble.to_string()) => {
            attempt(clone, clone.command(), "--no-thin", base, commit)
        }
        done => done,
    }
}

fn attempt(
    clone: &Clone,
    mut command: Command,
    thin: &str,
    base: Option<&Id>,
    commit: &Id,
) -> Tried<Pushed> {
    let reference = clone.reference();
    let old = base.map_or("", String::as_str);
    let lease = format!("--force-with-lease={reference}:{old}");
    let what = format!("{commit}:{reference}");
    let action = format!("push to {} of {}", clone.branch, clone.remote.shown());
    command.args([
        "push",
        "--porcelain",
        "--no-verify",
        "--no-signed",
        thin,
        &lease,
        NAME,
        &what,
    ]);
    let output = command
        .output()
        .map_err(|error| git::not_started(&action, &error))?;
    if output.status.success() {
        return Ok(Pushed::Done);
    }
    let error = clone.remote.failed(&action, &told(&output));
    let Ok(tip) = clone.tip() else {
        return Err(Trouble::Passing(error));
    };
    match (tip.as_ref() == Some(commit), tip.as_ref() == base) {
        (true, _) => Ok(Pushed::Done),
        (_, false) => Ok(Pushed::Overtaken),
        _ if is_held(&error.to_string()) => Ok(Pushed::Overtaken),
        _ if is_cut(&error.to_string()) => Err(Trouble::Passing(error)),
        _ => Err(Trouble::Lasting(error)),
    }
}

/// All that git says about a push that failed: why the branch was refused stands in its answer.
fn told(output: &Output) -> Vec<u8> {
    let answer = String::from_utf8_lossy(&output.stdout);
    let refused = answer.lines().filter(|line| line.starts_with('!'));
    let mut told: Vec<u8> = refused
        .flat_map(|line| format!("{line}\n").into_bytes())
        .collect();
    told.extend_from_slice(&output.stderr);
    told
}

/// Whether the server says that another push has the branch at this moment.
fn is_held(message: &str) -> bool {
    [
        "cannot lock ref",
        "failed to update ref",
        "stale info",
        "fetch first",
        "Unable to create",
    ]
    .iter()
    .any(|words| message.contains(words))
}

/// Whether it may be that git could not put together what is sent. A server sees a connection that ends.
fn is_of_packing(message: &str) -> bool {
    const WORDS: [&str; 7] = [
        "unpacker error",
        "eof before pack header",
        "pack-objects",
        "bad object",
        "bad tree object",
        "unable to read",
        "did not send all necessary objects",
    ];
    is_cut(message) || WORDS.iter().any(|words| message.contains(words))
}

/// Whether the connection is to blame, and not what was asked.
pub fn is_cut(message: &str) -> bool {
    const CUT: [&str; 17] = [
        "hung up",
        "early EOF",
        "unexpected disconnect",
        "RPC failed",
        "Connection reset",
        "Connection refused",
        "Connection timed out",
        "Connection closed",
        "Could not resolve host",
        "Failed to connect",
        "unable to connect",
        "Operation timed out",
        "Operation too slow",
        "Broken pipe",
        "unpack-objects abnormal exit",
        "index-pack abnormal exit",
        "invalid index-pack output",
    ];
    CUT.iter().any(|words| message.contains(words))
}
