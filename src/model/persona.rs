//! What there is for each persona.

use crate::load::Platform;

use super::ids::{Ids, Kind};
use super::service::{ServiceId, Services};
use super::{PageId, PageNode};

/// What there is for one persona; its index is that of the persona in the vocabulary.
#[derive(Default)]
pub struct ForPersona {
    /// The benefits that services have for them: the service and the benefit's index there.
    pub benefits: Vec<(ServiceId, usize)>,
    /// The services that are for them.
    pub services: Vec<ServiceId>,
    /// Other pages for them.
    pub pages: Vec<PageId>,
    /// The services that meet each of their needs, in the order of the needs.
    pub met: Vec<Vec<ServiceId>>,
}

/// What there is for each persona of the vocabulary.
pub fn build(
    platform: &Platform,
    pages: &[PageNode],
    services: &Services,
    ids: &Ids,
) -> Vec<ForPersona> {
    let mut all: Vec<ForPersona> = Vec::with_capacity(platform.personas.len());
    for persona in &platform.personas {
        let meets = |need: &str| -> Vec<ServiceId> {
            let meets = |(_, service): &(usize, &super::service::Service)| {
                service.keys.meets.iter().any(|(id, _)| id == need)
            };
            let services = services.all.iter().enumerate().filter(meets);
            services.map(|(index, _)| index).collect()
        };
        all.push(ForPersona {
            met: persona.needs.iter().map(|need| meets(&need.id.0)).collect(),
            ..ForPersona::default()
        });
    }
    for (index, service) in services.all.iter().enumerate() {
        for persona in &service.personas {
            all[*persona].services.push(index);
        }
        for (at, benefit) in service.keys.benefits.iter().enumerate() {
            if let Some(persona) = ids.find(Kind::Persona, &benefit.persona.0) {
                all[persona].benefits.push((index, at));
            }
        }
    }
    for (page, node) in pages.iter().enumerate() {
        // Most pages of a large site are for nobody in particular.
        if node.page.front.personas.is_empty() {
            continue;
        }
        // News have a list of their own.
        if services.of_page(page).is_none() && node.page.news.is_none() {
            for persona in ids.find_all(Kind::Persona, &node.page.front.personas) {
                all[persona].pages.push(page);
            }
        }
    }
    all
}
