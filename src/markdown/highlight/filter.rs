//! Which of many expressions can match at a place, all asked at once.
//!
//! The expressions become one automaton, whose states are made when a text first needs them. It knows
//! too little of an expression to say that it matches, but most can be ruled out. One run over the
//! next few bytes costs a tenth of what asking one expression does.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::expression::{Assert, Node};

/// An expression as steps of an automaton.
#[derive(Debug)]
pub(super) struct Program {
    steps: Vec<Step>,
    start: u16,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The expression may match.
    Match,
    /// Takes one of these ASCII bytes and goes on there.
    Take(u128, u16),
    /// Goes on there where this holds.
    Assert(Assert, u16),
    /// Goes on at both.
    Both(u16, u16),
}

/// How many steps an expression may have; with more it can always match.
const STEPS: usize = 4_000;

impl Program {
    /// The steps of this expression.
    pub fn of(node: &Node) -> Self {
        let mut program = Self::anything();
        program.start = match program.add(node, 0) {
            Some(start) => start,
            None => return Self::anything(),
        };
        program
    }

    /// Can always match.
    pub fn anything() -> Self {
        Self {
            steps: vec![Step::Match],
            start: 0,
        }
    }

    fn push(&mut self, step: Step) -> Option<u16> {
        self.steps.push(step);
        (self.steps.len() <= STEPS).then(|| (self.steps.len() - 1) as u16)
    }

    /// Adds the steps of a part that goes on at `next`; the step 0 is the match.
    fn add(&mut self, node: &Node, next: u16) -> Option<u16> {
        Some(match node {
            Node::Anything => 0,
            Node::Set(symbols) => self.push(Step::Take(symbols.ascii(), next))?,
            Node::Assert(assert) => self.push(Step::Assert(*assert, next))?,
            // What must follow can only be asked for where nothing else must.
            Node::Ahead(node) if next == 0 => self.add(node, 0)?,
            Node::Ahead(_) => next,
            Node::Sequence(nodes) => {
                let mut next = next;
                for node in nodes.iter().rev() {
                    next = self.add(node, next)?;
                }
                next
            }
            Node::Either(nodes) => {
                let mut all = None;
                for node in nodes.iter().rev() {
                    let one = self.add(node, next)?;
                    all = Some(match all {
                        None => one,
                        Some(others) => self.push(Step::Both(one, others))?,
                    });
                }
                all.unwrap_or(next)
            }
            Node::Repeat(node, least, most) => self.repeat(node, *least, *most, next)?,
        })
    }

    fn repeat(&mut self, node: &Node, least: u32, most: Option<u32>, next: u16) -> Option<u16> {
        // Many times is as good as any number of times.
        const MANY: u32 = 6;
        let extra = most
            .map(|most| most.saturating_sub(least))
            .filter(|_| least <= MANY);
        let mut at = next;
        match extra.filter(|extra| *extra <= MANY) {
            Some(extra) => {
                for _ in 0..extra {
                    let once = self.add(node, at)?;
                    at = self.push(Step::Both(once, next))?;
                }
            }
            None => {
                let again = self.push(Step::Both(next, next))?;
                let once = self.add(node, again)?;
                self.steps[usize::from(again)] = Step::Both(once, next);
                at = again;
            }
        }
        for _ in 0..least.min(MANY) {
            at = self.add(node, at)?;
        }
        Some(at)
    }
}

/// What stands before a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Before {
    /// Nothing: it is the start of a line.
    Nothing = 0,
    /// A letter of a word, in ASCII.
    Word = 1,
    /// Another ASCII byte.
    Other = 2,
}

/// The symbols of the automaton: the ASCII bytes, and this for the end of the text.
const END: usize = 128;

/// How many states are made; places that would need more are not filtered.
const STATES: usize = 4_096;
const CHUNK: usize = 64;

/// Several expressions, asked at once.
pub(super) struct Filter {
    programs: Vec<&'static Program>,
    /// Symbols that no expression tells apart are of one class.
    classes: [u8; END + 1],
    class_count: usize,
    /// The states, at places that never change; the first three are those of [`Before`].
    states: [OnceLock<Box<[OnceLock<State>; CHUNK]>>; STATES / CHUNK],
    known: Mutex<HashMap<Key, u32>>,
}

/// What tells states apart.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    before: Before,
    /// The expressions that can match, by number.
    can: Box<[u16]>,
    /// Where in the other expressions the automaton is: number and step.
    steps: Box<[(u16, u16)]>,
}

struct State {
    key: Key,
    /// The state after each class of symbols; 0 where it is not known yet.
    next: Box<[AtomicU32]>,
}

impl Filter {
    /// Of these expressions, by their order.
    pub fn new(programs: Vec<&'static Program>) -> Option<Self> {
        let (classes, class_count) = classes(&programs);
        let filter = Self {
            classes,
            class_count,
            states: [const { OnceLock::new() }; STATES / CHUNK],
            known: Mutex::default(),
            programs,
        };
        for before in [Before::Nothing, Before::Word, Before::Other] {
            let numbers = 0..u16::try_from(filter.programs.len()).ok()?;
            let steps = numbers
                .zip(&filter.programs)
                .map(|(number, program)| (number, program.start));
            filter.state(Key {
                before,
                can: Box::default(),
                steps: steps.collect(),
            })?;
        }
        Some(filter)
    }

    /// The expressions that can match at `at`, by number, in order; `None` where that is not known:
    /// near letters outside ASCII, and after very many different texts.
    pub fn candidates(&self, bytes: &[u8], at: usize, before: Before) -> Option<&[u16]> {
        let mut state = self.get(before as u32)?;
        for at in at.. {
            let symbol = match bytes.get(at) {
                Some(byte) if byte.is_ascii() => usize::from(*byte),
                Some(_) => return None,
                None => END,
            };
            let class = usize::from(self.classes[symbol]);
            state = match state.next[class].load(Ordering::Acquire) {
                0 => self.step(state, symbol, class)?,
                known => self.get(known)?,
            };
            if state.key.steps.is_empty() {
                break;
            }
        }
        Some(&state.key.can)
    }

    fn get(&self, number: u32) -> Option<&State> {
        let number = number as usize;
        self.states.get(number / CHUNK)?.get()?[number % CHUNK].get()
    }

    /// The state with this key, made if there is none.
    fn state(&self, key: Key) -> Option<u32> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.get(&key) {
            return Some(*number);
        }
        let number = known.len();
        let chunk = self.states.get(number / CHUNK)?;
        let state = State {
            key: key.clone(),
            next: (0..self.class_count).map(|_| AtomicU32::new(0)).collect(),
        };
        let chunk = chunk.get_or_init(|| Box::new([const { OnceLock::new() }; CHUNK]));
        chunk[number % CHUNK].set(state).ok()?;
        known.insert(key, number as u32);
        Some(number as u32)
    }

    /// The state after `state` and `symbol`.
    fn step(&self, state: &State, symbol: usize, class: usize) -> Option<&State> {
        let mut can: BTreeSet<u16> = state.key.can.iter().copied().collect();
        let mut next = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<(u16, u16)> = state.key.steps.to_vec();
        while let Some((number, step)) = open.pop() {
            if can.contains(&number) || !seen.insert((number, step)) {
                continue;
            }
            match self.programs[usize::from(number)].steps[usize::from(step)] {
                Step::Match => {
                    can.insert(number);
                }
                Step::Both(one, two) => open.extend([(number, one), (number, two)]),
                Step::Assert(assert, to) if holds(assert, state.key.before, symbol) => {
                    open.push((number, to));
                }
                Step::Take(bytes, to) if symbol < END && bytes >> symbol & 1 == 1 => {
                    next.insert((number, to));
                }
                Step::Assert(..) | Step::Take(..) => {}
            }
        }
        let key = Key {
            before: if is_word(symbol) {
                Before::Word
            } else {
                Before::Other
            },
            steps: next
                .into_iter()
                .filter(|(number, _)| !can.contains(number))
                .collect(),
            can: can.into_iter().collect(),
        };
        let number = self.state(key)?;
        state.next[class].store(number, Ordering::Release);
        self.get(number)
    }
}

fn is_word(symbol: usize) -> bool {
    u8::try_from(symbol).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn holds(assert: Assert, before: Before, symbol: usize) -> bool {
    match assert {
        Assert::LineStart => before == Before::Nothing,
        Assert::LineEnd => symbol == END || symbol == usize::from(b'\n'),
        Assert::Edge => (before == Before::Word) != is_word(symbol),
    }
}

/// The class of each symbol, and how many there are.
fn classes(programs: &[&Program]) -> ([u8; END + 1], usize) {
    let mut sets: BTreeSet<u128> = BTreeSet::new();
    for program in programs {
        for step in &program.steps {
            if let Step::Take(bytes, _) = step {
                sets.insert(*bytes);
            }
        }
    }
    // Symbols are split by one set after the other.
    let mut classes = [0; END + 1];
    let mut count = 1;
    let mut split = |inside: &dyn Fn(usize) -> bool| {
        let mut halves: HashMap<(u8, bool), u8> = HashMap::new();
        for (symbol, class) in classes.iter_mut().enumerate() {
            let next = halves.len() as u8;
            *class = *halves.entry((*class, inside(symbol))).or_insert(next);
        }
        count = halves.len();
    };
    split(&is_word);
    split(&|symbol| symbol == END);
    split(&|symbol| symbol == usize::from(b'\n'));
    for set in sets {
        split(&|symbol| symbol < END && set >> symbol & 1 == 1);
    }
    (classes, count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(expressions: &[&str]) -> Filter {
        let programs = expressions.iter().map(|expression| {
            let program: &'static Program = Box::leak(Box::new(Program::of(&Node::of(expression))));
            program
        });
        Filter::new(programs.collect()).expect("there are few states")
    }

    #[test]
    fn expressions_that_cannot_match_are_ruled_out() {
        let filter = filter(&[r"\b(?:if|in)\b", r"\w+(?=\s*\()", "^i", r"in$", r"\s*#"]);
        let before = Before::Nothing;
        assert_eq!(filter.candidates(b"if x\n", 0, before), Some(&[0, 2][..]));
        assert_eq!(filter.candidates(b"iff (\n", 0, before), Some(&[1, 2][..]));
        assert_eq!(filter.candidates(b"in\n", 0, before), Some(&[0, 2, 3][..]));
        assert_eq!(filter.candidates(b"  # c\n", 0, before), Some(&[4][..]));
        assert_eq!(filter.candidates(b"xif\n", 1, Before::Word), Some(&[][..]));
        assert_eq!(
            filter.candidates(b" in", 1, Before::Other),
            Some(&[0, 3][..])
        );
    }

    #[test]
    fn repeated_parts_are_counted_as_far_as_it_matters() {
        let filter = filter(&["a{2}b", "(?:ab?){,2}c", "a{50}b", "(?:a*)*d"]);
        assert_eq!(filter.candidates(b"aab", 0, Before::Other), Some(&[0][..]));
        assert_eq!(filter.candidates(b"abac", 0, Before::Other), Some(&[1][..]));
        assert_eq!(filter.candidates(b"aaad", 0, Before::Other), Some(&[3][..]));
        let many = "a".repeat(50) + "b";
        assert_eq!(
            filter.candidates(many.as_bytes(), 0, Before::Other),
            Some(&[2][..])
        );
    }

    #[test]
    fn near_letters_outside_ascii_it_does_not_know() {
        assert_eq!(
            filter(&["a"]).candidates("é".as_bytes(), 0, Before::Other),
            None
        );
    }

    #[test]
    fn what_it_cannot_read_can_always_match() {
        let filter = filter(&[r"\Gx", "y"]);
        assert_eq!(filter.candidates(b"z", 0, Before::Other), Some(&[0][..]));
    }
}
