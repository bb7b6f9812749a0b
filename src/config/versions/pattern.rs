//! Patterns that find versions among tags and branches, and name them.

use regex::Regex;

use super::whole;
use crate::inputs::git::RefKind;

/// What a pattern is about, and the rest of it.
fn split(text: &str) -> Result<(RefKind, &str), String> {
    match text.split_once(':') {
        Some(("tag", rest)) if !rest.is_empty() => Ok((RefKind::Tag, rest)),
        Some(("branch", rest)) if !rest.is_empty() => Ok((RefKind::Branch, rest)),
        _ => Err(format!(
            "`{text}` must begin with `tag:` or `branch:`, and a name behind it"
        )),
    }
}

/// A pattern for names of tags or of branches: `tag:v*.*`. A `*` stands for any letters but `/`.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As it is written.
    pub text: String,
    kind: RefKind,
    expression: Regex,
}

impl Pattern {
    /// A pattern from its text; the error says what is wrong.
    pub fn glob(text: &str) -> Result<Self, String> {
        let (kind, glob) = split(text)?;
        let parts: Vec<String> = glob.split('*').map(regex::escape).collect();
        Ok(Self {
            text: text.to_owned(),
            kind,
            expression: whole(&parts.join("[^/]*"))?,
        })
    }

    /// Whether it means this ref.
    pub fn fits(&self, kind: RefKind, name: &str) -> bool {
        self.kind == kind && self.expression.is_match(name)
    }

    /// Whether it names one ref, without a `*`.
    pub fn is_exact(&self) -> bool {
        !self.text.contains('*')
    }

    /// What it is about.
    pub fn kind(&self) -> RefKind {
        self.kind
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

/// How names of refs become names of versions: `"tag:v(?<v>\\d+\\.\\d+)\\.\\d+" = "$v"`.
#[derive(Clone, Debug)]
pub struct Naming {
    pattern: Pattern,
    /// The name, with `$v` for what a group of the pattern found.
    name: String,
}

impl Naming {
    /// A rule from its texts; the error says what is wrong.
    pub fn new(pattern: &str, name: &str) -> Result<Self, String> {
        let (kind, text) = split(pattern)?;
        let expression = whole(text)?;
        if name.trim().is_empty() {
            return Err(format!("`{pattern}` must be given the name of a version"));
        }
        for group in groups(name) {
            let is_number = group
                .parse::<usize>()
                .is_ok_and(|at| at < expression.captures_len());
            let is_name = expression
                .capture_names()
                .flatten()
                .any(|known| known == group);
            if !is_number && !is_name {
                return Err(format!("`{pattern}` has no group `{group}`"));
            }
        }
        Ok(Self {
            pattern: Pattern {
                text: pattern.to_owned(),
                kind,
                expression,
            },
            name: name.to_owned(),
        })
    }

    /// The name of the version that this ref is; None when the rule is about others.
    pub fn name(&self, kind: RefKind, name: &str) -> Option<String> {
        if self.pattern.kind != kind {
            return None;
        }
        let captures = self.pattern.expression.captures(name)?;
        let mut named = String::new();
        captures.expand(&self.name, &mut named);
        Some(named)
    }
}

impl PartialEq for Naming {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern && self.name == other.name
    }
}

impl Eq for Naming {}

/// The groups that a name asks for: `v` of `$v` and `${v}`.
fn groups(name: &str) -> Vec<&str> {
    let mut groups = Vec::new();
    let mut rest = name;
    while let Some((_, behind)) = rest.split_once('$') {
        rest = behind;
        if let Some(escaped) = rest.strip_prefix('$') {
            rest = escaped;
            continue;
        }
        let (start, end) = match rest.strip_prefix('{') {
            Some(inner) => (inner, inner.find('}')),
            None => {
                let end =
                    rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
                (rest, Some(end.unwrap_or(rest.len())))
            }
        };
        groups.push(&start[..end.unwrap_or(start.len())]);
    }
    groups
}
