//! Which dropped task may be which new one, by its words.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::snapshot::Task;
use super::tasks::Matched;

/// Gone and new tasks of one matrix that share most of their words, by index and whether it is gone.
pub(super) fn renamed(
    matched: &Matched,
    old: &[Task],
    new: &[Task],
) -> HashMap<(usize, bool), String> {
    // Every gone task is held against every new one of its matrix: in a matrix that was written
    // anew that would be work without a meaning.
    const MOST: usize = 200;
    let mut by_matrix: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for at in &matched.gone {
        by_matrix.entry(&old[*at].matrix).or_default().0.push(*at);
    }
    for at in &matched.new {
        by_matrix.entry(&new[*at].matrix).or_default().1.push(*at);
    }
    let mut found = HashMap::new();
    for (gone, new_ones) in by_matrix.values() {
        if gone.len() > MOST || new_ones.len() > MOST {
            continue;
        }
        let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
        for before in gone {
            for after in new_ones {
                let (a, b) = (&old[*before], &new[*after]);
                let likeness = likeness(&a.task, &b.task);
                if likeness >= 50 && a.offering == b.offering {
                    pairs.push((100 - likeness, *before, *after));
                }
            }
        }
        pairs.sort_unstable();
        for (_, before, after) in pairs {
            let free = !found.contains_key(&(before, true)) && !found.contains_key(&(after, false));
            if free {
                found.insert((before, true), new[after].task.clone());
                found.insert((after, false), old[before].task.clone());
            }
        }
    }
    found
}

/// How many of their words two texts have in common, in percent (Dice's coefficient).
fn likeness(a: &str, b: &str) -> usize {
    let words = |text: &str| -> HashSet<String> {
        let folded = text.to_lowercase();
        let words = folded.split(|letter: char| !letter.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    match a.len() + b.len() {
        0 => 0,
        all => 200 * a.intersection(&b).count() / all,
    }
}
