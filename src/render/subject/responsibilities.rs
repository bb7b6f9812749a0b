//! Every task of the platform and who does it: the overview, and a page for each party.

use std::collections::HashMap;

use serde::Serialize;

use crate::load::matrix::Letters;
use crate::model::places::DUTIES;
use crate::model::responsibilities::{PartyId, RowId, Task};
use crate::model::{MatrixId, ServiceId, Site};
use crate::path::Permalink;

use super::catalogue::{FilterView, OptionView};
use super::matrix::{self, LegendView, PartyView, TaskView, legend};
use super::reference::{self, RefView};
use super::table::{bullets, part};

mod layers;
mod party;
mod taken;

pub use layers::{LayerView, LayersView};
pub use party::{PartyPageView, PartyPhaseView, view as party_page};
pub use taken::{TakenOffView, taken_off};

/// More tasks than this are not listed on one page: each matrix has its own.
const MOST: usize = 3000;

/// Everything that anybody does.
#[derive(Clone, Debug, Serialize)]
pub struct ResponsibilitiesView {
    /// How many tasks there are; one that several services inherit counts once.
    pub count: usize,
    /// How many of them are taken off the reader.
    pub taken_off: Option<TakenOffView>,
    /// Who stands behind which layer, drawn and in words.
    pub layers: LayersView,
    /// The parties: the columns.
    pub parties: Vec<PartyView>,
    /// What the list can be narrowed by.
    pub filters: Vec<FilterView>,
    /// The tasks by matrix; empty where there are too many for one page.
    pub groups: Vec<TaskGroupView>,
    /// The matrices.
    pub matrices: Vec<MatrixEntryView>,
    /// How many tasks somebody disputes.
    pub disputed: usize,
    /// How many tasks somebody proposes.
    pub proposed: usize,
    /// What the words mean.
    pub legend: Vec<LegendView>,
    /// The same for programs, JSON.
    pub data: Option<String>,
}

/// The tasks of a matrix in the overview.
#[derive(Clone, Debug, Serialize)]
pub struct TaskGroupView {
    /// The matrix.
    pub matrix: RefView,
    /// The tasks.
    pub tasks: Vec<EntryView>,
}

/// A matrix in a list.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixEntryView {
    /// The matrix.
    pub matrix: RefView,
    /// Its services.
    pub services: Vec<RefView>,
    /// How many tasks it has, with those that it takes over.
    pub count: usize,
    /// `proposed` or `draft`.
    pub status: Option<&'static str>,
}

/// A task in a list over all matrices.
#[derive(Clone, Debug, Serialize)]
pub struct EntryView {
    /// The task.
    #[serde(flatten)]
    pub task: TaskView,
    /// The matrix that says so.
    pub matrix: RefView,
    /// The services that it is part of.
    pub services: Vec<RefView>,
    /// The ids of these services, for the filters.
    pub service_ids: String,
    /// The ids of those who do it or answer for it, for the filters.
    pub party_ids: String,
    /// The phase in words.
    pub phase: String,
    /// The phase, for the filters.
    pub phase_id: String,
    /// How far it is agreed upon: `agreed`, `proposed` or `disputed`.
    pub agreement: &'static str,
}

/// A task of the site, met once however many matrices inherit it.
pub(super) struct Met<'a> {
    /// The matrix whose row it is.
    matrix: MatrixId,
    /// The phase: its name and what it is compared by.
    phase: (&'a str, &'a str),
    task: &'a Task,
}

/// All tasks of the site, each once, by matrix.
pub(super) fn met(site: &Site) -> Vec<Met<'_>> {
    let mut all = Vec::new();
    for (matrix, linked) in site.typed.responsibilities.all.iter().enumerate() {
        for phase in &linked.merged.phases {
            let own = phase.tasks.iter();
            let own = own.filter(|task| task.row.matrix as usize == matrix);
            all.extend(own.map(|task| Met {
                matrix,
                phase: (&phase.name, &phase.key),
                task,
            }));
        }
    }
    all
}

/// The services of each row, in the order of the services.
pub(super) fn services_of_rows(site: &Site) -> HashMap<RowId, Vec<ServiceId>> {
    let all = &site.typed.responsibilities;
    let mut found: HashMap<RowId, Vec<ServiceId>> = HashMap::new();
    for (matrix, linked) in all.all.iter().enumerate() {
        for task in linked.merged.tasks() {
            let services = found.entry(task.row).or_default();
            services.extend(&all.services[matrix]);
        }
    }
    for services in found.values_mut() {
        services.sort_unstable();
        services.dedup();
    }
    found
}

/// The view of the overview.
pub fn view(site: &Site, here: &Permalink) -> ResponsibilitiesView {
    let all = &site.typed.responsibilities;
    let met = met(site);
    let columns: Vec<PartyId> = (0..all.parties.len())
        .filter(|party| all.is_busy(*party))
        .collect();
    let state = |one: &Met<'_>| all.state(one.task);
    let count = |wanted| met.iter().filter(|one| state(one) == wanted).count();
    let groups = match met.len() > MOST {
        true => Vec::new(),
        false => groups(site, &met, &columns, here),
    };
    let tasks: Vec<&Task> = met.iter().map(|one| one.task).collect();
    ResponsibilitiesView {
        count: met.len(),
        data: Permalink::exact(&format!("/{DUTIES}"))
            .map(|address| here.relative(&site.address(&address))),
        taken_off: taken_off(site, here),
        layers: layers::view(site, &met, here),
        parties: columns
            .iter()
            .map(|party| matrix::party_view(site, *party, here))
            .collect(),
        filters: filters(site, &groups),
        groups,
        matrices: (0..all.all.len()).map(|id| entry(site, id, here)).collect(),
        disputed: count(matrix::State::Disputed),
        proposed: count(matrix::State::Proposed),
        legend: legend(site, &tasks),
    }
}

fn entry(site: &Site, id: MatrixId, here: &Permalink) -> MatrixEntryView {
    use crate::load::matrix::Status;
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    MatrixEntryView {
        matrix: matrix::reference(site, id, here),
        services: reference::services(site, &all.services[id], here),
        count: linked.merged.tasks().count(),
        status: match linked.file.status {
            Status::Agreed => None,
            Status::Proposed => Some("proposed"),
            Status::Draft => Some("draft"),
        },
    }
}

fn groups(
    site: &Site,
    met: &[Met<'_>],
    columns: &[PartyId],
    here: &Permalink,
) -> Vec<TaskGroupView> {
    let services = services_of_rows(site);
    let mut names = matrix::Names::new("");
    let mut groups: Vec<(MatrixId, TaskGroupView)> = Vec::new();
    for one in met {
        let own = services.get(&one.task.row).map_or(&[][..], Vec::as_slice);
        let entry = entry_of(site, one, own, columns, &mut names, here);
        match groups
            .last_mut()
            .filter(|(matrix, _)| *matrix == one.matrix)
        {
            Some((_, group)) => group.tasks.push(entry),
            None => groups.push((
                one.matrix,
                TaskGroupView {
                    matrix: matrix::reference(site, one.matrix, here),
                    tasks: vec![entry],
                },
            )),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// A task in a list, with what the filters ask for.
pub(super) fn entry_of(
    site: &Site,
    one: &Met<'_>,
    services: &[ServiceId],
    columns: &[PartyId],
    names: &mut matrix::Names,
    here: &Permalink,
) -> EntryView {
    let all = &site.typed.responsibilities;
    let who = all.who(one.task);
    let owns = who
        .shares
        .iter()
        .filter(|share| share.letters.has(Letters::R) || share.answers());
    let owners: Vec<&str> = owns
        .map(|share| all.parties[share.party].id.0.as_str())
        .collect();
    let ids = services
        .iter()
        .map(|id| site.typed.services.all[*id].id.as_str());
    let ids: Vec<&str> = ids.collect();
    EntryView {
        task: matrix::task_view(site, one.matrix, one.task, columns, names, here),
        matrix: matrix::reference(site, one.matrix, here),
        services: reference::services(site, services, here),
        service_ids: ids.join(" ").to_lowercase(),
        party_ids: owners.join(" ").to_lowercase(),
        phase: one.phase.0.to_owned(),
        phase_id: phase_id(one.phase.1),
        agreement: all.state(one.task).word(),
    }
}

/// A phase as one word.
pub(super) fn phase_id(key: &str) -> String {
    let words = key.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// What at least two choices make worth asking.
fn filters(site: &Site, groups: &[TaskGroupView]) -> Vec<FilterView> {
    let all = &site.typed.responsibilities;
    let entries = || groups.iter().flat_map(|group| &group.tasks);
    let has = |ids: fn(&EntryView) -> &str, id: &str| {
        let id = id.to_lowercase();
        entries().any(|entry| ids(entry).split(' ').any(|one| one == id))
    };
    let option = |value: &str, label: &str| OptionView {
        value: value.to_lowercase(),
        label: label.to_owned(),
    };
    let services = site.typed.services.all.iter();
    let services = services
        .filter(|service| has(|entry| &entry.service_ids, &service.id))
        .map(|service| option(&service.id, &site.pages[service.page].title));
    let parties = (0..all.parties.len())
        .filter(|party| has(|entry| &entry.party_ids, &all.parties[*party].id.0))
        .map(|party| option(&all.parties[party].id.0, &matrix::party_name(site, party)));
    let mut phases: Vec<OptionView> = Vec::new();
    for entry in entries().filter(|entry| !entry.phase_id.is_empty()) {
        if !phases.iter().any(|one| one.value == entry.phase_id) {
            phases.push(option(&entry.phase_id, &entry.phase));
        }
    }
    let states = [
        ("agreed", "Agreed"),
        ("proposed", "Proposed"),
        ("disputed", "Disputed"),
    ];
    let states = states
        .into_iter()
        .filter(|(state, _)| entries().any(|entry| entry.agreement == *state))
        .map(|(state, label)| option(state, label));
    let mut filters = vec![
        FilterView {
            name: "service",
            label: "Service",
            options: services.collect(),
        },
        FilterView {
            name: "party",
            label: "Done by",
            options: parties.collect(),
        },
        FilterView {
            name: "phase",
            label: "Phase",
            options: phases,
        },
        FilterView {
            name: "state",
            label: "State",
            options: states.collect(),
        },
    ];
    filters.retain(|filter| filter.options.len() > 1);
    filters
}

impl EntryView {
    /// The same as a line of markdown.
    pub(super) fn words(&self) -> String {
        let who = self.task.cells.iter().filter(|cell| !cell.words.is_empty());
        let who: Vec<String> = who
            .map(|cell| format!("{}: {}", cell.party, cell.words))
            .collect();
        let mut line = format!("{}. {}", self.task.label, who.join("; "));
        if let Some(state) = self.task.state {
            line.push_str(&format!(" ({state})"));
        }
        if !self.task.docs.is_empty() {
            line.push_str(&format!(" How: {}", reference::list(&self.task.docs)));
        }
        line
    }
}

impl ResponsibilitiesView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        if let Some(taken) = &self.taken_off {
            out.push_str(&format!(
                "\n{} of {} tasks are taken off you{}.\n",
                taken.count,
                taken.all,
                taken.open_words()
            ));
        }
        part(
            &mut out,
            "Who stands behind which layer",
            &self.layers.words(),
        );
        for group in &self.groups {
            let lines = group.tasks.iter().map(EntryView::words);
            part(&mut out, &group.matrix.words(), &bullets(lines));
        }
        if self.groups.is_empty() {
            let lines = self.matrices.iter();
            let lines = lines.map(|one| format!("{}: {} tasks", one.matrix.words(), one.count));
            part(&mut out, "Matrices", &bullets(lines));
        }
        let legend = self.legend.iter().map(|one| match one.letters {
            "" => format!("{}: {}", one.word, one.text),
            letters => format!("{} ({letters}): {}", one.word, one.text),
        });
        part(&mut out, "What the words mean", &bullets(legend));
        out
    }
}
