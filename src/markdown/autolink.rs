//! Bare links, as GitHub finds them: <https://github.github.com/gfm/#autolinks-extension->.

use std::ops::Range;

/// Whether a text may have a bare link in it.
pub(super) fn is_likely(text: &str) -> bool {
    // Nearly all texts are too short for a search to be worth its preparation.
    let mut windows = text.as_bytes().windows(4);
    windows.any(|four| four == b"www." || four[..3] == *b"://")
}

/// The first bare link at or after byte `from`.
pub(super) fn find(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let (start, host) = next_start(text, at)?;
        let before = text[..start].chars().next_back();
        let may_begin = before
            .is_none_or(|letter| letter.is_whitespace() || matches!(letter, '*' | '_' | '~' | '('));
        at = host.max(start + 4);
        if may_begin {
            match link_end(text, host) {
                Ok(end) => return Some(start..end),
                Err(end) => at = end.max(at),
            }
        }
    }
}

/// Where a bare link leads.
pub(super) fn target(url: &str) -> String {
    if url.starts_with("www.") {
        format!("http://{url}")
    } else {
        url.to_owned()
    }
}

/// Where the next link may begin, and where its host begins.
fn next_start(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find_map(|at| match bytes[at] {
        b'w' if bytes[at..].starts_with(b"www.") => Some((at, at)),
        b':' if bytes[at..].starts_with(b"://") => {
            let scheme = ["https", "http"].into_iter().find(|scheme| {
                let start = at.checked_sub(scheme.len()).filter(|start| *start >= from);
                start.is_some_and(|start| bytes[start..at].eq_ignore_ascii_case(scheme.as_bytes()))
            })?;
            Some((at - scheme.len(), at + 3))
        }
        _ => None,
    })
}

/// Where the link whose host begins at `host` ends; when there is no host, where to search on: what
/// was read once is not read again.
fn link_end(text: &str, host: usize) -> Result<usize, usize> {
    let rest = &text[host..];
    let is_host = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let host_len = rest.find(|letter| !is_host(letter)).unwrap_or(rest.len());
    let domain = rest[..host_len].trim_end_matches('.');
    let mut last_parts = domain.rsplit('.').take(2);
    // `www.` alone is no address, and GitHub takes none with `_` in its last two parts.
    let is_none = !domain.starts_with(char::is_alphanumeric)
        || domain.eq_ignore_ascii_case("www")
        || last_parts.any(|part| part.contains('_'));
    if is_none {
        return Err(host + host_len);
    }
    let stop = rest.find(|letter: char| letter.is_whitespace() || letter == '<');
    let link = trimmed(&rest[..stop.unwrap_or(rest.len())]);
    Ok(host + link.len().max(domain.len()))
}

/// A link without the punctuation that belongs to the sentence around it.
fn trimmed(mut link: &str) -> &str {
    // Counted once, so that many closing brackets cost no more than few.
    let opened = link.matches('(').count();
    let mut closed = link.matches(')').count();
    loop {
        let Some(last) = link.chars().next_back() else {
            return link;
        };
        let shorter = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | ']' => 1,
            ')' if closed > opened => {
                closed -= 1;
                1
            }
            ';' => entity_len(link).unwrap_or(1),
            _ => return link,
        };
        link = &link[..link.len() - shorter];
    }
}

/// The length of `&name;` at the end of a link.
fn entity_len(link: &str) -> Option<usize> {
    let start = link.rfind('&')?;
    let name = link[start + 1..].strip_suffix(';')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then(|| link.len() - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut links = Vec::new();
        while let Some(link) = find(text, from) {
            from = link.end;
            links.push(&text[link]);
        }
        links
    }

    #[test]
    fn addresses_in_sentences_are_links() {
        assert_eq!(
            links("See https://a.example/b, or www.c.example."),
            ["https://a.example/b", "www.c.example"]
        );
        assert_eq!(
            links("(http://a.example/x_(y))"),
            ["http://a.example/x_(y)"]
        );
        assert_eq!(
            links("HTTPS://A.example:8080/?q=1&b=2#c!"),
            ["HTTPS://A.example:8080/?q=1&b=2#c"]
        );
        assert_eq!(links("http://localhost:1313/"), ["http://localhost:1313/"]);
        assert_eq!(links("**https://a.example**"), ["https://a.example"]);
        assert_eq!(links("https://ä.example/ö ok"), ["https://ä.example/ö"]);
    }

    #[test]
    fn what_is_no_address_is_text() {
        for text in [
            "https://",
            "www.",
            "xhttps://a.example",
            "ftp://a.example",
            "https:// a",
            "a.www.b.c",
            "http://a_b.c",
            "://",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }
}
