//! Pages in the place of pages that are gone: an address that was published leads somewhere for ever.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::path::{OutputPath, Permalink};
use crate::versions::manifest::{Manifest, Stamp};

/// The bytes of small pages by their path.
pub type Stones = BTreeMap<String, Arc<[u8]>>;

/// Whether a file is a page: an address that people keep and send to each other.
pub fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// The manifest with a note in the place of every page that the manifest before had and this one has
/// not, and the bytes of these notes.
pub fn with_tombstones(
    manifest: &Manifest,
    before: Option<&Manifest>,
    wanted: bool,
) -> (Manifest, Stones) {
    let mut manifest = manifest.clone();
    let mut stones = Stones::new();
    let before = before.filter(|_| wanted).into_iter();
    for path in before.flat_map(|before| before.files.keys()) {
        if is_page(path.as_str()) && !manifest.files.contains_key(path) {
            let root = way(path, "/");
            let page = page(
                "This page is gone",
                "It was published here before.",
                &root,
                "Go to the start page",
                false,
            );
            add(&mut manifest, &mut stones, path, page);
        }
    }
    (manifest, stones)
}

/// What stands in the folder of a version, or of an alias, that is no longer listed.
pub fn retired(name: &str) -> (Manifest, Stones) {
    let mut manifest = Manifest {
        version: Some(name.to_owned()),
        tool: env!("CARGO_PKG_VERSION").into(),
        ..Manifest::default()
    };
    let mut stones = Stones::new();
    if let Some(path) = OutputPath::new("index.html") {
        let page = page(
            &format!("Version {name} is no longer here"),
            "It was published here before, and is not kept any more.",
            "../versions/",
            "See the versions that are",
            false,
        );
        add(&mut manifest, &mut stones, &path, page);
    }
    (manifest, stones)
}

/// A page in the folder of an alias that leads to the same page of `version`; to the first page of the
/// alias where no version has it.
pub fn redirect(path: &OutputPath, version: Option<&str>) -> Vec<u8> {
    match version {
        Some(version) => {
            let target = Permalink::of_output(path);
            let from = Permalink::exact(&format!("/alias{target}")).unwrap_or_else(Permalink::root);
            let to =
                Permalink::exact(&format!("/{version}{target}")).unwrap_or_else(Permalink::root);
            page(
                "This page is gone",
                &format!("Version {version} is the last one that had it."),
                &from.relative(&to),
                &format!("Read it in version {version}"),
                true,
            )
        }
        None => page(
            "This page is gone",
            "No version that is kept has it.",
            &way(path, "/"),
            "Go to the start of this version",
            false,
        ),
    }
}

/// Adds a page to a manifest.
pub fn add(manifest: &mut Manifest, stones: &mut Stones, path: &OutputPath, page: Vec<u8>) {
    manifest.files.insert(path.clone(), Stamp::of(&page));
    stones.insert(path.to_string(), page.into());
}

/// The way from a file to an address in the same folder tree.
fn way(from: &OutputPath, to: &str) -> String {
    let to = Permalink::exact(to).unwrap_or_else(Permalink::root);
    Permalink::of_output(from).relative(&to)
}

fn page(title: &str, text: &str, to: &str, link: &str, at_once: bool) -> Vec<u8> {
    let (title, text, link, to) = (escape(title), escape(text), escape(link), escape(to));
    let refresh = match at_once {
        true => format!("<meta http-equiv=\"refresh\" content=\"0; url={to}\">\n"),
        false => String::new(),
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n{refresh}\
         <title>{title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n<p><a href=\"{to}\">{link}</a></p>\n</html>\n"
    )
    .into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).expect("a path")
    }

    fn manifest(paths: &[&str]) -> Manifest {
        Manifest {
            files: paths
                .iter()
                .map(|one| (path(one), Stamp::of(b"a")))
                .collect(),
            ..Manifest::default()
        }
    }

    #[test]
    fn a_page_that_is_gone_leaves_a_note_and_another_file_does_not() {
        let before = manifest(&["index.html", "roadmap/a/index.html", "roadmap.json"]);
        let (now, stones) = with_tombstones(&manifest(&["index.html"]), Some(&before), true);
        let paths: Vec<&str> = now.files.keys().map(OutputPath::as_str).collect();
        assert_eq!(paths, ["index.html", "roadmap/a/index.html"]);
        let text = String::from_utf8_lossy(&stones["roadmap/a/index.html"]).into_owned();
        assert!(text.contains("href=\"../../\""), "{text}");
        let again = with_tombstones(&manifest(&["index.html"]), Some(&now), true);
        assert_eq!(again.0, now);
    }

    #[test]
    fn what_is_gone_from_latest_leads_to_the_last_version_that_had_it() {
        let page = redirect(&path("services/db/index.html"), Some("2.0"));
        let text = String::from_utf8_lossy(&page).into_owned();
        assert!(text.contains("url=../../../2.0/services/db/\""), "{text}");
        let page = redirect(&path("services/db/index.html"), None);
        assert!(String::from_utf8_lossy(&page).contains("href=\"../../\""));
    }

    #[test]
    fn names_are_text() {
        let (_, stones) = retired("<b>");
        let text = String::from_utf8_lossy(&stones["index.html"]).into_owned();
        assert!(text.contains("Version &lt;b> is"), "{text}");
    }
}
