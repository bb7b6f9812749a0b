//! What a site has already: names that a new file can use, and one that it cannot have.

use crate::edit::sheet::quoted;
use crate::error::Result;
use crate::load::Loaded;

use super::refused;

/// What a site has already, so that a new file can name it.
pub(super) struct Known {
    pub owner: String,
    pub teams: String,
    pub personas: String,
    pub persona: String,
    pub category: String,
    pub categories: String,
    pub services: String,
}

impl Known {
    pub fn of(loaded: &Loaded) -> Self {
        let platform = loaded.typed.platform.as_deref();
        let ids = |ids: Vec<&str>, instead: &[&str]| {
            let ids = if ids.is_empty() { instead } else { &ids };
            let ids: Vec<String> = ids.iter().take(6).map(|id| quoted(id)).collect();
            ids.join(", ")
        };
        let teams: Vec<&str> = platform.map_or_else(Vec::new, |one| {
            one.teams.iter().map(|team| team.id.0.as_str()).collect()
        });
        let owner = match teams.as_slice() {
            [only] => format!("owner = {}", quoted(only)),
            _ => format!(
                "# owner = {}",
                ids(teams.iter().take(1).copied().collect(), &["team-data"])
            ),
        };
        let personas: Vec<&str> = platform.map_or_else(Vec::new, |one| {
            one.personas
                .iter()
                .map(|persona| persona.id.0.as_str())
                .collect()
        });
        let categories = platform.map_or_else(Vec::new, |one| {
            one.categories
                .iter()
                .map(|category| category.id.0.as_str())
                .collect()
        });
        let services: Vec<String> = loaded
            .pages
            .iter()
            .filter_map(|page| crate::load::front::service_place(&page.file))
            .take(3)
            .collect();
        Self {
            owner,
            persona: personas.first().unwrap_or(&"developer").to_string(),
            teams: ids(teams, &["team-data"]),
            personas: ids(personas, &["developer"]),
            category: ids(categories.iter().take(1).copied().collect(), &["data"]),
            categories: ids(categories, &["data"]),
            services: ids(services.iter().map(String::as_str).collect(), &["postgres"]),
        }
    }
}

/// Refuses a service by whose name another one is known already.
pub(super) fn unlike_others(loaded: &Loaded, title: &str) -> Result<()> {
    let wanted = title.trim().to_lowercase();
    let same = |name: &str| name.trim().to_lowercase() == wanted;
    let mut services = loaded
        .pages
        .iter()
        .filter(|page| crate::load::front::service_place(&page.file).is_some());
    let other = services.find_map(|page| {
        let also = page.service.iter().flat_map(|service| &service.also);
        if same(&page.title()) {
            return Some((&page.file, "this title"));
        }
        let mut also = also.map(|(name, _)| name);
        also.any(|name| same(name))
            .then_some((&page.file, "this name"))
    });
    match other {
        None => Ok(()),
        Some((file, what)) => Err(refused(
            &format!("{file} is a service of {what} already; nothing was written"),
            "change that page, or say in the title how the two differ",
        )),
    }
}
