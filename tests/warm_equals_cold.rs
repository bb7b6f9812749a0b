//! Whatever was edited before, a site is the same bytes as if it were built for the first time.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use groundplan::diagnostic::Diagnostic;
use groundplan::inputs::Inputs;
use groundplan::path::SitePath;
use groundplan::pipeline::Compiler;
use proptest::prelude::*;

/// Every file of the output, and every finding.
type Outcome = (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>);

fn outcome(compiler: &Compiler, inputs: &Inputs) -> Outcome {
    let built = compiler.build(inputs);
    let of_templates = Mutex::new(Vec::new());
    let done = AtomicUsize::new(0);
    let files = {
        let renderer = compiler.renderer(&built);
        let tree = compiler.tree(&built, &renderer, &of_templates, &done);
        tree.iter()
            .map(|(path, content)| {
                let bytes = content.bytes().expect("everything is in memory").to_vec();
                (path.to_string(), bytes)
            })
            .collect()
    };
    let mut findings = built.findings.clone();
    findings.extend(of_templates.into_inner().expect("no thread failed"));
    groundplan::diagnostic::sort(&mut findings);
    (files, findings)
}

/// One thing a person does to a site.
#[derive(Clone, Debug)]
enum Edit {
    Body(u8, u8),
    Title(u8, u8),
    FrontMatter(u8, u8),
    Rename(u8, u8),
    Delete(u8),
    Part(u8),
    Template(u8),
    Style(u8),
    Settings(u8),
    Asset(u8),
    Platform(u8),
    Events(u8),
    Glossary(u8),
    News(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => (any::<u8>(), any::<u8>()).prop_map(|(page, text)| Edit::Body(page, text)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(page, text)| Edit::Title(page, text)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(page, text)| Edit::FrontMatter(page, text)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(from, to)| Edit::Rename(from, to)),
        2 => any::<u8>().prop_map(Edit::Delete),
        2 => any::<u8>().prop_map(Edit::Part),
        1 => any::<u8>().prop_map(Edit::Template),
        1 => any::<u8>().prop_map(Edit::Style),
        1 => any::<u8>().prop_map(Edit::Settings),
        1 => any::<u8>().prop_map(Edit::Asset),
        2 => any::<u8>().prop_map(Edit::Platform),
        2 => any::<u8>().prop_map(Edit::Events),
        2 => any::<u8>().prop_map(Edit::Glossary),
        2 => any::<u8>().prop_map(Edit::News),
    ]
}

const PAGES: &[&str] = &[
    "content/index.md",
    "content/guides/index.md",
    "content/guides/start.md",
    "content/guides/next.md",
    "content/services/postgres.md",
    "content/services/README.md",
    "content/deep/er/page.md",
    "content/about.md",
];

fn page(number: u8) -> &'static str {
    PAGES[usize::from(number) % PAGES.len()]
}

fn body(number: u8) -> String {
    let other = page(number.wrapping_mul(7)).trim_start_matches("content");
    match number % 9 {
        0 => format!("Text {number} with [a link]({other}).\n"),
        1 => format!("## Heading {number}\n\n[up](#heading-{number}) [dead](nowhere.md)\n"),
        2 => format!("```rust title=\"main.rs\"\nfn main() {{ let x = {number}; }}\n```\n"),
        3 => ":::include /_parts/shared.md\n\nAfter.\n".to_owned(),
        4 => format!(":::note Title {number}\nInside [x]({other}#heading-{number})\n:::\n"),
        5 => "![picture](/picture.svg)\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n".to_owned(),
        6 => format!("A footnote[^1] and {{{{ jinja }}}}.\n\n[^1]: {number}\n"),
        7 => ":::unknown\nNever closed\n".to_owned(),
        _ => format!("# Own title {number}\n\n- [ ] task\n- [x] done\n"),
    }
}

fn front(number: u8) -> String {
    match number % 10 {
        0 => String::new(),
        8 => format!(
            "+++\nlifecycle = \"live\"\nrequest = \"about.md\"\ncategory = \"c{}\"\n\
             runs_on = [\"postgres\", \"next\"]\n[benefit]\np{} = \"Fast\"\n+++\n",
            number % 3,
            number % 2
        ),
        9 => format!(
            "+++\npersonas = [\"p{}\"]\nservices = [\"postgres\"]\nowner = \"team\"\n+++\n",
            number % 3
        ),
        1 => format!(
            "+++\nweight = {number}\ntags = [\"a\", \"b{}\"]\n+++\n",
            number % 3
        ),
        2 => format!("+++\nslug = \"slug-{}\"\n+++\n", number % 4),
        3 => format!("---\ntitle: Yaml {number}\nhide: [toc]\n---\n"),
        4 => "+++\ndraft = true\n+++\n".to_owned(),
        5 => format!("+++\naliases = [\"/old/{}/\"]\n+++\n", number % 3),
        6 => "+++\nmoved_from = [\"guides/was\"]\norder = [\"next\", \"start\"]\n+++\n".to_owned(),
        _ => "+++\ntitel = 1\n".to_owned(),
    }
}

fn apply(inputs: &mut Inputs, edit: &Edit) {
    let current = |inputs: &Inputs, path: &str| {
        inputs
            .text(path)
            .map(|text| text.to_string())
            .unwrap_or_default()
    };
    match edit {
        Edit::Body(number, text) => inputs.put_text(page(*number), &body(*text)),
        Edit::Title(number, text) => {
            let text = format!("+++\ntitle = \"Title {text}\"\n+++\n{}", body(*text));
            inputs.put_text(page(*number), &text);
        }
        Edit::FrontMatter(number, text) => {
            let text = format!("{}{}", front(*text), body(number.wrapping_add(*text)));
            inputs.put_text(page(*number), &text);
        }
        Edit::Rename(from, to) => {
            let text = current(inputs, page(*from));
            let file = SitePath::new(page(*from)).expect("a path of the site");
            if inputs.files.remove(&file).is_some() {
                inputs.put_text(&format!("content/renamed/p{}.md", to % 5), &text);
            }
        }
        Edit::Delete(number) => {
            let file = SitePath::new(page(*number)).expect("a path of the site");
            inputs.files.remove(&file);
        }
        Edit::Part(number) => {
            let path = SitePath::new("content/_parts/shared.md").expect("a path of the site");
            match number % 4 {
                0 => drop(inputs.files.remove(&path)),
                number => {
                    inputs.put_text(path.as_str(), &format!("Shared {number} [x](/about.md)\n"))
                }
            }
        }
        Edit::Template(number) => {
            let text = match number % 3 {
                0 => {
                    "{% extends \"base.html\" %}{% block main %}OWN {{ page.content | safe }}{% endblock %}"
                }
                1 => {
                    "{% extends \"base.html\" %}{% block main %}{{ page.nothing.at_all }}{% endblock %}"
                }
                _ => "{% block never closed",
            };
            inputs.put_text("themes/own/templates/page.html", text);
        }
        Edit::Events(number) => {
            let start = "tz = \"UTC\"\n[[event]]\nid = \"e\"\nstart = 2026-05-0";
            let series = "\n[[series]]\nid = \"s\"\nevery = \"1 week\"\nfirst = 2026-05-01T10:00";
            let (name, text) = match number % 4 {
                0 => ("events", format!("{start}{}{series}", 1 + number % 9)),
                1 => (
                    "events",
                    format!("{start}{}\npersonas = [\"p1\"]", 1 + number % 9),
                ),
                2 => (
                    "communities",
                    "[[community]]\nid = \"c\"\nmeets = \"s\"\n".to_owned(),
                ),
                _ => ("scorecard", format!("[[metric]]\nid = \"m{number}\"\n")),
            };
            let path = SitePath::new(&format!("content/{name}.toml")).expect("a path of the site");
            match number % 7 {
                0 => drop(inputs.files.remove(&path)),
                _ => inputs.put_text(path.as_str(), &text),
            }
        }
        Edit::Glossary(number) => {
            let path = SitePath::new("content/glossary.toml").expect("a path of the site");
            match number % 4 {
                0 => drop(inputs.files.remove(&path)),
                1 => inputs.put_text(path.as_str(), "text = \"Words\"\nTitle = \"A name\"\n"),
                number => inputs.put_text(
                    path.as_str(),
                    &format!("Text = {{ long = \"Words {number}\", also = [\"after\"] }}\n"),
                ),
            }
        }
        Edit::News(number) => {
            let name = format!("content/news/n{}.md", number % 3);
            let path = SitePath::new(&name).expect("a path of the site");
            let day = 1 + number % 28;
            match number % 5 {
                0 => drop(inputs.files.remove(&path)),
                _ => inputs.put_text(
                    &name,
                    &format!(
                        "+++\ndate = 2026-05-{day:02}\nkind = \"new\"\nservices = [\"postgres\"]\n\
                         personas = [\"p{}\"]\naction = \"Act\"\naction_by = 2026-12-01\n+++\n{}",
                        number % 2,
                        body(*number)
                    ),
                ),
            }
        }
        Edit::Platform(number) => {
            let path = SitePath::new("content/platform.toml").expect("a path of the site");
            match number % 5 {
                0 => drop(inputs.files.remove(&path)),
                number => inputs.put_text(
                    path.as_str(),
                    &format!(
                        "vision = \"{number}\"\n[[persona]]\nid = \"p{}\"\nneeds = {{ n = \"N\" }}\n\
                         [[category]]\nid = \"c{}\"\nfacts = [\"Price\"]\n",
                        number % 2,
                        number % 3
                    ),
                ),
            }
        }
        Edit::Style(number) => {
            inputs.put_text("themes/own/assets/style.css", &format!("/* {number} */"));
        }
        Edit::Settings(number) => {
            let theme = ["default", "own", "missing"][usize::from(*number) % 3];
            let material = number % 2 == 0;
            inputs.put_text(
                "groundplan.toml",
                &format!(
                    "title = \"Site {}\"\ntheme = \"{theme}\"\n{}[markdown]\nmaterial = {material}\n",
                    number % 5,
                    // Without an address there are no feeds.
                    ["", "base_url = \"https://a.example/\"\n"][usize::from(*number / 7) % 2],
                ),
            );
        }
        Edit::Asset(number) => {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"5\"/>",
                number
            );
            inputs.put_blob("content/picture.svg", svg.as_bytes());
        }
    }
}

fn start() -> Inputs {
    let mut inputs = Inputs::default();
    for (number, path) in PAGES.iter().enumerate() {
        let number = u8::try_from(number).expect("few pages");
        inputs.put_text(path, &format!("{}{}", front(number), body(number)));
    }
    inputs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_a_warm_build_equals_a_cold_one(edits in prop::collection::vec(edit(), 30)) {
        let warm = Compiler::lasting(None);
        let mut inputs = start();
        for (number, edit) in edits.iter().enumerate() {
            apply(&mut inputs, edit);
            let warm = outcome(&warm, &inputs);
            // A cold build of every state would take most of the time of the suite.
            if number % 5 == 4 {
                let cold = outcome(&Compiler::once(None), &inputs);
                prop_assert_eq!(&warm.1, &cold.1, "findings after {:?}", edit);
                for (path, bytes) in &cold.0 {
                    prop_assert_eq!(warm.0.get(path), Some(bytes), "{} after {:?}", path, edit);
                }
                prop_assert_eq!(warm.0.len(), cold.0.len());
            }
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes_for_any_number_of_threads() {
    let mut inputs = start();
    inputs.put_text(
        "groundplan.toml",
        "theme = \"own\"\nbase_url = \"https://a.example/b/\"\n",
    );
    inputs.put_text("themes/own/templates/page.html", "{{ page.nothing }}");
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads")
            .install(|| outcome(&Compiler::once(None), &inputs))
    };
    let one = with(1);
    assert!(one.0.len() > 10);
    for threads in [2, 7] {
        assert!(one == with(threads), "{threads} threads");
    }
}
