//! Events, communities and the scorecard: what they refer to, and what became of events.

use std::collections::HashMap;

use crate::date::Period;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::load::events::{Entry, Time, Words};
use crate::model::{Kind, Site};
use crate::path::SitePath;

use super::references::References;

/// The findings about the three files that need the site.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut findings = events(site);
    findings.extend(communities(site));
    findings.extend(scorecard(site));
    findings
}

fn events(site: &Site) -> Vec<Diagnostic> {
    let Some(file) = &site.typed.files.events else {
        return Vec::new();
    };
    let mut findings = twice(
        Code::EventDuplicateId,
        &file.file,
        "event or series",
        file.entries.iter().map(|entry| &entry.id),
    );
    let mut references = References::of(site, &file.file, Code::EventUnknownId);
    references.all(Kind::Series, &file.named_series);
    for entry in &file.entries {
        words(&mut references, &entry.words);
        for occurrence in &entry.occurrences {
            if let Some(own) = &occurrence.own {
                words(&mut references, own);
            }
            let outcome = &occurrence.outcome;
            for way in outcome.recap.iter().chain(&outcome.recording) {
                findings.extend(no_way(site, &file.file, way));
            }
        }
        findings.extend(not_held(site, &file.file, entry));
        findings.extend(runs_out(site, &file.file, entry));
    }
    findings.append(&mut references.findings);
    findings
}

fn words(references: &mut References<'_>, words: &Words) {
    references.all_if_any(Kind::Persona, &words.personas);
    references.all(Kind::Service, &words.services);
    references.all_if_any(Kind::Item, &words.items);
}

/// A web address, a page or a file; anything else leads nowhere.
fn no_way(site: &Site, file: &SitePath, (text, span): &Written) -> Option<Diagnostic> {
    if site.way(text).is_some() || text.starts_with("https://") || text.starts_with("http://") {
        return None;
    }
    let message = format!("there is no page or file `{text}`");
    let finding = Diagnostic::at(Code::EventUnknownId, file, *span, message);
    let ids = site.pages.iter().map(|node| node.page.file.as_str());
    let ids = ids.filter_map(|path| path.strip_prefix("content/"));
    Some(match super::ways::nearest(text, ids) {
        Some(near) => finding
            .label(format!("did you mean `{near}`?"))
            .replacement(format!("\"{near}\"")),
        None => match super::ways::begun(text) {
            Some(begin) => finding
                .help(begin)
                .help("what is there already is a web address, or a path below `content/`"),
            None => finding.help("write a web address, or a path below `content/`"),
        },
    })
}

/// Days that are over, of events about which nobody says what became of them.
fn not_held(site: &Site, file: &SitePath, entry: &Entry) -> Vec<Diagnostic> {
    let Some(today) = site.today else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for occurrence in &entry.occurrences {
        let last = match occurrence.time {
            Time::Unknown => continue,
            Time::Day(day) => day,
            Time::Span(_, end) => end.local.date(),
        };
        let outcome = &occurrence.outcome;
        let is_stray = entry.series.is_some() && occurrence.by_rule.is_none();
        let is_open = !outcome.is_held() && !outcome.is_cancelled() && !is_stray;
        if let Some(span) = occurrence.span.filter(|_| is_open && last < today) {
            let message = format!(
                "`{}` was on {}: did it take place?",
                entry.id.0,
                last.long()
            );
            findings.push(
                Diagnostic::at(Code::EventNotHeld, file, span, message).help(
                    "add a `recap`, or write `status = \"held\"` or `status = \"cancelled\"`",
                ),
            );
        }
    }
    findings
}

/// A series that nobody has ended, and whose dates are over, or all but those of the next month.
fn runs_out(site: &Site, file: &SitePath, entry: &Entry) -> Option<Diagnostic> {
    let series = entry.series.as_ref()?;
    let last = entry.occurrences.iter().filter_map(|one| one.time.date());
    let last = last.max().filter(|_| series.until.is_none())?;
    if site.today?.after(Period::Days(31))? <= last {
        return None;
    }
    let message = format!(
        "the last date of `{}` is shown on {}",
        entry.id.0,
        last.long()
    );
    Some(
        Diagnostic::at(Code::EventRunsOut, file, entry.id.1, message)
            .help(
                "where it goes on, say so with a newer day in this file: an occurrence, or `skip`",
            )
            .help("where it has ended, write its last day: `until`"),
    )
}

fn communities(site: &Site) -> Vec<Diagnostic> {
    let Some(file) = &site.typed.files.communities else {
        return Vec::new();
    };
    let mut findings = twice(
        Code::CommunityDuplicateId,
        &file.file,
        "community",
        file.all.iter().map(|community| &community.id),
    );
    let mut references = References::of(site, &file.file, Code::CommunityUnknownId);
    for community in &file.all {
        findings.extend(
            community
                .meets
                .iter()
                .filter_map(|meets| meets_at_nothing(site, &file.file, meets)),
        );
        let join = community.join.as_ref();
        findings.extend(join.and_then(|join| {
            super::ways::words_or_page(site, &file.file, Code::CommunityUnknownId, join)
        }));
        references.all_if_any(Kind::Persona, &community.personas);
        references.all(Kind::Service, &community.services);
    }
    findings.append(&mut references.findings);
    findings
}

/// A community meets at an event or a series.
fn meets_at_nothing(site: &Site, file: &SitePath, (id, span): &Written) -> Option<Diagnostic> {
    let ids = &site.typed.ids;
    let kinds = [Kind::Event, Kind::Series];
    if kinds.iter().any(|kind| ids.known(*kind, id).is_some()) {
        return None;
    }
    let message = format!("there is no event or series `{id}`");
    let finding = Diagnostic::at(Code::CommunityUnknownId, file, *span, message);
    let known = kinds.iter().flat_map(|kind| ids.of(*kind));
    let mut names: Vec<&str> = known.map(|known| known.id.as_str()).collect();
    names.sort_unstable();
    Some(match suggest::nearest(id, names.iter().copied()) {
        Some(near) => {
            let finding = finding
                .label(format!("did you mean `{near}`?"))
                .replacement(format!("\"{near}\""));
            let mut known = kinds.iter().filter_map(|kind| ids.known(*kind, near));
            match known.find_map(|known| Some((&known.file, known.span?))) {
                Some((file, span)) => {
                    finding.related(file, span, format!("`{near}` is declared here"))
                }
                None => finding,
            }
        }
        None if names.is_empty() => finding.help(format!(
            "one is declared as {}, or {}",
            Kind::Event.declaration(),
            Kind::Series.declaration()
        )),
        None => finding.help(format!("known are {}", names.join(", "))),
    })
}

fn scorecard(site: &Site) -> Vec<Diagnostic> {
    let Some(file) = &site.typed.files.scorecard else {
        return Vec::new();
    };
    let mut references = References::of(site, &file.file, Code::ScorecardUnknownId);
    references.all(
        Kind::Goal,
        file.metrics
            .iter()
            .filter_map(|metric| metric.goal.as_ref()),
    );
    references.findings
}

/// Ids that are declared twice, whatever their case.
fn twice<'a>(
    code: Code,
    file: &SitePath,
    what: &str,
    ids: impl Iterator<Item = &'a Written>,
) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &Written> = HashMap::new();
    let mut findings = Vec::new();
    for id in ids.filter(|(id, _)| !id.is_empty()) {
        let Some(first) = seen.get(&id.0.to_lowercase()) else {
            seen.insert(id.0.to_lowercase(), id);
            continue;
        };
        let message = format!("there is another {what} `{}`", first.0);
        findings.push(
            Diagnostic::at(code, file, id.1, message)
                .related(file, first.1, "the first one")
                .help("give one of them another id, or remove it"),
        );
    }
    findings
}
