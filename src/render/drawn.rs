//! Diagrams: a block of `mermaid` as a picture, where the site says who draws it; its source stays.

use std::fmt::Write;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diagnostic::{Code, Diagnostic};
use crate::drawing::Pictures;
use crate::inputs::dimensions;
use crate::markdown::CodeBlock;
use crate::model::{PageId, Site};

use super::Renderer;
use super::link::attribute;

/// The language of blocks that are diagrams.
pub const LANGUAGE: &str = "mermaid";

/// Letters of an SVG that may stand in an address as they are.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'(')
    .remove(b')')
    .remove(b';')
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b'=')
    .remove(b'+')
    .remove(b'$')
    .remove(b',');

/// Writes a diagram, the `number`-th of its page; `source` is the HTML of its block. A diagram that
/// nobody draws, and one that could not be drawn, is its source.
pub fn html(
    renderer: &Renderer<'_>,
    page: PageId,
    number: usize,
    block: &CodeBlock,
    source: &str,
    findings: &mut Vec<Diagnostic>,
) -> String {
    let site = renderer.site;
    if library(site).is_some() {
        return format!(
            "<figure class=\"diagram\" data-mermaid{}>{}</figure>",
            named(block),
            details(source, true)
        );
    }
    let command = &site.config.mermaid.command;
    let Some(drawings) = renderer.drawings.filter(|_| !command.is_empty()) else {
        return source.to_owned();
    };
    match drawings.pictures(command, &block.code) {
        Ok(pictures) => format!(
            "<figure class=\"diagram\">{}{}</figure>",
            images(&pictures, block),
            details(source, false)
        ),
        Err(why) => {
            findings.push(not_drawn(site, page, number, &why));
            source.to_owned()
        }
    }
}

/// The address of the library that draws in the browser, from the top of the site.
pub fn library(site: &Site) -> Option<&crate::path::Permalink> {
    let script = site.config.mermaid.script.as_ref()?;
    Some(&site.assets.get(script)?.permalink)
}

fn details(source: &str, is_open: bool) -> String {
    let open = if is_open { " open" } else { "" };
    format!(
        "<details class=\"source\"{open}><summary>Source of the diagram</summary>{source}</details>"
    )
}

/// What the picture is called, for a script that draws it later.
fn named(block: &CodeBlock) -> String {
    let mut out = String::new();
    attribute(&mut out, "data-alt", &alternative(block));
    out
}

/// The pictures as addresses that hold them whole: a browser runs nothing in them and asks nobody.
fn images(pictures: &Pictures, block: &CodeBlock) -> String {
    let mut out = String::new();
    let alternative = alternative(block);
    let looks = [
        ("drawn light", Some(&pictures.light)),
        ("drawn dark", pictures.dark.as_ref()),
    ];
    for (class, svg) in looks {
        let Some(svg) = svg else { continue };
        let address = utf8_percent_encode(svg, PLAIN);
        let _ = write!(
            out,
            "<img class=\"{class}\" src=\"data:image/svg+xml,{address}\""
        );
        attribute(&mut out, "alt", &alternative);
        if let Some((width, height)) = dimensions(svg.as_bytes()) {
            let _ = write!(out, " width=\"{width}\" height=\"{height}\"");
        }
        out.push('>');
    }
    out
}

/// What those hear who do not see the picture: its title, and what it says of itself.
fn alternative(block: &CodeBlock) -> String {
    let said = |key: &str| {
        let mut lines = block.code.lines();
        lines.find_map(|line| Some(line.trim().strip_prefix(key)?.trim().to_owned()))
    };
    let title = Some(block.title.clone()).filter(|title| !title.is_empty());
    let title = title.or_else(|| said("accTitle:"));
    match (title, said("accDescr:")) {
        (Some(title), Some(text)) => format!("{title}: {text}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "A diagram; its source follows".to_owned(),
    }
}

fn not_drawn(site: &Site, page: PageId, number: usize, why: &str) -> Diagnostic {
    let page = &site.pages[page].page;
    let message = format!("this diagram could not be drawn: {why}");
    let finding = match page.outline().diagrams.get(number) {
        Some((file, span)) => Diagnostic::at(Code::MarkdownBadDiagram, file, *span, message),
        None => Diagnostic::about(Code::MarkdownBadDiagram, &page.file, message),
    };
    finding.help("mend it, or the command in `[mermaid]`; until then its source is shown")
}
