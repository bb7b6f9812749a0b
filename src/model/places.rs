//! What stands at every address of the output, and what would collide there.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::inputs::Part;
use crate::path::{OutputPath, Permalink, SitePath};

use super::search::Layout;
use super::section::pages_of;
use super::{Asset, Feed, Made, MatrixId, PageId, PageNode, Section, SectionId, Tag, Typed};
use super::{border, search};

mod addresses;
mod aliases;
mod conflict;
mod fixed;
mod former;

pub use addresses::{DUTIES, PROMISES, calendar_path, printed_address, sheet_address};
use addresses::{Path, folders, twin_path};
use conflict::{Conflict, describe};
pub use fixed::Fixed;

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A page.
    Page(PageId),
    /// The page of a section that has none in its folder.
    Section(SectionId),
    /// A section as one document.
    Printed(SectionId),
    /// The markdown twin of a page.
    Twin(PageId),
    /// A page that is made from what is typed.
    Made(Made),
    /// The markdown twin of such a page.
    MadeTwin(Made),
    /// The calendar file of what such a page shows.
    Calendar(Made),
    /// The services and their connections, for programs.
    Catalog,
    /// A matrix as a sheet.
    Sheet(MatrixId),
    /// Every task and who does it, for programs.
    Duties,
    /// The roadmap and its changes, for programs.
    Promises,
    /// A feed.
    Feed(Feed),
    /// All tags.
    Tags,
    /// The page of a tag.
    Tag(Permalink),
    /// A page that leads on to another.
    Redirect(PageId),
    /// A page that leads on to one that is made of something that had another id.
    Former(Made),
    /// An asset of the site.
    Asset(SitePath),
    /// A file of the search index.
    Search(search::File),
    /// A file that every site has.
    Fixed(Fixed),
}

/// Everything that is written but the theme's own assets, by output path.
#[derive(Default)]
pub struct Places {
    /// In order of the paths once everything has its place.
    places: Vec<(OutputPath, Place)>,
    /// By the form in which two paths are one file on some disks; and every folder above a file. Only
    /// as long as places are given.
    taken: FxHashMap<String, Taken>,
    /// Pages of files that stand at the address of a made page and begin it.
    begun: HashMap<PageId, Made>,
    search: Layout,
    part: Part,
}

/// How many pages a document of a section may have.
const MAX_PRINTED: usize = 100;

/// How many pages a site may have whose sections are documents too.
const MAX_PRINTED_SITE: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// A file, by its number in the list of places.
    File(usize),
    Folder,
}

impl Places {
    /// Gives everything its place. What finds its place taken is not written, and said.
    pub(super) fn build(
        part: Part,
        pages: &mut [PageNode],
        sections: &[Section],
        assets: &BTreeMap<SitePath, Asset>,
        tags: &BTreeMap<Permalink, Tag>,
        typed: &Typed,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut all = Self {
            part,
            ..Self::default()
        };
        all.places.reserve(2 * pages.len());
        all.taken.reserve(3 * pages.len());
        for fixed in Fixed::of(part) {
            if let Some(address) = Permalink::exact(fixed.address()) {
                all.put(
                    fixed.published(part, &address).output(),
                    Place::Fixed(fixed),
                );
            }
        }
        all.put_pages(pages, sections, findings);
        all.put_made(&typed.made);
        for (id, section) in sections.iter().enumerate() {
            if section.index.is_some() {
                continue;
            }
            let place = all.put(section.permalink.output(), Place::Section(id));
            // A made page, as the catalogue of services, is the page of its folder.
            let place = place.filter(|other| !matches!(other, Conflict::Place(Place::Made(_))));
            if let Some(other) = place
                && let Some(node) = pages.iter().find(|node| node.section == id)
            {
                let message = format!(
                    "the folder of this page and {} want the same address `{}`",
                    describe(&other, pages),
                    section.permalink
                );
                findings.push(
                    Diagnostic::about(Code::PageSamePath, &node.page.file, message).help(
                        "rename one of them; until then the list of this folder is not published",
                    ),
                );
            }
        }
        all.put_printed(pages, sections);
        if !tags.is_empty() {
            let address = border::published(part, &Permalink::of_page("tags"));
            all.put(address.output(), Place::Tags);
        }
        for (permalink, tag) in tags {
            let place = all.put(permalink.output(), Place::Tag(permalink.clone()));
            if let (Some(other), Some(page)) = (place, tag.pages.first()) {
                let message = format!(
                    "the page of the tag `{}` and {} want the same address `{permalink}`",
                    tag.name,
                    describe(&other, pages)
                );
                findings.push(
                    Diagnostic::about(Code::PageSamePath, &pages[*page].page.file, message)
                        .help("use another word for the tag, or rename the page"),
                );
            }
        }
        for (path, asset) in assets {
            all.put_asset(path, asset, pages, findings);
        }
        for (feed, address) in &typed.feeds {
            all.put(address.output(), Place::Feed(*feed));
        }
        if let Some(calendar) = typed.roadmap_calendar() {
            all.put(calendar.output(), Place::Calendar(Made::Roadmap));
        }
        for (id, node) in pages.iter().enumerate() {
            all.put_aliases(id, node, pages, findings);
        }
        all.put_former(typed, pages);
        all.put_search(pages);
        all.taken = FxHashMap::default();
        all.places.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    /// The files of the search index: how many there are follows from the number of pages.
    fn put_search(&mut self, pages: &[PageNode]) {
        let part = self.part;
        let found = |node: &&PageNode| {
            let is_here = search::lists(part, &node.permalink);
            node.written && node.page.front.search && is_here
        };
        let is_made = |(path, place): &&(OutputPath, Place)| {
            let is_here = search::lists(part, &Permalink::of_output(path));
            matches!(place, Place::Made(_)) && is_here
        };
        let made = self.places.iter().filter(is_made).count();
        self.search = Layout::of(pages.iter().filter(found).count() + made);
        for file in self.search.files() {
            if let Some(address) = Permalink::exact(&file.address()) {
                let address = match part {
                    Part::Versioned => border::below_latest(&address),
                    Part::Whole | Part::Evergreen => address,
                };
                self.put(address.output(), Place::Search(file));
            }
        }
    }

    /// How the search index is laid out.
    pub fn search(&self) -> Layout {
        self.search
    }

    /// The documents of sections, where nothing else wants their address. A large site goes without:
    /// nobody prints it, and each page would be made twice.
    fn put_printed(&mut self, pages: &[PageNode], sections: &[Section]) {
        if pages.len() > MAX_PRINTED_SITE {
            return;
        }
        for (id, section) in sections.iter().enumerate().skip(1) {
            let count = pages_of(pages, sections, id).len();
            if (2..=MAX_PRINTED).contains(&count) {
                let at = section
                    .index
                    .map_or(&section.permalink, |page| &pages[page].permalink);
                self.put(printed_address(at).output(), Place::Printed(id));
            }
        }
    }

    fn put_pages(
        &mut self,
        pages: &mut [PageNode],
        sections: &[Section],
        findings: &mut Vec<Diagnostic>,
    ) {
        // The pages of folders come first: they keep their place when another wants it.
        let chosen = |id: &PageId| sections[pages[*id].section].index == Some(*id);
        let (first, rest): (Vec<_>, Vec<_>) = (0..pages.len()).partition(chosen);
        // Making the paths takes longer than giving them away.
        let mut paths: Vec<Option<[Path; 2]>> = pages
            .par_iter()
            .with_min_len(64)
            .map(|node| {
                let path = node.permalink.output();
                let twin = twin_path(&path);
                Some([Path::new(path), Path::new(twin)])
            })
            .collect();
        for id in first.into_iter().chain(rest) {
            let Some([path, twin]) = paths[id].take() else {
                continue;
            };
            let Some(other) = self.put_folded(path, Place::Page(id)) else {
                self.put_folded(twin, Place::Twin(id));
                continue;
            };
            let node = &pages[id];
            let message = format!(
                "this page and {} want the same address `{}`",
                describe(&other, pages),
                node.permalink
            );
            findings.push(
                Diagnostic::about(Code::PageSamePath, &node.page.file, message)
                    .help("rename one of them, or give one another `slug`; until then this one is not published"),
            );
            pages[id].written = false;
        }
    }

    fn put_made(&mut self, made: &[(Made, Permalink)]) {
        for (page, permalink) in made {
            let path = permalink.output();
            let twin = twin_path(&path);
            if page.has_calendar()
                && let Some(calendar) = calendar_path(permalink)
            {
                self.put(calendar.output(), Place::Calendar(*page));
            }
            match page {
                Made::Matrix(id) => {
                    let sheet = sheet_address(permalink).map(|at| at.output());
                    sheet.and_then(|path| self.put(path, Place::Sheet(*id)));
                }
                Made::Responsibilities => {
                    let address = Permalink::exact(&format!("/{DUTIES}"));
                    let address = address.map(|one| border::published(self.part, &one));
                    address.and_then(|one| self.put(one.output(), Place::Duties));
                }
                Made::Roadmap => {
                    let address = Permalink::exact(&format!("/{PROMISES}"));
                    let address = address.map(|one| border::published(self.part, &one));
                    address.and_then(|one| self.put(one.output(), Place::Promises));
                }
                _ => {}
            }
            match self.put(path, Place::Made(*page)) {
                None => {
                    self.put(twin, Place::MadeTwin(*page));
                }
                Some(Conflict::Place(Place::Page(id))) => {
                    self.begun.insert(id, *page);
                }
                // An odd name of a file, as `services.md`: what the author wrote is there.
                Some(_) => {}
            }
        }
        if !made.is_empty()
            && let Some(address) = Permalink::exact("/catalog.json")
        {
            let address = border::published(self.part, &address);
            self.put(address.output(), Place::Catalog);
        }
    }

    /// The made page that this page of a file begins.
    pub fn begun_by(&self, page: PageId) -> Option<Made> {
        self.begun.get(&page).copied()
    }

    fn put_asset(
        &mut self,
        file: &SitePath,
        asset: &Asset,
        pages: &[PageNode],
        findings: &mut Vec<Diagnostic>,
    ) {
        let path = asset.permalink.output();
        let is_shared = path.as_str().starts_with("_a/");
        match self.put(path, Place::Asset(file.clone())) {
            None => {}
            // Files of one content share one address.
            Some(Conflict::Place(Place::Asset(_))) if is_shared => {}
            Some(other) => {
                let message = format!(
                    "this file and {} want the same address `{}`",
                    describe(&other, pages),
                    asset.permalink
                );
                findings.push(
                    Diagnostic::about(Code::PageSamePath, file, message)
                        .help("rename it; until then it is not published"),
                );
            }
        }
    }

    /// Puts something at `path`, unless something is in the way: then that is returned.
    fn put(&mut self, path: OutputPath, place: Place) -> Option<Conflict> {
        self.put_folded(Path::new(path), place)
    }

    fn put_folded(&mut self, path: Path, place: Place) -> Option<Conflict> {
        let Path { path, folded } = path;
        if let Some(taken) = self.taken.get(&folded) {
            return Some(match *taken {
                Taken::File(at) => Conflict::Place(self.places[at].1.clone()),
                Taken::Folder => Conflict::Folder(path.to_string()),
            });
        }
        for above in folders(&folded) {
            match self.taken.get(above) {
                Some(Taken::File(_)) => return Some(Conflict::Folder(above.to_owned())),
                // What is above a known folder is known too.
                Some(Taken::Folder) => break,
                None => {}
            }
        }
        for above in folders(&folded) {
            if self.taken.contains_key(above) {
                break;
            }
            self.taken.insert(above.to_owned(), Taken::Folder);
        }
        self.taken.insert(folded, Taken::File(self.places.len()));
        self.places.push((path, place));
        None
    }

    /// Everything, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&OutputPath, &Place)> {
        self.places.iter().map(|(path, place)| (path, place))
    }

    /// What stands at `path`.
    pub fn get(&self, path: &str) -> Option<&Place> {
        let at = self
            .places
            .binary_search_by(|(one, _)| one.as_str().cmp(path));
        at.ok().map(|at| &self.places[at].1)
    }

    /// What answers to `permalink`.
    pub fn at(&self, permalink: &Permalink) -> Option<&Place> {
        self.get(permalink.output().as_str())
    }
}
