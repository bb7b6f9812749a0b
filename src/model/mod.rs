//! The site as one value: pages, sections, assets and addresses, linked.
//!
//! No file is read here and no HTML is made. [`Site::assemble`] is cheap enough to run for every
//! save of a file; what is expensive was done when each page was compiled alone.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::config::Config;
use crate::date::Date;
use crate::diagnostic::Diagnostic;
use crate::inputs::{BlobFile, File, Inputs};
use crate::load::{self, Loaded, Page, Platform};
use crate::path::{Permalink, SitePath};

pub mod ids;
pub mod made;
pub mod names;
pub mod persona;
pub mod places;
pub mod resolve;
pub mod section;
pub mod service;

pub use ids::{Ids, Kind};
pub use made::Made;
pub use persona::ForPersona;
pub use service::{Service, ServiceId, Services};

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
    pub sections: Vec<Section>,
    /// The assets, by file.
    pub assets: BTreeMap<SitePath, Asset>,
    /// The pages of each tag, by the tag as it is first written; the key is its address.
    pub tags: BTreeMap<Permalink, Tag>,
    /// What stands at every address.
    pub places: Places,
    /// The vocabulary; without content/platform.toml an empty one.
    pub platform: Arc<Platform>,
    /// Everything that has an id.
    pub ids: Ids,
    /// The services.
    pub services: Services,
    /// What there is for each persona of the vocabulary.
    pub personas: Vec<ForPersona>,
    /// The pages that are made from these, with their addresses.
    pub made: Vec<(Made, Permalink)>,
    /// "Today", where the site may know it.
    pub today: Option<Date>,
    /// Files of pages that are not published, to say so when somebody links to them.
    pub drafts: Vec<SitePath>,
    by_file: HashMap<SitePath, PageId>,
    by_id: HashMap<String, PageId>,
    files_by_name: HashMap<String, Vec<SitePath>>,
}

/// A published page in its site.
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
pub struct Asset {
    /// The file.
    pub blob: BlobFile,
    /// Its address, with its digest as its name.
    pub permalink: Permalink,
}

/// A tag and its pages.
pub struct Tag {
    /// As it is first written.
    pub name: String,
    /// Its pages, by title.
    pub pages: Vec<PageId>,
}

impl Site {
    /// Links what was loaded. The findings are those that no file has alone: addresses that
    /// collide, names that are kept, order that names nobody.
    pub fn assemble(inputs: &Inputs, loaded: &Loaded) -> (Self, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let (published, drafts): (Vec<_>, Vec<_>) = loaded
            .pages
            .iter()
            .cloned()
            .partition(|page| inputs.drafts || !page.front.draft);
        let mut pages: Vec<PageNode> = published
            .into_iter()
            .map(|page| PageNode {
                title: page.title(),
                permalink: names::permalink(&page, &mut findings),
                changed: inputs.changed.get(&page.file).copied(),
                page,
                section: 0,
                written: true,
                previous: None,
                next: None,
            })
            .collect();
        let sections = section::build(&mut pages, &mut findings);
        let assets = assets(inputs);
        let tags = tags(&pages);
        let has_platform = loaded.platform.as_deref();
        let platform = loaded.platform.clone().unwrap_or_else(load::no_platform);
        let mut ids = Ids::of_platform(&platform);
        let services = Services::build(&pages, &sections, has_platform, &mut ids);
        let personas = persona::build(&platform, &pages, &services, &ids);
        let made = made::build(&platform, &services);
        let places = Places::build(&mut pages, &sections, &assets, &tags, &made, &mut findings);
        let mut by_file = HashMap::with_capacity(pages.len());
        let mut by_id = HashMap::with_capacity(pages.len());
        let mut files_by_name: HashMap<String, Vec<SitePath>> = HashMap::new();
        for (id, node) in pages.iter().enumerate() {
            let page = &node.page;
            by_file.insert(page.file.clone(), id);
            by_id.entry(page.id.clone()).or_insert(id);
            let name = page.file.name().to_owned();
            files_by_name
                .entry(name)
                .or_default()
                .push(page.file.clone());
        }
        for path in assets.keys() {
            let name = path.name().to_owned();
            files_by_name.entry(name).or_default().push(path.clone());
        }
        let site = Self {
            config: loaded.config.clone(),
            pages,
            sections,
            assets,
            tags,
            places,
            platform,
            ids,
            services,
            personas,
            made,
            today: inputs.today,
            drafts: drafts.iter().map(|page| page.file.clone()).collect(),
            by_file,
            by_id,
            files_by_name,
        };
        (site, findings)
    }

    /// The page of this file.
    pub fn page_of_file(&self, file: &str) -> Option<PageId> {
        self.by_file.get(file).copied()
    }

    /// The page of this id.
    pub fn page_of_id(&self, id: &str) -> Option<PageId> {
        self.by_id.get(id).copied()
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

    /// The made page that `navigation` of groundplan.toml names, and its address.
    pub fn made_named(&self, name: &str) -> Option<&(Made, Permalink)> {
        let address = Permalink::of_page(name.trim_matches('/'));
        self.made
            .iter()
            .find(|(_, permalink)| *permalink == address)
    }

    /// The address of a made page; None where the site has none of it.
    pub fn made_permalink(&self, made: Made) -> Option<&Permalink> {
        let found = self.made.iter().find(|(known, _)| *known == made);
        found.map(|(_, permalink)| permalink)
    }

    /// Files of the site with this name, wherever they are.
    pub fn files_named(&self, name: &str) -> &[SitePath] {
        self.files_by_name.get(name).map_or(&[], Vec::as_slice)
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

fn assets(inputs: &Inputs) -> BTreeMap<SitePath, Asset> {
    let published = |path: &SitePath| path.in_content().is_some_and(|rest| !load::is_part(rest));
    let asset = |(path, file): (&SitePath, &File)| {
        let blob = match file {
            File::Blob(blob) => blob.clone(),
            File::Text(text) if !load::is_page(path) && path.extension() != "toml" => {
                BlobFile::in_memory(text.text.as_bytes().into())
            }
            _ => return None,
        };
        let permalink = asset_permalink(&blob, &path.extension())?;
        Some((path.clone(), Asset { blob, permalink }))
    };
    inputs
        .files
        .iter()
        .filter(|(path, _)| published(path))
        .filter_map(asset)
        .collect()
}

/// `/_a/<digest>.<extension>`: assets of one content share one file, whatever their names.
fn asset_permalink(blob: &BlobFile, extension: &str) -> Option<Permalink> {
    let plain = extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let end = match extension {
        "" => String::new(),
        extension if plain => format!(".{extension}"),
        _ => String::new(),
    };
    Permalink::exact(&format!("/_a/{}{end}", blob.digest.short()))
}

fn tags(pages: &[PageNode]) -> BTreeMap<Permalink, Tag> {
    let mut tags: BTreeMap<Permalink, Tag> = BTreeMap::new();
    for (id, node) in pages.iter().enumerate() {
        for (name, _) in &node.page.front.tags {
            let Some(permalink) = names::tag_permalink(name) else {
                continue;
            };
            let tag = tags.entry(permalink).or_insert_with(|| Tag {
                name: name.clone(),
                pages: Vec::new(),
            });
            if !tag.pages.contains(&id) {
                tag.pages.push(id);
            }
        }
    }
    for tag in tags.values_mut() {
        tag.pages
            .sort_by(|a, b| pages[*a].title.cmp(&pages[*b].title).then(a.cmp(b)));
    }
    tags
}
