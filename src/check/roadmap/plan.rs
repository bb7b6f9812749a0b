//! The plan as a whole: targets, the balance of a quarter, and how much is worked on at once.

use std::collections::HashMap;

use crate::date::Quarter;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::roadmap::{ItemKind, Shares};
use crate::model::Site;
use crate::model::roadmap::balance::{QuarterBalance, Share, rounded};
use crate::model::roadmap::{Column, ItemId};
use crate::path::SitePath;
use crate::source::Span;

/// From so many items on the balance of a quarter says something.
const ENOUGH: usize = 5;
/// More than this in Now is more than anybody works on, or reads.
const MOST_IN_NOW: usize = 40;

/// The findings about targets, balances and Now.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    said_twice(site, &mut findings);
    targets(site, &mut findings);
    now_too_long(site, &mut findings);
    let roadmap = &site.typed.roadmap;
    if let Some(running) = roadmap.running(site.today) {
        for quarter in [running, running.next()] {
            findings.extend(unbalanced(site, quarter, running));
        }
    }
    findings
}

/// The balance is said once for the site, a quarter once.
fn said_twice(site: &Site, findings: &mut Vec<Diagnostic>) {
    let files = site.typed.roadmap.files();
    let mut balances = files
        .iter()
        .filter_map(|file| Some((&file.file, file.balance.as_ref()?.span)));
    if let Some((first_file, first)) = balances.next() {
        for (file, span) in balances {
            findings.push(
                Diagnostic::at(
                    Code::RoadmapDuplicateId,
                    file,
                    span,
                    "the balance is said in another file already",
                )
                .related(first_file, first, "this one counts")
                .help("write it once for the whole roadmap"),
            );
        }
    }
    let mut first: HashMap<Quarter, (&SitePath, Span)> = HashMap::new();
    for (file, plan) in site.typed.roadmap.plans() {
        let Some(quarter) = plan.quarter else {
            continue;
        };
        let Some((other, span)) = first.get(&quarter) else {
            first.insert(quarter, (file, plan.id.1));
            continue;
        };
        let message = format!("`{quarter}` is described twice");
        findings.push(
            Diagnostic::at(Code::RoadmapDuplicateId, file, plan.id.1, message)
                .related(other, *span, "this one counts")
                .help("put both into one `[[quarter]]`"),
        );
    }
}

/// Shares of a whole are 100 together; what is kept free is less than everything.
fn targets(site: &Site, findings: &mut Vec<Diagnostic>) {
    let mut whole = |file: &SitePath, what: &str, shares: Option<&Shares>| {
        let Some(shares) = shares else { return };
        let sum = shares.sum();
        if (sum - 100.0).abs() > 0.5 {
            let message = format!("{what} is {sum} % in all, not 100 %");
            findings.push(
                Diagnostic::at(Code::RoadmapBadTarget, file, shares.span, message)
                    .help("`feature`, `tech-debt` and `operations` are parts of one whole"),
            );
        }
    };
    for file in site.typed.roadmap.files() {
        if let Some(balance) = &file.balance {
            whole(&file.file, "the target", balance.target.as_ref());
        }
        for plan in &file.quarters {
            whole(&file.file, "the target", plan.target.as_ref());
            whole(&file.file, "what was reported", plan.actual.as_ref());
        }
    }
    for file in site.typed.roadmap.files() {
        let reserve = file.balance.as_ref().and_then(|one| one.reserve.as_ref());
        if let Some(reserve) = reserve
            && reserve.sum() > 100.0
        {
            let message = format!(
                "{} % are kept free, which is more than there is",
                reserve.sum()
            );
            findings.push(
                Diagnostic::at(Code::RoadmapBadTarget, &file.file, reserve.span, message)
                    .help("keep free what is never an item, mostly 10 to 20 % for operations"),
            );
        }
    }
}

fn now_too_long(site: &Site, findings: &mut Vec<Diagnostic>) {
    let roadmap = &site.typed.roadmap;
    let running = roadmap.running(site.today);
    let ids = 0..roadmap.items.len();
    let now: Vec<ItemId> = ids
        .filter(|id| roadmap.column(*id, running) == Column::Now)
        .collect();
    if let (true, Some(first)) = (now.len() > MOST_IN_NOW, now.first()) {
        let one = &roadmap.items[*first];
        let message = format!("{} items are worked on at once", now.len());
        findings.push(
            Diagnostic::at(Code::RoadmapNowTooLong, &one.file, one.item.id.1, message)
                .label("this is the first of them")
                .help("what was shipped needs `shipped_on`, what waits needs `status = \"paused\"` or a later `when`")
                .help("the board groups so many by service and folds them"),
        );
    }
}

/// A quarter in which a kind of work is too far from its target.
fn unbalanced(site: &Site, quarter: Quarter, running: Quarter) -> Option<Diagnostic> {
    let roadmap = &site.typed.roadmap;
    let balance = roadmap.balance(quarter, Some(running));
    let (target, planned) = balance.target.zip(balance.planned)?;
    if balance.items < ENOUGH {
        return None;
    }
    let away = |kind: &usize| (planned[*kind] - target[*kind]).abs();
    let worst = [0, 1, 2]
        .into_iter()
        .filter(|kind| away(kind) > roadmap.tolerance() + 1e-6)
        .max_by(|a, b| away(a).total_cmp(&away(b)).then(b.cmp(a)))?;
    let (file, span) = place(site, quarter)?;
    let kind = ItemKind::ALL[worst];
    let [is, should] = [planned, target].map(|share| rounded(share)[worst]);
    let none = own_size(site, quarter, running, kind) <= 0.0;
    let message = match none {
        true => format!(
            "{} has nothing for {}, of which {should} % are wanted",
            quarter.words(),
            kind.label().to_lowercase()
        ),
        false => format!(
            "{} has {is} % {}, and {should} % are wanted",
            quarter.words(),
            kind.label().to_lowercase()
        ),
    };
    let numbers = |share: Share| {
        let parts = ItemKind::ALL.iter().zip(rounded(share));
        let parts: Vec<String> = parts
            .map(|(kind, part)| format!("{} {part} %", kind.word()))
            .collect();
        parts.join(", ")
    };
    let mut finding = Diagnostic::at(Code::RoadmapUnbalanced, &file, span, message).help(format!(
        "planned: {}; wanted: {}",
        numbers(planned),
        numbers(target)
    ));
    if let Some(advice) = cheapest(site, quarter, running, &balance) {
        finding = finding.help(advice);
    }
    let own =
        "or say that this quarter is another: `[[quarter]]` with its own `target` and `because`";
    Some(finding.help(match balance.is_own_target {
        true => "or change the target of the quarter, and say why",
        false => own,
    }))
}

/// Where a quarter's target is said: its own, else the roadmap's.
fn place(site: &Site, quarter: Quarter) -> Option<(SitePath, Span)> {
    let roadmap = &site.typed.roadmap;
    let mut plans = roadmap
        .plans()
        .filter(|(_, plan)| plan.quarter == Some(quarter));
    let own = plans.find_map(|(file, plan)| Some((file.clone(), plan.target.as_ref()?.span)));
    own.or_else(|| {
        let mut files = roadmap.files().iter();
        files.find_map(|file| {
            let target = file.balance.as_ref()?.target.as_ref()?;
            Some((file.file.clone(), target.span))
        })
    })
}

/// How much work of a kind is promised for a quarter.
fn own_size(site: &Site, quarter: Quarter, running: Quarter, kind: ItemKind) -> f64 {
    let items = site.typed.roadmap.items.iter();
    let own = items.filter(|one| one.kind() == Some(kind));
    own.map(|one| one.part_of(quarter, Some(running)) * one.weight())
        .sum()
}

/// The smallest item whose move out of the quarter, or into it, brings every kind within the
/// tolerance; else the one that helps most.
fn cheapest(
    site: &Site,
    quarter: Quarter,
    running: Quarter,
    balance: &QuarterBalance,
) -> Option<String> {
    let roadmap = &site.typed.roadmap;
    let target = balance.target?;
    let reserve = roadmap.reserve();
    let rest = 100.0 - reserve.iter().sum::<f64>();
    let sizes = ItemKind::ALL.map(|kind| own_size(site, quarter, running, kind));
    let off = |sizes: Share| -> f64 {
        let all: f64 = sizes.iter().sum();
        if all <= 0.0 {
            return f64::MAX;
        }
        let share = |kind: usize| reserve[kind] + rest * sizes[kind] / all;
        let away = |kind: usize| (share(kind) - target[kind]).abs();
        away(0).max(away(1)).max(away(2))
    };
    let before = off(sizes);
    // Whether it is enough, how much work is moved, how far it remains away, and what to say.
    let mut best: Option<((bool, f64, f64), String)> = None;
    for one in roadmap.items.iter().filter(|one| one.is_open()) {
        let Some(kind) = one.kind() else { continue };
        let size = one.weight();
        let part = one.part_of(quarter, Some(running)) * size;
        let mut moved = sizes;
        let advice = if part > 0.0 {
            moved[kind as usize] -= part;
            format!(
                "cheapest: move `{}` ({}, {}) out of {}",
                one.item.id.0,
                kind.word(),
                size_word(one),
                quarter.words()
            )
        } else if one.when().is_some_and(|when| later(when, quarter)) && !one.is_paused() {
            moved[kind as usize] += size;
            format!(
                "cheapest: bring `{}` ({}, {}) forward into {}",
                one.item.id.0,
                kind.word(),
                size_word(one),
                quarter.words()
            )
        } else {
            continue;
        };
        let remains = off(moved);
        if remains >= before {
            continue;
        }
        let is_enough = remains <= roadmap.tolerance();
        // What is enough is judged by its size, what is not by how far it gets.
        let cost = if is_enough { size } else { remains };
        let key = (!is_enough, cost, remains);
        let is_better = best
            .as_ref()
            .is_none_or(|(known, _)| key.partial_cmp(known) == Some(std::cmp::Ordering::Less));
        if is_better {
            best = Some((key, advice));
        }
    }
    best.map(|(_, advice)| advice)
}

/// Whether a time comes after a quarter.
fn later(when: crate::date::When, quarter: Quarter) -> bool {
    match when.quarters() {
        Some((first, _)) => first > quarter,
        None => when == crate::date::When::Later,
    }
}

fn size_word(one: &crate::model::roadmap::RoadmapItem) -> String {
    match one.size() {
        Some(size) => format!("size {}", size.word()),
        None => "no size".to_owned(),
    }
}
