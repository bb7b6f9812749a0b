//! The scorecard: a tile for each number, with its target, its way there and where it comes from.

use serde::Serialize;

use crate::load::scorecard::{Better, MOST, Measured, Metric};
use crate::model::{Kind, Site};
use crate::path::Permalink;

use super::reference::RefView;
use super::said;
use super::score::{self, HeadlineView};
use super::table::{bullets, part};

/// The width and height of a tile's line, in its own units, and the room around it.
const SIZE: (f64, f64) = (240.0, 72.0);
const ROOM: f64 = 8.0;

/// What the platform measures itself by.
#[derive(Clone, Debug, Serialize)]
pub struct ScorecardView {
    /// The tiles, at most eight, in the author's order.
    pub tiles: Vec<TileView>,
    /// What people say of the platform: the headlines of the surveys.
    pub headlines: Vec<HeadlineView>,
    /// The page "You said, we did".
    pub feedback: Option<String>,
}

/// A number and what it means.
#[derive(Clone, Debug, Serialize)]
pub struct TileView {
    /// The id, which is its anchor.
    pub id: String,
    /// What is measured.
    pub label: String,
    /// Why it is measured.
    pub summary: Option<String>,
    /// The unit: `days`.
    pub unit: Option<String>,
    /// The newest number; none where nothing is measured.
    pub value: Option<String>,
    /// The period of the newest number.
    pub as_of: Option<String>,
    /// What it should be: `at most 2 days`.
    pub target: Option<String>,
    /// `reached` or `missed`; none where nobody can tell.
    pub verdict: Option<&'static str>,
    /// How it moved: `Better than in 2026-Q1 (9)`.
    pub trend: Option<String>,
    /// `better`, `worse` or `same`; none where nobody can tell.
    pub trend_word: Option<&'static str>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// The goal that it is a measure of.
    pub goal: Option<RefView>,
    /// The numbers, the earliest first, each with its place in the picture.
    pub points: Vec<PointView>,
    /// The line through all of them, as a path of SVG; empty for fewer than two.
    pub line: String,
    /// The height of the target in the picture.
    pub target_y: Option<String>,
}

/// A number in the picture and in the table.
#[derive(Clone, Debug, Serialize)]
pub struct PointView {
    /// The period.
    pub period: String,
    /// The number.
    pub text: String,
    /// From the left.
    pub x: String,
    /// From the top.
    pub y: String,
}

/// The view of the scorecard.
pub fn view(site: &Site, here: &Permalink) -> ScorecardView {
    let metrics = site.typed.files.scorecard.as_ref();
    let metrics = metrics.map_or(&[][..], |file| &file.metrics);
    ScorecardView {
        tiles: metrics
            .iter()
            .take(MOST)
            .map(|one| tile(site, one))
            .collect(),
        headlines: score::headlines(site, here),
        feedback: said::feedback(site, here),
    }
}

fn tile(site: &Site, metric: &Metric) -> TileView {
    let last = metric.values.last();
    let unit = metric.unit.as_deref();
    let with_unit = |text: &str| match unit {
        Some(unit) => format!("{text} {unit}"),
        None => text.to_owned(),
    };
    let target = metric.target.as_ref().map(|target| {
        let words = match metric.better {
            Some(Better::Lower) => "at most ",
            Some(Better::Higher) => "at least ",
            None => "",
        };
        format!("{words}{}", with_unit(&target.text))
    });
    let reached = last.zip(metric.target.as_ref()).zip(metric.better);
    let reached = reached.map(|((last, target), better)| match better {
        Better::Lower => last.number.value <= target.value,
        Better::Higher => last.number.value >= target.value,
    });
    let (trend, trend_word) = trend(metric);
    let (points, line, target_y) = picture(metric);
    let goal = metric.goal.as_ref().map(|(id, _)| {
        let goal = site.typed.ids.find(Kind::Goal, id);
        match goal {
            Some(goal) => RefView::named(&site.typed.platform.goals[goal].name),
            None => RefView {
                known: false,
                ..RefView::named(id)
            },
        }
    });
    TileView {
        id: metric.id.0.clone(),
        label: metric.label.clone(),
        summary: metric.summary.clone(),
        unit: metric.unit.clone(),
        value: last.map(|last| last.number.text.clone()),
        as_of: last.map(|last| last.period.0.clone()),
        target,
        verdict: reached.map(|reached| if reached { "reached" } else { "missed" }),
        trend,
        trend_word,
        source: metric.source.clone(),
        goal,
        points,
        line,
        target_y,
    }
}

/// How the newest number differs from the one before it.
fn trend(metric: &Metric) -> (Option<String>, Option<&'static str>) {
    let [.., before, last] = &metric.values[..] else {
        return (None, None);
    };
    let than = format!("in {} ({})", before.period.0, before.number.text);
    let by = last.number.value - before.number.value;
    if by == 0.0 {
        return (Some(format!("The same as {than}")), Some("same"));
    }
    let is_better = metric
        .better
        .map(|better| (better == Better::Higher) == (by > 0.0));
    match is_better {
        Some(true) => (Some(format!("Better than {than}")), Some("better")),
        Some(false) => (Some(format!("Worse than {than}")), Some("worse")),
        None if by > 0.0 => (Some(format!("More than {than}")), None),
        None => (Some(format!("Less than {than}")), None),
    }
}

/// Where each number stands, the line through them, and the height of the target.
fn picture(metric: &Metric) -> (Vec<PointView>, String, Option<String>) {
    let number = |one: &Measured| one.number.value;
    let target = metric.target.as_ref().map(|target| target.value);
    let all = || metric.values.iter().map(number).chain(target);
    let least = all().fold(f64::INFINITY, f64::min);
    let most = all().fold(f64::NEG_INFINITY, f64::max);
    let (width, height) = (SIZE.0 - 2.0 * ROOM, SIZE.1 - 2.0 * ROOM);
    let y = |value: f64| match most > least {
        // Halves, since the largest numbers have no difference.
        true => ROOM + height * ((most / 2.0 - value / 2.0) / (most / 2.0 - least / 2.0)),
        // Numbers that are all the same stand in the middle.
        false => SIZE.1 / 2.0,
    };
    let steps = metric.values.len().saturating_sub(1).max(1) as f64;
    let points: Vec<PointView> = metric
        .values
        .iter()
        .enumerate()
        .map(|(at, one)| PointView {
            period: one.period.0.clone(),
            text: one.number.text.clone(),
            x: format!("{:.1}", ROOM + width * at as f64 / steps),
            y: format!("{:.1}", y(number(one))),
        })
        .collect();
    let line = match points.len() {
        0 | 1 => String::new(),
        _ => {
            let points: Vec<String> = points
                .iter()
                .map(|one| format!("{} {}", one.x, one.y))
                .collect();
            format!("M{}", points.join("L"))
        }
    };
    let target_y = target.filter(|_| !points.is_empty());
    (
        points,
        line,
        target_y.map(|target| format!("{:.1}", y(target))),
    )
}

impl ScorecardView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for tile in &self.tiles {
            let unit = tile
                .unit
                .as_deref()
                .map_or(String::new(), |unit| format!(" {unit}"));
            let mut lines = Vec::new();
            lines.push(match (&tile.value, &tile.as_of) {
                (Some(value), Some(as_of)) => format!("{value}{unit}, {as_of}"),
                _ => "Not measured".to_owned(),
            });
            let verdict = tile
                .verdict
                .map_or(String::new(), |word| format!(", {word}"));
            lines.extend(
                tile.target
                    .as_ref()
                    .map(|target| format!("Target: {target}{verdict}")),
            );
            lines.extend(tile.trend.as_ref().map(|trend| format!("Trend: {trend}")));
            lines.extend(
                tile.goal
                    .as_ref()
                    .map(|goal| format!("Goal: {}", goal.text)),
            );
            lines.extend(
                tile.source
                    .as_ref()
                    .map(|source| format!("Source: {source}")),
            );
            let mut text = bullets(lines);
            if tile.points.len() > 1 {
                text.push_str("\n| Period | Value |\n| --- | --- |\n");
                for point in &tile.points {
                    text.push_str(&format!("| {} | {}{unit} |\n", point.period, point.text));
                }
            }
            let summary = tile.summary.as_ref();
            let summary = summary.map_or(String::new(), |text| format!("{text}\n\n"));
            part(&mut out, &tile.label, &format!("{summary}{text}"));
        }
        let said = self.headlines.iter().map(HeadlineView::words);
        part(&mut out, "What people say", &bullets(said));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::scorecard::Number;
    use crate::source::Span;

    fn metric(values: &[f64], target: Option<f64>, better: Option<Better>) -> Metric {
        let number = |value: f64| Number {
            value,
            text: value.to_string(),
        };
        let written = |text: String| (text, Span::default());
        Metric {
            id: written("a".to_owned()),
            label: "A".to_owned(),
            summary: None,
            unit: None,
            better,
            target: target.map(number),
            values: values
                .iter()
                .enumerate()
                .map(|(at, value)| Measured {
                    period: written(format!("2026-Q{}", at + 1)),
                    number: number(*value),
                })
                .collect(),
            source: None,
            goal: None,
        }
    }

    #[test]
    fn the_picture_has_every_number_in_its_place() {
        let (points, line, target) = picture(&metric(&[9.0, 5.0, 3.0], Some(2.0), None));
        let places: Vec<_> = points
            .iter()
            .map(|one| (one.text.as_str(), one.x.as_str(), one.y.as_str()))
            .collect();
        // The most is at the top, the target at the bottom, all at equal steps.
        assert_eq!(
            places,
            [
                ("9", "8.0", "8.0"),
                ("5", "120.0", "40.0"),
                ("3", "232.0", "56.0")
            ]
        );
        assert_eq!(line, "M8.0 8.0L120.0 40.0L232.0 56.0");
        assert_eq!(target.as_deref(), Some("64.0"));
    }

    #[test]
    fn a_trend_knows_which_way_is_better() {
        let word = |values: &[f64], better| trend(&metric(values, None, better)).1;
        assert_eq!(word(&[9.0, 5.0], Some(Better::Lower)), Some("better"));
        assert_eq!(word(&[9.0, 5.0], Some(Better::Higher)), Some("worse"));
        assert_eq!(word(&[5.0, 5.0], Some(Better::Higher)), Some("same"));
        assert_eq!(word(&[9.0, 5.0], None), None);
        assert_eq!(trend(&metric(&[9.0], None, None)).0, None);
    }

    #[test]
    fn nothing_measured_is_no_line_and_no_verdict() {
        let (points, line, target) = picture(&metric(&[], Some(2.0), None));
        assert!(points.is_empty() && line.is_empty() && target.is_none());
        let (points, _, _) = picture(&metric(&[f64::MAX, f64::MIN], None, None));
        assert_eq!(
            (points[0].y.as_str(), points[1].y.as_str()),
            ("8.0", "64.0")
        );
        let (points, line, _) = picture(&metric(&[4.0], None, None));
        assert_eq!((points[0].y.as_str(), line.as_str()), ("36.0", ""));
    }
}
