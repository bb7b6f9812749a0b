//! Who does what, in letters: `customer A, platform R`.

use crate::load::Written;
use crate::source::Span;
pub use crate::table::Letters;

/// A party and its letters in a row.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The party, as it is written.
    pub party: Written,
    /// Its letters; None where something else is written.
    pub letters: Option<Letters>,
    /// The letters as they are written; empty for a party alone, which is RA.
    pub written: Written,
}

impl Assignment {
    /// A party with letters as they are written.
    pub fn new(party: Written, written: Written) -> Self {
        Self {
            party,
            letters: Letters::parse(&written.0),
            written,
        }
    }

    /// A party alone: it does the task and answers for it.
    pub fn alone(party: Written) -> Self {
        let end = party.1.end;
        Self {
            party,
            letters: Some(Letters::RA),
            written: (String::new(), Span::new(end, end)),
        }
    }
}

/// Reads `party LETTERS, party LETTERS`; a party alone is RA. `place` is where a range of the text
/// is written in the file.
pub fn assignments(text: &str, place: impl Fn(usize, usize) -> Span) -> Vec<Assignment> {
    let mut found = Vec::with_capacity(2);
    let mut start = 0;
    for part in text.split(',') {
        let written = |from: usize, to: usize| {
            let words = &part[from..to];
            let trimmed = words.trim();
            let from = from + (words.len() - words.trim_start().len());
            let at = place(start + from, start + from + trimmed.len());
            (trimmed.to_owned(), at)
        };
        if !part.trim().is_empty() {
            let letters = letters_begin(part);
            found.push(match letters {
                Some(at) => Assignment::new(written(0, at), written(at, part.len())),
                None => Assignment::alone(written(0, part.len())),
            });
        }
        start += part.len() + 1;
    }
    found
}

/// Where the letters of `party LETTERS` begin. What looks like letters and is none counts too, so
/// that the party before it is known.
fn letters_begin(part: &str) -> Option<usize> {
    let mut begin = None;
    let mut end = part.trim_end().len();
    while let Some(space) = part[..end].rfind(char::is_whitespace) {
        let word = &part[space..end];
        let word = word.trim_start();
        let is_first = part[..space].trim().is_empty();
        if is_first || word.is_empty() {
            break;
        }
        let none_yet = begin.is_none();
        let short = word.len() <= 5 && !word.contains(|letter: char| letter.is_lowercase());
        if Letters::parse(word).is_none() && !(none_yet && short) {
            break;
        }
        begin = Some(end - word.len());
        end = part[..space].trim_end().len();
    }
    begin
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>, String)> {
        let found = assignments(text, Span::new).into_iter();
        let one = |one: Assignment| {
            assert_eq!(one.party.1.of(text), one.party.0, "{text}");
            assert_eq!(one.written.1.of(text), one.written.0, "{text}");
            let letters = one.letters.map(|letters| letters.to_string());
            (one.party.0, letters, one.written.0)
        };
        found.map(one).collect()
    }

    #[test]
    fn a_party_alone_does_it_and_answers_for_it() {
        let all = |text| {
            let found = read(text).into_iter();
            let one = |(party, letters, _): (String, Option<String>, String)| {
                format!("{party}={}", letters.unwrap_or_else(|| "?".to_owned()))
            };
            found.map(one).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(all("platform"), "platform=RA");
        assert_eq!(all("platform, customer C"), "platform=RA customer=C");
        assert_eq!(all("customer A,platform R"), "customer=A platform=R");
        assert_eq!(all("  customer  A & R ,"), "customer=RA");
        assert_eq!(all("platform r/a"), "platform=RA");
        assert_eq!(all("Cloud provider RA"), "Cloud provider=RA");
        assert_eq!(all("Cloud provider"), "Cloud provider=RA");
        assert_eq!(all("platform X"), "platform=?");
        assert_eq!(all("RA"), "RA=RA");
        assert_eq!(all(" , "), "");
    }

    proptest! {
        #[test]
        fn any_order_and_joint_means_the_same(
            mut order in Just(vec!['R', 'A', 'C', 'I']).prop_shuffle(),
            joint in prop::sample::select(vec!["", "/", "+", " & ", " "]),
            count in 1usize..=4,
        ) {
            order.truncate(count);
            let mut expected: Vec<_> = order.clone();
            expected.sort_by_key(|letter| "RACI".find(*letter));
            let written: Vec<String> = order.iter().map(char::to_string).collect();
            let letters = Letters::parse(&written.join(joint)).expect("letters");
            prop_assert_eq!(letters.to_string(), expected.iter().collect::<String>());
        }

        #[test]
        fn any_text_can_be_written(text in ".{0,40}") {
            read(&text);
        }
    }
}
