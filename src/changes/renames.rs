//! Matrices that are called otherwise in the other state: their tasks are compared all the same.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::pages::{PageChange, PageKind};
use super::snapshot::{Snapshot, Task};

/// The tasks of `new` under the names that their matrices have in `old`.
pub(super) fn aligned<'a>(
    old: &Snapshot,
    new: &'a Snapshot,
    pages: &[PageChange],
) -> Cow<'a, [Task]> {
    let former = matrices(old, new, pages);
    if former.is_empty() {
        return Cow::Borrowed(&new.tasks);
    }
    let task = |task: &Task| {
        let mut task = task.clone();
        if let Some(was) = former.get(task.matrix.as_str()) {
            (*was).clone_into(&mut task.matrix);
        }
        task
    };
    Cow::Owned(new.tasks.iter().map(task).collect())
}

/// What matrices were called, by what they are called: those whose page moved, and those of a service
/// whose page moved. Only one that the other state has not is called otherwise there.
fn matrices<'a>(
    old: &'a Snapshot,
    new: &'a Snapshot,
    pages: &'a [PageChange],
) -> BTreeMap<&'a str, &'a str> {
    let moved = pages.iter().filter(|change| change.kind == PageKind::Moved);
    let moved: BTreeMap<&str, &str> = moved
        .filter_map(|change| Some((change.after.as_ref()?, change.before.as_ref()?)))
        .map(|(after, before)| (after.id.as_str(), before.id.as_str()))
        .collect();
    let mut former = BTreeMap::new();
    if moved.is_empty() {
        return former;
    }
    let (of_old, of_new) = (services(old), services(new));
    let was = |service: &'a str| {
        let page = moved.get(format!("services/{service}").as_str());
        page.and_then(|page| page.strip_prefix("services/"))
            .unwrap_or(service)
    };
    let mut free: BTreeMap<&str, &BTreeSet<&str>> = of_old
        .iter()
        .filter(|(id, _)| !of_new.contains_key(*id))
        .map(|(id, services)| (*id, services))
        .collect();
    for (id, services) in of_new.iter().filter(|(id, _)| !of_old.contains_key(*id)) {
        let own = moved.get(format!("responsibilities/{id}").as_str());
        let own = own.and_then(|page| page.strip_prefix("responsibilities/"));
        let were: BTreeSet<&str> = services.iter().map(|service| was(service)).collect();
        let by_service = || {
            let mut alike = free.iter().filter(|(_, known)| **known == &were);
            let found = alike.next().map(|(id, _)| *id)?;
            // Of two that could be it neither is.
            (!were.is_empty() && alike.next().is_none()).then_some(found)
        };
        let found = own.filter(|own| free.contains_key(own)).or_else(by_service);
        if let Some(found) = found {
            free.remove(found);
            former.insert(*id, found);
        }
    }
    former
}

/// The services of each matrix that has tasks.
fn services(snapshot: &Snapshot) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut all: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for task in &snapshot.tasks {
        let services = all.entry(&task.matrix).or_default();
        services.extend(task.services.iter().map(String::as_str));
    }
    all
}
