//! What git knows of the roadmap and readers should not miss.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;
use crate::model::history::Vanished;
use crate::path::SitePath;

/// The findings about the history of the roadmap.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let history = &site.typed.history;
    let Some(file) = site.typed.files.roadmap.first().map(|file| &file.file) else {
        return Vec::new();
    };
    let gone = history.vanished.iter();
    let mut findings: Vec<Diagnostic> = gone.map(|gone| vanished(site, gone, file)).collect();
    if history.is_shallow {
        let message = "the past of the roadmap is cut off: this is a shallow clone";
        let since = match history.since {
            Some(day) => format!("the page of changes looks back to {} only", day.long()),
            None => "the page of changes shows none".to_owned(),
        };
        findings.push(
            Diagnostic::about(Code::RoadmapShortHistory, file, message)
                .help("fetch the rest with `git fetch --unshallow`; in a pipeline set `fetch-depth: 0`")
                .help(since),
        );
    }
    findings
}

fn vanished(site: &Site, gone: &Vanished, first: &SitePath) -> Diagnostic {
    let (id, title) = (&gone.item.id.0, &gone.item.title.0);
    let is_there = site
        .typed
        .files
        .roadmap
        .iter()
        .any(|file| file.file == gone.file);
    let file = if is_there { &gone.file } else { first };
    let message = format!(
        "`{id}` was on the roadmap of {} and is gone: {title}",
        gone.release
    );
    let finding = Diagnostic::about(Code::RoadmapVanished, file, message).help(format!(
        "if it will not come, put it back with `status = \"dropped\"` and say why: \
         `git show {}:./{}` has it",
        gone.release, gone.file
    ));
    // The same title under another id is the same item, most likely.
    let mut items = site.typed.roadmap.items.iter();
    let twin = items.find(|one| one.item.title.0.to_lowercase() == title.to_lowercase());
    match twin {
        Some(twin) => finding.help(format!(
            "if it is `{}` now, write `moved_from = \"{id}\"` there",
            twin.item.id.0
        )),
        None => finding.help(format!(
            "if it has another id now, write `moved_from = \"{id}\"` there"
        )),
    }
}
