//! Findings for programs: one JSON object a line.
//!
//! A line has `"schema": 1` and a `kind`. Within one schema keys are only ever added.
//!
//! `"kind": "finding"`:
//!
//! | key | value |
//! |---|---|
//! | `code` | `"link/dead"` |
//! | `severity` | `"error"` or `"warning"` |
//! | `message` | what is wrong |
//! | `file` | the path in the site's folder, with `/` |
//! | `line`, `column` | where it begins; from one, a column is a character; null for a whole file |
//! | `endLine`, `endColumn` | the character after the last; null where `line` is |
//! | `bytes` | `[start, end]` in the file, end exclusive, after a byte order mark; or null |
//! | `label` | what to say at the place, may be empty |
//! | `related` | other places: `file`, `label`, and the keys of a place as above |
//! | `help` | advice, a string each |
//! | `replacement` | the text that would mend it, in place of `bytes`; or null |
//!
//! `"kind": "summary"` is the last line: `errors` and `warnings`, as counts.
//!
//! `"kind": "failure"` stands alone when the machine refused something: `message`, and `help` or
//! null.
//!
//! What a terminal could take for a command is written as `\u…`, so the lines may be printed.

use std::fmt::Write;

use serde::Serialize;

use super::{Diagnostic, Severity, Sources, count, visible};
use crate::path::SitePath;
use crate::source::{Span, position};

/// The number of the format described above.
pub const SCHEMA: u32 = 1;

/// All findings and their counts, one object a line, in the order given.
pub fn render(findings: &[Diagnostic], sources: Sources<'_>) -> String {
    let mut lines = String::new();
    for finding in findings {
        lines.push_str(&line(finding, sources));
    }
    let (errors, warnings) = count(findings);
    lines.push_str(&summary(errors, warnings));
    lines
}

/// One finding as a line of JSON, ended by a line end.
pub fn line(finding: &Diagnostic, sources: Sources<'_>) -> String {
    written(&Finding {
        schema: SCHEMA,
        kind: "finding",
        code: finding.code.name(),
        severity: severity(finding.severity),
        message: &finding.message,
        file: finding.file.as_str(),
        place: Place::of(&finding.file, finding.span, sources),
        label: &finding.label,
        related: finding
            .related
            .iter()
            .map(|related| Related {
                file: related.file.as_str(),
                label: &related.label,
                place: Place::of(&related.file, Some(related.span), sources),
            })
            .collect(),
        help: &finding.help,
        replacement: finding.replacement.as_deref(),
    })
}

/// The counts as a line of JSON, ended by a line end.
pub fn summary(errors: usize, warnings: usize) -> String {
    written(&Summary {
        schema: SCHEMA,
        kind: "summary",
        errors,
        warnings,
    })
}

/// A failure of the machine as a line of JSON, ended by a line end.
pub fn failure(message: &str, help: Option<&str>) -> String {
    written(&Failure {
        schema: SCHEMA,
        kind: "failure",
        message,
        help,
    })
}

/// The word for a severity that programs read.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[derive(Serialize)]
struct Finding<'a> {
    schema: u32,
    kind: &'static str,
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    #[serde(flatten)]
    place: Place,
    label: &'a str,
    related: Vec<Related<'a>>,
    help: &'a [String],
    replacement: Option<&'a str>,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    label: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Summary {
    schema: u32,
    kind: &'static str,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Failure<'a> {
    schema: u32,
    kind: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    bytes: Option<[usize; 2]>,
}

impl Place {
    /// The place in numbers; without the file's text only the bytes are known.
    fn of(file: &SitePath, span: Option<Span>, sources: Sources<'_>) -> Self {
        let Some(span) = span else {
            return Self::default();
        };
        let bytes = Some([span.start, span.end]);
        let Some(text) = sources(file) else {
            return Self {
                bytes,
                ..Self::default()
            };
        };
        let (start, end) = (position(&text, span.start), position(&text, span.end));
        Self {
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
            bytes,
        }
    }
}

/// A value as one line of JSON that may be printed.
fn written(value: &impl Serialize) -> String {
    // Structs of strings and numbers always have a JSON form.
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut line = String::with_capacity(json.len() + 1);
    for letter in json.chars() {
        if visible::is_hidden(letter) {
            // Such a letter can only stand inside a string, where its number means the same.
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(letter);
        }
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Code;

    fn page() -> SitePath {
        SitePath::new("content/p.md").unwrap()
    }

    fn sources(file: &SitePath) -> Option<Arc<str>> {
        (file == &page()).then(|| "one\nä two\n".into())
    }

    fn value(line: &str) -> serde_json::Value {
        serde_json::from_str(line).expect("a line is JSON")
    }

    #[test]
    fn a_finding_has_its_place_in_lines_columns_and_bytes() {
        let finding = Diagnostic::at(Code::LinkDead, &page(), Span::new(7, 10), "no such page")
            .label("here")
            .help("write another")
            .replacement("three")
            .related(&page(), Span::new(0, 3), "this one");
        let line = line(&finding, &sources);
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(
            value(&line),
            serde_json::json!({
                "schema": 1, "kind": "finding", "code": "link/dead", "severity": "warning",
                "message": "no such page", "file": "content/p.md",
                "line": 2, "column": 3, "endLine": 2, "endColumn": 6, "bytes": [7, 10],
                "label": "here", "help": ["write another"], "replacement": "three",
                "related": [{
                    "file": "content/p.md", "label": "this one",
                    "line": 1, "column": 1, "endLine": 1, "endColumn": 4, "bytes": [0, 3],
                }],
            })
        );
    }

    #[test]
    fn a_whole_file_has_no_line() {
        let finding = Diagnostic::about(Code::FileUnreadable, &page(), "locked");
        let value = value(&line(&finding, &sources));
        assert!(value["line"].is_null());
        assert!(value["bytes"].is_null());
    }

    #[test]
    fn nothing_in_a_line_commands_a_terminal_and_nothing_is_lost() {
        let message = "\u{1b}[2J\u{9b}31m\u{202e}\u{e0041}\n";
        let finding = Diagnostic::about(Code::LinkDead, &page(), message);
        let line = line(&finding, &sources);
        assert!(!line.trim_end().contains(visible::is_hidden));
        assert_eq!(value(&line)["message"], message);
    }

    #[test]
    fn a_failure_of_the_machine_is_a_line_too() {
        let value = value(&failure("disk \u{85} full", None));
        assert_eq!(value["kind"], "failure");
        assert_eq!(value["message"], "disk \u{85} full");
        assert!(value["help"].is_null());
    }

    #[test]
    fn the_last_line_counts() {
        let finding = Diagnostic::about(Code::LinkDead, &page(), "x");
        let lines = render(&[finding], &sources);
        let last = value(lines.lines().last().unwrap());
        assert_eq!(last["kind"], "summary");
        assert_eq!((&last["errors"], &last["warnings"]), (&0.into(), &1.into()));
    }
}
