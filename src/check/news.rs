//! News: what they refer to, their day, and what a reader has to do.

use crate::date::{Date, habit};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Kind, NewsId, Site};
use crate::path::SitePath;

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
        let message = match no_such_day(page.file.name()) {
            Some(day) => format!("these news have no date: there is no day `{day}`"),
            None => "these news have no date".to_owned(),
        };
        let finding = Diagnostic::about(Code::NewsNoDate, &page.file, message);
        findings.push(match written_otherwise(page.file.name()) {
            Some(name) => finding.help(format!(
                "a name begins with year, month and day: call the file `{name}`"
            )),
            None => finding
                .help("write for example `date = 2026-10-02`, or begin the name of the file with the day: `2026-10-02-…`")
                .help("without it they stand last in the list, and no feed has them"),
        });
    }
    if let Some(date) = keys.date {
        findings.extend(other_day(&page.file, date));
        findings.extend(to_come(site, &page.file, date));
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

/// News whose name begins with another day than they have.
fn other_day(file: &SitePath, date: Date) -> Option<Diagnostic> {
    let named = Date::parse(file.name().get(..10)?).filter(|named| *named != date)?;
    let message = format!("these news are of {date}, and their name says {named}");
    let help = "remove `date`, or rename the file: its address has the day of the name";
    Some(warning(file, message).help(help))
}

/// News of a day that is still to come: they stand before all others until then.
fn to_come(site: &Site, file: &SitePath, date: Date) -> Option<Diagnostic> {
    let message = format!("these news are of {}, which is still to come", date.long());
    let is_to_come = site.today.is_some_and(|today| date > today);
    is_to_come.then(|| {
        warning(file, message).help(
            "write the day on which they came; with `draft = true` nobody sees them until then",
        )
    })
}

fn warning(file: &SitePath, message: String) -> Diagnostic {
    let mut finding = Diagnostic::about(Code::NewsUnknownValue, file, message);
    finding.severity = Severity::Warning;
    finding
}

/// What stands in the place of the day in the name of a file, `2026-13-02-outage.md`, where no calendar has it.
fn no_such_day(name: &str) -> Option<&str> {
    let day = name.get(..10)?;
    let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    (is_day && Date::parse(day).is_none()).then_some(day)
}

/// The name of a file that begins with a day as it is written by hand, `12.11.2026-outage.md`, with
/// the day as it should be.
fn written_otherwise(name: &str) -> Option<String> {
    let is_of_day = |letter: char| letter.is_ascii_digit() || ".-_".contains(letter);
    let end = name.find(|letter| !is_of_day(letter))?;
    let written = name[..end].trim_end_matches(['.', '-', '_']);
    let [day] = habit::readings(&written.replace(['-', '_'], "."))[..] else {
        return None;
    };
    Some(format!("{day}{}", &name[written.len()..]))
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
