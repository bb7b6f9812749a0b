//! Raw HTML as authors write it.

use std::borrow::Cow;
use std::collections::HashMap;

/// HTML without its comments; one that is never closed reaches to the end.
pub(super) fn without_comments(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") {
        return Cow::Borrowed(html);
    }
    let mut kept = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Elements whose content is no HTML: what follows an opening tag is swallowed up to the closing one.
const SWALLOWING: [&str; 9] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript",
];

/// Whether what follows this HTML is read as if the HTML had not been there: it ends in no tag, no
/// comment and no element that swallows text.
pub(super) fn is_whole(html: &str) -> bool {
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            match comment.split_once("-->") {
                Some((_, after)) => rest = after,
                None => return false,
            }
            continue;
        }
        let name = rest.strip_prefix('/').unwrap_or(rest);
        if !name.starts_with(|letter: char| {
            letter.is_ascii_alphabetic() || letter == '!' || letter == '?'
        }) {
            continue;
        }
        let Some(end) = tag_end(rest) else {
            return false;
        };
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        match swallowing(tag) {
            Some("plaintext") => return false,
            Some(name) => match find_closing(rest, name) {
                Some(after) => rest = &rest[after..],
                None => return false,
            },
            None => {}
        }
    }
    true
}

/// The name of the element that a tag opens, when it swallows what follows.
pub(super) fn swallowing(tag: &str) -> Option<&'static str> {
    let tag = tag.trim_start_matches('<');
    let is_named = |name: &&&str| {
        let head = tag.get(..name.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(name))
            && !tag[name.len()..].starts_with(|letter: char| letter.is_ascii_alphanumeric())
    };
    let names = SWALLOWING.iter().chain(&["plaintext"]);
    names.copied().find(|name| is_named(&name))
}

/// The largest text whose raw HTML is sanitised, in bytes. Some HTML takes time that grows with the
/// square of the page.
const MAX_TEXT: usize = 256 << 10;
/// How many elements of raw HTML may be open at once.
const MAX_OPEN: usize = 100;
/// How many elements like `<b>` may be open at once: a browser, and so the sanitiser, opens each
/// again in every paragraph that follows.
const MAX_FORMATTING: usize = 8;

const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Sees the raw HTML of a page, piece by piece, and says whether it can be sanitised.
#[derive(Debug)]
pub(super) struct Nesting {
    open: HashMap<String, usize>,
    count: usize,
    formatting: usize,
    too_much: bool,
    any: bool,
    large: bool,
}

impl Nesting {
    /// The nesting of a page whose text has `len` bytes.
    pub(super) fn new(len: usize) -> Self {
        Self {
            open: HashMap::new(),
            count: 0,
            formatting: 0,
            too_much: false,
            any: false,
            large: len > MAX_TEXT,
        }
    }

    /// Whether there was any HTML.
    pub(super) fn any(&self) -> bool {
        self.any
    }

    /// Whether there was more than can be sanitised in time.
    pub(super) fn too_much(&self) -> bool {
        self.too_much || (self.any && self.large)
    }

    /// Takes a piece of HTML that is sanitised.
    pub(super) fn take(&mut self, html: &str) {
        self.any = true;
        for (at, _) in html.match_indices('<') {
            if self.too_much() {
                return;
            }
            let rest = &html[at + 1..];
            let (closes, rest) = match rest.strip_prefix('/') {
                Some(rest) => (true, rest),
                None => (false, rest),
            };
            let len = rest.bytes().take(20).take_while(u8::is_ascii_alphanumeric);
            let name = rest[..len.count()].to_ascii_lowercase();
            if !name.is_empty() && !VOID.contains(&&*name) {
                self.tag(name, closes);
            }
        }
    }

    fn tag(&mut self, name: String, closes: bool) {
        let formats = usize::from(FORMATTING.contains(&&*name));
        let open = self.open.entry(name).or_default();
        if !closes {
            *open += 1;
            self.count += 1;
            self.formatting += formats;
        } else if *open > 0 {
            *open -= 1;
            self.count -= 1;
            self.formatting -= formats;
        }
        self.too_much |= self.count > MAX_OPEN || self.formatting > MAX_FORMATTING;
    }
}

/// Where the `>` of a tag stands; quotes hide it.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    let ends = |byte: u8| match quote {
        Some(open) => {
            if byte == open {
                quote = None;
            }
            false
        }
        None => {
            if matches!(byte, b'"' | b'\'') {
                quote = Some(byte);
            }
            byte == b'>'
        }
    };
    tag.bytes().position(ends)
}

/// Where `</name>` ends.
fn find_closing(text: &str, name: &str) -> Option<usize> {
    let closings = text.match_indices("</");
    let mut named = closings.filter(|(at, _)| {
        let head = text.get(at + 2..at + 2 + name.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(name))
    });
    let (start, _) = named.next()?;
    tag_end(&text[start + 2..]).map(|end| start + 2 + end + 1)
}

/// The values of `id="…"` and of `name="…"`, which old pages have instead.
pub(super) fn ids(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for (at, _) in html.match_indices('=') {
        let before = html[..at].trim_end().as_bytes();
        let is_named = [b"id".as_slice(), b"name"].into_iter().any(|name| {
            let start = before.len().checked_sub(name.len());
            start.is_some_and(|start| {
                let left = start.checked_sub(1).map(|left| before[left]);
                let begins =
                    left.is_some_and(|left| matches!(left, b' ' | b'\n' | b'\t' | b'"' | b'\''));
                begins && before[start..].eq_ignore_ascii_case(name)
            })
        });
        if !is_named {
            continue;
        }
        let value = html[at + 1..].trim_start();
        let end = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split(quote).next(),
            _ => value.split([' ', '\n', '\t', '>', '/']).next(),
        };
        if let Some(id) = end.filter(|id| !id.is_empty() && !id.contains(char::is_whitespace)) {
            ids.push(id.to_owned());
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_dropped_and_the_rest_is_kept() {
        assert_eq!(without_comments("a<!-- b -->c<!-- d"), "ac");
        assert_eq!(without_comments("<b>"), "<b>");
    }

    #[test]
    fn html_that_would_swallow_the_page_is_not_whole() {
        for html in [
            "<p>a</p>",
            "a < b",
            "<b title='>'>",
            "<script>x<b</script>",
            "<!-- <b -->",
            "</div>",
        ] {
            assert!(is_whole(html), "{html}");
        }
        for html in [
            "<p title=\"",
            "<div",
            "<script>",
            "<TextArea >a",
            "<!-- a",
            "<style>a</styl>",
            "<plaintext>",
        ] {
            assert!(!is_whole(html), "{html}");
        }
    }

    #[test]
    fn ids_are_found_however_they_are_quoted() {
        let html = "<a name=\"one\"></a><p class='x' id='two'><b id = three><i data-id=\"no\">";
        assert_eq!(ids(html), ["one", "two", "three"]);
    }
}
