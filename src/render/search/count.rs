//! Counting the words of a page, each by what it is worth where it stands.

use std::collections::HashMap;

use super::lexicon::{Lexicon, Numbers};

/// What a word is worth by where it stands, against one in the text. Found by trying the questions of
/// `tests/search/`: a title tells more than a heading, and words that the author chose for a search
/// as much as the title.
pub mod worth {
    /// In the title.
    pub const TITLE: f32 = 16.0;
    /// In another name of a service, or in a question that a page answers.
    pub const OTHER_NAME: f32 = 8.0;
    /// In a heading.
    pub const HEADING: f32 = 4.0;
    /// In the summary, a tag or the address.
    pub const SUMMARY: f32 = 3.0;
}

/// How much of a title's length counts against its words, and its usual length.
const TITLE_LENGTH: (f32, f32) = (0.4, 3.0);

/// A word of a page.
#[derive(Debug)]
pub struct Term {
    /// The number of the word in the lexicon that read the page.
    pub word: u32,
    /// How often it stands in the text.
    pub in_text: f32,
    /// What it is worth by where else it stands.
    pub elsewhere: f32,
    /// The passage that is most about it.
    pub passage: u8,
}

/// The words of a page while they are counted.
pub struct Terms<'a> {
    lexicon: &'a mut Lexicon,
    known: HashMap<u32, Count, Numbers>,
    /// How many words the text has.
    pub length: f32,
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

impl<'a> Terms<'a> {
    /// No word yet.
    pub fn new(lexicon: &'a mut Lexicon) -> Self {
        Self {
            lexicon,
            known: HashMap::default(),
            length: 0.0,
        }
    }

    /// The title: the fewer words it has, the more each of them is worth.
    pub fn title(&mut self, title: &str) {
        let mut count = 0.0_f32;
        self.lexicon.words(title, &mut |_| count += 1.0);
        let (part, usual) = TITLE_LENGTH;
        let weight = worth::TITLE / (1.0 - part + part * count / usual);
        self.take(title, weight, 0);
    }

    /// Words that are worth something by where they stand.
    pub fn take(&mut self, text: &str, worth: f32, passage: u8) {
        let known = &mut self.known;
        self.lexicon.words(text, &mut |word| {
            let count = known.entry(word).or_default();
            // Said twice in one place it is worth little more.
            let is_known = count.elsewhere >= worth;
            count.elsewhere += if is_known { worth * 0.2 } else { worth };
            count.at(passage, worth);
        });
    }

    /// Words of the text.
    pub fn text(&mut self, text: &str, passage: u8) {
        let (known, length) = (&mut self.known, &mut self.length);
        self.lexicon.words(text, &mut |word| {
            *length += 1.0;
            let count = known.entry(word).or_default();
            count.in_text += 1.0;
            count.at(passage, 1.0);
        });
    }

    /// All words, each once, in no order.
    pub fn done(self) -> Vec<Term> {
        let term = |(word, count): (u32, Count)| Term {
            word,
            in_text: count.in_text,
            elsewhere: count.elsewhere,
            passage: count.passage,
        };
        self.known.into_iter().map(term).collect()
    }
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
