//! Regular expressions, read as far as is needed to know what they cannot match.
//!
//! The answer may say that too much can match, never too little: whatever this reader does not know
//! counts as "anything". It lets the parser skip nearly all expressions of a grammar at nearly all
//! places.

use std::iter::Peekable;
use std::str::Chars;

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

#[derive(Clone, Copy, Default)]
struct Flags {
    ignore_case: bool,
    /// Whitespace and comments in the expression mean nothing.
    extended: bool,
    /// The dot takes line ends.
    dot_all: bool,
}

/// A class of characters: at most the bytes of `over`, at least those of `under`.
#[derive(Clone, Copy)]
struct Class {
    over: Symbols,
    under: Symbols,
}

impl Class {
    const UNKNOWN: Self = Self {
        over: Symbols::BYTES,
        under: Symbols::NONE,
    };

    fn exactly(bytes: Symbols) -> Self {
        Self {
            over: bytes,
            under: bytes,
        }
    }

    /// These bytes, and perhaps letters outside ASCII.
    fn about(bytes: Symbols) -> Self {
        Self {
            over: bytes.or(Symbols::LEADS),
            under: bytes,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            over: self.over.or(other.over),
            under: self.under.or(other.under),
        }
    }

    fn not(self) -> Self {
        Self {
            over: self.under.others().or(Symbols::LEADS),
            under: self.over.others(),
        }
    }

    /// With the other case of each letter where case is ignored; a few ASCII letters have relatives
    /// outside ASCII.
    fn folded(mut self, flags: Flags) -> Self {
        if flags.ignore_case {
            for letter in b'a'..=b'z' {
                let upper = letter.to_ascii_uppercase();
                if self.over.has(letter.into()) || self.over.has(upper.into()) {
                    self.over = self.over.with(letter).with(upper).or(Symbols::LEADS);
                }
            }
        }
        self
    }
}

/// What an escape means: one character, or a class of them.
enum Escape {
    Char(char),
    Class(Class),
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    depth: u32,
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

    /// After a backslash, in a class or not.
    fn escape(&mut self) -> Option<Escape> {
        use Escape::Char;
        Some(match self.chars.next()? {
            't' => Char('\t'),
            'n' => Char('\n'),
            'r' => Char('\r'),
            'f' => Char('\x0c'),
            'v' => Char('\x0b'),
            'a' => Char('\x07'),
            'e' => Char('\x1b'),
            'b' => Char('\x08'),
            'x' => self.hexadecimal()?,
            digit @ '0'..='7' => {
                let mut value = digit.to_digit(8)?;
                for _ in 0..2 {
                    let Some(next) = self.chars.next_if(|letter| ('0'..='7').contains(letter))
                    else {
                        break;
                    };
                    value = value * 8 + next.to_digit(8)?;
                }
                char::from_u32(value).filter(char::is_ascii).map(Char)?
            }
            'w' => Escape::Class(word()),
            'W' => Escape::Class(word().not()),
            'd' => Escape::Class(Class::about(Symbols::range(b'0', b'9'))),
            'D' => Escape::Class(Class::about(Symbols::range(b'0', b'9')).not()),
            's' => Escape::Class(space()),
            'S' => Escape::Class(space().not()),
            'h' => Escape::Class(hexadecimal_digit()),
            'H' => Escape::Class(hexadecimal_digit().not()),
            letter @ ('p' | 'P') => {
                self.chars.next_if_eq(&'{')?;
                let negated = self.chars.next_if_eq(&'^').is_some() != (letter == 'P');
                let mut name = String::new();
                loop {
                    match self.chars.next()? {
                        '}' => break,
                        letter => name.push(letter.to_ascii_lowercase()),
                    }
                }
                let class = property(&name);
                Escape::Class(if negated { class.not() } else { class })
            }
            'u' => {
                for _ in 0..4 {
                    self.chars.next_if(char::is_ascii_hexdigit)?;
                }
                Escape::Class(Class::UNKNOWN)
            }
            letter if letter.is_ascii_alphanumeric() => return None,
            letter => Char(letter),
        })
    }

    /// After `\x`: one or two digits, or any number of them in braces.
    fn hexadecimal(&mut self) -> Option<Escape> {
        let mut digits = String::new();
        if self.chars.next_if_eq(&'{').is_some() {
            loop {
                match self.chars.next()? {
                    '}' => break,
                    digit if digit.is_ascii_hexdigit() => digits.push(digit),
                    _ => return None,
                }
            }
            let value = u32::from_str_radix(&digits, 16).ok()?;
            return Some(char::from_u32(value).map_or(Escape::Class(Class::UNKNOWN), Escape::Char));
        }
        while digits.len() < 2
            && let Some(digit) = self.chars.next_if(char::is_ascii_hexdigit)
        {
            digits.push(digit);
        }
        let value = u8::from_str_radix(&digits, 16).ok()?;
        Some(match value {
            // Several of these may make one letter.
            128.. => Escape::Class(Class::UNKNOWN),
            _ => Escape::Char(char::from(value)),
        })
    }

    /// After an opening square bracket, up to and with the closing one.
    fn class(&mut self, flags: Flags) -> Option<Class> {
        self.depth += 1;
        if self.depth > 200 {
            return None;
        }
        let negated = self.chars.next_if_eq(&'^').is_some();
        let mut class = Class::exactly(Symbols::NONE);
        let mut first = true;
        loop {
            let letter = self.chars.next()?;
            let from = match letter {
                ']' if !first => break,
                '[' if self.chars.peek() == Some(&':') => {
                    class = class.or(self.named()?);
                    first = false;
                    continue;
                }
                '[' => {
                    class = class.or(self.class(flags)?);
                    first = false;
                    continue;
                }
                // An intersection: at most what is on the left, and nothing for sure.
                '&' if self.chars.peek() == Some(&'&') => {
                    self.chars.next();
                    class = Class {
                        over: Symbols::BYTES,
                        under: Symbols::NONE,
                    };
                    // What is on the right must not add to what is sure either.
                    self.rest_of_class(flags)?;
                    break;
                }
                '\\' => match self.escape()? {
                    Escape::Char(letter) => letter,
                    Escape::Class(more) => {
                        class = class.or(more);
                        first = false;
                        continue;
                    }
                },
                letter => letter,
            };
            first = false;
            let mut ahead = self.chars.clone();
            let is_range = ahead.next() == Some('-') && ahead.next() != Some(']');
            if !is_range {
                class = class.or(Class::exactly(byte(from)));
                continue;
            }
            self.chars.next();
            let to = match self.chars.next()? {
                '[' => return None,
                '\\' => match self.escape()? {
                    Escape::Char(letter) => letter,
                    Escape::Class(_) => return None,
                },
                letter => letter,
            };
            class = class.or(range(from, to)?);
        }
        self.depth -= 1;
        // A set with letters outside ASCII must not be sure of all their first bytes.
        class.under = class.under.and(Symbols::LEADS.others());
        // Without regard to case, a letter that is excluded excludes its other case too; that makes
        // the class smaller, never larger.
        Some(if negated { class.not() } else { class })
    }

    /// Skips to the end of the class.
    fn rest_of_class(&mut self, flags: Flags) -> Option<()> {
        loop {
            match self.chars.next()? {
                ']' => return Some(()),
                '\\' => {
                    self.chars.next();
                }
                '[' if self.chars.peek() == Some(&':') => {
                    self.named()?;
                }
                '[' => {
                    self.class(flags)?;
                }
                _ => {}
            }
        }
    }

    /// `[:alpha:]`, after its first bracket.
    fn named(&mut self) -> Option<Class> {
        self.chars.next();
        let negated = self.chars.next_if_eq(&'^').is_some();
        let mut name = String::new();
        loop {
            match self.chars.next()? {
                ':' => break,
                letter if letter.is_ascii_lowercase() => name.push(letter),
                _ => return None,
            }
        }
        if self.chars.next()? != ']' {
            return None;
        }
        let (lower, upper) = (Symbols::range(b'a', b'z'), Symbols::range(b'A', b'Z'));
        let digits = Symbols::range(b'0', b'9');
        let class = match name.as_str() {
            "alpha" => Class::about(lower.or(upper)),
            "alnum" => Class::about(lower.or(upper).or(digits)),
            "digit" => Class::about(digits),
            "lower" => Class::about(lower),
            "upper" => Class::about(upper),
            "word" => word(),
            "space" => space(),
            "blank" => Class::about(Symbols::of(b" \t")),
            "xdigit" => hexadecimal_digit(),
            _ => Class::UNKNOWN,
        };
        Some(if negated { class.not() } else { class })
    }
}

fn literal(letter: char, flags: Flags) -> Node {
    Node::Set(Class::exactly(byte(letter)).folded(flags).over)
}

/// The first byte of a letter.
fn byte(letter: char) -> Symbols {
    let mut bytes = [0; 4];
    Symbols::of(&letter.encode_utf8(&mut bytes).as_bytes()[..1])
}

fn range(from: char, to: char) -> Option<Class> {
    if from > to {
        return None;
    }
    let ascii = |letter: char| u8::try_from(letter).ok().filter(u8::is_ascii);
    Some(match (ascii(from), ascii(to)) {
        (Some(from), Some(to)) => Class::exactly(Symbols::range(from, to)),
        (Some(from), None) => Class::about(Symbols::range(from, 127)),
        _ => Class::about(Symbols::NONE),
    })
}

fn word() -> Class {
    let letters = Symbols::range(b'a', b'z').or(Symbols::range(b'A', b'Z'));
    Class::about(letters.or(Symbols::range(b'0', b'9')).with(b'_'))
}

fn space() -> Class {
    let sure = Symbols::of(b" \t\n\r\x0c");
    Class {
        over: sure.with(b'\x0b').or(Symbols::LEADS),
        under: sure,
    }
}

/// `\p{…}`: the general categories that grammars use.
fn property(name: &str) -> Class {
    let (lower, upper) = (Symbols::range(b'a', b'z'), Symbols::range(b'A', b'Z'));
    match name {
        "l" | "alpha" | "letter" => Class::about(lower.or(upper)),
        "ll" | "lower" => Class::about(lower),
        "lu" | "upper" => Class::about(upper),
        "n" | "nd" | "digit" => Class::about(Symbols::range(b'0', b'9')),
        "alnum" => Class::about(lower.or(upper).or(Symbols::range(b'0', b'9'))),
        "lt" | "lm" | "lo" | "m" | "mn" | "mc" | "nl" | "no" => Class::about(Symbols::NONE),
        "pc" => Class::about(Symbols::of(b"_")),
        _ => Class::UNKNOWN,
    }
}

fn hexadecimal_digit() -> Class {
    let letters = Symbols::range(b'a', b'f').or(Symbols::range(b'A', b'F'));
    Class {
        over: letters.or(Symbols::range(b'0', b'9')).or(Symbols::LEADS),
        under: letters.or(Symbols::range(b'0', b'9')),
    }
}
