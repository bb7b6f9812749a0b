//! What serves which goal.

use serde::Serialize;

use crate::model::Site;
use crate::path::Permalink;
use crate::render::subject::table::part;

use super::board::{WaysView, ways};
use super::{ItemEntryView, ItemsView, items};

/// The goals of the platform with their items.
#[derive(Clone, Debug, Serialize)]
pub struct GoalsView {
    /// The goals, in the platform's order.
    pub goals: Vec<GoalView>,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// A goal.
#[derive(Clone, Debug, Serialize)]
pub struct GoalView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// Why it is one.
    pub why: Option<String>,
    /// What serves it; none where nothing does.
    pub items: Option<ItemsView>,
}

/// The view of the goals.
pub fn view(site: &Site, here: &Permalink) -> GoalsView {
    let goals = site.typed.platform.goals.iter().enumerate();
    let goal = |(index, goal): (usize, &crate::load::platform::Goal)| GoalView {
        id: goal.id.0.clone(),
        name: goal.name.clone(),
        why: goal.why.clone(),
        items: items(site, here, &format!("goal={}", goal.id.0), |one| {
            one.goals.contains(&index)
        }),
    };
    GoalsView {
        goals: goals.map(goal).collect(),
        ways: ways(site, here),
    }
}

impl GoalsView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for goal in &self.goals {
            let mut body = String::new();
            if let Some(why) = &goal.why {
                body.push_str(&format!("{why}\n\n"));
            }
            let items = goal.items.iter();
            let items = items.flat_map(|items| items.coming.iter().chain(&items.shipped));
            body.push_str(&super::super::table::bullets(
                items.map(ItemEntryView::words),
            ));
            part(&mut out, &goal.name, &body);
        }
        out
    }
}
