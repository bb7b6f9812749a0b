//! What labels and milestones may mean.

use crate::date::{Date, When};

use super::quarter_of;

/// A value, and why it was taken where that is not certain.
pub(super) struct Guessed<T> {
    pub value: T,
    pub why: Option<String>,
}

/// Words of labels that say what kind of work it is. The first that fits counts.
const KINDS: [(&str, &str); 19] = [
    ("tech-debt", "tech-debt"),
    ("technical debt", "tech-debt"),
    ("debt", "tech-debt"),
    ("refactor", "tech-debt"),
    ("cleanup", "tech-debt"),
    ("chore", "tech-debt"),
    ("dependencies", "tech-debt"),
    ("deprecation", "tech-debt"),
    ("upgrade", "tech-debt"),
    ("operations", "operations"),
    ("ops", "operations"),
    ("toil", "operations"),
    ("incident", "operations"),
    ("reliability", "operations"),
    ("sre", "operations"),
    ("bug", "operations"),
    ("feature", "feature"),
    ("enhancement", "feature"),
    ("story", "feature"),
];

/// Words of labels that say how far it is.
const STATES: [(&str, &str); 11] = [
    ("in progress", "building"),
    ("doing", "building"),
    ("wip", "building"),
    ("building", "building"),
    ("beta", "preview"),
    ("preview", "preview"),
    ("research", "exploring"),
    ("spike", "exploring"),
    ("discovery", "exploring"),
    ("on hold", "paused"),
    ("paused", "paused"),
];

/// What kind of work an issue with these labels is.
pub(super) fn kind(labels: &[&str]) -> Guessed<&'static str> {
    match find(labels, &KINDS) {
        // The very word of a roadmap is no guess.
        Some((label, kind)) if plain(label) == plain(kind) => Guessed {
            value: kind,
            why: None,
        },
        Some((label, kind)) => Guessed {
            value: kind,
            why: Some(format!("it has the label {label}")),
        },
        None => Guessed {
            value: "feature",
            why: Some("no label says what kind of work it is".to_owned()),
        },
    }
}

/// How far an open issue with these labels is.
pub(super) fn status(labels: &[&str]) -> Option<Guessed<&'static str>> {
    let (label, status) = find(labels, &STATES)?;
    Some(Guessed {
        value: status,
        why: Some(format!("it has the label {label}")),
    })
}

/// When an issue of this milestone is promised for.
pub(super) fn when(title: &str, due: Option<Date>) -> Guessed<String> {
    let read = When::parse(title).or_else(|error| match error.mended {
        Some(mended) if !mended.contains("..") => When::parse(&mended),
        _ => Err(error),
    });
    match (read, due) {
        (Ok(when), _) if title == when.to_string() => Guessed {
            value: title.to_owned(),
            why: None,
        },
        (Ok(when), _) => Guessed {
            value: when.to_string(),
            why: Some(format!("the milestone is called {title}")),
        },
        (Err(_), Some(day)) => Guessed {
            value: quarter_of(day),
            why: Some(format!("the milestone {title} is due on {}", day.long())),
        },
        (Err(_), None) if title.is_empty() => Guessed {
            value: "later".to_owned(),
            why: Some("it has no milestone".to_owned()),
        },
        (Err(_), None) => Guessed {
            value: "later".to_owned(),
            why: Some(format!(
                "the milestone {title} names no time and has no day"
            )),
        },
    }
}

/// Whether a label names a service: `postgres`, `service/postgres`, `area: postgres`.
pub(super) fn names(label: &str, service: &str) -> bool {
    let last = label.rsplit(['/', ':']).next().unwrap_or(label);
    plain(last) == plain(service)
}

/// Whether a milestone is a version rather than a time: `v2.4`, `2.4.0`.
pub(super) fn is_version(title: &str) -> bool {
    let number = title.strip_prefix(['v', 'V']).unwrap_or(title);
    let mut parts = number.split('.');
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let whole = parts.clone().count() >= 2 && parts.all(digits);
    whole && When::parse(title).is_err()
}

/// The first of the words that a label has, in the order of the words.
fn find<'a>(labels: &[&'a str], words: &[(&str, &'static str)]) -> Option<(&'a str, &'static str)> {
    words.iter().find_map(|(word, meaning)| {
        let fits = |label: &&&str| {
            let label = format!(" {} ", plain(label));
            label.contains(&format!(" {} ", plain(word)))
        };
        Some((*labels.iter().find(fits)?, *meaning))
    })
}

/// The words of a label, in lower case, with one space between them.
fn plain(label: &str) -> String {
    let words = label.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}
