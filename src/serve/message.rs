//! What a tab is told, as JSON.

use axum::http::StatusCode;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::diagnostic;

use super::answer::tag;
use super::findings::Shown;
use super::http::App;
use super::snapshot::{Found, Snapshot};

/// How many findings a tab shows as cards.
const CARDS: usize = 20;

/// How many findings the list of all has.
const LIST: usize = 500;

/// The news for the tab that shows one page.
#[derive(Serialize)]
struct News<'a> {
    version: u64,
    /// What is there now: 200, or 404 when it is gone.
    status: u16,
    /// What the page is known by; the tab fetches it when it has another.
    tag: String,
    /// The findings about this page.
    findings: Vec<Shown>,
    /// How many there are, with those that are not shown.
    here: usize,
    /// Errors in the whole site.
    errors: usize,
    /// Warnings in the whole site.
    warnings: usize,
    /// Why the disk could not be read.
    trouble: Option<Told<'a>>,
    /// Pages that are new.
    appeared: Vec<Page<'a>>,
    /// Where the page is now, when it is gone from here and is somewhere.
    moved: Option<&'a str>,
}

#[derive(Serialize)]
struct Told<'a> {
    message: &'a str,
    help: &'a str,
}

#[derive(Serialize)]
struct Page<'a> {
    address: &'a str,
    title: &'a str,
}

/// All findings of the site.
#[derive(Serialize)]
struct All {
    findings: Vec<Shown>,
    errors: usize,
    warnings: usize,
}

/// The news of a version for the tab at `path`, which has heard of all until `since`.
pub fn of_page(app: &App, snapshot: &Snapshot, path: &str, since: u64) -> String {
    let (status, tag) = match snapshot.at(path) {
        Found::Made(made) => (StatusCode::OK, tag(app, &made).to_string()),
        Found::File(blob, _) => (StatusCode::OK, blob.digest.to_string()),
        Found::Elsewhere(_) => (StatusCode::OK, String::new()),
        Found::Nothing(made) => {
            let tag = made.map_or(String::new(), |made| tag(app, &made).to_string());
            (StatusCode::NOT_FOUND, tag)
        }
    };
    let found = snapshot.findings_at(path);
    let (errors, warnings) = diagnostic::count(snapshot.findings.all());
    let encoded = crate::path::Permalink::exact(path).map(|permalink| permalink.encoded());
    let vanished = encoded.and_then(|address| snapshot.moves.vanished(&address));
    let news = News {
        version: snapshot.version,
        status: status.as_u16(),
        tag,
        here: found.len(),
        findings: found
            .iter()
            .take(CARDS)
            .map(|finding| snapshot.findings.shown(finding, &app.places))
            .collect(),
        errors,
        warnings,
        trouble: snapshot.trouble.as_ref().map(|trouble| Told {
            message: &trouble.message,
            help: &trouble.help,
        }),
        appeared: snapshot
            .moves
            .appeared_after(since)
            .map(|page| Page {
                address: &page.address,
                title: &page.title,
            })
            .collect(),
        moved: vanished.flatten(),
    };
    json(&news)
}

/// Every finding, for the list.
pub fn all_findings(app: &App, snapshot: &Snapshot) -> String {
    let all = snapshot.findings.all();
    let (errors, warnings) = diagnostic::count(all);
    json(&All {
        findings: all
            .iter()
            .take(LIST)
            .map(|finding| snapshot.findings.shown(finding, &app.places))
            .collect(),
        errors,
        warnings,
    })
}

fn json(value: &impl Serialize) -> String {
    // Structs of texts and numbers can always be written.
    serde_json::to_string(value).unwrap_or_default()
}

/// The path of the page that a tab shows, out of `at=…` of its query; the home page without it.
pub fn path_of(query: &str) -> String {
    let at = query.split('&').find_map(|part| part.strip_prefix("at="));
    let once = at.and_then(|at| percent_decode_str(at).decode_utf8().ok());
    // The tab sends its address as it is, percent-encoded, inside an encoded query.
    let path = once.and_then(|path| {
        let path = percent_decode_str(&path).decode_utf8().ok()?;
        path.starts_with('/').then(|| path.into_owned())
    });
    path.unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_says_where_it_is() {
        assert_eq!(path_of("at=%2Fdocs%2F%25C3%25A4%2F"), "/docs/ä/");
        assert_eq!(path_of("at=nowhere"), "/");
        assert_eq!(path_of(""), "/");
    }
}
