//! The site as one value: pages, sections, assets and addresses, linked.
//!
//! No file is read here and no HTML is made. [`Site::assemble`] is cheap enough to run for every
//! save of a file; what is expensive was done when each page was compiled alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::inputs::{BlobFile, Earlier, Inputs, Part};
use crate::load::{self, Loaded, Page};
use crate::path::{OutputPath, Permalink, SitePath};

mod assets;
pub mod border;
pub mod day2;
pub mod events;
pub mod evidence;
pub mod feeds;
pub mod freshness;
pub mod history;
pub mod ids;
pub mod made;
pub mod names;
pub mod news;
pub mod persona;
pub mod places;
pub mod resolve;
pub mod responsibilities;
pub mod roadmap;
pub mod search;
pub mod section;
pub mod service;
pub mod statistics;
pub mod survey;
mod tags;
pub mod typed;

pub use events::{EventId, Events};
pub use feeds::Feed;
pub use history::History;
pub use ids::{Ids, Kind};
pub use made::Made;
pub use news::{News, NewsId, NewsItem};
pub use persona::ForPersona;
pub use responsibilities::{MatrixId, Responsibilities};
pub use roadmap::{ItemId, Roadmap};
pub use service::{Service, ServiceId, Services};
pub use tags::Tag;
use tags::tags;
pub use typed::Typed;

pub use places::{Place, Places};
pub use section::{Child, Section};

/// Index of a page in [`Site::pages`].
pub type PageId = usize;

/// Index of a section in [`Site::sections`]; 0 is the whole site.
pub type SectionId = usize;

/// A site, linked.
pub struct Site {
    /// The settings.
    pub config: Arc<Config>,
    /// The published pages, by file.
    pub pages: Vec<PageNode>,
    /// The folders that have pages, parents before children.
    pub sections: Arc<Vec<Section>>,
    /// The assets, by file.
    pub assets: Arc<BTreeMap<SitePath, Asset>>,
    /// The pages of each tag, by the tag as it is first written; the key is its address.
    pub tags: BTreeMap<Permalink, Tag>,
    /// What stands at every address.
    pub places: Arc<Places>,
    /// What is typed: the vocabulary, the services, and what follows from them.
    pub typed: Typed,
    /// "Today", where the site may know it.
    pub today: Option<Date>,
    /// Files of pages that are not published, to say so when somebody links to them.
    pub drafts: Vec<SitePath>,
    /// The part of the site that is made.
    pub part: Part,
    /// The files of the newest stable version, where the evergreen pages are made beside one.
    pub newest: Option<Arc<BTreeSet<OutputPath>>>,
    /// The version before this one.
    pub earlier: Option<Earlier>,
    names: Arc<Names>,
    /// What was found while the sections and addresses were made.
    structure_findings: Arc<Vec<Diagnostic>>,
}

/// Pages and files by what they are called.
struct Names {
    by_file: FxHashMap<SitePath, PageId>,
    by_id: FxHashMap<String, PageId>,
    files_by_name: FxHashMap<String, Vec<SitePath>>,
}

/// A published page in its site.
#[derive(Clone)]
pub struct PageNode {
    /// What its file says.
    pub page: Arc<Page>,
    /// Its title.
    pub title: String,
    /// Its address.
    pub permalink: Permalink,
    /// The section it is in; of a section's page, that section.
    pub section: SectionId,
    /// Whether it is written: another thing may have its address, and a finding says so.
    pub written: bool,
    /// The last day its file changed in git.
    pub changed: Option<Date>,
    /// The page before it in reading order, in the same top section.
    pub previous: Option<PageId>,
    /// The page after it in reading order, in the same top section.
    pub next: Option<PageId>,
}

/// An asset of the site.
#[derive(PartialEq)]
pub struct Asset {
    /// The file.
    pub blob: BlobFile,
    /// Its address. What pages show is named by its digest, so that browsers keep it and versions
    /// share it; any other file keeps its own path, which people send to each other.
    pub permalink: Permalink,
}

impl Site {
    /// Links what was loaded. The findings are those that no file has alone: addresses that
    /// collide, names that are kept, order that names nobody.
    pub fn assemble(inputs: &Inputs, loaded: &Loaded) -> (Self, Vec<Diagnostic>) {
        Self::assemble_after(None, inputs, loaded)
    }

    /// The same after another site, with which it shares its structure (sections, order, addresses,
    /// names) when all that the structure is made of is the same: in a preview most saves change
    /// the text of a page and nothing else.
    pub fn assemble_after(
        last: Option<&Self>,
        inputs: &Inputs,
        loaded: &Loaded,
    ) -> (Self, Vec<Diagnostic>) {
        let (published, drafts): (Vec<_>, Vec<_>) = loaded
            .pages
            .iter()
            .cloned()
            .partition(|page| inputs.drafts || !page.front.draft);
        let draft_files: Vec<SitePath> = drafts.iter().map(|page| page.file.clone()).collect();
        let assets = assets::assets(inputs, loaded, &published);
        let part = inputs.part;
        let before = last.map(|last| &last.typed);
        let last = last.filter(|last| {
            last.part == part && last.has_structure_of(&published, &draft_files, &assets)
        });
        let shared = last.and_then(|last| last.with_pages(&published, loaded));
        let mut site = match shared {
            Some(site) => site,
            None => Self::with_structure(part, &published, &draft_files, assets, loaded, before),
        };
        for node in &mut site.pages {
            node.changed = inputs.changed.get(&node.page.file).copied();
        }
        site.tags = tags(part, &site.pages);
        site.config = loaded.config.clone();
        site.today = inputs.today.filter(|_| part != Part::Versioned);
        site.earlier.clone_from(&inputs.earlier);
        site.drafts = draft_files;
        site.newest = inputs.newest.clone();
        let findings = site.structure_findings.to_vec();
        (site, findings)
    }

    /// Finds out where everything belongs.
    fn with_structure(
        part: Part,
        published: &[Arc<Page>],
        drafts: &[SitePath],
        assets: BTreeMap<SitePath, Asset>,
        loaded: &Loaded,
        last: Option<&Typed>,
    ) -> Self {
        let node = |page: &Arc<Page>| {
            let mut findings = Vec::new();
            let node = PageNode {
                title: names::title(page, &loaded.config),
                permalink: border::published(part, &names::permalink(page, &mut findings)),
                changed: None,
                page: page.clone(),
                section: 0,
                written: true,
                previous: None,
                next: None,
            };
            (node, findings)
        };
        let (names, nodes): (Names, Vec<_>) = rayon::join(
            || Names::of(published, &assets),
            || published.par_iter().with_min_len(64).map(node).collect(),
        );
        let mut findings = Vec::new();
        let mut pages = Vec::with_capacity(nodes.len());
        for (node, found) in nodes {
            pages.push(node);
            findings.extend(found);
        }
        let sections = section::build(part, &mut pages, drafts, &mut findings);
        let tags = tags(part, &pages);
        let typed = Typed::link(part, &pages, &sections, loaded, last);
        let places = Places::build(
            part,
            &mut pages,
            &sections,
            &assets,
            &tags,
            &typed,
            &mut findings,
        );
        Self {
            names: Arc::new(names),
            config: Arc::default(),
            pages,
            sections: Arc::new(sections),
            assets: Arc::new(assets),
            tags,
            places: Arc::new(places),
            typed,
            today: None,
            drafts: Vec::new(),
            part,
            newest: None,
            earlier: None,
            structure_findings: Arc::new(findings),
        }
    }

    /// Whether these pages and assets make the structure that is there already.
    fn has_structure_of(
        &self,
        pages: &[Arc<Page>],
        drafts: &[SitePath],
        assets: &BTreeMap<SitePath, Asset>,
    ) -> bool {
        let same = |(node, page): (&PageNode, &Arc<Page>)| {
            Arc::ptr_eq(&node.page, page) || node.page.has_structure_of(page)
        };
        self.pages.len() == pages.len()
            && self.pages.iter().zip(pages).all(same)
            && self.drafts == drafts
            && *self.assets == *assets
    }

    /// The same structure with other texts; None when what is typed in them makes other pages.
    fn with_pages(&self, pages: &[Arc<Page>], loaded: &Loaded) -> Option<Self> {
        let node = |(node, page): (&PageNode, &Arc<Page>)| {
            // That of the home page may be the site's, which is written elsewhere.
            let title = match Arc::ptr_eq(&node.page, page) && !page.id.is_empty() {
                true => node.title.clone(),
                false => names::title(page, &loaded.config),
            };
            PageNode {
                title,
                page: page.clone(),
                permalink: node.permalink.clone(),
                ..*node
            }
        };
        let pages: Vec<PageNode> = self.pages.iter().zip(pages).map(node).collect();
        let typed = Typed::link(self.part, &pages, &self.sections, loaded, Some(&self.typed));
        let is_same = typed.made == self.typed.made
            && typed.feeds == self.typed.feeds
            && typed.roadmap_calendar() == self.typed.roadmap_calendar()
            && typed.roadmap.former().eq(self.typed.roadmap.former());
        if !is_same {
            return None;
        }
        Some(Self {
            config: self.config.clone(),
            pages,
            typed,
            sections: self.sections.clone(),
            assets: self.assets.clone(),
            tags: BTreeMap::new(),
            places: self.places.clone(),
            today: None,
            drafts: Vec::new(),
            part: self.part,
            newest: None,
            earlier: None,
            names: self.names.clone(),
            structure_findings: self.structure_findings.clone(),
        })
    }

    /// The address at which something is published that would stand at `bare` without versions.
    pub fn address(&self, bare: &Permalink) -> Permalink {
        border::published(self.part, bare)
    }

    /// The page of this file.
    pub fn page_of_file(&self, file: &str) -> Option<PageId> {
        self.names.by_file.get(file).copied()
    }

    /// The page of this id.
    pub fn page_of_id(&self, id: &str) -> Option<PageId> {
        self.names.by_id.get(id).copied()
    }

    /// The section or page that `navigation` of groundplan.toml names.
    pub fn named(&self, name: &str) -> Option<Child> {
        let id = name.trim_matches('/').trim_end_matches(".md");
        let is_folder = |section: &Section| section.folder == id && !id.is_empty();
        if let Some(section) = self.sections.iter().position(is_folder) {
            return Some(Child::Section(section));
        }
        self.page_of_id(id).map(Child::Page)
    }

    /// Files of the site with this name, wherever they are.
    pub fn files_named(&self, name: &str) -> &[SitePath] {
        self.names
            .files_by_name
            .get(name)
            .map_or(&[], Vec::as_slice)
    }

    /// The sections from the top to this one, the whole site left out.
    pub fn trail(&self, section: SectionId) -> Vec<SectionId> {
        let mut trail = Vec::new();
        let mut at = Some(section);
        while let Some(id) = at.filter(|id| *id != 0) {
            trail.push(id);
            at = self.sections[id].parent;
        }
        trail.reverse();
        trail
    }

    /// The title of a section: of its page, else its folder's name in words.
    pub fn section_title(&self, section: SectionId) -> String {
        let section = &self.sections[section];
        match section.index {
            Some(page) => self.pages[page].title.clone(),
            None if section.folder.is_empty() => self.config.title.clone(),
            None => load::page::name_in_words(&section.folder),
        }
    }

    /// The address of a section.
    pub fn section_permalink(&self, section: SectionId) -> &Permalink {
        let section = &self.sections[section];
        match section.index {
            Some(page) => &self.pages[page].permalink,
            None => &section.permalink,
        }
    }
}

impl Names {
    fn of(pages: &[Arc<Page>], assets: &BTreeMap<SitePath, Asset>) -> Self {
        let mut by_file = FxHashMap::default();
        let mut by_id = FxHashMap::default();
        let mut files_by_name: FxHashMap<String, Vec<SitePath>> = FxHashMap::default();
        by_file.reserve(pages.len());
        by_id.reserve(pages.len());
        let mut named = |path: &SitePath| match files_by_name.get_mut(path.name()) {
            Some(files) => files.push(path.clone()),
            None => {
                files_by_name.insert(path.name().to_owned(), vec![path.clone()]);
            }
        };
        for (id, page) in pages.iter().enumerate() {
            by_file.insert(page.file.clone(), id);
            by_id.entry(page.id.clone()).or_insert(id);
            named(&page.file);
        }
        assets.keys().for_each(&mut named);
        Self {
            by_file,
            by_id,
            files_by_name,
        }
    }
}
