//! A service: what one gets, what one must still do, how to start, how good it is.

use serde::Serialize;

use crate::inputs::Part;
use crate::load::service::UsedBy;
use crate::model::{Kind, Service, ServiceId, Site};
use crate::path::Permalink;
use crate::render::view::DateView;

use super::benefits::BenefitView;
use super::communities::{self, CommunityView};
use super::events::{self, NextEventView};
use super::inline;
use super::news::{self, LatestNewsView};
use super::reference::{self, RefView};
use super::roadmap::{self, ItemsView};
use super::support::{self, FactView, SupportView};
use super::table::TableView;

mod current;
mod duties;
mod tables;
mod words;

pub use current::CurrentView;
pub use duties::{DutiesView, DutyView, ServiceMatrixView};
use tables::{day2, defaults, offerings};

/// What the page of a service shows.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceView {
    /// The id.
    pub id: String,
    /// How far it is.
    pub lifecycle: Option<LifecycleView>,
    /// The category it is in.
    pub category: Option<RefView>,
    /// Who runs it.
    pub owner: Option<RefView>,
    /// How to reach the owner.
    pub owner_contact: Option<RefView>,
    /// The clouds on which it is offered.
    pub providers: Vec<RefView>,
    /// How many products use it.
    pub users: Option<u64>,
    /// The products that use it, where they are named.
    pub products: Vec<RefView>,
    /// Its end.
    pub sunset: Option<SunsetView>,
    /// What it replaces.
    pub replaces: Vec<RefView>,
    /// What it is good for.
    pub benefits: Vec<BenefitView>,
    /// What nobody has to do any longer, as its matrices say; without one, as it says itself.
    pub takes_over: DutiesView,
    /// What is still to do.
    pub still: DutiesView,
    /// Its matrices of responsibilities, in short.
    pub matrices: Vec<ServiceMatrixView>,
    /// The first steps, a line of HTML each.
    pub start: Vec<String>,
    /// The same as they are written.
    #[serde(skip)]
    start_words: Vec<String>,
    /// How to get it; `url` only where that is an address.
    pub request: Option<RefView>,
    /// Facts, with those that every service has.
    pub facts: Vec<FactView>,
    /// What differs between the offerings.
    pub offerings: Option<TableView>,
    /// What happens after the first day.
    pub day2: Option<TableView>,
    /// What is configured before anybody comes.
    pub defaults: Option<TableView>,
    /// What it runs on.
    pub runs_on: Vec<RefView>,
    /// What runs on it.
    pub carries: Vec<RefView>,
    /// What it works together with.
    pub integrates_with: Vec<RefView>,
    /// The needs that it meets.
    pub meets: Vec<NeedMetView>,
    /// Who helps.
    pub support: Option<SupportView>,
    /// The events that are about it.
    pub events: Vec<NextEventView>,
    /// The communities that are about it.
    pub communities: Vec<CommunityView>,
    /// Its other pages.
    pub pages: Vec<RefView>,
    /// Pages elsewhere that are about it.
    pub about: Vec<RefView>,
    /// What the roadmap holds for it; none where it holds nothing.
    pub roadmap: Option<ItemsView>,
    /// Other names.
    pub also: Vec<String>,
    /// Its latest news.
    pub news: Option<LatestNewsView>,
    /// Where roadmap, events and news are told, on a page in a version, which has none of these.
    pub current: Vec<CurrentView>,
    /// The script that puts what is told there today into their places; none where there are none.
    pub current_script: Option<String>,
}

/// How far a service is, and what that promises.
#[derive(Clone, Debug, Serialize)]
pub struct LifecycleView {
    /// `idea`, `preview`, `beta`, `live`, `deprecated` or `retired`.
    pub word: &'static str,
    /// What it promises, in a sentence.
    pub promise: String,
}

/// The end of a service.
#[derive(Clone, Debug, Serialize)]
pub struct SunsetView {
    /// The last day.
    pub date: Option<DateView>,
    /// What to use instead.
    pub replaced_by: Option<RefView>,
}

/// A need that a service meets.
#[derive(Clone, Debug, Serialize)]
pub struct NeedMetView {
    /// The need, in words.
    pub text: String,
    /// Whose need it is.
    pub personas: Vec<RefView>,
}

/// The view of a service.
pub fn view(site: &Site, id: ServiceId, here: &Permalink) -> ServiceView {
    let service = &site.typed.services.all[id];
    let keys = &service.keys;
    let front = &site.pages[service.page].page.front;
    let owner = front
        .owner
        .as_ref()
        .map(|owner| reference::owner(site, owner));
    let (owner, owner_contact) = owner.map_or((None, None), |(name, way)| (Some(name), way));
    let sunset = keys.sunset.as_ref().map(|sunset| SunsetView {
        date: sunset.date.map(DateView::from),
        replaced_by: sunset.replaced_by.as_ref().and_then(|written| {
            let one = std::slice::from_ref(written);
            reference::written_services(site, one, here).pop()
        }),
    });
    let pages = |pages: &[usize]| -> Vec<RefView> {
        let pages = pages.iter().filter(|page| site.pages[**page].written);
        pages
            .map(|page| reference::page(site, *page, here))
            .collect()
    };
    let (mut takes_over, still) = duties::boxes(site, id, here);
    if takes_over.lines.is_empty() {
        let lines = keys.takes_over.iter();
        takes_over.lines = lines
            .map(|(text, _)| DutyView {
                text: text.clone(),
                docs: Vec::new(),
            })
            .collect();
    }
    let current = current::links(site, id, here);
    // What is told once is never frozen in a version.
    let is_told = site.part != Part::Versioned;
    ServiceView {
        id: service.id.clone(),
        lifecycle: keys.lifecycle.map(|state| LifecycleView {
            word: state.word(),
            promise: reference::promise(site, state),
        }),
        category: keys
            .category
            .as_ref()
            .map(|category| reference::written_category(site, category, here)),
        owner,
        owner_contact,
        providers: reference::written_providers(site, &keys.providers),
        users: service.users,
        products: products(site, service),
        sunset,
        replaces: reference::services(site, &service.replaces, here),
        benefits: benefits(site, id, here),
        roadmap: roadmap::items(site, here, &format!("service={}", service.id), |one| {
            is_told && one.services.contains(&id)
        }),
        takes_over,
        still,
        matrices: duties::matrices(site, id, here),
        start: keys.start.iter().map(|step| inline::html(step)).collect(),
        start_words: keys.start.clone(),
        request: keys
            .request
            .as_ref()
            .map(|(request, _)| reference::destination(site, request, here)),
        facts: facts(site, service),
        offerings: offerings(site, service),
        day2: day2(site, id),
        defaults: defaults(site, &keys.defaults),
        runs_on: reference::written_services(site, &keys.runs_on, here),
        carries: reference::services(site, &service.carries, here),
        integrates_with: integrates_with(site, service, here),
        meets: meets(site, service, here),
        support: keys.support.as_ref().map(support::view),
        events: match is_told {
            true => events::next(site, &site.typed.events.of_service(id), here),
            false => Vec::new(),
        },
        communities: match is_told {
            true => communities::of_service(site, id, here),
            false => Vec::new(),
        },
        pages: pages(&service.pages),
        about: pages(&service.about),
        also: keys.also.iter().map(|(name, _)| name.clone()).collect(),
        news: is_told.then(|| news::of_service(site, id, here)).flatten(),
        current_script: (!current.is_empty())
            .then(|| current::script(site, id, here))
            .flatten(),
        current,
    }
}

fn benefits(site: &Site, id: ServiceId, here: &Permalink) -> Vec<BenefitView> {
    let service = &site.typed.services.all[id];
    let view = |benefit| BenefitView::of(site, id, benefit, here);
    service.keys.benefits.iter().map(view).collect()
}

fn products(site: &Site, service: &Service) -> Vec<RefView> {
    let Some(UsedBy::Products(written)) = &service.keys.used_by else {
        return Vec::new();
    };
    let name = |(id, _): &crate::load::Written| match site.typed.ids.find(Kind::Product, id) {
        Some(index) => RefView::named(&site.typed.platform.products[index].name),
        None => RefView {
            known: !site.typed.ids.has(Kind::Product),
            ..RefView::named(id)
        },
    };
    written.iter().map(name).collect()
}

/// The author's facts, then those that come from other keys.
fn facts(site: &Site, service: &Service) -> Vec<FactView> {
    let keys = &service.keys;
    let mut facts: Vec<FactView> = keys.facts.iter().map(FactView::of).collect();
    let mut add = |label: &str, text: String, url| {
        facts.push(FactView {
            label: label.to_owned(),
            text,
            url,
        });
    };
    let providers = reference::written_providers(site, &keys.providers);
    if !providers.is_empty() {
        let names: Vec<String> = providers.into_iter().map(|one| one.text).collect();
        add("Runs at", names.join(", "), None);
    }
    if let Some(users) = service.users {
        let text = match site.typed.platform.product_count {
            Some(all) => format!("{users} of {all} products"),
            None if users == 1 => "one product".to_owned(),
            None => format!("{users} products"),
        };
        add("Used by", text, None);
    }
    if let Some(status) = &keys.status {
        let seen = reference::contact(status);
        add("Is it up?", seen.text, seen.url);
    }
    facts
}

/// What this service says, as it is written, then the services that say it of this one.
fn integrates_with(site: &Site, service: &Service, here: &Permalink) -> Vec<RefView> {
    let written = &service.keys.integrates_with;
    let mut all = reference::written_services(site, written, here);
    let said = site.typed.ids.find_all(Kind::Service, written);
    let others = service
        .integrates_with
        .iter()
        .filter(|id| !said.contains(id));
    all.extend(others.map(|id| reference::service(site, *id, here)));
    all
}

fn meets(site: &Site, service: &Service, here: &Permalink) -> Vec<NeedMetView> {
    let mut met = Vec::new();
    for (id, _) in &service.keys.meets {
        let mut text = None;
        let mut personas = Vec::new();
        for (index, persona) in site.typed.platform.personas.iter().enumerate() {
            if let Some(need) = persona.needs.iter().find(|need| need.id.0 == *id) {
                text.get_or_insert_with(|| need.text.clone());
                personas.push(reference::persona(site, index, here));
            }
        }
        met.push(NeedMetView {
            text: text.unwrap_or_else(|| id.clone()),
            personas,
        });
    }
    met
}
