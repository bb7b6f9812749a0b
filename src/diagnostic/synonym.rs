//! Words that people use for a key or a value, where Groundplan has another one for the same.

/// What people write, and what it may be called here; the likelier first.
const SYNONYMS: [(&str, &[&str]); 44] = [
    ("bug", &["tech-debt"]),
    ("cancelled", &["dropped"]),
    ("channel", &["contact"]),
    ("color", &["accent"]),
    ("colour", &["accent"]),
    ("course", &["training"]),
    ("csat", &["top2"]),
    ("date", &["on", "start", "when", "shipped_on"]),
    ("deadline", &["action_by"]),
    ("dev", &["developer"]),
    ("depends_on", &["runs_on", "after"]),
    ("description", &["summary", "text"]),
    ("doing", &["building"]),
    ("done", &["shipped"]),
    ("down", &["lower"]),
    ("duration", &["minutes"]),
    ("email", &["contact"]),
    ("finished", &["shipped"]),
    ("ga", &["live"]),
    ("hotline", &["emergency"]),
    ("in progress", &["building"]),
    ("less", &["lower"]),
    ("location", &["where"]),
    ("mail", &["contact"]),
    ("matrix", &["responsibilities"]),
    ("more", &["higher"]),
    ("name", &["title", "label"]),
    ("ops", &["operations"]),
    ("participants", &["n", "attended"]),
    ("phone", &["contact"]),
    ("place", &["where"]),
    ("production", &["live"]),
    ("raci", &["responsibilities"]),
    ("reason", &["because"]),
    ("released", &["shipped"]),
    ("room", &["where"]),
    ("rotation", &["every"]),
    ("team", &["owner"]),
    ("telephone", &["contact"]),
    ("title", &["label"]),
    ("todo", &["planned"]),
    ("up", &["higher"]),
    ("url", &["base_url"]),
    ("workshop", &["training"]),
];

/// The known name that is another word for `wanted`; None where none is known by another word.
pub(super) fn of<'a>(
    wanted: &str,
    known: &(impl Iterator<Item = &'a str> + Clone),
) -> Option<&'a str> {
    let wanted = wanted.trim().to_lowercase();
    let (_, meant) = SYNONYMS.iter().find(|(word, _)| *word == wanted)?;
    let named = |one: &&str| known.clone().find(|name| name == one);
    meant.iter().find_map(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_word_leads_to_the_one_that_is_known_there() {
        let keys = ["contact", "id", "name"];
        assert_eq!(of("Email", &keys.into_iter()), Some("contact"));
        assert_eq!(of("colour", &keys.into_iter()), None);
        let terms = ["also", "long", "mark", "text"];
        assert_eq!(of("description", &terms.into_iter()), Some("text"));
    }

    #[test]
    fn the_likelier_meaning_wins_in_whatever_order_they_are_known() {
        assert_eq!(of("date", &["start", "on"].into_iter()), Some("on"));
        assert_eq!(of("date", &["on", "start"].into_iter()), Some("on"));
    }
}
