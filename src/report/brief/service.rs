//! The brief of a service.

use crate::load::roadmap::Status;
use crate::model::roadmap::needs::Given;
use crate::model::{Kind, Service, ServiceId, Site};

use super::super::gaps;
use super::super::paper::{
    Block, Paper, Piece, Section, Target, Text, counted, dim, plain, strong,
};
use super::{disputed, lines, personas, questions, voices};

/// The brief.
pub fn paper(site: &Site, id: ServiceId) -> Paper {
    let service = &site.typed.services.all[id];
    let node = &site.pages[service.page];
    let mut subtitle: Vec<String> = Vec::new();
    subtitle.extend(service.keys.lifecycle.map(|state| state.word().to_owned()));
    if let Some(team) = service.team {
        subtitle.push(site.typed.platform.teams[team].name.clone());
    }
    subtitle.extend(
        service
            .users
            .map(|users| counted(users as usize, "product")),
    );
    let reviewed = node.page.front.reviewed;
    subtitle.push(match reviewed {
        Some(day) => format!("reviewed {}", day.long()),
        None => "not reviewed yet".to_owned(),
    });
    let about_it = site.typed.roadmap.items.iter().filter(|one| {
        let mut services = one.item.services.iter();
        services.any(|(name, _)| *name == service.id)
    });
    let items: Vec<&str> = about_it.map(|one| one.item.id.0.as_str()).collect();
    let sections = [
        Some(about(site, service)),
        Some(personas(site, &service.personas, &service.keys.meets)),
        benefit(site, service),
        voices::section(site, &items, Some(&service.id)),
        duties(site, id),
        day2(service),
        coming(site, &service.id),
        around(site, service),
        Some(questions(open(site, id))),
    ];
    Paper {
        title: format!("Brief: {}", node.title),
        subtitle: subtitle.join(" · "),
        sections: sections.into_iter().flatten().collect(),
    }
}

fn about(site: &Site, service: &Service) -> Section {
    let page = &site.pages[service.page].page;
    let mut section = Section::new("about", "What it is");
    let outline = page.outline();
    let summary = page.front.summary.as_deref().unwrap_or(&outline.lead);
    if !summary.is_empty() {
        section = section.line(vec![plain(summary)]);
    }
    section.line(vec![
        dim("Its page: "),
        Piece::Link(Target::page(site, service.page)),
        dim(format!("  {}", page.file)),
    ])
}

fn benefit(site: &Site, service: &Service) -> Option<Section> {
    let mut items: Vec<Text> = Vec::new();
    for benefit in &service.keys.benefits {
        let id = &benefit.persona.0;
        let persona = site.typed.ids.find(Kind::Persona, id);
        let name = persona.map_or(id, |index| &site.typed.platform.personas[index].name);
        let mut text = vec![strong(name), plain(format!(": {}", benefit.text))];
        text.extend(benefit.kind.map(|kind| dim(format!("  {}", kind.word()))));
        items.push(text);
    }
    let taken = service.keys.takes_over.iter();
    items.extend(taken.map(|(text, _)| vec![dim("no longer: "), plain(text)]));
    lines("benefit", "What it is good for", items)
}

/// How many tasks each party has, and what is the reader's.
fn duties(site: &Site, id: ServiceId) -> Option<Section> {
    let all = &site.typed.responsibilities;
    let counts = all.divided(site.tasks_of(id));
    let mut own: Vec<Text> = Vec::new();
    for task in site.tasks_of(id) {
        let duty = all.who(task);
        if all.you().is_some_and(|you| duty.is_of(you)) {
            own.push(vec![plain(all.label(task))]);
        }
    }
    // As the page of the service counts: what several do together is counted once.
    let names = all.parties.iter().map(|party| party.name.as_str());
    let named = names.chain(["Together", "Open"]).zip(&counts);
    if counts.iter().all(|count| *count == 0) {
        return None;
    }
    let counted = named.filter(|(_, count)| **count > 0);
    let words: Vec<String> = counted
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    let mut section = Section::new("duties", "Who does what");
    section = section.line(vec![plain("Tasks: "), plain(words.join(", "))]);
    if !own.is_empty() {
        let head = vec![plain("What its users do themselves")];
        section.blocks.push(Block::Head(head));
        section = section.list(own);
    }
    Some(section)
}

fn day2(service: &Service) -> Option<Section> {
    let item = |task: &crate::load::service::Day2| {
        let mut text = vec![strong(&task.label.0), plain(": ")];
        text.push(plain(task.text.as_deref().unwrap_or("not said how")));
        for (name, value) in [("back after", &task.rto), ("at most lost", &task.rpo)] {
            text.extend(
                value
                    .as_ref()
                    .map(|value| plain(format!(", {name} {value}"))),
            );
        }
        text.extend(task.tested.map(|day| dim(format!(", last tested {day}"))));
        text
    };
    lines(
        "day2",
        "After the first day",
        service.keys.day2.iter().map(item).collect(),
    )
}

/// Items of the roadmap about the service, those that are done or given up left out.
fn coming(site: &Site, id: &str) -> Option<Section> {
    let mut items: Vec<Text> = Vec::new();
    for one in &site.typed.roadmap.items {
        let item = &one.item;
        let is_about = item.services.iter().any(|(service, _)| service == id);
        let status = item.status.as_ref().and_then(|word| word.meaning);
        let is_over =
            item.shipped_on.is_some() || matches!(status, Some(Status::Shipped | Status::Dropped));
        if is_about && !is_over {
            let mut text = vec![strong(&item.title.0)];
            let when = item.when.as_ref().map(super::time);
            let when = when.unwrap_or_else(|| "no time said".to_owned());
            text.push(dim(format!("  {when}")));
            text.extend(
                item.benefit
                    .iter()
                    .map(|benefit| plain(format!("  {benefit}"))),
            );
            items.push(text);
        }
    }
    lines("coming", "What comes", items)
}

fn around(site: &Site, service: &Service) -> Option<Section> {
    let title = |id: &ServiceId| {
        let page = site.typed.services.all[*id].page;
        Piece::Link(Target::page(site, page))
    };
    let mut items: Vec<Text> = Vec::new();
    for (word, others) in [
        ("Runs on ", &service.runs_on),
        ("Needed by ", &service.carries),
        ("Works with ", &service.integrates_with),
    ] {
        if !others.is_empty() {
            let mut text = vec![plain(word)];
            text.extend(super::super::paper::joined(others.iter().map(title)));
            items.push(text);
        }
    }
    lines("around", "What is around it", items)
}

fn open(site: &Site, id: ServiceId) -> Vec<String> {
    let service = &site.typed.services.all[id];
    let mut questions = disputed(site, id);
    for (title, help) in gaps::of_service(site, id) {
        let title = title.trim_start_matches("no ").trim_start_matches("a ");
        questions.push(format!("What about {title}? {help}"));
    }
    let without = service.personas.iter().filter(|persona| {
        let id = &site.typed.platform.personas[**persona].id.0;
        !service.keys.benefits.iter().any(|one| one.persona.0 == *id)
    });
    for persona in without {
        let name = &site.typed.platform.personas[*persona].name;
        questions.push(format!("What is it good for, for: {name}?"));
    }
    let all = &site.typed.platform.personas;
    for (persona, met) in service
        .personas
        .iter()
        .map(|id| (&all[*id], &site.typed.personas[*id].met))
    {
        let needs = persona.needs.iter().zip(met);
        for (need, _) in needs.filter(|(_, services)| services.is_empty()) {
            let roadmap = &site.typed.roadmap;
            if !roadmap.planned_for(&need.id.0).is_empty() {
                continue;
            }
            if let Some(item) = roadmap.shipped_for(&need.id.0).first() {
                let item = &roadmap.items[*item];
                // What was shipped for other services is no question to this one.
                if item.services.contains(&id) {
                    let given = Given {
                        item,
                        need: &need.id.0,
                    };
                    questions.push(format!(
                        "Is \"{}\" of {} met since \"{}\" was shipped? Then {}",
                        need.text,
                        persona.name,
                        item.item.title.0,
                        given.advice(site)
                    ));
                }
                continue;
            }
            let (text, name) = (&need.text, &persona.name);
            questions.push(format!(
                "Nothing meets \"{text}\" of {name} yet: should this?"
            ));
        }
    }
    questions
}
