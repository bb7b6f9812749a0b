//! Changes as markdown, for release notes and for comments on a change.

use std::fmt::Write;

use super::diff::{Difference, Kind};
use super::snapshot::Snapshot;
use super::words;

/// Pages that say something else are only counted beyond this number.
const CHANGED: usize = 30;

/// All that differs as markdown: what moved to the reader first, then services, then pages.
pub fn markdown(
    difference: &Difference,
    (from, to): (&str, &str),
    old: &Snapshot,
    new: &Snapshot,
) -> String {
    let mut out = format!("# What changed from {} to {}\n", plain(from), plain(to));
    if difference.is_empty() {
        out.push_str("\nNothing changed.\n");
        return out;
    }
    let mut last: Option<&Kind> = None;
    for change in &difference.tasks {
        if last != Some(&change.kind) {
            let heading = words::heading(&change.kind, new);
            let _ = write!(out, "\n## {}\n\n", plain(&heading));
            last = Some(&change.kind);
        }
        let _ = writeln!(out, "- {}", plain(&words::line(change, old, new)));
    }
    if !difference.services.is_empty() {
        out.push_str("\n## Services\n\n");
    }
    for change in &difference.services {
        let (title, said) = (plain(&change.title), words::service(change));
        let _ = writeln!(out, "- {title}: {}", plain(&said));
    }
    if !difference.pages.is_empty() {
        out.push_str("\n## Pages\n\n");
    }
    for change in difference.pages.iter().take(CHANGED) {
        let title = change.side().map_or("", |side| side.title.as_str());
        let _ = writeln!(out, "- {} ({})", plain(&words::page(change)), plain(title));
    }
    let more = difference.pages.len().saturating_sub(CHANGED);
    if more > 0 {
        let _ = writeln!(out, "- and {more} more");
    }
    out
}

/// A text on one line in which no markdown begins: names of people's tasks have brackets and stars.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in word.chars() {
            if "\\`*_[]<>|".contains(letter) {
                out.push('\\');
            }
            out.push(letter);
        }
    }
    out
}
