//! A task: a row of a matrix, for readers.

use std::collections::HashMap;

use serde::Serialize;

pub use crate::load::matrix::State;
use crate::load::matrix::{Answer, Details};
use crate::model::responsibilities::{Duty, PartyId, Side, Task};
use crate::model::{MatrixId, Site};
use crate::path::{Permalink, address_letters};
use crate::render::view::DateView;

use super::super::inline;
use super::super::personas;
use super::super::reference::{self, RefView};
use super::legend::share_words;
use super::{column_name, offerings_of, party_name};

/// A task and who has what to do with it.
#[derive(Clone, Debug, Serialize)]
pub struct TaskView {
    /// The id of its row.
    pub id: String,
    /// Other ids of its row that links may have: those of its `id`, and of those it had before.
    pub other_ids: Vec<String>,
    /// The task, in words.
    pub label: String,
    /// For each party of the matrix's columns what it has to do with it.
    pub cells: Vec<CellView>,
    /// What is written, where that means nothing.
    pub written: Option<String>,
    /// `proposed` or `disputed`, where it is not agreed.
    pub state: Option<&'static str>,
    /// Why it is so, or what the dispute is about.
    pub why: Option<String>,
    /// Since when it is so.
    pub since: Option<DateView>,
    /// Until when it is decided.
    pub decide_by: Option<DateView>,
    /// Whom to ask about a task that is not agreed.
    pub ask: Option<RefView>,
    /// Notes, HTML.
    pub notes: Vec<String>,
    /// What tells how it is done.
    pub docs: Vec<RefView>,
    /// Where it is asked for.
    pub request: Option<RefView>,
    /// What it was in the matrix that it comes from.
    pub over: Option<OverrideView>,
    /// Who does it in the offerings in which that differs.
    pub offerings: Vec<OfferingAnswerView>,
}

/// What a party has to do with a task.
#[derive(Clone, Debug, Serialize)]
pub struct CellView {
    /// The party's name.
    pub party: String,
    /// In words: `does it`; empty for nothing.
    pub words: String,
    /// In letters: `RA`.
    pub letters: String,
    /// Whether it does the task or answers for it.
    pub owns: bool,
    /// Whether it is the reader's own side, which has nothing to do with a task that others do, where
    /// that is not disputed.
    pub nothing: bool,
}

/// What a task was in the matrix that it is inherited from.
#[derive(Clone, Debug, Serialize)]
pub struct OverrideView {
    /// The matrix.
    pub from: RefView,
    /// Who does it there, in words; empty where that is the same.
    pub before: String,
}

/// Who does a task in an offering.
#[derive(Clone, Debug, Serialize)]
pub struct OfferingAnswerView {
    /// The offering.
    pub offering: String,
    /// Who, in words.
    pub text: String,
}

/// Ids of rows and phases that are unique on a page.
pub struct Names {
    prefix: String,
    seen: HashMap<String, usize>,
}

impl Names {
    /// Ids that begin so.
    pub fn new(prefix: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            seen: HashMap::new(),
        }
    }

    /// The id of a phase.
    pub fn phase(&mut self, name: &str) -> String {
        self.name("phase", name)
    }

    /// The id that a row has beside that of its words; none where another row has it.
    fn other(&mut self, words: &str) -> Option<String> {
        let name = self.plain("task", words);
        let is_free = !self.seen.contains_key(&name);
        is_free.then(|| self.name("task", words))
    }

    fn name(&mut self, kind: &str, words: &str) -> String {
        let name = self.plain(kind, words);
        let count = self.seen.entry(name.clone()).or_insert(0);
        *count += 1;
        match *count {
            1 => name,
            count => format!("{name}-{count}"),
        }
    }

    fn plain(&self, kind: &str, words: &str) -> String {
        let letters = address_letters(words);
        let parts = letters.split(|letter: char| !letter.is_alphanumeric());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        format!("{}{kind}-{}", self.prefix, parts.join("-"))
    }
}

/// The view of a task in a matrix.
pub fn view(
    site: &Site,
    matrix: MatrixId,
    task: &Task,
    columns: &[PartyId],
    names: &mut Names,
    here: &Permalink,
) -> TaskView {
    let all = &site.typed.responsibilities;
    let who = all.who(task);
    let label = label_of(site, task);
    let state = all.state(task);
    let cell = |party: &PartyId| {
        let share = who.of_party(*party);
        CellView {
            party: column_name(site, matrix, *party),
            words: share.map(share_words).unwrap_or_default(),
            letters: share
                .map(|share| share.letters.to_string())
                .unwrap_or_default(),
            owns: share.is_some_and(|share| share.does() || share.answers()),
            // Of a task that is disputed nobody can promise it yet.
            nothing: state != State::Disputed
                && share.is_none()
                && all.you() == Some(*party)
                && !who.is_faulty
                && who.side(*party) == Side::Others,
        }
    };
    let text = |get: fn(&Details) -> Option<&(String, crate::source::Span)>| {
        all.own_detail(task, get).map(|(text, _)| text.clone())
    };
    let id = names.name("task", &label);
    let rows = task.lineage().map(|task| all.row(task.row).1.details());
    let ids = rows.flat_map(|details| details.id.iter().chain(&details.moved_from));
    TaskView {
        other_ids: ids.filter_map(|(id, _)| names.other(id)).collect(),
        id,
        cells: columns.iter().map(cell).collect(),
        written: match all.row(task.row).1.removed {
            true => Some("n/a".to_owned()),
            false => who.is_faulty.then(|| written(site, task)),
        },
        state: (state != State::Agreed).then(|| state.word()),
        why: text(|details| details.why.as_ref()),
        since: all.own_detail(task, |one| one.since).map(DateView::from),
        decide_by: all
            .own_detail(task, |one| one.decide_by)
            .map(|(day, _)| DateView::from(day)),
        ask: (state != State::Agreed)
            .then(|| personas::product_owner(site).map(|(_, way)| way))
            .flatten(),
        notes: notes(site, task),
        docs: docs(site, task, here),
        request: all
            .detail(task, |one| one.request.as_ref())
            .map(|(text, _)| reference::destination(site, text, here)),
        over: over(site, task, here),
        offerings: offerings(site, matrix, task),
        label,
    }
}

/// The words of a task.
pub fn label_of(site: &Site, task: &Task) -> String {
    let label = site.typed.responsibilities.label(task);
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Who does it, in a sentence: `Harbor does it, you are asked` as `Harbor does it; You: is asked`.
pub fn sentence(site: &Site, duty: &Duty) -> String {
    let mut parts: Vec<String> = Vec::new();
    for share in &duty.shares {
        parts.push(format!(
            "{}: {}",
            party_name(site, share.party),
            share_words(share)
        ));
    }
    parts.join("; ")
}

/// What is written, where something of it means nothing.
fn written(site: &Site, task: &Task) -> String {
    let row = site.typed.responsibilities.row(task.row).1;
    as_written(&row.answer)
}

fn as_written(answer: &Answer) -> String {
    let one = |one: &crate::load::matrix::Assignment| match one.written.0.is_empty() {
        true => one.party.0.clone(),
        false => format!("{} {}", one.party.0, one.written.0),
    };
    let mut parts: Vec<String> = answer.assignments.iter().map(one).collect();
    if !answer.shared.is_empty() {
        let names: Vec<&str> = answer
            .shared
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        parts.push(format!("shared by {}", names.join(" and ")));
    }
    parts.extend(
        answer
            .on_request
            .iter()
            .map(|(name, _)| format!("asked for by {name}")),
    );
    parts.extend(answer.unread.iter().map(|(text, _)| text.clone()));
    parts.join(", ")
}

/// The notes of a row; `@name` is a note of its file.
fn notes(site: &Site, task: &Task) -> Vec<String> {
    let texts = note_texts(site, task).into_iter();
    texts.map(|text| inline::html(&text)).collect()
}

/// The same as they are written.
pub fn note_texts(site: &Site, task: &Task) -> Vec<String> {
    let all = &site.typed.responsibilities;
    let get = |details: &'_ Details| (!details.notes.is_empty()).then(|| details.notes.clone());
    let of_row = task.lineage().find_map(|one| {
        let found = get(all.row(one.row).1.details())?;
        Some((one.row.matrix as usize, found))
    });
    // A row that says anew who does it has no use for the notes of the one before.
    let own = all.own_detail(task, get);
    let Some((matrix, notes)) = of_row.filter(|_| own.is_some()) else {
        return Vec::new();
    };
    let file = &all.all[matrix].file;
    let text = |(text, _): &(String, crate::source::Span)| {
        let named = text
            .strip_prefix('@')
            .and_then(|name| file.note(name.trim()));
        named.map_or(text, |note| &note.text).clone()
    };
    notes.iter().map(text).collect()
}

/// The documents of a task, each once.
pub fn docs(site: &Site, task: &Task, here: &Permalink) -> Vec<RefView> {
    let all = &site.typed.responsibilities;
    let docs = all.detail(task, |one| (!one.docs.is_empty()).then_some(&one.docs));
    let docs = docs.into_iter().flatten();
    docs.map(|(text, _)| reference::destination(site, text, here))
        .collect()
}

fn over(site: &Site, task: &Task, here: &Permalink) -> Option<OverrideView> {
    let all = &site.typed.responsibilities;
    let before = task.over.as_deref()?;
    let (now, then) = (all.who(task), all.who(before));
    Some(OverrideView {
        from: super::reference(site, before.row.matrix as usize, here),
        before: match now.shares == then.shares {
            true => String::new(),
            false => sentence(site, then),
        },
    })
}

fn offerings(site: &Site, matrix: MatrixId, task: &Task) -> Vec<OfferingAnswerView> {
    let all = &site.typed.responsibilities;
    let known = offerings_of(site, matrix);
    let answer = |id: &str| {
        let name = known.iter().find(|(known, _)| known == id);
        OfferingAnswerView {
            offering: name.map_or(id, |(_, name)| name).to_owned(),
            text: match all.who_in(task, id) {
                Some(duty) => sentence(site, duty),
                None => "not done".to_owned(),
            },
        }
    };
    spoken_of(site, task).into_iter().map(answer).collect()
}

/// The offerings that a task speaks of, in the order in which they are first written.
pub fn spoken_of<'a>(site: &'a Site, task: &Task) -> Vec<&'a str> {
    let all = &site.typed.responsibilities;
    let mut named: Vec<&str> = Vec::new();
    for one in task.lineage() {
        for (id, _) in &all.duty(one.row).offerings {
            if !named.contains(&id.as_str()) {
                named.push(id);
            }
        }
    }
    named
}
