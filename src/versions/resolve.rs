//! Where a reader lands who changes from a page of one version to another version.
//!
//! The same page is the one with the same id, wherever it stands; the program and the script of the
//! theme follow the same steps, and `tests/versions/resolve.json` holds both to one table.

use std::collections::BTreeMap;

use super::pages::{PageMap, plain};

/// Where a reader lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landing<'a> {
    /// The address, relative to the version; empty for its contents.
    pub address: &'a str,
    /// How near that is to what was read.
    pub how: How,
}

/// How near a page is to the one that was read in another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The same page: a query and a fragment mean the same there.
    Same,
    /// The same page by its history: one was moved to where the other is.
    Moved,
    /// The version does not have it; this is the nearest section above it.
    Section,
    /// The version has nothing above it either; these are its contents.
    Root,
}

impl How {
    /// The word for it, in tables and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Moved => "moved",
            Self::Section => "section",
            Self::Root => "root",
        }
    }
}

/// The pages of a version by every name they have. Made once, and asked often.
pub struct Names<'a> {
    pages: &'a PageMap,
    by_id: BTreeMap<&'a str, &'a str>,
    by_earlier: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    /// The names in a map. Of two pages with one name the first address counts.
    pub fn of(pages: &'a PageMap) -> Self {
        let mut names = Self {
            pages,
            by_id: BTreeMap::new(),
            by_earlier: BTreeMap::new(),
        };
        for (address, entry) in pages.iter() {
            names.by_id.entry(entry.id(address)).or_insert(address);
            for earlier in &entry.from {
                names.by_earlier.entry(earlier).or_insert(address);
            }
        }
        names
    }

    /// Where a reader of `address` lands here. `from` is the map of the version that is left; none
    /// where that is not known, and then an address is taken for an id.
    pub fn land(&self, from: Option<&PageMap>, address: &str) -> Landing<'a> {
        let address = plain(address);
        if let Some(landing) = self.same(from, &address) {
            return landing;
        }
        let above = |at: &&str| !at.is_empty();
        let sections = std::iter::successors(Some(address.as_str()), |at| {
            let at = at.trim_end_matches('/');
            Some(at.rfind('/').map_or("", |slash| &at[..=slash]))
        });
        let found = sections
            .skip(1)
            .take_while(above)
            .find_map(|at| self.same(from, at));
        match found {
            Some(landing) => Landing {
                how: How::Section,
                ..landing
            },
            None => Landing {
                address: "",
                how: How::Root,
            },
        }
    }

    /// The same page here: by its id, by what was moved since, by its address, by what was moved
    /// before.
    fn same(&self, from: Option<&PageMap>, address: &str) -> Option<Landing<'a>> {
        let own = from.and_then(|pages| pages.get(address));
        let id = own.map_or_else(|| address.trim_end_matches('/'), |own| own.id(address));
        let landing = |how: How| move |address: &'a str| Landing { address, how };
        let here = |address: &str| self.pages.key(address);
        let earlier = own.map_or(&[][..], |own| &own.from);
        self.by_id
            .get(id)
            .copied()
            .map(landing(How::Same))
            .or_else(|| {
                let moved = self.by_earlier.get(address).copied();
                moved.map(landing(How::Moved))
            })
            .or_else(|| here(address).map(landing(How::Same)))
            .or_else(|| {
                let stood = earlier.iter().find_map(|one| here(one));
                stood.map(landing(How::Moved))
            })
            .or_else(|| {
                let mut both = earlier.iter();
                let both = both.find_map(|one| self.by_earlier.get(one.as_str()).copied());
                both.map(landing(How::Moved))
            })
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::pages::shard;
    use super::*;

    /// A version in the table: its pages as `_m/pages.json` has them.
    #[derive(Deserialize)]
    struct Table {
        versions: BTreeMap<String, serde_json::Value>,
        cases: Vec<Case>,
        /// A name, how many parts there are, and the part that has it.
        shards: Vec<(String, u32, u32)>,
    }

    #[derive(Deserialize)]
    struct Case {
        why: String,
        from: String,
        page: String,
        to: String,
        lands: String,
        how: String,
    }

    fn table() -> Table {
        serde_json::from_str(include_str!("../../tests/versions/resolve.json")).unwrap()
    }

    #[test]
    fn a_name_is_in_the_part_that_the_table_says() {
        for (name, count, number) in table().shards {
            assert_eq!(shard(&name, count), number, "{name}");
        }
    }

    #[test]
    fn a_reader_lands_as_the_table_says() {
        let table = table();
        assert!(table.cases.len() > 20);
        let map = |pages: &serde_json::Value| {
            let text = format!(r#"{{"schema":1,"pages":{pages}}}"#);
            PageMap::read(|_| Some(text.clone())).unwrap()
        };
        for case in &table.cases {
            let to = map(&table.versions[&case.to]);
            let from = table.versions.get(&case.from).map(map);
            let landing = Names::of(&to).land(from.as_ref(), &case.page);
            assert_eq!(
                (landing.address, landing.how.word()),
                (case.lands.as_str(), case.how.as_str()),
                "{}",
                case.why
            );
        }
    }
}
