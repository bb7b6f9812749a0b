//! Which folders of a tree are the site's.

use std::path::{Component, Path};

use super::Revision;
use crate::error::{Error, Result};
use crate::inputs::link::{End, Node};
use crate::inputs::{SkipReason, Skipped};

/// A folder that holds files of the site.
pub(super) struct Area {
    pub site: &'static str,
    /// The folder, with `/` at its end; empty for the site's own.
    pub folder: String,
    /// What in it is not looked at.
    exclude: Vec<String>,
}

impl Revision<'_> {
    /// The folder that is called `content` in the site.
    pub(super) fn add_content(&mut self) -> Result<()> {
        let folders = &self.repository.folders;
        let exclude = folders.exclude.iter();
        let mut exclude: Vec<_> = exclude.filter_map(|path| self.relative(path)).collect();
        let Some(content) = &folders.content else {
            self.add_area("content", "content", exclude);
            return Ok(());
        };
        let missing = |message: String| Error::Refused {
            message,
            help: "name a folder that is in the repository, below the site's folder".into(),
        };
        let folder = self
            .relative(content)
            .ok_or_else(|| missing(format!("{} is outside of the site", content.display())))?;
        if folder.is_empty() {
            exclude.extend(["groundplan.toml".into(), "themes".into()]);
        }
        let areas = self.areas.len();
        self.add_area("content", &folder, exclude);
        match self.areas.len() > areas {
            true => Ok(()),
            false => Err(missing(format!(
                "the commit {} has no folder {}",
                self.commit.id,
                content.display()
            ))),
        }
    }

    /// Adds an area, if it is in the tree.
    pub(super) fn add_area(&mut self, site: &'static str, folder: &str, exclude: Vec<String>) {
        let node = match folder {
            "" => Node::Folder,
            folder => self.node(folder),
        };
        let end = match node {
            Node::Missing => return,
            Node::Folder => Ok(End::Folder(folder.to_owned())),
            Node::Link(_) => self.follow(folder.as_bytes()),
            Node::File | Node::Other => Err(SkipReason::NotAFile),
        };
        match end {
            Ok(End::Folder(folder)) => self.areas.push(Area {
                site,
                folder: match folder.as_str() {
                    "" => folder,
                    folder => format!("{folder}/"),
                },
                exclude,
            }),
            Ok(End::File(_)) => self.skipped.push(Skipped::new(site, SkipReason::NotAFile)),
            Err(reason) => self.skipped.push(Skipped::new(site, reason)),
        }
    }

    /// A path of the user as a path below the site's folder, with `/`. None when it is elsewhere.
    fn relative(&self, path: &Path) -> Option<String> {
        let root = &self.repository.root;
        let below = match path.strip_prefix(root) {
            Ok(below) => below.to_path_buf(),
            Err(_) if path.is_absolute() => {
                let root = root.canonicalize().ok()?;
                path.strip_prefix(root).ok()?.to_path_buf()
            }
            Err(_) => path.to_path_buf(),
        };
        let mut parts = Vec::new();
        for part in below.components() {
            match part {
                Component::Normal(name) => parts.push(name.to_str()?),
                Component::CurDir => {}
                Component::ParentDir => drop(parts.pop()?),
                Component::Prefix(_) | Component::RootDir => return None,
            }
        }
        Some(parts.join("/"))
    }
}

impl Area {
    /// Whether a path below the site's folder is not looked at.
    pub fn excludes(&self, path: &[u8]) -> bool {
        self.exclude.iter().any(|folder| {
            path.strip_prefix(folder.as_bytes())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
        })
    }
}
