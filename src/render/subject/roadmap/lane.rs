//! Lanes: items that belong together, by service or by goal, so that three hundred can be read.

use crate::model::Site;
use crate::model::roadmap::ItemId;

/// Items that belong together.
pub(super) struct Lane {
    /// What they share; empty for those that share nothing.
    pub title: String,
    /// The items, in the order in which they came.
    pub items: Vec<ItemId>,
}

/// Items by what they share: their first service where items have one, else their first goal. Lanes
/// stand in the order of the catalogue or of the vocabulary, those that nobody declared after them,
/// and what shares nothing comes last.
pub(super) fn lanes(site: &Site, items: &[ItemId]) -> Vec<Lane> {
    let roadmap = &site.typed.roadmap;
    let by_service = roadmap
        .items
        .iter()
        .any(|one| !one.item.services.is_empty());
    let mut lanes: Vec<((usize, usize, String), Lane)> = Vec::new();
    for id in items {
        let one = &roadmap.items[*id];
        let (known, written) = match by_service {
            true => (one.services.first(), one.item.services.first()),
            false => (one.goals.first(), one.item.goals.first()),
        };
        let title = match (known, written) {
            (Some(at), _) if by_service => {
                let page = site.typed.services.all[*at].page;
                site.pages[page].title.clone()
            }
            (Some(at), _) => site.typed.platform.goals[*at].name.clone(),
            (None, Some((written, _))) => written.clone(),
            (None, None) => String::new(),
        };
        let rank = match (known, written) {
            (Some(at), _) => (0, *at, String::new()),
            (None, Some((written, _))) => (1, 0, written.clone()),
            (None, None) => (2, 0, String::new()),
        };
        match lanes.iter_mut().find(|(known, _)| *known == rank) {
            Some((_, lane)) => lane.items.push(*id),
            None => lanes.push((
                rank,
                Lane {
                    title,
                    items: vec![*id],
                },
            )),
        }
    }
    lanes.sort_by(|(a, _), (b, _)| a.cmp(b));
    lanes.into_iter().map(|(_, lane)| lane).collect()
}

/// What is said of items that share nothing.
pub(super) const NO_LANE: &str = "Whole platform";
