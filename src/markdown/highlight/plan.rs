//! What can match where: the rules that count at one time, and which of them to ask at a place.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use syntect::parsing::syntax_definition::ContextId;

use super::filter::{Before, Filter};
use super::grammar::{Context, Rule};
use super::symbols::{END, OUTSIDE, SYMBOLS};

/// How many places are looked at with the rules of a context before they get a filter.
const USES: u32 = 1_000;

/// All rules that count at one time, in order, and which of them can match before which byte.
pub(super) struct Plan {
    /// The rules, each with the number of the context that it comes from: first those that add
    /// rules from outside, then the prototype, then the context itself.
    pub rules: Box<[(&'static Rule, u16)]>,
    /// The number of the prototype's origin: smaller ones come from outside.
    pub outside: u16,
    /// The rules for each of [`Place`] and each symbol.
    lists: [Box<[List; SYMBOLS]>; 3],
    /// How often it was used without a filter, and the filter.
    uses: AtomicU32,
    filter: OnceLock<Option<Filter>>,
}

/// Numbers of rules, found when they are first asked for.
type List = OnceLock<Box<[u16]>>;

/// What stands before a place in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nothing.
    LineStart = 0,
    /// What may make it the edge of a word.
    Edge = 1,
    /// A letter of a word that goes on.
    Inside = 2,
}

impl Plan {
    /// The rules of `context`, while those of `outside` count too.
    pub fn new(outside: &[&'static Context], context: &'static Context) -> Self {
        let mut rules = Vec::new();
        let mut origin = 0;
        for context in outside {
            context.flatten(origin, &mut rules);
            origin = origin.saturating_add(1);
        }
        if let Some(prototype) = context.prototype {
            prototype.flatten(origin, &mut rules);
        }
        context.flatten(origin.saturating_add(1), &mut rules);
        rules.truncate(usize::from(u16::MAX));
        Self {
            rules: rules.into(),
            outside: origin,
            lists: std::array::from_fn(|_| Box::new([const { OnceLock::new() }; SYMBOLS])),
            uses: AtomicU32::new(0),
            filter: OnceLock::new(),
        }
    }

    fn rules_before(&self, symbol: usize, place: Place) -> Box<[u16]> {
        let fits = |rule: &Rule| {
            rule.searched
                || rule.refers
                || rule.first.symbols.has(symbol)
                    && (!rule.first.line_start || place == Place::LineStart)
                    && (!rule.first.edge || place != Place::Inside)
        };
        (0u16..)
            .zip(&self.rules)
            .filter(|(_, (rule, _))| fits(rule))
            .map(|(number, _)| number)
            .collect()
    }

    /// The rules that may match at `at`, by their numbers.
    pub fn candidates(&self, bytes: &[u8], at: usize) -> &[u16] {
        // One list does for all letters outside ASCII.
        let symbol = bytes
            .get(at)
            .map_or(END, |byte| usize::from(*byte).min(OUTSIDE));
        let place = place(bytes, at);
        let list =
            self.lists[place as usize][symbol].get_or_init(|| self.rules_before(symbol, place));
        // A filter is not worth it for one rule, nor in a context that is hardly ever entered.
        if list.len() < 2 {
            return list;
        }
        let filter = self.filter.get().or_else(|| {
            let uses = self.uses.fetch_add(1, Ordering::Relaxed);
            (uses >= USES).then(|| self.filter.get_or_init(|| self.new_filter()))
        });
        let Some(Some(filter)) = filter else {
            return list;
        };
        let before = match at.checked_sub(1).map(|before| bytes[before]) {
            None => Before::Nothing,
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' => Before::Word,
            Some(byte) if byte.is_ascii() => Before::Other,
            Some(_) => return list,
        };
        filter.candidates(bytes, at, before).unwrap_or(list)
    }

    fn new_filter(&self) -> Option<Filter> {
        Filter::new(self.rules.iter().map(|(rule, _)| rule.program()).collect())
    }

    /// What can match in `context` while the contexts `outside` add rules to it.
    pub fn with(outside: &[&'static Context], context: &'static Context) -> Arc<Self> {
        if outside.is_empty() {
            return context.plan().clone();
        }
        type Key = (Box<[ContextId]>, ContextId);
        static KNOWN: LazyLock<Mutex<HashMap<Key, Arc<Plan>>>> = LazyLock::new(Mutex::default);
        let key = (
            outside.iter().map(|context| context.id).collect(),
            context.id,
        );
        if let Some(plan) = KNOWN
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return plan.clone();
        }
        let plan = Arc::new(Self::new(outside, context));
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        // A text can nest languages in more ways than are worth remembering.
        if known.len() >= 2_000 {
            known.clear();
        }
        known.insert(key, plan.clone());
        plan
    }
}

/// What stands before `at`, as far as it decides which rules can match.
fn place(bytes: &[u8], at: usize) -> Place {
    // A letter outside ASCII may or may not belong to a word.
    let word = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    match at.checked_sub(1) {
        None => Place::LineStart,
        Some(before) if word(before) && word(at) => Place::Inside,
        Some(_) => Place::Edge,
    }
}
