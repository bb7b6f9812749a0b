//! How the work of a quarter is divided: feature delivery, technical debt, operations.
//!
//! The planned share of a kind in a quarter is what is kept free for it, and of the rest as much as
//! the sizes of its items are of the sizes of all items of the quarter. An item that is promised for
//! several quarters counts in each with an equal part of its size. What was delivered is the same
//! over the days on which items were shipped, unless somebody reported what really happened.

use crate::date::{Quarter, When};
use crate::load::roadmap::{ItemKind, Shares, Size, Status};

use super::{Roadmap, RoadmapItem};

/// A part of the work for each kind, in percent, in the order of [`ItemKind::ALL`].
pub type Share = [f64; 3];

/// How the work of one quarter is divided.
#[derive(Clone, Debug, PartialEq)]
pub struct QuarterBalance {
    /// The quarter.
    pub quarter: Quarter,
    /// What should be.
    pub target: Option<Share>,
    /// Whether the target is the quarter's own.
    pub is_own_target: bool,
    /// What is promised; none where nothing is.
    pub planned: Option<Share>,
    /// What was done; none where nothing was.
    pub delivered: Option<Share>,
    /// Whether what was done was reported, and not computed.
    pub is_reported: bool,
    /// How many items are promised for it.
    pub items: usize,
    /// How many of them have no size and count as M.
    pub without_size: usize,
}

/// How the items of one stage are divided.
#[derive(Clone, Debug, PartialEq)]
pub struct StageBalance {
    /// The stage, in words: "Being built".
    pub stage: &'static str,
    /// The parts of the kinds, by size.
    pub share: Share,
    /// How many items are in it.
    pub items: usize,
}

/// The stages of an item, in their order, with the states that belong to each.
const STAGES: [(&str, &[Status]); 4] = [
    ("Exploring", &[Status::Exploring]),
    ("Planned", &[Status::Planned]),
    ("Being built", &[Status::Building, Status::Preview]),
    ("Shipped", &[Status::Shipped]),
];

impl Roadmap {
    /// The target of the whole roadmap.
    pub fn target(&self) -> Option<&Shares> {
        let balances = self.files().iter().filter_map(|file| file.balance.as_ref());
        balances
            .filter_map(|balance| balance.target.as_ref())
            .next()
    }

    /// How many points a share may be away from its target; 20 where nobody says.
    pub fn tolerance(&self) -> f64 {
        let balances = self.files().iter().filter_map(|file| file.balance.as_ref());
        let mut said = balances.filter_map(|balance| balance.tolerance);
        said.next().unwrap_or(20.0)
    }

    /// What is kept free in each quarter for what is never an item. More than everything is nothing.
    pub fn reserve(&self) -> Share {
        let balances = self.files().iter().filter_map(|file| file.balance.as_ref());
        let said = balances
            .filter_map(|balance| balance.reserve.as_ref())
            .next();
        let share = said.map_or([0.0; 3], share);
        match share.iter().sum::<f64>() <= 100.0 {
            true => share,
            false => [0.0; 3],
        }
    }

    /// How the work of a quarter is divided.
    pub fn balance(&self, quarter: Quarter, running: Option<Quarter>) -> QuarterBalance {
        let plan = self.plan(quarter);
        let own = plan.and_then(|plan| plan.target.as_ref());
        let reported = plan.and_then(|plan| plan.actual.as_ref());
        let mut planned = [0.0; 3];
        let mut delivered = [0.0; 3];
        let (mut items, mut without_size) = (0, 0);
        for one in &self.items {
            let part = one.part_of(quarter, running);
            if part > 0.0 {
                items += 1;
                without_size += usize::from(one.size().is_none());
            }
            let Some(kind) = one.kind() else { continue };
            planned[kind as usize] += part * one.weight();
            let shipped = one.item.shipped_on.map(|(day, _)| Quarter::of(day));
            if shipped == Some(quarter) {
                delivered[kind as usize] += one.weight();
            }
        }
        let computed = self.with_reserve(delivered);
        QuarterBalance {
            quarter,
            target: own.or_else(|| self.target()).map(share),
            is_own_target: own.is_some(),
            planned: self.with_reserve(planned),
            delivered: reported.map(share).or(computed),
            is_reported: reported.is_some(),
            items,
            without_size,
        }
    }

    /// How the items of each stage are divided, by size. Stages without items are left out.
    pub fn stages(&self) -> Vec<StageBalance> {
        let mut stages = Vec::new();
        for (stage, states) in STAGES {
            // Who does not say how far an item is has planned it.
            let of_stage = |one: &&RoadmapItem| {
                states.contains(&one.status().unwrap_or(Status::Planned)) && one.kind().is_some()
            };
            let mut sizes = [0.0; 3];
            let mut items = 0;
            for one in self.items.iter().filter(of_stage) {
                if let Some(kind) = one.kind() {
                    sizes[kind as usize] += one.weight();
                    items += 1;
                }
            }
            let all: f64 = sizes.iter().sum();
            if all > 0.0 {
                stages.push(StageBalance {
                    stage,
                    share: sizes.map(|size| size * 100.0 / all),
                    items,
                });
            }
        }
        stages
    }

    /// reserve of the kind + (100 - all reserves) × size of the kind / size of all
    fn with_reserve(&self, sizes: Share) -> Option<Share> {
        let all: f64 = sizes.iter().sum();
        if all <= 0.0 {
            return None;
        }
        let reserve = self.reserve();
        let rest = 100.0 - reserve.iter().sum::<f64>();
        let kinds = [0, 1, 2];
        Some(kinds.map(|kind| reserve[kind] + rest * sizes[kind] / all))
    }
}

impl RoadmapItem {
    /// Which part of it is promised for a quarter: 1 for an item of this quarter alone. `now` is the
    /// running quarter and `next` the one after it; dropped and paused items are promised no more.
    pub fn part_of(&self, quarter: Quarter, running: Option<Quarter>) -> f64 {
        if matches!(self.status(), Some(Status::Dropped | Status::Paused)) {
            return 0.0;
        }
        let shipped = || {
            let (day, _) = self.item.shipped_on?;
            Some((Quarter::of(day), Quarter::of(day)))
        };
        let span = match self.when() {
            Some(When::Now) => running.map(|one| (one, one)),
            Some(When::Next) => running.map(|one| (one.next(), one.next())),
            Some(when) => when.quarters().or_else(shipped),
            None => shipped(),
        };
        match span {
            Some((first, last)) if (first..=last).contains(&quarter) => {
                1.0 / f64::from(last.index() - first.index() + 1)
            }
            _ => 0.0,
        }
    }

    /// How much work it is, where that is said.
    pub fn size(&self) -> Option<Size> {
        self.item.size.as_ref().and_then(|word| word.meaning)
    }

    /// How many times the work of the smallest it is; without a size that of an M.
    pub fn weight(&self) -> f64 {
        f64::from(self.size().unwrap_or(Size::M).weight())
    }
}

/// Shares as an array.
fn share(shares: &Shares) -> Share {
    ItemKind::ALL.map(|kind| shares.get(kind))
}

/// Whole numbers that are as near as possible to these shares and have the same sum when it is 100:
/// what is lost by rounding goes to the shares that lost most, of equals to the first.
pub fn rounded(share: Share) -> [u32; 3] {
    // Shares are between 0 and 100.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = |part: f64| part.max(0.0).floor() as u32;
    let mut rounded = share.map(|part| whole(part + 1e-9));
    let sum = whole(share.iter().sum::<f64>() + 0.5);
    let mut order = [0, 1, 2];
    // To a millionth, so that the order in which sizes are added up decides nothing.
    let lost = |kind: usize| ((share[kind] - f64::from(rounded[kind])) * 1e6).round();
    let lost = [lost(0), lost(1), lost(2)];
    order.sort_by(|a, b| lost[*b].total_cmp(&lost[*a]).then(a.cmp(b)));
    let missing = sum.saturating_sub(rounded.iter().sum()) as usize;
    for kind in order.into_iter().take(missing) {
        rounded[kind] += 1;
    }
    rounded
}
