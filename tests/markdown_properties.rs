//! What holds for any text: no panic, places that exist, balanced HTML, one outline for all passes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use groundplan::markdown::compile::compile;
use groundplan::markdown::expand::{Expanded, expand};
use groundplan::markdown::outline::outline;
use groundplan::markdown::{Body, LinkKind, Options, Outline, RawHtml, Segment, twin};
use groundplan::path::SitePath;
use proptest::prelude::*;

const RAW_HTML: [RawHtml; 3] = [RawHtml::Text, RawHtml::Sanitize, RawHtml::Trust];

/// Compiles a text with everything that can be checked without knowing it.
fn check(text: &str, options: &Options, include: &dyn Fn(&SitePath) -> Option<Arc<str>>) {
    let file = SitePath::new("content/page.md").unwrap();
    let expanded = expand(&file, text, 0, options, include);
    let page = outline(&expanded, options);
    let body = compile(&expanded, &page, options);
    spans_exist(text, &file, &page, include);
    holes_are_those_of_the_outline(&body, &page);
    ids_are_unique(&page);
    let html = joined(&body);
    if options.raw_html != RawHtml::Trust {
        tags_are_balanced(&html);
        nothing_runs(&html);
    }
    let target = |index| Some(format!("target-{index}"));
    let embedded = |index| format!("| embedded |\n| --- |\n| {index} |\n");
    twin::markdown(&expanded, options.raw_html, &target, &embedded);
    again_is_the_same(&expanded, &page, &body, options);
}

fn spans_exist(
    text: &str,
    page: &SitePath,
    outline: &Outline,
    include: &dyn Fn(&SitePath) -> Option<Arc<str>>,
) {
    let headings = outline.headings.iter().map(|it| (&it.file, Some(it.span)));
    let links = outline.links.iter().map(|it| (&it.file, Some(it.span)));
    let findings = outline.findings.iter().map(|it| (&it.file, it.span));
    for (file, span) in headings.chain(links).chain(findings) {
        let included = include(file);
        let source = if file == page {
            text
        } else {
            included.as_deref().unwrap_or("")
        };
        if let Some(span) = span {
            assert!(
                source.get(span.start..span.end).is_some(),
                "{span:?} of {file} in {text:?}"
            );
        }
    }
}

fn holes_are_those_of_the_outline(body: &Body, outline: &Outline) {
    for segment in &body.segments {
        if let Segment::Embed(index) = segment {
            assert!(*index < outline.embeds.len());
        }
        let (index, kind) = match segment {
            Segment::LinkAttributes(index) => (*index, LinkKind::Link),
            Segment::ImageAttributes(index) => (*index, LinkKind::Image),
            _ => continue,
        };
        assert_eq!(outline.links.get(index).map(|link| link.kind), Some(kind));
    }
}

fn ids_are_unique(outline: &Outline) {
    let mut ids: Vec<&str> = outline.headings.iter().map(|it| it.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
}

fn again_is_the_same(expanded: &Expanded, page: &Outline, body: &Body, options: &Options) {
    let again = compile(expanded, &outline(expanded, options), options);
    assert_eq!(joined(&again), joined(body));
    assert_eq!(outline(expanded, options).anchors, page.anchors);
}

/// The HTML with holes filled as the site would.
fn joined(body: &Body) -> String {
    let mut html = String::new();
    for segment in &body.segments {
        match segment {
            Segment::Html(part) => html.push_str(part),
            Segment::LinkAttributes(_) => html.push_str(" href=\"x\""),
            Segment::ImageAttributes(_) => html.push_str(" src=\"x\""),
            Segment::Code(_) => html.push_str("<pre><code>x</code></pre>"),
            Segment::Embed(_) => html.push_str("<table><tr><td>x</td></tr></table>"),
        }
    }
    html
}

/// The tags of HTML as our writer and the sanitiser make it: names, and whether they close.
fn tags(html: &str) -> Vec<(bool, String)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let mut quoted = false;
        let end = rest.find(|letter| {
            quoted ^= letter == '"';
            letter == '>' && !quoted
        });
        let end = end.unwrap_or_else(|| panic!("a tag never ends: {html}"));
        tags.push((closes, name[..letters].to_owned()));
        rest = &rest[end + 1..];
    }
    tags
}

fn tags_are_balanced(html: &str) {
    let mut open: Vec<String> = Vec::new();
    for (closes, name) in tags(html) {
        if ["br", "hr", "img", "input", "col", "wbr"].contains(&name.as_str()) {
            continue;
        }
        if closes {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} in {html}");
}

fn nothing_runs(html: &str) {
    let mut quoted = false;
    let mut in_tag = false;
    // Only what stands in tags and outside of values: names of elements and attributes.
    let bare: String = html
        .chars()
        .map(|letter| {
            quoted ^= in_tag && letter == '"';
            in_tag = (in_tag && (quoted || letter != '>')) || (!in_tag && letter == '<');
            if in_tag && !quoted { letter } else { ' ' }
        })
        .collect();
    for name in [" style=", "<script", "<style", "<svg", "<iframe", " on"] {
        let lower = bare.to_lowercase();
        assert!(!lower.contains(name), "{name} in {html}");
    }
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), 0..3usize).prop_map(|(material, raw_html)| Options {
        material,
        raw_html: RAW_HTML[raw_html],
    })
}

/// Texts of pieces that mean something in markdown.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "a",
        "é",
        "👩\u{200d}💻",
        "word ",
        "- ",
        "1. ",
        "> ",
        ">",
        "# ",
        "## ",
        "===",
        "---",
        "***",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```",
        "```rust title=\"a\"\n",
        "~~~",
        ":::",
        ":::note",
        ":::tip A `b`\n",
        "\n:::details\n",
        "\n:::tabs\n",
        "\n:::tab A\n",
        "\n:::\n",
        ":::nope\n",
        "\n:::include a.md\n",
        "\n:::include /b.txt region=\"r\"\n",
        "\n:::include ../../x\n",
        "!!! note \"T\"\n",
        "    body\n",
        "??? tip\n",
        "\n=== \"A\"\n",
        "<div markdown>\n",
        "</div>\n",
        "<!G>",
        "<div>",
        "<b>",
        "</b>",
        "<!-- ",
        " -->",
        "<script>",
        "</script>",
        "<p id=\"a\" onclick=\"x\" style=\"y\">",
        "<a href=\"javascript:x\">",
        "<textarea>",
        "<br>",
        "<?",
        "<![CDATA[",
        "<x",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](x)",
        "](x \"t\")",
        "[a](b)",
        "[r]",
        "\n[r]: /x\n",
        "[^1]",
        "\n[^1]: note\n",
        "[!NOTE]",
        "> [!TIP] T\n",
        "|",
        "|-|-|\n",
        "| a | b |\n",
        "- [ ] ",
        "- [x] ",
        "{#id .c}",
        "{",
        "}",
        "{{ x }}",
        "{% y %}",
        "&amp;",
        "&",
        "\\",
        "http://a.b/c",
        "https://x.example/?a=1&amp;b",
        "www.a.b",
        "://",
        "\0",
        "\u{202e}",
        "\u{feff}",
        "\"",
    ];
    let letters = proptest::collection::vec(proptest::sample::select(pieces), 0..40);
    letters.prop_map(|pieces| pieces.concat())
}

fn include(path: &SitePath) -> Option<Arc<str>> {
    match path.as_str() {
        "content/a.md" => Some("+++\n+++\n# Inner\n\n:::note\n[l](m)\n\n```\nopen".into()),
        "content/b.txt" => Some("x\n#region r\ny ``` y\n#endregion r\n".into()),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_is_compiled(text in markdown(), options in options()) {
        check(&text, &options, &include);
    }

    #[test]
    fn any_text_is_compiled(text in "\\PC{0,60}", options in options()) {
        check(&text, &options, &include);
    }
}

#[test]
fn every_file_that_includes_itself_ends() {
    let itself = |_: &SitePath| -> Option<Arc<str>> {
        Some(":::include a.md\n:::include b.md\n:::include c.md\n".into())
    };
    for raw_html in RAW_HTML {
        let options = Options {
            material: true,
            raw_html,
        };
        check(":::include a.md\n:::include b.md\n", &options, &itself);
    }
}

/// Pages of a real documentation, where they are at hand.
#[test]
fn real_pages_are_compiled() {
    let mut pages = Vec::new();
    find_pages(Path::new("content"), &mut pages);
    if let Some(corpus) = std::env::var_os("GROUNDPLAN_CORPUS") {
        find_pages(Path::new(&corpus), &mut pages);
    }
    for path in pages {
        let text = std::fs::read_to_string(&path).unwrap();
        for raw_html in RAW_HTML {
            for material in [false, true] {
                check(&text, &Options { material, raw_html }, &|_| None);
            }
        }
    }
}

fn find_pages(folder: &Path, pages: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_pages(&path, pages);
        } else if path.extension().is_some_and(|end| end == "md") {
            pages.push(path);
        }
    }
}
