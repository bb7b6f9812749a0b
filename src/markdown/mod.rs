//! Markdown: a page's text becomes an outline and a body, with no knowledge of the site.
//!
//! [`expand`] puts included files in and finds the `:::` blocks. [`outline`] reads what the rest of
//! the site needs to know of a page, and every finding. [`compile`] makes the HTML, with holes where
//! the site must be asked: links, images, code to highlight.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::path::SitePath;
use crate::source::Span;

pub(crate) use blocks::means;
pub use directive::EmbedKind;

mod autolink;
mod blocks;
pub mod compile;
pub mod directive;
mod draft;
mod escape;
pub mod expand;
mod fence;
mod footnotes;
pub mod front_matter;
pub mod highlight;
mod ids;
mod inline;
mod material;
mod math;
pub mod outline;
mod raw;
mod sanitize;
mod snippet;
pub mod source_map;
mod splice;
mod suspect;
pub mod text;
pub mod twin;

/// The largest text that is read as markdown, in bytes. The parser needs some hundred bytes of
/// memory for each byte of a text made for that.
pub const MAX_PAGE: usize = 4 << 20;

/// How markdown is read: `[markdown]` of groundplan.toml.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Whether what Material for MkDocs adds to markdown is read: `!!! note`, `??? note`, `=== "Tab"`.
    pub material: bool,
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
}

/// What becomes of HTML in markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// It is shown as text.
    #[default]
    Text,
    /// It is kept without what could run, style or embed.
    Sanitize,
    /// It is kept as it is.
    Trust,
}

/// What the site needs to know of a page's text without its HTML.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The headings in document order, the first level-1 heading among them.
    pub headings: Vec<Heading>,
    /// Index in `headings` of the heading that is the page's title: a level-1 heading that is the
    /// first thing of the page. [`compile`] leaves it out of the body.
    pub title: Option<usize>,
    /// Ids that links may name, of headings and of other anchors (footnotes), in document order.
    pub anchors: Vec<String>,
    /// Links and images in document order; segments of the body refer to them by index.
    pub links: Vec<Link>,
    /// What the page shows of what is typed, in document order; segments refer to it by index.
    pub embeds: Vec<Embed>,
    /// The files and places of the diagrams, in document order.
    pub diagrams: Vec<(SitePath, Span)>,
    /// Whether there is a formula.
    pub has_formula: bool,
    /// The first paragraph as plain text, at most 300 characters; empty where there is none.
    pub lead: String,
    /// Words in capitals that the page does not explain, each with its first place.
    pub capitals: Vec<Capital>,
    /// Whether the page is too large or nested too deep to be read as markdown: its text is shown as
    /// it is, and the outline is empty.
    pub plain: bool,
    /// Everything wrong that can be seen without the site.
    pub findings: Vec<Diagnostic>,
}

/// A word in capitals: `SRE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capital {
    /// The word, without the `s` of its plural.
    pub word: String,
    /// The file it is written in: the page, or a file that it includes.
    pub file: SitePath,
    /// Its place in that file.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its id, unique in the page: `how-to-restore`.
    pub id: String,
    /// Its text without markup.
    pub text: String,
    /// Its text as HTML, without links.
    pub html: String,
    /// The file it is written in: the page, or a file that it includes.
    pub file: SitePath,
    /// Its place in that file.
    pub span: Span,
}

/// Something typed of the site that a page shows: `:::matrix postgres phase="Run"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// What it is.
    pub kind: EmbedKind,
    /// What it names, and where; empty for an embed that needs no name.
    pub subject: (String, Span),
    /// `key="value"` pairs in their order.
    pub arguments: Vec<(String, String)>,
    /// The file it is written in: the page, or a file that it includes.
    pub file: SitePath,
    /// Its line in that file.
    pub span: Span,
}

impl Embed {
    /// The value of `key="…"`.
    pub fn argument(&self, key: &str) -> Option<&str> {
        let pair = self.arguments.iter().find(|(known, _)| known == key)?;
        Some(&pair.1)
    }
}

/// A link or an image, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// Where to, as written, entities and escapes resolved.
    pub target: String,
    /// The file it is written in: paths are relative to this one.
    pub file: SitePath,
    /// Its place in that file: the target where it can be found there, else the whole link.
    pub span: Span,
}

/// What kind of reference a [`Link`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)`, or a bare address.
    Link,
    /// `![alt](target)`.
    Image,
}

/// The HTML of a page's text, with holes.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// HTML and holes in document order.
    pub segments: Vec<Segment>,
}

/// A piece of a body.
#[derive(Clone, Debug)]
pub enum Segment {
    /// Finished HTML.
    Html(String),
    /// The attributes of an `<a>` that depend on the site: ` href="…"`, and for links that lead
    /// elsewhere ` rel="…"`. The number is an index into [`Outline::links`]. A link that leads
    /// nowhere becomes no `href`.
    LinkAttributes(usize),
    /// The attributes of an `<img>` that depend on the site: ` src="…" width="…" height="…"`.
    ImageAttributes(usize),
    /// A code block.
    Code(Arc<CodeBlock>),
    /// Something typed of the site; the number is an index into [`Outline::embeds`].
    Embed(usize),
}

/// A code block as written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CodeBlock {
    /// The language as written: `rust`, `ps1`; empty for none.
    pub language: String,
    /// The code, lines ended by `\n`.
    pub code: String,
    /// The title above the block: a file's name; empty for none.
    pub title: String,
    /// The number of the first line, when lines are numbered.
    pub numbers: Option<u32>,
    /// Lines to highlight, counted from one in the block.
    pub marked: Vec<u32>,
    /// Lines shown as added.
    pub added: Vec<u32>,
    /// Lines shown as removed.
    pub removed: Vec<u32>,
    /// Whether it is too large to be highlighted and shown plain.
    pub plain: bool,
}
