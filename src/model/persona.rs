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
                service.is_there() && service.keys.meets.iter().any(|(id, _)| id == need)
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
        // Nobody has anything of a service that is switched off.
        if !service.is_there() {
            continue;
        }
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

#[cfg(test)]
mod tests {
    use crate::inputs::Inputs;
    use crate::load::{self, LoadMemo};
    use crate::model::Site;

    const PLATFORM: &str = "[[persona]]\nid = \"dev\"\nname = \"Developer\"\ngroup = \"developer\"\n\
                            needs = { restore = \"A restore without a ticket\" }\n";

    fn site(lifecycle: &str, item: &str) -> Site {
        let service = format!(
            "+++\nlifecycle = \"{lifecycle}\"\nmeets = [\"restore\"]\nbenefit = {{ dev = \"x\" }}\n+++\n# A\n"
        );
        let inputs = Inputs::from_texts([
            ("content/platform.toml", PLATFORM),
            ("content/services/a.md", service.as_str()),
            ("content/roadmap/items.toml", item),
        ]);
        Site::assemble(&inputs, &load::load(&inputs, &LoadMemo::default())).0
    }

    #[test]
    fn nobody_has_anything_of_a_service_that_is_switched_off() {
        for (lifecycle, count) in [("live", 1), ("deprecated", 1), ("retired", 0)] {
            let site = site(lifecycle, "");
            let dev = &site.typed.personas[0];
            assert_eq!(dev.benefits.len(), count, "{lifecycle}");
            assert_eq!(dev.services.len(), count, "{lifecycle}");
            assert_eq!(dev.met[0].len(), count, "{lifecycle}");
        }
    }

    #[test]
    fn what_is_paused_is_not_promised_for_a_need() {
        for (status, count) in [
            ("building", 1),
            ("paused", 0),
            ("dropped", 0),
            ("shipped", 0),
        ] {
            let item = format!(
                "[[item]]\nid = \"r\"\ntitle = \"R\"\nstatus = \"{status}\"\nmeets = [\"restore\"]\n"
            );
            let roadmap = site("retired", &item).typed.roadmap;
            assert_eq!(roadmap.planned_for("restore").len(), count, "{status}");
        }
    }
}
