//! Lists of steps that fall apart: what stands between two steps is not indented as far as their text.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::directive::Block;

impl Reader<'_> {
    /// Reports a list that goes on where another one ended, at its first line.
    pub(super) fn torn_steps(&mut self, range: &Range<usize>) {
        let list = &self.expanded.text[range.clone()];
        let line = list.lines().next().unwrap_or("").len();
        let (file, span) = self.place(&(range.start..range.start + line));
        let message = "the steps are torn here: the list above ends, and another one begins";
        let finding = Diagnostic::at(Code::MarkdownTornSteps, file, span, message).help(
            "indent what stands above by three spaces, so that it belongs to the step before it",
        );
        self.outline.findings.push(finding);
    }
}

/// Follows the lists of a page and the blocks of steps that they stand in.
#[derive(Default)]
pub(super) struct Torn {
    /// How many lists are open.
    lists: usize,
    /// For each open block of steps, how many lists were open before it and how many it has itself.
    steps: Vec<(usize, usize)>,
}

impl Torn {
    /// A block begins.
    pub(super) fn open(&mut self, block: Block) {
        if block == Block::Steps {
            self.steps.push((self.lists, 0));
        }
    }

    /// A block ends.
    pub(super) fn close(&mut self, block: Block) {
        if block == Block::Steps {
            self.steps.pop();
        }
    }

    /// A list begins, with its first number where it has numbers. Returns whether it goes on with the
    /// numbers of a list of the same block, and so was meant to be a part of it.
    pub(super) fn begin(&mut self, first: Option<u64>) -> bool {
        let mut goes_on = false;
        if let Some((before, own)) = self.steps.last_mut()
            && *before == self.lists
        {
            goes_on = *own > 0 && first.is_some_and(|first| first > 1);
            *own += 1;
        }
        self.lists += 1;
        goes_on
    }

    /// A list ends.
    pub(super) fn end(&mut self) {
        self.lists = self.lists.saturating_sub(1);
    }
}
