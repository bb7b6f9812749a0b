//! The calendar files of events and of the roadmap.

use crate::date::zone::Local;
use crate::load::events::{Entry as Event, Occurrence, Outcome, Time, Words};
use crate::model::{EventId, Made};
use crate::render::calendar::{Calendar, Entry, Repeats, When, uid, url};
use crate::render::{Rendered, Renderer};

/// The calendar file beside a made page.
pub fn of_made(renderer: &Renderer<'_>, made: Made) -> Rendered {
    let site = renderer.site;
    if made == Made::Roadmap {
        return super::roadmap::calendar(renderer).render();
    }
    let (name, events): (String, Vec<EventId>) = match made {
        Made::Event(id) => {
            let title = site.typed.events.all()[id].title();
            (format!("{title}, {}", site.config.title), vec![id])
        }
        _ => (
            format!("Events, {}", site.config.title),
            (0..site.typed.events.all().len()).collect(),
        ),
    };
    let entries = events.into_iter().flat_map(|id| entries(renderer, id));
    Calendar {
        name,
        entries: entries.collect(),
    }
    .render()
}

/// An event as one entry; a series as one that repeats, and one for each time that differs.
fn entries(renderer: &Renderer<'_>, id: EventId) -> Vec<Entry> {
    let event = &renderer.site.typed.events.all()[id];
    // An event without an id has no page and no name that would last.
    if event.id.0.is_empty() {
        return Vec::new();
    }
    let Some(series) = &event.series else {
        let all = event.occurrences.iter();
        return all.filter_map(|one| entry(renderer, id, one)).collect();
    };
    let mut entries = Vec::new();
    let rule = series.every.zip(series.first).map(|(every, first)| {
        let until = series.until.and_then(|day| {
            let last = Local::parse(&format!("{day}T23:59:59"))?;
            Some(event.zone.moment(last).0)
        });
        Repeats {
            rule: every.rule(first.local.date()),
            until,
            except: series.skipped.clone(),
        }
    });
    let by_rule = event.occurrences.iter().filter_map(|one| one.by_rule);
    let any = by_rule.chain(series.skipped.iter().copied()).min();
    if let (Some(rule), Some((first, end)), Some(_)) = (rule, series.first.zip(series.end), any) {
        let usual = Occurrence {
            by_rule: None,
            time: Time::Span(first, end),
            zone: event.zone.clone(),
            own: None,
            outcome: Outcome::default(),
            span: None,
        };
        entries.extend(entry(renderer, id, &usual).map(|entry| Entry {
            repeats: Some(rule),
            ..entry
        }));
    }
    let changed = event.occurrences.iter().filter(|one| one.own.is_some());
    for one in changed {
        let Some(entry) = entry(renderer, id, one) else {
            continue;
        };
        entries.push(match one.by_rule {
            Some(rule) => Entry {
                replaces: Some((rule, event.zone.clone())),
                ..entry
            },
            // A day that is none of the series; a finding says so.
            None => Entry {
                uid: stray_uid(renderer, event, one),
                ..entry
            },
        });
    }
    entries
}

fn stray_uid(renderer: &Renderer<'_>, event: &Event, one: &Occurrence) -> String {
    let day = one
        .time
        .date()
        .map_or(String::new(), |day| format!("-{day}"));
    uid(renderer, "event", &format!("{}{day}", event.id.0))
}

/// An occurrence as an entry; None where nobody has said when it is.
fn entry(renderer: &Renderer<'_>, id: EventId, one: &Occurrence) -> Option<Entry> {
    let site = renderer.site;
    let event = &site.typed.events.all()[id];
    let when = match one.time {
        Time::Unknown => return None,
        Time::Day(day) => When::Days(day, day),
        Time::Span(start, end) => When::Time(start, end, one.zone.clone()),
    };
    let none = Words::default();
    let own = one.own.as_ref().unwrap_or(&none);
    let usual = &event.words;
    let page = site.typed.made_permalink(Made::Event(id));
    let title = own.title.as_deref().unwrap_or(event.title());
    let summary = own.summary.as_ref().or(usual.summary.as_ref());
    let agenda = match own.agenda.is_empty() {
        true => &usual.agenda,
        false => &own.agenda,
    };
    let agenda = agenda.iter().map(|line| format!("- {line}"));
    let description: Vec<String> = summary.cloned().into_iter().chain(agenda).collect();
    Some(Entry {
        description: description.join("\n"),
        location: own.place.clone().or_else(|| usual.place.clone()),
        url: page.and_then(|page| url(renderer, page)),
        category: own.kind.or(usual.kind).map(|kind| kind.label().to_owned()),
        is_cancelled: one.outcome.is_cancelled(),
        ..Entry::new(uid(renderer, "event", &event.id.0), when, title)
    })
}
