//! The keys that only news have, as their page says them.

use crate::date::Date;
use crate::decode::Fields;
use crate::decode::fields::Codes;
use crate::diagnostic::Code;
use crate::path::SitePath;
use crate::source::Span;

use super::Written;
use super::page::{id_of, is_index};

/// The codes of findings about the keys of news.
pub const CODES: Codes = Codes {
    unknown_key: Code::NewsUnknownKey,
    unknown_value: Code::NewsUnknownValue,
    bad_date: Code::NewsBadDate,
};

/// The keys that only news have.
pub const KEYS: [&str; 4] = ["kind", "items", "action", "action_by"];

/// What a page of news says about itself beyond what every page can say.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// Its day: the key `date`, else the day with which its file's name begins.
    pub date: Option<Date>,
    /// What kind of news it is.
    pub kind: Option<NewsKind>,
    /// The roadmap items it tells of.
    pub items: Vec<Written>,
    /// What a reader has to do.
    pub action: Option<String>,
    /// The last day for that.
    pub action_by: Option<(Date, Span)>,
}

/// What kind of news it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NewsKind {
    /// Something is there that was not.
    New,
    /// Something works in another way.
    Changed,
    /// Something will end.
    Deprecated,
    /// Something has ended.
    Removed,
    /// Something has to be done so that all stays safe.
    Security,
    /// Something broke, and this is why.
    Incident,
}

impl NewsKind {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("new", Self::New),
        ("changed", Self::Changed),
        ("deprecated", Self::Deprecated),
        ("removed", Self::Removed),
        ("security", Self::Security),
        ("incident", Self::Incident),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }

    /// Its word for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Security => "Security",
            Self::Incident => "Incident",
        }
    }
}

/// Whether the page in this file is news: it stands in `news/` and is not the page of a folder.
pub fn is_news(file: &SitePath) -> bool {
    id_of(file).starts_with("news/") && !is_index(file.name())
}

/// Reads the keys of news. The reading of the page is ended by the caller.
pub fn read(fields: &mut Fields<'_, '_>, date: Option<Date>) -> News {
    let by = fields.date("action_by");
    let place = fields.node("action_by").map(|node| node.span);
    News {
        date: date.or_else(|| date_of_name(fields.file())),
        kind: fields.one_of("kind", &NewsKind::NAMES),
        items: fields.texts("items"),
        action: fields.text("action").filter(|text| !text.trim().is_empty()),
        action_by: by.zip(place),
    }
}

/// The day with which the name of a file begins: `2026-10-02-new-clusters.md`.
fn date_of_name(file: &SitePath) -> Option<Date> {
    let name = file.name();
    let ends = |rest: &str| rest.starts_with(['-', '_', '.', ' ']);
    name.get(10..).filter(|rest| ends(rest))?;
    Date::parse(name.get(..10)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_may_begin_with_its_day() {
        let date = |name: &str| {
            let file = SitePath::new(&format!("content/news/{name}")).expect("a path");
            date_of_name(&file).map(|date| date.to_string())
        };
        assert_eq!(
            date("2026-10-02-clusters.md").as_deref(),
            Some("2026-10-02")
        );
        assert_eq!(date("2026-10-02.md").as_deref(), Some("2026-10-02"));
        assert_eq!(date("2026-13-02-clusters.md"), None);
        assert_eq!(date("clusters.md"), None);
        assert_eq!(date("2026-10-021.md"), None);
    }

    #[test]
    fn news_stand_in_their_folder() {
        let is = |path: &str| is_news(&SitePath::new(path).expect("a path"));
        assert!(is("content/news/a.md") && is("content/news/2026/a.md"));
        assert!(!is("content/news/index.md") && !is("content/newsroom/a.md"));
        assert!(!is("content/news.md") && !is("content/news/2026/index.md"));
    }
}
