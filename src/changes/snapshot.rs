//! What has to be known of a state of a site in order to compare it with another.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::inputs::Part;
use crate::load;
use crate::markdown::front_matter;
use crate::model::responsibilities as model;
use crate::model::{Made, PageNode, ServiceId, Site, border};
use crate::path::Permalink;
use crate::source::Span;

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
    /// The matrices, each with the address of its page.
    #[serde(default)]
    pub matrices: Vec<Matrix>,
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
    /// The id of its page; empty in what an older program wrote.
    #[serde(default)]
    pub page: String,
    /// How far it is: `live`; none where its page does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifecycle: Option<String>,
    /// What it promises: its facts and those of its offerings in the author's order, then its
    /// support and what is done after the first day.
    pub facts: Vec<Fact>,
}

/// A matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// The id.
    pub id: String,
    /// The address of its page below the root of its version: `responsibilities/postgres/`.
    pub address: String,
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
    /// The title; empty in what an older program wrote.
    #[serde(default)]
    pub title: String,
    /// The address below the root of its version: `services/postgres/`; empty of the home page.
    #[serde(default)]
    pub address: String,
    /// The digest of what its file says, in hexadecimal digits.
    pub digest: String,
    /// Ids that it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
    /// What links to a part of it may name: its headings and footnotes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
}

impl Snapshot {
    /// What [`Snapshot`] says as JSON.
    ///
    /// # Errors
    /// Why it is none that this program reads, as the rest of a sentence: "is no snapshot".
    pub fn parse(json: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Version {
            schema: u32,
        }
        let version: Version =
            serde_json::from_str(json).map_err(|_| "is no snapshot".to_owned())?;
        if version.schema != SCHEMA {
            return Err(format!(
                "is a snapshot of form {}, this program reads form {SCHEMA}",
                version.schema
            ));
        }
        serde_json::from_str(json).map_err(|error| format!("is no snapshot: {error}"))
    }

    /// The same as JSON, which [`Snapshot::parse`] reads.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The state of a site.
    pub fn of(site: &Site) -> Self {
        let all = &site.typed.responsibilities;
        let party = |party: &crate::load::platform::Party| Party {
            id: party.id.0.clone(),
            name: party.name.clone(),
            you: party.you,
        };
        let services = 0..site.typed.services.all.len();
        // What is there once is in no version.
        let is_here = |node: &&PageNode| {
            let kind = border::kind_of(&border::bare(&node.permalink));
            node.written && (site.part == Part::Whole || kind == border::Kind::Versioned)
        };
        let pages = site.pages.iter().filter(is_here);
        let matrices = site.typed.made.iter();
        let mut tasks = Vec::new();
        for matrix in 0..all.all.len() {
            of_matrix(site, matrix, &mut tasks);
        }
        Self {
            schema: SCHEMA,
            title: site.config.title.clone(),
            parties: all.parties.iter().map(party).collect(),
            services: services.map(|index| service(site, index)).collect(),
            matrices: matrices
                .filter_map(|(made, address)| matrix(site, *made, address))
                .collect(),
            tasks,
            pages: pages.map(page).collect(),
        }
    }

    /// The page with this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
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

fn page(node: &PageNode) -> Page {
    let page = &node.page;
    let moved_from = page.front.moved_from.iter();
    Page {
        id: page.id.clone(),
        title: node.title.clone(),
        address: below_root(&node.permalink),
        digest: said(page).to_string(),
        moved_from: moved_from.map(|(text, _)| former_id(text)).collect(),
        anchors: page.outline().anchors.clone(),
    }
}

/// Keys of a page that readers do not see, or that say where it was and when somebody read it: a page
/// that differs in these alone says the same.
const UNSEEN: [&str; 9] = [
    "reviewed",
    "review_every",
    "moved_from",
    "aliases",
    "weight",
    "order",
    "draft",
    "search",
    "slug",
];

/// The digest of what a page says to its readers.
fn said(page: &load::Page) -> Digest {
    let text = page.text();
    let split = front_matter::split(text);
    let mut unseen: Vec<Span> = split
        .table
        .entries
        .iter()
        .filter(|(key, _)| UNSEEN.contains(&key.name.as_str()))
        .map(|(key, node)| Span::new(key.span.start, node.span.end))
        .collect();
    unseen.sort();
    let mut keys = String::new();
    let mut at = split.keys.start;
    for span in unseen {
        keys.push_str(Span::new(at, span.start).of(text));
        at = span.end;
    }
    keys.push_str(Span::new(at, split.keys.end).of(text));
    // The line that such a key leaves behind is no change either.
    let keys: Vec<&str> = keys.split_whitespace().collect();
    let body = page.expanded();
    Digest::of_parts([keys.join(" ").as_bytes(), body.digest().as_bytes()])
}

/// A former id of a page as its author wrote it: `/guides/old/` and `guides/old.md` are one.
fn former_id(written: &str) -> String {
    let id = written.trim().trim_matches('/');
    id.trim_end_matches(".md").to_owned()
}

fn below_root(address: &Permalink) -> String {
    let bare = border::bare(address);
    bare.as_str().trim_start_matches('/').to_owned()
}

fn matrix(site: &Site, made: Made, address: &Permalink) -> Option<Matrix> {
    let Made::Matrix(id) = made else {
        return None;
    };
    let id = site.typed.responsibilities.all.get(id)?.file.id.clone();
    Some(Matrix {
        id,
        address: below_root(address),
    })
}

fn service(site: &Site, index: ServiceId) -> Service {
    let service = &site.typed.services.all[index];
    let keys = &service.keys;
    let node = &site.pages[service.page];
    let mut facts: Vec<Fact> = Vec::new();
    let mut add = |offering: Option<&String>, label: String, text: &str| {
        facts.push(Fact {
            offering: offering.cloned(),
            label,
            text: text.to_owned(),
        });
    };
    for fact in &keys.facts {
        add(None, fact.label.0.clone(), &fact.text);
    }
    for offering in &keys.offerings {
        for fact in &offering.facts {
            add(Some(&offering.id.0), fact.label.0.clone(), &fact.text);
        }
    }
    if let Some(support) = &keys.support {
        let said = [
            ("Support: hours", &support.hours),
            ("Support: first answer", &support.response),
        ];
        for (label, text) in said {
            if let Some(text) = text {
                add(None, label.to_owned(), text);
            }
        }
    }
    for day2 in &keys.day2 {
        let said = [
            ("", &day2.text),
            (", time to recover", &day2.rto),
            (", work that may be lost", &day2.rpo),
        ];
        for (what, text) in said {
            if let Some(text) = text {
                add(None, format!("Day 2: {}{what}", day2.label.0), text);
            }
        }
    }
    if let Some(day) = keys.sunset.as_ref().and_then(|sunset| sunset.date) {
        add(None, "Last day".to_owned(), &day.long());
    }
    Service {
        id: service.id.clone(),
        title: node.title.clone(),
        page: node.page.id.clone(),
        lifecycle: keys.lifecycle.map(|state| state.word().to_owned()),
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
