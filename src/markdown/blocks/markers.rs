//! Blocks that markers open and close.

use std::ops::Range;

use pulldown_cmark::TagEnd;

use super::{Step, Walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::directive::{Block, Directive, known_names, nearest};
use crate::markdown::expand::{Marker, MarkerKind};
use crate::source::Span;

/// An open block.
pub(super) struct Open {
    /// None for an included text.
    pub(super) block: Option<Block>,
    /// How many containers it stands in.
    containers: usize,
    /// Its opening marker.
    marker: Span,
    name: String,
}

impl<'a> Walk<'a> {
    pub(super) fn marker(&mut self, marker: Marker, range: Range<usize>) {
        match marker.kind {
            MarkerKind::Nothing => {}
            MarkerKind::Open(index) => {
                let Some(directive) = self.expanded.directives.get(index) else {
                    return;
                };
                let block = directive.block();
                if block == Block::Unknown {
                    self.unknown(directive, marker.span);
                }
                let open = Step::Open {
                    block,
                    directive: Some(directive),
                    titled: false,
                };
                self.push(open, range.clone());
                if block.is_leaf() {
                    self.push(Step::Close(block), range);
                } else {
                    self.open.push(Open {
                        block: Some(block),
                        containers: self.containers,
                        marker: marker.span,
                        name: directive.name.clone(),
                    });
                }
            }
            MarkerKind::Close => match self.open.last() {
                Some(open) if open.block.is_some() && open.containers == self.containers => {
                    let block = self.open.pop().and_then(|open| open.block);
                    self.push(Step::Close(block.unwrap_or(Block::Unknown)), range);
                }
                open => {
                    let outer = open.and_then(|open| open.block.map(|_| open.name.clone()));
                    self.stray(marker.span, outer);
                }
            },
            MarkerKind::IncludeStart => self.open.push(Open {
                block: None,
                containers: self.containers,
                marker: marker.span,
                name: String::new(),
            }),
            MarkerKind::IncludeEnd => {
                // The text may have been closed already, by the end of what it stands in.
                let here = self.containers;
                let start = self
                    .open
                    .iter()
                    .rposition(|open| open.block.is_none() && open.containers == here);
                if let Some(start) = start {
                    while self.open.len() > start {
                        self.close_last("the included file", range.clone());
                    }
                }
            }
        }
    }

    /// Closes the blocks that stand in the innermost container, which ends.
    pub(super) fn close_inner(&mut self, container: TagEnd, range: Range<usize>) {
        let what = match container {
            TagEnd::BlockQuote(_) => "the quote",
            TagEnd::FootnoteDefinition => "the footnote",
            _ => "the list item",
        };
        let here = self.containers;
        while self.open.last().is_some_and(|open| open.containers >= here) {
            self.close_last(what, range.clone());
        }
    }

    /// Closes the last block at the end of `what`.
    pub(super) fn close_last(&mut self, what: &str, range: Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let Some(block) = open.block else { return };
        self.push(Step::Close(block), range);
        // Of a block that does not exist nobody knows whether it wants an end; that it does not is said.
        if block == Block::Unknown {
            return;
        }
        let message = format!("The block `{}` is never closed", open.name);
        let finding = self.finding(Code::MarkdownUnclosed, open.marker, message);
        let finding = finding
            .label(format!("goes on to the end of {what}"))
            .help("Put a line with `:::` where it ends");
        self.findings.push(finding);
    }

    fn stray(&mut self, span: Span, outer: Option<String>) {
        let message = match &outer {
            Some(name) => format!("This `:::` does not stand where the block `{name}` begins"),
            None => "This `:::` closes nothing".to_owned(),
        };
        let help = match outer {
            Some(_) => "Begin and close a block in the same list item, quote or page",
            None => "Remove it, or open a block above it: `:::note`",
        };
        let finding = self.finding(Code::MarkdownUnclosed, span, message);
        self.findings.push(finding.help(help));
    }

    fn unknown(&mut self, directive: &Directive, marker: Span) {
        let (file, line) = self.expanded.map.place(marker);
        let start = line.start + directive.name_offset;
        let span = Span::new(start, start + directive.name.len());
        let message = format!("There is no block `{}`", directive.name);
        let finding = Diagnostic::at(Code::MarkdownUnknownDirective, file, span, message);
        self.findings.push(match nearest(&directive.name) {
            Some(name) => finding
                .help(format!("Did you mean `{name}`?"))
                .replacement(name),
            None => finding.help(format!("Known blocks are {}", known_names())),
        });
    }

    fn finding(&self, code: Code, span: Span, message: String) -> Diagnostic {
        let (file, span) = self.expanded.map.place(span);
        Diagnostic::at(code, file, span, message)
    }
}
