//! The index: for each word the pages that it leads to, best first.

use super::document::Document;
use super::lexicon::Lexicon;
use super::words::Language;

/// How much the length of a text counts against its words.
const LENGTH: f32 = 0.5;

/// How fast more of the same in a text stops to count.
const IN_TEXT: f32 = 1.0;

/// What words in titles, headings and other names are worth in all against those in the text, and how
/// fast more of them stops to count.
const ELSEWHERE: (f32, f32) = (6.0, 14.0);

/// What a page is worth by its kind: most who search look for a service, and for what is there rather
/// than for what was said of it, is planned, or was in the news.
fn boost(kind: &str) -> f32 {
    match kind {
        "Service" => 1.12,
        "Roadmap" | "News" | "Event" | "Feedback" | "Responsibility" => 0.8,
        _ => 1.0,
    }
}

/// A whole number for the score of one word in one page.
const SCALE: f32 = 100.0;

/// The nearest power of the `steps`th root of two.
///
/// How long texts are, how many there are and on how many a word stands changes with every page that
/// is written, and would change every score a little: a version would share no file of its index with
/// the version before. The length of a text counts least, so its steps are the widest.
fn coarse(number: f32, steps: f32) -> f32 {
    ((number.max(1.0).log2() * steps).round() / steps).exp2()
}

/// The steps of lengths, and of counts, in which the questions of `tests/search/` find what they found
/// with exact numbers.
const STEPS: (f32, f32) = (2.0, 4.0);

/// So many pages are kept of a word. One that stands on more of them tells too little to need all.
const MAX_PAGES: usize = 500;

/// A word and the pages it leads to.
#[derive(Debug, PartialEq, Eq)]
pub struct Posting {
    /// The word.
    pub word: Box<str>,
    /// The pages by number, with the score and the passage that is most about the word.
    pub pages: Vec<(u32, u32, u8)>,
}

/// Words of documents, collected one after the other.
pub struct Collected {
    all: Lexicon,
    /// Where each word stands, by its number.
    places: Vec<Places>,
    /// For each lexicon that read documents, the numbers of its words here.
    numbers: Vec<Vec<u32>>,
    /// The length and the boost of each document.
    lengths: Vec<(f32, f32)>,
}

/// Where a word stands.
#[derive(Default)]
struct Places {
    /// On how many pages.
    count: u32,
    /// The pages on which it says most, and perhaps others.
    kept: Vec<Seen>,
}

/// A word in a document. There are millions of them, so each is small.
struct Seen {
    document: u32,
    /// What it is worth by where it stands, times [`SMALL`].
    elsewhere: u16,
    in_text: u16,
    passage: u8,
}

/// Tenths are fine enough.
const SMALL: f32 = 10.0;

impl Collected {
    /// Nothing yet; documents come from so many lexicons.
    pub fn new(language: Language, lexicons: usize) -> Self {
        Self {
            all: Lexicon::new(language),
            places: Vec::new(),
            numbers: vec![Vec::new(); lexicons],
            lengths: Vec::new(),
        }
    }

    /// Takes the words out of the next document, which this lexicon has read.
    pub fn add(&mut self, document: &mut Document, from: usize, lexicon: &Lexicon) {
        let number = self.lengths.len() as u32;
        let boost = boost(document.kind);
        self.lengths.push((document.length, boost));
        let known = &mut self.numbers[from];
        for word in &lexicon.words[known.len()..] {
            known.push(self.all.number(word));
        }
        self.places
            .resize_with(self.all.words.len(), Places::default);
        for term in std::mem::take(&mut document.terms) {
            let places = &mut self.places[known[term.word as usize] as usize];
            places.count += 1;
            places.kept.push(Seen {
                document: number,
                elsewhere: (term.elsewhere * SMALL) as u16,
                in_text: term.in_text as u16,
                passage: term.passage,
            });
            if places.kept.len() > MAX_PAGES * 2 {
                places.keep_best();
            }
        }
    }

    /// All words in order, with the score of each in each page.
    ///
    /// The score is BM25 (Robertson and Zaragoza, *The Probabilistic Relevance Framework*, 2009) of the
    /// text and of all other places of a word, each with a saturation of its own:
    /// `idf * (t / (t + k) + a * e / (e + b))`. The numbers were found by trying the questions of
    /// `tests/search/`.
    pub fn postings(self) -> Vec<Posting> {
        let count = self.lengths.len() as f32;
        let total: f32 = self.lengths.iter().map(|(length, _)| length).sum();
        let average = coarse(total / count.max(1.0), STEPS.1);
        let of_all = coarse(count, STEPS.1);
        let factor = |(length, boost): (f32, f32)| {
            (
                1.0 - LENGTH + LENGTH * coarse(length, STEPS.0) / average,
                boost,
            )
        };
        let pages: Vec<(f32, f32)> = self.lengths.into_iter().map(factor).collect();
        let score = |seen: &Seen| {
            let (long, boost) = pages[seen.document as usize];
            let in_text = f32::from(seen.in_text) / long;
            let elsewhere = f32::from(seen.elsewhere) / SMALL;
            let of_text = in_text / (in_text + IN_TEXT);
            let worth = of_text + ELSEWHERE.0 * elsewhere / (elsewhere + ELSEWHERE.1);
            (seen.document, boost * worth, seen.passage)
        };
        let words = self.all.words.into_iter().zip(self.places);
        let mut all: Vec<Posting> = words
            .map(|(word, places)| {
                let on = coarse(places.count as f32, STEPS.1);
                let rare = 1.0 + ((of_all - on).max(0.0) + 0.5) / (on + 0.5);
                posting(word, places.kept.iter().map(score).collect(), rare.ln())
            })
            .collect();
        all.sort_by(|a, b| a.word.cmp(&b.word));
        all
    }
}

impl Places {
    /// Lets go of pages on which the word says little, the order of the others kept.
    fn keep_best(&mut self) {
        let worth = |seen: &Seen| u32::from(seen.elsewhere) + u32::from(seen.in_text) * 10;
        self.kept
            .sort_by_key(|seen| (std::cmp::Reverse(worth(seen)), seen.document));
        self.kept.truncate(MAX_PAGES + MAX_PAGES / 5);
        self.kept.sort_by_key(|seen| seen.document);
    }
}

fn posting(word: Box<str>, mut pages: Vec<(u32, f32, u8)>, rare: f32) -> Posting {
    if pages.len() > MAX_PAGES {
        pages.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        pages.truncate(MAX_PAGES);
        pages.sort_by_key(|page| page.0);
    }
    let score = |(page, score, passage): (u32, f32, u8)| {
        let whole = (score * rare * SCALE).round().max(1.0);
        (page, whole as u32, passage)
    };
    Posting {
        word,
        pages: pages.into_iter().map(score).collect(),
    }
}
