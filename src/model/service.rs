//! The services of a site, linked to each other and to the vocabulary.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::load::front::service_place;
use crate::load::service::{Lifecycle, UsedBy};
use crate::load::{self, Platform};

use super::ids::{Ids, Kind};
use super::{Child, PageId, PageNode, Section};

/// Index of a service in [`Services::all`].
pub type ServiceId = usize;

/// The parts of a service's page that are made of what is known of it: the ids of their headings, and the
/// headings.
pub const PARTS: [(&str, &str); 13] = [
    ("service-takes-over", "You no longer have to"),
    ("service-still", "You still do"),
    ("service-start", "How to start"),
    ("service-benefits", "What it is good for"),
    ("service-offerings", "Offerings"),
    ("service-matrices", "Who does what"),
    ("service-day2", "Day 2"),
    ("service-defaults", "Set before you come"),
    ("service-connections", "Connections"),
    ("service-support", "Help"),
    ("service-news", "News"),
    ("service-roadmap", "Roadmap"),
    ("service-events", "Meet us"),
];

/// A service. Lists of others are indices, in the order in which they are written.
pub struct Service {
    /// Its page.
    pub page: PageId,
    /// Its id: `postgres`.
    pub id: String,
    /// What its page says.
    pub keys: Arc<load::service::Service>,
    /// Its category.
    pub category: Option<usize>,
    /// The team that owns it.
    pub team: Option<usize>,
    /// Its clouds, those of its offerings too.
    pub providers: Vec<usize>,
    /// For whom it is: the personas of its page and of its benefits, in the platform's order.
    pub personas: Vec<usize>,
    /// What it runs on.
    pub runs_on: Vec<ServiceId>,
    /// What runs on it.
    pub carries: Vec<ServiceId>,
    /// What it works together with, whichever of the two says so.
    pub integrates_with: Vec<ServiceId>,
    /// How many products use it.
    pub users: Option<u64>,
    /// What to use instead, when it ends.
    pub replaced_by: Option<ServiceId>,
    /// What it replaces.
    pub replaces: Vec<ServiceId>,
    /// Its other pages, in its folder.
    pub pages: Vec<PageId>,
    /// Pages elsewhere that are about it.
    pub about: Vec<PageId>,
}

/// All services.
#[derive(Default)]
pub struct Services {
    /// The services, in reading order.
    pub all: Vec<Service>,
    of_page: HashMap<PageId, ServiceId>,
}

impl Service {
    /// Whether it is not switched off: there, or planned.
    pub fn is_there(&self) -> bool {
        self.keys.lifecycle != Some(Lifecycle::Retired)
    }

    /// Whether its page has a part; None where that depends on what others write, as its matrix or the
    /// roadmap, and may change without this service.
    pub fn has_part(&self, part: &str) -> Option<bool> {
        let keys = &self.keys;
        Some(match part {
            "service-start" => !keys.start.is_empty() || keys.request.is_some(),
            "service-benefits" => !keys.benefits.is_empty(),
            "service-offerings" => !keys.offerings.is_empty(),
            "service-day2" => !keys.day2.is_empty(),
            "service-defaults" => !keys.defaults.is_empty(),
            "service-support" => keys.support.is_some(),
            _ => return None,
        })
    }
}

impl Services {
    /// The ids that services have now, by those they had; without ids that another service has now.
    pub fn former(&self, pages: &[PageNode]) -> BTreeMap<String, String> {
        let mut former = BTreeMap::new();
        for service in &self.all {
            for (written, _) in &pages[service.page].page.front.moved_from {
                let page = written.trim().trim_matches('/').trim_end_matches(".md");
                let was = page.strip_prefix("services/");
                let is_free = |id: &&str| !self.all.iter().any(|one| one.id == *id);
                if let Some(was) = was.filter(is_free) {
                    former.insert(was.to_owned(), service.id.clone());
                }
            }
        }
        former
    }

    /// Finds the services among the pages, declares their ids and follows their references.
    pub(super) fn build(
        pages: &[PageNode],
        sections: &[Section],
        platform: Option<&Platform>,
        ids: &mut Ids,
    ) -> Self {
        let mut services = Self::default();
        let mut addresses = HashMap::new();
        for page in in_reading_order(pages, sections) {
            let node = &pages[page];
            let (Some(keys), Some(id)) = (&node.page.service, service_place(&node.page.file))
            else {
                continue;
            };
            // Two files of one address are one finding: only the first is published, and who names
            // the other means it.
            let first = *addresses.entry(&node.permalink).or_insert(page);
            if first != page {
                if let Some(index) = services.of_page(first) {
                    ids.declare_file(Kind::Service, &id, index, &pages[first].page.file);
                }
                continue;
            }
            if platform.is_none() && !keys.has_keys {
                continue;
            }
            let index = services.all.len();
            ids.declare_file(Kind::Service, &id, index, &node.page.file);
            services.of_page.insert(page, index);
            services.all.push(Service::unlinked(page, id, keys.clone()));
        }
        for index in 0..services.all.len() {
            services.link(index, pages, platform, ids);
        }
        services.link_back();
        services.find_pages(pages, ids);
        services
    }

    /// The service whose page this is.
    pub fn of_page(&self, page: PageId) -> Option<ServiceId> {
        self.of_page.get(&page).copied()
    }

    fn link(
        &mut self,
        index: ServiceId,
        pages: &[PageNode],
        platform: Option<&Platform>,
        ids: &Ids,
    ) {
        let service = &mut self.all[index];
        let front = &pages[service.page].page.front;
        let keys = service.keys.clone();
        let find = |kind, written: &Option<load::Written>| {
            written.as_ref().and_then(|(id, _)| ids.find(kind, id))
        };
        service.category = find(Kind::Category, &keys.category);
        service.team = find(Kind::Team, &front.owner);
        service.providers = ids.find_all(Kind::Provider, &keys.providers);
        for offering in &keys.offerings {
            for provider in ids.find_all(Kind::Provider, &offering.providers) {
                if !service.providers.contains(&provider) {
                    service.providers.push(provider);
                }
            }
        }
        service.personas = ids.find_all(Kind::Persona, &front.personas);
        for benefit in &keys.benefits {
            if let Some(persona) = ids.find(Kind::Persona, &benefit.persona.0)
                && !service.personas.contains(&persona)
            {
                service.personas.push(persona);
            }
        }
        service.personas.sort_unstable();
        let not_itself = |mut found: Vec<ServiceId>| {
            found.retain(|other| *other != index);
            found
        };
        service.runs_on = not_itself(ids.find_all(Kind::Service, &keys.runs_on));
        service.integrates_with = not_itself(ids.find_all(Kind::Service, &keys.integrates_with));
        service.replaced_by = keys
            .sunset
            .as_ref()
            .and_then(|sunset| find(Kind::Service, &sunset.replaced_by))
            .filter(|other| *other != index);
        service.users = match &keys.used_by {
            Some(UsedBy::Count(count, _)) => Some(*count),
            Some(UsedBy::Products(products)) => Some(
                match platform.is_some_and(|platform| !platform.products.is_empty()) {
                    true => ids.find_all(Kind::Product, products).len() as u64,
                    false => products.len() as u64,
                },
            ),
            None => None,
        };
    }

    /// What is said at one end is known at the other.
    fn link_back(&mut self) {
        for index in 0..self.all.len() {
            for below in self.all[index].runs_on.clone() {
                self.all[below].carries.push(index);
            }
            for other in self.all[index].integrates_with.clone() {
                if !self.all[other].integrates_with.contains(&index) {
                    self.all[other].integrates_with.push(index);
                }
            }
            if let Some(other) = self.all[index].replaced_by {
                self.all[other].replaces.push(index);
            }
        }
    }

    /// The pages beside each service, and the pages elsewhere that are about it.
    fn find_pages(&mut self, pages: &[PageNode], ids: &Ids) {
        for (page, node) in pages.iter().enumerate() {
            // Most pages of a large site are about no service.
            let front = &node.page.front;
            let inside = node.page.id.strip_prefix("services/");
            if inside.is_none() && front.services.is_empty() {
                continue;
            }
            let folder = inside.and_then(|rest| rest.split_once('/'));
            let own = folder.and_then(|(id, _)| ids.find(Kind::Service, id));
            if let Some(own) = own {
                self.all[own].pages.push(page);
            }
            // News have a list of their own.
            if node.page.news.is_some() {
                continue;
            }
            for service in ids.find_all(Kind::Service, &front.services) {
                if own != Some(service) && self.of_page(page).is_none() {
                    self.all[service].about.push(page);
                }
            }
        }
    }
}

impl Service {
    fn unlinked(page: PageId, id: String, keys: Arc<load::service::Service>) -> Self {
        Self {
            page,
            id,
            keys,
            category: None,
            team: None,
            providers: Vec::new(),
            personas: Vec::new(),
            runs_on: Vec::new(),
            carries: Vec::new(),
            integrates_with: Vec::new(),
            users: None,
            replaced_by: None,
            replaces: Vec::new(),
            pages: Vec::new(),
            about: Vec::new(),
        }
    }
}

/// The pages where a service can stand, in reading order.
fn in_reading_order(pages: &[PageNode], sections: &[Section]) -> Vec<PageId> {
    let services = sections.iter().find(|section| section.folder == "services");
    let children = services.map_or(&[][..], |section| &section.children[..]);
    let page = |child: &Child| match child {
        Child::Page(page) => Some(*page),
        Child::Section(section) => sections[*section].index,
    };
    let found: Vec<PageId> = children.iter().filter_map(page).collect();
    debug_assert!(found.iter().all(|page| *page < pages.len()));
    found
}
