//! What a release is made of. Whoever makes a version, or the evergreen part, of the same files beside
//! the same versions makes the same bytes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Dress, dressed};
use crate::digest::Digest;
use crate::inputs::{Earlier, Inputs, Part};
use crate::model::border::LATEST;
use crate::path::OutputPath;
use crate::versions::list::{Entry, List};
use crate::versions::manifest::Manifest;

/// What a release is made of.
pub struct Source {
    /// The files. They say which part is made.
    pub inputs: Inputs,
    /// The digest of everything that it depends on, in hexadecimal digits.
    pub input: String,
    /// The entry of the version; None for the evergreen part.
    pub entry: Option<Entry>,
    /// The list of versions that the evergreen part shows, with the names of those that say what
    /// changed; None for a version.
    pub list: Option<(List, BTreeSet<String>)>,
}

impl Source {
    /// A version of these files, compared with the one before it.
    pub fn version(dress: &Dress, inputs: Inputs, before: Option<Earlier>, entry: Entry) -> Self {
        let half = half_of_version(dress, before.as_ref());
        let mut inputs = dressed(inputs, dress);
        inputs.earlier = before;
        Self {
            input: half + &Dress::other_half(&inputs),
            inputs,
            entry: Some(entry),
            list: None,
        }
    }

    /// What stands once, beside the versions of a list. `latest` is the manifest of the version of
    /// that name.
    pub fn evergreen(
        dress: &Dress,
        mut inputs: Inputs,
        list: &List,
        latest: Option<&Manifest>,
    ) -> Self {
        // Every version that Groundplan makes says what changed, the first one too.
        let ours = list.entries().iter().filter(|entry| entry.record.is_some());
        let changes: BTreeSet<String> = ours.map(|entry| entry.version.clone()).collect();
        inputs.part = Part::Evergreen;
        let below = |path: &OutputPath| OutputPath::new(&format!("{LATEST}/{path}"));
        let newest = latest.map(|latest| latest.files.keys().filter_map(below).collect());
        inputs.newest = newest.map(Arc::new);
        Self {
            input: dress.half(Some(shown(list).as_bytes())) + &Dress::other_half(&inputs),
            inputs,
            entry: None,
            list: Some((list.clone(), changes)),
        }
    }
}

/// The first half of the digest of a version.
pub fn half_of_version(dress: &Dress, before: Option<&Earlier>) -> String {
    let before = before.map(|one| format!("{}\n{}", one.version, one.snapshot));
    dress.half(before.as_ref().map(String::as_bytes))
}

/// What readers are shown of a list: not which commit a version was made of, since the pages that
/// stand once are the same whether or not it was made already.
fn shown(list: &List) -> String {
    let mut text = String::new();
    for entry in list.entries() {
        let record = entry.record.as_ref();
        let told = record.map(|one| (one.stage, one.released, one.supported_until, &one.note));
        let line = (&entry.version, &entry.title, &entry.aliases, told);
        text.push_str(&format!("{}\n", Digest::of(format!("{line:?}").as_bytes())));
    }
    text
}
