//! Who does what around a service: what nobody has to do any longer, what is still to do, and whose
//! the tasks are.

use serde::Serialize;

use crate::load::matrix::State;
use crate::model::responsibilities::{Side, Task};
use crate::model::{MatrixId, ServiceId, Site};
use crate::path::Permalink;

use super::super::matrix::{self, Part, SharesView, TaskView};
use super::super::reference::{self, RefView};
use super::super::table::TableView;

/// How many tasks a box names.
const MOST: usize = 7;

/// Tasks in a box at the top of a service.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DutiesView {
    /// The tasks in few words, with the pages that tell how.
    pub lines: Vec<DutyView>,
    /// How many more there are.
    pub more: usize,
    /// Where they all are.
    pub url: Option<String>,
}

/// A task in few words.
#[derive(Clone, Debug, Serialize)]
pub struct DutyView {
    /// The words: the headline of the task, else the task.
    pub text: String,
    /// What tells how it is done.
    pub docs: Vec<RefView>,
}

/// A matrix of a service, in short.
#[derive(Clone, Debug, Serialize)]
pub struct ServiceMatrixView {
    /// The matrix, with its page.
    pub matrix: RefView,
    /// How many tasks it has.
    pub count: usize,
    /// Whose they are.
    pub shares: Option<SharesView>,
    /// The tasks whose owner differs between offerings.
    pub offerings: Option<TableView>,
    /// The tasks that somebody proposes or disputes.
    pub open: Vec<TaskView>,
}

/// What nobody has to do any longer, and what is still to do. Where tasks have headlines, those
/// alone are named; inherited tasks are among what is taken off only when they have one, and never
/// among what is still to do: they are the same everywhere.
pub(super) fn boxes(site: &Site, id: ServiceId, here: &Permalink) -> (DutiesView, DutiesView) {
    let all = &site.typed.responsibilities;
    let (mut gone, mut still) = (Vec::new(), Vec::new());
    let mut url = None;
    let Some(you) = all.you() else {
        return Default::default();
    };
    for matrix in all.of_service(id) {
        let page = matrix::reference(site, *matrix, here).url;
        url = url.or(page);
        for task in all.all[*matrix].merged.tasks() {
            let is_own = task.row.matrix as usize == *matrix;
            let side = all.who(task).side(you);
            if is_own && side == Side::Own && all.state(task) == State::Agreed {
                still.push(task);
            }
            if is_own && side == Side::Others && all.state(task) == State::Agreed {
                gone.push(task);
            }
        }
    }
    let view = |tasks: Vec<&Task>| named(site, &tasks, url.clone(), here);
    (view(gone), view(still))
}

fn named(site: &Site, tasks: &[&Task], url: Option<String>, here: &Permalink) -> DutiesView {
    let all = &site.typed.responsibilities;
    let headline = |task: &Task| {
        let found = all.detail(task, |details| details.headline.as_ref());
        found.map(|(text, _)| text.clone())
    };
    let has_headlines = tasks.iter().any(|task| headline(task).is_some());
    let mut view = DutiesView {
        url,
        ..DutiesView::default()
    };
    for task in tasks {
        let text = match has_headlines {
            true => headline(task),
            false => Some(matrix::label_of(site, task)),
        };
        match text.filter(|_| view.lines.len() < MOST) {
            Some(text) if view.lines.iter().any(|line| line.text == text) => {}
            Some(text) => view.lines.push(DutyView {
                text,
                docs: matrix::docs(site, task, here),
            }),
            None => view.more += 1,
        }
    }
    view
}

/// The matrices of a service, in short.
pub(super) fn matrices(site: &Site, id: ServiceId, here: &Permalink) -> Vec<ServiceMatrixView> {
    let of_service = site.typed.responsibilities.of_service(id).iter();
    of_service
        .map(|matrix| in_short(site, *matrix, here))
        .collect()
}

fn in_short(site: &Site, id: MatrixId, here: &Permalink) -> ServiceMatrixView {
    let whole = matrix::view(site, id, Part::default(), here);
    let phases = whole.phases.into_iter();
    let tasks = phases.flat_map(|phase| phase.tasks);
    ServiceMatrixView {
        matrix: matrix::reference(site, id, here),
        count: whole.count,
        shares: whole.shares,
        offerings: whole.offerings,
        open: tasks.filter(|task| task.state.is_some()).collect(),
    }
}

impl DutiesView {
    /// The same as lines of markdown.
    pub(super) fn words(&self) -> String {
        let mut out = String::new();
        for line in &self.lines {
            out.push_str(&format!("- {}", line.text));
            if !line.docs.is_empty() {
                out.push_str(&format!(" ({})", reference::list(&line.docs)));
            }
            out.push('\n');
        }
        if self.more > 0 {
            let words = format!("{} more", self.more);
            out.push_str(&format!(
                "- {}\n",
                reference::link(&words, self.url.as_deref())
            ));
        }
        out
    }
}

impl ServiceMatrixView {
    /// The same as markdown.
    pub(super) fn words(&self) -> String {
        let mut out = String::new();
        let bars = self.shares.iter().flat_map(|shares| &shares.bars);
        let bars: Vec<String> = bars
            .map(|bar| format!("{} {}", bar.name, bar.count))
            .collect();
        out.push_str(&format!("{}: {} tasks", self.matrix.words(), self.count));
        if !bars.is_empty() {
            out.push_str(&format!(". {}", bars.join(", ")));
        }
        if let Some(also) = self.shares.iter().find_map(|shares| shares.also.as_ref()) {
            out.push_str(&format!(". {also}"));
        }
        out.push('\n');
        for task in &self.open {
            let state = task.state.unwrap_or_default();
            out.push_str(&format!("\n- {}: {state}", task.label));
        }
        if let Some(offerings) = &self.offerings {
            out.push_str(&format!("\n\n{}", offerings.words()));
        }
        out
    }
}
