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
mod calendars;
pub mod catalog;
mod catalogue;
mod communities;
mod compare;
mod connections;
pub mod current;
mod diagram;
pub mod duties;
mod event;
mod events;
mod feedback;
mod glossary;
mod home;
mod inline;
mod interview;
pub mod made;
pub mod matrix;
mod news;
mod occurrence;
mod personas;
pub mod reference;
pub mod responsibilities;
pub mod roadmap;
mod said;
mod score;
mod scorecard;
mod service;
mod support;
mod survey;
pub mod table;
pub mod versions;
mod what_changed;

pub use benefits::{BenefitView, BenefitsView, NeedView};
pub use calendars::of_made as calendar;
pub use catalogue::{CatalogueView, FilterView, GroupView, OptionView, ServiceEntryView};
pub use communities::{CommunitiesView, CommunityView};
pub use compare::CompareView;
pub use connections::{ConnectionView, ConnectionsView};
pub use event::EventView;
pub use events::{EventsView, MonthView, NextEventView};
pub use feedback::{AnsweredView, FeedbackView};
pub use glossary::GlossaryView;
pub use home::HomeView;
pub use interview::{InterviewView, SpokenView, ThemeView};
pub use matrix::{
    CellView, DirectView, FoldView, LegendView, MatrixView, OfferingAnswerView, OverrideView,
    PartyView, PhaseView, SharesView, TaskView, WhoseView,
};
pub use news::{LatestNewsView, NewsEntryView, NewsItemView, NewsView, what_to_do};
pub use occurrence::{OccurrenceView, WhenView};
pub use personas::{PersonaView, PersonasView, choices as personas};
pub use reference::RefView;
pub use responsibilities::{
    EntryView, LayerView, LayersView, MatrixEntryView, PartyPageView, PartyPhaseView,
    ResponsibilitiesView, TakenOffView,
};
pub use roadmap::{
    BalanceView, BoardColumnView, ChangeView, ChangesView, ComingView, GoalView, GoalsView,
    ItemEntryView, ItemGroupView, ItemView, ItemsView, PromisedView, QuarterBalanceView,
    QuarterView, RoadmapView, TimelineQuarterView, TimelineView, WaysView,
};
pub use roadmap::{change_entries, json as promises};
pub use said::{DoneView, SaidView};
pub use score::{HeadlineView, ScoreView, TrendView};
pub use scorecard::{PointView, ScorecardView, TileView};
pub use service::{DutiesView, DutyView, LifecycleView, ServiceMatrixView, ServiceView};
pub use support::{FactView, SupportView};
pub use survey::{QuestionView, SurveyView, WaveView};
pub use table::{Cell, TableView};
pub use versions::{VersionView, VersionsView};
pub use what_changed::WhatChangedView;

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
    /// Every task, and who does it.
    Responsibilities(Box<ResponsibilitiesView>),
    /// Everything that one party does.
    Party(Box<PartyPageView>),
    /// One matrix.
    Matrix(Box<MatrixView>),
    /// What people said, and what was done about it.
    Feedback(Box<FeedbackView>),
    /// A survey.
    Survey(Box<SurveyView>),
    /// Interviews.
    Interview(Box<InterviewView>),
    /// All events.
    Events(EventsView),
    /// An event or a series.
    Event(Box<EventView>),
    /// All communities.
    Communities(CommunitiesView),
    /// What the platform measures itself by.
    Scorecard(ScorecardView),
    /// The home page.
    Home(Box<HomeView>),
    /// The board of the roadmap.
    Roadmap(Box<RoadmapView>),
    /// What comes when.
    Timeline(Box<TimelineView>),
    /// How the work is divided.
    Balance(Box<BalanceView>),
    /// What serves which goal.
    Goals(GoalsView),
    /// How the roadmap changed.
    Changes(ChangesView),
    /// A quarter of the roadmap.
    Quarter(Box<QuarterView>),
    /// An item of the roadmap.
    Item(Box<ItemView>),
    /// The words of the platform.
    Glossary(GlossaryView),
    /// All news.
    News(NewsView),
    /// One page of news.
    NewsItem(Box<NewsItemView>),
    /// All versions.
    Versions(VersionsView),
    /// What is different from the version before.
    WhatChanged(Box<WhatChangedView>),
}

impl Subject {
    /// What the page of a file shows, if anything.
    pub fn of_page(site: &Site, page: PageId) -> Option<Self> {
        Self::of_page_at(site, page, &site.pages[page].permalink)
    }

    /// The same, with addresses as seen from `here`.
    pub fn of_page_at(site: &Site, page: PageId, here: &Permalink) -> Option<Self> {
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
            Made::Responsibilities => {
                Self::Responsibilities(Box::new(responsibilities::view(site, here)))
            }
            Made::Party(party) => {
                Self::Party(Box::new(responsibilities::party_page(site, party, here)))
            }
            Made::Matrix(id) => Self::Matrix(Box::new(matrix::view(
                site,
                id,
                matrix::Part::default(),
                here,
            ))),
            Made::Events => Self::Events(events::view(site, here)),
            Made::Event(event) => Self::Event(Box::new(event::view(site, event, here))),
            Made::Communities => Self::Communities(communities::view(site, here)),
            Made::Scorecard => Self::Scorecard(scorecard::view(site, here)),
            Made::Personas => Self::Personas(personas::view(site, here)),
            Made::Persona(persona) => {
                Self::Persona(Box::new(personas::persona(site, persona, here)))
            }
            Made::Roadmap => Self::Roadmap(Box::new(roadmap::board(site, here))),
            Made::Timeline => Self::Timeline(Box::new(roadmap::timeline(site, here))),
            Made::Balance => Self::Balance(Box::new(roadmap::balance(site, here))),
            Made::Goals => Self::Goals(roadmap::goals(site, here)),
            Made::Changes => Self::Changes(roadmap::changes(site, here)),
            Made::Quarter(quarter) => {
                Self::Quarter(Box::new(roadmap::quarter(site, quarter, here)))
            }
            Made::Item(item) => Self::Item(Box::new(roadmap::item(site, item, here))),
            Made::Feedback => Self::Feedback(Box::new(feedback::view(site, here))),
            Made::Survey(survey) => Self::Survey(Box::new(survey::view(site, survey, here))),
            Made::Interview(one) => Self::Interview(Box::new(interview::view(site, one, here))),
            Made::Glossary => Self::Glossary(glossary::view(site)),
            Made::News => Self::News(news::view(site, here)),
            Made::WhatChanged => Self::WhatChanged(Box::new(what_changed::view(site))),
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
            Self::Responsibilities(_) => "responsibilities.html",
            Self::Party(_) => "party.html",
            Self::Matrix(_) => "matrix.html",
            Self::Feedback(_) => "feedback.html",
            Self::Survey(_) => "survey.html",
            Self::Interview(_) => "interview.html",
            Self::Events(_) => "events.html",
            Self::Event(_) => "event.html",
            Self::Communities(_) => "communities.html",
            Self::Scorecard(_) => "scorecard.html",
            Self::Home(_) => "home.html",
            Self::Roadmap(_) => "roadmap.html",
            Self::Timeline(_) => "timeline.html",
            Self::Balance(_) => "balance.html",
            Self::Goals(_) => "goals.html",
            Self::Changes(_) => "changes.html",
            Self::Quarter(_) => "quarter.html",
            Self::Item(_) => "item.html",
            Self::Glossary(_) => "glossary.html",
            Self::News(_) => "news.html",
            Self::NewsItem(_) => "news-item.html",
            Self::Versions(_) => "versions.html",
            Self::WhatChanged(_) => "what-changed.html",
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
            Self::Responsibilities(_) => "responsibilities",
            Self::Party(_) => "party",
            Self::Matrix(_) => "matrix",
            Self::Feedback(_) => "feedback",
            Self::Survey(_) => "survey",
            Self::Interview(_) => "interview",
            Self::Events(_) => "events",
            Self::Event(_) => "event",
            Self::Communities(_) => "communities",
            Self::Scorecard(_) => "scorecard",
            Self::Home(_) => "home",
            Self::Roadmap(_) => "roadmap",
            Self::Timeline(_) => "timeline",
            Self::Balance(_) => "balance",
            Self::Goals(_) => "goals",
            Self::Changes(_) => "changes",
            Self::Quarter(_) => "quarter",
            Self::Item(_) => "item",
            Self::Glossary(_) => "glossary",
            Self::News(_) => "news",
            Self::NewsItem(_) => "news-item",
            Self::Versions(_) => "versions",
            Self::WhatChanged(_) => "what-changed",
        }
    }

    /// The headings that it adds above those of the text.
    pub fn contents(&self) -> Vec<HeadingView> {
        match self {
            Self::Service(view) => view.contents(),
            Self::Survey(view) => view.contents(),
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
            Self::Responsibilities(view) => view.words(),
            Self::Party(view) => view.words(),
            Self::Matrix(view) => view.words("##"),
            Self::Feedback(view) => view.words(),
            Self::Survey(view) => view.words(),
            Self::Interview(view) => view.words(),
            Self::Events(view) => view.words(),
            Self::Event(view) => view.words(),
            Self::Communities(view) => view.words(),
            Self::Scorecard(view) => view.words(),
            Self::Home(view) => view.words(),
            Self::Roadmap(view) => view.words(),
            Self::Timeline(view) => view.words(),
            Self::Balance(view) => view.words(),
            Self::Goals(view) => view.words(),
            Self::Changes(view) => view.words(),
            Self::Quarter(view) => view.words(),
            Self::Item(view) => view.words(),
            Self::Glossary(view) => view.words(),
            Self::News(view) => view.words(),
            Self::NewsItem(view) => view.words(),
            Self::Versions(view) => view.words(),
            Self::WhatChanged(view) => view.words(),
        }
    }
}
