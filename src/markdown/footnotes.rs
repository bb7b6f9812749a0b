//! The numbers of footnotes: the order of their first references.

use std::collections::HashMap;

/// The footnotes of a page, as they are met.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// Numbers from 1 on by label; labels differ in more than case.
    numbers: HashMap<String, usize>,
    /// How often each was referred to, in the order of numbers.
    references: Vec<usize>,
}

impl Footnotes {
    /// The number of the footnote that a reference means, and which of its references this is,
    /// from 1 on.
    pub(super) fn reference(&mut self, label: &str) -> (usize, usize) {
        let number = self.number(label);
        let count = &mut self.references[number - 1];
        *count += 1;
        (number, *count)
    }

    /// The number of a footnote; the next one for a footnote that nothing referred to.
    pub(super) fn number(&mut self, label: &str) -> usize {
        let next = self.references.len() + 1;
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        if number == next {
            self.references.push(0);
        }
        number
    }

    /// How often each footnote was referred to, in the order of their numbers.
    pub(super) fn references(&self) -> &[usize] {
        &self.references
    }
}

/// The id of a footnote's text.
pub(super) fn note_id(number: usize) -> String {
    format!("fn-{number}")
}

/// The id of a reference to a footnote.
pub(super) fn reference_id(number: usize, count: usize) -> String {
    if count == 1 {
        format!("fnref-{number}")
    } else {
        format!("fnref-{number}-{count}")
    }
}
