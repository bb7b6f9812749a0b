//! Hostile content is shown as text: nothing that an author writes becomes live markup.

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use groundplan::inputs::Inputs;
use groundplan::pipeline::Compiler;

const SCRIPT: &str = "<script>alert(1)</script>";
const BREAKOUT: &str = "\"><img src=x onerror=alert(1)>";

/// Every HTML page of a site, by path.
fn pages(inputs: &Inputs) -> Vec<(String, String)> {
    let compiler = Compiler::once(None);
    let built = compiler.build(inputs);
    let found = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &found, &done);
    tree.iter()
        .filter(|(path, _)| path.as_str().ends_with(".html"))
        .map(|(path, content)| {
            let bytes = content.bytes().expect("a page");
            (
                path.to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            )
        })
        .collect()
}

/// Tags of a page with their attributes, as a browser would see them begin.
fn assert_harmless(path: &str, html: &str) {
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let lower = tag.to_ascii_lowercase();
        let name: String = lower
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if name == "script" {
            assert!(
                lower.contains("src=\"") && !lower.contains("alert"),
                "{path}: {tag}"
            );
        }
        assert!(
            !matches!(name.as_str(), "iframe" | "object" | "embed" | "style"),
            "{path}: <{tag}>"
        );
        // The filters of lists and of the search are forms of ours, which send nothing.
        let is_ours =
            lower.starts_with("form class=\"filters script\"") && !lower.contains("action");
        assert!(name != "form" || is_ours, "{path}: <{tag}>");
        if name == "base" {
            assert!(path == "404.html", "{path}: <{tag}>");
        }
        // Attributes are quoted by us: what stands outside of quotes are their names.
        let outside: String = lower.split('"').step_by(2).collect();
        for name in outside.split_whitespace().skip(1) {
            assert!(
                !name.starts_with("on") && !name.starts_with("style"),
                "{path}: <{tag}>"
            );
        }
        for (name, value) in attributes(&lower) {
            let clean: String = value
                .chars()
                .filter(|c| !c.is_control() && *c != ' ')
                .collect();
            let is_address = ["href", "src", "action", "srcdoc", "formaction"].contains(&name);
            assert!(
                !is_address
                    || !["javascript:", "vbscript:"]
                        .iter()
                        .any(|s| clean.starts_with(s)),
                "{path}: <{tag}>"
            );
        }
    }
}

/// Names and values of the quoted attributes of a tag.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = tag.split('"').collect();
    parts
        .chunks(2)
        .filter_map(|pair| {
            let name = pair[0].trim_end().strip_suffix('=')?;
            Some((name.rsplit(' ').next()?, *pair.get(1)?))
        })
        .collect()
}

fn assert_all_harmless(inputs: &Inputs) {
    let pages = pages(inputs);
    assert!(!pages.is_empty());
    for (path, html) in pages {
        assert_harmless(&path, &html);
    }
}

#[test]
fn markup_in_every_field_is_text() {
    for text in [
        SCRIPT,
        BREAKOUT,
        "javascript:alert(1)",
        "{{ 7*7 }}{% raw %}",
        "</script><!--",
    ] {
        let quoted = format!("{text:?}").replace("\\'", "'");
        let page = format!(
            "+++\ntitle = {quoted}\nsummary = {quoted}\nowner = {quoted}\ntags = [{quoted}]\n\
             questions = [{quoted}]\n[extra]\nany = {quoted}\n+++\n# {text}\n\n## {text}\n\n{text}\n"
        );
        let mut inputs = Inputs::default();
        let site =
            format!("title = {quoted}\ntagline = {quoted}\nask = {quoted}\nedit = {quoted}\n");
        inputs.put_text("groundplan.toml", &site);
        inputs.put_text("content/docs/page.md", &page);
        inputs.put_text("content/docs/index.md", &page);
        assert_all_harmless(&inputs);
    }
}

#[test]
fn markup_in_every_place_of_markdown_is_text() {
    let body = format!(
        r#"
{SCRIPT}

[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](javascript&colon;alert(1))
[d](&#x6a;avascript:alert(1)) [f]( javascript:alert(1)) [g](vbscript:x)
[h](data:text/html;base64,PHNjcmlwdD4=) <javascript:alert(1)> ![x](javascript:alert(1))
![x](x "{BREAKOUT}") [t](/u '"><script>alert(1)</script>')

[ref]

[ref]: javascript:alert(1) '"onmouseover=alert(1)'

```"><script>alert(1)</script>
code
```

``` js {{onclick=alert(1)}} title="{BREAKOUT}"
code
```

# H {{#"><script>alert(1)</script>}}

| a | b |
|---|---|
| {SCRIPT} | `{SCRIPT}` |

:::note {BREAKOUT}
{SCRIPT}
:::

:::tabs
:::tab {BREAKOUT}
x
:::
:::

:::{SCRIPT}
x
:::

<svg><set attributeName=href to=javascript:alert(1)></svg>
<a href="javascript:alert(1)">x</a><iframe srcdoc="x"></iframe><base href="//evil.example/">
<form action=//evil.example><input name=x></form><!-- --><noscript><p title="</noscript><img src=x onerror=alert(1)>">
"#
    );
    for settings in [
        "",
        "[markdown]\nmaterial = true\n",
        "[markdown]\nraw_html = \"sanitize\"\n",
    ] {
        let inputs = Inputs::from_texts([
            ("groundplan.toml", settings),
            ("content/docs/page.md", body.as_str()),
        ]);
        assert_all_harmless(&inputs);
    }
}
