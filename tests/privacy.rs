//! What must not be published is in no file of the output.

use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;

use groundplan::inputs::Inputs;
use groundplan::pipeline::Compiler;

/// Every file of the site of these texts, as text.
fn output(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let inputs = Inputs::from_texts(files.iter().copied());
    let compiler = Compiler::once(None);
    let built = compiler.build(&inputs);
    let (findings, done) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let renderer = compiler.renderer(&built);
    let tree = compiler.tree(&built, &renderer, &findings, &done);
    let file = |(path, content): (
        &groundplan::path::OutputPath,
        &groundplan::tree::Content<'_>,
    )| {
        let bytes = content.bytes().expect("a file of the output");
        (
            path.to_string(),
            String::from_utf8_lossy(&bytes).into_owned(),
        )
    };
    tree.iter().map(file).collect()
}

/// The files in which a word stands.
fn files_with(word: &str, files: &[(String, String)]) -> Vec<String> {
    let word = word.to_lowercase();
    let has = |(path, text): &&(String, String)| {
        path.to_lowercase().contains(&word) || text.to_lowercase().contains(&word)
    };
    files
        .iter()
        .filter(has)
        .map(|(path, _)| path.clone())
        .collect()
}

const PLATFORM: (&str, &str) = (
    "content/platform.toml",
    "[[persona]]\nid = \"sre\"\nname = \"Engineer\"\n",
);

/// Interviews in which every text has a word of its own.
const STUDY: &str = "title = \"Titleword\"\nsummary = \"Summaryword\"\non = 2026-05-12\nn = 97531\n\
    personas = { sre = 3 }\n[[theme]]\ntext = \"Themeword\"\nmentions = 86420\n\
    quotes = [{ persona = \"sre\", text = \"Quoteword\" }]\n";

#[test]
fn no_word_of_interviews_without_consent_leaves_the_file() {
    let words = [
        "Titleword",
        "Summaryword",
        "97531",
        "Themeword",
        "Quoteword",
        "fileword",
    ];
    let site = |consent: &str| {
        let study = format!("{consent}{}", STUDY.replace("86420", "7"));
        output(&[PLATFORM, ("content/interviews/fileword.toml", &study)])
    };
    for consent in [
        "",
        "consent = false\n",
        "consent = \"true\"\n",
        "consent = 1\n",
    ] {
        let files = site(consent);
        for word in words {
            let found = files_with(word, &files);
            assert!(found.is_empty(), "{consent:?}: {word} is in {found:?}");
        }
    }
    // The same words are found where everybody has agreed.
    let files = site("consent = true\n");
    for word in words {
        assert!(!files_with(word, &files).is_empty(), "{word} is nowhere");
    }
}

#[test]
fn no_quote_that_leads_to_a_person_is_published() {
    for secret in [
        "mara@harbor.example",
        "@maraweber",
        "+49 30 23125 190",
        "mara (at) harbor.example",
    ] {
        let quote = |text: &str| {
            format!("quotes = [{{ persona = \"sre\", text = \"Quoteword {text}\" }}]\n")
        };
        let site = |text: &str| {
            let survey = format!("[[wave]]\nid = \"q1\"\non = 2026-05-12\n{}", quote(text));
            let study = format!("consent = true\n[[theme]]\ntext = \"x\"\n{}", quote(text));
            output(&[
                PLATFORM,
                ("content/surveys/a.toml", &survey),
                ("content/interviews/b.toml", &study),
            ])
        };
        assert!(
            files_with("Quoteword", &site(secret)).is_empty(),
            "{secret}"
        );
        assert!(!files_with("Quoteword", &site("[a colleague]")).is_empty());
    }
}

#[test]
fn a_hidden_group_is_in_no_number_of_the_output() {
    // Of 40 people 3 are in the small group: 12 others are hidden with them.
    let survey = "[[question]]\nid = \"a\"\n[[wave]]\nid = \"q1\"\non = 2026-05-12\n\
        counts = { a = [3, 0, 0, 17, 20] }\n\
        [wave.groups]\nsre = { a = [3, 0, 0, 0, 0] }\ndev = { a = [0, 0, 0, 2, 10] }\n\
        tpo = { a = [0, 0, 0, 15, 10] }\n";
    let files = output(&[("content/surveys/x.toml", survey)]);
    let (_, page) = files
        .iter()
        .find(|(path, _)| path == "surveys/x/index.md")
        .expect("the twin");
    assert!(page.contains("| sre | not shown |"), "{page}");
    assert!(page.contains("| dev | not shown |"), "{page}");
    assert!(page.contains("| tpo | 100 % (n = 25) |"), "{page}");
    for (path, text) in &files {
        for number in ["n = 3)", "n = 12)", "n = 3<", "n = 12<"] {
            assert!(!text.contains(number), "{number} is in {path}");
        }
    }
}

#[test]
fn no_ending_makes_public_what_is_private() {
    let secret = "title = \"Secretword\"\n[[theme]]\ntext = \"Secretword\"\n";
    let files = [
        PLATFORM,
        ("content/index.md", "# Home\n"),
        ("content/stakeholders.toml.txt", secret),
        ("content/stakeholders.txt", secret),
        ("content/stakeholders.md", secret),
        ("content/stakeholders - Kopie.docx", secret),
        ("content/interviews/secretword.toml.txt", secret),
        ("content/interviews/x.md", secret),
        (
            "content/interviews/notes.md",
            "# Secretword\n\nSecretword\n",
        ),
        ("content/interviews/y/notes.csv", secret),
        ("content/roadmap/secretword.toml.txt", secret),
    ];
    let found = files_with("Secretword", &output(&files));
    assert!(found.is_empty(), "{found:?}");
}
