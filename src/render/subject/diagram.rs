//! The picture of what runs on what: services in layers, what carries most at the bottom.
//!
//! The layout is that of layered graphs in three plain steps: a layer for each service (one above
//! the highest it runs on), an order in each layer (nearest to the middle of what is connected
//! below), and rows of a few so that the picture stays readable on paper. No step depends on
//! anything but the services and their order.

use crate::model::{ServiceId, Site};
use crate::path::Permalink;
use crate::render::link::{attribute, escape};

/// More services than this are a list and no picture.
const MOST: usize = 60;
/// How many stand side by side.
const IN_ROW: usize = 5;
/// Width and height of a service, and what is free around it, in pixels.
const WIDTH: usize = 164;
const HEIGHT: usize = 44;
const GAP: usize = 24;
const BETWEEN: usize = 64;
/// How many letters of a title fit.
const LETTERS: usize = 20;

/// Where a service stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spot {
    id: ServiceId,
    x: usize,
    y: usize,
}

/// The picture of these services; none where there are too many or no two.
pub fn svg(site: &Site, connected: &[ServiceId], here: &Permalink) -> Option<String> {
    if connected.len() < 2 || connected.len() > MOST {
        return None;
    }
    let rows = rows(site, connected);
    let widest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = widest * (WIDTH + GAP) + GAP;
    // Below the last row there is room for the bows that join its services.
    let height = rows.len() * (HEIGHT + BETWEEN) + GAP - BETWEEN / 2;
    let mut spots = Vec::with_capacity(connected.len());
    for (row, services) in rows.iter().enumerate() {
        let used = services.len() * (WIDTH + GAP) - GAP;
        let left = (width - used) / 2;
        for (column, id) in services.iter().enumerate() {
            spots.push(Spot {
                id: *id,
                x: left + column * (WIDTH + GAP),
                y: GAP + row * (HEIGHT + BETWEEN),
            });
        }
    }
    Some(draw(site, &spots, width, height, here))
}

/// The services from top to bottom, at most a few in a row.
fn rows(site: &Site, connected: &[ServiceId]) -> Vec<Vec<ServiceId>> {
    let heights = heights(site, connected);
    let top = heights.iter().map(|(_, height)| *height).max().unwrap_or(0);
    let mut below: Vec<ServiceId> = Vec::new();
    let mut layers: Vec<Vec<ServiceId>> = Vec::new();
    for height in 0..=top {
        let of_height = heights.iter().filter(|(_, own)| *own == height);
        let mut layer: Vec<ServiceId> = of_height.map(|(id, _)| *id).collect();
        // The middle of what it runs on, in a hundredth of a place; else its own place.
        let middle = |id: &ServiceId| {
            let under = &site.typed.services.all[*id].runs_on;
            let places = under
                .iter()
                .filter_map(|one| below.iter().position(|id| id == one));
            let places: Vec<usize> = places.collect();
            match places.is_empty() {
                true => usize::MAX,
                false => places.iter().sum::<usize>() * 100 / places.len(),
            }
        };
        layer.sort_by_cached_key(|id| (middle(id), *id));
        below.clone_from(&layer);
        layers.push(layer);
    }
    let split = |layer: Vec<ServiceId>| -> Vec<Vec<ServiceId>> {
        let rows = layer.len().div_ceil(IN_ROW).max(1);
        let each = layer.len().div_ceil(rows).max(1);
        layer.chunks(each).map(<[ServiceId]>::to_vec).collect()
    };
    layers.into_iter().rev().flat_map(split).collect()
}

/// How high each stands: one above the highest that it runs on. A circle ends where it began.
fn heights(site: &Site, connected: &[ServiceId]) -> Vec<(ServiceId, usize)> {
    let mut heights: Vec<usize> = vec![0; site.typed.services.all.len()];
    // As many rounds as there are services are enough without a circle, and an end with one.
    for _ in 0..connected.len() {
        let mut moved = false;
        for id in connected {
            let under = site.typed.services.all[*id].runs_on.iter();
            let height = under.map(|one| heights[*one] + 1).max().unwrap_or(0);
            if height > heights[*id] && height < connected.len() {
                heights[*id] = height;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    connected.iter().map(|id| (*id, heights[*id])).collect()
}

fn draw(site: &Site, spots: &[Spot], width: usize, height: usize, here: &Permalink) -> String {
    let mut out = format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
         aria-labelledby=\"connections-title\"><title id=\"connections-title\">What runs on what: the \
         list below says the same in words</title><defs><marker id=\"connections-end\" viewBox=\"0 0 8 8\" \
         refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path class=\"end\" \
         d=\"M0 0 8 4 0 8z\"/></marker></defs>"
    );
    let spot = |id: ServiceId| spots.iter().find(|spot| spot.id == id);
    for from in spots {
        let service = &site.typed.services.all[from.id];
        for to in service.integrates_with.iter().filter(|to| **to > from.id) {
            if let Some(to) = spot(*to) {
                line(from, to, "with", &mut out);
            }
        }
        for to in service.runs_on.iter().filter_map(|to| spot(*to)) {
            line(from, to, "on", &mut out);
        }
    }
    for spot in spots {
        node(site, spot, here, &mut out);
    }
    out.push_str("</svg>");
    out
}

/// A line between the edges that face each other.
fn line(from: &Spot, to: &Spot, class: &str, out: &mut String) {
    let middle = |spot: &Spot| spot.x + WIDTH / 2;
    let end = if class == "on" {
        " marker-end=\"url(#connections-end)\""
    } else {
        ""
    };
    let path = if from.y == to.y {
        // Neighbours in a row are joined by a bow below them.
        let (y, low) = (from.y + HEIGHT, from.y + HEIGHT + BETWEEN / 2);
        let (a, b) = (middle(from), middle(to));
        format!("M{a} {y}C{a} {low} {b} {low} {b} {y}")
    } else {
        let down = from.y < to.y;
        let (a, b) = (middle(from), middle(to));
        let start = if down { from.y + HEIGHT } else { from.y };
        let stop = if down { to.y } else { to.y + HEIGHT };
        let half = start.midpoint(stop);
        format!("M{a} {start}C{a} {half} {b} {half} {b} {stop}")
    };
    out.push_str(&format!("<path class=\"{class}\" d=\"{path}\"{end}/>"));
}

fn node(site: &Site, spot: &Spot, here: &Permalink, out: &mut String) {
    let node = &site.pages[site.typed.services.all[spot.id].page];
    let (x, y) = (spot.x, spot.y);
    out.push_str("<a");
    attribute(out, "href", &here.relative(&node.permalink));
    out.push('>');
    let (middle, base) = (x + WIDTH / 2, y + HEIGHT / 2 + 5);
    out.push_str(&format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"/>\
         <text x=\"{middle}\" y=\"{base}\" text-anchor=\"middle\">"
    ));
    escape(&shortened(&node.title), out);
    out.push_str("</text></a>");
}

/// A title that fits its box.
fn shortened(title: &str) -> String {
    if title.chars().count() <= LETTERS {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}
