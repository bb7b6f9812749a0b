//! What a page shows of what is typed: `:::matrix postgres phase="Run"`.
//!
//! An embed is a hole in a compiled page. To add a kind, give it a row in the known blocks, a variant
//! of [`EmbedKind`] with its keys, and an arm in each function here.

use tera::Context;

use crate::diagnostic::Diagnostic;
use crate::markdown::{Embed, EmbedKind};
use crate::model::{PageId, Site};
use crate::path::Permalink;

use super::Renderer;
use super::subject::matrix;

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
        let style = match embed.kind {
            EmbedKind::Matrix => "responsibilities.css",
        };
        if !styles.contains(&style) {
            styles.push(style);
        }
    }
    styles
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
            None => return unknown(embed),
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
    }
}

fn unknown(embed: &Embed) -> String {
    let mut out = String::from("<p><span class=\"unknown\">");
    super::link::escape(&embed.subject.0, &mut out);
    out.push_str("</span></p>\n");
    out
}
