//! What is typed: the vocabulary, the services, and what follows from them.
//!
//! A new subject is a field here: it is linked from the pages and the vocabulary, declares its ids,
//! and may have pages that are made from it. It is linked anew for every build, so it must be cheap.

use std::collections::HashSet;
use std::sync::Arc;

use crate::inputs::Part;
use crate::load::glossary::Term;
use crate::load::interview::Interview;
use crate::load::survey::Survey;
use crate::load::{self, Loaded, Platform, TypedFiles};
use crate::path::{Permalink, SitePath};

use super::places::calendar_path;
use super::{
    Events, Feed, ForPersona, History, Ids, Kind, Made, News, PageNode, Responsibilities, Roadmap,
    Section, Services,
};
use super::{border, feeds, made, persona, survey};

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
    /// The surveys, each id once.
    pub surveys: Vec<Arc<Survey>>,
    /// The interviews, each id once, those that may not be published too.
    pub interviews: Vec<Arc<Interview>>,
    /// The items of the roadmap.
    pub roadmap: Roadmap,
    /// How the roadmap changed.
    pub history: Arc<History>,
    /// What there is for each persona of the vocabulary.
    pub personas: Vec<ForPersona>,
    /// Who does what.
    pub responsibilities: Responsibilities,
    /// The news.
    pub news: News,
    /// Events, series and communities.
    pub events: Events,
    /// The pages that are made from these, with their addresses.
    pub made: Vec<(Made, Permalink)>,
    /// The feeds, with their addresses.
    pub feeds: Vec<(Feed, Permalink)>,
}

impl Typed {
    /// Links what is typed in these pages and files. What is dear is taken from what was linked
    /// last, where the files that it is made of are the same.
    pub(super) fn link(
        part: Part,
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
        let surveys = each_once(&files.surveys, Kind::Survey, &mut ids, |one| {
            (&one.id, &one.file)
        });
        let interviews = each_once(&files.interviews, Kind::Interview, &mut ids, |one| {
            (&one.id, &one.file)
        });
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
        let has_address = loaded.config.base_url.is_some();
        let history = History::link(files, &ids, last);
        let mut feeds = feeds::build(has_address, &news, &services, &history, pages);
        let events = Events::link(files, &mut ids);
        let mut made = made::build(&known, files, &services, &news, &roadmap);
        made::of_responsibilities(&responsibilities, &mut made);
        made.extend(events.made());
        made.extend(survey::made(&surveys, &interviews));
        if files.scorecard.is_some() {
            made.push((Made::Scorecard, Permalink::of_page("scorecard")));
        }
        if part == Part::Versioned {
            made.push((Made::WhatChanged, Permalink::of_page("changes")));
        }
        for address in made.iter_mut().map(|(_, address)| address) {
            *address = border::published(part, address);
        }
        for address in feeds.iter_mut().map(|(_, address)| address) {
            *address = border::published(part, address);
        }
        Self {
            files: files.clone(),
            platform: known,
            ids,
            services,
            surveys,
            interviews,
            roadmap,
            history,
            personas,
            responsibilities,
            news,
            events,
            made,
            feeds,
        }
    }

    /// The address of a feed; None where the site has none of it.
    pub fn feed_permalink(&self, feed: Feed) -> Option<&Permalink> {
        let found = self.feeds.iter().find(|(known, _)| *known == feed);
        found.map(|(_, permalink)| permalink)
    }

    /// The address of the calendar file of the roadmap; None where no item has a day.
    pub fn roadmap_calendar(&self) -> Option<Permalink> {
        let has_day = self.roadmap.items.iter().any(|one| !one.days().is_empty());
        has_day.then(|| calendar_path(self.made_permalink(Made::Roadmap)?))?
    }

    /// The words of the platform, in the author's order: what search takes for synonyms.
    pub fn terms(&self) -> &[Term] {
        let glossary = self.files.glossary.as_ref();
        glossary.map_or(&[], |glossary| &glossary.terms)
    }

    /// The made page at the address of this path: `personas/developer`.
    pub fn made_named(&self, name: &str) -> Option<&(Made, Permalink)> {
        let address = Permalink::of_page(name.trim_matches('/'));
        self.made
            .iter()
            .find(|(_, known)| border::bare(known) == address)
    }

    /// The address of a made page; None where the site has none of it.
    pub fn made_permalink(&self, made: Made) -> Option<&Permalink> {
        let found = self.made.iter().find(|(known, _)| *known == made);
        found.map(|(_, permalink)| permalink)
    }
}

/// Things that are files of their own, declared by their ids. Of two with one id the first is meant.
fn each_once<T>(
    files: &[Arc<T>],
    kind: Kind,
    ids: &mut Ids,
    name: impl Fn(&T) -> (&String, &SitePath),
) -> Vec<Arc<T>> {
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(files.len());
    for one in files {
        let (id, file) = name(one);
        if seen.insert(id.to_lowercase()) {
            ids.declare_file(kind, id, kept.len(), file);
            kept.push(one.clone());
        }
    }
    kept
}
