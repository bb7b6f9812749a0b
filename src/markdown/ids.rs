//! Ids of headings.

use std::collections::{HashMap, HashSet};

/// Gives every heading of a page an id of its own.
#[derive(Debug, Default)]
pub(super) struct Ids {
    used: HashSet<String>,
    /// The next number to try behind an id that is taken. Without it thousands of equal headings
    /// would each try all numbers.
    next: HashMap<String, usize>,
}

impl Ids {
    /// The id `wish`, or with the first free number behind it where it is taken.
    pub(super) fn take(&mut self, wish: String) -> String {
        if self.used.insert(wish.clone()) {
            return wish;
        }
        let next = self.next.entry(wish.clone()).or_insert(1);
        loop {
            let id = format!("{wish}-{next}");
            *next += 1;
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The id that a heading's text makes, as GitHub makes it: letters, digits, `-` and `_` of any
/// script stay, in lower case; spaces become `-`; everything else is dropped.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for letter in text.trim().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter == '-' || letter.is_whitespace() {
            slug.push('-');
        } else if letter.is_alphanumeric() || letter == '_' || is_mark(letter) {
            slug.extend(letter.to_lowercase());
        }
    }
    if slug.is_empty() {
        slug.push_str("section");
    }
    slug
}

/// Whether a character is an accent on the one before it.
fn is_mark(letter: char) -> bool {
    letter > '\u{2ff}' && unicode_normalization::char::is_combining_mark(letter)
}

/// An id as an author wrote it, without what an id or an address cannot hold. None when nothing is
/// left.
pub(super) fn written_id(id: &str) -> Option<String> {
    let is_kept =
        |letter: &char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':');
    let id: String = id.chars().filter(is_kept).collect();
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        assert_eq!(slug("How to: restore!"), "how-to-restore");
        assert_eq!(slug("Über_Größe 2.0"), "über_größe-20");
        assert_eq!(slug("日本語 の 見出し"), "日本語-の-見出し");
        assert_eq!(slug("a - b"), "a---b");
        assert_eq!(slug("!!!"), "section");
    }

    #[test]
    fn equal_headings_are_numbered_and_meet_no_other_id() {
        let mut ids = Ids::default();
        let take = |ids: &mut Ids, id: &str| ids.take(id.to_owned());
        assert_eq!(take(&mut ids, "a-1"), "a-1");
        assert_eq!(take(&mut ids, "a"), "a");
        assert_eq!(take(&mut ids, "a"), "a-2");
        assert_eq!(take(&mut ids, "a"), "a-3");
        assert_eq!(take(&mut ids, "a-1"), "a-1-1");
    }
}
