//! What links from elsewhere lose with this version: headings that the one before had.

use std::collections::HashMap;

use crate::changes::{self, Snapshot};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::resolve::Trouble;
use crate::model::{PageId, Site};

/// The findings about what changed since the version before.
pub fn check(site: &Site) -> Vec<Diagnostic> {
    let Some(earlier) = &site.earlier else {
        return Vec::new();
    };
    // What cannot be read is said on the page of changes: the author of this version cannot mend it.
    let Ok(old) = Snapshot::parse(&earlier.snapshot) else {
        return Vec::new();
    };
    let difference = changes::diff(&old, &Snapshot::of(site));
    let lost = difference.pages.iter();
    let lost: Vec<_> = lost.filter(|page| !page.lost_anchors.is_empty()).collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let linking = linking(site);
    let mut findings = Vec::new();
    for change in lost {
        let page = change.after.as_ref();
        let Some(page) = page.and_then(|side| site.page_of_id(&side.id)) else {
            continue;
        };
        let file = &site.pages[page].page.file;
        for anchor in &change.lost_anchors {
            let message = format!("`#{anchor}` is gone, which {} has", earlier.version);
            let finding = Diagnostic::about(Code::VersionLostAnchor, file, message);
            let finding = match linking.get(&(page, anchor.clone())) {
                Some(first) => finding.help(format!(
                    "{} still links to it",
                    site.pages[*first].page.file
                )),
                None => {
                    finding.help("no page links to it here, but others may have kept the address")
                }
            };
            findings.push(finding.help(format!(
                "give the heading that took its place this name: `## … {{#{anchor}}}`"
            )));
        }
    }
    findings
}

/// The first page that links to each heading that is not there.
fn linking(site: &Site) -> HashMap<(PageId, String), PageId> {
    let mut all = HashMap::new();
    for (page, node) in site.pages.iter().enumerate() {
        for link in &node.page.outline().links {
            if let Err(Trouble::DeadAnchor {
                page: target,
                anchor,
            }) = site.resolve(page, link)
            {
                all.entry((target, anchor)).or_insert(page);
            }
        }
    }
    all
}
