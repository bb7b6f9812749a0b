//! What differs in services and pages.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::snapshot::{Fact, Snapshot};

/// What happened to a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceChange {
    /// `added`, `removed`, `lifecycle`, `fact-added`, `fact-removed`, `fact-changed`.
    pub kind: &'static str,
    /// The service.
    pub service: String,
    /// The offering that the fact is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offering: Option<String>,
    /// The label of the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// Which pages changed, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PageChanges {
    /// Pages that are new.
    pub added: Vec<String>,
    /// Pages that are gone.
    pub removed: Vec<String>,
    /// Pages whose files say something else.
    pub changed: Vec<String>,
    /// Pages with another id: before and after.
    pub moved: Vec<(String, String)>,
}

pub(super) fn services(old: &Snapshot, new: &Snapshot) -> Vec<ServiceChange> {
    let mut changes = Vec::new();
    let none = |kind, service: &str| ServiceChange {
        kind,
        service: service.to_owned(),
        offering: None,
        fact: None,
        before: None,
        after: None,
    };
    for service in &new.services {
        let Some(before) = old.services.iter().find(|one| one.id == service.id) else {
            changes.push(none("added", &service.id));
            continue;
        };
        if before.lifecycle != service.lifecycle {
            changes.push(ServiceChange {
                before: before.lifecycle.clone(),
                after: service.lifecycle.clone(),
                ..none("lifecycle", &service.id)
            });
        }
        let same = |a: &Fact, b: &Fact| a.offering == b.offering && a.label == b.label;
        for fact in &service.facts {
            let was = before.facts.iter().find(|one| same(one, fact));
            if was.is_none_or(|was| was.text != fact.text) {
                let kind = if was.is_some() {
                    "fact-changed"
                } else {
                    "fact-added"
                };
                changes.push(ServiceChange {
                    offering: fact.offering.clone(),
                    fact: Some(fact.label.clone()),
                    before: was.map(|was| was.text.clone()),
                    after: Some(fact.text.clone()),
                    ..none(kind, &service.id)
                });
            }
        }
        for fact in before
            .facts
            .iter()
            .filter(|was| !service.facts.iter().any(|is| same(was, is)))
        {
            changes.push(ServiceChange {
                offering: fact.offering.clone(),
                fact: Some(fact.label.clone()),
                before: Some(fact.text.clone()),
                ..none("fact-removed", &service.id)
            });
        }
    }
    for service in &old.services {
        if !new.services.iter().any(|one| one.id == service.id) {
            changes.push(none("removed", &service.id));
        }
    }
    changes
}

pub(super) fn pages(old: &Snapshot, new: &Snapshot) -> PageChanges {
    let by_id = |snapshot: &Snapshot| -> HashMap<String, String> {
        let pages = snapshot.pages.iter();
        pages
            .map(|page| (page.id.clone(), page.digest.clone()))
            .collect()
    };
    let (before, after) = (by_id(old), by_id(new));
    let mut changes = PageChanges::default();
    let mut moved = HashSet::new();
    // Either state may be the later one.
    for (pages, others, forward) in [(new, &before, true), (old, &after, false)] {
        let own = if forward { &after } else { &before };
        for page in pages
            .pages
            .iter()
            .filter(|page| !others.contains_key(&page.id))
        {
            let from = page
                .moved_from
                .iter()
                .find(|id| others.contains_key(*id) && !own.contains_key(*id));
            if let Some(from) = from {
                moved.insert(page.id.clone());
                moved.insert(from.clone());
                changes.moved.push(match forward {
                    true => (from.clone(), page.id.clone()),
                    false => (page.id.clone(), from.clone()),
                });
            }
        }
    }
    for page in &new.pages {
        match before.get(&page.id) {
            Some(digest) if *digest != page.digest => changes.changed.push(page.id.clone()),
            None if !moved.contains(&page.id) => changes.added.push(page.id.clone()),
            _ => {}
        }
    }
    for page in &old.pages {
        if !after.contains_key(&page.id) && !moved.contains(&page.id) {
            changes.removed.push(page.id.clone());
        }
    }
    changes
}
