//! Who does what is done after the first day: the row of a matrix that a line of `[day2]` names.

use crate::load::service::Day2;

use super::responsibilities::{Duty, Task};
use super::{ServiceId, Site};

impl Site {
    /// The tasks of all matrices of a service.
    pub fn tasks_of(&self, service: ServiceId) -> impl Iterator<Item = &Task> {
        let matrices = self.typed.responsibilities.of_service(service).iter();
        matrices.flat_map(|matrix| self.typed.responsibilities.all[*matrix].merged.tasks())
    }

    /// The task that a line of `[day2]` names with `row`; None where it names none, or none that
    /// there is.
    pub fn task_of_day2(&self, service: ServiceId, line: &Day2) -> Option<&Task> {
        let (row, _) = line.row.as_ref()?;
        let wanted = folded(row);
        let label = |task: &&Task| folded(self.typed.responsibilities.label(task)) == wanted;
        self.tasks_of(service).find(label)
    }

    /// Who does a task, as its reader sees it: the own side is "You"; empty where nobody does.
    pub fn doers_in_words(&self, duty: &Duty) -> String {
        let parties = &self.typed.responsibilities.parties;
        let name = |party: usize| match &parties[party] {
            party if party.you => "You".to_owned(),
            party => party.name.clone(),
        };
        let names: Vec<String> = duty.doers().map(name).collect();
        names.join(" and ")
    }
}

/// The words of a task, whatever their case and spaces.
fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
