//! What must be mended today: the few things that should be done before all others.

use serde::Serialize;

use super::freshness::Freshness;
use super::gaps::Gaps;
use super::paper::counted;
use super::stakeholders::Talk;
use super::{Findings, FoundKind};

/// How many things are first. More than this is a list again, and nobody begins.
const MOST: usize = 7;

/// Something that should be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Task {
    /// What to do, as a sentence without a full stop.
    pub what: String,
    /// Why, or what it is about; empty where the sentence says it all.
    pub why: String,
    /// The part of the report that says more: `findings`, `freshness`, `gaps`, `stakeholders`.
    pub part: &'static str,
}

/// Broken promises come first (what readers see wrong, what was due), then people, then what would be
/// better.
pub fn of(
    findings: &Findings,
    freshness: &Freshness,
    gaps: &Gaps,
    stakeholders: &[Talk],
) -> Vec<Task> {
    let mut tasks = Vec::new();
    if findings.errors > 0 {
        let first = findings.kinds.first();
        tasks.push(Task {
            what: match findings.errors {
                1 => "Mend 1 error: it stops the publishing".to_owned(),
                count => format!("Mend {count} errors: they stop the publishing"),
            },
            why: first.map_or(String::new(), place_and_message),
            part: "findings",
        });
    }
    let time = findings.kinds.iter().filter(|kind| kind.clock);
    // Overdue pages are told by owner below.
    for kind in time.filter(|kind| kind.code != "freshness/overdue") {
        let more = match kind.count {
            1 => String::new(),
            count => format!(", and {} more of the kind", count - 1),
        };
        tasks.push(Task {
            what: format!("{}{more}", capital(&kind.message)),
            why: format!("{}: {}", place(kind), kind.code),
            part: "findings",
        });
    }
    for talk in stakeholders.iter().filter(|talk| talk.days_late.is_some()) {
        let days = counted(talk.days_late.unwrap_or(0) as usize, "day");
        let changed: usize = talk.cares_about.iter().map(|one| one.changed.len()).sum();
        let cares: Vec<&str> = talk
            .cares_about
            .iter()
            .map(|one| one.title.as_str())
            .collect();
        let why = match changed {
            0 if cares.is_empty() => String::new(),
            0 => format!("they care about {}", cares.join(", ")),
            count => format!(
                "{} changed in what they care about",
                counted(count, "thing")
            ),
        };
        tasks.push(Task {
            what: format!("Talk to {}: {days} late", talk.name),
            why,
            part: "stakeholders",
        });
    }
    for owner in freshness
        .owners
        .iter()
        .filter(|owner| owner.overdue > 0)
        .take(3)
    {
        let worst = owner.stale.first();
        let why = worst.map_or(String::new(), |page| {
            let days = page.days_late.unwrap_or(0) as usize;
            format!("{} is {} late", page.page.title, counted(days, "day"))
        });
        let pages = counted(owner.overdue, "overdue page");
        let what = match (&owner.id, &owner.contact) {
            (None, _) => format!("Find somebody for {pages} that nobody keeps true"),
            (_, Some(contact)) => format!("Ask {} ({contact}) to read {pages} again", owner.name),
            (_, None) => format!("Ask {} to read {pages} again", owner.name),
        };
        tasks.push(Task {
            what,
            why,
            part: "freshness",
        });
    }
    if let Some(gap) = gaps.kinds.iter().min_by_key(|gap| gap.services.len()) {
        let names: Vec<&str> = gap
            .services
            .iter()
            .take(3)
            .map(|service| service.title.as_str())
            .collect();
        let more = gap.services.len().saturating_sub(names.len());
        let and = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        tasks.push(Task {
            what: format!(
                "Close the smallest gap: {}, {}{and}",
                gap.title,
                names.join(", ")
            ),
            why: gap.help.to_owned(),
            part: "gaps",
        });
    }
    tasks.truncate(MOST);
    tasks
}

fn place(kind: &FoundKind) -> String {
    match kind.line {
        Some(line) => format!("{}:{line}", kind.file),
        None => kind.file.clone(),
    }
}

fn place_and_message(kind: &FoundKind) -> String {
    format!("{}: {}", place(kind), kind.message)
}

/// A sentence begins with a capital letter, unless it begins with something quoted.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
