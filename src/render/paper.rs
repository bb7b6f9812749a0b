//! A paper as HTML: in the preview, and as one file that can be printed or sent.

use crate::model::Site;
use crate::report::paper::{Block, Paper, Piece, Section, Target, Text};
use crate::theme::{STYLE, Theme};

use super::link::{attribute, escape};

/// The looks of a paper, beside those of the site. They are no part of a theme, whose files are all
/// published.
pub const LOOKS: &str = include_str!("paper.css");

/// Where a link of a paper leads: the address of a page and that of its file in an editor, each
/// where there is one.
pub type Ways<'a> = &'a dyn Fn(&Target) -> (Option<String>, Option<String>);

/// A whole page with its looks in it, which needs nothing beside it. Its links lead to the published
/// site, where the site says where that is.
pub fn document(paper: &Paper, site: &Site, theme: &Theme) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>",
    );
    escape(&paper.title, &mut out);
    out.push_str("</title>\n<style>\n");
    let style = theme.assets.get(STYLE);
    let style = style.and_then(|asset| std::str::from_utf8(&asset.bytes).ok());
    for text in [style.unwrap_or_default(), LOOKS] {
        // Nothing in a style sheet may end the element that it stands in.
        out.push_str(&text.replace("</", "<\\/"));
        out.push('\n');
    }
    out.push_str("</style>\n</head>\n<body class=\"paper\">\n<main>\n");
    let base = site.config.base_url.as_ref().map(|url| url.as_str());
    let ways = |target: &Target| {
        let address = target.address.as_deref();
        let whole = base
            .zip(address)
            .map(|(base, address)| format!("{}{}", base.trim_end_matches('/'), address));
        (whole, None)
    };
    heading(paper, &mut out);
    sections(&paper.sections, &ways, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// The title of a paper.
pub fn heading(paper: &Paper, out: &mut String) {
    out.push_str("<header class=\"page-head\"><h1>");
    escape(&paper.title, out);
    out.push_str("</h1>");
    if !paper.subtitle.is_empty() {
        out.push_str("<p class=\"summary\">");
        escape(&paper.subtitle, out);
        out.push_str("</p>");
    }
    out.push_str("</header>\n");
}

/// The sections of a paper.
pub fn sections(sections: &[Section], ways: Ways<'_>, out: &mut String) {
    for section in sections {
        out.push_str("<section");
        attribute(out, "id", section.id);
        out.push_str("><h2>");
        escape(&section.title, out);
        out.push_str("</h2>\n");
        for one in &section.blocks {
            block(one, ways, out);
        }
        out.push_str("</section>\n");
    }
}

fn block(block: &Block, ways: Ways<'_>, out: &mut String) {
    match block {
        Block::Line(line) => element("p", line, ways, out),
        Block::Head(line) => element("h3", line, ways, out),
        Block::List(items) => list("ul", items, ways, out),
        Block::Steps(items) => list("ol", items, ways, out),
        Block::Quote(said, by) => {
            out.push_str("<blockquote><p>");
            escape(said, out);
            out.push_str("</p><footer>");
            escape(by, out);
            out.push_str("</footer></blockquote>\n");
        }
        Block::Table(columns, rows) => table(columns, rows, ways, out),
    }
}

fn element(name: &str, line: &Text, ways: Ways<'_>, out: &mut String) {
    out.push_str(&format!("<{name}>"));
    text(line, ways, out);
    out.push_str(&format!("</{name}>\n"));
}

fn list(name: &str, items: &[Text], ways: Ways<'_>, out: &mut String) {
    out.push_str(&format!("<{name}>\n"));
    for item in items {
        element("li", item, ways, out);
    }
    out.push_str(&format!("</{name}>\n"));
}

fn table(columns: &[&str], rows: &[Vec<Text>], ways: Ways<'_>, out: &mut String) {
    out.push_str("<div class=\"table-scroll stacks\"><table>\n");
    if columns.iter().any(|head| !head.is_empty()) {
        out.push_str("<thead><tr>");
        for head in columns {
            out.push_str("<th scope=\"col\">");
            escape(head, out);
            out.push_str("</th>");
        }
        out.push_str("</tr></thead>\n");
    }
    out.push_str("<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (cell, head) in row.iter().zip(columns) {
            out.push_str("<td");
            if !head.is_empty() {
                attribute(out, "data-label", head);
            }
            out.push('>');
            text(cell, ways, out);
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn text(text: &Text, ways: Ways<'_>, out: &mut String) {
    for piece in text {
        match piece {
            Piece::Plain(words) => prose(words, out),
            Piece::Strong(words) => marked("strong", "", words, out),
            Piece::Dim(words) => marked("span", "dim", words, out),
            Piece::Bad(words) => marked("span", "bad", words, out),
            Piece::Good(words) => marked("span", "good", words, out),
            Piece::Link(target) => link(target, ways, out),
        }
    }
}

/// Words in which names of keys and commands stand between backticks, as in a terminal.
fn prose(words: &str, out: &mut String) {
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, behind)) = after.split_once('`') else {
            break;
        };
        escape(before, out);
        out.push_str("<code>");
        escape(code, out);
        out.push_str("</code>");
        rest = behind;
    }
    escape(rest, out);
}

fn marked(name: &str, class: &str, words: &str, out: &mut String) {
    out.push_str(&format!("<{name}"));
    if !class.is_empty() {
        attribute(out, "class", class);
    }
    out.push('>');
    prose(words, out);
    out.push_str(&format!("</{name}>"));
}

fn link(target: &Target, ways: Ways<'_>, out: &mut String) {
    let (page, editor) = ways(target);
    match page {
        Some(address) => anchor(&address, &target.title, out),
        None => escape(&target.title, out),
    }
    if let Some(address) = editor {
        out.push_str(" <small>");
        anchor(&address, "edit", out);
        out.push_str("</small>");
    }
}

fn anchor(address: &str, words: &str, out: &mut String) {
    out.push_str("<a");
    attribute(out, "href", address);
    out.push('>');
    escape(words, out);
    out.push_str("</a>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_backticks_is_code_and_a_single_one_stays() {
        let html = |words: &str| {
            let mut out = String::new();
            prose(words, &mut out);
            out
        };
        assert_eq!(
            html("add `a<b` to `c`!"),
            "add <code>a&lt;b</code> to <code>c</code>!"
        );
        assert_eq!(html("one ` only"), "one ` only");
    }
}
