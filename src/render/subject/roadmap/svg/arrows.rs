//! The ways of needs: from what comes first to what waits for it, between the rows and through what
//! is free of them, so that no arrow runs over a bar or a title. A need that has no such way is not
//! drawn: the lists say all of them.

use crate::model::roadmap::ItemId;

use super::place::{Places, Row, Spot};
use super::{BAR, BETWEEN, NAMES, ROW, WIDTH};

/// How far lines are from each other, and from bars above and below them.
const APART: usize = 3;
/// How far an upright line is from what stands beside it.
const CLEAR: usize = 5;
/// How round a corner is.
const ROUND: usize = 4;

/// A point, from the left and from above.
type Point = (usize, usize);

/// A straight piece of an arrow.
struct Piece {
    /// The need: what comes first, and what waits for it.
    need: (ItemId, ItemId),
    /// Its ends; they share one number.
    ends: (Point, Point),
}

/// The arrows that are drawn so far.
pub(super) struct Ways<'a> {
    places: &'a Places,
    pieces: Vec<Piece>,
}

impl<'a> Ways<'a> {
    /// No arrow yet between these places.
    pub fn new(places: &'a Places) -> Self {
        Self {
            places,
            pieces: Vec::new(),
        }
    }

    /// Finds the way of a need; as the path of an SVG, none where none is clear.
    pub fn find(&mut self, first: ItemId, waiting: ItemId) -> Option<String> {
        let from = *self.places.spots.get(&first)?;
        let to = *self.places.spots.get(&waiting)?;
        let need = (first, waiting);
        let points = self
            .straight(need, &from, &to)
            .or_else(|| self.around(need, &from, &to))?;
        let ends = points.windows(2).map(|two| (two[0], two[1]));
        let pieces = ends.filter(|(a, b)| a != b);
        self.pieces.extend(pieces.map(|ends| Piece { need, ends }));
        Some(path(&points))
    }

    /// In one row, when nothing stands between the two.
    fn straight(&self, need: (ItemId, ItemId), from: &Spot, to: &Spot) -> Option<Vec<Point>> {
        let (start, end) = (from.x + from.width, to.x);
        if from.row != to.row || start + 2 * CLEAR > end {
            return None;
        }
        let row = &self.places.rows[from.row];
        let is_free = row.taken.iter().all(|(a, b)| *b <= start || *a >= end);
        let y = from.y + BAR / 2;
        let points = vec![(start, y), (end, y)];
        (is_free && self.is_clear(need, &points)).then_some(points)
    }

    /// Out of the bar below or above its end, between the rows, upright through what is free, and
    /// between the rows again to the beginning of the other.
    fn around(&self, need: (ItemId, ItemId), from: &Spot, to: &Spot) -> Option<Vec<Point>> {
        // A gap has the number of the row below it.
        let goes_down = to.row > from.row;
        let (leaving, arriving) = match goes_down {
            true => (from.row + 1, to.row),
            false => (from.row, to.row + 1),
        };
        // In one row: below both.
        let leaving = if from.row == to.row {
            arriving
        } else {
            leaving
        };
        let is_below = goes_down || from.row == to.row;
        let out = (
            from.x + from.width - 6.min(from.width / 2),
            if is_below { from.y + BAR } else { from.y },
        );
        let into = (
            to.x + 9.min(to.width / 2),
            if goes_down { to.y } else { to.y + BAR },
        );
        if leaving == arriving {
            return self
                .tracks(leaving)
                .into_iter()
                .map(|y| vec![out, (out.0, y), (into.0, y), into])
                .find(|points| self.is_clear(need, points));
        }
        let crossed = &self.places.rows[leaving.min(arriving)..leaving.max(arriving)];
        let tracks = (self.tracks(leaving), self.tracks(arriving));
        columns(crossed, out.0, into.0).into_iter().find_map(|x| {
            let ways = tracks
                .0
                .iter()
                .flat_map(|a| tracks.1.iter().map(move |b| (a, b)));
            ways.map(|(a, b)| vec![out, (out.0, *a), (x, *a), (x, *b), (into.0, *b), into])
                .find(|points| self.is_clear(need, points))
        })
    }

    /// The heights of level lines in a gap between rows, the best first: not on the line between two
    /// lanes.
    fn tracks(&self, gap: usize) -> Vec<usize> {
        let rows = &self.places.rows;
        let above = gap.checked_sub(1).and_then(|at| rows.get(at));
        let below = rows.get(gap);
        let (top, bottom) = match (above, below) {
            (Some(above), Some(below)) => (above.y + BAR, below.y),
            (Some(above), None) => (above.y + BAR, above.y + ROW),
            (None, Some(below)) => (below.y - (ROW - BAR) / 2, below.y),
            (None, None) => return Vec::new(),
        };
        let middle = (top + bottom) / 2;
        let is_between_lanes = bottom - top > ROW - BAR;
        let mut tracks: Vec<usize> = (top + APART..=bottom - APART).step_by(APART).collect();
        tracks.retain(|y| !is_between_lanes || y.abs_diff(middle) >= BETWEEN / 4);
        tracks.sort_by_key(|y| y.abs_diff(middle));
        tracks
    }

    /// Whether no piece runs along one of another need. Those of one beginning or of one end may: they
    /// are one line that parts or meets.
    fn is_clear(&self, need: (ItemId, ItemId), points: &[Point]) -> bool {
        points.windows(2).all(|two| {
            self.pieces.iter().all(|piece| {
                let is_kin = piece.need.0 == need.0 || piece.need.1 == need.1;
                is_kin || !run_together((two[0], two[1]), piece.ends)
            })
        })
    }
}

/// Whether two pieces lie along each other.
fn run_together(one: (Point, Point), other: (Point, Point)) -> bool {
    let along = |a: (usize, usize), b: (usize, usize)| {
        let [a, b] = [a, b].map(|(from, to)| (from.min(to), from.max(to)));
        a.0 < b.1 + APART && b.0 < a.1 + APART
    };
    let is_level = |((_, a), (_, b)): (Point, Point)| a == b;
    match (is_level(one), is_level(other)) {
        (true, true) => {
            one.0.1.abs_diff(other.0.1) < APART && along((one.0.0, one.1.0), (other.0.0, other.1.0))
        }
        (false, false) => {
            one.0.0.abs_diff(other.0.0) < APART && along((one.0.1, one.1.1), (other.0.1, other.1.1))
        }
        _ => false,
    }
}

/// Where an upright line can cross these rows, the shortest way first.
fn columns(crossed: &[Row], out: usize, into: usize) -> Vec<usize> {
    let taken = || crossed.iter().flat_map(|row| &row.taken);
    // Close to a bar or a title there is the first place for a line; more lie beside it.
    let beside = (0..4).map(|at| CLEAR + at * APART);
    let edges =
        beside.flat_map(|by| taken().flat_map(move |(a, b)| [a.saturating_sub(by), b + by]));
    let mut columns: Vec<usize> = edges.chain([out, into]).collect();
    columns.retain(|x| *x > NAMES + APART && x + APART < WIDTH);
    columns.sort_unstable();
    columns.dedup();
    columns.retain(|x| taken().all(|(a, b)| x + CLEAR <= *a || b + CLEAR <= *x));
    columns.sort_by_key(|x| x.abs_diff(out) + x.abs_diff(into));
    columns
}

/// The path through these points, with round corners.
fn path(points: &[Point]) -> String {
    let mut points = points.to_vec();
    points.dedup();
    // Three points on one line are a line.
    let mut at = 1;
    while at + 1 < points.len() {
        let [a, b, c] = [points[at - 1], points[at], points[at + 1]];
        if (a.0 == b.0 && b.0 == c.0) || (a.1 == b.1 && b.1 == c.1) {
            points.remove(at);
        } else {
            at += 1;
        }
    }
    let toward = |from: Point, to: Point, by: usize| {
        let step = |a: usize, b: usize| match a.cmp(&b) {
            std::cmp::Ordering::Less => a + by,
            std::cmp::Ordering::Equal => a,
            std::cmp::Ordering::Greater => a - by,
        };
        (step(from.0, to.0), step(from.1, to.1))
    };
    let length = |a: Point, b: Point| a.0.abs_diff(b.0) + a.1.abs_diff(b.1);
    let mut out = String::new();
    for (at, point) in points.iter().copied().enumerate() {
        let around = (
            at.checked_sub(1).and_then(|at| points.get(at)),
            points.get(at + 1),
        );
        match around {
            (None, _) => out.push_str(&format!("M{} {}", point.0, point.1)),
            (Some(_), None) => out.push_str(&format!("L{} {}", point.0, point.1)),
            (Some(before), Some(after)) => {
                let by = ROUND
                    .min(length(*before, point) / 2)
                    .min(length(point, *after) / 2);
                let (a, b) = (toward(point, *before, by), toward(point, *after, by));
                out.push_str(&format!(
                    "L{} {}Q{} {} {} {}",
                    a.0, a.1, point.0, point.1, b.0, b.1
                ));
            }
        }
    }
    out
}
