//! What the phases of tables are called: by the headings above, without what all have in common.

use std::collections::HashMap;

use super::guess::{Guesses, shown};
use super::reading::{Activity, Phase, Placed};
use super::{Heading, Table};
use crate::source::Span;

/// Tasks that stand together.
#[derive(Debug)]
pub(super) struct Part {
    /// The headings above the table, the nearest last.
    pub(super) headings: Vec<Heading>,
    /// What the table itself says: a row that is a heading, the value of a column.
    pub(super) own: Vec<Placed>,
    /// The tasks.
    pub(super) activities: Vec<Activity>,
    /// The table.
    pub(super) span: Span,
}

impl Part {
    pub(super) fn of(table: &Table) -> Self {
        Self {
            headings: table.headings.clone(),
            own: Vec::new(),
            activities: Vec::new(),
            span: table.span,
        }
    }
}

/// Names the phases. Parts of one name are one phase.
pub(super) fn phases(
    mut parts: Vec<Part>,
    title: Option<&str>,
    guesses: &mut Guesses,
) -> Vec<Phase> {
    for part in &mut parts {
        let is_title = |heading: &Heading| heading.level == 1 && title == Some(&heading.text);
        part.headings.retain(|heading| !is_title(heading));
    }
    drop_common(&mut parts, guesses);
    let mut phases: Vec<Phase> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut last = None;
    for part in parts {
        let (name, span) = name(&part, guesses);
        let folded = name.to_lowercase();
        let index = *known.entry(folded).or_insert_with(|| {
            phases.push(Phase {
                name: name.clone(),
                span,
                activities: Vec::new(),
            });
            phases.len() - 1
        });
        let again = phases[index].span != span && last != Some(index);
        if again && !part.activities.is_empty() && !name.is_empty() {
            let text = format!(
                "`{}` is a phase twice, its tasks are put together",
                shown(&name)
            );
            guesses.read(text, span);
        }
        last = Some(index);
        phases[index].activities.extend(part.activities);
    }
    phases.retain(|phase| !phase.activities.is_empty());
    phases
}

/// A heading above all tables tells nothing apart.
fn drop_common(parts: &mut [Part], guesses: &mut Guesses) {
    loop {
        let Some(first) = parts
            .first()
            .and_then(|part| part.headings.first())
            .cloned()
        else {
            return;
        };
        let common = |part: &Part| {
            part.headings.first() == Some(&first) && part.headings.len() + part.own.len() > 1
        };
        if !parts.iter().all(common) {
            return;
        }
        let text = format!(
            "the heading `{}` stands above all tables and is part of no phase's name",
            shown(&first.text)
        );
        guesses.read(text, first.span);
        for part in parts.iter_mut() {
            part.headings.remove(0);
        }
    }
}

fn name(part: &Part, guesses: &mut Guesses) -> Placed {
    let mut names = Vec::new();
    let mut span = Span::new(part.span.start, part.span.start);
    for heading in &part.headings {
        let plain = without_number(&heading.text);
        if plain.len() < heading.text.len() {
            guesses.read(
                "the numbers in front of headings are left out",
                heading.span,
            );
        }
        names.push(plain.to_owned());
        span = heading.span;
    }
    for (own, place) in &part.own {
        names.push(without_number(own).to_owned());
        span = *place;
    }
    names.retain(|name| !name.is_empty());
    (names.join(" / "), span)
}

/// `3.1.2. Monitoring` without its number. A year or a size is no number of a heading.
fn without_number(text: &str) -> &str {
    let text = text.trim();
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let rest = rest.strip_prefix(')').unwrap_or(rest);
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let counts = parts.iter().all(|part| (1..=2).contains(&part.len()));
    let marked = number.contains('.') || text[end..].starts_with(')');
    match counts && marked && rest.starts_with(char::is_whitespace) && !rest.trim().is_empty() {
        true => rest.trim(),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::without_number;

    #[test]
    fn numbers_in_front_of_headings_are_told_from_other_numbers() {
        assert_eq!(without_number("3.1.2. Monitoring"), "Monitoring");
        assert_eq!(without_number("1. Before"), "Before");
        assert_eq!(without_number("2.1 During"), "During");
        assert_eq!(without_number("3) After"), "After");
        for text in [
            "2026 plans",
            "24 hours",
            "1.",
            "3.5TB disks",
            "Day 2",
            "10.000.000 rows",
        ] {
            assert_eq!(without_number(text), text);
        }
    }
}
