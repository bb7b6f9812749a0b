//! Whom the product owner keeps in touch with: content/stakeholders.toml, never published.

use std::sync::Arc;

use crate::date::{Date, Period};
use crate::decode::fields::Codes;
use crate::decode::{Fields, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

use super::Written;

/// The codes of findings about the file.
const CODES: Codes = Codes {
    unknown_key: Code::StakeholderUnknownKey,
    unknown_value: Code::StakeholderUnknownValue,
    bad_date: Code::StakeholderBadDate,
};

/// What the file says.
#[derive(Debug)]
pub struct Stakeholders {
    /// The file.
    pub file: SitePath,
    /// The stakeholders, in the author's order.
    pub all: Vec<Stakeholder>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// Somebody who has a say.
#[derive(Clone, Debug)]
pub struct Stakeholder {
    /// The name.
    pub name: Written,
    /// What they care about.
    pub cares_about: Vec<Care>,
    /// How often they should be spoken to; Some(None) is "never".
    pub every: Option<Option<Period>>,
    /// When they were last spoken to, with its place.
    pub last: Option<(Date, Span)>,
    /// What the product owner should remember of them.
    pub note: Option<String>,
}

/// Something that a stakeholder cares about: `service:postgres`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Care {
    /// What kind of thing.
    pub kind: CareKind,
    /// Its id.
    pub id: String,
    /// Where it is written, kind and quotation marks included.
    pub span: Span,
}

/// A kind of thing that a stakeholder can care about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CareKind {
    /// A goal of the platform.
    Goal,
    /// A service.
    Service,
    /// An item of the roadmap.
    Item,
}

impl CareKind {
    /// The words before the colon.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("goal", Self::Goal),
        ("service", Self::Service),
        ("item", Self::Item),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }
}

impl Stakeholder {
    /// The day by which they should be spoken to again; None where nothing says so.
    pub fn due(&self) -> Option<Date> {
        let (last, _) = self.last?;
        last.after(self.every.flatten()?)
    }
}

impl Stakeholders {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields = Fields::new(&table, file, CODES, "stakeholders.toml", &mut findings);
        let mut all = Vec::new();
        for table in fields.tables("stakeholder") {
            let mut item = fields.inner(table, "a stakeholder");
            all.extend(stakeholder(&mut item));
            item.finish();
        }
        fields.finish();
        Arc::new(Self {
            file: file.clone(),
            all,
            findings,
        })
    }
}

fn stakeholder(fields: &mut Fields<'_, '_>) -> Option<Stakeholder> {
    let name = fields.spanned_text("name");
    let cares_about = fields.texts("cares_about");
    let stakeholder = Stakeholder {
        cares_about: cares_about
            .into_iter()
            .filter_map(|written| care(fields, written))
            .collect(),
        every: fields.period("every"),
        last: fields.spanned_date("last"),
        note: fields.text("note"),
        name: name.unwrap_or_default(),
    };
    if stakeholder.name.0.is_empty() {
        fields.lacks(
            "this stakeholder has no name",
            "write for example `name = \"CIO office\"`",
        );
        return None;
    }
    Some(stakeholder)
}

/// `goal:time-to-market`. What has no known kind in front is said, and left out.
fn care(fields: &mut Fields<'_, '_>, (text, span): Written) -> Option<Care> {
    let parts = text.split_once(':');
    let known = |word: &str| {
        CareKind::NAMES
            .iter()
            .find(|(name, _)| *name == word.trim())
    };
    if let Some((word, id)) = parts
        && let Some((_, kind)) = known(word)
        && !id.trim().is_empty()
    {
        return Some(Care {
            kind: *kind,
            id: id.trim().to_owned(),
            span,
        });
    }
    let message = format!("`{text}` does not say what it is");
    let finding = Diagnostic::at(CODES.unknown_value, fields.file(), span, message)
        .help("write the kind before the id: `goal:…`, `service:…` or `item:…`");
    fields.push(finding);
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Arc<Stakeholders> {
        let file = SitePath::new("content/stakeholders.toml").expect("a path");
        Stakeholders::read(&file, text)
    }

    #[test]
    fn the_next_talk_is_due_a_period_after_the_last() {
        let file = read(
            "[[stakeholder]]\nname = \"CIO office\"\nevery = \"3 months\"\nlast = 2026-09-20\n\
             [[stakeholder]]\nname = \"Audit\"\nevery = \"never\"\nlast = 2026-09-20\n",
        );
        assert!(file.findings.is_empty(), "{:?}", file.findings);
        assert_eq!(file.all[0].due(), Date::parse("2026-12-20"));
        assert_eq!(file.all[1].due(), None);
    }

    #[test]
    fn what_they_care_about_has_a_kind_and_an_id() {
        let file = read(
            "[[stakeholder]]\nname = \"x\"\ncares_about = [\"service: postgres\", \"postgres\", \"team:a\", \"goal:\"]\n",
        );
        assert_eq!(file.all[0].cares_about.len(), 1);
        assert_eq!(file.all[0].cares_about[0].id, "postgres");
        let codes: Vec<Code> = file.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::StakeholderUnknownValue; 3]);
    }

    #[test]
    fn one_bad_stakeholder_hides_no_other() {
        let file = read(
            "[[stakeholder]]\nevery = \"often\"\n[[stakeholder]]\nname = \"B\"\nlast = \"2026-02-30\"\n\
             evry = \"1 year\"\n[[stakholder]]\nname = \"C\"\n",
        );
        assert_eq!(file.all.len(), 1);
        assert_eq!(file.findings.len(), 5, "{:#?}", file.findings);
    }
}
