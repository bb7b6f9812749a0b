//! Who answers for a task: one party, not two and not none.

use crate::diagnostic::{Code, Diagnostic};
use crate::load::matrix::{Answer, Format, Letters, Row};
use crate::model::responsibilities::{Duty, Share, Task};
use crate::model::{MatrixId, Site};
use crate::source::Span;

use super::is_draft;

/// What is wrong with the answers of a task's own row.
pub(super) fn check(site: &Site, id: MatrixId, task: &Task, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let row = all.row(task.row).1;
    let duty = all.duty(task.row);
    let mut judge = Judge {
        site,
        id,
        row,
        offering: None,
        findings,
    };
    let is_missed = row.removed || (row.overrides().is_some() && task.over.is_none());
    // A row that says nothing about who does it adds to an inherited one, or to some offerings.
    let in_some = || {
        let mut offerings = duty.offerings.iter();
        offerings.any(|(_, own)| own.as_ref().is_some_and(|own| !own.owners().is_empty()))
    };
    let adds = duty.is_blank() && (task.over.is_some() || in_some());
    if !is_missed && !adds && !duty.is_faulty {
        judge.judge(duty, &row.answer, is_draft(site, task.row));
    }
    for ((_, duty), differs) in duty.offerings.iter().zip(&row.details().offerings) {
        if let Some(duty) = duty.as_ref().filter(|duty| !duty.is_faulty) {
            judge.offering = Some(&differs.offering.0);
            judge.judge(duty, &differs.answer, false);
        }
    }
    shared(site, task, row, findings);
}

/// Those who share a task say how they divide it.
fn shared(site: &Site, task: &Task, row: &Row, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let offerings = row.details().offerings.iter();
    let mut shared = offerings.map(|one| &one.answer).chain([&row.answer]);
    let Some(((_, first), (_, last))) = shared.find_map(|answer| {
        let shared = &answer.shared;
        Some((shared.first()?, shared.last()?))
    }) else {
        return;
    };
    let note = all.own_detail(task, |details| {
        details.notes.first().or(details.why.as_ref())
    });
    if note.is_none() {
        let file = &all.all[task.row.matrix as usize].file.file;
        let span = Span::new(first.start, last.end);
        let message = format!("`{}` is shared, and nobody says how", row.label.0.trim());
        findings.push(
            Diagnostic::at(Code::MatrixSharedWithoutNote, file, span, message)
                .help("add for example `note = \"The team that sees it first opens the bridge.\"`"),
        );
    }
}

struct Judge<'a, 'f> {
    site: &'a Site,
    id: MatrixId,
    row: &'a Row,
    /// The offering whose answer it is.
    offering: Option<&'a str>,
    findings: &'f mut Vec<Diagnostic>,
}

impl Judge<'_, '_> {
    fn judge(&mut self, duty: &Duty, answer: &Answer, is_draft: bool) {
        let answering = |share: &&Share| share.answers() && !share.shared;
        let alone: Vec<&Share> = duty.shares.iter().filter(answering).collect();
        let is_shared = duty.shares.iter().any(|share| share.shared);
        let doers = duty.doers().count();
        match alone.len() + usize::from(is_shared) {
            0 if doers == 0 && is_draft => {}
            0 if doers == 0 => self.nobody(answer),
            0 if doers > 1 => {
                let names = self.names(duty.doers());
                let message = format!("{names} do this, and nobody answers for it");
                self.say(Code::MatrixNoAccountable, self.place(answer), message)
                    .help("give one of them an `A` too, or write `shared = [\"…\", \"…\"]`");
            }
            1 if doers == 0 => {
                let names = self.names(duty.owners().into_iter());
                let message = format!("{names} answers for this, and nobody does it");
                self.say(Code::MatrixNobodyResponsible, self.place(answer), message)
                    .help("write `RA` for a party that does it too, or say with `R` who does");
            }
            0 | 1 => {}
            _ => {
                let parties = duty.shares.iter().filter(|share| share.answers());
                let names = self.names(parties.map(|share| share.party));
                let message = format!("{names} both answer for this");
                self.say(Code::MatrixTwoAccountable, self.second(answer), message)
                    .help(
                        "one party answers for a task: leave the others an `R`, or write `shared`",
                    );
            }
        }
        for share in duty.shares.iter().filter(is_mixed) {
            let name = self.names([share.party].into_iter());
            let message =
                format!("{name} does this or answers for it, so it need not be asked or told");
            let span = self.of_party(answer, share.party);
            self.say(Code::MatrixMixedLetters, span, message)
                .help("leave out `C` and `I` beside `R` and `A`");
        }
    }

    fn nobody(&mut self, answer: &Answer) {
        let message = "nobody does this, and nobody answers for it".to_owned();
        let (named, _) = super::examples(self.site);
        self.say(Code::MatrixNobody, self.place(answer), message)
            .help(&format!("name a party: `\"{named}\"`; in a matrix that is being written say `status = \"draft\"`"));
    }

    fn say(&mut self, code: Code, span: Span, message: String) -> Said<'_> {
        let file = &self.site.typed.responsibilities.all[self.id].file.file;
        let message = match self.offering {
            Some(offering) => format!("in the offering `{offering}` {message}"),
            None => message,
        };
        self.findings
            .push(Diagnostic::at(code, file, span, message));
        Said(self.findings)
    }

    /// Whether the parties are named in the heads of columns, far from their letters.
    fn is_table(&self) -> bool {
        let file = &self.site.typed.responsibilities.all[self.id].file;
        file.format != Format::Toml
    }

    /// Where an answer is written; the task, of one that says nothing or is spread over a table.
    fn place(&self, answer: &Answer) -> Span {
        if self.is_table() {
            return self.row.label.1;
        }
        let first = answer.assignments.first().map(|one| one.party.1);
        let last = answer.assignments.last().map(|one| one.written.1);
        match first.zip(last) {
            Some((first, last)) if first.start <= last.end => Span::new(first.start, last.end),
            _ => self.row.label.1,
        }
    }

    /// The second party that answers for it.
    fn second(&self, answer: &Answer) -> Span {
        let has = |letters: Option<Letters>| letters.is_some_and(|own| own.has(Letters::A));
        let mut answering = answer.assignments.iter().filter(|one| has(one.letters));
        let (first, second) = (answering.next(), answering.next());
        let one = second.or(first.filter(|_| !answer.shared.is_empty()));
        one.map_or_else(
            || self.place(answer),
            |one| match self.is_table() {
                true => one.written.1,
                false => Span::new(one.party.1.start, one.written.1.end),
            },
        )
    }

    fn of_party(&self, answer: &Answer, party: usize) -> Span {
        let all = &self.site.typed.responsibilities;
        let id = &all.parties[party].id.0;
        let mut own = answer.assignments.iter();
        let own = own.find(|one| one.party.0 == *id);
        own.map_or_else(|| self.place(answer), |one| one.written.1)
    }

    fn names(&self, parties: impl Iterator<Item = usize>) -> String {
        let all = &self.site.typed.responsibilities;
        let names: Vec<String> = parties
            .map(|party| all.parties[party].name.clone())
            .collect();
        crate::check::service::in_words(&names)
    }
}

/// Whether somebody who does it or answers for it is asked or told as well.
fn is_mixed(share: &&Share) -> bool {
    let owns = share.does() || share.answers();
    owns && (share.letters.has(Letters::C) || share.letters.has(Letters::I))
}

/// The finding that was just said.
struct Said<'a>(&'a mut Vec<Diagnostic>);

impl Said<'_> {
    fn help(self, help: &str) {
        if let Some(last) = self.0.last_mut() {
            last.help.push(help.to_owned());
        }
    }
}
