//! A section as one document: every page of it one after the other, with its contents, to be printed or
//! kept. It is made of the pages as they are, so it shows whatever they show.

use std::collections::HashMap;

use crate::model::places::printed_address;
use crate::model::{Place, SectionId};
use crate::path::Permalink;
use crate::theme::STYLE;

use super::page::{self, fill, frame, made};
use super::view::{ArticleView, HeadingView, LinkView};
use super::{Rendered, Renderer, drawn, link, navigation};

mod rewrite;

/// The document of a section.
pub fn section(renderer: &Renderer<'_>, id: SectionId) -> Rendered {
    let site = renderer.site;
    let here = printed_address(site.section_permalink(id));
    let pages = crate::model::section::pages_of(&site.pages, &site.sections, id);
    let mut view = frame(renderer, &here, id);
    let title = site.section_title(id);
    view.page = made(renderer, &here, "printed", title);
    // The pages themselves are found; nobody should land here instead.
    view.page.canonical = None;
    view.breadcrumbs = navigation::breadcrumbs(site, &here, id);
    let places: HashMap<String, String> = pages
        .iter()
        .enumerate()
        .map(|(index, page)| (site.pages[*page].permalink.encoded(), part(index)))
        .collect();
    let mut styles: Vec<String> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let node = &site.pages[*page];
        let whole = String::from_utf8(page::page(renderer, *page).bytes).unwrap_or_default();
        let address = node.permalink.encoded();
        let title = escaped(&node.title);
        let stand = rewrite::Stand {
            page: &address,
            part: part(index),
            title: &title,
            places: &places,
            root: &view.root,
        };
        rewrite::styles(&whole, &stand, &mut styles);
        view.articles.push(ArticleView {
            id: part(index),
            title: node.title.clone(),
            html: rewrite::article(&whole, &stand),
        });
        view.page.contents.push(HeadingView {
            level: 2,
            id: part(index),
            html: title,
        });
        if view.page.mermaid.is_none() && !node.page.outline().diagrams.is_empty() {
            let library = drawn::library(site);
            view.page.mermaid = library.map(|at| here.relative(at));
        }
    }
    // The frame of every page has it already.
    let own = renderer.theme.assets.get(STYLE);
    let own = own.map(|own| format!("{}{}", view.root, &own.permalink.as_str()[1..]));
    styles.retain(|style| Some(style) != own.as_ref());
    view.page.more_styles = styles;
    fill(renderer, "printed.html", &view)
}

fn escaped(text: &str) -> String {
    let mut html = String::new();
    link::escape(text, &mut html);
    html
}

/// The id of the part that a page is.
fn part(index: usize) -> String {
    format!("part-{}", index + 1)
}

/// The link to the document of a section, where there is one.
pub fn link_to(renderer: &Renderer<'_>, section: SectionId, here: &Permalink) -> Option<LinkView> {
    let site = renderer.site;
    let at = printed_address(site.section_permalink(section));
    let is_there = matches!(
        site.places.at(&at),
        Some(Place::Printed(own)) if *own == section
    );
    is_there.then(|| LinkView {
        title: site.section_title(section),
        url: here.relative(&at),
        current: false,
    })
}
