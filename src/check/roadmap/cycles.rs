//! Items that wait for each other in a circle.

use crate::check::cycles::circles;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;
use crate::model::roadmap::ItemId;

/// One finding for each circle, at the item of it that is written first.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let items = &site.typed.roadmap.items;
    let mut findings = Vec::new();
    // An item that waits for itself is no link of the model: it is seen in what is written.
    for one in items {
        let own = one.item.after.iter().find(|(id, _)| *id == one.item.id.0);
        if let Some((id, span)) = own {
            let message = format!("`{id}` waits for itself");
            findings.push(
                Diagnostic::at(Code::RoadmapAfterCycle, &one.file, *span, message)
                    .help("remove it here"),
            );
        }
    }
    for mut circle in circles(items.len(), |id| &items[id].after) {
        let first = circle.iter().enumerate().min_by_key(|(_, id)| **id);
        let first = first.map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        findings.extend(finding(site, &circle));
    }
    findings
}

fn finding(site: &Site, circle: &[ItemId]) -> Option<Diagnostic> {
    let items = &site.typed.roadmap.items;
    let link = |at: usize| {
        let one = &items[circle[at]];
        let wanted = &items[circle[(at + 1) % circle.len()]].item.id.0;
        let written = one.item.after.iter().find(|(id, _)| id == wanted)?;
        Some((&one.file, written.1))
    };
    let mut names: Vec<&str> = circle
        .iter()
        .map(|id| items[*id].item.id.0.as_str())
        .collect();
    names.push(names[0]);
    let (file, span) = link(0)?;
    let message = format!(
        "these items wait for each other, so none can begin: {}",
        names.join(" → ")
    );
    let mut finding = Diagnostic::at(Code::RoadmapAfterCycle, file, span, message)
        .help("remove the `after` that matters least");
    for at in 1..circle.len() {
        if let Some((file, span)) = link(at) {
            let words = format!("`{}` waits for `{}`", names[at], names[at + 1]);
            finding = finding.related(file, span, words);
        }
    }
    Some(finding)
}
