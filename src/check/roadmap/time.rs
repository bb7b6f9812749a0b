//! Times that cannot be true, that nobody can know, or that are past.

use crate::date::{Period, Precision, Quarter};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::roadmap::Status;
use crate::model::Site;
use crate::model::roadmap::RoadmapItem;

/// The time of an item in words.
pub(super) fn in_words(one: &RoadmapItem) -> String {
    one.when()
        .map_or_else(|| "later".to_owned(), crate::date::When::words)
}

/// The findings about the times of one item.
pub(super) fn check(site: &Site, one: &RoadmapItem) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    too_precise(site, one, &mut findings);
    let Some(today) = site.today else {
        return findings;
    };
    let item = &one.item;
    if let Some((day, span)) = item.shipped_on
        && day > today
    {
        let message = format!(
            "`{}` was shipped on {day}, which is still to come",
            item.id.0
        );
        findings.push(
            Diagnostic::at(Code::RoadmapShippedInFuture, &one.file, span, message)
                .help("write what is promised as `when`; `shipped_on` is the day it was there"),
        );
    }
    let said = item.when.as_ref().map(|when| when.span);
    let said = said.or_else(|| item.deadline.as_ref().map(|deadline| deadline.span));
    // Of a state that cannot be read nobody knows whether it means that all is done.
    let is_open = item
        .status
        .as_ref()
        .is_none_or(|word| word.meaning.is_some());
    if let (Some(due), Some(span)) = (one.due(), said)
        && due < today
        && is_open
    {
        let days = today.days_since(due);
        let days = if days == 1 {
            "1 day".to_owned()
        } else {
            format!("{days} days")
        };
        let message = format!(
            "`{}` was promised for {}, {days} ago",
            item.id.0,
            in_words(one)
        );
        findings.push(
            Diagnostic::at(Code::RoadmapPastDue, &one.file, span, message)
                .label("readers see that it is overdue")
                .help("shipped? Write `shipped_on`. Not yet? Write the new time as `when`, and the old one with its reason into `moved`"),
        );
        return findings;
    }
    disagree(one, Quarter::of(today), &mut findings);
    findings
}

/// A day that is more than two quarters ahead, and no deadline that makes it one.
fn too_precise(site: &Site, one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    let Some(running) = site.typed.roadmap.running(site.today) else {
        return;
    };
    let Some(when) = one.item.when.as_ref() else {
        return;
    };
    let is_day = when
        .meaning
        .is_some_and(|one| one.precision() == Precision::Day);
    let Some(day) = one.due().filter(|_| is_day && one.item.deadline.is_none()) else {
        return;
    };
    let quarter = Quarter::of(day);
    if quarter.index() - running.index() > 2 {
        let message = format!("{} is a day that nobody can know yet", day.long());
        findings.push(
            Diagnostic::at(Code::RoadmapTooPrecise, &one.file, when.span, message)
                .label("more than two quarters ahead")
                .help("say what you are sure of; where the day is given from outside, write it as `deadline` with its reason")
                .replacement(format!("\"{quarter}\"")),
        );
    }
}

/// A state and a time that cannot both be true.
fn disagree(one: &RoadmapItem, running: Quarter, findings: &mut Vec<Diagnostic>) {
    use crate::date::When;
    let item = &one.item;
    let (Some(status), Some(when)) = (one.status(), item.when.as_ref()) else {
        return;
    };
    let Some(time) = when.meaning else { return };
    let begins = time.quarters().map(|(first, _)| first);
    let is_far = match (time, begins) {
        (When::Later | When::Next, _) => true,
        (_, Some(begins)) => begins > running.next(),
        _ => false,
    };
    let has_begun = time == When::Now || begins.is_some_and(|begins| begins < running);
    let message = match status {
        Status::Building | Status::Preview if is_far => format!(
            "`{}` is {} already, and promised for {} only",
            item.id.0,
            status.word(),
            time.words()
        ),
        Status::Exploring if has_begun => format!(
            "`{}` is promised for {}, which has begun, and still nobody knows whether it will be done",
            item.id.0,
            time.words()
        ),
        _ => return,
    };
    let word = item.status.as_ref().map_or(item.id.1, |word| word.span);
    findings.push(
        Diagnostic::at(Code::RoadmapStatusAndWhenDisagree, &one.file, word, message)
            .related(&one.file, when.span, "promised here")
            .help("one of the two is older than the other: bring it up to date"),
    );
}

/// A roadmap at which nobody looked for longer than it says itself.
pub(super) fn not_reviewed(site: &Site) -> Vec<Diagnostic> {
    let Some(today) = site.today else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for file in site.typed.roadmap.files() {
        let Some(((reviewed, span), every)) = file.reviewed.zip(file.review_every.flatten()) else {
            continue;
        };
        let late = reviewed.after(every).map_or(0, |due| today.days_since(due));
        if late > 0 {
            let ago = today.days_since(reviewed);
            let message = format!(
                "nobody looked at the items of this file for {ago} days, it should be every {}",
                period(every)
            );
            findings.push(
                Diagnostic::at(Code::RoadmapNotReviewed, &file.file, span, message)
                    .help("look at each item, then write today's date"),
            );
        }
    }
    findings
}

fn period(period: Period) -> String {
    match period {
        Period::Days(days) => format!("{days} days"),
        Period::Months(1) => "month".to_owned(),
        Period::Months(months) => format!("{months} months"),
    }
}
