//! The local view at `/_/`: what the owner of the site should know of it today. It is never built.

use std::fmt::Write;

use crate::diagnostic::{self, Diagnostic};
use crate::model::{PageNode, Site};
use crate::path::SitePath;
use crate::render::link::{attribute, escape};
use crate::render::paper;
use crate::report::Report;
use crate::report::paper::{Section, Target};
use crate::theme::STYLE;

use super::findings::Shown;
use super::http::App;
use super::since;
use super::snapshot::Snapshot;

/// How many findings are shown with their lines.
const FRAMES: usize = 200;

/// How many of them are seen before somebody asks for the rest: the report follows.
const OPEN: usize = 5;

/// The page that is shown while there is no site.
pub fn no_site(snapshot: &Snapshot) -> String {
    let (message, help) = match &snapshot.trouble {
        Some(trouble) => (trouble.message.as_str(), trouble.help.as_str()),
        None => (
            "The site is being read.",
            "This page is replaced when it is there.",
        ),
    };
    let mut out = String::new();
    head(&mut out, "No site yet", None);
    element(&mut out, "p", "trouble", message);
    element(&mut out, "p", "help", help);
    element(
        &mut out,
        "p",
        "help",
        "As soon as this is mended, the site is here.",
    );
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The local view.
pub fn html(app: &App, snapshot: &Snapshot, query: &str) -> String {
    let mut out = String::new();
    let title = snapshot
        .site()
        .map_or("Preview", |site| site.config.title.as_str());
    head(&mut out, title, snapshot.looks(STYLE));
    element(&mut out, "p", "where", &app.root);
    out.push_str("<p>Only you see this page: it is part of the preview, not of the site. <a href=\"/\">To the site</a></p>\n");
    if let Some(trouble) = &snapshot.trouble {
        element(&mut out, "p", "trouble", &trouble.message);
        element(&mut out, "p", "help", &trouble.help);
    }
    let site = snapshot.site();
    let report = site.map_or_else(Vec::new, |site| report(snapshot, site));
    let (first, rest) = report.split_at(report.len().min(1));
    write_sections(&mut out, app, first);
    findings(&mut out, app, snapshot);
    write_sections(&mut out, app, rest);
    if let Some(site) = site {
        since::section(&mut out, app, site, query);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn head(out: &mut String, title: &str, looks: Option<String>) {
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    element(out, "title", "", &format!("Preview: {title}"));
    for address in looks
        .iter()
        .map(String::as_str)
        .chain(["/_/paper.css", "/_/view.css"])
    {
        out.push_str("<link rel=\"stylesheet\"");
        attribute(out, "href", address);
        out.push_str(">\n");
    }
    out.push_str("</head>\n<body class=\"paper\">\n<main>\n");
    element(out, "h1", "", title);
}

fn findings(out: &mut String, app: &App, snapshot: &Snapshot) {
    let all = snapshot.findings.all();
    let (errors, warnings) = diagnostic::count(all);
    out.push_str("<section id=\"findings\">\n<h2>Findings</h2>\n");
    let summary = match snapshot.findings.is_checked() {
        true => diagnostic::frame::summary(errors, warnings),
        false => "not checked yet".to_owned(),
    };
    element(out, "p", "count", &summary);
    let shown = &all[..all.len().min(FRAMES)];
    let (open, folded) = shown.split_at(shown.len().min(OPEN));
    let cards = |findings: &[Diagnostic], out: &mut String| {
        for finding in findings {
            card(out, &snapshot.findings.shown(finding, &app.places));
        }
    };
    cards(open, out);
    if !folded.is_empty() {
        out.push_str("<details>");
        element(out, "summary", "", &format!("{} more", folded.len()));
        cards(folded, out);
        out.push_str("</details>\n");
    }
    if all.len() > FRAMES {
        let rest = format!(
            "and {} more: `groundplan check` prints all",
            all.len() - FRAMES
        );
        element(out, "p", "", &rest);
    }
    out.push_str("</section>\n");
}

fn card(out: &mut String, finding: &Shown) {
    out.push_str("<article");
    attribute(out, "class", finding.severity);
    out.push('>');
    match &finding.editor {
        Some(editor) => link(out, editor, &finding.place),
        None => element(out, "span", "", &finding.place),
    }
    element(out, "pre", "", &finding.frame);
    out.push_str("</article>\n");
}

/// The sections of the report, but for the findings, which stand here with their lines.
fn report(snapshot: &Snapshot, site: &Site) -> Vec<Section> {
    let mut sections = Report::of(site, snapshot.findings.all()).paper().sections;
    sections.retain(|section| section.id != "findings");
    sections
}

fn write_sections(out: &mut String, app: &App, sections: &[Section]) {
    let ways = |target: &Target| {
        let file = SitePath::new(&target.file);
        let editor = file.and_then(|file| app.places.link(&file, None));
        (target.address.clone(), editor)
    };
    paper::sections(sections, &ways, out);
}

/// A page, and its file in the editor.
pub(super) fn page_links(out: &mut String, app: &App, node: &PageNode) {
    link(out, &node.permalink.encoded(), &node.title);
    if let Some(editor) = app.places.link(&node.page.file, None) {
        out.push_str(" <small>");
        link(out, &editor, node.page.file.as_str());
        out.push_str("</small>");
    }
}

/// A link.
pub(super) fn link(out: &mut String, address: &str, text: &str) {
    out.push_str("<a");
    attribute(out, "href", address);
    out.push('>');
    escape(text, out);
    out.push_str("</a>");
}

/// An element with a text in it.
pub(super) fn element(out: &mut String, name: &str, class: &str, text: &str) {
    let _ = write!(out, "<{name}");
    if !class.is_empty() {
        attribute(out, "class", class);
    }
    out.push('>');
    escape(text, out);
    let _ = writeln!(out, "</{name}>");
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    }
}
