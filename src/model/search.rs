//! The files of the search index: which there are follows from the number of pages alone, so that
//! places can be given before a word was read.

use super::border;
use crate::inputs::Part;
use crate::path::Permalink;

/// Whether the index of a part of a site finds the page at this address. A version finds its own
/// pages; what is there once finds those of the newest version too.
pub fn lists(part: Part, permalink: &Permalink) -> bool {
    part != Part::Versioned || border::holds(part, &permalink.output())
}

/// How many files an index has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Files of words.
    pub words: usize,
    /// Files of pages.
    pub pages: usize,
}

/// A file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// What all others are about.
    Head,
    /// Words and the pages they lead to.
    Words(usize),
    /// What a hit shows of each page.
    Pages(usize),
    /// All words of one length, in letters.
    Spelling(usize),
    /// Kind, services and personas of each page.
    Facets,
}

impl Layout {
    /// Places in a file of pages, most of which are empty.
    pub const GROUP: usize = 16;
    /// About so many pages are in a file of pages.
    const PAGES_EACH: usize = 6;
    /// The lengths of words in files of their own; the last one holds the longer ones too.
    pub const LONGEST: usize = 16;
    /// The shortest word that may be spelled wrong, less one letter.
    const SHORTEST: usize = 3;
    /// About so many pages make one file of words.
    const PAGES_A_FILE: usize = 8;
    /// More files of words than this make no question cheaper.
    const MOST: usize = 512;

    /// The files of a site with so many pages. Their numbers are powers of two, so that they stay as they
    /// are when pages come and go.
    pub fn of(pages: usize) -> Self {
        let near = |each: usize| match pages.div_ceil(each) {
            0 => 0,
            some => some.next_power_of_two(),
        };
        Self {
            words: near(Self::PAGES_A_FILE).clamp(1, Self::MOST),
            pages: near(Self::PAGES_EACH),
        }
    }

    /// All files.
    pub fn files(self) -> impl Iterator<Item = File> {
        let fixed = [File::Head, File::Facets].into_iter();
        fixed
            .chain((0..self.words).map(File::Words))
            .chain((0..self.pages).map(File::Pages))
            .chain((Self::SHORTEST..=Self::LONGEST).map(File::Spelling))
    }
}

impl File {
    /// Its name, without the ending `.js`.
    pub fn name(self) -> String {
        match self {
            Self::Head => "index".to_owned(),
            Self::Words(number) => format!("w{number}"),
            Self::Pages(number) => format!("p{number}"),
            Self::Spelling(length) => format!("s{length}"),
            Self::Facets => "facets".to_owned(),
        }
    }

    /// Its output path.
    pub fn address(self) -> String {
        format!("/_s/{}.js", self.name())
    }
}
