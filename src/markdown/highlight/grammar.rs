//! Grammars, prepared for the parser: contexts with their rules, made when they are first entered.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use onig::{MatchParam, RegexOptions, Region, SearchOptions, Syntax};
use serde_json::json;
use syntect::parsing::syntax_definition::{
    Context as Source, ContextId, ContextReference, MatchOperation, MatchPattern, Pattern,
};
use syntect::parsing::{ClearAmount, Scope};

use super::class::{Opinion, opinion};
use super::expression::Node;
use super::filter::Program;
use super::first::First;
use super::language::GRAMMARS;
use super::plan::Plan;

/// How often an expression may try again at one place. Grammars need a few hundred; the worst ones
/// on the worst texts would need millions.
const RETRIES: u32 = 20_000;

/// A state of a grammar: the rules that count there, and what they stand under.
pub(super) struct Context {
    /// Which one it is of all contexts.
    pub id: ContextId,
    /// Scopes of the text inside, and of the matches that enter and leave it.
    pub meta: Box<[Opinion]>,
    /// Scopes of the text inside only.
    pub content: Box<[Opinion]>,
    /// How many of the scopes around it do not count inside.
    pub clear: Option<ClearAmount>,
    /// Rules that count here as in every context of the grammar.
    pub prototype: Option<&'static Context>,
    /// Whether a rule refers to what the match that entered the context took.
    pub refers: bool,
    source: &'static Source,
    items: OnceLock<Box<[Item]>>,
    plan: OnceLock<Arc<Plan>>,
}

enum Item {
    Rule(Rule),
    Include(&'static Context),
}

/// What to match, and what that means.
pub(super) struct Rule {
    /// Scopes of the match.
    pub scopes: Box<[Opinion]>,
    /// Scopes of its groups.
    pub groups: Box<[(usize, Box<[Opinion]>)]>,
    /// Where it leads.
    pub operation: Operation,
    /// A context whose rules count in the entered one and all that are entered from there.
    pub with_prototype: Option<&'static Context>,
    /// Whether the expression refers to groups of the match that entered the context.
    pub refers: bool,
    /// Whether the places of its groups are wanted.
    pub wants_groups: bool,
    /// Whether the expression asks where the search began, or moves the start of the match.
    pub searched: bool,
    /// How the matches begin.
    pub first: First,
    expression: &'static str,
    regex: OnceLock<Option<onig::Regex>>,
    program: OnceLock<Program>,
}

/// Where a match leads.
pub(super) enum Operation {
    /// Nowhere.
    Stay,
    /// Out of the context.
    Pop,
    /// Into these, the last one on top.
    Push(Box<[&'static Context]>),
    /// Out of the context and into these.
    Set(Box<[&'static Context]>),
}

/// A regular expression gave up: the text is a trap.
#[derive(Debug)]
pub(super) struct GaveUp;

impl Context {
    /// The context in which the grammar with this index begins.
    pub fn start(grammar: usize) -> Option<&'static Self> {
        static STARTS: LazyLock<Vec<OnceLock<Option<&'static Context>>>> =
            LazyLock::new(|| vec![OnceLock::new(); GRAMMARS.syntaxes().len()]);
        *STARTS
            .get(grammar)?
            .get_or_init(|| Self::find_start(grammar))
    }

    fn find_start(grammar: usize) -> Option<&'static Self> {
        let scope = GRAMMARS.syntaxes()[grammar].scope;
        // Syntect puts this context into each grammar; its id can be had in no other way.
        let is_start = |source: &Source| {
            source.meta_content_scope == [scope]
                && matches!(
                    source.patterns.as_slice(),
                    [Pattern::Match(only)] if only.regex.regex_str().is_empty()
                )
        };
        (0..)
            .map_while(|index| reference(grammar, index))
            .find(|reference| reference.resolve(&GRAMMARS).is_ok_and(is_start))
            .and_then(|reference| Self::of(&reference))
    }

    /// The index of the grammar that it is of.
    #[cfg(test)]
    pub fn grammar(&self) -> usize {
        numbers(self.id).map_or(0, |(grammar, _)| grammar)
    }

    fn of(reference: &ContextReference) -> Option<&'static Self> {
        Some(Self::interned(
            reference.id().ok()?,
            reference.resolve(&GRAMMARS).ok()?,
        ))
    }

    /// The one prepared context for this id. There are at most as many as in all grammars, so they
    /// may stay as long as the program runs.
    fn interned(id: ContextId, source: &'static Source) -> &'static Self {
        static ALL: LazyLock<Mutex<HashMap<ContextId, &'static Context>>> =
            LazyLock::new(Mutex::default);
        let known = |all: &HashMap<_, &'static Self>| all.get(&id).copied();
        if let Some(context) = known(&ALL.lock().unwrap_or_else(PoisonError::into_inner)) {
            return context;
        }
        // The lock is not held: a prototype is interned on the way.
        let prototype = source.prototype.and_then(|prototype| {
            let (grammar, index) = numbers(prototype)?;
            Self::of(&reference(grammar, index)?)
        });
        let made = Self {
            id,
            meta: opinions(&source.meta_scope),
            content: opinions(&source.meta_content_scope),
            clear: source.clear_scopes,
            prototype,
            refers: source.uses_backrefs,
            source,
            items: OnceLock::new(),
            plan: OnceLock::new(),
        };
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        known(&all).unwrap_or_else(|| {
            let context: &'static Self = Box::leak(Box::new(made));
            all.insert(id, context);
            context
        })
    }

    /// What can match where this is the innermost context and no other adds rules to it.
    pub fn plan(&'static self) -> &'static Arc<Plan> {
        self.plan.get_or_init(|| Arc::new(Plan::new(&[], self)))
    }

    fn items(&'static self) -> &'static [Item] {
        self.items
            .get_or_init(|| self.source.patterns.iter().filter_map(Item::of).collect())
    }

    /// Puts its rules and those of the contexts that it includes into `rules`, in order.
    pub fn flatten(&'static self, origin: u16, rules: &mut Vec<(&'static Rule, u16)>) {
        for item in self.items() {
            match item {
                Item::Rule(rule) => rules.push((rule, origin)),
                Item::Include(context) => context.flatten(origin, rules),
            }
        }
    }
}

/// The reference to a context by the index of its grammar and its index there.
fn reference(grammar: usize, index: usize) -> Option<ContextReference> {
    let id = json!({"Direct": {"syntax_index": grammar, "context_index": index}});
    let reference: ContextReference = serde_json::from_value(id).ok()?;
    reference.resolve(&GRAMMARS).is_ok().then_some(reference)
}

fn numbers(id: ContextId) -> Option<(usize, usize)> {
    let id = serde_json::to_value(id).ok()?;
    let number = |name| usize::try_from(id.get(name)?.as_u64()?).ok();
    Some((number("syntax_index")?, number("context_index")?))
}

fn opinions(scopes: &[Scope]) -> Box<[Opinion]> {
    scopes.iter().map(|scope| opinion(*scope)).collect()
}

impl Item {
    fn of(pattern: &'static Pattern) -> Option<Self> {
        match pattern {
            Pattern::Include(reference) => Context::of(reference).map(Self::Include),
            Pattern::Match(pattern) => Rule::of(pattern).map(Self::Rule),
        }
    }
}

impl Rule {
    fn of(pattern: &'static MatchPattern) -> Option<Self> {
        let contexts = |references: &'static [ContextReference]| {
            references
                .iter()
                .map(Context::of)
                .collect::<Option<Box<_>>>()
        };
        let operation = match &pattern.operation {
            MatchOperation::None => Operation::Stay,
            MatchOperation::Pop => Operation::Pop,
            MatchOperation::Push(references) => Operation::Push(contexts(references)?),
            MatchOperation::Set(references) => Operation::Set(contexts(references)?),
        };
        let with_prototype = match &pattern.with_prototype {
            Some(reference) => Some(Context::of(reference)?),
            None => None,
        };
        let entered: &[&Context] = match &operation {
            Operation::Push(contexts) | Operation::Set(contexts) => contexts,
            _ => &[],
        };
        // A `set` can keep a prototype of the context that it leaves, which may refer to groups.
        let remembers = entered
            .iter()
            .copied()
            .chain(with_prototype)
            .any(|context| context.refers)
            || matches!(operation, Operation::Set(_));
        let groups: Box<[_]> = pattern
            .captures
            .iter()
            .flatten()
            .map(|(group, scopes)| (*group, opinions(scopes)))
            .collect();
        let expression = pattern.regex.regex_str();
        Some(Self {
            scopes: opinions(&pattern.scope),
            wants_groups: remembers || !groups.is_empty(),
            groups,
            operation,
            with_prototype,
            refers: pattern.has_captures,
            searched: expression.contains("\\G") || expression.contains("\\K"),
            first: First::of(&Node::of(expression)),
            expression,
            regex: OnceLock::new(),
            program: OnceLock::new(),
        })
    }

    /// The length of its match at `at`, whose groups are put into `region`.
    pub fn match_at(
        &self,
        regex: Option<&onig::Regex>,
        line: &str,
        at: usize,
        region: &mut Region,
    ) -> Result<Option<usize>, GaveUp> {
        let Some(regex) = regex.or_else(|| self.regex()) else {
            return Ok(None);
        };
        let region = self.wants_groups.then_some(region);
        regex
            .match_with_param(
                line,
                at,
                SearchOptions::SEARCH_OPTION_NONE,
                region,
                limits(),
            )
            .map_err(|_| GaveUp)
    }

    /// The place of its first match at `from` or after it.
    pub fn search(
        &self,
        regex: Option<&onig::Regex>,
        line: &str,
        from: usize,
        region: &mut Region,
    ) -> Result<Option<(usize, usize)>, GaveUp> {
        let Some(regex) = regex.or_else(|| self.regex()) else {
            return Ok(None);
        };
        let options = SearchOptions::SEARCH_OPTION_NONE;
        regex
            .search_with_param(
                line,
                from,
                line.len(),
                options,
                Some(&mut *region),
                limits(),
            )
            .map_err(|_| GaveUp)
            .map(|found| found.and_then(|_| region.pos(0)))
    }

    fn regex(&self) -> Option<&onig::Regex> {
        self.regex.get_or_init(|| compile(self.expression)).as_ref()
    }

    /// The steps of the expression, for a filter.
    pub fn program(&self) -> &Program {
        self.program.get_or_init(|| {
            if self.searched || self.refers {
                Program::anything()
            } else {
                Program::of(&Node::of(self.expression))
            }
        })
    }

    /// The expression with the groups that it refers to filled in.
    pub fn filled(&self, groups: &[Option<String>]) -> Option<(First, onig::Regex)> {
        let mut filled = String::with_capacity(self.expression.len());
        let mut escaped = false;
        for letter in self.expression.chars() {
            if escaped {
                match letter.to_digit(10) {
                    Some(group) => {
                        let text = groups.get(group as usize).and_then(Option::as_deref);
                        filled.push_str(text.unwrap_or_default());
                    }
                    None => {
                        filled.push('\\');
                        filled.push(letter);
                    }
                }
            } else if letter != '\\' {
                filled.push(letter);
            }
            escaped = letter == '\\' && !escaped;
        }
        Some((First::of(&Node::of(&filled)), compile(&filled)?))
    }
}

/// A text as an expression that matches it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for letter in text.chars() {
        if "\\.+*?()|[]{}^$#&-~".contains(letter) {
            quoted.push('\\');
        }
        quoted.push(letter);
    }
    quoted
}

fn compile(expression: &str) -> Option<onig::Regex> {
    let options = RegexOptions::REGEX_OPTION_CAPTURE_GROUP;
    onig::Regex::with_options(expression, options, Syntax::default()).ok()
}

fn limits() -> MatchParam {
    let mut limits = MatchParam::default();
    limits.set_retry_limit_in_match(RETRIES);
    limits
}
