//! `groundplan bundle`: a version, or what stands once, as one file.

use std::path::PathBuf;
use std::process::ExitCode;

use super::args::{Build, Bundle, Global};
use super::build;
use super::build::versions::{VersionsBuild, only};
use super::output::Output;
use super::progress::Progress;
use super::publish::{made, whole};
use super::site::SiteFolder;
use crate::cache;
use crate::config::Config;
use crate::config::versions::{Source, Versions};
use crate::diagnostic::{self, Diagnostic};
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::inputs::spool::Spool;
use crate::model::border::LATEST;
use crate::pipeline::Compiler;
use crate::publish::bundle::{self, EXTENSION};
use crate::publish::part::Part;
use crate::publish::plan::size;
use crate::publish::release::Release;
use crate::publish::{Failure, Outcome};
use crate::release::{Apart, Dress, Workshop};
use crate::versions::found::Found;
use crate::versions::list::List;

/// Runs the command.
pub fn run(global: &Global, options: &Bundle, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, options.output.as_deref())?;
    let config = site.settings(None)?.unwrap_or_default();
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => site.root.join("bundles"),
    };
    let bundling = Bundling {
        global,
        options,
        output,
        site: &site,
        config: &config,
        folder,
    };
    let done = match &config.versions {
        Some(settings) => bundling.versions(settings),
        None => bundling.whole(),
    };
    done.map(|is_done| match is_done {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

struct Bundling<'a> {
    global: &'a Global,
    options: &'a Bundle,
    output: &'a Output,
    site: &'a SiteFolder,
    config: &'a Config,
    folder: PathBuf,
}

/// What is bundled of a site with versions.
#[derive(Default)]
struct Wanted {
    /// All versions that the site has.
    found: Vec<Found>,
    /// Those that are bundled.
    versions: Vec<Found>,
    /// Whether what stands once is.
    evergreen: bool,
}

impl Bundling<'_> {
    /// A site without versions. False where the content has errors.
    fn whole(&self) -> Result<bool> {
        let options = self.options;
        if options.version.is_some() || options.all || options.evergreen {
            return Err(Error::Refused {
                message: "this site has no versions: its groundplan.toml has no `[versions]`"
                    .into(),
                help:
                    "write `[versions]` there, or leave `--version`, `--all` and `--evergreen` away"
                        .into(),
            });
        }
        let reference = options.reference.as_deref();
        let pack = |release: Outcome<Release<'_>>, findings: &[Diagnostic], inputs: &Inputs| {
            if self.refuses(findings, inputs) {
                return Ok(false);
            }
            let release = release.map_err(Failure::into_error)?;
            self.write(&release, &List::default())?;
            Ok(true)
        };
        whole::with_release(self.global, self.site, reference, self.output, pack)
    }

    /// Parts of a site with versions. False where the content has errors.
    fn versions(&self, settings: &Versions) -> Result<bool> {
        let (output, site) = (self.output, self.site);
        let today = site.inputs(self.global, None, false, &|error| output.note(error))?;
        let find = |options: Build| {
            let mut findings = Vec::new();
            let found = self.builder(&options, settings).found(&mut findings)?;
            Ok((found, findings))
        };
        let (wanted, findings) = self.wanted(&find, settings)?;
        if !findings.is_empty() {
            output.findings(&findings, &today, &site.shown);
        }
        let cache = site.cache(self.global);
        // A folder that cannot be made is said when the spool is made in it.
        let _ = cache::prepare(&cache);
        let progress = Progress::begin(output.shows_progress());
        let spool = Spool::new(&cache)?;
        let compiler = Compiler::once(Some(&cache)).edition(build::edition());
        let dress = Dress::of(&today, self.config);
        let workshop = Workshop {
            compiler: &compiler,
            spool: &spool,
            done: progress.done(),
        };
        let apart = Apart {
            workshop: &workshop,
            versions: settings,
            dress: &dress,
            found: &wanted.found,
            read: &|one| site.version(one, &today),
        };
        let mut made = Vec::new();
        for one in &wanted.versions {
            made.push((apart.version(one)?, List::default()));
        }
        if wanted.evergreen {
            let list = apart.list();
            let latest = list.find(LATEST).map(|entry| entry.version.as_str());
            let mut known = made.iter().map(|(release, _)| &release.manifest);
            let known = known.find(|manifest| manifest.version.as_deref() == latest);
            let known = known.cloned();
            let every = Build::of_versions(true, None, None);
            let inputs = self.builder(&every, settings).evergreen(&today)?;
            made.push((apart.evergreen(inputs, known)?, list));
        }
        drop(progress);
        for (release, beside) in &made {
            if self.refuses(&release.findings, &today) {
                return Ok(false);
            }
            self.write(&made::to_publish(release, &[]), beside)?;
        }
        if let Err(error) = compiler.blocks().save() {
            output.note(&error);
        }
        Ok(true)
    }

    fn builder<'b>(&'b self, options: &'b Build, settings: &'b Versions) -> VersionsBuild<'b> {
        VersionsBuild {
            global: self.global,
            options,
            output: self.output,
            site: self.site,
            config: self.config,
            settings,
        }
    }

    /// What is bundled, and all versions beside it.
    fn wanted(
        &self,
        find: &dyn Fn(Build) -> Result<(Vec<Found>, Vec<Diagnostic>)>,
        settings: &Versions,
    ) -> Result<(Wanted, Vec<Diagnostic>)> {
        let options = self.options;
        let (version, reference) = (&options.version, &options.reference);
        if let Some(reference) = reference {
            // What has a name of its own stands beside those that the settings find.
            let own = Build::of_versions(false, version.clone(), Some(reference.clone()));
            let (versions, _) = find(own)?;
            let (mut found, findings) = match settings.source {
                Source::None => Default::default(),
                _ => find(Build::of_versions(true, None, None))?,
            };
            found.retain(|one| versions.iter().all(|own| own.name != one.name));
            found.extend(versions.iter().cloned());
            let wanted = Wanted {
                found,
                versions,
                evergreen: false,
            };
            return Ok((wanted, findings));
        }
        if let (Some(name), Source::None) = (version, settings.source) {
            // Where versions have no source, the files as they are are what is named.
            let (found, findings) = find(Build::of_versions(false, Some(name.clone()), None))?;
            let wanted = Wanted {
                versions: found.clone(),
                found,
                evergreen: false,
            };
            return Ok((wanted, findings));
        }
        if version.is_none() && !options.evergreen && !options.all {
            return Err(Error::Refused {
                message: "nobody says which version is meant".into(),
                help: "write `--version NAME`, `--evergreen` for what stands once, or `--all`"
                    .into(),
            });
        }
        let (found, findings) = find(Build::of_versions(true, None, None))?;
        let versions = match version {
            Some(name) => only(found.clone(), name)?,
            None if options.all => found.clone(),
            None => Vec::new(),
        };
        let wanted = Wanted {
            found,
            versions,
            evergreen: version.is_none(),
        };
        Ok((wanted, findings))
    }

    /// Says what is wrong with the content; what has errors is not bundled.
    fn refuses(&self, findings: &[Diagnostic], inputs: &Inputs) -> bool {
        let (errors, warnings) = diagnostic::count(findings);
        let refused = errors > 0 || (self.options.strict && warnings > 0);
        if refused {
            self.output.findings(findings, inputs, &self.site.shown);
            self.output.failure(&Error::Refused {
                message: "the content has findings that keep it from being bundled".into(),
                help: "mend them; `groundplan check` shows them again".into(),
            });
        }
        refused
    }

    fn write(&self, release: &Release<'_>, beside: &List) -> Result<()> {
        let part = release.part();
        let name = match &part {
            Part::Version(version) => format!("version-{version}"),
            _ if self.config.versions.is_none() => "site".to_owned(),
            _ => "evergreen".to_owned(),
        };
        let packed = bundle::pack(release, beside).map_err(Failure::into_error)?;
        let path = self.folder.join(format!("{name}.{EXTENSION}"));
        bundle::write(&path, &packed)?;
        let what = match &part {
            Part::Evergreen if self.config.versions.is_none() => "the site".to_owned(),
            part => part.to_string(),
        };
        let files = release.manifest.files.len() + release.manifest.assets.len();
        self.output.say(&format!(
            "{what}: {files} files in {} ({})",
            build::shown(&path),
            size(packed.len() as u64)
        ));
        Ok(())
    }
}
