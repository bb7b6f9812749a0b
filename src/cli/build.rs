//! `groundplan build`: the site into a folder.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use crate::cache;
use crate::config::BaseUrl;
use crate::diagnostic::{self, Diagnostic};
use crate::emit;
use crate::error::{Error, Result};
use crate::pipeline::{Built, Compiler};

use super::args::{Build, Global};
use super::output::Output;
use super::progress::Progress;
use super::site::SiteFolder;
use super::timings::Timings;

pub mod versions;

/// Runs the command.
pub fn run(global: &Global, options: &Build, output: &Output) -> Result<ExitCode> {
    let mut timings = Timings::begin();
    let base_url = options
        .base_url
        .as_deref()
        .map(parse_base_url)
        .transpose()?;
    let wanted = options.output.as_deref().map(absolute).transpose()?;
    let site = SiteFolder::find(global, wanted.as_deref())?;
    let target = wanted.unwrap_or_else(|| site.root.join("public"));
    if let Some(config) = site.settings(base_url.as_ref())?
        && let Some(settings) = &config.versions
    {
        let build = versions::VersionsBuild {
            global,
            options,
            output,
            site: &site,
            config: &config,
            settings,
        };
        return build.run(&target, timings);
    }
    if options.all || options.version.is_some() {
        return Err(Error::Refused {
            message: "this site has no versions: its groundplan.toml has no `[versions]`".into(),
            help: "write `[versions]` there, or leave `--all` and `--version` away".into(),
        });
    }
    let progress = Progress::begin(output.shows_progress());
    let inputs = site.inputs(
        global,
        options.reference.as_deref(),
        options.drafts,
        &|error| output.note(error),
    )?;
    timings.step("read");
    let cache = site.cache(global);
    let compiler = Compiler::once(Some(&cache)).edition(edition());
    let built = compiler.build_at(&inputs, base_url);
    timings.step("compile, link and check");
    let of_templates = Mutex::new(Vec::new());
    let written = {
        let renderer = compiler.renderer(&built);
        let tree = compiler.tree(&built, &renderer, &of_templates, progress.done());
        progress.total(tree.len());
        let protected = protected(&site);
        let state = cache.join("outputs");
        let target = emit::Output {
            folder: &target,
            state: Some(&state),
            protected: &protected,
            list: emit::LIST,
        };
        // A folder that cannot be made only means that nothing is remembered.
        let _ = cache::prepare(&cache);
        let written = emit::write(&tree, &target);
        drop(tree);
        if of_templates.lock().is_ok_and(|found| !found.is_empty()) {
            emit::forget(&target);
        }
        written
    };
    drop(progress);
    let findings = all_findings(&built, of_templates);
    if !findings.is_empty() {
        output.findings(&findings, &inputs, &site.shown);
    }
    let written = written?;
    timings.step("render and write");
    // What is remembered is no part of the output: a disk that refuses it is no failure.
    let remembered = compiler.blocks().save();
    timings.step("remember");
    if let Err(error) = remembered {
        output.failure(&error);
    }
    output.say(&format!(
        "{}, {} files in {}: {} written, {} unchanged, {} removed ({:.2} s)",
        super::check::pages(built.site.pages.len()),
        written.written + written.unchanged,
        shown(&target),
        written.written,
        written.unchanged,
        written.removed,
        timings.total().as_secs_f64(),
    ));
    if options.timings {
        output.error_line(&timings.table());
    }
    Ok(super::check::exit_code(&findings, options.strict))
}

fn parse_base_url(text: &str) -> Result<BaseUrl> {
    BaseUrl::parse(text).ok_or_else(|| Error::Refused {
        message: format!("`{text}` is no address of a site"),
        help: "write for example `--base-url https://platform.example.org/`".into(),
    })
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(Error::io("find the folder", path))
}

/// What must never become part of an output.
fn protected(site: &SiteFolder) -> Vec<PathBuf> {
    let mut protected: Vec<PathBuf> = [
        "content",
        "themes",
        ".groundplan",
        ".git",
        "groundplan.toml",
        "versions",
    ]
    .iter()
    .map(|name| site.root.join(name))
    .collect();
    // A folder that is its own content may hold its output, but not be it.
    protected.retain(|path| path.exists());
    protected
}

/// The findings of the site and of its templates, sorted.
fn all_findings(built: &Built, of_templates: Mutex<Vec<Diagnostic>>) -> Vec<Diagnostic> {
    let mut of_templates = of_templates
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    built.site.config.levels.apply(&mut of_templates);
    let mut findings = built.findings.clone();
    findings.extend(of_templates);
    diagnostic::sort(&mut findings);
    findings
}

/// A path as short as it can be said from where the command runs.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let short = here
        .as_deref()
        .and_then(|here| path.strip_prefix(here).ok());
    short.unwrap_or(path).display().to_string()
}

/// What tells one build of this program from another: a page that another one wrote is made again.
pub fn edition() -> String {
    let program = std::env::current_exe().and_then(|path| path.metadata());
    let changed = program.and_then(|program| Ok((program.len(), program.modified()?)));
    format!("{:?}", changed.ok())
}
