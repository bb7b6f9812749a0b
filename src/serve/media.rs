//! Media types by the ending of a name.

/// The type of pages.
pub const PAGE: &str = "text/html; charset=utf-8";

const TYPES: [(&str, &str); 36] = [
    ("html", PAGE),
    ("htm", PAGE),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("webmanifest", "application/manifest+json"),
    ("xml", "application/xml; charset=utf-8"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("yaml", "text/plain; charset=utf-8"),
    ("yml", "text/plain; charset=utf-8"),
    ("toml", "text/plain; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("wasm", "application/wasm"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
];

/// The type of a file with this name; bytes of no known kind where the ending says nothing.
pub fn of(name: &str) -> &'static str {
    let name = name.rsplit('/').next().unwrap_or(name);
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(end))
        .map_or("application/octet-stream", |(_, media)| media)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_name_counts() {
        assert_eq!(of("docs/index.html"), PAGE);
        assert_eq!(of("a.PNG"), "image/png");
        assert_eq!(of("dir.css/LICENSE"), "application/octet-stream");
        assert_eq!(of("a.zzz"), "application/octet-stream");
    }
}
