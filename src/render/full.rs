//! The whole site as one text, for readers that are programs: `llms-full.txt`.

use std::fmt::Write;

use crate::model::{Made, PageId, Place};
use crate::path::Permalink;

use super::files::in_reading_order;
use super::twin::{self, one_line};
use super::{Rendered, Renderer};

/// How large the text may become, in bytes. No program reads more at once, and a build of a large site
/// does not hold all of it in memory. What does not fit is named.
const MAX_TEXT: usize = 4 << 20;

enum Part {
    Page(PageId),
    Made(Made),
}

/// Every page as markdown, in reading order, each below its address. Links lead to twins, from where
/// this text stands.
pub fn text(renderer: &Renderer<'_>, here: &Permalink) -> Rendered {
    let site = renderer.site;
    let mut out = format!("# {}\n", one_line(&site.config.title));
    if !site.config.tagline.is_empty() {
        let _ = write!(out, "\n> {}\n", one_line(&site.config.tagline));
    }
    let written = in_reading_order(renderer).into_iter();
    let written = written
        .filter(|(page, _)| site.pages[*page].written)
        .map(|(page, _)| (Part::Page(page), &site.pages[page].permalink));
    let own = |(made, at): &&(Made, Permalink)| matches!(site.places.at(at), Some(Place::Made(own)) if own == made);
    let made = site.typed.made.iter().filter(own);
    let made = made.map(|(made, at)| (Part::Made(*made), at));
    let mut left = 0;
    for (part, at) in written.chain(made) {
        if left > 0 {
            left += 1;
            continue;
        }
        let text = match part {
            Part::Page(page) => twin::page_at(renderer, page, here),
            Part::Made(made) => twin::made_at(renderer, made, here),
        };
        let address = renderer.absolute(at).unwrap_or_else(|| at.encoded());
        if out.len() + text.len() > MAX_TEXT {
            left = 1;
            continue;
        }
        let _ = write!(out, "\n---\n\nAddress: {address}\n\n{}\n", text.trim_end());
    }
    if left > 0 {
        let _ = write!(
            out,
            "\n---\n\n{left} more pages are listed in [llms.txt](llms.txt).\n"
        );
    }
    Rendered::from(out)
}
