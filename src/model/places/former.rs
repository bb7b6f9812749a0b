//! Addresses that items of the roadmap and matrices had before, which lead on to them.

use crate::model::{Made, PageNode, Typed, border, made};
use crate::path::Permalink;

use super::{Place, Places};

impl Places {
    /// Puts a way from where something was to where it is. What has its place taken is not put: the checker
    /// says so.
    pub(super) fn put_former(&mut self, typed: &Typed, pages: &[PageNode]) {
        self.put_former_items(typed);
        self.put_former_matrices(typed, pages);
    }

    fn put_former_items(&mut self, typed: &Typed) {
        for (id, item) in typed.roadmap.former() {
            let name = made::part(id).to_lowercase();
            let address = Permalink::of_page(&format!("roadmap/{name}"));
            self.put(address.output(), Place::Former(Made::Item(item)));
        }
    }

    /// Puts a way to each matrix that has the name of its service from where it was while the service had
    /// another name. A sheet cannot say itself what it was called.
    fn put_former_matrices(&mut self, typed: &Typed, pages: &[PageNode]) {
        let responsibilities = &typed.responsibilities;
        for (was, now) in typed.services.former(pages) {
            let mut all = responsibilities.all.iter();
            let Some(matrix) = all.position(|matrix| matrix.file.id == now) else {
                continue;
            };
            let name = made::part(&was).to_lowercase();
            let address = Permalink::of_page(&format!("responsibilities/{name}"));
            let address = border::published(self.part, &address);
            self.put(address.output(), Place::Former(Made::Matrix(matrix)));
        }
    }
}
