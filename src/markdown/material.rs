//! What Material for MkDocs adds to markdown: `!!! note`, `??? note`, `=== "Tab"`, `<div markdown>`.

use super::directive::{Callout, Directive};

/// What a line of Material's markdown begins or is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A block whose body is indented by four columns.
    Block(Directive),
    /// One of several tabs, with its body indented by four columns; whether it begins a new group.
    Tab(Directive, bool),
    /// `<div … markdown>`: a wrapper with markdown in it, here its tag's name.
    WrapperStart(String),
    /// `</div>`.
    WrapperEnd(String),
}

/// Whether a text may have such lines.
pub(super) fn is_likely(text: &str) -> bool {
    ["!!!", "???", "===", " markdown"]
        .iter()
        .any(|sign| text.contains(sign))
}

/// Reads a line without its indentation. None when it is ordinary.
pub(super) fn line(text: &str) -> Option<Line> {
    let text = text.trim_end();
    match text.as_bytes().first()? {
        b'!' => block(text.strip_prefix("!!!")?, 3),
        b'?' => {
            let rest = text.strip_prefix("???")?;
            match rest.strip_prefix('+') {
                Some(rest) => folded(rest, true, 4),
                None => folded(rest, false, 3),
            }
        }
        b'=' => {
            let rest = text.strip_prefix("===")?;
            let starts_group = rest.starts_with('!');
            let rest = rest.strip_prefix(['!', '+']).unwrap_or(rest);
            let rest = rest.strip_prefix(['!', '+']).unwrap_or(rest);
            let title = quoted(rest.strip_prefix(' ')?)?;
            Some(Line::Tab(named("tab", title, 0), starts_group))
        }
        b'<' => wrapper(text),
        _ => None,
    }
}

fn named(name: &str, title: String, name_offset: usize) -> Directive {
    Directive {
        name: name.to_owned(),
        name_offset,
        title,
        ..Directive::default()
    }
}

/// The callout that `type "Title"` begins, as a name and a title. A word that is not the name of
/// its callout here stays as the title, so that nothing of the line is lost.
fn type_and_title(rest: &str) -> Option<(Callout, String)> {
    let rest = rest.strip_prefix([' ', '\t'])?.trim();
    let word_end = rest
        .find(|letter: char| !letter.is_alphanumeric() && letter != '-' && letter != '_')
        .unwrap_or(rest.len());
    let (word, rest) = rest.split_at(word_end);
    let rest = rest.trim_start_matches(|letter| letter != '"');
    let callout = Callout::of_other_tools(word);
    if word.is_empty() && rest.is_empty() {
        return None;
    }
    let title = match quoted(rest) {
        Some(title) if !title.is_empty() => title,
        _ if word.is_empty() || word.eq_ignore_ascii_case(callout.class()) => String::new(),
        _ => capitalised(word),
    };
    Some((callout, title))
}

fn block(rest: &str, name_offset: usize) -> Option<Line> {
    let (callout, title) = type_and_title(rest)?;
    Some(Line::Block(named(callout.class(), title, name_offset)))
}

fn folded(rest: &str, open: bool, name_offset: usize) -> Option<Line> {
    let (callout, title) = type_and_title(rest)?;
    let title = if title.is_empty() {
        callout.title().to_owned()
    } else {
        title
    };
    let mut details = named("details", title, name_offset);
    details.args.push(("type".into(), callout.class().into()));
    if open {
        details.args.push(("open".into(), String::new()));
    }
    Some(Line::Block(details))
}

fn quoted(text: &str) -> Option<String> {
    let text = text.trim();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inner.replace("\\\"", "\""))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

fn wrapper(text: &str) -> Option<Line> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let name_of = |text: &str| {
        let is_name = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_name.then(|| text.to_ascii_lowercase())
    };
    if let Some(name) = inner.strip_prefix('/') {
        return name_of(name.trim()).map(Line::WrapperEnd);
    }
    let (name, attributes) = inner.split_once(' ')?;
    let is_markdown = |word: &str| word == "markdown" || word.starts_with("markdown=");
    let has_markdown = attributes.split_whitespace().any(is_markdown);
    if !has_markdown || attributes.contains(['<', '>']) {
        return None;
    }
    name_of(name).map(Line::WrapperStart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_of(text: &str) -> (String, String) {
        match line(text) {
            Some(Line::Block(directive)) => (directive.name, directive.title),
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn types_are_read_as_the_five_callouts() {
        assert_eq!(block_of("!!! note"), ("note".into(), "".into()));
        assert_eq!(
            block_of("!!! info \"Title\""),
            ("note".into(), "Title".into())
        );
        assert_eq!(block_of("!!! danger"), ("caution".into(), "Danger".into()));
        assert_eq!(
            block_of("!!! tip inline end \"T\""),
            ("tip".into(), "T".into())
        );
        assert_eq!(block_of("!!! unheard \"T\""), ("note".into(), "T".into()));
        assert_eq!(block_of("!!! warning \"\""), ("warning".into(), "".into()));
    }

    #[test]
    fn question_marks_fold() {
        let Some(Line::Block(details)) = line("???+ faq \"Why?\"") else {
            panic!("no block");
        };
        assert_eq!((&*details.name, &*details.title), ("details", "Why?"));
        assert_eq!(details.arg("open"), Some(""));
        assert_eq!(details.arg("type"), Some("note"));
    }

    #[test]
    fn ordinary_lines_are_left_alone() {
        for text in [
            "!!!",
            "!!!note",
            "===",
            "=== x",
            "???",
            "<div>",
            "<div class=\"markdown\">",
            "!",
        ] {
            assert_eq!(line(text), None, "{text}");
        }
        assert_eq!(line("</div>"), Some(Line::WrapperEnd("div".into())));
        assert_eq!(
            line("<div class=\"grid cards\" markdown>"),
            Some(Line::WrapperStart("div".into()))
        );
    }
}
