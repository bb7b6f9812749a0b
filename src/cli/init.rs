//! `groundplan init`: a small complete site to begin with.

use std::process::ExitCode;

use crate::edit::init;
use crate::error::Result;

use super::args::Init;
use super::output::Output;

/// Runs the command.
pub fn run(options: &Init, output: &Output) -> Result<ExitCode> {
    let files = init::write(&options.folder)?;
    for file in &files {
        output.say(&format!("  {}", options.folder.join(file).display()));
    }
    let folder = options.folder.display().to_string();
    let folder = match folder.contains(char::is_whitespace) {
        true => format!("\"{folder}\""),
        false => folder,
    };
    output.say(&format!(
        "A small complete site. Next:\n  cd {folder}\n  groundplan serve --open\n\
         What stands in it are examples. Put your own into content/roadmap/ before you commit it for the\n\
         first time: what was promised once and is gone is told to readers as vanished."
    ));
    Ok(ExitCode::SUCCESS)
}
