//! The default theme, which is a part of the program.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};
use tera::Tera;

/// The prefix under which the embedded templates stand behind the site's own.
pub(super) const FALLBACK: &str = "default/";

/// The default theme, as it is in the repository.
static DEFAULT: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// Style sheets, scripts and pictures, by their name below `assets/`.
pub(super) fn embedded_assets() -> BTreeMap<String, Arc<[u8]>> {
    let mut assets = BTreeMap::new();
    for file in files_below("assets") {
        let name = file.path().to_string_lossy().replace('\\', "/");
        if let Some(name) = name.strip_prefix("assets/") {
            assets.insert(name.to_owned(), file.contents().into());
        }
    }
    assets
}

/// The text of a built-in file: `templates/page.html`.
pub(super) fn embedded_file(name: &str) -> Option<&'static str> {
    DEFAULT.get_file(name)?.contents_utf8()
}

/// The names of all built-in files that are text, in order.
pub(super) fn embedded_names() -> Vec<String> {
    let files = ["assets", "templates"].into_iter().flat_map(files_below);
    let mut names: Vec<String> = files
        .filter(|file| file.contents_utf8().is_some())
        .map(|file| file.path().to_string_lossy().replace('\\', "/"))
        .collect();
    names.sort();
    names
}

fn files_below(folder: &str) -> Vec<&'static include_dir::File<'static>> {
    let mut files = Vec::new();
    let mut folders: Vec<&Dir<'static>> = DEFAULT.get_dir(folder).into_iter().collect();
    while let Some(folder) = folders.pop() {
        files.extend(folder.files());
        folders.extend(folder.dirs());
    }
    files
}

/// Names of the embedded templates and their texts.
pub(super) fn embedded_sources() -> Vec<(String, &'static str)> {
    files_below("templates")
        .into_iter()
        .filter_map(|file| {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let name = path.strip_prefix("templates/")?.to_owned();
            Some((name, file.contents_utf8()?))
        })
        .collect()
}

/// An engine without templates, which escapes what it puts into pages.
fn new_tera() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml"]);
    tera
}

/// The embedded templates alone: those of sites without their own, and of pages whose own one fails.
/// Reading them takes longer than making many pages, so it is done once.
pub(super) static EMBEDDED: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = new_tera();
    // A mistake in an embedded template fails every test of rendering.
    let _ = tera.add_raw_templates(embedded_sources());
    tera
});

/// The embedded templates as they stand below those of a site.
pub(super) static BELOW: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = new_tera();
    let _ = tera.set_fallback_prefixes([FALLBACK]);
    let below = embedded_sources()
        .into_iter()
        .map(|(name, text)| (format!("{FALLBACK}{name}"), of_own_family(text)));
    let _ = tera.add_raw_templates(below);
    tera
});

/// An embedded template extends embedded ones, but for the frame: a site that replaces the page of a
/// section keeps all others, a site that replaces `base.html` changes every page.
fn of_own_family(text: &str) -> String {
    match text.strip_prefix("{% extends \"") {
        Some(rest) if !rest.starts_with("base.html") => {
            format!("{{% extends \"{FALLBACK}{rest}")
        }
        _ => text.to_owned(),
    }
}

/// Reads the embedded templates, which otherwise happens when the first page is made.
pub fn prepare() {
    LazyLock::force(&EMBEDDED);
}
