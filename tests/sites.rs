//! One behaviour a folder: the smallest content that shows it, the pages it becomes, what is said.
//!
//! `tests/sites/<a_sentence>/` holds a site, `expected/` the text of some of its output (a page by
//! its content alone, without the theme), and `findings.txt` what is found. `BLESS=1` writes both
//! anew; read the difference before you commit it. `today.txt` holds the day that counts as today,
//! for what comes with time; without it no day is today.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

use groundplan::date::Date;
use groundplan::diagnostic::{self, frame};
use groundplan::inputs::{Folders, Inputs, worktree};
use groundplan::path::SitePath;
use groundplan::pipeline::Compiler;

/// A theme of content alone, so that a change of the look changes no expectation.
const BARE: &str = "{% if page.errors %}<!-- {{ page.errors }} errors -->\n{% endif %}\
    {% for link in breadcrumbs %}{{ link.title }} > {% endfor %}{{ page.title }}\n\
    {{ page.content | safe }}\
    {% for child in children %}\n* {{ child.title }} {{ child.url }}{% endfor %}";

fn sites() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let entries = fs::read_dir(folder).expect("the folder of sites");
    let mut sites: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    sites.sort();
    sites
}

fn read(site: &Path) -> Inputs {
    let mut inputs = worktree::read_site(site, &Folders::default()).expect("a site");
    if let Ok(day) = fs::read_to_string(site.join("today.txt")) {
        inputs.today = Some(Date::parse(day.trim()).expect("a day in today.txt"));
    }
    let settings = inputs.text("groundplan.toml").cloned();
    let settings = settings.unwrap_or_else(|| Arc::from(""));
    if !settings.contains("theme =") {
        inputs.put_text("groundplan.toml", &format!("theme = \"bare\"\n{settings}"));
        for name in [
            "page.html",
            "section.html",
            "home.html",
            "tags.html",
            "tag.html",
        ] {
            inputs.put_text(&format!("themes/bare/templates/{name}"), BARE);
        }
    }
    inputs
}

/// The text files of the output, and the findings as a person sees them.
fn build(inputs: &Inputs) -> (BTreeMap<String, String>, String) {
    let compiler = Compiler::once(None);
    let built = compiler.build(inputs);
    let of_templates = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let mut files = BTreeMap::new();
    {
        let renderer = compiler.renderer(&built);
        let tree = compiler.tree(&built, &renderer, &of_templates, &done);
        for (path, content) in tree.iter() {
            let bytes = content.bytes().expect("a file of the output");
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned() + "\n";
            files.insert(path.to_string(), text);
        }
    }
    let mut findings = built.findings.clone();
    findings.extend(of_templates.into_inner().expect("no thread failed"));
    diagnostic::sort(&mut findings);
    let sources = |path: &SitePath| inputs.text(path.as_str()).cloned();
    let frames: Vec<String> = findings
        .iter()
        .map(|finding| frame::render(finding, &sources, frame::Style::default()))
        .collect();
    (files, frames.join("\n\n"))
}

fn expected_files(site: &Path) -> BTreeMap<String, String> {
    let root = site.join("expected");
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("below expected");
            let name = name.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
    files
}

#[test]
fn every_site_becomes_what_is_expected_of_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    let sites = sites();
    assert!(sites.len() >= 10, "the sites are there");
    for site in sites {
        let name = site
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let (files, findings) = build(&read(&site));
        let expected = expected_files(&site);
        assert!(!expected.is_empty() || bless, "{name} expects nothing");
        if bless {
            for path in expected.keys() {
                match files.get(path) {
                    Some(text) => fs::write(site.join("expected").join(path), text),
                    None => fs::remove_file(site.join("expected").join(path)),
                }
                .expect("a writable folder");
            }
            fs::write(site.join("findings.txt"), format!("{findings}\n")).expect("writable");
            continue;
        }
        for (path, text) in expected {
            match files.get(&path) {
                None => wrong.push(format!("{name}: {path} is not there")),
                Some(found) if *found != text => {
                    wrong.push(format!(
                        "{name}: {path}\n--- expected\n{text}--- found\n{found}"
                    ));
                }
                Some(_) => {}
            }
        }
        let said = fs::read_to_string(site.join("findings.txt")).unwrap_or_default();
        if said.trim() != findings.trim() {
            wrong.push(format!(
                "{name}\n--- expected findings\n{said}--- found\n{findings}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
