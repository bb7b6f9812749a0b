//! What a host is told about a file: its type, and how long browsers may keep it.

use super::part::{ASSETS, PRIVATE};
use crate::serve::media;

/// The media type of a file.
pub fn content_type(path: &str) -> &'static str {
    media::of(path)
}

/// How long browsers may keep a file. The name of an asset is the digest of its bytes, so it never
/// changes; all else is asked for again, which costs nothing where it has not changed.
pub fn cache_control(path: &str) -> &'static str {
    match path.split('/').next() {
        Some(ASSETS) => "public, max-age=31536000, immutable",
        Some(PRIVATE) => "no-store",
        _ => "public, max-age=0, must-revalidate",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assets_stay_and_pages_are_asked_for_again() {
        assert!(cache_control("_a/0123.css").contains("immutable"));
        assert!(cache_control("2.1/index.html").contains("must-revalidate"));
        assert!(cache_control("versions.json").contains("must-revalidate"));
        assert_eq!(cache_control("_p/1.json"), "no-store");
        assert_eq!(content_type("2.1/index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("versions.json"), "application/json");
    }
}
