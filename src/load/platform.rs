//! The vocabulary of a platform: content/platform.toml, with the place of everything in it.

use std::sync::Arc;

use crate::date::Period;
use crate::decode::fields::Codes;
use crate::decode::{Fields, Value, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

use super::service::Lifecycle;

mod items;

pub use items::{Category, Goal, Need, Party, Persona, PersonaGroup, Product, Provider, Team};

/// The path of the file.
pub const FILE: &str = "content/platform.toml";

/// The codes of findings about platform.toml. There is no date in it.
const CODES: Codes = Codes {
    unknown_key: Code::VocabularyUnknownKey,
    unknown_value: Code::VocabularyUnknownValue,
    bad_date: Code::VocabularyUnknownValue,
};

/// Keys of the whole file, which are misplaced below an item.
const FILE_KEYS: [&str; 5] = [
    "vision",
    "product_owner",
    "review_every",
    "require",
    "products",
];

/// What content/platform.toml says.
#[derive(Debug)]
pub struct Platform {
    /// The file.
    pub file: SitePath,
    /// What the platform is for, in a sentence.
    pub vision: Option<String>,
    /// Who answers for the platform as a product.
    pub product_owner: Option<ProductOwner>,
    /// How often a page is read again unless it says so itself; Some(None) is "never".
    pub review_every: Option<Option<Period>>,
    /// What a live service must have, with the place where that is said.
    pub require: Vec<(Requirement, Span)>,
    /// How many products use the platform: the number, or that of `[[product]]` where it is greater.
    pub product_count: Option<u64>,
    /// The products, where they are named.
    pub products: Vec<Product>,
    /// Who can be responsible, top layer first.
    pub parties: Vec<Party>,
    /// The clouds below.
    pub providers: Vec<Provider>,
    /// Who runs the platform.
    pub teams: Vec<Team>,
    /// For whom it is.
    pub personas: Vec<Persona>,
    /// What kinds of service there are.
    pub categories: Vec<Category>,
    /// What the platform wants to reach.
    pub goals: Vec<Goal>,
    /// What a state of a service promises, where the platform has its own words.
    pub promises: Vec<(Lifecycle, String)>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// Who answers for the platform as a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductOwner {
    /// The name.
    pub name: String,
    /// A mail address, a web address or a channel.
    pub contact: Option<String>,
}

/// Something that a service can be required to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// `owner`
    Owner,
    /// `support`
    Support,
    /// `benefit`
    Benefit,
    /// `day2`
    Day2,
    /// `responsibilities`: a matrix.
    Responsibilities,
    /// `category`
    Category,
    /// `request`
    Request,
    /// `start`
    Start,
    /// `status`
    Status,
    /// `facts`
    Facts,
    /// `defaults`
    Defaults,
    /// `summary`
    Summary,
    /// `reviewed`
    Reviewed,
}

impl Requirement {
    /// The words of platform.toml: those of the keys that they are about.
    pub const NAMES: [(&'static str, Self); 13] = [
        ("owner", Self::Owner),
        ("support", Self::Support),
        ("benefit", Self::Benefit),
        ("day2", Self::Day2),
        ("responsibilities", Self::Responsibilities),
        ("category", Self::Category),
        ("request", Self::Request),
        ("start", Self::Start),
        ("status", Self::Status),
        ("facts", Self::Facts),
        ("defaults", Self::Defaults),
        ("summary", Self::Summary),
        ("reviewed", Self::Reviewed),
    ];

    /// Its word.
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }
}

impl Platform {
    /// Reads platform.toml. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields = Fields::new(&table, file, CODES, "platform.toml", &mut findings)
            .with_keys_above(&FILE_KEYS);
        let vision = fields.text("vision");
        let product_owner = product_owner(&mut fields);
        let review_every = fields.period("review_every");
        let require = fields.many_of("require", &Requirement::NAMES);
        let count = products(&mut fields);
        let mut platform = Self {
            file: file.clone(),
            vision,
            product_owner,
            review_every,
            require,
            product_count: count,
            products: items::products(&mut fields),
            parties: items::parties(&mut fields),
            providers: items::providers(&mut fields),
            teams: items::teams(&mut fields),
            personas: items::personas(&mut fields),
            categories: items::categories(&mut fields),
            goals: items::goals(&mut fields),
            promises: promises(&mut fields),
            findings: Vec::new(),
        };
        fields.finish();
        // A number that cannot be read is said, and nothing is held against another one.
        let is_unread = count.is_none() && table.get("products").is_some();
        if !platform.products.is_empty() && !is_unread {
            // Some may be named, as an example, where the number says how many there are.
            let named = platform.products.len() as u64;
            platform.product_count = Some(platform.product_count.unwrap_or(0).max(named));
        }
        platform.findings = findings;
        Arc::new(platform)
    }
}

/// `product_owner = "M. Weber"`, or a table with name and contact.
fn product_owner(fields: &mut Fields<'_, '_>) -> Option<ProductOwner> {
    let node = fields.node("product_owner")?;
    if let Value::Text(name) = &node.value {
        return Some(ProductOwner {
            name: name.clone(),
            contact: None,
        });
    }
    let table = fields.table("product_owner")?;
    let mut inner = fields.inner(table, "product_owner");
    let name = inner.text("name");
    let contact = inner.text("contact");
    inner.finish();
    Some(ProductOwner {
        name: name?,
        contact,
    })
}

fn products(fields: &mut Fields<'_, '_>) -> Option<u64> {
    fields.count("products")
}

/// `[lifecycle]`: a state's word and what it promises.
fn promises(fields: &mut Fields<'_, '_>) -> Vec<(Lifecycle, String)> {
    let Some(table) = fields.table("lifecycle") else {
        return Vec::new();
    };
    let mut inner = fields.inner(table, "[lifecycle]");
    let mut promises = Vec::new();
    for (word, state) in Lifecycle::NAMES {
        if let Some(text) = inner.text(word) {
            promises.push((state, text));
        }
    }
    inner.finish();
    promises
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Arc<Platform> {
        Platform::read(&SitePath::new(FILE).expect("a path"), text)
    }

    fn codes(platform: &Platform) -> Vec<Code> {
        let codes = platform.findings.iter().map(|finding| finding.code);
        codes.collect()
    }

    #[test]
    fn no_key_is_required() {
        let platform = read("");
        assert!(platform.findings.is_empty());
        assert_eq!(platform.product_count, None);
    }

    #[test]
    fn products_are_a_number_or_named() {
        assert_eq!(read("products = 41").product_count, Some(41));
        let named = read("[[product]]\nid = \"a\"\nname = \"A\"\n[[product]]\nid = \"b\"\n");
        assert_eq!(named.product_count, Some(2));
        assert_eq!(named.products[1].name, "b");
        assert_eq!(
            codes(&read("products = -1")),
            [Code::VocabularyUnknownValue]
        );
        let quoted = read("products = \"14\"\n[[product]]\nid = \"a\"\n");
        assert_eq!(codes(&quoted), [Code::VocabularyUnknownValue]);
        assert_eq!(quoted.findings[0].replacement.as_deref(), Some("14"));
        assert_eq!(quoted.product_count, None, "nothing follows from one slip");
        let both = "[[product]]\nid = \"a\"\n[[product]]\nid = \"b\"\n";
        assert_eq!(
            read(&format!("products = 41\n{both}")).product_count,
            Some(41)
        );
        assert_eq!(
            read(&format!("products = 1\n{both}")).product_count,
            Some(2)
        );
    }

    #[test]
    fn needs_keep_their_order_and_their_place() {
        let text = "[[persona]]\nid = \"dev\"\nneeds = { z = \"Last first\", a = \"Then\" }\n";
        let platform = read(text);
        let needs: Vec<_> = platform.personas[0]
            .needs
            .iter()
            .map(|need| need.id.0.as_str())
            .collect();
        assert_eq!(needs, ["z", "a"]);
        assert_eq!(platform.personas[0].needs[1].id.1.of(text), "a");
    }

    #[test]
    fn a_key_of_the_file_below_an_item_is_explained() {
        let platform = read("[[team]]\nid = \"a\"\nvision = \"x\"\n");
        assert_eq!(codes(&platform), [Code::TomlMisplacedKey]);
        assert_eq!(platform.teams.len(), 1);
    }

    #[test]
    fn one_bad_item_hides_no_other() {
        let platform = read(
            "require = [\"owner\", \"suport\"]\nreview_every = \"often\"\n\
             [[team]]\nid = [1]\nname = \"A\"\n[[team]]\nid = \"b\"\nnam = \"B\"\n\
             [[persona]]\nid = \"c\"\ngroup = \"develper\"\n[lifecycle]\nlive = \"Always on.\"\n",
        );
        assert_eq!(platform.findings.len(), 5, "{:#?}", platform.findings);
        assert_eq!(platform.teams.len(), 2);
        assert_eq!(platform.require.len(), 1);
        assert_eq!(platform.promises[0].1, "Always on.");
    }
}
