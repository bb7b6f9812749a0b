//! `groundplan check`: what is wrong with the site.

use std::process::ExitCode;

use crate::diagnostic::{self, Diagnostic};
use crate::error::Result;
use crate::pipeline::Compiler;

use super::args::{Check, Global, Strict};
use super::named::Named;
use super::output::Output;
use super::progress::Progress;
use super::site::SiteFolder;

/// Runs the command.
pub fn run(global: &Global, options: &Check, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    let progress = Progress::begin(output.shows_progress());
    let mut inputs = site.inputs(
        global,
        options.reference.as_deref(),
        options.drafts,
        &|error| output.note(error),
    )?;
    if options.reference.is_none()
        && let Some(versions) = Named::of(&site)?
    {
        inputs.earlier = versions.before_today(global)?;
    }
    let compiler = Compiler::once(None).drawing_in(&site.cache(global));
    let built = compiler.build(&inputs);
    let pages = built.site.pages.len();
    let findings = compiler.check_templates(built);
    drop(progress);
    output.say(&self::pages(pages));
    output.findings(&findings, &inputs, &site.shown);
    Ok(exit_code(&findings, options.strict))
}

/// 1 when there is an error, or with `strict` a warning too. What comes with time alone counts as a
/// warning only where that is asked for: nobody's pipeline turns red without a change.
pub fn exit_code(findings: &[Diagnostic], strict: Option<Strict>) -> ExitCode {
    let (errors, _) = diagnostic::count(findings);
    let counts = |finding: &Diagnostic| match strict {
        None => false,
        Some(Strict::Warnings) => !finding.code.is_clock(),
        Some(Strict::Clock) => true,
    };
    match errors > 0 || findings.iter().any(counts) {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

/// A count of pages in words: "1 page", "2 pages".
pub fn pages(count: usize) -> String {
    match count {
        1 => "1 page".to_owned(),
        count => format!("{count} pages"),
    }
}
