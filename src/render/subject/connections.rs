//! What runs on what: a picture, and the same as a list.

use serde::Serialize;

use crate::model::{ServiceId, Site};
use crate::path::Permalink;

use super::diagram;
use super::reference::{self, RefView};
use super::table::{Cell, TableView};

/// How services are connected.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionsView {
    /// The picture, SVG; none where it would be too large to read.
    pub picture: Option<String>,
    /// Every service that is connected, with what it is connected to.
    pub services: Vec<ConnectionView>,
}

/// The connections of a service.
#[derive(Clone, Debug, Serialize)]
pub struct ConnectionView {
    /// The service.
    pub service: RefView,
    /// What it runs on.
    pub runs_on: Vec<RefView>,
    /// What runs on it.
    pub carries: Vec<RefView>,
    /// What it works together with.
    pub integrates_with: Vec<RefView>,
}

/// The view of all connections.
pub fn view(site: &Site, here: &Permalink) -> ConnectionsView {
    let services = &site.typed.services.all;
    let is_connected = |id: &ServiceId| {
        let service = &services[*id];
        !(service.runs_on.is_empty()
            && service.carries.is_empty()
            && service.integrates_with.is_empty())
    };
    let connected: Vec<ServiceId> = (0..services.len()).filter(is_connected).collect();
    let all = |ids: &[ServiceId]| reference::services(site, ids, here);
    let view = |id: &ServiceId| ConnectionView {
        service: reference::service(site, *id, here),
        runs_on: all(&services[*id].runs_on),
        carries: all(&services[*id].carries),
        integrates_with: all(&services[*id].integrates_with),
    };
    ConnectionsView {
        picture: diagram::svg(site, &connected, here),
        services: connected.iter().map(view).collect(),
    }
}

impl ConnectionsView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let list = |references: &[RefView]| {
            Cell::Text(
                references
                    .iter()
                    .map(|one| one.text.as_str())
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        };
        let row = |one: &ConnectionView| {
            vec![
                Cell::Ref(one.service.clone()),
                list(&one.runs_on),
                list(&one.carries),
                list(&one.integrates_with),
            ]
        };
        let columns = ["Service", "Runs on", "Needed by", "Works with"];
        let table = TableView::new("", &columns, self.services.iter().map(row).collect());
        format!("\n{}", table.words())
    }
}
