//! The report for a person to read.

use super::Report;
use super::freshness::{Owner, Stale};
use super::happiness::Happiness;
use super::paper::{Block, Paper, Piece, Section, Text, bad, counted, dim, joined, plain, strong};
use super::stakeholders::Talk;

/// How many pages are named before the rest is only counted. A report is two sheets, not a book.
const PAGES: usize = 15;
/// How many names stand in a line.
const NAMES: usize = 12;
/// How many changes stand in a line.
const CHANGES: usize = 3;

/// The report on paper.
pub fn paper(report: &Report) -> Paper {
    let mut about = vec![
        counted(report.pages, "page"),
        counted(report.services, "service"),
    ];
    about.splice(0..0, report.today.clone());
    Paper {
        title: format!("{}: report", report.title),
        subtitle: about.join(" · "),
        sections: vec![
            first(report),
            happiness(report),
            promises(report),
            freshness(report),
            gaps(report),
            stakeholders(report),
            findings(report),
        ],
    }
}

fn first(report: &Report) -> Section {
    let mut section = Section::new("first", "Mend first");
    if report.first.is_empty() {
        let rest = report.findings.warnings + report.gaps.unmet.len() + report.gaps.unsaid.len();
        return section.line(vec![match rest {
            0 => Piece::Good("Nothing. Everything is as it should be.".into()),
            _ => plain("Nothing that cannot wait. What could be better is told below."),
        }]);
    }
    let step = |task: &super::first::Task| {
        let mut text = vec![strong(&task.what)];
        if !task.why.is_empty() {
            text.extend([plain("  "), dim(&task.why)]);
        }
        text
    };
    let steps = report.first.iter().map(step).collect();
    section.blocks.push(Block::Steps(steps));
    section
}

fn happiness(report: &Report) -> Section {
    let section = Section::new("happiness", "Happiness");
    if report.happiness.is_empty() {
        let how =
            "not measured: a survey in content/surveys/ with a `headline` question measures it";
        return section.line(vec![dim(how)]);
    }
    let line = |one: &Happiness| -> Text {
        let asked = one
            .invited
            .map_or(String::new(), |invited| format!(" of {invited}"));
        let mut text = vec![
            strong(&one.text),
            plain(format!("  {}, {}", one.title, one.wave)),
            dim(format!(", n = {}{asked}", one.n)),
        ];
        text.extend(one.trend.iter().map(|trend| match trend.beyond_noise {
            true if trend.value < 0.0 => bad(format!("  {}", trend.text)),
            true => Piece::Good(format!("  {}", trend.text)),
            false => dim(format!("  {}", trend.text)),
        }));
        text
    };
    section.list(report.happiness.iter().map(line).collect())
}

fn promises(report: &Report) -> Section {
    let mut section = Section::new("promises", "Promises");
    let Some(kept) = &report.promises else {
        let how = "there is no roadmap: content/roadmap/ would say what you promise";
        return section.line(vec![dim(how)]);
    };
    let line = match kept.hit_rate {
        None => vec![dim("nothing was due in the last twelve months")],
        Some(rate) => {
            let mut text = vec![
                strong(format!("{rate} % kept")),
                plain(format!(
                    "  {} of {} in twelve months",
                    kept.kept,
                    counted(kept.due, "promise")
                )),
            ];
            for (count, word) in [
                (kept.late, "late"),
                (kept.moved, "moved"),
                (kept.dropped, "dropped"),
            ] {
                if count > 0 {
                    text.push(plain(format!(", {count} {word}")));
                }
            }
            text
        }
    };
    section.blocks.push(Block::Line(line));
    let mut items: Vec<Text> = Vec::new();
    for late in kept.past_due.iter().take(NAMES) {
        let days = counted(late.days_late as usize, "day");
        items.push(vec![
            bad(format!("{days} past due: ")),
            plain(&late.title),
            dim(format!("  {}, {}", late.when, late.id)),
        ]);
    }
    if kept.moved_without_reason > 0 {
        let count = counted(kept.moved_without_reason, "move");
        items.push(vec![bad(format!("{count} without a reason"))]);
    }
    if !kept.vanished.is_empty() {
        items.push(super::promises::told(&kept.vanished));
    }
    for one in kept.asked.iter().take(CHANGES) {
        let products = counted(one.products as usize, "product");
        items.push(vec![
            plain(format!(
                "Asked for by {products}, and not planned: {}",
                one.title
            )),
            dim(format!("  {}", one.id)),
        ]);
    }
    section.list(items)
}

fn freshness(report: &Report) -> Section {
    let fresh = &report.freshness;
    let mut section = Section::new("freshness", "Freshness");
    let mut line = vec![plain(format!(
        "{} of {} reviewed",
        fresh.reviewed,
        counted(fresh.reviewed + fresh.never, "page")
    ))];
    line.push(plain(", "));
    line.push(match fresh.overdue {
        0 => plain("none overdue"),
        count => bad(format!("{count} overdue")),
    });
    line.push(plain(format!(", {} not reviewed yet", fresh.never)));
    section.blocks.push(Block::Line(line));
    if fresh.reviewed == 0 {
        let how = "`reviewed = 2026-10-02` on a page says that somebody read it whole on that day";
        return section.line(vec![dim(how)]);
    }
    let row = |owner: &Owner| -> Vec<Text> {
        let overdue = match owner.overdue {
            0 => dim("0"),
            count => bad(count.to_string()),
        };
        let number = |count: usize| vec![plain(count.to_string())];
        vec![
            vec![strong(&owner.name)],
            owner.contact.iter().map(plain).collect(),
            number(owner.pages),
            vec![overdue],
            number(owner.changed),
            number(owner.never),
        ]
    };
    section.blocks.push(Block::Table(
        vec![
            "Kept true by",
            "Reached at",
            "Pages",
            "Overdue",
            "Changed since review",
            "Not reviewed",
        ],
        fresh.owners.iter().map(row).collect(),
    ));
    let mut stale: Vec<(&Owner, &Stale)> = Vec::new();
    for owner in &fresh.owners {
        stale.extend(owner.stale.iter().map(|page| (owner, page)));
    }
    stale.sort_by_key(|(_, page)| std::cmp::Reverse((page.days_late, page.changed_days_after)));
    if stale.is_empty() {
        return section;
    }
    let head =
        "Read these again: most overdue first, then what changed the longest after its review";
    section.blocks.push(Block::Head(vec![plain(head)]));
    let rows = stale
        .iter()
        .take(PAGES)
        .map(|(owner, page)| row_of(owner, page));
    let columns = vec!["Page", "Kept true by", "Overdue", "Reviewed", "Changed"];
    section.blocks.push(Block::Table(columns, rows.collect()));
    if stale.len() > PAGES {
        let text = format!(
            "and {} more: `groundplan report --format json` lists all",
            stale.len() - PAGES
        );
        section.blocks.push(Block::Line(vec![dim(text)]));
    }
    section
}

fn row_of(owner: &Owner, page: &Stale) -> Vec<Text> {
    let overdue = match page.days_late {
        Some(days) => bad(counted(days as usize, "day")),
        None => dim("no"),
    };
    let changed = match (&page.changed, page.changed_days_after) {
        (Some(day), Some(days)) => vec![
            plain(day),
            dim(format!(", {} after", counted(days as usize, "day"))),
        ],
        (Some(day), None) => vec![dim(day)],
        _ => Vec::new(),
    };
    vec![
        vec![page.page.piece()],
        vec![plain(&owner.name)],
        vec![overdue],
        vec![plain(&page.reviewed)],
        changed,
    ]
}

fn gaps(report: &Report) -> Section {
    let gaps = &report.gaps;
    let mut section = Section::new("gaps", "Gaps of services");
    if gaps.live == 0 {
        return section.line(vec![dim("there is no live service yet")]);
    }
    let live = counted(gaps.live, "live service");
    let line = match gaps.complete {
        0 if gaps.live == 1 => "the only live service is not complete".to_owned(),
        0 => format!("none of {live} is complete"),
        all if all == gaps.live => format!("{live}, and nothing is missing"),
        some => format!("{some} of {live} are complete"),
    };
    section.blocks.push(Block::Line(vec![plain(line)]));
    for gap in &gaps.kinds {
        let mut text = vec![
            bad(gap.title),
            plain(format!(" ({}): ", gap.services.len())),
        ];
        text.extend(joined(
            gap.services.iter().take(NAMES).map(|one| one.piece()),
        ));
        if gap.services.len() > NAMES {
            text.push(plain(format!(" and {} more", gap.services.len() - NAMES)));
        }
        section.blocks.push(Block::List(vec![text]));
    }
    if !gaps.unmet.is_empty() {
        let count = counted(gaps.unmet.len(), "need");
        let head = vec![plain(format!("{count} of personas that no service meets"))];
        section.blocks.push(Block::Head(head));
        let unmet = gaps.unmet.iter();
        let items = unmet.map(|one| vec![plain(&one.need), dim(format!("  {}", one.persona))]);
        section = section.list(items.collect());
    }
    if !gaps.unsaid.is_empty() {
        let count = counted(gaps.unsaid.len(), "need");
        let head = format!("{count} met by what was shipped, and no service says so");
        section.blocks.push(Block::Head(vec![plain(head)]));
        let item = |one: &super::gaps::Unsaid| {
            let whose = dim(format!("  {}, {}: ", one.persona, one.item));
            vec![plain(&one.need), whose, plain(&one.help)]
        };
        section = section.list(gaps.unsaid.iter().map(item).collect());
    }
    section
}

fn stakeholders(report: &Report) -> Section {
    let mut section = Section::new("stakeholders", "Stakeholders");
    if report.stakeholders.is_empty() {
        let how =
            "content/stakeholders.toml says whom you keep in touch with; it is never published";
        return section.line(vec![dim(how)]);
    }
    for talk in &report.stakeholders {
        section.blocks.push(Block::Head(head_of(talk)));
        let mut items: Vec<Text> = Vec::new();
        if let Some(note) = &talk.note {
            items.push(vec![dim(note)]);
        }
        for one in &talk.cares_about {
            let mut text = vec![plain(format!("{} {}: ", one.kind, one.title))];
            match (&one.unknown, one.changed.is_empty()) {
                (_, true) if talk.last.is_none() => {
                    text.push(dim("when it changed is told from the day in `last` on"))
                }
                (Some(unknown), true) => text.push(dim(format!("no change is known: {unknown}"))),
                (None, true) => text.push(dim("nothing changed since")),
                (_, false) => {}
            }
            for (index, change) in one.changed.iter().take(CHANGES).enumerate() {
                text.push(plain(if index > 0 { ", " } else { "changed " }));
                text.push(change.page.piece());
                text.push(dim(format!(" on {}", change.on)));
                if let Some(what) = &change.what {
                    text.push(plain(format!(" ({what})")));
                }
            }
            if one.changed.len() > CHANGES {
                text.push(plain(format!(" and {} more", one.changed.len() - CHANGES)));
            }
            if let (Some(unknown), false) = (&one.unknown, one.changed.is_empty()) {
                text.push(dim(format!("; {unknown}")));
            }
            items.push(text);
        }
        section = section.list(items);
    }
    section
}

fn head_of(talk: &Talk) -> Text {
    let mut text = vec![strong(&talk.name), plain("  ")];
    text.push(match (&talk.last, &talk.due, talk.days_late) {
        (None, ..) => bad("not spoken to yet"),
        (_, Some(due), Some(days)) => bad(format!(
            "was due on {due}, {} ago",
            counted(days as usize, "day")
        )),
        (_, Some(due), None) => dim(format!("due on {due}")),
        (Some(last), None, _) => dim(format!("last spoken to on {last}")),
    });
    text
}

fn findings(report: &Report) -> Section {
    let found = &report.findings;
    let mut section = Section::new("findings", "Findings");
    let line = crate::diagnostic::frame::summary(found.errors, found.warnings);
    section.blocks.push(Block::Line(vec![plain(line)]));
    let item = |kind: &super::FoundKind| {
        let place = match kind.line {
            Some(line) => format!("{}:{line}", kind.file),
            None => kind.file.clone(),
        };
        vec![
            vec![plain(kind.count.to_string())],
            vec![match kind.severity {
                "error" => bad(kind.code),
                _ => plain(kind.code),
            }],
            vec![plain(&kind.message)],
            vec![dim(place)],
        ]
    };
    if !found.kinds.is_empty() {
        let rows = found.kinds.iter().map(item).collect();
        let columns = vec!["", "Kind", "The first of them", "Where"];
        section.blocks.push(Block::Table(columns, rows));
    }
    section
}
