//! Communities: where people talk, when they meet, who invites and how to join.

use serde::Serialize;

use crate::model::{Kind, Made, Site};
use crate::path::Permalink;

use super::events::{self, NextEventView};
use super::inline;
use super::reference::{self, RefView};
use super::table::bullets;

/// All communities.
#[derive(Clone, Debug, Serialize)]
pub struct CommunitiesView {
    /// The communities, in the author's order.
    pub communities: Vec<CommunityView>,
    /// The page of all events.
    pub events: Option<String>,
}

/// People who share a craft or a service.
#[derive(Clone, Debug, Serialize)]
pub struct CommunityView {
    /// The id, which is its anchor on the page of communities.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its place on the page of communities.
    pub url: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
    /// Where they talk.
    pub channel: Option<RefView>,
    /// How to join, HTML: a link or words.
    pub join: Option<String>,
    /// The page or address that says how to join, where it is one.
    pub join_link: Option<RefView>,
    /// Who invites.
    pub hosts: Vec<RefView>,
    /// The events and series at which they meet.
    pub meets: Vec<NextEventView>,
    /// For whom it is.
    pub personas: Vec<RefView>,
    /// The services it is about.
    pub services: Vec<RefView>,
}

/// The view of all communities.
pub fn view(site: &Site, here: &Permalink) -> CommunitiesView {
    let all = 0..site.typed.events.communities().len();
    let events = site.typed.made_permalink(Made::Events);
    CommunitiesView {
        communities: all.map(|index| community(site, index, here)).collect(),
        events: events.map(|to| here.relative(to)),
    }
}

/// The communities that are about a service.
pub fn of_service(site: &Site, service: usize, here: &Permalink) -> Vec<CommunityView> {
    let events = &site.typed.events;
    let all = 0..events.communities().len();
    all.filter(|index| events.community_links(*index).services.contains(&service))
        .map(|index| community(site, index, here))
        .collect()
}

fn community(site: &Site, index: usize, here: &Permalink) -> CommunityView {
    let community = &site.typed.events.communities()[index];
    let links = site.typed.events.community_links(index);
    let page = site.typed.made_permalink(Made::Communities);
    let join = community.join.as_ref().map(|(text, _)| text.as_str());
    let join_link = join.map(|join| reference::destination(site, join, here));
    let join_link = join_link.filter(|join| join.url.is_some());
    let host = |(id, _): &crate::load::Written| match site.typed.ids.find(Kind::Team, id) {
        Some(team) => RefView::named(&site.typed.platform.teams[team].name),
        None => RefView::named(id),
    };
    CommunityView {
        id: community.id.0.clone(),
        title: community.title.clone(),
        url: page.map(|page| format!("{}#{}", here.relative(page), community.id.0)),
        summary: community.summary.clone(),
        channel: community.channel.as_deref().map(reference::contact),
        join: match join_link {
            Some(_) => None,
            None => join.map(inline::html),
        },
        join_link,
        hosts: community.hosts.iter().map(host).collect(),
        meets: events::next(site, &links.meets, here),
        personas: community
            .personas
            .iter()
            .map(|one| reference::written_persona(site, one, here))
            .collect(),
        services: reference::written_services(site, &community.services, here),
    }
}

impl CommunitiesView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for one in &self.communities {
            out.push_str(&format!("\n## {}\n", one.title));
            if let Some(summary) = &one.summary {
                out.push_str(&format!("\n{}\n", super::super::twin::one_line(summary)));
            }
            let mut lines = Vec::new();
            lines.extend(
                one.channel
                    .as_ref()
                    .map(|way| format!("Channel: {}", way.words())),
            );
            lines.extend(
                one.join_link
                    .as_ref()
                    .map(|way| format!("Join: {}", way.words())),
            );
            for (label, references) in [
                ("Hosts", &one.hosts),
                ("For", &one.personas),
                ("About", &one.services),
            ] {
                if !references.is_empty() {
                    lines.push(format!("{label}: {}", reference::list(references)));
                }
            }
            out.push_str(&format!("\n{}", bullets(lines)));
            out.push_str(&events::next_words(&one.meets));
        }
        out
    }
}
