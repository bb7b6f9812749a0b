//! Services: what they refer to, what they lack, and what they contradict.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::platform::Requirement;
use crate::load::service::{Lifecycle, UsedBy};
use crate::model::{Kind, Service, ServiceId, Site};

use super::references::References;

/// Who may change a default, beside the parties.
const NOBODY: &str = "nobody";

/// The findings about one service.
pub fn check(site: &Site, id: ServiceId) -> Vec<Diagnostic> {
    let service = &site.typed.services.all[id];
    let mut findings = references(site, service);
    misplaced_benefits(site, service, &mut findings);
    contradictions(site, service, &mut findings);
    findings.extend(past_its_end(site, service));
    findings.extend(before_its_end(site, service));
    said_twice(site, id, &mut findings);
    findings.extend(super::duties::check(site, id));
    missing(site, id, &mut findings);
    findings
}

/// Services of one id, whatever its case.
pub fn duplicates(site: &Site) -> Vec<Diagnostic> {
    let mut first: HashMap<String, ServiceId> = HashMap::new();
    let mut findings = Vec::new();
    for (index, service) in site.typed.services.all.iter().enumerate() {
        let Some(other) = first.get(&service.id.to_lowercase()) else {
            first.insert(service.id.to_lowercase(), index);
            continue;
        };
        let pages = [service.page, site.typed.services.all[*other].page];
        let [file, other] = pages.map(|page| &site.pages[page].page.file);
        let message = format!("{other} is the service `{}` too", service.id);
        findings.push(
            Diagnostic::about(Code::ServiceDuplicateId, file, message)
                .help("remove or rename one of the two files"),
        );
    }
    findings
}

fn references(site: &Site, service: &Service) -> Vec<Diagnostic> {
    let keys = &service.keys;
    let file = &site.pages[service.page].page.file;
    let mut references = References::of(site, file, Code::ServiceUnknownId);
    // A service may come before the vocabulary: where nothing of a kind is declared, any name is fine.
    references.all_if_any(Kind::Category, &keys.category);
    references.all_if_any(Kind::Provider, &keys.providers);
    for offering in &keys.offerings {
        references.all_if_any(Kind::Provider, &offering.providers);
    }
    references.all(Kind::Service, &keys.runs_on);
    references.all(Kind::Service, &keys.integrates_with);
    let sunset = keys.sunset.as_ref();
    references.all(
        Kind::Service,
        sunset.and_then(|sunset| sunset.replaced_by.as_ref()),
    );
    if site.typed.ids.has(Kind::Persona) {
        references.all(Kind::Need, &keys.meets);
    }
    references.all_if_any(
        Kind::Persona,
        keys.benefits.iter().map(|benefit| &benefit.persona),
    );
    if let Some(UsedBy::Products(products)) = &keys.used_by {
        references.all_if_any(Kind::Product, products);
    }
    if site.typed.ids.has(Kind::Party) {
        let change = keys.defaults.iter().filter_map(|one| one.change.as_ref());
        for party in change {
            references.one(Kind::Party, party, &[NOBODY]);
        }
    }
    let lost = keys.request.as_ref().and_then(|request| {
        super::ways::words_or_page(site, file, Code::ServiceUnknownId, request)
    });
    references.findings.extend(lost);
    references.findings
}

/// A line for a persona that is no benefit: below `[day2]` it would be a task of that name.
fn misplaced_benefits(site: &Site, service: &Service, findings: &mut Vec<Diagnostic>) {
    let keys = &service.keys;
    let file = &site.pages[service.page].page.file;
    let of_day2 = keys.day2.iter().map(|one| (&one.label, "day2"));
    let of_facts = keys.facts.iter().map(|one| (&one.label, "facts"));
    let of_defaults = keys.defaults.iter().map(|one| (&one.label, "defaults"));
    for ((label, span), table) in of_day2.chain(of_facts).chain(of_defaults) {
        if site.typed.ids.known(Kind::Persona, label).is_some() {
            let message = format!(
                "`{label}` is a persona: what it gains belongs to `[benefit]`, not to `[{table}]`"
            );
            let finding = Diagnostic::at(Code::TomlMisplacedKey, file, *span, message);
            findings.push(
                finding.help(
                    "move the line below `[benefit]`, where there is a line for each persona",
                ),
            );
        }
    }
}

/// Two keys that cannot both be true.
fn contradictions(site: &Site, service: &Service, findings: &mut Vec<Diagnostic>) {
    let keys = &service.keys;
    let file = &site.pages[service.page].page.file;
    let at = |code, span, message: String| Diagnostic::at(code, file, span, message);
    if let Some(UsedBy::Count(count, span)) = keys.used_by
        && let Some(all) = site.typed.platform.product_count
        && count > all
    {
        let message = format!("{count} products use this, and the platform has {all}");
        findings.push(
            at(Code::ServiceUnknownValue, span, message)
                .help("mend this number, or `products` in content/platform.toml"),
        );
    }
    if let Some(sunset) = &keys.sunset {
        let is_ending = matches!(
            keys.lifecycle,
            Some(Lifecycle::Deprecated | Lifecycle::Retired)
        );
        // Of a word that is not known nobody can say what it excludes.
        if !is_ending && !keys.odd_lifecycle {
            let message = "only a service that is deprecated or retired has an end".to_owned();
            findings.push(
                at(Code::ServiceUnknownValue, sunset.span, message)
                    .help("write `lifecycle = \"deprecated\"`, or remove `[sunset]`"),
            );
        }
        if let Some((id, span)) = &sunset.replaced_by
            && *id == service.id
        {
            let message = format!("`{id}` cannot replace itself");
            findings.push(at(Code::ServiceUnknownValue, *span, message));
        }
        if let Some((id, span)) = &sunset.replaced_by
            && let Some(next) = site.typed.services.all.iter().find(|one| one.id == *id)
            && let Some(state @ (Lifecycle::Idea | Lifecycle::Retired)) = next.keys.lifecycle
        {
            let message = format!(
                "readers are sent to `{id}`, which nobody can use: {}",
                state.word()
            );
            let mut finding = at(Code::ServiceUnknownValue, *span, message)
                .help("name a service that can be used by then, or mend its `lifecycle`");
            finding.severity = Severity::Warning;
            findings.push(finding);
        }
    }
    for (id, span) in keys
        .integrates_with
        .iter()
        .filter(|(id, _)| *id == service.id)
    {
        let message = format!("`{id}` is this service itself");
        findings.push(at(Code::ServiceUnknownValue, *span, message).help("remove it here"));
    }
    for benefit in keys
        .benefits
        .iter()
        .filter(|benefit| benefit.text.trim().is_empty())
    {
        let (persona, span) = &benefit.persona;
        let message = format!("nothing says what `{persona}` has of it");
        findings.push(
            at(Code::ServiceUnknownValue, *span, message)
                .help(format!("write it in a line: `{persona} = \"…\"`")),
        );
    }
    let mut ids: HashMap<String, crate::source::Span> = HashMap::new();
    for offering in &keys.offerings {
        let (id, span) = &offering.id;
        if let Some(first) = ids.insert(id.to_lowercase(), *span) {
            let message = format!("there is another offering `{id}`");
            findings.push(
                at(Code::ServiceDuplicateId, *span, message)
                    .related(file, first, "the first one")
                    .help("give one of them another id, or remove it"),
            );
        }
    }
}

/// A service whose last day is over and that does not say so.
fn past_its_end(site: &Site, service: &Service) -> Option<Diagnostic> {
    let sunset = service.keys.sunset.as_ref()?;
    let last = sunset.date?;
    if site.today? <= last || service.keys.lifecycle == Some(Lifecycle::Retired) {
        return None;
    }
    let node = &site.pages[service.page];
    let message = format!("the last day of {} was {}", node.title, last.long());
    Some(
        Diagnostic::at(
            Code::ServiceSunsetPast,
            &node.page.file,
            sunset.date_span,
            message,
        )
        .help("write `lifecycle = \"retired\"` when it is switched off, or its new last day"),
    )
}

/// A service that is switched off, and whose last day is still to come.
fn before_its_end(site: &Site, service: &Service) -> Option<Diagnostic> {
    let sunset = service.keys.sunset.as_ref()?;
    let last = sunset.date?;
    if site.today? > last || service.is_there() {
        return None;
    }
    let node = &site.pages[service.page];
    let message = format!(
        "{} is retired, and its last day is still to come: {}",
        node.title,
        last.long()
    );
    let help =
        "write `lifecycle = \"deprecated\"` until then, or the day on which it was switched off";
    let mut finding = Diagnostic::at(
        Code::ServiceUnknownValue,
        &node.page.file,
        sunset.date_span,
        message,
    );
    finding.severity = Severity::Warning;
    Some(finding.help(help))
}

/// What is known without it: the service itself among `services`, the facts and providers that an
/// offering inherits, a connection that the other end has said.
fn said_twice(site: &Site, id: ServiceId, findings: &mut Vec<Diagnostic>) {
    let service = &site.typed.services.all[id];
    let page = &site.pages[service.page].page;
    let at = |span, message: String| {
        Diagnostic::at(Code::ServiceSaidTwice, &page.file, span, message).help("remove it here")
    };
    for (name, span) in &page.front.services {
        if *name == service.id {
            findings.push(at(*span, format!("this page is the service `{name}`")));
        }
    }
    for offering in &service.keys.offerings {
        for fact in &offering.facts {
            let same = |other: &&crate::load::service::Fact| {
                other.label.0 == fact.label.0 && other.text == fact.text
            };
            if let Some(first) = service.keys.facts.iter().find(same) {
                let message = format!("the service says this about `{}` already", fact.label.0);
                findings.push(at(fact.label.1, message).related(&page.file, first.label.1, "here"));
            }
        }
    }
    for (name, span) in &service.keys.integrates_with {
        let Some(other) = site
            .typed
            .ids
            .find(Kind::Service, name)
            .filter(|other| *other < id)
        else {
            continue;
        };
        let others = &site.typed.services.all[other];
        let here = others.keys.integrates_with.iter();
        if let Some((_, first)) = here.clone().find(|(name, _)| *name == service.id) {
            let file = &site.pages[others.page].page.file;
            let message = format!("`{name}` says already that the two work together");
            findings.push(at(*span, message).related(file, *first, "here"));
        }
    }
}

/// What the platform requires of a live service. One that does not say how far it is counts as live.
fn missing(site: &Site, id: ServiceId, findings: &mut Vec<Diagnostic>) {
    let service = &site.typed.services.all[id];
    if !matches!(service.keys.lifecycle, None | Some(Lifecycle::Live)) {
        return;
    }
    let lacks =
        |(requirement, _): &&(Requirement, crate::source::Span)| !has(site, id, *requirement);
    let missing: Vec<_> = site.typed.platform.require.iter().filter(lacks).collect();
    let Some((_, span)) = missing.first() else {
        return;
    };
    let words: Vec<_> = missing
        .iter()
        .map(|(requirement, _)| format!("`{}`", requirement.name()))
        .collect();
    let node = &site.pages[service.page];
    let message = format!("{} has no {}", node.title, in_words(&words));
    let is_matrix = |(one, _): &&(Requirement, _)| *one == Requirement::Responsibilities;
    let mut finding = Diagnostic::about(Code::ServiceMissing, &node.page.file, message)
        .related(
            &site.typed.platform.file,
            *span,
            "the platform requires it here",
        )
        .help("write it, or say with `lifecycle` that the service is not live yet");
    if missing.iter().copied().any(|one| is_matrix(&one)) {
        finding = finding.help(format!(
            "responsibilities are a file of their own: content/responsibilities/{}.toml",
            service.id
        ));
    }
    findings.push(finding);
}

fn has(site: &Site, id: ServiceId, requirement: Requirement) -> bool {
    let service = &site.typed.services.all[id];
    let keys = &service.keys;
    let front = &site.pages[service.page].page.front;
    match requirement {
        Requirement::Owner => front.owner.is_some(),
        Requirement::Support => keys.support.is_some(),
        Requirement::Benefit => !keys.benefits.is_empty(),
        Requirement::Day2 => !keys.day2.is_empty(),
        Requirement::Responsibilities => !site.typed.responsibilities.of_service(id).is_empty(),
        Requirement::Category => keys.category.is_some(),
        Requirement::Request => keys.request.is_some(),
        Requirement::Start => !keys.start.is_empty(),
        Requirement::Status => keys.status.is_some(),
        Requirement::Facts => !keys.facts.is_empty(),
        Requirement::Defaults => !keys.defaults.is_empty(),
        Requirement::Summary => front.summary.is_some(),
        Requirement::Reviewed => front.reviewed.is_some(),
    }
}

/// `a`, `a` and `b`; `a`, `b` and `c`.
pub(super) fn in_words(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
