//! Three kinds of paths that cannot be mixed up: in the site's folder, in an address, in the output.

use std::borrow::Borrow;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

/// A file of the site, relative to its folder, with `/`: `content/docs/start.md`.
///
/// Never absolute, without `.` and `..`, as the disk or git spells it. The text is shared: at every
/// save of a preview each page of the site passes its path on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// A path from its text, `.` and `..` resolved. None when it leaves the site.
    pub fn new(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        for part in text.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        (!text.starts_with('/')).then(|| Self(parts.join("/").into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder the file is in; empty for a file at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The part of the name after its last dot, in lower case; empty where there is none.
    pub fn extension(&self) -> String {
        let name = self.name();
        name.rsplit_once('.')
            .filter(|(stem, _)| !stem.is_empty())
            .map_or_else(String::new, |(_, end)| end.to_ascii_lowercase())
    }

    /// Whether [`SitePath::extension`] is one of these, which are in lower case.
    pub fn ends_as(&self, extensions: &[&str]) -> bool {
        // Bytes from the end: at every save each file of a site is asked.
        let path = self.0.as_bytes();
        extensions.iter().any(|one| {
            let Some((stem, end)) = path.split_at_checked(path.len().wrapping_sub(one.len()))
            else {
                return false;
            };
            let named = stem.strip_suffix(b".").and_then(<[u8]>::last);
            end.eq_ignore_ascii_case(one.as_bytes()) && named.is_some_and(|last| *last != b'/')
        })
    }

    /// The path below `content/`; None for a file elsewhere.
    pub fn in_content(&self) -> Option<&str> {
        self.0.strip_prefix("content/")
    }

    /// The file that `target` names when it is written in this file. `/a` begins at `content/`.
    /// None when it leaves the site's folder.
    pub fn join(&self, target: &str) -> Option<Self> {
        match target.strip_prefix('/') {
            Some(rest) => Self::new(&format!("content/{rest}"))
                .filter(|path| path.0.starts_with("content/") || &*path.0 == "content"),
            None => Self::new(&format!("{}/{target}", self.folder())),
        }
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// An address inside the site: `/docs/start/` of a page, `/sitemap.xml` of a file.
///
/// Begins with `/`; not percent-encoded, letters in NFC.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permalink(Arc<str>);

impl Permalink {
    /// The address of the home page.
    pub fn root() -> Self {
        Self("/".into())
    }

    /// The address of a page with this id: lower case, NFC, spaces and `_` to `-`, as a folder.
    pub fn of_page(id: &str) -> Self {
        let text = address_letters(id);
        let text = text.trim_matches('/');
        if text.is_empty() {
            Self::root()
        } else {
            Self(format!("/{text}/").into())
        }
    }

    /// An address as it is, of a file or of an alias. None when it has `..`, `.` or empty parts.
    pub fn exact(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('/')?;
        let parts = rest.strip_suffix('/').unwrap_or(rest);
        let whole = rest.is_empty()
            || parts
                .split('/')
                .all(|part| !part.is_empty() && part != "." && part != "..");
        whole.then(|| match text.is_ascii() {
            true => Self(text.into()),
            false => Self(text.nfc().collect::<String>().into()),
        })
    }

    /// The address that this output answers to.
    pub fn of_output(path: &OutputPath) -> Self {
        match path.as_str().strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => {
                Self(format!("/{folder}").into())
            }
            _ => Self(format!("/{path}").into()),
        }
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the answer to this address is written: a folder's `index.html`, or the file itself.
    pub fn output(&self) -> OutputPath {
        let rest = self.0.trim_start_matches('/');
        if rest.is_empty() || rest.ends_with('/') {
            OutputPath(format!("{rest}index.html").into())
        } else {
            OutputPath(rest.into())
        }
    }

    /// How many folders deep the address is: 0 for `/` and `/a.txt`, 2 for `/docs/start/`.
    pub fn depth(&self) -> usize {
        self.0.matches('/').count() - 1
    }

    /// The way from the page at this address to `target`, percent-encoded: `../other/`.
    pub fn relative(&self, target: &Self) -> String {
        let from: Vec<&str> = self.0[1..].split('/').collect();
        let to: Vec<&str> = target.0[1..].split('/').collect();
        let from = &from[..from.len() - 1];
        let (to_folders, to_name) = to.split_at(to.len() - 1);
        let common = from
            .iter()
            .zip(to_folders)
            .take_while(|(a, b)| a == b)
            .count();
        let mut way = "../".repeat(from.len() - common);
        for folder in &to_folders[common..] {
            way.push_str(&encode(folder));
            way.push('/');
        }
        way.push_str(&encode(to_name[0]));
        // A first part with a colon would be read as a scheme, and one that begins like a scheme
        // should not even look like it; an empty way would be the page itself.
        let looks_like_scheme = ["javascript", "vbscript", "data"]
            .iter()
            .any(|scheme| way.starts_with(scheme));
        if way.is_empty() || looks_like_scheme || (!way.starts_with("..") && way.contains(':')) {
            way.insert_str(0, "./");
        }
        way
    }

    /// The address, percent-encoded.
    pub fn encoded(&self) -> String {
        self.0.split('/').map(encode).collect::<Vec<_>>().join("/")
    }
}

impl fmt::Display for Permalink {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A file of the output, relative to its folder, with `/`: `docs/start/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// A path from its text. None when it could leave the output folder.
    pub fn new(text: &str) -> Option<Self> {
        let inside = !text.contains('\0')
            && text
                .split('/')
                .all(|part| !part.is_empty() && part != "." && part != "..");
        inside.then(|| Self(text.into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path for the functions of the file system.
    pub fn to_path(&self) -> PathBuf {
        self.0.split('/').collect()
    }

    /// The form in which two paths are the same file on a disk that folds case and Unicode forms.
    pub fn folded(&self) -> String {
        if self.0.is_ascii() {
            return self.0.to_ascii_lowercase();
        }
        self.0.nfc().flat_map(char::to_lowercase).collect()
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The letters of an address: NFC, lower case, white space and `_` as `-`.
pub fn address_letters(text: &str) -> String {
    let folded = |letter: char| match letter {
        '_' => '-',
        letter if letter.is_whitespace() => '-',
        letter => letter.to_ascii_lowercase(),
    };
    if text.is_ascii() {
        let mut plain = text.to_ascii_lowercase();
        if plain.contains(|letter: char| letter == '_' || letter.is_whitespace()) {
            plain = plain.chars().map(folded).collect();
        }
        return plain;
    }
    // Lower case may undo the normal form, so it comes first and NFC last.
    text.nfc()
        .map(folded)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// Percent-encodes one part of a path: letters of any script are encoded, `-._~!$'()*+,;=:@` stay.
pub fn encode(part: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEEP: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'.')
        .remove(b'_')
        .remove(b'~')
        .remove(b'!')
        .remove(b'$')
        .remove(b'(')
        .remove(b')')
        .remove(b'*')
        .remove(b'+')
        .remove(b',')
        .remove(b';')
        .remove(b'=')
        .remove(b':')
        .remove(b'@');
    utf8_percent_encode(part, KEEP).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(from: &str, to: &str) -> String {
        let link = |text| Permalink::exact(text).expect("a well-formed address");
        link(from).relative(&link(to))
    }

    #[test]
    fn a_site_path_never_leaves_the_site() {
        assert_eq!(SitePath::new("a/../b/./c").unwrap().as_str(), "b/c");
        assert!(SitePath::new("../a").is_none());
        assert!(SitePath::new("/etc/passwd").is_none());
        let page = SitePath::new("content/docs/p.md").unwrap();
        assert_eq!(page.join("../x.md").unwrap().as_str(), "content/x.md");
        assert_eq!(page.join("/x.md").unwrap().as_str(), "content/x.md");
        assert!(page.join("../../../x.md").is_none());
        assert!(page.join("/../x.md").is_none());
    }

    #[test]
    fn a_file_ends_as_its_extension_says() {
        for (path, ends) in [
            ("content/a.md", true),
            ("content/a.b.MD", true),
            ("content/.md", false),
            (".md", false),
            ("md", false),
            ("amd", false),
            ("content/a.mdx", false),
            ("content/a.md/b", false),
            ("ä.md", true),
        ] {
            let path = SitePath::new(path).unwrap();
            assert_eq!(path.ends_as(&["md", "markdown"]), ends, "{path}");
            assert_eq!(path.extension() == "md", ends, "{path}");
        }
    }

    #[test]
    fn ways_are_relative_and_encoded() {
        assert_eq!(way("/a/b/", "/a/c/"), "../c/");
        assert_eq!(way("/a/b/", "/a/b/"), "./");
        assert_eq!(way("/", "/a/b/"), "a/b/");
        assert_eq!(way("/a/b/", "/"), "../../");
        assert_eq!(way("/a/", "/_a/x.css"), "../_a/x.css");
        assert_eq!(way("/", "/a:b/ä/"), "./a:b/%C3%A4/");
    }

    #[test]
    fn a_page_is_a_folder_in_lower_case() {
        let page = Permalink::of_page("Docs/First_Deployment now");
        assert_eq!(page.as_str(), "/docs/first-deployment-now/");
        assert_eq!(
            page.output().as_str(),
            "docs/first-deployment-now/index.html"
        );
        assert_eq!(Permalink::of_page("").output().as_str(), "index.html");
        assert_eq!(
            Permalink::of_page("cafe\u{301}"),
            Permalink::of_page("caf\u{e9}")
        );
    }
}
