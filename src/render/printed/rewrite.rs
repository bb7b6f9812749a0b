//! A finished page as a part of a longer document: headings one level lower, ids of its own, links that
//! lead from where the document stands, and without what only a page needs.

use std::collections::HashMap;

use crate::model::border::LATEST;
use crate::render::html::{tag_end, whole};

/// Parts of a page that a document has no use for, by a class of theirs.
const LEFT_OUT: [&str; 7] = [
    "crumbs",
    "contents",
    "around",
    "page-foot",
    "tags",
    "notice faulty",
    "anchor",
];

/// Attributes that name ids of the same page.
const REFERENCES: [&str; 6] = [
    "for",
    "list",
    "headers",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
];

/// Where a part stands.
pub(super) struct Stand<'a> {
    /// The address of the page: `/guides/start/`.
    pub(super) page: &'a str,
    /// The id of the part.
    pub(super) part: String,
    /// The title of the page, as HTML.
    pub(super) title: &'a str,
    /// The parts of the document by the addresses of their pages.
    pub(super) places: &'a HashMap<String, String>,
    /// The way from the document to the top of the site.
    pub(super) root: &'a str,
}

/// What stands between `<main>` and `</main>` of a page, rewritten.
pub(super) fn article(page: &str, stand: &Stand) -> String {
    let start = page.find("<main").map(|at| tag_end(page, at));
    let end = page.rfind("</main>");
    let Some(main) = start.zip(end).and_then(|(start, end)| page.get(start..end)) else {
        return String::new();
    };
    let mut out = String::with_capacity(main.len());
    // The name of the element that is left out, and how many of that name are open.
    let mut skipped: Option<(String, usize)> = None;
    let mut at = 0;
    while at < main.len() {
        let tag = main[at..].find('<').map_or(main.len(), |found| at + found);
        if skipped.is_none() {
            out.push_str(&main[at..tag]);
        }
        if tag == main.len() {
            break;
        }
        let end = tag_end(main, tag);
        let written = &main[tag..end];
        at = end;
        let is_end = written.starts_with("</");
        let name = name(written);
        if let Some((open, depth)) = &mut skipped {
            if *open == name {
                *depth = if is_end { *depth - 1 } else { *depth + 1 };
            }
            if *depth == 0 {
                skipped = None;
            }
            continue;
        }
        if !is_end && is_left_out(written) {
            skipped = Some((name.to_owned(), 1));
            continue;
        }
        self::tag(written, stand, &mut out);
    }
    out
}

/// The style sheets of a page that are not named yet, as the document names them.
pub(super) fn styles(page: &str, stand: &Stand, styles: &mut Vec<String>) {
    let head = page.find("</head>").map_or("", |end| &page[..end]);
    for part in head.split("<link rel=\"stylesheet\" href=\"").skip(1) {
        let address = part.split('"').next().unwrap_or("");
        let address = stand.address(address);
        if !styles.contains(&address) {
            styles.push(address);
        }
    }
}

impl Stand<'_> {
    /// An address of the page as the document writes it.
    fn address(&self, address: &str) -> String {
        if let Some(id) = address.strip_prefix('#') {
            return format!("#{}", self.id(id));
        }
        let absolute = whole(address, self.page);
        let Some(path) = absolute
            .strip_prefix('/')
            .filter(|path| !path.starts_with('/'))
        else {
            return absolute;
        };
        let (before, id) = absolute.split_once('#').unwrap_or((&absolute, ""));
        match self.places.get(before) {
            Some(part) if id.is_empty() => format!("#{part}"),
            Some(part) => format!("#{part}-{id}"),
            None => match self.beside(path) {
                // No link says the name of the version that the document is in.
                Some(rest) => format!("{}{rest}", self.root.strip_prefix("../").unwrap_or("")),
                None => format!("{}{path}", self.root),
            },
        }
    }

    /// The path below the folder of the version, of what is in the same one as the document.
    fn beside<'p>(&self, path: &'p str) -> Option<&'p str> {
        fn below(path: &str) -> Option<&str> {
            path.strip_prefix(LATEST)?.strip_prefix('/')
        }
        below(self.page.trim_start_matches('/')).and_then(|_| below(path))
    }

    fn id(&self, id: &str) -> String {
        match id {
            "content" => self.part.clone(),
            id => format!("{}-{id}", self.part),
        }
    }
}

/// Writes a tag as the document has it.
fn tag(written: &str, stand: &Stand, out: &mut String) {
    let mut rest = match heading(written) {
        Some((level, is_end)) => {
            out.push_str(if is_end { "</h" } else { "<h" });
            out.push_str(&(level + 1).min(6).to_string());
            &written[if is_end { 4 } else { 3 }..]
        }
        None => written,
    };
    // Attributes of ours are written with double quotes; others are kept as they are.
    while let Some(at) = rest.find("=\"") {
        let value = at + 2;
        let end = rest[value..]
            .find('"')
            .map_or(rest.len(), |end| value + end);
        let key = rest[..at].rsplit([' ', '\n']).next().unwrap_or("");
        out.push_str(&rest[..value]);
        let text = &rest[value..end];
        match key {
            "id" => out.push_str(&stand.id(text)),
            "href" | "src" | "poster" => out.push_str(&stand.address(text)),
            // Regions are listed by their names, and every page has its first table.
            "aria-label" if written.contains(" role=\"region\"") => {
                out.push_str(text);
                out.push_str(", ");
                out.push_str(stand.title);
            }
            key if REFERENCES.contains(&key) => {
                let ids: Vec<String> = text.split_whitespace().map(|id| stand.id(id)).collect();
                out.push_str(&ids.join(" "));
            }
            _ => out.push_str(text),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
}

/// The level of a heading's tag, and whether it is the one at the end.
fn heading(tag: &str) -> Option<(u8, bool)> {
    let is_end = tag.starts_with("</");
    let name = name(tag);
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some((level, is_end))
}

fn name(tag: &str) -> &str {
    let rest = tag.trim_start_matches(['<', '/']);
    let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    &rest[..len]
}

fn is_left_out(tag: &str) -> bool {
    let Some((_, rest)) = tag.split_once(" class=\"") else {
        return false;
    };
    let classes = rest.split('"').next().unwrap_or("");
    LEFT_OUT.iter().any(|one| {
        let first = classes.split(' ').next();
        classes == *one || (first == Some(*one))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article_of(main: &str) -> String {
        let places = [
            ("/guides/start/".to_owned(), "part-1".to_owned()),
            ("/guides/next/".to_owned(), "part-2".to_owned()),
        ];
        let places = places.into_iter().collect();
        let stand = Stand {
            page: "/guides/start/",
            part: "part-1".to_owned(),
            title: "Start",
            places: &places,
            root: "../../",
        };
        article(
            &format!("<html><main id=\"content\">{main}</main></html>"),
            &stand,
        )
    }

    #[test]
    fn no_link_within_a_version_says_its_name() {
        let places = HashMap::new();
        let stand = Stand {
            page: "/latest/guides/start/",
            part: "part-1".to_owned(),
            title: "Start",
            places: &places,
            root: "../../../",
        };
        assert_eq!(stand.address("../../services/"), "../../services/");
        assert_eq!(stand.address("../../../roadmap/"), "../../../roadmap/");
    }

    #[test]
    fn headings_and_ids_find_their_place_in_the_document() {
        assert_eq!(
            article_of(
                "<h1>A</h1><h2 id=\"b\">B <a class=\"anchor\" href=\"#b\">#</a></h2><h6>C</h6>"
            ),
            "<h2>A</h2><h3 id=\"part-1-b\">B </h3><h6>C</h6>"
        );
        assert_eq!(
            article_of("<div role=\"region\" aria-label=\"Table 1\"></div>"),
            "<div role=\"region\" aria-label=\"Table 1, Start\"></div>"
        );
        assert_eq!(
            article_of("<section aria-labelledby=\"x y\"></section><label for=\"z\">"),
            "<section aria-labelledby=\"part-1-x part-1-y\"></section><label for=\"part-1-z\">"
        );
    }

    #[test]
    fn links_lead_to_parts_and_out_of_the_document() {
        assert_eq!(
            article_of(
                "<a href=\"../next/\">1</a><a href=\"../next/#x\">2</a><a href=\"#y\">3</a>\
                 <a href=\"../../services/\">4</a><a href=\"https://a.example/\">5</a><img src=\"../../_a/p.png\">"
            ),
            "<a href=\"#part-2\">1</a><a href=\"#part-2-x\">2</a><a href=\"#part-1-y\">3</a>\
             <a href=\"../../services/\">4</a><a href=\"https://a.example/\">5</a><img src=\"../../_a/p.png\">"
        );
    }

    #[test]
    fn what_only_a_page_needs_is_left_out() {
        assert_eq!(
            article_of(
                "<nav class=\"crumbs\"><nav>x</nav></nav><p>Text</p><footer class=\"page-foot\"><ul></ul></footer>"
            ),
            "<p>Text</p>"
        );
    }
}
