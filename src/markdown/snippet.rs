//! Parts of files: what an include takes, and code made of files that are no markdown.

use super::directive::Directive;
use super::source_map::Piece;
use super::splice::{Source, Whole};
use crate::path::SitePath;
use crate::source::Span;

/// The part of an included file that is taken: a region, or all of it but its front matter. None
/// when there is no such region.
pub(super) fn range(path: &SitePath, text: &str, region: Option<&str>) -> Option<Span> {
    let is_markdown = matches!(&*path.extension(), "md" | "markdown");
    match region {
        Some(region) => find_region(text, region),
        None if is_markdown => Some(Span::new(body_start(text), text.len())),
        None => Some(Span::new(0, text.len())),
    }
}

/// Lines of a text with their offsets, line ends in them.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

fn find_region(text: &str, region: &str) -> Option<Span> {
    let mut start = None;
    for (at, line) in lines(text) {
        if start.is_none() && has_tag(line, "#region", region) {
            start = Some(at + line.len());
        } else if let Some(start) = start
            && has_tag(line, "#endregion", region)
        {
            return Some(Span::new(start, at));
        }
    }
    None
}

/// Whether a line says `tag name`, `name` being a whole word.
fn has_tag(line: &str, tag: &str, name: &str) -> bool {
    let Some((_, rest)) = line.split_once(tag) else {
        return false;
    };
    let rest = rest.trim_start();
    let after = rest.strip_prefix(name);
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '-';
    // `#region name-->` ends the name, `#region name-2` does not.
    after.is_some_and(|after| after.starts_with("--") || !after.starts_with(is_word))
}

/// Where the body of a markdown file begins: behind the block of keys, where there is one.
fn body_start(text: &str) -> usize {
    let mut lines = lines(text);
    let fence = match lines.next() {
        Some((_, line)) if matches!(line.trim_end(), "+++" | "---") => line.trim_end(),
        _ => return 0,
    };
    let end = lines.find(|(_, line)| line.trim_end() == fence);
    end.map_or(0, |(at, line)| at + line.len())
}

/// A code block with the part `range` of a file, as markdown.
pub(super) fn code(
    path: &SitePath,
    file: usize,
    text: &str,
    range: Span,
    directive: &Directive,
) -> Whole {
    let code = range.of(text);
    let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
    let extension = path.extension();
    let mut info = directive.arg("lang").unwrap_or(&extension).to_owned();
    for (key, value) in &directive.args {
        if matches!(&**key, "title" | "mark" | "add" | "remove" | "numbers") {
            let value = value.replace('"', "\\\"");
            info.push_str(&format!(" {key}=\"{value}\""));
        }
    }
    // The info string of a fence of backticks has none in it, and escapes and entities count.
    let info = info
        .replace('`', "'")
        .replace('\\', "\\\\")
        .replace('&', "&amp;");
    let start = Span::new(range.start, range.start);
    let end = Span::new(range.end, range.end);
    let mut whole = Whole::default();
    whole.put(&format!("{fence}{info}\n"), file, start);
    let source = Source {
        text,
        pieces: vec![Piece {
            start: 0,
            file,
            source: Span::new(0, text.len()),
            exact: true,
        }],
    };
    whole.copy(&source, range);
    if !code.is_empty() && !code.ends_with(['\n', '\r']) {
        whole.put("\n", file, end);
    }
    whole.put(&format!("{fence}\n"), file, end);
    whole
}

/// The length of the longest run of a letter.
fn longest_run(text: &str, letter: char) -> usize {
    let runs = text.split(|other| other != letter);
    runs.map(str::len).max().unwrap_or(0)
}
