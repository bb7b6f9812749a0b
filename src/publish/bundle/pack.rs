//! From a release to a bundle.

use flate2::Compression;
use flate2::write::GzEncoder;

use super::memory::Memory;
use super::{Files, paths};
use crate::error::Error;
use crate::publish::failure::{Failure, Outcome};
use crate::publish::part::Part;
use crate::publish::read;
use crate::publish::release::Release;
use crate::publish::run::Run;
use crate::publish::store::{Store, Trouble};
use crate::versions::list::{self, List};
use crate::versions::manifest::Stamp;
use crate::versions::order::Order;

/// Packs every version that was published into memory, and what stands once if it was. The versions have
/// these aliases and no others: which of them is the latest is not known before they are together.
///
/// # Errors
/// See [`pack`].
pub fn of_store(
    memory: &Memory,
    aliases: &[String],
    run: &Run<'_>,
) -> Outcome<Vec<(Part, Vec<u8>)>> {
    let list = read::listing(memory, run)?.list;
    let entries = list.entries().iter();
    let parts = entries.map(|entry| Part::Version(entry.version.clone()));
    let mut bundles = Vec::new();
    for part in parts.chain([Part::Evergreen]) {
        let Some(published) = read::published(memory, &part, run)? else {
            continue;
        };
        let entry = list.get(part.folder()).cloned().map(|mut entry| {
            entry.aliases = aliases.to_vec();
            entry
        });
        let release = Release {
            manifest: published.manifest,
            entry,
            bytes: Box::new(|path| {
                let held = memory.get(path).map_err(Trouble::into_error)?;
                held.map(|held| held.bytes.into())
                    .ok_or_else(|| Error::Refused {
                        message: format!("{path} was not made"),
                        help: "run the command again".into(),
                    })
            }),
        };
        bundles.push((part, pack(&release)?));
    }
    Ok(bundles)
}

/// Packs a release.
///
/// # Errors
/// When a file cannot be read, or is not what the manifest says.
pub fn pack(release: &Release<'_>) -> Outcome<Vec<u8>> {
    let part = release.part();
    let mut files = Files::new();
    if let Some(entry) = &release.entry {
        let mut list = List::default();
        list.put(entry.clone(), &Order::default());
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
