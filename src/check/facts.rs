//! Facts of services, by which a category compares them.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::service::{Fact, Lifecycle};
use crate::model::{ServiceId, Site};

use super::service::in_words;

/// The findings about the facts of one service.
pub fn check(site: &Site, id: ServiceId) -> Vec<Diagnostic> {
    let service = &site.typed.services.all[id];
    let Some(category) = service
        .category
        .map(|index| &site.typed.platform.categories[index])
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let keys = &service.keys;
    let file = &site.pages[service.page].page.file;
    let labels = || category.facts.iter().map(|(label, _)| label.as_str());
    let has = |facts: &[Fact], label: &str| facts.iter().any(|fact| fact.label.0 == label);
    let of_offerings = keys.offerings.iter().flat_map(|offering| &offering.facts);
    let mut similar = Vec::new();
    for fact in keys.facts.iter().chain(of_offerings) {
        let (label, span) = &fact.label;
        if labels().any(|known| known == label) {
            continue;
        }
        let Some(near) = near(label, labels()) else {
            continue;
        };
        similar.push(near);
        let message = format!("`{label}` is almost `{near}`, which is compared");
        let finding = Diagnostic::at(Code::FactsSimilarLabel, file, *span, message)
            .label(format!("did you mean `{near}`?"))
            .replacement(format!("\"{near}\""));
        let declared = category.facts.iter().find(|(known, _)| known == near);
        findings.push(match declared {
            Some((_, span)) => {
                finding.related(&site.typed.platform.file, *span, "the category has it so")
            }
            None => finding,
        });
    }
    if !matches!(keys.lifecycle, Some(Lifecycle::Idea | Lifecycle::Retired)) {
        let lacks = |label: &&str| {
            let in_all = !keys.offerings.is_empty()
                && keys.offerings.iter().all(|one| has(&one.facts, label));
            // A label that was almost right is said already.
            !has(&keys.facts, label) && !in_all && !similar.contains(label)
        };
        let missing: Vec<String> = labels().filter(lacks).map(|l| format!("`{l}`")).collect();
        if let (false, Some((_, span))) = (missing.is_empty(), &keys.category) {
            let what = in_words(&missing);
            let message = format!(
                "{} says nothing about {what}",
                site.pages[service.page].title
            );
            let help = format!("`{}` compares it: write it below `[facts]`", category.id.0);
            findings.push(Diagnostic::at(Code::FactsMissing, file, *span, message).help(help));
        }
    }
    findings
}

/// The label that was meant. A longer label that begins with a known one is another fact:
/// `Availability` and `Availability of the API`.
fn near<'a>(label: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = suggest::nearest(label, known)?;
    let (label, lower) = (label.to_lowercase(), near.to_lowercase());
    let words = |text: &str| text.split_whitespace().count();
    (words(&label) == words(&lower)).then_some(near)
}
