//! What follows from the letters: who does a task, who answers for it, whose it is.

use crate::load::matrix::Letters;

use super::duty::{Duty, PartyId, Share};

/// Whose a task is, seen by one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The party does it or answers for it.
    Own,
    /// Others do.
    Others,
    /// Nobody does.
    Nobody,
}

impl Share {
    /// Whether the party does it.
    pub fn does(&self) -> bool {
        self.letters.has(Letters::R)
    }

    /// Whether the party answers for it, as it is written.
    pub fn answers(&self) -> bool {
        self.letters.has(Letters::A)
    }
}

impl Duty {
    /// Those who do it.
    pub fn doers(&self) -> impl Iterator<Item = PartyId> {
        let doers = self.shares.iter().filter(|share| share.does());
        doers.map(|share| share.party)
    }

    /// Those who answer for it. Where nobody is said to, the only one who does it also answers.
    pub fn owners(&self) -> Vec<PartyId> {
        let answering = self.shares.iter().filter(|share| share.answers());
        let owners: Vec<PartyId> = answering.map(|share| share.party).collect();
        if !owners.is_empty() {
            return owners;
        }
        let doers: Vec<PartyId> = self.doers().collect();
        match doers.len() {
            1 => doers,
            _ => Vec::new(),
        }
    }

    /// Whether a party does it or answers for it.
    pub fn is_of(&self, party: PartyId) -> bool {
        let share = self.of_party(party);
        share.is_some_and(|share| share.does() || share.answers())
    }

    /// Whose it is, seen by a party.
    pub fn side(&self, party: PartyId) -> Side {
        if self.is_of(party) {
            return Side::Own;
        }
        let someone = |share: &Share| share.does() || share.answers();
        match self.shares.iter().any(someone) {
            true => Side::Others,
            false => Side::Nobody,
        }
    }
}
