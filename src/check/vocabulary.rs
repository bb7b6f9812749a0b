//! The vocabulary: ids declared twice, references in it, and what is declared and never named.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Mark, Severity};
use crate::load::Written;
use crate::load::platform::{Goal, Need, Persona, PersonaGroup};
use crate::load::roadmap::Item;
use crate::model::{Kind, Site};
use crate::path::SitePath;

use super::references::References;

/// The findings about content/platform.toml that need the site.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let platform = &site.typed.platform;
    let mut findings = Vec::new();
    twice(
        site,
        Kind::Party,
        platform.parties.iter().map(|one| &one.id),
        &mut findings,
    );
    twice(
        site,
        Kind::Provider,
        platform.providers.iter().map(|one| &one.id),
        &mut findings,
    );
    twice(
        site,
        Kind::Team,
        platform.teams.iter().map(|one| &one.id),
        &mut findings,
    );
    twice(
        site,
        Kind::Persona,
        platform.personas.iter().map(|one| &one.id),
        &mut findings,
    );
    twice(
        site,
        Kind::Category,
        platform.categories.iter().map(|one| &one.id),
        &mut findings,
    );
    twice(
        site,
        Kind::Goal,
        platform.goals.iter().map(|one| &one.id),
        &mut findings,
    );
    twice(
        site,
        Kind::Product,
        platform.products.iter().map(|one| &one.id),
        &mut findings,
    );
    let mut references = References::of(site, &platform.file, Code::VocabularyUnknownId);
    let parties = platform
        .providers
        .iter()
        .filter_map(|one| one.party.as_ref());
    references.all(Kind::Party, parties);
    findings.append(&mut references.findings);
    findings.extend(no_developer(site));
    findings.extend(reader_of(site));
    needs_in_two_words(site, &mut findings);
    unused(site, &mut findings);
    findings
}

/// One party is the reader's own side. Of two nobody knows which is meant; without one no page can say
/// what a reader no longer has to do, and what is left to do.
fn reader_of(site: &Site) -> Vec<Diagnostic> {
    let platform = &site.typed.platform;
    let all = &site.typed.responsibilities;
    let mut own = platform.parties.iter().filter(|party| party.you);
    if let Some(first) = own.next() {
        let second = |party: &crate::load::platform::Party| {
            let message = "another party is the reader's side already";
            let (file, code) = (&platform.file, Code::VocabularyUnknownValue);
            Diagnostic::at(code, file, party.id.1, message)
                .related(file, first.id.1, "`you = true` stands here first")
                .help("one party is \"You\" to those who read: remove `you = true` from the other")
        };
        return own.map(second).collect();
    }
    let is_asked = all.services.iter().any(|services| !services.is_empty());
    let Some(first) = platform.parties.first().filter(|_| is_asked) else {
        return Vec::new();
    };
    if site.typed.files.platform.is_none() {
        return Vec::new();
    }
    let message = "none of the parties is the reader's side";
    vec![
        Diagnostic::at(Code::VocabularyNoReader, &platform.file, first.id.1, message)
            .label("the first of them")
            .help("write `you = true` at the party of those who use the services: without it no service says \"You no longer have to\" and \"You still do\""),
    ]
}

/// A platform is used by developers: without one among the personas, nobody writes for them.
fn no_developer(site: &Site) -> Option<Diagnostic> {
    let platform = &site.typed.platform;
    let grouped = |persona: &&Persona| persona.group.is_some();
    let first = platform.personas.iter().find(grouped)?;
    let is_developer = |persona: &Persona| persona.group == Some(PersonaGroup::Developer);
    if platform.personas.iter().any(is_developer) {
        return None;
    }
    let message = "none of the personas is a developer";
    Some(
        Diagnostic::at(Code::VocabularyNoDeveloper, &platform.file, first.id.1, message)
            .label("the first of them")
            .help("those who build on the platform are its customers: write `group = \"developer\"` at their persona"),
    )
}

/// One need of several personas is shown in the words of the first: the others would not know theirs.
fn needs_in_two_words(site: &Site, findings: &mut Vec<Diagnostic>) {
    let platform = &site.typed.platform;
    let mut first: HashMap<&str, &Need> = HashMap::new();
    for need in platform.personas.iter().flat_map(|one| &one.needs) {
        let known = first.entry(need.id.0.as_str()).or_insert(need);
        if known.text.trim() == need.text.trim() {
            continue;
        }
        let message = format!("the need `{}` has other words here", need.id.0);
        let mut finding = Diagnostic::at(
            Code::VocabularyDuplicateId,
            &platform.file,
            need.id.1,
            message,
        )
        .related(&platform.file, known.id.1, "readers see these")
        .help("write the same words, or give one of them another id");
        finding.severity = Severity::Warning;
        findings.push(finding);
    }
}

/// Ids of one kind that are declared twice, whatever their case.
fn twice<'a>(
    site: &Site,
    kind: Kind,
    ids: impl Iterator<Item = &'a Written>,
    findings: &mut Vec<Diagnostic>,
) {
    let file = &site.typed.platform.file;
    let mut seen: HashMap<String, &Written> = HashMap::new();
    for id in ids.filter(|(id, _)| !id.is_empty()) {
        let Some(first) = seen.get(&id.0.to_lowercase()) else {
            seen.insert(id.0.to_lowercase(), id);
            continue;
        };
        let message = format!("there is another {} `{}`", kind.word(), first.0);
        findings.push(
            Diagnostic::at(Code::VocabularyDuplicateId, file, id.1, message)
                .related(file, first.1, "the first one")
                .help("give one of them another id, or remove it"),
        );
    }
}

/// Personas, categories and goals that nothing names. Goals are named by the roadmap alone, so they
/// are asked for where there is one.
fn unused(site: &Site, findings: &mut Vec<Diagnostic>) {
    let platform = &site.typed.platform;
    let file = &platform.file;
    let items = || {
        let files = site.typed.files.roadmap.iter();
        files.flat_map(|file| file.items.iter().map(Arc::as_ref))
    };
    let has_items = items().next().is_some();
    let serves =
        |goal: &Goal| items().any(|item| item.goals.iter().any(|(named, _)| *named == goal.id.0));
    let goals = platform.goals.iter().filter(|_| has_items);
    let goals = goals.filter(|goal| !serves(goal)).map(|goal| &goal.id);
    say_unused(
        (goals.collect(), "goal", "goals"),
        &|what| format!("no item of the roadmap serves the {what}"),
        &|id| format!("write `goal = \"{id}\"` in an item, or remove the goal"),
        (file, findings),
    );
    let is_for = |(index, persona): (usize, &Persona)| {
        let for_them = &site.typed.personas[index];
        let named = |item: &Item| item.personas.iter().any(|(id, _)| *id == persona.id.0);
        !for_them.services.is_empty()
            || !for_them.pages.is_empty()
            || !site.typed.news.of_persona(index).is_empty()
            || items().any(named)
    };
    let personas = platform.personas.iter().enumerate();
    let personas = personas.filter(|one| !is_for(*one)).map(|(_, one)| &one.id);
    say_unused(
        (personas.collect(), "persona", "personas"),
        &|what| format!("nothing is for the {what}"),
        &|id| format!("name it in `personas` of a page or in `[benefit]` of a service: `\"{id}\"`"),
        (file, findings),
    );
    let has_service = |index: usize| {
        let mut services = site.typed.services.all.iter();
        services.any(|service| service.category == Some(index))
    };
    let categories = platform.categories.iter().enumerate();
    let categories = categories.filter(|(index, _)| !has_service(*index));
    say_unused(
        (
            categories.map(|(_, one)| &one.id).collect(),
            "category",
            "categories",
        ),
        &|what| format!("no service is in the {what}"),
        &|id| format!("write `category = \"{id}\"` in a service"),
        (file, findings),
    );
}

/// More unused ids of a kind than this are one finding: a vocabulary that was just written is no list
/// of mistakes.
const EACH: usize = 2;

fn say_unused(
    (ids, one, many): (Vec<&Written>, &str, &str),
    message: &dyn Fn(&str) -> String,
    help: &dyn Fn(&str) -> String,
    (file, findings): (&SitePath, &mut Vec<Diagnostic>),
) {
    let at = |(id, span): &Written, message: String| {
        Diagnostic::at(Code::VocabularyUnused, file, *span, message).help(help(id))
    };
    match ids.as_slice() {
        [first, ..] if ids.len() > EACH => {
            let names: Vec<String> = ids.iter().map(|(id, _)| format!("`{id}`")).collect();
            let names = super::service::in_words(&names);
            findings
                .push(at(first, message(&format!("{many} {names}"))).label("the first of them"));
        }
        few => findings.extend(few.iter().map(|id| {
            at(id, message(&format!("{one} `{}`", id.0))).marked(Mark::Of(id.0.clone()))
        })),
    }
}
