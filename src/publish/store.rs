//! What a target must be able to do: keep files under paths, and change one only if it is as it was.

use std::fmt;

use crate::error::Error;

/// A result that may be tried again.
pub type Tried<T> = std::result::Result<T, Trouble>;

/// A place for files. Paths are relative to the root of the published site, with `/`.
///
/// Every single `put` is whole or has not happened, whenever the process ends. Nothing else is asked
/// of a store: that a site is whole too is the work of the protocol above it.
pub trait Store: Sync {
    /// What people call it: `s3://docs-bucket/platform`. Never holds a credential.
    fn name(&self) -> String;

    /// The file at `path` with its tag; None where there is none.
    fn get(&self, path: &str) -> Tried<Option<Held>>;

    /// Writes a file if `when` allows it.
    fn put(&self, path: &str, bytes: &[u8], when: When<'_>) -> Tried<Put>;

    /// Removes a file. Nothing happens where there is none.
    fn delete(&self, path: &str) -> Tried<()>;

    /// All files below a folder, however deep, in the order of their paths. The folder is written
    /// without a `/` at its end; empty for the root.
    fn list(&self, folder: &str) -> Tried<Vec<Listed>>;

    /// What lies directly in a folder.
    fn look(&self, folder: &str) -> Tried<Look>;

    /// Is told that all files of a folder, or with an empty name of all folders, are about to be read,
    /// where reading them one by one would take long.
    fn look_ahead(&self, _folder: &str) -> Tried<()> {
        Ok(())
    }

    /// Is told how to make files of a folder that are likely to be what they are at the target, by their
    /// paths. A store that knows what a file is without its bytes need not move those.
    fn guess(&self, _folder: &str, _make: &dyn Fn() -> Vec<(String, Vec<u8>)>) -> Tried<()> {
        Ok(())
    }

    /// How many calls at once make it faster.
    fn lanes(&self) -> usize {
        1
    }

    /// Begins to change a whole folder at once, where the store can. What is put into the group is
    /// seen by nobody before it ends; files of the folder that are not put again stay.
    fn group<'a>(&'a self, _folder: &str) -> Tried<Option<Box<dyn Group + 'a>>> {
        Ok(None)
    }

    /// Whether runs exclude each other here, so that conditions need not be tried out.
    fn is_locked(&self) -> bool {
        false
    }

    /// Is told that one goes back to the state in which versions.json had these bytes. A store that
    /// remembers lets the files of then be read as if they had been kept.
    fn look_back(&self, _list: &[u8]) -> Tried<()> {
        Ok(())
    }

    /// Whether the store itself keeps every state that it ever had, so that nothing that is replaced has
    /// to be kept beside the site.
    fn remembers(&self) -> bool {
        false
    }
}

/// A folder that is changed at once. Dropped before its end, it has changed nothing.
pub trait Group: Sync {
    /// Adds or replaces a file; the path is relative to the root of the store.
    fn put(&self, path: &str, bytes: &[u8]) -> Tried<()>;

    /// Shows the folder as it is now.
    fn end(self: Box<Self>) -> Tried<()>;
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What tells this content from an earlier or a later one.
    pub tag: Tag,
}

/// What a store calls the present content of a file: another content has another tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(pub String);

/// What must be true when a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When<'a> {
    /// Nothing.
    Always,
    /// There is no file yet.
    Absent,
    /// The file still has this tag.
    Is(&'a Tag),
}

/// What has become of a `put`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is written, and has this tag now.
    Done(Tag),
    /// The condition was not met; nothing has changed.
    Refused,
}

/// A file that was listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path.
    pub path: String,
    /// How many bytes it has, where the store tells it without reading the file.
    pub size: Option<u64>,
    /// Its tag, where the store tells it without reading the file.
    pub tag: Option<Tag>,
}

impl Listed {
    /// Whether it has so many bytes, as far as the store tells.
    pub fn may_have(&self, size: u64) -> bool {
        self.size.is_none_or(|known| known == size)
    }
}

/// What lies directly in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Its files.
    pub files: Vec<Listed>,
    /// The paths of its folders, without a `/` at their end.
    pub folders: Vec<String>,
}

/// Why a store has not done what it was asked.
#[derive(Debug)]
pub enum Trouble {
    /// It may have been done all the same, or may be when it is tried again: a connection that was
    /// cut, a server that is busy.
    Passing(Error),
    /// It was refused: no right, no space, no such bucket.
    Lasting(Error),
}

impl Trouble {
    /// The failure.
    pub fn into_error(self) -> Error {
        match self {
            Self::Passing(error) | Self::Lasting(error) => error,
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Lasting(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passing(error) | Self::Lasting(error) => error.fmt(out),
        }
    }
}
