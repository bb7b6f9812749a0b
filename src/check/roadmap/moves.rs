//! Moves of an item: each has its reason, and leads from one time to another, the oldest first.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::roadmap::Status;
use crate::model::Site;
use crate::model::roadmap::RoadmapItem;
use crate::source::Span;

/// The findings about the moves of one item, and about an end that is none.
pub(super) fn check(site: &Site, one: &RoadmapItem) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    unexplained(one, &mut findings);
    to_itself(one, &mut findings);
    out_of_order(site, one, &mut findings);
    two_ends(one, &mut findings);
    findings
}

/// Moves that are not explained, and items that are moved again and again.
fn unexplained(one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    let moved = &one.item.moved;
    for step in moved.iter().filter(|step| step.because.is_none()) {
        let from = step.from.as_ref();
        let message = match from {
            Some(from) => format!(
                "this item was moved away from `{}`, and nobody says why",
                from.text
            ),
            None => "this item was moved, and nobody says why".to_owned(),
        };
        findings.push(
            Diagnostic::at(
                Code::RoadmapMovedWithoutReason,
                &one.file,
                step.span,
                message,
            )
            .help("whoever planned with it will ask: `because = \"…\"`"),
        );
    }
    if moved.len() >= 3 && one.is_open() {
        let last = moved.last().map_or(Span::default(), |step| step.span);
        let message = format!("this item was moved {} times", moved.len());
        findings.push(
            Diagnostic::at(Code::RoadmapMovedOften, &one.file, last, message).help(
                "nobody believes the next date: cut it into parts, say a vaguer time, or drop it with a reason",
            ),
        );
    }
}

/// A move that leads from a time to the same.
fn to_itself(one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    let moved = &one.item.moved;
    let next = moved.iter().skip(1).map(|step| step.from.as_ref());
    // What became of an item that is done is not what it was moved to.
    let now = one.item.when.as_ref().filter(|_| one.is_open());
    for (step, next) in moved.iter().zip(next.chain([now])) {
        let Some((from, to)) = step.from.as_ref().zip(next) else {
            continue;
        };
        if from.meaning.is_none() || from.meaning != to.meaning {
            continue;
        }
        let message = format!("this move leads from `{}` to the same time", from.text);
        findings.push(
            Diagnostic::at(Code::RoadmapBadDate, &one.file, step.span, message).help(
                "`from` is what was promised before this move; what is promised now stands in `when`",
            ),
        );
    }
}

/// Moves that are not in the order of their days, and such that are still to come.
fn out_of_order(site: &Site, one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    let moved = &one.item.moved;
    for (step, next) in moved.iter().zip(moved.iter().skip(1)) {
        if let (Some(on), Some(later)) = (step.on, next.on)
            && later < on
        {
            let message =
                format!("this move was on {later}, before the one above it, which was on {on}");
            findings.push(
                Diagnostic::at(Code::RoadmapBadDate, &one.file, next.span, message)
                    .help("write the oldest move first: readers are told them in this order"),
            );
        }
    }
    let Some(today) = site.today else {
        return;
    };
    for step in moved {
        if let Some(on) = step.on.filter(|on| *on > today) {
            let message = format!("this move was on {on}, which is still to come");
            findings.push(
                Diagnostic::at(Code::RoadmapBadDate, &one.file, step.span, message)
                    .help("`on` is the day on which it was said that the item moves"),
            );
        }
    }
}

/// An item that is dropped and was shipped.
fn two_ends(one: &RoadmapItem, findings: &mut Vec<Diagnostic>) {
    // With a day on which it was shipped it counts as shipped, whatever is written beside.
    let written = one.item.status.as_ref().and_then(|word| word.meaning);
    if let Some((day, span)) = one.item.shipped_on
        && written == Some(Status::Dropped)
    {
        let message = format!("`{}` is dropped, and was shipped on {day}", one.item.id.0);
        findings.push(
            Diagnostic::at(Code::RoadmapBadDate, &one.file, span, message)
                .help("what is there is `status = \"shipped\"`; of what will not come remove `shipped_on`"),
        );
    }
}
