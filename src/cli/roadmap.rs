//! `groundplan roadmap`: what a product owner does to the roadmap, without an editor.

use std::process::ExitCode;

use crate::date::Date;
use crate::edit::roadmap::{self, Edited, Text};
use crate::edit::{diff, write};
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::load::front::service_place;
use crate::model::Kind;
use crate::path::SitePath;
use crate::pipeline::Compiler;

use super::args::{Global, Roadmap, RoadmapCommand};
use super::output::Output;
use super::site::SiteFolder;

mod changes;
mod import;

/// Runs the command.
pub fn run(global: &Global, options: &Roadmap, output: &Output) -> Result<ExitCode> {
    match &options.command {
        RoadmapCommand::Changes(changes) => changes::run(global, changes, output),
        RoadmapCommand::Import(from) => import::run(global, from, output),
        command => edit(global, command, output),
    }
}

/// Runs a command that changes a file.
fn edit(global: &Global, command: &RoadmapCommand, output: &Output) -> Result<ExitCode> {
    let site = SiteFolder::find(global, None)?;
    let inputs = site.read(global, None, true)?;
    let texts = texts(&inputs);
    let today = today(&site, global)?;
    let (edited, writing) = match command {
        RoadmapCommand::New(new) => {
            let pages = inputs.files.keys().filter(|file| file.extension() == "md");
            let services: Vec<String> = pages.filter_map(service_place).collect();
            let item = roadmap::New {
                title: &new.title,
                id: new.id.as_deref(),
                kind: &new.kind,
                when: &new.when,
                service: new.service.as_deref(),
                services: &services,
                file: new.file.as_deref(),
            };
            (vec![roadmap::new(&texts, &item, today)?], &new.writing)
        }
        RoadmapCommand::Move(to) => {
            let edited = roadmap::move_to(&texts, &to.id, &to.when, &to.because, today)?;
            (vec![edited], &to.writing)
        }
        RoadmapCommand::Ship(ship) => {
            let is_there = |docs: &str| page_is_there(&inputs, docs);
            let shipped = roadmap::Shipped {
                on: ship.on,
                version: ship.version.as_deref(),
                docs: ship.docs.as_deref(),
                needs: needs(&inputs, &ship.id),
                is_explained: ship.docs.as_deref().is_none_or(is_there),
            };
            let edited = roadmap::ship(&texts, &ship.id, &shipped, today)?;
            (vec![edited], &ship.writing)
        }
        RoadmapCommand::Drop(end) => {
            let edited = roadmap::drop_item(&texts, &end.id, &end.because)?;
            (vec![edited], &end.writing)
        }
        RoadmapCommand::Delete(delete) => {
            // Without a repository nobody knows who has seen it.
            let committed = site.files_at("HEAD").ok();
            let committed = committed.as_ref().map(self::texts);
            let committed = committed.unwrap_or_default();
            return Err(roadmap::delete(&texts, &delete.id, &committed));
        }
        RoadmapCommand::Pause(end) => {
            let edited = roadmap::pause(&texts, &end.id, &end.because)?;
            (vec![edited], &end.writing)
        }
        RoadmapCommand::Review(review) => {
            let only = review.file.as_ref().map(|file| file.display().to_string());
            let edited = roadmap::review(&texts, only.as_deref(), today)?;
            (edited, &review.writing)
        }
        // These change nothing and were run before.
        RoadmapCommand::Changes(_) | RoadmapCommand::Import(_) => return Ok(ExitCode::SUCCESS),
    };
    for one in &edited {
        put(&site, one, writing.dry_run, output)?;
    }
    let next: Vec<&String> = edited.iter().flat_map(|one| &one.next).collect();
    if !next.is_empty() {
        output.say("Next:");
        next.iter()
            .for_each(|next| output.say(&format!("  {next}")));
    }
    Ok(ExitCode::SUCCESS)
}

/// The files of the roadmap, in order.
fn texts(inputs: &Inputs) -> Vec<Text<'_>> {
    let of_roadmap = |file: &SitePath| {
        let name = file.in_content()?.strip_prefix("roadmap/")?;
        let is_part = name.split('/').any(|part| part.starts_with('_'));
        (file.extension() == "toml" && !is_part).then_some(())
    };
    let files = inputs
        .files
        .keys()
        .filter(|file| of_roadmap(file).is_some());
    files
        .filter_map(|file| {
            let text = inputs.text(file.as_str())?;
            Some(Text { file, text })
        })
        .collect()
}

/// What makes each need that an item meets, and no service yet, one that is met.
fn needs(inputs: &Inputs, id: &str) -> Vec<String> {
    let (_, built) = Compiler::once(None).assemble(inputs, None);
    let site = &built.site;
    let item = site.typed.ids.find(Kind::Item, id);
    let item = item.map(|at| &site.typed.roadmap.items[at]);
    let given = item.map_or_else(Vec::new, |item| item.needs_without_service(site));
    given.iter().map(|given| given.advice(site)).collect()
}

/// Whether a page that is named by its id or its file is there. An address outside counts as there.
fn page_is_there(inputs: &Inputs, docs: &str) -> bool {
    let page = docs.split('#').next().unwrap_or(docs).trim_matches('/');
    let page = page.strip_suffix(".md").unwrap_or(page);
    let ends = ["", "/index", "/README"];
    docs.contains("://")
        || docs.starts_with("mailto:")
        || ends
            .iter()
            .any(|end| inputs.text(&format!("content/{page}{end}.md")).is_some())
}

fn today(site: &SiteFolder, global: &Global) -> Result<Date> {
    site.today(global, None).ok_or_else(|| Error::Refused {
        message: "the clock of this machine names no day".into(),
        help: "say which day it is with --today, for example `--today 2026-10-02`".into(),
    })
}

/// Writes a changed file and shows what differs.
fn put(site: &SiteFolder, edited: &Edited, dry_run: bool, output: &Output) -> Result<()> {
    let before = edited.before.as_deref();
    if before == Some(edited.after.as_str()) {
        output.say(&format!("{} says so already", edited.file));
        return Ok(());
    }
    let path = site.place(&edited.file);
    let shown = site.shown.path(&edited.file);
    match before {
        _ if dry_run => {}
        Some(before) => write::replace(&path, before, &edited.after)?,
        None => write::create(&path, &edited.after)?,
    }
    let changed = diff::lines(shown.as_str(), before.unwrap_or_default(), &edited.after);
    output.say(changed.trim_end());
    output.say(&match dry_run {
        true => format!(
            "nothing was written; without `--dry-run` this is written into {}",
            edited.file
        ),
        false => edited.said.clone(),
    });
    Ok(())
}
