//! Reading the keys of a table one by one, so that one bad value hides no other.

use super::{Key, Node, Table, Value};
use crate::date::{Date, Period, habit};
use crate::diagnostic::{Code, Diagnostic, Mark, suggest};
use crate::path::SitePath;

mod items;
mod listed;
mod number;

pub use number::Number;
use number::thousands;

/// The codes of the findings about one kind of table.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    /// For a key that is not known.
    pub unknown_key: Code,
    /// For a value of the wrong type or of no known meaning.
    pub unknown_value: Code,
    /// For a date that does not exist.
    pub bad_date: Code,
}

/// A table whose keys are asked for one after the other. What is asked for is known.
pub struct Fields<'a, 'f> {
    table: &'a Table,
    file: &'a SitePath,
    codes: Codes,
    /// What the table is, for messages: "a page", "groundplan.toml".
    subject: &'static str,
    /// Keys of the whole file: in a table below they are misplaced rather than unknown.
    above: &'static [&'static str],
    /// Whether this is a table inside the file's own.
    is_inner: bool,
    asked: Vec<&'static str>,
    findings: &'f mut Vec<Diagnostic>,
}

impl<'a, 'f> Fields<'a, 'f> {
    /// Begins to read `table` of `file`.
    pub fn new(
        table: &'a Table,
        file: &'a SitePath,
        codes: Codes,
        subject: &'static str,
        findings: &'f mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            table,
            file,
            codes,
            subject,
            above: &[],
            is_inner: false,
            asked: Vec::new(),
            findings,
        }
    }

    /// The value of a key, whatever it is. A YAML key without a value counts as absent.
    pub fn node(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked.push(name);
        self.table
            .get(name)
            .filter(|node| !matches!(node.value, Value::Nothing))
    }

    /// A text. Numbers, dates and truths are taken as they are written: `version: 2`.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        let node = self.node(name)?;
        let text = as_text(&node.value);
        if text.is_none() {
            return self.one_of_many(name, node);
        }
        text
    }

    /// A text and its place.
    pub fn spanned_text(&mut self, name: &'static str) -> Option<(String, crate::source::Span)> {
        let text = self.text(name)?;
        let span = self.table.get(name)?.span;
        Some((text, span))
    }

    /// A list of texts with their places; one text stands for a list of one.
    pub fn texts(&mut self, name: &'static str) -> Vec<(String, crate::source::Span)> {
        let Some(node) = self.node(name) else {
            return Vec::new();
        };
        let Value::List(items) = &node.value else {
            if let Some(text) = as_text(&node.value) {
                return vec![(text, node.span)];
            }
            self.wrong(
                name,
                node,
                "a list of texts",
                "write for example `[\"one\", \"two\"]`",
            );
            return Vec::new();
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            match as_text(&item.value) {
                Some(text) => texts.push((text, item.span)),
                None => self.wrong(name, item, "a text", "write it in quotes"),
            }
        }
        texts
    }

    /// A whole number.
    pub fn integer(&mut self, name: &'static str) -> Option<i64> {
        let node = self.node(name)?;
        let Value::Integer(number) = node.value else {
            self.no_whole_number(name, node, "write it without quotes, for example `10`");
            return None;
        };
        Some(number)
    }

    /// True or false.
    pub fn truth(&mut self, name: &'static str) -> Option<bool> {
        let node = self.node(name)?;
        let Value::Bool(truth) = node.value else {
            self.wrong(
                name,
                node,
                "`true` or `false`",
                "write one of these two words, without quotes",
            );
            return None;
        };
        Some(truth)
    }

    /// A date, bare or in quotes. A time behind it is allowed and dropped.
    pub fn date(&mut self, name: &'static str) -> Option<Date> {
        let node = self.node(name)?;
        let written = match &node.value {
            Value::Date(text) | Value::Text(text) => text.as_str(),
            _ => {
                self.wrong(name, node, "a date", "write it as `2026-10-02`");
                return None;
            }
        };
        let day = written.get(..10).unwrap_or(written);
        let rest_is_time = matches!(written.as_bytes().get(10), None | Some(b'T' | b' ' | b't'));
        let date = Date::parse(day).filter(|_| rest_is_time);
        // A date that TOML refused has its finding already, and is empty here.
        if date.is_none() && !written.is_empty() {
            let message = format!("`{written}` is no date");
            let finding = Diagnostic::at(self.codes.bad_date, self.file, node.span, message);
            self.findings
                .push(match (habit::advice(written), habit::month(written)) {
                    (Some(advice), _) => finding.help(advice),
                    (None, Some(month)) => finding
                        .label("the day is missing")
                        .help(format!("a day of that month is written like `{month}`")),
                    (None, None) => finding
                        .label("no such day")
                        .help("write year, month and day of a day that exists: `2026-10-02`"),
                });
        }
        date
    }

    /// A date and its place.
    pub fn spanned_date(&mut self, name: &'static str) -> Option<(Date, crate::source::Span)> {
        let date = self.date(name)?;
        Some((date, self.table.get(name)?.span))
    }

    /// A period: `6 months`. "never" is Some(None).
    pub fn period(&mut self, name: &'static str) -> Option<Option<Period>> {
        let node = self.node(name)?;
        let text = as_text(&node.value).unwrap_or_default();
        if text == "never" {
            return Some(None);
        }
        let period = Period::parse(&text);
        if period.is_none() {
            let advice = "write for example `\"6 months\"`, or `\"never\"`";
            match &node.value {
                // A text it is already: what it says is not known.
                Value::Text(_) => {
                    let message = format!("`{text}` is no period");
                    let code = self.codes.unknown_value;
                    let finding = Diagnostic::at(code, self.file, node.span, message);
                    self.findings.push(finding.help(advice));
                }
                _ => self.wrong(name, node, "a period", advice),
            }
        }
        period.map(Some)
    }

    /// A whole number that counts something.
    pub fn count(&mut self, name: &'static str) -> Option<u64> {
        let node = self.node(name)?;
        match node.value {
            Value::Integer(number) if number >= 0 => Some(number.unsigned_abs()),
            _ => {
                if self.in_quotes(name, node) {
                    return None;
                }
                let advice = match thousands(&node.value) {
                    Some(whole) => format!("thousands have no point: `{whole}`"),
                    None => "write how many, for example `23`".to_owned(),
                };
                self.no_whole_number(name, node, &advice);
                None
            }
        }
    }

    /// One word of a closed list.
    pub fn one_of<T: Copy>(&mut self, name: &'static str, known: &[(&str, T)]) -> Option<T> {
        let (text, span) = self.spanned_text(name)?;
        self.word(name, known, &text, span)
    }

    /// Words of a closed list, with their places.
    pub fn many_of<T: Copy>(
        &mut self,
        name: &'static str,
        known: &[(&str, T)],
    ) -> Vec<(T, crate::source::Span)> {
        let texts = self.texts(name).into_iter();
        texts
            .filter_map(|(text, span)| Some((self.word(name, known, &text, span)?, span)))
            .collect()
    }

    fn word<T: Copy>(
        &mut self,
        name: &'static str,
        known: &[(&str, T)],
        text: &str,
        span: crate::source::Span,
    ) -> Option<T> {
        if let Some((_, value)) = known.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        // In other capitals it is said below, and is what was meant: one slip is one finding.
        let meant = known
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(text.trim()));
        let words: Vec<_> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        let message = format!("`{text}` is no value of `{name}`");
        let mut finding = Diagnostic::at(self.codes.unknown_value, self.file, span, message)
            .marked(Mark::NoValueOf(name))
            .help(format!("use one of {}", words.join(", ")));
        if let Some(near) = suggest::meant(text, known.iter().map(|(word, _)| *word)) {
            finding = finding
                .label(format!("did you mean `{near}`?"))
                .replacement(format!("\"{near}\""));
        }
        self.findings.push(finding);
        meant.map(|(_, value)| *value)
    }

    /// A table below a key.
    pub fn table(&mut self, name: &'static str) -> Option<&'a Table> {
        let advice = format!("give each a short name of its own: `{name} = {{ short-name = … }}`");
        self.table_such_as(name, &advice)
    }

    /// The same, with what is said where a list stands in its place.
    fn table_such_as(&mut self, name: &'static str, of_list: &str) -> Option<&'a Table> {
        let node = self.node(name)?;
        match &node.value {
            Value::Table(table) => Some(table),
            Value::List(items) => {
                let has_tables = items
                    .iter()
                    .any(|item| matches!(item.value, Value::Table(_)));
                let advice = match has_tables {
                    true => format!("there is one of it: write `[{name}]` in single brackets"),
                    false => of_list.to_owned(),
                };
                self.wrong(name, node, "a table", &advice);
                items.iter().find_map(|item| match &item.value {
                    Value::Table(table) => Some(table),
                    _ => None,
                })
            }
            _ => {
                let advice = format!("write its keys below a line `[{name}]`");
                self.wrong(name, node, "a table", &advice);
                None
            }
        }
    }

    /// Says that a value means nothing here.
    pub fn wrong(&mut self, name: &str, node: &Node, expected: &str, advice: &str) {
        let message = format!("`{name}` must be {expected}, this is {}", node.value.kind());
        self.findings.push(
            Diagnostic::at(self.codes.unknown_value, self.file, node.span, message).help(advice),
        );
    }

    /// Another finding about this table.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// The file that is read.
    pub fn file(&self) -> &'a SitePath {
        self.file
    }

    /// Ends the reading: every key that was not asked for is a finding.
    pub fn finish(self) {
        self.finish_with(|_| None);
    }

    /// The same, with advice about keys that are known elsewhere.
    pub fn finish_with(self, elsewhere: impl Fn(&str) -> Option<String>) {
        for (key, _) in &self.table.entries {
            let name = key.name.as_str();
            if self.asked.contains(&name) {
                continue;
            }
            let advice = elsewhere(name);
            if advice.is_none() && self.is_inner && self.above.contains(&name) {
                self.findings.push(misplaced(self.file, key, self.subject));
                continue;
            }
            let finding = unknown_key(
                self.codes.unknown_key,
                self.file,
                self.subject,
                key,
                &self.asked,
            );
            self.findings.push(match advice {
                Some(advice) => Diagnostic {
                    label: String::new(),
                    replacement: None,
                    help: vec![advice],
                    ..finding
                },
                None => finding,
            });
        }
    }
}

/// A key of the whole file that stands below a table, where TOML gives it to the table.
pub fn misplaced(file: &SitePath, key: &Key, table: &str) -> Diagnostic {
    let message = format!("`{}` belongs to the file, not to {table}", key.name);
    Diagnostic::at(Code::TomlMisplacedKey, file, key.span, message)
        .help("move the line above the first `[ ]`, where the keys of the file stand; if it stands there already, remove this one")
}

/// The finding for a key that nobody knows.
fn unknown_key(
    code: Code,
    file: &SitePath,
    subject: &str,
    key: &Key,
    known: &[&'static str],
) -> Diagnostic {
    let message = format!("`{}` is no key of {subject}", key.name);
    let finding = Diagnostic::at(code, file, key.span, message);
    match suggest::meant(&key.name, known.iter().copied()) {
        Some(near) => finding
            .label(format!("did you mean `{near}`?"))
            .replacement(near),
        None => {
            let mut known = known.to_vec();
            known.sort_unstable();
            known.dedup();
            finding.help(format!("known keys: {}", known.join(", ")))
        }
    }
}

/// A value as text, where it has one way to be written.
pub fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Date(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Float(_, text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::List(_) | Value::Table(_) | Value::Nothing => None,
    }
}
