//! Items that a reader cannot tell apart.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Site;

/// Words that tell nothing apart.
const EMPTY: [&str; 14] = [
    "a", "an", "the", "of", "for", "to", "in", "on", "and", "with", "from", "your", "our", "new",
];

/// One finding for each item whose title has the same words as that of another, in whatever order,
/// case and number.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let roadmap = &site.typed.roadmap;
    let mut first: HashMap<Vec<String>, usize> = HashMap::new();
    let mut findings = Vec::new();
    for (id, one) in roadmap.items.iter().enumerate() {
        let words = words(&one.item.title.0);
        if !one.item.has_title || words.is_empty() {
            continue;
        }
        let Some(other) = first.get(&words).map(|other| &roadmap.items[*other]) else {
            first.insert(words, id);
            continue;
        };
        // Of two with one id that is said, and nothing about titles.
        if super::called(&other.item) == super::called(&one.item) {
            continue;
        }
        let message = format!(
            "`{}` and `{}` have almost the same title",
            one.item.id.0, other.item.id.0
        );
        findings.push(
            Diagnostic::at(
                Code::RoadmapSimilarTitles,
                &one.file,
                one.item.title.1,
                message,
            )
            .related(&other.file, other.item.title.1, "the other one")
            .help("are they one item? If not, say in the title what differs"),
        );
    }
    findings
}

/// The words that tell a title from others: lower case, in order, without the plural.
fn words(title: &str) -> Vec<String> {
    let lower = title.to_lowercase();
    let mut words: Vec<String> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY.contains(word))
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.chars().count() > 3 => one.to_owned(),
            _ => word.to_owned(),
        })
        .collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn titles_are_compared_by_the_words_that_matter() {
        assert_eq!(
            words("The new Backups for a database"),
            words("Database: backup")
        );
        assert_ne!(words("PostgreSQL 17"), words("PostgreSQL 18"));
        assert_eq!(words("of the"), Vec::<String>::new());
    }
}
