//! A match in a line, and the groups of the match that led into a context.

use std::cell::RefCell;
use std::rc::Rc;

use super::first::First;
use super::grammar::Rule;

/// An expression with groups put in, and how its matches begin.
pub(super) type Filled = Rc<(First, onig::Regex)>;

/// The groups of a match, and the expressions that they were put into.
pub(super) struct Groups {
    texts: Vec<Option<String>>,
    filled: RefCell<Vec<(*const Rule, Option<Filled>)>>,
}

impl Groups {
    /// The groups with these texts, quoted for an expression.
    pub fn new(texts: Vec<Option<String>>) -> Self {
        Self {
            texts,
            filled: RefCell::default(),
        }
    }

    /// The expression of a rule with these groups.
    pub fn fill(&self, rule: &Rule) -> Option<Filled> {
        let mut filled = self.filled.borrow_mut();
        if let Some((_, known)) = filled.iter().find(|(known, _)| std::ptr::eq(*known, rule)) {
            return known.clone();
        }
        let made = rule.filled(&self.texts).map(Rc::new);
        filled.push((rule, made.clone()));
        made
    }
}

/// What was found in a line.
pub(super) struct Found {
    pub rule: &'static Rule,
    pub start: usize,
    pub end: usize,
    /// Whether a context from outside has the rule.
    pub from_outside: bool,
    /// Whether to follow it would lead in a circle.
    pub circular: bool,
}
