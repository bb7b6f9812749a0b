//! Where bars and their titles stand: in rows, so that what a bar and its title need together is
//! free of all others.

use std::collections::HashMap;

use crate::model::roadmap::ItemId;

use super::letters::{fitting, shortened, width};
use super::{BAR, Bar, CALENDAR, Calendar, GUTTER, NAMES, ROW};

/// How many letters of a title are shown.
const TITLE: usize = 56;
/// How many rows are for what has no date where a lane would be lower without it, in a picture of
/// all lanes.
pub(super) const UNDATED: usize = 2;

/// Where a bar stands.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// The row, counted through the whole picture.
    pub row: usize,
    /// The bar.
    pub x: usize,
    pub width: usize,
    pub y: usize,
    /// Where the title begins.
    pub text: usize,
    /// How many letters of it fit.
    pub letters: usize,
}

/// A row of bars.
pub(super) struct Row {
    /// The upper edge of its bars.
    pub y: usize,
    /// What is taken by bars and titles, from and to.
    pub taken: Vec<(usize, usize)>,
}

/// All that has a place.
#[derive(Default)]
pub(super) struct Places {
    /// Where each bar stands that is drawn.
    pub spots: HashMap<ItemId, Spot>,
    /// The rows from above.
    pub rows: Vec<Row>,
}

/// What a lane took.
pub(super) struct Taken {
    /// How many rows it has.
    pub rows: usize,
    /// How many items without a date have no place: the list names them.
    pub left_out: usize,
}

impl Places {
    /// Gives each bar of a lane its spot, in as few rows as possible below `top`. What has no date
    /// makes no lane higher than its dates need, or than `undated` rows: of two promises and sixty
    /// ideas the promises are shown.
    pub fn add(&mut self, calendar: Calendar, bars: &[Bar], top: usize, undated: usize) -> Taken {
        let first = self.rows.len();
        for bar in bars.iter().filter(|bar| bar.interval.is_some()) {
            self.put(calendar, bar, first, top);
        }
        let room = (self.rows.len() - first).max(undated);
        let undated = bars.iter().filter(|bar| bar.interval.is_none());
        let count = undated.clone().count();
        // What is left out is said in a row of its own.
        let shown = if count > room { room - 1 } else { count };
        for bar in undated.take(shown) {
            self.put(calendar, bar, first, top);
        }
        let left_out = count - shown;
        if left_out > 0 && self.rows.len() - first <= shown {
            self.row(first, top);
        }
        Taken {
            rows: self.rows.len() - first,
            left_out,
        }
    }

    fn put(&mut self, calendar: Calendar, bar: &Bar, first: usize, top: usize) {
        let right = NAMES + CALENDAR;
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
        let fits = |row: &Row| {
            row.taken
                .iter()
                .all(|(from, to)| taken.1 + 6 <= *from || to + 6 <= taken.0)
        };
        let free = self.rows[first..].iter().position(fits);
        let row = free.map_or_else(|| self.row(first, top), |at| first + at);
        self.rows[row].taken.push(taken);
        let spot = Spot {
            row,
            x,
            width,
            y: self.rows[row].y,
            text: title.text,
            letters: title.letters,
        };
        self.spots.insert(bar.id, spot);
    }

    /// Another row of the lane.
    fn row(&mut self, first: usize, top: usize) -> usize {
        let at = self.rows.len();
        self.rows.push(Row {
            y: top + (at - first) * ROW + (ROW - BAR) / 2,
            taken: Vec::new(),
        });
        at
    }
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
