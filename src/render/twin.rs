//! The markdown twin of a page: what is written, for readers that are programs.

use std::fmt::Write;

use crate::markdown::{Link, twin};
use crate::model::resolve::{Target, Trouble};
use crate::model::{Child, Made, PageId, Place, Site};
use crate::path::Permalink;

use super::subject::{Subject, made};
use super::{Renderer, embed};

/// A page as markdown: title, summary, text; for a section also what is in it.
pub fn page(renderer: &Renderer<'_>, id: PageId) -> String {
    page_at(renderer, id, &renderer.site.pages[id].permalink)
}

/// The same, as it stands at `here`.
pub fn page_at(renderer: &Renderer<'_>, id: PageId, here: &Permalink) -> String {
    let site = renderer.site;
    let node = &site.pages[id];
    let page = &node.page;
    let mut out = format!("# {}\n", one_line(&node.title));
    if let Some(summary) = &page.front.summary {
        let _ = write!(out, "\n{}\n", one_line(summary));
    }
    let subject = Subject::of_page_at(site, id, here);
    if let Some(Subject::Persona(persona)) = &subject
        && let Some(wants) = &persona.wants
    {
        // A made page says it in its summary.
        let _ = write!(out, "\n{}\n", one_line(wants));
    }
    if let Some(subject) = &subject {
        out.push_str(&words(subject));
    }
    let expanded = page.expanded();
    let target = |index: usize| {
        let link = page.outline().links.get(index)?;
        twin_address(site, id, link, here)
    };
    let embedded = |index: usize| {
        let shown = page.outline().embeds.get(index);
        shown.map_or_else(String::new, |one| embed::words(site, index, one, here))
    };
    let raw_html = site.config.markdown.raw_html;
    let body = twin::markdown(&expanded, raw_html, &target, &embedded);
    let body = match subject {
        Some(Subject::Matrix(_)) => without_gaps(&body),
        _ => body,
    };
    if !body.trim().is_empty() {
        let _ = write!(out, "\n{}\n", body.trim());
    }
    // A service, the catalogue, the news and the events have listed what is in them.
    let is_listed = matches!(
        subject,
        Some(Subject::Service(_) | Subject::Catalogue(_) | Subject::News(_) | Subject::Events(_))
    );
    if site.sections[node.section].index == Some(id) && !is_listed {
        contents(site, node.section, here, &mut out);
    }
    out
}

/// A text without the gaps that tables leave which the matrix says: one empty line where there were
/// many. Code keeps its lines.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_code, mut in_gap) = (false, false);
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        in_code ^= is_fence;
        let is_blank = line.trim().is_empty() && !in_code;
        if !(is_blank && in_gap) {
            out.push_str(if is_blank { "" } else { line });
            out.push('\n');
        }
        in_gap = is_blank;
    }
    out
}

/// A made page as markdown.
pub fn of_made(renderer: &Renderer<'_>, made: Made) -> String {
    let site = renderer.site;
    let Some(here) = site.typed.made_permalink(made) else {
        return String::new();
    };
    made_at(renderer, made, here)
}

/// The same, as it stands at `here`.
pub fn made_at(renderer: &Renderer<'_>, made: Made, here: &Permalink) -> String {
    let site = renderer.site;
    let title = one_line(&made::title(site, made));
    let summary = one_line(&made::summary(site, made));
    let words = words(&Subject::of_made(site, made, here));
    format!("# {title}\n\n{summary}\n{words}")
}

fn contents(site: &Site, section: usize, here: &Permalink, out: &mut String) {
    let children = &site.sections[section].children;
    if children.is_empty() {
        return;
    }
    out.push_str("\n## In this section\n\n");
    for child in children {
        let (title, permalink) = match child {
            Child::Page(page) => (
                site.pages[*page].title.clone(),
                &site.pages[*page].permalink,
            ),
            Child::Section(id) => (site.section_title(*id), site.section_permalink(*id)),
        };
        let has_twin = match child {
            Child::Page(_) => true,
            Child::Section(id) => {
                let made = matches!(site.places.at(permalink), Some(Place::Made(_)));
                site.sections[*id].index.is_some() || made
            }
        };
        let name = if has_twin { "index.md" } else { "" };
        let way = here.relative(permalink);
        let _ = writeln!(out, "- [{}]({way}{name})", link_text(&title));
    }
}

/// The address of a link in a twin: of the other page's twin, or of the asset; None to keep it.
fn twin_address(site: &Site, id: PageId, link: &Link, here: &Permalink) -> Option<String> {
    let target = match site.resolve(id, link) {
        Ok(target) => target,
        // Not even a program should be led to a script.
        Err(Trouble::Scheme(_) | Trouble::LeavesSite) => return Some("#".to_owned()),
        Err(_) => return None,
    };
    match target {
        Target::Here {
            permalink,
            tail,
            page,
        } => {
            let name = if page.is_some() { "index.md" } else { "" };
            Some(format!("{}{name}{tail}", here.relative(&permalink)))
        }
        Target::Asset { file, tail } => {
            let asset = site.assets.get(&file)?;
            Some(format!("{}{tail}", here.relative(&asset.permalink)))
        }
        Target::Anchor(_) | Target::Elsewhere(_) => None,
    }
}

/// What a subject says in words. Whatever an author wrote into its keys, no tag begins in it.
fn words(subject: &Subject) -> String {
    subject.words().replace('<', "&lt;")
}

/// Text on one line of markdown, where it begins no tag.
pub(super) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('<', "&lt;")
}

/// Text between the brackets of a link.
pub(super) fn link_text(text: &str) -> String {
    one_line(text).replace('[', "\\[").replace(']', "\\]")
}
