//! Files that every site has, at addresses of their own.

use crate::inputs::Part;
use crate::model::border;
use crate::path::Permalink;

/// The files that every site has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// `/404.html`
    NotFound,
    /// `/sitemap.xml`
    Sitemap,
    /// `/robots.txt`
    Robots,
    /// `/llms.txt`
    Llms,
    /// `/llms-full.txt`
    LlmsFull,
    /// `/search/`
    Search,
    /// `/latest/`: what is in a version. A site without versions has none.
    Contents,
}

impl Fixed {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::NotFound,
        Self::Sitemap,
        Self::Robots,
        Self::Llms,
        Self::LlmsFull,
        Self::Search,
        Self::Contents,
    ];

    /// Those of a part of a site.
    pub fn of(part: Part) -> impl Iterator<Item = Self> {
        let is_there = move |fixed: &Self| *fixed != Self::Contents || part != Part::Whole;
        Self::ALL.into_iter().filter(is_there)
    }

    /// Where it is published: a version has its own llms.txt and contents.
    pub(super) fn published(self, part: Part, address: &Permalink) -> Permalink {
        match (self, part) {
            (Self::Contents, _) | (Self::Llms, Part::Versioned) => border::below_latest(address),
            _ => address.clone(),
        }
    }

    /// Its address, of what is in a version below the folder of the version.
    pub fn address(self) -> &'static str {
        match self {
            Self::NotFound => "/404.html",
            Self::Sitemap => "/sitemap.xml",
            Self::Robots => "/robots.txt",
            Self::Llms => "/llms.txt",
            Self::LlmsFull => "/llms-full.txt",
            Self::Search => "/search/index.html",
            Self::Contents => "/",
        }
    }
}
