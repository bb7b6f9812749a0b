//! The tables of a service: offerings, day 2, defaults.

use crate::load::service::{Day2, Fact, Offering, Preset};
use crate::model::{Kind, Service, ServiceId, Site};

use super::super::reference;
use super::super::table::{Cell, TableView};

/// A column for each offering, a row for each fact that one of them has of its own.
pub(super) fn offerings(site: &Site, service: &Service) -> Option<TableView> {
    let keys = &service.keys;
    if keys.offerings.is_empty() {
        return None;
    }
    let mut labels: Vec<&str> = Vec::new();
    let own = keys.offerings.iter().flat_map(|one| &one.facts);
    for fact in keys.facts.iter().chain(own) {
        let in_one = |one: &Offering| one.facts.iter().any(|other| other.label.0 == fact.label.0);
        if keys.offerings.iter().any(in_one) && !labels.contains(&fact.label.0.as_str()) {
            labels.push(&fact.label.0);
        }
    }
    let mut columns = vec!["Offering"];
    columns.extend(&labels);
    columns.push("Runs at");
    let row = |offering: &Offering| {
        let mut row = vec![Cell::Text(offering.name.clone())];
        for label in &labels {
            let named = |fact: &&Fact| fact.label.0 == *label;
            let own = offering.facts.iter().find(named);
            let fact = own.or_else(|| keys.facts.iter().find(named));
            row.push(Cell::maybe(fact.map(|fact| fact.text.as_str())));
        }
        let written = match offering.providers.is_empty() {
            true => &keys.providers,
            false => &offering.providers,
        };
        let providers = reference::written_providers(site, written);
        let names: Vec<String> = providers.into_iter().map(|one| one.text).collect();
        row.push(Cell::Text(names.join(", ")));
        row
    };
    let rows = keys.offerings.iter().map(row).collect();
    Some(TableView::new("Offerings", &columns, rows))
}

/// What happens after the first day. Who does it is said where a matrix says it.
pub(super) fn day2(site: &Site, service: ServiceId) -> Option<TableView> {
    let tasks = &site.typed.services.all[service].keys.day2;
    let doers = |task: &Day2| {
        let task = site.task_of_day2(service, task)?;
        Some(site.doers_in_words(site.typed.responsibilities.who(task)))
    };
    let is_said = tasks.iter().any(|task| doers(task).is_some());
    let row = |task: &Day2| {
        let mut row = vec![
            Cell::Text(label(&task.label.0)),
            Cell::maybe(task.text.as_deref()),
            Cell::maybe(task.rto.as_deref()),
            Cell::maybe(task.rpo.as_deref()),
            Cell::Text(task.tested.map_or_else(String::new, |date| date.long())),
        ];
        if is_said {
            row.insert(1, Cell::maybe(doers(task).as_deref()));
        }
        row
    };
    let mut columns = vec!["What", "How", "Back after", "At most lost", "Last tested"];
    if is_said {
        columns.insert(1, "Who");
    }
    (!tasks.is_empty()).then(|| TableView::new("Day 2", &columns, tasks.iter().map(row).collect()))
}

/// `patching` and the other known words as a label, free labels as they are.
fn label(key: &str) -> String {
    match key {
        "patching" | "backup" | "restore" => {
            let (first, rest) = key.split_at(1);
            first.to_uppercase() + rest
        }
        other => other.to_owned(),
    }
}

pub(super) fn defaults(site: &Site, presets: &[Preset]) -> Option<TableView> {
    let row = |preset: &Preset| {
        let change = preset.change.as_ref().map(|(id, _)| who(site, id));
        vec![
            Cell::Text(preset.label.0.clone()),
            Cell::Text(preset.value.clone()),
            Cell::Text(change.unwrap_or_default()),
            Cell::maybe(preset.note.as_deref()),
        ]
    };
    let columns = ["Setting", "Value", "Who may change it", "Note"];
    (!presets.is_empty()).then(|| {
        TableView::new(
            "Set before you come",
            &columns,
            presets.iter().map(row).collect(),
        )
    })
}

/// A party as the reader sees it: their own side is "You".
fn who(site: &Site, id: &str) -> String {
    match site.typed.ids.find(Kind::Party, id) {
        Some(index) if site.typed.platform.parties[index].you => "You".to_owned(),
        Some(index) => site.typed.platform.parties[index].name.clone(),
        None if id == "nobody" => "Nobody".to_owned(),
        None => id.to_owned(),
    }
}
