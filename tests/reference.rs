//! The reference of theme authors says what the types and the templates say.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A struct or a component, as the reference shows it.
struct Entry {
    name: String,
    text: String,
    fields: Vec<[String; 3]>,
}

/// The files with views: those of every page, then those of what pages show.
fn view_files() -> Vec<String> {
    let mut subjects: Vec<String> = Vec::new();
    let mut folders = vec!["src/render/subject".to_owned()];
    while let Some(folder) = folders.pop() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(root.join(&folder)).expect("the subjects") {
            let entry = entry.expect("a file");
            let name = entry.file_name().into_string().expect("a name");
            if entry.path().is_dir() {
                folders.push(format!("{folder}/{name}"));
            } else if name.ends_with(".rs") {
                subjects.push(format!("{folder}/{name}"));
            }
        }
    }
    subjects.sort();
    let every_page = ["view", "files", "feed"].map(|name| format!("src/render/{name}.rs"));
    every_page.into_iter().chain(subjects).collect()
}

/// The structs that templates see, out of the source.
fn views() -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for file in view_files() {
        let (mut comment, mut is_open) = (String::new(), false);
        for line in read(&file).lines() {
            let line = line.trim();
            if let Some(text) = line.strip_prefix("///") {
                let space = if comment.is_empty() { "" } else { " " };
                let _ = write!(comment, "{space}{}", text.trim());
            } else if let Some(name) = line
                .strip_prefix("pub struct ")
                .filter(|name| name.contains("View"))
            {
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
                .filter(|line| !line.starts_with("fn ") && !line.starts_with("subject: "))
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
        "usize" | "u8" | "u32" | "u64" | "i64" => "number".to_owned(),
        "[u32; 3]" => "list of number".to_owned(),
        _ if kind.starts_with("serde_json::Map") => "table".to_owned(),
        // An enum: a text, a link or a chip, as the part `table` takes it.
        "Cell" => "cell".to_owned(),
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
    let marker = "<!-- What follows is written by `BLESS=1 cargo test --test reference`. -->\n";
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

/// What only other parts or one page use needs no place of its own in the gallery.
const INNER: [&str; 27] = [
    "duties",
    "change",
    "item",
    "promises",
    "roadmap_ways",
    "occurrence",
    "moment",
    "next",
    "tile",
    "cell",
    "sign",
    "contents",
    "children",
    "entry",
    "kinds",
    "trend",
    "headlines",
    "question",
    "news",
    "acts",
    "latest",
    "tasks",
    "cells",
    "agreement",
    "task",
    "check",
    "changed_pages",
];

#[test]
fn every_component_is_documented_and_shown() {
    let components = components();
    let gallery = read("themes/default/templates/parts/gallery.html");
    for component in &components {
        let is_inner = INNER.contains(&&*component.name);
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
