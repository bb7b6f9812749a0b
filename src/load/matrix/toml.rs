//! A matrix in TOML: tables are phases, their keys are tasks.

use crate::decode::fields::{Codes, as_text, misplaced};
use crate::decode::{Fields, Key, Node, Table, Value, toml};
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::load::Written;
use crate::path::SitePath;
use crate::source::Span;

use super::{
    Answer, Assignment, Details, Extend, Format, InOffering, Matrix, Note, Phase, Row, State,
    Status, assignments,
};

use crate::table::toml::{FILE_KEYS, OFFERING};

/// The codes of findings about a matrix.
const CODES: Codes = Codes {
    unknown_key: Code::MatrixUnknownKey,
    unknown_value: Code::MatrixUnknownValue,
    bad_date: Code::MatrixBadDate,
};

/// Keys of a row that are no party.
pub const ROW_KEYS: [&str; 13] = [
    "shared",
    "on_request",
    "note",
    "why",
    "doc",
    "request",
    "state",
    "since",
    "decide_by",
    "headline",
    "id",
    "moved_from",
    "replaces",
];

/// Reads a matrix.
pub(super) fn read(file: &SitePath, text: &str) -> Matrix {
    let mut findings = Vec::new();
    // What the parser says is reported with the other files that cannot be read.
    let (table, _) = toml::parse(text, 0);
    let mut matrix = Matrix::empty(file, Format::Toml);
    let mut fields =
        Fields::new(&table, file, CODES, "a matrix", &mut findings).with_keys_above(&FILE_KEYS);
    matrix.title = fields.text("title");
    matrix.services = fields.texts("services");
    matrix.services.extend(fields.texts("service"));
    matrix.extends = extends(&mut fields);
    matrix.reviewed = fields.date("reviewed");
    matrix.review_every = fields.period("review_every");
    matrix.status_span = fields.spanned_text("status").map(|(_, span)| span);
    matrix.status = fields.one_of("status", &Status::NAMES).unwrap_or_default();
    matrix.notes = notes(&mut fields);
    let mut reader = Reader { text, file, fields };
    for (key, node) in &table.entries {
        if FILE_KEYS.contains(&key.name.as_str()) {
            continue;
        }
        reader.phase(key, node, &mut matrix.phases);
    }
    matrix.findings = findings;
    matrix
}

/// `extends = "base"`, `["base"]` or `[{ matrix = "base", phases = ["Security"] }]`.
fn extends(fields: &mut Fields<'_, '_>) -> Vec<Extend> {
    let Some(node) = fields.node("extends") else {
        return Vec::new();
    };
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut found = Vec::with_capacity(items.len());
    for item in items {
        if let Some(id) = as_text(&item.value) {
            found.push(Extend {
                matrix: (id, item.span),
                phases: Vec::new(),
            });
            continue;
        }
        let Value::Table(table) = &item.value else {
            let advice = "write the name of a matrix: `extends = [\"base\"]`";
            fields.wrong("extends", item, "names of matrices", advice);
            continue;
        };
        let mut inner = fields.inner(table, "an item of `extends`");
        let matrix = inner.spanned_text("matrix");
        let phases = inner.texts("phases");
        inner.finish();
        match matrix {
            Some(matrix) => found.push(Extend { matrix, phases }),
            None => {
                let message = "this says no matrix";
                fields.push(
                    Diagnostic::at(Code::MatrixUnknownValue, fields.file(), item.span, message)
                        .help("write `{ matrix = \"base\", phases = [\"Security\"] }`"),
                );
            }
        }
    }
    found
}

fn notes(fields: &mut Fields<'_, '_>) -> Vec<Note> {
    let mut notes = Vec::new();
    if fields.node("notes").is_none() {
        return notes;
    }
    for (key, node) in fields.entries("notes") {
        match as_text(&node.value) {
            Some(text) => notes.push(Note {
                name: (key.name.clone(), key.span),
                text,
            }),
            None => fields.wrong(&key.name, node, "a text", "write the note in quotes"),
        }
    }
    notes
}

struct Reader<'a, 'f> {
    text: &'a str,
    file: &'a SitePath,
    fields: Fields<'a, 'f>,
}

impl<'a> Reader<'a, '_> {
    /// A table at the top is a phase. A task above all phases is one of a phase without a name.
    fn phase(&mut self, key: &'a Key, node: &'a Node, phases: &mut Vec<Phase>) {
        let Value::Table(table) = &node.value else {
            if matches!(node.value, Value::Text(_)) && key.name.contains(char::is_whitespace) {
                let row = self.row(key, node);
                match phases.last_mut().filter(|phase| phase.name.0.is_empty()) {
                    Some(phase) => phase.rows.push(row),
                    None => phases.push(Phase {
                        name: (String::new(), key.span),
                        rows: vec![row],
                    }),
                }
            } else if !matches!(node.value, Value::Nothing) {
                self.unknown_key(key);
            }
            return;
        };
        let mut phase = Phase {
            name: (key.name.clone(), key.span),
            rows: Vec::with_capacity(table.entries.len()),
        };
        for (key, node) in &table.entries {
            let name = key.name.as_str();
            if FILE_KEYS.contains(&name) {
                let table = format!("the phase `{}`", phase.name.0);
                self.fields.push(misplaced(self.file, key, &table));
            } else if name != OFFERING || !matches!(node.value, Value::Table(_)) {
                phase.rows.push(self.row(key, node));
            }
        }
        if let Some(Value::Table(offerings)) = table.get(OFFERING).map(|node| &node.value) {
            for (offering, node) in &offerings.entries {
                self.offering(offering, node, &mut phase);
            }
        }
        phases.push(phase);
    }

    fn unknown_key(&mut self, key: &Key) {
        let message = format!("`{}` is no key of a matrix", key.name);
        let finding = Diagnostic::at(Code::MatrixUnknownKey, self.file, key.span, message);
        // A key and a task look the same here, so both are told.
        let help = "a task stands below a phase: `[\"Run\"]`, then `\"Patch the database\" = \"platform\"`";
        self.fields
            .push(match suggest::nearest(&key.name, FILE_KEYS.into_iter()) {
                Some(near) => finding
                    .label(format!("did you mean `{near}`?"))
                    .replacement(near)
                    .help(format!("if it is a task: {help}")),
                None => finding.help(help),
            });
    }

    /// `["Run".offering.premium]`: rows of this phase that differ in one offering.
    fn offering(&mut self, offering: &'a Key, node: &'a Node, phase: &mut Phase) {
        let written: Written = (offering.name.clone(), offering.span);
        let Value::Table(table) = &node.value else {
            let advice = "write its tasks below `[\"Run\".offering.premium]`";
            self.fields
                .wrong(OFFERING, node, "a table of tasks", advice);
            return;
        };
        for (key, node) in &table.entries {
            let (answer, removed) = self.answer(node);
            let differs = InOffering {
                offering: written.clone(),
                answer,
                removed,
            };
            let label = super::folded(&key.name);
            let same = |row: &&mut Row| super::folded(&row.label.0) == label;
            match phase.rows.iter_mut().find(same) {
                Some(row) => row.details_mut().offerings.push(differs),
                // A task that only this offering has, or one that is inherited.
                None => {
                    let mut row = Row::new((key.name.clone(), key.span), Answer::default());
                    row.details_mut().offerings.push(differs);
                    phase.rows.push(row);
                }
            }
        }
    }

    fn row(&mut self, key: &'a Key, node: &'a Node) -> Row {
        let label = (key.name.clone(), key.span);
        let (answer, removed) = self.answer(node);
        let mut row = Row::new(label, answer);
        row.removed = removed;
        if let Value::Table(table) = &node.value {
            let details = self.details(table);
            row.details = details.map(Box::new);
        }
        row
    }

    /// Who does it, and whether that is `n/a`.
    fn answer(&mut self, node: &'a Node) -> (Answer, bool) {
        let mut answer = Answer::default();
        match &node.value {
            Value::Text(text) if is_removed(text) => return (answer, true),
            Value::Text(text) => {
                answer.assignments = assignments(text, self.place(text, node.span))
            }
            Value::Table(table) => self.parties(table, &mut answer),
            Value::Nothing => {}
            _ => answer.unread = Some((node.span.of(self.text).to_owned(), node.span)),
        }
        (answer, false)
    }

    /// The keys of a row's table that are parties, and those that say who else.
    fn parties(&mut self, table: &'a Table, answer: &mut Answer) {
        for (key, node) in &table.entries {
            let name = key.name.as_str();
            if name == OFFERING || ROW_KEYS.contains(&name) || matches!(node.value, Value::Nothing)
            {
                continue;
            }
            let party = (key.name.clone(), key.span);
            let (written, is_text) = match as_text(&node.value) {
                Some(text) => (text, true),
                None => (node.span.of(self.text).to_owned(), false),
            };
            let mut assignment = Assignment::new(party, (written, node.span));
            if !is_text {
                assignment.letters = None;
            }
            answer.assignments.push(assignment);
        }
        let mut inner = self.fields.inner(table, "a row");
        answer.shared = inner.texts("shared");
        answer.on_request = inner.texts("on_request");
    }

    fn details(&mut self, table: &'a Table) -> Option<Details> {
        let known = |(key, _): &(Key, Node)| {
            let name = key.name.as_str();
            name == OFFERING || ROW_KEYS[2..].contains(&name)
        };
        if !table.entries.iter().any(known) {
            return None;
        }
        let mut inner = self.fields.inner(table, "a row");
        let mut details = Details {
            notes: inner.texts("note"),
            why: inner.spanned_text("why"),
            docs: inner.texts("doc"),
            request: inner.spanned_text("request"),
            state: inner.one_of("state", &State::NAMES),
            since: inner.date("since"),
            decide_by: None,
            headline: inner.spanned_text("headline"),
            id: inner.spanned_text("id"),
            moved_from: inner.texts("moved_from"),
            replaces: inner.texts("replaces"),
            offerings: Vec::new(),
        };
        let decide_by = inner.date("decide_by");
        details.decide_by = decide_by.zip(table.get("decide_by").map(|node| node.span));
        let offerings = inner
            .node(OFFERING)
            .is_some()
            .then(|| inner.table(OFFERING));
        for (offering, node) in offerings.flatten().into_iter().flat_map(|all| &all.entries) {
            let (answer, removed) = self.answer(node);
            details.offerings.push(InOffering {
                offering: (offering.name.clone(), offering.span),
                answer,
                removed,
            });
        }
        Some(details)
    }

    /// Where ranges of a text in quotes are written; the whole text where it has escapes.
    fn place(&self, text: &str, span: Span) -> impl Fn(usize, usize) -> Span + use<> {
        let written = span.of(self.text);
        let quotes = written.find(text).filter(|_| !text.is_empty());
        move |from, to| match quotes {
            Some(before) => Span::new(span.start + before + from, span.start + before + to),
            None => span,
        }
    }
}

/// `n/a` in any case.
fn is_removed(text: &str) -> bool {
    matches!(text.trim(), "n/a" | "N/A" | "n/A" | "N/a")
}

#[cfg(test)]
mod tests;
