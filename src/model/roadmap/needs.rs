//! What the roadmap has for the needs of personas.

use crate::date::Date;
use crate::model::Site;

use super::{ItemId, Roadmap, RoadmapItem};

/// A need that something of the roadmap gives, while no service says that it meets it.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The shipped item.
    pub item: &'a RoadmapItem,
    /// The id of the need.
    pub need: &'a str,
}

impl Roadmap {
    /// The items that are not done yet and will meet a need, in the order of the board. One that is paused is
    /// not promised.
    pub fn planned_for(&self, need: &str) -> Vec<ItemId> {
        self.answering(need, |item| item.is_open() && !item.is_paused())
    }

    /// The shipped items that meet a need, the one shipped last first.
    pub fn shipped_for(&self, need: &str) -> Vec<ItemId> {
        let mut items = self.answering(need, RoadmapItem::is_shipped);
        items.sort_by_key(|id| std::cmp::Reverse(self.items[*id].shipped_on()));
        items
    }

    fn answering(&self, need: &str, counts: impl Fn(&RoadmapItem) -> bool) -> Vec<ItemId> {
        let answers = |id: &ItemId| {
            let one = &self.items[*id];
            counts(one) && one.item.meets.iter().any(|(met, _)| met == need)
        };
        self.in_order().into_iter().filter(answers).collect()
    }
}

impl RoadmapItem {
    /// Whether it is there.
    pub fn is_shipped(&self) -> bool {
        self.status() == Some(crate::load::roadmap::Status::Shipped)
    }

    /// The day it was shipped.
    pub fn shipped_on(&self) -> Option<Date> {
        self.item.shipped_on.map(|(day, _)| day)
    }

    /// "Shipped on 15 October 2026", or "Shipped" where nobody wrote down when.
    pub fn shipped_words(&self) -> String {
        match self.shipped_on() {
            Some(day) => format!("Shipped on {}", day.long()),
            None => "Shipped".to_owned(),
        }
    }

    /// The needs that it answers and that no service says to meet.
    pub fn needs_without_service<'a>(&'a self, site: &'a Site) -> Vec<Given<'a>> {
        let typed = &site.typed;
        let is_without = |id: &str| {
            let personas = typed.platform.personas.iter().zip(&typed.personas);
            let mut needs =
                personas.flat_map(|(one, for_them)| one.needs.iter().zip(&for_them.met));
            needs.any(|(need, met)| need.id.0 == id && met.is_empty())
        };
        let needs = self.item.meets.iter().map(|(need, _)| need.as_str());
        let without = needs.filter(|need| is_without(need));
        without.map(|need| Given { item: self, need }).collect()
    }
}

impl Given<'_> {
    /// What makes it a need that is met: "add `restore` to `meets` of `postgres`".
    pub fn advice(&self, site: &Site) -> String {
        let need = self.need;
        let services = self.item.services.iter();
        let names: Vec<String> = services
            .map(|id| format!("`{}`", site.typed.services.all[*id].id))
            .collect();
        match names.split_last() {
            None => format!("add `{need}` to `meets` of the service that has it now"),
            Some((only, [])) => format!("add `{need}` to `meets` of {only}"),
            Some((last, rest)) => {
                format!("add `{need}` to `meets` of {} or {last}", rest.join(", "))
            }
        }
    }
}
