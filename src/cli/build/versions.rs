//! `groundplan build` of a site with versions.

use std::path::Path;
use std::process::ExitCode;

use super::super::args::{Build, Global};
use super::super::output::Output;
use super::super::progress::Progress;
use super::super::site::{SiteFolder, VERSIONS};
use super::super::timings::Timings;
use super::{edition, protected, shown};
use crate::cache;
use crate::config::Config;
use crate::config::versions::{RefKind, Source, Versions};
use crate::diagnostic::{self, Diagnostic};
use crate::emit;
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::inputs::git::Ref;
use crate::inputs::spool::Spool;
use crate::pipeline::Compiler;
use crate::release::{Kept, Outcome, Wanted, Whole, Workshop, make_whole};
use crate::versions::found::{self, Found, Origin};

/// A build of a site with versions.
pub struct VersionsBuild<'a> {
    pub global: &'a Global,
    pub options: &'a Build,
    pub output: &'a Output,
    pub site: &'a SiteFolder,
    pub config: &'a Config,
    pub settings: &'a Versions,
}

impl VersionsBuild<'_> {
    /// Runs it.
    pub fn run(&self, target: &Path, mut timings: Timings) -> Result<ExitCode> {
        let (site, options) = (self.site, self.options);
        let note = |error: &Error| self.output.note(error);
        let today = site.inputs(self.global, None, options.drafts, &note)?;
        let mut findings = Vec::new();
        let found = self.found(&mut findings)?;
        let evergreen = self.evergreen(&today)?;
        let kept = Kept::read(target)?;
        timings.step("read");
        let cache = site.cache(self.global);
        // A folder that cannot be made is said when the spool is made in it.
        let _ = cache::prepare(&cache);
        let spool = Spool::new(&cache)?;
        let compiler = Compiler::once(Some(&cache)).edition(edition());
        let progress = Progress::begin(self.output.shows_progress());
        let workshop = Workshop {
            compiler: &compiler,
            spool: &spool,
            done: progress.done(),
        };
        let wanted = Wanted {
            config: self.config,
            versions: self.settings,
            today: &today,
            evergreen,
            found: found.clone(),
            is_all: options.all,
            read: &|one| site.version(one, &today),
        };
        let whole = make_whole(&workshop, &kept, wanted)?;
        drop(progress);
        timings.step("make");
        let protected = protected(site);
        let written = emit::write(
            &whole.tree,
            &emit::Output {
                folder: target,
                state: Some(&cache.join("outputs")),
                protected: &protected,
                list: emit::LIST_BESIDE_VERSIONS,
            },
        );
        let findings = self.say(findings, &whole, &found, &today);
        let written = written?;
        timings.step("write");
        if let Err(error) = compiler.blocks().save() {
            self.output.failure(&error);
        }
        self.output.say(&format!(
            "{}, {} files in {}: {} written, {} unchanged, {} removed ({:.2} s)",
            super::super::check::pages(whole.pages),
            written.written + written.unchanged,
            shown(target),
            written.written,
            written.unchanged,
            written.removed,
            timings.total().as_secs_f64(),
        ));
        if options.timings {
            self.output.error_line(&timings.table());
        }
        Ok(super::super::check::exit_code(&findings, options.strict))
    }

    /// The versions that are built.
    pub fn found(&self, findings: &mut Vec<Diagnostic>) -> Result<Vec<Found>> {
        let settings = self.settings;
        if let Some(reference) = &self.options.reference {
            return self.at_reference(reference).map(|one| vec![one]);
        }
        if !self.options.all {
            let own = || match settings.source {
                Source::Git => Ok(found::own_name(settings)),
                Source::Folders => Ok(found::NEXT.to_owned()),
                Source::None => Err(Error::Refused {
                    message: "nobody says which version this is: `source` is `none`".into(),
                    help: "name it with `--version NAME`".into(),
                }),
            };
            let name = match &self.options.version {
                Some(name) => usable(name)?,
                None => own()?,
            };
            return Ok(vec![found::working_tree(settings, &name)]);
        }
        self.site.versions(settings, findings)
    }

    fn at_reference(&self, reference: &str) -> Result<Found> {
        let (_, commit) = self.site.commit(reference)?;
        let one = Ref {
            kind: RefKind::Tag,
            name: reference.to_owned(),
            commit,
        };
        let settings = self.settings;
        let kinds = [RefKind::Tag, RefKind::Branch];
        let named = |kind| Some((kind, found::name_of(settings, kind, reference)?));
        let (kind, named) = kinds
            .into_iter()
            .find_map(named)
            .unwrap_or((RefKind::Tag, reference.replace('/', "-")));
        let name = usable(self.options.version.as_ref().unwrap_or(&named))?;
        Ok(Found {
            stage: found::working_tree(settings, &name).stage,
            name,
            origin: Origin::Ref(Ref { kind, ..one }),
        })
    }

    /// The files of which the evergreen part is made.
    pub fn evergreen(&self, today: &Inputs) -> Result<Inputs> {
        let branch = self.settings.evergreen.as_deref();
        let branch = branch.filter(|_| self.options.all && self.settings.source == Source::Git);
        let Some(branch) = branch else {
            return Ok(today.clone());
        };
        let (_, commit) = self.site.commit(branch)?;
        let mut inputs = self.site.at_commit(&commit)?;
        inputs.today = today.today;
        Ok(inputs)
    }

    /// Says what was found, and what became of each version. All findings are returned.
    fn say(
        &self,
        mut findings: Vec<Diagnostic>,
        whole: &Whole,
        found: &[Found],
        today: &Inputs,
    ) -> Vec<Diagnostic> {
        findings.extend(whole.findings.iter().cloned());
        let mut of_others = Vec::new();
        let mut lines = Vec::new();
        for (name, outcome) in &whole.outcomes {
            let origin = found
                .iter()
                .find(|one| one.name == *name)
                .map(|one| &one.origin);
            let from = match origin {
                Some(Origin::Ref(one)) => format!(" from the {} {}", one.kind.word(), one.name),
                Some(Origin::Folder) => format!(" from {VERSIONS}/{name}"),
                _ => String::new(),
            };
            match outcome {
                Outcome::Kept => lines.push(format!("{name}: as it was{from}")),
                Outcome::Made(own) if matches!(origin, Some(Origin::WorkingTree)) => {
                    findings.extend(own.iter().cloned());
                    lines.push(format!("{name}: made of the files as they are"));
                }
                Outcome::Made(own) => {
                    let count = match own.len() {
                        0 => String::new(),
                        1 => ", 1 finding".to_owned(),
                        more => format!(", {more} findings"),
                    };
                    let where_to = match origin {
                        Some(Origin::Ref(one)) if !own.is_empty() => {
                            format!(" (`groundplan check --ref {}` shows them)", one.name)
                        }
                        _ => String::new(),
                    };
                    // What lies in a folder can be mended, so it is shown; what a tag has stays.
                    if let Some(one) = found.iter().find(|one| one.name == *name)
                        && one.origin == Origin::Folder
                        && !own.is_empty()
                        && let Ok(inputs) = self.site.version(one, today)
                    {
                        let shown = self.site.shown.of_version(&format!("{VERSIONS}/{name}"));
                        self.output.findings(own, &inputs, &shown);
                    }
                    of_others.extend(own.iter().cloned());
                    lines.push(format!("{name}: made{from}{count}{where_to}"));
                }
            }
        }
        diagnostic::sort(&mut findings);
        findings.dedup();
        if !findings.is_empty() {
            self.output.findings(&findings, today, &self.site.shown);
        }
        for line in lines {
            self.output.say(&line);
        }
        findings.extend(of_others);
        findings
    }
}

/// The name of a version as somebody wrote it on the command line.
fn usable(name: &String) -> Result<String> {
    match found::trouble(name) {
        None => Ok(name.clone()),
        Some(why) => Err(Error::Refused {
            message: format!("`{name}` cannot be a version: {why}"),
            help: "write for example `--version 2.1`".into(),
        }),
    }
}

/// The version of this name among these.
pub fn only(found: Vec<Found>, name: &str) -> Result<Vec<Found>> {
    if let Some(one) = found.iter().find(|one| one.name == name) {
        return Ok(vec![one.clone()]);
    }
    let known: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    let near = crate::diagnostic::suggest::did_you_mean(name, known.iter().copied());
    Err(Error::Refused {
        message: format!("this site has no version `{name}`"),
        help: near.unwrap_or_else(|| {
            format!(
                "it has {}; `--ref` says what another one is made of",
                known.join(", ")
            )
        }),
    })
}
