//! Words by number: a site has millions of words and some ten thousand different ones, so each is
//! stemmed once and compared as a number from then on.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::words::{self, Language};

/// The words that one thread has met.
pub struct Lexicon {
    language: Language,
    /// By the word as it is written, lower case: its number; None for one that says nothing.
    written: HashMap<Box<str>, Option<u32>, Letters>,
    /// By the word as it is looked up.
    numbers: HashMap<Box<str>, u32, Letters>,
    /// The words, by number.
    pub words: Vec<Box<str>>,
}

impl Lexicon {
    /// No word yet.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            written: HashMap::default(),
            numbers: HashMap::default(),
            words: Vec::new(),
        }
    }

    /// Calls `take` with the number of each word of a text, in order.
    pub fn words(&mut self, text: &str, take: &mut dyn FnMut(u32)) {
        let folded = words::fold(text);
        words::split(&folded, &mut |written| {
            let number = match self.written.get(written) {
                Some(number) => *number,
                None => self.meet(written),
            };
            if let Some(number) = number {
                take(number);
            }
        });
    }

    fn meet(&mut self, written: &str) -> Option<u32> {
        let looked_up = self.language.looked_up(written);
        let number = looked_up.map(|word| self.number(&word));
        self.written.insert(written.into(), number);
        number
    }

    /// The number of a word as it is looked up.
    pub fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(word.into());
        self.numbers.insert(word.into(), number);
        number
    }
}

/// Hashes for words of a site's own pages, where nobody gains by choosing words that collide: FNV-1a.
pub type Letters = BuildHasherDefault<Fnv>;

/// Hashes for numbers that are given one after the other.
pub type Numbers = BuildHasherDefault<Spread>;

/// FNV-1a with 64 bits (Fowler, Noll, Vo), eight bytes at a time.
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..part.len()].copy_from_slice(part);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
            self.0 ^= self.0 >> 29;
        }
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// Spreads numbers over all bits: a product with the golden ratio.
#[derive(Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number);
    }

    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}
