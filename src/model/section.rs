//! Sections: the folders of a site, and the order of what is in them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::inputs::Part;
use crate::load::page::id_of;
use crate::path::{Permalink, SitePath};

use super::{PageId, PageNode, SectionId, border};

/// A folder with pages.
pub struct Section {
    /// Its path below `content/`; empty for the whole site.
    pub folder: String,
    /// The section it is in; None for the whole site.
    pub parent: Option<SectionId>,
    /// Its page; None when the folder has none, then one is made.
    pub index: Option<PageId>,
    /// Its address, when it has no page of its own.
    pub permalink: Permalink,
    /// Its pages and sections in reading order, without its own page.
    pub children: Vec<Child>,
}

/// Something in a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Child {
    /// A page.
    Page(PageId),
    /// A section.
    Section(SectionId),
}

/// The pages of a section and of those in it that are written, in reading order.
pub fn pages_of(pages: &[PageNode], sections: &[Section], section: SectionId) -> Vec<PageId> {
    let mut found = Vec::new();
    let mut stack = vec![Child::Section(section)];
    while let Some(child) = stack.pop() {
        match child {
            Child::Page(page) => found.push(page),
            Child::Section(id) => {
                found.extend(sections[id].index);
                stack.extend(sections[id].children.iter().rev().copied());
            }
        }
    }
    found.retain(|page| pages[*page].written);
    found
}

/// Finds the sections of these pages, puts everything in order, and tells each page its section
/// and its neighbours. `drafts` are pages that are left out: `order` may name them already.
pub fn build(
    part: Part,
    pages: &mut [PageNode],
    drafts: &[SitePath],
    findings: &mut Vec<Diagnostic>,
) -> Vec<Section> {
    let drafts: HashSet<String> = drafts.iter().map(id_of).collect();
    let mut ids = FxHashMap::default();
    let mut sections = Vec::new();
    ensure("", &mut ids, &mut sections);
    for (id, node) in pages.iter_mut().enumerate() {
        let page = &node.page;
        let path = page.file.in_content().unwrap_or("");
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        node.section = ensure(folder, &mut ids, &mut sections);
        let section = &mut sections[node.section];
        let begins = page.file.name().as_bytes().get(..5);
        let is_named_index = begins.is_some_and(|five| five.eq_ignore_ascii_case(b"index"));
        match section.index {
            // index.md comes before README.md, whatever the order of their names.
            Some(first) if page.is_index() && is_named_index => {
                section.index = Some(id);
                section.children.push(Child::Page(first));
            }
            None if page.is_index() => section.index = Some(id),
            _ => section.children.push(Child::Page(id)),
        }
    }
    adopt_pages_beside_folders(pages, &mut sections);
    for section in &mut sections {
        section.permalink = border::published(part, &section.permalink);
    }
    for id in 1..sections.len() {
        if let Some(parent) = sections[id].parent {
            sections[parent].children.push(Child::Section(id));
        }
    }
    let ordered: Vec<(Vec<Child>, Vec<Diagnostic>)> = (0..sections.len())
        .into_par_iter()
        .map(|id| in_order(id, &sections, pages, &drafts))
        .collect();
    for (section, (children, found)) in sections.iter_mut().zip(ordered) {
        section.children = children;
        findings.extend(found);
    }
    link_neighbours(&sections, pages);
    sections
}

/// `a.md` beside the folder `a/` is the page of that folder, when it has none of its own.
fn adopt_pages_beside_folders(pages: &mut [PageNode], sections: &mut [Section]) {
    let without: HashMap<String, SectionId> = sections
        .iter()
        .enumerate()
        .filter(|(_, section)| section.index.is_none() && !section.folder.is_empty())
        .map(|(id, section)| (section.folder.clone(), id))
        .collect();
    if without.is_empty() {
        return;
    }
    for (page, node) in pages.iter_mut().enumerate() {
        let Some(id) = without.get(&node.page.id).filter(|_| !node.page.is_index()) else {
            continue;
        };
        let old = std::mem::replace(&mut node.section, *id);
        sections[old]
            .children
            .retain(|child| *child != Child::Page(page));
        sections[*id].index = Some(page);
    }
}

/// The section of a folder; it and its parents are made when they are missing.
fn ensure(
    folder: &str,
    ids: &mut FxHashMap<String, SectionId>,
    sections: &mut Vec<Section>,
) -> SectionId {
    if let Some(id) = ids.get(folder) {
        return *id;
    }
    let parent = (!folder.is_empty()).then(|| {
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        ensure(above, ids, sections)
    });
    let id = sections.len();
    ids.insert(folder.to_owned(), id);
    sections.push(Section {
        folder: folder.to_owned(),
        parent,
        index: None,
        permalink: Permalink::of_page(folder),
        children: Vec::new(),
    });
    id
}

/// The children of a section by `order` of its page, then by weight, then by name.
fn in_order(
    section: SectionId,
    sections: &[Section],
    pages: &[PageNode],
    drafts: &HashSet<String>,
) -> (Vec<Child>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut children = sections[section].children.clone();
    let name = |child: &Child| -> String {
        let id = match child {
            Child::Page(page) => pages[*page].page.id.as_str(),
            Child::Section(section) => sections[*section].folder.as_str(),
        };
        id.rsplit('/').next().unwrap_or("").to_owned()
    };
    let weight = |child: &Child| {
        let page = match child {
            Child::Page(page) => Some(*page),
            Child::Section(section) => sections[*section].index,
        };
        page.and_then(|page| pages[page].page.front.weight)
            .unwrap_or(i64::MAX)
    };
    let index = sections[section].index.map(|page| &pages[page].page);
    let order = index.map_or(&[][..], |page| &page.front.order[..]);
    let rank = |child: &Child| {
        let name = name(child);
        order
            .iter()
            .position(|(wanted, _)| wanted.trim_end_matches(".md").trim_matches('/') == name)
            .unwrap_or(usize::MAX)
    };
    if let Some(page) = index {
        let names: Vec<String> = children.iter().map(name).collect();
        for (wanted, span) in order {
            let plain = wanted.trim_end_matches(".md").trim_matches('/');
            let folder = &sections[section].folder;
            let id = match folder.as_str() {
                "" => plain.to_owned(),
                folder => format!("{folder}/{plain}"),
            };
            if names.iter().any(|name| name == plain) || drafts.contains(&id) {
                continue;
            }
            let message = format!("`order` names `{wanted}`, which is not in this folder");
            let mut finding = Diagnostic::at(Code::PageUnknownValue, &page.file, *span, message);
            if let Some(near) = suggest::nearest(plain, names.iter().map(String::as_str)) {
                finding = finding
                    .label(format!("did you mean `{near}`?"))
                    .replacement(format!("\"{near}\""));
            }
            findings.push(finding);
        }
    }
    // News are read from the newest on.
    let day = |child: &Child| match child {
        Child::Page(page) => {
            let news = pages[*page].page.news.as_ref();
            Reverse(news.and_then(|news| news.date))
        }
        Child::Section(_) => Reverse(None),
    };
    children.sort_by_cached_key(|child| {
        let name = name(child);
        (rank(child), weight(child), day(child), natural(&name), name)
    });
    (children, findings)
}

/// A key that sorts `p2` before `p10`, whatever the case.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut word = String::with_capacity(name.len());
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        if !letter.is_ascii_digit() {
            match letter.is_ascii() {
                true => word.push(letter.to_ascii_lowercase()),
                false => word.extend(letter.to_lowercase()),
            }
            continue;
        }
        let mut number = u64::from(letter.to_digit(10).unwrap_or(0));
        while let Some(digit) = letters.peek().and_then(|next| next.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(u64::from(digit));
            letters.next();
        }
        parts.push((std::mem::take(&mut word), number));
    }
    parts.push((word, 0));
    parts
}

/// Previous and next in reading order, inside each top section.
fn link_neighbours(sections: &[Section], pages: &mut [PageNode]) {
    let mut runs: Vec<Vec<PageId>> = Vec::new();
    let mut top = Vec::new();
    for child in &sections[0].children {
        match child {
            Child::Page(page) => top.push(*page),
            Child::Section(section) => {
                let mut run = Vec::new();
                walk(*section, sections, &mut run);
                runs.push(run);
            }
        }
    }
    runs.push(top);
    for run in runs {
        for pair in run.windows(2) {
            pages[pair[0]].next = Some(pair[1]);
            pages[pair[1]].previous = Some(pair[0]);
        }
    }
}

/// The pages of a section in reading order. Folders nest less deep than any stack.
fn walk(section: SectionId, sections: &[Section], run: &mut Vec<PageId>) {
    let mut stack = vec![Child::Section(section)];
    while let Some(child) = stack.pop() {
        match child {
            Child::Page(page) => run.push(page),
            Child::Section(id) => {
                run.extend(sections[id].index);
                stack.extend(sections[id].children.iter().rev());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_numbers_are_ordered_as_people_count() {
        let mut names = ["p10", "P2", "p1", "q"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["p1", "P2", "p10", "q"]);
    }
}
