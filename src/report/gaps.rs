//! What services lack, and what personas need and nothing gives them.

use serde::Serialize;

use crate::diagnostic::suggest;
use crate::load::service::{Day2, Lifecycle};
use crate::model::roadmap::needs::Given;
use crate::model::{Service, ServiceId, Site};

use super::paper::Target;
use super::{PageRef, page_ref};

/// What is missing.
#[derive(Clone, Debug, Serialize)]
pub struct Gaps {
    /// How many services are live. Only they are looked at: the others may be incomplete.
    pub live: usize,
    /// How many of them lack nothing.
    pub complete: usize,
    /// Each kind of gap that any of them has.
    pub kinds: Vec<Gap>,
    /// The needs of personas that neither a service meets nor an item that was shipped.
    pub unmet: Vec<Unmet>,
    /// The needs that an item met when it was shipped, and no service says so yet.
    pub unsaid: Vec<Unsaid>,
}

/// Something that services lack.
#[derive(Clone, Debug, Serialize)]
pub struct Gap {
    /// Its word: `support`, `benefit`, `day2`, `responsibilities`, `how-to`, `owner`,
    /// `restore-test`.
    pub kind: &'static str,
    /// What it is, for people: `no support`.
    pub title: &'static str,
    /// What would close it.
    pub help: &'static str,
    /// The services that have it.
    pub services: Vec<PageRef>,
}

/// A need that nothing meets.
#[derive(Clone, Debug, Serialize)]
pub struct Unmet {
    /// The need's id.
    pub id: String,
    /// The need.
    pub need: String,
    /// Whose it is.
    pub persona: String,
}

/// A need that a shipped item meets, and no service.
#[derive(Clone, Debug, Serialize)]
pub struct Unsaid {
    /// The need's id.
    pub id: String,
    /// The need.
    pub need: String,
    /// Whose it is.
    pub persona: String,
    /// The id of the item.
    pub item: String,
    /// What to do: "add `restore` to `meets` of `postgres`".
    pub help: String,
}

/// Whether a service lacks something.
type Lacks = fn(&Site, ServiceId, &Service) -> bool;

/// Every kind of gap: its word, what it is, what closes it, and who has it.
const KINDS: [(&str, &str, &str, Lacks); 7] = [
    (
        "owner",
        "no owner",
        "`owner` names the team that keeps it running",
        |site, _, service| site.pages[service.page].page.front.owner.is_none(),
    ),
    (
        "support",
        "no support",
        "`support` says where to ask and when somebody answers",
        |_, _, service| service.keys.support.is_none(),
    ),
    (
        "benefit",
        "no benefit",
        "`[benefit]` says what it is good for, by persona",
        |_, _, service| service.keys.benefits.is_empty(),
    ),
    (
        "day2",
        "no day 2",
        "`[day2]` says what happens after the first day: patching, backup, restore",
        |_, _, service| service.keys.day2.is_empty(),
    ),
    (
        "responsibilities",
        "no responsibilities",
        "a file in content/responsibilities/ says who does what",
        |site, id, _| site.typed.responsibilities.of_service(id).is_empty(),
    ),
    (
        "how-to",
        "no how-to",
        "`start` lists the first steps, or a page with `services` shows them",
        |_, _, service| {
            service.keys.start.is_empty() && service.pages.is_empty() && service.about.is_empty()
        },
    ),
    (
        "restore-test",
        "a restore that was never tested",
        "`tested` below `[day2]` is the day somebody last tried it",
        |_, _, service| {
            // Labels are free, so a mistyped one is no error: it must not hide the gap either.
            let is_restore = |task: &Day2| {
                let known = ["restore", "recovery"];
                let label = suggest::nearest(&task.label.0, known.into_iter());
                label.is_some() || task.rto.is_some() || task.rpo.is_some()
            };
            let tasks = &service.keys.day2;
            let is_tested = tasks.iter().any(|task| task.tested.is_some());
            !is_tested && tasks.iter().any(is_restore)
        },
    ),
];

/// What is missing on a site.
pub fn of(site: &Site) -> Gaps {
    let is_live =
        |service: &Service| matches!(service.keys.lifecycle, None | Some(Lifecycle::Live));
    let services = site.typed.services.all.iter().enumerate();
    let live: Vec<(ServiceId, &Service)> = services.filter(|(_, one)| is_live(one)).collect();
    let mut lacking = vec![false; live.len()];
    let mut kinds = Vec::new();
    for (kind, title, help, lacks) in KINDS {
        let mut services = Vec::new();
        for (at, (id, service)) in live.iter().enumerate() {
            if lacks(site, *id, service) {
                lacking[at] = true;
                services.push(page_ref(&Target::page(site, service.page)));
            }
        }
        if !services.is_empty() {
            kinds.push(Gap {
                kind,
                title,
                help,
                services,
            });
        }
    }
    let (unmet, unsaid) = needs(site);
    Gaps {
        live: live.len(),
        complete: lacking.iter().filter(|lacks| !**lacks).count(),
        kinds,
        unmet,
        unsaid,
    }
}

/// The needs that no service meets: those that nothing meets, and those that a shipped item does.
fn needs(site: &Site) -> (Vec<Unmet>, Vec<Unsaid>) {
    let roadmap = &site.typed.roadmap;
    let (mut unmet, mut unsaid) = (Vec::new(), Vec::new());
    let personas = site.typed.platform.personas.iter();
    for (persona, for_them) in personas.zip(&site.typed.personas) {
        for (need, met) in persona.needs.iter().zip(&for_them.met) {
            if !met.is_empty() {
                continue;
            }
            let (id, text, name) = (&need.id.0, &need.text, &persona.name);
            match roadmap.shipped_for(id).first() {
                Some(item) => {
                    let item = &roadmap.items[*item];
                    let given = Given { item, need: id };
                    unsaid.push(Unsaid {
                        id: id.clone(),
                        need: text.clone(),
                        persona: name.clone(),
                        item: item.item.id.0.clone(),
                        help: given.advice(site),
                    });
                }
                None => unmet.push(Unmet {
                    id: id.clone(),
                    need: text.clone(),
                    persona: name.clone(),
                }),
            }
        }
    }
    (unmet, unsaid)
}

/// What one service lacks.
pub fn of_service(site: &Site, id: ServiceId) -> Vec<(&'static str, &'static str)> {
    let service = &site.typed.services.all[id];
    let kinds = KINDS.into_iter();
    let lacking = kinds.filter(|(.., lacks)| lacks(site, id, service));
    lacking.map(|(_, title, help, _)| (title, help)).collect()
}
