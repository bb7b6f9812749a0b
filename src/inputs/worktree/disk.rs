//! Where the parts of a site lie on a disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::inputs::link::{self, End, Node};
use crate::inputs::{Folders, Inputs, SkipReason, Skipped};

/// Where the parts of a site lie on the disk.
pub(in crate::inputs) struct Disk {
    pub root: PathBuf,
    /// `content/` and `themes/`, as far as they exist.
    pub areas: Vec<Area>,
    /// `content` or `themes`, when it is something else than a folder.
    pub skipped: Vec<Skipped>,
}

/// A folder that holds files of the site.
pub(in crate::inputs) struct Area {
    /// What it is called in the site: `content` or `themes`.
    pub site: &'static str,
    /// Where it is.
    pub disk: PathBuf,
    /// The folder that links may not leave: the site's, or the area itself where it is elsewhere.
    pub(super) fence: PathBuf,
    /// What lies in it and is never looked at.
    pub(super) exclude: BTreeSet<PathBuf>,
    /// Whether it is where `site` says, so that a change of it is seen below it.
    pub plain: bool,
}

impl Disk {
    pub fn new(root: &Path, folders: &Folders) -> Result<Self> {
        let mut disk = Self {
            root: root.to_path_buf(),
            areas: Vec::new(),
            skipped: Vec::new(),
        };
        match &folders.content {
            Some(content) => disk.named_content(content, &folders.exclude)?,
            None => disk.area("content", &folders.exclude),
        }
        disk.area("themes", &folders.exclude);
        Ok(disk)
    }

    /// An area at its usual place. The area itself may be a link to a folder of the site.
    fn area(&mut self, site: &'static str, exclude: &[PathBuf]) {
        let mut area = Area {
            site,
            disk: self.root.join(site),
            fence: self.root.clone(),
            exclude: exclude.iter().map(|path| self.root.join(path)).collect(),
            plain: true,
        };
        let reason = match node(&area.disk) {
            Node::Missing => return,
            Node::Folder => None,
            Node::File | Node::Other => Some(SkipReason::NotAFile),
            Node::Link(_) => {
                area.plain = false;
                match area.follow(site) {
                    Ok(End::Folder(end)) => {
                        area.disk = self.root.join(end);
                        None
                    }
                    Ok(End::File(_)) => Some(SkipReason::NotAFile),
                    Err(reason) => Some(reason),
                }
            }
        };
        match reason {
            Some(reason) => self.skipped.push(Skipped::new(site, reason)),
            None => self.areas.push(area),
        }
    }

    /// A content folder that the user named: it may be anywhere, and it must be there.
    fn named_content(&mut self, content: &Path, exclude: &[PathBuf]) -> Result<()> {
        let named = self.root.join(content);
        let disk = named
            .canonicalize()
            .map_err(Error::io("open the content folder", &named))?;
        if !disk.is_dir() {
            return Err(Error::Refused {
                message: format!("{} is not a folder", named.display()),
                help: "name the folder that holds the pages".into(),
            });
        }
        let root = self
            .root
            .canonicalize()
            .map_err(Error::io("open", &self.root))?;
        let mut exclude: BTreeSet<_> = exclude
            .iter()
            .map(|path| path.strip_prefix(&self.root).unwrap_or(path))
            .map(|path| root.join(path))
            .collect();
        // The folder may hold the whole site; its configuration and themes are not content then.
        if root.starts_with(&disk) {
            exclude.extend([root.join("groundplan.toml"), root.join("themes")]);
        }
        let inside = disk.starts_with(&root);
        self.areas.push(Area {
            site: "content",
            fence: if inside { root } else { disk.clone() },
            disk,
            exclude,
            plain: true,
        });
        Ok(())
    }

    /// Refuses a folder in which there is no site.
    pub fn require_site(&self, inputs: &Inputs) -> Result<()> {
        let content = self.areas.iter().any(|area| area.site == "content");
        if content || inputs.files.contains_key("groundplan.toml") {
            return Ok(());
        }
        Err(Error::NoSite {
            root: self.root.clone(),
        })
    }
}

impl Area {
    /// Whether nothing at this path is looked at.
    pub fn excludes(&self, path: &Path) -> bool {
        // Names first: parts are slow to compare, and every file of a site is asked about.
        let may_be = |folder: &Path| match (path.to_str(), folder.file_name()) {
            (Some(path), Some(name)) => name.to_str().is_none_or(|name| path.contains(name)),
            _ => true,
        };
        let mut exclude = self.exclude.iter();
        exclude.any(|folder| may_be(folder) && path.starts_with(folder))
    }

    /// Where the link at `path`, relative to the fence, leads.
    pub fn follow(&self, path: &str) -> std::result::Result<End, SkipReason> {
        link::follow(path, |path| node(&self.fence.join(path)))
    }
}

/// What stands at a path of the disk, links not followed.
fn node(path: &Path) -> Node {
    // What is behind a locked door, or has a name that is too long, is not there for a link.
    let Ok(meta) = fs::symlink_metadata(path) else {
        return Node::Missing;
    };
    let kind = meta.file_type();
    if kind.is_symlink() {
        fs::read_link(path).map_or(Node::Missing, |target| {
            Node::Link(target.to_str().map(str::to_owned))
        })
    } else if kind.is_dir() {
        Node::Folder
    } else if kind.is_file() {
        Node::File
    } else {
        Node::Other
    }
}
