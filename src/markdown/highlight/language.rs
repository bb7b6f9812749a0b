//! Names of languages after a fence, and the grammars behind them.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::SyntaxSet;

/// All grammars, linked. Contexts of a grammar are unpacked when it is first used.
pub(super) static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// How a code is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// With the grammar at this index of [`GRAMMARS`].
    Grammar(usize),
    /// As a session: prompts, commands and what they printed.
    Console,
}

/// What people write after a fence where the grammar's name or file extension is another.
const ALIASES: &[(&str, &str)] = &[
    ("csharp", "C#"),
    ("cpp", "C++"),
    ("c++", "C++"),
    ("docker", "Dockerfile"),
    ("dockerfile", "Dockerfile"),
    ("containerfile", "Dockerfile"),
    ("golang", "Go"),
    ("gotemplate", "HTML"),
    ("gradle", "Groovy"),
    ("hcl", "Terraform"),
    ("helm", "YAML"),
    ("javascript", "JavaScript"),
    ("json5", "JavaScript"),
    ("jsonc", "JSON"),
    ("jsonl", "JSON"),
    ("ndjson", "JSON"),
    ("k8s", "YAML"),
    ("kubernetes", "YAML"),
    ("markdown", "Markdown"),
    ("opentofu", "Terraform"),
    ("patch", "Diff"),
    ("posh", "PowerShell"),
    ("powershell", "PowerShell"),
    ("ps1", "PowerShell"),
    ("pwsh", "PowerShell"),
    ("protobuf", "Protocol Buffer"),
    ("proto", "Protocol Buffer"),
    ("rust", "Rust"),
    ("ksh", "Bash"),
    ("shell", "Bash"),
    ("zsh", "Bash"),
    ("svg", "XML"),
    ("tofu", "Terraform"),
    ("typescript", "TypeScript"),
    ("ts", "TypeScript"),
];

/// How `language`, as written after a fence, is read; none for plain text and unknown ones.
pub(super) fn find(language: &str) -> Option<Language> {
    static KNOWN: LazyLock<HashMap<String, Language>> = LazyLock::new(known);
    if let Some(found) = KNOWN.get(language) {
        return Some(*found);
    }
    KNOWN.get(&language.to_ascii_lowercase()).copied()
}

fn known() -> HashMap<String, Language> {
    let mut known = HashMap::new();
    // Later grammars win, as they do in the set's own look-up.
    for (index, syntax) in GRAMMARS.syntaxes().iter().enumerate() {
        if syntax.hidden {
            continue;
        }
        known.insert(syntax.name.to_ascii_lowercase(), Language::Grammar(index));
    }
    for (index, syntax) in GRAMMARS.syntaxes().iter().enumerate() {
        for extension in &syntax.file_extensions {
            let extension = extension.to_ascii_lowercase();
            known.entry(extension).or_insert(Language::Grammar(index));
        }
    }
    for (alias, name) in ALIASES {
        let index = GRAMMARS
            .syntaxes()
            .iter()
            .position(|syntax| syntax.name == *name);
        if let Some(index) = index {
            known.insert((*alias).to_owned(), Language::Grammar(index));
        }
    }
    for console in [
        "console",
        "shell-session",
        "shellsession",
        "sh-session",
        "terminal",
    ] {
        known.insert(console.to_owned(), Language::Console);
    }
    for plain in [
        "text",
        "txt",
        "plain",
        "plaintext",
        "plain text",
        "none",
        "output",
        "log",
    ] {
        known.remove(plain);
    }
    known
}
