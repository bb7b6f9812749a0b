//! Highlighting with syntect's own parser, to compare with.

use syntect::parsing::{ParseState, ScopeStackOp};

use super::class::opinion;
use super::language::GRAMMARS;
use super::scopes::Scopes;
use super::tokens::{Builder, Tokens};

/// The tokens of `code` by the grammar with this index.
pub(super) fn tokens(grammar: usize, code: &str) -> Tokens {
    let mut builder = Builder::new(code);
    let mut state = ParseState::new(&GRAMMARS.syntaxes()[grammar]);
    let mut scopes = Scopes::default();
    let mut base = 0;
    for line in code.split_inclusive('\n') {
        let Ok(steps) = state.parse_line(line, &GRAMMARS) else {
            break;
        };
        for (at, step) in steps {
            builder.extend(scopes.class(), base + at);
            match step {
                ScopeStackOp::Push(scope) => scopes.push(&[opinion(scope)]),
                ScopeStackOp::Pop(count) => scopes.pop(count),
                ScopeStackOp::Clear(amount) => scopes.clear(amount),
                ScopeStackOp::Restore => scopes.restore(),
                ScopeStackOp::Noop => {}
            }
        }
        base += line.len();
        builder.extend(scopes.class(), base);
    }
    builder.finish()
}
