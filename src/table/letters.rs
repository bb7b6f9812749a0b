//! What a cell says: letters, a tick, a word, nothing.

use std::fmt;

/// Which of the four letters somebody has for a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letters(u8);

impl Letters {
    /// Does it.
    pub const R: Self = Self(1);
    /// Answers for it.
    pub const A: Self = Self(2);
    /// Is asked.
    pub const C: Self = Self(4);
    /// Is told.
    pub const I: Self = Self(8);
    /// Does it and answers for it: what a party alone stands for.
    pub const RA: Self = Self(3);

    /// Each letter and its bit, in the order in which they are shown.
    pub const ALL: [(char, Self); 4] = [
        ('R', Self::R),
        ('A', Self::A),
        ('C', Self::C),
        ('I', Self::I),
    ];

    /// Reads letters in any order and case, joined by nothing, `/`, `+`, `&` or spaces. None when
    /// anything else is among them; nothing at all is no letter.
    pub fn parse(text: &str) -> Option<Self> {
        let is_joint = |letter: &char| matches!(letter, '/' | '+' | '&') || letter.is_whitespace();
        let mut letters = text.chars().filter(|letter| !is_joint(letter));
        letters.try_fold(Self::default(), |all, letter| {
            Some(all.with(Self::of(letter)?))
        })
    }

    /// These and those.
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` are among them.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn of(letter: char) -> Option<Self> {
        let wanted = letter.to_ascii_uppercase();
        let found = Self::ALL.iter().find(|(known, _)| *known == wanted);
        found.map(|(_, bit)| *bit)
    }
}

impl fmt::Display for Letters {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (letter, bit) in Self::ALL {
            if self.has(bit) {
                write!(out, "{letter}")?;
            }
        }
        Ok(())
    }
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// Nothing at all.
    Blank,
    /// A sign for nothing: `-`, `n/a`.
    Nothing,
    /// Letters, in any order and with any separator.
    Letters(Letters),
    /// A tick.
    Tick,
    /// Words for letters: "Responsible", "is asked".
    Words(Letters),
    /// The task is shared.
    Shared,
    /// Something else.
    Other,
}

const NOTHING: &[&str] = &[
    "-",
    "--",
    "---",
    "–",
    "—",
    "n/a",
    "na",
    "none",
    "no",
    "nein",
    "nobody",
    "not applicable",
    "✗",
    "✘",
    "❌",
    "❎",
    ":x:",
    "[ ]",
    "☐",
    "✖",
    "✖\u{fe0f}",
    "0",
    "false",
];
const TICKS: &[&str] = &[
    "✅",
    "✔",
    "✔\u{fe0f}",
    "✓",
    "☑",
    "☑\u{fe0f}",
    "🗸",
    "x",
    "X",
    "●",
    "•",
    "⬤",
    "◉",
    "⚫",
    "yes",
    "ja",
    "y",
    "true",
    "1",
    "[x]",
    ":white_check_mark:",
    ":heavy_check_mark:",
    ":ballot_box_with_check:",
    "\u{2612}",
];
const SHARED: &[&str] = &[
    "shared",
    "both",
    "all",
    "joint",
    "jointly",
    "shared responsibility",
];
const WORDS: &[(&str, Letters)] = &[
    ("responsible", Letters::R),
    ("accountable", Letters::A),
    ("consulted", Letters::C),
    ("informed", Letters::I),
    ("consult", Letters::C),
    ("inform", Letters::I),
    ("does it", Letters::R),
    ("answers for it", Letters::A),
    ("is asked", Letters::C),
    ("is told", Letters::I),
];

/// Reads the text of a cell.
pub fn says(text: &str) -> Says {
    let text = text.trim();
    if text.is_empty() {
        return Says::Blank;
    }
    // No cell that means letters is longer, and a megabyte need not be folded to know that.
    if text.len() > 120 {
        return Says::Other;
    }
    let folded = text.to_lowercase();
    let is = |known: &[&str]| known.contains(&folded.as_str()) || known.contains(&text);
    if is(TICKS) {
        return Says::Tick;
    }
    if is(NOTHING) {
        return Says::Nothing;
    }
    if is(SHARED) {
        return Says::Shared;
    }
    if let Some(letters) = letters(text) {
        return Says::Letters(letters);
    }
    words(&folded).map_or(Says::Other, Says::Words)
}

/// `RA`, `R/A`, `a & r`. A word such as "Air" is none.
fn letters(text: &str) -> Option<Letters> {
    let mut all = Letters::default();
    for part in text.split(is_separator).filter(|part| !part.is_empty()) {
        let upper = part.bytes().all(|byte| byte.is_ascii_uppercase());
        let lower = part.bytes().all(|byte| byte.is_ascii_lowercase());
        if !upper && !lower || part.len() > 4 {
            return None;
        }
        for letter in part.chars() {
            let letter = Letters::of(letter)?;
            if all.has(letter) {
                return None;
            }
            all = all.with(letter);
        }
    }
    (!all.is_empty()).then_some(all)
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || "/+&,;.|-()–".contains(letter)
}

/// "Responsible, accountable", "R (responsible)", "does it and answers for it".
fn words(folded: &str) -> Option<Letters> {
    let mut all = Letters::default();
    let mut rest = folded;
    // Letters alone were read before: here they only stand beside a word.
    let mut has_word = false;
    while !rest.is_empty() {
        let trimmed = rest.trim_start_matches(is_separator);
        if trimmed.len() < rest.len() {
            rest = trimmed;
            continue;
        }
        let known = WORDS.iter().find(|(word, _)| begins(rest, word));
        if let Some((word, letter)) = known {
            all = all.with(*letter);
            has_word = true;
            rest = &rest[word.len()..];
            continue;
        }
        if begins(rest, "and") {
            rest = &rest["and".len()..];
            continue;
        }
        let end = rest.find(is_separator).unwrap_or(rest.len());
        let short = &rest[..end];
        if short.chars().count() > 4 {
            return None;
        }
        for letter in short.chars() {
            all = all.with(Letters::of(letter)?);
        }
        rest = &rest[end..];
    }
    has_word.then_some(all)
}

/// Whether `text` begins with this whole word.
fn begins(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        match says(text) {
            Says::Letters(letters) => letters.to_string(),
            Says::Words(letters) => format!("words {letters}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn letters_stand_in_any_order_with_any_separator() {
        for text in [
            "RA", "AR", "R/A", "A, R", "r & a", "R + A", "R A", " ra ", "R-A", "R; A",
        ] {
            assert_eq!(written(text), "RA", "{text}");
        }
        assert_eq!(written("ICAR"), "RACI");
        assert_eq!(written("(R)"), "R");
    }

    #[test]
    fn words_ticks_and_signs_for_nothing_are_known() {
        assert_eq!(written("Responsible"), "words R");
        assert_eq!(written("Accountable and responsible"), "words RA");
        assert_eq!(written("R (Responsible), I - Informed"), "words RI");
        assert_eq!(written("does it, answers for it"), "words RA");
        assert_eq!(written("\u{2705}"), "Tick");
        assert_eq!(written("x"), "Tick");
        assert_eq!(written("n/a"), "Nothing");
        assert_eq!(written("–"), "Nothing");
        assert_eq!(written("Shared"), "Shared");
        assert_eq!(written("  "), "Blank");
    }

    #[test]
    fn what_only_looks_like_letters_is_something_else() {
        for text in [
            "Air",
            "S",
            "RR",
            "R?",
            "RASCI",
            "IaC",
            "responsiblex",
            "Microsoft",
            "3",
        ] {
            assert_eq!(written(text), "Other", "{text}");
        }
    }
}
