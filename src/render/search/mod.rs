//! The search of a site: an index in small files, of which a browser fetches those that a question
//! needs.

mod count;
pub mod document;
pub mod files;
pub mod index;
pub mod lexicon;
pub mod shelf;
pub mod thesaurus;
pub mod words;

pub use document::{Document, Source, document, sources};
pub use files::{Index, Names};
pub use index::Collected;
pub use lexicon::Lexicon;
pub use words::Language;

use std::sync::OnceLock;

use crate::model::search::File;
use crate::model::{Service, Site};

/// The index of a site, made when it is first asked for.
pub struct Search {
    index: OnceLock<Index>,
    make: fn(&Site) -> Index,
}

impl Search {
    /// An index that `make` will make.
    pub fn new(make: fn(&Site) -> Index) -> Self {
        Self {
            index: OnceLock::new(),
            make,
        }
    }

    /// The bytes of a file of the index.
    pub fn file(&self, site: &Site, file: File) -> Vec<u8> {
        self.index.get_or_init(|| (self.make)(site)).file(file)
    }
}

/// The index of a site out of its documents and their words, in the order of [`sources`].
pub fn index(site: &Site, documents: Vec<Document>, words: Collected) -> Index {
    let services = site.typed.services.all.iter();
    let service = |one: &Service| (site.pages[one.page].title.clone(), one.id.clone());
    let personas = site.typed.platform.personas.iter();
    let names = Names {
        services: services.map(service).collect(),
        personas: personas
            .map(|one| (one.name.clone(), one.id.0.clone()))
            .collect(),
    };
    let language = Language::new(&site.config.language);
    let layout = site.places.search();
    let groups = match language.english {
        true => &thesaurus::GROUPS[..],
        false => &[],
    };
    let mut synonyms: Vec<Vec<String>> = groups.iter().map(|group| strings(group)).collect();
    if let Some(glossary) = &site.typed.files.glossary {
        synonyms.extend(
            glossary
                .terms
                .iter()
                .map(names_of)
                .filter(|all| all.len() > 1),
        );
    }
    Index::new(documents, words, layout, language, synonyms, names)
}

fn strings(group: &[&str]) -> Vec<String> {
    group.iter().map(ToString::to_string).collect()
}

/// All names of a term: the word, what it stands for, and other words for the same.
fn names_of(term: &crate::load::glossary::Term) -> Vec<String> {
    let also = term.also.iter().map(|(name, _)| name.clone());
    let long = term.long.iter().cloned();
    std::iter::once(term.name.0.clone())
        .chain(long)
        .chain(also)
        .collect()
}
