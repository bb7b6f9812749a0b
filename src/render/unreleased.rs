//! Links from what is there once to what the newest version does not have yet.
//!
//! The evergreen pages are made from today's sources, and link to the newest stable version, which may
//! be older. A page that it does not have is shown by its name, without a link that would be dead.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::path::{OutputPath, Permalink};

/// What stands behind a name whose page is not there yet.
const LATER: &str = " <small class=\"later\">from the next version</small>";

/// The page at `here` without links to pages of the newest version that are not among its `files`.
pub fn without_dead_links(html: String, here: &Permalink, files: &BTreeSet<OutputPath>) -> String {
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(start) = html[at..].find("<a ").map(|found| at + found) {
        let Some(end) = html[start..].find('>').map(|found| start + found + 1) else {
            break;
        };
        at = end;
        let tag = &html[start..end];
        let dead = href(tag).and_then(|href| target(here, href));
        let dead =
            dead.is_some_and(|path| path.starts_with("latest/") && !files.contains(path.as_str()));
        let Some(close) = html[end..].find("</a>").map(|found| end + found) else {
            break;
        };
        if dead {
            out.push_str(&html[copied..start]);
            out.push_str("<span class=\"unreleased\">");
            out.push_str(&html[end..close]);
            out.push_str(LATER);
            out.push_str("</span>");
            copied = close + "</a>".len();
            at = copied;
        }
    }
    if copied == 0 {
        return html;
    }
    out.push_str(&html[copied..]);
    out
}

/// The address in a tag, as our own code and templates write it: in double quotes.
fn href(tag: &str) -> Option<&str> {
    let (_, rest) = tag.split_once(" href=\"")?;
    rest.split_once('"').map(|(href, _)| href)
}

/// The file that a relative address names, as seen from a page; None for one elsewhere.
fn target(here: &Permalink, href: &str) -> Option<String> {
    let path = href.split(['?', '#']).next().unwrap_or("");
    if path.is_empty() || path.starts_with('/') || path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = here.as_str()[1..].split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    // An address of a folder ends with an empty part, but `..` and `.` are folders as well.
    let is_folder = path.ends_with('/') || path.ends_with("..") || path == ".";
    if is_folder {
        if parts.last() == Some(&"") {
            parts.pop();
        }
        parts.push("index.html");
    }
    let path = parts.join("/");
    Some(percent_decode_str(&path).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(here: &str, html: &str) -> String {
        let here = Permalink::exact(here).expect("an address");
        let files = ["latest/services/index.html", "latest/services/ä/index.html"];
        let files = files.into_iter().filter_map(OutputPath::new).collect();
        without_dead_links(html.to_owned(), &here, &files)
    }

    #[test]
    fn a_link_to_what_is_there_stays() {
        for html in [
            "<p><a href=\"../latest/services/\">x</a></p>",
            "<a href=\"../latest/services/%C3%A4/#top\">x</a>",
            "<a href=\"../events/\">x</a> <a class=\"y\" href=\"https://a.example/latest/x/\">x</a>",
            "<a id=\"x\">y</a><a href=\"#z\">z</a>",
            "<a href=\"../latest/services",
        ] {
            assert_eq!(mended("/roadmap/", html), html);
        }
    }

    #[test]
    fn a_link_to_what_is_not_there_yet_is_its_text() {
        let html = "<li><a class=\"c\" href=\"../../latest/services/new/?x#y\">The <b>new</b> one</a></li>\
                    <li><a href=\"../../latest/services/\">all</a></li>";
        assert_eq!(
            mended("/roadmap/new/", html),
            "<li><span class=\"unreleased\">The <b>new</b> one \
             <small class=\"later\">from the next version</small></span></li>\
             <li><a href=\"../../latest/services/\">all</a></li>"
        );
    }
}
