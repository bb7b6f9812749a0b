//! A page is rendered when it is wanted: the same function answers a build and a preview.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::drawing::Drawings;
use crate::load::Page;
use crate::markdown::highlight::BlockCache;
use crate::markdown::{Body, compile};
use crate::memo::Memo;
use crate::model::places::Fixed;
use crate::model::{PageId, Place, Site};
use crate::path::{OutputPath, Permalink};
use crate::theme::Theme;

pub mod body;
pub mod calendar;
pub mod drawn;
pub mod embed;
pub mod feed;
pub mod files;
pub mod full;
mod html;
pub mod link;
pub mod navigation;
mod of_site;
pub mod page;
pub mod paper;
pub mod printed;
pub mod search;
pub mod subject;
pub mod terms;
pub mod twin;
pub mod unreleased;
pub mod view;

/// The bytes at an address, and what went wrong while making them.
#[derive(Default)]
pub struct Rendered {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Findings about templates.
    pub findings: Vec<Diagnostic>,
}

/// What is remembered from one rendering to the next.
#[derive(Default)]
pub struct RenderMemo {
    bodies: Memo<Arc<Body>>,
}

impl RenderMemo {
    /// Forgets what was not used in the last few rounds.
    pub fn sweep(&self) {
        self.bodies.sweep(8);
    }
}

/// Navigation of one site, rendered once for each folder from which it is seen.
#[derive(Default)]
pub struct Navigation(Memo<Arc<str>>);

/// Renders the places of one site with one theme.
pub struct Renderer<'a> {
    /// The site.
    pub site: &'a Site,
    /// The theme.
    pub theme: &'a Theme,
    /// Highlighted code blocks; None where only findings are wanted.
    pub blocks: Option<&'a BlockCache>,
    /// Diagrams that a program draws; None where none is started.
    pub drawings: Option<&'a Drawings>,
    /// Compiled bodies; None where no page is rendered twice.
    pub memo: Option<&'a RenderMemo>,
    /// How many errors each page has, of those that have any.
    pub errors: &'a HashMap<PageId, usize>,
    navigation: &'a Navigation,
    search: &'a search::Search,
}

impl<'a> Renderer<'a> {
    /// A renderer of this site.
    pub fn new(
        site: &'a Site,
        theme: &'a Theme,
        blocks: Option<&'a BlockCache>,
        memo: Option<&'a RenderMemo>,
        errors: &'a HashMap<PageId, usize>,
        navigation: &'a Navigation,
        search: &'a search::Search,
    ) -> Self {
        Self {
            site,
            theme,
            blocks,
            drawings: None,
            memo,
            errors,
            navigation,
            search,
        }
    }

    /// The same with diagrams drawn.
    pub fn drawing(mut self, drawings: &'a Drawings) -> Self {
        self.drawings = Some(drawings);
        self
    }

    /// The bytes of the place at `path`. Assets of the site are not rendered, they are copied.
    pub fn place(&self, path: &OutputPath, place: &Place) -> Rendered {
        match place {
            Place::Page(id) => page::page(self, *id),
            Place::Section(id) => page::section(self, *id),
            Place::Printed(id) => printed::section(self, *id),
            Place::Twin(id) => Rendered::from(twin::page(self, *id)),
            Place::Made(made) => page::of_made(self, *made),
            Place::MadeTwin(made) => Rendered::from(twin::of_made(self, *made)),
            Place::Calendar(made) => subject::calendar(self, *made),
            Place::Catalog => Rendered {
                bytes: subject::catalog::json(self),
                findings: Vec::new(),
            },
            Place::Sheet(id) => Rendered {
                bytes: subject::matrix::sheet(self.site, *id),
                findings: Vec::new(),
            },
            Place::Duties => Rendered {
                bytes: subject::duties::json(self),
                findings: Vec::new(),
            },
            Place::Promises => Rendered {
                bytes: subject::promises(self),
                findings: Vec::new(),
            },
            Place::Feed(feed) => feed::feed(self, *feed, &Permalink::of_output(path)),
            Place::Tags => page::tags(self),
            Place::Tag(permalink) => page::tag(self, permalink),
            Place::Former(made) => files::former(self, *made, &Permalink::of_output(path)),
            Place::Redirect(id) => files::redirect(self, *id, &Permalink::of_output(path)),
            Place::Asset(_) => Rendered::default(),
            Place::Search(file) => Rendered {
                bytes: self.search.file(self.site, *file),
                findings: Vec::new(),
            },
            Place::Fixed(Fixed::Search) => page::search(self),
            Place::Fixed(Fixed::Contents) => page::contents_of_version(self),
            Place::Fixed(Fixed::NotFound) => page::not_found(self),
            Place::Fixed(Fixed::Sitemap) => files::sitemap(self),
            Place::Fixed(Fixed::Robots) => files::robots(self),
            Place::Fixed(Fixed::Llms) => files::llms(self),
            Place::Fixed(Fixed::LlmsFull) => full::text(self, &Permalink::of_output(path)),
        }
    }

    /// The body of a page, compiled.
    fn body(&self, page: &Page) -> Arc<Body> {
        let options = self.site.config.markdown;
        let compile = || {
            let expanded = page.expanded();
            Arc::new(compile::compile(&expanded, page.outline(), &options))
        };
        let Some(memo) = self.memo else {
            return compile();
        };
        let key = Digest::of_parts([
            page.file.as_str().as_bytes(),
            page.digest.as_bytes(),
            &[u8::from(options.material), options.raw_html as u8],
        ]);
        memo.bodies.get_or(key, compile)
    }

    /// The absolute address of a permalink; None without a base address.
    fn absolute(&self, permalink: &Permalink) -> Option<String> {
        let base = self.site.config.base_url.as_ref()?;
        Some(format!("{}{}", base.as_str(), &permalink.encoded()[1..]))
    }
}

impl From<String> for Rendered {
    fn from(text: String) -> Self {
        Self {
            bytes: text.into_bytes(),
            findings: Vec::new(),
        }
    }
}
