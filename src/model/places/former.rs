//! Addresses that items of the roadmap had before, which lead on to them.

use crate::model::{Typed, made};
use crate::path::Permalink;

use super::{Place, Places};

impl Places {
    /// Puts a way from each former id of an item to its page. What has its place taken is not put:
    /// the checker says so.
    pub(super) fn put_former_items(&mut self, typed: &Typed) {
        for (id, item) in typed.roadmap.former() {
            let name = made::part(id).to_lowercase();
            let address = Permalink::of_page(&format!("roadmap/{name}"));
            self.put(address.output(), Place::FormerItem(item));
        }
    }
}
