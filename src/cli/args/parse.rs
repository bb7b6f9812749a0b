//! Reading what was typed, with advice about what people try first.

use std::path::Path;

use clap::Parser;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use super::Arguments;

impl Arguments {
    /// What was typed. Where that means nothing, says so and ends with exit code 2.
    pub fn typed() -> Self {
        Self::try_parse().unwrap_or_else(|error| advised(error).exit())
    }
}

/// A folder behind a command is the site, for whoever knows other programs: here an option names it.
fn advised(mut error: Error) -> Error {
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg)
        && !word.starts_with('-')
        && Path::new(word).is_dir()
    {
        let advice = format!("the folder of a site is named with '--root {word}'");
        let advice = vec![StyledStr::from(advice)];
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(advice));
    }
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand)
        && let of_roadmap = std::env::args().any(|word| word == "roadmap")
        && let Some(meant) = meant(word, of_roadmap)
    {
        let meant = ContextValue::Strings(vec![meant.to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, meant);
    }
    error
}

/// The command that people mean by a word that only looks like another one: `slip` is not `ship`.
fn meant(word: &str, of_roadmap: bool) -> Option<&'static str> {
    Some(match word {
        "slip" | "delay" | "postpone" | "reschedule" if of_roadmap => "move",
        "done" | "finish" | "complete" | "release" if of_roadmap => "ship",
        "cancel" | "abandon" if of_roadmap => "drop",
        "create" | "add" => "new",
        _ if of_roadmap => return None,
        "rename" | "mv" => "move",
        "preview" | "watch" | "dev" => "serve",
        "lint" | "validate" | "test" => "check",
        "deploy" | "upload" => "publish",
        _ => return None,
    })
}
