//! Words that lead to one person: mail addresses, telephone numbers and handles in what people said.
//!
//! A quote is published, and the one who said it was promised not to be known. What looks like a
//! price, a date, a version or an address of a machine is none of these: a wrong alarm teaches
//! people to write around the check.

use std::ops::Range;

mod phone;

/// What leads to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// A mail address.
    Mail,
    /// A telephone number.
    Phone,
    /// A name in a chat or a repository: `@mweber`.
    Handle,
}

impl Personal {
    /// What it is called in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "a mail address",
            Self::Phone => "a telephone number",
            Self::Handle => "a handle",
        }
    }
}

/// The first thing in a text that leads to a person, as it is written there.
pub fn find(text: &str) -> Option<(Personal, String)> {
    let letters = readable(text);
    let said = |range: Range<usize>| letters[range].iter().collect::<String>();
    if let Some((kind, range)) = at_sign(&letters) {
        return Some((kind, said(range)));
    }
    phone::find(&letters).map(|range| (Personal::Phone, said(range)))
}

/// The letters of a text as a reader sees them: without those of no width, full-width ones as usual.
fn readable(text: &str) -> Vec<char> {
    let is_seen = |letter: &char| {
        !matches!(
            letter,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
        )
    };
    let usual = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xff01 + 0x21).unwrap_or(letter),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '\u{2010}' | '\u{2011}' | '\u{2013}' => '-',
        _ => letter,
    };
    text.chars().filter(is_seen).map(usual).collect()
}

/// The first mail address or handle.
fn at_sign(letters: &[char]) -> Option<(Personal, Range<usize>)> {
    let mut in_code = false;
    for (at, letter) in letters.iter().enumerate() {
        if *letter == '`' {
            in_code = !in_code;
        }
        let Some(width) = sign_at(letters, at) else {
            continue;
        };
        let start = back(letters, skip_back(letters, at), is_of_name);
        let end = forth(letters, skip(letters, at + width), is_of_host);
        if start < at && is_host(&letters[skip(letters, at + width)..end]) {
            return Some((Personal::Mail, start..end));
        }
        // `@Retry` in code is no person, and `@scope/package` is a package.
        let end = forth(letters, at + 1, |letter| {
            is_of_name(letter) && letter != '.'
        });
        let is_free = at == 0 || !letters[at - 1].is_alphanumeric();
        let is_package = letters.get(end) == Some(&'/');
        let is_name = end - at > 2 && letters[at + 1].is_alphanumeric();
        if *letter == '@' && is_free && is_name && !is_package && !in_code {
            return Some((Personal::Handle, at..end));
        }
    }
    None
}

/// How many letters the sign of a mail address has here: `@`, `(at)` or `[at]`.
fn sign_at(letters: &[char], at: usize) -> Option<usize> {
    if letters[at] == '@' {
        return Some(1);
    }
    let is_word = |open: char, close: char| {
        let four = letters.get(at..at + 4)?;
        let is_at = four[1].eq_ignore_ascii_case(&'a') && four[2].eq_ignore_ascii_case(&'t');
        (four[0] == open && four[3] == close && is_at).then_some(4)
    };
    is_word('(', ')').or_else(|| is_word('[', ']'))
}

/// Blanks are only passed over around `(at)`, where people put them to hide an address.
fn skip(letters: &[char], at: usize) -> usize {
    let hides = at > 0 && matches!(letters[at - 1], ')' | ']');
    at + usize::from(hides && letters.get(at) == Some(&' '))
}

fn skip_back(letters: &[char], at: usize) -> usize {
    let hides = letters[at] != '@';
    at - usize::from(hides && at > 0 && letters[at - 1] == ' ')
}

fn back(letters: &[char], mut at: usize, fits: impl Fn(char) -> bool) -> usize {
    while at > 0 && fits(letters[at - 1]) {
        at -= 1;
    }
    at
}

fn forth(letters: &[char], mut at: usize, fits: impl Fn(char) -> bool) -> usize {
    while letters.get(at).is_some_and(|letter| fits(*letter)) {
        at += 1;
    }
    at
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || "._%+-".contains(letter)
}

fn is_of_host(letter: char) -> bool {
    letter.is_alphanumeric() || ".-".contains(letter)
}

/// A name of a machine: words joined by dots, the last at least two letters.
fn is_host(letters: &[char]) -> bool {
    let host: String = letters.iter().collect();
    let host = host.trim_end_matches(['.', '-']);
    host.rsplit_once('.').is_some_and(|(first, last)| {
        let is_top = last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
        is_top && first.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<Personal> {
        find(text).map(|(kind, _)| kind)
    }

    #[test]
    fn mail_addresses_are_seen() {
        for text in [
            "Ask mara.weber@harbor.example, she knows.",
            "mara@harbor.example",
            "Write to <m+x@a-b.example>.",
            "mara(at)harbor.example",
            "mara [at] harbor.example",
            "jürgen@hafen.example",
            "m\u{200b}ara\u{200b}@harbor.example",
            "ｍａｒａ＠ｈａｒｂｏｒ．ｅｘａｍｐｌｅ",
            "`mara@harbor.example`",
        ] {
            assert_eq!(kind(text), Some(Personal::Mail), "{text}");
        }
        let (_, said) = find("Ask mara@harbor.example, please").expect("an address");
        assert_eq!(said, "mara@harbor.example");
    }

    #[test]
    fn handles_are_seen() {
        for text in [
            "Thanks @mweber!",
            "(@m_weber)",
            "ask @Mara",
            "<@U02ABC>",
            "cc @a1",
        ] {
            assert_eq!(kind(text), Some(Personal::Handle), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_or_a_handle_is_not() {
        for text in [
            "Two nodes @ 40 EUR",
            "3 @ 5",
            "I write `@Retry` over every call.",
            "We use @angular/core.",
            "Look at the log (at night).",
            "postgres@15 is fine",
            "The arrow is -@-",
            "#help-data answers within the hour",
            "@",
            "a@b",
            "",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }
}
