//! Tables inside tables: `[table]`, `[[item]]`, and tables whose keys the author chooses.

use super::{Codes, Fields, as_text, misplaced};
use crate::decode::{Key, Node, Table, Value};
use crate::diagnostic::Diagnostic;

impl<'a> Fields<'a, '_> {
    /// The same for a table in which the keys of the file are misplaced.
    pub fn with_keys_above(mut self, keys: &'static [&'static str]) -> Self {
        self.above = keys;
        self
    }

    /// From here on findings have these codes and speak of `subject`.
    pub fn speak_of(&mut self, codes: Codes, subject: &'static str) {
        self.codes = codes;
        self.subject = subject;
    }

    /// The code of findings about values, for what only the reader of this table can know.
    pub fn unknown_value(&self) -> crate::diagnostic::Code {
        self.codes.unknown_value
    }

    /// Begins to read a table inside this one.
    pub fn inner(&mut self, table: &'a Table, subject: &'static str) -> Fields<'a, '_> {
        Fields {
            table,
            file: self.file,
            codes: self.codes,
            subject,
            above: self.above,
            is_inner: true,
            asked: Vec::new(),
            findings: self.findings,
        }
    }

    /// The items below `[[name]]`, in order. One written as `[name]` counts, and is said.
    pub fn tables(&mut self, name: &'static str) -> Vec<&'a Table> {
        self.tables_of(name, "id")
    }

    /// The same of items that have another first key than `id`.
    pub fn tables_of(&mut self, name: &'static str, first: &str) -> Vec<&'a Table> {
        let Some(node) = self.node(name) else {
            return Vec::new();
        };
        match &node.value {
            Value::Table(table) => {
                self.one_for_many(name, node);
                vec![table]
            }
            Value::List(items) => {
                let mut tables = Vec::with_capacity(items.len());
                for item in items {
                    match &item.value {
                        Value::Table(table) => tables.push(table),
                        other => {
                            let advice = as_table(first, other);
                            self.wrong(name, item, "a table of keys", &advice);
                        }
                    }
                }
                tables
            }
            _ => {
                let advice = match self.is_inner {
                    // The line would have to name the table above as well.
                    true => format!("write `{name} = [{{ … }}]`, the keys of each in braces"),
                    false => format!("write its keys below a line `[[{name}]]`"),
                };
                self.wrong(name, node, "a list of tables", &advice);
                Vec::new()
            }
        }
    }

    /// `[item]` for `[[item]]`. Written on one line, `item = { … }`, it is a list of one.
    fn one_for_many(&mut self, name: &'static str, node: &Node) {
        let Some((key, _)) = self.table.entry(name) else {
            return;
        };
        if node.span.start > key.span.end {
            return;
        }
        let message = format!("`{name}` is a list: each item begins with `[[{name}]]`");
        self.findings.push(
            Diagnostic::at(self.codes.unknown_value, self.file, key.span, message)
                .label("one pair of brackets is missing")
                .replacement(format!("[{name}]")),
        );
    }

    /// The entries of a table whose keys the author chooses. Keys of the file are not among them:
    /// they were written below the table by mistake, and are said.
    pub fn entries(&mut self, name: &'static str) -> Vec<&'a (Key, Node)> {
        let table = self.table(name);
        self.entries_of(name, table)
    }

    /// The same, with what is said where a list stands in its place.
    pub fn entries_such_as(&mut self, name: &'static str, of_list: &str) -> Vec<&'a (Key, Node)> {
        let table = self.table_such_as(name, of_list);
        self.entries_of(name, table)
    }

    fn entries_of(&mut self, name: &str, table: Option<&'a Table>) -> Vec<&'a (Key, Node)> {
        let Some(table) = table else {
            return Vec::new();
        };
        let mut entries = Vec::with_capacity(table.entries.len());
        for entry in &table.entries {
            if self.above.contains(&entry.0.name.as_str()) {
                let finding = misplaced(self.file, &entry.0, &format!("`[{name}]`"));
                self.findings.push(finding);
            } else if !matches!(entry.1.value, Value::Nothing) {
                entries.push(entry);
            }
        }
        entries
    }

    /// One word of a closed list, with what is written and where: a word of no known meaning is
    /// said, and can still be shown.
    pub fn written_word<T: Copy>(
        &mut self,
        name: &'static str,
        known: &[(&str, T)],
    ) -> Option<(Option<T>, (String, crate::source::Span))> {
        let written = self.spanned_text(name)?;
        let meaning = self.word(name, known, &written.0, written.1);
        Some((meaning, written))
    }

    /// Where the table begins: its first key, or, when it has none, its own line.
    pub fn begins(&self) -> crate::source::Span {
        let first = self.table.entries.first();
        first.map_or(self.table.span, |(key, _)| key.span)
    }

    /// Says that this table lacks something, at its first line.
    pub fn lacks(&mut self, message: &str, advice: &str) {
        let code = self.codes.unknown_value;
        let finding = match self.begins() != crate::source::Span::default() {
            true => Diagnostic::at(code, self.file, self.begins(), message),
            // A file that is empty has no line to show.
            false => Diagnostic::about(code, self.file, message),
        };
        self.findings.push(finding.help(advice));
    }

    /// The same for an item that stays whatever it is called by: one that has neither an id nor a
    /// name has an empty one, at the place where it begins.
    pub fn id_or_place(&mut self, what: &str) -> (String, crate::source::Span) {
        let place = self.begins();
        self.id(what).unwrap_or_else(|| (String::new(), place))
    }

    /// What an item is called by: `id`. An item without one, or with one that cannot be referred
    /// to, stays, and is said; without an id it is called by its name.
    pub fn id(&mut self, what: &str) -> Option<(String, crate::source::Span)> {
        if let Some((id, span)) = self.spanned_text("id") {
            let fits = |letter: char| letter.is_alphanumeric() || letter == '-';
            if !id.is_empty() && id.chars().all(fits) {
                return Some((id, span));
            }
            let message = format!("`{id}` is no id");
            let mended = id_of_name(&id);
            let mut finding = Diagnostic::at(self.codes.unknown_value, self.file, span, message)
                .help("an id has letters, digits and hyphens");
            if !mended.is_empty() {
                finding = finding.replacement(format!("\"{mended}\""));
            }
            self.findings.push(finding);
            // What was most likely meant, so that one slip is one finding.
            return Some((if mended.is_empty() { id } else { mended }, span));
        }
        let name = self.table.get("name").or_else(|| self.table.get("title"));
        let name = name.and_then(|node| Some((as_text(&node.value)?, node.span)));
        let made = name.map(|(name, span)| (id_of_name(&name), span));
        // An id of another kind than a text is said already.
        if self.table.get("id").is_none() {
            let message = format!("{what} has no id, so nothing can refer to it");
            let example = made.as_ref().map_or("an-id", |(id, _)| id);
            self.findings.push(
                Diagnostic::at(self.codes.unknown_value, self.file, self.begins(), message)
                    .help(format!("write for example `id = \"{example}\"`")),
            );
        }
        made
    }
}

/// An id made from a name: lower case, everything that is no letter and no digit a hyphen.
fn id_of_name(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// How what stands in a list as a value alone is written as a table, by the key that all of its kind
/// have.
fn as_table(key: &str, value: &Value) -> String {
    let text = match value {
        Value::Text(text) if !text.contains('"') => text,
        _ => "…",
    };
    format!("write `{{ {key} = \"{text}\" }}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::toml;
    use crate::diagnostic::Code;
    use crate::path::SitePath;

    const CODES: Codes = Codes {
        unknown_key: Code::VocabularyUnknownKey,
        unknown_value: Code::VocabularyUnknownValue,
        bad_date: Code::VocabularyUnknownValue,
    };

    /// The ids of the items, and what is said.
    fn read(text: &str) -> (Vec<String>, Vec<Diagnostic>) {
        let (table, errors) = toml::parse(text, 0);
        assert!(errors.is_empty(), "{errors:?}");
        let file = SitePath::new("content/platform.toml").expect("a path");
        let mut findings = Vec::new();
        let mut fields = Fields::new(&table, &file, CODES, "the file", &mut findings)
            .with_keys_above(&["vision"]);
        let mut ids = Vec::new();
        for item in fields.tables("team") {
            let mut item = fields.inner(item, "a team");
            ids.extend(item.id("this team").map(|(id, _)| id));
            item.text("name");
            item.finish();
        }
        fields.text("vision");
        fields.finish();
        (ids, findings)
    }

    #[test]
    fn one_bad_item_hides_no_other() {
        let (ids, findings) = read(
            "[[team]]\nid = 3.5\n[[team]]\nname = \"Team Two\"\n[[team]]\nid = \"th ree\"\n\
             [[team]]\nid = []\n[[team]]\nid = \"five\"\nnam = \"x\"\n",
        );
        assert_eq!(ids, ["3-5", "team-two", "th-ree", "five"]);
        assert_eq!(findings.len(), 5, "{findings:#?}");
    }

    #[test]
    fn an_empty_item_is_said_at_its_own_line() {
        let text = "vision = \"x\"\n[[team]]\nid = \"one\"\n[[team]]\n\n[[team]]\nid = \"two\"\n";
        let (ids, findings) = read(text);
        assert_eq!((ids.len(), findings.len()), (2, 1), "{findings:#?}");
        let span = findings[0].span.expect("a place");
        assert_eq!(&text[span.start..span.end], "[[team]]");
        assert_eq!(text[..span.start].lines().count(), 3);
    }

    #[test]
    fn single_brackets_make_a_list_of_one_and_say_so() {
        let (ids, findings) = read("[team]\nid = \"one\"\n");
        assert_eq!(ids, ["one"]);
        assert_eq!(findings[0].replacement.as_deref(), Some("[team]"));
        let (ids, findings) = read("team = { id = \"one\" }\n");
        assert_eq!((ids.len(), findings.len()), (1, 0), "{findings:?}");
    }

    #[test]
    fn a_key_of_the_file_below_an_item_is_misplaced_and_not_unknown() {
        let (_, findings) = read("[[team]]\nid = \"one\"\nvision = \"x\"\n");
        assert_eq!(findings[0].code, Code::TomlMisplacedKey);
        assert_eq!(findings.len(), 1);
    }
}
