//! What one party is responsible for, over all services: a checklist by phase.

use serde::Serialize;

use crate::model::Site;
use crate::model::responsibilities::PartyId;
use crate::path::Permalink;

use super::super::catalogue::FilterView;
use super::super::matrix::{self, LegendView, PartyView};
use super::super::table::{bullets, part};
use super::{EntryView, Met, entry_of, met, phase_id, services_of_rows};

/// Everything that one party does.
#[derive(Clone, Debug, Serialize)]
pub struct PartyPageView {
    /// The party.
    pub party: PartyView,
    /// What its layer is called.
    pub layer: Option<String>,
    /// How many tasks it does or answers for.
    pub count: usize,
    /// These tasks by phase, in the order in which the matrices have them.
    pub phases: Vec<PartyPhaseView>,
    /// The tasks it is asked about before they are done, or told about.
    pub heard: Vec<EntryView>,
    /// The tasks that it has to ask for.
    pub asked: Vec<EntryView>,
    /// What the list can be narrowed by.
    pub filters: Vec<FilterView>,
    /// The other parties.
    pub others: Vec<PartyView>,
    /// What the words mean.
    pub legend: Vec<LegendView>,
    /// The page of all tasks.
    pub overview: Option<String>,
}

/// What a party does in a phase.
#[derive(Clone, Debug, Serialize)]
pub struct PartyPhaseView {
    /// The phase.
    pub title: String,
    /// The id of its heading.
    pub id: String,
    /// The tasks.
    pub tasks: Vec<EntryView>,
}

/// The view of a party's page.
pub fn view(site: &Site, party: PartyId, here: &Permalink) -> PartyPageView {
    let all = &site.typed.responsibilities;
    let met = met(site);
    let services = services_of_rows(site);
    let mut names = matrix::Names::new("");
    let mut entry = |one: &Met<'_>| {
        let own = services.get(&one.task.row).map_or(&[][..], Vec::as_slice);
        entry_of(site, one, own, &[party], &mut names, here)
    };
    let mut phases: Vec<PartyPhaseView> = Vec::new();
    let (mut heard, mut asked) = (Vec::new(), Vec::new());
    let mut shown = Vec::new();
    for one in &met {
        let Some(share) = all.who(one.task).of_party(party) else {
            continue;
        };
        shown.push(one.task);
        if share.does() || share.answers() {
            let id = format!("phase-{}", phase_id(one.phase.1));
            let entry = entry(one);
            match phases.iter_mut().find(|phase| phase.id == id) {
                Some(phase) => phase.tasks.push(entry),
                None => phases.push(PartyPhaseView {
                    title: one.phase.0.to_owned(),
                    id,
                    tasks: vec![entry],
                }),
            }
        } else if share.asks {
            asked.push(entry(one));
        } else {
            heard.push(entry(one));
        }
    }
    let filters = super::filters(site, &groups(&phases));
    let others = (0..all.parties.len()).filter(|other| *other != party && all.is_busy(*other));
    PartyPageView {
        party: matrix::party_view(site, party, here),
        layer: all.parties[party].layer.clone(),
        count: phases.iter().map(|phase| phase.tasks.len()).sum(),
        phases,
        heard,
        asked,
        filters: filters
            .into_iter()
            .filter(|one| one.name != "party")
            .collect(),
        others: others
            .map(|other| matrix::party_view(site, other, here))
            .collect(),
        legend: matrix::legend(site, &shown),
        overview: site
            .typed
            .made_permalink(crate::model::Made::Responsibilities)
            .map(|permalink| here.relative(permalink)),
    }
}

/// The tasks as groups, which the filters are made from.
fn groups(phases: &[PartyPhaseView]) -> Vec<super::TaskGroupView> {
    let group = |phase: &PartyPhaseView| super::TaskGroupView {
        matrix: super::RefView::named(""),
        tasks: phase.tasks.clone(),
    };
    phases.iter().map(group).collect()
}

impl PartyPageView {
    /// The same as markdown.
    pub fn words(&self) -> String {
        let mut out = String::new();
        let line = |entry: &EntryView| {
            let services: Vec<&str> = entry.services.iter().map(|one| one.text.as_str()).collect();
            match services.is_empty() {
                true => entry.words(),
                false => format!("{} For {}.", entry.words(), services.join(", ")),
            }
        };
        for phase in &self.phases {
            let title = match phase.title.as_str() {
                "" => "Tasks",
                title => title,
            };
            part(&mut out, title, &bullets(phase.tasks.iter().map(line)));
        }
        let who = if self.party.you {
            "You ask for it"
        } else {
            "Asks for it"
        };
        part(&mut out, who, &bullets(self.asked.iter().map(line)));
        let who = if self.party.you {
            "You are asked or told"
        } else {
            "Is asked or told"
        };
        part(&mut out, who, &bullets(self.heard.iter().map(line)));
        out
    }
}
