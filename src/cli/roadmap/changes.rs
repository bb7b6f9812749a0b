//! `groundplan roadmap changes`: what changed between two states, for people and for programs.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use serde::Serialize;

use crate::cli::args::{Changes, Format, Global};
use crate::cli::output::Output;
use crate::cli::site::SiteFolder;
use crate::date::Date;
use crate::diagnostic::visible;
use crate::edit::write;
use crate::error::{Error, Result};
use crate::inputs::{File, Inputs};
use crate::load::history::is_roadmap;
use crate::load::roadmap::RoadmapFile;
use crate::model::history::{Change, ChangeJson, ChangeKind, NO_REASON, Snapshot, between};
use crate::path::SitePath;

/// The files of a state, and its day where it is known.
type State = (Vec<Arc<RoadmapFile>>, Option<Date>);

/// What the files as they are are called.
const NOW: &str = "the files as they are";

/// All changes for programs.
#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    from: &'a str,
    to: &'a str,
    changes: Vec<ChangeJson>,
}

/// Runs the command. Whatever is wrong with the files, it says what it can and succeeds.
pub fn run(global: &Global, options: &Changes, output: &Output) -> Result<ExitCode> {
    let from = options.since.as_deref().or(options.from.as_deref());
    let from = from.unwrap_or_default();
    let (files, day) = state(global, from)?;
    note(from, &files, output);
    let before = Snapshot::of(&files, day);
    let (to, (files, day)) = match &options.to {
        Some(to) => (to.as_str(), state(global, to)?),
        None => (NOW, now(global)?),
    };
    note(to, &files, output);
    let after = Snapshot::after(&files, day, &before);
    let changes = between(&before, &after);
    if global.format == Format::Human {
        output.say(&text(from, to, &changes));
    } else {
        let document = Document {
            schema: 1,
            from,
            to,
            changes: changes.iter().map(ChangeJson::of).collect(),
        };
        output.print(&serde_json::to_string(&document).unwrap_or_default());
    }
    Ok(ExitCode::SUCCESS)
}

/// Says of files that cannot be read wholly that the rest was compared.
fn note(name: &str, files: &[Arc<RoadmapFile>], output: &Output) {
    for file in files.iter().filter(|file| !file.unreadable.is_empty()) {
        let shown = match name.ends_with(".toml") {
            true => name.to_owned(),
            false => format!("{} in {name}", file.file),
        };
        output.note(&Error::Refused {
            message: format!("{shown} cannot be read wholly"),
            help: "what stands at the faulty place counts as unchanged".into(),
        });
    }
}

/// The roadmap at a git ref or in a file, and its day. A file goes before a ref of the same name.
fn state(global: &Global, name: &str) -> Result<State> {
    let path = Path::new(name);
    if path.is_file() {
        let text = write::read(path)?;
        let file = SitePath::new("content/roadmap/file.toml");
        let files = file.map(|file| RoadmapFile::read(&file, &text));
        return Ok((files.into_iter().collect(), None));
    }
    if name.ends_with(".toml") {
        return Err(Error::Refused {
            message: format!("there is no file {name}"),
            help: "name a file from the folder you are in, or a git tag, branch or commit".into(),
        });
    }
    let site = SiteFolder::find(global, None)?;
    let day = site.day_of(name)?;
    Ok((files(&site.files_at(name)?), Some(day)))
}

fn now(global: &Global) -> Result<State> {
    let site = SiteFolder::find(global, None)?;
    let inputs = site.read(global, None, true)?;
    let today = site.today(global, None);
    Ok((files(&inputs), today))
}

fn files(inputs: &Inputs) -> Vec<Arc<RoadmapFile>> {
    let texts = inputs.files.iter().filter(|(path, _)| is_roadmap(path));
    let read = texts.filter_map(|(path, file)| match file {
        File::Text(file) => Some(RoadmapFile::read(path, &file.text)),
        _ => None,
    });
    read.collect()
}

fn text(from: &str, to: &str, changes: &[Change]) -> String {
    let count = match changes.len() {
        0 => "nothing changed".to_owned(),
        1 => "1 item changed".to_owned(),
        count => format!("{count} items changed"),
    };
    let mut lines = vec![format!("{count} from {from} to {to}")];
    for change in changes {
        lines.push(String::new());
        lines.push(format!("{}  {}", change.id, change.title));
        lines.push(format!("  {}", change.words()));
        let owes = change.kinds.iter().any(|kind| kind.wants_reason());
        match &change.because {
            Some(because) => lines.push(format!("  because: {because}")),
            None if owes => lines.push(format!("  {NO_REASON}")),
            None => {}
        }
    }
    let gone = changes
        .iter()
        .filter(|change| change.kinds == [ChangeKind::Vanished]);
    let gone: Vec<&str> = gone.map(|change| change.id.as_str()).collect();
    if let Some(id) = gone.first() {
        lines.push(String::new());
        lines.push("To give a reason for what vanished:".to_owned());
        lines.push(format!(
            "  put its lines back as they are in {from}, then \
             `groundplan roadmap drop {id} --because \"…\"`"
        ));
        lines.push(format!(
            "  or, where it has another id now, write `moved_from = \"{id}\"` there"
        ));
    }
    let lines: Vec<_> = lines.iter().map(|line| visible::text(line)).collect();
    lines.join("\n")
}
