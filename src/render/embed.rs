//! What a page shows of what is typed: `:::matrix postgres phase="Run"`.
//!
//! An embed is a hole in a compiled page. To add a kind, give it a row in the known blocks, a variant
//! of [`EmbedKind`] with its keys, and an arm in each function here.

use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::inputs::Part;
use crate::markdown::{Embed, EmbedKind};
use crate::model::{PageId, Site};
use crate::path::Permalink;

use super::Renderer;
use super::subject::{current, matrix, roadmap};

/// The style sheets that the embeds, diagrams and formulas of a page need beside the site's own.
pub fn styles(site: &Site, page: PageId) -> Vec<&'static str> {
    let mut styles: Vec<&'static str> = Vec::new();
    let outline = site.pages[page].page.outline();
    if !outline.diagrams.is_empty() {
        styles.push("diagram.css");
    }
    if outline.has_formula {
        styles.push("formula.css");
    }
    for embed in &outline.embeds {
        let needed: &[&str] = match embed.kind {
            EmbedKind::Matrix => &["responsibilities.css"],
            EmbedKind::Roadmap => &["services.css", "roadmap.css"],
        };
        for style in needed {
            if !styles.contains(style) {
                styles.push(style);
            }
        }
    }
    styles
}

/// The scripts of the theme that the embeds of a page need.
pub fn scripts(site: &Site, page: PageId) -> Vec<&'static str> {
    let embeds = &site.pages[page].page.outline().embeds;
    let has_items = embeds.iter().any(|embed| embed.kind == EmbedKind::Roadmap);
    has_items.then_some("roadmap.js").into_iter().collect()
}

/// The addresses of the scripts that tell a page of a version what the roadmap holds today for the
/// services it speaks of; without that of its own service, which its page has anyway.
pub fn told(site: &Site, page: PageId) -> Vec<String> {
    if site.part != Part::Versioned {
        return Vec::new();
    }
    let own = site.typed.services.of_page(page);
    let own = own.and_then(|service| current::address(&site.typed.services.all[service].id));
    let mut addresses = Vec::new();
    for embed in &site.pages[page].page.outline().embeds {
        let service = (embed.kind == EmbedKind::Roadmap)
            .then(|| roadmap::told_service(site, embed))
            .flatten();
        let address = service.and_then(|id| current::address(&site.typed.services.all[id].id));
        if let Some(address) = address.filter(|address| own.as_ref() != Some(address))
            && !addresses.contains(&address)
        {
            addresses.push(address);
        }
    }
    let here = &site.pages[page].permalink;
    addresses.iter().map(|to| here.relative(to)).collect()
}

/// The HTML of an embed, the `number`-th of its page. What names nothing is shown as it is written;
/// the finding says why.
pub fn html(
    renderer: &Renderer<'_>,
    page: PageId,
    number: usize,
    embed: &Embed,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let site = renderer.site;
    let here = &site.pages[page].permalink;
    let mut context = Context::new();
    let template = match embed.kind {
        EmbedKind::Matrix => match matrix::embedded(site, embed, number, here) {
            Some(view) => {
                context.insert("matrix", &view);
                "embeds/matrix.html"
            }
            None => return unknown(&embed.subject.0),
        },
        EmbedKind::Roadmap => match roadmap::embedded(site, embed, number, here) {
            Some(view) => {
                context.insert("promises", &view);
                "embeds/roadmap.html"
            }
            None => return unknown(&written(embed)),
        },
    };
    let filled = renderer.theme.fill(template, &context);
    findings.extend(filled.finding);
    filled.text
}

/// The same in words: markdown.
pub fn words(site: &Site, number: usize, embed: &Embed, here: &Permalink) -> String {
    match embed.kind {
        EmbedKind::Matrix => match matrix::embedded(site, embed, number, here) {
            Some(view) => view.words("###"),
            None => embed.subject.0.clone(),
        },
        EmbedKind::Roadmap => match roadmap::embedded(site, embed, number, here) {
            Some(view) => view.words("###"),
            None => written(embed),
        },
    }
}

/// What stands behind an embed, as it is written.
fn written(embed: &Embed) -> String {
    let arguments = embed.arguments.iter();
    let mut words: Vec<String> = arguments
        .map(|(key, value)| format!("{key} {value}"))
        .collect();
    words.splice(
        0..0,
        Some(embed.subject.0.clone()).filter(|name| !name.is_empty()),
    );
    words.join(", ")
}

fn unknown(written: &str) -> String {
    let mut out = String::from("<p><span class=\"unknown\">");
    super::link::escape(written, &mut out);
    out.push_str("</span></p>\n");
    out
}
