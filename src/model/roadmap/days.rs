//! The days that an item of the roadmap speaks of.

use super::RoadmapItem;
use crate::date::{Date, Unit, When};

/// What happens on a day of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemDay {
    /// It was shipped.
    Shipped,
    /// It is promised for that day.
    Promised,
    /// It must be there by then.
    Deadline,
}

impl RoadmapItem {
    /// The days that it speaks of, each with what happens on it. A quarter is no day.
    pub fn days(&self) -> Vec<(ItemDay, Date)> {
        let mut days = Vec::new();
        if let Some((day, _)) = self.item.shipped_on {
            days.push((ItemDay::Shipped, day));
        }
        let is_awaited = self.is_open() && !self.is_paused();
        if let Some(When::In(Unit::Day(day))) = self.when().filter(|_| is_awaited)
            && self.item.when.is_some()
        {
            days.push((ItemDay::Promised, day));
        }
        let deadline = self.item.deadline.as_ref().filter(|_| self.is_open());
        if let Some(day) = deadline.and_then(|deadline| deadline.on) {
            days.push((ItemDay::Deadline, day));
        }
        days
    }
}
