//! The pages around a page, rendered once for each folder from which they are seen.

use std::sync::Arc;

use crate::digest::Digest;
use crate::model::{Child, Made, MatrixId, PageId, Place, SectionId, Site, border};
use crate::path::Permalink;

use super::Renderer;
use super::link::{attribute, escape};
use super::subject::{made, matrix};
use super::view::LinkView;

/// More entries of one folder than this are left to the page of the folder: no page carries ten
/// thousand links.
const MAX_ENTRIES: usize = 200;

/// The navigation of the top section around `here`, with `here` marked. `open` is the section that
/// the page is in.
pub fn html(renderer: &Renderer<'_>, here: &Permalink, open: SectionId) -> String {
    let site = renderer.site;
    let trail = site.trail(open);
    let Some(top) = trail.first() else {
        return String::new();
    };
    let (folder, _) = here
        .as_str()
        .trim_end_matches('/')
        .rsplit_once('/')
        .unwrap_or_default();
    let key = Digest::of_parts([
        folder.as_bytes(),
        &here.depth().to_le_bytes(),
        &open.to_le_bytes(),
    ]);
    let shared = renderer.navigation.0.get_or(key, || {
        let mut out = String::new();
        list(site, here, *top, &trail, &mut out);
        Arc::from(out)
    });
    mark(&shared, here)
}

/// The list of a section, with the lists of those of its sections that are in `trail`.
fn list(site: &Site, here: &Permalink, section: SectionId, trail: &[SectionId], out: &mut String) {
    out.push_str("<ul>");
    let children = &site.sections[section].children;
    let matrices = matrices_of(site, section);
    for child in children.iter().take(MAX_ENTRIES) {
        out.push_str("<li>");
        match child {
            Child::Page(page) => {
                let node = &site.pages[*page];
                entry(here, &node.permalink, &node.title, out);
            }
            Child::Section(id) => {
                entry(
                    here,
                    site.section_permalink(*id),
                    &site.section_title(*id),
                    out,
                );
                if trail.contains(id) {
                    list(site, here, *id, trail, out);
                }
            }
        }
        out.push_str("</li>");
    }
    let room = MAX_ENTRIES.saturating_sub(children.len());
    for (matrix, permalink) in matrices.iter().take(room) {
        out.push_str("<li>");
        entry(here, permalink, &matrix::title(site, *matrix), out);
        out.push_str("</li>");
    }
    let all = children.len() + matrices.len();
    if all > MAX_ENTRIES {
        out.push_str("<li class=\"more\">");
        let words = format!("{} more", all - MAX_ENTRIES);
        entry(here, site.section_permalink(section), &words, out);
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

/// The matrices of a section that no page of a file shows, in the order of their files: beside one in
/// markdown those in TOML and CSV would look as if they were not there.
fn matrices_of<'a>(site: &'a Site, section: SectionId) -> Vec<(MatrixId, &'a Permalink)> {
    let folder = site.sections[section].folder.as_str();
    if folder.split('/').next() != Some("responsibilities") {
        return Vec::new();
    }
    let is_of = |folder: &str, file: &str| {
        let rest = file.strip_prefix(folder);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let own = |(made, permalink): &'a (Made, Permalink)| {
        let Made::Matrix(id) = *made else {
            return None;
        };
        let file = &site.typed.responsibilities.all[id].file.file;
        let file = file.in_content().unwrap_or_default();
        // A folder without pages is no section: its matrices stand in the one above.
        let nearer = |one: &crate::model::Section| {
            one.folder.len() > folder.len() && is_of(&one.folder, file)
        };
        let is_made = matches!(site.places.at(permalink), Some(Place::Made(own)) if own == made);
        let is_here = is_made && is_of(folder, file) && !site.sections.iter().any(nearer);
        is_here.then_some((id, permalink))
    };
    site.typed.made.iter().filter_map(own).collect()
}

fn entry(here: &Permalink, target: &Permalink, title: &str, out: &mut String) {
    out.push_str("<a");
    // Seen from any page of the folder the way is the same, but for the page's own `./`.
    let way = if here == target {
        own_way(here)
    } else {
        here.relative(target)
    };
    attribute(out, "href", &way);
    out.push('>');
    escape(title, out);
    out.push_str("</a>");
}

/// The way from a page to itself as its neighbours write it: `../name/`.
fn own_way(here: &Permalink) -> String {
    let name = here.as_str().trim_matches('/').rsplit('/').next();
    match name {
        Some(name) if !name.is_empty() => format!("../{}/", crate::path::encode(name)),
        _ => "./".to_owned(),
    }
}

/// The shared list with `aria-current` at the page's own entry.
fn mark(shared: &str, here: &Permalink) -> String {
    let mut own = String::from("<a");
    attribute(&mut own, "href", &own_way(here));
    own.push('>');
    match shared.find(&own) {
        None => shared.to_owned(),
        Some(at) => {
            let end = at + own.len() - 1;
            let mut out = String::with_capacity(shared.len() + 20);
            out.push_str(&shared[..end]);
            out.push_str(" aria-current=\"page\"");
            out.push_str(&shared[end..]);
            out
        }
    }
}

/// The links of the header: what groundplan.toml names, else every top section.
pub fn header(site: &Site, here: &Permalink) -> Vec<LinkView> {
    let link = |title: String, target: &Permalink| LinkView {
        title,
        url: here.relative(target),
        current: here.as_str().starts_with(target.as_str()),
    };
    let of_section = |id: SectionId| link(site.section_title(id), site.section_permalink(id));
    let of_made = |(made, target): &(Made, Permalink)| link(made::title(site, *made), target);
    let named = |name: &str| match site.named(name) {
        Some(Child::Page(page)) => Some(of_page(site, page, here)),
        Some(Child::Section(id)) => Some(of_section(id)),
        None => site.typed.made_named(name).map(of_made),
    };
    if let Some(names) = &site.config.navigation {
        return names.iter().filter_map(|(name, _)| named(name)).collect();
    }
    let sections = site.sections[0].children.iter();
    let sections = sections.filter_map(|child| match child {
        Child::Section(id) => Some(of_section(*id)),
        Child::Page(_) => None,
    });
    sections.chain(made_at_the_top(site).map(of_made)).collect()
}

/// The made pages at the top that are the page of no section.
pub fn made_at_the_top(site: &Site) -> impl Iterator<Item = &(Made, Permalink)> {
    let is_section = |permalink: &Permalink| {
        let sections = 0..site.sections.len();
        sections
            .into_iter()
            .any(|id| site.section_permalink(id) == permalink)
    };
    // A page of a file that begins one is in the lists of its section.
    let at_the_top = move |(made, permalink): &&(Made, Permalink)| {
        // First what is cheap: thousands of made pages are deeper, and every page asks.
        if border::bare_depth(permalink) != 1 {
            return false;
        }
        let own = matches!(site.places.at(permalink), Some(Place::Made(own)) if own == made);
        own && !is_section(permalink)
    };
    site.typed.made.iter().filter(at_the_top)
}

/// A link to a page.
pub fn of_page(site: &Site, page: PageId, here: &Permalink) -> LinkView {
    let node = &site.pages[page];
    LinkView {
        title: node.title.clone(),
        url: here.relative(&node.permalink),
        current: *here == node.permalink,
    }
}

/// The top section that a page of `section` is in.
pub fn top(site: &Site, here: &Permalink, section: SectionId) -> Option<LinkView> {
    let id = *site.trail(section).first()?;
    let target = site.section_permalink(id);
    Some(LinkView {
        title: site.section_title(id),
        url: here.relative(target),
        current: here == target,
    })
}

/// The sections above a page, from the top.
pub fn breadcrumbs(site: &Site, here: &Permalink, section: SectionId) -> Vec<LinkView> {
    let crumb = |id: SectionId| LinkView {
        title: site.section_title(id),
        url: here.relative(site.section_permalink(id)),
        current: false,
    };
    site.trail(section)
        .into_iter()
        .filter(|id| site.section_permalink(*id) != here)
        .map(crumb)
        .collect()
}
