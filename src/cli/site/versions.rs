//! The versions of a site: finding them among refs and folders, and reading one.

use crate::config;
use crate::config::versions::{Source, Versions};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::inputs::{Inputs, worktree};
use crate::versions::found::{self, Found, Origin};

use super::{SiteFolder, VERSIONS};

impl SiteFolder {
    /// All versions that the settings mean, the newest first.
    ///
    /// # Errors
    /// When git refuses, or a tag or branch that the settings name is not there.
    pub fn versions(
        &self,
        settings: &Versions,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Found>> {
        match settings.source {
            Source::Git => self.among_refs(settings, findings),
            Source::Folders => {
                let folders = worktree::folders(&self.root.join(VERSIONS))?;
                Ok(found::of_folders(settings, folders, findings))
            }
            Source::None => Err(Error::Refused {
                message: "there is no list of versions: `source` is `none`".into(),
                help: "build one at a time with `--version NAME`, or write `source = \"git\"`"
                    .into(),
            }),
        }
    }

    /// The versions among the tags and branches.
    fn among_refs(
        &self,
        settings: &Versions,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Found>> {
        let include = &settings.include;
        let Some(repository) = self.repository() else {
            return Err(Error::Refused {
                message: format!(
                    "{} is in no git repository, so there are no versions to find",
                    self.root.display()
                ),
                help: "write `source = \"folders\"` in `[versions]` for versions in folders".into(),
            });
        };
        let wanted = |kind, name: &str| include.iter().any(|one| one.fits(kind, name));
        let refs = repository.refs(wanted)?;
        for pattern in include {
            if refs.iter().any(|one| pattern.fits(one.kind, &one.name)) {
                continue;
            }
            let is_shallow = repository.is_shallow();
            if pattern.is_exact() || is_shallow || refs.is_empty() {
                return Err(Error::Git {
                    action: format!("find `{}` for a version", pattern.text),
                    message: match is_shallow {
                        true => "this is a shallow clone, without most tags and branches".into(),
                        false => format!("there is no such {}", pattern.kind().word()),
                    },
                    help: match is_shallow {
                        true => {
                            "`git fetch --unshallow --tags` fetches them; in GitHub Actions write \
                                 `fetch-depth: 0` for the checkout"
                                .into()
                        }
                        false => {
                            "`git fetch --tags` fetches what only the server has, `git tag v1.0` names the \
                                  commit that you are at; which tags and branches are versions, `include` of \
                                  `[versions]` says: `include = [\"tag:v*.*\", \"branch:main\"]`, and every \
                                  `tag:v*` without it. With `source = \"none\"` there, `--version 1.0` \
                                  publishes the files as they are, without a tag"
                                .into()
                        }
                    },
                });
            }
        }
        Ok(found::of_refs(settings, refs, findings))
    }

    /// The files of a version.
    ///
    /// # Errors
    /// When git or the disk refuses.
    pub fn version(&self, one: &Found, today: &Inputs) -> Result<Inputs> {
        match &one.origin {
            Origin::Ref(of) => self.at_commit(&of.commit),
            Origin::WorkingTree => Ok(today.clone()),
            Origin::Folder => {
                let settings = today.files.get_key_value(config::FILE);
                self.in_folder(&one.name, settings)
            }
        }
    }
}
