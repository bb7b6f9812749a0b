//! One item: its page stays for ever, whatever becomes of it.

use serde::Serialize;

use crate::load::Written;
use crate::load::roadmap::{AskedBy, Size};
use crate::model::roadmap::ItemId;
use crate::model::{Kind, Site};
use crate::path::Permalink;
use crate::render::page::fill_pattern;
use crate::render::subject::personas;
use crate::render::subject::reference::{self, RefView};
use crate::render::subject::support::FactView;
use crate::render::subject::table::{bullets, part};
use crate::render::view::DateView;

use super::board::{WaysView, ways};
use super::{ChangeView, ItemEntryView, changes, day, entry, quarter_link};

/// An item of the roadmap.
#[derive(Clone, Debug, Serialize)]
pub struct ItemView {
    /// What lists show of it.
    pub entry: ItemEntryView,
    /// What it is, in a sentence.
    pub summary: Option<String>,
    /// What it is good for.
    pub benefit: Option<String>,
    /// What a user would accept as done.
    pub done_when: Vec<String>,
    /// What is no part of it.
    pub not_included: Vec<String>,
    /// The quarters it is promised for, the first and the last, with their pages.
    pub quarters: Vec<RefView>,
    /// The time it was promised for at first, where it was moved since.
    pub promised_first: Option<String>,
    /// The day it was shipped.
    pub shipped_on: Option<DateView>,
    /// The day by which it must be done.
    pub deadline: Option<DateView>,
    /// Why it must.
    pub deadline_because: Option<String>,
    /// Who does it, for whom it is, what it serves and so on, each with its label.
    pub facts: Vec<FactView>,
    /// The services that it changes.
    pub services: Vec<RefView>,
    /// For whom it is.
    pub personas: Vec<RefView>,
    /// The needs of personas that it will meet.
    pub meets: Vec<String>,
    /// How it changed, the newest first.
    pub history: Vec<ChangeView>,
    /// What comes first.
    pub after: Vec<ItemEntryView>,
    /// What comes first and is no item, as it is written.
    pub after_unknown: Vec<String>,
    /// What waits for it.
    pub needed_by: Vec<ItemEntryView>,
    /// What it rests on.
    pub evidence: Vec<RefView>,
    /// Where to read on.
    pub links: Vec<RefView>,
    /// The page that documents it.
    pub docs: Option<RefView>,
    /// Where to say what one thinks of it; the address carries the id.
    pub feedback: Option<String>,
    /// Where its file is edited.
    pub edit: Option<String>,
    /// The other pages of the roadmap.
    pub ways: WaysView,
}

/// The view of an item.
pub fn view(site: &Site, id: ItemId, here: &Permalink) -> ItemView {
    let roadmap = &site.typed.roadmap;
    let one = &roadmap.items[id];
    let item = &one.item;
    let entry_of = |id: &ItemId| entry(site, *id, here);
    let unknown = |(id, _): &&Written| site.typed.ids.find(Kind::Item, id).is_none();
    let quarters = one.when().and_then(crate::date::When::quarters);
    let quarters = quarters.map_or(Vec::new(), |(first, last)| match first == last {
        true => vec![first],
        false => vec![first, last],
    });
    let fill = |pattern: &str| {
        let title = format!("{}: {}", item.id.0, item.title.0);
        let id = format!("roadmap/{}", item.id.0);
        fill_pattern(pattern, one.file.as_str(), &title, &id)
    };
    let contact = || {
        let (_, way) = personas::product_owner(site)?;
        let mail = way
            .url
            .filter(|url| url.starts_with("mailto:") && !url.contains('?'))?;
        Some(format!("{mail}?subject={{title}}"))
    };
    let ask = site.config.ask.clone().or_else(contact);
    let docs = item.docs.as_ref();
    ItemView {
        entry: entry(site, id, here),
        summary: item.summary.clone(),
        benefit: item.benefit.clone(),
        done_when: item.done_when.clone(),
        not_included: item.not_included.clone(),
        quarters: quarters
            .into_iter()
            .map(|quarter| quarter_link(site, quarter, here))
            .collect(),
        promised_first: one
            .promised_first(site)
            .map(crate::date::When::words_behind),
        shipped_on: day(item.shipped_on.map(|(day, _)| day)),
        deadline: day(item.deadline.as_ref().and_then(|deadline| deadline.on)),
        deadline_because: item.deadline.as_ref().and_then(|one| one.because.clone()),
        facts: facts(site, id),
        services: reference::written_services(site, &item.services, here),
        personas: item
            .personas
            .iter()
            .map(|written| reference::written_persona(site, written, here))
            .collect(),
        meets: item.meets.iter().map(|(id, _)| need(site, id)).collect(),
        history: changes::of_item(site, &item.id.0, here),
        after: one.after.iter().map(entry_of).collect(),
        after_unknown: item
            .after
            .iter()
            .filter(unknown)
            .map(|(id, _)| id.clone())
            .collect(),
        needed_by: one.needed_by.iter().map(entry_of).collect(),
        evidence: item
            .evidence
            .iter()
            .map(|(text, _)| reference::evidence(site, text, here))
            .collect(),
        links: item
            .links
            .iter()
            .map(|link| RefView {
                text: link.label.clone(),
                url: reference::contact(&link.url.0).url,
                known: true,
            })
            .collect(),
        docs: docs.map(|(text, _)| reference::destination(site, text, here)),
        feedback: ask.as_deref().map(fill),
        edit: site.config.edit.as_deref().map(fill),
        ways: ways(site, here),
    }
}

fn facts(site: &Site, id: ItemId) -> Vec<FactView> {
    let roadmap = &site.typed.roadmap;
    let one = &roadmap.items[id];
    let item = &one.item;
    let mut facts = Vec::new();
    let mut add = |label: &str, text: String, url: Option<String>| {
        facts.push(FactView {
            label: label.to_owned(),
            text,
            url,
        });
    };
    if let Some(owner) = one.owner(site) {
        let (name, way) = reference::owner(site, owner);
        let way = way.map_or(String::new(), |way| format!(", {}", way.text));
        add("Owner", format!("{}{way}", name.text), None);
    }
    for (written, _) in &item.goals {
        let goal = site.typed.ids.find(Kind::Goal, written);
        let name = goal.map(|at| site.typed.platform.goals[at].name.clone());
        add("Goal", name.unwrap_or_else(|| written.clone()), None);
    }
    match &item.asked_by {
        Some(AskedBy::Count(count, _)) => {
            let all = site.typed.platform.product_count;
            let of = all.map_or(String::new(), |all| format!(" of {all}"));
            let products = if *count == 1 && of.is_empty() {
                "product"
            } else {
                "products"
            };
            add("Asked for by", format!("{count}{of} {products}"), None);
        }
        Some(AskedBy::Products(products)) => {
            let name = |(id, _): &Written| {
                let known = site.typed.ids.find(Kind::Product, id);
                let name = known.map(|at| site.typed.platform.products[at].name.clone());
                name.unwrap_or_else(|| id.clone())
            };
            let names: Vec<String> = products.iter().map(name).collect();
            add("Asked for by", names.join(", "), None);
        }
        None => {}
    }
    if let Some(word) = &item.size {
        let text = match word.meaning {
            Some(Size::S) => "S, the smallest",
            Some(Size::M) => "M, three times an S",
            Some(Size::L) => "L, twice an M",
            Some(Size::Xl) => "XL, twice an L",
            None => &word.text,
        };
        add("Size", text.to_owned(), None);
    }
    if let Some(release) = &item.shipped_in {
        add("Shipped in", release.clone(), None);
    }
    facts
}

/// A need in words, and whose it is.
fn need(site: &Site, id: &str) -> String {
    let mut personas = site.typed.platform.personas.iter();
    let found = personas.find_map(|persona| {
        let need = persona.needs.iter().find(|need| need.id.0 == id)?;
        Some(format!("{} ({})", need.text, persona.name))
    });
    found.unwrap_or_else(|| id.to_owned())
}

impl ItemView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        out.push_str(&format!("\n{}\n", self.entry.words()));
        let entries = |entries: &[ItemEntryView]| bullets(entries.iter().map(ItemEntryView::words));
        part(
            &mut out,
            "Done when",
            &bullets(self.done_when.iter().cloned()),
        );
        part(
            &mut out,
            "Not included",
            &bullets(self.not_included.iter().cloned()),
        );
        let mut facts: Vec<String> = Vec::new();
        if let Some(deadline) = &self.deadline {
            facts.push(match &self.deadline_because {
                Some(because) => format!("Deadline: {}. {because}", deadline.long),
                None => format!("Deadline: {}", deadline.long),
            });
        }
        let list = |label: &str, all: &[RefView]| {
            (!all.is_empty()).then(|| format!("{label}: {}", reference::list(all)))
        };
        facts.extend(list("Changes", &self.services));
        facts.extend(list("For", &self.personas));
        facts.extend(
            self.facts
                .iter()
                .map(|fact| format!("{}: {}", fact.label, fact.text)),
        );
        facts.extend(
            self.docs
                .as_ref()
                .map(|docs| format!("Documentation: {}", docs.words())),
        );
        part(&mut out, "Facts", &bullets(facts));
        part(
            &mut out,
            "Needs it meets",
            &bullets(self.meets.iter().cloned()),
        );
        let history = self.history.iter().map(|one| one.words(false));
        part(&mut out, "History", &bullets(history));
        part(&mut out, "Comes after", &entries(&self.after));
        part(&mut out, "Needed by", &entries(&self.needed_by));
        part(
            &mut out,
            "Why we believe it",
            &super::super::table::reference_bullets(&self.evidence),
        );
        part(
            &mut out,
            "Read on",
            &super::super::table::reference_bullets(&self.links),
        );
        out
    }
}
