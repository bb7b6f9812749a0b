//! Raw HTML as authors write it.

use std::borrow::Cow;

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
    fn ids_are_found_however_they_are_quoted() {
        let html = "<a name=\"one\"></a><p class='x' id='two'><b id = three><i data-id=\"no\">";
        assert_eq!(ids(html), ["one", "two", "three"]);
    }
}
