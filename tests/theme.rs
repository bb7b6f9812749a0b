//! The default theme: contrast, sizes, the policy of its pages, and what is written about it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
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

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; worker-src 'self'; \
    base-uri 'self'; form-action 'none'";

#[test]
fn every_page_has_the_policy_and_nothing_that_it_forbids() {
    for (path, page) in pages() {
        let policy = format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">");
        // A redirect runs nothing and loads nothing.
        let is_redirect = page.contains("http-equiv=\"refresh\"");
        assert!(
            is_redirect || page.contains(&policy),
            "{path} has no policy"
        );
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

/// A struct or a component, as the reference shows it.
struct Entry {
    name: String,
    text: String,
    fields: Vec<[String; 3]>,
}

/// The structs that templates see, out of the source.
fn views() -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for file in ["src/render/view.rs", "src/render/files.rs"] {
        let (mut comment, mut is_open) = (String::new(), false);
        for line in read(file).lines() {
            let line = line.trim();
            if let Some(text) = line.strip_prefix("///") {
                let space = if comment.is_empty() { "" } else { " " };
                let _ = write!(comment, "{space}{}", text.trim());
            } else if let Some(name) = line.strip_prefix("pub struct ") {
                is_open = true;
                entries.push(Entry {
                    name: name.trim_end_matches(" {").to_owned(),
                    text: std::mem::take(&mut comment),
                    fields: Vec::new(),
                });
            } else if line == "}" {
                is_open = false;
            } else if let Some((name, kind)) = line
                .strip_prefix("pub ")
                .filter(|_| is_open)
                .and_then(|line| line.split_once(": "))
            {
                let kind = in_words(kind.trim_end_matches(','));
                let entry = entries.last_mut().expect("a struct");
                let field = [name.to_owned(), kind, std::mem::take(&mut comment)];
                entry.fields.push(field);
            } else if !line.starts_with("#[") {
                comment.clear();
            }
        }
    }
    entries
}

/// A type of Rust as a theme author would say it.
fn in_words(kind: &str) -> String {
    let inner = |outer: &str| kind.strip_prefix(outer)?.strip_suffix('>').map(in_words);
    if let Some(inner) = inner("Option<") {
        return format!("{inner}, or none");
    }
    if let Some(inner) = inner("Vec<") {
        return format!("list of {inner}");
    }
    match kind {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u8" | "u32" => "number".to_owned(),
        _ if kind.starts_with("serde_json::Map") => "table".to_owned(),
        _ => format!("[{kind}](#{})", kind.to_lowercase()),
    }
}

/// The components of the default theme, out of its templates.
fn components() -> Vec<Entry> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/parts");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the parts")
        .map(|entry| {
            entry
                .expect("a part")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .collect();
    files.sort();
    let mut entries = Vec::new();
    for file in files {
        let text = read(&format!("themes/default/templates/parts/{file}"));
        for part in text.split("{#-").skip(1) {
            let Some((comment, rest)) = part.split_once("-#}") else {
                continue;
            };
            let Some(rest) = rest.trim_start().strip_prefix("{% component ") else {
                continue;
            };
            let (name, rest) = rest.split_once('(').expect("arguments");
            let arguments = rest
                .split_once(") -%}")
                .map_or(rest, |(arguments, _)| arguments);
            let arguments = arguments
                .split(", ")
                .filter(|argument| !argument.is_empty());
            let fields = arguments.map(|argument| {
                let (named, default) = match argument.split_once(" = ") {
                    Some((named, default)) => (named, format!("`{default}`")),
                    None => (argument, "must be given".to_owned()),
                };
                let (name, kind) = named.split_once(": ").unwrap_or((named, "anything"));
                [name.to_owned(), kind.to_owned(), default]
            });
            entries.push(Entry {
                name: name.to_owned(),
                text: comment.split_whitespace().collect::<Vec<_>>().join(" "),
                fields: fields.collect(),
            });
        }
    }
    entries
}

/// The reference as markdown.
fn reference(entries: &[Entry], last_column: &str) -> String {
    let mut text = String::new();
    for Entry {
        name,
        text: about,
        fields,
    } in entries
    {
        assert!(!about.is_empty(), "{name} has no sentence");
        let _ = writeln!(text, "\n## {name}\n\n{}", as_markdown(about));
        if !fields.is_empty() {
            let _ = writeln!(text, "\n| Name | Type | {last_column} |\n|---|---|---|");
        }
        for [field, kind, about] in fields {
            assert!(!about.is_empty(), "{name}.{field} has no sentence");
            let _ = writeln!(text, "| `{field}` | {kind} | {} |", as_markdown(about));
        }
    }
    text
}

/// A comment as markdown in a cell: `<name>` outside of code would be a tag.
fn as_markdown(text: &str) -> String {
    let mut parts = Vec::new();
    for (index, part) in text.split('`').enumerate() {
        let part = if index % 2 == 0 {
            part.replace('<', "\\<")
        } else {
            part.to_owned()
        };
        parts.push(part.replace('|', "\\|"));
    }
    parts.join("`")
}

/// Compares the part of a page behind its marker with what the source says.
fn check_reference(path: &str, reference: &str) {
    let page = read(path);
    let marker = "<!-- What follows is written by `BLESS=1 cargo test --test theme`. -->\n";
    let (head, rest) = page
        .split_once(marker)
        .unwrap_or_else(|| panic!("{path}: no marker"));
    if std::env::var_os("BLESS").is_some() {
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        fs::write(target, format!("{head}{marker}{reference}")).expect("the page");
    } else {
        assert!(
            rest == reference,
            "{path} is not what the source says: BLESS=1 writes it anew"
        );
    }
}

#[test]
fn every_value_of_a_view_is_documented() {
    check_reference(
        "content/groundplan/theme/views.md",
        &reference(&views(), "What it is"),
    );
}

#[test]
fn every_component_is_documented_and_shown() {
    let components = components();
    let gallery = read("themes/default/templates/parts/gallery.html");
    for component in &components {
        // What only other parts use needs no place of its own.
        let is_inner = ["cell", "sign", "contents", "children"].contains(&&*component.name);
        let is_shown = gallery.contains(&format!("<{} ", component.name));
        assert!(
            is_inner || is_shown,
            "{} is not in the gallery",
            component.name
        );
    }
    let reference = reference(&components, "Unless it is given");
    check_reference("content/groundplan/theme/components.md", &reference);
}
