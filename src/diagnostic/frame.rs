//! A finding as a person reads it: the sentence, the place with its line, and what to do.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Padding, Patch, Renderer, Snippet,
};
use unicode_width::UnicodeWidthChar;

use super::{Diagnostic, Severity, Sources, visible};
use crate::path::SitePath;
use crate::source::{Position, Span, position};

/// How findings are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// How many columns the terminal has.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            color: false,
            width: 100,
        }
    }
}

/// Lines of one file that are further apart than this are drawn as two excerpts.
const NEAR: usize = 6;
/// More of a replacement than this is not drawn: it is no small mend any more.
const LONGEST_PATCH: usize = 2000;

/// Draws one finding, several lines without a last line end.
///
/// A place that is not in its file any more, or whose file is not known, is drawn without its line.
/// Of a place that covers several lines the first is shown.
pub fn render(finding: &Diagnostic, sources: Sources<'_>, style: Style) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let room = style.width.clamp(40, 400) - 8;
    let mut patch = patch(finding, sources, room);
    let mut help = finding.help.as_slice();
    if let Some(patch) = &mut patch
        && let Some((first, rest)) = help.split_first()
    {
        patch.title = visible::text(first).into_owned();
        help = rest;
    }
    let excerpts = excerpts(finding, sources, room);

    let mut first = level
        .primary_title(visible::text(&finding.message))
        .id(finding.code.name())
        .elements(elements(&excerpts))
        .elements(help.iter().map(|help| {
            let help = visible::text(help);
            Level::HELP.message(help)
        }));
    let more = Level::NOTE
        .with_name("more")
        .message(format!("groundplan explain {}", finding.code));
    let groups = match &patch {
        Some(patch) => vec![first, patch.group().element(more)],
        None => {
            first = first.element(more);
            vec![first]
        }
    };
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    // Lines are cut here, around the place and in replacements too, so the renderer need not.
    let drawn = renderer.term_width(10_000).render(&groups);
    let lines: Vec<&str> = drawn.lines().filter(|line| !is_stray(line)).collect();
    lines.join("\n")
}

/// Whether a drawn line is the `:::` that the renderer puts before an excerpt without a path.
///
/// The paths are given apart from the excerpts, because only here it is known which line and column
/// of the file a cut and rewritten line has. No other line consists of this sign alone: titles begin
/// with a level, lines of files with a number.
fn is_stray(line: &str) -> bool {
    let mut coded = false;
    let shown = line.chars().filter(|letter| {
        let is_code = coded || *letter == '\u{1b}';
        coded = is_code && *letter != 'm';
        !is_code && *letter != ' '
    });
    shown.eq(":::".chars())
}

/// One line that counts findings: `2 errors, 1 warning`, or that there are none.
pub fn summary(errors: usize, warnings: usize) -> String {
    let counted = |count: usize, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        count => Some(format!("{count} {noun}s")),
    };
    let parts: Vec<String> = [counted(errors, "error"), counted(warnings, "warning")]
        .into_iter()
        .flatten()
        .collect();
    if parts.is_empty() {
        "nothing to mend".into()
    } else {
        parts.join(", ")
    }
}

/// Places of one file that are shown together.
struct Excerpt<'a> {
    /// The file's name, made visible.
    path: String,
    /// Where the first of the places is; None when the whole file is meant.
    position: Option<Position>,
    /// The lines, cut and made visible; None where the file is not known.
    lines: Option<Lines>,
    /// What to say at each place; the first place of a finding is the one it is about.
    marks: Vec<(AnnotationKind, &'a str)>,
}

/// What the renderer draws for the excerpts, one below the other.
fn elements<'a>(excerpts: &'a [Excerpt<'_>]) -> Vec<Element<'a>> {
    let mut elements: Vec<Element<'_>> = Vec::new();
    for excerpt in excerpts {
        let Some(lines) = &excerpt.lines else {
            elements.push(Origin::path(excerpt.path.as_str()).into());
            // Without the line there is no place for the words about it.
            let labels = excerpt.marks.iter().filter(|(_, label)| !label.is_empty());
            elements.extend(labels.map(|(_, label)| {
                let label = visible::text(label);
                Level::NOTE.message(label).into()
            }));
            continue;
        };
        if !elements.is_empty() {
            elements.push(Padding.into());
        }
        let mut origin = Origin::path(excerpt.path.as_str());
        if let Some(Position { line, column }) = excerpt.position {
            origin = origin.line(line).char_column(column);
        }
        elements.push(origin.into());
        let marks = excerpt.marks.iter().zip(&lines.places);
        let annotations = marks.map(|((kind, label), place)| annotation(kind, label, place));
        let snippet = Snippet::source(lines.text.as_str())
            .line_start(lines.first)
            .annotations(annotations);
        elements.push(snippet.into());
    }
    elements
}

fn annotation<'a>(kind: &AnnotationKind, label: &'a str, place: &Range<usize>) -> Annotation<'a> {
    let annotation = kind.span(place.clone());
    if label.is_empty() {
        annotation
    } else {
        annotation.label(visible::text(label))
    }
}

/// The places of a finding, those that are near each other together.
fn excerpts<'a>(finding: &'a Diagnostic, sources: Sources<'_>, room: usize) -> Vec<Excerpt<'a>> {
    let own = finding.span.map(|span| {
        let label = finding.label.as_str();
        (&finding.file, span, AnnotationKind::Primary, label)
    });
    let related = finding.related.iter().map(|related| {
        let label = related.label.as_str();
        (&related.file, related.span, AnnotationKind::Context, label)
    });
    let mut excerpts = Vec::new();
    if own.is_none() {
        excerpts.push(Excerpt {
            path: visible::text(finding.file.as_str()).into_owned(),
            position: None,
            lines: None,
            marks: Vec::new(),
        });
    }

    let mut left: Vec<_> = own.into_iter().chain(related).collect();
    while !left.is_empty() {
        let (file, span, _, _) = left[0];
        let source = sources(file).filter(|text| span.start <= text.len());
        let Some(text) = source else {
            let (file, _, kind, label) = left.remove(0);
            excerpts.push(Excerpt {
                path: visible::text(file.as_str()).into_owned(),
                position: None,
                lines: None,
                marks: vec![(kind, label)],
            });
            continue;
        };
        let at = position(&text, span.start);
        let near = |other: &SitePath, place: Span| {
            other == file
                && place.start <= text.len()
                && position(&text, place.start).line.abs_diff(at.line) <= NEAR
        };
        let (together, rest): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|(other, place, _, _)| near(other, *place));
        left = rest;
        let spans: Vec<Span> = together.iter().map(|(_, span, _, _)| *span).collect();
        excerpts.push(Excerpt {
            path: visible::text(together[0].0.as_str()).into_owned(),
            position: Some(at),
            lines: Some(Lines::around(&text, &spans, room)),
            marks: together
                .iter()
                .map(|(_, _, kind, label)| (*kind, *label))
                .collect(),
        });
    }
    excerpts
}

/// Some lines of a file, ready to be drawn.
struct Lines {
    /// The number of the first.
    first: usize,
    /// The lines, ended by `\n`, made visible and cut.
    text: String,
    /// The places in `text`, as many as were asked for.
    places: Vec<Range<usize>>,
}

impl Lines {
    /// The lines of `text` in which `spans` begin, and those between; each about `room` columns.
    fn around(text: &str, spans: &[Span], room: usize) -> Self {
        let starts: Vec<usize> = spans.iter().map(|span| floor(text, span.start)).collect();
        let from = line_start(text, starts.iter().copied().min().unwrap_or(0));
        let until = starts.iter().copied().max().unwrap_or(0);
        let mut lines = Self {
            first: position(text, from).line,
            text: String::new(),
            places: vec![0..0; spans.len()],
        };
        let mut start = from;
        loop {
            let end = line_end(text, start);
            lines.push(text, start..end, spans, &starts, room);
            let next = end + line_break(&text[end..]);
            if next > until || next == end {
                return lines;
            }
            lines.text.push('\n');
            start = next;
        }
    }

    /// Puts one line in, and the places that begin in it.
    fn push(
        &mut self,
        text: &str,
        line: Range<usize>,
        spans: &[Span],
        starts: &[usize],
        room: usize,
    ) {
        let after = line.end + line_break(&text[line.end..]);
        let begins_here = |start: usize| {
            // At the end of a file without a last line end, the place after it is in its last line.
            line.start <= start && (start < after || after == text.len() && after == line.end)
        };
        let here: Vec<usize> = (0..spans.len())
            .filter(|index| begins_here(starts[*index]))
            .collect();
        let place = |index: usize| {
            let start = starts[index].min(line.end);
            let end = floor(text, spans[index].end.clamp(start, line.end));
            start..end.max(start)
        };
        let hull_start = here.iter().map(|index| place(*index).start).min();
        let hull_end = here.iter().map(|index| place(*index).end).max();
        let hull = hull_start.unwrap_or(line.start)..hull_end.unwrap_or(line.start);
        let window = cut(text, &line, &hull, room);

        if window.start > line.start {
            self.text.push('…');
        }
        let offsets: Vec<usize> = here
            .iter()
            .flat_map(|index| [place(*index).start, place(*index).end])
            .map(|offset| offset.clamp(window.start, window.end) - window.start)
            .collect();
        let (shown, moved) = visible::mapped(&text[window.clone()], &offsets);
        let base = self.text.len();
        for (index, ends) in here.iter().zip(moved.chunks_exact(2)) {
            self.places[*index] = base + ends[0]..base + ends[1];
        }
        self.text.push_str(&shown);
        if window.end < line.end {
            self.text.push('…');
        }
    }
}

/// The part of `line` that is shown: all of it where it fits, else what is around `place`.
fn cut(text: &str, line: &Range<usize>, place: &Range<usize>, room: usize) -> Range<usize> {
    if width(&text[line.clone()], room) <= room {
        return line.clone();
    }
    // A third of the room goes to what stands before, at least, and more where little comes after.
    let taken = width(&text[place.clone()], room) + width(&text[place.end..line.end], room);
    let before = room.saturating_sub(taken).max(room / 3);
    let mut columns = 0;
    let start = text[line.start..place.start]
        .char_indices()
        .rev()
        .take_while(|(_, letter)| {
            columns += columns_of(*letter);
            columns < before
        })
        .last()
        .map_or(place.start, |(index, _)| line.start + index);
    let mut columns = 0;
    let end = text[start..line.end]
        .char_indices()
        .find(|(_, letter)| {
            columns += columns_of(*letter);
            columns >= room
        })
        .map_or(line.end, |(index, _)| start + index);
    start..end
}

/// How many columns `text` takes; counting stops soon after `enough`.
fn width(text: &str, enough: usize) -> usize {
    let mut columns = 0;
    for letter in text.chars() {
        columns += columns_of(letter);
        if columns > enough {
            break;
        }
    }
    columns
}

/// How many columns a character takes once it is made visible.
fn columns_of(letter: char) -> usize {
    match letter {
        '\t' => 4,
        '\0'..='\u{1f}' | '\u{7f}' => 1,
        letter if visible::is_hidden(letter) => 9,
        // Also for marks of no width: ten thousand of them on one letter are cut too.
        letter => letter.width().unwrap_or(1).max(1),
    }
}

/// The nearest place at or before `offset` that is in `text` and between two characters.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The start of the line that holds `offset`.
fn line_start(text: &str, offset: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = offset;
    while start > 0 {
        let before = bytes[start - 1];
        let inside_pair = before == b'\r' && bytes.get(start) == Some(&b'\n');
        if before == b'\n' || (before == b'\r' && !inside_pair) {
            break;
        }
        start -= 1;
    }
    start
}

/// The end of the line that begins at `start`, without its line end.
fn line_end(text: &str, start: usize) -> usize {
    text[start..]
        .find(['\n', '\r'])
        .map_or(text.len(), |length| start + length)
}

/// How long the line end at the beginning of `text` is.
fn line_break(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

/// A suggestion: the line as it is and as it would be.
struct Suggestion {
    title: String,
    lines: Lines,
    replacement: String,
}

impl Suggestion {
    fn group(&self) -> Group<'_> {
        let place = self.lines.places[0].clone();
        let snippet = Snippet::source(self.lines.text.as_str())
            .line_start(self.lines.first)
            .patch(Patch::new(place, self.replacement.as_str()));
        Level::HELP
            .secondary_title(self.title.as_str())
            .element(snippet)
    }
}

/// The suggestion of a finding, where it has one that can be drawn.
fn patch(finding: &Diagnostic, sources: Sources<'_>, room: usize) -> Option<Suggestion> {
    let (span, replacement) = (finding.span?, finding.replacement.as_deref()?);
    let text = sources(&finding.file)?;
    let old = text.get(span.start..span.end)?;
    // What spans lines cannot be drawn from its first line alone.
    if old == replacement || old.contains(['\n', '\r']) || replacement.len() > LONGEST_PATCH {
        return None;
    }
    let lines = Lines::around(&text, &[span], room);
    let (mut shown, mut first) = (String::new(), true);
    for line in replacement.lines() {
        if !std::mem::take(&mut first) {
            shown.push('\n');
        }
        shown.push_str(&visible::mapped(line, &[]).0);
    }
    Some(Suggestion {
        title: "write this instead".into(),
        lines,
        replacement: shown,
    })
}

#[cfg(test)]
mod tests;
