//! What services show of roadmap, events and news, as scripts that pages of versions put in: made by
//! the templates of a service's own page, seen from the top of the site.
//!
//! There are always [`PARTS`] of them, so that a page of any age finds the one of its service.

use std::collections::BTreeMap;

use tera::Context;

use crate::path::Permalink;
use crate::render::{Rendered, Renderer, unreleased};
use crate::versions::list::script;
use crate::versions::pages::shard;

use super::service;

/// How many scripts there are. Pages of published versions count on it.
pub const PARTS: u32 = 16;

/// The function that they call.
const CALL: &str = "groundplanCurrent";

/// What is told, and the template that tells it.
const TOLD: [(&str, &str); 3] = [
    ("roadmap", "parts/service-roadmap.html"),
    ("events", "parts/service-events.html"),
    ("news", "parts/service-news.html"),
];

/// The address of the script that has a service: `/_c/7.js`.
pub fn address(service: &str) -> Option<Permalink> {
    let number = shard(&service.to_lowercase(), PARTS);
    Permalink::exact(&format!("/_c/{number}.js"))
}

/// The script of this number: the services whose ids belong to it, each with its HTML.
pub fn part(renderer: &Renderer<'_>, number: u32) -> Rendered {
    let services = renderer.site.typed.services.all.iter().enumerate();
    let here = Permalink::root();
    let mut findings = Vec::new();
    let mut all: BTreeMap<String, BTreeMap<&str, String>> = BTreeMap::new();
    for (id, own) in services {
        let name = own.id.to_lowercase();
        if shard(&name, PARTS) != number {
            continue;
        }
        let mut context = Context::new();
        context.insert("service", &service::view(renderer.site, id, &here));
        for (kind, template) in TOLD {
            let filled = renderer.theme.fill(template, &context);
            findings.extend(filled.finding);
            let html = filled.text.trim().to_owned();
            let html = match &renderer.site.newest {
                Some(files) => unreleased::without_dead_links(html, &here, files),
                None => html,
            };
            if !html.is_empty() {
                all.entry(name.clone()).or_default().insert(kind, html);
            }
        }
    }
    // Texts in tables can always be written.
    let json = serde_json::to_vec(&all).unwrap_or_else(|_| b"{}".to_vec());
    Rendered {
        bytes: script(CALL, &json),
        findings,
    }
}
