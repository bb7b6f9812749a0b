//! The items of the roadmap, linked to each other and to the vocabulary.

use std::sync::Arc;

use crate::load::roadmap::{Item, RoadmapFile};
use crate::path::SitePath;

use super::ids::{Ids, Kind};

/// Index of an item in [`Roadmap::items`].
pub type ItemId = usize;

/// All items of the roadmap.
#[derive(Default)]
pub struct Roadmap {
    /// The items, by file and in the order of each.
    pub items: Vec<RoadmapItem>,
}

/// An item and what it has to do with others.
pub struct RoadmapItem {
    /// What its file says.
    pub item: Arc<Item>,
    /// The file.
    pub file: SitePath,
}

impl Roadmap {
    /// Puts the items of all files together and declares their ids.
    pub(super) fn build(files: &[Arc<RoadmapFile>], ids: &mut Ids) -> Self {
        let mut items: Vec<RoadmapItem> = Vec::new();
        for file in files {
            for item in &file.items {
                ids.declare(Kind::Item, &item.id, items.len(), &file.file);
                items.push(RoadmapItem {
                    item: item.clone(),
                    file: file.file.clone(),
                });
            }
        }
        Self { items }
    }
}
