//! What changed since a ref, as the local view shows it: first what moved to the reader, then the
//! roadmap, services and pages, and the files last.

use crate::changes::{self, Difference, PageChange, PageKind};
use crate::error::Result;
use crate::model::Site;
use crate::model::history::{self, Change, NO_REASON};
use crate::path::SitePath;
use crate::pipeline::Compiler;
use crate::render::link::attribute;

use super::Then;
use super::http::App;
use super::view::{counted, element, link, page_links};

/// How many entries a list has.
const ROWS: usize = 200;

/// The form that asks for a ref, and what changed since the one that `query` names.
pub fn section(out: &mut String, app: &App, site: &Site, query: &str) {
    let Some(since) = &app.since else { return };
    let reference = asked(query);
    out.push_str("<section id=\"changes\">\n<h2>Changed since</h2>\n<form action=\"/_/#changes\"><label>A tag, branch or commit: <input name=\"since\" placeholder=\"v1.0\"");
    attribute(out, "value", &reference);
    out.push_str("></label> <button>Compare</button></form>\n");
    if !reference.is_empty() {
        let then: Result<Then> = since(&reference);
        match then {
            Ok(then) => changed(out, app, site, &then),
            Err(error) => {
                element(out, "p", "trouble", &error.to_string());
                element(out, "p", "help", &error.help().unwrap_or_default());
            }
        }
    }
    out.push_str("</section>\n");
}

/// The ref that the address asks for; empty where it asks for none.
fn asked(query: &str) -> String {
    query
        .split('&')
        .find_map(|part| part.strip_prefix("since="))
        .map(|text| text.replace('+', " "))
        .and_then(|text| {
            let text = percent_encoding::percent_decode_str(&text).decode_utf8();
            text.ok().map(|text| text.trim().to_owned())
        })
        .unwrap_or_default()
}

fn changed(out: &mut String, app: &App, site: &Site, then: &Then) {
    if then.files.is_empty() {
        return element(out, "p", "", "Nothing: all files are as they were then.");
    }
    let (_, built) = Compiler::once(None).assemble(&then.inputs, None);
    let old = changes::Snapshot::of(&built.site);
    let new = changes::Snapshot::of(site);
    let difference = changes::diff(&old, &new);
    tasks(out, &difference, &old, &new);
    roadmap(out, site, &built.site);
    services(out, &difference);
    pages(out, app, site, &difference);
    files(out, app, site, &then.files);
}

/// A heading with its list; nothing where there is nothing to list.
fn list<T>(out: &mut String, title: &str, items: &[T], mut item: impl FnMut(&mut String, &T)) {
    if items.is_empty() {
        return;
    }
    element(out, "h3", "", &format!("{title} ({})", items.len()));
    out.push_str("<ul>\n");
    for one in items.iter().take(ROWS) {
        out.push_str("<li>");
        item(out, one);
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    if items.len() > ROWS {
        element(
            out,
            "p",
            "help",
            &format!("and {} more", items.len() - ROWS),
        );
    }
}

fn tasks(
    out: &mut String,
    difference: &Difference,
    old: &changes::Snapshot,
    new: &changes::Snapshot,
) {
    for group in difference.tasks.chunk_by(|one, next| one.kind == next.kind) {
        let title = group.first().map(|one| changes::heading(&one.kind, new));
        list(out, &title.unwrap_or_default(), group, |out, change| {
            element(out, "span", "", &changes::line(change, old, new));
        });
    }
}

fn roadmap(out: &mut String, site: &Site, then: &Site) {
    let before = history::Snapshot::of(&then.typed.files.roadmap, then.today);
    let after = history::Snapshot::after(&site.typed.files.roadmap, site.today, &before);
    let changes = history::told(history::between(&before, &after), &site.typed.ids);
    list(out, "Roadmap", &changes, |out, change: &Change| {
        let page = site.typed.made_named(&format!("roadmap/{}", change.id));
        match page {
            Some((_, permalink)) => link(out, &permalink.encoded(), &change.title),
            None => element(out, "span", "", &change.title),
        }
        element(out, "span", "", &format!(": {}", change.words()));
        let owes = change.kinds.iter().any(|kind| kind.wants_reason());
        match &change.because {
            Some(because) => element(out, "small", "", because),
            None if owes => element(out, "small", "", NO_REASON),
            None => {}
        }
    });
}

fn services(out: &mut String, difference: &Difference) {
    list(out, "Services", &difference.services, |out, change| {
        let line = format!("{}: {}", change.title, changes::service(change));
        element(out, "span", "", &line);
    });
}

fn pages(out: &mut String, app: &App, site: &Site, difference: &Difference) {
    let kinds = [
        (PageKind::Added, "New pages"),
        (PageKind::Removed, "Pages that are gone"),
        (PageKind::Moved, "Pages that moved"),
        (PageKind::Changed, "Changed pages"),
    ];
    for (kind, title) in kinds {
        let of_kind = difference.pages.iter().filter(|one| one.kind == kind);
        let changes: Vec<&PageChange> = of_kind.collect();
        list(out, title, &changes, |out, change| {
            let Some(side) = change.side() else { return };
            match site.page_of_id(&side.id) {
                Some(page) => page_links(out, app, &site.pages[page]),
                None => element(out, "span", "", &side.title),
            }
            let was = change.before.as_ref().filter(|_| kind == PageKind::Moved);
            if let Some(was) = was {
                element(out, "small", "", &format!(" was {}", was.id));
            }
        });
    }
}

/// The files, folded: what they mean stands above.
fn files(out: &mut String, app: &App, site: &Site, files: &[SitePath]) {
    out.push_str("<details>");
    let words = format!("{} other than then", counted(files.len(), "file"));
    element(out, "summary", "", &words);
    out.push_str("<ul>\n");
    for file in files.iter().take(ROWS) {
        out.push_str("<li>");
        let is_there = site.page_of_file(file.as_str()).is_some();
        match app.places.link(file, None) {
            Some(editor) if is_there => link(out, &editor, file.as_str()),
            _ => element(out, "span", "", file.as_str()),
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</details>\n");
}
