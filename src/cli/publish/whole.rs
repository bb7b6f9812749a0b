//! Publishing a site without versions: it stands at the root.

use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, PoisonError};

use super::super::args::Global;
use super::super::build;
use super::super::output::Output;
use super::super::progress::Progress;
use super::super::site::SiteFolder;
use super::say::{self, Said};
use super::{Publishing, Rules, outside};
use crate::cache;
use crate::diagnostic::{self, Diagnostic};
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::pipeline::Compiler;
use crate::publish::Outcome;
use crate::publish::limits::Beside;
use crate::publish::release::{Release, Source};

/// Publishes it. False where the content has errors.
pub fn run(publishing: &Publishing<'_>) -> Result<Outcome<bool>> {
    let Publishing {
        global,
        options,
        output,
        site,
        destination,
        ..
    } = publishing;
    if options.version.is_some() || options.all || !options.alias.is_empty() {
        return Err(Error::Refused {
            message: "this site has no versions: its groundplan.toml has no `[versions]`".into(),
            help: "write `[versions]` there, or leave `--version`, `--all` and `--alias` away"
                .into(),
        });
    }
    let reference = options.reference.as_deref();
    let rules = Rules::new(None);
    let how = publishing.how(&rules);
    let cache = site.cache(global);
    let send = |release: Outcome<Release<'_>>, findings: &[Diagnostic], inputs: &Inputs| {
        if publishing.refuses(findings, inputs) {
            return Ok(Ok(false));
        }
        outside::with_run(output, |run| {
            let release = release?;
            publishing.refuse_too_much(&release, &|_| Ok(Beside::default()))?;
            let place = publishing.place(&cache);
            let said = place.with_store(
                &[release.part()],
                run,
                &|said: &Vec<Said>| say::message(said),
                &|store| Ok(vec![Said::of(store, &release, &how, run, options.dry_run)?]),
            )?;
            for one in said {
                one.say(&destination.target, output);
            }
            Ok(true)
        })
    };
    with_release(global, site, reference, output, send)
}

/// Makes a site without versions, and does something with it and with what was found.
pub fn with_release<T>(
    global: &Global,
    site: &SiteFolder,
    reference: Option<&str>,
    output: &Output,
    send: impl FnOnce(Outcome<Release<'_>>, &[Diagnostic], &Inputs) -> Result<T>,
) -> Result<T> {
    let progress = Progress::begin(output.shows_progress());
    let inputs = site.inputs(global, reference, false, &|error| output.note(error))?;
    let commit = site.source(reference)?;
    let source = Source {
        sequence: commit.as_ref().map(|commit| commit.time),
        commit: commit.map(|commit| commit.id),
        input: inputs.digest().to_string(),
    };
    let cache = site.cache(global);
    let compiler = Compiler::once(Some(&cache)).edition(build::edition());
    let built = compiler.build_at(&inputs, None);
    let (of_templates, count) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &of_templates, &count);
    let release = Release::of_site(&tree, source);
    drop(progress);
    let mut findings = of_templates
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    built.site.config.levels.apply(&mut findings);
    findings.extend(built.findings.iter().cloned());
    diagnostic::sort(&mut findings);
    let done = send(release, &findings, &inputs)?;
    // What is remembered is no part of the output: a disk that refuses it is no failure.
    let _ = cache::prepare(&cache);
    if let Err(error) = compiler.blocks().save() {
        output.note(&error);
    }
    Ok(done)
}
