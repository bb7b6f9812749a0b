//! One cause is one finding: a value without its quotes that would be wrong in them too is said as
//! what it should be, and not as quotes that are missing.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

/// Leaves out what a parser says of a value where a better finding about the same value is there.
pub fn keep(findings: &mut Vec<Diagnostic>) {
    let mut of_parser: HashMap<SitePath, Vec<Span>> = HashMap::new();
    for finding in findings.iter().filter(|one| is_of_parser(one)) {
        if let Some(span) = finding.span {
            let spans = of_parser.entry(finding.file.clone()).or_default();
            spans.push(span);
        }
    }
    if of_parser.is_empty() {
        return;
    }
    let better: Vec<(SitePath, Span)> = findings
        .iter()
        .filter(|one| of_parser.contains_key(&one.file) && says_it_all(one))
        .filter_map(|one| Some((one.file.clone(), one.span?)))
        .collect();
    findings.retain(|one| {
        let is_said = |span: Span| {
            let touches = |other: &Span| span.start <= other.end && other.start <= span.end;
            let mut known = better.iter();
            known.any(|(file, other)| *file == one.file && touches(other))
        };
        !is_of_parser(one) || !one.span.is_some_and(is_said)
    });
}

fn is_of_parser(one: &Diagnostic) -> bool {
    let slips = ["needs quotes", "no quotes", "a point and no comma"];
    matches!(one.code, Code::TomlSyntax | Code::PageBadFrontMatter)
        && slips.iter().any(|slip| one.message.ends_with(slip))
}

/// Whether who does what this finding says has mended what the parser says too.
fn says_it_all(one: &Diagnostic) -> bool {
    let name = one.code.name();
    let with_quotes = one.replacement.as_ref();
    let with_quotes = with_quotes.is_some_and(|text| text.starts_with('"'));
    name.ends_with("/bad-date")
        || one.code == Code::ScorecardBadPeriod
        || one.message.contains("must be a whole number")
        || (with_quotes && !is_of_parser(one))
}
