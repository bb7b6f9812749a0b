//! The words of the platform: content/glossary.toml.

use std::collections::HashMap;
use std::sync::Arc;

use crate::decode::fields::{Codes, as_text};
use crate::decode::{Fields, Key, Node, Value, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

use super::Written;

pub mod words;

use words::Words;

/// The path of the file.
pub const FILE: &str = "content/glossary.toml";

/// The codes of findings about the glossary. There is no date in it.
const CODES: Codes = Codes {
    unknown_key: Code::GlossaryUnknownKey,
    unknown_value: Code::GlossaryUnknownValue,
    bad_date: Code::GlossaryUnknownValue,
};

/// What the file says.
#[derive(Debug)]
pub struct Glossary {
    /// The file.
    pub file: SitePath,
    /// The terms, in the author's order.
    pub terms: Vec<Term>,
    /// The names of the terms that are explained in texts.
    pub words: Words,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// A word that is explained.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its id on a page: `term:sre`. No heading can have one with a colon.
    pub anchor: String,
    /// The word: `SRE`.
    pub name: Written,
    /// What it stands for: "Site Reliability Engineer".
    pub long: Option<String>,
    /// What that is, in a sentence.
    pub text: Option<String>,
    /// Other words for the same.
    pub also: Vec<Written>,
    /// Whether its first use on a page is explained there; the glossary has it in any case.
    pub mark: bool,
}

impl Term {
    /// The word and the other words for it.
    pub fn names(&self) -> impl Iterator<Item = &Written> {
        std::iter::once(&self.name).chain(&self.also)
    }
}

impl Glossary {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let entries = table.entries.iter();
        let mut terms: Vec<Term> = entries
            .filter_map(|entry| term(entry, file, &mut findings))
            .collect();
        anchors(&mut terms);
        duplicates(&terms, file, &mut findings);
        let marked = terms.iter().enumerate().filter(|(_, term)| term.mark);
        let names = marked.flat_map(|(index, term)| {
            let names = term.names();
            names.map(move |(name, _)| (name.as_str(), index))
        });
        Arc::new(Self {
            file: file.clone(),
            words: Words::new(names),
            terms,
            findings,
        })
    }
}

/// `SRE = "Site Reliability Engineer"`, or a table with more to say.
fn term(
    (key, node): &(Key, Node),
    file: &SitePath,
    findings: &mut Vec<Diagnostic>,
) -> Option<Term> {
    let name = (key.name.clone(), key.span);
    let said = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let term = match (&node.value, as_text(&node.value)) {
        (_, Some(text)) => Term {
            anchor: String::new(),
            name,
            long: said(text),
            text: None,
            also: Vec::new(),
            mark: true,
        },
        (Value::Table(table), _) => {
            let mut fields = Fields::new(table, file, CODES, "a term", findings);
            let term = Term {
                anchor: String::new(),
                name,
                long: fields.text("long").and_then(said),
                text: fields.text("text").and_then(said),
                also: fields.texts("also"),
                mark: fields.truth("mark").unwrap_or(true),
            };
            fields.finish();
            term
        }
        _ => {
            let message = format!("`{}` must be a text or a table", key.name);
            let example = format!("write `{} = \"what it means\"`", quoted(&key.name));
            findings.push(
                Diagnostic::at(Code::GlossaryUnknownValue, file, node.span, message).help(example),
            );
            return None;
        }
    };
    if term.long.is_none() && term.text.is_none() {
        let message = format!("nothing explains `{}`", key.name);
        findings.push(
            Diagnostic::at(Code::GlossaryUnknownValue, file, key.span, message)
                .help("write what it stands for in `long`, or a sentence in `text`"),
        );
    }
    Some(term)
}

/// Gives each term an id that stays when others come and go.
fn anchors(terms: &mut [Term]) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for term in terms {
        let letter = |letter: char| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        };
        let name: String = term.name.0.to_lowercase().chars().map(letter).collect();
        let name = name.trim_matches('-');
        let count = taken.entry(name.to_owned()).or_insert(0);
        *count += 1;
        term.anchor = match (*count, name.is_empty()) {
            (1, false) => format!("term:{name}"),
            (count, _) => format!("term:{name}:{count}"),
        };
    }
}

/// Two terms of one name, whatever its case: a reader could not tell which is meant.
fn duplicates(terms: &[Term], file: &SitePath, findings: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, (usize, &Written)> = HashMap::new();
    for (index, term) in terms.iter().enumerate() {
        for name in term.names() {
            let Some((owner, known)) = first.get(&name.0.to_lowercase()) else {
                first.insert(name.0.to_lowercase(), (index, name));
                continue;
            };
            let other = &terms[*owner].name.0;
            let message = match *owner == index {
                true => format!("`{}` is a name of this term already", name.0),
                false if known.0 == *other => format!("there is another term `{other}`"),
                false => format!("`{}` is another name of `{other}` already", known.0),
            };
            findings.push(
                Diagnostic::at(Code::GlossaryDuplicate, file, name.1, message)
                    .related(file, known.1, "the first one")
                    .help("keep one of the two: a word is explained once"),
            );
        }
    }
}

/// A key as TOML takes it: in quotes where it is more than letters, digits, `-` and `_`.
pub fn quoted(key: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    match !key.is_empty() && key.chars().all(bare) {
        true => key.to_owned(),
        false => format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Arc<Glossary> {
        Glossary::read(&SitePath::new(FILE).expect("a path"), text)
    }

    #[test]
    fn a_term_is_a_line_or_a_table() {
        let glossary = read(
            "SRE = \"Site Reliability Engineer\"\n\
             PPO = { long = \"Platform Product Owner\", text = \"Owns it.\", also = \"product owner\" }\n",
        );
        assert!(glossary.findings.is_empty(), "{:?}", glossary.findings);
        let [sre, ppo] = &glossary.terms[..] else {
            panic!("two terms");
        };
        assert_eq!(sre.long.as_deref(), Some("Site Reliability Engineer"));
        assert_eq!(ppo.text.as_deref(), Some("Owns it."));
        assert_eq!(ppo.also[0].0, "product owner");
    }

    #[test]
    fn terms_have_ids_of_their_names() {
        let glossary = read("SRE = \"a\"\n\"C\" = \"b\"\n\"C++\" = \"c\"\n\"***\" = \"d\"\n");
        let ids: Vec<_> = glossary.terms.iter().map(|one| &*one.anchor).collect();
        assert_eq!(ids, ["term:sre", "term:c", "term:c:2", "term::1"]);
    }

    #[test]
    fn one_bad_term_hides_no_other() {
        let glossary = read(
            "A = [1]\nB = { lnog = \"x\", text = \"y\" }\nC = \"\"\nD = { long = [2] }\nE = \"e\"\n",
        );
        let codes: Vec<_> = glossary.findings.iter().map(|one| one.code).collect();
        let (key, value) = (Code::GlossaryUnknownKey, Code::GlossaryUnknownValue);
        assert_eq!(codes, [value, key, value, value, value]);
        assert_eq!(glossary.terms.len(), 4);
    }

    #[test]
    fn a_word_is_explained_once_whatever_its_case() {
        let glossary = read("SRE = \"a\"\nPod = { text = \"b\", also = [\"pod\", \"sre\"] }\n");
        let messages: Vec<_> = glossary.findings.iter().map(|one| &*one.message).collect();
        assert_eq!(
            messages,
            [
                "`pod` is a name of this term already",
                "there is another term `SRE`"
            ]
        );
    }
}
