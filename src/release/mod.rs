//! Releases: a version, or the evergreen part of a site, made whole, so that it can be published.
//!
//! A release is a value: files, the list of them with their digests, and the entry for the list of
//! versions. Whoever writes or publishes it knows nothing of how its pages are made.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::changes::Snapshot;
use crate::changes::snapshot::files as snapshot_files;
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::error::Result;
use crate::inputs::spool::Spool;
use crate::inputs::{BlobFile, Inputs, Part};
use crate::model::{Made, Place, Site, border};
use crate::path::{OutputPath, Permalink};
use crate::pipeline::Compiler;
use crate::render::subject::current;
use crate::render::{Rendered, Renderer, page};
use crate::theme::Theme;
use crate::tree::{Content, Tree};
use crate::versions::list::{Entry, List};
use crate::versions::manifest::{self, Manifest, Stamp};
use crate::versions::pages::PageMap;

mod apart;
mod beside;
mod dress;
mod kept;
mod source;
mod whole;

pub use apart::Apart;
pub use dress::{Dress, dressed};
pub use kept::Kept;
pub use source::Source;
pub use whole::{Outcome, Wanted, Whole, from_the_oldest, make_whole};

/// A version, or the evergreen part, made whole.
pub struct Release {
    /// Its files, from the folder of the version or from the root, with those of `_m/`.
    pub files: Tree<'static>,
    /// What its pages share with others: files of `_a/`, from the root.
    pub assets: Tree<'static>,
    /// The list of both.
    pub manifest: Manifest,
    /// Its entry in the list of versions; None for the evergreen part.
    pub entry: Option<Entry>,
    /// What was found while it was made, sorted.
    pub findings: Vec<Diagnostic>,
    /// How many pages its sources have.
    pub pages: usize,
    /// The theme that it is made with.
    pub theme: Arc<Theme>,
}

/// What releases are made with.
pub struct Workshop<'a> {
    /// Makes sites.
    pub compiler: &'a Compiler,
    /// Where files wait until they are written.
    pub spool: &'a Spool,
    /// Counts the files that are made.
    pub done: &'a AtomicUsize,
}

impl Workshop<'_> {
    /// Makes a release. Settings of today stand above those of its source.
    ///
    /// # Errors
    /// When the disk refuses what is made, or a file of the source cannot be read any more.
    pub fn release(&self, source: Source, adjust: impl FnOnce(&mut Config)) -> Result<Release> {
        let built = self.compiler.build_with(&source.inputs, adjust);
        let renderer = self.compiler.renderer(&built);
        let site = &*built.site;
        let places: Vec<_> = site
            .places
            .iter()
            .filter(|(path, _)| border::holds(site.part, path) || is_shared(path))
            .collect();
        let made = |(path, place): &(&OutputPath, &Place)| {
            let bytes: Vec<u8>;
            let mut findings = Vec::new();
            if let Place::Asset(file) = place
                && let Some(asset) = site.assets.get(file)
            {
                bytes = asset.blob.source.read()?;
            } else {
                let rendered = renderer.place(path, place);
                (bytes, findings) = (rendered.bytes, rendered.findings);
            }
            self.done.fetch_add(1, Ordering::Relaxed);
            let file = self.keep(&bytes)?;
            Ok(((*path).clone(), file, findings))
        };
        let made: Vec<(OutputPath, Waiting, Vec<Diagnostic>)> =
            places.par_iter().map(made).collect::<Result<_>>()?;
        let mut parts = Parts::default();
        let mut of_templates = Vec::new();
        for (path, file, findings) in made {
            parts.add(site.part, &path, file);
            of_templates.extend(findings);
        }
        for asset in built.theme.assets.values() {
            let file = self.keep(&asset.bytes)?;
            parts.add(site.part, &asset.permalink.output(), file);
        }
        if site.part == Part::Versioned {
            for (name, bytes) in machine_files(site) {
                if let Some(path) = OutputPath::new(&format!("_m/{name}")) {
                    parts.files.insert(path, self.keep(&bytes)?);
                }
            }
        }
        if let Some((list, changes)) = &source.list {
            for (path, rendered) in beside_versions(&renderer, list, changes) {
                parts.files.insert(path, self.keep(&rendered.bytes)?);
                of_templates.extend(rendered.findings);
            }
        }
        built.site.config.levels.apply(&mut of_templates);
        let mut findings = built.findings.clone();
        findings.extend(of_templates);
        diagnostic::sort(&mut findings);
        let release = parts.release(source.input, source.entry, built.theme.clone());
        Ok(Release {
            findings,
            pages: site.pages.len(),
            ..release
        })
    }

    /// The snapshot of a site as the files of a version, without its pages being made.
    pub fn snapshot(
        &self,
        inputs: &Inputs,
        adjust: impl FnOnce(&mut Config),
    ) -> Vec<(String, Vec<u8>)> {
        let (_, built) = self.compiler.assemble_with(inputs, Some(adjust));
        snapshot_files::files(Snapshot::of(&built.site))
    }

    fn keep(&self, bytes: &[u8]) -> Result<Waiting> {
        Ok(Waiting {
            stamp: Stamp::of(bytes),
            blob: self.spool.put(bytes)?,
        })
    }
}

/// A file that waits in the spool.
struct Waiting {
    stamp: Stamp,
    blob: BlobFile,
}

/// The files of a release.
#[derive(Default)]
struct Parts {
    files: BTreeMap<OutputPath, Waiting>,
    assets: BTreeMap<OutputPath, Waiting>,
}

impl Parts {
    fn add(&mut self, part: Part, path: &OutputPath, file: Waiting) {
        if is_shared(path) {
            self.assets.insert(path.clone(), file);
            return;
        }
        let own = match part {
            Part::Versioned => border::in_version(path).and_then(OutputPath::new),
            Part::Whole | Part::Evergreen => Some(path.clone()),
        };
        self.files.extend(own.map(|own| (own, file)));
    }

    fn release(self, input: String, mut entry: Option<Entry>, theme: Arc<Theme>) -> Release {
        let stamps = |files: &BTreeMap<OutputPath, Waiting>| {
            let stamp = |(path, file): (&OutputPath, &Waiting)| (path.clone(), file.stamp);
            files.iter().map(stamp).collect()
        };
        let record = entry.as_ref().and_then(|entry| entry.record.as_ref());
        let manifest = Manifest {
            version: entry.as_ref().map(|entry| entry.version.clone()),
            commit: record.and_then(|record| record.commit.clone()),
            sequence: record.and_then(|record| record.sequence),
            input: input.clone(),
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            files: stamps(&self.files),
            assets: stamps(&self.assets),
        };
        let list = manifest.to_json();
        if let Some(record) = entry.as_mut().and_then(|entry| entry.record.as_mut()) {
            record.input = Some(input);
            record.put_files(&manifest, &list);
            record.tool = Some(manifest.tool.clone());
        }
        let tree = |files: BTreeMap<OutputPath, Waiting>| {
            let mut tree = Tree::default();
            for (path, file) in files {
                tree.insert(path, Content::blob(&file.blob));
            }
            tree
        };
        let mut files = tree(self.files);
        if let Some(path) = OutputPath::new(manifest::FILE) {
            files.insert(path, Content::Bytes(list.into()));
        }
        Release {
            files,
            assets: tree(self.assets),
            manifest,
            entry,
            findings: Vec::new(),
            pages: 0,
            theme,
        }
    }
}

/// What the evergreen part has because there are versions: the page of them all, and what their pages
/// put in of roadmap, events and news.
fn beside_versions(
    renderer: &Renderer<'_>,
    list: &List,
    changes: &BTreeSet<String>,
) -> Vec<(OutputPath, Rendered)> {
    let mut files = vec![(
        "versions/index.html".to_owned(),
        page::versions(renderer, list, |version| changes.contains(version)),
    )];
    for number in 0..current::PARTS {
        let path = format!("_c/{number}.js");
        files.push((path, current::part(renderer, number)));
    }
    files
        .into_iter()
        .filter_map(|(path, rendered)| Some((OutputPath::new(&path)?, rendered)))
        .collect()
}

/// Whether a file is one that all versions share.
fn is_shared(path: &OutputPath) -> bool {
    path.as_str().starts_with("_a/")
}

/// The files of a version for programs: its pages, and what a comparison has to know of it.
pub fn machine_files(site: &Site) -> Vec<(String, Vec<u8>)> {
    let map = page_map(site).files().into_iter();
    let mut files: Vec<(String, Vec<u8>)> =
        map.map(|(name, text)| (name, text.into_bytes())).collect();
    let snapshot = snapshot_files::files(Snapshot::of(site)).into_iter();
    files.extend(snapshot.map(|(path, bytes)| (path.trim_start_matches("_m/").to_owned(), bytes)));
    files
}

/// The pages of a version, with the addresses that they had before.
fn page_map(site: &Site) -> PageMap {
    let mut before: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut made_before: HashMap<Made, Vec<String>> = HashMap::new();
    let in_version = |path: &OutputPath| {
        let own = border::in_version(path)?;
        Some(Permalink::of_output(&OutputPath::new(own)?).to_string())
    };
    for (path, place) in site.places.iter() {
        match (place, in_version(path)) {
            (Place::Redirect(page), Some(address)) => {
                before.entry(*page).or_default().push(address);
            }
            (Place::Former(made), Some(address)) => {
                made_before.entry(*made).or_default().push(address);
            }
            _ => {}
        }
    }
    let mut map = PageMap::default();
    for (path, place) in site.places.iter() {
        let Some(address) = in_version(path).filter(|address| address.ends_with('/')) else {
            continue;
        };
        match place {
            Place::Page(id) => {
                let from = before.remove(id).unwrap_or_default();
                map.insert(&address, &site.pages[*id].page.id, from);
            }
            Place::Redirect(_) | Place::Former(_) => {}
            Place::Made(made) => {
                let from = made_before.remove(made).unwrap_or_default();
                map.insert(&address, address.trim_matches('/'), from);
            }
            _ => map.insert(&address, address.trim_matches('/'), []),
        }
    }
    map
}
