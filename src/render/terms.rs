//! The first use of each term on a page, explained where it stands.
//!
//! A page is marked when all of it is made, so that words of keys are explained as those of the text.
//! The markup needs no script: it is seen while the word has the pointer or the focus, and printed
//! in brackets.

use crate::load::glossary::{Glossary, Term};

use super::html::tag_end;
use super::link::escape;

/// Elements whose text is no place for an explanation: links, code, headings, names of things,
/// navigation, and what is no text.
const OUTSIDE: [&str; 33] = [
    "a", "abbr", "button", "caption", "code", "dfn", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "iframe", "kbd", "label", "legend", "math", "nav", "object", "option", "output",
    "pre", "samp", "script", "select", "style", "summary", "svg", "textarea", "th", "time",
];

/// Elements that have no end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "param",
];

/// Marks the first use of each term between `<main` and `</main>` of a page.
pub fn mark(page: String, glossary: &Glossary) -> String {
    let (Some(start), Some(end)) = (page.find("<main"), page.rfind("</main>")) else {
        return page;
    };
    if glossary.words.is_empty() || end < start {
        return page;
    }
    let mut marker = Marker {
        glossary,
        seen: vec![false; glossary.terms.len()],
        out: String::with_capacity(page.len() + 1024),
    };
    marker.out.push_str(&page[..start]);
    marker.html(&page[start..end]);
    marker.out.push_str(&page[end..]);
    marker.out
}

struct Marker<'a> {
    glossary: &'a Glossary,
    seen: Vec<bool>,
    out: String,
}

impl Marker<'_> {
    fn html(&mut self, html: &str) {
        // The element that is passed over, and how many of its name are open.
        let mut outside: Option<(&str, usize)> = None;
        let mut at = 0;
        while at < html.len() {
            let tag = html[at..].find('<').map_or(html.len(), |found| at + found);
            match outside {
                None => self.text(&html[at..tag]),
                Some(_) => self.out.push_str(&html[at..tag]),
            }
            let end = tag_end(html, tag);
            let written = &html[tag..end];
            self.out.push_str(written);
            at = end;
            let is_end = written.starts_with("</");
            let name = name_of(written);
            match &mut outside {
                Some((open, depth)) if *open == name => {
                    *depth = if is_end { *depth - 1 } else { *depth + 1 };
                    if *depth == 0 {
                        outside = None;
                    }
                }
                Some(_) => {}
                None if is_end || name.is_empty() || VOID.contains(&name) => {}
                None if is_outside(name, written) && !written.ends_with("/>") => {
                    outside = Some((name, 1));
                }
                None => {}
            }
        }
    }

    /// Text between two tags.
    fn text(&mut self, text: &str) {
        let mut done = 0;
        let mut at = 0;
        while let Some((range, index)) = self.glossary.words.find(text, at) {
            at = range.end;
            if std::mem::replace(&mut self.seen[index], true) {
                continue;
            }
            let term = &self.glossary.terms[index];
            if says_itself(text, range.start, range.end, term) {
                continue;
            }
            self.out.push_str(&text[done..range.start]);
            self.term(&text[range.clone()], index);
            done = range.end;
        }
        self.out.push_str(&text[done..]);
    }

    /// A word with its meaning. The brackets are for paper and for browsers without style.
    fn term(&mut self, written: &str, index: usize) {
        let term = &self.glossary.terms[index];
        if term.long.is_none() && term.text.is_none() {
            self.out.push_str(written);
            return;
        }
        let out = &mut self.out;
        let id = &term.anchor;
        out.push_str("<dfn class=\"term\" tabindex=\"0\" aria-describedby=\"");
        out.push_str(id);
        out.push_str("\">");
        out.push_str(written);
        out.push_str("<span class=\"meaning\" role=\"tooltip\" id=\"");
        out.push_str(id);
        out.push_str("\"><i> (</i>");
        // Another word for it is explained by the word itself too.
        let is_other = !begins_with_name(written, &term.name.0);
        let long = term.long.as_deref();
        let head = match (is_other, long) {
            (true, Some(long)) if same(written, long) => Some(term.name.0.clone()),
            (true, Some(long)) => Some(format!("{}, {long}", term.name.0)),
            (true, None) => Some(term.name.0.clone()),
            (false, long) => long.map(str::to_owned),
        };
        if let Some(head) = &head {
            out.push_str("<b>");
            escape(head, out);
            out.push_str("</b>");
        }
        if let Some(text) = &term.text {
            out.push_str(if head.is_some() { "<i>: </i>" } else { "" });
            out.push_str("<span>");
            escape(&text.replace('`', ""), out);
            out.push_str("</span>");
        }
        out.push_str("<i>)</i></span></dfn>");
    }
}

/// Whether the author says there what the term stands for: `Site Reliability Engineer (SRE)`.
fn says_itself(text: &str, start: usize, end: usize, term: &Term) -> bool {
    let Some(long) = &term.long else { return false };
    let before = text[..start].strip_suffix('(').map(str::trim_end);
    let ends = before.and_then(|before| before.get(before.len().checked_sub(long.len())?..));
    if ends.is_some_and(|ends| same(ends, long)) {
        return true;
    }
    let after = text[end..].strip_prefix(" (");
    after
        .and_then(|after| after.get(..long.len()))
        .is_some_and(|begins| same(begins, long))
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn begins_with_name(written: &str, name: &str) -> bool {
    written.to_lowercase().starts_with(&name.to_lowercase())
}

/// The name of the element that a tag opens or ends; empty for a comment.
fn name_of(tag: &str) -> &str {
    let rest = tag.trim_start_matches(['<', '/']);
    let len = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    &rest[..len]
}

/// Whether nothing is explained inside: by what it is, or because nobody sees it or a site says so.
fn is_outside(name: &str, tag: &str) -> bool {
    OUTSIDE.contains(&name)
        || [
            " hidden",
            "aria-hidden=\"true\"",
            "unseen",
            "tab-label",
            "data-terms=\"off\"",
        ]
        .iter()
        .any(|attribute| tag.contains(attribute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;

    fn marked(main: &str) -> String {
        let file = SitePath::new("content/glossary.toml").expect("a path");
        let text = "SRE = \"Site Reliability Engineer\"\nPPO = { long = \"Platform Product Owner\", also = [\"product owner\"] }\npod = { text = \"Runs a <b> container.\" }\n";
        let page = format!("<p>SRE</p><main>{main}</main><p>SRE</p>");
        let page = mark(page, &Glossary::read(&file, text));
        let inside = page
            .strip_prefix("<p>SRE</p><main>")
            .expect("the beginning");
        let inside = inside.strip_suffix("</main><p>SRE</p>").expect("the end");
        // The markup in short.
        let inside = inside.replace(" class=\"term\" tabindex=\"0\"", "");
        let start = "<span class=\"meaning\" role=\"tooltip\" id=\"term:";
        let inside = inside.replace(start, "[").replace("</span></dfn>", "]");
        inside.replace("<dfn aria-describedby=\"term:", "{")
    }

    #[test]
    fn the_first_use_of_a_term_is_explained() {
        assert_eq!(
            marked("<p>An SRE &amp; an SRE.</p>"),
            "<p>An {sre\">SRE[sre\"><i> (</i><b>Site Reliability Engineer</b><i>)</i>] &amp; an SRE.</p>"
        );
    }

    #[test]
    fn another_name_tells_the_name_it_stands_for() {
        let html = marked("<p>The product owner and the PPO.</p>");
        assert!(
            html.contains("<b>PPO, Platform Product Owner</b>"),
            "{html}"
        );
        assert!(html.ends_with(" and the PPO.</p>"), "{html}");
    }

    #[test]
    fn links_code_headings_and_what_is_hidden_are_passed_over() {
        let outside = "<h2 id=\"SRE\">SRE <a>x</a></h2><a href=\"SRE\" title=\"a > SRE\">SRE</a><pre><span>SRE</span></pre><p hidden>SRE</p><span class=\"unseen\">SRE <span>SRE</span> SRE</span><!-- SRE --><svg><path/><text>SRE</text></svg><img alt=\"SRE\">";
        assert_eq!(marked(outside), outside);
        let html = marked(&format!("{outside}<p>SRE</p>"));
        assert!(html.starts_with(outside) && html.contains("<p>{sre\">SRE["));
    }

    #[test]
    fn what_the_author_explains_is_left_alone() {
        for text in [
            "<p>A site reliability engineer (SRE) and an SRE.</p>",
            "<p>An SRE (Site Reliability Engineer).</p>",
        ] {
            assert_eq!(marked(text), text);
        }
    }

    #[test]
    fn meanings_are_escaped() {
        assert!(marked("<p>A Pod</p>").contains("<span>Runs a &lt;b&gt; container.</span>"));
    }

    #[test]
    fn broken_html_ends_nothing() {
        for text in [
            "<p SRE",
            "<a>SRE",
            "<",
            "<!-- SRE",
            "</p></p>",
            "<p title='SRE",
        ] {
            assert_eq!(marked(text), text);
        }
    }
}
