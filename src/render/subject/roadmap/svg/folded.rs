//! The picture of a roadmap that is too large to be looked at in one piece: a line a lane with how
//! many items each quarter has, and behind each line its bars. Complete without script.

use crate::date::Quarter;
use crate::load::roadmap::ItemKind;
use crate::render::link::{attribute, escape};

use super::letters::{fitting, shortened};
use super::place::Places;
use super::{
    BETWEEN, Bar, CALENDAR, Calendar, FOOT, GUTTER, Head, Lane, NAMES, PLAIN_HEAD, ROW, Unsaid,
    WIDTH, bars, beginning, head, heads, today,
};

/// A line of counts, a bar in it, and how much room its number has.
const LINE: usize = 36;
const THICK: usize = 14;
const NUMBER: usize = 32;

/// The head of the picture, and each lane as something that can be opened. Arrows stay in their
/// lane.
pub(in super::super) fn draw_folded(
    calendar: Calendar,
    quarters: &[Head],
    lanes: &[Lane],
) -> (String, Unsaid) {
    let head = head(quarters);
    let height = head + FOOT;
    let mut out = beginning(height);
    heads(calendar, quarters, height, true, &mut out);
    today(calendar, head, height, true, &mut out);
    out.push_str("</svg>");
    let counted: Vec<Vec<Column>> = lanes
        .iter()
        .map(|(_, bars)| columns(calendar, quarters, bars))
        .collect();
    let most = counted.iter().flatten().map(Column::count).max();
    let mut unsaid = Unsaid::default();
    for (lane, columns) in lanes.iter().zip(&counted) {
        out.push_str("<details><summary>");
        counts(calendar, quarters, &lane.0, columns, most, &mut out);
        out.push_str("</summary>");
        unsaid.needs += opened(calendar, quarters, lane, &mut out).needs;
        out.push_str("</details>");
    }
    (out, unsaid)
}

/// What a lane has in a quarter, or without a date.
struct Column {
    /// The quarter, or "no date".
    name: String,
    /// Where it begins, and how wide it is.
    x: usize,
    width: usize,
    /// How many items there are of each kind: feature, debt, operations, and of none.
    kinds: [usize; 4],
}

impl Column {
    fn count(&self) -> usize {
        self.kinds.iter().sum()
    }
}

/// The columns of a lane. An item stands where it is promised to be done, as in the lists.
fn columns(calendar: Calendar, quarters: &[Head], bars: &[Bar]) -> Vec<Column> {
    let kinds = |quarter: Option<Quarter>| {
        let mut kinds = [0; 4];
        for bar in bars {
            let end = bar
                .interval
                .map(|(_, end)| Quarter::of(end.min(calendar.last)));
            if end == quarter {
                kinds[match bar.kind {
                    Some(ItemKind::Feature) => 0,
                    Some(ItemKind::TechDebt) => 1,
                    Some(ItemKind::Operations) => 2,
                    None => 3,
                }] += 1;
            }
        }
        kinds
    };
    let dated = quarters.iter().map(|(quarter, ..)| {
        let (x, width) = calendar.bar((quarter.first(), quarter.last()));
        Column {
            name: quarter.words(),
            x,
            width,
            kinds: kinds(Some(*quarter)),
        }
    });
    let undated = Column {
        name: "without a date".to_owned(),
        x: NAMES + CALENDAR,
        width: GUTTER,
        kinds: kinds(None),
    };
    dated.chain([undated]).collect()
}

/// The line of a lane: its name, and for each quarter how many items it has of which kind.
fn counts(
    calendar: Calendar,
    quarters: &[Head],
    name: &str,
    columns: &[Column],
    most: Option<usize>,
    out: &mut String,
) {
    let all: usize = columns.iter().map(Column::count).sum();
    let said: Vec<String> = columns
        .iter()
        .filter(|column| column.count() > 0)
        .map(|column| format!("{} {}", column.count(), column.name))
        .collect();
    out.push_str(&format!(
        "<svg class=\"counts\" viewBox=\"0 0 {WIDTH} {LINE}\" width=\"{WIDTH}\" height=\"{LINE}\" role=\"img\""
    ));
    let items = if all == 1 { "item" } else { "items" };
    let label = format!("{name}: {all} {items}: {}", said.join(", "));
    attribute(out, "aria-label", &label);
    out.push('>');
    // The lines between quarters go through; their names are said once, above.
    for ((_, _, is_running), column) in quarters.iter().zip(columns) {
        let class = match is_running {
            true => "quarter running",
            false => "quarter",
        };
        out.push_str(&format!(
            "<g class=\"{class}\"><rect x=\"{}\" y=\"-1\" width=\"{}\" height=\"{}\"/></g>",
            column.x,
            column.width,
            LINE + 2
        ));
    }
    today(calendar, 0, LINE, false, out);
    let base = LINE / 2 + 5;
    out.push_str(&format!(
        "<path class=\"opens\" d=\"M6 {}l6 5-6 5z\"/><text class=\"name\" x=\"20\" y=\"{base}\">",
        LINE / 2 - 5
    ));
    // Names are bold, and a point larger than titles.
    escape(&shortened(name, fitting(name, (NAMES - 28) * 5 / 6)), out);
    out.push_str("</text>");
    let most = most.unwrap_or(1).max(1);
    for column in columns.iter().filter(|column| column.count() > 0) {
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{base}\">{}</text>",
            column.x + 8,
            column.count()
        ));
        // All lines have one scale: that of the narrowest column.
        let room = columns.iter().map(|column| column.width).min().unwrap_or(0);
        let room = room.saturating_sub(NUMBER + 8);
        let mut before = 0;
        for (kind, class) in column
            .kinds
            .iter()
            .zip(["feature", "debt", "operations", "none"])
        {
            let [from, to] = [before, before + kind].map(|count| room * count / most);
            before += kind;
            // One among many is seen too.
            let width = (to - from).max(usize::from(*kind > 0) * 2);
            if width > 0 {
                out.push_str(&format!(
                    "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{THICK}\"/>",
                    column.x + NUMBER + from,
                    (LINE - THICK) / 2
                ));
            }
        }
    }
    out.push_str("</svg>");
}

/// The bars of a lane.
fn opened(calendar: Calendar, quarters: &[Head], lane: &Lane, out: &mut String) -> Unsaid {
    let mut places = Places::default();
    // Whoever opens a lane wants to see all of it.
    let taken = places.add(calendar, &lane.1, PLAIN_HEAD + BETWEEN / 2, usize::MAX);
    let rows = taken.rows.max(1);
    let height = PLAIN_HEAD + rows * ROW + BETWEEN;
    out.push_str(&format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"group\""
    ));
    attribute(out, "aria-label", &lane.0);
    out.push('>');
    heads(calendar, quarters, height, false, out);
    today(calendar, PLAIN_HEAD, height, false, out);
    let unsaid = bars(std::slice::from_ref(lane), &places, out);
    out.push_str("</svg>");
    unsaid
}
