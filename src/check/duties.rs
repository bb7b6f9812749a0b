//! What a service says of itself against what its matrix says.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::service::Day2;
use crate::model::responsibilities::{Side, Task};
use crate::model::{ServiceId, Site};

/// The findings about one service that has a matrix; without one it has the word alone.
pub fn check(site: &Site, id: ServiceId) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if site.typed.responsibilities.of_service(id).is_empty() {
        return findings;
    }
    findings.extend(said_twice(site, id));
    for line in &site.typed.services.all[id].keys.day2 {
        findings.extend(of_day2(site, id, line));
    }
    findings
}

/// `takes_over` beside a matrix whose headlines say the same.
fn said_twice(site: &Site, id: ServiceId) -> Option<Diagnostic> {
    let service = &site.typed.services.all[id];
    let (_, span) = service.keys.takes_over.first()?;
    let duties = &site.typed.responsibilities;
    let headline = |task| duties.detail(task, |details| details.headline.as_ref());
    // What is left to the reader has headlines too, and none of them says what the platform takes over.
    let is_taken = |task: &&Task| {
        let you = duties.you();
        you.is_none_or(|you| duties.who(task).side(you) == Side::Others)
    };
    let mut taken = site.tasks_of(id).filter(is_taken);
    let task = taken.find(|task| headline(task).is_some())?;
    let node = &site.pages[service.page];
    let message = format!("the matrix of {} says what it takes over", node.title);
    let file = &duties.all[task.row.matrix as usize].file.file;
    let finding = Diagnostic::at(Code::ServiceSaidTwice, &node.page.file, *span, message)
        .help("remove `takes_over`, and give the rows that matter a `headline`");
    let (_, row) = duties.row(task.row);
    Some(finding.related(file, row.label.1, "this row has a headline"))
}

/// A line of `[day2]` that names a row which is not there, or which says something else.
fn of_day2(site: &Site, id: ServiceId, line: &Day2) -> Option<Diagnostic> {
    let (row, span) = line.row.as_ref()?;
    let node = &site.pages[site.typed.services.all[id].page];
    let duties = &site.typed.responsibilities;
    let Some(task) = site.task_of_day2(id, line) else {
        let message = format!("no row of the matrix of {} is called `{row}`", node.title);
        let finding = Diagnostic::at(Code::ServiceUnknownId, &node.page.file, *span, message);
        let labels = site.tasks_of(id).map(|task| duties.label(task));
        return Some(match suggest::nearest(row, labels) {
            Some(near) => finding
                .label(format!("did you mean `{near}`?"))
                .replacement(format!("\"{near}\"")),
            None => finding.help("write the words of the row as they stand in the matrix"),
        });
    };
    let duty = duties.who(task);
    let doers: Vec<_> = duty.doers().collect();
    let label = &line.label.0;
    let message = match (doers.as_slice(), &line.rto) {
        _ if duty.is_faulty => return None,
        ([], _) => format!("`{label}` is promised here, and the matrix says that nobody does it"),
        ([only], Some(_)) if Some(*only) == duties.you() => {
            format!("`{label}` promises a time here, and the matrix says that the reader does it")
        }
        _ => return None,
    };
    let (_, written) = duties.row(task.row);
    let file = &duties.all[task.row.matrix as usize].file.file;
    let finding = Diagnostic::at(
        Code::ServiceDay2ContradictsMatrix,
        &node.page.file,
        *span,
        message,
    );
    Some(
        finding
            .related(file, written.label.1, "the row")
            .help("decide which of the two is true, and mend the other"),
    )
}
