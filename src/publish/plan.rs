//! What a release changes in its part of the target: pure, and the same for every kind of target.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::part::{Found, Part};
use crate::digest::Sha256;
use crate::path::OutputPath;
use crate::versions::manifest::{Manifest, Stamp};

/// What will be written, removed and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The part.
    pub part: Part,
    /// What is written, in its order.
    pub steps: Vec<Step>,
    /// What the release has no more: paths and what was published there. Removed when it is due.
    pub left: BTreeMap<String, Stamp>,
    /// Shared assets that the part does not use any more.
    pub left_assets: BTreeMap<String, Stamp>,
    /// The digests and sizes of what is overwritten, as far as it was published: it is kept until it is
    /// due.
    pub overwrites: BTreeMap<Sha256, u64>,
    /// How many files stay as they are.
    pub kept: usize,
    /// How many bytes these have.
    pub kept_bytes: u64,
    /// Files that are in the way and were not written by Groundplan.
    pub foreign: Vec<String>,
    /// Whether the manifest changes.
    pub changes_manifest: bool,
    /// The largest file of the release.
    pub largest: Option<(String, u64)>,
}

/// A file that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its path, from the root.
    pub path: String,
    /// What it will be.
    pub stamp: Stamp,
    /// What it is to the part.
    pub kind: Kind,
}

/// What a file that is written is to the part, in the order in which they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A shared asset: nothing refers to it yet.
    Asset,
    /// A file that was not there: only what changes after it refers to it.
    New,
    /// A file that was there. All that it refers to is written before.
    Changed,
}

impl Step {
    /// The order in which every link resolves at every moment: assets, then new files, then changed
    /// ones, and what lies deeper before what leads there.
    fn order(&self) -> (Kind, Reverse<usize>, &str) {
        let depth = self.path.matches('/').count();
        (self.kind, Reverse(depth), &self.path)
    }

    /// The steps that may be done at the same time as this one.
    pub fn stage(&self) -> (Kind, usize) {
        match self.kind {
            Kind::Asset => (Kind::Asset, 0),
            kind => (kind, self.path.matches('/').count()),
        }
    }
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.left.is_empty() && !self.changes_manifest
    }

    /// How many bytes are sent.
    pub fn bytes(&self) -> u64 {
        self.steps.iter().map(|step| step.stamp.size).sum()
    }

    /// How many files the part has in the end.
    pub fn files(&self) -> usize {
        self.kept + self.steps.len()
    }

    /// The plan for people, a line each.
    pub fn lines(&self) -> Vec<String> {
        let sign = |kind: Kind| match kind {
            Kind::Asset | Kind::New => '+',
            Kind::Changed => '~',
        };
        let steps = self.steps.iter();
        let written = steps.map(|step| {
            format!(
                "{} {} ({})",
                sign(step.kind),
                step.path,
                size(step.stamp.size)
            )
        });
        let left = self.left.keys().map(|path| format!("- {path}"));
        written.chain(left).collect()
    }

    /// The plan for programs.
    pub fn to_json(&self) -> serde_json::Value {
        let step = |step: &Step| {
            serde_json::json!({
                "path": step.path, "kind": step.kind, "size": step.stamp.size,
                "sha256": step.stamp.sha256.to_string(),
            })
        };
        serde_json::json!({
            "part": self.part.to_string(),
            "write": self.steps.iter().map(step).collect::<Vec<_>>(),
            "remove": self.left.keys().collect::<Vec<_>>(),
            "kept": self.kept,
            "bytes": self.bytes(),
            "kept_bytes": self.kept_bytes,
        })
    }
}

/// A number of bytes for people.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

/// Plans what makes the part hold what `wanted` says.
///
/// A file that the old manifest names with the same digest stays, if it is there with that size and
/// no run that has not ended may have touched it. A file that no manifest of ours names was written by
/// somebody else.
pub fn plan(part: &Part, found: &Found, wanted: &Manifest) -> Plan {
    let before: BTreeMap<String, Stamp> = found
        .published
        .iter()
        .flat_map(|published| part.paths(&published.manifest))
        .map(|(path, stamp)| (path, *stamp))
        .collect();
    let mut plan = Plan {
        part: part.clone(),
        steps: Vec::new(),
        left: BTreeMap::new(),
        left_assets: BTreeMap::new(),
        overwrites: BTreeMap::new(),
        kept: 0,
        kept_bytes: 0,
        foreign: Vec::new(),
        changes_manifest: found.published.as_ref().map(|known| &known.manifest) != Some(wanted),
        largest: None,
    };
    let mut count = |path: &str, stamp: &Stamp| {
        if plan
            .largest
            .as_ref()
            .is_none_or(|(_, size)| *size < stamp.size)
        {
            plan.largest = Some((path.to_owned(), stamp.size));
        }
    };
    for (path, stamp) in &wanted.assets {
        count(path.as_str(), stamp);
        let there = found.asset(path.as_str());
        // The name of an asset is the digest of its bytes.
        if there.is_some_and(|asset| asset.may_have(stamp.size)) {
            plan.kept += 1;
            plan.kept_bytes += stamp.size;
        } else {
            plan.steps.push(Step {
                path: path.to_string(),
                stamp: *stamp,
                kind: Kind::Asset,
            });
        }
    }
    let mut after = Vec::with_capacity(wanted.files.len());
    for (path, stamp) in part.paths(wanted) {
        count(&path, stamp);
        let there = found.file(&path);
        let is_doubtful = found.doubtful.contains_key(&path);
        let known = before.get(&path);
        let stays = there.is_some_and(|file| file.may_have(stamp.size))
            && known == Some(stamp)
            && !is_doubtful;
        if stays {
            plan.kept += 1;
            plan.kept_bytes += stamp.size;
        } else {
            let is_ours = known.is_some() || is_doubtful || found.stale.contains(&path);
            if there.is_some() && !is_ours {
                plan.foreign.push(path.clone());
            }
            let replaced = known.filter(|known| *known != stamp);
            plan.overwrites
                .extend(replaced.map(|known| (known.sha256, known.size)));
            plan.steps.push(Step {
                path: path.clone(),
                stamp: *stamp,
                kind: match there {
                    Some(_) => Kind::Changed,
                    None => Kind::New,
                },
            });
        }
        after.push(path);
    }
    plan.steps.sort_by(|a, b| a.order().cmp(&b.order()));
    plan.left = found.doubtful.clone();
    plan.left.extend(before);
    for path in after
        .iter()
        .map(String::as_str)
        .chain(wanted.assets.keys().map(OutputPath::as_str))
    {
        plan.left.remove(path);
    }
    let assets = found
        .published
        .iter()
        .flat_map(|known| &known.manifest.assets);
    plan.left_assets = assets
        .filter(|(path, _)| !wanted.assets.contains_key(*path))
        .map(|(path, stamp)| (path.to_string(), *stamp))
        .collect();
    plan
}

#[cfg(test)]
mod tests;
