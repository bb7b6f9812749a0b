//! The parser: the same steps as syntect's, which are those of Sublime Text, but it asks an
//! expression only where it can match, and keeps classes instead of scopes.

use std::rc::Rc;
use std::sync::Arc;

use onig::Region;

use super::class::Opinion;
use super::grammar::{Context, GaveUp, Operation, Rule, quoted};
use super::groups::{Found, Groups};
use super::plan::Plan;
use super::scopes::Scopes;
use super::symbols::{END, OUTSIDE};
use super::tokens::{Builder, Tokens};

/// How deep contexts may nest.
const DEPTH: usize = 100;

/// The longest line that is looked at, in bytes; it and what follows is plain.
pub(super) const LONGEST: usize = 4_000;

/// How much work a block may be: bytes of the line for each expression that is asked, which may look
/// at all of them. Code of 200 kB needs a third, and this much takes a second or two at worst.
const WORK: usize = 100_000_000;

/// The tokens of `code` by the grammar that begins with `start`.
pub(super) fn tokens(start: &'static Context, code: &str) -> Tokens {
    let mut builder = Builder::new(code);
    let mut parser = Parser::new(start);
    let mut base = 0;
    for line in code.split_inclusive('\n') {
        // Some expressions look at the whole rest of the line at each place.
        if line.len() > LONGEST || parser.line(line, base, &mut builder).is_err() {
            break;
        }
        base += line.len();
    }
    builder.finish()
}

/// Where the parser is: all that the next line depends on.
struct Parser {
    levels: Vec<Level>,
    /// At which depths rules from outside led into a context, so that contexts below add none to it.
    floors: Vec<usize>,
    first_line: bool,
    scopes: Scopes,
    region: Region,
    /// How much of [`WORK`] is left.
    work: usize,
}

/// A context that was entered.
struct Level {
    context: &'static Context,
    /// The contexts that add rules to this one and those above it.
    prototypes: Vec<&'static Context>,
    /// The groups of the match that led here, where a rule refers to them.
    groups: Option<Rc<Groups>>,
    /// What can match here.
    plan: Option<Arc<Plan>>,
}

impl Parser {
    fn new(start: &'static Context) -> Self {
        Self {
            levels: vec![Level {
                context: start,
                prototypes: Vec::new(),
                groups: None,
                plan: None,
            }],
            floors: Vec::new(),
            first_line: true,
            scopes: Scopes::default(),
            region: Region::with_capacity(8),
            work: WORK,
        }
    }

    /// Reads a line, which begins at `base` in the code.
    fn line(&mut self, line: &str, base: usize, builder: &mut Builder<'_>) -> Result<(), GaveUp> {
        if self.first_line {
            self.first_line = false;
            if let Some(scope) = self
                .levels
                .last()
                .and_then(|level| level.context.content.first())
            {
                self.scopes.push(&[*scope]);
            }
        }
        let mut start = 0;
        // Where a match took nothing and led into a context, and how deep that was.
        let mut entered = (0, 0);
        // A grammar can lead in circles that take nothing.
        let mut steps = 1_000 + 64 * line.len();
        while let Some(found) = self.find(line, start, entered)? {
            steps = steps.checked_sub(1).ok_or(GaveUp)?;
            if found.circular {
                match line
                    .get(start..)
                    .and_then(|rest| rest.char_indices().nth(1))
                {
                    Some((length, _)) => start += length,
                    None => break,
                }
                continue;
            }
            if found.end <= start && matches!(found.rule.operation, Operation::Push(_)) {
                entered = (found.end, self.levels.len() + 1);
            }
            start = found.end;
            if found.from_outside {
                self.floors.push(self.levels.len());
            }
            self.follow(&found, line, base, builder)?;
        }
        builder.extend(self.scopes.class(), base + line.len());
        Ok(())
    }

    /// The first match at `start` or after it; of several at one place that of the first rule.
    fn find(
        &mut self,
        line: &str,
        start: usize,
        entered: (usize, usize),
    ) -> Result<Option<Found>, GaveUp> {
        while self
            .floors
            .last()
            .is_some_and(|floor| *floor >= self.levels.len())
        {
            self.floors.pop();
        }
        let circle = entered == (start, self.levels.len());
        let plan = self.plan()?;
        let bytes = line.as_bytes();
        // Rules that take nothing and lead nowhere do not count until something else was found.
        let mut idle: Vec<u16> = Vec::new();
        let mut at = start;
        loop {
            let mut circular = None;
            for &number in plan.candidates(bytes, at) {
                let (rule, origin) = plan.rules[usize::from(number)];
                if idle.contains(&number) {
                    continue;
                }
                let Some(end) = self.match_at((rule, origin), &plan, line, start, at)? else {
                    continue;
                };
                let takes = end > start;
                match rule.operation {
                    Operation::Stay if end == at => {
                        idle.push(number);
                        continue;
                    }
                    Operation::Push(_) if self.levels.len() >= DEPTH => continue,
                    _ => {}
                }
                let found = Found {
                    rule,
                    start: at,
                    end,
                    from_outside: origin < plan.outside,
                    circular: circle && !takes && matches!(rule.operation, Operation::Pop),
                };
                if found.circular {
                    circular = Some(found);
                } else {
                    return Ok(Some(found));
                }
            }
            if circular.is_some() || at >= line.len() {
                return Ok(circular);
            }
            at += 1;
            while !line.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Where the match of a rule at `at` ends; the search began at `start`.
    fn match_at(
        &mut self,
        (rule, origin): (&Rule, u16),
        plan: &Plan,
        line: &str,
        start: usize,
        at: usize,
    ) -> Result<Option<usize>, GaveUp> {
        self.work = self.work.checked_sub(line.len()).ok_or(GaveUp)?;
        let groups = rule.refers.then(|| self.groups(origin, plan)).flatten();
        let filled = match groups {
            None => None,
            Some(groups) => {
                let symbol = line
                    .as_bytes()
                    .get(at)
                    .map_or(END, |byte| usize::from(*byte).min(OUTSIDE));
                match groups.fill(rule) {
                    Some(filled) if filled.0.symbols.has(symbol) => Some(filled),
                    _ => return Ok(None),
                }
            }
        };
        let regex = filled.as_ref().map(|filled| &filled.1);
        if !rule.searched {
            let length = rule.match_at(regex, line, at, &mut self.region)?;
            return Ok(length.map(|length| at + length));
        }
        let found = rule.search(regex, line, start, &mut self.region)?;
        Ok(found.filter(|(from, _)| *from == at).map(|(_, to)| to))
    }

    /// The groups that the rules of this origin refer to.
    fn groups(&self, origin: u16, plan: &Plan) -> Option<Rc<Groups>> {
        if origin == plan.outside {
            return None;
        }
        if origin > plan.outside {
            return self.levels.last()?.groups.clone();
        }
        let floor = self.floors.last().copied().unwrap_or(0);
        let mut origins = self.levels[floor..]
            .iter()
            .flat_map(|level| level.prototypes.iter().map(move |_| level));
        origins.nth(usize::from(origin))?.groups.clone()
    }

    fn plan(&mut self) -> Result<Arc<Plan>, GaveUp> {
        let floor = self.floors.last().copied().unwrap_or(0);
        let top = self.levels.last().ok_or(GaveUp)?;
        if let Some(plan) = &top.plan {
            return Ok(plan.clone());
        }
        let outside: Vec<_> = self.levels[floor..]
            .iter()
            .flat_map(|level| level.prototypes.iter().copied())
            .collect();
        let plan = Plan::with(&outside, top.context);
        if let Some(top) = self.levels.last_mut() {
            top.plan = Some(plan.clone());
        }
        Ok(plan)
    }

    /// Gives the match its classes and goes where it leads.
    fn follow(
        &mut self,
        found: &Found,
        line: &str,
        base: usize,
        builder: &mut Builder<'_>,
    ) -> Result<(), GaveUp> {
        let rule = found.rule;
        let context = self.levels.last().ok_or(GaveUp)?.context;
        let (start, end) = (base + found.start, base + found.end);
        builder.extend(self.scopes.class(), start);
        self.before(context, &rule.operation);
        self.scopes.push(&rule.scopes);
        if !rule.groups.is_empty() {
            self.groups_of_match(rule, base, builder);
        }
        builder.extend(self.scopes.class(), end);
        self.scopes.pop(rule.scopes.len());
        self.after(context, &rule.operation);
        self.go(rule, line);
        Ok(())
    }

    /// The scopes that come and go before the text of a match.
    fn before(&mut self, context: &Context, operation: &Operation) {
        match operation {
            Operation::Stay => {}
            Operation::Pop => self.scopes.pop(context.content.len()),
            Operation::Push(entered) => {
                for context in entered {
                    if let Some(amount) = context.clear {
                        self.scopes.clear(amount);
                    }
                    self.scopes.push(&context.meta);
                }
            }
            Operation::Set(entered) => {
                if context.clear.is_some() {
                    self.scopes.restore();
                }
                for context in entered {
                    self.scopes.push(&context.meta);
                }
            }
        }
    }

    /// The scopes that come and go after the text of a match.
    fn after(&mut self, context: &Context, operation: &Operation) {
        let (entered, set) = match operation {
            Operation::Stay => return,
            Operation::Pop => {
                self.scopes.pop(context.meta.len());
                if context.clear.is_some() {
                    self.scopes.restore();
                }
                return;
            }
            Operation::Push(entered) => (entered, false),
            Operation::Set(entered) => (entered, true),
        };
        let left = if set {
            context.meta.len() + context.content.len()
        } else {
            0
        };
        let again = left > 0
            || entered
                .iter()
                .any(|context| !context.content.is_empty() || set && context.clear.is_some());
        if !again {
            return;
        }
        self.scopes.pop(
            left + entered
                .iter()
                .map(|context| context.meta.len())
                .sum::<usize>(),
        );
        for context in entered {
            if let (true, Some(amount)) = (set, context.clear) {
                self.scopes.clear(amount);
            }
            self.scopes.push(&context.meta);
            self.scopes.push(&context.content);
        }
    }

    /// Gives the groups of the match their classes, outer ones first.
    fn groups_of_match(&mut self, rule: &Rule, base: usize, builder: &mut Builder<'_>) {
        let mut steps: Vec<(usize, isize, Result<&Opinion, usize>)> = Vec::new();
        for (group, scopes) in &rule.groups {
            let Some((from, to)) = self.region.pos(*group).filter(|(from, to)| from < to) else {
                continue;
            };
            for scope in scopes {
                steps.push((from, -((to - from) as isize), Ok(scope)));
            }
            steps.push((to, isize::MIN, Err(scopes.len())));
        }
        steps.sort_by_key(|(at, order, _)| (*at, *order));
        for (at, _, step) in steps {
            builder.extend(self.scopes.class(), base + at);
            match step {
                Ok(scope) => self.scopes.push(&[*scope]),
                Err(count) => self.scopes.pop(count),
            }
        }
    }

    /// Leaves and enters contexts.
    fn go(&mut self, rule: &Rule, line: &str) {
        let (entered, mut kept) = match &rule.operation {
            Operation::Stay => return,
            Operation::Pop => {
                self.levels.pop();
                return;
            }
            Operation::Push(entered) => (entered, Vec::new()),
            Operation::Set(entered) => (
                entered,
                self.levels
                    .pop()
                    .map(|level| level.prototypes)
                    .unwrap_or_default(),
            ),
        };
        for (index, context) in entered.iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if index + 1 == entered.len() {
                prototypes.extend(rule.with_prototype);
            }
            let refers = context.refers || prototypes.iter().any(|context| context.refers);
            let text = |group| {
                let (from, to) = self.region.pos(group)?;
                Some(quoted(line.get(from..to)?))
            };
            let groups = refers.then(|| Rc::new(Groups::new((0..10).map(text).collect())));
            self.levels.push(Level {
                context,
                prototypes,
                groups,
                plan: None,
            });
        }
    }
}
