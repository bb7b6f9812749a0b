//! A page as its file says it: keys, outline and text, with no knowledge of the site.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::config::syntax_finding;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::digest::Digest;
use crate::inputs::TextFile;
use crate::markdown::expand::{Expanded, expand};
use crate::markdown::front_matter::{self, Format};
use crate::markdown::outline::outline;
use crate::markdown::{Options, Outline};
use crate::path::SitePath;

use super::front::{self, FrontMatter};
use super::images;
use super::news::News;
use super::service::Service;

/// A page, compiled alone.
#[derive(Debug)]
pub struct Page {
    /// Its file.
    pub file: SitePath,
    /// Its path below `content/` without `.md`, `/index` and `/README`; empty for the home page.
    pub id: String,
    /// The digest of its file and of all it includes.
    pub digest: Digest,
    /// Its keys.
    pub front: FrontMatter,
    /// What it says as a service; None where no service can stand.
    pub service: Option<Arc<Service>>,
    /// What it says as news; None where none can stand.
    pub news: Option<Arc<News>>,
    /// The whole text of its file.
    text: Arc<str>,
    /// Where its body begins in `text`.
    body: usize,
    /// The texts of the files it includes.
    included: HashMap<SitePath, Arc<str>>,
    /// How its markdown is read.
    options: Options,
    /// What the site needs to know of its text, once somebody has asked.
    outline: OnceLock<Outline>,
    /// The files it includes, those that are missing too.
    pub includes: Vec<SitePath>,
    /// The files that it seems to show as images: enough to decide under which address a file is
    /// published, and found without reading its markdown.
    pub images: Vec<SitePath>,
    /// What is wrong with its keys; what is wrong with its text is in its outline.
    pub findings: Vec<Diagnostic>,
    /// Keys of YAML front matter that Groundplan does not know: one finding a key and site.
    pub foreign_keys: Vec<(String, Diagnostic)>,
}

impl Page {
    /// Reads a page from its file's text.
    pub fn read(
        file: &SitePath,
        text: &TextFile,
        options: Options,
        include: &dyn Fn(&SitePath) -> Option<Arc<str>>,
    ) -> Self {
        let split = front_matter::split(&text.text);
        let mut findings: Vec<Diagnostic> = split
            .errors
            .into_iter()
            .map(|error| syntax_finding(Code::PageBadFrontMatter, file, error))
            .collect();
        let mut own = Vec::new();
        let keys = front::read(&split.table, file, split.format, &mut own);
        let yaml = split.format == Some(Format::Yaml);
        let (foreign, known): (Vec<_>, Vec<_>) = own
            .into_iter()
            .partition(|finding| yaml && is_unknown_key(finding.code));
        findings.extend(known);
        let foreign_keys = foreign
            .into_iter()
            .map(|mut finding| {
                finding.severity = Severity::Warning;
                let key = finding.span.map_or("", |span| span.of(&text.text));
                (key.to_owned(), finding)
            })
            .collect();
        let includes = expand(file, &text.text, split.body, &options, include).includes;
        let found = |path: &SitePath| include(path).map(|text| (path.clone(), text));
        let mut page = Self {
            file: file.clone(),
            id: id_of(file),
            digest: text.digest,
            front: keys.front,
            service: keys.service.map(Arc::new),
            news: keys.news.map(Arc::new),
            text: text.text.clone(),
            body: split.body,
            images: images::shown(file, &text.text[split.body..]),
            included: includes.iter().filter_map(found).collect(),
            includes,
            options,
            outline: OnceLock::new(),
            findings,
            foreign_keys,
        };
        page.digest = page.key_with_includes(text.digest, include);
        for (path, text) in &page.included {
            page.images.extend(images::shown(path, text));
        }
        page
    }

    /// Whether this text, read like this, makes this page. A page that includes others is never sure.
    pub fn is_all_of(&self, text: &TextFile, options: Options) -> bool {
        self.includes.is_empty() && self.digest == text.digest && self.options == options
    }

    /// The whole text of its file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether both pages are the same for all that decides about sections, order, addresses and
    /// tags, and for where findings about those would stand.
    pub fn has_structure_of(&self, other: &Self) -> bool {
        let (a, b) = (&self.front, &other.front);
        let day = |page: &Self| page.news.as_ref().map(|news| news.date);
        self.file == other.file
            && day(self) == day(other)
            && a.slug == b.slug
            && a.aliases == b.aliases
            && a.moved_from == b.moved_from
            && a.tags == b.tags
            && a.weight == b.weight
            && a.order == b.order
            && a.draft == b.draft
            && a.search == b.search
    }

    /// Its text with includes put in.
    pub fn expanded(&self) -> Expanded<'_> {
        let include = |path: &SitePath| self.included.get(path).cloned();
        expand(&self.file, &self.text, self.body, &self.options, &include)
    }

    /// What the site needs to know of its text, and what is wrong there. Made when it is first
    /// asked for: a preview shows its first page before it has read all others.
    pub fn outline(&self) -> &Outline {
        self.outline
            .get_or_init(|| outline(&self.expanded(), &self.options))
    }

    /// The digest of this page's own `key` and of the files it includes, as they are now.
    pub fn key_with_includes(
        &self,
        own: Digest,
        include: &dyn Fn(&SitePath) -> Option<Arc<str>>,
    ) -> Digest {
        if self.includes.is_empty() {
            return own;
        }
        let texts: Vec<_> = self.includes.iter().map(include).collect();
        let parts = texts.iter().map(|text| match text {
            Some(text) => text.as_bytes(),
            // No text of a file can be this one.
            None => b"\xff".as_slice(),
        });
        Digest::of_parts(std::iter::once(own.as_bytes().as_slice()).chain(parts))
    }

    /// Its title: the key, else the first heading, else the file's name in words.
    pub fn title(&self) -> String {
        self.own_title().unwrap_or_else(|| name_in_words(&self.id))
    }

    /// The title that it gives itself: the key, else the first heading.
    pub fn own_title(&self) -> Option<String> {
        if let Some(title) = &self.front.title {
            return Some(title.clone());
        }
        let outline = self.outline();
        let heading = outline.title.map(|index| &outline.headings[index]);
        match heading.or(outline.headings.first()) {
            Some(heading) if !heading.text.trim().is_empty() => {
                Some(heading.text.trim().to_owned())
            }
            _ => None,
        }
    }

    /// Whether it is the page of its folder.
    pub fn is_index(&self) -> bool {
        is_index(self.file.name())
    }
}

fn is_unknown_key(code: Code) -> bool {
    matches!(
        code,
        Code::PageUnknownKey | Code::ServiceUnknownKey | Code::NewsUnknownKey
    )
}

/// Whether a file of this name is the page of its folder.
pub fn is_index(name: &str) -> bool {
    let stem = stem(name);
    stem.eq_ignore_ascii_case("index") || stem.eq_ignore_ascii_case("readme")
}

fn stem(name: &str) -> &str {
    name.strip_suffix(".md")
        .or_else(|| name.strip_suffix(".markdown"))
        .or_else(|| name.rsplit_once('.').map(|(stem, _)| stem))
        .unwrap_or(name)
}

/// The id of the page in this file.
pub fn id_of(file: &SitePath) -> String {
    let rest = file.in_content().unwrap_or(file.as_str());
    let (folder, name) = rest.rsplit_once('/').unwrap_or(("", rest));
    if is_index(name) {
        return folder.to_owned();
    }
    match folder {
        "" => stem(name).to_owned(),
        folder => format!("{folder}/{}", stem(name)),
    }
}

/// A file's or folder's name as a title: `first-deployment` as `First deployment`.
pub fn name_in_words(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or("");
    let spaced: String = name
        .chars()
        .map(|letter| {
            if matches!(letter, '-' | '_') {
                ' '
            } else {
                letter
            }
        })
        .collect();
    let spaced = spaced.trim();
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Home".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Page {
        let file = SitePath::new("content/docs/first-page.md").unwrap();
        Page::read(&file, &TextFile::new(text), Options::default(), &|_| None)
    }

    #[test]
    fn a_page_is_named_by_its_key_its_heading_or_its_file() {
        assert_eq!(
            read("+++\ntitle = \"Key\"\n+++\n# Heading\n").title(),
            "Key"
        );
        assert_eq!(read("# Heading\n").title(), "Heading");
        assert_eq!(read("text\n").title(), "First page");
    }

    #[test]
    fn ids_are_paths_without_the_names_of_section_pages() {
        let id = |path: &str| id_of(&SitePath::new(path).unwrap());
        assert_eq!(id("content/docs/a.md"), "docs/a");
        assert_eq!(id("content/docs/index.md"), "docs");
        assert_eq!(id("content/docs/README.md"), "docs");
        assert_eq!(id("content/index.md"), "");
        assert_eq!(id("content/a.b.md"), "a.b");
    }

    #[test]
    fn unknown_keys_are_errors_in_toml_and_foreign_in_yaml() {
        let toml = read("+++\ntitel = \"x\"\n+++\n");
        assert_eq!(toml.findings[0].replacement.as_deref(), Some("title"));
        let yaml = read("---\nhide: [toc]\n---\n");
        assert!(yaml.findings.is_empty());
        assert_eq!(yaml.foreign_keys[0].0, "hide");
    }

    #[test]
    fn one_bad_value_hides_no_other() {
        let page = read(
            "+++\ntitle = [1]\nweight = \"x\"\nreviewed = \"2026-02-30\"\nowner = \"a\"\n+++\n",
        );
        assert_eq!(page.findings.len(), 3);
        assert_eq!(page.front.owner.map(|(id, _)| id).as_deref(), Some("a"));
    }
}
