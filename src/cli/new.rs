//! `groundplan new`: a file to begin with.

use std::process::ExitCode;

use crate::edit::new::{self, New};
use crate::edit::write;
use crate::error::{Error, Result};

use super::args::{Global, NewOptions};
use super::output::Output;
use super::site::SiteFolder;

/// Runs the command.
pub fn run(global: &Global, options: &NewOptions, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    let inputs = site.read(global, None, true)?;
    let today = site.today(global, None).ok_or_else(|| Error::Refused {
        message: "the clock of this machine names no day".into(),
        help: "say which day it is with --today, for example `--today 2026-10-02`".into(),
    })?;
    let asked = New {
        thing: options.kind.thing(),
        title: &options.title,
        means: options.means.as_deref(),
        id: options.id.as_deref(),
        folder: options.folder.as_deref(),
    };
    let made = new::new(&inputs, &asked, today)?;
    let path = site.place(&made.file);
    match (&made.before, options.dry_run) {
        (before, true) => {
            let old = before.as_deref().unwrap_or_default();
            output.say(made.after.strip_prefix(old).unwrap_or(&made.after).trim());
        }
        (Some(before), false) => write::replace(&path, before, &made.after)?,
        (None, false) => write::create(&path, &made.after)?,
    }
    output.say(&match (options.dry_run, &made.before) {
        (true, None) => format!(
            "nothing was written; without `--dry-run` this becomes {}",
            made.file
        ),
        (true, Some(_)) => format!(
            "nothing was written; without `--dry-run` this goes to the end of {}",
            made.file
        ),
        (false, _) => made.said.clone(),
    });
    output.say("Next:");
    for next in &made.next {
        output.say(&format!("  {next}"));
    }
    Ok(ExitCode::SUCCESS)
}
