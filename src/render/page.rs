//! Pages: the view of each kind, filled into its template.

use tera::{Context, Value};

use crate::load::FrontMatter;
use crate::model::border;
use crate::model::places::Fixed;
use crate::model::{Child, Kind, Made, PageId, SectionId, Site};
use crate::path::{Permalink, encode};

use super::subject::{self, Subject, reference};
use super::view::{ChildView, DateView, HeadingView, LinkView, PageView, View};
use super::{
    Rendered, Renderer, body, drawn, embed, feed, navigation, of_site, printed, terms, unreleased,
};

mod contents;

pub use contents::{contents_of_version, versions};

/// The page of a file.
pub fn page(renderer: &Renderer<'_>, id: PageId) -> Rendered {
    let site = renderer.site;
    let node = &site.pages[id];
    let here = &node.permalink;
    let is_section = site.sections[node.section].index == Some(id);
    let subject = Subject::of_page(site, id);
    let (kind, template) = match (&subject, is_section) {
        (Some(subject), _) => (subject.kind(), subject.template()),
        (None, true) => ("section", "section.html"),
        (None, false) => ("page", "page.html"),
    };
    let mut findings = Vec::new();
    let content = body::html(renderer, id, &mut findings);
    let mut view = frame(renderer, here, node.section);
    view.page = own(renderer, id, kind, content);
    view.page.styles = embed::styles(site, id);
    view.page.scripts = embed::scripts(site, id);
    view.page.told = embed::told(site, id);
    view.breadcrumbs = navigation::breadcrumbs(site, here, node.section);
    let neighbour = |id: Option<PageId>| id.map(|id| navigation::of_page(site, id, here));
    view.previous = neighbour(node.previous);
    view.next = neighbour(node.next);
    if is_section {
        view.children = children(site, node.section, here);
    }
    if let Some(service) = site.typed.services.of_page(id) {
        view.feeds
            .extend(feed::link_of_service(site, service, here));
    }
    if let Some(subject) = &subject {
        view.page.contents.splice(0..0, subject.contents());
    }
    view.subject = subject;
    let mut rendered = fill(renderer, template, &view);
    rendered.findings.append(&mut findings);
    rendered
}

/// The page of a section whose folder has none.
pub fn section(renderer: &Renderer<'_>, id: SectionId) -> Rendered {
    let site = renderer.site;
    let here = &site.sections[id].permalink;
    let mut view = frame(renderer, here, id);
    let kind = if id == 0 { "home" } else { "section" };
    view.page = made(renderer, here, kind, site.section_title(id));
    view.page.print = printed::link_to(renderer, id, here);
    view.breadcrumbs = navigation::breadcrumbs(site, here, id);
    view.children = children(site, id, here);
    let template = if id == 0 { "home.html" } else { "section.html" };
    view.subject = (id == 0).then(|| Subject::home(site, here));
    fill(renderer, template, &view)
}

/// A page that is made from what is typed.
pub fn of_made(renderer: &Renderer<'_>, page: Made) -> Rendered {
    let site = renderer.site;
    let Some(here) = site.typed.made_permalink(page) else {
        return Rendered::default();
    };
    let subject = Subject::of_made(site, page, here);
    let mut view = frame(renderer, here, subject::made::section(site, page));
    let summary = subject::made::summary(site, page);
    view.page = PageView {
        description: summary.clone(),
        summary: Some(summary),
        markdown: Some(format!("{}index.md", here.relative(here))),
        ..made(
            renderer,
            here,
            subject.kind(),
            subject::made::title(site, page),
        )
    };
    view.breadcrumbs = subject::made::breadcrumbs(site, page, here);
    let section = subject::made::section(site, page);
    if site.section_permalink(section) == here {
        view.page.print = printed::link_to(renderer, section, here);
    }
    let template = subject.template();
    view.subject = Some(subject);
    fill(renderer, template, &view)
}

/// The page of all tags.
pub fn tags(renderer: &Renderer<'_>) -> Rendered {
    let site = renderer.site;
    let here = &site.address(&Permalink::of_page("tags"));
    let mut view = frame(renderer, here, 0);
    view.page = made(renderer, here, "tags", "Tags".to_owned());
    let child = |(permalink, tag): (&Permalink, &crate::model::Tag)| ChildView {
        title: tag.name.clone(),
        url: here.relative(permalink),
        summary: String::new(),
        kind: "tag",
        count: tag.pages.len(),
    };
    view.children = site.tags.iter().map(child).collect();
    fill(renderer, "tags.html", &view)
}

/// The page of one tag.
pub fn tag(renderer: &Renderer<'_>, here: &Permalink) -> Rendered {
    let site = renderer.site;
    let Some(tag) = site.tags.get(here) else {
        return Rendered::default();
    };
    let mut view = frame(renderer, here, 0);
    view.page = made(renderer, here, "tag", tag.name.clone());
    let all = site.address(&Permalink::of_page("tags"));
    view.breadcrumbs = vec![LinkView {
        title: "Tags".to_owned(),
        url: here.relative(&all),
        current: false,
    }];
    view.children = tag
        .pages
        .iter()
        .map(|page| child_of_page(site, *page, here))
        .collect();
    fill(renderer, "tag.html", &view)
}

/// The page of the search. What it finds is found by its script.
pub fn search(renderer: &Renderer<'_>) -> Rendered {
    let here = Permalink::of_page("search");
    let mut view = frame(renderer, &here, 0);
    view.page = made(renderer, &here, "search", "Search".to_owned());
    view.children = children(renderer.site, 0, &here);
    fill(renderer, "search.html", &view)
}

/// The page for addresses that do not exist. It is served at any depth, so its addresses begin at
/// the `<base>` that its template writes.
pub fn not_found(renderer: &Renderer<'_>) -> Rendered {
    let Some(here) = Permalink::exact(Fixed::NotFound.address()) else {
        return Rendered::default();
    };
    let mut view = frame(renderer, &here, 0);
    view.page = made(renderer, &here, "not-found", "Page not found".to_owned());
    view.page.canonical = None;
    view.children = children(renderer.site, 0, &here);
    fill(renderer, "404.html", &view)
}

/// Fills a template with a view.
pub(super) fn fill(renderer: &Renderer<'_>, template: &str, view: &View) -> Rendered {
    let mut context = match Context::from_serialize(view) {
        Ok(context) => context,
        // Every view is a struct of texts and numbers.
        Err(_) => Context::new(),
    };
    let assets: std::collections::BTreeMap<&str, &str> = renderer
        .theme
        .assets
        .iter()
        .map(|(name, asset)| {
            (
                name.as_str(),
                asset.permalink.as_str().trim_start_matches('/'),
            )
        })
        .collect();
    context.insert("assets", &assets);
    context.insert_value("navigation", Value::safe_string(&view.navigation));
    let filled = renderer.theme.fill(template, &context);
    let glossary = renderer.site.typed.files.glossary.as_ref();
    let text = match glossary {
        // The page that explains them all needs no marks.
        Some(glossary) if view.page.kind != "glossary" => terms::mark(filled.text, glossary),
        _ => filled.text,
    };
    let text = match &renderer.site.newest {
        Some(files) => unreleased::without_dead_links(text, &view.here, files),
        None => text,
    };
    Rendered {
        bytes: text.into_bytes(),
        findings: filled.finding.into_iter().collect(),
    }
}

/// The frame of a page: everything but the page itself.
pub(super) fn frame(renderer: &Renderer<'_>, here: &Permalink, section: SectionId) -> View {
    let site = renderer.site;
    let root = here.relative(&Permalink::root());
    let base = match border::in_version(&here.output()) {
        Some(_) => here.relative(&border::below_latest(&Permalink::root())),
        None => root.clone(),
    };
    View {
        site: of_site::view(renderer, here),
        page: PageView::default(),
        header: navigation::header(site, here),
        section: navigation::top(site, here, section),
        navigation: navigation::html(renderer, here, section),
        breadcrumbs: Vec::new(),
        previous: None,
        next: None,
        feeds: feed::links(site, here),
        children: Vec::new(),
        articles: Vec::new(),
        subject: None,
        root,
        base,
        here: here.clone(),
    }
}

/// The view of a page with a file.
fn own(renderer: &Renderer<'_>, id: PageId, kind: &'static str, content: String) -> PageView {
    let site = renderer.site;
    let node = &site.pages[id];
    let page = &node.page;
    let front = &page.front;
    let here = &node.permalink;
    let config = &site.config;
    let fill = |pattern: &Option<String>| {
        let pattern = pattern.as_ref()?;
        Some(fill_pattern(
            pattern,
            page.file.as_str(),
            &node.title,
            &page.id,
        ))
    };
    let tag = |name: &str| {
        let permalink = site.address(&crate::model::names::tag_permalink(name)?);
        Some(LinkView {
            title: name.to_owned(),
            url: here.relative(&permalink),
            current: false,
        })
    };
    let owner = front.owner.as_ref();
    let owner = owner.map(|owner| reference::owner(site, owner));
    let (owner, owner_contact) = owner.map_or((None, None), |(name, way)| (Some(name), way));
    let personas = front.personas.iter();
    let personas = personas
        .map(|one| reference::written_persona(site, one, here))
        .collect();
    let about = site.typed.ids.find_all(Kind::Service, &front.services);
    let has_diagram = !page.outline().diagrams.is_empty();
    PageView {
        kind,
        id: page.id.clone(),
        title: node.title.clone(),
        description: description(front, &page.outline().lead),
        summary: front.summary.clone(),
        content,
        has_contents: front.contents,
        contents: contents(renderer, id),
        canonical: renderer.absolute(here),
        markdown: Some(format!("{}index.md", here.relative(here))),
        edit: fill(&config.edit),
        ask: fill(&config.ask),
        owner: owner.map(|owner| owner.text),
        owner_contact,
        personas,
        services: reference::services(site, &about, here),
        reviewed: front.reviewed.map(DateView::from),
        review_due: site.review_due(id).map(DateView::from),
        changed: node.changed.map(DateView::from),
        date: front.date.map(DateView::from),
        tags: front
            .tags
            .iter()
            .filter_map(|(name, _)| tag(name))
            .collect(),
        questions: front.questions.clone(),
        draft: front.draft,
        styles: Vec::new(),
        scripts: Vec::new(),
        told: Vec::new(),
        more_styles: Vec::new(),
        mermaid: has_diagram
            .then(|| drawn::library(site))
            .flatten()
            .map(|at| here.relative(at)),
        print: printed::link_to(renderer, node.section, here),
        errors: renderer.errors.get(&id).copied().unwrap_or(0),
        extra: front.extra.clone(),
    }
}

/// The view of a page that has no file.
pub(super) fn made(
    renderer: &Renderer<'_>,
    here: &Permalink,
    kind: &'static str,
    title: String,
) -> PageView {
    PageView {
        kind,
        title,
        canonical: renderer.absolute(here),
        ..PageView::default()
    }
}

fn description(front: &FrontMatter, lead: &str) -> String {
    front.summary.clone().unwrap_or_else(|| lead.to_owned())
}

/// The headings that "on this page" lists: those of level 2 and 3, and further ones of level 1,
/// which stand in the page as level 2.
fn contents(renderer: &Renderer<'_>, id: PageId) -> Vec<HeadingView> {
    let outline = &renderer.site.pages[id].page.outline();
    let listed = |(index, heading): (usize, &crate::markdown::Heading)| {
        let shown = Some(index) != outline.title && heading.level <= 3;
        shown.then(|| HeadingView {
            level: heading.level.max(2),
            id: heading.id.clone(),
            html: heading.html.clone(),
        })
    };
    let headings = outline.headings.iter().enumerate();
    headings.filter_map(listed).take(200).collect()
}

/// What is in a section, in order.
fn children(site: &Site, section: SectionId, here: &Permalink) -> Vec<ChildView> {
    let children = site.sections[section].children.iter();
    children
        .map(|child| child_view(site, child, here))
        .collect()
}

fn child_view(site: &Site, child: &Child, here: &Permalink) -> ChildView {
    match child {
        Child::Page(page) => child_of_page(site, *page, here),
        Child::Section(id) => {
            let summary = site.sections[*id].index.map(|page| {
                let page = &site.pages[page].page;
                description(&page.front, &page.outline().lead)
            });
            ChildView {
                title: site.section_title(*id),
                url: here.relative(site.section_permalink(*id)),
                summary: summary.unwrap_or_default(),
                kind: "section",
                count: site.sections[*id].children.len(),
            }
        }
    }
}

fn child_of_page(site: &Site, page: PageId, here: &Permalink) -> ChildView {
    let node = &site.pages[page];
    ChildView {
        title: node.title.clone(),
        url: here.relative(&node.permalink),
        summary: description(&node.page.front, &node.page.outline().lead),
        kind: "page",
        count: 0,
    }
}

/// `{path}`, `{title}` and `{id}` of `edit` and `ask`, percent-encoded; the slashes of a path stay.
pub(super) fn fill_pattern(pattern: &str, path: &str, title: &str, id: &str) -> String {
    let slashed = |path: &str| path.split('/').map(encode).collect::<Vec<_>>().join("/");
    pattern
        .replace("{path}", &slashed(path))
        .replace("{title}", &encode(title))
        .replace("{id}", &slashed(id))
}
