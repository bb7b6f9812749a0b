//! A file of content/roadmap/: items, the balance, quarters, with the place of everything in it.

use std::sync::Arc;

use crate::date::{Date, Period, Quarter, When};
use crate::decode::fields::Codes;
use crate::decode::{Fields, toml};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::Span;

use super::Written;

mod item;
mod plan;

pub use plan::{Balance, QuarterPlan, Shares};

/// The codes of findings about files of the roadmap.
const CODES: Codes = Codes {
    unknown_key: Code::RoadmapUnknownKey,
    unknown_value: Code::RoadmapUnknownValue,
    bad_date: Code::RoadmapBadDate,
};

/// Keys of the whole file, which are misplaced below an item.
const FILE_KEYS: [&str; 2] = ["reviewed", "review_every"];

/// What the file says.
#[derive(Debug)]
pub struct RoadmapFile {
    /// The file.
    pub file: SitePath,
    /// The last day a person looked at every item.
    pub reviewed: Option<(Date, Span)>,
    /// How often that is done again; Some(None) is "never".
    pub review_every: Option<Option<Period>>,
    /// The items, in their order.
    pub items: Vec<Arc<Item>>,
    /// How the work should be divided.
    pub balance: Option<Balance>,
    /// Quarters of which something is said.
    pub quarters: Vec<QuarterPlan>,
    /// Where the parser gave up; what stands there is not known.
    pub unreadable: Vec<Span>,
    /// What is wrong with the file, but for what the parser said.
    pub findings: Vec<Diagnostic>,
}

/// A word of a closed list, or a time: its meaning, where it has one, and what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<T> {
    /// The meaning; none for a word that means nothing, which is said and shown as it is written.
    pub meaning: Option<T>,
    /// As it is written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// Something that is promised, done or given up. Faults never make one disappear.
#[derive(Clone, Debug)]
pub struct Item {
    /// The id; empty where there is neither an id nor a title.
    pub id: Written,
    /// The title; without one the id.
    pub title: Written,
    /// Whether a title is written.
    pub has_title: bool,
    /// What kind of work it is.
    pub kind: Option<Word<ItemKind>>,
    /// How far it is.
    pub status: Option<Word<Status>>,
    /// When it is promised for.
    pub when: Option<Word<When>>,
    /// Who does it; without one the owner of its service.
    pub owner: Option<Written>,
    /// What it is, in a sentence.
    pub summary: Option<String>,
    /// What it is good for.
    pub benefit: Option<String>,
    /// What a user would accept as done.
    pub done_when: Vec<String>,
    /// What is no part of it.
    pub not_included: Vec<String>,
    /// The services that it changes: `services`, or `service`.
    pub services: Vec<Written>,
    /// For whom it is.
    pub personas: Vec<Written>,
    /// The goals that it serves, mostly one.
    pub goals: Vec<Written>,
    /// The needs of personas that it will meet.
    pub meets: Vec<Written>,
    /// Who asked for it.
    pub asked_by: Option<AskedBy>,
    /// How sure the time is.
    pub confidence: Option<Word<Confidence>>,
    /// How much work it is.
    pub size: Option<Word<Size>>,
    /// The items that come first.
    pub after: Vec<Written>,
    /// What it rests on: `survey:happiness/2026-Q2`, `interview:db-2026-05`.
    pub evidence: Vec<Written>,
    /// The day by which it must be done.
    pub deadline: Option<Deadline>,
    /// Where to read on.
    pub links: Vec<ItemLink>,
    /// The times it was promised for another time, in their order.
    pub moved: Vec<Move>,
    /// The day it was shipped.
    pub shipped_on: Option<(Date, Span)>,
    /// The release in which it was shipped.
    pub shipped_in: Option<String>,
    /// The page that documents it.
    pub docs: Option<Written>,
    /// Why it was dropped or paused.
    pub because: Option<Written>,
    /// Its earlier ids.
    pub moved_from: Vec<Written>,
}

/// What kind of work an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    /// Something new for the users of the platform.
    Feature,
    /// What would cost more later.
    TechDebt,
    /// What keeps the platform running.
    Operations,
}

impl ItemKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Feature, Self::TechDebt, Self::Operations];

    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("feature", Self::Feature),
        ("tech-debt", Self::TechDebt),
        ("operations", Self::Operations),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        word(&Self::NAMES, self)
    }

    /// What readers see: "Technical debt".
    pub fn label(self) -> &'static str {
        match self {
            Self::Feature => "Feature delivery",
            Self::TechDebt => "Technical debt",
            Self::Operations => "Operations",
        }
    }
}

/// How far an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It is not sure that it will be done.
    Exploring,
    /// It will be done.
    Planned,
    /// Somebody is at it.
    Building,
    /// A few use it.
    Preview,
    /// It is there.
    Shipped,
    /// It waits, and why is said.
    Paused,
    /// It will not be done, and why is said.
    Dropped,
}

impl Status {
    /// The words of the key, in their order.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("exploring", Self::Exploring),
        ("planned", Self::Planned),
        ("building", Self::Building),
        ("preview", Self::Preview),
        ("shipped", Self::Shipped),
        ("paused", Self::Paused),
        ("dropped", Self::Dropped),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        word(&Self::NAMES, self)
    }
}

/// How sure a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// We would bet on it.
    High,
    /// More likely than not.
    Medium,
    /// A wish.
    Low,
}

impl Confidence {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("high", Self::High),
        ("medium", Self::Medium),
        ("low", Self::Low),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        word(&Self::NAMES, self)
    }
}

/// How much work an item is. Only the ratios matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// 1
    S,
    /// 3
    M,
    /// 6
    L,
    /// 12
    Xl,
}

impl Size {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("S", Self::S),
        ("M", Self::M),
        ("L", Self::L),
        ("XL", Self::Xl),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        word(&Self::NAMES, self)
    }

    /// How many times the work of the smallest it is.
    pub fn weight(self) -> u32 {
        match self {
            Self::S => 1,
            Self::M => 3,
            Self::L => 6,
            Self::Xl => 12,
        }
    }
}

/// Who asked for an item.
#[derive(Clone, Debug)]
pub enum AskedBy {
    /// So many products.
    Count(u64, Span),
    /// These products.
    Products(Vec<Written>),
}

/// The day by which an item must be done.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The day.
    pub on: Option<Date>,
    /// Why.
    pub because: Option<String>,
    /// Where it is said.
    pub span: Span,
}

/// Where to read on.
#[derive(Clone, Debug)]
pub struct ItemLink {
    /// What is there.
    pub label: String,
    /// The address, and where it is written.
    pub url: Written,
}

/// A promise that was changed.
#[derive(Clone, Debug)]
pub struct Move {
    /// The day on which it was said.
    pub on: Option<Date>,
    /// What was promised before.
    pub from: Option<Word<When>>,
    /// Why it was changed.
    pub because: Option<String>,
    /// Where it is said.
    pub span: Span,
}

/// The word of a value in a closed list.
fn word<T: PartialEq + Copy>(names: &[(&'static str, T)], value: T) -> &'static str {
    let named = names.iter().find(|(_, known)| *known == value);
    named.map_or("", |(name, _)| name)
}

impl RoadmapFile {
    /// Reads the file. Whatever is wrong in it is a finding, and the rest counts.
    pub fn read(file: &SitePath, text: &str) -> Arc<Self> {
        let mut findings = Vec::new();
        // What the parser says is reported with the other files that cannot be read.
        let (table, errors) = toml::parse(text, 0);
        let subject = "a file of the roadmap";
        let mut fields =
            Fields::new(&table, file, CODES, subject, &mut findings).with_keys_above(&FILE_KEYS);
        let mut read = Self {
            file: file.clone(),
            reviewed: fields.spanned_date("reviewed"),
            review_every: fields.period("review_every"),
            items: item::items(&mut fields),
            balance: plan::balance(&mut fields),
            quarters: plan::quarters(&mut fields),
            unreadable: errors.iter().map(|error| error.span).collect(),
            findings: Vec::new(),
        };
        fields.finish_with(|key| {
            let line = match key {
                "moved" => "begin it with `[[item.moved]]`, behind the other keys of its item",
                "deadline" => "begin it with `[item.deadline]`, behind the other keys of its item",
                _ => "write it below a line `[[item]]`",
            };
            let of_item = item::KEYS.contains(&key);
            of_item.then(|| format!("`{key}` belongs to an item: {line}"))
        });
        read.findings = findings;
        Arc::new(read)
    }
}

/// The time below a key. One that cannot be read is said, and kept as it is written.
fn when(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<Word<When>> {
    let (text, span) = fields.spanned_text(name)?;
    let meaning = match When::parse(&text) {
        Ok(when) => Some(when),
        Err(error) => {
            let mut finding =
                Diagnostic::at(CODES.bad_date, fields.file(), span, error.message).help(error.help);
            if let Some(mended) = error.mended {
                finding = finding
                    .label(format!("did you mean `{mended}`?"))
                    .replacement(format!("\"{mended}\""));
            }
            // A date that TOML refused has its finding already, and is empty here.
            if !text.is_empty() {
                fields.push(finding);
            }
            None
        }
    };
    Some(Word {
        meaning,
        text,
        span,
    })
}

/// The quarter that a text names.
fn quarter(written: &Written) -> Option<Quarter> {
    Quarter::parse(&written.0)
}

#[cfg(test)]
mod tests;
