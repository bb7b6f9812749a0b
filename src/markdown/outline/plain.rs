//! What was meant as a link, an image or a table and is shown as text, since one thing is missing.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Code, Diagnostic};

impl Reader<'_> {
    /// Reports links and images whose path has a space in it: there the target ends, so it is none.
    pub(super) fn plain_links(&mut self, range: &Range<usize>) {
        let written = &self.expanded.text;
        let Some(text) = written.get(range.clone()) else {
            return;
        };
        let mut at = 0;
        while let Some(found) = text[at..].find(']') {
            let end = range.start + at + found;
            at += found + 1;
            let Some(target) = spaced_target(&written[end..]) else {
                continue;
            };
            let start = end + 2;
            let (file, span) = self.place(&(start..start + target.len()));
            let message = "this is shown as text: a space ends the path of a link";
            let mended = format!("<{}>", target.trim());
            let finding = Diagnostic::at(Code::MarkdownShownAsText, file, span, message)
                .label(format!("write `{mended}`"))
                .replacement(mended);
            self.outline.findings.push(finding);
        }
    }

    /// Reports a paragraph that looks like a table.
    pub(super) fn plain_table(&mut self, range: &Range<usize>) {
        let text = self.expanded.text.get(range.clone()).unwrap_or("");
        let Some(first) = text.lines().next().filter(|_| text.contains(['|', '\t'])) else {
            return;
        };
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let (message, help) = if lines.len() > 1 && lines.iter().all(|line| is_row(line)) {
            let dashes = "---|".repeat(cells(first));
            let message = "this looks like a table and is shown as text";
            (message, format!("write below its first line: `|{dashes}`"))
        } else if is_of_tabs(&lines) {
            let message =
                "this looks like cells of a spreadsheet, and is shown as text that runs together";
            let help = "write `|` between the cells and a line `|---|---|` below the heads; who does what can \
                        be saved from the spreadsheet as CSV, into content/responsibilities/";
            (message, help.to_owned())
        } else {
            return;
        };
        let (file, span) = self.place(&(range.start..range.start + first.len()));
        let finding = Diagnostic::at(Code::MarkdownShownAsText, file, span, message).help(help);
        self.outline.findings.push(finding);
    }
}

/// The target behind the `]` with which a text begins, if it is a path with a space in it:
/// `](Network plan.png)`. A title, as in `(plan.png "Plan")`, would have made a link of it.
fn spaced_target(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("](")?;
    let line = rest.lines().next()?;
    let target = &line[..line.find(')')?];
    let path = target.trim();
    let (name, ending) = path.rsplit_once('.')?;
    let ending = ending.split(['#', '?']).next()?;
    let is_ending =
        (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_path = is_ending && name.contains(' ') && !path.contains(['"', '<', '>', '(', '\'']);
    is_path.then_some(target)
}

fn is_row(line: &str) -> bool {
    line.len() > 2 && line.starts_with('|') && line.ends_with('|')
}

/// How many cells a row of a table has.
fn cells(row: &str) -> usize {
    let inner = row.trim().trim_matches('|');
    inner.replace("\\|", "").matches('|').count() + 1
}

/// Whether all lines have as many cells with tabs between them.
fn is_of_tabs(lines: &[&str]) -> bool {
    let tabs = |line: &&str| line.matches('\t').count();
    let first = lines.first().map_or(0, tabs);
    first > 0 && lines.len() > 1 && lines.iter().all(|line| tabs(line) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_with_a_space_is_taken_for_a_target() {
        let target = |text| spaced_target(text).map(str::trim);
        assert_eq!(target("](Plan B.png)"), Some("Plan B.png"));
        assert_eq!(target("](../a b/c.md#d) e"), Some("../a b/c.md#d"));
        for text in [
            "](plan.png)",
            "](see there)",
            "](e.g. this one)",
            "](plan b.png \"Plan\")",
            "](plan b.png",
            "] (plan b.png)",
        ] {
            assert_eq!(target(text), None, "{text}");
        }
    }
}
