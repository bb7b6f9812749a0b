//! How much the platform takes off its readers, counted over the site.

use serde::Serialize;

use crate::model::Site;
use crate::path::Permalink;

/// How much the platform takes off its readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TakenOffView {
    /// How many tasks others do.
    pub count: usize,
    /// How many more others would do, on which not everybody agrees yet.
    pub open: usize,
    /// How many tasks there are.
    pub all: usize,
    /// The page that lists them.
    pub url: Option<String>,
}

/// How many tasks are taken off the reader; None where there are none.
pub fn taken_off(site: &Site, here: &Permalink) -> Option<TakenOffView> {
    let counts = site.typed.responsibilities.taken_off();
    let url = site
        .typed
        .made_permalink(crate::model::Made::Responsibilities);
    (counts.taken > 0).then(|| TakenOffView {
        count: counts.taken,
        open: counts.open,
        all: counts.all,
        url: url.map(|permalink| here.relative(permalink)),
    })
}

impl TakenOffView {
    /// Behind its sentence: ", 2 more are not agreed yet"; empty where all are.
    pub fn open_words(&self) -> String {
        match self.open {
            0 => String::new(),
            1 => ", 1 more is not agreed yet".to_owned(),
            open => format!(", {open} more are not agreed yet"),
        }
    }
}
