//! What the platform measures itself by: content/scorecard.toml.

use std::sync::Arc;

use crate::date::{Date, When};
use crate::decode::fields::{Codes, Number as Meaning};
use crate::decode::{Fields, Node, Value, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;

use super::Written;

/// More tiles than this nobody takes in.
pub const MOST: usize = 8;

/// The codes of findings about the scorecard.
const CODES: Codes = Codes {
    unknown_key: Code::ScorecardUnknownKey,
    unknown_value: Code::ScorecardUnknownValue,
    bad_date: Code::ScorecardBadPeriod,
};

/// What the file says.
#[derive(Debug)]
pub struct Scorecard {
    /// The file.
    pub file: SitePath,
    /// The metrics, in the author's order; the first eight are shown.
    pub metrics: Vec<Metric>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// Something that is measured.
#[derive(Clone, Debug)]
pub struct Metric {
    /// The id.
    pub id: Written,
    /// What it is called.
    pub label: String,
    /// Why it is measured, in a sentence.
    pub summary: Option<String>,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// Which way is better.
    pub better: Option<Better>,
    /// The number it should reach.
    pub target: Option<Number>,
    /// What was measured, in order of time.
    pub values: Vec<Measured>,
    /// Where the numbers come from.
    pub source: Option<String>,
    /// The goal that it is a measure of.
    pub goal: Option<Written>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
}

impl Better {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 2] = [("lower", Self::Lower), ("higher", Self::Higher)];
}

/// A number, and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The number.
    pub value: f64,
    /// The same in figures.
    pub text: String,
}

/// A number that was measured.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The period, as it is written: `2026-Q1`.
    pub period: Written,
    /// The number.
    pub number: Number,
}

impl Scorecard {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, _) = toml::parse(text, 0);
        let mut fields = Fields::new(&table, file, CODES, "scorecard.toml", &mut findings);
        let mut metrics: Vec<Metric> = Vec::new();
        for table in fields.tables("metric") {
            let mut item = fields.inner(table, "a metric");
            metrics.push(metric(&mut item));
            item.finish();
        }
        fields.finish();
        twice(file, &metrics, &mut findings);
        if let Some(metric) = metrics.get(MOST) {
            let message = format!("{} metrics are too many for one look", metrics.len());
            findings.push(
                Diagnostic::at(Code::ScorecardTooMany, file, metric.id.1, message)
                    .label("from here on nothing is shown")
                    .help(format!("keep the {MOST} that change what you do next")),
            );
        }
        Arc::new(Self {
            file: file.clone(),
            metrics,
            findings,
        })
    }
}

fn metric(item: &mut Fields<'_, '_>) -> Metric {
    let id = item.id_or_place("this metric");
    Metric {
        label: item.text("label").unwrap_or_else(|| id.0.clone()),
        id,
        summary: item.text("summary"),
        unit: item.text("unit"),
        better: item.one_of("better", &Better::NAMES),
        target: item.node("target").and_then(|node| {
            let number = number(node);
            if number.is_none() {
                item.wrong("target", node, "a number", "write it without its unit");
            }
            number
        }),
        values: values(item),
        source: item.text("source"),
        goal: item.spanned_text("goal"),
    }
}

/// How values that stand in a list are written.
const BY_PERIOD: &str = "name the period of each: `values = { 2026-Q3 = 4 }`";

/// `values = { 2026-Q1 = 9, 2026-Q2 = 5 }`
fn values(item: &mut Fields<'_, '_>) -> Vec<Measured> {
    let mut values: Vec<Measured> = Vec::new();
    let mut last: Option<(Date, &str)> = None;
    for (key, node) in item.entries_such_as("values", BY_PERIOD) {
        item.clear_number(node, Meaning::Counted);
        let Some(number) = number(node) else {
            item.wrong(
                &key.name,
                node,
                "a number in figures",
                "write it without quotes and without its unit, with a point and no comma: `9.5`",
            );
            continue;
        };
        let at = |message: String| Diagnostic::at(CODES.bad_date, item.file(), key.span, message);
        match (period(&key.name), last) {
            (None, _) => {
                let finding = at(format!("`{}` is no period", key.name));
                let meant = When::parse(&key.name).err().and_then(|error| error.mended);
                let meant = meant.filter(|meant| period(meant).is_some());
                item.push(match meant {
                    Some(meant) => finding.help(format!("write `{meant}`, without quotes")),
                    None => finding.help(
                        "periods are `2026`, `2026-H1`, `2026-Q1`, `2026-09` or `2026-09-30`",
                    ),
                });
            }
            (Some((first, _)), Some((end, before))) if first <= end => {
                let finding = at(format!("`{}` does not come after `{before}`", key.name));
                item.push(finding.help("write the values in the order of time"));
            }
            (Some((_, end)), _) => last = Some((end, &key.name)),
        }
        values.push(Measured {
            period: (key.name.clone(), key.span),
            number,
        });
    }
    values
}

/// A number as it is written.
fn number(node: &Node) -> Option<Number> {
    match node.value {
        Value::Integer(number) => Some(Number {
            value: number as f64,
            text: number.to_string(),
        }),
        Value::Float(number, _) if number.is_finite() => Some(Number {
            value: number,
            text: number.to_string(),
        }),
        _ => None,
    }
}

/// The first and the last day of a period: `2026`, `2026-H1`, `2026-Q1`, `2026-09`, `2026-09-30`.
pub fn period(text: &str) -> Option<(Date, Date)> {
    if let Some(day) = Date::parse(text) {
        return Some((day, day));
    }
    let year = text.get(..4)?;
    let month = |month: u32| Date::parse(&format!("{year}-{month:02}-01"));
    let (first, months) = match text.get(4..)?.as_bytes() {
        [] => (1, 12),
        [b'-', b'H', half @ b'1'..=b'2'] => (6 * u32::from(half - b'0') - 5, 6),
        [b'-', b'Q', quarter @ b'1'..=b'4'] => (3 * u32::from(quarter - b'0') - 2, 3),
        [b'-', tens @ b'0'..=b'1', ones @ b'0'..=b'9'] => {
            (u32::from(tens - b'0') * 10 + u32::from(ones - b'0'), 1)
        }
        _ => return None,
    };
    let begin = month(first)?;
    let next = begin.after(crate::date::Period::Months(months))?;
    Some((begin, next.previous_day()))
}

fn twice(file: &SitePath, metrics: &[Metric], findings: &mut Vec<Diagnostic>) {
    for (index, metric) in metrics.iter().enumerate() {
        let same = |other: &&Metric| other.id.0.eq_ignore_ascii_case(&metric.id.0);
        let first = metrics[..index].iter().find(same);
        if let Some(first) = first.filter(|_| !metric.id.0.is_empty()) {
            let message = format!("there is another metric `{}`", first.id.0);
            findings.push(
                Diagnostic::at(Code::ScorecardDuplicateId, file, metric.id.1, message)
                    .related(file, first.id.1, "the first one")
                    .help("give one of them another id, or remove it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Arc<Scorecard> {
        let file = SitePath::new("content/scorecard.toml").expect("a path");
        Scorecard::read(&file, text)
    }

    #[test]
    fn periods_are_years_halves_quarters_months_and_days() {
        let days = |text: &str| period(text).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(days("2026").as_deref(), Some("2026-01-01 2026-12-31"));
        assert_eq!(days("2026-H2").as_deref(), Some("2026-07-01 2026-12-31"));
        assert_eq!(days("2026-Q1").as_deref(), Some("2026-01-01 2026-03-31"));
        assert_eq!(days("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(days("2026-09-30").as_deref(), Some("2026-09-30 2026-09-30"));
        for wrong in [
            "2026-Q5",
            "2026-13",
            "2026-00",
            "26",
            "2026-H0",
            "Q1",
            "\u{e4}\u{e4}",
        ] {
            assert_eq!(period(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn numbers_keep_their_order_and_what_is_wrong_hides_nothing() {
        let card = read(
            "[[metric]]\nid = \"a\"\ntarget = \"two\"\nvalues = { 2026-Q2 = 5, 2026-Q1 = 9.5, often = 1, 2026-Q3 = \"x\" }\n\
             [[metric]]\nid = \"A\"\nbetter = \"lowr\"\n",
        );
        let values: Vec<_> = card.metrics[0]
            .values
            .iter()
            .map(|one| one.number.text.as_str())
            .collect();
        assert_eq!(values, ["5", "9.5", "1"]);
        let codes: Vec<_> = card.findings.iter().map(|one| one.code.name()).collect();
        assert_eq!(
            codes,
            [
                "scorecard/unknown-value",
                "scorecard/bad-period",
                "scorecard/bad-period",
                "scorecard/unknown-value",
                "scorecard/unknown-value",
                "scorecard/duplicate-id"
            ]
        );
    }
}
