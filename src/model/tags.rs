//! Tags and their pages.

use std::collections::BTreeMap;

use super::{PageId, PageNode, border, names};
use crate::inputs::Part;
use crate::path::Permalink;

/// A tag and its pages.
pub struct Tag {
    /// As it is first written.
    pub name: String,
    /// Its pages, by title.
    pub pages: Vec<PageId>,
}

/// The tags of these pages, by the addresses of their pages.
pub(super) fn tags(part: Part, pages: &[PageNode]) -> BTreeMap<Permalink, Tag> {
    let mut tags: BTreeMap<Permalink, Tag> = BTreeMap::new();
    for (id, node) in pages.iter().enumerate() {
        for (name, _) in &node.page.front.tags {
            let Some(permalink) = names::tag_permalink(name) else {
                continue;
            };
            let permalink = border::published(part, &permalink);
            let tag = tags.entry(permalink).or_insert_with(|| Tag {
                name: name.clone(),
                pages: Vec::new(),
            });
            if !tag.pages.contains(&id) {
                tag.pages.push(id);
            }
        }
    }
    for tag in tags.values_mut() {
        tag.pages
            .sort_by(|a, b| pages[*a].title.cmp(&pages[*b].title).then(a.cmp(b)));
    }
    tags
}
