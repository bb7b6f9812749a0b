//! Where a link leads. Rendering and checking ask the same function, so they cannot disagree.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::markdown::Link;
use crate::path::{Permalink, SitePath};

use super::service::PARTS;
use super::{PageId, Place, Section, SectionId, Site, border};

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a place of this site, with the query and fragment as written: `?a=b#c`.
    Here {
        /// The address.
        permalink: Permalink,
        /// What follows it; empty for nothing.
        tail: String,
        /// The page at the address, where it is one.
        page: Option<PageId>,
    },
    /// To a heading of the same page: `#c`.
    Anchor(String),
    /// To an asset of this site.
    Asset {
        /// The file.
        file: SitePath,
        /// What follows the address; empty for nothing.
        tail: String,
    },
    /// To another host, or to a mailbox.
    Elsewhere(String),
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such page or file. The path that was looked for.
    Dead(SitePath),
    /// The page is a draft.
    Draft(SitePath),
    /// The file is there, but only what is below `content/` is published.
    NotPublished(SitePath),
    /// The target is a page, which has no such heading.
    DeadAnchor {
        /// The page.
        page: PageId,
        /// The heading's id that was looked for.
        anchor: String,
    },
    /// It is no path, and its scheme is none that a page may lead to.
    Scheme(String),
    /// It leads out of the site's folder.
    LeavesSite,
}

/// The scheme of a target, read as browsers read it: white space and control characters count for
/// nothing, capitals neither.
fn scheme(target: &str) -> Option<String> {
    let clean: String = target
        .chars()
        .filter(|letter| !letter.is_control() && !letter.is_whitespace())
        .collect();
    let (scheme, _) = clean.split_once(':')?;
    let mut letters = scheme.chars();
    let well_formed = letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    well_formed.then(|| scheme.to_ascii_lowercase())
}

impl Site {
    /// Where a link of `page` leads.
    pub fn resolve(&self, page: PageId, link: &Link) -> Result<Target, Trouble> {
        let target = link.target.trim();
        if let Some(anchor) = target.strip_prefix('#') {
            return self.anchor_here(page, anchor);
        }
        match scheme(target).as_deref() {
            Some("http" | "https" | "mailto") if !target.chars().any(char::is_control) => {
                return Ok(Target::Elsewhere(target.to_owned()));
            }
            // `C:` and `12:30.md` are no schemes that anybody means, `a:b.md` may be a file.
            Some(scheme) => return Err(Trouble::Scheme(scheme.to_owned())),
            None => {}
        }
        if target.starts_with("//") || target.starts_with('\\') {
            return Err(Trouble::Scheme("//".to_owned()));
        }
        let cut = target.find(['?', '#']).unwrap_or(target.len());
        let (path, tail) = target.split_at(cut);
        if path.is_empty() {
            return Ok(Target::Here {
                permalink: self.pages[page].permalink.clone(),
                tail: tail.to_owned(),
                page: Some(page),
            });
        }
        let path = percent_decode_str(path).decode_utf8_lossy();
        let found = self.resolve_path(page, link, &path, tail);
        match found {
            // Some systems write `ü` of a file's name as `u` and two dots: to the eye it is the same.
            Err(Trouble::Dead(_)) if !path.is_ascii() => {
                [path.nfc().collect(), path.nfd().collect()]
                    .iter()
                    .find_map(|other: &String| self.resolve_path(page, link, other, tail).ok())
                    .map_or(found, Ok)
            }
            found => found,
        }
    }

    fn resolve_path(
        &self,
        page: PageId,
        link: &Link,
        path: &str,
        tail: &str,
    ) -> Result<Target, Trouble> {
        let wanted = link.file.join(path);
        if let Some(wanted) = &wanted {
            if let Some(found) = self.page_at(wanted) {
                return self.to_page(found, tail);
            }
            if let Some(section) = self.section_at(wanted) {
                return Ok(Target::Here {
                    permalink: self.section_permalink(section).clone(),
                    tail: tail.to_owned(),
                    page: None,
                });
            }
            if self.assets.contains_key(wanted) {
                return Ok(Target::Asset {
                    file: wanted.clone(),
                    tail: tail.to_owned(),
                });
            }
        }
        // People also write addresses, as they see them in the browser.
        if let Some(found) = self.address_at(page, path, tail) {
            return found;
        }
        let Some(wanted) = wanted else {
            return Err(Trouble::LeavesSite);
        };
        if self.drafts.contains(&wanted) {
            return Err(Trouble::Draft(wanted));
        }
        if wanted.in_content().is_none() && wanted.as_str() != "content" {
            return Err(Trouble::NotPublished(wanted));
        }
        Err(Trouble::Dead(wanted))
    }

    /// The page that a path means: the file itself, the file without `.md`, or the folder's page.
    fn page_at(&self, wanted: &SitePath) -> Option<PageId> {
        let path = wanted.as_str();
        if let Some(page) = self.page_of_file(path) {
            return Some(page);
        }
        if let Some(page) = self.page_of_file(&format!("{path}.md")) {
            return Some(page);
        }
        let id = if path == "content" {
            ""
        } else {
            wanted.in_content()?
        };
        let page = self.page_of_id(id)?;
        self.pages[page].page.is_index().then_some(page)
    }

    /// The section of a folder without a page of its own.
    fn section_at(&self, wanted: &SitePath) -> Option<SectionId> {
        let folder = wanted.in_content()?;
        let is_it = |section: &Section| section.folder == folder;
        self.sections.iter().position(is_it)
    }

    fn address_at(&self, page: PageId, path: &str, tail: &str) -> Option<Result<Target, Trouble>> {
        let base = &self.pages[page].permalink;
        let whole = match path.strip_prefix('/') {
            Some(rest) => SitePath::new(rest)?,
            None => SitePath::new(&format!("{}{path}", &base.as_str()[1..]))?,
        };
        let as_page = Permalink::of_page(whole.as_str());
        let as_file = Permalink::exact(&format!("/{whole}"));
        for bare in [Some(as_page), as_file].into_iter().flatten() {
            let permalink = border::published(self.part, &bare);
            match self.places.at(&permalink) {
                Some(Place::Page(found) | Place::Redirect(found)) => {
                    return Some(self.to_page(*found, tail));
                }
                Some(_) => {
                    return Some(Ok(Target::Here {
                        permalink,
                        tail: tail.to_owned(),
                        page: None,
                    }));
                }
                None => {}
            }
        }
        None
    }

    fn to_page(&self, page: PageId, tail: &str) -> Result<Target, Trouble> {
        if let Some((_, anchor)) = tail.split_once('#')
            && !self.has_anchor(page, anchor)
        {
            return Err(Trouble::DeadAnchor {
                page,
                anchor: decode(anchor),
            });
        }
        Ok(Target::Here {
            permalink: self.pages[page].permalink.clone(),
            tail: tail.to_owned(),
            page: Some(page),
        })
    }

    fn anchor_here(&self, page: PageId, anchor: &str) -> Result<Target, Trouble> {
        if self.has_anchor(page, anchor) {
            return Ok(Target::Anchor(anchor.to_owned()));
        }
        Err(Trouble::DeadAnchor {
            page,
            anchor: decode(anchor),
        })
    }

    /// Whether a page has this heading. `#` and `#top` are the top of every page; `#:~:text=` is
    /// for the browser.
    fn has_anchor(&self, page: PageId, anchor: &str) -> bool {
        let anchor = anchor.split(":~:").next().unwrap_or("");
        if matches!(anchor, "" | "top" | "content") {
            return true;
        }
        let wanted = decode(anchor);
        let anchors = &self.pages[page].page.outline().anchors;
        anchors.contains(&wanted) || self.parts_of(page).any(|(id, ..)| id == wanted)
    }
}

impl Site {
    /// The parts that the page of a service has, or may have, beside what is written: the ids of their
    /// headings, the headings, and whether they are there for certain.
    pub fn parts_of(
        &self,
        page: PageId,
    ) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let services = &self.typed.services;
        let service = services.of_page(page).map(|id| &services.all[id]);
        PARTS.iter().filter_map(move |(id, title)| {
            let has = service?.has_part(id);
            has.unwrap_or(true)
                .then_some((*id, *title, has.unwrap_or(false)))
        })
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_read_as_browsers_read_it() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\tscript:x",
            " \u{1}javascript:x",
        ] {
            assert_eq!(scheme(target).as_deref(), Some("javascript"), "{target:?}");
        }
        assert_eq!(scheme("docs/a.md"), None);
        assert_eq!(scheme("12:30.md"), None);
        assert_eq!(scheme("ä:b"), None);
    }
}
