//! Addresses of what lies beside a page.

use crate::path::{OutputPath, Permalink};

/// `docs/start/index.md`, beside `docs/start/index.html`.
pub(super) fn twin_path(page: &OutputPath) -> OutputPath {
    let stem = page.as_str().strip_suffix(".html").unwrap_or(page.as_str());
    OutputPath::new(&format!("{stem}.md")).unwrap_or_else(|| page.clone())
}

/// `/events/db-night.ics`, beside `/events/db-night/`.
pub fn calendar_path(page: &Permalink) -> Option<Permalink> {
    Permalink::exact(&format!("{}.ics", page.as_str().trim_end_matches('/')))
}

/// `/guides/print/`, the document of the section at `/guides/`.
pub fn printed_address(section: &Permalink) -> Permalink {
    let id = section.as_str().trim_matches('/');
    Permalink::of_page(&format!("{id}/print"))
}

/// Every task of a site, for programs.
pub const DUTIES: &str = "responsibilities.json";

/// The roadmap and its changes, for programs.
pub const PROMISES: &str = "roadmap.json";

/// The address of the sheet of a matrix, beside its page: `/responsibilities/postgres.csv`.
pub fn sheet_address(page: &Permalink) -> Option<Permalink> {
    Permalink::exact(&format!("{}.csv", page.as_str().trim_end_matches('/')))
}

/// The folders above a path, the nearest first.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/').map(|(above, _)| above), |above| {
        above.rsplit_once('/').map(|(above, _)| above)
    })
}

/// A path, and the form in which it is the same file as others on some disks.
pub(super) struct Path {
    pub path: OutputPath,
    pub folded: String,
}

impl Path {
    pub fn new(path: OutputPath) -> Self {
        Self {
            folded: path.folded(),
            path,
        }
    }
}
