//! Findings as GitHub shows them: workflow commands, which become notes at the changed lines.
//!
//! The format is that of "Workflow commands for GitHub Actions". GitHub keeps ten errors and ten
//! warnings of a step and drops the others without a word, so the worst come first and a last line
//! says how many there are.

use std::fmt::Write;

use super::{Diagnostic, Severity, Sources, count, frame, visible};
use crate::source::position;

/// How many findings are shown.
const MOST: usize = 10;

/// The ten worst findings as commands, one a line, and a line with the counts.
///
/// `folder` is the way from the repository to the site's folder, `docs/`, or empty: GitHub knows
/// files by their path in the repository.
pub fn render(findings: &[Diagnostic], sources: Sources<'_>, folder: &str) -> String {
    let mut worst: Vec<&Diagnostic> = findings.iter().collect();
    worst.sort_by_key(|finding| finding.severity);
    let shown = &worst[..worst.len().min(MOST)];

    let mut lines = String::new();
    for finding in shown {
        lines.push_str(&command(finding, sources, folder));
        lines.push('\n');
    }
    let (errors, warnings) = count(findings);
    lines.push_str(&frame::summary(errors, warnings));
    if shown.len() < findings.len() {
        // Writing to a String cannot fail.
        let _ = write!(lines, "; the first {MOST} are shown, worst first");
    }
    lines.push('\n');
    lines
}

/// One finding as a command, without a line end.
fn command(finding: &Diagnostic, sources: Sources<'_>, folder: &str) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let separator = if folder.is_empty() || folder.ends_with('/') {
        ""
    } else {
        "/"
    };
    let file = format!("{folder}{separator}{}", finding.file);
    let mut command = format!("::{name} file={}", property(&file));
    let text = finding.span.and_then(|_| sources(&finding.file));
    if let (Some(span), Some(text)) = (finding.span, text) {
        let start = position(&text, span.start);
        let end = position(&text, span.end.max(span.start));
        let _ = write!(command, ",line={},col={}", start.line, start.column);
        if start.line == end.line {
            let _ = write!(command, ",endColumn={}", end.column);
        } else {
            // Columns of two different lines make no range there.
            let _ = write!(command, ",endLine={}", end.line);
        }
    }
    let _ = write!(command, ",title={}::", property(finding.code.name()));
    command.push_str(&escape(&visible::text(&finding.message)));
    if !finding.label.is_empty() {
        let _ = write!(command, ": {}", escape(&visible::text(&finding.label)));
    }
    for help in &finding.help {
        let _ = write!(command, "%0A{}", escape(&visible::text(help)));
    }
    let _ = write!(command, "%0Amore: groundplan explain {}", finding.code);
    command
}

/// A text as the message of a command, behind `::error::`: what would end the command or begin
/// another is escaped, what cannot be seen is shown. Its lines stay lines.
pub fn escape(text: &str) -> String {
    let line = |line: &str| visible::text(line).replace('%', "%25");
    text.lines().map(line).collect::<Vec<_>>().join("%0A")
}

/// The value of a property: what separates properties is escaped too.
fn property(value: &str) -> String {
    escape(&visible::text(value))
        .replace(':', "%3A")
        .replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diagnostic::Code;
    use crate::path::SitePath;
    use crate::source::Span;

    fn sources(_: &SitePath) -> Option<Arc<str>> {
        Some("one\ntwo three\n".into())
    }

    fn at(path: &str, span: Span) -> Diagnostic {
        Diagnostic::at(Code::LinkDead, &SitePath::new(path).unwrap(), span, "gone")
    }

    #[test]
    fn a_finding_is_one_command() {
        let finding = at("content/p.md", Span::new(8, 13)).help("write 50% less");
        assert_eq!(
            command(&finding, &sources, "docs"),
            "::warning file=docs/content/p.md,line=2,col=5,endColumn=10,title=link/dead::\
             gone%0Awrite 50%25 less%0Amore: groundplan explain link/dead"
        );
    }

    #[test]
    fn names_and_texts_cannot_end_a_command_or_begin_another() {
        let mut finding = at("content/a,b:c%\n::error::x.md", Span::new(0, 6));
        finding.message = "x\r\n::error::forged\u{1b}[0m".into();
        let command = command(&finding, &sources, "");
        assert!(!command.contains(['\n', '\r', '\u{1b}']));
        assert!(command.contains("file=content/a%2Cb%3Ac%25␊%3A%3Aerror%3A%3Ax.md,line=1,"));
        assert!(command.contains(",line=1,col=1,endLine=2,title="));
        let message = escape("100 %\r\n::error::forged\u{1b}[0m");
        assert_eq!(message, "100 %25%0A::error::forged␛[0m");
    }

    #[test]
    fn ten_are_shown_worst_first_and_the_last_line_counts_all() {
        let mut findings: Vec<_> = (0..14)
            .map(|index| at(&format!("content/{index}.md"), Span::new(0, 1)))
            .collect();
        findings[13].severity = Severity::Error;
        let text = render(&findings, &sources, "");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 11);
        assert!(lines[0].starts_with("::error file=content/13.md,"));
        assert_eq!(
            lines[10],
            "1 error, 13 warnings; the first 10 are shown, worst first"
        );
    }
}
