//! From which path to which, for files and for what names them.

use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::load::page::is_index;
use crate::model::{PageId, Site};
use crate::path::SitePath;

/// A move of a file, or of a folder with all that is in it.
#[derive(Debug)]
pub(super) struct Way {
    /// The file or the folder.
    pub(super) from: SitePath,
    /// Where it goes.
    pub(super) to: SitePath,
    /// Whether it is a folder.
    is_folder: bool,
}

impl Way {
    /// The way of a page to where its author wants it: the page of a folder moves with its folder.
    pub(super) fn of(inputs: &Inputs, site: &Site, page: PageId, to: &str) -> Result<Self> {
        let page = &site.pages[page].page;
        if page.id.is_empty() {
            return Err(refused(
                "the home page cannot move",
                "its place is content/index.md",
            ));
        }
        if let Some(made) = site
            .page_of_file(page.file.as_str())
            .and_then(|page| site.places.begun_by(page))
        {
            let address = site.typed.made_permalink(made);
            let address = address.map_or("", |address| address.as_str());
            return Err(refused(
                format!(
                    "{} begins the page that Groundplan makes at {address}, so it cannot move",
                    page.file
                ),
                "move its text into another page instead",
            ));
        }
        let is_folder = is_index(page.file.name());
        let from = match is_folder {
            true => SitePath::new(page.file.folder()),
            false => Some(page.file.clone()),
        };
        let Some(from) = from else {
            return Err(refused(
                "this page has no folder",
                "name a page below content/",
            ));
        };
        let target = target(&page.file, to, is_folder)?;
        if !is_folder {
            has_none_below(inputs, &page.file, &page.id, &target)?;
        }
        let way = Self {
            from,
            to: target,
            is_folder,
        };
        way.is_free(inputs)?;
        Ok(way)
    }

    /// Whether this file moves.
    pub(super) fn is_moved(&self, file: &SitePath) -> bool {
        self.rest(file.as_str()).is_some()
    }

    /// Where a file will be.
    pub(super) fn file(&self, file: &SitePath) -> SitePath {
        self.rest(file.as_str())
            .and_then(|rest| SitePath::new(&format!("{}{rest}", self.to)))
            .unwrap_or_else(|| file.clone())
    }

    /// Where a path will be that names a file, a page without its ending, or a folder.
    pub(super) fn named(&self, path: &SitePath) -> SitePath {
        let text = path.as_str();
        if !self.is_folder && format!("{text}.md") == self.from.as_str() {
            let to = self.to.as_str().trim_end_matches(".md");
            return SitePath::new(to).unwrap_or_else(|| path.clone());
        }
        self.file(path)
    }

    /// What follows `from` in a path that moves.
    fn rest<'a>(&self, path: &'a str) -> Option<&'a str> {
        let rest = path.strip_prefix(self.from.as_str())?;
        match self.is_folder {
            true => (rest.is_empty() || rest.starts_with('/')).then_some(rest),
            false => rest.is_empty().then_some(rest),
        }
    }

    /// Refuses what is taken, and what git or an editor would not follow.
    fn is_free(&self, inputs: &Inputs) -> Result<()> {
        let (from, to) = (self.from.as_str(), self.to.as_str());
        if from == to {
            return Err(refused(
                format!("{to} is where it is"),
                "name another place",
            ));
        }
        if self.is_folder && to.starts_with(&format!("{from}/")) {
            return Err(refused(
                format!("{to} is inside of what would move"),
                "a folder cannot move into itself",
            ));
        }
        let folder = format!("{to}/");
        let below = |path: &str| path == to || path.starts_with(&folder);
        let skipped = inputs.skipped.iter().map(|skipped| skipped.path.as_str());
        let files = inputs.files.keys().map(SitePath::as_str);
        if let Some(taken) = files.chain(skipped).find(|path| below(path)) {
            return Err(refused(
                format!("{taken} is there already"),
                "choose another place, or remove what is there first",
            ));
        }
        let stem = to.trim_end_matches(".md");
        let twins = [
            format!("{stem}.md"),
            format!("{stem}/index.md"),
            format!("{stem}/README.md"),
        ];
        let is_twin = |file: &&SitePath| twins.iter().any(|twin| twin == file.as_str());
        if let Some(taken) = inputs.files.keys().find(is_twin) {
            return Err(refused(
                format!("{taken} has the address of {to}"),
                "choose another name",
            ));
        }
        for (link, end) in &inputs.links {
            let leads_there = end.as_ref().is_some_and(|end| self.is_moved(end));
            if self.is_moved(link) || leads_there {
                return Err(refused(
                    format!("{link} is a symbolic link, which a move would break"),
                    "replace the link by what it leads to, then move",
                ));
            }
        }
        Ok(())
    }
}

/// Refuses to take `a.md` away from the pages in `a/`: it is their page, and they would keep its address.
fn has_none_below(inputs: &Inputs, file: &SitePath, id: &str, to: &SitePath) -> Result<()> {
    let folder = format!("content/{id}/");
    let is_below = |path: &&SitePath| path.as_str().starts_with(&folder);
    if !inputs.files.keys().any(|path| is_below(&path)) || to.as_str().starts_with(&folder) {
        return Ok(());
    }
    let place = to
        .in_content()
        .unwrap_or(to.as_str())
        .trim_end_matches(".md");
    Err(refused(
        format!("{file} is the page of {folder}, where other pages are"),
        format!(
            "put it into that folder first, then all of it moves together: `groundplan move {id} \
             {id}/index`, then `groundplan move {id} {place}`"
        ),
    ))
}

/// The file or folder that is meant by what was typed.
fn target(file: &SitePath, to: &str, is_folder: bool) -> Result<SitePath> {
    let written = to.trim().trim_start_matches("./");
    let below = written
        .strip_prefix("content/")
        .unwrap_or(written)
        .trim_start_matches('/');
    let leaves = || {
        refused(
            format!("`{to}` leaves content/, where the pages are"),
            "name a place below content/, for example `guides/restore`",
        )
    };
    let into_folder = below.ends_with('/') || below.is_empty();
    let plain = below.trim_end_matches('/');
    let own = match is_folder {
        true => file.folder().rsplit('/').next().unwrap_or_default(),
        false => file.name(),
    };
    let path = match (into_folder, is_folder) {
        (true, _) => format!("content/{plain}/{own}"),
        (false, true) if has_page_ending(plain) => {
            return Err(refused(
                format!("{file} is the page of its folder, which moves with all that is in it"),
                "name a folder, for example `guides/databases`",
            ));
        }
        (false, true) => format!("content/{plain}"),
        (false, false) if has_page_ending(plain) => format!("content/{plain}"),
        (false, false) => format!("content/{plain}.md"),
    };
    let goes_up = path.split('/').any(|part| part == "..");
    let resolved = SitePath::new(&path).filter(|path| path.in_content().is_some());
    let target = resolved.filter(|_| !goes_up).ok_or_else(leaves)?;
    if target.as_str().contains(['\0', '\n', '\r', '\\']) {
        return Err(refused(
            "a name of a file has visible letters and no backslash",
            "choose another name",
        ));
    }
    if target.as_str().split('/').any(|part| part.starts_with('.')) {
        return Err(refused(
            format!("{target} is hidden: what begins with a dot is no page"),
            "choose another name",
        ));
    }
    Ok(target)
}

fn has_page_ending(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".markdown")
}

pub(super) fn refused(message: impl Into<String>, help: impl Into<String>) -> Error {
    Error::Refused {
        message: message.into(),
        help: help.into(),
    }
}
