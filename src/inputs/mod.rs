//! Everything a build may look at, as a value. What is not in it cannot influence the site.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use crate::date::Date;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::path::{OutputPath, SitePath};

pub mod git;
pub mod history;
mod image;
mod kind;
mod link;
mod refresh;
pub mod spool;
pub mod worktree;

pub(crate) use image::dimensions;
pub use kind::is_leaving;

/// Where a site differs from the usual folders.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The folder that is called `content/` in the site, absolute or relative to the site's folder.
    /// None for `content`.
    pub content: Option<PathBuf>,
    /// Folders that are no part of the site wherever they lie, as the output folder inside the
    /// content folder; absolute or relative to the site's folder.
    pub exclude: Vec<PathBuf>,
}

/// The files of a site and what is known about them.
#[derive(Clone, Default)]
pub struct Inputs {
    /// groundplan.toml, and all files below `content/` and `themes/`.
    pub files: BTreeMap<SitePath, File>,
    /// What lies in those folders and is no part of the site, with the reason.
    pub skipped: Vec<Skipped>,
    /// The symbolic links among `files` and `skipped`, each with the file of the same folder
    /// (`content/` or `themes/`) that it leads to, where it does.
    pub links: BTreeMap<SitePath, Option<SitePath>>,
    /// The last day each file was changed in git, by the committer's UTC day.
    /// Empty outside a repository.
    pub changed: HashMap<SitePath, Date>,
    /// Earlier states of the files whose history readers see: roadmap and responsibilities.
    pub history: history::History,
    /// The day that "today" means; None where a build must not know it.
    pub today: Option<Date>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Which part of the site is made.
    pub part: Part,
    /// The files of the newest stable version, `latest/…`, beside which the evergreen part is made: what
    /// is not among them is shown without a link.
    pub newest: Option<Arc<BTreeSet<OutputPath>>>,
    /// The version before the one that is made, so that readers learn what changed since.
    pub earlier: Option<Earlier>,
}

/// A version that was made earlier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Its name: `2.0`.
    pub version: String,
    /// What has to be known of it: `_m/snapshot.json`.
    pub snapshot: Arc<str>,
}

/// Which part of a site is made. A site without versions is made whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Everything, at the top.
    #[default]
    Whole,
    /// What every version has for itself. It never knows today, so that a version is the same bytes
    /// on every day.
    Versioned,
    /// What is there once, beside all versions.
    Evergreen,
}

/// One file.
#[derive(Clone, Debug)]
pub enum File {
    /// Markdown, TOML, CSV, templates and other texts that are read: line ends as written, no byte
    /// order mark.
    Text(TextFile),
    /// An asset: bytes that are copied.
    Blob(BlobFile),
    /// A file that should be text and is not UTF-8.
    NotText(NotText),
}

impl File {
    /// The digest of what a build sees of the file.
    pub fn digest(&self) -> Digest {
        match self {
            Self::Text(file) => file.digest,
            Self::Blob(file) => file.digest,
            Self::NotText(file) => Digest::of_parts([
                file.lossy.as_bytes(),
                &file.valid_up_to.to_le_bytes(),
                file.looks_like.as_bytes(),
            ]),
        }
    }
}

/// A text in memory.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// The text.
    pub text: Arc<str>,
    /// The digest of the bytes of `text`.
    pub digest: Digest,
}

impl TextFile {
    /// A text file with this text; a byte order mark at its start is dropped.
    pub fn new(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            text: text.into(),
            digest: Digest::of(text.as_bytes()),
        }
    }
}

/// An asset.
#[derive(Clone, Debug, PartialEq)]
pub struct BlobFile {
    /// The digest of its bytes.
    pub digest: Digest,
    /// How many bytes it has.
    pub size: u64,
    /// Width and height in pixels, of an image whose header tells.
    pub dimensions: Option<(u32, u32)>,
    /// Where its bytes are.
    pub source: BlobSource,
}

/// Where the bytes of an asset are.
#[derive(Clone, Debug, PartialEq)]
pub enum BlobSource {
    /// A file of the working tree.
    Disk(PathBuf),
    /// In a file of files, until it is written.
    Spool(spool::Piece),
    /// In memory, as for tests and for the files of a git ref.
    Memory(Arc<[u8]>),
}

/// Bytes as the text that they are, or what is known about bytes that are none.
pub fn text_of(bytes: &[u8]) -> File {
    kind::text(bytes)
}

impl BlobSource {
    /// The bytes.
    pub fn read(&self) -> Result<Vec<u8>> {
        match self {
            Self::Disk(path) => worktree::read(path).map_err(Error::io("read", path)),
            Self::Memory(bytes) => Ok(bytes.to_vec()),
            Self::Spool(piece) => piece.read(),
        }
    }
}

/// What a file that is not UTF-8 looks like.
#[derive(Clone, Debug)]
pub struct NotText {
    /// The valid text before the first wrong byte, and what follows with wrong bytes replaced.
    pub lossy: Arc<str>,
    /// How many bytes of `lossy` are before the first wrong byte.
    pub valid_up_to: usize,
    /// What it seems to be, in words: "UTF-16", "Windows-1252 or another old encoding".
    pub looks_like: &'static str,
}

/// Something in the site's folder that is not part of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Where it lies; letters that are not UTF-8 replaced.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
}

/// Why something is not part of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// A symbolic link that leads out of the site's folder.
    LeavesSite,
    /// A symbolic link to nothing, or in a circle.
    DeadLink,
    /// A symbolic link inside the site to a folder: its files would be there twice.
    FolderLink,
    /// The name begins with a dot.
    Hidden,
    /// What an editor leaves behind: `p.md~`, `#p.md#`, `4913`, `.swp`.
    EditorLeaving,
    /// Neither a file nor a folder: a pipe, a socket, a device.
    NotAFile,
    /// The name is not UTF-8.
    NameNotText,
    /// The file may not be read.
    Unreadable,
    /// Git LFS keeps the file elsewhere, and it was not fetched: `git lfs pull` does that.
    NotFetched,
    /// A file of the site that lies beside `content/` instead of in it.
    BesideContent,
    /// The settings of the site under a name with one ending more, `groundplan.toml.txt`.
    MisnamedSettings,
    /// Another repository inside this one, which a reading from git does not follow.
    Submodule,
}

impl Skipped {
    fn new(path: &str, reason: SkipReason) -> Self {
        Self {
            path: path.to_owned(),
            reason,
        }
    }
}

impl Inputs {
    /// A site from texts, as tests need it.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut inputs = Self::default();
        for (path, text) in texts {
            inputs.put_text(path, text);
        }
        inputs
    }

    /// Puts a text file in, or replaces it. A path that leaves the site is ignored.
    pub fn put_text(&mut self, path: &str, text: &str) {
        if let Some(path) = SitePath::new(path) {
            self.files.insert(path, File::Text(TextFile::new(text)));
        }
    }

    /// Puts an asset in, or replaces it. A path that leaves the site is ignored.
    pub fn put_blob(&mut self, path: &str, bytes: &[u8]) {
        if let Some(path) = SitePath::new(path) {
            self.files
                .insert(path, File::Blob(BlobFile::in_memory(bytes.into())));
        }
    }

    /// The text of a file, where it is one.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match self.files.get(path)? {
            File::Text(file) => Some(&file.text),
            File::NotText(file) => Some(&file.lossy),
            File::Blob(_) => None,
        }
    }
}

impl Inputs {
    /// The text of any file that is UTF-8, also of an asset, as an include needs it. None where
    /// there is no such file, or it is no text, or it vanished since.
    pub fn include_text(&self, path: &SitePath) -> Option<Arc<str>> {
        match self.files.get(path)? {
            File::Text(file) => Some(file.text.clone()),
            File::NotText(_) => None,
            File::Blob(file) => match kind::text(&file.source.read().ok()?) {
                File::Text(file) => Some(file.text),
                _ => None,
            },
        }
    }

    /// The digest of all that is in here, in order: equal digests make equal sites.
    ///
    /// It leaves out where the bytes of an asset are, so a working tree and the commit that it
    /// was checked out from have one digest.
    pub fn digest(&self) -> Digest {
        let mut parts = Parts::default();
        parts.number(self.files.len());
        for (path, file) in &self.files {
            let kind = match file {
                File::Text(_) => "text",
                File::Blob(_) => "blob",
                File::NotText(_) => "not text",
            };
            parts
                .text(path.as_str())
                .text(kind)
                .bytes(file.digest().as_bytes());
        }
        parts.number(self.skipped.len());
        for skipped in &self.skipped {
            parts.text(&skipped.path).number(skipped.reason as usize);
        }
        let mut changed: Vec<_> = self.changed.iter().collect();
        changed.sort();
        parts.number(changed.len());
        for (path, date) in changed {
            parts.text(path.as_str()).text(&date.to_string());
        }
        parts.number(self.history.states.len());
        for state in &self.history.states {
            parts.text(&state.commit).text(&state.date.to_string());
            parts.number(state.files.len());
            for (path, text) in &state.files {
                parts.text(path.as_str());
                parts.bytes(Digest::of(text.as_bytes()).as_bytes());
            }
        }
        let today = self.today.map_or(String::new(), |today| today.to_string());
        parts.text(&today).number(usize::from(self.drafts));
        parts.number(usize::from(self.history.shallow));
        if let Some(tag) = &self.history.released {
            parts.text(&tag.name).text(&tag.commit);
        }
        match self.part {
            Part::Whole => {}
            Part::Versioned => drop(parts.text("versioned")),
            Part::Evergreen => drop(parts.text("evergreen")),
        }
        for path in self.newest.iter().flat_map(|files| files.iter()) {
            parts.text(path.as_str());
        }
        if let Some(earlier) = &self.earlier {
            parts.text(&earlier.version).text(&earlier.snapshot);
        }
        Digest::of_parts([parts.0.as_slice()])
    }
}

/// The parts of a digest, each with its length, so that no two lists of parts are alike.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn bytes(&mut self, part: &[u8]) -> &mut Self {
        self.number(part.len()).0.extend_from_slice(part);
        self
    }

    fn text(&mut self, part: &str) -> &mut Self {
        self.bytes(part.as_bytes())
    }

    fn number(&mut self, number: usize) -> &mut Self {
        self.0.extend_from_slice(&(number as u64).to_le_bytes());
        self
    }
}

impl BlobFile {
    /// An asset whose bytes are in memory.
    pub fn in_memory(bytes: Arc<[u8]>) -> Self {
        Self {
            digest: Digest::of(&bytes),
            size: bytes.len() as u64,
            dimensions: image::dimensions(&bytes),
            source: BlobSource::Memory(bytes),
        }
    }
}
