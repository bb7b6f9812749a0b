//! The keys of a page: its front matter, with the place of every reference.

use crate::date::{Date, Period};
use crate::decode::fields::Codes;
use crate::decode::{Fields, Key, Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::front_matter::Format;
use crate::path::SitePath;
use crate::source::Span;

use super::Written;
use super::news::{self, News};
use super::page::id_of;
use super::service::{self, Service};

mod misplaced;

/// The codes of findings about the keys of a page.
const CODES: Codes = Codes {
    unknown_key: Code::PageUnknownKey,
    unknown_value: Code::PageUnknownValue,
    bad_date: Code::PageBadDate,
};

/// Keys of a page that are misplaced below a table of its front matter. `title`, `date` and `owner`
/// are not among them where a table has such a key of its own: what a table asks for is its own.
const PAGE_KEYS: [&str; 18] = [
    "title",
    "summary",
    "owner",
    "reviewed",
    "review_every",
    "personas",
    "services",
    "questions",
    "date",
    "tags",
    "aliases",
    "moved_from",
    "slug",
    "weight",
    "order",
    "draft",
    "contents",
    "search",
];

/// The same for a service: those of a page and its own.
const PAGE_AND_SERVICE_KEYS: [&str; PAGE_KEYS.len() + service::KEYS.len()] = {
    let mut keys = [""; PAGE_KEYS.len() + service::KEYS.len()];
    let mut at = 0;
    while at < keys.len() {
        keys[at] = match at.checked_sub(PAGE_KEYS.len()) {
            None => PAGE_KEYS[at],
            Some(own) => service::KEYS[own],
        };
        at += 1;
    }
    keys
};

/// What the front matter of a page says.
#[derive(Debug)]
pub struct Keys {
    /// What every page can say.
    pub front: FrontMatter,
    /// What a service says; None where none can stand.
    pub service: Option<Service>,
    /// What news say; None where none can stand.
    pub news: Option<News>,
}

/// The keys of a page.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// The title; else the first heading, else the file's name.
    pub title: Option<String>,
    /// One sentence about the page.
    pub summary: Option<String>,
    /// Who keeps it true: a team, or "product-owner".
    pub owner: Option<Written>,
    /// The last day a person read the whole page and found it true.
    pub reviewed: Option<Date>,
    /// Where that is said.
    pub reviewed_span: Option<Span>,
    /// How often it should be read; Some(None) is "never".
    pub review_every: Option<Option<Period>>,
    /// For whom it is.
    pub personas: Vec<Written>,
    /// The services it is about.
    pub services: Vec<Written>,
    /// What a reader would ask.
    pub questions: Vec<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Its tags.
    pub tags: Vec<Written>,
    /// Addresses that lead here, which were never ids.
    pub aliases: Vec<Written>,
    /// Earlier ids of this page.
    pub moved_from: Vec<Written>,
    /// The last part of its address, in place of its file's name.
    pub slug: Option<Written>,
    /// Its place among its neighbours, small numbers first.
    pub weight: Option<i64>,
    /// Names of the folder's children in order, in the page of a section.
    pub order: Vec<Written>,
    /// What a reader begins with, in the home page: ids of pages and services.
    pub start: Vec<Written>,
    /// Whether it is not published yet.
    pub draft: bool,
    /// Whether the page lists its headings.
    pub contents: bool,
    /// Whether search finds it.
    pub search: bool,
    /// `[extra]`: for a site's own theme.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Reads the keys of a page, and where a service or news may stand those of it.
pub fn read(
    table: &Table,
    file: &SitePath,
    format: Option<Format>,
    findings: &mut Vec<Diagnostic>,
) -> Keys {
    let may_be_service = service_place(file).is_some();
    let mut fields = Fields::new(table, file, CODES, "a page", findings);
    if format == Some(Format::Toml) {
        fields = fields.with_keys_above(match may_be_service {
            true => &PAGE_AND_SERVICE_KEYS,
            false => &PAGE_KEYS,
        });
    }
    let said = fields.text("summary");
    // Other generators' word for it.
    let described = fields.text("description");
    let reviewed = fields.spanned_date("reviewed");
    let front = FrontMatter {
        title: fields
            .text("title")
            .filter(|title| !title.trim().is_empty()),
        summary: said.or(described),
        owner: fields.spanned_text("owner"),
        reviewed: reviewed.map(|(day, _)| day),
        reviewed_span: reviewed.map(|(_, span)| span),
        review_every: fields.period("review_every"),
        personas: fields.texts("personas"),
        services: both(&mut fields, "services", "service"),
        questions: plain(fields.texts("questions")),
        date: fields.date("date"),
        tags: fields.texts("tags"),
        aliases: fields.texts("aliases"),
        moved_from: fields.texts("moved_from"),
        slug: fields.spanned_text("slug"),
        weight: fields.integer("weight"),
        order: fields.texts("order"),
        start: match id_of(file).is_empty() {
            true => fields.texts("start"),
            false => Vec::new(),
        },
        draft: fields.truth("draft").unwrap_or(false),
        contents: fields.truth("contents").unwrap_or(true),
        search: search(&mut fields, format),
        extra: fields.table("extra").map(to_json).unwrap_or_default(),
    };
    let service = may_be_service.then(|| {
        let has_keys = service::has_keys(table);
        if has_keys {
            fields.speak_of(service::CODES, "a service");
        }
        service::read(&mut fields, has_keys)
    });
    let news = news::is_news(file).then(|| {
        fields.speak_of(news::CODES, "news");
        news::read(&mut fields, front.date)
    });
    if format == Some(Format::Toml) {
        misplaced::whole(&mut fields, table, service.is_some(), news.is_some());
    }
    fields.finish_with(|key| elsewhere(key, service.is_some(), news.is_some()));
    Keys {
        front,
        service,
        news,
    }
}

/// Keys that are known in another place than this page.
fn elsewhere(key: &str, may_be_service: bool, may_be_news: bool) -> Option<String> {
    if key == "start" {
        return Some(
            "only a service and the home page have it: `services/<id>.md`, `index.md`".to_owned(),
        );
    }
    if !may_be_service && service::KEYS.contains(&key) {
        return Some(
            "it is a key of services, which are the files `services/<id>.md` and \
             `services/<id>/index.md`"
                .to_owned(),
        );
    }
    (!may_be_news && news::KEYS.contains(&key))
        .then(|| "it is a key of news, which are the files `news/<name>.md`".to_owned())
}

/// `service` is read as `services`.
fn both(fields: &mut Fields<'_, '_>, many: &'static str, one: &'static str) -> Vec<Written> {
    let mut all = fields.texts(many);
    all.extend(fields.texts(one));
    all
}

fn plain(texts: Vec<Written>) -> Vec<String> {
    texts.into_iter().map(|(text, _)| text).collect()
}

/// Material for MkDocs writes `search: { exclude: true }`.
fn search(fields: &mut Fields<'_, '_>, format: Option<Format>) -> bool {
    if format == Some(Format::Yaml)
        && let Some(node) = fields.node("search")
        && let Value::Table(table) = &node.value
    {
        let exclude = table.get("exclude").map(|node| &node.value);
        return !matches!(exclude, Some(Value::Bool(true)));
    }
    fields.truth("search").unwrap_or(true)
}

fn to_json(table: &Table) -> serde_json::Map<String, serde_json::Value> {
    let entry = |(key, node): &(Key, Node)| (key.name.clone(), value_to_json(&node.value));
    table.entries.iter().map(entry).collect()
}

fn value_to_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Text(text) | Value::Date(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Float(number, _) => (*number).into(),
        Value::Bool(truth) => (*truth).into(),
        Value::List(items) => items
            .iter()
            .map(|item| value_to_json(&item.value))
            .collect(),
        Value::Table(table) => to_json(table).into(),
        Value::Nothing => serde_json::Value::Null,
    }
}

/// The id of the service that may stand in this file: `services/<id>.md`, `services/<id>/index.md`.
pub fn service_place(file: &SitePath) -> Option<String> {
    let id = id_of(file);
    let name = id.strip_prefix("services/")?;
    (!name.contains('/')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::toml;

    fn read_at(path: &str, text: &str) -> (FrontMatter, Option<Service>, Vec<Diagnostic>) {
        let (table, errors) = toml::parse(text, 0);
        assert!(errors.is_empty(), "{errors:?}");
        let file = SitePath::new(path).expect("a path");
        let mut findings = Vec::new();
        let keys = read(&table, &file, Some(Format::Toml), &mut findings);
        (keys.front, keys.service, findings)
    }

    #[test]
    fn services_stand_directly_in_their_folder() {
        let id = |path: &str| service_place(&SitePath::new(path).expect("a path"));
        assert_eq!(
            id("content/services/postgres.md").as_deref(),
            Some("postgres")
        );
        let index = id("content/services/postgres/index.md");
        assert_eq!(index.as_deref(), Some("postgres"));
        assert_eq!(id("content/services/postgres/restore.md"), None);
        assert_eq!(id("content/services/index.md"), None);
        assert_eq!(id("content/services.md"), None);
    }

    #[test]
    fn a_key_of_a_service_on_another_page_says_where_it_belongs() {
        let (_, _, findings) = read_at("content/guides/a.md", "lifecycle = \"live\"\n");
        assert_eq!(findings[0].code, Code::PageUnknownKey);
        assert!(findings[0].help[0].contains("services/<id>.md"));
    }

    #[test]
    fn a_service_and_news_in_another_folder_are_one_finding_with_the_command_that_moves_them() {
        let text = "category = \"data\"\nlifecycle = \"live\"\nsummary = \"Tables\"\n";
        let (_, _, findings) = read_at("content/guides/postgres.md", text);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert!(
            findings[0]
                .message
                .starts_with("`category` and `lifecycle` are keys of a service")
        );
        assert!(findings[0].help[0].contains("move guides/postgres services/postgres`"));
        let (_, _, findings) = read_at("content/services/postgres/restore.md", text);
        assert!(findings[0].help[0].contains("`services/postgres.md`"));
        let text = "date = 2026-10-02\naction_by = 2026-12-01\n";
        let (_, _, findings) = read_at("content/guides/upgrade.md", text);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert!(findings[0].help[0].contains("move guides/upgrade news/upgrade`"));
    }

    #[test]
    fn every_key_that_is_listed_is_read() {
        let unknown = |path: &str, keys: &[&str]| -> Vec<String> {
            let lines: Vec<_> = keys.iter().map(|key| format!("{key} = []\n")).collect();
            let (_, _, findings) = read_at(path, &lines.concat());
            let key = |finding: &Diagnostic| {
                use Code::{NewsUnknownKey, PageUnknownKey, ServiceUnknownKey};
                let codes = [PageUnknownKey, ServiceUnknownKey, NewsUnknownKey];
                codes
                    .contains(&finding.code)
                    .then(|| finding.message.clone())
            };
            findings.iter().filter_map(key).collect()
        };
        assert_eq!(unknown("content/a.md", &PAGE_KEYS), [""; 0]);
        assert_eq!(
            unknown("content/services/a.md", &PAGE_AND_SERVICE_KEYS),
            [""; 0]
        );
        assert_eq!(unknown("content/news/a.md", &news::KEYS), [""; 0]);
        assert_eq!(unknown("content/a.md", &news::KEYS).len(), 1);
    }

    #[test]
    fn a_key_of_the_page_below_a_table_is_misplaced() {
        let text = "[benefit]\ndeveloper = \"Fast\"\nreviewed = 2026-10-02\n";
        let (_, service, findings) = read_at("content/services/a.md", text);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, Code::TomlMisplacedKey);
        assert_eq!(service.expect("a service").benefits.len(), 1);
    }

    #[test]
    fn an_offering_has_no_summary_and_that_is_said_of_the_offering() {
        let text = "[[offering]]\nid = \"small\"\nsummary = \"For clinics\"\n";
        let (_, _, findings) = read_at("content/services/a.md", text);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0].code, Code::ServiceUnknownKey);
        assert!(findings[0].help[0].contains("`facts`"));
    }

    #[test]
    fn one_bad_value_of_a_service_hides_no_other() {
        let text = "lifecycle = \"alive\"\nused_by = 2.5\nrequest = [1]\nrunson = \"x\"\n\
            meets = [\"a\", [1], \"b\"]\nsupport = \"#help\"\n[benefit]\ndev = [1]\n\
            sre = { text = \"x\", kind = \"tme\" }\n[facts]\nSize.max = \"1\"\nPrice = 3\n[day2]\n\
            backup = \"daily\"\nrestore = { tested = 2026-02-03, rt = \"1h\" }\n[[offering]]\nid = 1\n\
            [[offering]]\nname = \"Big One\"\n[sunset]\ndate = \"2026-13-01\"\n";
        let (_, service, findings) = read_at("content/services/a.md", text);
        let service = service.expect("a service");
        assert_eq!(findings.len(), 11, "{findings:#?}");
        assert!(
            findings
                .iter()
                .any(|finding| finding.code == Code::ServiceBadDate)
        );
        assert_eq!(service.meets.len(), 2);
        assert_eq!(service.benefits.len(), 1);
        assert_eq!(service.facts.len(), 1);
        assert_eq!(service.day2.len(), 2);
        assert_eq!(service.offerings[1].id.0, "big-one");
        assert_eq!(
            service.support.and_then(|s| s.contact).as_deref(),
            Some("#help")
        );
    }
}
