//! Feeds: what can be followed with a feed reader, and where.

use crate::path::Permalink;

use super::PageNode;
use super::history::History;
use super::news::News;
use super::service::{ServiceId, Services};

/// A feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feed {
    /// `/news/feed.xml`: all news.
    News,
    /// `/services/<id>/feed.xml`: the news about a service.
    Service(ServiceId),
    /// `/roadmap/changes/feed.xml`: how the roadmap changed.
    Changes,
}

/// The feeds that have something in them, with their addresses. A feed holds whole addresses, so a
/// site that does not say where it will stand has none.
pub fn build(
    has_address: bool,
    news: &News,
    services: &Services,
    history: &History,
    pages: &[PageNode],
) -> Vec<(Feed, Permalink)> {
    let mut feeds = Vec::new();
    if !has_address {
        return feeds;
    }
    let mut add = |feed, folder: &str| {
        let address = Permalink::exact(&format!("{folder}feed.xml"));
        feeds.extend(address.map(|address| (feed, address)));
    };
    if news.all.iter().any(|one| one.date.is_some()) {
        add(Feed::News, "/news/");
    }
    if history.entries.iter().any(|one| one.on.is_some()) {
        add(Feed::Changes, "/roadmap/changes/");
    }
    let mut has_news = vec![false; services.all.len()];
    for one in news.all.iter().filter(|one| one.date.is_some()) {
        for service in &one.services {
            has_news[*service] = true;
        }
    }
    for (id, service) in services
        .all
        .iter()
        .enumerate()
        .filter(|(id, _)| has_news[*id])
    {
        add(Feed::Service(id), pages[service.page].permalink.as_str());
    }
    feeds
}
