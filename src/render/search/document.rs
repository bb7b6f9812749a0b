//! What a search knows of one page: its words with their weight, and what a hit shows.

use crate::markdown::text;
use crate::model::search::lists;
use crate::model::{Kind, Made, PageId, Site};
use crate::path::Permalink;
use crate::render::subject::{Subject, made, reference};

use super::count::{Term, Terms, worth};
use super::lexicon::Lexicon;

/// How many letters of a passage a hit shows.
const EXCERPT: usize = 110;

/// How many passages of a page are known one by one; the rest counts as the last of them.
const MAX_PASSAGES: usize = 60;

/// A page that can be found.
#[derive(Debug)]
pub struct Document {
    /// The way to the page from the top of the site.
    pub url: String,
    /// What a hit shows, as it is written into the index.
    pub listed: String,
    /// What kind of page it is, in words: `Service`.
    pub kind: &'static str,
    /// The services that it is about.
    pub services: Vec<usize>,
    /// The personas that it is for.
    pub personas: Vec<usize>,
    /// Its words, each once.
    pub terms: Vec<Term>,
    /// How many words its text has.
    pub length: f32,
}

/// What a hit shows.
#[derive(Debug, Default)]
struct Shown {
    /// The way to the page from the top of the site.
    url: String,
    /// The title.
    title: String,
    /// The kind in words: `Service`.
    kind: &'static str,
    /// The summary, else the first words.
    summary: String,
    /// Who runs a service or keeps a page true.
    owner: String,
    /// How to reach the support of a service.
    support: String,
    /// The passages: id, heading and first words of each.
    passages: Vec<(String, String, String)>,
}

impl Shown {
    /// As it is written into the index: a list without names, since there is one for every page:
    /// address, title, kind, summary, owner, support, passages.
    fn listed(&self) -> String {
        let list = (
            &self.url,
            &self.title,
            self.kind,
            &self.summary,
            &self.owner,
            &self.support,
            &self.passages,
        );
        serde_json::to_string(&list).unwrap_or_else(|_| "[]".to_owned())
    }
}

/// The pages that a search finds: those of files, and those that are made.
pub fn sources(site: &Site) -> Vec<Source> {
    let pages = (0..site.pages.len())
        .filter(|id| site.pages[*id].written && site.pages[*id].page.front.search)
        .filter(|id| lists(site.part, &site.pages[*id].permalink))
        .map(Source::Page);
    let is_begun =
        |at: &Permalink| matches!(site.places.at(at), Some(crate::model::Place::Made(_)));
    let made = site
        .typed
        .made
        .iter()
        .filter(|(_, at)| is_begun(at) && lists(site.part, at));
    pages
        .chain(made.map(|(made, _)| Source::Made(*made)))
        .collect()
}

/// Where a document comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// The page of a file.
    Page(PageId),
    /// A page that is made.
    Made(Made),
}

/// What a search knows of a page.
pub fn document(site: &Site, source: Source, lexicon: &mut Lexicon) -> Document {
    match source {
        Source::Page(id) => of_page(site, id, lexicon),
        Source::Made(made) => of_made(site, made, lexicon),
    }
}

fn of_page(site: &Site, id: PageId, lexicon: &mut Lexicon) -> Document {
    let node = &site.pages[id];
    let page = &node.page;
    let front = &page.front;
    let subject = Subject::of_page(site, id);
    let service = site.typed.services.of_page(id);
    let kind = subject.as_ref().map_or("page", Subject::kind);
    let mut terms = Terms::new(lexicon);
    terms.title(&node.title);
    // Words of the address are often those that a person remembers.
    terms.take(&page.id, worth::SUMMARY, 0);
    terms.take(front.summary.as_deref().unwrap_or(""), worth::SUMMARY, 0);
    for question in &front.questions {
        terms.take(question, worth::OTHER_NAME, 0);
    }
    for (tag, _) in &front.tags {
        terms.take(tag, worth::SUMMARY, 0);
    }
    let mut services = site.typed.ids.find_all(Kind::Service, &front.services);
    let mut personas = site.typed.ids.find_all(Kind::Persona, &front.personas);
    let (mut owner, mut support) = (String::new(), String::new());
    if let Some(written) = &front.owner {
        owner = reference::owner(site, written).0.text;
    }
    if let Some(service) = service.map(|id| &site.typed.services.all[id]) {
        for (name, _) in &service.keys.also {
            terms.take(name, worth::OTHER_NAME, 0);
        }
        services.extend(site.typed.ids.find(Kind::Service, &service.id));
        personas.extend(service.personas.iter().copied());
        let found = service.keys.support.as_ref();
        support = found
            .and_then(|support| support.contact.clone())
            .unwrap_or_default();
    }
    let mut shown = Shown {
        url: way(&node.permalink),
        title: node.title.clone(),
        kind: kind_in_words(kind),
        summary: front
            .summary
            .clone()
            .unwrap_or_else(|| page.outline().lead.clone()),
        owner,
        support,
        passages: Vec::new(),
    };
    let outline = page.outline();
    for (index, passage) in text::passages(&page.expanded(), outline)
        .into_iter()
        .enumerate()
    {
        let place = index.min(MAX_PASSAGES) as u8;
        let heading = passage
            .heading
            .and_then(|index| outline.headings.get(index));
        if let Some(heading) = heading {
            terms.take(&heading.text, worth::HEADING, place);
        }
        terms.text(&passage.text, place);
        if index <= MAX_PASSAGES {
            let (id, heading) = heading.map_or((String::new(), String::new()), |heading| {
                (heading.id.clone(), heading.text.clone())
            });
            shown.passages.push((id, heading, excerpt(&passage.text)));
        }
    }
    if let Some(subject) = &subject {
        terms.text(&plain(&subject.words()), 0);
    }
    finished(terms, &shown, services, personas)
}

fn of_made(site: &Site, made: Made, lexicon: &mut Lexicon) -> Document {
    let at = site.typed.made_permalink(made).cloned();
    let at = at.unwrap_or_else(Permalink::root);
    let subject = Subject::of_made(site, made, &at);
    let (title, summary) = (made::title(site, made), made::summary(site, made));
    let mut terms = Terms::new(lexicon);
    terms.title(&title);
    terms.take(&summary, worth::SUMMARY, 0);
    terms.text(&plain(&subject.words()), 0);
    let shown = Shown {
        url: way(&at),
        title,
        kind: kind_in_words(subject.kind()),
        summary,
        ..Shown::default()
    };
    finished(terms, &shown, Vec::new(), Vec::new())
}

fn finished(
    terms: Terms<'_>,
    shown: &Shown,
    services: Vec<usize>,
    personas: Vec<usize>,
) -> Document {
    Document {
        url: shown.url.clone(),
        listed: shown.listed(),
        kind: shown.kind,
        services,
        personas,
        length: terms.length,
        terms: terms.done(),
    }
}

/// The way to a page from the top of the site: `services/postgres/`.
fn way(permalink: &Permalink) -> String {
    permalink.encoded().trim_start_matches('/').to_owned()
}

/// A kind of page in the words of readers.
pub fn kind_in_words(kind: &str) -> &'static str {
    match kind {
        "service" => "Service",
        "item" => "Roadmap",
        "event" => "Event",
        "news-item" => "News",
        "persona" => "Persona",
        "survey" | "interview" => "Feedback",
        "matrix" | "party" => "Responsibility",
        "page" | "home" => "Page",
        _ => "Overview",
    }
}

/// The first words of a text.
fn excerpt(text: &str) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.len() + word.len() > EXCERPT {
            short.push('…');
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// Markdown without the targets of its links, which are no words of the page.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, target)) = rest.split_once("](") {
        text.push_str(before);
        text.push(' ');
        rest = target.split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_links_are_no_words() {
        assert_eq!(
            plain("see [a b](https://x.example/c) and d"),
            "see [a b  and d"
        );
        assert_eq!(plain("open](never"), "open ");
    }

    #[test]
    fn an_excerpt_ends_with_a_word() {
        assert_eq!(excerpt("a  b\nc"), "a b c");
        let long = excerpt(&"word ".repeat(100));
        assert!(long.ends_with("word…") && long.len() < 120);
    }
}
