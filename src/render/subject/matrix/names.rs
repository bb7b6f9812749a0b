//! What matrices, parties and offerings are called.

use crate::model::responsibilities::PartyId;
use crate::model::{Made, MatrixId, Site};
use crate::path::Permalink;

use super::super::reference::RefView;
use super::PartyView;

/// The title of a matrix: its own, else that of its first service, else its id in words.
pub fn title(site: &Site, id: MatrixId) -> String {
    let all = &site.typed.responsibilities;
    let file = &all.all[id].file;
    if let Some(title) = &file.title {
        return title.clone();
    }
    match all.services[id].first() {
        Some(service) => site.pages[site.typed.services.all[*service].page]
            .title
            .clone(),
        None => crate::load::page::name_in_words(&file.id),
    }
}

/// A matrix, with its page.
pub fn reference(site: &Site, id: MatrixId, here: &Permalink) -> RefView {
    let page = site.typed.made_permalink(Made::Matrix(id));
    RefView {
        url: page.map(|permalink| here.relative(permalink)),
        ..RefView::named(title(site, id))
    }
}

/// A party as readers see it.
pub fn party_view(site: &Site, party: PartyId, here: &Permalink) -> PartyView {
    let one = &site.typed.responsibilities.parties[party];
    let page = site.typed.made_permalink(Made::Party(party));
    PartyView {
        id: one.id.0.clone(),
        name: party_name(site, party),
        you: one.you,
        url: page.map(|permalink| here.relative(permalink)),
    }
}

/// The name of a party; the reader's own side is "You".
pub fn party_name(site: &Site, party: PartyId) -> String {
    let one = &site.typed.responsibilities.parties[party];
    match one.you {
        true => "You".to_owned(),
        false => one.name.clone(),
    }
}

/// The name of a party in a matrix: where only one of its clouds is meant, that cloud's.
pub fn column_name(site: &Site, id: MatrixId, party: PartyId) -> String {
    let platform = &site.typed.platform;
    let all = &site.typed.responsibilities;
    let own = &all.parties[party].id.0;
    let mut clouds: Vec<usize> = Vec::new();
    for service in &all.services[id] {
        for cloud in &site.typed.services.all[*service].providers {
            let of = platform.providers[*cloud].party.as_ref();
            if of.is_some_and(|(of, _)| of == own) && !clouds.contains(cloud) {
                clouds.push(*cloud);
            }
        }
    }
    match clouds.as_slice() {
        [one] => platform.providers[*one].name.clone(),
        _ => party_name(site, party),
    }
}

/// The offerings of the services of a matrix: id and name.
pub fn offerings_of(site: &Site, id: MatrixId) -> Vec<(String, String)> {
    let services = &site.typed.responsibilities.services[id];
    let all = services.iter().flat_map(|service| {
        let keys = &site.typed.services.all[*service].keys;
        keys.offerings.iter()
    });
    all.map(|one| (one.id.0.clone(), one.name.clone()))
        .collect()
}
