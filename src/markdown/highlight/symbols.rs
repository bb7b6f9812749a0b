//! Sets of what can come next in a line.

/// A set of what can come next in a line: one of the 256 bytes, or its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Symbols {
    bytes: [u64; 4],
    end: bool,
}

/// The symbol in [`Symbols::has`] for all letters outside ASCII.
pub(super) const OUTSIDE: usize = 128;

/// The symbol in [`Symbols::has`] for the end of a line.
pub(super) const END: usize = 129;

/// How many symbols there are.
pub(super) const SYMBOLS: usize = 130;

impl Symbols {
    pub const NONE: Self = Self {
        bytes: [0; 4],
        end: false,
    };
    pub const BYTES: Self = Self {
        bytes: [u64::MAX; 4],
        end: false,
    };
    pub const ALL: Self = Self {
        bytes: [u64::MAX; 4],
        end: true,
    };
    /// The first bytes of letters outside ASCII.
    pub const LEADS: Self = Self {
        bytes: [0, 0, 0, u64::MAX],
        end: false,
    };

    /// What stands at the end of a line: its line end, or nothing.
    pub const LINE_END: Self = Self {
        bytes: [1 << b'\n', 0, 0, 0],
        end: true,
    };

    /// Whether this byte in ASCII, [`OUTSIDE`] or [`END`] is in it.
    pub fn has(&self, symbol: usize) -> bool {
        match symbol {
            0..OUTSIDE => self.bytes[symbol >> 6] >> (symbol & 63) & 1 == 1,
            OUTSIDE => self.bytes[2] | self.bytes[3] != 0,
            _ => self.end,
        }
    }

    pub fn of(bytes: &[u8]) -> Self {
        bytes.iter().fold(Self::NONE, |set, byte| set.with(*byte))
    }

    pub fn with(mut self, byte: u8) -> Self {
        self.bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
        self
    }

    pub fn range(from: u8, to: u8) -> Self {
        (from..=to).fold(Self::NONE, Self::with)
    }

    pub fn or(self, other: Self) -> Self {
        Self {
            bytes: std::array::from_fn(|at| self.bytes[at] | other.bytes[at]),
            end: self.end || other.end,
        }
    }

    pub fn and(self, other: Self) -> Self {
        Self {
            bytes: std::array::from_fn(|at| self.bytes[at] & other.bytes[at]),
            end: self.end && other.end,
        }
    }

    /// The bytes that are not in it.
    pub fn others(self) -> Self {
        Self {
            bytes: self.bytes.map(|word| !word),
            end: false,
        }
    }

    /// Its bytes in ASCII, the lowest bit for the byte 0.
    pub fn ascii(self) -> u128 {
        u128::from(self.bytes[0]) | u128::from(self.bytes[1]) << 64
    }
}
