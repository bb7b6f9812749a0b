//! With which bytes the matches of a regular expression can begin.

use super::expression::{Assert, Node};
use super::symbols::Symbols;

/// How the matches of an expression, or of a part of one, begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct First {
    /// What can follow the place where it matches.
    pub symbols: Symbols,
    /// Whether it matches at the start of a line only.
    pub line_start: bool,
    /// Whether it matches at the edge of a word only.
    pub edge: bool,
}

impl First {
    /// How the matches of this expression begin.
    pub fn of(node: &Node) -> Self {
        let part = Part::of(node);
        Self {
            symbols: part.eats.or(part.skips.unwrap_or(Symbols::NONE)),
            line_start: part.line_start,
            edge: part.edge,
        }
    }
}

/// What is known of a part of an expression.
#[derive(Clone, Copy)]
struct Part {
    /// The bytes with which it can begin, where it takes at least one.
    eats: Symbols,
    /// What can follow where it takes none; nothing where it must take one.
    skips: Option<Symbols>,
    line_start: bool,
    edge: bool,
}

impl Part {
    const EMPTY: Self = Self::skipping(Symbols::ALL);
    const ANYTHING: Self = Self {
        eats: Symbols::BYTES,
        ..Self::EMPTY
    };

    const fn skipping(skips: Symbols) -> Self {
        Self {
            eats: Symbols::NONE,
            skips: Some(skips),
            line_start: false,
            edge: false,
        }
    }

    const fn eating(eats: Symbols) -> Self {
        Self {
            eats,
            skips: None,
            line_start: false,
            edge: false,
        }
    }

    fn of(node: &Node) -> Self {
        match node {
            Node::Anything => Self::ANYTHING,
            Node::Set(symbols) => Self::eating(*symbols),
            Node::Assert(Assert::LineStart) => Self {
                line_start: true,
                ..Self::EMPTY
            },
            Node::Assert(Assert::Edge) => Self {
                edge: true,
                ..Self::EMPTY
            },
            Node::Assert(Assert::LineEnd) => Self::skipping(Symbols::LINE_END),
            Node::Ahead(node) => {
                let ahead = Self::of(node);
                Self {
                    eats: Symbols::NONE,
                    skips: Some(ahead.eats.or(ahead.skips.unwrap_or(Symbols::NONE))),
                    ..ahead
                }
            }
            Node::Sequence(nodes) => nodes
                .iter()
                .fold(Self::EMPTY, |all, node| all.then(Self::of(node))),
            Node::Either(nodes) => nodes
                .iter()
                .map(Self::of)
                .reduce(Self::or)
                .unwrap_or(Self::EMPTY),
            Node::Repeat(node, 0, _) => Self::of(node).or(Self::EMPTY),
            Node::Repeat(node, ..) => Self::of(node),
        }
    }

    fn then(self, next: Self) -> Self {
        let Some(skips) = self.skips else {
            return self;
        };
        // Where this part never takes anything, the next one begins at the same place.
        let together = self.eats == Symbols::NONE;
        Self {
            eats: self.eats.or(skips.and(next.eats)),
            skips: next.skips.map(|next| skips.and(next)),
            line_start: self.line_start || together && next.line_start,
            edge: self.edge || together && next.edge,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            eats: self.eats.or(other.eats),
            skips: match (self.skips, other.skips) {
                (Some(one), Some(two)) => Some(one.or(two)),
                (one, two) => one.or(two),
            },
            line_start: self.line_start && other.line_start,
            edge: self.edge && other.edge,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::symbols::{END, OUTSIDE};
    use super::*;

    /// The ASCII bytes with which an expression can begin.
    fn first(expression: &str) -> String {
        let first = First::of(&Node::of(expression));
        (0u8..128)
            .filter(|byte| first.symbols.has(usize::from(*byte)))
            .map(char::from)
            .collect()
    }

    #[test]
    fn an_expression_begins_with_what_its_parts_begin_with() {
        assert_eq!(first("abc|d"), "ad");
        assert_eq!(first("a?b*c"), "abc");
        assert_eq!(first("(?=[ab])[bc]"), "b");
        assert_eq!(first("(?<!x)(?!y)(?:a|b)"), "ab");
        assert_eq!(first("(?i)a"), "Aa");
        assert_eq!(first("$"), "\n");
    }

    #[test]
    fn the_end_of_a_line_and_letters_outside_ascii_are_symbols_too() {
        let has = |expression, symbol| First::of(&Node::of(expression)).symbols.has(symbol);
        assert!(has("$", END) && has("a*", END) && !has("a", END));
        assert!(has("é", OUTSIDE) && has(r"\w", OUTSIDE) && has("[^a]", OUTSIDE));
        assert!(!has("[a-z]", OUTSIDE));
    }

    #[test]
    fn some_expressions_match_in_some_places_only() {
        let first = |expression| First::of(&Node::of(expression));
        assert!(first("^a|^b").line_start && !first("^a|b").line_start);
        assert!(first(r"\bif\b").edge && !first(r"a?\bif").edge && !first(r"(?:\b)?a").edge);
    }
}
