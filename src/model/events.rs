//! Events, series and communities, linked to services, personas and to each other.

use std::sync::Arc;

use crate::load::communities::Community;
use crate::load::events::Entry;
use crate::load::{self, TypedFiles, Written};
use crate::path::{Permalink, SitePath};

use super::Site;
use super::ids::{Ids, Kind};
use super::made::{Made, part};
use super::service::ServiceId;

/// Index of an event or a series in [`Events::all`].
pub type EventId = usize;

/// All events and series, and the communities that meet at them.
#[derive(Default)]
pub struct Events {
    file: Option<Arc<load::events::Events>>,
    communities: Option<Arc<load::communities::Communities>>,
    /// What each event and series refers to.
    links: Vec<Links>,
    /// What each community refers to.
    of_communities: Vec<CommunityLinks>,
}

/// What an event refers to, in the order in which it is written; of a series also what its single
/// occurrences name.
#[derive(Default)]
pub struct Links {
    /// For whom it is.
    pub personas: Vec<usize>,
    /// The services it is about.
    pub services: Vec<ServiceId>,
}

/// What a community refers to.
#[derive(Default)]
pub struct CommunityLinks {
    /// The events and series at which it meets.
    pub meets: Vec<EventId>,
    /// The services it is about.
    pub services: Vec<ServiceId>,
}

impl Events {
    /// Declares the ids of events, series and communities, and follows their references.
    pub(super) fn link(files: &TypedFiles, ids: &mut Ids) -> Self {
        let mut events = Self {
            file: files.events.clone(),
            communities: files.communities.clone(),
            ..Self::default()
        };
        if let Some(file) = &files.events {
            for (index, entry) in file.entries.iter().enumerate() {
                let kind = match entry.series {
                    Some(_) => Kind::Series,
                    None => Kind::Event,
                };
                ids.declare(kind, &entry.id, index, &file.file);
            }
            events.links = file.entries.iter().map(|one| links(one, ids)).collect();
        }
        if let Some(file) = &files.communities {
            for (index, community) in file.all.iter().enumerate() {
                ids.declare(Kind::Community, &community.id, index, &file.file);
            }
            let links = |one: &Community| CommunityLinks {
                meets: one.meets.iter().filter_map(|id| find(id, ids)).collect(),
                services: ids.find_all(Kind::Service, &one.services),
            };
            events.of_communities = file.all.iter().map(links).collect();
        }
        events
    }

    /// The events that stand alone, then the series, in the author's order.
    pub fn all(&self) -> &[Entry] {
        self.file.as_ref().map_or(&[], |file| &file.entries)
    }

    /// What an event refers to.
    pub fn links(&self, event: EventId) -> &Links {
        &self.links[event]
    }

    /// The communities, in the author's order.
    pub fn communities(&self) -> &[Community] {
        self.communities.as_ref().map_or(&[], |file| &file.all)
    }

    /// What a community refers to.
    pub fn community_links(&self, community: usize) -> &CommunityLinks {
        &self.of_communities[community]
    }

    /// The events that are about a service, those of its communities too.
    pub fn of_service(&self, service: ServiceId) -> Vec<EventId> {
        let communities = self.of_communities.iter();
        let theirs = communities.filter(|one| one.services.contains(&service));
        let met: Vec<EventId> = theirs.flat_map(|one| one.meets.clone()).collect();
        let named = |event: &EventId| self.links[*event].services.contains(&service);
        let all = 0..self.links.len();
        all.filter(|event| named(event) || met.contains(event))
            .collect()
    }

    /// The events that are for a persona by name.
    pub fn of_persona(&self, persona: usize) -> Vec<EventId> {
        let named = |event: &EventId| self.links[*event].personas.contains(&persona);
        (0..self.links.len()).filter(named).collect()
    }

    /// The pages that are made from events and communities, and their addresses.
    pub(super) fn made(&self) -> Vec<(Made, Permalink)> {
        let mut made = Vec::new();
        if !self.all().is_empty() {
            made.push((Made::Events, Permalink::of_page("events")));
        }
        for (index, entry) in self.all().iter().enumerate() {
            if !entry.id.0.is_empty() {
                let name = format!("events/{}", part(&entry.id.0));
                made.push((Made::Event(index), Permalink::of_page(&name)));
            }
        }
        if !self.communities().is_empty() {
            made.push((Made::Communities, Permalink::of_page("communities")));
        }
        made
    }
}

/// What an event or series of this id is.
fn find((id, _): &Written, ids: &Ids) -> Option<EventId> {
    let series = ids.find(Kind::Series, id);
    series.or_else(|| ids.find(Kind::Event, id))
}

fn links(entry: &Entry, ids: &Ids) -> Links {
    let mut links = Links {
        personas: ids.find_all(Kind::Persona, &entry.words.personas),
        services: ids.find_all(Kind::Service, &entry.words.services),
    };
    let own = entry.occurrences.iter().filter_map(|one| one.own.as_ref());
    for words in own {
        for persona in ids.find_all(Kind::Persona, &words.personas) {
            if !links.personas.contains(&persona) {
                links.personas.push(persona);
            }
        }
        for service in ids.find_all(Kind::Service, &words.services) {
            if !links.services.contains(&service) {
                links.services.push(service);
            }
        }
    }
    links
}

impl Site {
    /// The address of a page or a file of this site by its path below `content/`.
    pub fn way(&self, text: &str) -> Option<&Permalink> {
        let path = text.trim_matches('/');
        if let Some(page) = self.page_of_id(path.trim_end_matches(".md")) {
            return Some(&self.pages[page].permalink);
        }
        let file = SitePath::new(&format!("content/{path}"))?;
        self.assets.get(&file).map(|asset| &asset.permalink)
    }
}
