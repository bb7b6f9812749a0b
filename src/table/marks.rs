//! Marks that lead to a note: `*`, `(1)`, `[1]`, `¹`, `†`, and `[^1]`.

/// The digits that stand above the line.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The mark that a paragraph begins with, and the text behind it.
pub(super) fn of_note(text: &str) -> Option<(String, &str)> {
    let (mark, length) = at_start(text)?;
    let rest = text[length..].trim_start_matches([':', ' ', '\t', '\n']);
    (!rest.is_empty()).then_some((mark, rest))
}

/// The mark at the very start of a text, and how many bytes it has.
fn at_start(text: &str) -> Option<(String, usize)> {
    let first = text.chars().next()?;
    match first {
        '*' | '†' | '‡' | '§' => {
            let length = text.len() - text.trim_start_matches(first).len();
            Some((text[..length].to_owned(), length))
        }
        '(' | '[' => {
            let close = if first == '(' { ')' } else { ']' };
            let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
            let closed = text[1 + digits..].starts_with(close);
            ((1..=3).contains(&digits) && closed)
                .then(|| (text[..digits + 2].to_owned(), digits + 2))
        }
        _ if RAISED.contains(&first) => {
            let length = text.len() - text.trim_start_matches(RAISED).len();
            Some((text[..length].to_owned(), length))
        }
        _ => None,
    }
}

/// Takes the marks out of a text that lead somewhere; `known` says which do. All others stay.
pub(super) fn taken(text: &str, known: &dyn Fn(&str) -> bool) -> (String, Vec<String>) {
    let mut found = Vec::new();
    // Most cells have none, and need no copy made letter by letter.
    if !text.contains(['*', '†', '‡', '§', '(', '[']) && !text.contains(RAISED) {
        return (text.to_owned(), found);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        // A mark stands behind something; at the start it would be the text's own.
        let behind = !out.trim_end().is_empty();
        match at_start(rest).filter(|(mark, _)| behind && known(mark)) {
            Some((mark, length)) => {
                out.truncate(out.trim_end().len());
                if !found.contains(&mark) {
                    found.push(mark);
                }
                rest = &rest[length..];
            }
            None => {
                out.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    (out.trim().to_owned(), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_begin_with_their_mark() {
        assert_eq!(
            of_note("*Can be delegated"),
            Some(("*".into(), "Can be delegated"))
        );
        assert_eq!(of_note("** See there"), Some(("**".into(), "See there")));
        assert_eq!(
            of_note("(12) The network"),
            Some(("(12)".into(), "The network"))
        );
        assert_eq!(of_note("[1]: a"), Some(("[1]".into(), "a")));
        assert_eq!(of_note("¹² a"), Some(("¹²".into(), "a")));
        assert_eq!(of_note("(e.g. this)"), None);
        assert_eq!(of_note("1) one"), None);
        assert_eq!(of_note("(1)"), None);
    }

    #[test]
    fn only_marks_that_lead_somewhere_are_taken_out() {
        let known = |mark: &str| matches!(mark, "*" | "(1)");
        assert_eq!(taken("I*", &known), ("I".into(), vec!["*".into()]));
        assert_eq!(taken("operators*)", &known).0, "operators)");
        assert_eq!(taken("Link network(1) up", &known).0, "Link network up");
        assert_eq!(
            taken("Add (2) nodes (add/remove)", &known).0,
            "Add (2) nodes (add/remove)"
        );
        assert_eq!(taken("(1) first", &known).1.len(), 0);
    }
}
