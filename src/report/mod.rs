//! What the product owner should know of the platform today: a value, made of the site and of what a
//! check found. The terminal, a page and programs get the same.

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Site;
use crate::source::position;

pub mod brief;
pub mod first;
pub mod freshness;
pub mod gaps;
pub mod happiness;
mod on_paper;
pub mod paper;
pub mod plain;
pub mod promises;
pub mod stakeholders;

use first::Task;
use freshness::Freshness;
use gaps::Gaps;
use happiness::Happiness;
use paper::{Paper, Target};
use promises::Promises;
use stakeholders::Talk;

/// The report of a site.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of this form; it grows when a key is removed or means something else.
    pub schema: u32,
    /// The title of the site.
    pub title: String,
    /// The day that counts as today; None where the site may not know it.
    pub today: Option<String>,
    /// How many pages the site has.
    pub pages: usize,
    /// How many services.
    pub services: usize,
    /// What should be done first, the most urgent first.
    pub first: Vec<Task>,
    /// Whether customers are happy: the headline of each survey.
    pub happiness: Vec<Happiness>,
    /// Whether the platform kept its word; None without a roadmap.
    pub promises: Option<Promises>,
    /// Which pages should be read again, by owner.
    pub freshness: Freshness,
    /// What services lack.
    pub gaps: Gaps,
    /// Whom to speak to.
    pub stakeholders: Vec<Talk>,
    /// What a check found.
    pub findings: Findings,
}

/// What a check found, in numbers.
#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// Each kind, errors first, the most frequent first.
    pub kinds: Vec<FoundKind>,
}

/// A kind of finding.
#[derive(Clone, Debug, Serialize)]
pub struct FoundKind {
    /// `link/dead`
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// How many there are.
    pub count: usize,
    /// What the first of them says.
    pub message: String,
    /// Its file.
    pub file: String,
    /// Its line, where it has one.
    pub line: Option<usize>,
    /// Whether it comes with time alone.
    pub clock: bool,
}

/// A page of the site.
#[derive(Clone, Debug, Serialize)]
pub struct PageRef {
    /// Its title.
    pub title: String,
    /// Its address in the site.
    pub address: Option<String>,
    /// Its file.
    pub file: String,
}

fn page_ref(target: &Target) -> PageRef {
    PageRef {
        title: target.title.clone(),
        address: target.address.clone(),
        file: target.file.clone(),
    }
}

impl PageRef {
    /// The same as a piece of a text.
    fn piece(&self) -> paper::Piece {
        paper::Piece::Link(Target {
            title: self.title.clone(),
            address: self.address.clone(),
            file: self.file.clone(),
        })
    }
}

impl Report {
    /// The report of a site, with what a check found there.
    pub fn of(site: &Site, findings: &[Diagnostic]) -> Self {
        let findings = found(site, findings);
        let freshness = freshness::of(site);
        let gaps = gaps::of(site);
        let stakeholders = stakeholders::of(site);
        Self {
            schema: 1,
            title: site.config.title.clone(),
            today: site.today.map(|today| today.to_string()),
            pages: site.pages.len(),
            services: site.typed.services.all.len(),
            first: first::of(&findings, &freshness, &gaps, &stakeholders),
            happiness: happiness::of(site),
            promises: promises::of(site),
            freshness,
            gaps,
            stakeholders,
            findings,
        }
    }

    /// The same for a person to read.
    pub fn paper(&self) -> Paper {
        on_paper::paper(self)
    }

    /// The same for programs: one object, with a line end.
    pub fn json(&self) -> String {
        // Texts, numbers and lists of them can always be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Findings by their kind.
fn found(site: &Site, findings: &[Diagnostic]) -> Findings {
    let mut kinds: Vec<(Code, Severity, usize, &Diagnostic)> = Vec::new();
    for finding in findings {
        let same = |kind: &&mut (Code, Severity, usize, &Diagnostic)| {
            kind.0 == finding.code && kind.1 == finding.severity
        };
        match kinds.iter_mut().find(same) {
            Some(kind) => kind.2 += 1,
            None => kinds.push((finding.code, finding.severity, 1, finding)),
        }
    }
    kinds.sort_by_key(|(code, severity, count, _)| (*severity, usize::MAX - count, *code));
    let line = |finding: &Diagnostic| {
        let page = site.page_of_file(finding.file.as_str())?;
        let start = finding.span?.start;
        Some(position(site.pages[page].page.text(), start).line)
    };
    let (errors, warnings) = crate::diagnostic::count(findings);
    Findings {
        errors,
        warnings,
        kinds: kinds
            .into_iter()
            .map(|(code, severity, count, first)| FoundKind {
                code: code.name(),
                severity: match severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                count,
                message: first.message.clone(),
                file: first.file.to_string(),
                line: line(first),
                clock: code.is_clock(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
