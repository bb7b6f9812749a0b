//! What is different from the version before: what is the reader's to do first.

use serde::Serialize;

mod compare;
#[cfg(test)]
mod tests;
mod words;

pub use compare::view;

/// What is different from the version before.
#[derive(Clone, Debug, Serialize)]
pub struct WhatChangedView {
    /// The name of the version before; none where this one is the first.
    pub from: Option<String>,
    /// The address of that version; none where this one is the first.
    pub from_url: Option<String>,
    /// Whether the version before was written by a program that says it in another form.
    pub is_unreadable: bool,
    /// How much there is of each part, in its order.
    pub sums: Vec<SumView>,
    /// What changed for tasks, by what happened; what moved to the reader first.
    pub groups: Vec<TaskGroupView>,
    /// Services that came, went or changed.
    pub services: Vec<ChangedServiceView>,
    /// Pages that came, moved, went or changed.
    pub pages: Vec<PageGroupView>,
}

/// How much there is of a part of the page.
#[derive(Clone, Debug, Serialize)]
pub struct SumView {
    /// The id of its heading.
    pub id: String,
    /// How many changes.
    pub count: usize,
    /// What changed: "moved to you".
    pub words: String,
    /// Whether a reader has something to do about it.
    pub is_yours: bool,
}

/// Tasks to which the same happened.
#[derive(Clone, Debug, Serialize)]
pub struct TaskGroupView {
    /// The id of its heading.
    pub id: String,
    /// What happened: "Moved to you".
    pub title: String,
    /// Whether a reader has something to do about it.
    pub is_yours: bool,
    /// The tasks.
    pub tasks: Vec<ChangedTaskView>,
}

/// A task that changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedTaskView {
    /// The task.
    pub task: String,
    /// What it was called; none where that is the same.
    pub task_before: Option<String>,
    /// Where it stands: the services with their matrices.
    pub places: Vec<PlaceView>,
    /// The phase, and the offering where it is about one.
    pub phase: String,
    /// Who does it now; none where it is gone.
    pub now: Option<String>,
    /// Who did it before; none where it is new.
    pub before: Option<String>,
    /// Why, where that is said.
    pub why: Option<String>,
    /// A task that may be the same in other words.
    pub possibly_renamed: Option<String>,
}

/// Something with an address in this version, in the one before, or in both.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    /// Its name.
    pub title: String,
    /// Its address now; none where it is gone.
    pub url: Option<String>,
    /// Its address in the version before; none where it was not there.
    pub url_before: Option<String>,
}

/// A service that came, went or changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedServiceView {
    /// The service.
    pub place: PlaceView,
    /// `added`, `removed` or `changed`.
    pub what: &'static str,
    /// The id that it had; none where that is the same.
    pub renamed_from: Option<String>,
    /// How far it is, where that changed; empty where it no longer says so.
    pub lifecycle: Option<String>,
    /// How far it was, where that changed; empty where it did not say so.
    pub lifecycle_before: Option<String>,
    /// The facts that changed.
    pub facts: Vec<ChangedFactView>,
}

/// A fact that changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedFactView {
    /// The label, with the offering where it is about one.
    pub label: String,
    /// What it was; none of a new one.
    pub before: Option<String>,
    /// What it is; none of one that is no longer said.
    pub now: Option<String>,
}

/// Pages to which the same happened.
#[derive(Clone, Debug, Serialize)]
pub struct PageGroupView {
    /// The id of its heading.
    pub id: &'static str,
    /// What happened: "New pages".
    pub title: &'static str,
    /// `added`, `moved`, `removed` or `changed`.
    pub what: &'static str,
    /// The pages.
    pub pages: Vec<ChangedPageView>,
}

/// A page that came, moved, went or changed.
#[derive(Clone, Debug, Serialize)]
pub struct ChangedPageView {
    /// The page.
    pub place: PlaceView,
    /// Its address before, in words, of one that moved: `/guides/restore/`.
    pub moved_from: Option<String>,
    /// Headings that links can no longer name.
    pub lost_anchors: Vec<String>,
}
