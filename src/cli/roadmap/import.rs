//! `groundplan roadmap import`: items out of another tool. The TOML is printed, so that it can go into
//! a file; what was guessed is told beside it.

use std::process::ExitCode;

use crate::cli::args::{Global, ImportItems};
use crate::cli::output::Output;
use crate::cli::site::SiteFolder;
use crate::decode::{Value, toml};
use crate::diagnostic::visible;
use crate::edit::{github, write};
use crate::error::Result;

/// Runs the command.
pub fn run(global: &Global, from: &ImportItems, output: &Output) -> Result<ExitCode> {
    let ImportItems::Github { file } = from;
    let json = write::read(file)?;
    let (services, taken) = known(global);
    let imported = github::import(&json, &services, &taken)?;
    output.print(imported.toml.trim_end());
    let items = match imported.items {
        1 => "1 item".to_owned(),
        items => format!("{items} items"),
    };
    let guesses = match imported.guesses.len() {
        0 => "nothing had to be guessed.".to_owned(),
        _ => "Guessed or left out:".to_owned(),
    };
    output.error_line(&format!("{items} read from {}. {guesses}", file.display()));
    for (index, guess) in imported.guesses.iter().enumerate() {
        let line = format!("{:>3}. {guess}", index + 1);
        output.error_line(&visible::text(&line));
    }
    Ok(ExitCode::SUCCESS)
}

/// The ids of services and items of the site, where the command runs in one.
fn known(global: &Global) -> (Vec<String>, Vec<String>) {
    let site = SiteFolder::find(global, None);
    let Ok(inputs) = site.and_then(|site| site.read(global, None, true)) else {
        return (Vec::new(), Vec::new());
    };
    let services = inputs.files.keys().filter_map(|path| {
        let rest = path.in_content()?.strip_prefix("services/")?;
        let id = rest
            .strip_suffix("/index.md")
            .or_else(|| rest.strip_suffix(".md"))?;
        (!id.contains('/') && id != "index").then(|| id.to_owned())
    });
    let mut items = Vec::new();
    for text in super::texts(&inputs) {
        let (table, _) = toml::parse(text.text, 0);
        if let Some(Value::List(found)) = table.get("item").map(|node| &node.value) {
            items.extend(found.iter().filter_map(|item| match &item.value {
                Value::Table(keys) => match &keys.get("id")?.value {
                    Value::Text(id) => Some(id.clone()),
                    _ => None,
                },
                _ => None,
            }));
        }
    }
    (services.collect(), items)
}
