//! What differs in pages.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::snapshot::{Page, Snapshot};

/// What happened to a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageChange {
    /// What happened.
    pub kind: PageKind,
    /// What it was; none of a page that is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<PageSide>,
    /// What it is; none of a page that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<PageSide>,
    /// Anchors that it no longer has: links to them lead to its top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lost_anchors: Vec<String>,
    /// Anchors that are new.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new_anchors: Vec<String>,
}

/// What can happen to a page, in the order of importance to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageKind {
    /// It is new.
    Added,
    /// It has another id.
    Moved,
    /// It is gone.
    Removed,
    /// Its file says something else.
    Changed,
}

/// A page in one of the states.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PageSide {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The address below the root of its version.
    pub address: String,
}

impl PageChange {
    /// What it is called by `--fail-on`.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        let kind = match self.kind {
            PageKind::Added => "page-added",
            PageKind::Moved => "page-moved",
            PageKind::Removed => "page-removed",
            PageKind::Changed => "page-changed",
        };
        let lost = (!self.lost_anchors.is_empty()).then_some("lost-anchor");
        std::iter::once(kind).chain(lost)
    }

    /// The page as it is, else as it was.
    pub fn side(&self) -> Option<&PageSide> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// Whether two digests are of one text. A program may keep fewer digits than another.
fn is_same(a: &str, b: &str) -> bool {
    a.starts_with(b) || b.starts_with(a)
}

pub(super) fn pages(old: &Snapshot, new: &Snapshot) -> Vec<PageChange> {
    let (before, after) = (by_id(old), by_id(new));
    let moved = moved(&before, &after);
    let mut changes = Vec::new();
    for (from, to) in &moved {
        changes.push(change(PageKind::Moved, before.get(from), after.get(to)));
    }
    let gone: HashSet<&str> = moved.iter().map(|(from, _)| *from).collect();
    let come: HashSet<&str> = moved.iter().map(|(_, to)| *to).collect();
    for page in &new.pages {
        let id = page.id.as_str();
        match before.get(id) {
            Some(was) if !is_same(&was.digest, &page.digest) => {
                changes.push(change(PageKind::Changed, Some(was), Some(&page)));
            }
            None if !come.contains(id) => {
                changes.push(change(PageKind::Added, None, Some(&page)));
            }
            _ => {}
        }
    }
    let is_removed = |page: &&Page| {
        let id = page.id.as_str();
        !after.contains_key(id) && !gone.contains(id)
    };
    let mut removed: Vec<&Page> = old.pages.iter().filter(is_removed).collect();
    // A published state may have its pages in another order.
    removed.sort_by_key(|page| &page.id);
    for page in removed {
        changes.push(change(PageKind::Removed, Some(&page), None));
    }
    changes.sort_by_key(|change| change.kind);
    changes
}

/// The pages by id; of two with one id the first.
fn by_id(snapshot: &Snapshot) -> HashMap<&str, &Page> {
    let mut pages = HashMap::with_capacity(snapshot.pages.len());
    for page in &snapshot.pages {
        pages.entry(page.id.as_str()).or_insert(page);
    }
    pages
}

/// Pages that only one state has and whose file names the id that they have in the other. Either
/// state may be the later one. Of several that name one page, one is it: whichever way the states
/// are compared, the same one.
fn moved<'a>(
    before: &HashMap<&'a str, &'a Page>,
    after: &HashMap<&'a str, &'a Page>,
) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for (own, others, is_later) in [(after, before, true), (before, after, false)] {
        let only = own.values().filter(|page| !others.contains_key(&*page.id));
        for page in only {
            for former in &page.moved_from {
                let known = others.get_key_value(former.as_str());
                let other = known.filter(|(id, _)| !own.contains_key(*id));
                if let Some((other, _)) = other {
                    pairs.push(match is_later {
                        true => (*other, page.id.as_str()),
                        false => (page.id.as_str(), *other),
                    });
                }
            }
        }
    }
    pairs.sort_unstable_by_key(|(from, to)| (*from.min(to), *from.max(to)));
    pairs.dedup();
    let mut taken = HashSet::new();
    pairs.retain(|(from, to)| {
        let is_free = !taken.contains(from) && !taken.contains(to);
        if is_free {
            taken.extend([*from, *to]);
        }
        is_free
    });
    pairs
}

fn change(kind: PageKind, before: Option<&&Page>, after: Option<&&Page>) -> PageChange {
    let anchors = |page: Option<&&Page>, other: Option<&&Page>| match (page, other) {
        (Some(page), Some(other)) => {
            let known: HashSet<&str> = other.anchors.iter().map(String::as_str).collect();
            let own = page.anchors.iter();
            own.filter(|anchor| !known.contains(anchor.as_str()))
                .cloned()
                .collect()
        }
        _ => Vec::new(),
    };
    let side = |page: &&Page| PageSide {
        id: page.id.clone(),
        title: page.title.clone(),
        address: page.address.clone(),
    };
    PageChange {
        kind,
        before: before.map(side),
        after: after.map(side),
        lost_anchors: anchors(before, after),
        new_anchors: anchors(after, before),
    }
}
