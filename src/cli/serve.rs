//! `groundplan serve`: the preview.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use crate::diagnostic::{frame, visible};
use crate::error::Result;
use crate::path::SitePath;
use crate::serve::beside::Shelf;
use crate::serve::{self, Checked, Event, Source};

use super::args::{Global, Serve};
use super::output::{Output, ShownPaths};
use super::site::SiteFolder;

/// How many files or addresses are named before the rest is only counted.
const NAMED: usize = 3;

/// Runs the command.
pub fn run(global: &Global, options: &Serve, output: &Output) -> Result<ExitCode> {
    let site = Arc::new(SiteFolder::find(global, None)?);
    if let Some(trouble) = site.trouble().filter(|_| options.reference.is_none()) {
        output.failure(trouble);
    }
    // A ref that does not exist will not come into being while the preview runs.
    if let Some(reference) = &options.reference {
        site.read(global, Some(reference), options.drafts)?;
    }
    let source = source(&site, global, options);
    let served = serve::Options {
        host: options.host,
        port: options.port,
        allowed_hosts: options.allowed_host.clone(),
        poll: options.poll,
        editor: options.editor.clone(),
    };
    let (output, open) = (output.clone(), options.open);
    let (root, shown) = (site.root.clone(), site.shown.clone());
    let tell = move |event: Event| {
        if let (Event::Serving { address }, true) = (&event, open) {
            serve::open::browser(address);
        }
        say(&output, &root, &shown, event);
    };
    serve::run(source, served, &(Arc::new(tell) as serve::Tell))?;
    Ok(ExitCode::SUCCESS)
}

fn source(site: &Arc<SiteFolder>, global: &Global, options: &Serve) -> Source {
    let reference = options.reference.clone();
    let drafts = options.drafts;
    let read = {
        let (site, global, reference) = (site.clone(), global.clone(), reference.clone());
        move || site.read(&global, reference.as_deref(), drafts)
    };
    let today = {
        let (site, global, reference) = (site.clone(), global.clone(), reference.clone());
        move || site.today(&global, reference.as_deref())
    };
    let facts = site.clone();
    let since = site.clone();
    let shelf = reference.is_none().then(|| shelf(site));
    Source {
        root: site.root.clone(),
        folders: site.folders.clone(),
        changes: reference.is_none(),
        cache: Some(site.cache(global)),
        read: Box::new(read),
        facts: reference
            .is_none()
            .then(|| Arc::new(move || facts.facts()) as _),
        today: Box::new(today),
        since: site
            .has_repository()
            .then(|| Arc::new(move |reference: &str| since.since(reference, drafts)) as _),
        shelf,
    }
}

/// Where the versions beside the files come from.
fn shelf(site: &Arc<SiteFolder>) -> Arc<Shelf> {
    let (finder, reader) = (site.clone(), site.clone());
    Arc::new(Shelf::new(
        move |settings| finder.versions(settings, &mut Vec::new()),
        move |one, today| reader.version(one, today),
    ))
}

fn say(output: &Output, root: &std::path::Path, shown: &ShownPaths, event: Event) {
    match event {
        Event::Serving { address } => {
            output.say(&format!("Preview at {address}   (Ctrl-C ends it)"));
            output.say(&format!("  the report at {address}_/"));
        }
        Event::Opened { pages, took } => {
            output.say(&format!("  {pages} pages read in {}", in_words(took)));
        }
        Event::Watching { folders } => {
            let short = |path: &std::path::PathBuf| match path.strip_prefix(root) {
                Ok(rest) if rest.as_os_str().is_empty() => "groundplan.toml".to_owned(),
                Ok(rest) => format!("{}/", rest.display()),
                Err(_) => path.display().to_string(),
            };
            let folders: Vec<String> = folders.iter().map(short).collect();
            output.say(&format!("  watching {}", folders.join(", ")));
        }
        Event::Polling { because } => match because {
            None => output.say("  looking at the files again and again"),
            Some(reason) => output.error_line(&format!(
                "{}: the files are looked at again and again instead",
                visible::text(&reason)
            )),
        },
        Event::Changed {
            files,
            appeared,
            vanished,
            took,
        } => output.say(&changed(&files, &appeared, &vanished, took)),
        Event::Checked(checked) => tell(output, shown, &checked),
        Event::Failed(error) => output.failure(&error),
        Event::CheckBroke => output.error_line(
            "The site is shown, but it could not be checked: its findings are those of the last check.",
        ),
        Event::Broke => output.error_line("The preview shows the last site until the next change."),
    }
}

/// What is new among the findings, with its lines, and how many there are.
fn tell(output: &Output, shown: &ShownPaths, checked: &Checked) {
    output.frames(&checked.new, &checked.texts, shown);
    let mut line = frame::summary(checked.errors, checked.warnings);
    if checked.more > 0 {
        line.push_str(&format!(", {} more are new: /_/ lists all", checked.more));
    }
    if checked.mended > 0 && checked.errors + checked.warnings > 0 {
        line.push_str(&format!(", {} mended", checked.mended));
    }
    output.say(&format!("  {line}"));
}

/// `saved content/a.md, new /a/, gone /b/ (now /c/): shown after 9 ms`
fn changed(
    files: &[SitePath],
    appeared: &[String],
    vanished: &[(String, Option<String>)],
    took: Duration,
) -> String {
    let files: Vec<String> = files.iter().map(ToString::to_string).collect();
    let vanished: Vec<String> = vanished
        .iter()
        .map(|(address, to)| match to {
            Some(to) => format!("{address} (now {to})"),
            None => address.clone(),
        })
        .collect();
    let parts = [
        ("saved", &files),
        ("new", &appeared.to_vec()),
        ("gone", &vanished),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(word, names)| format!("{word} {}", some_of(names)))
    .collect::<Vec<_>>()
    .join(", ");
    format!("{}: shown after {}", visible::text(&parts), in_words(took))
}

fn some_of(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn in_words(took: Duration) -> String {
    match took.as_millis() {
        0 => "less than 1 ms".to_owned(),
        time if time < 1000 => format!("{time} ms"),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}
