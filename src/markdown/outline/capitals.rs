//! Words in capitals, which a reader may not know: `SRE`, `EC2`, `SLOs`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::markdown::Capital;
use crate::markdown::source_map::SourceMap;
use crate::source::Span;

/// The words in capitals of a page: each with its first place, those left out that the page
/// explains itself, as `Site Reliability Engineer (SRE)` does.
#[derive(Default)]
pub(super) struct Capitals {
    places: HashMap<String, usize>,
    all: Vec<(String, Range<usize>)>,
    explained: HashSet<String>,
}

impl Capitals {
    /// Looks at `range` of the text of a page.
    pub(super) fn take(&mut self, text: &str, range: Range<usize>) {
        let bytes = text.as_bytes();
        let mut at = range.start;
        while at < range.end {
            if !bytes[at].is_ascii_uppercase() {
                at += 1;
                continue;
            }
            let (word, end) = word_at(text, at);
            if let Some(word) = word {
                if !self.places.contains_key(word) {
                    self.places.insert(word.to_owned(), self.all.len());
                    self.all.push((word.to_owned(), at..at + word.len()));
                }
                if is_explained(text, at, end, word) {
                    self.explained.insert(word.to_owned());
                }
            }
            at = end.max(at + 1);
        }
    }

    /// What was found, in document order, with its place in the files.
    pub(super) fn finish(self, map: &SourceMap) -> Vec<Capital> {
        let capital = |(word, range): (String, Range<usize>)| {
            let (file, span) = map.place(Span::from(range));
            Capital {
                word,
                file: file.clone(),
                span,
            }
        };
        let explained = self.explained;
        let found = self.all.into_iter();
        let found = found.filter(|(word, _)| !explained.contains(word));
        found.map(capital).collect()
    }
}

/// The word of two to six capitals and digits that begins at `start`, without the `s` of its plural,
/// and where to read on. Parts of names, paths and assignments are none.
fn word_at(text: &str, start: usize) -> (Option<&str>, usize) {
    let rest = &text[start..];
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let whole = rest.bytes().take_while(is_inside).count();
    let end = start + whole;
    let written = &rest[..whole];
    let word = match written.strip_suffix('s') {
        Some(singular) if singular.len() > 1 => singular,
        _ => written,
    };
    let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if !(2..=6).contains(&word.len()) || capitals < 2 || !word.bytes().all(plain) {
        return (None, end);
    }
    let before = text[..start].chars().next_back();
    let is_joined = |letter: char| letter.is_alphanumeric() || "_-.#@$=&\\".contains(letter);
    if before.is_some_and(is_joined) {
        return (None, end);
    }
    let mut after = text[end..].chars();
    let is_word = match after.next() {
        Some('-') => !after
            .next()
            .is_some_and(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()),
        Some('.') => !after.next().is_some_and(char::is_alphanumeric),
        Some(letter) => !letter.is_alphanumeric() && !"=@\\".contains(letter),
        None => true,
    };
    (is_word.then_some(word), end)
}

/// Whether the words beside a word say what it stands for: `SRE (Site Reliability Engineer)`, or
/// the other way round.
fn is_explained(text: &str, start: usize, end: usize, word: &str) -> bool {
    if let Some(inside) = text[end..].trim_start().strip_prefix('(') {
        let inside = inside.split([')', '\n']).next().unwrap_or("");
        return stands_for(inside, word);
    }
    let Some(before) = text[..start].strip_suffix('(') else {
        return false;
    };
    if !text[end..].starts_with(')') {
        return false;
    }
    // As many words as it has letters, and a few small ones.
    let mut from = before.len();
    for _ in 0..word.len() + 3 {
        let head = before[..from].trim_end();
        if head.is_empty() || head.ends_with(['.', ':', ';', ')']) {
            return false;
        }
        from = head.rfind([' ', '\n']).map_or(0, |at| at + 1);
        if stands_for(&before[from..], word) {
            return true;
        }
        if from == 0 {
            return false;
        }
    }
    false
}

/// Whether the letters of `word` are among those of `long`, in their order, the first at its beginning.
fn stands_for(long: &str, word: &str) -> bool {
    let mut letters = long
        .trim_start()
        .chars()
        .filter(|one| one.is_alphanumeric());
    let mut wanted = word.chars();
    let same = |a: char, b: char| a.eq_ignore_ascii_case(&b);
    let begins = match (wanted.next(), letters.next()) {
        (Some(first), Some(letter)) => same(first, letter),
        _ => false,
    };
    begins
        && long.trim().len() > word.len()
        && wanted.all(|letter| letters.any(|other| same(other, letter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;

    fn found(text: &str) -> Vec<String> {
        let mut capitals = Capitals::default();
        capitals.take(text, 0..text.len());
        let file = SitePath::new("content/a.md").expect("a path");
        let all = capitals.finish(&SourceMap::of_file(&file, 0, text.len()));
        all.into_iter().map(|one| one.word).collect()
    }

    #[test]
    fn short_words_in_capitals_are_found_once() {
        assert_eq!(
            found("The SRE asks two SREs for an EC2, RTO/RPO and SRE-on-call; ÄSRE."),
            ["SRE", "EC2", "RTO", "RPO"]
        );
    }

    #[test]
    fn names_numbers_and_long_words_are_none() {
        let text = "S3 Q3 README.md UTF-8 US-EAST $HOME KEY=VALUE a.SRE SRE_X WARNING IaaS I A1";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn what_the_page_explains_itself_is_no_riddle() {
        assert_eq!(
            found("A site reliability engineer (SRE) and an SRE."),
            [""; 0]
        );
        assert_eq!(
            found("Recovery Time Objective of a database (RTO)."),
            [""; 0]
        );
        assert_eq!(found("An SRE (Site Reliability Engineer)."), [""; 0]);
        assert_eq!(found("An SRE (see below) and (SRE)."), ["SRE"]);
    }
}
