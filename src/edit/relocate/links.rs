//! Links in markdown, and the files that `:::include` names.

use std::collections::{BTreeMap, HashSet};

use percent_encoding::percent_decode_str;

use super::Splice;
use super::way::Way;
use crate::inputs::Inputs;
use crate::markdown::{self, Link};
use crate::model::resolve::Target;
use crate::model::{PageId, Site};
use crate::path::{Permalink, SitePath};
use crate::source::Span;

/// Collects what has to change so that every link leads where it leads now. `after` is the site with
/// its files at their new places and its texts as they are.
pub(super) fn mend(
    site: &Site,
    after: &Site,
    inputs: &Inputs,
    way: &Way,
    splices: &mut BTreeMap<SitePath, Vec<Splice>>,
) {
    // A file that many pages include has its links once for each of them.
    let mut seen: HashSet<(SitePath, Span)> = HashSet::new();
    for (page, node) in site.pages.iter().enumerate() {
        for link in &node.page.outline().links {
            let Some(target) = mended(site, after, page, link, way) else {
                continue;
            };
            let Some(text) = inputs.text(link.file.as_str()) else {
                continue;
            };
            let span = within(text, link);
            if let Some(span) = span.filter(|span| seen.insert((link.file.clone(), *span))) {
                let own = splices.entry(link.file.clone()).or_default();
                own.push(Splice { span, text: target });
            }
        }
    }
    includes(site, inputs, way, splices);
}

/// What a link has to say after the move; None where it may stay.
fn mended(site: &Site, after: &Site, page: PageId, link: &Link, way: &Way) -> Option<String> {
    let target = link.target.trim();
    let cut = target.find(['?', '#']).unwrap_or(target.len());
    let (written, tail) = target.split_at(cut);
    if written.is_empty() {
        return None;
    }
    let file_after = way.file(&link.file);
    let path = percent_decode_str(written).decode_utf8_lossy();
    let wanted = link.file.join(&path);
    let wanted = wanted.filter(|wanted| is_file_form(site, wanted));
    if let Some(wanted) = wanted {
        let to = way.named(&wanted);
        if file_after.join(&path).as_ref() == Some(&to) {
            return None;
        }
        return Some(written_way(&file_after, &to, written) + tail);
    }
    // An address, as it is seen in a browser.
    let (permalink, found) = match site.resolve(page, link) {
        Ok(Target::Here {
            permalink, page, ..
        }) => (permalink, page),
        Ok(_) => return None,
        Err(_) => return still_missing(link, &file_after, written, way).map(|way| way + tail),
    };
    let here = &site.pages[page].page.file;
    let here_after = after.page_of_file(way.file(here).as_str())?;
    let Some(found) = found else {
        let is_same = matches!(
            after.resolve(here_after, &at(link, &file_after)),
            Ok(Target::Here { permalink: now, .. }) if now == permalink
        );
        let from = &after.pages[here_after].permalink;
        return (!is_same && after.places.at(&permalink).is_some())
            .then(|| from.relative(&permalink) + tail);
    };
    let to = way.file(&site.pages[found].page.file);
    let to_after = after.page_of_file(to.as_str());
    let leads_there = matches!(
        after.resolve(here_after, &at(link, &file_after)),
        Ok(Target::Here { page, .. }) if page == to_after
    );
    (!leads_there).then(|| written_way(&file_after, &to, "") + tail)
}

/// What a link that leads nowhere has to say to name the same missing file from another folder. It
/// stays the mistake that it is: whoever makes that file later finds the link whole.
fn still_missing(link: &Link, file_after: &SitePath, written: &str, way: &Way) -> Option<String> {
    let first = written.split('/').next().unwrap_or("");
    if written.starts_with('/') || first.contains(':') {
        return None;
    }
    let path = percent_decode_str(written).decode_utf8_lossy();
    let to = way.named(&link.file.join(&path)?);
    let moves = file_after.join(&path).as_ref() != Some(&to);
    moves.then(|| written_way(file_after, &to, written))
}

/// The same link, written in another file.
fn at(link: &Link, file: &SitePath) -> Link {
    Link {
        file: file.clone(),
        ..link.clone()
    }
}

/// Whether a path names a file of the site, a page without its ending, or a folder.
fn is_file_form(site: &Site, wanted: &SitePath) -> bool {
    let path = wanted.as_str();
    let folder = wanted.in_content();
    site.page_of_file(path).is_some()
        || site.page_of_file(&format!("{path}.md")).is_some()
        || site.assets.contains_key(wanted)
        || folder.is_some_and(|folder| {
            let is_it = |section: &crate::model::Section| section.folder == folder;
            site.sections.iter().any(is_it)
        })
}

/// The way from a file to another, in the manner of `like`: from the top with `/`, with `/` at its end.
pub(super) fn written_way(from: &SitePath, to: &SitePath, like: &str) -> String {
    let end = match like.len() > 1 && like.ends_with('/') {
        true => "/",
        false => "",
    };
    if like.starts_with('/') {
        let below = to.in_content().unwrap_or("");
        return format!("/{}{end}", in_markdown(below));
    }
    let address = |path: &SitePath| Permalink::exact(&format!("/{path}"));
    let (Some(a), Some(b)) = (address(from), address(to)) else {
        return in_markdown(to.as_str());
    };
    let way = a.relative(&b);
    let way = percent_decode_str(&way).decode_utf8_lossy();
    // An address has `./` before a folder that is called like a scheme; a path needs none.
    let way = match way.strip_prefix("./").filter(|rest| !rest.is_empty()) {
        Some(rest) if !rest.split('/').next().unwrap_or("").contains(':') => rest,
        _ => &way,
    };
    let dot = match like.starts_with("./") && !way.starts_with('.') {
        true => "./",
        false => "",
    };
    format!("{dot}{}{end}", in_markdown(way))
}

/// A path in which no letter ends a link, a table's cell or a piece of code.
fn in_markdown(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            ' ' | '%' | '(' | ')' | '<' | '>' | '\\' | '#' | '?' | '`' | '|' | '&' | '"' | '\'' => {
                out.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out
}

/// Where the target of a link is written; None where its place is not known to the byte.
fn within(text: &str, link: &Link) -> Option<Span> {
    let written = text.get(link.span.start..link.span.end)?;
    if written == link.target || markdown::means(written, &link.target) {
        return Some(link.span);
    }
    let at = written.rfind(link.target.as_str())?;
    let start = link.span.start + at;
    Some(Span::new(start, start + link.target.len()))
}

/// The lines that include a file which is elsewhere after the move, or are elsewhere themselves.
fn includes(
    site: &Site,
    inputs: &Inputs,
    way: &Way,
    splices: &mut BTreeMap<SitePath, Vec<Splice>>,
) {
    let included: HashSet<&SitePath> = site
        .pages
        .iter()
        .flat_map(|node| &node.page.includes)
        .collect();
    let pages = site.pages.iter().map(|node| &node.page.file);
    let files: HashSet<&SitePath> = pages.chain(included.iter().copied()).collect();
    for file in files {
        let Some(text) = inputs.text(file.as_str()) else {
            continue;
        };
        let file_after = way.file(file);
        for (span, target) in include_lines(text) {
            let Some(path) = file.join(target).filter(|path| included.contains(path)) else {
                continue;
            };
            let to = way.file(&path);
            if file_after.join(target).as_ref() != Some(&to) {
                let text = match target.starts_with('/') {
                    true => format!("/{}", to.in_content().unwrap_or("")),
                    false => plain_way(&file_after, &to),
                };
                let own = splices.entry(file.clone()).or_default();
                own.push(Splice { span, text });
            }
        }
    }
}

/// The way as an include writes it: nothing in it is encoded.
fn plain_way(from: &SitePath, to: &SitePath) -> String {
    let address = |path: &SitePath| Permalink::exact(&format!("/{path}"));
    match (address(from), address(to)) {
        (Some(a), Some(b)) => {
            let way = a.relative(&b);
            percent_decode_str(&way).decode_utf8_lossy().into_owned()
        }
        _ => to.to_string(),
    }
}

/// The files that `:::include` lines name, each with its place.
fn include_lines(text: &str) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(at) = line.find(":::include ") {
            let from = at + ":::include ".len();
            let rest = &line[from..];
            let skipped = rest.len() - rest.trim_start().len();
            let rest = rest.trim_start();
            // The path ends where the first key begins.
            let words = rest.trim_end();
            let end = words.find('=').map_or(words.len(), |equals| {
                words[..equals].rfind(char::is_whitespace).unwrap_or(0)
            });
            let target = words[..end].trim_end();
            if !target.is_empty() {
                let at = start + from + skipped;
                found.push((Span::new(at, at + target.len()), target));
            }
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_an_include_ends_before_its_keys() {
        let text = "a\n  ::::include ../x y.md region=\"b\"\n:::include z.yaml\n";
        let found = include_lines(text);
        let targets: Vec<&str> = found.iter().map(|(_, target)| *target).collect();
        assert_eq!(targets, ["../x y.md", "z.yaml"]);
        assert!(found.iter().all(|(span, target)| span.of(text) == *target));
    }

    #[test]
    fn a_way_is_written_as_the_one_before_it() {
        let path = |text| SitePath::new(text).unwrap();
        let (from, to) = (path("content/a/b.md"), path("content/c d/(e).md"));
        assert_eq!(written_way(&from, &to, "x.md"), "../c%20d/%28e%29.md");
        assert_eq!(written_way(&from, &to, "/x.md"), "/c%20d/%28e%29.md");
        let near = path("content/a/c");
        assert_eq!(written_way(&from, &near, "./x/"), "./c/");
    }
}
