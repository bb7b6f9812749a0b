//! "Did you mean": the nearest known name.

use strsim::damerau_levenshtein;

/// Names longer than this are not compared letter by letter: nobody mistypes a page of text.
const LONGEST: usize = 100;
/// A part of a name this long is a hint at the name: `depl` is none, `deploy` is.
const PART: usize = 5;

/// The known name that `wanted` was most likely meant to be; None when none is near.
///
/// Case never counts, nor does whether words are joined by `-`, `_`, `.`, `/` or spaces. Then, the
/// better first: the same letters, the same words in another order, few letters mistyped (one in
/// three, neighbours swapped count once), one the beginning or a part of the other. Of equals the
/// one nearer in length wins, then the alphabet decides, so the order of `known` never matters.
pub fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = Name::of(wanted)?;
    known
        .filter_map(|name| Some((wanted.distance(&Name::of(name)?)?, name)))
        .min_by(|(a, a_name), (b, b_name)| a.cmp(b).then_with(|| a_name.cmp(b_name)))
        .map(|(_, name)| name)
}

/// The known key or word of a closed list that was meant: one that is another word for the same, as
/// `summary` is for `description`, else the nearest.
pub fn meant<'a>(wanted: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    super::synonym::of(wanted, &known).or_else(|| nearest(wanted, known))
}

/// The advice with the nearest known name: "did you mean `postgres`?"
pub fn did_you_mean<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(wanted, known).map(|name| format!("did you mean `{name}`?"))
}

/// A name as it is compared.
struct Name {
    /// Its letters and digits in lower case.
    letters: String,
    /// How many there are.
    length: usize,
    /// Its words, sorted.
    words: Vec<String>,
}

/// How far two names are apart, the smaller the nearer: the kind of likeness, then how much.
type Distance = (u8, usize, usize);

impl Name {
    /// None for a name that is empty or too long to be mistyped.
    fn of(text: &str) -> Option<Self> {
        if text.len() > 4 * LONGEST {
            return None;
        }
        let folded = text.to_lowercase();
        let mut words: Vec<String> = folded
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let letters = words.concat();
        let length = letters.chars().count();
        words.sort_unstable();
        (1..=LONGEST).contains(&length).then_some(Self {
            letters,
            length,
            words,
        })
    }

    fn distance(&self, known: &Self) -> Option<Distance> {
        let apart = self.length.abs_diff(known.length);
        if self.letters == known.letters {
            return Some((0, 0, 0));
        }
        if self.words == known.words {
            return Some((1, 0, 0));
        }
        let most = self.length.max(known.length).div_ceil(3);
        if apart <= most {
            let edits = damerau_levenshtein(&self.letters, &known.letters);
            // In a name of two letters one edit is half of it: `a1` is not `b1`.
            if edits <= most && 2 * edits < self.length.max(known.length) {
                return Some((2, edits, apart));
            }
        }
        let (short, long) = if self.length < known.length {
            (self, known)
        } else {
            (known, self)
        };
        if long.letters.starts_with(&short.letters) && short.length >= 3 {
            return Some((3, apart, 0));
        }
        if short.length >= PART && long.letters.contains(&short.letters) {
            return Some((4, apart, 0));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SERVICES: [&str; 6] = [
        "postgres",
        "postgresql",
        "object-storage",
        "kubernetes",
        "first-deployment",
        "iam",
    ];

    fn guess(wanted: &str) -> Option<&'static str> {
        nearest(wanted, SERVICES.into_iter())
    }

    #[test]
    fn slips_of_the_keyboard_are_recognised() {
        assert_eq!(guess("posgres"), Some("postgres"));
        assert_eq!(guess("psotgres"), Some("postgres"));
        assert_eq!(guess("postgre-sql"), Some("postgresql"));
        assert_eq!(guess("Kubernets"), Some("kubernetes"));
        assert_eq!(guess("mai"), None);
        assert_eq!(guess("aim"), Some("iam"), "neighbours swapped");
    }

    #[test]
    fn case_and_joints_do_not_count() {
        assert_eq!(guess("Object_Storage"), Some("object-storage"));
        assert_eq!(guess("object storage"), Some("object-storage"));
        assert_eq!(guess("FIRST.DEPLOYMENT"), Some("first-deployment"));
    }

    #[test]
    fn words_in_another_order_and_parts_of_names_are_recognised() {
        assert_eq!(guess("storage-object"), Some("object-storage"));
        assert_eq!(guess("deployment"), Some("first-deployment"));
        assert_eq!(guess("kube"), Some("kubernetes"));
        assert_eq!(
            guess("first-deployment-guide-for-all"),
            Some("first-deployment")
        );
    }

    #[test]
    fn something_else_is_not_a_slip() {
        assert_eq!(guess("mongodb"), None);
        assert_eq!(guess(""), None);
        assert_eq!(guess("-"), None);
        assert_eq!(nearest("b1", ["a1", "c1"].into_iter()), None);
        assert_eq!(did_you_mean("x", SERVICES.into_iter()), None);
    }

    #[test]
    fn equals_are_decided_by_the_alphabet_whatever_their_order() {
        assert_eq!(
            nearest("team-c", ["team-b", "team-a"].into_iter()),
            Some("team-a")
        );
        assert_eq!(
            nearest("team-c", ["team-a", "team-b"].into_iter()),
            Some("team-a")
        );
    }

    #[test]
    fn long_inputs_cost_nothing() {
        let long = "x".repeat(10_000_000);
        assert_eq!(guess(&long), None);
        assert_eq!(nearest("x", [long.as_str()].into_iter()), None);
    }

    proptest! {
        #[test]
        fn a_name_is_its_own_nearest(wanted in "[a-z]{1,12}(-[a-z0-9]{1,9}){0,3}") {
            let known = SERVICES.into_iter().chain([wanted.as_str()]);
            prop_assert_eq!(nearest(&wanted, known), Some(wanted.as_str()));
        }

        #[test]
        fn any_text_may_be_asked_for(wanted in ".{0,60}", known in prop::collection::vec(".{0,30}", 0..8)) {
            let names = || known.iter().map(String::as_str);
            prop_assert_eq!(nearest(&wanted, names()), nearest(&wanted, names().rev()));
        }
    }
}
