//! What the machine refuses: disk, git, ports.
//!
//! An author's mistake is never an [`Error`], it is a [`crate::diagnostic::Diagnostic`].

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A result that can fail for reasons of the machine.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure of the machine. Its text says what happened, where, and what to do.
#[derive(Debug)]
pub enum Error {
    /// A file or folder could not be used.
    Io {
        /// What was tried, as a verb phrase: "read", "write", "create the folder".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder is no site.
    NoSite {
        /// The folder that was looked at.
        root: PathBuf,
    },
    /// The output folder holds things that Groundplan did not write.
    ForeignOutput {
        /// The output folder.
        path: PathBuf,
        /// One of the things that are not ours.
        example: PathBuf,
    },
    /// The output folder cannot be used as one, whatever it holds.
    UnsafeOutput {
        /// The output folder.
        path: PathBuf,
        /// Why, as a clause: "it is a symbolic link".
        because: String,
    },
    /// A git command failed.
    Git {
        /// What was wanted, as a verb phrase: "list the files of v1.0".
        action: String,
        /// What git printed.
        message: String,
        /// What the user can do.
        help: String,
    },
    /// Anything else, with its own sentence and advice.
    Refused {
        /// What happened.
        message: String,
        /// What to do.
        help: String,
    },
}

impl Error {
    /// An [`Error::Io`] for a closure of `map_err`.
    pub fn io(action: &'static str, path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// What the user can do about it, where something can be said.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull => {
                    Some("free some space on that disk and run the command again".into())
                }
                io::ErrorKind::PermissionDenied => {
                    Some("check who owns it and whether you may read and write there".into())
                }
                _ => None,
            },
            Self::NoSite { .. } => Some(
                "a site is a folder with groundplan.toml or content/: go there, name it with --root, \
                 or make one with `groundplan init DIR`"
                    .into(),
            ),
            Self::ForeignOutput { .. } => Some(
                "name an empty or new folder with --output, or move those files away".into(),
            ),
            Self::UnsafeOutput { .. } => Some(
                "name another folder with --output; your content and that folder are as they were"
                    .into(),
            ),
            Self::Git { help, .. } | Self::Refused { help, .. } => {
                (!help.is_empty()).then(|| help.clone())
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io {
                action,
                path,
                source,
            } => write!(out, "could not {action} {}: {source}", path.display()),
            Self::NoSite { root } => write!(out, "there is no site in {}", root.display()),
            Self::ForeignOutput { path, example } => write!(
                out,
                "{} holds files that Groundplan did not write, {} for example; nothing was changed",
                path.display(),
                example.display()
            ),
            Self::UnsafeOutput { path, because } => write!(
                out,
                "{} cannot be the output folder: {because}",
                path.display()
            ),
            Self::Git {
                action, message, ..
            } => {
                write!(out, "git could not {action}: {}", message.trim())
            }
            Self::Refused { message, .. } => out.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
