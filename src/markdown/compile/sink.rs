//! HTML with holes, in the making.

use crate::markdown::Segment;

/// A run of HTML with holes, in the making.
#[derive(Default)]
pub(super) struct Sink {
    pub(super) segments: Vec<Segment>,
    pub(super) html: String,
}

impl Sink {
    pub(super) fn hole(&mut self, segment: Segment) {
        if !self.html.is_empty() {
            let html = std::mem::take(&mut self.html);
            self.segments.push(Segment::Html(html));
        }
        self.segments.push(segment);
    }

    pub(super) fn append(&mut self, other: Self) {
        for segment in other.segments {
            match segment {
                Segment::Html(html) => self.html.push_str(&html),
                hole => self.hole(hole),
            }
        }
        self.html.push_str(&other.html);
    }
}
