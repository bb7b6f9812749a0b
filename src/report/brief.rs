//! One page for a refinement: a service or an item of the roadmap from the point of view of those who
//! use it, with the questions that are open.

use crate::date::When;
use crate::diagnostic::suggest;
use crate::load::Written;
use crate::load::platform::Need;
use crate::load::roadmap::Word;
use crate::model::{Kind, ServiceId, Site};

use super::paper::{Block, Paper, Section, Text, dim, plain, strong};

mod item;
mod service;
mod voices;

/// What a brief is asked for, and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoBrief {
    /// Nothing has this name; what was perhaps meant.
    Unknown(Option<String>),
    /// A service and an item have this name.
    Both,
}

/// The brief of a service or an item by its id; `service:` or `item:` in front says which of both is
/// meant.
///
/// # Errors
/// When there is no such thing, or when two things are called so.
pub fn brief(site: &Site, name: &str) -> Result<Paper, NoBrief> {
    let (kind, id) = match name.split_once(':') {
        Some(("service", id)) => (Some(Kind::Service), id.trim()),
        Some(("item", id)) => (Some(Kind::Item), id.trim()),
        _ => (None, name),
    };
    let find = |wanted: Kind| {
        let is_asked = kind.is_none_or(|kind| kind == wanted);
        is_asked.then(|| site.typed.ids.find(wanted, id)).flatten()
    };
    match (find(Kind::Service), find(Kind::Item)) {
        (Some(_), Some(_)) => Err(NoBrief::Both),
        (Some(service), None) => Ok(service::paper(site, service)),
        (None, Some(item)) => Ok(item::paper(site, item)),
        (None, None) => Err(NoBrief::Unknown(near(site, kind, id))),
    }
}

fn near(site: &Site, kind: Option<Kind>, id: &str) -> Option<String> {
    let same = |(name, _): &Written| name.eq_ignore_ascii_case(id);
    let mut services = site.typed.services.all.iter();
    if let Some(named) = services.find(|one| one.keys.also.iter().any(same)) {
        return Some(named.id.clone());
    }
    let kinds = [Kind::Service, Kind::Item].into_iter();
    let kinds = kinds.filter(|one| kind.is_none_or(|kind| kind == *one));
    let names: Vec<&str> = kinds
        .flat_map(|kind| site.typed.ids.of(kind))
        .map(|known| known.id.as_str())
        .collect();
    suggest::nearest(id, names.into_iter()).map(str::to_owned)
}

/// For whom it is: what each persona wants, and which of their needs it meets.
fn personas(site: &Site, personas: &[usize], meets: &[Written]) -> Section {
    let mut section = Section::new("personas", "For whom");
    if personas.is_empty() {
        return section.line(vec![super::paper::bad("nobody is named")]);
    }
    for index in personas {
        let persona = &site.typed.platform.personas[*index];
        let mut head = vec![strong(&persona.name)];
        if let Some(wants) = &persona.wants {
            head.push(dim(format!("  {wants}")));
        }
        section.blocks.push(Block::Head(head));
        let is_met = |need: &&Need| meets.iter().any(|(id, _)| *id == need.id.0);
        let (met, other): (Vec<_>, Vec<_>) = persona.needs.iter().partition(is_met);
        // What a service or a shipped item meets already is no question here.
        let by_services = persona.needs.iter().zip(&site.typed.personas[*index].met);
        let is_unmet = |need: &&Need| {
            let mut own = by_services.clone().filter(|(known, _)| known.id == need.id);
            own.any(|(_, services)| services.is_empty())
                && site.typed.roadmap.shipped_for(&need.id.0).is_empty()
        };
        let other: Vec<&Need> = other.into_iter().filter(is_unmet).collect();
        let meets = |need: &Need| vec![strong("meets: "), plain(&need.text)];
        let mut items: Vec<Text> = met.into_iter().map(meets).collect();
        if !other.is_empty() {
            let words: Vec<&str> = other.into_iter().map(|need| need.text.as_str()).collect();
            items.push(vec![dim(format!(
                "nothing meets yet: {}",
                words.join("; ")
            ))]);
        }
        section = section.list(items);
    }
    section
}

/// Questions that a refinement should answer.
fn questions(questions: Vec<String>) -> Section {
    let section = Section::new("questions", "Open questions");
    match questions.is_empty() {
        true => section.line(vec![dim("none that the files know of")]),
        false => section.list(questions.into_iter().map(|one| vec![plain(one)]).collect()),
    }
}

/// Tasks of a service about which nobody agrees yet.
fn disputed(site: &Site, service: ServiceId) -> Vec<String> {
    use crate::load::matrix::State;
    let duties = &site.typed.responsibilities;
    let mut lines = Vec::new();
    for task in site.tasks_of(service) {
        if duties.state(task) == State::Disputed {
            let why = duties.own_detail(task, |details| details.why.as_ref());
            let why = why.map_or(String::new(), |(why, _)| format!(" ({why})"));
            lines.push(format!("Who does \"{}\"?{why}", duties.label(task)));
        }
    }
    lines
}

/// A time of the roadmap in words, as far as it can be understood.
fn time(word: &Word<When>) -> String {
    let known = word.meaning.map(When::words_behind);
    known.unwrap_or_else(|| word.text.clone())
}

/// Lines of words, where there are any.
fn lines(id: &'static str, title: &str, items: Vec<Text>) -> Option<Section> {
    (!items.is_empty()).then(|| Section::new(id, title).list(items))
}
