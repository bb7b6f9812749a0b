//! What stands beside versions for the hosts that serve them, and where a page of `latest/` was.

use std::collections::BTreeMap;

use crate::config::BaseUrl;
use crate::model::border::LATEST;
use crate::path::{OutputPath, Permalink};
use crate::render::files::{RedirectView, redirect_of};
use crate::theme::Theme;
use crate::versions::list::List;
use crate::versions::manifest::Manifest;

/// `_headers`, as Netlify and Cloudflare Pages read it: what has its digest in its name is kept for
/// ever, and search engines list `latest/` alone.
pub fn headers(list: &List) -> Vec<u8> {
    let mut out = String::from(
        "/_a/*\n  Cache-Control: public, max-age=31536000, immutable\n\
         /versions.json\n  Cache-Control: no-cache\n\
         /versions.js\n  Cache-Control: no-cache\n",
    );
    for entry in list.entries() {
        out.push_str(&format!("/{}/*\n  X-Robots-Tag: noindex\n", entry.version));
    }
    out.into_bytes()
}

/// `_redirects`, as the same hosts read it: each alias that is no folder leads to its version.
pub fn redirects(list: &List) -> Vec<u8> {
    let mut out = String::new();
    for (alias, version) in aliases(list) {
        out.push_str(&format!("/{alias}/* /{version}/:splat 302\n"));
    }
    out.into_bytes()
}

/// The aliases that are no folder of their own, with the versions that they name.
pub fn aliases(list: &List) -> impl Iterator<Item = (&str, &str)> {
    list.entries().iter().flat_map(|entry| {
        let aliases = entry.aliases.iter().map(String::as_str);
        aliases
            .filter(|alias| *alias != LATEST)
            .map(|alias| (alias, entry.version.as_str()))
    })
}

/// Pages that lead from what `latest/` has no more to the last version that had it, by their path.
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
        if latest.version.as_deref() == Some(&entry.version)
            || entry.stage() != crate::versions::list::Stage::Stable
        {
            continue;
        }
        for path in older.files.keys() {
            let is_page = path.as_str().ends_with("/index.html");
            if is_page && !latest.files.contains_key(path) && !gone.contains_key(path) {
                gone.insert(path.clone(), entry.version.clone());
            }
        }
    }
    gone
}

/// A page at `here` that leads on to `target`.
pub fn lead(
    theme: &Theme,
    language: &str,
    base_url: Option<&BaseUrl>,
    here: &Permalink,
    target: &Permalink,
) -> Vec<u8> {
    let canonical = base_url.map(|base| format!("{}{}", base.as_str(), &target.encoded()[1..]));
    let view = RedirectView {
        title: target.as_str().trim_matches('/').to_owned(),
        url: here.relative(target),
        canonical,
        language: language.to_owned(),
    };
    redirect_of(theme, &view).bytes
}
