//! What changed, as markdown.

use super::{ChangedPageView, ChangedServiceView, ChangedTaskView, PlaceView, WhatChangedView};
use crate::render::subject::reference;
use crate::render::subject::table::{bullets, part};
use crate::render::twin::one_line;

impl PlaceView {
    fn words(&self) -> String {
        reference::link(&self.title, self.url.as_deref())
    }
}

impl WhatChangedView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let Some(from) = &self.from else {
            return "\nThere is no earlier version to compare with.\n".to_owned();
        };
        if self.is_unreadable {
            return format!("\n{} cannot be compared with.\n", one_line(from));
        }
        if self.sums.is_empty() {
            return format!("\nNothing differs from {}.\n", one_line(from));
        }
        let mut out = String::new();
        for group in &self.groups {
            part(
                &mut out,
                &group.title,
                &bullets(group.tasks.iter().map(ChangedTaskView::words)),
            );
        }
        let services = self.services.iter().map(ChangedServiceView::words);
        part(&mut out, "Services", &bullets(services));
        for group in &self.pages {
            part(
                &mut out,
                group.title,
                &bullets(group.pages.iter().map(ChangedPageView::words)),
            );
        }
        out
    }
}

impl ChangedTaskView {
    fn words(&self) -> String {
        let places: Vec<String> = self.places.iter().map(PlaceView::words).collect();
        let mut line = format!("{}: {}", places.join(", "), one_line(&self.task));
        if let Some(before) = &self.task_before {
            line.push_str(&format!(", was: {}", one_line(before)));
        }
        if let Some(now) = &self.now {
            line.push_str(&format!(". Now: {}", one_line(now)));
        }
        if let Some(before) = &self.before {
            line.push_str(&format!(". Before: {}", one_line(before)));
        }
        if let Some(renamed) = &self.possibly_renamed {
            line.push_str(&format!(". Possibly renamed: {}", one_line(renamed)));
        }
        if let Some(why) = &self.why {
            line.push_str(&format!(". Because: {}", one_line(why)));
        }
        line
    }
}

impl ChangedServiceView {
    fn words(&self) -> String {
        let mut said = Vec::new();
        match self.what {
            "added" => said.push("new".to_owned()),
            "removed" => said.push("no longer a service".to_owned()),
            _ => {}
        }
        if let Some(before) = &self.renamed_from {
            said.push(format!("was called {before}"));
        }
        if let (Some(now), Some(before)) = (&self.lifecycle, &self.lifecycle_before) {
            said.push(format!("{}, was {}", or_nothing(now), or_nothing(before)));
        }
        for fact in &self.facts {
            said.push(match (&fact.now, &fact.before) {
                (Some(now), Some(before)) => format!("{}: {now}, was {before}", fact.label),
                (Some(now), None) => format!("{}: {now}, new", fact.label),
                (None, Some(before)) => format!("{}: no longer said, was {before}", fact.label),
                (None, None) => fact.label.clone(),
            });
        }
        format!("{}: {}", self.place.words(), one_line(&said.join("; ")))
    }
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "not said" } else { text }
}

impl ChangedPageView {
    fn words(&self) -> String {
        let url = self.place.url.as_ref().or(self.place.url_before.as_ref());
        let mut line = reference::link(&self.place.title, url.map(String::as_str));
        if let Some(from) = &self.moved_from {
            line.push_str(&format!(", was {}", one_line(from)));
        }
        if !self.lost_anchors.is_empty() {
            let lost: Vec<String> = self
                .lost_anchors
                .iter()
                .map(|id| format!("#{id}"))
                .collect();
            line.push_str(&format!(", without {}", one_line(&lost.join(", "))));
        }
        line
    }
}
