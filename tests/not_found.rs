//! The page for addresses that do not exist works at any depth, below any base path.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use groundplan::inputs::Inputs;
use groundplan::pipeline::Compiler;

/// The output of a small site that stands at `base_url`.
fn output(base_url: &str) -> BTreeMap<String, String> {
    let settings = format!("base_url = \"{base_url}\"\nlogo = \"content/logo.svg\"\n");
    let mut inputs = Inputs::from_texts([
        ("groundplan.toml", settings.as_str()),
        ("content/index.md", "# Home\n"),
        (
            "content/guides/start.md",
            "+++\ntags = [\"a\"]\n+++\n# Start\n",
        ),
    ]);
    inputs.put_blob(
        "content/logo.svg",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    );
    let compiler = Compiler::once(None);
    let built = compiler.build(&inputs);
    let found = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &found, &done);
    tree.iter()
        .map(|(path, content)| {
            let bytes = content.bytes().expect("everything is in memory");
            (
                path.to_string(),
                String::from_utf8_lossy(&bytes).into_owned(),
            )
        })
        .collect()
}

/// The values of an attribute in a page.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.match_indices(&start)
        .filter_map(|(at, _)| page[at + start.len()..].split('"').next())
        .collect()
}

/// An address as a browser resolves it against the directory of `base`: a path of the host.
fn resolve(base: &str, address: &str) -> String {
    if address.starts_with('/') {
        return address.to_owned();
    }
    let mut parts: Vec<&str> = base.trim_end_matches('/').split('/').collect();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_address_of_the_404_page_exists_wherever_it_is_served() {
    for (base_url, base_path) in [
        ("https://example.org/", "/"),
        ("https://example.org/platform/docs/", "/platform/docs/"),
    ] {
        let files = output(base_url);
        let page = &files["404.html"];
        // Served for /a/b/c/none, relative addresses begin at the base element.
        let bases: Vec<_> = page.match_indices("<base ").collect();
        assert_eq!(bases.len(), 1, "{page}");
        assert!(
            page.contains(&format!("<base href=\"{base_path}\">")),
            "{page}"
        );
        let before_base = &page[..bases[0].0];
        assert!(
            values(before_base, "src").is_empty(),
            "nothing is asked for before the base"
        );
        let after = &page[bases[0].0 + 6..];
        let addresses: Vec<&str> = values(after, "href")
            .into_iter()
            .chain(values(after, "src"))
            .filter(|address| !address.contains("://") && *address != base_path)
            .collect();
        assert!(addresses.len() > 5, "{addresses:?}");
        for address in addresses {
            assert!(
                !address.starts_with('#'),
                "`{address}` would leave the page"
            );
            let path = resolve(base_path, address);
            let inside = path.strip_prefix(base_path).unwrap_or("outside");
            let file = match inside {
                "" => "index.html".to_owned(),
                inside if inside.ends_with('/') => format!("{inside}index.html"),
                inside => inside.to_owned(),
            };
            assert!(
                files.contains_key(&file),
                "`{address}` is `{path}`, which is not there"
            );
        }
    }
}

#[test]
fn without_a_base_address_the_404_page_begins_at_the_top() {
    let files = output("");
    assert!(files["404.html"].contains("<base href=\"/\">"));
}
