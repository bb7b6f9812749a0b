//! The timeline as a picture: quarters from left to right, a lane for what belongs together, a bar
//! as wide as the promise is vague, and a gutter for what has no date.
//!
//! A title stands in its bar when it fits, and beside it otherwise. No bar, title or arrow lies over
//! another's text. A picture that is too high to be looked at is folded: see `folded`.

use crate::date::{Date, Period, Quarter};
use crate::load::roadmap::ItemKind;
use crate::model::roadmap::ItemId;
use crate::render::link::{attribute, escape};

use arrows::Ways;
use letters::{shortened, two_lines};
use place::{Places, Spot, UNDATED};

mod arrows;
mod folded;
mod letters;
mod place;

pub(super) use folded::draw_folded;

/// Lengths in pixels: the names of lanes, the calendar, and the gutter at its right.
const NAMES: usize = 170;
const CALENDAR: usize = 880;
const GUTTER: usize = 190;
const WIDTH: usize = NAMES + CALENDAR + GUTTER;
/// The heads of the quarters with what they are about and without, a row of bars, a bar in it, what
/// is free between lanes, and the foot in which today is named.
const HEAD: usize = 60;
const PLAIN_HEAD: usize = 28;
const ROW: usize = 34;
const BAR: usize = 22;
const BETWEEN: usize = 8;
const FOOT: usize = 20;
/// How many rows a picture has at most that nobody needs to fold.
const MOST_ROWS: usize = 60;

/// What is drawn of an item.
pub(super) struct Bar {
    /// The item.
    pub id: ItemId,
    /// Its title.
    pub title: String,
    /// The address of its page.
    pub url: String,
    /// What kind of work it is.
    pub kind: Option<ItemKind>,
    /// Whether it was shipped.
    pub is_shipped: bool,
    /// Whether it waits.
    pub is_paused: bool,
    /// The first and the last day; none for what has no date.
    pub interval: Option<(Date, Date)>,
    /// What comes first.
    pub after: Vec<ItemId>,
}

/// The days of the picture.
#[derive(Clone, Copy)]
pub(super) struct Calendar {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Calendar {
    /// Where a day begins.
    fn x(self, day: Date) -> usize {
        let all = (self.last.days_since(self.first) + 1).max(1);
        let at = day.days_since(self.first).clamp(0, all);
        let [at, all] = [at, all].map(|days| usize::try_from(days).unwrap_or(1));
        NAMES + CALENDAR * at / all
    }

    /// Where a bar of these days stands, and how wide it is.
    fn bar(self, (from, to): (Date, Date)) -> (usize, usize) {
        let start = self.x(from).min(NAMES + CALENDAR - 8);
        let end = self.x(to.after(Period::Days(1)).unwrap_or(to));
        (start, end.saturating_sub(start).max(8))
    }
}

/// A quarter of the picture: what it is about, and whether it runs.
pub(super) type Head = (Quarter, Option<String>, bool);

/// A lane: its name, and what is drawn in it.
pub(super) type Lane = (String, Vec<Bar>);

/// What of a picture the lists have to say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Unsaid {
    /// How many needs have no arrow.
    pub needs: usize,
}

/// The picture of these quarters and lanes, in one piece; none where it would be too high.
pub(super) fn draw(
    calendar: Calendar,
    quarters: &[Head],
    lanes: &[Lane],
) -> Option<(String, Unsaid)> {
    let mut places = Places::default();
    let mut bands: Vec<(usize, usize, usize)> = Vec::with_capacity(lanes.len());
    let head = head(quarters);
    let mut y = head;
    for (_, bars) in lanes {
        let taken = places.add(calendar, bars, y + BETWEEN / 2, UNDATED);
        let rows = taken.rows.max(1);
        bands.push((y, rows, taken.left_out));
        y += rows * ROW + BETWEEN;
    }
    if places.rows.len() > MOST_ROWS {
        return None;
    }
    let height = y + FOOT;
    let mut out = beginning(height);
    heads(calendar, quarters, height, true, &mut out);
    for ((name, _), (top, ..)) in lanes.iter().zip(&bands) {
        out.push_str(&format!("<path class=\"lane\" d=\"M0 {top}H{WIDTH}\"/>"));
        lane_name(name, top + (ROW + BETWEEN) / 2 + 5, &mut out);
    }
    out.push_str(&format!("<path class=\"lane\" d=\"M0 {y}H{WIDTH}\"/>"));
    today(calendar, head, height, true, &mut out);
    for (top, rows, left_out) in &bands {
        more(*left_out, top + BETWEEN / 2 + (rows - 1) * ROW, &mut out);
    }
    let unsaid = bars(lanes, &places, &mut out);
    out.push_str("</svg>");
    Some((out, unsaid))
}

/// How high the heads of the quarters are.
fn head(quarters: &[Head]) -> usize {
    match quarters.iter().any(|(_, theme, _)| theme.is_some()) {
        true => HEAD,
        false => PLAIN_HEAD,
    }
}

/// The beginning of the picture: what it is, for those who hear it, and the point of an arrow, which
/// a page has once.
fn beginning(height: usize) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"group\" \
         aria-labelledby=\"timeline-title\"><title id=\"timeline-title\">The roadmap by quarter: the \
         lists below say the same in words</title><defs><marker id=\"timeline-end\" viewBox=\"0 0 8 8\" \
         refX=\"7\" refY=\"4\" markerWidth=\"6\" markerHeight=\"6\" markerUnits=\"userSpaceOnUse\" \
         orient=\"auto\"><path class=\"end\" d=\"M0 0 8 4 0 8z\"/></marker></defs>"
    )
}

/// All bars, each with the arrows of what comes before it.
fn bars(lanes: &[Lane], places: &Places, out: &mut String) -> Unsaid {
    let mut ways = Ways::new(places);
    let mut unsaid = Unsaid::default();
    for bar in lanes.iter().flat_map(|(_, bars)| bars) {
        let arrows: Vec<Option<String>> = bar
            .after
            .iter()
            .map(|first| ways.find(*first, bar.id))
            .collect();
        unsaid.needs += arrows.iter().filter(|arrow| arrow.is_none()).count();
        let Some(spot) = places.spots.get(&bar.id) else {
            continue;
        };
        out.push_str("<g class=\"promise\">");
        for arrow in arrows.into_iter().flatten() {
            out.push_str(&format!(
                "<path class=\"need\" d=\"{arrow}\" marker-end=\"url(#timeline-end)\"/>"
            ));
        }
        self::bar(bar, spot, out);
        out.push_str("</g>");
    }
    unsaid
}

/// The name of a lane, its middle at `y`: in two lines where one is too short.
fn lane_name(name: &str, y: usize, out: &mut String) {
    const LINE: usize = 16;
    // Names are bold, and a point larger than titles.
    let lines = two_lines(name, (NAMES - 12) * 5 / 6);
    let first = y - (lines.len() - 1) * LINE / 2;
    for (number, line) in lines.iter().enumerate() {
        let y = first + number * LINE;
        out.push_str(&format!("<text class=\"name\" x=\"4\" y=\"{y}\">"));
        escape(line, out);
        out.push_str("</text>");
    }
}

/// How many items without a date are left out of a lane, in its row that begins at `y`.
fn more(count: usize, y: usize, out: &mut String) {
    if count > 0 {
        out.push_str(&format!(
            "<a class=\"more\" href=\"#no-date\"><text x=\"{}\" y=\"{}\">{count} more below</text></a>",
            NAMES + CALENDAR + 10,
            y + ROW / 2 + 5
        ));
    }
}

/// The line of today. Where it stands depends on the reader's day: a script moves it there and
/// shows it.
fn today(calendar: Calendar, top: usize, height: usize, is_named: bool, out: &mut String) {
    let name = match is_named {
        true => format!("<text x=\"5\" y=\"{}\">Today</text>", height - 6),
        false => String::new(),
    };
    out.push_str(&format!(
        "<g class=\"today\" data-first=\"{}\" data-last=\"{}\" data-from=\"{NAMES}\" data-to=\"{}\">\
         <path d=\"M0 {top}V{height}\"/>{name}</g>",
        calendar.first,
        calendar.last,
        NAMES + CALENDAR,
    ));
}

/// The heads of the quarters, what they are about where there is room for it, their lines, and those
/// of the gutter.
fn heads(calendar: Calendar, quarters: &[Head], height: usize, has_themes: bool, out: &mut String) {
    for (quarter, theme, is_running) in quarters {
        let (x, width) = calendar.bar((quarter.first(), quarter.last()));
        let class = if *is_running {
            "quarter running"
        } else {
            "quarter"
        };
        let room = height + 2;
        out.push_str(&format!(
            "<g class=\"{class}\"><rect x=\"{x}\" y=\"-1\" width=\"{width}\" height=\"{room}\"/>\
             <text x=\"{}\" y=\"18\">{}</text>",
            x + 8,
            quarter.words()
        ));
        if let Some(theme) = theme.as_ref().filter(|_| has_themes) {
            // Themes are a point smaller than titles.
            for (line, y) in two_lines(theme, width.saturating_sub(14) * 12 / 11)
                .iter()
                .zip([35, 50])
            {
                out.push_str(&format!("<text class=\"theme\" x=\"{}\" y=\"{y}\">", x + 8));
                escape(line, out);
                out.push_str("</text>");
            }
        }
        out.push_str("</g>");
    }
    let x = NAMES + CALENDAR;
    out.push_str(&format!(
        "<g class=\"quarter\"><rect class=\"gutter\" x=\"{x}\" y=\"-1\" width=\"{GUTTER}\" \
         height=\"{}\"/><text x=\"{}\" y=\"18\">No date</text></g>",
        height + 2,
        x + 8
    ));
}

fn bar(bar: &Bar, spot: &Spot, out: &mut String) {
    let kind = match bar.kind {
        Some(ItemKind::Feature) => ("feature", "F"),
        Some(ItemKind::TechDebt) => ("debt", "D"),
        Some(ItemKind::Operations) => ("operations", "O"),
        None => ("none", "?"),
    };
    let state = match (bar.is_shipped, bar.is_paused, bar.interval) {
        (true, _, _) => " shipped",
        (_, true, _) => " paused",
        (_, _, None) => " undated",
        _ => "",
    };
    let Spot {
        x,
        width,
        y,
        text,
        letters,
        ..
    } = *spot;
    out.push_str(&format!("<a class=\"{}{state}\"", kind.0));
    attribute(out, "href", &bar.url);
    out.push('>');
    out.push_str(&format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BAR}\" rx=\"4\"/>\
         <rect class=\"mark\" x=\"{x}\" y=\"{y}\" width=\"5\" height=\"{BAR}\"/>\
         <text x=\"{}\" y=\"{}\"><tspan class=\"letter\">{}</tspan> ",
        text,
        y + BAR / 2 + 5,
        kind.1
    ));
    escape(&shortened(&bar.title, letters.max(1)), out);
    out.push_str("</text></a>");
}

#[cfg(test)]
mod tests;
