//! Items of the roadmap inside a page: `:::roadmap service="postgres"`.

use serde::Serialize;

use crate::inputs::Part;
use crate::markdown::Embed;
use crate::model::{Kind, Made, ServiceId, Site};
use crate::path::{Permalink, encode};
use crate::render::subject::reference;
use crate::render::subject::table::bullets;

use super::{ItemEntryView, ItemsView, items};

/// What a page shows of the roadmap.
#[derive(Clone, Debug, Serialize)]
pub struct PromisesView {
    /// What it is: "Roadmap: Managed PostgreSQL, Developer".
    pub title: String,
    /// What its headings' ids begin with.
    pub id: String,
    /// The items; none where nothing fits, and on a page of a version.
    pub items: Option<ItemsView>,
    /// Whether the items are told beside all versions: a version never changes, and promises do.
    pub is_told_elsewhere: bool,
    /// What a script fills in there: `service=postgres`; none where it cannot.
    pub query: Option<String>,
    /// The board, narrowed to these.
    pub url: String,
}

/// The service, persona and goal that an embed asks for; an inner none where nothing is asked.
struct Wanted {
    service: Option<ServiceId>,
    persona: Option<usize>,
    goal: Option<usize>,
}

impl Wanted {
    /// None where something asked for is not declared.
    fn of(site: &Site, embed: &Embed) -> Option<Self> {
        let find = |kind: Kind, key: &str| match embed.argument(key) {
            None => Some(None),
            Some(id) => site.typed.ids.find(kind, id).map(Some),
        };
        Some(Self {
            service: find(Kind::Service, "service")?,
            persona: find(Kind::Persona, "persona")?,
            goal: find(Kind::Goal, "goal")?,
        })
    }

    /// Names of what is asked for, and the query of the board for it.
    fn described(&self, site: &Site) -> (Vec<String>, String) {
        let typed = &site.typed;
        let service = self.service.map(|id| {
            let service = &typed.services.all[id];
            (
                site.pages[service.page].title.clone(),
                "service",
                service.id.as_str(),
            )
        });
        let persona = self.persona.map(|id| {
            let persona = &typed.platform.personas[id];
            (persona.name.clone(), "persona", persona.id.0.as_str())
        });
        let goal = self.goal.map(|id| {
            let goal = &typed.platform.goals[id];
            (goal.name.clone(), "goal", goal.id.0.as_str())
        });
        let all = [service, persona, goal].into_iter().flatten();
        let (names, query): (Vec<_>, Vec<_>) = all
            .map(|(name, key, id)| (name, format!("{key}={}", encode(&id.to_lowercase()))))
            .unzip();
        (names, query.join("&"))
    }
}

/// What an embed shows. None where it names something that is not declared, or there is no roadmap.
pub fn embedded(
    site: &Site,
    embed: &Embed,
    number: usize,
    here: &Permalink,
) -> Option<PromisesView> {
    if !embed.subject.0.is_empty() {
        return None;
    }
    let wanted = Wanted::of(site, embed)?;
    let board = site.typed.made_permalink(Made::Roadmap)?;
    let (names, query) = wanted.described(site);
    let is_told_elsewhere = site.part == Part::Versioned;
    let fits = |one: &crate::model::roadmap::RoadmapItem| {
        wanted.service.is_none_or(|id| one.services.contains(&id))
            && wanted.persona.is_none_or(|id| one.personas.contains(&id))
            && wanted.goal.is_none_or(|id| one.goals.contains(&id))
    };
    let shown = match is_told_elsewhere {
        true => None,
        false => items(site, here, &query, fits),
    };
    let board = here.relative(board);
    let of_service = told_service(site, embed).is_some();
    Some(PromisesView {
        title: match names.is_empty() {
            true => "Roadmap".to_owned(),
            false => format!("Roadmap: {}", names.join(", ")),
        },
        id: format!("roadmap-{}", number + 1),
        items: shown,
        is_told_elsewhere,
        url: match query.is_empty() {
            true => board,
            false => format!("{board}?{query}"),
        },
        query: (is_told_elsewhere && of_service).then_some(query),
    })
}

/// The service of an embed that asks for a service and nothing else: what is told of it today can be
/// put into a page of a version.
pub fn told_service(site: &Site, embed: &Embed) -> Option<ServiceId> {
    let wanted = Wanted::of(site, embed)?;
    let is_all = wanted.persona.is_none() && wanted.goal.is_none();
    wanted.service.filter(|_| is_all)
}

impl PromisesView {
    /// The same as markdown, below headings of this level.
    pub fn words(&self, level: &str) -> String {
        let Some(items) = &self.items else {
            let link = |text: &str| reference::link(text, Some(&self.url));
            return match self.is_told_elsewhere {
                true => format!("{}\n", link(&self.title)),
                false => format!("Nothing on {} fits.\n", link("the roadmap")),
            };
        };
        let mut out = String::new();
        for (heading, entries) in [("Coming", &items.coming), ("Shipped", &items.shipped)] {
            if !entries.is_empty() {
                let lines = bullets(entries.iter().map(ItemEntryView::words));
                out.push_str(&format!("\n{level} {heading}\n\n{lines}"));
            }
        }
        out
    }
}
