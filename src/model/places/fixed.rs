//! Files that every site has, at addresses of their own.

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
    /// `/search/`
    Search,
}

impl Fixed {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::NotFound,
        Self::Sitemap,
        Self::Robots,
        Self::Llms,
        Self::Search,
    ];

    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            Self::NotFound => "/404.html",
            Self::Sitemap => "/sitemap.xml",
            Self::Robots => "/robots.txt",
            Self::Llms => "/llms.txt",
            Self::Search => "/search/index.html",
        }
    }
}
