//! Interviews about one subject: a file of content/interviews/.

use std::sync::Arc;

use crate::date::Date;
use crate::decode::fields::Codes;
use crate::decode::{Fields, Value, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

use super::Written;
use super::quote::{self, Quotes};
use super::survey::id_of_file;

/// The codes of findings about interviews.
const CODES: Codes = Codes {
    unknown_key: Code::InterviewUnknownKey,
    unknown_value: Code::InterviewUnknownValue,
    bad_date: Code::InterviewBadDate,
};

/// Keys of the whole file, which are misplaced below a theme.
const FILE_KEYS: [&str; 6] = ["title", "summary", "on", "n", "personas", "consent"];

/// What the file says.
#[derive(Debug)]
pub struct Interview {
    /// The file.
    pub file: SitePath,
    /// Its id: the file's name.
    pub id: String,
    /// Whether everybody agreed that what they said is published without their names.
    has_consent: bool,
    study: Study,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// What was learned.
#[derive(Debug)]
pub struct Study {
    /// What it is called.
    pub title: String,
    /// What it is about, in a sentence.
    pub summary: Option<String>,
    /// When it ended.
    pub on: Option<Date>,
    /// How many people were spoken to.
    pub n: Option<u64>,
    /// How many of each kind.
    pub personas: Vec<(Written, u64)>,
    /// What they spoke of, in the author's order.
    pub themes: Vec<Theme>,
}

/// Something that people spoke of.
#[derive(Clone, Debug)]
pub struct Theme {
    /// What it is.
    pub text: String,
    /// How many of them spoke of it.
    pub mentions: Option<u64>,
    /// The items of the roadmap that answer it.
    pub items: Vec<Written>,
    /// The services it is about.
    pub services: Vec<Written>,
    /// What people said about it.
    pub quotes: Quotes,
}

impl Interview {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields = Fields::new(&table, file, CODES, "interviews", &mut findings)
            .with_keys_above(&FILE_KEYS);
        let id = id_of_file(file);
        let title = fields.text("title");
        let summary = fields.text("summary");
        let on = fields.date("on");
        let n = fields.count("n");
        let consent_at = fields.node("consent").map(|node| node.span);
        let has_consent = fields.truth("consent").unwrap_or(false);
        let personas = personas(&mut fields, n);
        let themes = themes(&mut fields, n);
        fields.finish_with(|key| {
            (key == "quotes" || key == "quote").then(|| {
                "quotes belong to a theme: begin each with `[[theme.quotes]]`, behind its keys"
                    .to_owned()
            })
        });
        if !has_consent {
            findings.push(no_consent(file, consent_at));
        }
        let title = title.unwrap_or_else(|| super::page::name_in_words(&id));
        Arc::new(Self {
            file: file.clone(),
            id,
            has_consent,
            study: Study {
                title,
                summary,
                on,
                n,
                personas,
                themes,
            },
            findings,
        })
    }

    /// What was learned, where it may be published. Everything that makes pages asks this.
    pub fn published(&self) -> Option<&Study> {
        self.has_consent.then_some(&self.study)
    }

    /// What is written, for checks alone: without consent no word of it may leave the file.
    pub fn written(&self) -> &Study {
        &self.study
    }
}

fn no_consent(file: &SitePath, at: Option<Span>) -> Diagnostic {
    let message = "nobody says that these people agreed to be published";
    let finding = match at {
        Some(span) => Diagnostic::at(Code::InterviewNoConsent, file, span, message),
        None => Diagnostic::about(Code::InterviewNoConsent, file, message),
    };
    finding
        .help("ask them, and write `consent = true` at the top of the file")
        .help("until then nothing of it is published")
}

/// `personas = { developer = 6, sre = 3 }`.
fn personas(fields: &mut Fields<'_, '_>, n: Option<u64>) -> Vec<(Written, u64)> {
    let mut personas: Vec<(Written, u64)> = Vec::new();
    for (key, node) in fields.entries("personas") {
        let Value::Integer(count @ 0..) = node.value else {
            fields.wrong(
                &key.name,
                node,
                "a number",
                "write how many, for example `6`",
            );
            continue;
        };
        let count = count.unsigned_abs();
        let before: u64 = personas.iter().map(|(_, count)| *count).sum();
        let all = before.saturating_add(count);
        if let Some(n) = n.filter(|n| all > *n) {
            let message = format!("these are {all} people, and {n} were spoken to");
            bad(fields, node.span, message, "mend this number, or `n`");
            continue;
        }
        personas.push(((key.name.clone(), key.span), count));
    }
    personas
}

fn themes(fields: &mut Fields<'_, '_>, n: Option<u64>) -> Vec<Theme> {
    let mut themes = Vec::new();
    for table in fields.tables_of("theme", "text") {
        let mut inner = fields.inner(table, "a theme");
        let text = inner.text("text");
        let at = inner.node("mentions").map(|node| node.span);
        let mut mentions = inner.count("mentions");
        if let (Some(count), Some(n), Some(span)) = (mentions, n, at)
            && count > n
        {
            let message = format!("{count} of {n} people cannot have spoken of it");
            bad(
                &mut inner,
                span,
                message,
                "count people, not how often they said it",
            );
            mentions = None;
        }
        let items = quote::items(&mut inner);
        let mut services = inner.texts("services");
        services.extend(inner.texts("service"));
        let quotes = quote::quotes(&mut inner);
        match text {
            Some(text) => themes.push(Theme {
                text,
                mentions,
                items,
                services,
                quotes,
            }),
            None => quote::wordless(&mut inner, table, "this theme does not say what it is"),
        }
        inner.finish();
    }
    themes
}

fn bad(fields: &mut Fields<'_, '_>, span: Span, message: String, help: &str) {
    let finding = Diagnostic::at(Code::InterviewBadCounts, fields.file(), span, message);
    fields.push(finding.help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Arc<Interview> {
        let file = SitePath::new("content/interviews/db-2026-05.toml").expect("a path");
        Interview::read(&file, text)
    }

    fn codes(interview: &Interview) -> Vec<Code> {
        let codes = interview.findings.iter().map(|finding| finding.code);
        codes.collect()
    }

    const WHOLE: &str = "title = \"How teams run databases\"\non = 2026-05-12\nn = 9\n\
        personas = { developer = 6, sre = 3 }\nconsent = true\n\
        [[theme]]\ntext = \"Restore needs a ticket\"\nmentions = 7\nitems = [\"pg-self-restore\"]\n\
        quotes = [{ persona = \"sre\", text = \"I would rather do it myself.\" }]\n";

    #[test]
    fn a_study_is_read_with_its_themes() {
        let interview = read(WHOLE);
        assert!(interview.findings.is_empty(), "{:#?}", interview.findings);
        assert_eq!(interview.id, "db-2026-05");
        let study = interview.published().expect("consent");
        assert_eq!(study.themes[0].mentions, Some(7));
        assert_eq!(
            study.themes[0].quotes.kept[0].text,
            "I would rather do it myself."
        );
    }

    #[test]
    fn without_consent_nothing_is_published() {
        for consent in ["", "consent = false\n", "consent = \"yes\"\n"] {
            let interview = read(&WHOLE.replace("consent = true\n", consent));
            assert!(
                codes(&interview).contains(&Code::InterviewNoConsent),
                "{consent}"
            );
            assert!(interview.published().is_none(), "{consent}");
        }
        assert!(Code::InterviewNoConsent.is_fixed());
    }

    #[test]
    fn numbers_that_cannot_be_true_are_said_and_left_out() {
        let interview = read(&WHOLE.replace("= 7", "= 10").replace("sre = 3", "sre = 4"));
        assert_eq!(
            codes(&interview),
            [Code::InterviewBadCounts, Code::InterviewBadCounts]
        );
        let study = interview.published().expect("consent");
        assert_eq!(study.themes[0].mentions, None);
        assert_eq!(study.personas.len(), 1);
    }

    #[test]
    fn a_quote_that_leads_to_a_person_is_refused() {
        let interview = read(&WHOLE.replace("do it myself", "ask mara@harbor.example"));
        assert_eq!(codes(&interview), [Code::QuotePersonalData]);
        assert!(interview.written().themes[0].quotes.kept.is_empty());
    }
}
