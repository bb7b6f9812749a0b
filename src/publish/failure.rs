//! Why publishing has not done what was asked, and the exit code that says so.

use std::fmt;

use super::store::Trouble;
use crate::error::Error;

/// A failure of publishing. The site that was there before is whole after each of them.
#[derive(Debug)]
pub enum Failure {
    /// The machine or the target refused. Exit code 1.
    Machine(Error),
    /// Others changed the target at the same time, again and again. Exit code 3.
    Conflict {
        /// The target.
        target: String,
        /// How often it was tried.
        tries: u32,
    },
    /// What is published was made of a later source. Exit code 4.
    Older {
        /// What is published: `version 2.1`.
        what: String,
        /// How the published source and this one are called, the published one first.
        sources: (String, String),
    },
    /// The target does not take so much. Nothing was sent. Exit code 5.
    Limit {
        /// What is too large, as a sentence.
        message: String,
        /// What to do.
        help: String,
    },
    /// What is at the target is not what was published there. Exit code 6.
    Damaged {
        /// What is wrong, as a sentence.
        message: String,
        /// What to do.
        help: String,
    },
}

/// A result of publishing.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// The exit code of the command.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Machine(_) => 1,
            Self::Conflict { .. } => 3,
            Self::Older { .. } => 4,
            Self::Limit { .. } => 5,
            Self::Damaged { .. } => 6,
        }
    }

    /// The same as an error of the machine, to be printed as all are.
    pub fn into_error(self) -> Error {
        let message = self.to_string();
        let help = match self {
            Self::Machine(error) => return error,
            Self::Conflict { .. } => "run the command again when the others have ended".into(),
            Self::Older { .. } => {
                "publish the later source; to go back on purpose, use `groundplan versions rollback`"
                    .into()
            }
            Self::Limit { help, .. } | Self::Damaged { help, .. } => help,
        };
        Error::Refused { message, help }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Machine(error) => error.fmt(out),
            Self::Conflict { target, tries } => write!(
                out,
                "others changed {target} at the same time, {tries} times in a row; nothing of theirs was \
                 changed"
            ),
            Self::Older {
                what,
                sources: (published, ours),
            } => write!(
                out,
                "{what} was published from a later source ({published}) than this one ({ours}); nothing was \
                 changed"
            ),
            Self::Limit { message, .. } | Self::Damaged { message, .. } => out.write_str(message),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Machine(error)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Machine(trouble.into_error())
    }
}
