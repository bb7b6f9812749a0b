//! Pages made from what is typed, and what a page of a file shows of it: one subject a file.
//!
//! A subject is a view for templates and the same in words for the markdown twin. To add one, write
//! its view with `words`, give it a variant of [`Subject`], and a place of [`Made`] where it has a
//! page of its own.

use serde::Serialize;

use crate::model::{Made, PageId, Site};
use crate::path::Permalink;

use super::view::HeadingView;

mod benefits;
pub mod catalog;
mod catalogue;
mod compare;
mod connections;
mod diagram;
mod glossary;
mod home;
mod inline;
pub mod made;
mod news;
mod personas;
pub mod reference;
mod service;
mod support;
pub mod table;

pub use benefits::{BenefitView, BenefitsView, NeedView};
pub use catalogue::{CatalogueView, FilterView, GroupView, OptionView, ServiceEntryView};
pub use compare::CompareView;
pub use connections::{ConnectionView, ConnectionsView};
pub use glossary::GlossaryView;
pub use home::HomeView;
pub use news::{LatestNewsView, NewsEntryView, NewsItemView, NewsView, what_to_do};
pub use personas::{PersonaView, PersonasView, choices as personas};
pub use reference::RefView;
pub use service::{LifecycleView, ServiceView};
pub use support::{FactView, SupportView};
pub use table::{Cell, TableView};

/// What a page shows beside its text; in templates each is a variable of its name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A service.
    Service(Box<ServiceView>),
    /// All services.
    Catalogue(CatalogueView),
    /// The facts of a category.
    Compare(CompareView),
    /// What runs on what.
    Connections(ConnectionsView),
    /// What the platform is good for.
    Benefits(BenefitsView),
    /// All personas.
    Personas(PersonasView),
    /// One persona.
    Persona(Box<PersonaView>),
    /// The home page.
    Home(Box<HomeView>),
    /// The words of the platform.
    Glossary(GlossaryView),
    /// All news.
    News(NewsView),
    /// One page of news.
    NewsItem(Box<NewsItemView>),
}

impl Subject {
    /// What the page of a file shows, if anything.
    pub fn of_page(site: &Site, page: PageId) -> Option<Self> {
        let here = &site.pages[page].permalink;
        if let Some(made) = site.places.begun_by(page) {
            return Some(Self::of_made(site, made, here));
        }
        if let Some(service) = site.typed.services.of_page(page) {
            return Some(Self::Service(Box::new(service::view(site, service, here))));
        }
        if let Some(news) = site.typed.news.of_page(page) {
            return Some(Self::NewsItem(Box::new(news::item(site, news, here))));
        }
        let is_home = site.pages[page].page.id.is_empty();
        is_home.then(|| Self::Home(Box::new(home::view(site, Some(page), here))))
    }

    /// What a home page without a file shows.
    pub fn home(site: &Site, here: &Permalink) -> Self {
        Self::Home(Box::new(home::view(site, None, here)))
    }

    /// What a made page shows, seen from `here`.
    pub fn of_made(site: &Site, made: Made, here: &Permalink) -> Self {
        match made {
            Made::Catalogue => Self::Catalogue(catalogue::view(site, here)),
            Made::Compare(category) => Self::Compare(compare::view(site, category, here)),
            Made::Connections => Self::Connections(connections::view(site, here)),
            Made::Benefits => Self::Benefits(benefits::view(site, here)),
            Made::Personas => Self::Personas(personas::view(site, here)),
            Made::Persona(persona) => {
                Self::Persona(Box::new(personas::persona(site, persona, here)))
            }
            Made::Glossary => Self::Glossary(glossary::view(site)),
            Made::News => Self::News(news::view(site, here)),
        }
    }

    /// The template that shows it.
    pub fn template(&self) -> &'static str {
        match self {
            Self::Service(_) => "service.html",
            Self::Catalogue(_) => "services.html",
            Self::Compare(_) => "compare.html",
            Self::Connections(_) => "connections.html",
            Self::Benefits(_) => "benefits.html",
            Self::Personas(_) => "personas.html",
            Self::Persona(_) => "persona.html",
            Self::Home(_) => "home.html",
            Self::Glossary(_) => "glossary.html",
            Self::News(_) => "news.html",
            Self::NewsItem(_) => "news-item.html",
        }
    }

    /// What kind of page it is, for `page.kind`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Service(_) => "service",
            Self::Catalogue(_) => "services",
            Self::Compare(_) => "compare",
            Self::Connections(_) => "connections",
            Self::Benefits(_) => "benefits",
            Self::Personas(_) => "personas",
            Self::Persona(_) => "persona",
            Self::Home(_) => "home",
            Self::Glossary(_) => "glossary",
            Self::News(_) => "news",
            Self::NewsItem(_) => "news-item",
        }
    }

    /// The headings that it adds above those of the text.
    pub fn contents(&self) -> Vec<HeadingView> {
        match self {
            Self::Service(view) => view.contents(),
            _ => Vec::new(),
        }
    }

    /// The same in words: markdown, in the order of the page.
    pub fn words(&self) -> String {
        match self {
            Self::Service(view) => view.words(),
            Self::Catalogue(view) => view.words(),
            Self::Compare(view) => view.words(),
            Self::Connections(view) => view.words(),
            Self::Benefits(view) => view.words(),
            Self::Personas(view) => view.words(),
            Self::Persona(view) => view.words(),
            Self::Home(view) => view.words(),
            Self::Glossary(view) => view.words(),
            Self::News(view) => view.words(),
            Self::NewsItem(view) => view.words(),
        }
    }
}
