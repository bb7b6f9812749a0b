//! The words of the platform, by their first letter.

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::load::glossary::Term;
use crate::model::Site;

use super::inline;
use super::table::part;

/// The words of the platform.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryView {
    /// How many there are.
    pub count: usize,
    /// The words by their first letter.
    pub letters: Vec<LetterView>,
}

/// The words of one letter.
#[derive(Clone, Debug, Serialize)]
pub struct LetterView {
    /// The letter; `0-9` for everything that begins with none.
    pub letter: String,
    /// The id of its part of the page.
    pub id: String,
    /// The words, by name.
    pub words: Vec<WordView>,
}

/// A word of the glossary.
#[derive(Clone, Debug, Serialize)]
pub struct WordView {
    /// The word.
    pub name: String,
    /// The id of its place; empty for another name of a word.
    pub id: String,
    /// What it stands for.
    pub long: Option<String>,
    /// What that is, HTML.
    pub text: Option<String>,
    /// The same as it is written.
    #[serde(skip)]
    written: Option<String>,
    /// Other words for the same.
    pub also: Vec<String>,
    /// The word that explains this one, where this is another name of it.
    pub see: Option<SeeView>,
}

/// A word that explains another.
#[derive(Clone, Debug, Serialize)]
pub struct SeeView {
    /// The word.
    pub name: String,
    /// The id of its place.
    pub id: String,
}

/// The view of the glossary.
pub fn view(site: &Site) -> GlossaryView {
    let terms = site.typed.terms();
    let mut words: Vec<(String, WordView)> = Vec::new();
    for term in terms {
        let name = &term.name.0;
        let see = SeeView {
            name: name.clone(),
            id: term.anchor.clone(),
        };
        words.push((sorted_as(name), word(term)));
        // A word that stands beside its other name need not be looked up.
        for (other, _) in &term.also {
            if first_letter(other) != first_letter(name) {
                words.push((sorted_as(other), WordView::other(other, see.clone())));
            }
        }
    }
    words.sort_by(|(one, a), (other, b)| one.cmp(other).then_with(|| a.name.cmp(&b.name)));
    let mut letters: BTreeMap<(bool, String), Vec<WordView>> = BTreeMap::new();
    for (_, word) in words {
        let letter = first_letter(&word.name);
        let is_none = letter == "0-9";
        letters.entry((is_none, letter)).or_default().push(word);
    }
    let letter = |((_, letter), words): ((bool, String), Vec<WordView>)| LetterView {
        id: format!("letter:{letter}"),
        letter,
        words,
    };
    GlossaryView {
        count: terms.len(),
        letters: letters.into_iter().map(letter).collect(),
    }
}

fn word(term: &Term) -> WordView {
    WordView {
        name: term.name.0.clone(),
        id: term.anchor.clone(),
        long: term.long.clone(),
        text: term.text.as_deref().map(inline::html),
        written: term.text.clone(),
        also: term.also.iter().map(|(name, _)| name.clone()).collect(),
        see: None,
    }
}

/// A name in the order of a dictionary: without case and accents.
fn sorted_as(name: &str) -> String {
    let letters = name
        .nfkd()
        .filter(|letter| letter.is_alphanumeric() || *letter == ' ');
    letters.flat_map(char::to_lowercase).collect()
}

/// The letter under which a name is looked up.
fn first_letter(name: &str) -> String {
    match sorted_as(name).trim_start().chars().next() {
        Some(letter) if letter.is_alphabetic() => letter.to_uppercase().collect(),
        _ => "0-9".to_owned(),
    }
}

impl WordView {
    fn other(name: &str, see: SeeView) -> Self {
        Self {
            name: name.to_owned(),
            id: String::new(),
            long: None,
            text: None,
            written: None,
            also: Vec::new(),
            see: Some(see),
        }
    }

    fn words(&self) -> String {
        let mut out = format!("- **{}**", self.name);
        if let Some(see) = &self.see {
            out.push_str(&format!(": see {}\n", see.name));
            return out;
        }
        if let Some(long) = &self.long {
            out.push_str(&format!(": {long}"));
        }
        if let Some(text) = &self.written {
            let joint = if self.long.is_some() { ". " } else { ": " };
            out.push_str(&format!("{joint}{text}"));
        }
        if !self.also.is_empty() {
            out.push_str(&format!(" (also: {})", self.also.join(", ")));
        }
        out.push('\n');
        out
    }
}

impl GlossaryView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for letter in &self.letters {
            let words: String = letter.words.iter().map(WordView::words).collect();
            part(&mut out, &letter.letter, &words);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_up_by_their_letter_without_accents() {
        assert_eq!(first_letter("übergabe"), "U");
        assert_eq!(first_letter(".NET"), "N");
        assert_eq!(first_letter("24/7"), "0-9");
        assert_eq!(sorted_as("Ärger"), "arger");
    }
}
