//! Pages that are made from what is typed: the catalogue, comparisons, benefits, personas.
//!
//! A page that an author writes at the address of such a page is its beginning: title and text are
//! the author's, what is made follows.

use crate::date::Quarter;
use crate::load::{Platform, TypedFiles};
use crate::path::Permalink;

use super::news::News;
use super::responsibilities::Responsibilities;
use super::roadmap::{ItemId, Roadmap};
use super::service::Services;

/// A page that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Made {
    /// `/services/`: all services.
    Catalogue,
    /// `/services/compare/<category>/`: the facts of the services of a category.
    Compare(usize),
    /// `/services/connections/`: what runs on what.
    Connections,
    /// `/benefits/`: what the platform is good for, by persona.
    Benefits,
    /// `/personas/`: for whom it is.
    Personas,
    /// `/responsibilities/`: every task, and who does it.
    Responsibilities,
    /// `/responsibilities/<party>/`: everything that one party does.
    Party(usize),
    /// `/responsibilities/<matrix>/`: one matrix, whole.
    Matrix(usize),
    /// `/personas/<id>/`: what there is for one persona.
    Persona(usize),
    /// `/roadmap/`: the board.
    Roadmap,
    /// `/roadmap/timeline/`: what comes when.
    Timeline,
    /// `/roadmap/balance/`: how the work is divided.
    Balance,
    /// `/roadmap/goals/`: what serves which goal.
    Goals,
    /// `/roadmap/changes/`: how the roadmap changed.
    Changes,
    /// `/roadmap/<quarter>/`: what was promised for a quarter, and what became of it.
    Quarter(Quarter),
    /// `/roadmap/<item>/`: one item.
    Item(ItemId),
    /// `/feedback/`: what people said, and what was done about it.
    Feedback,
    /// `/surveys/<id>/`: the waves of a survey.
    Survey(usize),
    /// `/interviews/<id>/`: what was learned from interviews.
    Interview(usize),
    /// `/events/`: all events, and `/events.ics`.
    Events,
    /// `/events/<id>/`: an event or a series, and `/events/<id>.ics`.
    Event(usize),
    /// `/communities/`: where people meet.
    Communities,
    /// `/scorecard/`: what the platform measures itself by.
    Scorecard,
    /// `/glossary/`: the words of the platform.
    Glossary,
    /// `/news/`: what is new.
    News,
    /// `/changes/`: what is different from the version before.
    WhatChanged,
}

/// The pages that this site has, and their addresses.
pub fn build(
    platform: &Platform,
    files: &TypedFiles,
    services: &Services,
    news: &News,
    roadmap: &Roadmap,
) -> Vec<(Made, Permalink)> {
    let mut made = Vec::new();
    let mut add = |page, id: &str| made.push((page, Permalink::of_page(id)));
    if !services.all.is_empty() {
        add(Made::Catalogue, "services");
    }
    for (index, category) in platform.categories.iter().enumerate() {
        let of_category = |service: &&super::service::Service| service.category == Some(index);
        let many = services.all.iter().filter(of_category).count() > 1;
        if many && !category.facts.is_empty() {
            let name = part(&category.id.0);
            add(Made::Compare(index), &format!("services/compare/{name}"));
        }
    }
    let is_connected = |service: &super::service::Service| {
        !service.runs_on.is_empty() || !service.integrates_with.is_empty()
    };
    if services.all.iter().any(is_connected) {
        add(Made::Connections, "services/connections");
    }
    let has_benefit = |service: &super::service::Service| !service.keys.benefits.is_empty();
    let has_needs = platform.personas.iter().any(|one| !one.needs.is_empty());
    if has_needs || services.all.iter().any(has_benefit) {
        add(Made::Benefits, "benefits");
    }
    if !platform.personas.is_empty() {
        add(Made::Personas, "personas");
    }
    for (index, persona) in platform.personas.iter().enumerate() {
        let name = part(&persona.id.0);
        add(Made::Persona(index), &format!("personas/{name}"));
    }
    if files
        .glossary
        .as_ref()
        .is_some_and(|one| !one.terms.is_empty())
    {
        add(Made::Glossary, "glossary");
    }
    if !news.all.is_empty() {
        add(Made::News, "news");
    }
    made.extend(roadmap.made());
    made
}

/// The overview, a page for each party that does anything, and one for each matrix. A matrix that is
/// called like a party stands beside it.
pub fn of_responsibilities(all: &Responsibilities, made: &mut Vec<(Made, Permalink)>) {
    if all.all.is_empty() {
        return;
    }
    let mut add = |page, id: &str| made.push((page, Permalink::of_page(id)));
    add(Made::Responsibilities, "responsibilities");
    let mut taken: Vec<String> = Vec::new();
    for (index, party) in all.parties.iter().enumerate() {
        let name = part(&party.id.0).to_lowercase();
        if all.is_busy(index) && !taken.contains(&name) {
            add(Made::Party(index), &format!("responsibilities/{name}"));
            taken.push(name);
        }
    }
    for (index, matrix) in all.all.iter().enumerate() {
        let path: Vec<String> = matrix.file.id.split('/').map(part).collect();
        let name = path.join("/").to_lowercase();
        let name = match taken.contains(&name) {
            true => format!("matrix-{name}"),
            false => name,
        };
        add(Made::Matrix(index), &format!("responsibilities/{name}"));
    }
}

impl Made {
    /// Whether it has a calendar file beside it: `events.ics` beside `events/`.
    pub fn has_calendar(self) -> bool {
        matches!(self, Self::Events | Self::Event(_))
    }
}

/// An id as a part of an address. Ids that are none are said, and must not lead out of the site.
pub(super) fn part(id: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || letter == '-';
    let part: String = id
        .chars()
        .map(|letter| if plain(letter) { letter } else { '-' })
        .collect();
    match part.is_empty() {
        true => "-".to_owned(),
        false => part,
    }
}
