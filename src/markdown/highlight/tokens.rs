//! The parts of a code, in a few bytes.

use std::sync::Arc;

use super::class::Class;

/// The parts of a code: classes and lengths, without the code itself.
///
/// One varint (seven bits a byte, low bits first, the high bit for "more follows") a part: its
/// length in bytes times sixteen, plus the number of its class. What follows the last part is plain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tokens(Arc<[u8]>);

impl Tokens {
    /// The tokens with these bytes, as a cache file keeps them. Any bytes will do: too long a part
    /// ends with the code.
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The parts of `code`, the code these tokens were made of: all of it, in order, neighbours of
    /// different classes. Made of another code, they are still parts of that one.
    pub fn parts<'a>(&'a self, code: &'a str) -> Parts<'a> {
        Parts {
            bytes: &self.0,
            code,
        }
    }
}

/// The parts of a code and their classes; see [`Tokens::parts`].
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    bytes: &'a [u8],
    code: &'a str,
}

impl<'a> Iterator for Parts<'a> {
    type Item = (Class, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.code.is_empty() {
            return None;
        }
        let (class, length) = match varint(&mut self.bytes) {
            Some(value) => (
                Class::from_number((value & 15) as u8),
                usize::try_from(value >> 4).unwrap_or(usize::MAX),
            ),
            None => (Class::Plain, usize::MAX),
        };
        let (part, rest) = self
            .code
            .split_at_checked(length)
            .filter(|(part, _)| !part.is_empty())
            .unwrap_or((self.code, ""));
        self.code = rest;
        Some((class, part))
    }
}

/// Takes a number from the front of `bytes`; none where they end, or where it has over 63 bits.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        value |= u64::from(byte & 127) << (7 * index);
        if byte & 128 == 0 {
            *bytes = &bytes[index + 1..];
            return Some(value);
        }
    }
    None
}

/// Puts a number at the end of `bytes`.
pub(super) fn push_varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value > 127 {
        bytes.push((value & 127) as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Collects the parts of a code, in order.
pub(super) struct Builder<'a> {
    code: &'a str,
    bytes: Vec<u8>,
    /// Where the part that is not yet written begins, its class, and where it ends.
    start: usize,
    class: Class,
    end: usize,
    /// Up to where the code was told, whitespace after the part included.
    told: usize,
}

impl<'a> Builder<'a> {
    /// Begins with the first byte of `code`.
    pub fn new(code: &'a str) -> Self {
        Self {
            code,
            bytes: Vec::new(),
            start: 0,
            class: Class::Plain,
            end: 0,
            told: 0,
        }
    }

    /// The text from the end of the last part to `end` is of `class`.
    ///
    /// Whitespace needs no colour: it belongs to no part but where both its sides are of one class.
    pub fn extend(&mut self, class: Class, end: usize) {
        if end <= self.told {
            return;
        }
        let text = &self.code.as_bytes()[self.told..end];
        let (from, to) = (self.told, end);
        self.told = end;
        let Some(first) = text.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return;
        };
        let last = text.iter().rposition(|byte| !byte.is_ascii_whitespace());
        if class != self.class {
            if self.class != Class::Plain {
                self.flush(self.end);
            }
            if class != Class::Plain {
                self.flush(from + first);
            }
            self.class = class;
        }
        self.end = last.map_or(to, |last| from + last + 1);
    }

    /// Writes the part up to `to` and begins a plain one there.
    fn flush(&mut self, to: usize) {
        if to > self.start {
            push_varint(
                &mut self.bytes,
                ((to - self.start) as u64) << 4 | self.class as u64,
            );
            self.start = to;
        }
        self.class = Class::Plain;
    }

    /// The tokens; what was not told is plain.
    pub fn finish(mut self) -> Tokens {
        if self.class != Class::Plain {
            self.flush(self.end);
        }
        Tokens(self.bytes.into())
    }
}
