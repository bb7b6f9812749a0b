//! Addresses that pages had before, which lead on to them.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PageId, PageNode, border, names};
use crate::path::Permalink;

use super::{Conflict, Place, Places, describe};

impl Places {
    pub(super) fn put_aliases(
        &mut self,
        id: PageId,
        node: &PageNode,
        pages: &[PageNode],
        findings: &mut Vec<Diagnostic>,
    ) {
        let file = &node.page.file;
        let front = &node.page.front;
        let aliases = front.aliases.iter().map(|entry| (entry, false));
        let moved = front.moved_from.iter().map(|entry| (entry, true));
        for ((text, span), is_id) in aliases.chain(moved) {
            let address = if is_id {
                names::alias(text.trim_matches('/').trim_end_matches(".md"))
                    .map(|_| Permalink::of_page(text.trim_matches('/').trim_end_matches(".md")))
            } else {
                names::alias(text)
            };
            let permalink = match address {
                Ok(permalink) => permalink,
                Err(why) => {
                    findings.push(
                        Diagnostic::at(Code::PageLeavesSite, file, *span, why)
                            .help("write for example `/old/place/`"),
                    );
                    continue;
                }
            };
            let top = permalink.as_str()[1..].split('/').next().unwrap_or("");
            if names::is_kept(top) {
                let message = format!("the address `/{top}` is kept for Groundplan's own files");
                findings.push(
                    Diagnostic::at(Code::PageReservedName, file, *span, message)
                        .help("no page was ever there; remove the alias"),
                );
                continue;
            }
            let path = border::published(self.part, &permalink).output();
            match self.put(path, Place::Redirect(id)) {
                None => {}
                Some(Conflict::Place(Place::Redirect(other))) if other == id => {}
                Some(other) => {
                    let message = format!(
                        "`{permalink}` is the address of {}",
                        describe(&other, pages)
                    );
                    findings.push(
                        Diagnostic::at(Code::PageAliasTaken, file, *span, message)
                            .help("remove it here, or rename the other"),
                    );
                }
            }
        }
    }
}
