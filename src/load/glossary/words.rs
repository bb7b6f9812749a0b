//! The names of terms, found in texts: whole words, the longest first.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Names, by their first word.
#[derive(Debug, Default)]
pub struct Words {
    names: Vec<Name>,
    /// Names by the hash of their first word in small letters, the longest name first.
    by_first: HashMap<u64, Vec<usize>, BuildHasherDefault<Given>>,
    /// Which hashes there may be, by their lowest bits: most words of a text are none of them.
    filter: Filter,
}

/// A name of a term.
#[derive(Debug)]
struct Name {
    /// The letters in front of the first word: the dot of `.NET`.
    before: String,
    /// The rest, as it stands in HTML.
    text: String,
    /// Whether its case counts: that of a name in capitals does.
    is_exact: bool,
    /// The index of the term.
    term: usize,
}

#[derive(Debug)]
struct Filter([u64; 64]);

impl Default for Filter {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Filter {
    fn place(hash: u64) -> (usize, u64) {
        ((hash >> 6) as usize & 63, 1 << (hash & 63))
    }
}

/// A hash that is one already.
#[derive(Default)]
struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, u64::from(*byte));
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// One step of the hash FNV-1a.
fn step(hash: u64, letter: u64) -> u64 {
    (hash ^ letter).wrapping_mul(0x0100_0000_01b3)
}

/// The hash of a word in small letters.
fn hash(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    if word.is_ascii() {
        for byte in word.bytes() {
            hash = step(hash, u64::from(byte.to_ascii_lowercase()));
        }
    } else {
        for letter in word.chars().flat_map(char::to_lowercase) {
            hash = step(hash, u64::from(letter));
        }
    }
    hash
}

impl Words {
    /// The names of terms, each with the index of its term. Of two terms with one name the first counts.
    pub fn new<'a>(names: impl IntoIterator<Item = (&'a str, usize)>) -> Self {
        let mut words = Self::default();
        for (name, term) in names {
            let name = name.trim();
            let Some(start) = name.find(char::is_alphanumeric) else {
                continue;
            };
            let first = &name[start..start + word_len(&name[start..])];
            let hash = hash(first);
            let index = words.names.len();
            words.names.push(Name {
                before: escaped(&name[..start]),
                text: escaped(&name[start..]),
                is_exact: is_in_capitals(name),
                term,
            });
            words.by_first.entry(hash).or_default().push(index);
            let (at, bit) = Filter::place(hash);
            words.filter.0[at] |= bit;
        }
        for candidates in words.by_first.values_mut() {
            let names = &words.names;
            candidates.sort_by_key(|index| (usize::MAX - names[*index].text.len(), *index));
        }
        words
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The first name in `text` from byte `from` on, with the index of its term. The text is that
    /// between two tags of HTML.
    pub fn find(&self, text: &str, from: usize) -> Option<(Range<usize>, usize)> {
        let mut at = from;
        while let Some(start) = next_word(text, at) {
            let end = start + word_len(&text[start..]);
            if let Some(found) = self.at(text, start..end, from) {
                return Some(found);
            }
            at = end;
        }
        None
    }

    /// The longest name that begins with the word at `word`.
    fn at(&self, text: &str, word: Range<usize>, from: usize) -> Option<(Range<usize>, usize)> {
        let written = &text[word.clone()];
        let singular = written.strip_suffix(['s', 'S']);
        for first in std::iter::once(written).chain(singular) {
            let hash = hash(first);
            let (at, bit) = Filter::place(hash);
            if self.filter.0[at] & bit == 0 {
                continue;
            }
            for index in self.by_first.get(&hash).into_iter().flatten() {
                let name = &self.names[*index];
                if let Some(range) = name.stands_at(text, word.start)
                    && range.start >= from
                {
                    return Some((range, name.term));
                }
            }
        }
        None
    }
}

impl Name {
    /// Its place in `text`, where it stands there with its first word at `start`.
    fn stands_at(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let length = self.length_in(&text[start..])?;
        let head = text[..start].strip_suffix(self.before.as_str())?;
        let mut end = start + length;
        let ends_with_letter = self.text.ends_with(char::is_alphabetic);
        let plural = text[end..].strip_prefix('s').filter(|_| ends_with_letter);
        if plural.is_some_and(is_end) {
            end += 1;
        } else if !is_end(&text[end..]) {
            return None;
        }
        self.is_start(head).then_some(head.len()..end)
    }

    /// How many bytes of `text` are this name. A space in it is any white space in the text.
    fn length_in(&self, text: &str) -> Option<usize> {
        let mut rest = text;
        for letter in self.text.chars() {
            if letter.is_whitespace() {
                let after = rest.trim_start();
                if after.len() == rest.len() {
                    return None;
                }
                rest = after;
                continue;
            }
            let mut letters = rest.chars();
            let other = letters.next()?;
            let is_same = letter == other
                || (!self.is_exact && letter.to_lowercase().eq(other.to_lowercase()));
            if !is_same {
                return None;
            }
            rest = letters.as_str();
        }
        Some(text.len() - rest.len())
    }

    /// Whether a name can begin behind `head`: not inside of a path, a channel or an identifier.
    fn is_start(&self, head: &str) -> bool {
        match head.chars().next_back() {
            None => true,
            // Capitals stand in pairs, as `RTO/RPO`, and in compounds.
            Some('/' | '-') => self.is_exact,
            Some(letter) => !letter.is_alphanumeric() && !"_.#@&\\$".contains(letter),
        }
    }
}

/// Whether a name can end before `rest`.
fn is_end(rest: &str) -> bool {
    let mut letters = rest.chars();
    match letters.next() {
        None => true,
        Some('.') => !letters.next().is_some_and(char::is_alphanumeric),
        Some(letter) => !letter.is_alphanumeric() && !"_@".contains(letter),
    }
}

/// Whether all letters of a name are capitals, and there are some.
pub fn is_in_capitals(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

/// Where the next word begins.
fn next_word(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            if bytes[at].is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let letter = text[at..].chars().next()?;
            if letter.is_alphanumeric() {
                return Some(at);
            }
            at += letter.len_utf8();
        }
    }
    None
}

/// How many bytes the word at the beginning of `text` has.
fn word_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
        at += 1;
    }
    if at == bytes.len() || bytes[at].is_ascii() {
        return at;
    }
    text.find(|letter: char| !letter.is_alphanumeric())
        .unwrap_or(text.len())
}

/// A name as HTML has it.
fn escaped(name: &str) -> String {
    name.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text, each as it stands there.
    fn found<'a>(names: &[&str], text: &'a str) -> Vec<&'a str> {
        let words = Words::new(names.iter().enumerate().map(|(index, name)| (*name, index)));
        let mut all = Vec::new();
        let mut at = 0;
        while let Some((range, _)) = words.find(text, at) {
            at = range.end;
            all.push(&text[range]);
        }
        all
    }

    #[test]
    fn whole_words_are_found_and_the_longest_first() {
        let names = ["product", "product owner", "product owner board"];
        let text = "A Product\n owner, a byproduct, the product owner boarding, two products.";
        assert_eq!(
            found(&names, text),
            ["Product\n owner", "product owner", "products"]
        );
    }

    #[test]
    fn the_case_of_capitals_counts_and_that_of_words_does_not() {
        let names = ["IT", "SRE", "PaaS", "Größe"];
        let text = "It is it. IT, SREs and sres; paas, PAAS. GRÖSSE, GRÖßE.";
        assert_eq!(found(&names, text), ["IT", "SREs", "paas", "PAAS", "GRÖßE"]);
    }

    #[test]
    fn paths_channels_and_identifiers_are_no_words() {
        let names = ["data", "SRE", "amp"];
        let text = "#data data.example x_SRE SRE_X a@data /data my-data data@x &amp; RTO/SRE non-SRE (data).";
        assert_eq!(found(&names, text), ["SRE", "SRE", "data"]);
    }

    #[test]
    fn names_have_any_letters() {
        let names = [".NET", "C++", "R&D", "CI/CD", "24/7", "***"];
        let text = "On .NET, C++ and R&amp;D by CI/CD, 24/7. NET";
        assert_eq!(
            found(&names, text),
            [".NET", "C++", "R&amp;D", "CI/CD", "24/7"]
        );
    }

    #[test]
    fn of_two_terms_with_one_name_the_first_is_meant() {
        let words = Words::new([("SRE", 0), ("SRE", 1)]);
        assert_eq!(words.find("SRE", 0), Some((0..3, 0)));
        assert!(Words::new([]).is_empty());
    }
}
