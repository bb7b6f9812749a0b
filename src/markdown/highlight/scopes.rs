//! The scopes that a text lies under, as far as they decide its class.

use syntect::parsing::ClearAmount;

use super::class::{Class, Opinion, Shade};

/// A stack of scopes.
#[derive(Default)]
pub(super) struct Scopes {
    /// What each scope says, and the shade under it and those below.
    stack: Vec<(Opinion, Shade)>,
    /// Scopes that do not count for now, innermost last.
    cleared: Vec<Vec<(Opinion, Shade)>>,
}

impl Scopes {
    /// The class of a text under these scopes.
    pub fn class(&self) -> Class {
        self.shade().class
    }

    fn shade(&self) -> Shade {
        self.stack.last().map_or(Shade::PLAIN, |(_, shade)| *shade)
    }

    /// Puts these on top, the last one uppermost.
    pub fn push(&mut self, scopes: &[Opinion]) {
        for opinion in scopes {
            let shade = self.shade().under(*opinion);
            self.stack.push((*opinion, shade));
        }
    }

    /// Takes so many off.
    pub fn pop(&mut self, count: usize) {
        self.stack.truncate(self.stack.len().saturating_sub(count));
    }

    /// Makes the uppermost ones not count until they are restored.
    pub fn clear(&mut self, amount: ClearAmount) {
        let keep = match amount {
            ClearAmount::TopN(count) => self.stack.len().saturating_sub(count),
            ClearAmount::All => 0,
        };
        self.cleared.push(self.stack.split_off(keep));
    }

    /// Puts those back on top that were cleared last.
    pub fn restore(&mut self) {
        for (opinion, _) in self.cleared.pop().unwrap_or_default() {
            self.push(&[opinion]);
        }
    }
}
