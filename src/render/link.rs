//! Links and images as HTML attributes, by what the site says of them.

use crate::markdown::{Link, LinkKind};
use crate::model::resolve::{Target, Trouble};
use crate::model::{PageId, Site};
use crate::path::Permalink;

/// Endings that a browser shows; anything else is offered for download under its own name.
const SHOWN: [&str; 15] = [
    "html", "htm", "pdf", "txt", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "mp4",
    "webm", "xml",
];

/// The attributes of an `<a>` for a link of `page`, each with a space before it.
pub fn link_attributes(site: &Site, page: PageId, link: &Link, out: &mut String) {
    let here = &site.pages[page].permalink;
    match site.resolve(page, link) {
        Ok(Target::Elsewhere(address)) => {
            attribute(out, "href", &address);
            if !address.to_ascii_lowercase().starts_with("mailto:") {
                attribute(out, "rel", "external");
            }
        }
        Ok(Target::Asset { file, tail }) => {
            let Some(asset) = site.assets.get(&file) else {
                return;
            };
            let address = here.relative(&asset.permalink) + &encode_tail(&tail);
            attribute(out, "href", &address);
            if !SHOWN.contains(&file.extension().as_str()) {
                attribute(out, "download", file.name());
            }
        }
        Ok(target) => attribute(out, "href", &address_of(here, &target)),
        // The page is there: the reader gets as near as possible.
        Err(Trouble::DeadAnchor { page: found, .. }) => {
            attribute(out, "href", &here.relative(&site.pages[found].permalink));
        }
        Err(_) => out.push_str(" class=\"dead-link\""),
    }
}

/// The address of a target of this site, as seen from `here`.
fn address_of(here: &Permalink, target: &Target) -> String {
    match target {
        Target::Here {
            permalink, tail, ..
        } => here.relative(permalink) + &encode_tail(tail),
        Target::Anchor(anchor) => format!("#{}", encode_tail(anchor)),
        Target::Asset { .. } | Target::Elsewhere(_) => String::new(),
    }
}

/// The attributes of an `<img>` for an image of `page`, each with a space before it.
pub fn image_attributes(site: &Site, page: PageId, link: &Link, out: &mut String) {
    debug_assert_eq!(link.kind, LinkKind::Image);
    let Ok(Target::Asset { file, .. }) = site.resolve(page, link) else {
        // An image that cannot be shown: browsers then show the alternative text.
        out.push_str(" src=\"data:,\" class=\"missing\"");
        return;
    };
    let Some(asset) = site.assets.get(&file) else {
        return;
    };
    let here = &site.pages[page].permalink;
    attribute(out, "src", &here.relative(&asset.permalink));
    if let Some((width, height)) = asset.blob.dimensions {
        attribute(out, "width", &width.to_string());
        attribute(out, "height", &height.to_string());
    }
}

/// A query and a fragment with the letters encoded that would end an attribute or an address.
fn encode_tail(tail: &str) -> String {
    let mut encoded = String::with_capacity(tail.len());
    for letter in tail.chars() {
        match letter {
            ' ' | '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '|' | '}' => {
                encoded.push_str(&crate::path::encode(letter.encode_utf8(&mut [0; 4])));
            }
            letter if letter.is_control() => {}
            letter if letter.is_ascii() => encoded.push(letter),
            letter => encoded.push_str(&crate::path::encode(letter.encode_utf8(&mut [0; 4]))),
        }
    }
    encoded
}

/// Writes ` name="value"`, the value escaped.
pub fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(value, out);
    out.push('"');
}

/// Writes text with the five letters escaped that mean something in HTML.
pub fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
}
