//! A matrix in tables that exist already: markdown and CSV, read where they lie.

use crate::date::Date;
use crate::decode::Value;
use crate::diagnostic::{Code, Diagnostic, Mark};
use crate::load::Written;
use crate::markdown::front_matter;
use crate::path::SitePath;
use crate::table::{self, Activity, Kind, Options, Parties, Placed, Reading, Remark, Sheet, Who};

use super::{Answer, Assignment, Details, Format, Matrix, Note, Phase, Row, State};

/// Reads the file. None for a markdown file whose tables name no party: it is an ordinary page.
pub(super) fn read(file: &SitePath, text: &str, parties: &Parties) -> Option<Matrix> {
    let is_csv = file.extension() == "csv";
    let (format, sheet) = match is_csv {
        true => (Format::Csv, Sheet::of_csv(text)),
        false => (Format::Markdown, Sheet::of_markdown(text)),
    };
    let reading = table::read(sheet, parties, Options::default());
    if reading.phases.is_empty() && !is_csv {
        return None;
    }
    let mut matrix = Matrix::empty(file, format);
    matrix.findings = findings(file, &reading, parties);
    if !is_csv {
        keys(text, &mut matrix);
    }
    matrix.title = reading.title.or(matrix.title);
    let note = |note: table::Noted| Note {
        name: (note.name, note.span),
        text: note.text,
    };
    matrix.notes = reading.notes.into_iter().map(note).collect();
    for phase in reading.phases {
        let rows = phase.activities.into_iter();
        let rows = rows.map(|activity| row(file, activity, parties, &matrix.notes));
        matrix.phases.push(Phase {
            name: (phase.name, phase.span),
            rows: rows.collect(),
        });
    }
    matrix.shown = reading.shown;
    Some(matrix)
}

/// What the page of a matrix says about the matrix as well. Its faults are found with the page.
fn keys(text: &str, matrix: &mut Matrix) {
    let split = front_matter::split(text);
    let texts = |name: &str| -> Vec<Written> {
        let Some(node) = split.table.get(name) else {
            return Vec::new();
        };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let text = |node: &crate::decode::Node| match &node.value {
            Value::Text(text) => Some((text.clone(), node.span)),
            _ => None,
        };
        items.iter().filter_map(text).collect()
    };
    let draft = split.table.get("draft").map(|node| &node.value);
    matrix.draft = matches!(draft, Some(Value::Bool(true)));
    matrix.services = texts("services");
    matrix.services.extend(texts("service"));
    if let Some(Value::Date(day) | Value::Text(day)) =
        split.table.get("reviewed").map(|node| &node.value)
    {
        matrix.reviewed = Date::parse(day.get(..10).unwrap_or(day));
    }
}

/// What a column may be called that says more than who does it.
const COLUMNS: &str = "name it like a party, whose other names stand in its `also` in \
    content/platform.toml, or by what it says: `Note`, `Why`, `Doc`, `State`, `Since`, `Decide by`, \
    `Request`, `On request`, `Headline` or `Id`";

/// What to do about a row with more cells than the head.
fn surplus_help(file: &SitePath) -> &'static str {
    match file.extension() == "csv" {
        true => {
            "a text with a comma or semicolon in it stands in quotes: `\"Size, set and plan\"`; a \
             cell too many is removed"
        }
        false => "a `|` inside a text is written `\\|`; a cell too many is removed",
    }
}

/// The findings of the tables alone.
fn findings(file: &SitePath, reading: &Reading, parties: &Parties) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if !reading.is_matrix() {
        let names = parties.all.iter().map(|party| format!("`{}`", party.id));
        let names: Vec<String> = names.collect();
        let message = "no column of this file is named like a party, so it is no matrix";
        findings.push(
            Diagnostic::about(Code::MatrixUnreadable, file, message)
                .help(format!(
                    "the first row names the task and then the parties: {}",
                    names.join(", ")
                ))
                .help("other names of a party stand in its `also` in content/platform.toml"),
        );
    }
    let is_fault = |kind: Kind| matches!(kind, Kind::Fault | Kind::Surplus);
    let is_begun = reading.is_matrix()
        && reading.count() == 0
        && file.extension() == "csv"
        && !reading.entries.iter().any(|entry| is_fault(entry.kind));
    if is_begun {
        let message = "this sheet has no tasks, only the names of its columns";
        findings.push(
            Diagnostic::about(Code::MatrixLeftOut, file, message)
                .help("write a row for each task, with letters below the parties"),
        );
        // What an empty column holds nobody can tell yet.
        return findings;
    }
    for entry in &reading.entries {
        let (code, help) = match entry.kind {
            Kind::Read | Kind::LeftOut => continue,
            Kind::Column => (Code::MatrixLeftOut, Some(COLUMNS)),
            Kind::Fault => (Code::MatrixUnreadable, None),
            Kind::Surplus => (Code::MatrixUnreadable, Some(surplus_help(file))),
            Kind::BadDate => (
                Code::MatrixBadDate,
                Some("write year, month and day: 2026-10-02"),
            ),
            Kind::BadValue => (Code::MatrixUnknownValue, None),
        };
        for span in &entry.spans {
            let mut finding = Diagnostic::at(code, file, *span, entry.without_option());
            finding.help.extend(help.map(str::to_owned));
            if entry.kind == Kind::Surplus {
                finding = finding.marked(Mark::LongRow);
            }
            findings.push(finding);
        }
    }
    findings
}

fn row(file: &SitePath, activity: Activity, parties: &Parties, notes: &[Note]) -> Row {
    let id = |party: usize| parties.id(party).to_owned();
    let assignment = |who: Who| {
        let party = match who.party {
            Ok(party) => id(party),
            Err(name) => name,
        };
        let written = match &who.letters {
            Ok(letters) => letters.to_string(),
            Err(written) => written.clone(),
        };
        let mut assignment = Assignment::new((party, who.head), (written, who.span));
        if who.letters.is_err() {
            assignment.letters = None;
        }
        assignment
    };
    let answer = Answer {
        assignments: activity.who.into_iter().map(assignment).collect(),
        shared: activity
            .shared
            .into_iter()
            .map(|(party, span)| (id(party), span))
            .collect(),
        on_request: activity.on_request,
        unread: None,
    };
    let mut row = Row::new(activity.label, answer);
    let remark = |remark: Remark| match remark {
        Remark::Text(text) => Some(text),
        Remark::Named(index, span) => notes
            .get(index)
            .map(|note| (format!("@{}", note.name.0), span)),
    };
    let date = |placed: &Option<Placed>| {
        let (text, span) = placed.as_ref()?;
        Some((Date::parse(text)?, *span))
    };
    let word = activity.state.map(|(word, _)| word);
    let state = State::NAMES
        .iter()
        .find(|(name, _)| Some(*name) == word.as_deref());
    let details = Details {
        notes: activity.notes.into_iter().filter_map(remark).collect(),
        why: activity.why,
        docs: activity
            .docs
            .into_iter()
            .map(|doc| in_content(file, doc))
            .collect(),
        request: activity.request,
        state: state.map(|(_, state)| *state),
        since: date(&activity.since).map(|(date, _)| date),
        decide_by: date(&activity.decide_by),
        headline: activity.headline,
        id: activity.id,
        ..Details::default()
    };
    if !is_empty(&details) {
        row.details = Some(Box::new(details));
    }
    row
}

fn is_empty(details: &Details) -> bool {
    let texts = [
        &details.why,
        &details.request,
        &details.headline,
        &details.id,
    ];
    details.notes.is_empty()
        && details.docs.is_empty()
        && texts.iter().all(|text| text.is_none())
        && details.state.is_none()
        && details.since.is_none()
        && details.decide_by.is_none()
}

/// Links of a page are relative to it, documents of a matrix to content/.
fn in_content(file: &SitePath, (target, span): Written) -> Written {
    if target.contains(':') || file.extension() == "csv" {
        return (target, span);
    }
    let joined = file.join(&target);
    let inside = joined.as_ref().and_then(SitePath::in_content);
    (inside.map_or(target.clone(), str::to_owned), span)
}

#[cfg(test)]
mod tests;
