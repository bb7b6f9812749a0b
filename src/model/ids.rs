//! Everything that can be named by an id, and where it is declared.
//!
//! One lookup answers every reference: the checker asks it in order to complain, the linker in
//! order to follow it. A new subject with ids of its own is a new [`Kind`] and its declarations.

use std::collections::{BTreeMap, HashMap};

use crate::load::{Platform, Written};
use crate::path::SitePath;
use crate::source::Span;

/// A kind of thing that has ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Who can be responsible.
    Party,
    /// A cloud below.
    Provider,
    /// A team of the platform.
    Team,
    /// A kind of reader.
    Persona,
    /// Something that a persona needs.
    Need,
    /// A kind of service.
    Category,
    /// Something the platform wants to reach.
    Goal,
    /// A product that uses the platform.
    Product,
    /// A service.
    Service,
    /// A word of the glossary.
    Term,
    /// An event.
    Event,
    /// Events that repeat.
    Series,
    /// A community.
    Community,
    /// A survey.
    Survey,
    /// An interview.
    Interview,
    /// A matrix of responsibilities.
    Matrix,
    /// An item of the roadmap.
    Item,
}

impl Kind {
    /// What it is called in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Provider => "provider",
            Self::Team => "team",
            Self::Persona => "persona",
            Self::Need => "need",
            Self::Category => "category",
            Self::Goal => "goal",
            Self::Product => "product",
            Self::Service => "service",
            Self::Term => "term",
            Self::Event => "event",
            Self::Series => "series",
            Self::Community => "community",
            Self::Survey => "survey",
            Self::Interview => "interview",
            Self::Matrix => "matrix",
            Self::Item => "roadmap item",
        }
    }

    /// How one is declared, for messages.
    pub fn declaration(self) -> &'static str {
        match self {
            Self::Party => "`[[party]]` in content/platform.toml",
            Self::Provider => "`[[provider]]` in content/platform.toml",
            Self::Team => "`[[team]]` in content/platform.toml",
            Self::Persona => "`[[persona]]` in content/platform.toml",
            Self::Need => "`needs` of a `[[persona]]` in content/platform.toml",
            Self::Category => "`[[category]]` in content/platform.toml",
            Self::Goal => "`[[goal]]` in content/platform.toml",
            Self::Product => "`[[product]]` in content/platform.toml",
            Self::Service => "a page `content/services/<id>.md`",
            Self::Term => "a line in content/glossary.toml",
            Self::Event => "`[[event]]` in content/events.toml",
            Self::Series => "`[[series]]` in content/events.toml",
            Self::Community => "`[[community]]` in content/communities.toml",
            Self::Survey => "a file `content/surveys/<id>.toml`",
            Self::Interview => "a file `content/interviews/<id>.toml`",
            Self::Matrix => "a file `content/responsibilities/<id>.toml`",
            Self::Item => "`[[item]]` in a file of content/roadmap/",
        }
    }
}

/// Something that is declared.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id, as it is declared.
    pub id: String,
    /// Its index among those of its kind.
    pub index: usize,
    /// The file that declares it.
    pub file: SitePath,
    /// The place there; None when it is the file itself.
    pub span: Option<Span>,
}

/// All that is declared, by kind.
#[derive(Default)]
pub struct Ids {
    kinds: BTreeMap<Kind, HashMap<String, Known>>,
}

impl Ids {
    /// All ids of the vocabulary.
    pub fn of_platform(platform: &Platform) -> Self {
        let mut ids = Self::default();
        let mut all = |kind, items: &mut dyn Iterator<Item = &Written>| {
            for (index, id) in items.enumerate() {
                ids.declare(kind, id, index, &platform.file);
            }
        };
        all(
            Kind::Party,
            &mut platform.parties.iter().map(|item| &item.id),
        );
        all(
            Kind::Provider,
            &mut platform.providers.iter().map(|item| &item.id),
        );
        all(Kind::Team, &mut platform.teams.iter().map(|item| &item.id));
        all(
            Kind::Persona,
            &mut platform.personas.iter().map(|item| &item.id),
        );
        all(
            Kind::Category,
            &mut platform.categories.iter().map(|item| &item.id),
        );
        all(Kind::Goal, &mut platform.goals.iter().map(|item| &item.id));
        all(
            Kind::Product,
            &mut platform.products.iter().map(|item| &item.id),
        );
        let needs = platform.personas.iter().flat_map(|persona| &persona.needs);
        all(Kind::Need, &mut needs.map(|need| &need.id));
        ids
    }

    /// Declares what stands at a place of a file. Of two with one id the first is meant.
    pub fn declare(&mut self, kind: Kind, id: &Written, index: usize, file: &SitePath) {
        self.put(kind, &id.0, index, file, Some(id.1));
    }

    /// Declares what a file itself is.
    pub fn declare_file(&mut self, kind: Kind, id: &str, index: usize, file: &SitePath) {
        self.put(kind, id, index, file, None);
    }

    fn put(&mut self, kind: Kind, id: &str, index: usize, file: &SitePath, span: Option<Span>) {
        if id.is_empty() {
            return;
        }
        let known = self.kinds.entry(kind).or_default();
        known.entry(id.to_owned()).or_insert_with(|| Known {
            id: id.to_owned(),
            index,
            file: file.clone(),
            span,
        });
    }

    /// What an id means.
    pub fn find(&self, kind: Kind, id: &str) -> Option<usize> {
        self.known(kind, id).map(|known| known.index)
    }

    /// What these references mean, those left out that mean nothing or the same again.
    pub fn find_all(&self, kind: Kind, written: &[Written]) -> Vec<usize> {
        let mut found = Vec::with_capacity(written.len());
        for (id, _) in written {
            if let Some(index) = self.find(kind, id)
                && !found.contains(&index)
            {
                found.push(index);
            }
        }
        found
    }

    /// The declaration of an id.
    pub fn known(&self, kind: Kind, id: &str) -> Option<&Known> {
        self.kinds.get(&kind)?.get(id)
    }

    /// Whether anything of this kind is declared: only then a reference can be wrong.
    pub fn has(&self, kind: Kind) -> bool {
        self.kinds.get(&kind).is_some_and(|known| !known.is_empty())
    }

    /// All that is declared of a kind, in no order.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Known> {
        self.kinds.get(&kind).into_iter().flat_map(HashMap::values)
    }
}
