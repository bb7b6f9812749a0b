//! The home page: what this is, for whom, where to start, whom to ask.

use serde::Serialize;

use crate::model::{Kind, Made, PageId, Site};
use crate::path::Permalink;
use crate::render::view::LinkView;

use super::events::{self, NextEventView};
use super::news::{self, LatestNewsView};
use super::personas::{self, PersonaEntryView};
use super::reference::{self, RefView};
use super::responsibilities::{TakenOffView, taken_off};
use super::roadmap::{self, ComingView};
use super::score::{self, HeadlineView};
use super::table::{bullets, part};

/// What the home page shows beside its text.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// What the platform is for.
    pub vision: Option<String>,
    /// Who answers for it, with the way to them.
    pub product_owner: Option<RefView>,
    /// The personas, to choose from.
    pub personas: Vec<PersonaEntryView>,
    /// Where to start: the pages and services of `start`.
    pub start: Vec<StartView>,
    /// The kinds of service, with their number.
    pub categories: Vec<CategoryView>,
    /// How many services there are.
    pub services: usize,
    /// How many products use the platform.
    pub products: Option<u64>,
    /// What is worked on now, a few items, with the way to the whole roadmap; none without one.
    pub coming: Option<ComingView>,
    /// The page of all services.
    pub catalogue: Option<String>,
    /// The page of the benefits.
    pub benefits: Option<String>,
    /// The latest news.
    pub news: Option<LatestNewsView>,
    /// How many tasks the platform takes off its users; none without a matrix.
    pub taken: Option<TakenOffView>,
    /// What people say of the platform: the headlines of the surveys.
    pub headlines: Vec<HeadlineView>,
    /// The page "You said, we did".
    pub feedback: Option<String>,
    /// The events of which the next is shown, by the reader's own clock.
    pub events: Vec<NextEventView>,
    /// The page of all events.
    pub all_events: Option<String>,
    /// The page of the communities.
    pub communities: Option<String>,
    /// The page of the scorecard.
    pub scorecard: Option<String>,
}

/// Something to start with.
#[derive(Clone, Debug, Serialize)]
pub struct StartView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its summary.
    pub summary: String,
    /// The ids of the personas it is for, by spaces.
    pub persona_ids: String,
}

/// A kind of service.
#[derive(Clone, Debug, Serialize)]
pub struct CategoryView {
    /// Its name, leading to its part of the catalogue.
    pub link: LinkView,
    /// The titles of its services.
    pub services: Vec<RefView>,
}

/// The view of the home page.
pub fn view(site: &Site, page: Option<PageId>, here: &Permalink) -> HomeView {
    let made = |made| site.typed.made_permalink(made).map(|to| here.relative(to));
    let front = page.map(|page| &site.pages[page].page.front);
    let named = front.map_or(&[][..], |front| &front.start[..]);
    let start = |(name, _): &crate::load::Written| {
        let id = name.trim_matches('/').trim_end_matches(".md");
        let of_service = || {
            let service = site.typed.ids.find(Kind::Service, name)?;
            Some(site.typed.services.all[service].page)
        };
        let page = site.page_of_id(id).or_else(of_service)?;
        let node = &site.pages[page];
        let persona_ids = persona_ids(site, page);
        let page = &node.page;
        let summary = page
            .front
            .summary
            .as_deref()
            .unwrap_or_else(|| &page.outline().lead);
        Some(StartView {
            title: node.title.clone(),
            url: here.relative(&node.permalink),
            summary: summary.to_owned(),
            persona_ids,
        })
    };
    HomeView {
        vision: site.typed.platform.vision.clone(),
        product_owner: personas::product_owner(site).map(|(_, way)| way),
        personas: personas::entries(site, here),
        start: named.iter().filter_map(start).collect(),
        categories: categories(site, here),
        services: site.typed.services.all.len(),
        products: site.typed.platform.product_count,
        coming: roadmap::coming(site, here),
        catalogue: made(Made::Catalogue),
        benefits: made(Made::Benefits),
        news: news::latest(site, here),
        taken: taken_off(site, here),
        headlines: score::headlines(site, here),
        feedback: made(Made::Feedback),
        events: events::latest(site, here),
        all_events: made(Made::Events),
        communities: made(Made::Communities),
        scorecard: made(Made::Scorecard),
    }
}

/// The ids of the personas that a page is for, by spaces.
pub fn persona_ids(site: &Site, page: PageId) -> String {
    let personas = match site.typed.services.of_page(page) {
        Some(service) => site.typed.services.all[service].personas.clone(),
        None => site
            .typed
            .ids
            .find_all(Kind::Persona, &site.pages[page].page.front.personas),
    };
    let id = |index: &usize| site.typed.platform.personas[*index].id.0.as_str();
    personas.iter().map(id).collect::<Vec<_>>().join(" ")
}

fn categories(site: &Site, here: &Permalink) -> Vec<CategoryView> {
    let Some(catalogue) = site.typed.made_permalink(Made::Catalogue) else {
        return Vec::new();
    };
    let url = here.relative(catalogue);
    let mut views = Vec::new();
    let of = |category: Option<usize>| -> Vec<RefView> {
        let services = site.typed.services.all.iter().enumerate();
        let own = services.filter(|(_, service)| service.category == category);
        own.map(|(id, _)| reference::service(site, id, here))
            .collect()
    };
    for (index, category) in site.typed.platform.categories.iter().enumerate() {
        let services = of(Some(index));
        if !services.is_empty() {
            views.push(CategoryView {
                link: LinkView {
                    title: category.name.clone(),
                    url: format!("{url}#category-{}", category.id.0),
                    current: false,
                },
                services,
            });
        }
    }
    // Those of no category come last, as in the catalogue; where all are, that says it better.
    let rest = of(None);
    if !views.is_empty() && !rest.is_empty() {
        views.push(CategoryView {
            link: LinkView {
                title: "Others".to_owned(),
                url,
                current: false,
            },
            services: rest,
        });
    }
    views
}

impl HomeView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        if let Some(vision) = &self.vision {
            out.push_str(&format!("\n> {vision}\n"));
        }
        if let Some(owner) = &self.product_owner {
            out.push_str(&format!("\nProduct owner: {}\n", owner.words()));
        }
        let personas = self.personas.iter();
        let personas = personas.map(|one| reference::link(&one.title, Some(&one.url)));
        part(&mut out, "I am a", &bullets(personas));
        let start = self.start.iter();
        let start = start.map(|one| {
            let link = reference::link(&one.title, Some(&one.url));
            format!("{link}: {}", super::super::twin::one_line(&one.summary))
        });
        part(&mut out, "Start here", &bullets(start));
        if let Some(news) = &self.news {
            out.push_str(&news.words("New"));
        }
        if let Some(coming) = &self.coming {
            coming.words(&mut out);
        }
        let headlines = self.headlines.iter().map(HeadlineView::words);
        let feedback = self.feedback.as_deref();
        let feedback = feedback.map(|url| reference::link("You said, we did", Some(url)));
        part(
            &mut out,
            "What people say",
            &bullets(headlines.chain(feedback)),
        );
        if let Some(one) = &self.taken {
            let tasks = format!("{} of {} tasks", one.count, one.all);
            let link = reference::link(&tasks, one.url.as_deref());
            let open = one.open_words();
            part(&mut out, "What we take off you", &format!("{link}{open}\n"));
        }
        let ways = [
            ("All events", &self.all_events),
            ("Communities", &self.communities),
            ("Scorecard", &self.scorecard),
        ];
        let ways = ways.into_iter().filter_map(|(title, url)| {
            let url = url.as_deref()?;
            Some(reference::link(title, Some(url)))
        });
        part(&mut out, "Meet us, measure us", &bullets(ways));
        let categories = self.categories.iter().map(|one| {
            let link = reference::link(&one.link.title, Some(&one.link.url));
            format!("{link}: {}", reference::list(&one.services))
        });
        part(&mut out, "Services", &bullets(categories));
        out
    }
}
