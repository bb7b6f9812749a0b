//! How the work should be divided, and what is said of single quarters.

use crate::date::Quarter;
use crate::decode::{Fields, Value};
use crate::diagnostic::Diagnostic;
use crate::load::Written;
use crate::source::Span;

use super::{CODES, ItemKind, quarter};

/// `[balance]`: how the work of a quarter should be divided.
#[derive(Clone, Debug)]
pub struct Balance {
    /// The target.
    pub target: Option<Shares>,
    /// How many points a share may be away from its target.
    pub tolerance: Option<f64>,
    /// What is kept free for what is never an item.
    pub reserve: Option<Shares>,
    /// Where it is said.
    pub span: Span,
}

/// `[[quarter]]`: what is said of one quarter.
#[derive(Clone, Debug)]
pub struct QuarterPlan {
    /// Which one, as it is written.
    pub id: Written,
    /// Which one; none for a text that is no quarter.
    pub quarter: Option<Quarter>,
    /// What it is about: "Debt quarter".
    pub theme: Option<String>,
    /// Its own target.
    pub target: Option<Shares>,
    /// Why it has one.
    pub because: Option<String>,
    /// What was reported after it.
    pub actual: Option<Shares>,
}

/// A part of the whole for each kind, in percent.
#[derive(Clone, Debug)]
pub struct Shares {
    /// The shares that are written.
    pub of: Vec<(ItemKind, f64)>,
    /// Where.
    pub span: Span,
}

impl Shares {
    /// The share of a kind; 0 where it is not written.
    pub fn get(&self, kind: ItemKind) -> f64 {
        let found = self.of.iter().find(|(known, _)| *known == kind);
        found.map_or(0.0, |(_, share)| *share)
    }

    /// All shares together.
    pub fn sum(&self) -> f64 {
        self.of.iter().map(|(_, share)| share).sum()
    }
}

/// The table `[balance]`.
pub(super) fn balance(fields: &mut Fields<'_, '_>) -> Option<Balance> {
    let span = fields.node("balance")?.span;
    let table = fields.table("balance")?;
    let mut inner = fields.inner(table, "[balance]");
    let balance = Balance {
        target: shares(&mut inner, "target"),
        tolerance: points(&mut inner, "tolerance"),
        reserve: shares(&mut inner, "reserve"),
        span,
    };
    inner.finish();
    Some(balance)
}

/// The quarters below `[[quarter]]`.
pub(super) fn quarters(fields: &mut Fields<'_, '_>) -> Vec<QuarterPlan> {
    let mut quarters = Vec::new();
    for table in fields.tables("quarter") {
        let mut inner = fields.inner(table, "a quarter");
        let first = inner.begins();
        let id = inner.spanned_text("id");
        let known = id.as_ref().and_then(quarter);
        if known.is_none() {
            let (text, span) = id.clone().unwrap_or_else(|| (String::new(), first));
            let message = match text.is_empty() {
                true => "this quarter does not say which one it is".to_owned(),
                false => format!("`{text}` is no quarter"),
            };
            let mut finding = Diagnostic::at(CODES.bad_date, inner.file(), span, message)
                .help("a quarter is written as `2026-Q3`, with Q1 to Q4");
            let mended = crate::date::When::parse(&text).err();
            if let Some(mended) = mended.and_then(|error| error.mended)
                && Quarter::parse(&mended).is_some()
            {
                finding = finding
                    .label(format!("did you mean `{mended}`?"))
                    .replacement(format!("\"{mended}\""));
            }
            inner.push(finding);
        }
        quarters.push(QuarterPlan {
            quarter: known,
            id: id.unwrap_or_else(|| (String::new(), first)),
            theme: inner.text("theme"),
            target: shares(&mut inner, "target"),
            because: inner.text("because"),
            actual: shares(&mut inner, "actual"),
        });
        inner.finish();
    }
    quarters
}

/// `{ feature = 60, tech-debt = 25, operations = 15 }`
fn shares(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Shares> {
    let span = fields.node(name)?.span;
    let table = fields.table(name)?;
    let mut inner = fields.inner(table, name);
    let mut of = Vec::new();
    for (word, kind) in ItemKind::NAMES {
        if let Some(share) = points(&mut inner, word) {
            of.push((kind, share));
        }
    }
    inner.finish_with(|key| match key {
        "debt" | "technical-debt" | "tech_debt" => Some("it is written `tech-debt`".to_owned()),
        _ => None,
    });
    Some(Shares { of, span })
}

/// A number between 0 and 100.
fn points(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<f64> {
    let node = fields.node(name)?;
    let number = match node.value {
        // Only small numbers are wanted, and they are exact.
        #[allow(clippy::cast_precision_loss)]
        Value::Integer(number) => number as f64,
        Value::Float(number, _) => number,
        _ => {
            let advice = "write percent without a sign, for example `25`";
            fields.wrong(name, node, "a number", advice);
            return None;
        }
    };
    if (0.0..=100.0).contains(&number) {
        return Some(number);
    }
    let message = format!("`{name}` is {number}: a share is between 0 and 100 percent");
    let finding = Diagnostic::at(CODES.unknown_value, fields.file(), node.span, message);
    fields.push(finding.help("write percent without a sign, for example `25`"));
    None
}
