//! What authors write, and what becomes of it.

use std::sync::Arc;

use groundplan::diagnostic::Diagnostic;
use groundplan::markdown::compile::compile;
use groundplan::markdown::expand::expand;
use groundplan::markdown::outline::outline;
use groundplan::markdown::{CodeBlock, Options, Outline, RawHtml, Segment, twin};
use groundplan::path::SitePath;

/// A page with all that is made of it.
struct Page {
    text: String,
    files: Vec<(&'static str, &'static str)>,
    outline: Outline,
    html: String,
    code: Vec<Arc<CodeBlock>>,
    twin: String,
}

fn page(text: &str) -> Page {
    page_with(text, Options::default(), &[])
}

fn material(text: &str) -> Page {
    let options = Options {
        material: true,
        ..Options::default()
    };
    page_with(text, options, &[])
}

fn raw(text: &str, raw_html: RawHtml) -> Page {
    let options = Options {
        raw_html,
        ..Options::default()
    };
    page_with(text, options, &[])
}

fn page_with(text: &str, options: Options, files: &[(&'static str, &'static str)]) -> Page {
    let file = SitePath::new("content/docs/page.md").unwrap();
    let include = |path: &SitePath| {
        let found = files.iter().find(|(name, _)| *name == path.as_str());
        found.map(|(_, text)| Arc::from(*text))
    };
    let expanded = expand(&file, text, 0, &options, &include);
    let outline = outline(&expanded, &options);
    let mut html = String::new();
    let mut code = Vec::new();
    for segment in compile(&expanded, &outline, &options).segments {
        match segment {
            Segment::Html(part) => html.push_str(&part),
            Segment::LinkAttributes(index) | Segment::ImageAttributes(index) => {
                html.push_str(&format!(" to=\"{}\"", outline.links[index].target));
            }
            Segment::Embed(index) => {
                let embed = &outline.embeds[index];
                let (name, span) = &embed.subject;
                assert_eq!(span.of(text), name, "{text}");
                html.push_str(&format!("[embed {name} {:?}]", embed.arguments));
            }
            Segment::Code(block) => {
                html.push_str(&format!("[code {}]", block.language));
                code.push(block);
            }
        }
    }
    Page {
        text: text.to_owned(),
        files: files.to_vec(),
        twin: twin::markdown(&expanded, options.raw_html, &|_| None, &|_| String::new()),
        outline,
        html,
        code,
    }
}

impl Page {
    /// Its findings as `code: what is marked in the text`.
    fn findings(&self) -> Vec<String> {
        let line = |it: &Diagnostic| {
            let file = self.files.iter().find(|file| file.0 == it.file.as_str());
            let text = file.map_or(self.text.as_str(), |file| file.1);
            format!("{}: {}", it.code, it.span.unwrap_or_default().of(text))
        };
        self.outline.findings.iter().map(line).collect()
    }

    fn ids(&self) -> Vec<&str> {
        self.outline
            .headings
            .iter()
            .map(|it| it.id.as_str())
            .collect()
    }
}

const PLAIN_NOTE: &str = "<aside class=\"callout note\" role=\"note\"><p class=\"callout-title\">Note</p>\n<p>Body</p>\n</aside>\n";

mod directives {
    use super::*;

    #[test]
    fn a_callout_and_an_alert_look_the_same() {
        assert_eq!(page(":::note\nBody\n:::\n").html, PLAIN_NOTE);
        assert_eq!(page("> [!NOTE]\n> Body\n").html, PLAIN_NOTE);
        assert_eq!(page("> [!note]\n>\n> Body\n").html, PLAIN_NOTE);
        let titled = PLAIN_NOTE.replace(">Note<", ">Mind <code>x</code><");
        assert_eq!(page(":::note Mind `x`\nBody\n:::\n").html, titled);
        assert_eq!(page("> [!NOTE] Mind `x`\n> Body\n").html, titled);
    }

    #[test]
    fn an_unknown_alert_is_a_quote() {
        let html = page("> [!FOO]\n> Body\n").html;
        assert_eq!(html, "<blockquote>\n<p>[!FOO]\nBody</p>\n</blockquote>\n");
    }

    #[test]
    fn details_tabs_and_steps_need_no_script() {
        let details = page(":::details \"More\" open\nBody\n:::\n").html;
        assert_eq!(
            details,
            "<details open><summary>More</summary>\n<p>Body</p>\n</details>\n"
        );
        let tabs = page("::::tabs\n:::tab Linux\na\n:::\n:::tab macOS\nb\n:::\n::::\n").html;
        assert_eq!(tabs.matches("<div class=\"tab\" data-label=").count(), 2);
        assert!(tabs.starts_with("<div class=\"tabs\" data-tabs>\n<div class=\"tab\" data-label=\"Linux\"><p class=\"tab-label\">Linux</p>\n<p>a</p>\n</div>"));
        let steps = page(":::steps\n1. a\n2. b\n:::\n").html;
        assert_eq!(
            steps,
            "<div class=\"steps\">\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n</div>\n"
        );
    }

    #[test]
    fn blocks_stand_in_lists_and_quotes() {
        let list = page("- a\n  :::note\n  Body\n  :::\n- b\n");
        assert_eq!(list.findings(), [""; 0]);
        assert!(
            list.html.contains("Body</aside>\n</li>\n<li>b</li>"),
            "{}",
            list.html
        );
        let quote = page("> :::note\n> Body\n> :::\n");
        assert_eq!(
            quote.html,
            format!("<blockquote>\n{PLAIN_NOTE}</blockquote>\n")
        );
    }

    #[test]
    fn references_and_footnotes_work_across_blocks() {
        let html = page(":::note\n[a][r] and[^1]\n:::\n\n[r]: /x\n\n[^1]: Text\n").html;
        assert!(html.contains("<a to=\"/x\">a</a>"));
        assert!(html.contains("<li id=\"fn-1\"><p>Text"));
    }

    #[test]
    fn in_code_and_in_comments_markers_are_text() {
        let page = page("```\n:::note\n```\n\n    :::tip\n\n<!--\n:::note\n-->\n");
        assert_eq!(page.findings(), [""; 0]);
        let code: Vec<&str> = page.code.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(code, [":::note\n", ":::tip\n"]);
        assert_eq!(page.html, "[code ][code ]");
    }

    #[test]
    fn html_does_not_swallow_the_end_of_a_block() {
        let page = page(":::note\n<img src=\"x\">\n:::\nAfter\n");
        assert_eq!(page.findings(), [""; 0]);
        assert!(
            page.html.ends_with("</aside>\n<p>After</p>\n"),
            "{}",
            page.html
        );
    }

    #[test]
    fn an_unknown_name_is_reported_and_its_body_is_shown() {
        let page = page(":::wraning Mind\nBody\n:::\n");
        assert_eq!(page.findings(), ["markdown/unknown-directive: wraning"]);
        assert_eq!(
            page.outline.findings[0].replacement.as_deref(),
            Some("warning")
        );
        assert!(page.html.contains("<p>Body</p>"));
    }

    #[test]
    fn an_unknown_block_is_one_finding_closed_or_not() {
        let page = page("a\n\n:::nonsense\n\nb\n");
        assert_eq!(page.findings(), ["markdown/unknown-directive: nonsense"]);
        assert!(page.html.contains("<p>b</p>"));
    }

    #[test]
    fn a_block_that_is_never_closed_ends_with_what_it_stands_in() {
        let page = page("- :::note\n  a\n\nb\n\n:::tip\nc\n");
        assert_eq!(
            page.findings(),
            ["markdown/unclosed: :::note", "markdown/unclosed: :::tip"]
        );
        assert!(
            page.html.contains("</aside>\n</li>\n</ul>\n<p>b</p>"),
            "{}",
            page.html
        );
        assert!(page.html.ends_with("</aside>\n"));
    }

    #[test]
    fn a_closing_line_that_closes_nothing_is_reported() {
        assert_eq!(page("a\n\n:::\n").findings(), ["markdown/unclosed: :::"]);
        let inside = page(":::note\n- a\n  :::\n:::\n");
        assert_eq!(inside.findings(), ["markdown/unclosed: :::"]);
    }

    #[test]
    fn steps_that_fall_apart_are_reported_where_they_begin_again() {
        let torn = page(":::steps\n1. a\n\n  b\n\n2. c\n:::\n");
        assert_eq!(torn.findings(), ["markdown/torn-steps: 2. c"]);
        for whole in [
            ":::steps\n1. a\n\n   b\n\n2. c\n   1. d\n\n   e\n\n   3. f\n:::\n",
            "1. a\n\nb\n\n2. c\n",
            ":::steps\n1. a\n:::\n\n:::steps\n2. b\n:::\n",
            ":::steps\n- a\n\nb\n\n- c\n:::\n",
        ] {
            assert!(page(whole).findings().is_empty(), "{whole}");
        }
    }

    #[test]
    fn a_block_indented_too_far_is_text_and_reported() {
        let page = page("text\n    :::note\n    more\n");
        assert_eq!(page.findings(), ["markdown/unclosed: :::note"]);
        assert_eq!(page.html, "<p>text\n:::note\nmore</p>\n");
    }

    #[test]
    fn an_authors_own_markup_is_no_marker() {
        assert_eq!(
            page("<!G>\n\n:::note\nBody\n:::\n").html,
            format!("<p class=\"raw-html\">&lt;!G&gt;</p>\n{PLAIN_NOTE}")
        );
    }
}

mod includes {
    use super::*;

    const FILES: &[(&str, &str)] = &[
        (
            "content/docs/part.md",
            "---\ntitle: x\n---\n## Part\n\n[up](../y.md)\n",
        ),
        (
            "content/code.rs",
            "fn a() {}\n// #region main\nfn b() {}\n// #endregion main\n",
        ),
        ("content/docs/open.md", ":::note\n\n```\nnever closed\n"),
        ("content/docs/circle.md", ":::include circle2.md\n"),
        ("content/docs/circle2.md", ":::include circle.md\n"),
    ];

    fn including(text: &str) -> Page {
        page_with(text, Options::default(), FILES)
    }

    #[test]
    fn links_of_an_included_file_belong_to_that_file() {
        let page = including("# Page\n\n:::include part.md\n");
        assert_eq!(page.ids(), ["page", "part"]);
        let link = &page.outline.links[0];
        assert_eq!(link.file.as_str(), "content/docs/part.md");
        assert_eq!(link.span.of(FILES[0].1), "../y.md");
        assert!(!page.html.contains("title: x"));
    }

    #[test]
    fn other_texts_become_code_and_a_region_is_a_part() {
        let page = including(":::include /code.rs region=\"main\" title=\"code.rs\"\n");
        assert_eq!(page.code[0].code, "fn b() {}\n");
        assert_eq!(
            (&*page.code[0].language, &*page.code[0].title),
            ("rs", "code.rs")
        );
    }

    #[test]
    fn what_an_included_file_leaves_open_ends_with_it() {
        let page = including(":::include open.md\n\nAfter\n");
        assert!(
            page.html.ends_with("[code ]</aside>\n<p>After</p>\n"),
            "{}",
            page.html
        );
        assert_eq!(page.findings(), ["markdown/unclosed: :::note"]);
        assert_eq!(
            page.outline.findings[0].file.as_str(),
            "content/docs/open.md"
        );
    }

    #[test]
    fn an_include_stands_in_its_list_item() {
        let page = including("1. a\n\n   :::include part.md\n2. b\n");
        assert!(page.html.contains("<h2 id=\"part\">"), "{}", page.html);
        assert!(
            page.html.ends_with("<li><p>b</p>\n</li>\n</ol>\n"),
            "{}",
            page.html
        );
    }

    #[test]
    fn what_cannot_be_included_is_reported_and_shown_as_written() {
        let page =
            including(":::include nope.md\n\n:::include ../../secret\n\n:::include circle.md\n");
        assert_eq!(
            page.findings(),
            [
                "include/missing: :::include nope.md",
                "include/leaves-site: :::include ../../secret",
                "include/missing: :::include circle.md",
            ]
        );
        assert!(page.html.contains("<p>:::include nope.md</p>"));
        let chain = "content/docs/circle.md → content/docs/circle2.md → content/docs/circle.md";
        assert_eq!(page.outline.findings[2].label, chain);
    }

    #[test]
    fn an_include_in_code_is_text() {
        let page = including("```\n:::include part.md\n```\n");
        assert_eq!(page.code[0].code, ":::include part.md\n");
    }
}

mod outlines {
    use super::*;

    #[test]
    fn the_first_level_one_heading_is_the_title_and_not_in_the_body() {
        let page =
            page("<!-- a licence -->\n\n# The *title* [x](y)\n\nLead `it`\nhere.\n\n# Other\n");
        let title = &page.outline.headings[page.outline.title.unwrap()];
        assert_eq!(
            (&*title.text, &*title.html),
            ("The title x", "The <em>title</em> x")
        );
        assert_eq!(page.outline.lead, "Lead it here.");
        assert!(page.html.starts_with("<p>Lead"));
        assert!(page.html.contains("<h2 id=\"other\">Other <a class=\"anchor\" href=\"#other\" aria-label=\"Link to this section: Other\">#</a></h2>"));
        assert_eq!(super::page("Text\n\n# Late\n").outline.title, None);
        assert_eq!(super::page("> # Quoted\n").outline.title, None);
    }

    #[test]
    fn written_ids_are_kept_and_generated_ones_step_aside() {
        let page = page("## Same\n## Same\n## X {#same .cls}\n## fn 1\n\na[^1]\n\n[^1]: b\n");
        assert_eq!(page.ids(), ["same-1", "same-2", "same", "fn-1-1"]);
        assert!(page.html.contains("<h2 id=\"same\" class=\"cls\">X "));
        assert!(page.outline.anchors.contains(&"fnref-1".to_owned()));
    }

    #[test]
    fn attributes_of_headings_cannot_do_harm() {
        let page = page("## A {#a\"onclick=\"x .b\"onclick=\"y onclick=z}\n");
        assert!(!page.html.contains("onclick=\""), "{}", page.html);
        assert!(!page.html.contains("onclick=z>"), "{}", page.html);
    }

    #[test]
    fn a_long_lead_is_cut_between_words() {
        let lead = page(&"word ".repeat(100)).outline.lead;
        assert!(lead.chars().count() <= 300);
        assert!(lead.ends_with("word…"), "{lead}");
    }

    #[test]
    fn targets_of_links_are_found_where_they_are_written() {
        let text = "[a](b.md \"t\") ![i](<p q.png>) [r][R] <https://x.example> https://y.example/z. <a@b.example>\n\n[R]: c.md\n";
        let page = page(text);
        let found: Vec<(&str, &str)> = page
            .outline
            .links
            .iter()
            .map(|it| (&*it.target, it.span.of(text)))
            .collect();
        assert_eq!(
            found,
            [
                ("b.md", "b.md"),
                ("p q.png", "p q.png"),
                ("c.md", "c.md"),
                ("https://x.example", "https://x.example"),
                ("https://y.example/z", "https://y.example/z"),
                ("mailto:a@b.example", "a@b.example"),
            ]
        );
    }

    #[test]
    fn bare_links_are_not_made_in_code_and_links() {
        let page = page("`https://a.example` [https://b.example](c) http\\://d.example\n");
        let targets: Vec<&str> = page.outline.links.iter().map(|it| &*it.target).collect();
        assert_eq!(targets, ["c"]);
    }

    #[test]
    fn template_syntax_is_reported_once_a_file_and_not_in_code() {
        let page = page("`{{ a }}`\n\n{{ b }} {% c %}\n\n```\n{{ d }}\n```\n");
        assert_eq!(page.findings(), ["markdown/template-syntax: {{ b }}"]);
    }

    #[test]
    fn characters_nobody_sees_are_counted_and_named() {
        let page = page("a\u{202e}b\u{200b}\n");
        assert_eq!(page.findings(), ["text/hidden-characters: \u{202e}"]);
        let message = &page.outline.findings[0].message;
        assert!(
            message.contains("2 characters") && message.contains("U+202E"),
            "{message}"
        );
    }
}

mod bodies {
    use super::*;

    #[test]
    fn tables_scroll_and_align_without_style() {
        let html = page("| a | b |\n|:-:|--:|\n| 1<br>2 | `x` |\n").html;
        assert!(html.starts_with("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table>\n"));
        assert!(html.contains("<th scope=\"col\" class=\"center\">a</th>"));
        assert!(
            html.contains(
                "<td class=\"center\">1<br>\n2</td><td class=\"right\"><code>x</code></td>"
            )
        );
        assert!(!html.contains("style"));
    }

    #[test]
    fn tasks_are_boxes_that_cannot_be_ticked() {
        let html = page("- [ ] a\n- [x] b\n").html;
        assert!(html.contains(
            "<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"To do\"> a</li>"
        ));
        assert!(html.contains("disabled checked aria-label=\"Done\"> b</li>"));
    }

    #[test]
    fn an_image_alone_with_a_title_is_a_figure() {
        let html = page("![A *b*](x.png \"Cap\")\n\ntext ![c](y.png \"t\")\n").html;
        assert_eq!(
            html,
            "<figure><img to=\"x.png\" alt=\"A b\" loading=\"lazy\" decoding=\"async\"><figcaption>Cap</figcaption></figure>\n\
             <p>text <img to=\"y.png\" alt=\"c\" title=\"t\" loading=\"lazy\" decoding=\"async\"></p>\n"
        );
    }

    #[test]
    fn footnotes_are_numbered_by_their_first_reference() {
        let html = page("a[^b] c[^a] d[^b]\n\n[^a]: A\n\n[^b]: B\n").html;
        let b = html.find("<li id=\"fn-1\"><p>B").unwrap();
        let a = html.find("<li id=\"fn-2\"><p>A").unwrap();
        assert!(b < a);
        assert!(html.contains("id=\"fnref-1-2\""));
        assert!(html.contains("href=\"#fnref-1-2\""));
    }

    #[test]
    fn a_footnote_that_nothing_refers_to_is_not_lost() {
        assert!(
            page("a\n\n[^b]: Text\n")
                .html
                .contains("<li id=\"fn-1\"><p>Text</p></li>")
        );
    }

    #[test]
    fn code_keeps_its_letters_whatever_ends_its_lines() {
        let page = page("```rust title=\"a.rs\" {1}\r\na < b\r\n\r\nc\r\n```\r\n");
        assert_eq!(page.code[0].code, "a < b\n\nc\n");
        assert_eq!(
            (&*page.code[0].title, &*page.code[0].marked),
            ("a.rs", &[1][..])
        );
    }

    #[test]
    fn code_that_is_too_large_is_plain_and_reported() {
        let page = page(&format!("```js\n{}\n```\n", "a(".repeat(2000)));
        assert!(page.code[0].plain);
        assert_eq!(page.findings(), ["markdown/too-large: ```js"]);
    }

    #[test]
    fn unclosed_code_is_no_finding_but_an_unclosed_comment_is() {
        assert_eq!(page("```\na\n").findings(), [""; 0]);
        assert_eq!(
            page("a\n\n<!-- b\n").findings(),
            ["markdown/unclosed: <!--"]
        );
    }
}

mod raw_html {
    use super::*;

    #[test]
    fn it_is_text_by_default_and_comments_are_dropped() {
        let html = page("a <b onclick=\"x\">c</b> <!-- d -->\n\n<div>\n<p>e\n</div>\n").html;
        assert_eq!(
            html,
            "<p>a &lt;b onclick=\"x\"&gt;c&lt;/b&gt; </p>\n<p class=\"raw-html\">&lt;div&gt;<br>\n&lt;p&gt;e<br>\n&lt;/div&gt;</p>\n"
        );
    }

    #[test]
    fn sanitising_keeps_what_is_harmless_and_every_hole() {
        let text = "<b>x [l](y.md)</b> <i style=\"color:red\" onclick=\"z()\">i</i> <svg><script>a</script></svg>\n\n\
                    <details><summary>S</summary>\n\n```js\ncode\n```\n\n![i](p.png)\n\n- [ ] t\n\n</details>\n";
        let page = raw(text, RawHtml::Sanitize);
        assert!(
            page.html.contains("<b>x <a to=\"y.md\">l</a></b> <i>i</i>"),
            "{}",
            page.html
        );
        assert!(
            page.html
                .contains("<details><summary>S</summary>\n[code js]"),
            "{}",
            page.html
        );
        assert!(page.html.contains("<img to=\"p.png\" alt=\"i\""));
        assert!(page.html.contains("<input type=\"checkbox\" disabled"));
        assert!(!page.html.contains("<script") && !page.html.contains("style"));
    }

    #[test]
    fn sanitising_lets_no_author_take_our_ids_or_holes() {
        let text = "<p id=\"same\">a</p>\n\n<a id=\"mine\"></a><a id=\"mine\"></a>\n\n<i data-hole=\"hole0-0\">x</i> [l](y)\n\n## Same\n";
        let page = raw(text, RawHtml::Sanitize);
        assert_eq!(page.html.matches("id=\"same\"").count(), 1, "{}", page.html);
        assert_eq!(page.html.matches("id=\"mine\"").count(), 1, "{}", page.html);
        assert!(
            page.html.contains("<h2 id=\"same-1\">Same"),
            "{}",
            page.html
        );
        assert!(!page.html.contains("hole"));
        assert_eq!(page.outline.anchors, ["same", "mine", "same-1"]);
    }

    #[test]
    fn html_that_would_swallow_the_page_is_shown_as_text() {
        for start in [
            "a <textarea>",
            "a <script>",
            "<div title=\"",
            "<select>",
            "<template>",
        ] {
            let page = raw(
                &format!("{start}\n\nText [l](y)\n\n```\nc\n```\n\n## End\n"),
                RawHtml::Sanitize,
            );
            assert!(
                page.html.contains("Text <a to=\"y\">l</a>"),
                "{start}: {}",
                page.html
            );
            assert!(page.html.contains("[code ]"), "{start}: {}", page.html);
            assert!(
                page.html.contains("<h2 id=\"end\">"),
                "{start}: {}",
                page.html
            );
        }
    }

    #[test]
    fn trust_keeps_it_as_it_is() {
        let html = raw("<div onclick=\"x\">\n\n**b**\n\n</div>\n", RawHtml::Trust).html;
        assert_eq!(
            html,
            "<div onclick=\"x\">\n<p><strong>b</strong></p>\n</div>\n"
        );
    }
}

mod material_markdown {
    use super::*;

    #[test]
    fn exclamation_marks_make_callouts() {
        assert_eq!(material("!!! note\n    Body\n").html, PLAIN_NOTE);
        assert_eq!(
            material("!!! note\n\n    Body\n\nAfter\n").html,
            format!("{PLAIN_NOTE}<p>After</p>\n")
        );
        let titled = material("!!! danger \"Hot `x`\"\n    Body\n").html;
        assert!(titled.starts_with("<aside class=\"callout caution\" role=\"note\"><p class=\"callout-title\">Hot <code>x</code></p>"));
        assert_eq!(
            page("!!! note\n    Body\n").html,
            "<p>!!! note\nBody</p>\n",
            "only when it is asked for"
        );
    }

    #[test]
    fn they_nest_in_each_other_and_in_lists() {
        let page = material(
            "1. a\n\n    ??? tip \"T\"\n\n        === \"A\"\n\n            one\n\n        === \"B\"\n\n            two\n\n    after\n\n2. b\n",
        );
        assert_eq!(page.findings(), [""; 0]);
        assert!(page.html.contains("<details class=\"callout tip\"><summary>T</summary>\n<div class=\"tabs\" data-tabs>"), "{}", page.html);
        assert_eq!(page.html.matches("class=\"tab\"").count(), 2);
        assert!(
            page.html
                .contains("</details>\n<p>after</p>\n</li>\n<li><p>b</p>"),
            "{}",
            page.html
        );
    }

    #[test]
    fn code_in_a_body_keeps_its_own_indentation() {
        let page =
            material("!!! note\n    ```\n    a\n        b\n    ```\n\n```\n!!! tip\n    c\n```\n");
        let code: Vec<&str> = page.code.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(code, ["a\n    b\n", "!!! tip\n    c\n"]);
    }

    #[test]
    fn wrappers_of_grids_are_dropped() {
        let page = material("<div class=\"grid cards\" markdown>\n\n- a\n\n</div>\n");
        assert_eq!(page.html, "<ul>\n<li>a</li>\n</ul>\n");
    }

    #[test]
    fn places_stay_right() {
        let text = "!!! note\n    [a](b.md)\n\n    ??? tip\n        [c](d.md)\n";
        let page = material(text);
        let written: Vec<&str> = page
            .outline
            .links
            .iter()
            .map(|it| it.span.of(text))
            .collect();
        assert_eq!(written, ["b.md", "d.md"]);
    }
}

mod twins {
    use super::*;

    #[test]
    fn blocks_are_quotes_and_bold_titles() {
        let twin =
            page("# Title\n\n:::note Mind\nBody\n\n```\na\n```\n:::\n:::details More\nx\n:::\n")
                .twin;
        assert_eq!(
            twin,
            "> **Note: Mind**\n>\n> Body\n>\n> ```\n> a\n> ```\n\n**More**\n\nx\n"
        );
    }

    #[test]
    fn quotes_stand_where_their_blocks_stood() {
        let twin = page("- a\n  :::tip\n  b\n  :::\n- c\n").twin;
        assert_eq!(twin, "- a\n\n  > **Tip**\n  >\n  > b\n\n- c\n");
    }

    #[test]
    fn comments_are_not_published() {
        assert_eq!(
            page("a <!-- b --> c\n\n<!--\nd\n-->\n\ne\n").twin,
            "a  c\n\n\ne\n"
        );
    }

    #[test]
    fn targets_are_replaced_where_they_are_written() {
        let text = "[a](b.md) ![c](d.png) [e][f] [g][f]\n\n[f]: h.md\n";
        let file = SitePath::new("content/p.md").unwrap();
        let expanded = expand(&file, text, 0, &Options::default(), &|_| None);
        let new = |index| (index != 1).then(|| format!("new{index}"));
        let twin = twin::markdown(&expanded, Options::default().raw_html, &new, &|_| {
            String::new()
        });
        assert_eq!(twin, "[a](new0) ![c](d.png) [e][f] [g][f]\n\n[f]: new2\n");
    }
}

mod hostile {
    use super::*;

    /// The shapes that are known to hurt markdown parsers, small enough for a test.
    fn shapes() -> Vec<(&'static str, String)> {
        let many = |unit: &str| unit.repeat(3000);
        let mut footnotes: String = (0..1000)
            .map(|it| format!("[^{it}]: [^{}]\n\n", it + 1))
            .collect();
        footnotes.push_str("[^0]");
        vec![
            ("quotes", many(">") + "x"),
            (
                "lists",
                (0..300).map(|it| "  ".repeat(it) + "- a\n").collect(),
            ),
            ("brackets", many("[") + "a" + &many("](x)")),
            ("images", many("![") + "a"),
            ("emphasis", many("*a_ ") + &many("**a ")),
            ("stars", many("*****")),
            ("footnotes", footnotes),
            (
                "references",
                format!("[x]: {}\n{}", many("x"), many("[x]\n")),
            ),
            ("elements", many("<div>")),
            ("formatting", many("<b id=\"x\">a\n\n")),
            ("comments", many("<!-- ")),
            ("headings", many("# same\n\n")),
            ("pipes", format!("{}\n{}|\n", many("|"), many("|-"))),
            ("tasks", many("- [ ] ")),
            ("blocks", many(":::note\n")),
            ("closings", many(":::\n")),
            (
                "bodies",
                (0..300)
                    .map(|it| "    ".repeat(it) + "!!! note\n")
                    .collect(),
            ),
            ("addresses", many("http://_") + &many("www._")),
            ("templates", many("{{ ")),
            ("escapes", many("\\*&amp;")),
        ]
    }

    #[test]
    fn every_shape_is_shown_in_every_way() {
        for (name, text) in shapes() {
            for raw_html in [RawHtml::Text, RawHtml::Sanitize, RawHtml::Trust] {
                let options = Options {
                    material: true,
                    raw_html,
                };
                let page = page_with(&text, options, &[]);
                let tags = page.html.matches('<').count();
                assert!(tags < 200_000, "{name} has {tags} tags");
            }
        }
    }

    #[test]
    fn what_is_nested_too_deep_is_plain_text() {
        let text = ">".repeat(3000) + "x <b>";
        let page = page(&text);
        assert!(page.outline.plain);
        assert!(
            page.html
                .starts_with("<pre class=\"plain\" tabindex=\"0\">&gt;&gt;")
        );
        assert!(page.html.contains("x &lt;b&gt;</pre>"), "nothing is lost");
        assert_eq!(page.outline.findings[0].code.name(), "markdown/too-large");
        assert_eq!(page.twin, text);
    }

    #[test]
    fn thousands_of_equal_headings_have_ids_of_their_own() {
        let page = page(&"# same\n\n".repeat(5000));
        assert_eq!(page.ids()[4999], "same-4999");
    }
}
