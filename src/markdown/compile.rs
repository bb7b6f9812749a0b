//! The HTML of a page's text, with holes where the site must be asked.

use super::expand::Expanded;
use super::{Body, Options, Outline, Segment};

/// Compiles a page whose outline is `outline`.
pub fn compile(expanded: &Expanded, _outline: &Outline, _options: &Options) -> Body {
    let escaped = expanded.text.replace('&', "&amp;").replace('<', "&lt;");
    Body {
        segments: vec![Segment::Html(format!("<pre>{escaped}</pre>\n"))],
    }
}
