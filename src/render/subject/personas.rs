//! For whom the platform is: all personas, and what there is for each.

use serde::Serialize;

use crate::load::platform::PersonaGroup;
use crate::model::{Made, Site};
use crate::path::Permalink;
use crate::render::view::PersonaChoiceView;

use super::benefits::{self, KindView, NeedView};
use super::catalogue::{self, ServiceEntryView};
use super::events::{self, NextEventView};
use super::news::{self, LatestNewsView};
use super::reference::{self, RefView};
use super::roadmap::{self, ItemsView};
use super::said::{self, SaidView};
use super::table::{bullets, part, reference_bullets};

/// How many quotes stand on the page of a persona; the others are on "You said, we did".
const QUOTES: usize = 4;

/// All personas.
#[derive(Clone, Debug, Serialize)]
pub struct PersonasView {
    /// The personas, in the platform's order.
    pub personas: Vec<PersonaEntryView>,
}

/// A persona in a list.
#[derive(Clone, Debug, Serialize)]
pub struct PersonaEntryView {
    /// The id, by which a choice is kept.
    pub id: String,
    /// The name.
    pub title: String,
    /// The address of their page.
    pub url: String,
    /// What they want.
    pub wants: Option<String>,
}

/// What there is for one persona.
#[derive(Clone, Debug, Serialize)]
pub struct PersonaView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Which side of the company they are from: `developer`, `business` or `operations`.
    pub group: Option<&'static str>,
    /// What they want.
    pub wants: Option<String>,
    /// Their needs that a service meets, or an item of the roadmap that was shipped.
    pub met: Vec<NeedView>,
    /// Their needs that nothing meets.
    pub unmet: Vec<NeedView>,
    /// What services are good for, for them, by kind.
    pub benefits: Vec<KindView>,
    /// The services that are for them.
    pub services: Vec<ServiceEntryView>,
    /// The events that are for them.
    pub events: Vec<NextEventView>,
    /// Other pages for them.
    pub pages: Vec<RefView>,
    /// The latest news for them.
    pub news: Option<LatestNewsView>,
    /// What the roadmap holds for them; none where it holds nothing.
    pub roadmap: Option<ItemsView>,
    /// What they said, the newest first.
    pub quotes: Vec<SaidView>,
    /// The page "You said, we did".
    pub feedback: Option<String>,
    /// Whom to tell what is missing.
    pub product_owner: Option<RefView>,
}

/// The view of all personas.
pub fn view(site: &Site, here: &Permalink) -> PersonasView {
    PersonasView {
        personas: entries(site, here),
    }
}

/// The personas as a list.
pub fn entries(site: &Site, here: &Permalink) -> Vec<PersonaEntryView> {
    let entry = |(index, persona): (usize, &crate::load::platform::Persona)| PersonaEntryView {
        id: persona.id.0.clone(),
        title: persona.name.clone(),
        url: reference::persona(site, index, here)
            .url
            .unwrap_or_default(),
        wants: persona.wants.clone(),
    };
    let personas = site.typed.platform.personas.iter();
    personas.enumerate().map(entry).collect()
}

/// The personas that a reader may say to be.
pub fn choices(site: &Site, here: &Permalink) -> Vec<PersonaChoiceView> {
    let choice = |(index, persona): (usize, &crate::load::platform::Persona)| {
        let page = site.typed.made_permalink(Made::Persona(index))?;
        Some(PersonaChoiceView {
            id: persona.id.0.clone(),
            title: persona.name.clone(),
            url: here.relative(page),
        })
    };
    let personas = site.typed.platform.personas.iter();
    personas.enumerate().filter_map(choice).collect()
}

/// The view of one persona.
pub fn persona(site: &Site, index: usize, here: &Permalink) -> PersonaView {
    let persona = &site.typed.platform.personas[index];
    let for_them = &site.typed.personas[index];
    let needs = benefits::needs(site, index, here);
    let (met, unmet) = needs.into_iter().partition(NeedView::is_met);
    let services = for_them.services.iter();
    let pages = for_them.pages.iter();
    let pages = pages.filter(|page| site.pages[**page].written);
    let group = |group: PersonaGroup| {
        let mut names = PersonaGroup::NAMES.iter();
        let named = names.find(|(_, known)| *known == group);
        named.map_or("", |(word, _)| word)
    };
    PersonaView {
        id: persona.id.0.clone(),
        name: persona.name.clone(),
        group: persona.group.map(group),
        wants: persona.wants.clone(),
        met,
        unmet,
        benefits: benefits::kinds(site, index, here),
        services: services
            .map(|id| catalogue::entry(site, *id, here))
            .collect(),
        events: events::next(site, &site.typed.events.of_persona(index), here),
        pages: pages
            .map(|page| reference::page(site, *page, here))
            .collect(),
        news: news::of_persona(site, index, here),
        quotes: said::of_persona(site, index, QUOTES, here),
        feedback: said::feedback(site, here),
        product_owner: product_owner(site).map(|(_, way)| way),
        roadmap: roadmap::items(site, here, &format!("persona={}", persona.id.0), |one| {
            one.personas.contains(&index)
        }),
    }
}

/// The product owner's name, and the way to them.
pub fn product_owner(site: &Site) -> Option<(String, RefView)> {
    let owner = site.typed.platform.product_owner.as_ref()?;
    let contact = owner.contact.as_deref().map(reference::contact);
    let way = RefView {
        text: owner.name.clone(),
        url: contact.and_then(|contact| contact.url),
        known: true,
    };
    Some((owner.name.clone(), way))
}

impl PersonasView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let lines = self.personas.iter().map(|one| {
            let link = reference::link(&one.title, Some(&one.url));
            match &one.wants {
                Some(wants) => format!("{link}: {wants}"),
                None => link,
            }
        });
        format!("\n{}", bullets(lines))
    }
}

impl PersonaView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let met = self.met.iter();
        let met = met.map(NeedView::met_words);
        part(&mut out, "Needs that are met", &bullets(met));
        let unmet = self.unmet.iter().map(NeedView::words);
        part(&mut out, "Not met yet", &bullets(unmet));
        let benefits = benefits::kinds_in_words(&self.benefits, "###");
        part(&mut out, "What is in it for you", benefits.trim_start());
        let services: String = self.services.iter().map(ServiceEntryView::words).collect();
        part(&mut out, "Services for you", &services);
        if let Some(news) = &self.news {
            out.push_str(&news.words("News for you"));
        }
        if let Some(items) = &self.roadmap {
            items.words(&mut out);
        }
        part(
            &mut out,
            "Events for you",
            &events::next_words(&self.events),
        );
        part(&mut out, "Pages for you", &reference_bullets(&self.pages));
        let quotes = self.quotes.iter().map(SaidView::words);
        part(&mut out, "What you said", &bullets(quotes));
        out
    }
}
