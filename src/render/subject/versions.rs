//! The page of all versions.

use serde::Serialize;

use crate::path::{Permalink, encode};
use crate::render::view::DateView;
use crate::versions::list::{Entry, List, Stage};

use super::table::bullets;

/// All versions.
#[derive(Clone, Debug, Serialize)]
pub struct VersionsView {
    /// The versions, the newest first.
    pub versions: Vec<VersionView>,
    /// The address that always shows the newest stable version; none where no version has that name.
    pub latest: Option<String>,
}

/// A version in the list.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// The name, which is its folder: `2.1`.
    pub name: String,
    /// What readers are shown.
    pub title: String,
    /// The address of its contents.
    pub url: String,
    /// The page that says what changed; none where it has none.
    pub changes: Option<String>,
    /// `stable`, `prerelease` or `development`.
    pub stage: &'static str,
    /// Whether it is the newest that is released.
    pub newest: bool,
    /// Its other names: `lts`.
    pub aliases: Vec<String>,
    /// The day of its release.
    pub released: Option<DateView>,
    /// The last day on which it is supported. The browser says whether that is past.
    pub supported_until: Option<DateView>,
    /// A sentence for its readers.
    pub note: Option<String>,
}

/// The view of a list, seen from `here`. `has_changes` says which versions have a page of changes.
pub fn view(list: &List, here: &Permalink, has_changes: impl Fn(&str) -> bool) -> VersionsView {
    let root = here.relative(&Permalink::root());
    let newest = list.newest_stable().map(|entry| entry.version.as_str());
    let entry = |entry: &Entry| {
        let url = format!("{root}{}/", encode(&entry.version));
        let record = entry.record.as_ref();
        let day = |day: Option<crate::date::Date>| day.map(DateView::from);
        VersionView {
            name: entry.version.clone(),
            title: entry.title.clone(),
            changes: has_changes(&entry.version).then(|| format!("{url}changes/")),
            url,
            stage: entry.stage().word(),
            newest: newest == Some(&entry.version) && entry.stage() == Stage::Stable,
            aliases: entry.aliases.clone(),
            released: day(record.and_then(|record| record.released)),
            supported_until: day(record.and_then(|record| record.supported_until)),
            note: record.and_then(|record| record.note.clone()),
        }
    };
    VersionsView {
        versions: list.entries().iter().map(entry).collect(),
        latest: list.find("latest").map(|_| format!("{root}latest/")),
    }
}

impl VersionsView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        bullets(self.versions.iter().map(VersionView::words))
    }
}

impl VersionView {
    fn words(&self) -> String {
        let mut facts: Vec<String> = Vec::new();
        facts.extend(self.newest.then(|| "the newest".to_owned()));
        facts.extend((self.stage == "prerelease").then(|| "a pre-release".to_owned()));
        facts.extend((self.stage == "development").then(|| "in development".to_owned()));
        let day = |words: &str, day: &Option<DateView>| {
            let day = day.as_ref();
            day.map(|day| format!("{words} {}", day.long))
        };
        facts.extend(day("released", &self.released));
        facts.extend(day("supported until", &self.supported_until));
        let mut line = link(&self.title, &self.url);
        if !facts.is_empty() {
            line.push_str(&format!(": {}", facts.join(", ")));
        }
        if let Some(note) = &self.note {
            line.push_str(". ");
            line.push_str(&super::super::twin::one_line(note));
        }
        if let Some(changes) = &self.changes {
            let way = link("What changed", changes);
            line.push_str(&format!(" ({way})"));
        }
        line
    }
}

/// A link to a page of a version: not to its twin, which versions of other tools do not have.
fn link(text: &str, url: &str) -> String {
    format!("[{}]({url})", crate::render::twin::link_text(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::list::Record;
    use crate::versions::order::Order;

    fn list() -> List {
        let mut list = List::default();
        let day = |text: &str| crate::date::Date::parse(text);
        let records = [
            ("next", Stage::Development, None, None),
            ("2.1", Stage::Stable, day("2026-09-01"), None),
            ("1.0", Stage::Stable, None, day("2025-06-30")),
        ];
        for (name, stage, released, supported_until) in records {
            let record = Record {
                stage,
                released,
                supported_until,
                ..Record::default()
            };
            list.put(Entry::new(name, record), &Order::default());
        }
        assert!(list.alias("latest", Some("2.1")));
        list
    }

    #[test]
    fn a_version_says_what_it_is_and_where() {
        let here = Permalink::of_page("versions");
        let view = view(&list(), &here, |name| name == "2.1");
        assert_eq!(view.latest.as_deref(), Some("../latest/"));
        assert_eq!(
            view.words(),
            "- [2.1](../2.1/): the newest, released 1 September 2026 ([What changed](../2.1/changes/))\n\
             - [1.0](../1.0/): supported until 30 June 2025\n\
             - [next](../next/): in development\n"
        );
    }

    #[test]
    fn nothing_unreleased_is_the_newest() {
        let mut list = list();
        list.remove("2.1");
        list.remove("1.0");
        let here = Permalink::of_page("versions");
        let view = view(&list, &here, |_| false);
        assert!(!view.versions[0].newest);
        assert_eq!(view.latest, None);
    }
}
