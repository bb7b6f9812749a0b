//! The keys that only a service has, as its page says them, with the place of every reference.

use crate::date::Date;
use crate::decode::fields::Codes;
use crate::decode::{Fields, Table};
use crate::diagnostic::Code;
use crate::source::Span;

use super::Written;

mod blocks;

/// The codes of findings about the keys of a service.
pub const CODES: Codes = Codes {
    unknown_key: Code::ServiceUnknownKey,
    unknown_value: Code::ServiceUnknownValue,
    bad_date: Code::ServiceBadDate,
};

/// The keys that make a page in services/ a service.
pub const KEYS: [&str; 20] = [
    "category",
    "lifecycle",
    "providers",
    "provider",
    "also",
    "request",
    "start",
    "status",
    "support",
    "runs_on",
    "integrates_with",
    "used_by",
    "meets",
    "takes_over",
    "benefit",
    "facts",
    "day2",
    "defaults",
    "offering",
    "sunset",
];

/// What a service says about itself beyond what every page can say.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// Whether any key was there. A page without one is a service only when there is a platform.toml.
    pub has_keys: bool,
    /// The category it is in.
    pub category: Option<Written>,
    /// How far it is.
    pub lifecycle: Option<Lifecycle>,
    /// Whether it says how far it is in a word that is not known.
    pub odd_lifecycle: bool,
    /// The clouds on which it is offered.
    pub providers: Vec<Written>,
    /// Other names.
    pub also: Vec<Written>,
    /// How to get it: a page, an address, or words.
    pub request: Option<Written>,
    /// The first steps, a line each.
    pub start: Vec<String>,
    /// The address that says whether it is up.
    pub status: Option<String>,
    /// Who helps.
    pub support: Option<Support>,
    /// The services it needs to run.
    pub runs_on: Vec<Written>,
    /// The services it works together with.
    pub integrates_with: Vec<Written>,
    /// The products that use it.
    pub used_by: Option<UsedBy>,
    /// The needs of personas that it meets.
    pub meets: Vec<Written>,
    /// What nobody has to do any longer, a line each.
    pub takes_over: Vec<Written>,
    /// What it is good for, by persona.
    pub benefits: Vec<Benefit>,
    /// Facts, in the author's order.
    pub facts: Vec<Fact>,
    /// What happens after the first day.
    pub day2: Vec<Day2>,
    /// What is configured before anybody comes.
    pub defaults: Vec<Preset>,
    /// The variants.
    pub offerings: Vec<Offering>,
    /// Its end.
    pub sunset: Option<Sunset>,
}

/// How far a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lifecycle {
    /// Somebody thinks of it.
    Idea,
    /// A few use it.
    Preview,
    /// Everybody may use it, without promises.
    Beta,
    /// It is there, with promises.
    Live,
    /// It ends.
    Deprecated,
    /// It has ended.
    Retired,
}

impl Lifecycle {
    /// The words of the key, from the first state to the last.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("idea", Self::Idea),
        ("preview", Self::Preview),
        ("beta", Self::Beta),
        ("live", Self::Live),
        ("deprecated", Self::Deprecated),
        ("retired", Self::Retired),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }

    /// What a state promises a reader, unless platform.toml has its own words below `[lifecycle]`.
    pub fn promise(self) -> &'static str {
        match self {
            Self::Idea => "Nothing to order yet. Say that you need it, so that you are counted.",
            Self::Preview => "A few products try it with us. It may change, or vanish again.",
            Self::Beta => {
                "Open to everyone, without a promise of availability. Its interface may still change."
            }
            Self::Live => "Supported, and measured by the numbers on its page.",
            Self::Deprecated => {
                "No new orders. It runs until its last day, and there is a way out."
            }
            Self::Retired => {
                "It is switched off. The page stays, so that old links lead somewhere."
            }
        }
    }

    /// Whether a product can have it today.
    pub fn is_available(self) -> bool {
        matches!(self, Self::Preview | Self::Beta | Self::Live)
    }
}

/// Who helps, and when.
#[derive(Clone, Debug, Default)]
pub struct Support {
    /// A channel, a mail address or a web address.
    pub contact: Option<String>,
    /// When somebody answers.
    pub hours: Option<String>,
    /// How long the first answer takes.
    pub response: Option<String>,
    /// Whom to reach when production is down.
    pub emergency: Option<String>,
}

/// Who uses a service.
#[derive(Clone, Debug)]
pub enum UsedBy {
    /// So many products.
    Count(u64, Span),
    /// These products.
    Products(Vec<Written>),
}

/// What a service is good for.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// For whom.
    pub persona: Written,
    /// The benefit, in a line.
    pub text: String,
    /// What kind it is of.
    pub kind: Option<BenefitKind>,
}

/// What a benefit saves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BenefitKind {
    /// It is faster.
    Time,
    /// It is cheaper.
    Cost,
    /// It is safer.
    Security,
    /// It is better.
    Quality,
}

impl BenefitKind {
    /// The words of the key.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("time", Self::Time),
        ("cost", Self::Cost),
        ("security", Self::Security),
        ("quality", Self::Quality),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(_, known)| *known == self);
        named.map_or("", |(name, _)| name)
    }
}

/// A labelled fact.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The label.
    pub label: Written,
    /// The fact.
    pub text: String,
}

/// Something that has to be done after the first day.
#[derive(Clone, Debug)]
pub struct Day2 {
    /// What: `patching`, `backup`, `restore` or any other words.
    pub label: Written,
    /// How it is done.
    pub text: Option<String>,
    /// How long until it works again.
    pub rto: Option<String>,
    /// How much of the newest work may be gone.
    pub rpo: Option<String>,
    /// When it was last tried.
    pub tested: Option<Date>,
    /// The row of the matrix of responsibilities that says who does it.
    pub row: Option<Written>,
}

/// Something that is configured before anybody comes: an entry of `[defaults]`.
#[derive(Clone, Debug)]
pub struct Preset {
    /// What.
    pub label: Written,
    /// How it is set.
    pub value: String,
    /// Who may change it: a party or "nobody".
    pub change: Option<Written>,
    /// Why, or how.
    pub note: Option<String>,
}

/// A variant of a service.
#[derive(Clone, Debug)]
pub struct Offering {
    /// The id, unique in its service.
    pub id: Written,
    /// The name.
    pub name: String,
    /// Its clouds; empty for those of the service.
    pub providers: Vec<Written>,
    /// Its facts, above those of the service.
    pub facts: Vec<Fact>,
}

/// The end of a service.
#[derive(Clone, Debug)]
pub struct Sunset {
    /// The last day.
    pub date: Option<Date>,
    /// Where the last day is said; else where the end is.
    pub date_span: Span,
    /// What to use instead: a service.
    pub replaced_by: Option<Written>,
    /// Where it is said.
    pub span: Span,
}

/// Whether a page's keys are those of a service.
pub fn has_keys(table: &Table) -> bool {
    KEYS.iter().any(|key| table.get(key).is_some())
}

/// Reads the keys of a service. The reading of the page is ended by the caller.
pub fn read(fields: &mut Fields<'_, '_>, has_keys: bool) -> Service {
    let mut providers = fields.texts("providers");
    providers.extend(fields.texts("provider"));
    let lifecycle = fields.one_of("lifecycle", &Lifecycle::NAMES);
    let odd_lifecycle = lifecycle.is_none() && fields.node("lifecycle").is_some();
    Service {
        has_keys,
        category: fields.spanned_text("category"),
        lifecycle,
        odd_lifecycle,
        providers,
        also: fields.texts("also"),
        request: fields.spanned_text("request"),
        start: fields.lines("start"),
        status: fields.text("status"),
        support: blocks::support(fields),
        runs_on: fields.texts("runs_on"),
        integrates_with: fields.texts("integrates_with"),
        used_by: blocks::used_by(fields),
        meets: fields.texts("meets"),
        takes_over: fields.spanned_lines("takes_over"),
        benefits: blocks::benefits(fields),
        facts: blocks::facts(fields),
        day2: blocks::day2(fields),
        defaults: blocks::defaults(fields),
        offerings: blocks::offerings(fields),
        sunset: blocks::sunset(fields),
    }
}
