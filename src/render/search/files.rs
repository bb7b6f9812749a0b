//! The index as files: each is a script that calls one function, since a page opened from a disk may
//! load nothing else.

use serde::Serialize;

use super::document::Document;
use super::index::{Collected, Posting};
use super::shelf::Shelf;
use super::words::{Language, STOP_WORDS};
use crate::digest::Digest;
use crate::model::search::{File, Layout};

/// The number of the format. The script of a theme reads this one.
const FORMAT: u32 = 1;

/// The index of a site.
pub struct Index {
    documents: Vec<Document>,
    /// Where each document stands.
    shelf: Shelf,
    postings: Vec<Posting>,
    /// Where each file of words begins in `postings`, and where the last one ends.
    bounds: Vec<usize>,
    language: Language,
    synonyms: Vec<Vec<String>>,
    names: Names,
}

/// The names behind the numbers of facets.
#[derive(Default, Serialize)]
pub struct Names {
    /// Services: title and id.
    pub services: Vec<(String, String)>,
    /// Personas: name and id.
    pub personas: Vec<(String, String)>,
}

/// The first file: what all others are about.
#[derive(Serialize)]
struct Head<'a> {
    format: u32,
    /// How many places for pages there are: the number of a page is its place.
    pages: usize,
    /// Places in a file of pages.
    group: usize,
    /// The first word of each file of words.
    words: Vec<&'a str>,
    english: bool,
    stop: &'a [&'a str],
    /// Groups of texts that mean the same.
    synonyms: &'a [Vec<String>],
}

/// The file of facets.
#[derive(Serialize)]
struct Facets<'a> {
    /// The kinds in words, and for each place the number of its page's own.
    kinds: Vec<&'static str>,
    kind: Vec<usize>,
    #[serde(flatten)]
    names: &'a Names,
    /// For each service the pages about it, for each persona those for it.
    of_service: Vec<Vec<usize>>,
    of_persona: Vec<Vec<usize>>,
}

impl Index {
    /// The index of these documents, laid out as the places of the site say.
    pub fn new(
        documents: Vec<Document>,
        words: Collected,
        layout: Layout,
        language: Language,
        synonyms: Vec<Vec<String>>,
        names: Names,
    ) -> Self {
        let urls: Vec<&str> = documents.iter().map(|one| one.url.as_str()).collect();
        let shelf = Shelf::new(&urls, layout);
        let mut postings = words.postings();
        for posting in &mut postings {
            for (page, _, _) in &mut posting.pages {
                *page = shelf.place(*page);
            }
            posting.pages.sort_unstable_by_key(|(page, _, _)| *page);
        }
        let bounds = bounds(&postings, layout.words);
        Self {
            documents,
            shelf,
            postings,
            bounds,
            language,
            synonyms,
            names,
        }
    }

    /// The bytes of a file of the index.
    pub fn file(&self, file: File) -> Vec<u8> {
        let name = file.name();
        match file {
            File::Head => script(&name, &self.head()),
            File::Words(number) => script(&name, &self.words(number)),
            File::Pages(number) => call(&name, &self.pages(number)),
            File::Spelling(length) => script(&name, &self.spelling(length)),
            File::Facets => script(&name, &self.facets()),
        }
    }

    fn head(&self) -> Head<'_> {
        let first = |at: &usize| self.postings.get(*at).map_or("", |posting| &*posting.word);
        let english = self.language.english;
        Head {
            format: FORMAT,
            pages: self.shelf.pages().len(),
            group: Layout::GROUP,
            words: self.bounds[..self.bounds.len() - 1]
                .iter()
                .map(first)
                .collect(),
            english,
            stop: if english { &STOP_WORDS } else { &[] },
            synonyms: &self.synonyms,
        }
    }

    /// Words, each with a flat list: page (as the distance from the one before), score, passage.
    fn words(&self, number: usize) -> Vec<(&str, Vec<u32>)> {
        let (Some(from), Some(to)) = (self.bounds.get(number), self.bounds.get(number + 1)) else {
            return Vec::new();
        };
        let list = |posting: &Posting| {
            let mut last = 0;
            let mut flat = Vec::with_capacity(posting.pages.len() * 3);
            for (page, score, passage) in &posting.pages {
                flat.extend([page - last, *score, u32::from(*passage)]);
                last = *page;
            }
            flat
        };
        let postings = &self.postings[*from..*to];
        postings.iter().map(|one| (&*one.word, list(one))).collect()
    }

    fn pages(&self, number: usize) -> String {
        let all = self.shelf.pages().chunks(Layout::GROUP).nth(number);
        let all = all.unwrap_or(&[]).iter();
        // An empty place is a zero.
        let listed = |page: &Option<u32>| match page {
            Some(page) => self.documents[*page as usize].listed.as_str(),
            None => "0",
        };
        let listed: Vec<&str> = all.map(listed).collect();
        format!("[{}]", listed.join(","))
    }

    /// All words of a length, for one that is spelled wrong.
    fn spelling(&self, length: usize) -> String {
        let fits = |posting: &&Posting| {
            let letters = posting.word.chars().count();
            letters == length || (length == Layout::LONGEST && letters > length)
        };
        let words: Vec<&str> = self
            .postings
            .iter()
            .filter(fits)
            .map(|one| &*one.word)
            .collect();
        words.join(" ")
    }

    fn facets(&self) -> Facets<'_> {
        let mut kinds: Vec<&'static str> = Vec::new();
        let mut of_service = vec![Vec::new(); self.names.services.len()];
        let mut of_persona = vec![Vec::new(); self.names.personas.len()];
        let mut kind = vec![0; self.shelf.pages().len()];
        for (page, document) in self.documents.iter().enumerate() {
            let place = self.shelf.place(page as u32) as usize;
            let word = document.kind;
            let known = kinds.iter().position(|known| *known == word);
            kind[place] = known.unwrap_or_else(|| {
                kinds.push(word);
                kinds.len() - 1
            });
            put(&mut of_service, &document.services, place);
            put(&mut of_persona, &document.personas, place);
        }
        for pages in of_service.iter_mut().chain(&mut of_persona) {
            pages.sort_unstable();
        }
        Facets {
            kinds,
            kind,
            names: &self.names,
            of_service,
            of_persona,
        }
    }
}

fn put(lists: &mut [Vec<usize>], of: &[usize], number: usize) {
    for one in of {
        if let Some(list) = lists.get_mut(*one)
            && list.last() != Some(&number)
        {
            list.push(number);
        }
    }
}

/// Cuts the words into `count` files of about the same size.
///
/// A file begins with the word of the smallest digest near the place where it should: words that come
/// and go elsewhere in the index move the place, and almost never the cut.
fn bounds(postings: &[Posting], count: usize) -> Vec<usize> {
    let size = |posting: &Posting| posting.word.len() + 4 + posting.pages.len() * 8;
    let starts: Vec<usize> = postings
        .iter()
        .scan(0, |filled, posting| {
            let start = *filled;
            *filled += size(posting);
            Some(start)
        })
        .collect();
    let total: usize = postings.iter().map(size).sum();
    let each = total.div_ceil(count.max(1)).max(1);
    let mut bounds = vec![0];
    for number in 1..count {
        let place = each * number;
        let near = |at: usize| starts.partition_point(|start| *start < at);
        let (from, to) = (near(place - each / 8), near(place + each / 8));
        let last = bounds[number - 1];
        let cut = (from.max(last)..to)
            .min_by_key(|at| *Digest::of(postings[*at].word.as_bytes()).as_bytes())
            .unwrap_or_else(|| near(place).max(last));
        bounds.push(cut);
    }
    bounds.push(postings.len());
    bounds
}

fn script(name: &str, data: &impl Serialize) -> Vec<u8> {
    let json = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned());
    call(name, &json)
}

fn call(name: &str, json: &str) -> Vec<u8> {
    // Text of an author is data wherever it lands: nothing in it can begin a tag. And two line ends
    // that JSON allows and older scripts do not.
    let json = json.replace('<', "\\u003c");
    let json = json
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("groundplanSearch(\"{name}\",{json});\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posting(word: &str, pages: usize) -> Posting {
        Posting {
            word: word.into(),
            pages: vec![(0, 1, 0); pages],
        }
    }

    #[test]
    fn every_word_is_in_one_file_and_no_file_is_missing() {
        let postings: Vec<Posting> = (0..40)
            .map(|n| posting(&format!("w{n:02}"), n % 7))
            .collect();
        for count in [1, 2, 7, 40, 90] {
            let bounds = bounds(&postings, count);
            assert_eq!(bounds.len(), count + 1);
            assert_eq!((bounds[0], bounds[count]), (0, 40));
            assert!(bounds.is_sorted());
        }
        assert_eq!(super::bounds(&[], 3), [0, 0, 0, 0]);
    }

    #[test]
    fn words_that_come_and_go_leave_almost_every_cut_where_it_was() {
        let mut postings: Vec<Posting> = (0..4000)
            .map(|n| posting(&format!("w{n:04}"), n % 7))
            .collect();
        let first = |postings: &[Posting]| -> Vec<String> {
            let bounds = bounds(postings, 40);
            let words = bounds[..40].iter();
            words.map(|at| postings[*at].word.to_string()).collect()
        };
        let before = first(&postings);
        postings.insert(10, posting("w0009a", 1));
        postings.insert(2000, posting("w1998a", 3));
        let after = first(&postings);
        let moved = before.iter().zip(&after).filter(|(a, b)| a != b).count();
        assert!(moved <= 6, "{moved} of 40 moved");
    }
}
