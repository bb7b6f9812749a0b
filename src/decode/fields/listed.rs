//! Several names in one text, where a list of texts was meant.

use super::Fields;
use super::as_text;
use crate::decode::{Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A name has no more words than these; a sentence has.
const MOST_WORDS: usize = 3;

impl Fields<'_, '_> {
    /// The texts of a list of names, of which none has a comma: one text with commas is said, and is
    /// read as the list that was meant.
    pub fn names(&mut self, name: &'static str) -> Vec<(String, Span)> {
        let texts = self.texts(name);
        match (
            self.in_one(name, |names| names.iter().all(is_short)),
            &texts[..],
        ) {
            (Some(names), [(_, span)]) => {
                let span = *span;
                names.into_iter().map(|name| (name, span)).collect()
            }
            _ => texts,
        }
    }

    /// The lines of a list. A line may be a sentence with commas; one text that is plainly several
    /// short names is said, and stays as it is written.
    pub fn lines(&mut self, name: &'static str) -> Vec<String> {
        let texts = self.spanned_lines(name);
        texts.into_iter().map(|(text, _)| text).collect()
    }

    /// The same with their places.
    pub fn spanned_lines(&mut self, name: &'static str) -> Vec<(String, Span)> {
        self.in_one(name, |names| {
            let is_name = |name: &&str| is_short(name) && name.starts_with(char::is_uppercase);
            names.iter().all(is_name)
        });
        self.texts(name)
    }

    /// The first of several texts where one is wanted; anything else that is no text is said as such.
    pub(super) fn one_of_many(&mut self, name: &str, node: &Node) -> Option<String> {
        let texts: Option<Vec<String>> = match &node.value {
            Value::List(items) => items.iter().map(|item| as_text(&item.value)).collect(),
            _ => None,
        };
        let texts = texts.unwrap_or_default();
        let [first, _, ..] = &texts[..] else {
            self.wrong(name, node, "a text", "write it in quotes");
            return None;
        };
        let message = format!("`{name}` takes one text, and these are {}", texts.len());
        let mended = format!("\"{}\"", first.replace('\\', "\\\\").replace('"', "\\\""));
        let finding = Diagnostic::at(self.codes.unknown_value, self.file, node.span, message);
        self.push(finding.label("only one is wanted").replacement(mended));
        Some(first.clone())
    }

    /// The names in the one text of a key, where they are taken to be several.
    fn in_one(
        &mut self,
        name: &'static str,
        are_names: impl Fn(&[&str]) -> bool,
    ) -> Option<Vec<String>> {
        let node = self.table.get(name)?;
        let Value::Text(text) = &node.value else {
            return None;
        };
        let names: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
        let is_full = names.len() > 1 && names.iter().all(|name| !name.is_empty());
        if !is_full || !are_names(&names) {
            return None;
        }
        let list = format!("[\"{}\"]", names.join("\", \""));
        let message = format!(
            "`{name}` takes a list, and this is one text with {} names",
            names.len()
        );
        let finding = Diagnostic::at(Code::TextUnclearList, self.file, node.span, message)
            .help("each stands in quotes of its own");
        // What would need quotes within quotes is for its author to write.
        let finding = match text.contains(['"', '\\']) {
            true => finding,
            false => finding.replacement(list),
        };
        self.push(finding);
        Some(names.into_iter().map(str::to_owned).collect())
    }
}

fn is_short(name: &&str) -> bool {
    name.split_whitespace().count() <= MOST_WORDS && !name.ends_with(['.', '!', '?'])
}
