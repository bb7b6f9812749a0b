//! A matrix of responsibilities: each task, and who has what to do with it.

use std::collections::HashMap;

use serde::Serialize;

use crate::load::matrix::Status;
use crate::markdown::Embed;
use crate::model::places::sheet_address;
use crate::model::responsibilities::{Linked, PartyId, Task};
use crate::model::{Kind, Made, MatrixId, ServiceId, Site};
use crate::path::Permalink;
use crate::render::view::DateView;

use super::reference::{self, RefView};
use super::table::{Cell, TableView};

mod legend;
mod names;
mod share;
mod sheet;
mod task;
mod words;

pub use legend::{LegendView, legend};
pub(super) use names::{column_name, offerings_of};
pub use names::{party_name, party_view, reference, title};
pub use share::{SharesView, WhoseView, shares};
pub use sheet::sheet;
pub use task::{CellView, OfferingAnswerView, OverrideView, TaskView};
pub(super) use task::{
    Names, State, docs, label_of, note_texts, sentence, spoken_of as offerings_spoken_of,
    view as task_view,
};

/// A matrix, whole or in part.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixView {
    /// The id.
    pub id: String,
    /// The title: its own, else that of its service.
    pub title: String,
    /// The page of the whole matrix.
    pub url: Option<String>,
    /// The same as a sheet, CSV.
    pub sheet: Option<String>,
    /// The services whose tasks it lists.
    pub services: Vec<RefView>,
    /// The matrices that it extends.
    pub extends: Vec<RefView>,
    /// `proposed` or `draft`, where it is not agreed.
    pub status: Option<&'static str>,
    /// Of a draft: how many tasks have no answer yet.
    pub open: usize,
    /// The last day a person found all of it true.
    pub reviewed: Option<DateView>,
    /// The parties that have something to do with any of the tasks: the columns.
    pub parties: Vec<PartyView>,
    /// Whether any task has a state worth a column.
    pub has_states: bool,
    /// The tasks, by phase.
    pub phases: Vec<PhaseView>,
    /// How many tasks are shown.
    pub count: usize,
    /// What the words in it mean.
    pub legend: Vec<LegendView>,
    /// Whose tasks they are, counted.
    pub shares: Option<SharesView>,
    /// The tasks whose owner differs between offerings.
    pub offerings: Option<TableView>,
    /// What the reader would have to do without the platform.
    pub direct: Option<DirectView>,
}

/// A party, as a column.
#[derive(Clone, Debug, Serialize)]
pub struct PartyView {
    /// The id.
    pub id: String,
    /// The name; the reader's own side is "You".
    pub name: String,
    /// Whether it is the reader's own side.
    pub you: bool,
    /// The page of all that it does.
    pub url: Option<String>,
}

/// The tasks of a phase.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseView {
    /// The name; empty for tasks above all phases.
    pub title: String,
    /// The id of its heading.
    pub id: String,
    /// The matrix's own tasks.
    pub tasks: Vec<TaskView>,
    /// The inherited ones, by the matrix that they come from.
    pub folded: Vec<FoldView>,
}

/// Tasks that come from another matrix.
#[derive(Clone, Debug, Serialize)]
pub struct FoldView {
    /// The matrix.
    pub from: RefView,
    /// The tasks.
    pub tasks: Vec<TaskView>,
}

/// What the platform does, as a reader would have to do it without.
#[derive(Clone, Debug, Serialize)]
pub struct DirectView {
    /// Where the service would be used instead: the names of its clouds.
    pub provider: String,
    /// The tasks.
    pub tasks: Vec<String>,
}

/// Which part of a matrix is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part<'a> {
    /// Only this phase.
    pub phase: Option<&'a str>,
    /// Only what this party has to do with.
    pub party: Option<PartyId>,
    /// What ids begin with, so that several matrices can stand on one page.
    pub prefix: &'a str,
}

/// The view of a part of a matrix.
pub fn view(site: &Site, id: MatrixId, part: Part<'_>, here: &Permalink) -> MatrixView {
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    let shown = shown(site, linked, part);
    let tasks: Vec<&Task> = shown
        .iter()
        .flat_map(|(_, tasks)| tasks.iter().copied())
        .collect();
    let columns: Vec<PartyId> = (0..all.parties.len())
        .filter(|party| part.party.is_none_or(|only| only == *party))
        .filter(|party| tasks.iter().any(|task| has_to_do(site, task, *party)))
        .collect();
    let mut names = Names::new(part.prefix);
    let phases = shown
        .iter()
        .map(|(phase, tasks)| phase_view(site, id, phase, tasks, &columns, &mut names, here))
        .collect();
    let is_draft = linked.file.status == Status::Draft;
    let unanswered = |task: &&&Task| all.who(task).owners().is_empty();
    let whole = part.phase.is_none() && part.party.is_none();
    MatrixView {
        id: linked.file.id.clone(),
        title: title(site, id),
        url: site
            .typed
            .made_permalink(Made::Matrix(id))
            .map(|permalink| here.relative(permalink)),
        sheet: site
            .typed
            .made_permalink(Made::Matrix(id))
            .and_then(sheet_address)
            .map(|address| here.relative(&address)),
        services: reference::services(site, &all.services[id], here),
        extends: linked
            .parents
            .iter()
            .map(|one| reference(site, *one, here))
            .collect(),
        status: match linked.file.status {
            Status::Agreed => None,
            Status::Proposed => Some("proposed"),
            Status::Draft => Some("draft"),
        },
        open: tasks.iter().filter(unanswered).count() * usize::from(is_draft),
        reviewed: linked.file.reviewed.map(DateView::from),
        parties: columns
            .iter()
            .map(|party| PartyView {
                name: column_name(site, id, *party),
                ..party_view(site, *party, here)
            })
            .collect(),
        has_states: tasks.iter().any(|task| all.state(task) != State::Agreed),
        phases,
        count: tasks.len(),
        legend: legend(site, &tasks),
        shares: whole.then(|| shares(site, id, &tasks)).flatten(),
        offerings: whole.then(|| offerings(site, id, &tasks)).flatten(),
        direct: whole.then(|| direct(site, id, &tasks)).flatten(),
    }
}

/// What an embed shows; None where it names no matrix.
pub fn embedded(site: &Site, embed: &Embed, number: usize, here: &Permalink) -> Option<MatrixView> {
    let id = site.typed.ids.find(Kind::Matrix, &embed.subject.0)?;
    let party = embed.argument("party").map(|name| party_named(site, name));
    let prefix = format!("matrix-{}-", number + 1);
    let part = Part {
        phase: embed.argument("phase"),
        party: party.flatten(),
        prefix: &prefix,
    };
    Some(view(site, id, part, here))
}

/// A party by its id.
pub fn party_named(site: &Site, name: &str) -> Option<PartyId> {
    let mut parties = site.typed.responsibilities.parties.iter();
    parties.position(|party| party.id.0 == name)
}

/// The phases and tasks of a part.
fn shown<'a>(
    site: &Site,
    linked: &'a Linked,
    part: Part<'_>,
) -> Vec<(
    &'a crate::model::responsibilities::MergedPhase,
    Vec<&'a Task>,
)> {
    let wanted = part.phase.map(crate::load::matrix::folded);
    let mut shown = Vec::new();
    for phase in &linked.merged.phases {
        if wanted.as_ref().is_some_and(|wanted| **wanted != *phase.key) {
            continue;
        }
        let fits = |task: &&Task| part.party.is_none_or(|party| has_to_do(site, task, party));
        let tasks: Vec<&Task> = phase.tasks.iter().filter(fits).collect();
        if !tasks.is_empty() {
            shown.push((phase, tasks));
        }
    }
    shown
}

/// Whether a party has anything to do with a task, in any offering.
fn has_to_do(site: &Site, task: &Task, party: PartyId) -> bool {
    let all = &site.typed.responsibilities;
    let who = all.who(task);
    let in_offering = |task: &Task| {
        let offerings = &all.duty(task.row).offerings;
        let mut own = offerings.iter().filter_map(|(_, duty)| duty.as_ref());
        own.any(|duty| duty.of_party(party).is_some())
    };
    who.of_party(party).is_some() || task.lineage().any(in_offering)
}

fn phase_view(
    site: &Site,
    id: MatrixId,
    phase: &crate::model::responsibilities::MergedPhase,
    tasks: &[&Task],
    columns: &[PartyId],
    names: &mut Names,
    here: &Permalink,
) -> PhaseView {
    let mut view = PhaseView {
        title: phase.name.to_string(),
        id: names.phase(&phase.name),
        tasks: Vec::new(),
        folded: Vec::new(),
    };
    let mut places: HashMap<u32, usize> = HashMap::new();
    for task in tasks {
        let one = task_view(site, id, task, columns, names, here);
        if task.row.matrix as usize == id {
            view.tasks.push(one);
            continue;
        }
        let place = *places.entry(task.row.matrix).or_insert_with(|| {
            view.folded.push(FoldView {
                from: reference(site, task.row.matrix as usize, here),
                tasks: Vec::new(),
            });
            view.folded.len() - 1
        });
        view.folded[place].tasks.push(one);
    }
    view
}

/// The offerings side by side, with only the tasks whose owner differs.
fn offerings(site: &Site, id: MatrixId, tasks: &[&Task]) -> Option<TableView> {
    let all = &site.typed.responsibilities;
    let offerings = offerings_of(site, id);
    let answer = |task: &Task, offering: &str| match all.who_in(task, offering) {
        Some(duty) if duty.shares.is_empty() => "nobody".to_owned(),
        Some(duty) => sentence(site, duty),
        None => "not done".to_owned(),
    };
    let mut rows = Vec::new();
    for task in tasks {
        let answers: Vec<String> = offerings.iter().map(|(id, _)| answer(task, id)).collect();
        if answers.windows(2).any(|two| two[0] != two[1]) {
            let mut row = vec![Cell::Text(label_of(site, task))];
            row.extend(answers.into_iter().map(Cell::Text));
            rows.push(row);
        }
    }
    let mut columns = vec!["Task"];
    columns.extend(offerings.iter().map(|(_, name)| name.as_str()));
    (!rows.is_empty()).then(|| TableView::new("What differs between the offerings", &columns, rows))
}

/// The tasks that the platform answers for: without it they would be the reader's.
fn direct(site: &Site, id: MatrixId, tasks: &[&Task]) -> Option<DirectView> {
    let all = &site.typed.responsibilities;
    let platform = &site.typed.platform;
    let is_cloud = |party: PartyId| {
        let id = &all.parties[party].id.0;
        let mut providers = platform.providers.iter();
        let named = providers.any(|one| one.party.as_ref().is_some_and(|(of, _)| of == id));
        let known = platform.providers.iter().any(|one| one.party.is_some());
        named || (!known && party + 1 == all.parties.len() && party > 1)
    };
    let is_platform = |party: PartyId| !all.parties[party].you && !is_cloud(party);
    let of_platform = |task: &&&Task| {
        let who = all.who(task);
        let owners = who.owners();
        // What the reader has a part in already would not become the reader's.
        let is_own = all.you().is_some_and(|you| who.is_of(you));
        !owners.is_empty() && !is_own && owners.into_iter().all(is_platform)
    };
    let tasks: Vec<String> = tasks
        .iter()
        .filter(of_platform)
        .map(|task| label_of(site, task))
        .collect();
    let clouds = |service: &ServiceId| site.typed.services.all[*service].providers.clone();
    let clouds = all.services[id].iter().flat_map(clouds);
    let mut names: Vec<&str> = Vec::new();
    for cloud in clouds {
        let name = platform.providers[cloud].name.as_str();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let provider = match names.is_empty() {
        true => "the cloud provider".to_owned(),
        false => names.join(" or "),
    };
    (!tasks.is_empty() && !all.services[id].is_empty()).then_some(DirectView { provider, tasks })
}
