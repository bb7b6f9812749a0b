//! What is typed: the vocabulary, the services, and what follows from them.
//!
//! A new subject is a field here: it is linked from the pages and the vocabulary, declares its ids,
//! and may have pages that are made from it. It is linked anew for every build, so it must be cheap.

use std::sync::Arc;

use crate::load::glossary::Term;
use crate::load::{self, Loaded, Platform, TypedFiles};
use crate::path::Permalink;

use super::{
    Feed, ForPersona, Ids, Kind, Made, News, PageNode, Responsibilities, Roadmap, Section, Services,
};
use super::{feeds, made, persona};

/// Everything typed of a site, linked.
pub struct Typed {
    /// What the typed files say, as they are written.
    pub files: TypedFiles,
    /// The vocabulary; without content/platform.toml an empty one.
    pub platform: Arc<Platform>,
    /// Everything that has an id.
    pub ids: Ids,
    /// The services.
    pub services: Services,
    /// The items of the roadmap.
    pub roadmap: Roadmap,
    /// What there is for each persona of the vocabulary.
    pub personas: Vec<ForPersona>,
    /// Who does what.
    pub responsibilities: Responsibilities,
    /// The news.
    pub news: News,
    /// The pages that are made from these, with their addresses.
    pub made: Vec<(Made, Permalink)>,
    /// The feeds, with their addresses.
    pub feeds: Vec<(Feed, Permalink)>,
}

impl Typed {
    /// Links what is typed in these pages and files. What is dear is taken from what was linked
    /// last, where the files that it is made of are the same.
    pub(super) fn link(
        pages: &[PageNode],
        sections: &[Section],
        loaded: &Loaded,
        last: Option<&Self>,
    ) -> Self {
        let files = &loaded.typed;
        let platform = files.platform.as_ref();
        let known = platform.cloned().unwrap_or_else(load::no_platform);
        let mut ids = Ids::of_platform(&known);
        let services = Services::build(pages, sections, platform.map(Arc::as_ref), &mut ids);
        if let Some(glossary) = &files.glossary {
            for (index, term) in glossary.terms.iter().enumerate() {
                for name in term.names() {
                    ids.declare(Kind::Term, name, index, &glossary.file);
                }
            }
        }
        let roadmap = Roadmap::build(&files.roadmap, &mut ids);
        let news = News::build(pages, &roadmap, &ids);
        let personas = persona::build(&known, pages, &services, &ids);
        let responsibilities =
            Responsibilities::link(&files.matrices, &known, &services, last, &mut ids);
        let made = made::build(&known, files, &services, &news);
        let has_address = loaded.config.base_url.is_some();
        let feeds = feeds::build(has_address, &news, &services, pages);
        Self {
            files: files.clone(),
            platform: known,
            ids,
            services,
            roadmap,
            personas,
            responsibilities,
            news,
            made,
            feeds,
        }
    }

    /// The address of a feed; None where the site has none of it.
    pub fn feed_permalink(&self, feed: Feed) -> Option<&Permalink> {
        let found = self.feeds.iter().find(|(known, _)| *known == feed);
        found.map(|(_, permalink)| permalink)
    }

    /// The words of the platform, in the author's order: what search takes for synonyms.
    pub fn terms(&self) -> &[Term] {
        let glossary = self.files.glossary.as_ref();
        glossary.map_or(&[], |glossary| &glossary.terms)
    }

    /// The made page at the address of this path: `personas/developer`.
    pub fn made_named(&self, name: &str) -> Option<&(Made, Permalink)> {
        let address = Permalink::of_page(name.trim_matches('/'));
        self.made.iter().find(|(_, known)| *known == address)
    }

    /// The address of a made page; None where the site has none of it.
    pub fn made_permalink(&self, made: Made) -> Option<&Permalink> {
        let found = self.made.iter().find(|(known, _)| *known == made);
        found.map(|(_, permalink)| permalink)
    }
}
