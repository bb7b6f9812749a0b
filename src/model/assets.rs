//! The files of content/ that are published as they are.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::inputs::{BlobFile, File, Inputs};
use crate::load::{self, Loaded, Page};
use crate::path::{Permalink, SitePath};

use super::{Asset, border, names};

/// Every file that is published as it is, with its address.
pub(super) fn assets(
    inputs: &Inputs,
    loaded: &Loaded,
    pages: &[Arc<Page>],
) -> BTreeMap<SitePath, Asset> {
    let shown = shown_images(&loaded.config, pages);
    // A sheet that is a matrix is published as one.
    let sheets: HashSet<&SitePath> = loaded.typed.matrices.iter().map(|one| &one.file).collect();
    let published = |path: &SitePath| {
        let is_public = |rest: &str| !load::is_part(rest) && !load::misnamed::is_held_back(rest);
        path.in_content().is_some_and(is_public) && !sheets.contains(path)
    };
    let asset = |(path, file): (&SitePath, &File)| {
        let blob = match file {
            File::Blob(blob) => blob.clone(),
            File::Text(text) => BlobFile::in_memory(text.text.as_bytes().into()),
            File::NotText(_) => return None,
        };
        let own = (!shown.contains(path))
            .then(|| names::asset_permalink(path))
            .flatten()
            .map(|own| border::published(inputs.part, &own));
        let permalink = own.or_else(|| by_digest(&blob, &path.extension()))?;
        Some((path.clone(), Asset { blob, permalink }))
    };
    // Most files of a site are pages, and every save of a preview asks.
    let may_be = |path: &SitePath, file: &File| match file {
        File::Text(_) => !path.ends_as(&["md", "markdown", "toml"]),
        _ => true,
    };
    inputs
        .files
        .iter()
        .filter(|(path, file)| may_be(path, file) && published(path))
        .filter_map(asset)
        .collect()
}

/// The files that pages show as images, and the logo.
fn shown_images<'a>(config: &'a Config, pages: &'a [Arc<Page>]) -> FxHashSet<&'a SitePath> {
    let of_pages = pages.iter().flat_map(|page| &page.images);
    of_pages.chain(&config.logo).collect()
}

/// `/_a/<digest>.<extension>`: files of one content share one address, whatever their names.
fn by_digest(blob: &BlobFile, extension: &str) -> Option<Permalink> {
    let plain = extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let end = match extension {
        extension if plain && !extension.is_empty() => format!(".{extension}"),
        _ => String::new(),
    };
    Permalink::exact(&format!("/_a/{}{end}", blob.digest.short()))
}
