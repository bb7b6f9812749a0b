//! groundplan.toml: the site's own settings.

use crate::decode::fields::{Codes, Fields};
use crate::decode::{About, Table, Value, toml};
use crate::diagnostic::levels::Levels;
use crate::diagnostic::{Code, Diagnostic, Mark};
use crate::markdown::{Options, RawHtml};
use crate::path::SitePath;
use crate::source::Span;

mod base_url;
mod files;
mod levels;
pub mod versions;

pub use base_url::BaseUrl;
pub use files::Mermaid;
use files::read_mermaid;
pub use versions::Versions;

/// The words for families of letters; the theme knows which letters they are.
pub const FONTS: [&str; 4] = ["system", "humanist", "serif", "geometric"];

/// The name of the file.
pub const FILE: &str = "groundplan.toml";

/// The codes of findings about groundplan.toml.
const CODES: Codes = Codes {
    unknown_key: Code::SiteUnknownKey,
    unknown_value: Code::SiteUnknownValue,
    bad_date: Code::SiteUnknownValue,
};

/// The name of a site that gives itself none.
pub const UNTITLED: &str = "Documentation";

/// The settings of a site. Every key is optional: a folder of markdown is a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The name of the site.
    pub title: String,
    /// What the site is, in one line; empty where it is not said.
    pub tagline: String,
    /// Where the site stands; feeds, sitemap, canonical links and the 404 page need it.
    pub base_url: Option<BaseUrl>,
    /// The language of the content, a BCP 47 tag: `en`.
    pub language: String,
    /// The theme: `default`, or a folder below `themes/` that overlays it.
    pub theme: String,
    /// The accent colour as `#rrggbb`.
    pub accent: Option<String>,
    /// Where the accent is written.
    pub accent_span: Span,
    /// The word for the family of letters: one of [`FONTS`].
    pub font: Option<&'static str>,
    /// The logo, a file of the site.
    pub logo: Option<SitePath>,
    /// The picture that is shown where somebody shares a link to the site, a file of the site.
    pub image: Option<SitePath>,
    /// The address where a page is edited, with `{path}`, `{title}` and `{id}`.
    pub edit: Option<String>,
    /// The address where a question is asked, with the same names in braces.
    pub ask: Option<String>,
    /// The address that says whether the platform is up.
    pub status: Option<String>,
    /// Ids of sections and pages for the header, in order; None for all top sections.
    pub navigation: Option<Vec<(String, Span)>>,
    /// How markdown is read.
    pub markdown: Options,
    /// How diagrams become pictures.
    pub mermaid: Mermaid,
    /// Words in capitals that every reader of this site knows.
    pub known_words: Vec<String>,
    /// The levels of findings.
    pub levels: Levels,
    /// Which versions the site has; None for a site without.
    pub versions: Option<Versions>,
    /// Where the site is published.
    pub publish: Vec<versions::Destination>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: UNTITLED.into(),
            tagline: String::new(),
            base_url: None,
            language: "en".into(),
            theme: "default".into(),
            accent: None,
            accent_span: Span::default(),
            font: None,
            logo: None,
            image: None,
            edit: None,
            ask: None,
            status: None,
            navigation: None,
            markdown: Options::default(),
            mermaid: Mermaid::default(),
            known_words: Vec::new(),
            levels: Levels::default(),
            versions: None,
            publish: Vec::new(),
        }
    }
}

impl Config {
    /// Reads groundplan.toml. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(text: &str, findings: &mut Vec<Diagnostic>) -> Self {
        let file = file();
        let (table, errors) = toml::parse(text, 0);
        for error in errors {
            findings.push(syntax_finding(Code::TomlSyntax, &file, error));
        }
        let mut config = Self::default();
        let misplaced = misplaced_keys(&table, &file, findings);
        let mut fields = Fields::new(&table, &file, CODES, "groundplan.toml", findings);
        if let Some(title) = fields.text("title") {
            config.title = title;
        }
        config.tagline = fields.text("tagline").unwrap_or_default();
        config.base_url = base_url(&mut fields);
        if let Some((language, span)) = fields.spanned_text("language") {
            let tag = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
            // The name of a language is no tag: `Deutsch` is `de`.
            let first = language.split('-').next().map_or(0, str::len);
            if (2..=3).contains(&first) && language.chars().all(tag) {
                config.language = language;
            } else {
                let message = format!("`{language}` is no language tag");
                let help = "write for example `en`, `de` or `pt-BR`";
                fields
                    .push(Diagnostic::at(Code::SiteUnknownValue, &file, span, message).help(help));
            }
        }
        if let Some(theme) = fields.text("theme") {
            config.theme = theme;
        }
        config.accent = accent(&mut fields);
        config.accent_span = table
            .get("accent")
            .map(|node| node.span)
            .unwrap_or_default();
        config.font = fields.one_of("font", &FONTS.map(|word| (word, word)));
        config.logo = files::file(&mut fields, "logo", "content/logo.svg");
        config.image = files::file(&mut fields, "image", "content/shared.png");
        config.edit = address(&mut fields, "edit");
        config.ask = address(&mut fields, "ask");
        config.status = address(&mut fields, "status");
        if fields.node("navigation").is_some() {
            config.navigation = Some(fields.texts("navigation"));
        }
        let markdown = fields.table("markdown");
        let mermaid = fields.table("mermaid");
        let glossary = fields.table("glossary");
        let check = fields.table("check");
        let versions = fields.table("versions");
        let publish = fields.table("publish");
        fields.finish();
        if let Some(table) = markdown {
            let misplaced = &misplaced;
            config.markdown = read_markdown(&without(table, misplaced), &file, findings);
        }
        if let Some(table) = mermaid {
            config.mermaid = read_mermaid(&without(table, &misplaced), &file, findings);
        }
        if let Some(table) = glossary {
            config.known_words = read_glossary(&without(table, &misplaced), &file, findings);
        }
        if let Some(table) = check {
            config.levels = levels::read(&without(table, &misplaced), &file, findings);
        }
        if let Some(own) = versions {
            let span = table.entry("versions").map(|(key, _)| key.span);
            let own = without(own, &misplaced);
            config.versions = Some(versions::read(
                &own,
                span.unwrap_or_default(),
                &file,
                findings,
            ));
        }
        if let Some(table) = publish {
            let table = without(table, &misplaced);
            config.publish = versions::read_destinations(&table, &file, findings);
        }
        config
    }
}

/// The path of groundplan.toml.
pub fn file() -> SitePath {
    SitePath::new(FILE).unwrap_or_else(|| unreachable!("a constant path inside the site"))
}

/// A finding for text that the parser refused.
pub fn syntax_finding(
    code: Code,
    file: &SitePath,
    error: crate::decode::SyntaxError,
) -> Diagnostic {
    let code = match code {
        Code::PageBadFrontMatter if error.about == About::Date => Code::PageBadDate,
        code => code,
    };
    let mut finding = Diagnostic::at(code, file, error.span, error.message);
    if error.about == About::Value {
        finding = finding.marked(Mark::Unread);
    }
    match error.help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

const TOP_KEYS: [&str; 13] = [
    "title",
    "tagline",
    "base_url",
    "language",
    "theme",
    "accent",
    "font",
    "logo",
    "image",
    "edit",
    "ask",
    "status",
    "navigation",
];

/// Keys of the file that stand below a `[table]`, the slip that TOML makes easiest.
fn misplaced_keys(table: &Table, file: &SitePath, findings: &mut Vec<Diagnostic>) -> Vec<Span> {
    let mut spans = Vec::new();
    for (header, node) in &table.entries {
        let Value::Table(inner) = &node.value else {
            continue;
        };
        for (key, _) in &inner.entries {
            if TOP_KEYS.contains(&key.name.as_str()) {
                let message = format!(
                    "`{}` belongs to the file, not to the table `{}`",
                    key.name, header.name
                );
                findings.push(
                    Diagnostic::at(Code::TomlMisplacedKey, file, key.span, message)
                        .help("move the line above the first `[ ]`"),
                );
                spans.push(key.span);
            }
        }
    }
    spans
}

/// The table without the keys that were reported already.
fn without(table: &Table, reported: &[Span]) -> Table {
    let mut table = table.clone();
    table
        .entries
        .retain(|(key, _)| !reported.contains(&key.span));
    table
}

fn base_url(fields: &mut Fields<'_, '_>) -> Option<BaseUrl> {
    let (text, span) = fields.spanned_text("base_url")?;
    let url = BaseUrl::parse(&text);
    if url.is_none() {
        let message = format!("`{text}` is no address of a site");
        let finding = Diagnostic::at(Code::SiteUnknownValue, fields.file(), span, message)
            .help("write for example `https://platform.example.org/`");
        fields.push(finding);
    }
    url
}

fn accent(fields: &mut Fields<'_, '_>) -> Option<String> {
    let (text, span) = fields.spanned_text("accent")?;
    let digits = text.strip_prefix('#').unwrap_or("");
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    if is_hex && digits.len() == 6 {
        return Some(text.to_ascii_lowercase());
    }
    if is_hex && digits.len() == 3 {
        let double = digits.chars().flat_map(|digit| [digit, digit]);
        return Some(format!("#{}", double.collect::<String>()).to_ascii_lowercase());
    }
    let message = format!("`{text}` is no colour");
    let finding = Diagnostic::at(Code::SiteUnknownValue, fields.file(), span, message)
        .help("write six hexadecimal digits behind a `#`: `#0b6e99`");
    fields.push(finding);
    None
}

/// An address with names in braces. Only addresses that a browser opens harmlessly.
fn address(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<String> {
    let (text, span) = fields.spanned_text(name)?;
    let harmless = ["https://", "http://", "mailto:"]
        .iter()
        .any(|start| text.to_ascii_lowercase().starts_with(start));
    if harmless && !text.chars().any(char::is_control) {
        return Some(text);
    }
    let message = format!("`{name}` must begin with https://, http:// or mailto:");
    fields.push(Diagnostic::at(
        Code::SiteUnknownValue,
        fields.file(),
        span,
        message,
    ));
    None
}

fn read_markdown(table: &Table, file: &SitePath, findings: &mut Vec<Diagnostic>) -> Options {
    let mut fields = Fields::new(table, file, CODES, "[markdown]", findings);
    let material = fields.truth("material").unwrap_or(false);
    let kinds = [
        ("text", RawHtml::Text),
        ("sanitize", RawHtml::Sanitize),
        ("trust", RawHtml::Trust),
    ];
    let raw_html = fields.one_of("raw_html", &kinds).unwrap_or_default();
    fields.finish();
    Options { material, raw_html }
}

/// `[glossary]`: what needs no explanation.
fn read_glossary(table: &Table, file: &SitePath, findings: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut fields = Fields::new(table, file, CODES, "[glossary]", findings);
    let known = fields.texts("known");
    fields.finish();
    known.into_iter().map(|(word, _)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Config, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let config = Config::read(text, &mut findings);
        (config, findings)
    }

    #[test]
    fn every_key_is_optional() {
        assert_eq!(read("").0, Config::default());
    }

    #[test]
    fn a_wrong_value_is_said_and_the_rest_counts() {
        let (config, findings) =
            read("title = 3\naccent = \"blue\"\nlanguage = \"de\"\ntagine = \"x\"\n");
        assert_eq!(config.title, "3");
        assert_eq!(config.accent, None);
        assert_eq!(config.language, "de");
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::SiteUnknownValue, Code::SiteUnknownKey]);
        assert_eq!(findings[1].replacement.as_deref(), Some("tagline"));
    }

    #[test]
    fn a_key_of_the_file_below_a_table_is_explained() {
        let (_, findings) = read("[markdown]\nmaterial = true\ntitle = \"x\"\n");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, Code::TomlMisplacedKey);
    }

    #[test]
    fn fixed_levels_cannot_be_lowered() {
        let (_, findings) = read(
            "[check]\n\"page/same-path\" = \"off\"\n\"link/dead\" = \"error\"\n\"link/ded\" = \"off\"\n",
        );
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::SiteUnknownValue, Code::SiteUnknownKey]);
    }
}
