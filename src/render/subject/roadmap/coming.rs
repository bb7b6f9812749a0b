//! What a home page says of the roadmap.

use serde::Serialize;

use crate::model::roadmap::Column;
use crate::model::{Made, Site};
use crate::path::Permalink;
use crate::render::subject::table::{bullets, part};
use crate::render::view::DateView;

use super::{ItemEntryView, day, entry, running};

/// How many items a home page shows.
const FEW: usize = 4;

/// What is worked on now.
#[derive(Clone, Debug, Serialize)]
pub struct ComingView {
    /// The first items of Now; of Next where nothing is worked on.
    pub items: Vec<ItemEntryView>,
    /// How many more there are in that column.
    pub more: usize,
    /// The board.
    pub url: String,
    /// The last day somebody looked at every item.
    pub reviewed: Option<DateView>,
    /// The day by which somebody should look again.
    pub review_due: Option<DateView>,
}

/// What is worked on now; none without a roadmap, or where nothing is near.
pub fn view(site: &Site, here: &Permalink) -> Option<ComingView> {
    let roadmap = &site.typed.roadmap;
    let board = site.typed.made_permalink(Made::Roadmap)?;
    let running = running(site);
    let ordered = roadmap.in_order();
    let of = |wanted: Column| -> Vec<usize> {
        let fits = |id: &&usize| roadmap.column(**id, running) == wanted;
        ordered.iter().filter(fits).copied().collect()
    };
    let mut ids = of(Column::Now);
    if ids.is_empty() {
        ids = of(Column::Next);
    }
    let items = ids.iter().take(FEW);
    (!ids.is_empty()).then(|| ComingView {
        items: items.map(|id| entry(site, *id, here)).collect(),
        more: ids.len().saturating_sub(FEW),
        url: here.relative(board),
        reviewed: day(roadmap.reviewed()),
        review_due: day(roadmap.review_due()),
    })
}

impl ComingView {
    /// The same as markdown.
    pub fn words(&self, out: &mut String) {
        let items = bullets(self.items.iter().map(ItemEntryView::words));
        part(out, "Coming", &items);
    }
}
