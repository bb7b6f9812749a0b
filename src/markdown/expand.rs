//! Puts included files in and turns the lines of `:::` blocks into markers.

use std::borrow::Cow;
use std::sync::Arc;

use memchr::memmem;

use super::blocks::MAX_DEPTH;
use super::directive::unknown_attribute;
use super::directive::{Block, Directive};
use super::draft::{self, Token, What};
use super::snippet;
use super::source_map::{Piece, SourceMap};
use super::splice::{Prefix, Source, Whole};
use super::{MAX_PAGE, Options, material};
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::Digest;
use crate::path::SitePath;
use crate::source::Span;

/// The keys that an include knows.
const INCLUDE_KEYS: [&str; 7] = [
    "region", "title", "numbers", "mark", "add", "remove", "lang",
];

/// A text so small, in bytes, that no markdown in it takes long.
const SMALL: usize = 64 << 10;
/// How many files may stand in each other.
const MAX_INCLUDES: usize = 16;

/// The text of a page with everything in it that other files give.
#[derive(Clone, Debug)]
pub struct Expanded<'a> {
    /// The body, without front matter; included texts are in it, and lines of blocks are markers.
    pub text: Cow<'a, str>,
    /// Where its bytes were written.
    pub map: SourceMap,
    /// What the markers in `text` mean, in their order.
    pub markers: Vec<Marker>,
    /// The blocks that are opened, in their order.
    pub directives: Vec<Directive>,
    /// What is wrong with includes, and blocks that are indented too far.
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

impl Expanded<'_> {
    /// The digest of all that [`super::compile::compile`] makes the body of, but the options.
    pub fn digest(&self) -> Digest {
        let blocks = format!("{:?} {:?}", self.markers, self.directives);
        Digest::of_parts([self.text.as_bytes(), blocks.as_bytes()])
    }

    /// The text with the opening and closing lines of blocks instead of markers, about as written.
    pub(super) fn as_written(&self) -> Cow<'_, str> {
        if self.markers.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for marker in &self.markers {
            text.push_str(&self.text[from..marker.span.start]);
            match marker.kind {
                MarkerKind::Open(index) => {
                    if let Some(block) = self.directives.get(index) {
                        text.push_str(format!(":::{} {}", block.name, block.title).trim_end());
                    }
                }
                MarkerKind::Close => text.push_str(":::"),
                _ => {}
            }
            from = marker.span.end;
        }
        text.push_str(&self.text[from..]);
        Cow::Owned(text)
    }

    /// Why the text cannot be read as markdown: what it has too much of. None when it can.
    pub(super) fn too_much(&self) -> Option<String> {
        if self.text.len() > MAX_PAGE {
            return Some(format!("has more than {} MB", MAX_PAGE >> 20));
        }
        // In a small text the parser takes no time however deep it is.
        let is_deep = self.text.len() > SMALL && self.text.lines().any(begins_deep);
        is_deep.then(|| "is nested too deep".into())
    }
}

/// Whether a line begins with so many quote and list markers that each following line costs time.
fn begins_deep(line: &str) -> bool {
    let mut markers = 0;
    let bytes = line.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'>' => markers += 1,
            b'-' | b'*' | b'+' | b'.' | b')' if bytes.get(at + 1) == Some(&b' ') => markers += 1,
            b' ' | b'\t' | b'0'..=b'9' => {}
            _ => return false,
        }
        if markers > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// Expands the body of the page `file`, whose `text` has its body from byte `body_start` on.
///
/// `include` gives the text of a file of the site, front matter still in it.
pub fn expand<'a>(
    file: &SitePath,
    text: &'a str,
    body_start: usize,
    options: &Options,
    include: &dyn Fn(&SitePath) -> Option<Arc<str>>,
) -> Expanded<'a> {
    let body = text.get(body_start..).unwrap_or("");
    let mut expanded = Expanded {
        map: SourceMap::of_file(file, body_start, body.len()),
        text: Cow::Borrowed(body),
        markers: Vec::new(),
        directives: Vec::new(),
        findings: Vec::new(),
        includes: Vec::new(),
    };
    let has_block = memmem::find(body.as_bytes(), b":::").is_some();
    let likely = has_block || (options.material && material::is_likely(body));
    if !likely || expanded.too_much().is_some() {
        return expanded;
    }
    let mut expander = Expander {
        options,
        include,
        files: Vec::new(),
        chain: Vec::new(),
        room: MAX_PAGE,
        findings: Vec::new(),
        includes: Vec::new(),
    };
    let range = Span::new(body_start, text.len());
    let whole = expander.file(Arc::new(file.clone()), text, range);
    expanded.findings = expander.findings;
    expanded.includes = expander.includes;
    if !whole.markers.is_empty() || !expanded.includes.is_empty() {
        expanded.map = SourceMap::new(expander.files, whole.pieces, whole.text.len());
        expanded.text = Cow::Owned(whole.text);
        expanded.markers = whole.markers;
        expanded.directives = whole.directives;
    }
    expanded
}

/// What all files that are put together share.
struct Expander<'a> {
    options: &'a Options,
    include: &'a dyn Fn(&SitePath) -> Option<Arc<str>>,
    /// All files, in the order in which they were met.
    files: Vec<Arc<SitePath>>,
    /// The file that is being read, behind the files that include it.
    chain: Vec<Arc<SitePath>>,
    /// How many bytes may yet be included.
    room: usize,
    findings: Vec<Diagnostic>,
    includes: Vec<SitePath>,
}

impl Expander<'_> {
    /// The part `range` of a file, with all that it includes.
    fn file(&mut self, file: Arc<SitePath>, text: &str, range: Span) -> Whole {
        let (draft, too_deep) = draft::draft(text, range, self.options);
        for span in too_deep {
            let message = "This block is indented so far that it is part of the text above it";
            let finding = Diagnostic::at(Code::MarkdownUnclosed, &file, span, message);
            let help = "Put an empty line above it, or indent it less";
            self.findings.push(finding.help(help));
        }
        let number = self.number(&file);
        self.chain.push(file);
        let mut whole = Whole::default();
        let pieces = draft.pieces.iter().map(|piece| Piece {
            file: number,
            ..*piece
        });
        let source = Source {
            text: &draft.text,
            pieces: pieces.collect(),
        };
        let mut from = 0;
        for token in &draft.tokens {
            let kind = match &token.what {
                What::Open(directive) if directive.block() == Block::Include => {
                    self.put_include(&mut whole, &source, from, token, directive, text);
                    from = token.span.end;
                    continue;
                }
                What::Open(directive) => {
                    whole.directives.push(directive.clone());
                    MarkerKind::Open(whole.directives.len() - 1)
                }
                What::Close => MarkerKind::Close,
                What::Nothing => MarkerKind::Nothing,
            };
            whole.copy(&source, Span::new(from, token.span.start));
            whole.mark(kind);
            whole.copy(&source, token.span);
            from = token.span.end;
        }
        whole.copy(&source, Span::new(from, draft.text.len()));
        whole.closing = draft.closing;
        self.chain.pop();
        whole
    }

    /// Puts the text before an include and what is included; the line as written where it cannot
    /// be.
    fn put_include(
        &mut self,
        whole: &mut Whole,
        source: &Source,
        from: usize,
        token: &Token,
        directive: &Directive,
        text: &str,
    ) {
        let before = &source.text[..token.span.start];
        let line_start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let number = source.file(token.span.start);
        match self.included(directive, token.source) {
            Ok(part) => {
                whole.copy(source, Span::new(from, line_start));
                let prefix = Prefix::of(&before[line_start..], token.in_list);
                whole.splice(&part, number, token.source, &prefix);
            }
            Err(finding) => {
                self.findings.push(*finding);
                whole.copy(source, Span::new(from, token.span.start));
                whole.put(token.source.of(text), number, token.source);
            }
        }
    }

    /// The text that an include stands for.
    fn included(&mut self, directive: &Directive, span: Span) -> Result<Whole, Box<Diagnostic>> {
        let Some(file) = self.chain.last().cloned() else {
            return Ok(Whole::default());
        };
        let wrong = |code, message: String| Diagnostic::at(code, &file, span, message);
        let target = directive.title.trim();
        if target.is_empty() {
            let finding = wrong(Code::IncludeMissing, "This include names no file".into());
            return Err(Box::new(
                finding.help("Write `:::include path/of/a/file.md`"),
            ));
        }
        let path = file.join(target).filter(|path| path.in_content().is_some());
        let Some(path) = path else {
            let message = format!("`{target}` is outside the content folder");
            let finding = wrong(Code::IncludeLeavesSite, message);
            let help = "Only files below content/ can be included";
            return Err(Box::new(finding.help(help)));
        };
        if !self.includes.contains(&path) {
            self.includes.push(path.clone());
        }
        let path = Arc::new(path);
        if let Some(first) = self.chain.iter().position(|open| *open == path) {
            let circle = self.chain[first..].iter().chain([&path]);
            let circle: Vec<&str> = circle.map(|path| path.as_str()).collect();
            let message = format!("`{target}` is included in a circle");
            let finding = wrong(Code::IncludeMissing, message).label(circle.join(" → "));
            return Err(Box::new(finding));
        }
        if self.chain.len() > MAX_INCLUDES {
            let message = format!("More than {MAX_INCLUDES} files include each other");
            return Err(Box::new(wrong(Code::IncludeMissing, message)));
        }
        let Some(text) = (self.include)(&path) else {
            let message = format!("There is no text file `{path}` to include");
            let finding = wrong(Code::IncludeMissing, message);
            let help =
                "The path is relative to the file it is written in, or begins with `/` at content/";
            return Err(Box::new(finding.help(help)));
        };
        for (key, _) in &directive.args {
            if !INCLUDE_KEYS.contains(&key.as_str()) {
                let place = wrong(Code::MarkdownUnknownAttribute, String::new());
                let span = place.span.unwrap_or_default();
                let finding =
                    unknown_attribute(&place.file, span, key, "an include", &INCLUDE_KEYS);
                self.findings.push(Diagnostic {
                    replacement: None,
                    ..finding
                });
            }
        }
        let Some(range) = snippet::range(&path, &text, directive.arg("region")) else {
            let region = directive.arg("region").unwrap_or_default();
            let message = format!("`{path}` has no region `{region}`");
            let help =
                format!("Put it between lines with `#region {region}` and `#endregion {region}`");
            return Err(Box::new(wrong(Code::IncludeMissing, message).help(help)));
        };
        // The constant keeps small files that include each other from going on for ever.
        let size = range.end - range.start + 64;
        let Some(room) = self.room.checked_sub(size) else {
            let message = format!("The page is too large with `{target}` in it");
            return Err(Box::new(wrong(Code::MarkdownTooLarge, message)));
        };
        self.room = room;
        let as_markdown = matches!(&*path.extension(), "md" | "markdown");
        if as_markdown && directive.arg("lang").is_none() {
            return Ok(self.file(path, &text, range));
        }
        let number = self.number(&path);
        Ok(snippet::code(&path, number, &text, range, directive))
    }

    /// The number of a file in the source map.
    fn number(&mut self, file: &Arc<SitePath>) -> usize {
        let known = self.files.iter().position(|known| known == file);
        known.unwrap_or_else(|| {
            self.files.push(file.clone());
            self.files.len() - 1
        })
    }
}
