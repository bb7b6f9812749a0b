//! Who can be responsible, and who is meant by the names in tables that exist already.

use crate::source::Span;
use crate::table::{Names, Parties};

use super::Platform;
use super::platform::Party;

/// The parties of a vocabulary. Without any there are the three layers that every platform has, so
/// that a first matrix needs no vocabulary.
pub fn all(platform: &Platform) -> Vec<Party> {
    if !platform.parties.is_empty() {
        return platform.parties.clone();
    }
    let usual = [
        (
            "customer",
            "Product team",
            "IN the cloud",
            &["You", "Client", "Consumer", "User"][..],
        ),
        (
            "platform",
            "Platform",
            "ON the cloud",
            &["Platform team", "MCSP"][..],
        ),
        ("csp", "Cloud provider", "OF the cloud", &["Provider"][..]),
    ];
    let nowhere = |text: &str| (text.to_owned(), Span::default());
    let party = |(id, name, layer, also): (&str, &str, &str, &[&str])| Party {
        id: nowhere(id),
        name: name.to_owned(),
        you: id == "customer",
        layer: Some(layer.to_owned()),
        also: also.iter().map(|name| nowhere(name)).collect(),
    };
    usual.into_iter().map(party).collect()
}

/// The parties of a vocabulary with all their names: id, name, `also`, and the names of the clouds
/// that are this party.
pub fn names(platform: &Platform) -> Parties {
    let of = |party: Party| {
        let mut names = vec![party.id.0.clone(), party.name];
        names.extend(party.also.into_iter().map(|(name, _)| name));
        Names {
            id: party.id.0,
            names,
        }
    };
    let mut all: Vec<Names> = all(platform).into_iter().map(of).collect();
    for provider in &platform.providers {
        let party = provider.party.as_ref().map(|(id, _)| id);
        if let Some(names) = all.iter_mut().find(|names| Some(&names.id) == party) {
            names.names.push(provider.id.0.clone());
            names.names.push(provider.name.clone());
        }
    }
    Parties { all }
}
