//! The facts of the services of one category, side by side.

use serde::Serialize;

use crate::load::service::{Fact, Lifecycle};
use crate::model::{Service, ServiceId, Site};
use crate::path::Permalink;

use super::reference;
use super::table::{Cell, TableView};

/// A comparison.
#[derive(Clone, Debug, Serialize)]
pub struct CompareView {
    /// The name of the category.
    pub category: String,
    /// A row for each fact of the category, a column for each service.
    pub table: TableView,
}

/// The view of a category's comparison. A fact that a service does not give is said to be missing.
pub fn view(site: &Site, category: usize, here: &Permalink) -> CompareView {
    let platform = &site.typed.platform;
    let category_id = category;
    let category = &platform.categories[category];
    let of_category = |(_, service): &(ServiceId, &Service)| {
        let ended = service.keys.lifecycle == Some(Lifecycle::Retired);
        service.category == Some(category_id) && !ended
    };
    let services = site
        .typed
        .services
        .all
        .iter()
        .enumerate()
        .filter(of_category);
    let mut columns = vec!["Service", "State"];
    columns.extend(category.facts.iter().map(|(label, _)| label.as_str()));
    let row = |(id, service): (ServiceId, &Service)| {
        let state = service.keys.lifecycle.map(Lifecycle::word);
        let mut row = vec![
            Cell::Ref(reference::service(site, id, here)),
            state.map_or_else(Cell::empty, |value| Cell::Chip {
                kind: "lifecycle",
                value,
            }),
        ];
        let facts = category.facts.iter();
        row.extend(facts.map(|(label, _)| Cell::Text(fact(service, label))));
        row
    };
    let rows = services.map(row).collect();
    CompareView {
        category: category.name.clone(),
        table: TableView::new(category.name.clone(), &columns, rows),
    }
}

/// The service's fact; where offerings have their own, each with its name.
fn fact(service: &Service, label: &str) -> String {
    let find = |facts: &[Fact]| {
        let found = facts.iter().find(|fact| fact.label.0 == label);
        found.map(|fact| fact.text.clone())
    };
    let own = find(&service.keys.facts);
    let of_offerings: Vec<String> = service
        .keys
        .offerings
        .iter()
        .filter_map(|offering| Some(format!("{}: {}", offering.name, find(&offering.facts)?)))
        .collect();
    match (own, of_offerings.is_empty()) {
        (Some(text), true) => text,
        (Some(text), false) => format!("{text}; {}", of_offerings.join("; ")),
        (None, false) => of_offerings.join("; "),
        (None, true) if service.keys.lifecycle == Some(Lifecycle::Idea) => String::new(),
        (None, true) => "not said".to_owned(),
    }
}

impl CompareView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        format!("\n{}", self.table.words())
    }
}
