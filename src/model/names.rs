//! Names that can be addresses everywhere: on every disk, every host, and beside our own files.

use crate::config::{Config, UNTITLED};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::Page;
use crate::path::{Permalink, SitePath, address_letters};
use crate::source::Span;

/// The longest name of a folder that every common file system takes, in bytes, less a little room.
const MAX_NAME: usize = 250;

/// Names at the top that Groundplan keeps for itself.
const KEPT: [&str; 9] = [
    "latest",
    "404",
    "404.html",
    "search",
    "sitemap.xml",
    "robots.txt",
    "llms.txt",
    "llms-full.txt",
    "catalog.json",
];

/// The address of a page, with findings about its name. A name that cannot be an address is
/// replaced by one that can.
pub fn permalink(page: &Page, findings: &mut Vec<Diagnostic>) -> Permalink {
    let (folder, name) = match page.id.rsplit_once('/') {
        Some((folder, name)) => (Some(folder), name),
        None => (None, page.id.as_str()),
    };
    let mut last = name.to_owned();
    let mut span = None;
    if let Some((slug, at)) = &page.front.slug {
        match slug_trouble(slug) {
            None if page.id.is_empty() => {}
            None => {
                last = slug.clone();
                span = Some(*at);
            }
            Some(finding) => findings.push(finding(&page.file, *at)),
        }
    }
    let id = folder.map_or(last.clone(), |folder| format!("{folder}/{last}"));
    for part in id.split('/').filter(|part| !part.is_empty()) {
        if let Some(trouble) = name_trouble(part) {
            let message = format!("the name `{part}` {trouble}");
            findings.push(
                about(page, span, message)
                    .help("rename the file, or give the page another address with `slug`"),
            );
        }
    }
    let permalink = Permalink::of_page(&id);
    let top = permalink.as_str().trim_matches('/').split('/').next();
    if let Some(top) = top
        && is_kept(top)
    {
        let message = format!("the address `/{top}` is kept for Groundplan's own files");
        findings.push(about(page, span, message).help("rename the page or its folder"));
    }
    permalink
}

/// Whether a name at the top of the site is kept for Groundplan's own files.
pub fn is_kept(top: &str) -> bool {
    KEPT.contains(&top) || top.starts_with("versions") || top.starts_with(['_', '.'])
}

fn about(page: &Page, span: Option<Span>, message: String) -> Diagnostic {
    match span {
        Some(span) => Diagnostic::at(Code::PageReservedName, &page.file, span, message),
        None => Diagnostic::about(Code::PageReservedName, &page.file, message),
    }
}

/// Why a slug cannot be the last part of an address.
fn slug_trouble(slug: &str) -> Option<impl Fn(&SitePath, Span) -> Diagnostic> {
    let (code, why) = if slug.contains(['/', '\\']) || matches!(slug.trim(), "." | "..") {
        (
            Code::PageLeavesSite,
            "a slug is the last part of an address, without `/`, and not `..`",
        )
    } else if slug.trim().is_empty() || slug.chars().any(char::is_control) {
        (Code::PageReservedName, "a slug has visible letters only")
    } else if slug.len() > MAX_NAME {
        (
            Code::PageReservedName,
            "the slug is too long: no disk takes a name of more than 250 bytes",
        )
    } else {
        return None;
    };
    Some(move |file: &SitePath, span| {
        Diagnostic::at(code, file, span, why)
            .help("write for example `slug = \"first-deployment\"`")
    })
}

/// Why a file's name cannot be a part of an address on every system.
fn name_trouble(part: &str) -> Option<&'static str> {
    // Other letters than those of ASCII may take more room in an address.
    let is_long = match part.is_ascii() {
        true => part.len() > MAX_NAME,
        false => address_letters(part).len() > MAX_NAME,
    };
    if is_long {
        return Some("is too long: no disk takes a name of more than 250 bytes");
    }
    // Bytes, since every name of a large site is asked: those of other letters are none of these.
    let odd = |byte: u8| byte < b' ' || byte == 0x7f || b"<>:\"|?*\\".contains(&byte);
    let is_odd = part.bytes().any(odd) || !part.is_ascii();
    if is_odd && part.chars().any(char::is_control) {
        return Some("has a character that cannot be seen");
    }
    if is_odd && part.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) {
        return Some("has a character that Windows does not allow in names");
    }
    if part.ends_with('.') || part.ends_with(' ') {
        return Some("ends with a dot or a space, which Windows does not allow");
    }
    is_device(part).then_some("is a device on Windows")
}

/// Whether Windows takes a name for a device, whatever its ending.
pub fn is_device(name: &str) -> bool {
    // No device has a longer name, and most names are long.
    let longest = "conout$".len();
    if name.len() > longest && !name.as_bytes()[..=longest].contains(&b'.') {
        return false;
    }
    let stem = name.split('.').next().unwrap_or("");
    if stem.len() > longest {
        return false;
    }
    let folded = address_letters(stem);
    let stem = folded.as_str();
    let numbered = |start: &str| {
        stem.strip_prefix(start).is_some_and(|rest| {
            let mut letters = rest.chars();
            let one = letters
                .next()
                .is_some_and(|digit| "0123456789¹²³".contains(digit));
            one && letters.next().is_none()
        })
    };
    let device = matches!(stem, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$");
    device || numbered("com") || numbered("lpt")
}

/// The address of an asset by its own path; None when some system would not take the name.
pub fn asset_permalink(path: &SitePath) -> Option<Permalink> {
    let rest = path.in_content()?;
    let top = rest.split('/').next().unwrap_or("");
    if is_kept(top) && top != rest {
        return None;
    }
    let plain = rest.split('/').all(|part| name_trouble(part).is_none());
    plain
        .then(|| Permalink::exact(&format!("/{rest}")))
        .flatten()
}

/// What is wrong with an alias, or the address it means.
pub fn alias(text: &str) -> Result<Permalink, &'static str> {
    let rest = text.strip_prefix('/').unwrap_or(text);
    if rest.starts_with('/') || text.contains('\\') || rest.contains("://") {
        return Err("an alias is a path of this site, not an address elsewhere");
    }
    let odd = |letter: char| letter.is_control() || "\"<>?#|*:".contains(letter);
    if rest.chars().any(odd) {
        return Err("an alias has letters that cannot be in the path of an address");
    }
    if rest.split('/').any(|part| part.len() > MAX_NAME) {
        return Err("a part of this alias is longer than 250 bytes");
    }
    let name = rest.rsplit('/').next().unwrap_or("");
    let is_file = name.contains('.') || name.is_empty();
    let text = if is_file {
        format!("/{rest}")
    } else {
        format!("/{rest}/")
    };
    Permalink::exact(&text)
        .filter(|permalink| permalink.as_str() != "/")
        .ok_or("an alias is a path of this site, without `..` and empty parts")
}

/// The address of a tag's page; None when nothing of the tag can be in an address.
pub fn tag_permalink(name: &str) -> Option<Permalink> {
    let letters: String = address_letters(name.trim())
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || ".+#".contains(letter) {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let letters = letters.trim_matches(['-', '.']).replace('#', "sharp");
    let short: String = letters.chars().take(60).collect();
    (!short.is_empty()).then(|| Permalink::of_page(&format!("tags/{short}")))
}

/// The title of a page; a home page that has none of its own is headed by that of the site.
pub fn title(page: &Page, config: &Config) -> String {
    let is_home = page.id.is_empty();
    let of_site = || {
        let title = &config.title;
        (is_home && title != UNTITLED).then(|| title.clone())
    };
    let own = page.own_title().or_else(of_site);
    own.unwrap_or_else(|| page.title())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_does_not_take_are_found() {
        for name in [
            "con",
            "AUX",
            "nul.x",
            "COM1",
            "COM\u{b9}",
            "lpt9",
            "a.",
            "b ",
            "c:d",
            "CONIN$",
        ] {
            assert!(name_trouble(name).is_some(), "{name}");
        }
        for name in ["console", "community", "a.b", "com10", "über"] {
            assert!(name_trouble(name).is_none(), "{name}");
        }
    }

    #[test]
    fn an_alias_is_a_path_of_this_site() {
        assert_eq!(alias("/old/place").unwrap().as_str(), "/old/place/");
        assert_eq!(alias("old.html").unwrap().as_str(), "/old.html");
        for wrong in [
            "//evil.example/",
            "https://evil.example/",
            "../../x/",
            "/a\"><script>/",
            "/",
            "a//b",
        ] {
            assert!(alias(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tags_have_addresses_of_their_letters() {
        assert_eq!(tag_permalink("How to").unwrap().as_str(), "/tags/how-to/");
        assert_eq!(tag_permalink("C#").unwrap().as_str(), "/tags/csharp/");
        assert_eq!(tag_permalink("../x"), Some(Permalink::of_page("tags/x")));
        assert_eq!(tag_permalink("\"><"), None);
    }
}
