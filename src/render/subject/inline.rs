//! Short texts of keys: code in backticks and web addresses, nothing else.

use crate::render::link::{attribute, escape};

/// A line as HTML.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('`') {
        let Some((code, after)) = behind.split_once('`') else {
            break;
        };
        plain(before, &mut out);
        out.push_str("<code>");
        escape(code, &mut out);
        out.push_str("</code>");
        rest = after;
    }
    plain(rest, &mut out);
    out
}

/// Text in which web addresses are links.
fn plain(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("https://") {
        let end = rest[at..]
            .find(|letter: char| letter.is_whitespace() || "<>\"'`|^{}\\".contains(letter))
            .map_or(rest.len(), |end| at + end);
        let address = rest[at..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        escape(&rest[..at], out);
        out.push_str("<a");
        attribute(out, "href", address);
        attribute(out, "rel", "external");
        out.push('>');
        escape(address, out);
        out.push_str("</a>");
        rest = &rest[at + address.len()..];
    }
    escape(rest, out);
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn code_and_addresses_are_seen_and_nothing_else_is() {
        assert_eq!(html("Read `A<B` now"), "Read <code>A&lt;B</code> now");
        assert_eq!(html("one ` tick"), "one ` tick");
        assert_eq!(
            html("Open https://a.example/x, then *press*."),
            "Open <a href=\"https://a.example/x\" rel=\"external\">https://a.example/x</a>, then *press*."
        );
        assert_eq!(html("<b>"), "&lt;b&gt;");
    }
}
