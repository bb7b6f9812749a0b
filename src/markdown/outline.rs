//! What the site needs to know of a page's text, and every finding, without HTML.

use super::expand::Expanded;
use super::{Options, Outline};

/// Reads the outline of a page.
pub fn outline(expanded: &Expanded, _options: &Options) -> Outline {
    Outline {
        findings: expanded.findings.clone(),
        ..Outline::default()
    }
}
