//! The layers of the house: a module imports only what stands below it, or to its left.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first; inside a layer imports go only to the left.
const LAYERS: &[&[&str]] = &[
    &["error", "date", "path", "digest", "memo", "colour"],
    &["source", "git", "inputs", "tree"],
    &["diagnostic"],
    &["decode", "markdown", "table", "config", "cache", "drawing"],
    &["load"],
    &["model", "changes", "versions"],
    &["check", "report", "theme"],
    &["render"],
    &["emit", "pipeline"],
    &["release"],
    &["serve", "edit", "publish"],
    &["cli"],
];

/// What only a few files may use, and which files those are.
const KEPT: &[(&str, &[&str], &[&str])] = &[
    (
        "the file system",
        &[
            "std::fs",
            "fs::read",
            "fs::write",
            "File::open",
            "File::create",
        ],
        &[
            "inputs/",
            "emit/",
            "cache.rs",
            "edit/",
            "theme/new.rs",
            "serve/",
            "release/kept.rs",
            "publish/dir",
            "publish/git/clone.rs",
            "publish/bundle/file.rs",
        ],
    ),
    (
        "threads of its own",
        &["rayon::", "std::thread", "thread::spawn"],
        &[
            "inputs/",
            "load/",
            "model/mod.rs",
            "model/places.rs",
            "model/section.rs",
            "check/",
            "drawing/program.rs",
            "emit/",
            "pipeline.rs",
            "release/mod.rs",
            "cli/progress.rs",
            "cli/publish/outside.rs",
            "serve/",
            "publish/dir.rs",
            "publish/send.rs",
            "publish/git/clone.rs",
        ],
    ),
    (
        "printing",
        &[
            "println!",
            "eprintln!",
            "print!(",
            "eprint!(",
            "io::stdout",
            "io::stderr",
            "dbg!",
        ],
        &["cli/"],
    ),
    (
        "the clock",
        &[
            "SystemTime::now",
            "Instant::now",
            "Zoned::now",
            "Timestamp::now",
        ],
        &["cli/", "serve/"],
    ),
    (
        "other programs",
        &["Command::new"],
        &["drawing/program.rs", "git.rs", "serve/open.rs"],
    ),
    (
        "the environment",
        &["env::var", "env::current_dir"],
        &["cli/", "git.rs"],
    ),
];

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).expect("a folder of the source");
        for entry in entries {
            let path: PathBuf = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let name = path.strip_prefix(&root).expect("below src");
                let name = name.to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    files.sort();
    files
}

/// The code of a file without comments and without its tests.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    text[..end]
        .lines()
        .map(|line| line.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a file holds nothing but tests: its name says so, or its parent's `#[cfg(test)] mod`.
fn is_test(name: &str) -> bool {
    let test_modules = files().iter().any(|(parent, text)| {
        let folder = parent.trim_end_matches(".rs").trim_end_matches("mod");
        let own = name
            .strip_prefix(folder)
            .map(|rest| rest.trim_start_matches('/'));
        let module = own.and_then(|rest| rest.strip_suffix(".rs"));
        module.is_some_and(|module| text.contains(&format!("#[cfg(test)]\nmod {module};")))
    });
    name.ends_with("tests.rs") || name.contains("/tests/") || test_modules
}

fn place(module: &str) -> Option<(usize, usize)> {
    LAYERS.iter().enumerate().find_map(|(layer, modules)| {
        let column = modules.iter().position(|known| *known == module)?;
        Some((layer, column))
    })
}

fn module_of(file: &str) -> &str {
    file.split('/')
        .next()
        .unwrap_or(file)
        .trim_end_matches(".rs")
}

/// Modules that a file names behind `crate::`.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let end = rest
            .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .unwrap_or(rest.len());
        found.push(rest[..end].to_owned());
    }
    found
}

#[test]
fn every_module_has_its_place_in_a_layer() {
    for (file, _) in files() {
        let module = module_of(&file);
        assert!(
            matches!(module, "lib" | "main") || place(module).is_some(),
            "src/{file} stands in no layer: add `{module}` to LAYERS where it belongs"
        );
    }
}

#[test]
fn imports_go_down_or_to_the_left() {
    let mut wrong = Vec::new();
    for (file, text) in files() {
        let module = module_of(&file);
        let Some(own) = place(module).filter(|_| !is_test(&file)) else {
            continue;
        };
        for import in imports(&code(&text)) {
            let Some(other) = place(&import).filter(|_| import != module) else {
                continue;
            };
            let left = other.0 == own.0 && other.1 < own.1;
            if other.0 > own.0 || (other.0 == own.0 && !left) {
                wrong.push(format!(
                    "src/{file} imports `{import}`, which stands above it"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn disk_threads_printing_clock_and_programs_stand_in_few_files() {
    let mut wrong = Vec::new();
    for (file, text) in files() {
        if is_test(&file) || matches!(file.as_str(), "main.rs" | "lib.rs") {
            continue;
        }
        let code = code(&text);
        for (what, words, allowed) in KEPT {
            let used = words.iter().find(|word| code.contains(**word));
            let may = allowed.iter().any(|start| file.starts_with(start));
            if let (Some(word), false) = (used, may) {
                wrong.push(format!("src/{file} uses {what}: `{word}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_have_one_purpose_and_no_more_than_400_lines() {
    let mut long = BTreeMap::new();
    for (file, text) in files() {
        let lines = text.lines().count();
        if lines > 400 && !is_test(&file) {
            long.insert(file, lines);
        }
    }
    assert!(long.is_empty(), "too long: {long:?}");
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let text = fs::read_to_string(path).expect("Cargo.toml");
    let mut in_dependencies = false;
    let mut before = "";
    for line in text.lines() {
        if line.starts_with('[') {
            in_dependencies = line.contains("dependencies]");
        } else if in_dependencies && line.contains(" = ") && !line.starts_with('#') {
            assert!(before.starts_with('#'), "no reason above `{line}`");
        }
        before = line;
    }
}
