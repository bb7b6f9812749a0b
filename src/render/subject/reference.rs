//! Things that are named by an id, as links; what is not declared stays as it is written.

use serde::Serialize;

use crate::load::Written;
use crate::load::roadmap::Status;
use crate::load::service::Lifecycle;
use crate::model::roadmap::ItemId;
use crate::model::{Kind, Made, PageId, ServiceId, Site, evidence};
use crate::path::Permalink;

/// Something that is named by an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefView {
    /// Its name; what is not declared, as it is written.
    pub text: String,
    /// Its address, where it has a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is declared.
    pub known: bool,
}

impl RefView {
    /// A name without a page.
    pub fn named(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            url: None,
            known: true,
        }
    }

    fn unknown(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            url: None,
            known: false,
        }
    }

    /// The same as markdown: a link to the twin, or the words.
    pub fn words(&self) -> String {
        link(&self.text, self.url.as_deref())
    }
}

/// A link in a twin: to the twin of a page of this site, else as it is.
pub fn link(text: &str, url: Option<&str>) -> String {
    let text = super::super::twin::link_text(text);
    match url {
        None => text,
        Some(url) => {
            let (path, tail) = url.split_at(url.find('#').unwrap_or(url.len()));
            let own = path.ends_with('/') && !path.contains("://");
            let name = if own { "index.md" } else { "" };
            format!("[{text}]({path}{name}{tail})")
        }
    }
}

/// References joined by commas, as markdown.
pub fn list(references: &[RefView]) -> String {
    let words: Vec<String> = references.iter().map(RefView::words).collect();
    words.join(", ")
}

/// A page.
pub fn page(site: &Site, page: PageId, here: &Permalink) -> RefView {
    let node = &site.pages[page];
    RefView {
        text: node.title.clone(),
        url: Some(here.relative(&node.permalink)),
        known: true,
    }
}

/// A service.
pub fn service(site: &Site, id: ServiceId, here: &Permalink) -> RefView {
    page(site, site.typed.services.all[id].page, here)
}

/// Services by their indices.
pub fn services(site: &Site, ids: &[ServiceId], here: &Permalink) -> Vec<RefView> {
    ids.iter().map(|id| service(site, *id, here)).collect()
}

/// Services as they are written.
pub fn written_services(site: &Site, written: &[Written], here: &Permalink) -> Vec<RefView> {
    let one = |(id, _): &Written| match site.typed.ids.find(Kind::Service, id) {
        Some(index) => service(site, index, here),
        None => RefView::unknown(id),
    };
    written.iter().map(one).collect()
}

/// A persona; its page is there whenever it is.
pub fn persona(site: &Site, index: usize, here: &Permalink) -> RefView {
    let url = site.typed.made_permalink(Made::Persona(index));
    RefView {
        text: site.typed.platform.personas[index].name.clone(),
        url: url.map(|permalink| here.relative(permalink)),
        known: true,
    }
}

/// A persona as it is written.
pub fn written_persona(site: &Site, (id, _): &Written, here: &Permalink) -> RefView {
    match site.typed.ids.find(Kind::Persona, id) {
        Some(index) => persona(site, index, here),
        None => unless_none(site, Kind::Persona, id),
    }
}

/// A wave of a survey, or interviews, as they are named: `survey:happiness/2026-Q2`.
pub fn evidence(site: &Site, named: &str, here: &Permalink) -> RefView {
    let Some(found) = evidence::find(&site.typed, named) else {
        return RefView::unknown(named);
    };
    let page = found.made.and_then(|made| site.typed.made_permalink(made));
    let url = page.map(|page| match found.anchor.is_empty() {
        true => here.relative(page),
        false => format!("{}#{}", here.relative(page), found.anchor),
    });
    RefView {
        url,
        ..RefView::named(found.title)
    }
}

/// An item of the roadmap as it is written.
pub fn written_item(site: &Site, (id, _): &Written, here: &Permalink) -> RefView {
    match site.typed.ids.find(Kind::Item, id) {
        Some(index) => item(site, index, here),
        None => unless_none(site, Kind::Item, id),
    }
}

/// An item of the roadmap.
pub fn item(site: &Site, index: ItemId, here: &Permalink) -> RefView {
    let one = &site.typed.roadmap.items[index];
    RefView {
        url: Some(here.relative(&one.permalink)),
        ..RefView::named(&one.item.title.0)
    }
}

/// How far an item of the roadmap is, in its word.
pub fn state_of_item(site: &Site, id: &str) -> Option<&'static str> {
    let index = site.typed.ids.find(Kind::Item, id)?;
    site.typed.roadmap.items[index].status().map(Status::word)
}

/// Providers as they are written.
pub fn written_providers(site: &Site, written: &[Written]) -> Vec<RefView> {
    let one = |(id, _): &Written| match site.typed.ids.find(Kind::Provider, id) {
        Some(index) => RefView::named(&site.typed.platform.providers[index].name),
        None => unless_none(site, Kind::Provider, id),
    };
    written.iter().map(one).collect()
}

/// A category as it is written: a link to its part of the catalogue.
pub fn written_category(site: &Site, (id, _): &Written, here: &Permalink) -> RefView {
    let Some(index) = site.typed.ids.find(Kind::Category, id) else {
        return unless_none(site, Kind::Category, id);
    };
    let catalogue = site.typed.made_permalink(Made::Catalogue);
    let category = &site.typed.platform.categories[index];
    let anchor = |permalink| format!("{}#category-{}", here.relative(permalink), category.id.0);
    RefView {
        text: category.name.clone(),
        url: catalogue.map(anchor),
        known: true,
    }
}

/// Where nothing of a kind is declared, every name is as good as a declared one.
fn unless_none(site: &Site, kind: Kind, id: &str) -> RefView {
    match site.typed.ids.has(kind) {
        true => RefView::unknown(id),
        false => RefView::named(id),
    }
}

/// Who keeps a page true: a team, the product owner, or the words that are written.
pub fn owner(site: &Site, (id, _): &Written) -> (RefView, Option<RefView>) {
    if let Some(index) = site.typed.ids.find(Kind::Team, id) {
        let team = &site.typed.platform.teams[index];
        return (
            RefView::named(&team.name),
            team.contact.as_deref().map(contact),
        );
    }
    match &site.typed.platform.product_owner {
        Some(owner) if id == crate::check::pages::PRODUCT_OWNER => (
            RefView::named(&owner.name),
            owner.contact.as_deref().map(contact),
        ),
        _ => (unless_none(site, Kind::Team, id), None),
    }
}

/// A way to reach somebody: addresses become links, channels and telephone numbers stay words.
pub fn contact(text: &str) -> RefView {
    let lower = text.to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    let is_mail = !text.contains(char::is_whitespace)
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !name.contains('/')
        });
    let (words, url) = if let Some(address) = text.strip_prefix("mailto:") {
        let shown = address.split('?').next().unwrap_or(address);
        (shown.to_owned(), Some(text.to_owned()))
    } else if is_web {
        (text.to_owned(), Some(text.to_owned()))
    } else if is_mail {
        (text.to_owned(), Some(format!("mailto:{text}")))
    } else if let Some(number) = telephone(text) {
        (text.to_owned(), Some(number))
    } else {
        (text.to_owned(), None)
    };
    RefView {
        text: words,
        url: url.filter(|url| !url.chars().any(char::is_control)),
        known: true,
    }
}

/// `tel:` and the digits, of a number that begins with `+`.
fn telephone(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix('+')?;
    let fits = |letter: char| letter.is_ascii_digit() || " -/().".contains(letter);
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    (rest.chars().all(fits) && digits.len() >= 6).then(|| format!("tel:+{digits}"))
}

/// The way to what an author names: a web address, or a page by its path below `content/`.
pub fn destination(site: &Site, text: &str, here: &Permalink) -> RefView {
    let id = text.trim_matches('/').trim_end_matches(".md");
    match site.page_of_id(id) {
        Some(found) => page(site, found, here),
        None => contact(text),
    }
}

/// What a state promises on this platform.
pub fn promise(site: &Site, state: Lifecycle) -> String {
    let own = site.typed.platform.promises.iter();
    let mut own = own.filter(|(known, _)| *known == state);
    let own = own.next().map(|(_, text)| text.clone());
    own.unwrap_or_else(|| state.promise().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_reach_somebody_become_links_where_they_can() {
        let url = |text: &str| contact(text).url;
        assert_eq!(url("#help-data"), None);
        assert_eq!(url("a@b.example").as_deref(), Some("mailto:a@b.example"));
        assert_eq!(
            url("https://chat.example/x").as_deref(),
            Some("https://chat.example/x")
        );
        assert_eq!(
            url("+49 30 23125 190").as_deref(),
            Some("tel:+493023125190")
        );
        assert_eq!(url("javascript:alert(1)"), None);
        assert_eq!(
            contact("mailto:ppo@b.example?subject=x").text,
            "ppo@b.example"
        );
    }
}
