//! What has to be known of a state of a site in order to compare it with another.

use serde::{Deserialize, Serialize};

use crate::model::responsibilities as model;
use crate::model::{ServiceId, Site};

/// The version of the form. A reader of another version refuses it.
pub const SCHEMA: u32 = 1;

/// A state of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The version of this form: [`SCHEMA`].
    pub schema: u32,
    /// The title of the site.
    pub title: String,
    /// Who can be responsible, in the order of the vocabulary.
    pub parties: Vec<Party>,
    /// The services, in reading order.
    pub services: Vec<Service>,
    /// The tasks of every matrix, those too that it takes over from another.
    pub tasks: Vec<Task>,
    /// The pages, by file.
    pub pages: Vec<Page>,
}

/// Who can be responsible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether it is the reader's own side.
    pub you: bool,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The id.
    pub id: String,
    /// The title of its page.
    pub title: String,
    /// How far it is: `live`; none where its page does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// Its facts and those of its offerings, in the author's order.
    pub facts: Vec<Fact>,
}

/// A fact of a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The offering that it is about; none for the whole service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offering: Option<String>,
    /// The label.
    pub label: String,
    /// The fact.
    pub text: String,
}

/// A task of a matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The matrix.
    pub matrix: String,
    /// The matrix that it is written in, where that is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The ids of the services that the matrix is about.
    pub services: Vec<String>,
    /// The phase.
    pub phase: String,
    /// The task in words.
    pub task: String,
    /// Its id, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Ids that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
    /// Ids or words of the tasks that it was split from or merged from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// The offering whose answer this is; none for the service as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offering: Option<String>,
    /// Who does it, in the order of the vocabulary.
    pub who: Vec<Share>,
    /// How far it is agreed upon: `agreed`, `proposed`, `disputed`.
    pub state: String,
    /// Why it is so, where that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What a party has to do with a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The id of the party.
    pub party: String,
    /// Its letters: `RA`; empty for one that only asks for it.
    pub letters: String,
    /// Whether it has to ask for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The id.
    pub id: String,
    /// The digest of what its file says, in hexadecimal digits.
    pub digest: String,
    /// Ids that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
}

impl Snapshot {
    /// The state of a site.
    pub fn of(site: &Site) -> Self {
        let all = &site.typed.responsibilities;
        let party = |party: &crate::load::platform::Party| Party {
            id: party.id.0.clone(),
            name: party.name.clone(),
            you: party.you,
        };
        let services = 0..site.typed.services.all.len();
        let page = |node: &crate::model::PageNode| Page {
            id: node.page.id.clone(),
            digest: node.page.digest.to_string(),
            moved_from: texts(&node.page.front.moved_from),
        };
        let mut tasks = Vec::new();
        for matrix in 0..all.all.len() {
            of_matrix(site, matrix, &mut tasks);
        }
        Self {
            schema: SCHEMA,
            title: site.config.title.clone(),
            parties: all.parties.iter().map(party).collect(),
            services: services.map(|index| service(site, index)).collect(),
            tasks,
            pages: site.pages.iter().map(page).collect(),
        }
    }

    /// The id of the reader's own side.
    pub fn you(&self) -> Option<&str> {
        let you = self.parties.iter().find(|party| party.you);
        you.map(|party| party.id.as_str())
    }
}

fn texts(all: &[crate::load::Written]) -> Vec<String> {
    all.iter().map(|(text, _)| text.clone()).collect()
}

fn service(site: &Site, index: ServiceId) -> Service {
    let service = &site.typed.services.all[index];
    let fact = |offering: Option<&String>, fact: &crate::load::service::Fact| Fact {
        offering: offering.cloned(),
        label: fact.label.0.clone(),
        text: fact.text.clone(),
    };
    let mut facts: Vec<Fact> = service
        .keys
        .facts
        .iter()
        .map(|one| fact(None, one))
        .collect();
    for offering in &service.keys.offerings {
        facts.extend(
            offering
                .facts
                .iter()
                .map(|one| fact(Some(&offering.id.0), one)),
        );
    }
    Service {
        id: service.id.clone(),
        title: site.pages[service.page].title.clone(),
        lifecycle: service.keys.lifecycle.map(|state| state.word().to_owned()),
        facts,
    }
}

fn of_matrix(site: &Site, matrix: usize, tasks: &mut Vec<Task>) {
    let all = &site.typed.responsibilities;
    let linked = &all.all[matrix];
    let services = all.services.get(matrix).map_or(&[][..], Vec::as_slice);
    let services: Vec<String> = services
        .iter()
        .filter_map(|service| site.typed.services.all.get(*service))
        .map(|service| service.id.clone())
        .collect();
    for phase in &linked.merged.phases {
        for task in &phase.tasks {
            let origin = task.row.matrix as usize;
            let from = all.all.get(origin).filter(|_| origin != matrix);
            let own = Task {
                matrix: linked.file.id.clone(),
                from: from.map(|from| from.file.id.clone()),
                services: services.clone(),
                phase: phase.name.to_string(),
                task: all.label(task).to_owned(),
                id: all
                    .detail(task, |details| details.id.as_ref())
                    .map(|(id, _)| id.clone()),
                moved_from: all
                    .detail(task, |one| {
                        (!one.moved_from.is_empty()).then_some(&one.moved_from)
                    })
                    .map_or_else(Vec::new, |ids| texts(ids)),
                replaces: all
                    .detail(task, |one| {
                        (!one.replaces.is_empty()).then_some(&one.replaces)
                    })
                    .map_or_else(Vec::new, |rows| texts(rows)),
                offering: None,
                who: shares(all, all.who(task)),
                state: all.state(task).word().to_owned(),
                why: all
                    .own_detail(task, |one| one.why.as_ref())
                    .map(|(why, _)| why.clone()),
            };
            for offering in offerings(all, task) {
                let who = all.who_in(task, &offering).map(|duty| shares(all, duty));
                let who = who.unwrap_or_default();
                if who != own.who {
                    let offering = Some(offering);
                    tasks.push(Task {
                        offering,
                        who,
                        ..own.clone()
                    });
                }
            }
            tasks.push(own);
        }
    }
}

/// The offerings that a task speaks of, in the order in which they are first written.
fn offerings(all: &model::Responsibilities, task: &model::Task) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for task in task.lineage() {
        for (offering, _) in &all.duty(task.row).offerings {
            if !found.contains(offering) {
                found.push(offering.clone());
            }
        }
    }
    found
}

fn shares(all: &model::Responsibilities, duty: &model::Duty) -> Vec<Share> {
    let share = |share: &model::Share| {
        let party = all.parties.get(share.party)?;
        Some(Share {
            party: party.id.0.clone(),
            letters: share.letters.to_string(),
            asks: share.asks,
        })
    };
    duty.shares.iter().filter_map(share).collect()
}
