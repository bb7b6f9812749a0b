//! The default theme: contrast, sizes, the policy of its pages, and what is written about it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use flate2::Compression;
use flate2::write::GzEncoder;
use groundplan::colour::{Colour, SHAPE, TEXT};
use groundplan::inputs::{Folders, worktree};
use groundplan::pipeline::Compiler;
use groundplan::theme::new;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The colours of style.css by name, in the light and in the dark look.
fn colours() -> BTreeMap<String, [Colour; 2]> {
    let style = read("themes/default/assets/style.css");
    let mut colours = BTreeMap::new();
    for line in style.lines() {
        let Some((name, rest)) = line.trim().split_once(": light-dark(") else {
            continue;
        };
        let values: Vec<Colour> = rest
            .trim_end_matches(");")
            .split(", ")
            .filter_map(Colour::parse)
            .collect();
        let values = values.try_into().unwrap_or_else(|_| panic!("{line}"));
        colours.insert(name.to_owned(), values);
    }
    colours
}

#[test]
fn every_documented_pair_of_text_and_ground_can_be_read() {
    let colours = colours();
    let page = read("content/groundplan/theme/tokens.md");
    let mut paired = Vec::new();
    let mut pairs = 0;
    for row in page.lines().filter(|line| line.starts_with("| `--")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [texts, grounds, kind, ..] = cells[..] else {
            panic!("{row}");
        };
        let least = match kind {
            "text" => TEXT,
            "shape" => SHAPE,
            _ => continue,
        };
        let names = |cell: &str| -> Vec<String> {
            let names = cell.split(',').map(|name| name.trim().trim_matches('`'));
            names.map(str::to_owned).collect()
        };
        for text in names(texts) {
            paired.push(text.clone());
            for ground in names(grounds) {
                let one = colours.get(&text).unwrap_or_else(|| panic!("{text}"));
                let two = colours.get(&ground).unwrap_or_else(|| panic!("{ground}"));
                for (index, look) in ["light", "dark"].into_iter().enumerate() {
                    let contrast = one[index].contrast(two[index]);
                    assert!(
                        contrast >= least,
                        "{text} on {ground}, {look}: {contrast:.2} of {least}"
                    );
                    pairs += 1;
                }
                paired.push(ground);
            }
        }
    }
    assert!(pairs > 60, "only {pairs} pairs");
    for name in colours.keys() {
        // Hairlines carry no meaning that the space around them does not.
        let is_paired = paired.contains(name) || name == "--line";
        assert!(is_paired, "{name} is in no documented pair");
    }
}

#[test]
fn style_and_script_are_small() {
    for (name, most) in [
        ("style.css", 20_000),
        ("site.js", 10_000),
        ("early.js", 1_000),
        ("persona.js", 2_000),
        ("versions.js", 8_000),
        ("versions.css", 3_000),
    ] {
        let bytes = read(&format!("themes/default/assets/{name}"));
        let size = compressed(bytes.as_bytes());
        assert!(size < most, "{name} has {size} bytes compressed");
    }
}

/// The bytes that are sent.
fn compressed(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").len()
}

/// The built pages of the documentation, by path.
fn pages() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inputs = worktree::read_site(root, &Folders::default()).expect("the documentation");
    let compiler = Compiler::once(None);
    let built = compiler.build(&inputs);
    let renderer = compiler.renderer(&built);
    let findings = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let tree = compiler.tree(&built, &renderer, &findings, &done);
    let mut pages = BTreeMap::new();
    for (path, content) in tree.iter() {
        if path.as_str().ends_with(".html") {
            let bytes = content.bytes().expect("a page");
            let text = String::from_utf8(bytes.to_vec()).expect("text");
            pages.insert(path.to_string(), text);
        }
    }
    assert!(pages.len() > 50);
    let findings = findings.lock().expect("no thread failed");
    assert!(findings.is_empty(), "{findings:?}");
    pages
}

#[test]
fn a_new_theme_changes_what_it_says_and_keeps_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    write("groundplan.toml", "theme = \"harbor\"\n");
    write("content/a.md", "# A\n\nText.\n");
    new::scaffold(folder.path(), "harbor").expect("a theme");
    new::copy(folder.path(), "harbor", "templates/parts/notice.html").expect("a copy");
    let template = folder.path().join("themes/harbor/templates/page.html");
    let text = fs::read_to_string(&template).expect("a template");
    fs::write(
        &template,
        text.replace("{{ super() }}", "{{ super() }}<p>Harbor</p>"),
    )
    .expect("it");
    let inputs = worktree::read_site(folder.path(), &Folders::default()).expect("a site");
    let compiler = Compiler::once(None);
    let built = compiler.build(&inputs);
    assert!(built.findings.is_empty(), "{:?}", built.findings);
    let renderer = compiler.renderer(&built);
    let findings = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let tree = compiler.tree(&built, &renderer, &findings, &done);
    let page = tree
        .get("a/index.html")
        .expect("the page")
        .bytes()
        .expect("its bytes");
    let page = String::from_utf8(page.to_vec()).expect("text");
    assert!(
        page.contains("<p>Harbor</p>") && page.contains("<header class=\"top\">"),
        "{page}"
    );
    let style = &built.theme.assets["style.css"];
    let style = String::from_utf8(style.bytes.to_vec()).expect("text");
    assert!(style.contains("@layer groundplan") && style.contains("These rules come behind"));
    assert!(findings.lock().expect("no thread failed").is_empty());
}

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'self'; form-action 'none'";

#[test]
fn every_page_has_the_policy_and_nothing_that_it_forbids() {
    for (path, page) in pages() {
        let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
        assert!(page.contains(&policy), "{path} has no policy");
        for tag in tags(&page) {
            let name = tag.split([' ', '\n']).next().unwrap_or("");
            assert_ne!(name, "style", "{path}: <{tag}>");
            let names = attributes(tag);
            for attribute in &names {
                assert_ne!(attribute, "style", "{path}: <{tag}>");
                assert!(!attribute.starts_with("on"), "{path}: <{tag}>");
            }
            let has_source = names.iter().any(|attribute| attribute == "src");
            assert!(name != "script" || has_source, "{path}: <{tag}>");
        }
    }
}

/// What stands between `<` and `>` of every opening tag.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    for part in page.split('<').skip(1) {
        if part.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            tags.push(&part[..end_of_tag(part)]);
        }
    }
    tags
}

/// Where a tag ends: the first `>` that is not in quotes.
fn end_of_tag(text: &str) -> usize {
    let mut in_quotes = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => in_quotes = !in_quotes,
            '>' if !in_quotes => return at,
            _ => {}
        }
    }
    text.len()
}

/// The names of a tag's attributes, in lower case.
fn attributes(tag: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (index, part) in tag.split('"').enumerate() {
        // Every second part is a value.
        if index % 2 == 0 {
            let words = part.split_ascii_whitespace().skip(usize::from(index == 0));
            names.extend(words.map(|word| word.trim_end_matches('=').to_ascii_lowercase()));
        }
    }
    names
}

#[test]
fn no_page_asks_another_host_for_anything() {
    for (path, page) in pages() {
        for tag in tags(&page) {
            let loads = [
                "link ", "script ", "img ", "iframe ", "source ", "video ", "audio ",
            ];
            let is_address = tag.contains("rel=\"canonical\"");
            if loads.iter().any(|name| tag.starts_with(name)) && !is_address {
                let is_foreign = tag.contains("=\"http") || tag.contains("=\"//");
                assert!(!is_foreign, "{path}: <{tag}>");
            }
        }
    }
}
