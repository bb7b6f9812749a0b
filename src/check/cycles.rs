//! Services that run on each other in a circle.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ServiceId, Site};

/// One finding for each circle, at the service of it whose id comes first.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let services = &site.typed.services.all;
    let mut findings: Vec<Diagnostic> = Vec::new();
    // A service that runs on itself is no link of the model: it is seen in what is written.
    for service in services {
        let own = service
            .keys
            .runs_on
            .iter()
            .find(|(id, _)| *id == service.id);
        if let Some((id, span)) = own {
            let file = &site.pages[service.page].page.file;
            let message = format!("`{id}` runs on itself");
            findings.push(
                Diagnostic::at(Code::ServiceCycle, file, *span, message).help("remove it here"),
            );
        }
    }
    for mut circle in circles(services.len(), |id| &services[id].runs_on) {
        let first = circle
            .iter()
            .enumerate()
            .min_by_key(|(_, id)| &services[**id].id);
        let first = first.map_or(0, |(at, _)| at);
        circle.rotate_left(first);
        findings.extend(finding(site, &circle));
    }
    findings
}

fn finding(site: &Site, circle: &[ServiceId]) -> Option<Diagnostic> {
    let services = &site.typed.services.all;
    let next = |at: usize| circle[(at + 1) % circle.len()];
    let link = |at: usize| {
        let service = &services[circle[at]];
        let wanted = &services[next(at)].id;
        let written = service.keys.runs_on.iter().find(|(id, _)| id == wanted)?;
        Some((&site.pages[service.page].page.file, written.1))
    };
    let mut names: Vec<&str> = circle.iter().map(|id| services[*id].id.as_str()).collect();
    names.push(names[0]);
    let (file, span) = link(0)?;
    let message = format!("services run on each other: {}", names.join(" → "));
    let help = "one of these links means `integrates_with`: both work, each without the other";
    let mut finding = Diagnostic::at(Code::ServiceCycle, file, span, message).help(help);
    for at in 1..circle.len() {
        if let Some((file, span)) = link(at) {
            let words = format!("`{}` runs on `{}`", names[at], names[at + 1]);
            finding = finding.related(file, span, words);
        }
    }
    Some(finding)
}

/// The circles that a walk along links meets, among `count` things numbered from 0. Each thing is left
/// for good once, so there are no more circles than links, and none is told twice.
pub(super) fn circles<'a>(count: usize, links: impl Fn(usize) -> &'a [usize]) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        OnTheWay,
        Done,
    }
    let mut states = vec![State::New; count];
    let mut circles = Vec::new();
    for start in 0..count {
        if states[start] != State::New {
            continue;
        }
        // The way from the start, each with the number of its links that were followed.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        states[start] = State::OnTheWay;
        while let Some((at, followed)) = way.last_mut() {
            let (at, link) = (*at, links(*at).get(*followed).copied());
            *followed += 1;
            match link {
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
