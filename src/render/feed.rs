//! Atom feeds (RFC 4287). What they say comes from a view, how they look from the template feed.xml.
//!
//! Ids are made from what an entry is, and `updated` is the newest entry: the same content gives the
//! same bytes on any day.

use serde::Serialize;
use tera::Context;

use crate::date::Date;
use crate::inputs::Part;
use crate::model::feeds::Feed;
use crate::model::{NewsId, ServiceId, Site};
use crate::path::Permalink;

use super::view::LinkView;
use super::{Rendered, Renderer, body, html, subject};

/// More entries than this are left to the page.
const MAX_ENTRIES: usize = 50;

/// What the template of a feed sees.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// Its title.
    pub title: String,
    /// What it is about, in a sentence.
    pub subtitle: String,
    /// The language of its texts: `en`.
    pub language: String,
    /// Its own absolute address, which is its id too.
    pub url: String,
    /// The absolute address of the page that shows the same.
    pub page: String,
    /// Who speaks: the title of the site.
    pub author: String,
    /// The time of the newest entry.
    pub updated: String,
    /// The entries, newest first, at most 50.
    pub entries: Vec<FeedEntryView>,
}

/// An entry of a feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntryView {
    /// An id that is this entry's for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The absolute address of its page.
    pub url: String,
    /// When it came: `2026-10-02T00:00:00Z`.
    pub updated: String,
    /// What it says, in a sentence; empty where that is not said.
    pub summary: String,
    /// The whole text, HTML with absolute addresses; empty where there is none.
    pub content: String,
    /// What kind of news it is, and what it is about.
    pub categories: Vec<String>,
}

/// Fills the template of a feed. Characters that XML forbids are left out.
pub fn fill(renderer: &Renderer<'_>, mut view: FeedView) -> Rendered {
    view.entries.truncate(MAX_ENTRIES);
    let context = Context::from_serialize(&view).unwrap_or_default();
    let filled = renderer.theme.fill("feed.xml", &context);
    Rendered {
        bytes: filled.text.replace(is_forbidden, "").into_bytes(),
        findings: filled.finding.into_iter().collect(),
    }
}

fn is_forbidden(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A day as a time of a feed.
pub fn time(date: Date) -> String {
    format!("{date}T00:00:00Z")
}

/// An id for ever (RFC 4151): the host, a year in which it was ours, and what it names there.
pub fn tag(renderer: &Renderer<'_>, date: Date, name: &str) -> Option<String> {
    let base = renderer.site.config.base_url.as_ref()?;
    let date = date.to_string();
    let year = date.split('-').next().unwrap_or(&date);
    Some(format!("tag:{},{year}:{}", base.host(), encoded(name)))
}

fn encoded(name: &str) -> String {
    let parts: Vec<String> = name.split('/').map(crate::path::encode).collect();
    parts.join("/")
}

/// The feed at `here`.
pub fn feed(renderer: &Renderer<'_>, feed: Feed, here: &Permalink) -> Rendered {
    let site = renderer.site;
    let news = &site.typed.news;
    match feed {
        Feed::News => {
            let title = format!("{}: news", site.config.title);
            let all = (0..news.all.len()).collect();
            of_news(renderer, here, title, &Permalink::of_page("news"), all)
        }
        Feed::Service(service) => {
            let node = &site.pages[site.typed.services.all[service].page];
            let title = format!("{}: news about {}", site.config.title, node.title);
            of_news(
                renderer,
                here,
                title,
                &node.permalink,
                news.of_service(service),
            )
        }
        Feed::Changes => {
            let title = format!("{}: changes of the roadmap", site.config.title);
            let page = Permalink::of_page("roadmap/changes");
            let entries = subject::change_entries(renderer, &page);
            of_entries(renderer, here, title, &page, entries)
        }
    }
}

/// A feed of these news. Without a base address, and without a day, there is none.
fn of_news(
    renderer: &Renderer<'_>,
    here: &Permalink,
    title: String,
    page: &Permalink,
    news: Vec<NewsId>,
) -> Rendered {
    let site = renderer.site;
    let written = news
        .into_iter()
        .filter(|id| site.pages[site.typed.news.all[*id].page].written);
    let entries: Vec<FeedEntryView> = written
        .take(MAX_ENTRIES)
        .filter_map(|id| entry(renderer, id))
        .collect();
    of_entries(renderer, here, title, page, entries)
}

/// A feed of these entries, newest first.
fn of_entries(
    renderer: &Renderer<'_>,
    here: &Permalink,
    title: String,
    page: &Permalink,
    entries: Vec<FeedEntryView>,
) -> Rendered {
    let site = renderer.site;
    let addresses = renderer.absolute(here).zip(renderer.absolute(page));
    let (Some((url, page)), Some(newest)) = (addresses, entries.first()) else {
        return Rendered::default();
    };
    let view = FeedView {
        title,
        subtitle: site.config.tagline.clone(),
        language: site.config.language.clone(),
        updated: newest.updated.clone(),
        url,
        page,
        author: site.config.title.clone(),
        entries,
    };
    fill(renderer, view)
}

fn entry(renderer: &Renderer<'_>, id: NewsId) -> Option<FeedEntryView> {
    let site = renderer.site;
    let news = &site.typed.news.all[id];
    let date = news.date?;
    let node = &site.pages[news.page];
    let front = &node.page.front;
    // A page that was moved stays the entry that it was.
    let name = front
        .moved_from
        .first()
        .map_or(&node.page.id, |(name, _)| name);
    // What is wrong with templates is said with the page.
    let text = body::html(renderer, news.page, &mut Vec::new());
    let mut content = String::new();
    if let Some(action) = &news.action {
        content.push_str(&subject::what_to_do(action, news.action_by));
    }
    let base = site.config.base_url.as_ref()?;
    content.push_str(&html::with_whole_addresses(&text, base, &node.permalink));
    let kind = news.kind.map(|kind| kind.label().to_owned());
    let services = news.services.iter();
    let services = services.map(|id| site.pages[site.typed.services.all[*id].page].title.clone());
    Some(FeedEntryView {
        id: tag(
            renderer,
            date,
            name.trim_matches('/').trim_end_matches(".md"),
        )?,
        title: node.title.clone(),
        url: renderer.absolute(&node.permalink)?,
        updated: time(date),
        summary: front.summary.clone().unwrap_or_default(),
        content,
        categories: kind.into_iter().chain(services).collect(),
    })
}

/// The feeds that a page names in its head: those of the whole site. What had changed on the roadmap
/// when a version was made is told by its history, not by its files, so a page of a version has no word of it.
pub fn links(site: &Site, here: &Permalink) -> Vec<LinkView> {
    let whole = site.typed.feeds.iter().filter_map(|(feed, permalink)| {
        let title = match feed {
            Feed::News => "News",
            Feed::Changes if site.part != Part::Versioned => "Changes of the roadmap",
            Feed::Changes | Feed::Service(_) => return None,
        };
        Some(link_to(title, permalink, here))
    });
    whole.collect()
}

/// The feed of the news about a service.
pub fn link_of_service(site: &Site, service: ServiceId, here: &Permalink) -> Option<LinkView> {
    let feed = site.typed.feed_permalink(Feed::Service(service))?;
    let page = site.typed.services.all[service].page;
    let title = format!("News about {}", site.pages[page].title);
    Some(link_to(&title, feed, here))
}

fn link_to(title: &str, feed: &Permalink, here: &Permalink) -> LinkView {
    LinkView {
        title: title.to_owned(),
        url: here.relative(feed),
        current: false,
    }
}
