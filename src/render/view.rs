//! What templates see. The documentation of these types is the reference for theme authors.

use serde::Serialize;

use super::subject::{RefView, Subject};
use crate::path::Permalink;

/// What the template of every page sees.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The site.
    pub site: SiteView,
    /// The page.
    pub page: PageView,
    /// The links of the header, in order.
    pub header: Vec<LinkView>,
    /// The top section that the page is in, or is; none at the top of the site.
    pub section: Option<LinkView>,
    /// The pages of that section as a nested list, HTML; empty where there is none.
    pub navigation: String,
    /// The sections above the page, from the top; the page itself left out.
    pub breadcrumbs: Vec<LinkView>,
    /// The page before this one in reading order.
    pub previous: Option<LinkView>,
    /// The page after this one in reading order.
    pub next: Option<LinkView>,
    /// The feeds that a reader of the page can follow, with absolute addresses inside.
    pub feeds: Vec<LinkView>,
    /// What is in a section, or what has a tag, in order.
    pub children: Vec<ChildView>,
    /// The pages of a section, where the page is the section as one document.
    pub articles: Vec<ArticleView>,
    /// What the page shows beside its text: `service`, `catalogue`, `home` and so on, each a variable
    /// of its own.
    #[serde(flatten)]
    pub subject: Option<Subject>,
    /// The way from this page to the top of the site: `../../`; `./` at the top. Addresses of theme
    /// assets are written behind it: `{{ root }}{{ assets["style.css"] }}`.
    pub root: String,
    /// The way from this page to the top of its version, whose search it has; that of the site where
    /// there are no versions, and on pages that are there once.
    pub base: String,
    /// Where the page stands.
    #[serde(skip)]
    pub(super) here: Permalink,
}

/// The site, as the page sees it.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The title of the site.
    pub title: String,
    /// What the site is, in one line; empty where it is not said.
    pub tagline: String,
    /// The language of the content: `en`.
    pub language: String,
    /// The address of the home page.
    pub home: String,
    /// The address of the logo; none where the site has none.
    pub logo: Option<ImageView>,
    /// The picture for links that are shared, with an absolute address; none without a base address.
    pub image: Option<ImageView>,
    /// The address that says whether the platform is up.
    pub status: Option<String>,
    /// The personas that a reader may say to be, with their pages.
    pub personas: Vec<PersonaChoiceView>,
    /// The address of the page of all tags; none where there are none.
    pub tags: Option<String>,
    /// The address of the page of all versions; none where there are none.
    pub versions: Option<String>,
    /// The absolute base address, ending with `/`; none where it is not said.
    pub base_url: Option<String>,
    /// The path of the base address: `/` or `/docs/`.
    pub base_path: String,
}

/// A kind of reader to choose.
#[derive(Clone, Debug, Serialize)]
pub struct PersonaChoiceView {
    /// The id, by which the choice is kept.
    pub id: String,
    /// The name.
    pub title: String,
    /// The address of their page.
    pub url: String,
}

/// A picture.
#[derive(Clone, Debug, Serialize)]
pub struct ImageView {
    /// Its address.
    pub url: String,
    /// Its width in pixels, where its file tells.
    pub width: Option<u32>,
    /// Its height in pixels, where its file tells.
    pub height: Option<u32>,
}

/// The page itself.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageView {
    /// `page`, `section`, `home`, `tags`, `tag`, `not-found`, or the name of what the page shows:
    /// `service`, `services`, `compare`, `connections`, `benefits`, `personas`, `persona`, `glossary`,
    /// `news`, `news-item`.
    pub kind: &'static str,
    /// The id: the path below `content/` without `.md`; empty for the home page and made pages.
    pub id: String,
    /// The title.
    pub title: String,
    /// The summary; else the first paragraph; empty where there is neither.
    pub description: String,
    /// The summary as its author wrote it.
    pub summary: Option<String>,
    /// The text, HTML, without the title.
    pub content: String,
    /// Whether the page lists its headings.
    pub has_contents: bool,
    /// The headings of level 2 and 3.
    pub contents: Vec<HeadingView>,
    /// The page's own absolute address; none without a base address.
    pub canonical: Option<String>,
    /// The address of the page as markdown; none for made pages.
    pub markdown: Option<String>,
    /// Where the page is edited.
    pub edit: Option<String>,
    /// Where a question about the page is asked.
    pub ask: Option<String>,
    /// Who keeps the page true.
    pub owner: Option<String>,
    /// How to reach the owner.
    pub owner_contact: Option<RefView>,
    /// For whom it is.
    pub personas: Vec<RefView>,
    /// The services it is about.
    pub services: Vec<RefView>,
    /// The last day a person read it and found it true.
    pub reviewed: Option<DateView>,
    /// The day by which it should be read again.
    pub review_due: Option<DateView>,
    /// The last day its file changed.
    pub changed: Option<DateView>,
    /// The page's own date.
    pub date: Option<DateView>,
    /// Its tags.
    pub tags: Vec<LinkView>,
    /// What a reader would ask.
    pub questions: Vec<String>,
    /// Whether it is a draft; only with `--drafts`.
    pub draft: bool,
    /// The style sheets of the theme that it needs beside `style.css`, by their names in `assets`.
    pub styles: Vec<&'static str>,
    /// The scripts of the theme that it needs, by their names in `assets`.
    pub scripts: Vec<&'static str>,
    /// The addresses of the scripts that tell what is true today, on a page of a version.
    pub told: Vec<String>,
    /// Further style sheets, by their addresses.
    pub more_styles: Vec<String>,
    /// The address of the library that draws the diagrams of the page; none where none is drawn by a
    /// script. The policy of the page then allows it to style what it draws.
    pub mermaid: Option<String>,
    /// The section of the page as one document, to be printed; none where there is none.
    pub print: Option<LinkView>,
    /// How many errors are in it; the published site has none.
    pub errors: usize,
    /// `[extra]` of the page, and nothing of it is escaped yet.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A day.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// `2026-10-02`
    pub iso: String,
    /// `2 October 2026`
    pub long: String,
}

/// A link to another page.
#[derive(Clone, Debug, Serialize)]
pub struct LinkView {
    /// Its words.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Whether the page is there, or below it.
    pub current: bool,
}

/// Something in a section.
#[derive(Clone, Debug, Serialize)]
pub struct ChildView {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its summary, else its first paragraph; empty where there is neither.
    pub summary: String,
    /// `page`, `section` or `tag`.
    pub kind: &'static str,
    /// How many pages are in it; 0 for a page.
    pub count: usize,
}

/// A page as a part of a document.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// Its id in the document.
    pub id: String,
    /// Its title.
    pub title: String,
    /// All of it, HTML, with its title as a heading of level 2.
    pub html: String,
}

/// A heading of the page.
#[derive(Clone, Debug, Serialize)]
pub struct HeadingView {
    /// 2 or 3.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its text, HTML without links.
    pub html: String,
}

impl From<crate::date::Date> for DateView {
    fn from(date: crate::date::Date) -> Self {
        Self {
            iso: date.to_string(),
            long: date.long(),
        }
    }
}
