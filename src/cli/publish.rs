//! `groundplan publish`: the site, or a version of it, to where readers are.

use std::process::ExitCode;
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::args::{Format, Global, Publish};
use super::build;
use super::output::Output;
use super::progress::Progress;
use super::site::SiteFolder;
use crate::cache;
use crate::diagnostic::{self, Diagnostic};
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::pipeline::Compiler;
use crate::publish::plan::{Plan, size};
use crate::publish::protocol::{Report, dry_run, publish};
use crate::publish::release::{Options, Release, Source};
use crate::publish::{Outcome, Target};
use crate::versions::list::List;
use crate::versions::order::Order;

pub mod outside;
pub mod place;

use place::Access;

/// Runs the command.
pub fn run(global: &Global, options: &Publish, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    let Some(destination) = destination(&options.target, output) else {
        return Ok(ExitCode::from(2));
    };
    if options.version.is_some() || !options.alias.is_empty() {
        return Err(Error::Refused {
            message: "this site has no versions: its groundplan.toml has no `[versions]`".into(),
            help: "write `[versions]` there, or leave `--version` and `--alias` away".into(),
        });
    }
    let progress = Progress::begin(output.shows_progress());
    let inputs = site.inputs(global, options.reference.as_deref(), false, &|error| {
        output.note(error);
    })?;
    let source = source(&site, options.reference.as_deref(), &inputs)?;
    let cache = site.cache(global);
    let compiler = Compiler::once(Some(&cache)).edition(build::edition());
    let built = compiler.build_at(&inputs, None);
    let (of_templates, count) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &of_templates, &count);
    let release = Release::of_site(&tree, source);
    drop(progress);
    let found = of_templates
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    let findings = all_findings(built.findings.clone(), found, &built.site.config.levels);
    if refuses(&findings, options, output, &inputs, &site) {
        return Ok(ExitCode::FAILURE);
    }
    let done = release.and_then(|release| send(&destination, &release, options, &site, output));
    // What is remembered is no part of the output: a disk that refuses it is no failure.
    let _ = cache::prepare(&cache);
    if let Err(error) = compiler.blocks().save() {
        output.note(&error);
    }
    end(done, output)
}

/// A target with what is said about it in the settings.
pub struct Destination {
    /// Where it is.
    pub target: Target,
    /// How many seconds what nothing refers to stays.
    pub grace: i64,
}

/// How long what nothing refers to stays, where nothing else is said: a week.
const GRACE: i64 = 7 * 86_400;

/// What was typed as a target. What is none is said; the exit code is that of wrong usage.
pub fn destination(typed: &str, output: &Output) -> Option<Destination> {
    match Target::parse(typed) {
        Ok(target) => Some(Destination {
            target,
            grace: GRACE,
        }),
        Err(message) => {
            output.failure(&Error::Refused {
                message,
                help: String::new(),
            });
            None
        }
    }
}

/// What a command with a target ends with.
pub fn end(done: Outcome<()>, output: &Output) -> Result<ExitCode> {
    match done {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(failure) => {
            let code = failure.exit_code();
            output.failure(&failure.into_error());
            Ok(ExitCode::from(code))
        }
    }
}

fn source(site: &SiteFolder, reference: Option<&str>, inputs: &Inputs) -> Result<Source> {
    let commit = site.source(reference)?;
    Ok(Source {
        sequence: commit.as_ref().map(|commit| commit.time),
        commit: commit.map(|commit| commit.id),
        input: inputs.digest().to_string(),
    })
}

fn all_findings(
    mut findings: Vec<Diagnostic>,
    mut of_templates: Vec<Diagnostic>,
    levels: &crate::diagnostic::levels::Levels,
) -> Vec<Diagnostic> {
    levels.apply(&mut of_templates);
    findings.extend(of_templates);
    diagnostic::sort(&mut findings);
    findings
}

/// Says what is wrong with the content; what has errors is not published.
fn refuses(
    findings: &[Diagnostic],
    options: &Publish,
    output: &Output,
    inputs: &Inputs,
    site: &SiteFolder,
) -> bool {
    let (errors, warnings) = diagnostic::count(findings);
    if errors > 0 || options.strict {
        output.findings(findings, inputs, &site.shown);
    }
    let refused = errors > 0 || (options.strict && warnings > 0);
    if refused {
        output.failure(&Error::Refused {
            message: "the content has findings that keep it from being published; nothing was sent"
                .into(),
            help: "mend them; `groundplan check` shows them again".into(),
        });
    }
    refused
}

fn send(
    destination: &Destination,
    release: &Release<'_>,
    options: &Publish,
    site: &SiteFolder,
    output: &Output,
) -> Outcome<()> {
    let order = Order::default();
    let how = Options {
        order: &order,
        arrange: &|_| {},
        grace: destination.grace,
        rebuild: options.rebuild,
        adopt: options.adopt,
        tombstones: false,
    };
    let target = &destination.target;
    let access = match (options.dry_run, options.single_writer) {
        (true, _) => Access::Read,
        (false, true) => Access::ChangeAlone,
        (false, false) => Access::Change,
    };
    if options.dry_run {
        let planned = outside::with_run(output, |run| {
            let store = place::open(target, &site.root, access, run)?;
            dry_run(&*store, release, &how, run)
        })?;
        let (plan, list) = planned?;
        say_plan(target, &plan, &list, output);
        return Ok(());
    }
    let report = outside::with_run(output, |run| -> Outcome<Report> {
        let store = place::open(target, &site.root, access, run)?;
        publish(&*store, release, &how, run)
    })?;
    say_report(target, &report?, output);
    Ok(())
}

fn say_plan(target: &Target, plan: &Plan, list: &List, output: &Output) {
    if output.format() == Format::Json {
        let mut json = plan.to_json();
        json["target"] = target.to_string().into();
        json["dry_run"] = true.into();
        json["versions"] = names(list).into();
        output.print(&json.to_string());
        return;
    }
    for line in plan.lines() {
        output.print(&line);
    }
    output.say(&format!(
        "{} at {target} would get {} files ({}), keep {} and leave {} behind; nothing was written",
        plan.part,
        plan.steps.len(),
        size(plan.bytes()),
        plan.kept,
        plan.left.len(),
    ));
}

fn names(list: &List) -> Vec<String> {
    let entries = list.entries().iter();
    entries.map(|entry| entry.version.clone()).collect()
}

fn say_report(target: &Target, report: &Report, output: &Output) {
    let (plan, follow) = (&report.plan, &report.follow);
    if output.format() == Format::Json {
        let json = json!({
            "target": target.to_string(),
            "part": plan.part.to_string(),
            "unchanged": report.is_unchanged,
            "written": plan.steps.len(),
            "bytes": plan.bytes(),
            "kept": plan.kept,
            "left": plan.left.len(),
            "state": report.state,
            "retired": report.retired,
            "aliases": follow.aliases,
            "also_written": follow.written,
            "removed": follow.swept.removed,
            "waiting": follow.swept.waiting,
        });
        output.print(&json.to_string());
        return;
    }
    let what = match report.is_unchanged {
        true => format!("{} at {target} is as it was: nothing was sent", plan.part),
        false => format!(
            "{} is at {target}: {} files sent ({}), {} kept",
            plan.part,
            plan.steps.len(),
            size(plan.bytes()),
            plan.kept,
        ),
    };
    let mut told = vec![what];
    if let Some(state) = report.state {
        told.push(format!("this is state {state}"));
    }
    told.extend(
        follow
            .aliases
            .iter()
            .map(|alias| format!("{alias} follows")),
    );
    told.extend(
        report
            .retired
            .iter()
            .map(|name| format!("{name} is not kept any more")),
    );
    if !follow.swept.removed.is_empty() {
        let count = follow.swept.removed.len();
        told.push(format!("{count} files removed that nothing refers to"));
    }
    output.say(&told.join("; "));
}
