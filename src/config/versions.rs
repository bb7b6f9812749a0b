//! `[versions]` and `[publish.NAME]`: which versions a site has, and where they are published.

use std::collections::BTreeMap;
use std::fmt;

use regex::Regex;

use super::CODES;
use crate::date::{Date, Period};
use crate::decode::fields::{Fields, as_text};
use crate::decode::{Key, Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

mod pattern;

pub use crate::inputs::git::RefKind;
pub use pattern::{Naming, Pattern};

/// Which versions a site has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Where versions come from.
    pub source: Source,
    /// The tags and branches that are versions.
    pub include: Vec<Pattern>,
    /// How their names become names of versions; the first that fits counts.
    pub naming: Vec<Naming>,
    /// Other names of versions: `latest`.
    pub aliases: BTreeMap<String, Alias>,
    /// The branch that the evergreen pages are made of; None for the working tree.
    pub evergreen: Option<String>,
    /// How many versions are kept.
    pub keep: Keep,
    /// What is said about single versions, by name.
    pub state: BTreeMap<String, State>,
    /// Versions in this order before all others.
    pub order: Vec<String>,
    /// Where the settings are written.
    pub span: Span,
}

/// Where versions come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Tags and branches of the repository.
    #[default]
    Git,
    /// The folders `versions/<name>/content/`; the working tree is `next`.
    Folders,
    /// Nowhere: each is named on the command line.
    None,
}

/// What an alias stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alias {
    /// The newest stable version; the newest of any kind while none is stable.
    NewestStable,
    /// The newest version of any kind.
    Newest,
    /// A version by name.
    Version(String),
}

/// How many versions are kept; None for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// So many stable versions.
    pub stable: Option<u64>,
    /// So many pre-releases.
    pub prerelease: Option<u64>,
    /// Versions that are kept whatever their number, by name or alias.
    pub always: Vec<String>,
}

/// What is said about one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What readers are shown instead of the name.
    pub title: Option<String>,
    /// How finished it is, where its name does not tell: `stable`, `prerelease` or `development`.
    pub stage: Option<&'static str>,
    /// The day of its release.
    pub released: Option<Date>,
    /// The last day on which it is supported.
    pub supported_until: Option<Date>,
    /// A sentence for its readers.
    pub note: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A place where the site is published: `[publish.NAME]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its name.
    pub name: String,
    /// Where it is: `dir:PATH`, `git:REMOTE#BRANCH`, `s3://BUCKET/PATH`.
    pub to: String,
    /// Where `to` is written.
    pub span: Span,
    /// How long what nothing refers to stays; None for ever.
    pub grace: Option<Period>,
}

/// How addresses of places to publish to begin.
const SCHEMES: [&str; 5] = ["dir:", "git:", "s3://", "gs://", "az://"];

/// How long what nothing refers to stays, where nothing else is said.
const GRACE: Period = Period::Days(7);

/// Reads `[versions]`.
pub(super) fn read(
    table: &Table,
    span: Span,
    file: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> Versions {
    let mut fields = Fields::new(table, file, CODES, "[versions]", findings);
    let sources = [
        ("git", Source::Git),
        ("folders", Source::Folders),
        ("none", Source::None),
    ];
    let source = fields.one_of("source", &sources).unwrap_or_default();
    let mut include = Vec::new();
    for (text, span) in fields.texts("include") {
        match Pattern::glob(&text) {
            Ok(pattern) => include.push(pattern),
            Err(why) => wrong(&mut fields, span, &why, "`[\"tag:v*.*\", \"branch:main\"]`"),
        }
    }
    let mut naming = Vec::new();
    for (key, node) in fields.entries("name") {
        let name = as_text(&node.value).unwrap_or_default();
        match Naming::new(&key.name, &name) {
            Ok(one) => naming.push(one),
            Err(why) => {
                let example = "`{ \"tag:v(?<v>\\\\d+\\\\.\\\\d+)\\\\.\\\\d+\" = \"$v\" }`";
                wrong(&mut fields, key.span, &why, example);
            }
        }
    }
    let aliases = aliases(&mut fields);
    let evergreen = fields.spanned_text("evergreen").and_then(|(text, span)| {
        let branch = text.strip_prefix("branch:").unwrap_or(&text);
        if !branch.is_empty() && !branch.contains([':', '*', ' ']) {
            return Some(branch.to_owned());
        }
        let why = format!("`{text}` is no branch");
        wrong(&mut fields, span, &why, "`\"branch:main\"`");
        None
    });
    let keep = fields.table("keep");
    let state: Vec<&(Key, Node)> = fields.entries("state");
    let order = fields.texts("order").into_iter().map(|(name, _)| name);
    let order = order.collect();
    fields.finish();
    let keep = keep.map_or_else(Keep::default, |table| read_keep(table, file, findings));
    let state = state
        .into_iter()
        .filter_map(|(key, node)| Some((key.name.clone(), read_state(key, node, file, findings)?)))
        .collect();
    if include.is_empty() && source == Source::Git {
        include.extend(Pattern::glob("tag:v*"));
        let branch = evergreen.as_ref().map(|branch| format!("branch:{branch}"));
        include.extend(branch.and_then(|branch| Pattern::glob(&branch).ok()));
    }
    Versions {
        source,
        include,
        naming,
        aliases,
        evergreen,
        keep,
        state,
        order,
        span,
    }
}

/// Other names; `latest` is there whatever is written.
fn aliases(fields: &mut Fields<'_, '_>) -> BTreeMap<String, Alias> {
    let mut aliases = BTreeMap::new();
    for (key, node) in fields.entries("aliases") {
        let target = match as_text(&node.value).as_deref() {
            Some("newest-stable") => Alias::NewestStable,
            Some("newest") => Alias::Newest,
            Some(name) if !name.is_empty() => Alias::Version(name.to_owned()),
            _ => {
                let why = format!("`{}` must name a version", key.name);
                wrong(fields, node.span, &why, "`{ latest = \"newest-stable\" }`");
                continue;
            }
        };
        aliases.insert(key.name.clone(), target);
    }
    aliases
        .entry("latest".to_owned())
        .or_insert(Alias::NewestStable);
    aliases
}

fn read_keep(table: &Table, file: &SitePath, findings: &mut Vec<Diagnostic>) -> Keep {
    let mut fields = Fields::new(table, file, CODES, "`keep`", findings);
    let stable = fields.count("stable");
    let prerelease = fields.count("prerelease");
    let always = fields.texts("always");
    fields.finish();
    Keep {
        stable,
        prerelease,
        always: always.into_iter().map(|(name, _)| name).collect(),
    }
}

fn read_state(
    key: &Key,
    node: &Node,
    file: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> Option<State> {
    let Value::Table(table) = &node.value else {
        let message = format!("the state of `{}` must be a table", key.name);
        let finding = Diagnostic::at(Code::SiteUnknownValue, file, node.span, message);
        findings.push(finding.help("write for example `{ released = 2026-01-10 }`"));
        return None;
    };
    let mut fields = Fields::new(table, file, CODES, "the state of a version", findings);
    let stages = ["stable", "prerelease", "development"];
    let state = State {
        title: fields.text("title"),
        stage: fields.one_of("stage", &stages.map(|word| (word, word))),
        released: fields.date("released"),
        supported_until: fields.date("supported_until"),
        note: fields.text("note"),
        span: key.span,
    };
    if let (Some(released), Some(until)) = (state.released, state.supported_until)
        && until < released
    {
        let message = format!(
            "`{}` is supported until {until}, before its release",
            key.name
        );
        let finding = Diagnostic::at(Code::SiteUnknownValue, file, key.span, message);
        fields.push(finding.help(format!(
            "it was released on {released}: correct one of the two"
        )));
    }
    fields.finish();
    Some(state)
}

/// Reads `[publish.NAME]`, each a place to publish to.
pub(super) fn read_destinations(
    table: &Table,
    file: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Destination> {
    let mut all = Vec::new();
    for (key, node) in &table.entries {
        let Value::Table(table) = &node.value else {
            let message = format!("`{}` must be a table", key.name);
            let finding = Diagnostic::at(Code::SiteUnknownValue, file, key.span, message);
            findings.push(finding.help("write `[publish.production]`, and `to = \"…\"` below it"));
            continue;
        };
        let mut fields = Fields::new(table, file, CODES, "[publish.NAME]", findings);
        let grace = fields.period("grace").unwrap_or(Some(GRACE));
        match fields.spanned_text("to") {
            None => fields.lacks(
                &format!("`{}` does not say where to publish", key.name),
                "write for example `to = \"dir:/srv/docs\"`",
            ),
            Some((to, span)) => match scheme_trouble(&to) {
                Some((why, near)) => {
                    let finding = Diagnostic::at(Code::SiteUnknownValue, file, span, why)
                        .help("write `dir:PATH`, `git:REMOTE#BRANCH`, `s3://BUCKET/PATH`, `gs://…` or `az://…`");
                    fields.push(match near {
                        Some(near) => finding.label(format!("did you mean `{near}`?")),
                        None => finding,
                    });
                }
                None => all.push(Destination {
                    name: key.name.clone(),
                    to,
                    span,
                    grace,
                }),
            },
        }
        fields.finish();
    }
    all
}

/// What is wrong with the address of a place to publish to, and what may be meant.
fn scheme_trouble(to: &str) -> Option<(String, Option<&'static str>)> {
    let known = SCHEMES.iter().find(|scheme| to.starts_with(**scheme));
    match known {
        Some(scheme) if to.len() > scheme.len() => {
            let lacks_branch = *scheme == "git:" && to.split('#').nth(1).is_none_or(str::is_empty);
            lacks_branch.then(|| (format!("`{to}` names no branch"), None))
        }
        Some(_) => Some((format!("`{to}` names no place"), None)),
        None => {
            let head = to.split_inclusive(':').next().unwrap_or(to);
            let is_near = |one: &&str| {
                let name = one.split(':').next().unwrap_or(one);
                strsim::levenshtein(head.trim_end_matches(':'), name) <= 1
            };
            let near = SCHEMES.into_iter().find(|one| is_near(one));
            Some((format!("`{to}` is no place to publish to"), near))
        }
    }
}

fn wrong(fields: &mut Fields<'_, '_>, span: Span, why: &str, example: &str) {
    let finding = Diagnostic::at(Code::SiteUnknownValue, fields.file(), span, why)
        .help(format!("write for example {example}"));
    fields.push(finding);
}

impl fmt::Display for Alias {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::NewestStable => "newest-stable",
            Self::Newest => "newest",
            Self::Version(name) => name,
        })
    }
}

/// An expression that must fit a whole name.
fn whole(expression: &str) -> Result<Regex, String> {
    Regex::new(&format!("^(?:{expression})$")).map_err(|error| {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or("").trim();
        format!(
            "`{expression}` is no expression: {}",
            last.trim_start_matches("error: ")
        )
    })
}

#[cfg(test)]
mod tests;
