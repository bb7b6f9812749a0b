//! The catalogue: every service by its category, with what a reader may ask for.

use serde::Serialize;

use crate::load::service::Lifecycle;
use crate::model::{Made, ServiceId, Site};
use crate::path::Permalink;

use super::reference::{self, RefView};
use super::service::LifecycleView;
use super::table::part;

/// All services.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogueView {
    /// How many there are.
    pub count: usize,
    /// The services by category, in the platform's order; those of none come last.
    pub groups: Vec<GroupView>,
    /// What the list can be narrowed by.
    pub filters: Vec<FilterView>,
    /// The page that draws what runs on what.
    pub connections: Option<String>,
    /// The page of the benefits.
    pub benefits: Option<String>,
    /// The states that services of this platform have, with what they promise.
    pub states: Vec<LifecycleView>,
}

/// The services of a category.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// The category's id; empty for services of none.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The page that compares its services.
    pub compare: Option<String>,
    /// The services, in reading order.
    pub services: Vec<ServiceEntryView>,
}

/// A service in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceEntryView {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its summary.
    pub summary: String,
    /// `live` and so on; none where it is not said.
    pub lifecycle: Option<&'static str>,
    /// The clouds on which it is offered.
    pub providers: Vec<RefView>,
    /// How many products use it.
    pub users: Option<u64>,
    /// The category's id, as a filter asks for it.
    pub category: String,
    /// The ids of its personas, by spaces, as a filter asks for them.
    pub persona_ids: String,
    /// The ids of its providers, likewise.
    pub provider_ids: String,
    /// Other names that the search of the list knows.
    pub also: String,
}

/// Something the list can be narrowed by.
#[derive(Clone, Debug, Serialize)]
pub struct FilterView {
    /// What it is called in the address.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What can be chosen.
    pub options: Vec<OptionView>,
}

/// A choice.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// The id.
    pub value: String,
    /// The words.
    pub label: String,
}

/// The view of all services.
pub fn view(site: &Site, here: &Permalink) -> CatalogueView {
    let made = |made| site.typed.made_permalink(made).map(|to| here.relative(to));
    let services = &site.typed.services.all;
    let entries = |category: Option<usize>| -> Vec<ServiceEntryView> {
        let of_category = |id: &ServiceId| services[*id].category == category;
        let ids = (0..services.len()).filter(of_category);
        ids.map(|id| entry(site, id, here)).collect()
    };
    let mut groups: Vec<GroupView> = Vec::new();
    for (index, category) in site.typed.platform.categories.iter().enumerate() {
        groups.push(GroupView {
            id: category.id.0.clone(),
            title: category.name.clone(),
            compare: made(Made::Compare(index)),
            services: entries(Some(index)),
        });
    }
    groups.push(GroupView {
        id: String::new(),
        title: match groups.is_empty() {
            true => "All services".to_owned(),
            false => "Others".to_owned(),
        },
        compare: None,
        services: entries(None),
    });
    groups.retain(|group| !group.services.is_empty());
    CatalogueView {
        count: services.len(),
        filters: filters(site, &groups),
        groups,
        connections: made(Made::Connections),
        benefits: made(Made::Benefits),
        states: states(site),
    }
}

/// A service in a list.
pub fn entry(site: &Site, id: ServiceId, here: &Permalink) -> ServiceEntryView {
    let service = &site.typed.services.all[id];
    let node = &site.pages[service.page];
    let page = &node.page;
    let platform = &site.typed.platform;
    let joined = |ids: Vec<&str>| ids.join(" ").to_lowercase();
    let personas = service.personas.iter();
    let personas = personas.map(|index| platform.personas[*index].id.0.as_str());
    let providers = service.providers.iter();
    let provider_ids = providers
        .clone()
        .map(|index| platform.providers[*index].id.0.as_str());
    let category = service
        .category
        .map(|index| platform.categories[index].id.0.as_str());
    let also: Vec<&str> = service
        .keys
        .also
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let summary = page
        .front
        .summary
        .as_deref()
        .unwrap_or_else(|| &page.outline().lead);
    ServiceEntryView {
        id: service.id.clone(),
        title: node.title.clone(),
        url: here.relative(&node.permalink),
        summary: summary.to_owned(),
        lifecycle: service.keys.lifecycle.map(Lifecycle::word),
        providers: providers
            .map(|index| RefView::named(&platform.providers[*index].name))
            .collect(),
        users: service.users,
        category: category.unwrap_or_default().to_lowercase(),
        persona_ids: joined(personas.collect()),
        provider_ids: joined(provider_ids.collect()),
        also: also.join(" "),
    }
}

/// What at least two choices make worth asking.
fn filters(site: &Site, groups: &[GroupView]) -> Vec<FilterView> {
    let platform = &site.typed.platform;
    let services = &site.typed.services.all;
    let option = |value: &str, label: &str| OptionView {
        value: value.to_lowercase(),
        label: label.to_owned(),
    };
    let named = groups.iter().filter(|group| !group.id.is_empty());
    let categories = named.map(|group| option(&group.id, &group.title)).collect();
    let personas = platform.personas.iter().enumerate();
    let personas = personas
        .filter(|(index, _)| services.iter().any(|one| one.personas.contains(index)))
        .map(|(_, persona)| option(&persona.id.0, &persona.name));
    let providers = platform.providers.iter().enumerate();
    let providers = providers
        .filter(|(index, _)| services.iter().any(|one| one.providers.contains(index)))
        .map(|(_, provider)| option(&provider.id.0, &provider.name));
    let states = Lifecycle::NAMES.iter();
    let states = states
        .filter(|(_, state)| {
            services
                .iter()
                .any(|one| one.keys.lifecycle == Some(*state))
        })
        .map(|(word, _)| option(word, &capitalized(word)));
    let mut filters = vec![
        FilterView {
            name: "category",
            label: "Kind",
            options: categories,
        },
        FilterView {
            name: "lifecycle",
            label: "State",
            options: states.collect(),
        },
        FilterView {
            name: "persona",
            label: "For",
            options: personas.collect(),
        },
        FilterView {
            name: "provider",
            label: "Cloud",
            options: providers.collect(),
        },
    ];
    filters.retain(|filter| filter.options.len() > 1);
    filters
}

/// The states in use, from the one that can be relied on most.
fn states(site: &Site) -> Vec<LifecycleView> {
    use Lifecycle::{Beta, Deprecated, Idea, Live, Preview, Retired};
    let services = &site.typed.services.all;
    [Live, Beta, Preview, Idea, Deprecated, Retired]
        .into_iter()
        .filter(|state| {
            services
                .iter()
                .any(|one| one.keys.lifecycle == Some(*state))
        })
        .map(|state| LifecycleView {
            word: state.word(),
            promise: reference::promise(site, state),
        })
        .collect()
}

/// With a capital at the beginning.
pub(super) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

impl ServiceEntryView {
    /// The same as a line of markdown.
    pub fn words(&self) -> String {
        let mut line = format!("- {}", reference::link(&self.title, Some(&self.url)));
        if let Some(state) = self.lifecycle {
            line.push_str(&format!(" ({state})"));
        }
        if !self.summary.is_empty() {
            line.push_str(&format!(
                ": {}",
                super::super::twin::one_line(&self.summary)
            ));
        }
        line.push('\n');
        line
    }
}

impl CatalogueView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for group in &self.groups {
            let mut lines: String = group.services.iter().map(ServiceEntryView::words).collect();
            if let Some(compare) = &group.compare {
                lines.push_str(&format!(
                    "\n{}\n",
                    reference::link("Compare them", Some(compare))
                ));
            }
            part(&mut out, &group.title, &lines);
        }
        let states = self.states.iter();
        let states: String = states
            .map(|state| format!("- {}: {}\n", capitalized(state.word), state.promise))
            .collect();
        part(&mut out, "What the states mean", &states);
        out
    }
}
