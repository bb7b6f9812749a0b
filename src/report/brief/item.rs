//! The brief of an item of the roadmap.

use crate::load::roadmap::{AskedBy, Item, Status};
use crate::model::history::NO_REASON;
use crate::model::roadmap::RoadmapItem;
use crate::model::{Kind, Site, evidence};

use super::super::paper::{
    Block, Paper, Piece, Section, Target, Text, bad, counted, dim, joined, plain, strong,
};
use super::{disputed, lines, personas, questions, time, voices};

/// The brief.
pub fn paper(site: &Site, id: usize) -> Paper {
    let one = &site.typed.roadmap.items[id];
    let item = &*one.item;
    let ids = &site.typed.ids;
    let mut subtitle: Vec<String> = Vec::new();
    subtitle.extend(item.kind.as_ref().map(|kind| kind.text.clone()));
    subtitle.extend(match one.status() {
        Some(status) => Some(status.word().to_owned()),
        None => item.status.as_ref().map(|status| status.text.clone()),
    });
    subtitle.extend(item.when.as_ref().map(time));
    let first = one.promised_first(site);
    subtitle.extend(first.map(|first| format!("promised first for {}", first.words_behind())));
    let sure = item.confidence.as_ref();
    subtitle.extend(sure.map(|word| format!("{} confidence", word.text)));
    subtitle.extend(item.size.as_ref().map(|size| format!("size {}", size.text)));
    subtitle.extend(owner(site, item));
    let mut whom = ids.find_all(Kind::Persona, &item.personas);
    // Those whose needs it meets are meant too.
    for (index, persona) in site.typed.platform.personas.iter().enumerate() {
        let is_met =
            |need: &crate::load::platform::Need| item.meets.iter().any(|(id, _)| *id == need.id.0);
        if !whom.contains(&index) && persona.needs.iter().any(is_met) {
            whom.push(index);
        }
    }
    let voices = voices::section(site, &[&item.id.0], None);
    let is_wanted = voices.is_some() || item.asked_by.is_some();
    let sections = [
        state(site, one),
        Some(about(item, one.file.as_str())),
        Some(why(site, item)),
        Some(personas(site, &whom, &item.meets)),
        voices,
        // Nobody asks any more when it would be done.
        (one.is_open() || !item.done_when.is_empty()).then(|| done(item)),
        not_included(item),
        before(site, item),
        history(item),
        one.is_open()
            .then(|| questions(open(site, item, is_wanted))),
    ];
    Paper {
        title: format!("Brief: {}", item.title.0),
        subtitle: subtitle.join(" · "),
        sections: sections.into_iter().flatten().collect(),
    }
}

/// Of what is shipped, given up or waits: that it is, and why.
fn state(site: &Site, one: &RoadmapItem) -> Option<Section> {
    let because = one.item.because.as_ref().map(|(why, _)| why.as_str());
    let (word, because) = match one.status()? {
        Status::Shipped => (one.shipped_words(), because),
        Status::Dropped => ("Dropped".to_owned(), because.or(Some(NO_REASON))),
        Status::Paused => ("Paused".to_owned(), because.or(Some(NO_REASON))),
        _ => return None,
    };
    let mut text = vec![strong(word)];
    text.extend(because.map(|why| plain(format!(": {why}"))));
    let section = Section::new("state", "Where it stands").line(text);
    let unsaid = match one.is_shipped() {
        true => one.needs_without_service(site),
        false => Vec::new(),
    };
    Some(match unsaid.is_empty() {
        true => section,
        false => {
            let lines = unsaid.iter().map(|given| {
                let why = "No service says that it meets this need";
                vec![plain(format!("{why}: {}", given.advice(site)))]
            });
            section.list(lines.collect())
        }
    })
}

/// Who does it: the item says so, else its service.
fn owner(site: &Site, item: &Item) -> Option<String> {
    let of_service = || {
        let service = *site
            .typed
            .ids
            .find_all(Kind::Service, &item.services)
            .first()?;
        let page = site.typed.services.all[service].page;
        site.pages[page].page.front.owner.as_ref()
    };
    let (id, _) = item.owner.as_ref().or_else(of_service)?;
    let team = site.typed.ids.find(Kind::Team, id);
    Some(team.map_or(id.clone(), |team| {
        site.typed.platform.teams[team].name.clone()
    }))
}

fn about(item: &Item, file: &str) -> Section {
    let mut section = Section::new("about", "What it is");
    if let Some(summary) = &item.summary {
        section = section.line(vec![plain(summary)]);
    }
    section.line(vec![dim(format!("{}  {file}", item.id.0))])
}

fn why(site: &Site, item: &Item) -> Section {
    let mut section = Section::new("why", "Why");
    section.blocks.push(Block::Line(match &item.benefit {
        Some(benefit) => vec![strong(benefit)],
        None => vec![bad("no benefit is written: without one it makes no sense")],
    }));
    let mut items: Vec<Text> = Vec::new();
    for goal in site.typed.ids.find_all(Kind::Goal, &item.goals) {
        let goal = &site.typed.platform.goals[goal];
        let mut text = vec![plain("Serves the goal "), strong(&goal.name)];
        text.extend(goal.why.iter().map(|why| dim(format!("  {why}"))));
        items.push(text);
    }
    match &item.asked_by {
        Some(AskedBy::Count(count, _)) => {
            let text = format!("Asked for by {}", counted(*count as usize, "product"));
            items.push(vec![plain(text)]);
        }
        Some(AskedBy::Products(products)) => {
            let mut text = vec![plain("Asked for by ")];
            let name = |id: &str| {
                let product = site.typed.ids.find(Kind::Product, id);
                let named = product.map(|at| site.typed.platform.products[at].name.clone());
                plain(named.unwrap_or_else(|| id.to_owned()))
            };
            text.extend(joined(products.iter().map(|(id, _)| name(id))));
            items.push(text);
        }
        None => {}
    }
    if let Some(deadline) = &item.deadline {
        let day = deadline
            .on
            .map_or(String::new(), |day| format!(" on {}", day.long()));
        let because = deadline.because.as_deref().unwrap_or("nobody says why");
        items.push(vec![
            strong(format!("Must be done{day}")),
            plain(format!(": {because}")),
        ]);
    }
    if !item.evidence.is_empty() {
        let mut text = vec![plain("Rests on ")];
        let named = item.evidence.iter().map(|(id, _)| {
            let found = evidence::find(&site.typed, id);
            plain(found.map_or_else(|| id.clone(), |found| found.title))
        });
        text.extend(joined(named));
        items.push(text);
    }
    section.list(items)
}

/// What a user would accept, with a box to tick.
fn done(item: &Item) -> Section {
    let section = Section::new("done", "Done when");
    if item.done_when.is_empty() {
        return section.line(vec![bad("nobody has said what a user would accept")]);
    }
    let line = |text: &String| vec![plain("\u{2610} "), plain(text)];
    section.list(item.done_when.iter().map(line).collect())
}

fn not_included(item: &Item) -> Option<Section> {
    let line = |text: &String| vec![plain(text)];
    let items = item.not_included.iter().map(line).collect();
    lines("not-included", "Not included", items)
}

/// The services that it changes, and what comes first.
fn before(site: &Site, item: &Item) -> Option<Section> {
    let mut items: Vec<Text> = Vec::new();
    for service in site.typed.ids.find_all(Kind::Service, &item.services) {
        let page = site.typed.services.all[service].page;
        items.push(vec![
            plain("Changes "),
            Piece::Link(Target::page(site, page)),
        ]);
    }
    for other in site.typed.ids.find_all(Kind::Item, &item.after) {
        let other = &site.typed.roadmap.items[other].item;
        let mut text = vec![plain("Comes after "), strong(&other.title.0)];
        let status = other.status.as_ref().map(|word| word.text.as_str());
        let status = status.map(str::to_owned);
        let when = other.when.as_ref().map(time);
        let known: Vec<String> = status.into_iter().chain(when).collect();
        text.push(dim(match other.shipped_on {
            Some((day, _)) => format!("  shipped on {}", day.long()),
            None => format!("  {}", known.join(", ")),
        }));
        items.push(text);
    }
    for link in &item.links {
        items.push(vec![plain(format!("{}: {}", link.label, link.url.0))]);
    }
    lines("around", "What is around it", items)
}

/// The promises that were changed.
fn history(item: &Item) -> Option<Section> {
    let line = |moved: &crate::load::roadmap::Move| {
        let from = moved.from.as_ref().map_or("another time".to_owned(), time);
        let on = moved
            .on
            .map_or(String::new(), |day| format!(", moved on {}", day.long()));
        let because = moved.because.as_deref().unwrap_or("no reason given");
        vec![plain(format!("Promised for {from}{on}: ")), dim(because)]
    };
    lines(
        "history",
        "What was promised before",
        item.moved.iter().map(line).collect(),
    )
}

/// What is not settled. `is_wanted` says whether anybody has asked for it.
fn open(site: &Site, item: &Item, is_wanted: bool) -> Vec<String> {
    let mut questions: Vec<String> = Vec::new();
    for service in site.typed.ids.find_all(Kind::Service, &item.services) {
        questions.extend(disputed(site, service));
    }
    for other in site.typed.ids.find_all(Kind::Item, &item.after) {
        let other = &site.typed.roadmap.items[other].item;
        let status = other.status.as_ref().and_then(|word| word.meaning);
        match (status, other.shipped_on) {
            (Some(Status::Dropped), _) => questions.push(format!(
                "\"{}\" should come first and was dropped: what now?",
                other.title.0
            )),
            (Some(Status::Shipped), _) | (_, Some(_)) => {}
            _ => questions.push(format!("Will \"{}\" be there in time?", other.title.0)),
        }
    }
    let asked = [
        (
            item.benefit.is_none(),
            "What is it good for, in the words of who uses it?",
        ),
        (
            item.done_when.is_empty(),
            "What would a user accept as done?",
        ),
        (item.not_included.is_empty(), "What is no part of it?"),
        (item.size.is_none(), "How much work is it: S, M, L or XL?"),
        (
            item.evidence.is_empty() && !is_wanted,
            "How do we know that anybody needs it?",
        ),
        (item.goals.is_empty(), "Which goal does it serve?"),
    ];
    let missing = asked.into_iter().filter(|(is_missing, _)| *is_missing);
    questions.extend(missing.map(|(_, question)| question.to_owned()));
    questions
}
