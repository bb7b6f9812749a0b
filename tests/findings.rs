//! The page that documents a finding is the test of that finding.
//!
//! Each page has two small sites in blocks of code: below "Wrong" one that shows the mistake, below
//! "Right" the same mended. A block's `title` is the file's path; `as` says what markdown cannot:
//!
//! - `as-escapes`: `\xe9` is one byte, `\u{200b}` one character;
//! - `as-link`: a symbolic link, whose target is the text;
//! - `as-unreadable`: a file that may not be read;
//! - `as-tagged`: the file as it was at the tag `v1.0`;
//! - `as-shallow`: the file as the only commit of a shallow clone has it;
//! - `as-earlier`: the file as the version before has it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use groundplan::changes::Snapshot;
use groundplan::date::Date;
use groundplan::diagnostic::frame::{self, Style};
use groundplan::diagnostic::{Code, Diagnostic, explain};
use groundplan::inputs::history::{History, State, Tag as HistoryTag};
use groundplan::inputs::{Earlier, Folders, Inputs, SkipReason, Skipped, worktree};
use groundplan::load::{self, LoadMemo};
use groundplan::model::Site;
use groundplan::path::SitePath;
use groundplan::pipeline;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

/// A file of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    /// Its path in the site.
    path: String,
    /// What kind of file it is.
    kind: Kind,
    /// Its bytes, or the target of a link.
    bytes: Vec<u8>,
}

/// What kind of file a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Unreadable,
    Tagged,
    Shallow,
    Earlier,
}

/// The two sites of a page: the files below "Wrong", and those below "Right".
fn examples(page: &str) -> (Vec<Block>, Vec<Block>) {
    let mut sites: BTreeMap<String, Vec<Block>> = BTreeMap::new();
    let (mut heading, mut in_heading) = (String::new(), false);
    let mut block: Option<(String, String)> = None;
    for event in Parser::new(body(page)) {
        match event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H2,
                ..
            }) => {
                heading.clear();
                in_heading = true;
            }
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => in_heading = false,
            Event::Text(text) if in_heading => heading.push_str(&text),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                block = Some((words.to_string(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, code)) = &mut block {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((words, code)) = block.take() {
                    let site = sites.entry(heading.clone()).or_default();
                    site.extend(file(&words, &code));
                }
            }
            _ => {}
        }
    }
    let mut site = |name| sites.remove(name).unwrap_or_default();
    (site("Wrong"), site("Right"))
}

/// The text behind the front matter.
fn body(page: &str) -> &str {
    let rest = page.strip_prefix("+++\n").unwrap_or(page);
    rest.split_once("\n+++\n").map_or(page, |(_, body)| body)
}

/// The file that a block of code is; None for one without a title, which only illustrates.
fn file(words: &str, code: &str) -> Option<Block> {
    let path = attribute(words, "title")?.to_owned();
    let (kind, bytes) = match words
        .split_whitespace()
        .find_map(|word| word.strip_prefix("as-"))
    {
        None => (Kind::File, code.into()),
        Some("escapes") => (Kind::File, unescaped(code)),
        Some("link") => (Kind::Link, code.trim_end().into()),
        Some("unreadable") => (Kind::Unreadable, code.into()),
        Some("tagged") => (Kind::Tagged, code.into()),
        Some("shallow") => (Kind::Shallow, code.into()),
        Some("earlier") => (Kind::Earlier, code.into()),
        Some(other) => panic!("{path}: there is no kind of file `{other}`"),
    };
    Some(Block { path, kind, bytes })
}

fn attribute<'a>(words: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = words.split_once(&format!(" {key}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The bytes of a text in which some are written as escapes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let number = |digits: &str| u32::from_str_radix(digits, 16).expect("hexadecimal digits");
        if let Some(braced) = escape.strip_prefix("u{") {
            let (digits, after) = braced.split_once('}').expect("a closing brace");
            let letter = char::from_u32(number(digits)).expect("a character");
            bytes.extend(letter.to_string().bytes());
            rest = after;
        } else {
            let digits = escape.strip_prefix('x').expect("\\x or \\u{");
            bytes.push(u8::try_from(number(&digits[..2])).expect("two digits"));
            rest = &digits[2..];
        }
    }
    bytes.extend(rest.bytes());
    bytes
}

/// The site of these files, read from a folder as a user's would be.
fn inputs(blocks: &[Block]) -> Inputs {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut locked = Vec::new();
    let mut history = History::default();
    let mut earlier = Inputs::default();
    for block in blocks {
        let path = folder.path().join(&block.path);
        let parent = path.parent().expect("a folder");
        fs::create_dir_all(parent).expect("a new folder");
        match block.kind {
            Kind::File => fs::write(&path, &block.bytes).expect("a new file"),
            Kind::Link => {
                let target = String::from_utf8_lossy(&block.bytes).into_owned();
                std::os::unix::fs::symlink(target, &path).expect("a new link");
            }
            // Nothing is locked for an administrator, who may be running this: so it is said.
            Kind::Unreadable => locked.push(Skipped {
                path: block.path.clone(),
                reason: SkipReason::Unreadable,
            }),
            Kind::Earlier => {
                earlier.put_text(&block.path, &String::from_utf8_lossy(&block.bytes));
            }
            kind => {
                let path = SitePath::new(&block.path).expect("a path");
                let text = String::from_utf8_lossy(&block.bytes).into_owned();
                history.states.push(State {
                    commit: "c1".to_owned(),
                    date: Date::parse("2026-10-01").expect("a day"),
                    files: [(path, text.into())].into(),
                });
                history.shallow = kind == Kind::Shallow;
                history.released = (kind == Kind::Tagged).then(|| HistoryTag {
                    name: "v1.0".to_owned(),
                    commit: "c1".to_owned(),
                });
            }
        }
    }
    let mut inputs = worktree::read_site(folder.path(), &Folders::default()).expect("a site");
    inputs.skipped.extend(locked);
    inputs.history = history;
    if !earlier.files.is_empty() {
        let loaded = load::load(&earlier, &LoadMemo::default());
        let site = Site::assemble(&earlier, &loaded).0;
        inputs.earlier = Some(Earlier {
            version: "1.0".to_owned(),
            snapshot: Snapshot::of(&site).to_json().into(),
        });
    }
    // The day that each example means by "today".
    inputs.today = Date::parse("2026-12-01");
    inputs
}

/// What the checker says about these files, and how it looks to a person.
fn findings(blocks: &[Block]) -> (Vec<Diagnostic>, String) {
    let inputs = inputs(blocks);
    let findings = pipeline::check(&inputs);
    let sources = |path: &SitePath| inputs.text(path.as_str()).cloned();
    let drawn = findings
        .iter()
        .map(|finding| frame::render(finding, &sources, Style::default()))
        .collect();
    (findings, drawn)
}

#[test]
fn each_wrong_site_shows_its_finding_and_each_right_one_none() {
    let mut troubles = String::new();
    for code in Code::ALL {
        let (wrong, right) = examples(explain(*code));
        let (found, drawn) = findings(&wrong);
        let codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
        if codes.is_empty() || codes.iter().any(|found| found != code) {
            let _ = writeln!(
                troubles,
                "{code}: what is wrong shows as {codes:?}\n{drawn}"
            );
        }
        let (found, drawn) = findings(&right);
        if !found.is_empty() {
            let _ = writeln!(troubles, "{code}: what is right has findings\n{drawn}");
        }
    }
    assert!(troubles.is_empty(), "{troubles}");
}

#[test]
fn the_files_of_an_example_are_read_from_its_page() {
    let page = "+++\ntitle = \"x\"\n+++\nText.\n\n```toml\nno = \"file\"\n```\n\n\
        ## Wrong\n\n````markdown title=\"content/a.md\"\n```\ncode\n```\n````\n\n\
        ```text title=\"content/b\" as-link\n../c\n```\n\n\
        ## Right\n\n```markdown title=\"content/a.md\" as-escapes\ncaf\\xe9 \\u{200b}\n```\n";
    let (wrong, right) = examples(page);
    let block = |path: &str, kind, bytes: &[u8]| Block {
        path: path.into(),
        kind,
        bytes: bytes.into(),
    };
    assert_eq!(
        wrong,
        [
            block("content/a.md", Kind::File, b"```\ncode\n```\n"),
            block("content/b", Kind::Link, b"../c"),
        ]
    );
    let mended = b"caf\xe9 \xe2\x80\x8b\n";
    assert_eq!(right, [block("content/a.md", Kind::File, mended)]);
}

#[test]
fn every_page_shows_a_wrong_and_a_right_site() {
    for code in Code::ALL {
        let (wrong, right) = examples(explain(*code));
        assert!(!wrong.is_empty(), "{code} shows nothing wrong");
        assert!(!right.is_empty(), "{code} shows nothing right");
        assert_ne!(wrong, right, "{code}");
        for block in wrong.iter().chain(&right) {
            let known = ["content/", "themes/", "groundplan.toml"];
            let inside = known.iter().any(|start| block.path.starts_with(start));
            assert!(inside, "{code}: {} is not in a site", block.path);
        }
    }
}

#[test]
fn no_sentence_stands_on_two_pages() {
    let mut seen: BTreeMap<&str, Code> = BTreeMap::new();
    let mut twice = String::new();
    for code in Code::ALL {
        let mut fenced = false;
        for line in body(explain(*code)).lines() {
            fenced ^= line.starts_with("```");
            if fenced || line.len() < 20 {
                continue;
            }
            if let Some(other) = seen.insert(line, *code) {
                let _ = writeln!(twice, "{code} and {other}: {line}");
            }
        }
    }
    assert!(twice.is_empty(), "{twice}");
}

#[test]
fn the_section_lists_every_finding_in_the_order_of_the_codes() {
    let index = include_str!("../content/groundplan/findings/index.md");
    let (_, rest) = index.split_once("order = [").expect("an order");
    let (list, _) = rest.split_once(']').expect("its end");
    let listed: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    let pages = Code::ALL.iter().map(|code| code.name().replace('/', "-"));
    assert_eq!(listed, pages.collect::<Vec<_>>());
}
