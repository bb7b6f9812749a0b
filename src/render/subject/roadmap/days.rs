//! The calendar file of the roadmap: items that speak of a day. A quarter is none.

use crate::model::roadmap::{ItemDay, RoadmapItem};
use crate::render::Renderer;
use crate::render::calendar::{Calendar, Entry, uid, url};

/// The days of all items.
pub fn calendar(renderer: &Renderer<'_>) -> Calendar {
    let site = renderer.site;
    let items = site.typed.roadmap.items.iter();
    Calendar {
        name: format!("Roadmap, {}", site.config.title),
        entries: items.flat_map(|one| entries(renderer, one)).collect(),
    }
}

fn entries(renderer: &Renderer<'_>, one: &RoadmapItem) -> Vec<Entry> {
    // The last part of an address is this item's for ever, also where two items have one id.
    let address = one.permalink.as_str().trim_matches('/');
    let name = address.rsplit('/').next().unwrap_or(address);
    let entry = |(what, day)| {
        // A promise and what became of it are one entry, the deadline from outside is another.
        let (kind, title) = match what {
            ItemDay::Shipped => ("item", format!("Shipped: {}", one.item.title.0)),
            ItemDay::Promised => ("item", one.item.title.0.clone()),
            ItemDay::Deadline => ("deadline", format!("Deadline: {}", one.item.title.0)),
        };
        let deadline = one.item.deadline.as_ref();
        let because = deadline.and_then(|deadline| deadline.because.as_ref());
        let text = match what {
            ItemDay::Deadline => because.or(one.item.benefit.as_ref()),
            _ => one.item.benefit.as_ref().or(one.item.summary.as_ref()),
        };
        Entry {
            description: text.cloned().unwrap_or_default(),
            url: url(renderer, &one.permalink),
            category: one.kind().map(|kind| kind.label().to_owned()),
            ..Entry::of_days(uid(renderer, kind, name), day, day, title)
        }
    };
    one.days().into_iter().map(entry).collect()
}
