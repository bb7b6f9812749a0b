//! What stands behind the language of a code block, and whether a block is too large.

use super::CodeBlock;

/// The longest line that is highlighted, in bytes.
const MAX_LINE: usize = 2_000;
/// The largest block that is highlighted, in bytes.
const MAX_BLOCK: usize = 200_000;
/// The highest line that can be marked. A range beyond it is cut.
const MAX_MARK: u32 = 20_000;

/// Why code is not highlighted, in words; None when it is.
pub(super) fn too_large(code: &str) -> Option<String> {
    if code.len() > MAX_BLOCK {
        return Some(format!(
            "This code has {} kB, more than the {} kB that are highlighted",
            code.len() / 1000,
            MAX_BLOCK / 1000
        ));
    }
    let is_long = |line: &&str| line.len() > MAX_LINE;
    let long = code.lines().find(is_long)?;
    Some(format!(
        "This code has a line of {} bytes, more than the {MAX_LINE} that are highlighted",
        long.len()
    ))
}

/// The keys that code blocks know, ours first; the others are those of Material for MkDocs.
pub(super) const KEYS: [&str; 7] = [
    "title", "numbers", "mark", "add", "remove", "hl_lines", "linenums",
];

/// The names of `key="value"` in an info string that no code block knows. A word without a value
/// may be meant for another tool: `rust,ignore`.
pub(super) fn unknown_keys(info: &str) -> Vec<&str> {
    let mut rest = &info[info.find([' ', '\t', '{', ',']).unwrap_or(info.len())..];
    let mut unknown = Vec::new();
    while let Some((key, _, after)) = next_attribute(rest) {
        let has_value = rest
            .find(key)
            .is_some_and(|at| rest[at + key.len()..].starts_with('='));
        if has_value && !KEYS.contains(&key) {
            unknown.push(key);
        }
        rest = after;
    }
    unknown
}

/// A code block with this text, as its info string says: `rust title="a.rs" numbers mark="2-4"`.
pub(super) fn code_block(info: &str, code: String) -> CodeBlock {
    let mut block = CodeBlock {
        plain: too_large(&code).is_some(),
        code,
        ..CodeBlock::default()
    };
    let mut rest = info.trim();
    // Attribute lists of Material and Pandoc: ``` { .yaml title="x" }.
    if let Some(inner) = rest
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        && inner.trim_start().starts_with(['.', '#'])
    {
        rest = inner.trim();
    }
    let language_end = rest.find([' ', '\t', '{', ',']).unwrap_or(rest.len());
    let (language, mut rest) = rest.split_at(language_end);
    if language.contains('=') {
        rest = info.trim();
    } else {
        block.language = language.trim_start_matches('.').to_owned();
    }
    while let Some((key, value, after)) = next_attribute(rest) {
        rest = after;
        match key {
            "title" => block.title = value,
            "mark" | "hl_lines" => block.marked.extend(lines(&value)),
            "add" => block.added.extend(lines(&value)),
            "remove" => block.removed.extend(lines(&value)),
            "numbers" | "linenums" => block.numbers = Some(value.trim().parse().unwrap_or(1)),
            _ => {}
        }
    }
    for marks in [&mut block.marked, &mut block.added, &mut block.removed] {
        marks.sort_unstable();
        marks.dedup();
    }
    block
}

/// The next `key="value"`, `key=value`, `key` or `{2,4-6}` (which is a `mark`), and what follows.
fn next_attribute(text: &str) -> Option<(&str, String, &str)> {
    let text = text.trim_start_matches([' ', '\t', ',', '}']);
    if text.is_empty() {
        return None;
    }
    if let Some(rest) = text.strip_prefix('{') {
        let (marks, after) = rest.split_once('}').unwrap_or((rest, ""));
        return Some(("mark", marks.to_owned(), after));
    }
    let key_end = text.find([' ', '\t', '=', '{']).unwrap_or(text.len());
    let (key, rest) = text.split_at(key_end);
    let Some(rest) = rest.strip_prefix('=') else {
        return Some((key, String::new(), rest));
    };
    for quote in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(quote) {
            let end = unescaped(inner, quote).unwrap_or(inner.len());
            let value = inner[..end].replace(&format!("\\{quote}"), &quote.to_string());
            return Some((key, value, inner.get(end + 1..).unwrap_or("")));
        }
    }
    let end = rest.find([' ', '\t']).unwrap_or(rest.len());
    Some((key, rest[..end].to_owned(), &rest[end..]))
}

/// Where the first `quote` without a backslash before it stands.
fn unescaped(text: &str, quote: char) -> Option<usize> {
    let mut quotes = text.match_indices(quote);
    let found = quotes.find(|(at, _)| !text[..*at].ends_with('\\'))?;
    Some(found.0)
}

/// The numbers of `2,4-6` or `2 4-6`; what is no number is passed over.
fn lines(list: &str) -> Vec<u32> {
    let mut lines = Vec::new();
    for part in list.split([',', ' ', ';']) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(first), Ok(last)) = (first.trim().parse(), last.trim().parse()) {
            lines.extend(first..=u32::min(last, MAX_MARK));
        }
        if lines.len() > MAX_MARK as usize {
            break;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(info: &str) -> CodeBlock {
        code_block(info, "x\n".into())
    }

    #[test]
    fn the_first_word_is_the_language() {
        assert_eq!(block("rust").language, "rust");
        assert_eq!(block("").language, "");
        assert_eq!(block("c++ title=x").language, "c++");
        assert_eq!(block("js{1,3}").language, "js");
        assert_eq!(block("{ .yaml .annotate title=\"a b\" }").language, "yaml");
        assert_eq!(block("title=\"a.txt\"").language, "");
        assert_eq!(block("title=\"a.txt\"").title, "a.txt");
    }

    #[test]
    fn keys_that_nobody_knows_are_found() {
        assert_eq!(
            unknown_keys("yaml titel=\"x\" mark=\"1\" del=2"),
            ["titel", "del"]
        );
        assert!(unknown_keys("rust,ignore numbers {1,2}").is_empty());
        assert!(unknown_keys("").is_empty());
    }

    #[test]
    fn attributes_are_read_in_our_words_and_in_those_of_others() {
        let ours =
            block("yaml title=\"app.yaml\" numbers=10 mark=\"2,4-6\" add=\"3\" remove=\"4\"");
        assert_eq!(ours.title, "app.yaml");
        assert_eq!(ours.numbers, Some(10));
        assert_eq!(ours.marked, [2, 4, 5, 6]);
        assert_eq!((ours.added, ours.removed), (vec![3], vec![4]));
        let others = block("yaml hl_lines=\"4-5 2\" linenums=\"7\" title='x \"y\"'");
        assert_eq!(others.marked, [2, 4, 5]);
        assert_eq!((others.numbers, &*others.title), (Some(7), "x \"y\""));
        assert_eq!(block("js {2,4-6} numbers").marked, [2, 4, 5, 6]);
        assert_eq!(block("js numbers").numbers, Some(1));
    }

    #[test]
    fn impossible_marks_cost_nothing() {
        assert!(block("js mark=\"0-4294967295,0-4294967295\"").marked.len() <= 20_001);
        assert_eq!(block("js mark=\"9-2,x,-,\"").marked, [0; 0]);
        assert_eq!(block("js mark=\"").marked, [0; 0]);
    }
}
