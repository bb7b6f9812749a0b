//! From a release to a bundle.

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Files, paths};
use crate::error::Error;
use crate::publish::failure::{Failure, Outcome};
use crate::publish::release::Release;
use crate::versions::list::{self, List};
use crate::versions::manifest::Stamp;
use crate::versions::order::Order;

/// Packs a release. What stands once is packed with the list of versions that it was made `beside`.
///
/// # Errors
/// When a file cannot be read, or is not what the manifest says.
pub fn pack(release: &Release<'_>, beside: &List) -> Outcome<Vec<u8>> {
    let part = release.part();
    let mut files = Files::new();
    let mut list = beside.clone();
    if let Some(entry) = &release.entry {
        list = List::default();
        list.put(entry.clone(), &Order::default());
    }
    if !list.entries().is_empty() {
        files.insert(list::FILE.into(), list.to_json().into());
    }
    files.insert(part.manifest(), release.manifest.to_json().into());
    for (path, stamp) in paths(&part, &release.manifest) {
        let bytes = (release.bytes)(&path)?;
        if Stamp::of(&bytes) != stamp {
            return Err(Failure::Machine(Error::Refused {
                message: format!("{path} changed while it was packed; nothing was written"),
                help: "run the command again when nobody changes the files of the site".into(),
            }));
        }
        files.insert(path, bytes);
    }
    let gzip = GzEncoder::new(Vec::new(), Compression::default());
    let mut archive = tar::Builder::new(gzip);
    for (path, bytes) in &files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        let added = archive.append_data(&mut header, path, bytes.as_ref());
        added.map_err(Error::io("pack", path))?;
    }
    let packed = archive.into_inner().and_then(GzEncoder::finish);
    Ok(packed.map_err(Error::io("pack", "the bundle"))?)
}
