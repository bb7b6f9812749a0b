//! Who does a row: parties that are known, and their share in it.

use std::collections::HashMap;

use crate::load::matrix::{Answer, Format, Letters, Row};
use crate::load::platform::Party;

/// Index of a party in the vocabulary.
pub type PartyId = usize;

/// What a party has to do with a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// The party.
    pub party: PartyId,
    /// Its letters. Those who share a task do it and answer for it.
    pub letters: Letters,
    /// Whether it shares the task with others.
    pub shared: bool,
    /// Whether it has to ask for it.
    pub asks: bool,
}

/// Who does a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Duty {
    /// Each party that has to do with it, in the order of the vocabulary.
    pub shares: Vec<Share>,
    /// Whether something is written that means nothing: an unknown party, letters that are none.
    pub is_faulty: bool,
    /// Where it differs, by the offering's id; None where the task is not done there.
    pub offerings: Vec<(String, Option<Duty>)>,
}

/// The parties by what they may be called.
pub struct Parties {
    ids: HashMap<String, PartyId>,
    names: HashMap<String, PartyId>,
}

impl Parties {
    /// These parties.
    pub fn of(all: &[Party]) -> Self {
        let mut parties = Self {
            ids: HashMap::new(),
            names: HashMap::new(),
        };
        for (index, party) in all.iter().enumerate() {
            parties.ids.entry(party.id.0.clone()).or_insert(index);
        }
        for (index, party) in all.iter().enumerate() {
            let also = party.also.iter().map(|(name, _)| name);
            for name in [&party.id.0, &party.name].into_iter().chain(also) {
                let folded = crate::load::matrix::folded(name);
                parties.names.entry(folded).or_insert(index);
            }
        }
        parties
    }

    /// The party that is called so in a file of this format: by its id in TOML, by any of its names
    /// in tables that exist already.
    pub fn find(&self, name: &str, format: Format) -> Option<PartyId> {
        let by_id = self.ids.get(name).copied();
        match format {
            Format::Toml => by_id,
            Format::Markdown | Format::Csv => by_id.or_else(|| self.by_any_name(name)),
        }
    }

    /// The party that has this name among all its names.
    pub fn by_any_name(&self, name: &str) -> Option<PartyId> {
        self.names.get(&crate::load::matrix::folded(name)).copied()
    }
}

impl Duty {
    /// Nobody.
    pub const fn none() -> Self {
        Self {
            shares: Vec::new(),
            is_faulty: false,
            offerings: Vec::new(),
        }
    }

    /// What a row says.
    pub fn of(row: &Row, parties: &Parties, format: Format) -> Self {
        let mut duty = Self::of_answer(&row.answer, parties, format);
        for differs in &row.details().offerings {
            let own = Self::of_answer(&differs.answer, parties, format);
            let own = (!differs.removed).then_some(own);
            duty.offerings.push((differs.offering.0.clone(), own));
        }
        duty
    }

    fn of_answer(answer: &Answer, parties: &Parties, format: Format) -> Self {
        let mut duty = Self {
            is_faulty: answer.unread.is_some(),
            ..Self::default()
        };
        for one in &answer.assignments {
            let party = parties.find(&one.party.0, format);
            match (party, one.letters) {
                (Some(party), Some(letters)) => {
                    let share = duty.share(party);
                    share.letters = share.letters.with(letters);
                }
                _ => duty.is_faulty = true,
            }
        }
        for (name, _) in &answer.shared {
            match parties.find(name, format) {
                Some(party) => {
                    let share = duty.share(party);
                    share.letters = share.letters.with(Letters::RA);
                    share.shared = true;
                }
                None => duty.is_faulty = true,
            }
        }
        for (name, _) in &answer.on_request {
            match parties.find(name, format) {
                Some(party) => duty.share(party).asks = true,
                None => duty.is_faulty = true,
            }
        }
        duty.shares
            .retain(|share| share.asks || !share.letters.is_empty());
        duty.shares.sort_by_key(|share| share.party);
        duty
    }

    fn share(&mut self, party: PartyId) -> &mut Share {
        let at = self.shares.iter().position(|share| share.party == party);
        let at = at.unwrap_or_else(|| {
            self.shares.push(Share {
                party,
                letters: Letters::default(),
                shared: false,
                asks: false,
            });
            self.shares.len() - 1
        });
        &mut self.shares[at]
    }

    /// Whether nothing is said about who does it: neither a letter nor something that is none.
    pub fn is_blank(&self) -> bool {
        self.shares.is_empty() && !self.is_faulty
    }

    /// What a party has to do with it.
    pub fn of_party(&self, party: PartyId) -> Option<&Share> {
        self.shares.iter().find(|share| share.party == party)
    }
}
