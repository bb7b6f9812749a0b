//! A finding as a person reads it: the sentence, the place with its line, and what to do.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Padding, Patch, Renderer, Snippet,
};

use super::{Diagnostic, Severity, Sources, visible};
use crate::path::SitePath;
use crate::source::{Position, Span, position};

mod lines;

use lines::Lines;

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
