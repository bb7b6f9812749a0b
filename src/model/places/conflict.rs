//! What is in the way of something that wants a place.

use super::{DUTIES, PROMISES, Place};
use crate::model::PageNode;

/// What stands where something else wants to.
pub(super) enum Conflict {
    Place(Place),
    /// A file where a folder is wanted, or a folder where a file is.
    Folder(String),
}

/// What is in the way, in words.
pub(super) fn describe(conflict: &Conflict, pages: &[PageNode]) -> String {
    match conflict {
        Conflict::Folder(path) => format!("the folder `{path}`"),
        Conflict::Place(place) => match place {
            Place::Page(id) | Place::Twin(id) => pages[*id].page.file.to_string(),
            Place::Redirect(id) => format!("an alias in {}", pages[*id].page.file),
            Place::Section(_) | Place::Printed(_) => "a section".to_owned(),
            Place::Former(_) => "a page that is made, by a former id".to_owned(),
            Place::Made(_) | Place::MadeTwin(_) => "a page that Groundplan makes".to_owned(),
            Place::Calendar(_) => "a calendar file".to_owned(),
            Place::Catalog => "Groundplan's own `/catalog.json`".to_owned(),
            Place::Duties => format!("Groundplan's own `/{DUTIES}`"),
            Place::Promises => format!("Groundplan's own `/{PROMISES}`"),
            Place::Sheet(_) => "a matrix as a sheet".to_owned(),
            Place::Feed(_) => "a feed".to_owned(),
            Place::Tags | Place::Tag(_) => "the pages of tags".to_owned(),
            Place::Asset(path) => path.to_string(),
            Place::Search(file) => format!("Groundplan's own `{}`", file.address()),
            Place::Fixed(fixed) => format!("Groundplan's own `{}`", fixed.address()),
        },
    }
}
