//! The order of versions: newest first.

use std::cmp::{Ordering, Reverse};

use crate::date::Date;

/// How versions are ordered: `order = [...]` of the settings first, then by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    named: Vec<String>,
}

impl Order {
    /// These names first, as they stand; all others behind them.
    pub fn new(named: Vec<String>) -> Self {
        Self { named }
    }

    /// Compares two versions, a name and its day of release each. The newer one comes first.
    ///
    /// Names that are numbers come first, the greatest before the others and a release before its
    /// pre-releases; then all other names, the latest released before the others.
    pub fn compare(&self, a: (&str, Option<Date>), b: (&str, Option<Date>)) -> Ordering {
        let place = |name: &str| {
            let place = self.named.iter().position(|named| named == name);
            place.unwrap_or(self.named.len())
        };
        let numbers = |name: &str| Reverse(Number::of(name));
        place(a.0)
            .cmp(&place(b.0))
            .then_with(|| numbers(a.0).cmp(&numbers(b.0)))
            .then_with(|| b.1.cmp(&a.1))
            .then_with(|| a.0.cmp(b.0))
    }
}

/// A name that is a number: `2.1`, `v2.1.0`, `2025-06`, `2.0-rc.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The leading numbers, without zeros at the end, so that `2` and `2.0` are one.
    parts: Vec<u64>,
    /// A release comes behind all of its pre-releases.
    is_release: bool,
    before: Vec<Part>,
}

/// A part of the name of a pre-release. Numbers come before words, as semver has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u64),
    Word(String),
}

impl Number {
    /// The number of a name; None for a name that begins otherwise: `next`, `lts`.
    pub fn of(name: &str) -> Option<Self> {
        let digits = name.strip_prefix(['v', 'V']).unwrap_or(name);
        let mut rest = Vec::new();
        let mut parts = Vec::new();
        for part in digits.split(['.', '-', '_', '+']) {
            let mut pieces = pieces(part).into_iter().peekable();
            // `0rc1` of `2.0rc1` is a number with a pre-release behind it.
            if rest.is_empty()
                && let Some(Part::Number(number)) = pieces.peek()
            {
                parts.push(*number);
                pieces.next();
            }
            rest.extend(pieces);
        }
        if parts.is_empty() {
            return None;
        }
        while parts.len() > 1 && parts.last() == Some(&0) {
            parts.pop();
        }
        Some(Self {
            parts,
            is_release: rest.is_empty(),
            before: rest,
        })
    }

    /// Whether something stands behind the numbers: `2.0-rc.1`, `1.5b2`.
    pub fn is_prerelease(&self) -> bool {
        !self.is_release
    }
}

/// The runs of digits and of other letters in a part: `rc1` is `rc` and 1.
fn pieces(part: &str) -> Vec<Part> {
    let mut pieces = Vec::new();
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest
            .find(|letter: char| letter.is_ascii_digit() != is_digit)
            .unwrap_or(rest.len());
        let (piece, behind) = rest.split_at(end);
        pieces.push(match piece.parse() {
            Ok(number) if is_digit => Part::Number(number),
            _ => Part::Word(piece.to_lowercase()),
        });
        rest = behind;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(order: &Order, names: &[(&str, Option<&str>)]) -> Vec<String> {
        let mut names: Vec<(String, Option<Date>)> = names
            .iter()
            .map(|(name, day)| ((*name).to_owned(), day.and_then(Date::parse)))
            .collect();
        names.sort_by(|a, b| order.compare((&a.0, a.1), (&b.0, b.1)));
        names.into_iter().map(|(name, _)| name).collect()
    }

    fn by_name(names: &[&str]) -> Vec<String> {
        let names: Vec<_> = names.iter().map(|name| (*name, None)).collect();
        sorted(&Order::default(), &names)
    }

    #[test]
    fn numbers_count_as_numbers_and_the_greatest_is_first() {
        assert_eq!(
            by_name(&["2.9", "2.10", "v3", "1.0", "next", "2025-06"]),
            ["2025-06", "v3", "2.10", "2.9", "1.0", "next"]
        );
    }

    #[test]
    fn a_release_comes_before_its_own_pre_releases() {
        assert_eq!(
            by_name(&["2.0-rc.2", "2.0", "2.0-rc.10", "1.9", "2.0-beta", "2.0rc1"]),
            ["2.0", "2.0-rc.10", "2.0-rc.2", "2.0rc1", "2.0-beta", "1.9"]
        );
    }

    #[test]
    fn other_names_are_ordered_by_their_release_then_by_name() {
        let names = [
            ("oak", Some("2024-01-01")),
            ("elm", Some("2025-01-01")),
            ("yew", None),
            ("ash", None),
        ];
        assert_eq!(
            sorted(&Order::default(), &names),
            ["elm", "oak", "ash", "yew"]
        );
    }

    #[test]
    fn what_the_settings_name_comes_first_as_they_say() {
        let order = Order::new(vec!["lts".into(), "1.0".into()]);
        let names = [("2.0", None), ("1.0", None), ("lts", None)];
        assert_eq!(sorted(&order, &names), ["lts", "1.0", "2.0"]);
    }

    #[test]
    fn the_order_is_one_for_all_pairs() {
        let names = [
            "2", "2.0", "v2.0.0", "2.0-1", "2-0", "a", "", "v", "1rc", "1.rc", "1.0rc1",
        ];
        for a in names {
            for b in names {
                let one = Order::default().compare((a, None), (b, None));
                let other = Order::default().compare((b, None), (a, None));
                assert_eq!(one, other.reverse(), "{a} {b}");
                assert_eq!(one == Ordering::Equal, a == b, "{a} {b}");
            }
        }
    }
}
