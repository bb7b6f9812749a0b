//! Regular expressions, read as far as is needed to know what they cannot match.
//!
//! The answer may say that too much can match, never too little: whatever this reader does not know
//! counts as "anything". It lets the parser skip nearly all expressions of a grammar at nearly all
//! places.

use std::iter::Peekable;
use std::str::Chars;

use super::characters::{Class, Escape, byte};
use super::symbols::Symbols;

/// An expression, or a part of one: it matches at most this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Any text at all, or none.
    Anything,
    /// One character that begins with one of these bytes.
    Set(Symbols),
    /// Nothing, in some places only.
    Assert(Assert),
    /// Nothing, where this follows.
    Ahead(Box<Node>),
    /// These, one after the other.
    Sequence(Vec<Node>),
    /// One of these.
    Either(Vec<Node>),
    /// This, at least and at most so many times.
    Repeat(Box<Node>, u32, Option<u32>),
}

/// Where an expression matches that takes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assert {
    /// At the start of a line.
    LineStart,
    /// Before a line end, or at the end of the text.
    LineEnd,
    /// Between a letter of a word and something else.
    Edge,
}

impl Node {
    const EMPTY: Self = Self::Sequence(Vec::new());

    /// This expression, in the syntax of Oniguruma.
    pub fn of(expression: &str) -> Self {
        let mut reader = Reader {
            chars: expression.chars().peekable(),
            depth: 0,
        };
        match reader.alternatives(Flags::default()) {
            Some(node) if reader.chars.peek().is_none() => node,
            _ => Self::Anything,
        }
    }
}

/// How the letters of an expression are to be read.
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    /// Whether a letter stands for both its cases.
    pub ignore_case: bool,
    /// Whitespace and comments in the expression mean nothing.
    extended: bool,
    /// The dot takes line ends.
    dot_all: bool,
}

/// Reads an expression from left to right.
pub(super) struct Reader<'a> {
    pub chars: Peekable<Chars<'a>>,
    pub depth: u32,
}

/// Each method reads one thing; `None` is for what it does not know.
impl Reader<'_> {
    /// Up to a closing bracket or the end.
    fn alternatives(&mut self, flags: Flags) -> Option<Node> {
        self.depth += 1;
        if self.depth > 200 {
            return None;
        }
        let mut all = vec![self.sequence(flags)?];
        while self.chars.next_if_eq(&'|').is_some() {
            all.push(self.sequence(flags)?);
        }
        self.depth -= 1;
        Some(match all.len() {
            1 => all.swap_remove(0),
            _ => Node::Either(all),
        })
    }

    fn sequence(&mut self, flags: Flags) -> Option<Node> {
        let mut all = Vec::new();
        while let Some(&next) = self.chars.peek() {
            if next == '|' || next == ')' {
                break;
            }
            if flags.extended && (next.is_ascii_whitespace() || next == '#') {
                self.chars.next();
                if next == '#' {
                    while self.chars.next_if(|letter| *letter != '\n').is_some() {}
                }
                continue;
            }
            let node = self.atom(flags)?;
            all.push(self.repeated(node, flags)?);
        }
        Some(match all.len() {
            1 => all.swap_remove(0),
            _ => Node::Sequence(all),
        })
    }

    /// The part with the quantifiers that follow it.
    fn repeated(&mut self, mut node: Node, flags: Flags) -> Option<Node> {
        loop {
            let (least, most) = match self.chars.peek() {
                Some('*') => (0, None),
                Some('?') => (0, Some(1)),
                Some('+') => (1, None),
                Some('{') => match self.interval() {
                    Some(interval) => {
                        node = Node::Repeat(Box::new(node), interval.0, interval.1);
                        continue;
                    }
                    None => return Some(node),
                },
                Some(space) if flags.extended && space.is_ascii_whitespace() => {
                    // Whether a quantifier after a space counts is not worth knowing.
                    let mut ahead = self.chars.clone();
                    return match ahead.find(|letter| !letter.is_ascii_whitespace()) {
                        Some('*' | '?' | '+' | '{') => None,
                        _ => Some(node),
                    };
                }
                _ => return Some(node),
            };
            self.chars.next();
            // A lazy mark changes which match is preferred, not what can match.
            self.chars.next_if_eq(&'?');
            node = Node::Repeat(Box::new(node), least, most);
        }
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`: the least and the greatest number. Anything else is a bracket
    /// like any letter.
    fn interval(&mut self) -> Option<(u32, Option<u32>)> {
        let mut ahead = self.chars.clone();
        ahead.next();
        let mut text = String::new();
        loop {
            match ahead.next()? {
                '}' => break,
                letter @ ('0'..='9' | ',') if text.len() < 9 => text.push(letter),
                _ => return None,
            }
        }
        let interval = match text.split_once(',') {
            None => {
                let count = text.parse().ok()?;
                (count, Some(count))
            }
            Some(("", most)) => (0, Some(most.parse().ok()?)),
            Some((least, "")) => (least.parse().ok()?, None),
            Some((least, most)) => (least.parse().ok()?, Some(most.parse().ok()?)),
        };
        self.chars = ahead;
        Some(interval)
    }

    fn atom(&mut self, flags: Flags) -> Option<Node> {
        Some(match self.chars.next()? {
            '(' => self.group(flags)?,
            '[' => Node::Set(self.class(flags)?.folded(flags).over),
            '.' if flags.dot_all => Node::Set(Symbols::BYTES),
            '.' => Node::Set(Symbols::of(b"\n").others()),
            '^' => Node::Assert(Assert::LineStart),
            '$' => Node::Assert(Assert::LineEnd),
            '\\' => self.escaped(flags)?,
            letter => literal(letter, flags),
        })
    }

    fn group(&mut self, mut flags: Flags) -> Option<Node> {
        let node = if self.chars.next_if_eq(&'?').is_none() {
            self.alternatives(flags)?
        } else {
            match self.chars.next()? {
                ':' | '>' => self.alternatives(flags)?,
                '=' => Node::Ahead(Box::new(self.alternatives(flags)?)),
                '!' => {
                    self.alternatives(flags)?;
                    Node::EMPTY
                }
                '<' => match self.chars.peek()? {
                    '=' | '!' => {
                        self.chars.next();
                        self.alternatives(flags)?;
                        Node::EMPTY
                    }
                    _ => {
                        while self.chars.next()? != '>' {}
                        self.alternatives(flags)?
                    }
                },
                '#' => {
                    while *self.chars.peek()? != ')' {
                        self.chars.next();
                    }
                    Node::EMPTY
                }
                mut letter => {
                    let mut on = true;
                    loop {
                        match letter {
                            '-' => on = false,
                            'i' => flags.ignore_case = on,
                            'x' => flags.extended = on,
                            'm' => flags.dot_all = on,
                            // `(?i)a|b` is `(?i:a|b)` up to the end of the group around it, whose
                            // closing bracket is left for that group.
                            ')' => return self.alternatives(flags),
                            ':' => break,
                            _ => return None,
                        }
                        letter = self.chars.next()?;
                    }
                    self.alternatives(flags)?
                }
            }
        };
        (self.chars.next()? == ')').then_some(node)
    }

    /// After a backslash, outside of a class.
    fn escaped(&mut self, flags: Flags) -> Option<Node> {
        let next = *self.chars.peek()?;
        let assert = match next {
            'b' => Node::Assert(Assert::Edge),
            'B' => Node::EMPTY,
            'A' => Node::Assert(Assert::LineStart),
            'z' | 'Z' => Node::Assert(Assert::LineEnd),
            '1'..='9' => {
                while self.chars.next_if(char::is_ascii_digit).is_some() {}
                return Some(Node::Anything);
            }
            'G' | 'K' | 'R' | 'X' | 'k' | 'g' | 'y' | 'Y' | 'O' | 'N' | 'M' | 'C' => return None,
            _ => {
                return Some(match self.escape()? {
                    Escape::Char(letter) => literal(letter, flags),
                    Escape::Class(class) => Node::Set(class.folded(flags).over),
                });
            }
        };
        self.chars.next();
        Some(assert)
    }
}

fn literal(letter: char, flags: Flags) -> Node {
    Node::Set(Class::exactly(byte(letter)).folded(flags).over)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(bytes: &[u8]) -> Node {
        Node::Set(Symbols::of(bytes))
    }

    #[test]
    fn an_expression_is_read_into_its_parts() {
        assert_eq!(
            Node::of(r"^\b(?:a|[bc]+)\z"),
            Node::Sequence(vec![
                Node::Assert(Assert::LineStart),
                Node::Assert(Assert::Edge),
                Node::Either(vec![set(b"a"), Node::Repeat(Box::new(set(b"bc")), 1, None)]),
                Node::Assert(Assert::LineEnd),
            ])
        );
    }

    #[test]
    fn spaces_and_comments_of_an_extended_expression_mean_nothing() {
        assert_eq!(
            Node::of("(?x) a # one\n b(?-x: c)"),
            Node::of("(?:ab(?: c))"),
        );
    }

    #[test]
    fn brackets_that_are_no_interval_are_letters() {
        assert_eq!(
            Node::of("{a}"),
            Node::Sequence(vec![set(b"{"), set(b"a"), set(b"}")])
        );
        assert_eq!(
            Node::of("a{2,3}"),
            Node::Repeat(Box::new(set(b"a")), 2, Some(3))
        );
        assert_eq!(
            Node::of("a{,3}"),
            Node::Repeat(Box::new(set(b"a")), 0, Some(3))
        );
    }

    #[test]
    fn classes_hold_ranges_escapes_and_classes() {
        assert_eq!(Node::of(r"[]a-c\n[de]-]"), set(b"]abc\nde-"));
        let Node::Set(others) = Node::of("[^\\x00-\\x60b-\\x7f]") else {
            panic!("a class is a set");
        };
        assert_eq!(others.ascii(), 1 << b'a');
        let Node::Set(any_word) = Node::of(r"(?i)[[:alpha:]&&[^a]]") else {
            panic!("a class is a set");
        };
        assert!(any_word.has(usize::from(b'b')));
    }

    #[test]
    fn what_is_not_known_can_be_anything() {
        for unknown in [r"\Ga", r"(?~a)", "(a", r"\k<a>", "a)", "[a", "(?(1)a)"] {
            assert_eq!(Node::of(unknown), Node::Anything, "{unknown}");
        }
    }
}
