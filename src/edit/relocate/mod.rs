//! `groundplan move`: a page gets another place, and everything that leads to it follows.
//!
//! Nothing is written here. [`plan`] says which files get which name and what their texts become,
//! and asks the checker whether the site is as whole after it as before.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity, suggest};
use crate::error::{Error, Result};
use crate::inputs::{File, Inputs};
use crate::load::front::service_place;
use crate::load::news::is_news;
use crate::load::{self, LoadMemo, Loaded};
use crate::model::{PageId, Site};
use crate::path::{Permalink, SitePath};
use crate::pipeline::Compiler;
use crate::source::Span;

mod former;
mod keys;
mod links;
mod sheets;
mod way;

#[cfg(test)]
mod tests;

use sheets::Sheets;
use way::Way;

/// A move that is thought through.
#[derive(Debug)]
pub struct Plan {
    /// The file or the folder, and where it goes.
    pub from: SitePath,
    /// Where it goes.
    pub to: SitePath,
    /// How many pages move.
    pub pages: usize,
    /// How many of them have another address then.
    pub readdressed: usize,
    /// Sheets of responsibilities that get the new name of their service, each with that name.
    pub sheets: Vec<(SitePath, SitePath)>,
    /// The texts that change, by where they will be.
    pub texts: Vec<Mended>,
}

/// A text that changes.
#[derive(Debug)]
pub struct Mended {
    /// Its file before the move.
    pub before_file: SitePath,
    /// Its file after the move.
    pub file: SitePath,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
    /// How many links and keys of it lead elsewhere now; what it was called itself not counted.
    pub mended: usize,
}

/// A part of a text and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Splice {
    span: Span,
    text: String,
}

/// Thinks a move through. `page` names a page by its file, its id or its address; `to` is a file or a
/// folder below `content/`. `inputs` has drafts among its pages.
///
/// # Errors
/// When there is no such page, when something is at the new place, when the place is none for this
/// page, and when the site would have an error that it has not now.
pub fn plan(inputs: &Inputs, page: &str, to: &str) -> Result<Plan> {
    let (loaded, site) = assembled(inputs);
    let id = named(&site, page)?;
    let way = Way::of(inputs, &site, id, to)?;
    let sheets = Sheets::of(&site, inputs, &keys::services(&site, &way))?;
    let mut moved = renamed(inputs, &way, &sheets);
    let (_, site_after) = assembled(&moved);
    let mut splices: BTreeMap<SitePath, Vec<Splice>> = BTreeMap::new();
    links::mend(&site, &site_after, inputs, &way, &mut splices);
    keys::mend(&site, inputs, &way, &mut splices);
    sheets.mend(&site, inputs, &mut splices);
    let mut texts = Vec::new();
    let mut readdressed = 0;
    for (file, file_after) in texts_of(inputs, &way) {
        let Some(before) = inputs.text(file.as_str()) else {
            continue;
        };
        let mut own = splices.remove(file).unwrap_or_default();
        tidy(&mut own);
        let mut after = spliced(before, &own);
        let mut mended = own.len();
        if let Some(named) = sheets.named(file, &after) {
            after = named;
            mended += 1;
        }
        if let Some(page) = site.page_of_file(file.as_str())
            && *file != file_after
        {
            let now = site_after.page_of_file(file_after.as_str());
            let now = now.map(|page| &site_after.pages[page].permalink);
            readdressed += usize::from(now != Some(&site.pages[page].permalink));
            after = former::remember(&site, page, &site_after, &file_after, &after);
        }
        if after != **before {
            moved.put_text(file_after.as_str(), &after);
            texts.push(Mended {
                before_file: file.clone(),
                file: file_after,
                before: before.to_string(),
                after,
                mended,
            });
        }
    }
    nothing_new(inputs, (&site, &loaded), &moved, &way)?;
    let pages = site.pages.iter().map(|node| &node.page.file);
    Ok(Plan {
        pages: pages.filter(|file| way.is_moved(file)).count(),
        readdressed,
        from: way.from,
        to: way.to,
        sheets: sheets.renamed,
        texts,
    })
}

fn assembled(inputs: &Inputs) -> (Loaded, Site) {
    let loaded = load::load(inputs, &LoadMemo::default());
    let site = Site::assemble(inputs, &loaded).0;
    (loaded, site)
}

/// The page that is meant.
fn named(site: &Site, page: &str) -> Result<PageId> {
    let path = page.trim().trim_start_matches("./").trim_matches('/');
    let id = path.strip_prefix("content/").unwrap_or(path);
    let id = match id {
        "content" => "",
        id => id,
    };
    let by_file = || site.page_of_file(&format!("content/{id}"));
    let by_id = || site.page_of_id(id.trim_end_matches(".md"));
    let by_address = || match site.places.at(&Permalink::of_page(id)) {
        Some(crate::model::Place::Page(page)) => Some(*page),
        _ => None,
    };
    let by_service = || {
        let mut services = site.typed.services.all.iter();
        services.find_map(|service| (service.id == id).then_some(service.page))
    };
    let found = by_file().or_else(by_id).or_else(by_address);
    if let Some(page) = found.or_else(by_service) {
        return Ok(page);
    }
    let known = site.pages.iter().map(|node| node.page.id.as_str());
    Err(Error::Refused {
        message: format!("there is no page `{page}`"),
        help: match suggest::nearest(id, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name a page by its file or its id, for example `guides/restore`".into(),
        },
    })
}

/// The same site with the files where they will be.
fn renamed(inputs: &Inputs, way: &Way, sheets: &Sheets) -> Inputs {
    let mut moved = inputs.clone();
    moved.files = inputs
        .files
        .iter()
        .map(|(path, file)| {
            let sheet = sheets.file(path);
            (sheet.unwrap_or_else(|| way.file(path)), file.clone())
        })
        .collect();
    moved
}

/// All texts, with where they will be.
fn texts_of<'a>(
    inputs: &'a Inputs,
    way: &'a Way,
) -> impl Iterator<Item = (&'a SitePath, SitePath)> {
    let texts = inputs.files.iter();
    let texts = texts.filter(|(_, file)| matches!(file, File::Text(_)));
    texts.map(|(path, _)| (path, way.file(path)))
}

/// Puts changes in order; of two that touch the same bytes one is the other.
fn tidy(splices: &mut Vec<Splice>) {
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
    splices.dedup();
    let mut end = 0;
    splices.retain(|splice| {
        let is_free = splice.span.start >= end;
        if is_free {
            end = splice.span.end;
        }
        is_free
    });
}

/// A text with its changes, which are in order.
fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for splice in splices {
        out.push_str(text.get(at..splice.span.start).unwrap_or(""));
        out.push_str(&splice.text);
        at = splice.span.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// Refuses a move after which the site has an error that it does not have now. A page that becomes a
/// service, or news, is read as one for the first time: what it says wrong as such is no fault of the
/// move, and where it was nothing of it could be right.
fn nothing_new(
    before: &Inputs,
    (site, loaded): (&Site, &Loaded),
    after: &Inputs,
    way: &Way,
) -> Result<()> {
    let kind = |file: &SitePath| (service_place(file).is_some(), is_news(file));
    let has_other_kind = |file: &&SitePath| {
        let (old, new) = (kind(file), kind(&way.file(file)));
        (new.0 && !old.0) || (new.1 && !old.1)
    };
    let first_read: BTreeSet<SitePath> = before
        .files
        .keys()
        .filter(has_other_kind)
        .map(|file| way.file(file))
        .collect();
    let old = errors(before, Some((site, loaded)));
    let mut new = errors(after, None);
    new.retain(|finding| {
        let code = finding.code.name();
        let is_own = code.starts_with("service/") || code.starts_with("news/");
        !is_own || !first_read.contains(&finding.file)
    });
    let count = |all: &[Diagnostic]| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in all {
            *counts.entry(finding.code.name()).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|(code, count)| (code.to_owned(), count))
            .collect::<BTreeMap<String, usize>>()
    };
    let (were, are) = (count(&old), count(&new));
    let more = are
        .iter()
        .find(|(code, count)| were.get(*code).copied().unwrap_or(0) < **count);
    let Some((code, _)) = more else {
        return Ok(());
    };
    let known: Vec<&str> = old.iter().map(|finding| finding.message.as_str()).collect();
    let of_code = || new.iter().filter(|finding| finding.code.name() == *code);
    let is_new = |finding: &&Diagnostic| !known.contains(&finding.message.as_str());
    let first = of_code().find(is_new).or_else(|| of_code().next());
    let said = first.map_or_else(String::new, |finding| {
        format!("{}: {}", finding.file, finding.message)
    });
    Err(Error::Refused {
        message: format!("after this move the site has a new error, {code}: {said}"),
        help: format!("mend that first, or choose another place; `groundplan explain {code}`"),
    })
}

/// The errors of a site; those of templates do not depend on where a page is.
fn errors(inputs: &Inputs, known: Option<(&Site, &Loaded)>) -> Vec<Diagnostic> {
    let mut findings = match known {
        Some((site, loaded)) => {
            let mut findings = crate::check::check(site, loaded);
            findings.extend(Site::assemble(inputs, loaded).1);
            findings
        }
        None => {
            let (loaded, built) = Compiler::once(None).assemble(inputs, None);
            crate::pipeline::findings(&built, &loaded)
        }
    };
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}
