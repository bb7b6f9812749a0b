//! Tasks that are almost inherited ones: an override that misses its row.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};
use strsim::damerau_levenshtein;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::matrix::folded;
use crate::model::responsibilities::{Linked, Task};
use crate::model::{MatrixId, Site};

/// Words that make no difference between two tasks.
const SMALL: [&str; 9] = ["the", "a", "an", "of", "and", "to", "for", "in", "on"];

/// New tasks of a matrix that are nearly inherited ones.
pub(super) fn check(site: &Site, id: MatrixId, findings: &mut Vec<Diagnostic>) {
    let all = &site.typed.responsibilities;
    let linked = &all.all[id];
    if linked.parents.is_empty() {
        return;
    }
    let own = |task: &Task| task.row.matrix as usize == id;
    let is_new = |task: &&Task| {
        let row = all.row(task.row).1;
        own(task) && task.over.is_none() && !row.removed && row.overrides().is_none()
    };
    // Where each inherited task is, made when the first new one is like none of its phase.
    let elsewhere = std::cell::LazyCell::new(|| {
        let mut places: FxHashMap<&str, &str> = FxHashMap::default();
        for phase in &linked.merged.phases {
            for task in phase.tasks.iter().filter(|task| !own(task)) {
                places.entry(all.key(task)).or_insert(&phase.name);
            }
        }
        places
    });
    for phase in &linked.merged.phases {
        let mut new = phase.tasks.iter().filter(is_new).peekable();
        if new.peek().is_none() {
            continue;
        }
        let inherited = phase.tasks.iter().filter(|task| !own(task));
        let inherited: Vec<(Shape, &Task)> = inherited
            .map(|task| (Shape::of(all.key(task)), task))
            .collect();
        for task in new {
            let row = all.row(task.row).1;
            let shape = Shape::of(all.key(task));
            if let Some((_, like)) = inherited.iter().find(|(other, _)| shape.is_like(other)) {
                let (from, label) = (&all.all[like.row.matrix as usize], all.label(like));
                let message = format!(
                    "`{}` is almost `{}`, which is inherited",
                    row.label.0.trim(),
                    label.trim()
                );
                let finding = say(linked, task, site, message)
                    .label("this adds a task, and overrides none")
                    .help("write the same words to override it, or others if it is another task");
                findings.push(finding.related(
                    &from.file.file,
                    all.row(like.row).1.label.1,
                    "the inherited one",
                ));
            } else if let Some(other) = elsewhere.get(shape.folded) {
                let message = format!(
                    "`{}` is inherited in the phase `{other}`, and this stands in another",
                    row.label.0.trim()
                );
                findings.push(say(linked, task, site, message).help(format!(
                    "to override it, write it below `[\"{other}\"]`; an `id` works in any phase"
                )));
            }
        }
    }
}

fn say(linked: &Linked, task: &Task, site: &Site, message: String) -> Diagnostic {
    let span = site.typed.responsibilities.row(task.row).1.label.1;
    Diagnostic::at(Code::MatrixSimilarRow, &linked.file.file, span, message)
}

/// The known label that is like this one, or the same.
pub(super) fn nearest<'a>(label: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let label = folded(label);
    let shape = Shape::of(&label);
    let is_near = |other: &&str| {
        let other = folded(other);
        other == label || shape.is_like(&Shape::of(&other))
    };
    let mut known = known;
    known.find(is_near)
}

/// A label as it is compared, with what tells quickly that two have nothing in common: a new task is
/// compared with all inherited ones of its phase.
struct Shape<'a> {
    folded: &'a str,
    /// How often each letter is in it: two texts are at least as far apart as these are.
    letters: [u8; 26],
    length: usize,
    /// The hash of its digits, and of its words that make a difference, in no order.
    digits: u64,
    words: u64,
}

impl<'a> Shape<'a> {
    fn of(folded: &'a str) -> Self {
        let mut letters = [0_u8; 26];
        let mut digits = FxHasher::default();
        for letter in folded.bytes() {
            if letter.is_ascii_lowercase() {
                let count = &mut letters[usize::from(letter - b'a')];
                *count = count.saturating_add(1);
            } else if letter.is_ascii_digit() {
                digits.write_u8(letter);
            }
        }
        Self {
            letters,
            length: folded.chars().count(),
            digits: digits.finish(),
            words: words(folded),
            folded,
        }
    }

    /// How many letters at least one has more than the other.
    fn apart(&self, other: &Self) -> usize {
        let pairs = self.letters.iter().zip(&other.letters);
        let (more, fewer) = pairs.fold((0, 0), |(more, fewer), (a, b)| {
            let (a, b) = (usize::from(*a), usize::from(*b));
            (more + a.saturating_sub(b), fewer + b.saturating_sub(a))
        });
        more.max(fewer)
    }

    /// Whether two labels that are not the same were meant to be: few letters differ, or only the
    /// order of words and small ones. Numbers always make a difference: a task for tier 1 is none
    /// for tier 2.
    fn is_like(&self, other: &Self) -> bool {
        let shortest = self.length.min(other.length);
        if shortest < 5 || self.digits != other.digits {
            return false;
        }
        if self.words == other.words {
            return self.folded != other.folded;
        }
        let most = (shortest / 10).max(1) + usize::from(shortest > 15);
        self.length.abs_diff(other.length) <= most
            && self.apart(other) <= most
            && self.folded != other.folded
            && damerau_levenshtein(self.folded, other.folded) <= most
    }
}

/// The words that make a difference, in no order: the sum of their hashes.
fn words(folded: &str) -> u64 {
    let words = folded.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && !SMALL.contains(word));
    words.fold(0, |sum, word| {
        let mut hasher = FxHasher::default();
        hasher.write(word.as_bytes());
        sum.wrapping_add(hasher.finish())
    })
}

#[cfg(test)]
mod tests {
    use super::{Shape, folded};

    fn like(a: &str, b: &str) -> bool {
        let (a, b) = (folded(a), folded(b));
        let (a, b) = (Shape::of(&a), Shape::of(&b));
        assert_eq!(a.is_like(&b), b.is_like(&a));
        a.is_like(&b)
    }

    #[test]
    fn slips_and_the_order_of_words_are_seen() {
        assert!(like(
            "Patch the database engine",
            "Patch the database engin"
        ));
        assert!(like("Patch the database engine", "Patch database engine"));
        assert!(like("Test and monitor backups", "Monitor and test backups"));
        assert!(like("Rotate keys", "Rotate key"));
    }

    #[test]
    fn other_tasks_are_other_tasks() {
        assert!(!like("Restore tier 1", "Restore tier 2"));
        assert!(!like(
            "Patch the database",
            "Patch the databases of partners"
        ));
        assert!(!like("Back up", "Back up"));
        assert!(!like("Keep", "Keet"));
        assert!(!like("Encrypt disks", "Encrypt lines"));
    }
}
