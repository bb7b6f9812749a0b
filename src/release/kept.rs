//! What an output folder holds already: versions that need not be made again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::changes::snapshot::files;
use crate::digest::Digest;
use crate::error::{Error, Result};
use crate::inputs::{BlobFile, BlobSource};
use crate::path::OutputPath;
use crate::versions::list::{self, List};
use crate::versions::manifest::{self, Manifest, Stamp};

/// The versions in an output folder.
#[derive(Default)]
pub struct Kept {
    folder: PathBuf,
    /// Its list of versions.
    pub list: List,
    /// The manifests of those that are whole, by name.
    pub manifests: BTreeMap<String, Manifest>,
    /// The manifest of the evergreen part, if it is whole.
    pub evergreen: Option<Manifest>,
}

impl Kept {
    /// Reads what is there. A version of which a file is missing or has another size is not whole.
    ///
    /// # Errors
    /// When there is a list of versions that cannot be read: it may hold what nobody can make again.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut kept = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let path = folder.join(list::FILE);
        let Ok(json) = fs::read(&path) else {
            return Ok(kept);
        };
        kept.list = List::parse(&json).map_err(|damage| Error::Refused {
            message: format!("{} is damaged: {damage}", path.display()),
            help: "restore it, or remove the folder and build every version again with `--all`"
                .into(),
        })?;
        for entry in kept.list.entries() {
            if let Some(manifest) = whole(&folder.join(&entry.version), folder) {
                kept.manifests.insert(entry.version.clone(), manifest);
            }
        }
        kept.evergreen = whole(folder, folder);
        Ok(kept)
    }

    /// The snapshot of a version that is kept.
    pub fn snapshot(&self, version: &str) -> Option<String> {
        let read = |path: &str| fs::read(self.folder.join(version).join(path)).ok();
        Some(files::whole(read(files::FILE)?, read))
    }

    /// A file of a version that is kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&self, version: &str, path: &OutputPath) -> Result<BlobFile> {
        let place = self.folder.join(version).join(path.to_path());
        let bytes = fs::read(&place).map_err(Error::io("read", &place))?;
        Ok(BlobFile {
            digest: Digest::of(&bytes),
            size: bytes.len() as u64,
            dimensions: None,
            source: BlobSource::Disk(place),
        })
    }

    /// Whether the folder of an alias is this version.
    pub fn is_alias(&self, alias: &str, manifest: &Manifest) -> bool {
        let place = self.folder.join(alias);
        let json = fs::read(place.join(manifest::FILE));
        json.is_ok_and(|json| json == manifest.to_json()) && has(&place, &manifest.files)
    }
}

/// The manifest of a folder whose files are all there.
fn whole(folder: &Path, root: &Path) -> Option<Manifest> {
    let json = fs::read(folder.join(manifest::FILE)).ok()?;
    let manifest = Manifest::parse(&json).ok()?;
    (has(folder, &manifest.files) && has(root, &manifest.assets)).then_some(manifest)
}

fn has(folder: &Path, files: &BTreeMap<OutputPath, Stamp>) -> bool {
    files.iter().all(|(path, stamp)| {
        let meta = fs::symlink_metadata(folder.join(path.to_path()));
        meta.is_ok_and(|meta| meta.is_file() && meta.len() == stamp.size)
    })
}
