//! `groundplan theme`: a theme of the site's own.

use std::process::ExitCode;

use crate::error::Result;
use crate::theme::new;

use super::args::{Global, Theme, ThemeCommand};
use super::output::Output;

/// Runs the command.
pub fn run(global: &Global, options: &Theme, output: &Output) -> Result<ExitCode> {
    let root = &global.root;
    match &options.command {
        ThemeCommand::New { name } => {
            for file in new::scaffold(root, name)? {
                output.say(&format!("  {}", file.display()));
            }
            output.say(&format!(
                "Write `theme = \"{name}\"` into groundplan.toml to use it."
            ));
        }
        ThemeCommand::Copy { name, file } => {
            let copied = new::copy(root, name, file)?;
            output.say(&format!("  {}", copied.display()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
