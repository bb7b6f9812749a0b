//! `groundplan import`: what exists already, as content.

use std::process::ExitCode;

use serde::Serialize;

use crate::edit::import;
use crate::error::{Error, Result};
use crate::table::{Entry, Kind};

use super::args::{Format, Global, Import, ImportMatrix};
use super::output::Output;

/// An entry of the list as a line for programs.
#[derive(Serialize)]
struct Line<'a> {
    /// The version of this form.
    schema: u32,
    /// Always `guess`.
    kind: &'static str,
    /// `read` or `left-out`.
    what: &'static str,
    /// Where, in words.
    place: String,
    /// What.
    text: &'a str,
}

/// Runs the command.
pub fn run(global: &Global, options: &Import, output: &Output) -> Result<ExitCode> {
    match options {
        Import::Matrix(options) => matrix(global, options, output),
    }
}

fn matrix(global: &Global, options: &ImportMatrix, output: &Output) -> Result<ExitCode> {
    let parties = import::parties_of(&global.root, &options.party)?;
    let source = import::read(&options.file, &parties, options.grid)?;
    let shown = options.file.display();
    let (reading, entries) = (&source.reading, &source.document.entries);
    if global.format == Format::Human {
        let what = match reading.is_matrix() {
            true => format!(
                "{} in {} read from {shown}",
                count(reading.count(), "task"),
                count(reading.phases.len(), "phase")
            ),
            false => format!("no matrix found in {shown}"),
        };
        let list = match entries.len() {
            0 => format!("{what}, nothing had to be guessed."),
            _ => format!("{what}. Guessed or left out:"),
        };
        output.error_line(&list);
    }
    for (index, entry) in entries.iter().enumerate() {
        let line = self::entry(entry, index + 1, &source.text, global.format);
        output.error_line(&line);
    }
    if !reading.is_matrix() {
        return Err(Error::Refused {
            message: format!("{shown} holds no matrix"),
            help: "a matrix is a table whose head names parties of content/platform.toml: add the \
                   names of the table to `also` of a party, or write `--party \"Client=customer\"`"
                .into(),
        });
    }
    match &options.output {
        Some(path) => import::save(path, &source.document.text)?,
        None => output.print(source.document.text.trim_end()),
    }
    Ok(ExitCode::SUCCESS)
}

fn entry(entry: &Entry, number: usize, text: &str, format: Format) -> String {
    let place = entry.lines(text);
    if format == Format::Human {
        return crate::diagnostic::visible::text(&format!("{number:>3}. {place}: {}", entry.text))
            .into_owned();
    }
    let line = Line {
        schema: 1,
        kind: "guess",
        what: match entry.kind {
            Kind::Read | Kind::Surplus => "read",
            Kind::LeftOut | Kind::Column | Kind::Fault | Kind::BadDate | Kind::BadValue => {
                "left-out"
            }
        },
        place,
        text: &entry.text,
    };
    serde_json::to_string(&line).unwrap_or_default()
}

/// "1 task", "2 tasks".
fn count(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    }
}
