//! Which pages a person should read again, by whoever keeps them true.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::pages::PRODUCT_OWNER;
use crate::model::{Kind, PageId, Site};

use super::paper::Target;
use super::{PageRef, page_ref};

/// How fresh the site is.
#[derive(Clone, Debug, Serialize)]
pub struct Freshness {
    /// How many pages a person has read and found true.
    pub reviewed: usize,
    /// How many of them should have been read again.
    pub overdue: usize,
    /// How many have never been reviewed.
    pub never: usize,
    /// Whoever keeps pages true, most overdue first; pages of nobody come last.
    pub owners: Vec<Owner>,
}

/// The pages of one owner.
#[derive(Clone, Debug, Serialize)]
pub struct Owner {
    /// The team's id, or `product-owner`; None for pages that nobody keeps true.
    pub id: Option<String>,
    /// The name.
    pub name: String,
    /// How to reach them.
    pub contact: Option<String>,
    /// How many pages.
    pub pages: usize,
    /// How many are overdue.
    pub overdue: usize,
    /// How many changed after they were last reviewed.
    pub changed: usize,
    /// How many have never been reviewed.
    pub never: usize,
    /// The pages that are overdue or have changed since: the most overdue first, and of those that
    /// are not the ones that changed the longest after they were read.
    pub stale: Vec<Stale>,
}

/// A page that should be read again.
#[derive(Clone, Debug, Serialize)]
pub struct Stale {
    /// The page.
    #[serde(flatten)]
    pub page: PageRef,
    /// When it was last reviewed.
    pub reviewed: String,
    /// When it should have been read again.
    pub due: Option<String>,
    /// By how many days that is late.
    pub days_late: Option<u32>,
    /// When its file last changed in git.
    pub changed: Option<String>,
    /// How many days after the review that was.
    pub changed_days_after: Option<u32>,
}

/// How fresh the pages of a site are.
pub fn of(site: &Site) -> Freshness {
    let mut owners: BTreeMap<Option<&str>, Owner> = BTreeMap::new();
    let mut freshness = Freshness {
        reviewed: 0,
        overdue: 0,
        never: 0,
        owners: Vec::new(),
    };
    for page in (0..site.pages.len()).filter(|page| site.is_to_be_reviewed(*page)) {
        let id = site.owner_of(page).map(|(id, _)| id.as_str());
        let owner = owners.entry(id).or_insert_with(|| named(site, id));
        owner.pages += 1;
        if site.pages[page].page.front.reviewed.is_none() {
            owner.never += 1;
            freshness.never += 1;
            continue;
        }
        freshness.reviewed += 1;
        let Some(stale) = stale(site, page) else {
            continue;
        };
        let is_overdue = stale.days_late.is_some();
        owner.overdue += usize::from(is_overdue);
        freshness.overdue += usize::from(is_overdue);
        owner.changed += usize::from(stale.changed_days_after.is_some());
        owner.stale.push(stale);
    }
    freshness.owners = owners.into_values().collect();
    for owner in &mut freshness.owners {
        let rank = |one: &Stale| (one.days_late, one.changed_days_after);
        owner
            .stale
            .sort_by(|a, b| rank(b).cmp(&rank(a)).then(a.page.file.cmp(&b.page.file)));
    }
    freshness.owners.sort_by(|a, b| {
        let rank = |one: &Owner| {
            let worst = one.stale.first().and_then(|page| page.days_late);
            (one.id.is_some(), one.overdue, worst, one.changed)
        };
        rank(b).cmp(&rank(a)).then(a.name.cmp(&b.name))
    });
    freshness
}

/// The owner of this id, without pages yet.
fn named(site: &Site, id: Option<&str>) -> Owner {
    let platform = &site.typed.platform;
    let team = id.and_then(|id| site.typed.ids.find(Kind::Team, id));
    let team = team.map(|team| &platform.teams[team]);
    let product_owner = platform
        .product_owner
        .as_ref()
        .filter(|_| id == Some(PRODUCT_OWNER));
    let (name, contact) = match (team, product_owner, id) {
        (Some(team), _, _) => (team.name.clone(), team.contact.as_deref()),
        (_, Some(owner), _) => (owner.name.clone(), owner.contact.as_deref()),
        (_, _, Some(id)) => (id.to_owned(), None),
        (_, _, None) => ("Nobody".to_owned(), None),
    };
    Owner {
        id: id.map(str::to_owned),
        name,
        contact: contact.map(|way| way.trim_start_matches("mailto:").to_owned()),
        pages: 0,
        overdue: 0,
        changed: 0,
        never: 0,
        stale: Vec::new(),
    }
}

/// What is old about a page that was reviewed; None where nothing is.
fn stale(site: &Site, page: PageId) -> Option<Stale> {
    let node = &site.pages[page];
    let reviewed = node.page.front.reviewed?;
    let late = site.review_late(page);
    let after = node.changed.map(|changed| changed.days_since(reviewed));
    let after = after.and_then(|days| u32::try_from(days).ok());
    let after = after.filter(|days| *days > 0);
    if late.is_none() && after.is_none() {
        return None;
    }
    Some(Stale {
        page: page_ref(&Target::page(site, page)),
        reviewed: reviewed.to_string(),
        due: site.review_due(page).map(|due| due.to_string()),
        days_late: late,
        changed: node.changed.map(|changed| changed.to_string()),
        changed_days_after: after,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::Inputs;
    use crate::load::{LoadMemo, load};

    #[test]
    fn what_cannot_grow_old_is_not_missed() {
        let inputs = Inputs::from_texts([
            ("content/index.md", "+++\ntitle = \"Home\"\n+++\nHome.\n"),
            (
                "content/guide.md",
                "+++\ntitle = \"Guide\"\nreviewed = 2026-10-02\n+++\nHow.\n",
            ),
            (
                "content/minutes.md",
                "+++\ntitle = \"Minutes\"\nreview_every = \"never\"\n+++\nWhat was said.\n",
            ),
            (
                "content/news/2026-10-02-start.md",
                "+++\ntitle = \"We start\"\n+++\nToday.\n",
            ),
        ]);
        let loaded = load(&inputs, &LoadMemo::default());
        let fresh = of(&Site::assemble(&inputs, &loaded).0);
        assert_eq!((fresh.reviewed, fresh.never), (1, 1));
    }
}
