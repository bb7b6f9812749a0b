//! Who is meant by the names in tables that exist already.

use crate::table::{Names, Parties};

use super::Platform;

/// The parties of a vocabulary with all their names: id, name, `also`, and the names of the clouds
/// that are this party.
pub fn parties(platform: &Platform) -> Parties {
    let mut all: Vec<Names> = platform
        .parties
        .iter()
        .map(|party| {
            let mut names = vec![party.id.0.clone(), party.name.clone()];
            names.extend(party.also.iter().map(|(name, _)| name.clone()));
            Names {
                id: party.id.0.clone(),
                names,
            }
        })
        .collect();
    for provider in &platform.providers {
        let party = provider.party.as_ref().map(|(id, _)| id);
        if let Some(names) = all.iter_mut().find(|names| Some(&names.id) == party) {
            names.names.push(provider.id.0.clone());
            names.names.push(provider.name.clone());
        }
    }
    Parties { all }
}
