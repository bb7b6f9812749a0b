//! responsibilities.json: every task and who does it, for programs.
//!
//! The schema is documented in content/groundplan/developer/responsibilities.md. Keys are only ever
//! added; a change that a reader could trip over raises `SCHEMA`.

use serde_json::{Value, json};

use crate::load::Written;
use crate::load::matrix::{Details, Status};
use crate::model::responsibilities::{Duty, Share, Task};
use crate::model::{Made, MatrixId, Site};
use crate::render::Renderer;

use super::catalog::written;
use super::matrix;

/// The version of the schema.
const SCHEMA: u32 = 1;

/// The whole file.
pub fn json(renderer: &Renderer<'_>) -> Vec<u8> {
    let site = renderer.site;
    let all = &site.typed.responsibilities;
    let parties = all.parties.iter().map(|party| {
        json!({
            "id": party.id.0, "name": party.name, "you": party.you, "layer": party.layer,
        })
    });
    let matrices = (0..all.all.len()).map(|id| of_matrix(renderer, id));
    written(json!({
        "schema": SCHEMA,
        "title": site.config.title,
        "parties": parties.collect::<Vec<_>>(),
        "matrices": matrices.collect::<Vec<_>>(),
    }))
}

fn of_matrix(renderer: &Renderer<'_>, id: MatrixId) -> Value {
    let site = renderer.site;
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    let services = all.services[id]
        .iter()
        .map(|service| &site.typed.services.all[*service].id);
    let parents = linked
        .parents
        .iter()
        .map(|parent| &all.all[*parent].file.id);
    let page = site.typed.made_permalink(Made::Matrix(id));
    let url = page.map(|page| renderer.absolute(page).unwrap_or_else(|| page.encoded()));
    let status = Status::NAMES
        .iter()
        .find(|(_, status)| *status == linked.file.status);
    let mut tasks = Vec::new();
    for phase in &linked.merged.phases {
        tasks.extend(
            phase
                .tasks
                .iter()
                .map(|task| of_task(site, id, &phase.name, task)),
        );
    }
    json!({
        "id": linked.file.id,
        "title": matrix::title(site, id),
        "url": url,
        "services": services.collect::<Vec<_>>(),
        "extends": parents.collect::<Vec<_>>(),
        "status": status.map(|(word, _)| word),
        "reviewed": linked.file.reviewed.map(|date| date.to_string()),
        "tasks": tasks,
    })
}

fn of_task(site: &Site, id: MatrixId, phase: &str, task: &Task) -> Value {
    let all = &site.typed.responsibilities;
    let origin = task.row.matrix as usize;
    let text = |get: fn(&Details) -> Option<&Written>| all.detail(task, get).map(|(text, _)| text);
    let own =
        |get: fn(&Details) -> Option<&Written>| all.own_detail(task, get).map(|(text, _)| text);
    let docs = all.detail(task, |one| (!one.docs.is_empty()).then_some(&one.docs));
    let docs: Vec<&String> = docs.into_iter().flatten().map(|(doc, _)| doc).collect();
    let offerings = matrix::offerings_spoken_of(site, task)
        .into_iter()
        .map(|offering| {
            let duty = all.who_in(task, offering);
            json!({
                "offering": offering,
                "done": duty.is_some(),
                "who": duty.map(|duty| shares(site, duty)).unwrap_or_default(),
            })
        });
    json!({
        "phase": phase,
        "task": matrix::label_of(site, task),
        "id": text(|one| one.id.as_ref()),
        "from": (origin != id).then(|| &all.all[origin].file.id),
        "who": shares(site, all.who(task)),
        "state": all.state(task).word(),
        "why": own(|one| one.why.as_ref()),
        "since": all.own_detail(task, |one| one.since).map(|date| date.to_string()),
        "decide_by": all.own_detail(task, |one| one.decide_by).map(|(date, _)| date.to_string()),
        "notes": matrix::note_texts(site, task),
        "docs": docs,
        "request": text(|one| one.request.as_ref()),
        "headline": text(|one| one.headline.as_ref()),
        "offerings": offerings.collect::<Vec<_>>(),
    })
}

fn shares(site: &Site, duty: &Duty) -> Vec<Value> {
    let parties = &site.typed.responsibilities.parties;
    let share = |share: &Share| {
        json!({
            "party": parties[share.party].id.0,
            "letters": share.letters.to_string(),
            "shared": share.shared,
            "asks": share.asks,
        })
    };
    duty.shares.iter().map(share).collect()
}
