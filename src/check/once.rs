//! One cause is one finding: a value without its quotes that would be wrong in them too is said as
//! what it should be, and not as quotes that are missing.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Mark};
use crate::model::Site;
use crate::path::SitePath;
use crate::source::Span;

/// Leaves out what follows from another finding, and what a parser says of a value where a better
/// finding about the same value is there.
pub fn keep(site: &Site, findings: &mut Vec<Diagnostic>) {
    without_what_follows(site, findings);
    without_what_is_shifted(findings);
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
    one.mark == Some(Mark::Unread)
}

/// Whether who does what this finding says has mended what the parser says too.
fn says_it_all(one: &Diagnostic) -> bool {
    let name = one.code.name();
    let with_quotes = one.replacement.as_ref();
    let with_quotes = with_quotes.is_some_and(|text| text.starts_with('"'));
    name.ends_with("/bad-date")
        || one.code == Code::ScorecardBadPeriod
        || one.mark == Some(Mark::WholeNumber)
        || (with_quotes && !is_of_parser(one))
}

/// A name with a slip is missed elsewhere: who mends it has mended that too.
fn without_what_follows(site: &Site, findings: &mut Vec<Diagnostic>) {
    let codes = [
        Code::MatrixIdleParty,
        Code::VocabularyNoDeveloper,
        Code::VocabularyUnused,
        Code::RoadmapBadTarget,
    ];
    if !findings.iter().any(|one| codes.contains(&one.code)) {
        return;
    }
    let is_group_unknown = findings.iter().any(|one| {
        one.code == Code::VocabularyUnknownValue && one.mark == Some(Mark::NoValueOf("group"))
    });
    let is_id = |one: &&Diagnostic| one.code.name().ends_with("/unknown-id");
    let meant = findings.iter().filter(is_id);
    let meant: Vec<String> = meant.filter_map(|one| one.replacement.clone()).collect();
    let odd_keys = findings
        .iter()
        .filter(|one| one.code == Code::RoadmapUnknownKey);
    let odd_keys: Vec<(SitePath, Span)> = odd_keys
        .filter_map(|one| Some((one.file.clone(), one.span?)))
        .collect();
    findings.retain(|one| match one.code {
        // Another party that does nothing is another mistake.
        Code::MatrixIdleParty => {
            let mut parties = site.typed.platform.parties.iter();
            let idle = parties.find(|party| Some(party.id.1) == one.span);
            let is_it = |id: &String| idle.is_some_and(|party| party.id.0 == id.trim_matches('"'));
            !meant.iter().any(is_it)
        }
        Code::VocabularyNoDeveloper => !is_group_unknown,
        Code::VocabularyUnused => {
            let is_it = |id: &String| one.mark == Some(Mark::Of(id.trim_matches('"').to_owned()));
            !meant.iter().any(is_it)
        }
        Code::RoadmapBadTarget => one.span.is_none_or(|span| {
            let is_within = |(file, key): &(SitePath, Span)| {
                *file == one.file && span.start <= key.start && key.end <= span.end
            };
            !odd_keys.iter().any(is_within)
        }),
        _ => true,
    });
}

/// In a row with more cells than its head each cell may stand below somebody else's name: what is
/// wrong with them is mended with the row.
fn without_what_is_shifted(findings: &mut Vec<Diagnostic>) {
    let is_row = |one: &Diagnostic| one.mark == Some(Mark::LongRow);
    let rows = findings.iter().filter(|one| is_row(one));
    let rows: Vec<(SitePath, Span)> = rows
        .filter_map(|one| Some((one.file.clone(), one.span?)))
        .collect();
    if rows.is_empty() {
        return;
    }
    findings.retain(|one| {
        let is_within = |(file, row): &(SitePath, Span)| {
            let span = one.span.filter(|_| *file == one.file);
            span.is_some_and(|span| row.start <= span.start && span.end <= row.end)
        };
        is_row(one) || !one.code.name().starts_with("matrix/") || !rows.iter().any(is_within)
    });
}

#[cfg(test)]
mod tests {
    use crate::inputs::Inputs;
    use crate::pipeline;

    /// What is said of a service with this line, and of the site's settings with this one.
    fn said(of_service: &str, of_site: &str) -> Vec<String> {
        let service = format!("+++\nlifecycle = \"live\"\n{of_service}\n+++\n# One\n");
        let findings = pipeline::check(&Inputs::from_texts([
            ("groundplan.toml", of_site),
            ("content/index.md", "# Home\n"),
            ("content/services/one.md", service.as_str()),
        ]));
        let one = findings.iter().map(|one| {
            let mended = one.replacement.as_deref().unwrap_or("-");
            format!("{}: {}: {mended}", one.code, one.message)
        });
        one.collect()
    }

    #[test]
    fn several_texts_are_said_once_by_whoever_knows_how_many_are_wanted() {
        assert_eq!(
            said("summary = \"data\", \"runtime\"   # one of them", ""),
            ["page/unknown-value: `summary` takes one text, and these are 2: \"data\""]
        );
        assert_eq!(
            said("", "title = \"A\", \"B\"\n"),
            ["site/unknown-value: `title` takes one text, and these are 2: \"A\""]
        );
        assert_eq!(
            said("start = \"Order it\", \"Use it\"", ""),
            ["page/bad-front-matter: several texts stand in brackets: -"]
        );
    }
}
