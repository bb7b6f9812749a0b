//! The text of a page: its compiled body with the holes filled.

use crate::diagnostic::Diagnostic;
use crate::markdown::Segment;
use crate::markdown::highlight;
use crate::model::PageId;

use super::{Renderer, drawn, embed, link};

/// The HTML of a page's text. Findings are those about templates.
pub fn html(renderer: &Renderer<'_>, id: PageId, findings: &mut Vec<Diagnostic>) -> String {
    let site = renderer.site;
    let page = &site.pages[id].page;
    let body = renderer.body(page);
    let links = &page.outline().links;
    let mut out = String::new();
    let mut diagrams = 0;
    for segment in &body.segments {
        match segment {
            Segment::Html(html) => out.push_str(html),
            Segment::LinkAttributes(index) => {
                if let Some(target) = links.get(*index) {
                    link::link_attributes(site, id, target, &mut out);
                }
            }
            Segment::ImageAttributes(index) => {
                if let Some(target) = links.get(*index) {
                    link::image_attributes(site, id, target, &mut out);
                }
            }
            Segment::Embed(index) => {
                if let Some(shown) = page.outline().embeds.get(*index) {
                    out.push_str(&embed::html(renderer, id, *index, shown, findings));
                }
            }
            Segment::Code(block) => {
                let tokens = (!block.plain)
                    .then_some(renderer.blocks)
                    .flatten()
                    .and_then(|blocks| blocks.tokens(&block.language, &block.code));
                let html = highlight::html(block, tokens.as_ref());
                if block.language == drawn::LANGUAGE {
                    out.push_str(&drawn::html(renderer, id, diagrams, block, &html, findings));
                    diagrams += 1;
                } else {
                    out.push_str(&html);
                }
            }
        }
    }
    out
}
