//! The border between what every version has for itself and what is there once.
//!
//! A page knows nothing of versions: while addresses are computed, everything versioned stands below
//! `/latest/`, and what is written for a version stands below its name instead. Both are one folder
//! deep, so relative links are the same bytes in every version.

use crate::inputs::Part;
use crate::path::{OutputPath, Permalink};

/// The folder of the newest stable version, and of all versioned addresses while a page is made.
pub const LATEST: &str = "latest";

/// The two kinds of what a site with versions has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Every version has its own: services, responsibilities, ordinary pages.
    Versioned,
    /// It is there once, and speaks of today: the home page, roadmap, events, news.
    Evergreen,
}

/// What is there once, by the first part of its address; the home page has none.
pub const EVERGREEN: [&str; 18] = [
    "",
    "404.html",
    "communities",
    "communities.ics",
    "events",
    "events.ics",
    "feedback",
    "interviews",
    "news",
    "personas",
    "roadmap",
    "roadmap.json",
    "robots.txt",
    "scorecard",
    "search",
    "sitemap.xml",
    "surveys",
    "versions",
];

/// Of which kind an address is, as it would be without versions: `/services/postgres/`.
///
/// Feeds and calendars tell what is new: they are there once, wherever they stand.
pub fn kind_of(permalink: &Permalink) -> Kind {
    let path = &permalink.as_str()[1..];
    let (top, name) = (path.split('/').next(), path.rsplit('/').next());
    let top = top.unwrap_or("");
    let tells_news = name.is_some_and(|name| name == "feed.xml" || name.ends_with(".ics"));
    // A page at the top without its folder, as `index.md` beside the home page.
    let is_home = path == "index.html" || path == "index.md";
    match EVERGREEN.contains(&top) || tells_news || is_home || top == "_a" {
        true => Kind::Evergreen,
        false => Kind::Versioned,
    }
}

/// The address at which something is published that would stand at `permalink` without versions. An
/// address that is published already stays.
pub fn published(part: Part, permalink: &Permalink) -> Permalink {
    let bare = bare(permalink);
    match (part, kind_of(&bare)) {
        (Part::Whole, _) => permalink.clone(),
        (_, Kind::Evergreen) => bare,
        (_, Kind::Versioned) => below_latest(&bare),
    }
}

/// The address at which something of a version is published, whatever its kind.
pub fn below_latest(bare: &Permalink) -> Permalink {
    Permalink::exact(&format!("/{LATEST}{bare}")).unwrap_or_else(|| bare.clone())
}

/// The address that something would have without versions.
pub fn bare(permalink: &Permalink) -> Permalink {
    let rest = permalink.as_str().strip_prefix("/latest");
    rest.filter(|rest| rest.starts_with('/'))
        .and_then(Permalink::exact)
        .unwrap_or_else(|| permalink.clone())
}

/// How many folders deep something would be without versions.
pub fn bare_depth(permalink: &Permalink) -> usize {
    let is_below = permalink.as_str().starts_with("/latest/");
    permalink.depth() - usize::from(is_below)
}

/// The path below the folder of its version; None for what is there once.
pub fn in_version(path: &OutputPath) -> Option<&str> {
    path.as_str().strip_prefix("latest/")
}

/// Whether a part of a site holds what is written to `path`.
pub fn holds(part: Part, path: &OutputPath) -> bool {
    match part {
        Part::Whole => true,
        Part::Versioned => in_version(path).is_some(),
        Part::Evergreen => in_version(path).is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Permalink {
        Permalink::exact(text).expect("an address")
    }

    #[test]
    fn the_depth_without_versions_is_that_of_the_address_without_them() {
        for text in [
            "/",
            "/latest/",
            "/latest/services/",
            "/latest/services/a/",
            "/latests/",
            "/roadmap/x/",
        ] {
            let address = address(text);
            assert_eq!(bare_depth(&address), bare(&address).depth(), "{text}");
        }
    }

    #[test]
    fn services_are_versioned_and_what_speaks_of_today_is_not() {
        for text in [
            "/services/",
            "/services/postgres/",
            "/services/postgres/index.md",
            "/docs/x/",
            "/tags/",
            "/catalog.json",
            "/responsibilities.json",
            "/responsibilities/postgres.csv",
            "/glossary/",
            "/roadmaps/",
        ] {
            assert_eq!(kind_of(&address(text)), Kind::Versioned, "{text}");
        }
        for text in [
            "/",
            "/index.md",
            "/roadmap/2026-q3/",
            "/roadmap/index.md",
            "/events/day.ics",
            "/events.ics",
            "/services/postgres/feed.xml",
            "/404.html",
            "/_a/0.css",
            "/personas/developer/",
        ] {
            assert_eq!(kind_of(&address(text)), Kind::Evergreen, "{text}");
        }
    }

    #[test]
    fn a_site_without_versions_stands_at_the_top() {
        let service = address("/services/postgres/");
        assert_eq!(published(Part::Whole, &service), service);
        let below = published(Part::Versioned, &service);
        assert_eq!(below.as_str(), "/latest/services/postgres/");
        assert_eq!(published(Part::Evergreen, &below), below);
        assert_eq!(bare(&below), service);
        assert_eq!(published(Part::Evergreen, &address("/")).as_str(), "/");
    }

    #[test]
    fn every_place_is_in_one_part() {
        for text in [
            "latest/index.html",
            "latest/a/b",
            "index.html",
            "latest.html",
        ] {
            let path = OutputPath::new(text).expect("a path");
            let versioned = holds(Part::Versioned, &path);
            assert_ne!(versioned, holds(Part::Evergreen, &path), "{text}");
            assert_eq!(versioned, in_version(&path).is_some());
        }
    }
}
