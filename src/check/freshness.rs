//! Pages that should have been read again.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PageId, Site};

/// The finding about the freshness of a page, where the site knows which day it is.
pub fn check(site: &Site, page: PageId) -> Option<Diagnostic> {
    let today = site.today?;
    let node = &site.pages[page];
    let front = &node.page.front;
    let (reviewed, span) = (front.reviewed?, front.reviewed_span?);
    let at =
        |message: String| Diagnostic::at(Code::FreshnessOverdue, &node.page.file, span, message);
    if reviewed > today {
        let message = format!("{} was reviewed on a day that is still to come", node.title);
        return Some(at(message).help(format!("write a day that is over; today is {today}")));
    }
    let late = site.review_late(page)?;
    let days = match late {
        1 => "1 day".to_owned(),
        late => format!("{late} days"),
    };
    let message = format!("{} should have been read again {days} ago", node.title);
    let finding = at(message).help(format!(
        "read the whole page, mend what is no longer true, and write `reviewed = {today}`"
    ));
    Some(match site.owner_of(page) {
        Some((owner, _)) => finding.help(format!("{owner} keeps it true")),
        None => finding.help("nobody keeps it true: `owner` would say who does"),
    })
}
