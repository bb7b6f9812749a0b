//! Words of a text as a search knows them. The browser's script does the same, word for word:
//! `tests/search/words.json` holds both to one table.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest word that is kept, in letters; longer ones are hashes and the like.
const MAX_WORD: usize = 40;

/// Words that say nothing about what somebody looks for, in English.
pub const STOP_WORDS: [&str; 67] = [
    "a", "about", "after", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by",
    "can", "could", "did", "do", "does", "for", "from", "has", "have", "how", "i", "if", "in",
    "into", "is", "it", "its", "just", "many", "may", "me", "much", "my", "of", "on", "or", "our",
    "per", "should", "so", "some", "that", "the", "their", "them", "then", "there", "they", "this",
    "to", "us", "was", "we", "what", "when", "where", "which", "who", "will", "with", "would",
    "you", "your",
];

/// How the words of a language are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Whether it is English: endings are cut off, and words that say nothing are left out.
    pub english: bool,
}

impl Language {
    /// The language of a site, by its code: `en`, `en-GB`, `de`.
    pub fn new(code: &str) -> Self {
        let first = code.split(['-', '_']).next().unwrap_or("");
        Self {
            english: first.eq_ignore_ascii_case("en"),
        }
    }

    /// A word as it is looked up; None for one that says nothing. The word is folded already.
    pub fn looked_up(self, word: &str) -> Option<String> {
        if !self.english {
            return Some(word.to_owned());
        }
        if STOP_WORDS.binary_search(&word).is_ok() {
            return None;
        }
        let mut word = word.to_owned();
        stem(&mut word);
        Some(word)
    }
}

/// Lower case, without accents.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain: String = text
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .collect();
    plain.to_lowercase()
}

/// Runs of letters and digits; of scripts without spaces between words, each two letters that stand
/// together.
pub fn split(text: &str, take: &mut dyn FnMut(&str)) {
    let mut start = None;
    let mut last: Option<(usize, bool)> = None;
    for (at, letter) in text.char_indices() {
        let dense = is_dense(letter);
        if start.is_some() && (dense || !letter.is_alphanumeric()) {
            end_word(text, &mut start, at, take);
        }
        if dense {
            let end = at + letter.len_utf8();
            match last {
                Some((before, _)) => {
                    take(&text[before..end]);
                    last = Some((at, true));
                }
                None => last = Some((at, false)),
            }
            continue;
        }
        end_dense(text, &mut last, at, take);
        if letter.is_alphanumeric() && start.is_none() {
            start = Some(at);
        }
    }
    end_word(text, &mut start, text.len(), take);
    end_dense(text, &mut last, text.len(), take);
}

fn end_word(text: &str, start: &mut Option<usize>, end: usize, take: &mut dyn FnMut(&str)) {
    if let Some(begin) = start.take() {
        let word = &text[begin..end];
        if word.len() <= MAX_WORD || word.chars().count() <= MAX_WORD {
            take(word);
        }
    }
}

/// A letter of a dense script that stands alone is a word.
fn end_dense(text: &str, last: &mut Option<(usize, bool)>, end: usize, take: &mut dyn FnMut(&str)) {
    if let Some((begin, in_pair)) = last.take()
        && !in_pair
    {
        take(&text[begin..end]);
    }
}

/// Whether a letter is of a script that puts no spaces between words: Chinese and Japanese.
fn is_dense(letter: char) -> bool {
    matches!(letter,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2ffff}')
}

/// Cuts off English endings: the plural, `-ing`, `-ed`, and an `e` at the end. What is left need be no
/// word, only the same for all forms of one.
pub fn stem(word: &mut String) {
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    if word.ends_with("ies") && word.len() > 4 {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is")
    {
        word.pop();
    }
    for ending in ["ing", "ed"] {
        let Some(left) = word.strip_suffix(ending) else {
            continue;
        };
        if left.len() >= 3 && left.bytes().any(|byte| b"aeiouy".contains(&byte)) {
            let length = left.len();
            word.truncate(length);
            let bytes = word.as_bytes();
            // `logging` and `log`, but not `calling` and `cal`.
            if length > 3
                && bytes[length - 1] == bytes[length - 2]
                && !b"lsz".contains(&bytes[length - 1])
            {
                word.pop();
            }
            break;
        }
    }
    if word.len() > 4 && word.ends_with('e') {
        word.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_table_that_the_browser_reads_too() {
        let table = include_str!("../../../tests/search/words.json");
        let cases: Vec<(String, String, Vec<String>)> =
            serde_json::from_str(table).expect("a table");
        assert!(cases.len() > 20);
        for (language, text, wanted) in cases {
            let mut found = Vec::new();
            let language = Language::new(&language);
            split(&fold(&text), &mut |word| {
                found.extend(language.looked_up(word))
            });
            assert_eq!(found, wanted, "{text}");
        }
    }

    #[test]
    fn words_that_say_nothing_are_in_order_so_that_they_are_found() {
        assert!(STOP_WORDS.is_sorted());
    }
}
