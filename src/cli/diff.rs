//! `groundplan diff`: what changed for readers between two states of a site.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use crate::changes::snapshot::files;
use crate::changes::{self, Change, Difference, Kind, Snapshot};
use crate::diagnostic::{self, github, visible};
use crate::edit::import;
use crate::error::{Error, Result};
use crate::inputs::{Inputs, Part, worktree};
use crate::pipeline::{self, Compiler};

use super::args::{Diff, Format, Global, Snapshot as SnapshotOptions};
use super::named::Named;
use super::output::Output;
use super::site::SiteFolder;

/// How many changes of a kind are listed that are nothing for the reader to do.
const LISTED: usize = 20;

/// The document for programs.
#[derive(Serialize)]
struct Document<'a> {
    /// What was compared.
    from: &'a str,
    /// With what.
    to: &'a str,
    #[serde(flatten)]
    difference: &'a Difference,
}

/// Runs `diff`.
pub fn run(global: &Global, options: &Diff, output: &Output) -> Result<ExitCode> {
    let after = options.after.as_deref();
    let old = state(global, Some(&options.before), output)?;
    let new = state(global, after, output)?;
    let difference = changes::diff(&old, &new);
    let to = after.unwrap_or("the files as they are");
    let is_asked_for = |kind: &str| options.fail_on.iter().any(|one| one == kind);
    match global.format {
        Format::Human => human(&difference, &old, &new, (&options.before, to), output),
        Format::Markdown => {
            let text = changes::markdown(&difference, (&options.before, to), &old, &new);
            output.print(text.trim_end());
        }
        Format::Json => {
            let document = Document {
                from: &options.before,
                to: after.unwrap_or(""),
                difference: &difference,
            };
            output.print(&serde_json::to_string_pretty(&document).unwrap_or_default());
        }
        Format::Github => {
            for change in &difference.tasks {
                let level = match &change.kind {
                    kind if is_asked_for(&kind.name()) => "error",
                    Kind::MovedToYou | Kind::NewDuty => "warning",
                    _ => "notice",
                };
                let title = changes::heading(&change.kind, &new);
                let title = title.replace([':', ','], " ");
                let line = changes::line(change, &old, &new);
                output.print(&format!(
                    "::{level} title={}::{}",
                    github::escape(&title),
                    github::escape(&line)
                ));
            }
            let services = difference.services.iter().map(|change| {
                let line = format!("{}: {}", change.service, changes::service(change));
                (vec![change.kind.name()], "Services", line)
            });
            let pages = difference.pages.iter().map(|change| {
                let kinds = change.kinds().collect();
                (kinds, "Pages", changes::page(change))
            });
            for (kinds, title, line) in services.chain(pages) {
                // A pull request shows few lines: what nobody asked for is in `--format json`.
                if kinds.iter().any(|kind| is_asked_for(kind)) {
                    let line = github::escape(&line);
                    output.print(&format!("::error title={title}::{line}"));
                }
            }
        }
    }
    let failed = difference.kinds().iter().any(|kind| is_asked_for(kind));
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Runs `snapshot`.
pub fn snapshot(global: &Global, options: &SnapshotOptions, output: &Output) -> Result<ExitCode> {
    let snapshot = match &options.reference {
        Some(reference) => of_site(global, Some(reference), output)?,
        None => of_site(global, None, output)?,
    };
    let text = serde_json::to_string_pretty(&snapshot).unwrap_or_default();
    match &options.output {
        Some(path) => import::save(path, &(text + "\n"))?,
        None => output.print(&text),
    }
    Ok(ExitCode::SUCCESS)
}

/// A state by its name: a snapshot, the folder of a site, a version, else a git ref; none is what is
/// here.
fn state(global: &Global, name: Option<&str>, output: &Output) -> Result<Snapshot> {
    let Some(name) = name else {
        return of_site(global, None, output);
    };
    let path = Path::new(name);
    if path.is_dir() {
        let there = Global {
            root: path.to_path_buf(),
            ..global.clone()
        };
        return of_site(&there, None, output);
    }
    if path.is_file() {
        return read(path);
    }
    let site = SiteFolder::find(global, None)?;
    if let Some(versions) = Named::of(&site)?
        && let Some(one) = versions.find(name)
    {
        let inputs = versions.read(one, global)?;
        return Ok(of_inputs(&inputs, name, None, output));
    }
    of_site(global, Some(name), output)
}

fn read(path: &Path) -> Result<Snapshot> {
    let bytes = worktree::read(path).map_err(Error::io("read", path))?;
    // That of a published version may be in parts, which lie beside it.
    let version = path.parent().and_then(Path::parent);
    let part = |part: &str| worktree::read(&version?.join(part)).ok();
    Snapshot::parse(&files::whole(bytes, part)).map_err(|why| Error::Refused {
        message: format!("{} {why}", path.display()),
        help: "name a git tag, branch or commit, a folder, or what `groundplan snapshot` wrote"
            .into(),
    })
}

fn of_site(global: &Global, reference: Option<&str>, output: &Output) -> Result<Snapshot> {
    let site = SiteFolder::find(global, None)?;
    let mut inputs = site.read(global, reference, false)?;
    // What is there once is in no version, and no change of one.
    if site
        .settings(None)?
        .is_some_and(|config| config.versions.is_some())
    {
        inputs.part = Part::Versioned;
    }
    let name = reference.map_or_else(|| global.root.display().to_string(), str::to_owned);
    Ok(of_inputs(&inputs, &name, reference, output))
}

fn of_inputs(inputs: &Inputs, name: &str, reference: Option<&str>, output: &Output) -> Snapshot {
    let (loaded, built) = Compiler::once(None).assemble(inputs, None);
    let (errors, _) = diagnostic::count(&pipeline::findings(&built, &loaded));
    if errors > 0 {
        let count = if errors == 1 {
            "1 error".to_owned()
        } else {
            format!("{errors} errors")
        };
        output.note(&Error::Refused {
            message: format!("{name} has {count}, which may hide tasks"),
            help: match reference {
                Some(reference) => format!("groundplan check --ref {reference}"),
                None => "groundplan check".into(),
            },
        });
    }
    Snapshot::of(&built.site)
}

fn human(
    difference: &Difference,
    old: &Snapshot,
    new: &Snapshot,
    (from, to): (&str, &str),
    output: &Output,
) {
    let print = |text: &str| output.print(&visible::text(text));
    if difference.is_empty() {
        return print(&format!("Nothing changed from {from} to {to}."));
    }
    let count = difference.tasks.len();
    let moved = difference
        .tasks
        .iter()
        .filter(|change| change.kind == Kind::MovedToYou)
        .count();
    let tasks = match (count, moved) {
        (0, _) => "no task changed".to_owned(),
        (1, 0) => "1 task changed, it did not move to you".to_owned(),
        (1, _) => "1 task changed: it moved to you".to_owned(),
        (count, moved) => format!("{count} tasks changed, {moved} of them moved to you"),
    };
    print(&format!("From {from} to {to}: {tasks}."));
    let mut rest = difference.tasks.as_slice();
    while let Some(first) = rest.first() {
        let same = rest
            .iter()
            .take_while(|change| change.kind == first.kind)
            .count();
        let (group, others) = rest.split_at(same);
        output.print("");
        print(&format!("{} ({same})", changes::heading(&first.kind, new)));
        lines(group, old, new, &print);
        rest = others;
    }
    let services: Vec<String> = difference
        .services
        .iter()
        .map(|change| format!("{}: {}", change.service, changes::service(change)))
        .collect();
    listed("Services", &services, services.len(), &print);
    let pages: Vec<String> = difference.pages.iter().map(changes::page).collect();
    listed("Pages", &pages, LISTED, &print);
}

/// A heading with lines below it, at most so many.
fn listed(heading: &str, all: &[String], most: usize, print: &dyn Fn(&str)) {
    if all.is_empty() {
        return;
    }
    print("");
    print(&format!("{heading} ({})", all.len()));
    for line in all.iter().take(most) {
        print(&format!("  {line}"));
    }
    rest(all.len(), most, print);
}

fn rest(count: usize, shown: usize, print: &dyn Fn(&str)) {
    if count > shown {
        let more = count - shown;
        print(&format!("  … and {more} more; --format json prints all"));
    }
}

fn lines(group: &[Change], old: &Snapshot, new: &Snapshot, print: &dyn Fn(&str)) {
    let is_minor = group.first().is_some_and(|change| {
        matches!(
            change.kind,
            Kind::NewTask | Kind::DroppedTask | Kind::Wording
        )
    });
    let shown = if is_minor { LISTED } else { group.len() };
    for change in group.iter().take(shown) {
        print(&format!("  {}", changes::line(change, old, new)));
    }
    rest(group.len(), shown, print);
}
