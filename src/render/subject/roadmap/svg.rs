//! The timeline as a picture: quarters from left to right, a lane for what belongs together, a bar
//! as wide as the promise is vague, and a gutter for what has no date.
//!
//! Letters are taken as wide as those of a common font, so that none reaches out of its place. A
//! title stands in its bar when it fits, and reaches out of it otherwise; what a bar and its title
//! need together is free of all others.

use std::collections::HashMap;

use unicode_width::UnicodeWidthChar;

use crate::date::{Date, Period, Quarter};
use crate::load::roadmap::ItemKind;
use crate::model::roadmap::ItemId;
use crate::render::link::{attribute, escape};

/// Lengths in pixels: the names of lanes, the calendar, and the gutter at its right.
const NAMES: usize = 170;
const CALENDAR: usize = 880;
const GUTTER: usize = 190;
const WIDTH: usize = NAMES + CALENDAR + GUTTER;
/// The heads of the quarters, a row of bars, a bar in it, and what is free between lanes.
const HEAD: usize = 60;
const ROW: usize = 28;
const BAR: usize = 22;
const BETWEEN: usize = 12;
/// How many letters of a title are shown.
const TITLE: usize = 56;

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

/// Where a bar stands.
#[derive(Clone, Copy)]
struct Spot {
    /// The bar.
    x: usize,
    width: usize,
    y: usize,
    /// Where the title begins.
    text: usize,
    /// How many letters of it fit.
    letters: usize,
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

/// The picture of these quarters and lanes.
pub(super) fn draw(calendar: Calendar, quarters: &[Head], lanes: &[(String, Vec<Bar>)]) -> String {
    let mut spots: HashMap<ItemId, Spot> = HashMap::new();
    let mut bands: Vec<usize> = Vec::with_capacity(lanes.len());
    let mut y = HEAD;
    for (_, bars) in lanes {
        bands.push(y);
        let rows = place(calendar, bars, y + BETWEEN / 2, &mut spots);
        y += rows.max(1) * ROW + BETWEEN;
    }
    let height = y + 2;
    let mut out = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"group\" \
         aria-labelledby=\"timeline-title\"><title id=\"timeline-title\">The roadmap by quarter: the \
         lists below say the same in words</title><defs><marker id=\"timeline-end\" viewBox=\"0 0 8 8\" \
         refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path class=\"end\" \
         d=\"M0 0 8 4 0 8z\"/></marker></defs>"
    );
    heads(calendar, quarters, height, &mut out);
    for ((name, _), top) in lanes.iter().zip(&bands) {
        // Names are bold, and a point larger than titles.
        out.push_str(&format!(
            "<path class=\"lane\" d=\"M0 {top}H{WIDTH}\"/><text class=\"name\" x=\"4\" y=\"{}\">",
            top + (ROW + BETWEEN) / 2 + 5
        ));
        escape(
            &shortened(name, fitting(name, (NAMES - 12) * 5 / 6)),
            &mut out,
        );
        out.push_str("</text>");
    }
    // Where it stands depends on the reader's day: a script moves it there and shows it.
    out.push_str(&format!(
        "<g class=\"today\" data-first=\"{}\" data-last=\"{}\" data-from=\"{NAMES}\" data-to=\"{}\">\
         <path d=\"M0 {}V{height}\"/><text x=\"5\" y=\"{height}\" dy=\"-6\">Today</text></g>",
        calendar.first,
        calendar.last,
        NAMES + CALENDAR,
        HEAD,
    ));
    let bars = || lanes.iter().flat_map(|(_, bars)| bars);
    for bar in bars() {
        for need in &bar.after {
            if let (Some(from), Some(to)) = (spots.get(need), spots.get(&bar.id)) {
                arrow(from, to, &mut out);
            }
        }
    }
    for bar in bars() {
        if let Some(spot) = spots.get(&bar.id) {
            self::bar(bar, spot, &mut out);
        }
    }
    out.push_str("</svg>");
    out
}

/// The heads of the quarters, their lines, and that of the gutter.
fn heads(calendar: Calendar, quarters: &[Head], height: usize, out: &mut String) {
    for (quarter, theme, is_running) in quarters {
        let (x, width) = calendar.bar((quarter.first(), quarter.last()));
        let class = if *is_running {
            "quarter running"
        } else {
            "quarter"
        };
        let room = height - 1;
        out.push_str(&format!(
            "<g class=\"{class}\"><rect x=\"{x}\" y=\"0\" width=\"{width}\" height=\"{room}\"/>\
             <text x=\"{}\" y=\"18\">{}</text>",
            x + 8,
            quarter.words()
        ));
        if let Some(theme) = theme {
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
        "<g class=\"quarter\"><rect class=\"gutter\" x=\"{x}\" y=\"0\" width=\"{GUTTER}\" \
         height=\"{}\"/><text x=\"{}\" y=\"18\">No date</text></g>",
        height - 1,
        x + 8
    ));
}

/// Gives each bar of a lane its spot, in as few rows as possible; how many rows there are.
fn place(calendar: Calendar, bars: &[Bar], top: usize, spots: &mut HashMap<ItemId, Spot>) -> usize {
    // What is taken of each row, from and to.
    let mut rows: Vec<Vec<(usize, usize)>> = Vec::new();
    let right = NAMES + CALENDAR;
    for bar in bars {
        let (x, width, edge) = match bar.interval {
            Some(interval) => {
                let (x, width) = calendar.bar(interval);
                (x, width, right)
            }
            None => (right + 6, GUTTER - 12, right + GUTTER),
        };
        let title = titled(&bar.title, (x, width), bar.interval.is_some());
        let end = (x + width).max(title.text + title.width);
        let taken = (x.min(title.text), end.min(edge));
        let fits = |row: &Vec<(usize, usize)>| {
            row.iter()
                .all(|(from, to)| taken.1 + 6 <= *from || to + 6 <= taken.0)
        };
        let at = rows.iter().position(fits).unwrap_or(rows.len());
        if at == rows.len() {
            rows.push(Vec::new());
        }
        rows[at].push(taken);
        let y = top + at * ROW + (ROW - BAR) / 2;
        let spot = Spot {
            x,
            width,
            y,
            text: title.text,
            letters: title.letters,
        };
        spots.insert(bar.id, spot);
    }
    rows.len()
}

/// Where a title stands.
struct Title {
    /// Where it begins, the letter of the kind before it.
    text: usize,
    /// How wide it is, with that letter.
    width: usize,
    /// How many letters of it are shown.
    letters: usize,
}

/// Places a title: in its bar where it fits, else behind it, else before it, else shortened. In the
/// gutter there is no room beside a bar.
fn titled(title: &str, (x, bar): (usize, usize), is_dated: bool) -> Title {
    // The letter of the kind, and what is free beside a title.
    const KIND: usize = 16;
    const FREE: usize = 8;
    let most = title.chars().count().min(TITLE);
    let place = |text: usize, room: usize| {
        let letters = most.min(fitting(title, room.saturating_sub(KIND))).max(1);
        Title {
            text,
            width: KIND + width(&shortened(title, letters)),
            letters,
        }
    };
    let wanted = KIND + width(&shortened(title, most));
    let inside = bar.saturating_sub(2 * FREE + 2);
    let behind = (NAMES + CALENDAR).saturating_sub(x + bar + 2 * FREE);
    let before = x.saturating_sub(NAMES + 2 * FREE);
    let widest = inside.max(behind).max(before);
    if !is_dated || wanted <= inside || inside == widest {
        place(x + FREE + 2, inside)
    } else if wanted <= behind || (behind == widest && wanted > before) {
        place(x + bar + FREE, behind)
    } else {
        let mut title = place(x, before);
        title.text = x.saturating_sub(FREE + title.width);
        title
    }
}

/// A need: from the end of what comes first to the beginning of what waits for it.
fn arrow(from: &Spot, to: &Spot, out: &mut String) {
    let (x, y) = (from.x + from.width, from.y + BAR / 2);
    let (end, base) = (to.x, to.y + BAR / 2);
    let bend = 24;
    let (a, b) = (x + bend, end.saturating_sub(bend));
    out.push_str(&format!(
        "<path class=\"need\" d=\"M{x} {y}C{a} {y} {b} {base} {end} {base}\" \
         marker-end=\"url(#timeline-end)\"/>"
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

/// How wide a text is, in pixels: at 12 pixels, in a font whose letters are wide.
fn width(text: &str) -> usize {
    text.chars().map(letter).sum::<usize>().div_ceil(10)
}

/// How wide a letter is, in tenths of a pixel.
fn letter(letter: char) -> usize {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 38,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '`' | '"' => 48,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 118,
        _ if letter.width() == Some(2) => 122,
        _ if letter.is_uppercase() => 86,
        _ => 75,
    }
}

/// How many letters of a text have room in so many pixels, the sign of what is left out with them.
fn fitting(text: &str, room: usize) -> usize {
    if width(text) <= room {
        return text.chars().count();
    }
    let room = (room * 10).saturating_sub(letter('…'));
    let mut taken = 0;
    let kept = text.chars().take_while(|one| {
        taken += letter(*one);
        taken <= room
    });
    kept.count() + 1
}

/// A text in one line, or in two that break between words; what has no room there is left out.
fn two_lines(text: &str, room: usize) -> Vec<String> {
    if width(text) <= room {
        return vec![text.to_owned()];
    }
    let breaks = text.match_indices(' ').map(|(at, _)| at);
    let Some(at) = breaks.take_while(|at| width(&text[..*at]) <= room).last() else {
        return vec![shortened(text, fitting(text, room).max(1))];
    };
    let rest = &text[at + 1..];
    vec![
        text[..at].to_owned(),
        shortened(rest, fitting(rest, room).max(1)),
    ]
}

/// A text of at most so many letters.
fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
