//! From a site to its snapshot.

use super::{Fact, Matrix, Page, Party, SCHEMA, Service, Share, Snapshot, Task};
use crate::digest::Digest;
use crate::inputs::Part;
use crate::load;
use crate::markdown::front_matter;
use crate::model::responsibilities as model;
use crate::model::{Made, PageNode, ServiceId, Site, border};
use crate::path::Permalink;
use crate::source::Span;

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
        digest: said(page).short(),
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
