//! What differs in services.

use std::collections::HashMap;

use serde::Serialize;

use super::pages::PageChange;
use super::snapshot::{Fact, Service, Snapshot};

/// What happened to a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceChange {
    /// What happened.
    pub kind: ServiceKind,
    /// The service: its id as it is, of one that is gone as it was.
    pub service: String,
    /// Its title.
    pub title: String,
    /// The address of its page as it was, below the root of its version; none where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_before: Option<String>,
    /// The address of its page as it is; none where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_after: Option<String>,
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

/// What can happen to a service, in the order of importance to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another id.
    Renamed,
    /// It is in another state: live, deprecated.
    Lifecycle,
    /// One of its facts is another.
    FactChanged,
    /// It has a fact that it did not have.
    FactAdded,
    /// A fact is no longer said.
    FactRemoved,
}

impl ServiceKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Added,
        Self::Removed,
        Self::Renamed,
        Self::Lifecycle,
        Self::FactChanged,
        Self::FactAdded,
        Self::FactRemoved,
    ];

    /// What it is called by `--fail-on`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "service-added",
            Self::Removed => "service-removed",
            Self::Renamed => "service-renamed",
            Self::Lifecycle => "lifecycle",
            Self::FactChanged => "fact-changed",
            Self::FactAdded => "fact-added",
            Self::FactRemoved => "fact-removed",
        }
    }
}

pub(super) fn services(old: &Snapshot, new: &Snapshot, pages: &[PageChange]) -> Vec<ServiceChange> {
    let mut changes = Vec::new();
    let (pairs, gone, come) = paired(old, new, pages);
    for service in come {
        changes.push(none(ServiceKind::Added, None, Some(service), (old, new)));
    }
    for service in gone {
        changes.push(none(ServiceKind::Removed, Some(service), None, (old, new)));
    }
    for (before, after) in pairs {
        let none = |kind| none(kind, Some(before), Some(after), (old, new));
        if before.id != after.id {
            changes.push(ServiceChange {
                before: Some(before.id.clone()),
                after: Some(after.id.clone()),
                ..none(ServiceKind::Renamed)
            });
        }
        if before.lifecycle != after.lifecycle {
            changes.push(ServiceChange {
                before: before.lifecycle.clone(),
                after: after.lifecycle.clone(),
                ..none(ServiceKind::Lifecycle)
            });
        }
        facts(before, after, &none, &mut changes);
    }
    changes.sort_by_key(|change| change.kind);
    changes
}

/// The services of both states, those of the first alone, and those of the second alone. A service
/// whose page moved is the same service.
type Paired<'a> = (
    Vec<(&'a Service, &'a Service)>,
    Vec<&'a Service>,
    Vec<&'a Service>,
);

fn paired<'a>(old: &'a Snapshot, new: &'a Snapshot, pages: &[PageChange]) -> Paired<'a> {
    let by_id = |all: &'a [Service]| -> HashMap<&'a str, &'a Service> {
        all.iter().map(|one| (one.id.as_str(), one)).collect()
    };
    let (of_old, of_new) = (by_id(&old.services), by_id(&new.services));
    let ids = |change: &PageChange| Some((change.before.clone()?.id, change.after.clone()?.id));
    let moved: HashMap<String, String> = pages.iter().filter_map(ids).collect();
    let by_page: HashMap<&str, &Service> = new
        .services
        .iter()
        .filter(|one| !one.page.is_empty() && !of_old.contains_key(one.id.as_str()))
        .map(|one| (one.page.as_str(), one))
        .collect();
    let (mut pairs, mut gone, mut renamed) = (Vec::new(), Vec::new(), Vec::new());
    for service in &old.services {
        let same = of_new.get(service.id.as_str());
        let elsewhere = || by_page.get(moved.get(&service.page)?.as_str());
        match same.or_else(elsewhere) {
            Some(other) => {
                pairs.push((service, *other));
                renamed.push(other.id.as_str());
            }
            None => gone.push(service),
        }
    }
    let come = new.services.iter();
    let come = come.filter(|one| !renamed.contains(&one.id.as_str()));
    (pairs, gone, come.collect())
}

fn none(
    kind: ServiceKind,
    before: Option<&Service>,
    after: Option<&Service>,
    (old, new): (&Snapshot, &Snapshot),
) -> ServiceChange {
    let one = after.or(before);
    let address = |service: &Service, snapshot: &Snapshot| {
        let page = snapshot.page(&service.page)?;
        (!page.address.is_empty()).then(|| page.address.clone())
    };
    ServiceChange {
        kind,
        service: one.map_or_else(String::new, |one| one.id.clone()),
        title: one.map_or_else(String::new, |one| one.title.clone()),
        address_before: before.and_then(|one| address(one, old)),
        address_after: after.and_then(|one| address(one, new)),
        offering: None,
        fact: None,
        before: None,
        after: None,
    }
}

/// Facts with the name under which they are compared: of several with one label the first is
/// held against the first.
fn named(facts: &[Fact]) -> Vec<(usize, &Fact)> {
    let mut counts: HashMap<(Option<&str>, &str), usize> = HashMap::new();
    let mut named = Vec::with_capacity(facts.len());
    for fact in facts {
        let key = (fact.offering.as_deref(), fact.label.as_str());
        let count = counts.entry(key).or_default();
        *count += 1;
        named.push((*count, fact));
    }
    named
}

fn facts(
    before: &Service,
    after: &Service,
    none: &dyn Fn(ServiceKind) -> ServiceChange,
    changes: &mut Vec<ServiceChange>,
) {
    let (was, is) = (named(&before.facts), named(&after.facts));
    let same = |(a, one): &(usize, &Fact), (b, other): &(usize, &Fact)| {
        a == b && one.offering == other.offering && one.label == other.label
    };
    let change = |kind, before: Option<&Fact>, after: Option<&Fact>| {
        let fact = after.or(before);
        ServiceChange {
            offering: fact.and_then(|fact| fact.offering.clone()),
            fact: fact.map(|fact| fact.label.clone()),
            before: before.map(|fact| fact.text.clone()),
            after: after.map(|fact| fact.text.clone()),
            ..none(kind)
        }
    };
    for fact in &is {
        match was.iter().find(|one| same(one, fact)) {
            Some((_, was)) if was.text != fact.1.text => {
                changes.push(change(ServiceKind::FactChanged, Some(was), Some(fact.1)));
            }
            Some(_) => {}
            None => changes.push(change(ServiceKind::FactAdded, None, Some(fact.1))),
        }
    }
    for fact in was.iter().filter(|was| !is.iter().any(|is| same(was, is))) {
        changes.push(change(ServiceKind::FactRemoved, Some(fact.1), None));
    }
}
