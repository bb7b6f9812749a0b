//! What a service's page in a version says of roadmap, events and news: where they are told.
//!
//! A version never changes, so no promise may be frozen in it. Its page has links to what is told once,
//! beside all versions, and a script fills in what is told there today.

use serde::Serialize;

use crate::inputs::Part;
use crate::model::{Made, ServiceId, Site};
use crate::path::{Permalink, encode};
use crate::render::subject::{current, reference};

/// Something about a service that is told once, beside all versions.
#[derive(Clone, Debug, Serialize)]
pub struct CurrentView {
    /// `roadmap`, `events` or `news`: the name of the attribute that a script looks for.
    pub kind: &'static str,
    /// The heading.
    pub title: &'static str,
    /// What the link says.
    pub text: String,
    /// The page that tells it, narrowed to this service.
    pub url: String,
    /// By what that page is narrowed: `service=postgres`.
    pub query: String,
}

/// The links of a page in a version; none on other pages, which tell it themselves.
pub fn links(site: &Site, id: ServiceId, here: &Permalink) -> Vec<CurrentView> {
    if site.part != Part::Versioned {
        return Vec::new();
    }
    let service = &site.typed.services.all[id];
    let title = &site.pages[service.page].title;
    let query = format!("service={}", encode(&service.id.to_lowercase()));
    let all = [
        (Made::Roadmap, "roadmap", "Roadmap", "What is planned for"),
        (Made::Events, "events", "Events", "Events about"),
        (Made::News, "news", "News", "News about"),
    ];
    let link = |(made, kind, heading, words)| {
        let page = site.typed.made_permalink(made)?;
        Some(CurrentView {
            kind,
            title: heading,
            text: format!("{words} {title}"),
            url: format!("{}?{query}", here.relative(page)),
            query: query.clone(),
        })
    };
    all.into_iter().filter_map(link).collect()
}

/// The way to the script that has what is told of a service today.
pub fn script(site: &Site, id: ServiceId, here: &Permalink) -> Option<String> {
    let address = current::address(&site.typed.services.all[id].id)?;
    Some(here.relative(&address))
}

impl CurrentView {
    /// The same as a line of markdown.
    pub fn words(&self) -> String {
        reference::link(&self.text, Some(&self.url))
    }
}
