//! Finding the site that a command is about, and reading it.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::date::Date;
use crate::error::{Error, Result};
use crate::inputs::git::Repository;
use crate::inputs::{Folders, Inputs, worktree};

use super::args::Global;
use super::output::ShownPaths;

/// The folders of a site on disk.
pub struct SiteFolder {
    /// The site's folder, absolute.
    pub root: PathBuf,
    /// Where it differs from the usual.
    pub folders: Folders,
    /// How its paths are shown.
    pub shown: ShownPaths,
    repository: Option<Repository>,
}

impl SiteFolder {
    /// The site that `--root` names. A folder of markdown without `content/` is its own content.
    pub fn find(global: &Global, output: Option<&Path>) -> Result<Self> {
        let root = std::path::absolute(&global.root)
            .map_err(Error::io("find the folder", &global.root))?;
        if !root.is_dir() {
            return Err(Error::NoSite { root });
        }
        let content_is_root = !root.join("content").exists();
        let mut exclude: Vec<PathBuf> = vec![root.join("public")];
        exclude.extend(output.map(Path::to_path_buf));
        if content_is_root {
            exclude.extend(
                [".groundplan", ".git", "themes", "groundplan.toml"].map(|name| root.join(name)),
            );
        }
        let repository = Repository::find(&root)?;
        let folder = repository
            .as_ref()
            .map(|repository| repository.prefix().to_owned())
            .unwrap_or_default();
        Ok(Self {
            folders: Folders {
                content: content_is_root.then(|| root.clone()),
                exclude,
            },
            shown: ShownPaths {
                content_is_root,
                folder,
            },
            root,
            repository,
        })
    }

    /// Everything a build may look at, from the working tree or from a git ref.
    pub fn inputs(&self, global: &Global, reference: Option<&str>, drafts: bool) -> Result<Inputs> {
        let mut inputs = match (reference, &self.repository) {
            (None, _) => worktree::read_site(&self.root, &self.folders)?,
            (Some(reference), Some(repository)) => repository.read_ref(reference, &self.folders)?,
            (Some(reference), None) => {
                return Err(Error::Refused {
                    message: format!(
                        "{} is in no git repository, so there is no `{reference}` to read",
                        self.root.display()
                    ),
                    help: "leave out --ref, or name a folder of a repository with --root".into(),
                });
            }
        };
        if let Some(repository) = &self.repository {
            inputs.changed = repository.last_changes(reference)?;
        }
        inputs.drafts = drafts;
        // A git ref is the same on every day; only the working tree knows today.
        inputs.today = match reference {
            Some(_) => global.today,
            None => global.today.or_else(today),
        };
        Ok(inputs)
    }

    /// Where highlighted code and what was written is remembered.
    pub fn cache(&self, global: &Global) -> PathBuf {
        global
            .cache_dir
            .clone()
            .unwrap_or_else(|| self.root.join(".groundplan"))
    }
}

/// Today by `SOURCE_DATE_EPOCH`, else by the clock, in UTC.
fn today() -> Option<Date> {
    let fixed = std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| seconds.trim().parse().ok());
    let clock = || {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(since.as_secs()).ok()
    };
    Date::from_unix(fixed.or_else(clock)?)
}
