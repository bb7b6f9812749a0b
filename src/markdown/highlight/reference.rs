//! Highlighting with syntect's own parser, to compare with.

use syntect::parsing::{ClearAmount, ParseState, ScopeStackOp};

use super::class::{Opinion, Shade, opinion};
use super::language::GRAMMARS;
use super::tokens::{Builder, Tokens};

/// The tokens of `code` by the grammar with this index.
pub(super) fn tokens(grammar: usize, code: &str) -> Tokens {
    let mut builder = Builder::new(code);
    let mut state = ParseState::new(&GRAMMARS.syntaxes()[grammar]);
    let mut scopes: Vec<(Opinion, Shade)> = Vec::new();
    let mut cleared: Vec<Vec<(Opinion, Shade)>> = Vec::new();
    let mut base = 0;
    for line in code.split_inclusive('\n') {
        let Ok(ops) = state.parse_line(line, &GRAMMARS) else {
            break;
        };
        for (at, op) in ops {
            builder.extend(top(&scopes).class, base + at);
            match op {
                ScopeStackOp::Push(scope) => push(&mut scopes, opinion(scope)),
                ScopeStackOp::Pop(count) => {
                    scopes.truncate(scopes.len().saturating_sub(count));
                }
                ScopeStackOp::Clear(amount) => {
                    let keep = match amount {
                        ClearAmount::TopN(count) => scopes.len().saturating_sub(count),
                        ClearAmount::All => 0,
                    };
                    cleared.push(scopes.split_off(keep));
                }
                ScopeStackOp::Restore => {
                    for (opinion, _) in cleared.pop().unwrap_or_default() {
                        push(&mut scopes, opinion);
                    }
                }
                ScopeStackOp::Noop => {}
            }
        }
        base += line.len();
        builder.extend(top(&scopes).class, base);
    }
    builder.finish()
}

fn top(scopes: &[(Opinion, Shade)]) -> Shade {
    scopes.last().map_or(Shade::PLAIN, |(_, shade)| *shade)
}

fn push(scopes: &mut Vec<(Opinion, Shade)>, opinion: Opinion) {
    let shade = top(scopes).under(opinion);
    scopes.push((opinion, shade));
}
