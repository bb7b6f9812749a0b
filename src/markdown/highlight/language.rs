//! Names of languages after a fence, and the grammars behind them.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::SyntaxSet;

use super::grammar::Context;

/// All grammars, linked. Contexts of a grammar are unpacked when it is first used.
pub(super) static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// How a code is read.
#[derive(Clone, Copy)]
pub(super) enum Language {
    /// With the grammar that begins in this context.
    Grammar(&'static Context),
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
    ("regex", "Regular Expression"),
    ("rust", "Rust"),
    ("ksh", "sh"),
    ("shell", "sh"),
    ("zsh", "sh"),
    ("svg", "XML"),
    ("tofu", "Terraform"),
    ("typescript", "TypeScript"),
    ("ts", "TypeScript"),
];

/// What is a session in a console.
const CONSOLES: &[&str] = &[
    "console",
    "shell-session",
    "shellsession",
    "sh-session",
    "terminal",
];

/// What is no language, though some of these are names or extensions of a grammar.
const PLAIN: &[&str] = &[
    "text",
    "txt",
    "plain",
    "plaintext",
    "plain text",
    "none",
    "output",
    "log",
];

/// How `language`, as written after a fence, is read; none for plain text and unknown ones.
pub(super) fn find(language: &str) -> Option<Language> {
    static KNOWN: LazyLock<HashMap<String, usize>> = LazyLock::new(grammars);
    let lower = language.to_ascii_lowercase();
    if CONSOLES.contains(&lower.as_str()) {
        return Some(Language::Console);
    }
    Context::start(*KNOWN.get(&lower)?).map(Language::Grammar)
}

/// Grammars by name, extension and alias.
fn grammars() -> HashMap<String, usize> {
    let mut known = HashMap::new();
    let syntaxes = GRAMMARS.syntaxes();
    let shown = || {
        syntaxes
            .iter()
            .enumerate()
            .filter(|(_, syntax)| !syntax.hidden)
    };
    for (index, syntax) in shown() {
        known.insert(syntax.name.to_ascii_lowercase(), index);
    }
    for (index, syntax) in shown() {
        for extension in &syntax.file_extensions {
            known.entry(extension.to_ascii_lowercase()).or_insert(index);
        }
    }
    for (alias, name) in ALIASES {
        if let Some(index) = known.get(&name.to_ascii_lowercase()).copied() {
            known.insert((*alias).to_owned(), index);
        }
    }
    for plain in PLAIN {
        known.remove(*plain);
    }
    known
}
