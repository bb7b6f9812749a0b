//! A document whose usual slips are mended, so that what stands behind them can be read: the parser
//! gives up at a label without quotes, and all that follows would be lost.

use toml::de::DeTable;

use crate::decode::{Node, SyntaxError, Table, Value};
use crate::source::Span;

use super::line::Edit;
use super::slip;

/// Larger documents are read as they are: each slip reads the whole document once more.
const LARGEST: usize = 1 << 20;

/// A document as it was meant, which knows where each of its bytes was written.
pub(super) struct Mended {
    /// The document.
    pub text: String,
    /// What was mended, at its place in the document as it was written.
    pub slips: Vec<SyntaxError>,
    /// For each byte of the text, and for its end, where it was written.
    origin: Vec<usize>,
}

/// Mends the usual slips of a document, `most` at most. `errors` is what the parser says of it.
pub(super) fn mended(text: &str, errors: Vec<toml::de::Error>, most: usize) -> Mended {
    let mut mended = Mended {
        text: text.to_owned(),
        slips: Vec::new(),
        origin: (0..=text.len()).collect(),
    };
    let mut errors = errors;
    if text.len() > LARGEST {
        return mended;
    }
    for _ in 0..most {
        // Trying a mend reads the document too: a file that is wrong in every line is not read for each.
        let mut first = errors.iter().take(most);
        let Some((next, left)) = first.find_map(|error| mended.without(error, &errors)) else {
            break;
        };
        (mended, errors) = (next, left);
        if errors.is_empty() {
            break;
        }
    }
    mended
}

impl Mended {
    /// The same without the slip that this error is about, and the errors that are left. None where it
    /// is no usual slip, or where nothing is gained.
    fn without(
        &self,
        error: &toml::de::Error,
        errors: &[toml::de::Error],
    ) -> Option<(Self, Vec<toml::de::Error>)> {
        let slip = slip::of(&self.text, error).filter(|slip| !slip.edits.is_empty())?;
        let mut next = self.with(&slip.edits)?;
        let left = DeTable::parse_recoverable(&next.text).1;
        // What follows could not be seen before, so only the text up to here is compared.
        let (start, line) = slip::line_of(&self.text, error);
        let end = start + line.len();
        let grown = next.text.len().saturating_sub(self.text.len());
        let until = |errors: &[toml::de::Error], end: usize| {
            let places = errors.iter().filter_map(toml::de::Error::span);
            places.filter(|place| place.start <= end).count()
        };
        if until(&left, end + grown) >= until(errors, end) {
            return None;
        }
        next.slips = self.slips.clone();
        next.slips.push(SyntaxError {
            span: self.original(slip.error.span),
            ..slip.error
        });
        Some((next, left))
    }

    /// The same with parts of the text replaced. None where a part is not in the text.
    fn with(&self, edits: &[Edit]) -> Option<Self> {
        let mut next = Self {
            text: String::new(),
            slips: Vec::new(),
            origin: Vec::new(),
        };
        let mut at = 0;
        for edit in edits {
            next.text.push_str(self.text.get(at..edit.place.start)?);
            next.origin.extend(self.origin.get(at..edit.place.start)?);
            next.text.push_str(&edit.text);
            let origin = *self.origin.get(edit.place.start)?;
            next.origin.extend(edit.text.bytes().map(|_| origin));
            at = edit.place.end;
        }
        next.text.push_str(self.text.get(at..)?);
        next.origin.extend(self.origin.get(at..)?);
        Some(next)
    }

    /// A place of the text in the document as it was written.
    pub fn original(&self, span: Span) -> Span {
        let of = |at: usize| {
            let last = self.origin.last().copied().unwrap_or(0);
            self.origin.get(at).copied().unwrap_or(last)
        };
        let start = of(span.start);
        Span::new(start, of(span.end).max(start))
    }

    /// Gives what was read of the text its places in the document as it was written, `shift` further.
    pub fn put_back(&self, table: &mut Table, shift: usize) {
        table.span = self.original(table.span).shifted(shift);
        for (key, node) in &mut table.entries {
            key.span = self.original(key.span).shifted(shift);
            self.put_node_back(node, shift);
        }
    }

    fn put_node_back(&self, node: &mut Node, shift: usize) {
        node.span = self.original(node.span).shifted(shift);
        match &mut node.value {
            Value::Table(table) => self.put_back(table, shift),
            Value::List(items) => {
                for item in items {
                    self.put_node_back(item, shift);
                }
            }
            _ => {}
        }
    }
}
