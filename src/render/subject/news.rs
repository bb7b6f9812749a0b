//! News: all of them with what a reader has to do, and one of them.

use serde::Serialize;

use crate::date::Date;
use crate::load::news::NewsKind;
use crate::model::{Feed, Made, NewsId, ServiceId, Site};
use crate::path::Permalink;
use crate::render::twin::one_line;
use crate::render::view::DateView;

use super::catalogue::{FilterView, OptionView};
use super::inline;
use super::reference::{self, RefView};
use super::table::{bullets, part};

/// How many things to do are listed at most: those with the latest days.
const MAX_ACTS: usize = 12;

/// All news.
#[derive(Clone, Debug, Serialize)]
pub struct NewsView {
    /// How many there are.
    pub count: usize,
    /// What readers have to do by a day, the next day first. The browser hides those that are past.
    pub acts: Vec<NewsEntryView>,
    /// The news by year, newest first.
    pub years: Vec<NewsYearView>,
    /// What the list can be narrowed by.
    pub filters: Vec<FilterView>,
    /// The address of the feed; none without a base address.
    pub feed: Option<String>,
}

/// The news of a year.
#[derive(Clone, Debug, Serialize)]
pub struct NewsYearView {
    /// The year; empty for news without a day.
    pub year: String,
    /// The news, newest first.
    pub news: Vec<NewsEntryView>,
}

/// News in a list.
#[derive(Clone, Debug, Serialize)]
pub struct NewsEntryView {
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The day; none where it is not said.
    pub date: Option<DateView>,
    /// `new`, `changed`, `deprecated`, `removed`, `security` or `incident`.
    pub kind: Option<&'static str>,
    /// The summary, else the first paragraph.
    pub summary: String,
    /// The services it is about.
    pub services: Vec<RefView>,
    /// What a reader has to do, HTML.
    pub action: Option<String>,
    /// The same as it is written.
    #[serde(skip)]
    action_words: Option<String>,
    /// The last day for that.
    pub action_by: Option<DateView>,
    /// The ids of its services, by spaces, as a filter asks for them.
    pub service_ids: String,
    /// The ids of its personas, likewise.
    pub persona_ids: String,
}

/// One page of news.
#[derive(Clone, Debug, Serialize)]
pub struct NewsItemView {
    /// The day; none where it is not said.
    pub date: Option<DateView>,
    /// What kind of news it is.
    pub kind: Option<&'static str>,
    /// The services it is about.
    pub services: Vec<RefView>,
    /// For whom it is.
    pub personas: Vec<RefView>,
    /// The roadmap items it tells of.
    pub items: Vec<RefView>,
    /// What a reader has to do, HTML.
    pub action: Option<String>,
    /// The same as it is written.
    #[serde(skip)]
    action_words: Option<String>,
    /// The last day for that.
    pub action_by: Option<DateView>,
}

/// The news of something else: of a service, for a persona, of the whole platform.
#[derive(Clone, Debug, Serialize)]
pub struct LatestNewsView {
    /// The newest, at most three.
    pub news: Vec<NewsEntryView>,
    /// What readers have to do by a day, the next day first. The browser hides those that are past.
    pub acts: Vec<NewsEntryView>,
    /// The list of all news, narrowed to these.
    pub all: Option<String>,
    /// The address of their feed; none where there is none.
    pub feed: Option<String>,
}

/// The view of all news.
pub fn view(site: &Site, here: &Permalink) -> NewsView {
    let ids = written(site, (0..site.typed.news.all.len()).collect());
    let mut years: Vec<NewsYearView> = Vec::new();
    for id in &ids {
        let entry = entry(site, *id, here);
        let year = entry
            .date
            .as_ref()
            .and_then(|date| date.iso.split('-').next());
        let year = year.unwrap_or_default().to_owned();
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.news.push(entry),
            None => years.push(NewsYearView {
                year,
                news: vec![entry],
            }),
        }
    }
    NewsView {
        count: ids.len(),
        acts: acts(site, &ids, here),
        filters: filters(site, &ids),
        years,
        feed: feed(site, Feed::News, here),
    }
}

/// The latest news of the platform; none where there are no news.
pub fn latest(site: &Site, here: &Permalink) -> Option<LatestNewsView> {
    let all = (0..site.typed.news.all.len()).collect();
    some(site, all, "", Feed::News, here)
}

/// The latest news about a service.
pub fn of_service(site: &Site, service: ServiceId, here: &Permalink) -> Option<LatestNewsView> {
    let news = site.typed.news.of_service(service);
    let id = site.typed.services.all[service].id.to_lowercase();
    let query = format!("?service={}", crate::path::encode(&id));
    some(site, news, &query, Feed::Service(service), here)
}

/// The latest news for a persona.
pub fn of_persona(site: &Site, persona: usize, here: &Permalink) -> Option<LatestNewsView> {
    let news = site.typed.news.of_persona(persona);
    let id = site.typed.platform.personas[persona].id.0.to_lowercase();
    let query = format!("?persona={}", crate::path::encode(&id));
    some(site, news, &query, Feed::News, here)
}

fn some(
    site: &Site,
    news: Vec<NewsId>,
    query: &str,
    of: Feed,
    here: &Permalink,
) -> Option<LatestNewsView> {
    let ids = written(site, news);
    let newest = ids.iter().take(3);
    let all = site.typed.made_permalink(Made::News);
    (!ids.is_empty()).then(|| LatestNewsView {
        news: newest.map(|id| entry(site, *id, here)).collect(),
        acts: acts(site, &ids, here),
        all: all.map(|permalink| format!("{}{query}", here.relative(permalink))),
        feed: feed(site, of, here),
    })
}

/// The view of one page of news.
pub fn item(site: &Site, id: NewsId, here: &Permalink) -> NewsItemView {
    let news = &site.typed.news.all[id];
    let personas = news.personas.iter();
    let items = news.items.iter();
    NewsItemView {
        date: news.date.map(DateView::from),
        kind: news.kind.map(NewsKind::word),
        services: reference::services(site, &news.services, here),
        personas: personas
            .map(|index| reference::persona(site, *index, here))
            .collect(),
        items: items
            .map(|id| RefView::named(&site.typed.roadmap.items[*id].item.title.0))
            .collect(),
        action: news.action.as_deref().map(inline::html),
        action_words: news.action.clone(),
        action_by: news.action_by.map(DateView::from),
    }
}

/// Those whose pages are published.
fn written(site: &Site, mut ids: Vec<NewsId>) -> Vec<NewsId> {
    ids.retain(|id| site.pages[site.typed.news.all[*id].page].written);
    ids
}

/// What has to be done by a day, the next day first. Of very many the latest: the others are past.
fn acts(site: &Site, ids: &[NewsId], here: &Permalink) -> Vec<NewsEntryView> {
    let by = |id: &NewsId| site.typed.news.all[*id].action_by;
    let mut ids: Vec<NewsId> = ids.iter().copied().filter(|id| by(id).is_some()).collect();
    ids.sort_by_key(|id| (by(id), *id));
    let past = ids.len().saturating_sub(MAX_ACTS);
    ids[past..]
        .iter()
        .map(|id| entry(site, *id, here))
        .collect()
}

fn feed(site: &Site, feed: Feed, here: &Permalink) -> Option<String> {
    let permalink = site.typed.feed_permalink(feed);
    permalink.map(|permalink| here.relative(permalink))
}

/// News in a list.
fn entry(site: &Site, id: NewsId, here: &Permalink) -> NewsEntryView {
    let news = &site.typed.news.all[id];
    let node = &site.pages[news.page];
    let summary = node.page.front.summary.as_deref();
    let joined = |ids: Vec<&str>| ids.join(" ").to_lowercase();
    let services = news.services.iter();
    let services = services.map(|id| site.typed.services.all[*id].id.as_str());
    let personas = news.personas.iter();
    let personas = personas.map(|index| site.typed.platform.personas[*index].id.0.as_str());
    NewsEntryView {
        title: node.title.clone(),
        url: here.relative(&node.permalink),
        date: news.date.map(DateView::from),
        kind: news.kind.map(NewsKind::word),
        summary: summary
            .unwrap_or_else(|| &node.page.outline().lead)
            .to_owned(),
        services: reference::services(site, &news.services, here),
        action: news.action.as_deref().map(inline::html),
        action_words: news.action.clone(),
        action_by: news.action_by.map(DateView::from),
        service_ids: joined(services.collect()),
        persona_ids: joined(personas.collect()),
    }
}

/// What at least two choices make worth asking.
fn filters(site: &Site, ids: &[NewsId]) -> Vec<FilterView> {
    let all = || ids.iter().map(|id| &site.typed.news.all[*id]);
    let option = |value: &str, label: &str| OptionView {
        value: value.to_lowercase(),
        label: label.to_owned(),
    };
    let kinds = NewsKind::NAMES.iter();
    let kinds = kinds.filter(|(_, kind)| all().any(|news| news.kind == Some(*kind)));
    let services = site.typed.services.all.iter().enumerate();
    let services = services.filter(|(id, _)| all().any(|news| news.services.contains(id)));
    let personas = site.typed.platform.personas.iter().enumerate();
    let personas = personas.filter(|(index, _)| all().any(|news| news.personas.contains(index)));
    let mut filters = vec![
        FilterView {
            name: "kind",
            label: "Kind",
            options: kinds
                .map(|(word, kind)| option(word, kind.label()))
                .collect(),
        },
        FilterView {
            name: "service",
            label: "Service",
            options: services
                .map(|(_, one)| option(&one.id, &site.pages[one.page].title))
                .collect(),
        },
        FilterView {
            name: "persona",
            label: "For",
            options: personas
                .map(|(_, one)| option(&one.id.0, &one.name))
                .collect(),
        },
    ];
    filters.retain(|filter| filter.options.len() > 1);
    filters
}

/// What has to be done and by when, as a paragraph of HTML for a feed.
pub fn what_to_do(action: &str, by: Option<Date>) -> String {
    let by = by.map_or_else(String::new, |by| format!(" by {}", by.long()));
    format!(
        "<p><strong>To do{by}:</strong> {}</p>\n",
        inline::html(action)
    )
}

fn what_to_do_in_words(action: Option<&String>, by: Option<&DateView>) -> Option<String> {
    let action = one_line(action?);
    Some(match by {
        Some(by) => format!("**To do by {}:** {action}", by.long),
        None => format!("**To do:** {action}"),
    })
}

impl NewsEntryView {
    fn words(&self) -> String {
        let mut out = String::new();
        if let Some(date) = &self.date {
            out.push_str(&format!("{}: ", date.long));
        }
        out.push_str(&reference::link(&self.title, Some(&self.url)));
        if let Some(kind) = self.kind {
            out.push_str(&format!(" ({kind})"));
        }
        if !self.summary.is_empty() {
            out.push_str(&format!(". {}", one_line(&self.summary)));
        }
        out
    }

    fn act_words(&self) -> Option<String> {
        let by = self.action_by.as_ref()?;
        let action = self.action_words.as_ref().unwrap_or(&self.title);
        let link = reference::link(&self.title, Some(&self.url));
        Some(format!("{}: {} ({link})", by.long, one_line(action)))
    }
}

impl NewsView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        acts_in_words(&self.acts, &mut out);
        for year in &self.years {
            let title = match year.year.as_str() {
                "" => "Without a date",
                year => year,
            };
            let news = bullets(year.news.iter().map(NewsEntryView::words));
            part(&mut out, title, &news);
        }
        out
    }
}

fn acts_in_words(acts: &[NewsEntryView], out: &mut String) {
    let acts = acts.iter().filter_map(NewsEntryView::act_words);
    part(out, "What you need to do, and by when", &bullets(acts));
}

impl LatestNewsView {
    /// The same as markdown.
    pub fn words(&self, title: &str) -> String {
        let mut out = String::new();
        acts_in_words(&self.acts, &mut out);
        part(
            &mut out,
            title,
            &bullets(self.news.iter().map(NewsEntryView::words)),
        );
        out
    }
}

impl NewsItemView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut lines = Vec::new();
        if let Some(date) = &self.date {
            lines.push(format!("Date: {}", date.long));
        }
        if let Some(kind) = self.kind {
            lines.push(format!("Kind: {kind}"));
        }
        for (words, references) in [
            ("Services", &self.services),
            ("For", &self.personas),
            ("On the roadmap", &self.items),
        ] {
            if !references.is_empty() {
                lines.push(format!("{words}: {}", reference::list(references)));
            }
        }
        let mut out = format!("\n{}", bullets(lines));
        if let Some(action) =
            what_to_do_in_words(self.action_words.as_ref(), self.action_by.as_ref())
        {
            out.push_str(&format!("\n{action}\n"));
        }
        out
    }
}
