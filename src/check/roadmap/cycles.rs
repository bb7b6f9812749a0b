//! Items that wait for each other in a circle.

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
    for mut circle in circles(site) {
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

/// The circles that a walk along `after` meets. Each item is left for good once, so there are no
/// more circles than links, and none is told twice.
fn circles(site: &Site) -> Vec<Vec<ItemId>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnTheWay,
        Done,
    }
    let items = &site.typed.roadmap.items;
    let mut states = vec![State::New; items.len()];
    let mut circles = Vec::new();
    for start in 0..items.len() {
        if states[start] != State::New {
            continue;
        }
        // The way from the start, each with the number of its needs that were followed.
        let mut way: Vec<(ItemId, usize)> = vec![(start, 0)];
        states[start] = State::OnTheWay;
        while let Some((at, followed)) = way.last_mut() {
            let (at, need) = (*at, items[*at].after.get(*followed).copied());
            *followed += 1;
            match need {
                None => {
                    states[at] = State::Done;
                    way.pop();
                }
                Some(next) => match states[next] {
                    State::New => {
                        states[next] = State::OnTheWay;
                        way.push((next, 0));
                    }
                    State::OnTheWay => {
                        let begin = way.iter().position(|(id, _)| *id == next);
                        let circle = way[begin.unwrap_or(0)..].iter();
                        circles.push(circle.map(|(id, _)| *id).collect());
                    }
                    State::Done => {}
                },
            }
        }
    }
    circles
}
