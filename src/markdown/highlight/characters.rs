//! Escapes and classes of characters in regular expressions.

use super::expression::{Flags, Reader};
use super::symbols::Symbols;

/// A class of characters: at most the bytes of `over`, at least those of `under`.
#[derive(Clone, Copy)]
pub(super) struct Class {
    pub over: Symbols,
    under: Symbols,
}

impl Class {
    const UNKNOWN: Self = Self {
        over: Symbols::BYTES,
        under: Symbols::NONE,
    };

    pub fn exactly(bytes: Symbols) -> Self {
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
    pub fn folded(mut self, flags: Flags) -> Self {
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
pub(super) enum Escape {
    Char(char),
    Class(Class),
}

impl Reader<'_> {
    /// After a backslash, in a class or not.
    pub fn escape(&mut self) -> Option<Escape> {
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
    pub fn class(&mut self, flags: Flags) -> Option<Class> {
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

/// The first byte of a letter.
pub(super) fn byte(letter: char) -> Symbols {
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
