//! What publishing has to say.

use serde_json::json;

use super::super::args::Format;
use super::super::output::Output;
use crate::publish::plan::{Plan, size};
use crate::publish::protocol::{Report, dry_run, publish};
use crate::publish::release::{Options, Release};
use crate::publish::run::Run;
use crate::publish::store::Store;
use crate::publish::{Outcome, Target};
use crate::versions::list::List;

/// What a run has to say when all is done.
#[derive(Clone, Debug)]
pub enum Said {
    /// A version need not be published.
    There(String),
    /// What would happen.
    Plan(Box<Plan>, List),
    /// What has happened.
    Report(Box<Report>),
}

impl Said {
    /// Publishes a release, or only finds out what that would do.
    ///
    /// # Errors
    /// See [`publish`].
    pub fn of(
        store: &dyn Store,
        release: &Release<'_>,
        how: &Options<'_>,
        run: &Run<'_>,
        is_dry: bool,
    ) -> Outcome<Self> {
        match is_dry {
            true => {
                let (plan, list) = dry_run(store, release, how, run)?;
                Ok(Self::Plan(Box::new(plan), list))
            }
            false => Ok(Self::Report(Box::new(publish(store, release, how, run)?))),
        }
    }

    /// Says it.
    pub fn say(&self, target: &Target, output: &Output) {
        match self {
            Self::There(version) => {
                output.say(&format!("version {version} is there, of the same commit"));
            }
            Self::Plan(planned, list) => plan(target, planned, list, output),
            Self::Report(done) => report(target, done, output),
        }
    }

    /// It as a part of the message of a commit; None where nothing changed.
    fn message(&self) -> Option<String> {
        match self {
            Self::Report(report) if !report.is_unchanged => {
                Some(format!("Publish {}", report.plan.part))
            }
            _ => None,
        }
    }
}

/// The message of a commit that does all this.
pub fn message(said: &[Said]) -> String {
    let told: Vec<String> = said.iter().filter_map(Said::message).collect();
    match told.is_empty() {
        true => "Bring what is published in line".into(),
        false => told.join(", "),
    }
}

/// What would happen.
fn plan(target: &Target, plan: &Plan, list: &List, output: &Output) {
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
        "{}: {target} would get {} files ({}), keep {} and leave {} behind; nothing was written",
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

/// What has happened.
fn report(target: &Target, report: &Report, output: &Output) {
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
        true => format!("{}: {target} has it as it is, nothing was sent", plan.part),
        false => format!(
            "{}: {} files sent to {target} ({}), {} kept",
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
