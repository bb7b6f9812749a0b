//! Names and letters in a matrix that mean nothing.

use crate::check::references::References;
use crate::check::ways;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::load::matrix::{Answer, Format, ROW_KEYS, folded};
use crate::model::responsibilities::Parties;
use crate::model::{Kind, MatrixId, Site};

use super::spelled;

/// Everything that a matrix names.
pub(super) fn check(site: &Site, id: MatrixId, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    let matrix = &linked.file;
    let mut references = References::of(site, &matrix.file, Code::MatrixUnknownId);
    references.all(Kind::Service, &matrix.services);
    references.all(Kind::Matrix, matrix.extends.iter().map(|one| &one.matrix));
    findings.append(&mut references.findings);
    for extend in &matrix.extends {
        let Some(parent) = site.typed.ids.find(Kind::Matrix, &extend.matrix.0) else {
            continue;
        };
        let phases = &all.all[parent].merged.phases;
        let names: Vec<String> = phases.iter().map(|phase| phase.name.to_string()).collect();
        for (name, span) in &extend.phases {
            let key = folded(name);
            if !phases.iter().any(|phase| *phase.key == *key) {
                let message = format!("the matrix `{}` has no phase `{name}`", extend.matrix.0);
                let finding = Diagnostic::at(Code::MatrixUnknownId, &matrix.file, *span, message);
                findings.push(near(finding, name, &names, |near| format!("\"{near}\"")));
            }
        }
    }
    let mut rows = Rows {
        site,
        id,
        parties: None,
        findings,
    };
    for (phase, at) in indices(matrix) {
        let row = &matrix.phases[phase].rows[at];
        let duty = all.duty(crate::model::responsibilities::RowId {
            matrix: u32::try_from(id).unwrap_or(u32::MAX),
            row: linked.row_at(phase, at),
        });
        if duty.is_faulty {
            rows.answer(&row.answer);
        }
        if row.details.is_some() {
            rows.details(row, duty);
        }
    }
}

fn indices(matrix: &crate::load::matrix::Matrix) -> impl Iterator<Item = (usize, usize)> {
    let phases = matrix.phases.iter().enumerate();
    phases.flat_map(|(phase, written)| (0..written.rows.len()).map(move |at| (phase, at)))
}

struct Rows<'a, 'f> {
    site: &'a Site,
    id: MatrixId,
    /// The parties by all their names, made when the first fault is met.
    parties: Option<Parties>,
    findings: &'f mut Vec<Diagnostic>,
}

impl Rows<'_, '_> {
    fn at(&self, code: Code, span: crate::source::Span, message: String) -> Diagnostic {
        let file = &self.site.typed.responsibilities.all[self.id].file.file;
        Diagnostic::at(code, file, span, message)
    }

    fn answer(&mut self, answer: &Answer) {
        let is_said = self.spelled(answer);
        for one in answer.assignments.iter().filter(|_| !is_said) {
            if !self.is_party(&one.party.0) {
                let is_alone = one.written.0.is_empty() && one.letters.is_some();
                if is_alone && self.joined(&one.party, str::to_owned) {
                    continue;
                }
                self.unknown_party(&one.party, one.letters.is_none(), str::to_owned);
            } else if one.letters.is_none() {
                let (written, span) = &one.written;
                let message = match written.chars().count() {
                    1 => format!("`{written}` is no letter of who does what"),
                    _ => format!("`{written}` are no letters of who does what"),
                };
                let finding = self.at(Code::MatrixBadLetter, *span, message).help(
                    "write R (does it), A (answers for it), C (is asked) or I (is told), in any order",
                );
                self.findings.push(finding);
            }
        }
        for name in answer.shared.iter().chain(&answer.on_request) {
            if !self.is_party(&name.0) && !self.joined(name, |near| format!("\"{near}\"")) {
                self.unknown_party(name, false, |near| format!("\"{near}\""));
            }
        }
        if let Some((written, span)) = &answer.unread {
            let message = format!("`{written}` does not say who does it");
            let (other, you) = super::examples(self.site);
            let help = match other == you {
                true => format!("write for example `\"{other}\"` or `\"{other} R\"`"),
                false => format!("write for example `\"{other}\"` or `\"{you} A, {other} R\"`"),
            };
            let finding = self.at(Code::MatrixBadLetter, *span, message).help(help);
            self.findings.push(finding);
        }
    }

    fn is_party(&mut self, name: &str) -> bool {
        let all = &self.site.typed.responsibilities;
        let format = all.all[self.id].file.format;
        self.parties().find(name, format).is_some()
    }

    fn parties(&mut self) -> &Parties {
        let all = &self.site.typed.responsibilities.parties;
        self.parties.get_or_insert_with(|| Parties::of(all))
    }

    /// Parties and letters in signs of one's own, of which each is known: whether that is said.
    fn spelled(&mut self, answer: &Answer) -> bool {
        let all = &self.site.typed.responsibilities;
        if all.all[self.id].file.format != Format::Toml {
            return false;
        }
        let id = |party: usize| all.parties[party].id.0.clone();
        let Some((text, span)) = spelled::mended(answer, self.parties(), id) else {
            return false;
        };
        let odd = answer.assignments.iter().map(|one| one.party.0.as_str());
        let name = odd.clone().find(|name| spelled::is_odd(name));
        let are_alone = text.split(", ").all(|part| !part.contains(' '));
        let label = match are_alone {
            true => "these are several parties",
            false => "letters stand behind their party, and a comma parts the parties",
        };
        let message = format!("there is no party `{}`", name.unwrap_or_default());
        let finding = self.at(Code::MatrixUnknownId, span, message);
        let finding = finding.label(label).replacement(text.clone());
        // Several that each do it and answer for it would be the next mistake.
        let answering = text.split(", ").filter(|part| !part.contains(' '));
        let finding = match answering.clone().count() {
            0 | 1 => finding,
            _ => finding.help(format!(
                "one party answers for a task: leave the others an `R`, or write `{{ shared = [\"{}\"], note = \"…\" }}`",
                answering.collect::<Vec<_>>().join("\", \"")
            )),
        };
        self.findings.push(finding);
        true
    }

    /// Several parties in one, "fjord and customer", of which each is known: whether that is said.
    fn joined(&mut self, (name, span): &Written, as_written: fn(&str) -> String) -> bool {
        let all = &self.site.typed.responsibilities;
        let is_table = all.all[self.id].file.format != Format::Toml;
        let parts = [" and ", " & ", " + ", "/"]
            .into_iter()
            .find(|joint| name.contains(joint))
            .map(|joint| name.split(joint).map(str::trim).collect::<Vec<_>>());
        let (Some(parts), false) = (parts, is_table) else {
            return false;
        };
        let mut named = Vec::with_capacity(parts.len());
        for part in parts {
            let Some(party) = self.parties().by_any_name(part) else {
                return false;
            };
            named.push(as_written(&all.parties[party].id.0));
        }
        let message = format!("there is no party `{name}`");
        let finding = self
            .at(Code::MatrixUnknownId, *span, message)
            .label("these are several parties")
            .replacement(named.join(", "));
        self.findings.push(finding);
        true
    }

    /// A key of a row that is no party: perhaps another key was meant, perhaps another party.
    fn unknown_party(
        &mut self,
        (name, span): &Written,
        has_no_letters: bool,
        as_written: fn(&str) -> String,
    ) {
        let all = &self.site.typed.responsibilities;
        let matrix_format = all.all[self.id].file.format;
        let ids: Vec<String> = all.parties.iter().map(|one| one.id.0.clone()).collect();
        if self.site.typed.ids.known(Kind::Team, name).is_some() {
            let message = format!("`{name}` is a team, and a party is wanted here");
            let finding = self
                .at(Code::MatrixUnknownId, *span, message)
                .help(format!("known parties are {}", ids.join(", ")));
            self.findings.push(finding);
            return;
        }
        let near_party = suggest::nearest(name, ids.iter().map(String::as_str));
        let near_key = suggest::nearest(name, ROW_KEYS.into_iter());
        let is_odd = matrix_format == Format::Toml && spelled::is_odd(name);
        if has_no_letters
            && !is_odd
            && near_party.is_none()
            && let Some(near) = near_key
        {
            let message = format!("`{name}` is no key of a row");
            let finding = self
                .at(Code::MatrixUnknownKey, *span, message)
                .label(format!("did you mean `{near}`?"))
                .replacement(near);
            self.findings.push(finding);
            return;
        }
        let also = self.parties().by_any_name(name);
        let finding = self.at(
            Code::MatrixUnknownId,
            *span,
            format!("there is no party `{name}`"),
        );
        let finding = match also {
            Some(party) => {
                let id = &ids[party];
                finding
                    .label(format!("another name of `{id}`"))
                    .replacement(as_written(id))
            }
            // The party that is nearest to several would drop the others.
            None if is_odd => finding
                .help("letters stand behind their party, and a comma parts the parties: `\"customer A, platform R\"`")
                .help(format!("known parties are {}", ids.join(", "))),
            None => near(finding, name, &ids, as_written),
        };
        let is_table = matches!(matrix_format, Format::Csv | Format::Markdown);
        self.findings.push(match also {
            None if is_table => finding.help(format!(
                "a table may call a party by another name: `also = [\"{name}\"]` in its `[[party]]` in content/platform.toml"
            )),
            _ => finding,
        });
    }

    fn details(
        &mut self,
        row: &crate::load::matrix::Row,
        duty: &crate::model::responsibilities::Duty,
    ) {
        let details = row.details();
        let all = &self.site.typed.responsibilities;
        let matrix = all.all[self.id].file.clone();
        for (note, span) in &details.notes {
            let Some(name) = note.strip_prefix('@').map(str::trim) else {
                continue;
            };
            if matrix.note(name).is_none() {
                let known: Vec<String> =
                    matrix.notes.iter().map(|one| one.name.0.clone()).collect();
                let message = format!("this matrix has no note `{name}`");
                let finding = self.at(Code::MatrixUnknownId, *span, message);
                let finding = match known.is_empty() {
                    true => finding.help(format!(
                        "write above the first phase `notes = {{ {name} = \"…\" }}`"
                    )),
                    false => near(finding, name, &known, |near| format!("\"@{near}\"")),
                };
                self.findings.push(finding);
            }
        }
        for (doc, span) in &details.docs {
            self.document(doc, *span);
        }
        if let Some(request) = &details.request {
            let code = Code::MatrixUnknownId;
            let lost = ways::words_or_page(self.site, &matrix.file, code, request);
            self.findings.extend(lost);
        }
        self.offerings(details, duty);
    }

    /// A document is a page of the site or an address.
    fn document(&mut self, doc: &str, span: crate::source::Span) {
        let id = doc.trim_matches('/').trim_end_matches(".md");
        let is_address =
            doc.contains(':') || doc.contains('@') || doc.contains(char::is_whitespace);
        if is_address || self.site.page_of_id(id).is_some() {
            return;
        }
        let file = &self.site.typed.responsibilities.all[self.id].file.file;
        let written = (doc.to_owned(), span);
        let finding = ways::no_page(self.site, file, Code::MatrixUnknownId, &written);
        self.findings.push(finding);
    }

    fn offerings(
        &mut self,
        details: &crate::load::matrix::Details,
        duty: &crate::model::responsibilities::Duty,
    ) {
        if details.offerings.is_empty() {
            return;
        }
        let all = &self.site.typed.responsibilities;
        let services = &all.services[self.id];
        let of = |id: &usize| {
            let offerings = self.site.typed.services.all[*id].keys.offerings.iter();
            offerings.map(|one| one.id.0.clone()).collect::<Vec<_>>()
        };
        let known: Vec<String> = services.iter().flat_map(of).collect();
        for (differs, (_, own)) in details.offerings.iter().zip(&duty.offerings) {
            let (name, span) = &differs.offering;
            if !services.is_empty() && !known.contains(name) {
                let message = format!("there is no offering `{name}`");
                let finding = self.at(Code::MatrixUnknownId, *span, message);
                let finding = match known.is_empty() {
                    true => finding.help("the service has no `[[offering]]` of this id"),
                    false => near(finding, name, &known, str::to_owned),
                };
                self.findings.push(finding);
            }
            if own.as_ref().is_some_and(|own| own.is_faulty) {
                self.answer(&differs.answer);
            }
        }
    }
}

/// The same with the nearest of the known names, else all of them.
pub(super) fn near(
    finding: Diagnostic,
    name: &str,
    known: &[String],
    replacement: impl Fn(&str) -> String,
) -> Diagnostic {
    match suggest::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => finding
            .label(format!("did you mean `{near}`?"))
            .replacement(replacement(near)),
        None if known.is_empty() => finding,
        None => finding.help(format!("known are {}", known.join(", "))),
    }
}
