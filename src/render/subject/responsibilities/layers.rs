//! The layers of the platform as a picture, and the same facts as a table.

use std::fmt::Write;

use serde::Serialize;

use crate::model::Site;
use crate::model::responsibilities::PartyId;
use crate::path::Permalink;
use crate::render::link::escape;

use super::super::matrix::{self, PartyView, State};
use super::super::table::bullets;
use super::Met;

/// How many tasks a layer names.
const MOST: usize = 8;

/// Who stands behind which layer.
#[derive(Clone, Debug, Serialize)]
pub struct LayersView {
    /// The picture for wide screens and paper, SVG.
    pub wide: String,
    /// The picture for narrow screens, SVG.
    pub narrow: String,
    /// The same facts.
    pub layers: Vec<LayerView>,
}

/// A layer.
#[derive(Clone, Debug, Serialize)]
pub struct LayerView {
    /// Who.
    pub party: PartyView,
    /// What the layer is called: `IN the cloud`; empty where it is not said.
    pub layer: String,
    /// Some of what the party does, in few words.
    pub tasks: Vec<String>,
    /// How many tasks it has beside these.
    pub more: usize,
}

/// The layers of all parties that do something.
pub(super) fn view(site: &Site, met: &[Met<'_>], here: &Permalink) -> LayersView {
    let all = &site.typed.responsibilities;
    let layer = |party: PartyId| {
        let (tasks, more) = tasks(site, met, party);
        LayerView {
            party: matrix::party_view(site, party, here),
            layer: all.parties[party].layer.clone().unwrap_or_default(),
            tasks,
            more,
        }
    };
    let parties = (0..all.parties.len()).filter(|party| all.is_busy(*party));
    let layers: Vec<LayerView> = parties.map(layer).collect();
    LayersView {
        wide: svg(&layers, &WIDE),
        narrow: svg(&layers, &NARROW),
        layers,
    }
}

/// What a party does alone, in the words of headlines; where it has none, in those of its tasks. Each
/// matrix gives one before any gives a second. And how many tasks these words leave out.
fn tasks(site: &Site, met: &[Met<'_>], party: PartyId) -> (Vec<String>, usize) {
    let all = &site.typed.responsibilities;
    let own = met.iter().filter(|one| {
        all.state(one.task) == State::Agreed && all.who(one.task).owners() == [party]
    });
    let own: Vec<&Met<'_>> = own.collect();
    let headline = |one: &Met<'_>| {
        let found = all.detail(one.task, |details| details.headline.as_ref());
        found.map(|(text, _)| text.clone())
    };
    let has_headlines = own.iter().any(|one| headline(one).is_some());
    let words = |one: &Met<'_>| match has_headlines {
        true => headline(one),
        false => Some(matrix::label_of(site, one.task)),
    };
    let mut by_matrix: Vec<(usize, Vec<String>)> = Vec::new();
    for one in &own {
        let Some(text) = words(one) else { continue };
        match by_matrix
            .iter_mut()
            .find(|(matrix, _)| *matrix == one.matrix)
        {
            Some((_, texts)) => texts.push(text),
            None => by_matrix.push((one.matrix, vec![text])),
        }
    }
    let longest = by_matrix
        .iter()
        .map(|(_, texts)| texts.len())
        .max()
        .unwrap_or(0);
    let mut found: Vec<String> = Vec::new();
    for round in 0..longest {
        for text in by_matrix.iter().filter_map(|(_, texts)| texts.get(round)) {
            let is_new = !found.iter().any(|known| known.eq_ignore_ascii_case(text));
            if is_new && found.len() < MOST {
                found.push(text.clone());
            }
        }
    }
    let is_told = |one: &&Met<'_>| {
        let text = words(one);
        text.is_some_and(|text| found.iter().any(|known| known.eq_ignore_ascii_case(&text)))
    };
    let more = own.len() - own.iter().copied().filter(is_told).count();
    (found, more)
}

/// How a picture is laid out, in pixels.
struct Layout {
    class: &'static str,
    width: usize,
    /// Where the columns of tasks begin.
    columns: &'static [usize],
    /// What is above the first task.
    head: usize,
    /// How many letters of a task fit in a line.
    letters: usize,
    /// How many letters of a party's name fit beside or above the tasks.
    name_letters: usize,
}

const WIDE: Layout = Layout {
    class: "only-wide",
    width: 960,
    columns: &[270, 620],
    head: 0,
    letters: 42,
    name_letters: 25,
};

const NARROW: Layout = Layout {
    class: "only-narrow",
    width: 360,
    columns: &[20],
    head: 52,
    letters: 42,
    name_letters: 34,
};

/// The height of a line.
const LINE: usize = 24;
/// The height of a line of a party's name.
const NAME_LINE: usize = 22;
/// What is free between two layers.
const GAP: usize = 10;

fn svg(layers: &[LayerView], layout: &Layout) -> String {
    let mut parts = String::new();
    let mut top = 1;
    for (index, layer) in layers.iter().enumerate() {
        let height = draw(layer, index, top, layout, &mut parts);
        top += height + GAP;
    }
    let height = top.saturating_sub(GAP) + 1;
    let mut out = format!(
        "<svg class=\"layers {}\" viewBox=\"0 0 {} {height}\" role=\"img\" aria-label=\"Who stands behind which layer: the table below says the same\">",
        layout.class, layout.width
    );
    out.push_str(&parts);
    out.push_str("</svg>");
    out
}

/// Draws a layer and says how high it is.
fn draw(layer: &LayerView, index: usize, top: usize, layout: &Layout, out: &mut String) -> usize {
    let name = name_lines(&layer.party.name, layout.name_letters);
    let word = match layer.layer.is_empty() {
        true => Vec::new(),
        false => name_lines(&layer.layer, layout.name_letters),
    };
    // There is room for a line of each.
    let longer = (name.len() + word.len()).saturating_sub(2) * NAME_LINE;
    let head = match layout.head {
        0 => 0,
        head => head + longer,
    };
    let more = (layer.more > 0).then(|| format!("and {} more", layer.more));
    let all = layer.tasks.iter().map(|task| (task.as_str(), "task"));
    let all = all.chain(more.iter().map(|more| (more.as_str(), "more dim")));
    let all: Vec<(&str, &str)> = all.collect();
    let per_column = all.len().div_ceil(layout.columns.len());
    let mut texts = String::new();
    let mut lowest = 0;
    for (column, tasks) in all.chunks(per_column.max(1)).enumerate() {
        let x = layout.columns[column.min(layout.columns.len() - 1)];
        let mut line = 0;
        for (task, class) in tasks {
            let lines = lines(task, layout.letters);
            text(
                &lines,
                class,
                (x, top + head + 28 + line * LINE),
                LINE,
                &mut texts,
            );
            line += lines.len();
        }
        lowest = lowest.max(line);
    }
    let height = (head + lowest * LINE + 24).max(72 + longer);
    let _ = write!(
        out,
        "<g class=\"t{}\"><rect x=\"1\" y=\"{top}\" width=\"{}\" height=\"{height}\" rx=\"6\"/>\
         <path d=\"M4 {}v{}\" stroke=\"currentColor\" stroke-width=\"6\"/>",
        index % 4,
        layout.width - 2,
        top + 6,
        height - 12
    );
    text(&name, "strong party", (20, top + 30), NAME_LINE, out);
    if !word.is_empty() {
        let y = top + 30 + name.len() * NAME_LINE;
        text(&word, "dim", (20, y), NAME_LINE, out);
    }
    out.push_str(&texts);
    out.push_str("</g>");
    height
}

/// Writes lines below each other.
fn text(lines: &[String], class: &str, (x, y): (usize, usize), high: usize, out: &mut String) {
    let _ = write!(out, "<text class=\"{class}\">");
    for (number, line) in lines.iter().enumerate() {
        let _ = write!(out, "<tspan x=\"{x}\" y=\"{}\">", y + number * high);
        escape(line, out);
        out.push_str("</tspan>");
    }
    out.push_str("</text>");
}

/// The same of a name, of which no word may be longer than a line: behind it stand the tasks.
fn name_lines(name: &str, letters: usize) -> Vec<String> {
    let mut all = Vec::new();
    for line in lines(name, letters) {
        let end = line.trim_end().chars().count();
        let words: Vec<char> = line.chars().collect();
        if end <= letters {
            all.push(line);
            continue;
        }
        all.extend(
            words
                .chunks(letters)
                .map(|part| part.iter().collect::<String>()),
        );
    }
    all
}

/// A text in lines of so many letters, broken between words. A space ends each line but the last, so
/// that the words stay apart when they are read.
fn lines(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let used = lines[last].chars().count();
        if used > 0 && used + 1 + word.chars().count() > letters {
            lines[last].push(' ');
            lines.push(word.to_owned());
        } else {
            if used > 0 {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

impl LayersView {
    /// The same as markdown.
    pub(super) fn words(&self) -> String {
        let line = |layer: &LayerView| {
            let name = match layer.layer.is_empty() {
                true => layer.party.name.clone(),
                false => format!("{}, {}", layer.party.name, layer.layer),
            };
            let more = match layer.more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{name}: {}{more}", layer.tasks.join(", "))
        };
        bullets(self.layers.iter().map(line))
    }
}

#[cfg(test)]
mod tests;
