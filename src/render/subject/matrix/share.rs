//! Whose the tasks are, counted.

use serde::Serialize;

use crate::model::Site;
use crate::model::responsibilities::Task;
use crate::path::Permalink;

use super::party_view;

/// How many looks there are for parties; more parties begin again with the first.
const PARTY_TONES: usize = 4;

/// How many of the tasks are whose.
#[derive(Clone, Debug, Serialize)]
pub struct SharesView {
    /// The parts, in the order of the parties; tasks that are shared or nobody's come last.
    pub bars: Vec<WhoseView>,
    /// How many tasks there are.
    pub all: usize,
}

/// One part.
#[derive(Clone, Debug, Serialize)]
pub struct WhoseView {
    /// Whose.
    pub name: String,
    /// How many.
    pub count: usize,
    /// Where it begins, in a hundredth of a percent of the whole.
    pub from: usize,
    /// How much it is, in the same unit.
    pub width: usize,
    /// Which look it has: one of four for parties, 4 for what several do together, 5 for what is
    /// nobody's.
    pub tone: usize,
}

/// The shares of these tasks; None where nobody has any.
pub fn shares(site: &Site, tasks: &[&Task], here: &Permalink) -> Option<SharesView> {
    let all = &site.typed.responsibilities;
    let counts = all.divided(tasks.iter().copied());
    let owned: usize = counts[..=all.parties.len()].iter().sum();
    if owned == 0 {
        return None;
    }
    let mut from = 0;
    let mut bars = Vec::new();
    for (place, count) in counts
        .into_iter()
        .enumerate()
        .filter(|(_, count)| *count > 0)
    {
        let name = match place.checked_sub(all.parties.len()) {
            None => party_view(site, place, here).name,
            Some(0) => "Together".to_owned(),
            Some(_) => "Open".to_owned(),
        };
        let width = count * 10_000 / tasks.len();
        bars.push(WhoseView {
            name,
            count,
            from,
            width,
            tone: match place.checked_sub(all.parties.len()) {
                None => place % PARTY_TONES,
                Some(beyond) => PARTY_TONES + beyond,
            },
        });
        from += width;
    }
    Some(SharesView {
        bars,
        all: tasks.len(),
    })
}
