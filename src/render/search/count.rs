//! Counting the words of a page, each by what it is worth where it stands.

use std::collections::HashMap;

use super::document::{Document, Shown, Term};
use super::words::Language;

/// What a word is worth by where it stands, against one in the text. Found by trying the questions of
/// `tests/search/`: a title tells more than a heading, and words that the author chose for a search
/// as much as the title.
pub mod worth {
    pub const TITLE: f32 = 16.0;
    pub const OTHER_NAME: f32 = 8.0;
    pub const HEADING: f32 = 4.0;
    pub const SUMMARY: f32 = 3.0;
}

/// How much of a title's length counts against its words, and its usual length.
const TITLE_LENGTH: (f32, f32) = (0.4, 3.0);

/// The words of a page while they are counted.
pub struct Terms {
    language: Language,
    known: HashMap<Box<str>, Count>,
    length: f32,
}

#[derive(Default)]
struct Count {
    in_text: f32,
    elsewhere: f32,
    passage: u8,
    in_passage: f32,
    best: f32,
    now: u8,
}

impl Terms {
    pub fn new(language: Language) -> Self {
        Self {
            language,
            known: HashMap::new(),
            length: 0.0,
        }
    }

    pub fn title(&mut self, title: &str) {
        let mut count = 0.0_f32;
        self.language.words(title, &mut |_| count += 1.0);
        let (part, usual) = TITLE_LENGTH;
        let weight = worth::TITLE / (1.0 - part + part * count / usual);
        self.take(title, weight, 0);
    }

    /// Words that are worth something by where they stand.
    pub fn take(&mut self, text: &str, worth: f32, passage: u8) {
        let known = &mut self.known;
        self.language.words(text, &mut |word| {
            let count = entry(known, word);
            // Said twice in one place it is worth no more.
            count.elsewhere += if count.elsewhere >= worth {
                worth * 0.2
            } else {
                worth
            };
            count.at(passage, worth);
        });
    }

    pub fn text(&mut self, text: &str, passage: u8) {
        let (known, length) = (&mut self.known, &mut self.length);
        self.language.words(text, &mut |word| {
            *length += 1.0;
            let count = entry(known, word);
            count.in_text += 1.0;
            count.at(passage, 1.0);
        });
    }

    pub fn done(
        self,
        shown: Shown,
        kind: &'static str,
        services: Vec<usize>,
        personas: Vec<usize>,
    ) -> Document {
        let term = |(word, count): (Box<str>, Count)| Term {
            word,
            in_text: count.in_text,
            elsewhere: count.elsewhere,
            passage: count.passage,
        };
        Document {
            shown,
            kind,
            services,
            personas,
            terms: self.known.into_iter().map(term).collect(),
            length: self.length,
        }
    }
}

fn entry<'a>(known: &'a mut HashMap<Box<str>, Count>, word: &str) -> &'a mut Count {
    if !known.contains_key(word) {
        known.insert(word.into(), Count::default());
    }
    known.entry(word.into()).or_default()
}

impl Count {
    /// Counts for the passage that is most about the word.
    fn at(&mut self, passage: u8, worth: f32) {
        if passage != self.now {
            self.now = passage;
            self.in_passage = 0.0;
        }
        self.in_passage += worth;
        if self.in_passage > self.best {
            self.best = self.in_passage;
            self.passage = passage;
        }
    }
}
