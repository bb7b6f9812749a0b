//! Code blocks: which part of a code is a comment, a string, a keyword, and the HTML of a block.
//!
//! [`tokens`] finds the parts with Sublime grammars, [`html`] makes the whole block of them, and
//! [`BlockCache`] remembers them by content, because finding them costs a hundred times what the
//! rest of a page costs.

#[cfg(test)]
mod agreement;
mod cache;
mod characters;
mod class;
mod console;
mod expression;
mod filter;
mod first;
mod grammar;
mod groups;
mod html;
mod language;
mod parse;
mod plan;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod samples;
mod scopes;
mod symbols;
mod tokens;

pub use cache::BlockCache;
pub use class::Class;
pub use html::html;
pub use tokens::Tokens;

use language::Language;

/// Changes whenever the same code may get other tokens: with another format of [`Tokens`], other
/// classes, other aliases, other grammars. Remembered blocks of another edition are forgotten.
pub const EDITION: &str = "1 two-face 0.5.2 syntect 5.3.0";

/// The parts of `code`, which is written in `language` as named after the fence: `rust`, `ps1`.
///
/// `None` for no language, plain text, and languages without a grammar. The same code gives the
/// same tokens, whatever was highlighted before and on whichever thread. A code that a grammar
/// cannot get through is highlighted as far as it could and plain from there.
pub fn tokens(language: &str, code: &str) -> Option<Tokens> {
    Some(match language::find(language)? {
        Language::Grammar(start) => parse::tokens(start, code),
        Language::Console => console::tokens(code),
    })
}

/// Whether there is a grammar for `language`, as named after the fence.
pub fn knows(language: &str) -> bool {
    language::find(language).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The code with each part in brackets after its letter.
    fn marked(language: &str, code: &str) -> String {
        let tokens = tokens(language, code).expect("the language has a grammar");
        let parts = tokens.parts(code).map(|(class, part)| match class {
            Class::Plain => part.to_owned(),
            _ => format!("{}[{part}]", class.letter()),
        });
        parts.collect()
    }

    #[test]
    fn the_languages_of_platform_documentation_are_highlighted() {
        for (language, code, expected) in [
            ("toml", "a = 1 # c", "a[a] = n[1] c[# c]"),
            ("yaml", "a: 'b'", "a[a]: s['b']"),
            ("json", "{\"a\": null}", "{a[\"a\"]: n[null]}"),
            ("ts", "let a: string", "k[let] a: t[string]"),
            ("tsx", "<a b=\"c\"/>", "<g[a] a[b]=s[\"c\"]/>"),
            ("dockerfile", "FROM a\n# c", "k[FROM] a\nc[# c]"),
            ("hcl", "a = \"b\"", "a[a] = s[\"b\"]"),
            ("powershell", "Get-Item $a", "f[Get-Item] v[$a]"),
            ("kotlin", "fun a() = 1", "k[fun] f[a]() = n[1]"),
            ("go", "func a() {}", "k[func] f[a]() {}"),
            ("sql", "SELECT 'a'", "k[SELECT] s['a']"),
            ("bash", "echo \"$A\"", "f[echo] s[\"]v[$A]s[\"]"),
            ("python", "def a(b): pass", "k[def] f[a](v[b]): k[pass]"),
            ("java", "int a = 1;", "t[int] a = n[1];"),
            ("rust", "fn a() {}", "k[fn] f[a]() {}"),
            ("css", "a { color: red }", "g[a] { a[color]: n[red] }"),
            ("html", "<a b=\"c\">d</a>", "<g[a] a[b]=s[\"c\"]>d</g[a]>"),
            ("xml", "<a b=\"c\"/>", "<g[a] a[b]=s[\"c\"]/>"),
            ("diff", "-a\n+b\n", "d[-a]\ni[+b]\n"),
            ("ini", "[a]\nb=c", "[h[a]]\na[b]=s[c]"),
            ("properties", "# c\na=b", "c[# c]\na[a]=s[b]"),
        ] {
            assert_eq!(marked(language, code), expected, "{language}");
        }
    }

    #[test]
    fn languages_have_the_names_that_people_use() {
        for name in [
            "csharp",
            "c#",
            "cs",
            "jsonc",
            "json5",
            "shell",
            "sh",
            "zsh",
            "console",
            "shell-session",
            "ps1",
            "powershell",
            "pwsh",
            "ts",
            "tsx",
            "typescript",
            "js",
            "javascript",
            "jsx",
            "py",
            "python",
            "yml",
            "tf",
            "hcl",
            "terraform",
            "dockerfile",
            "Dockerfile",
            "docker",
            "containerfile",
            "golang",
            "rs",
            "k8s",
            "kubernetes",
            "helm",
            "kt",
            "kts",
            "proto",
            "protobuf",
            "toml",
            "ini",
            "properties",
            "groovy",
            "gradle",
            "jenkinsfile",
            "nginx",
            "make",
            "makefile",
            "graphql",
            "http",
            "markdown",
            "md",
            "c",
            "cpp",
            "c++",
            "ruby",
            "php",
            "swift",
            "scala",
            "lua",
            "perl",
            "r",
            "nix",
            "rego",
            "dotenv",
            "env",
            "jsonnet",
            "jinja2",
            "cmake",
            "vue",
            "svelte",
            "scss",
            "less",
            "bat",
            "fish",
            "awk",
            "elixir",
            "haskell",
            "zig",
            "YAML",
            "diff",
            "patch",
            "csv",
            "rst",
            "asciidoc",
            "jq",
            "regex",
            "puppet",
        ] {
            assert!(tokens(name, "a\n").is_some(), "{name}");
        }
    }

    #[test]
    fn plain_text_and_unknown_languages_have_no_tokens() {
        for name in [
            "",
            "text",
            "txt",
            "plain",
            "plaintext",
            "none",
            "output",
            "log",
            "klingon",
        ] {
            assert_eq!(tokens(name, "if true\n"), None, "{name}");
            assert!(!knows(name));
        }
    }

    #[test]
    fn other_tokens_are_another_edition() {
        let found: Vec<u8> = samples::SAMPLES
            .iter()
            .filter_map(|(language, code)| tokens(language, code))
            .flat_map(|tokens| tokens.as_bytes().to_vec())
            .collect();
        // When this fails, the first word of EDITION must change too: remembered blocks are old.
        let digest = crate::digest::Digest::of(&found).short();
        assert_eq!(
            (EDITION, digest.as_str()),
            ("1 two-face 0.5.2 syntect 5.3.0", "4b00d7e8a59e7999")
        );
    }

    #[test]
    fn a_console_has_prompts_commands_and_output() {
        assert_eq!(
            marked("console", "$ ls \\\n  'a'\nif b\n# id\n"),
            "p[$] f[ls] \\\n  s['a']\no[if b]\np[#] f[id]\n"
        );
    }

    #[test]
    fn an_empty_code_has_no_parts() {
        for (language, _) in samples::SAMPLES {
            assert_eq!(marked(language, ""), "");
        }
    }
}
