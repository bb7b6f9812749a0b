//! The roadmap: what items refer to, what they promise, and what contradicts itself.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::Written;
use crate::load::roadmap::{AskedBy, Item, ItemKind, Status};
use crate::model::roadmap::{ItemId, RoadmapItem};
use crate::model::{Kind, Site};

use super::references::References;

mod cycles;
mod moves;
mod plan;
mod time;
mod titles;

/// All findings about the roadmap that need the site.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let roadmap = &site.typed.roadmap;
    let mut findings = duplicates(site);
    findings.extend(former(site));
    for id in 0..roadmap.items.len() {
        let one = &roadmap.items[id];
        findings.extend(references(site, one));
        findings.extend(links(one));
        findings.extend(document(site, one));
        states(one, &mut findings);
        findings.extend(moves::check(site, one));
        needs(site, id, &mut findings);
        findings.extend(time::check(site, one));
    }
    findings.extend(cycles::check(site));
    findings.extend(titles::check(site));
    findings.extend(plan::check(site));
    findings.extend(time::not_reviewed(site));
    findings
}

/// Ids that stand twice, whatever their case, or that are the names of other pages of the roadmap.
fn duplicates(site: &Site) -> Vec<Diagnostic> {
    let mut first: HashMap<String, &RoadmapItem> = HashMap::new();
    let mut findings = Vec::new();
    for one in &site.typed.roadmap.items {
        let (id, span) = &one.item.id;
        if id.is_empty() {
            continue;
        }
        match first.get(&id.to_lowercase()) {
            Some(other) => {
                let message = format!("there is another item `{}`", other.item.id.0);
                findings.push(
                    Diagnostic::at(Code::RoadmapDuplicateId, &one.file, *span, message)
                        .related(&other.file, other.item.id.1, "the first one")
                        .help("give one of them another id; the first keeps its address"),
                );
            }
            None => {
                first.insert(id.to_lowercase(), one);
                if one.is_displaced {
                    let message = format!("`{id}` is the name of a page of the roadmap itself");
                    findings.push(
                        Diagnostic::at(Code::RoadmapDuplicateId, &one.file, *span, message)
                            .help("give the item another id"),
                    );
                }
            }
        }
    }
    findings
}

/// Former ids that an item has today, and those that two items claim.
fn former(site: &Site) -> Vec<Diagnostic> {
    let items = &site.typed.roadmap.items;
    let mut claimed: HashMap<&str, &RoadmapItem> = HashMap::new();
    let mut findings = Vec::new();
    for one in items {
        for (id, span) in &one.item.moved_from {
            let at = |message| Diagnostic::at(Code::RoadmapDuplicateId, &one.file, *span, message);
            let today = items.iter().find(|other| other.item.id.0 == *id);
            if let Some(today) = today {
                findings.push(
                    at(format!("`{id}` is an item today, so none can have been it"))
                        .related(&today.file, today.item.id.1, "this item")
                        .help("take it out of `moved_from`, or give the other item another id"),
                );
                continue;
            }
            match claimed.get(id.as_str()) {
                Some(other) => findings.push(
                    at(format!("two items say that they were `{id}`"))
                        .related(&other.file, other.item.id.1, "the other one")
                        .help("keep it in one of them"),
                ),
                None => {
                    claimed.insert(id, one);
                }
            }
        }
    }
    findings
}

fn references(site: &Site, one: &RoadmapItem) -> Vec<Diagnostic> {
    let item = &one.item;
    let mut references = References::of(site, &one.file, Code::RoadmapUnknownId);
    references.all(Kind::Service, &item.services);
    references.all(Kind::Item, &item.after);
    references.all_if_any(Kind::Persona, &item.personas);
    references.all_if_any(Kind::Goal, &item.goals);
    if site.typed.ids.has(Kind::Persona) {
        references.all(Kind::Need, &item.meets);
    }
    if let Some(owner) = &item.owner
        && site.typed.ids.has(Kind::Team)
    {
        let words: &[&str] = match site.typed.platform.product_owner {
            Some(_) => &[super::pages::PRODUCT_OWNER],
            None => &[],
        };
        references.one(Kind::Team, owner, words);
    }
    if let Some(AskedBy::Products(products)) = &item.asked_by {
        references.all_if_any(Kind::Product, products);
    }
    let code = Code::RoadmapUnknownId;
    let dead = super::evidence::check(site, &one.file, code, &item.evidence);
    references.findings.extend(dead);
    references.findings
}

/// Links lead to web addresses and mail addresses alone.
fn links(one: &RoadmapItem) -> Vec<Diagnostic> {
    let is_safe = |url: &str| {
        let lower = url.trim_start().to_lowercase();
        let starts = ["https://", "http://", "mailto:"];
        starts.iter().any(|start| lower.starts_with(start)) && !url.chars().any(char::is_control)
    };
    let wrong = one.item.links.iter().filter(|link| !is_safe(&link.url.0));
    let finding = |(text, span): &Written| {
        let message = format!("`{text}` is no web address");
        Diagnostic::at(Code::RoadmapUnknownValue, &one.file, *span, message)
            .help("a link of an item begins with `https://`, `http://` or `mailto:`")
            .help("a page of this site is named by `docs`")
    };
    wrong.map(|link| finding(&link.url)).collect()
}

/// The page that tells how to use an item is a page of the site or an address: a page that was
/// renamed by hand leaves its readers with a path that leads nowhere.
fn document(site: &Site, one: &RoadmapItem) -> Option<Diagnostic> {
    let (docs, span) = one.item.docs.as_ref()?;
    let path = docs.split('#').next().unwrap_or(docs);
    let id = path.trim_matches('/').trim_end_matches(".md");
    let id = id.strip_suffix("/index").unwrap_or(id);
    let is_address = docs.contains("://") || docs.starts_with("mailto:");
    if is_address || id.is_empty() || site.page_of_id(id).is_some() {
        return None;
    }
    if crate::path::SitePath::new(&format!("content/{path}")).is_some_and(|file| {
        site.page_of_file(file.as_str()).is_some() || site.assets.contains_key(&file)
    }) {
        return None;
    }
    let code = Code::RoadmapUnknownId;
    Some(super::ways::no_page(
        site,
        &one.file,
        code,
        &(docs.clone(), *span),
    ))
}

/// What the state of an item must be accompanied by, and what it should say.
fn states(one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    let item = &one.item;
    let at = |code, span, message: &str| Diagnostic::at(code, &one.file, span, message);
    let word = item.status.as_ref();
    let said = word.map_or(item.id.1, |word| word.span);
    match (word.and_then(|word| word.meaning), item.shipped_on) {
        (Some(Status::Shipped), None) => findings.push(
            at(
                Code::RoadmapShippedWithoutDate,
                said,
                "this item is shipped, and nobody knows since when",
            )
            .help("write the day, for example `shipped_on = 2026-09-30`; then `status` can be left out"),
        ),
        (Some(Status::Dropped | Status::Paused), _) if item.because.is_none() => {
            let word = word.map_or("dropped", |word| &word.text);
            let message = format!("this item is {word}, and nobody says why");
            findings.push(
                at(Code::RoadmapDroppedWithoutReason, said, &message)
                    .help("readers who waited for it deserve a sentence: `because = \"…\"`"),
            );
        }
        _ => {}
    }
    missing(one, findings);
    let is_feature = one.kind() == Some(ItemKind::Feature);
    if one.is_open()
        && item
            .benefit
            .as_deref()
            .is_none_or(|text| text.trim().is_empty())
    {
        findings.push(
            at(
                Code::RoadmapNoBenefit,
                item.id.1,
                "this item does not say what it is good for",
            )
            .help("write for the people who will use it, in a sentence: `benefit = \"…\"`"),
        );
    }
    if is_feature && one.item.shipped_on.is_some() && item.docs.is_none() {
        findings.push(
            at(
                Code::RoadmapShippedWithoutDocs,
                item.shipped_on.map_or(item.id.1, |(_, span)| span),
                "this feature is there, and no page says how to use it",
            )
            .help("name the page: `docs = \"services/postgres/restore\"`"),
        );
    }
}

/// What every item says: its title, its kind, and when.
fn missing(one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    let item = &one.item;
    let has_time = item.when.is_some()
        || item.deadline.is_some()
        || matches!(one.status(), Some(Status::Shipped | Status::Dropped));
    let lacks = [
        (!item.has_title, "title"),
        (item.kind.is_none(), "kind"),
        (!has_time, "when"),
    ];
    let lacks = lacks.iter().filter(|(lacks, _)| *lacks);
    let words: Vec<String> = lacks.map(|(_, word)| format!("`{word}`")).collect();
    if words.is_empty() {
        return;
    }
    let message = format!("this item has no {}", super::service::in_words(&words));
    let mut finding = Diagnostic::at(Code::RoadmapMissing, &one.file, item.id.1, message);
    for (lacks, help) in [
        (
            !item.has_title,
            "a title is what a reader would call it: `title = \"Restore a database yourself\"`",
        ),
        (
            item.kind.is_none(),
            "a kind is `feature`, `tech-debt` or `operations`",
        ),
        (
            !has_time,
            "where nobody knows yet, `when = \"later\"` is an answer",
        ),
    ] {
        if lacks {
            finding = finding.help(help);
        }
    }
    findings.push(finding);
}

/// What an item waits for comes before it, and comes at all.
fn needs(site: &Site, id: ItemId, findings: &mut Vec<Diagnostic>) {
    let roadmap = &site.typed.roadmap;
    let one = &roadmap.items[id];
    if !one.is_open() {
        return;
    }
    for need in &one.after {
        let other = &roadmap.items[*need];
        let name = &other.item.id.0;
        let written = one.item.after.iter().find(|(id, _)| id == name);
        let span = written.map_or(one.item.id.1, |(_, span)| *span);
        if other.status() == Some(Status::Dropped) {
            let message = format!("`{}` waits for `{name}`, which is dropped", one.item.id.0);
            findings.push(
                Diagnostic::at(Code::RoadmapNeedsDropped, &one.file, span, message)
                    .related(&other.file, other.item.id.1, "it will not come")
                    .help(
                        "does it go without? Then remove it from `after`; else drop this one too",
                    ),
            );
            continue;
        }
        let ends = |one: &RoadmapItem| one.when().and_then(|when| Some(when.interval()?.1));
        let is_before = match (ends(one), ends(other)) {
            (Some(own), Some(needed)) => own < needed,
            (Some(_), None) => other.when() == Some(crate::date::When::Later),
            (None, _) => false,
        };
        if is_before && other.is_open() {
            let (own, needed) = (time::in_words(one), time::in_words(other));
            let message = format!(
                "`{}` is promised for {own}, and waits for `{name}`, which comes in {needed}",
                one.item.id.0
            );
            let when = other
                .item
                .when
                .as_ref()
                .map_or(other.item.id.1, |when| when.span);
            findings.push(
                Diagnostic::at(Code::RoadmapBeforeItsNeed, &one.file, span, message)
                    .related(&other.file, when, "promised here")
                    .help("move one of the two, or remove the need"),
            );
        }
    }
}

/// The id of an item as messages call it.
fn called(item: &Item) -> &str {
    &item.id.0
}
