//! Finished HTML, read again: where its tags end, and its addresses made whole.

use crate::config::BaseUrl;
use crate::path::Permalink;

/// Where the tag or the comment that begins at `start` ends.
pub fn tag_end(html: &str, start: usize) -> usize {
    let rest = &html[start..];
    if rest.starts_with("<!--") {
        return rest.find("-->").map_or(html.len(), |at| start + at + 3);
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return start + at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// The same HTML with absolute addresses in links and images, for readers that see it elsewhere.
/// It stands on the page `here` of a site at `base`.
pub fn with_whole_addresses(html: &str, base: &BaseUrl, here: &Permalink) -> String {
    let page = format!("{}{}", base.as_str(), &here.encoded()[1..]);
    let mut out = String::with_capacity(html.len() + 256);
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let end = tag_end(html, start);
        out.push_str(&html[at..start]);
        tag(&html[start..end], &page, &mut out);
        at = end;
    }
    out.push_str(&html[at..]);
    out
}

/// A tag with its `href` and `src` made whole.
fn tag(tag: &str, page: &str, out: &mut String) {
    let mut rest = tag;
    loop {
        let next = [" href=\"", " src=\""].iter().filter_map(|name| {
            let at = rest.find(name)?;
            Some(at + name.len())
        });
        let Some(value) = next.min() else { break };
        let end = rest[value..].find('"').map_or(rest.len(), |at| value + at);
        out.push_str(&rest[..value]);
        out.push_str(&whole(&rest[value..end], page));
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// An address as seen from everywhere. `page` is the address of the page it stands on.
pub fn whole(address: &str, page: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or("");
    let has_scheme = path.contains(':');
    if has_scheme || address.starts_with("//") {
        return address.to_owned();
    }
    if address.starts_with(['#', '?']) || address.is_empty() {
        return format!("{page}{address}");
    }
    let mut folder = page.rsplit_once('/').map_or(page, |(folder, _)| folder);
    let mut rest = address;
    loop {
        if let Some(after) = rest.strip_prefix("../") {
            rest = after;
            // Never above the host.
            if let Some((above, _)) = folder
                .rsplit_once('/')
                .filter(|(above, _)| !above.ends_with('/'))
            {
                folder = above;
            }
        } else if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else {
            return format!("{folder}/{rest}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_links_and_images_become_whole_and_texts_stay() {
        let base = BaseUrl::parse("https://a.example/docs/").expect("an address");
        let here = Permalink::of_page("news/one");
        let whole = |html: &str| with_whole_addresses(html, &base, &here);
        assert_eq!(
            whole("<a href=\"../../services/x/#y\">a href=\"../x\"</a>"),
            "<a href=\"https://a.example/docs/services/x/#y\">a href=\"../x\"</a>"
        );
        assert_eq!(
            whole("<img alt=\"<\" src=\"../../_a/1.png\" title=\"src=\">"),
            "<img alt=\"<\" src=\"https://a.example/docs/_a/1.png\" title=\"src=\">"
        );
        let ways = [
            ("#top", "https://a.example/docs/news/one/#top"),
            ("./", "https://a.example/docs/news/one/"),
            ("part/", "https://a.example/docs/news/one/part/"),
            ("../../../../../x", "https://a.example/x"),
            ("https://b.example/", "https://b.example/"),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("data:,", "data:,"),
        ];
        for (way, address) in ways {
            assert_eq!(
                whole(&format!("<a href=\"{way}\">")),
                format!("<a href=\"{address}\">")
            );
        }
    }
}
