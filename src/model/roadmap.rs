//! The roadmap: its items linked to each other and to the vocabulary, in columns and quarters.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::date::{Date, Quarter, Unit, When};
use crate::load::Written;
use crate::load::roadmap::{Confidence, Item, ItemKind, QuarterPlan, RoadmapFile, Status};
use crate::path::{Permalink, SitePath};

use super::ids::{Ids, Kind};
use super::{Made, ServiceId, made};

pub mod balance;
mod days;
pub mod needs;
pub mod outcome;

pub use balance::{QuarterBalance, Share};
pub use days::ItemDay;
pub use outcome::{Outcome, Promised};

/// Index of an item in [`Roadmap::items`].
pub type ItemId = usize;

/// A time this many quarters long is no plan for each of them.
const LONGEST: i32 = 8;

/// Names below /roadmap/ that are pages of the roadmap itself.
const OWN_PAGES: [&str; 4] = ["balance", "changes", "goals", "timeline"];

/// All items of the roadmap, and what is said of it as a whole.
#[derive(Default)]
pub struct Roadmap {
    /// The items, by file and in the order of each.
    pub items: Vec<RoadmapItem>,
    /// The quarters that have a page, in their order.
    pub quarters: Vec<Quarter>,
    /// The files, in their order.
    files: Vec<Arc<RoadmapFile>>,
}

/// An item and what it has to do with others. Lists are in the order in which they are written.
pub struct RoadmapItem {
    /// What its file says.
    pub item: Arc<Item>,
    /// The file.
    pub file: SitePath,
    /// The address of its page, which never goes away.
    pub permalink: Permalink,
    /// Whether its id is the name of another page below /roadmap/ or the id of an earlier item, so
    /// that its address is another than its id says.
    pub is_displaced: bool,
    /// The services that it changes.
    pub services: Vec<ServiceId>,
    /// For whom it is.
    pub personas: Vec<usize>,
    /// The goals that it serves.
    pub goals: Vec<usize>,
    /// What comes first.
    pub after: Vec<ItemId>,
    /// What waits for it.
    pub needed_by: Vec<ItemId>,
}

/// A column of the board. It is derived and never written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// It is worked on.
    Now,
    /// It is promised for the next quarter.
    Next,
    /// It comes after that, or some day.
    Later,
    /// It is there.
    Shipped,
    /// It will not be done.
    NotDoing,
}

impl Column {
    /// All columns, in the order of the board.
    pub const ALL: [Self; 5] = [
        Self::Now,
        Self::Next,
        Self::Later,
        Self::Shipped,
        Self::NotDoing,
    ];

    /// Its word in addresses and filters.
    pub fn word(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Next => "next",
            Self::Later => "later",
            Self::Shipped => "shipped",
            Self::NotDoing => "not-doing",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Now => "Now",
            Self::Next => "Next",
            Self::Later => "Later",
            Self::Shipped => "Shipped",
            Self::NotDoing => "Not doing",
        }
    }
}

impl Roadmap {
    /// Ids that items had before, each with the item that has another one now.
    pub fn former(&self) -> impl Iterator<Item = (&str, ItemId)> {
        let items = self.items.iter().enumerate();
        items.flat_map(|(index, one)| {
            let ids = one.item.moved_from.iter();
            ids.map(move |(id, _)| (id.as_str(), index))
        })
    }

    /// Puts the items of all files together, declares their ids and follows their references.
    pub(super) fn build(files: &[Arc<RoadmapFile>], ids: &mut Ids) -> Self {
        let mut items: Vec<RoadmapItem> = Vec::new();
        let mut taken: HashSet<Permalink> = HashSet::new();
        for file in files {
            for item in &file.items {
                ids.declare(Kind::Item, &item.id, items.len(), &file.file);
                let (permalink, is_displaced) = address(&item.id.0, &mut taken);
                items.push(RoadmapItem {
                    item: item.clone(),
                    file: file.file.clone(),
                    permalink,
                    is_displaced,
                    services: ids.find_all(Kind::Service, &item.services),
                    personas: ids.find_all(Kind::Persona, &item.personas),
                    goals: ids.find_all(Kind::Goal, &item.goals),
                    after: Vec::new(),
                    needed_by: Vec::new(),
                });
            }
        }
        for index in 0..items.len() {
            let mut after = ids.find_all(Kind::Item, &items[index].item.after);
            after.retain(|other| *other != index);
            for other in &after {
                items[*other].needed_by.push(index);
            }
            items[index].after = after;
        }
        let mut roadmap = Self {
            items,
            quarters: Vec::new(),
            files: files.to_vec(),
        };
        roadmap.quarters = roadmap.quarters_with_pages();
        roadmap
    }

    /// The pages that are made from it, with their addresses.
    pub(super) fn made(&self) -> Vec<(Made, Permalink)> {
        if self.items.is_empty() {
            return Vec::new();
        }
        let mut pages = vec![
            (Made::Roadmap, Permalink::of_page("roadmap")),
            (Made::Timeline, Permalink::of_page("roadmap/timeline")),
            (Made::Balance, Permalink::of_page("roadmap/balance")),
            (Made::Changes, Permalink::of_page("roadmap/changes")),
        ];
        if self.items.iter().any(|one| !one.goals.is_empty()) {
            pages.push((Made::Goals, Permalink::of_page("roadmap/goals")));
        }
        let quarter = |quarter: &Quarter| {
            let address = Permalink::of_page(&format!("roadmap/{quarter}"));
            (Made::Quarter(*quarter), address)
        };
        pages.extend(self.quarters.iter().map(quarter));
        let item = |(id, one): (ItemId, &RoadmapItem)| (Made::Item(id), one.permalink.clone());
        pages.extend(self.items.iter().enumerate().map(item));
        pages
    }

    /// The quarters of which there is something to say: those in which something is promised, was
    /// promised, or was shipped, and those that a file speaks of.
    fn quarters_with_pages(&self) -> Vec<Quarter> {
        let mut quarters: BTreeSet<Quarter> = BTreeSet::new();
        for one in &self.items {
            if let Some((first, last)) = one.when().and_then(When::quarters) {
                match last.index() - first.index() {
                    length if length < LONGEST => {
                        quarters.extend((0..=length).map(|at| first.plus(at)));
                    }
                    _ => quarters.extend([first, last]),
                }
            }
            quarters.extend(one.item.shipped_on.map(|(day, _)| Quarter::of(day)));
            let earlier = one.item.moved.iter().filter_map(|one| one.from.as_ref());
            let earlier = earlier.filter_map(|from| from.meaning?.quarters());
            quarters.extend(earlier.map(|(_, last)| last));
        }
        quarters.extend(self.plans().filter_map(|(_, plan)| plan.quarter));
        quarters.into_iter().collect()
    }

    /// The files, in their order.
    pub fn files(&self) -> &[Arc<RoadmapFile>] {
        &self.files
    }

    /// What is said of single quarters, with the file that says it.
    pub fn plans(&self) -> impl Iterator<Item = (&SitePath, &QuarterPlan)> {
        self.files
            .iter()
            .flat_map(|file| file.quarters.iter().map(move |plan| (&file.file, plan)))
    }

    /// What is said of a quarter; of several the first counts.
    pub fn plan(&self, quarter: Quarter) -> Option<&QuarterPlan> {
        let mut plans = self.plans().map(|(_, plan)| plan);
        plans.find(|plan| plan.quarter == Some(quarter))
    }

    /// The day on which somebody looked at every item: of several files the oldest counts.
    pub fn reviewed(&self) -> Option<Date> {
        let with_items = self.files.iter().filter(|file| !file.items.is_empty());
        let days = with_items.filter_map(|file| file.reviewed);
        days.map(|(day, _)| day).min()
    }

    /// The day by which the roadmap should be looked at again.
    pub fn review_due(&self) -> Option<Date> {
        let dues = self.files.iter().filter_map(|file| {
            let (reviewed, _) = file.reviewed?;
            reviewed.after(file.review_every??)
        });
        dues.min()
    }

    /// The quarter that runs. Where nobody knows which day it is, as when a git ref is built, it is
    /// that of the newest day which the roadmap itself speaks of, so that the columns are those that
    /// its author saw.
    pub fn running(&self, today: Option<Date>) -> Option<Quarter> {
        let said = || {
            let reviewed = self.files.iter().filter_map(|file| file.reviewed);
            let reviewed = reviewed.map(|(day, _)| day);
            let shipped = self.items.iter().filter_map(|one| one.item.shipped_on);
            let moved = self.items.iter().flat_map(|one| &one.item.moved);
            let days = reviewed.chain(shipped.map(|(day, _)| day));
            days.chain(moved.filter_map(|one| one.on)).max()
        };
        today.or_else(said).map(Quarter::of)
    }

    /// The column of an item while a quarter runs. It depends on the quarter and not on the day, so
    /// that a board has the same bytes for three months.
    pub fn column(&self, id: ItemId, running: Option<Quarter>) -> Column {
        let one = &self.items[id];
        match one.status() {
            Some(Status::Shipped) => return Column::Shipped,
            Some(Status::Dropped) => return Column::NotDoing,
            // What waits is not worked on, whatever was promised.
            Some(Status::Paused) => return Column::Later,
            Some(Status::Building | Status::Preview) => return Column::Now,
            Some(Status::Exploring | Status::Planned) | None => {}
        }
        let begins = match one.when() {
            Some(When::Now) => return Column::Now,
            Some(When::Next) => return Column::Next,
            Some(when) => when.quarters().map(|(first, _)| first),
            None => None,
        };
        match (begins, running) {
            (Some(begins), Some(running)) if begins <= running => Column::Now,
            (Some(begins), Some(running)) if begins == running.next() => Column::Next,
            _ => Column::Later,
        }
    }

    /// How sure an item's time is: as it says, else from how far it is and its column.
    pub fn confidence(&self, id: ItemId, running: Option<Quarter>) -> Option<Confidence> {
        let one = &self.items[id];
        let said = one.item.confidence.as_ref().and_then(|word| word.meaning);
        said.or_else(|| match (one.status(), self.column(id, running)) {
            (_, Column::Shipped | Column::NotDoing) => None,
            (Some(Status::Exploring | Status::Paused), _) | (_, Column::Later) => {
                Some(Confidence::Low)
            }
            (Some(Status::Preview | Status::Building), _) | (_, Column::Now) => {
                Some(Confidence::High)
            }
            (_, Column::Next) => Some(Confidence::Medium),
        })
    }

    /// The items in the order of the board: by time, those of one time as they are written.
    pub fn in_order(&self) -> Vec<ItemId> {
        let mut ids: Vec<ItemId> = (0..self.items.len()).collect();
        ids.sort_by_cached_key(|id| self.items[*id].when().unwrap_or(When::Later).in_order());
        ids
    }
}

impl RoadmapItem {
    /// How far it is; a day on which it was shipped says that it is.
    pub fn status(&self) -> Option<Status> {
        match self.item.shipped_on {
            Some(_) => Some(Status::Shipped),
            None => self.item.status.as_ref().and_then(|word| word.meaning),
        }
    }

    /// What kind of work it is.
    pub fn kind(&self) -> Option<ItemKind> {
        self.item.kind.as_ref().and_then(|word| word.meaning)
    }

    /// When it is promised for: as it says, else by its deadline.
    pub fn when(&self) -> Option<When> {
        match &self.item.when {
            Some(word) => word.meaning,
            None => {
                let deadline = self.item.deadline.as_ref()?;
                deadline.on.map(|day| When::In(Unit::Day(day)))
            }
        }
    }

    /// What it was promised for at first, where that is another time than now.
    pub fn promised_first(&self, site: &super::Site) -> Option<When> {
        let known = site.typed.history.of_item(&self.item.id.0)?;
        let first = known.first?.when;
        (self.when() != Some(first)).then_some(first)
    }

    /// Whether it is neither shipped nor dropped.
    pub fn is_open(&self) -> bool {
        !matches!(self.status(), Some(Status::Shipped | Status::Dropped))
    }

    /// The last day of what is promised, where a reader may ask whether it came true.
    pub fn due(&self) -> Option<Date> {
        let promised = self.when()?.interval().map(|(_, last)| last);
        promised.filter(|_| self.is_open() && self.status() != Some(Status::Paused))
    }

    /// Who does it: as it says, else the owner of its first service.
    pub fn owner<'a>(&'a self, site: &'a super::Site) -> Option<&'a Written> {
        self.item.owner.as_ref().or_else(|| {
            let service = &site.typed.services.all[*self.services.first()?];
            site.pages[service.page].page.front.owner.as_ref()
        })
    }

    /// Whether it waits.
    pub fn is_paused(&self) -> bool {
        self.status() == Some(Status::Paused)
    }
}

/// The address of an item, and whether it is another than its id says.
fn address(id: &str, taken: &mut HashSet<Permalink>) -> (Permalink, bool) {
    let name = made::part(id);
    let own = Permalink::of_page(&format!("roadmap/{name}"));
    let lower = name.to_lowercase();
    let is_kept = OWN_PAGES.contains(&lower.as_str())
        || Quarter::parse(&name.to_uppercase()).is_some()
        || lower == "index";
    if !is_kept && taken.insert(own.clone()) {
        return (own, false);
    }
    // Two items of one id are said; the page of the second is found all the same.
    let mut number = 2;
    loop {
        let other = Permalink::of_page(&format!("roadmap/{name}-{number}"));
        if taken.insert(other.clone()) {
            return (other, true);
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests;
