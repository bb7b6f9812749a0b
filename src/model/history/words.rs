//! Changes in the words of readers.

use crate::date::{Date, When};

use super::{Change, ChangeKind, Difference, Said};

impl Change {
    /// What happened, in a sentence without its end: "moved later, from Q2 2026 to Q3 2026".
    pub fn words(&self) -> String {
        let kinds = self.kinds.iter().map(|kind| {
            let label = kind.label().to_lowercase();
            match (kind, self.detail(*kind)) {
                (_, None) => label,
                (ChangeKind::Reworded | ChangeKind::Rescoped, Some(detail)) => {
                    format!("{label}: {detail}")
                }
                (_, Some(detail)) => format!("{label}, {detail}"),
            }
        });
        kinds.collect::<Vec<_>>().join("; ")
    }

    /// What is to be said of one of its kinds: "from Q2 2026 to Q3 2026".
    pub fn detail(&self, kind: ChangeKind) -> Option<String> {
        let of = |key: &str| self.differences.iter().find(|one| one.key == key);
        let from_to = |key: &str| {
            let one = of(key)?;
            Some(match (side(key, &one.before), side(key, &one.after)) {
                (Some(before), Some(after)) => format!("from {before} to {after}"),
                (None, Some(after)) => format!("for {after}"),
                (Some(before), None) => format!("was {before}"),
                (None, None) => return None,
            })
        };
        match kind {
            ChangeKind::MovedLater | ChangeKind::MovedEarlier | ChangeKind::Unscheduled => {
                from_to("when").or_else(|| from_to("deadline"))
            }
            ChangeKind::Scheduled => of("when")
                .and_then(|one| side("when", &one.after))
                .map(|after| format!("for {after}")),
            ChangeKind::Stage | ChangeKind::Resumed => {
                let one = of("status")?;
                Some(
                    match (side("status", &one.before), side("status", &one.after)) {
                        (Some(before), Some(after)) => format!("from {before} to {after}"),
                        (None, Some(after)) => format!("to {after}"),
                        (before, None) => format!("from {}", before?),
                    },
                )
            }
            ChangeKind::Shipped => of("shipped_on")
                .and_then(|one| side("shipped_on", &one.after))
                .map(|day| format!("on {day}")),
            ChangeKind::Added => {
                let is_dropped = of("status").is_some_and(
                    |one| matches!(&one.after, Some(Said::One(word)) if word == "dropped"),
                );
                let when = of("when").and_then(|one| side("when", &one.after));
                match is_dropped {
                    true => Some("under Not doing".to_owned()),
                    false => when.map(|when| format!("for {when}")),
                }
            }
            ChangeKind::Reworded => self.keys(&["title", "summary", "benefit", "when"]),
            ChangeKind::Rescoped => self.keys(&[
                "kind",
                "size",
                "deadline",
                "services",
                "personas",
                "goal",
                "meets",
                "after",
                "done_when",
                "not_included",
            ]),
            ChangeKind::Dropped | ChangeKind::Paused | ChangeKind::Vanished => None,
        }
    }

    /// Which of these keys differ, in words.
    fn keys(&self, keys: &[&str]) -> Option<String> {
        let is_time = |kind: &ChangeKind| kind.is_move() || *kind == ChangeKind::Scheduled;
        let has_moved = self.kinds.iter().any(is_time);
        let own = |key: &str| {
            let of_key = self.differences.iter().find(|one| one.key == key);
            of_key.filter(|one| one.key != "when" || !has_moved)
        };
        let named = keys.iter().filter_map(|key| own(key));
        let names: Vec<String> = named.map(in_words).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }
}

/// What differs, for readers: a word or a day says what it was and what it became, a text or a list
/// that it is another.
fn in_words(one: &Difference) -> String {
    let name = name_of(one.key);
    if !["when", "kind", "size", "deadline"].contains(&one.key) {
        return name.to_owned();
    }
    match (side(one.key, &one.before), side(one.key, &one.after)) {
        (Some(before), Some(after)) => format!("{name} from {before} to {after}"),
        (None, Some(after)) => format!("{name} is {after} now"),
        (Some(before), None) => format!("{name} was {before}"),
        (None, None) => name.to_owned(),
    }
}

/// What readers call a key.
fn name_of(key: &str) -> &str {
    match key {
        "when" => "time",
        "goal" => "goals",
        "meets" => "needs it meets",
        "after" => "what comes first",
        "done_when" => "when it is done",
        "not_included" => "what is not included",
        key => key,
    }
}

/// A value in the words of readers.
fn side(key: &str, said: &Option<Said>) -> Option<String> {
    let line = said.as_ref()?.line();
    Some(match key {
        "when" => When::parse(&line).map_or(line, When::words_behind),
        "shipped_on" | "deadline" => Date::parse(&line).map_or(line, Date::long),
        _ => line,
    })
}
