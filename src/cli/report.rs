//! `groundplan report`: what the product owner should know today.

use std::process::ExitCode;

use crate::edit;
use crate::error::Result;
use crate::pipeline::Compiler;
use crate::render;
use crate::report::{Report, plain};

use super::args::{Format, Global, ReportOptions};
use super::output::Output;
use super::progress::Progress;
use super::site::SiteFolder;

/// Runs the command. Findings are part of what is reported and no reason to fail.
pub fn run(global: &Global, options: &ReportOptions, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    let progress = Progress::begin(output.shows_progress());
    let inputs = site.inputs(global, None, false, &|error| output.note(error))?;
    let compiler = Compiler::once(None).drawing_in(&site.cache(global));
    let built = compiler.build(&inputs);
    let (linked, theme) = (built.site.clone(), built.theme.clone());
    let findings = compiler.check_templates(built);
    let report = Report::of(&linked, &findings);
    drop(progress);
    let paper = report.paper();
    if let Some(file) = &options.output {
        let page = render::paper::document(&paper, &linked, &theme);
        edit::write::put(file, &page)?;
        output.say(&format!("The report is in {}", file.display()));
    } else if global.format == Format::Json {
        output.print(report.json().trim_end());
    } else {
        output.print(plain::text(&paper, output.style()).trim_end());
    }
    Ok(ExitCode::SUCCESS)
}
