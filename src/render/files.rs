//! Files that are no pages: redirects, sitemap, robots, llms.txt. Their templates are the theme's.

use serde::Serialize;
use tera::Context;

use crate::inputs::Part;
use crate::model::{Child, Made, PageId, Place, SectionId, Site, border};
use crate::path::Permalink;

use super::subject::made;
use super::twin::{link_text, one_line};
use super::{Rendered, Renderer};
use crate::theme::Theme;

/// What the template of a redirect sees.
#[derive(Serialize)]
pub struct RedirectView {
    /// The title of the page it leads to.
    pub title: String,
    /// The way to it, from where the redirect stands.
    pub url: String,
    /// Its absolute address; none without a base address.
    pub canonical: Option<String>,
    /// The language of the content.
    pub language: String,
}

/// What the templates of sitemap.xml, robots.txt and llms.txt see.
#[derive(Serialize)]
pub struct FileView {
    /// The title of the site, on one line.
    pub title: String,
    /// What the site is, on one line.
    pub tagline: String,
    /// The absolute address of the sitemap; none without a base address.
    pub sitemap: Option<String>,
    /// The pages, in reading order.
    pub pages: Vec<FilePageView>,
}

/// A page in sitemap.xml and llms.txt.
#[derive(Serialize)]
pub struct FilePageView {
    /// Its title, with brackets escaped for markdown.
    pub title: String,
    /// Its summary, else its first paragraph, on one line.
    pub description: String,
    /// Its absolute address; without a base address its path: `/docs/start/`.
    pub url: String,
    /// The address of its markdown twin, likewise.
    pub markdown: String,
    /// The last day it changed: `2026-10-02`.
    pub changed: Option<String>,
    /// The title of the top section it is in; empty for a page at the top.
    pub section: String,
}

/// The redirect that stands at `here` and leads to a page.
pub fn redirect(renderer: &Renderer<'_>, id: PageId, here: &Permalink) -> Rendered {
    let node = &renderer.site.pages[id];
    let view = RedirectView {
        title: node.title.clone(),
        url: here.relative(&node.permalink),
        canonical: renderer.absolute(&node.permalink),
        language: renderer.site.config.language.clone(),
    };
    redirect_of(renderer.theme, &view)
}

/// A page that leads on to another.
pub fn redirect_of(theme: &Theme, view: &RedirectView) -> Rendered {
    fill(theme, "redirect.html", view)
}

/// The redirect that stands at `here` and leads to a page that is made of something.
pub fn former(renderer: &Renderer<'_>, one: Made, here: &Permalink) -> Rendered {
    let typed = &renderer.site.typed;
    let permalink = match one {
        // One with a text of its own has the page of that.
        Made::Item(id) => Some(&typed.roadmap.items[id].permalink),
        one => typed.made_permalink(one),
    };
    let Some(permalink) = permalink else {
        return Rendered::default();
    };
    let view = RedirectView {
        title: made::title(renderer.site, one),
        url: here.relative(permalink),
        canonical: renderer.absolute(permalink),
        language: renderer.site.config.language.clone(),
    };
    redirect_of(renderer.theme, &view)
}

/// The sitemap: every page that is published.
pub fn sitemap(renderer: &Renderer<'_>) -> Rendered {
    let mut view = view(renderer);
    // A sitemap holds whole addresses or none.
    if renderer.site.config.base_url.is_none() {
        view.pages.clear();
    }
    fill(renderer.theme, "sitemap.xml", &view)
}

/// What crawlers may read: everything.
pub fn robots(renderer: &Renderer<'_>) -> Rendered {
    fill(renderer.theme, "robots.txt", &view(renderer))
}

/// The site for readers that are programs: every page with its summary and its markdown.
pub fn llms(renderer: &Renderer<'_>) -> Rendered {
    fill(renderer.theme, "llms.txt", &view(renderer))
}

fn fill(theme: &Theme, template: &str, view: &impl Serialize) -> Rendered {
    let context = Context::from_serialize(view).unwrap_or_default();
    let filled = theme.fill(template, &context);
    Rendered {
        bytes: filled.text.into_bytes(),
        findings: filled.finding.into_iter().collect(),
    }
}

fn view(renderer: &Renderer<'_>) -> FileView {
    let site = renderer.site;
    let sitemap = Permalink::exact("/sitemap.xml").and_then(|at| renderer.absolute(&at));
    FileView {
        title: one_line(&site.config.title),
        tagline: one_line(&site.config.tagline),
        sitemap,
        pages: in_reading_order(renderer)
            .into_iter()
            .filter(|(page, _)| site.pages[*page].written)
            .filter(|(page, _)| is_listed(site, &site.pages[*page].permalink))
            .map(|(page, top)| page_view(renderer, page, top))
            .chain(made_views(renderer))
            .collect(),
    }
}

fn page_view(renderer: &Renderer<'_>, id: PageId, top: SectionId) -> FilePageView {
    let site = renderer.site;
    let node = &site.pages[id];
    let page = &node.page;
    let url = renderer
        .absolute(&node.permalink)
        .unwrap_or_else(|| node.permalink.encoded());
    let description = page
        .front
        .summary
        .as_deref()
        .unwrap_or(&page.outline().lead);
    FilePageView {
        title: link_text(&node.title),
        description: one_line(description),
        markdown: format!("{url}index.md"),
        url,
        changed: node.changed.map(|date| date.to_string()),
        section: match top {
            0 => String::new(),
            top => one_line(&site.section_title(top)),
        },
    }
}

/// The pages that are made, those left out that a page of a file begins.
fn made_views<'a>(renderer: &'a Renderer<'_>) -> impl Iterator<Item = FilePageView> + 'a {
    let site = renderer.site;
    let is_own = |(made, permalink): &&(Made, Permalink)| {
        let own = matches!(site.places.at(permalink), Some(Place::Made(own)) if own == made);
        own && is_listed(site, permalink)
    };
    site.typed
        .made
        .iter()
        .filter(is_own)
        .map(|(page, permalink)| {
            let url = renderer
                .absolute(permalink)
                .unwrap_or_else(|| permalink.encoded());
            FilePageView {
                title: link_text(&made::title(site, *page)),
                description: one_line(&made::summary(site, *page)),
                markdown: format!("{url}index.md"),
                url,
                changed: None,
                section: match made::section(site, *page) {
                    0 => String::new(),
                    section => one_line(&site.section_title(section)),
                },
            }
        })
}

/// Whether the lists of this part of the site name the page at an address: those of a version its own,
/// the others what is there once and what the newest version has.
fn is_listed(site: &Site, permalink: &Permalink) -> bool {
    let path = permalink.output();
    match (site.part, &site.newest) {
        (Part::Versioned, _) => border::in_version(&path).is_some(),
        (_, Some(files)) => border::in_version(&path).is_none() || files.contains(&path),
        _ => true,
    }
}

/// Every page with its top section, in the order in which a reader would go through the site.
pub(super) fn in_reading_order(renderer: &Renderer<'_>) -> Vec<(PageId, SectionId)> {
    let site = renderer.site;
    let mut pages = Vec::with_capacity(site.pages.len());
    let mut stack = vec![(Child::Section(0), 0)];
    while let Some((child, top)) = stack.pop() {
        match child {
            Child::Page(page) => pages.push((page, top)),
            Child::Section(id) => {
                let top = if top == 0 { id } else { top };
                pages.extend(site.sections[id].index.map(|page| (page, top)));
                let children = &site.sections[id].children;
                stack.extend(children.iter().rev().map(|child| (*child, top)));
            }
        }
    }
    pages
}
