//! Copies of built-in files know their original, so that one that changed since is said.

use crate::diagnostic::{Code, Diagnostic};
use crate::digest::Digest;
use crate::path::SitePath;
use crate::source::Span;

/// What a copy says about its original in its first line.
#[derive(Debug, PartialEq, Eq)]
pub struct Based<'a> {
    /// The original: `templates/page.html`.
    pub file: &'a str,
    /// The digest of the original when it was copied.
    pub digest: &'a str,
    /// Where the digest is written.
    pub span: Span,
}

/// The first line of a copy of the built-in `file`, with its line end. None for a kind of file in
/// which no comment can be written.
pub fn line(file: &str, original: &str) -> Option<String> {
    let digest = Digest::of(original.as_bytes()).short();
    let (open, close) = match file.rsplit_once('.')?.1 {
        // A template's comment is not written into the page; the dash takes the line end with it.
        "html" | "xml" | "txt" => ("{#", "-#}"),
        "css" | "js" => ("/*", "*/"),
        _ => return None,
    };
    Some(format!("{open} based on {file} {digest} {close}\n"))
}

/// What the first line of a text says about its original.
pub fn read(text: &str) -> Option<Based<'_>> {
    let line = text.lines().next()?;
    let at = line.find("based on ")? + "based on ".len();
    let mut words = line[at..].split_ascii_whitespace();
    let (file, digest) = (words.next()?, words.next()?);
    let is_digest = digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    let from = at + line[at..].find(digest)?;
    is_digest.then_some(Based {
        file,
        digest,
        span: Span::from(from..from + digest.len()),
    })
}

/// The finding about a file whose original is another one now, or is gone.
pub fn finding(path: &SitePath, text: &str) -> Option<Diagnostic> {
    let based = read(text)?;
    let Some(original) = super::embedded::embedded_file(based.file) else {
        let message = format!("the built-in theme has no `{}` any more", based.file);
        return Some(
            Diagnostic::at(Code::ThemeOutdated, path, based.span, message)
                .help("nothing uses this file unless a template of yours does"),
        );
    };
    let now = Digest::of(original.as_bytes()).short();
    if now == based.digest {
        return None;
    }
    let message = format!(
        "the built-in `{}` has changed since it was copied",
        based.file
    );
    Some(
        Diagnostic::at(Code::ThemeOutdated, path, based.span, message)
            .label("the digest of the original when it was copied")
            .help("take over what changed in the original, then write its new digest here")
            .replacement(now),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_is_written() {
        for file in ["templates/page.html", "assets/site.js", "assets/style.css"] {
            let line = line(file, "x").expect("a line");
            let based = read(&line).expect("what it says");
            assert_eq!(based.file, file);
            assert_eq!(&line[based.span.start..based.span.end], based.digest);
        }
        assert_eq!(line("assets/a.png", "x"), None);
        assert_eq!(read("{# based on a talk #}"), None);
    }
}
