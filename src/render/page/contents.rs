//! What is there because there are versions: the contents of each, and the page of them all.

use crate::model::{Child, border};
use crate::path::Permalink;
use crate::render::subject::Subject;
use crate::render::view::{ChildView, PageView};
use crate::render::{Rendered, Renderer, navigation, subject};
use crate::versions::list::List;

use super::{child_view, fill, frame, made};

/// The contents of a version: what it has at its top.
pub fn contents_of_version(renderer: &Renderer<'_>) -> Rendered {
    let site = renderer.site;
    let here = &border::below_latest(&Permalink::root());
    let mut view = frame(renderer, here, 0);
    view.page = made(renderer, here, "section", site.config.title.clone());
    view.page.description.clone_from(&site.config.tagline);
    let is_versioned = |permalink: &Permalink| border::in_version(&permalink.output()).is_some();
    let own = site.sections[0]
        .children
        .iter()
        .filter(|child| match child {
            Child::Page(page) => is_versioned(&site.pages[*page].permalink),
            Child::Section(id) => is_versioned(site.section_permalink(*id)),
        });
    let made = navigation::made_at_the_top(site).filter(|(_, at)| is_versioned(at));
    let made = made.map(|(made, at)| ChildView {
        title: subject::made::title(site, *made),
        url: here.relative(at),
        summary: subject::made::summary(site, *made),
        kind: "page",
        count: 0,
    });
    let own = own.map(|child| child_view(site, child, here));
    view.children = own.chain(made).collect();
    fill(renderer, "section.html", &view)
}

/// The page of all versions, `/versions/`. `has_changes` says which versions have a page of changes.
pub fn versions(
    renderer: &Renderer<'_>,
    list: &List,
    has_changes: impl Fn(&str) -> bool,
) -> Rendered {
    let here = Permalink::of_page("versions");
    let title = &renderer.site.config.title;
    let summary = format!("Every version of {title}, and how long it is supported.");
    let mut view = frame(renderer, &here, 0);
    view.page = PageView {
        description: summary.clone(),
        summary: Some(summary),
        ..made(renderer, &here, "versions", "Versions".to_owned())
    };
    view.subject = Some(Subject::Versions(subject::versions::view(
        list,
        &here,
        has_changes,
    )));
    fill(renderer, "versions.html", &view)
}
