//! Finding the site that a command is about, and reading it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::config::{self, BaseUrl, Config};
use crate::date::Date;
use crate::error::{Error, Result};
use crate::inputs::git::{Commit, Repository, Revision};
use crate::inputs::{File, Folders, Inputs, worktree};

use crate::load;
use crate::path::SitePath;
use crate::serve::{Facts, Then};

use super::args::Global;
use super::output::ShownPaths;

mod versions;

/// The folders of a site on disk.
pub struct SiteFolder {
    /// The site's folder, absolute.
    pub root: PathBuf,
    /// Where it differs from the usual.
    pub folders: Folders,
    /// How its paths are shown.
    pub shown: ShownPaths,
    repository: Option<Repository>,
    /// Why there is a repository that cannot be used.
    trouble: Option<Error>,
}

/// The folder of versions that are folders.
pub const VERSIONS: &str = "versions";

/// The folders whose earlier states readers see.
const HISTORY: [&str; 2] = ["content/roadmap", "content/responsibilities"];

impl SiteFolder {
    /// The site that `--root` names. A folder of markdown without `content/` is its own content.
    pub fn find(global: &Global, output: Option<&Path>) -> Result<Self> {
        let root = std::path::absolute(&global.root)
            .map_err(Error::io("find the folder", &global.root))?;
        if !root.is_dir() {
            return Err(Error::NoSite { root });
        }
        let content_is_root = !root.join("content").exists();
        if content_is_root && !worktree::is_plain_site(&root) {
            return Err(Error::NoSite { root });
        }
        let mut exclude: Vec<PathBuf> = vec![root.join("public")];
        exclude.extend(output.map(Path::to_path_buf));
        if content_is_root {
            exclude.extend(
                [".groundplan", ".git", "themes", "groundplan.toml"].map(|name| root.join(name)),
            );
        }
        let folders = Folders {
            content: content_is_root.then(|| root.clone()),
            exclude,
        };
        // Without git a working tree is still a site, only without dates.
        let (repository, trouble) = match Repository::find(&root, &folders) {
            Ok(repository) => (repository, None),
            Err(error) => (None, Some(error)),
        };
        let prefix = repository.as_ref().map(|found| found.prefix().to_owned());
        Ok(Self {
            folders,
            shown: ShownPaths {
                content_is_root,
                folder: prefix.unwrap_or_default(),
                version: None,
            },
            root,
            repository,
            trouble,
        })
    }

    /// Everything a build may look at, from the working tree or from a git ref. What git could not
    /// tell of a working tree is told to `note`.
    pub fn inputs(
        &self,
        global: &Global,
        reference: Option<&str>,
        drafts: bool,
        note: &dyn Fn(&Error),
    ) -> Result<Inputs> {
        let mut inputs = self.read(global, reference, drafts)?;
        if reference.is_none() {
            if !self.shown.content_is_root {
                let names = &load::files::TYPED_FILES;
                worktree::notice_beside_content(&self.root, names, &mut inputs);
            }
            if let Some(error) = &self.trouble {
                note(error);
            }
            match self.facts() {
                Ok(facts) => (inputs.changed, inputs.history) = (facts.changed, facts.history),
                Err(error) => note(&error),
            }
        }
        Ok(inputs)
    }

    /// The same without what git knows of a working tree, which takes as long as all the rest.
    pub fn read(&self, global: &Global, reference: Option<&str>, drafts: bool) -> Result<Inputs> {
        let mut inputs = match reference {
            Some(reference) => self.at_ref(reference)?,
            None => worktree::read_site(&self.root, &self.folders)?,
        };
        inputs.drafts = drafts;
        inputs.today = self.today(global, reference);
        Ok(inputs)
    }

    /// Which day it is. A git ref is the same on every day; only the working tree knows today.
    pub fn today(&self, global: &Global, reference: Option<&str>) -> Option<Date> {
        match reference {
            Some(_) => global.today,
            None => global.today.or_else(today),
        }
    }

    /// Why there is a repository that cannot be used.
    pub fn trouble(&self) -> Option<&Error> {
        self.trouble.as_ref()
    }

    /// What git knows of the files of the working tree.
    pub fn facts(&self) -> Result<Facts> {
        let Some(repository) = &self.repository else {
            return Ok(Facts::default());
        };
        let Some(head) = repository.head()? else {
            return Ok(Facts::default());
        };
        let revision = repository.at(head)?;
        Ok(Facts {
            changed: revision.last_changes()?,
            history: revision.history(&HISTORY)?,
        })
    }

    /// The site at a ref, with the files of the working tree that are not as they were then.
    ///
    /// # Errors
    /// When there is no repository, no such ref, or no site at it.
    pub fn since(&self, reference: &str, drafts: bool) -> Result<Then> {
        let mut then = self.files_at(reference)?;
        then.today = Some(self.day_of(reference)?);
        then.drafts = drafts;
        let now = worktree::read_site(&self.root, &self.folders)?;
        let digest = |inputs: &Inputs, path: &SitePath| {
            inputs
                .files
                .get(path.as_str())
                .map(crate::inputs::File::digest)
        };
        let paths: BTreeSet<_> = then.files.keys().chain(now.files.keys()).collect();
        let differs = |path: &&SitePath| digest(&then, path) != digest(&now, path);
        let files = paths.into_iter().filter(differs).cloned().collect();
        Ok(Then {
            inputs: then,
            files,
        })
    }

    /// The settings of the site as they are today, with another address where one is given. None for
    /// a folder without groundplan.toml. What is wrong in them is found when the site is read.
    pub fn settings(&self, base_url: Option<&BaseUrl>) -> Result<Option<Config>> {
        let path = self.root.join(config::FILE);
        let bytes = match worktree::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io("read", path)(error)),
        };
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut config = Config::read(text, &mut Vec::new());
        if let Some(base_url) = base_url {
            config.base_url = Some(base_url.clone());
        }
        Ok(Some(config))
    }

    /// The repository, where there is one.
    pub fn repository(&self) -> Option<&Repository> {
        self.repository.as_ref()
    }

    /// Everything a build may look at, at a commit; without today.
    pub fn at_commit(&self, commit: &Commit) -> Result<Inputs> {
        let Some(repository) = &self.repository else {
            return Ok(Inputs::default());
        };
        whole(&repository.at(commit.clone())?)
    }

    /// The files of a version that is a folder. A folder of content alone is called as the site is
    /// today, by its settings.
    pub fn in_folder(&self, name: &str, settings: Option<(&SitePath, &File)>) -> Result<Inputs> {
        let folder = self.root.join(VERSIONS).join(name);
        let mut inputs = worktree::read_site(&folder, &Folders::default())?;
        if !inputs.files.contains_key(config::FILE)
            && let Some((path, file)) = settings
        {
            inputs.files.insert(path.clone(), file.clone());
        }
        Ok(inputs)
    }

    /// The commit that the files were made of, or that a ref names; None without a repository.
    ///
    /// # Errors
    /// When there is no such ref.
    pub fn source(&self, reference: Option<&str>) -> Result<Option<Commit>> {
        match (reference, &self.repository) {
            (Some(reference), _) => Ok(Some(self.commit(reference)?.1)),
            (None, Some(repository)) => repository.head(),
            (None, None) => Ok(None),
        }
    }

    /// Whether there is a repository.
    pub fn has_repository(&self) -> bool {
        self.repository.is_some()
    }

    fn at_ref(&self, reference: &str) -> Result<Inputs> {
        let (repository, commit) = self.commit(reference)?;
        whole(&repository.at(commit)?)
    }

    /// The commit that a ref names, and its repository.
    pub fn commit(&self, reference: &str) -> Result<(&Repository, Commit)> {
        let Some(repository) = &self.repository else {
            return Err(Error::Refused {
                message: format!(
                    "{} is in no git repository, so there is no `{reference}` to read",
                    self.root.display()
                ),
                help: "name a folder of a repository with --root".into(),
            });
        };
        Ok((repository, repository.commit(reference)?))
    }

    /// The files at a git ref, and nothing that takes git longer to tell.
    ///
    /// # Errors
    /// When there is no repository, no such ref, or no site at it.
    pub fn files_at(&self, reference: &str) -> Result<Inputs> {
        let (repository, commit) = self.commit(reference)?;
        repository.at(commit)?.read()
    }

    /// The day of the commit that a ref names.
    ///
    /// # Errors
    /// When there is no repository or no such ref.
    pub fn day_of(&self, reference: &str) -> Result<Date> {
        Ok(self.commit(reference)?.1.date)
    }

    /// Where a file of the site is on the disk.
    pub fn place(&self, file: &SitePath) -> PathBuf {
        match (&self.folders.content, file.in_content()) {
            (Some(content), Some(rest)) => content.join(rest),
            _ => self.root.join(file.as_str()),
        }
    }

    /// Where highlighted code and what was written is remembered.
    pub fn cache(&self, global: &Global) -> PathBuf {
        global
            .cache_dir
            .clone()
            .unwrap_or_else(|| self.root.join(".groundplan"))
    }
}

/// The files of a revision, and what git knows of them.
fn whole(revision: &Revision<'_>) -> Result<Inputs> {
    let mut inputs = revision.read()?;
    inputs.changed = revision.last_changes()?;
    inputs.history = revision.history(&HISTORY)?;
    Ok(inputs)
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
