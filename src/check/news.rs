//! News: what they refer to, their day, and what a reader has to do.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Kind, NewsId, Site};

use super::references::References;

/// The findings about one page of news.
pub fn check(site: &Site, id: NewsId) -> Vec<Diagnostic> {
    let news = &site.typed.news.all[id];
    let page = &site.pages[news.page].page;
    let Some(keys) = &page.news else {
        return Vec::new();
    };
    let mut references = References::of(site, &page.file, Code::NewsUnknownId);
    references.all(Kind::Item, &keys.items);
    let mut findings = references.findings;
    if keys.date.is_none() && !has_bad_date(&page.findings) {
        findings.push(
            Diagnostic::about(Code::NewsNoDate, &page.file, "these news have no date")
                .help("write for example `date = 2026-10-02`, or begin the name of the file with the day: `2026-10-02-…`")
                .help("without it they stand last in the list, and no feed has them"),
        );
    }
    let Some((by, span)) = keys.action_by else {
        return findings;
    };
    if keys.action.is_none() {
        let message = format!("something has to be done by {}, and not what", by.long());
        findings.push(
            Diagnostic::at(Code::NewsNoAction, &page.file, span, message)
                .help("write for example `action = \"Move to version 16\"`"),
        );
    }
    if let Some(date) = keys.date.filter(|date| by < *date) {
        let message = format!(
            "the last day to act was before the news came, on {}",
            date.long()
        );
        findings.push(
            Diagnostic::at(Code::NewsUnknownValue, &page.file, span, message)
                .help("mend `action_by`, or `date`"),
        );
    }
    findings
}

/// Whether a date of the page was refused: it is said already.
fn has_bad_date(findings: &[Diagnostic]) -> bool {
    let codes = [
        Code::PageBadDate,
        Code::NewsBadDate,
        Code::PageBadFrontMatter,
    ];
    findings.iter().any(|finding| codes.contains(&finding.code))
}
