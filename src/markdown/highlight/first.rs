//! With which bytes the matches of a regular expression can begin, read off its text.
//!
//! The answer may name too many, never too few: whatever this reader does not know counts as
//! "anything". It lets the parser skip nearly all expressions of a grammar at nearly all places.

use std::iter::Peekable;
use std::str::Chars;

/// A set of what can come next in a line: one of the 256 bytes, or its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Symbols {
    bytes: [u64; 4],
    end: bool,
}

/// The symbol that stands for the end of a line in [`Symbols::has`].
pub(super) const END: usize = 256;

impl Symbols {
    const NONE: Self = Self {
        bytes: [0; 4],
        end: false,
    };
    const BYTES: Self = Self {
        bytes: [u64::MAX; 4],
        end: false,
    };
    const ALL: Self = Self {
        bytes: [u64::MAX; 4],
        end: true,
    };
    /// The first bytes of letters outside ASCII.
    const LEADS: Self = Self {
        bytes: [0, 0, 0, u64::MAX],
        end: false,
    };

    /// Whether this byte, or [`END`], is in it.
    pub fn has(&self, symbol: usize) -> bool {
        match symbol {
            0..END => self.bytes[symbol >> 6] >> (symbol & 63) & 1 == 1,
            _ => self.end,
        }
    }

    fn of(bytes: &[u8]) -> Self {
        bytes.iter().fold(Self::NONE, |set, byte| set.with(*byte))
    }

    fn with(mut self, byte: u8) -> Self {
        self.bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
        self
    }

    fn range(from: u8, to: u8) -> Self {
        (from..=to).fold(Self::NONE, Self::with)
    }

    fn or(self, other: Self) -> Self {
        Self {
            bytes: std::array::from_fn(|at| self.bytes[at] | other.bytes[at]),
            end: self.end || other.end,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            bytes: std::array::from_fn(|at| self.bytes[at] & other.bytes[at]),
            end: self.end && other.end,
        }
    }

    /// The bytes that are not in it.
    fn others(self) -> Self {
        Self {
            bytes: self.bytes.map(|word| !word),
            end: false,
        }
    }
}

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
    /// How the matches of this expression, in the syntax of Oniguruma, begin.
    pub fn of(expression: &str) -> Self {
        let mut reader = Reader {
            chars: expression.chars().peekable(),
            depth: 0,
        };
        let part = match reader.alternatives(Flags::default()) {
            Some(part) if reader.chars.peek().is_none() => part,
            _ => Part::ANYTHING,
        };
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
    fn alternatives(&mut self, flags: Flags) -> Option<Part> {
        self.depth += 1;
        if self.depth > 200 {
            return None;
        }
        let mut all = self.sequence(flags)?;
        while self.chars.next_if_eq(&'|').is_some() {
            all = all.or(self.sequence(flags)?);
        }
        self.depth -= 1;
        Some(all)
    }

    fn sequence(&mut self, flags: Flags) -> Option<Part> {
        let mut all = Part::EMPTY;
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
            let part = self.atom(flags)?;
            all = all.then(self.repeated(part, flags)?);
        }
        Some(all)
    }

    /// The part with the quantifiers that follow it.
    fn repeated(&mut self, mut part: Part, flags: Flags) -> Option<Part> {
        loop {
            let optional = match self.chars.peek() {
                Some('*' | '?') => true,
                Some('+') => false,
                Some('{') => match self.interval() {
                    Some(least) => {
                        if least == 0 {
                            part = part.or(Part::EMPTY);
                        }
                        continue;
                    }
                    None => return Some(part),
                },
                Some(space) if flags.extended && space.is_ascii_whitespace() => {
                    // Whether a quantifier after a space counts is not worth knowing.
                    let mut ahead = self.chars.clone();
                    let next = ahead.find(|letter| !letter.is_ascii_whitespace());
                    return match next {
                        Some('*' | '?' | '+' | '{') => None,
                        _ => Some(part),
                    };
                }
                _ => return Some(part),
            };
            self.chars.next();
            if optional {
                part = part.or(Part::EMPTY);
            }
        }
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`: the least number. Anything else is a bracket like any letter.
    fn interval(&mut self) -> Option<u32> {
        let mut ahead = self.chars.clone();
        ahead.next();
        let mut text = String::new();
        loop {
            match ahead.next()? {
                '}' => break,
                letter @ ('0'..='9' | ',') if text.len() < 12 => text.push(letter),
                _ => return None,
            }
        }
        if text.is_empty() || text == "," {
            return None;
        }
        self.chars = ahead;
        let least = text.split(',').next().unwrap_or_default();
        Some(least.parse().unwrap_or(0))
    }

    fn atom(&mut self, flags: Flags) -> Option<Part> {
        Some(match self.chars.next()? {
            '(' => self.group(flags)?,
            '[' => Part::eating(self.class(flags)?.folded(flags).over),
            '.' if flags.dot_all => Part::eating(Symbols::BYTES),
            '.' => Part::eating(Symbols::of(b"\n").others()),
            '^' => Part {
                line_start: true,
                ..Part::EMPTY
            },
            '$' => Part::skipping(LINE_END),
            '\\' => self.escaped(flags)?,
            letter => literal(letter, flags),
        })
    }

    fn group(&mut self, mut flags: Flags) -> Option<Part> {
        let part = if self.chars.next_if_eq(&'?').is_none() {
            self.alternatives(flags)?
        } else {
            match self.chars.next()? {
                ':' | '>' => self.alternatives(flags)?,
                '=' => {
                    let ahead = self.alternatives(flags)?;
                    Part {
                        eats: Symbols::NONE,
                        skips: Some(ahead.eats.or(ahead.skips.unwrap_or(Symbols::NONE))),
                        ..ahead
                    }
                }
                '!' => {
                    self.alternatives(flags)?;
                    Part::EMPTY
                }
                '<' => match self.chars.peek()? {
                    '=' | '!' => {
                        self.chars.next();
                        self.alternatives(flags)?;
                        Part::EMPTY
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
                    Part::EMPTY
                }
                letter => {
                    let mut on = true;
                    let mut letter = letter;
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
        if self.chars.next()? != ')' {
            return None;
        }
        Some(part)
    }

    /// After a backslash, outside of a class.
    fn escaped(&mut self, flags: Flags) -> Option<Part> {
        Some(match *self.chars.peek()? {
            'b' => {
                self.chars.next();
                Part {
                    edge: true,
                    ..Part::EMPTY
                }
            }
            'B' => {
                self.chars.next();
                Part::EMPTY
            }
            'A' => {
                self.chars.next();
                Part {
                    line_start: true,
                    ..Part::EMPTY
                }
            }
            'z' | 'Z' => {
                self.chars.next();
                Part::skipping(LINE_END)
            }
            // A group that matched before can be empty.
            '1'..='9' => {
                while self.chars.next_if(char::is_ascii_digit).is_some() {}
                Part::ANYTHING
            }
            'G' | 'K' | 'R' | 'X' | 'k' | 'g' | 'y' | 'Y' | 'O' | 'N' | 'M' | 'C' => return None,
            _ => match self.escape()? {
                Escape::Char(letter) => literal(letter, flags),
                Escape::Class(class) => Part::eating(class.folded(flags).over),
            },
        })
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

const LINE_END: Symbols = Symbols {
    bytes: [1 << b'\n', 0, 0, 0],
    end: true,
};

fn literal(letter: char, flags: Flags) -> Part {
    Part::eating(Class::exactly(byte(letter)).folded(flags).over)
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
