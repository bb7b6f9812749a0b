//! Aliases of versions, and where a page of `latest/` was.

use std::collections::BTreeMap;

use crate::path::OutputPath;
use crate::versions::list::{List, Stage};
use crate::versions::manifest::Manifest;
use crate::versions::tombstone;

/// The aliases with the versions that they name. What another tool published is none of ours.
pub fn aliases(list: &List) -> impl Iterator<Item = (&str, &str)> {
    let ours = list.entries().iter().filter(|entry| entry.record.is_some());
    ours.flat_map(|entry| {
        let aliases = entry.aliases.iter().map(String::as_str);
        aliases.map(|alias| (alias, entry.version.as_str()))
    })
}

/// The pages that stable versions had and `latest/` has no more, each with the last version that had it.
pub fn gone<'a>(
    list: &List,
    latest: &Manifest,
    manifest: impl Fn(&str) -> Option<&'a Manifest>,
) -> BTreeMap<OutputPath, String> {
    let mut gone = BTreeMap::new();
    for entry in list.entries() {
        let Some(older) = manifest(&entry.version) else {
            continue;
        };
        // What the version menu reads of a version that is to come is no page that is gone.
        if latest.version.as_deref() == Some(&entry.version) || entry.stage() != Stage::Stable {
            continue;
        }
        for path in older.files.keys() {
            let is_gone = tombstone::is_page(path.as_str()) && !latest.files.contains_key(path);
            if is_gone && !gone.contains_key(path) {
                gone.insert(path.clone(), entry.version.clone());
            }
        }
    }
    gone
}
