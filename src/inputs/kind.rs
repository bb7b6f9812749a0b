//! What a name and the first bytes tell about a file. The same rules hold for the disk and for git.

use std::sync::Arc;

use super::image;
use super::{BlobFile, BlobSource, File, NotText, SkipReason, TextFile};
use crate::digest::Digest;
use crate::path::SitePath;

/// Texts that a build reads, wherever they lie.
const READ: [&str; 4] = ["md", "markdown", "toml", "csv"];

/// Texts of a theme: templates, and what a template may want to have inline.
const READ_IN_THEMES: [&str; 9] = [
    "html",
    "xml",
    "txt",
    "css",
    "js",
    "mjs",
    "json",
    "svg",
    "webmanifest",
];

/// Whether a file is read as text. Every other file is an asset, which is copied.
pub(super) fn is_text(path: &SitePath) -> bool {
    let extension = path.extension();
    let extension = extension.as_str();
    READ.contains(&extension)
        || (path.as_str().starts_with("themes/") && READ_IN_THEMES.contains(&extension))
}

/// Whether a path leads into what git and Groundplan keep for themselves, of which nobody needs to
/// hear that it is left out.
pub(super) fn is_machinery(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'/')
        .any(|part| matches!(part, b".git" | b".groundplan"))
}

/// Whether a folder of this name is no part of a site, whatever it holds.
pub(super) fn skip_folder(name: &str) -> Option<SkipReason> {
    name.starts_with('.').then_some(SkipReason::Hidden)
}

/// Whether a file of this name is no part of a site, whatever it holds.
pub(super) fn skip_file(name: &str) -> Option<SkipReason> {
    // First what editors and desktops leave behind, since nobody needs to hear of those: most of
    // them begin with a dot as well.
    if is_leaving(name) {
        return Some(SkipReason::EditorLeaving);
    }
    name.starts_with('.').then_some(SkipReason::Hidden)
}

/// Whether a file of this name is what editors and desktops leave behind.
pub fn is_leaving(name: &str) -> bool {
    const NAMES: [&str; 4] = ["4913", ".DS_Store", "Thumbs.db", "desktop.ini"];
    const STARTS: [&str; 4] = [".#", "~$", ".~lock.", "._"];
    const ENDS: [&str; 9] = [
        "~",
        ".swp",
        ".swo",
        ".swx",
        ".tmp",
        ".orig",
        ".bak",
        "___jb_tmp___",
        "___jb_old___",
    ];
    NAMES.contains(&name)
        || STARTS.iter().any(|start| name.starts_with(start))
        || ENDS.iter().any(|end| name.ends_with(end))
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

impl File {
    /// A file with these bytes, of the kind that its path says. `source` is where the bytes of an
    /// asset stay.
    pub(super) fn new(path: &SitePath, bytes: &[u8], source: impl FnOnce() -> BlobSource) -> Self {
        if is_text(path) {
            text(bytes)
        } else {
            Self::Blob(BlobFile {
                digest: Digest::of(bytes),
                size: bytes.len() as u64,
                dimensions: image::dimensions(bytes),
                source: source(),
            })
        }
    }
}

/// A text, or what is known about bytes that should be one.
pub(super) fn text(bytes: &[u8]) -> File {
    if let Some(file) = utf16(bytes) {
        return File::NotText(file);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => File::Text(TextFile::new(text)),
        Err(error) => File::NotText(NotText {
            lossy: String::from_utf8_lossy(bytes).into(),
            valid_up_to: error.valid_up_to(),
            looks_like: if bytes.contains(&0) {
                "binary, not a text"
            } else {
                "Windows-1252 or another old encoding"
            },
        }),
    }
}

/// What Git LFS puts in the place of a file that is kept elsewhere.
pub(super) struct Pointer {
    /// The SHA-256 of the file, in 64 hexadecimal digits.
    pub sha256: String,
    /// How many bytes the file has.
    pub size: u64,
}

/// Reads a pointer file of Git LFS, version 1. Published as it is, it would be a broken picture.
/// (<https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>)
pub(super) fn pointer(bytes: &[u8]) -> Option<Pointer> {
    let version = b"version https://git-lfs.github.com/spec/v1\n";
    if bytes.len() >= 1024 || !bytes.starts_with(version) {
        return None;
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let value = |key| text.lines().find_map(|line| line.strip_prefix(key));
    let sha256 = value("oid sha256:")?.to_owned();
    let hexadecimal = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    let size = value("size ")?.parse().ok()?;
    hexadecimal.then_some(Pointer { sha256, size })
}

/// A text in UTF-16, decoded, so that the page which says so can also be read.
///
/// Without a byte order mark, western UTF-16 is valid UTF-8 with a NUL beside every letter.
fn utf16(bytes: &[u8]) -> Option<NotText> {
    let (big, rest, looks_like) = match bytes {
        [0xff, 0xfe, rest @ ..] => (false, rest, "UTF-16"),
        [0xfe, 0xff, rest @ ..] => (true, rest, "UTF-16"),
        [0, letter, ..] if *letter != 0 => (true, bytes, "UTF-16 without a byte order mark"),
        [letter, 0, ..] if *letter != 0 => (false, bytes, "UTF-16 without a byte order mark"),
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| match big {
        true => u16::from_be_bytes([pair[0], pair[1]]),
        false => u16::from_le_bytes([pair[0], pair[1]]),
    });
    let lossy: Arc<str> = char::decode_utf16(units)
        .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect::<String>()
        .into();
    Some(NotText {
        lossy,
        valid_up_to: 0,
        looks_like,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &str, bytes: &[u8]) -> String {
        let path = SitePath::new(path).unwrap();
        match File::new(&path, bytes, || BlobSource::Memory(bytes.into())) {
            File::Text(file) => format!("text {}", file.text),
            File::Blob(file) => format!("blob {}", file.size),
            File::NotText(file) => {
                format!(
                    "{} at {}: {}",
                    file.looks_like, file.valid_up_to, file.lossy
                )
            }
        }
    }

    #[test]
    fn what_a_build_reads_is_text_and_the_rest_is_copied() {
        assert_eq!(kind("content/a.md", b"\xef\xbb\xbfhi"), "text hi");
        assert_eq!(kind("content/A.MD", b"hi"), "text hi");
        assert_eq!(kind("groundplan.toml", b""), "text ");
        assert_eq!(kind("content/a.html", b"hi"), "blob 2");
        assert_eq!(kind("themes/a/page.html", b"hi"), "text hi");
        assert_eq!(kind("themes/a/font.woff2", b"hi"), "blob 2");
        assert_eq!(kind("content/themes/page.html", b"hi"), "blob 2");
    }

    #[test]
    fn other_encodings_are_named() {
        assert_eq!(
            kind("content/a.md", b"caf\xe9 ok"),
            "Windows-1252 or another old encoding at 3: caf\u{fffd} ok"
        );
        assert_eq!(kind("content/a.md", b"\xff\xfeh\0i\0"), "UTF-16 at 0: hi");
        assert_eq!(kind("content/a.md", b"\xfe\xff\0h\0i"), "UTF-16 at 0: hi");
        assert_eq!(
            kind("content/a.md", b"#\0 \0h\0"),
            "UTF-16 without a byte order mark at 0: # h"
        );
        assert_eq!(
            kind("content/a.md", b"\x89PNG\0"),
            "binary, not a text at 0: \u{fffd}PNG\0"
        );
    }

    #[test]
    fn names_tell_what_is_no_part_of_a_site() {
        use SkipReason::{EditorLeaving, Hidden};
        for name in [
            "4913",
            "p.md~",
            "#p.md#",
            ".#p.md",
            ".p.md.swp",
            "p.md.tmp",
            "p.md___jb_tmp___",
            "p.md___jb_old___",
            "p.md.orig",
            "p.md.bak",
            ".DS_Store",
            "Thumbs.db",
            "~$report.csv",
        ] {
            assert_eq!(skip_file(name), Some(EditorLeaving), "{name}");
        }
        for name in [".pages", ".gitignore", ".env"] {
            assert_eq!(skip_file(name), Some(Hidden), "{name}");
        }
        for name in ["p.md", "#1.md", "49130", "#", "tmp.md", "_redirects"] {
            assert_eq!(skip_file(name), None, "{name}");
        }
        assert_eq!(skip_folder(".git"), Some(Hidden));
        assert_eq!(skip_folder("old.bak"), None);
    }
}
