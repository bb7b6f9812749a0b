//! The page of each finding: documentation, test, and what `groundplan explain CODE` prints.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use super::frame::Style;
use super::{Code, suggest, visible};

mod pages;

pub use pages::explain;

/// What to say when there is no kind of finding of this name.
pub fn explain_unknown(name: &str) -> String {
    // The names of the pages are understood too, `link-dead`, and a name copied with its brackets.
    let bare = name.trim_matches(['[', ']', ' ']);
    let names = Code::ALL.iter().map(|code| code.name());
    let of_subject = format!("{}/", bare.to_lowercase());
    let all: Vec<&str> = names
        .clone()
        .filter(|name| name.starts_with(&of_subject))
        .collect();
    if !all.is_empty() {
        let name = visible::text(name);
        return format!("`{name}` has several kinds of findings: {}", all.join(", "));
    }
    let advice = suggest::did_you_mean(bare, names)
        .unwrap_or_else(|| "the name stands in the brackets of a message: error[link/dead]".into());
    let name = visible::text(name);
    format!("there is no kind of finding named `{name}`; {advice}")
}

/// A page of the documentation as it is read in a terminal, ended by a line end.
///
/// Paragraphs are wrapped, code is indented below the name of its file, links are their words.
pub fn terminal(page: &str, style: Style) -> String {
    let (front, body) = split(page);
    let mut text = Terminal {
        width: style.width.clamp(40, 80),
        color: style.color,
        shown: String::new(),
        line: String::new(),
        indent: 0,
        bullet: None,
    };
    text.heading(&value(front, "title"));
    text.line = value(front, "summary");
    text.paragraph();
    text.body(body);
    text.shown.truncate(text.shown.trim_end().len());
    text.shown.push('\n');
    text.shown
}

/// The front matter and the text behind it. The pages are ours, so both are there.
fn split(page: &str) -> (&str, &str) {
    page.strip_prefix("+++\n")
        .and_then(|rest| rest.split_once("\n+++\n"))
        .unwrap_or(("", page))
}

/// The text of a key of front matter; empty where there is none.
fn value(front: &str, key: &str) -> String {
    let table: toml::Table = front.parse().unwrap_or_default();
    let value = table.get(key).and_then(toml::Value::as_str);
    value.unwrap_or_default().to_owned()
}

/// A text that is being laid out.
struct Terminal {
    width: usize,
    color: bool,
    shown: String,
    /// The words of the paragraph that is being read.
    line: String,
    /// How many columns a paragraph is moved in.
    indent: usize,
    /// What stands before the next paragraph, in the columns of its indent.
    bullet: Option<String>,
}

impl Terminal {
    fn body(&mut self, markdown: &str) {
        let mut numbers: Vec<Option<u64>> = Vec::new();
        let mut code = false;
        for event in Parser::new(markdown) {
            match event {
                Event::Text(text) if code => {
                    for line in text.lines() {
                        let indent = if line.is_empty() { "" } else { "    " };
                        self.shown.push_str(&format!("{indent}{line}\n"));
                    }
                }
                Event::Text(text) => self.line.push_str(&text),
                Event::Code(text) => self.line.push_str(&format!("`{text}`")),
                Event::SoftBreak | Event::HardBreak => self.line.push(' '),
                Event::Start(Tag::CodeBlock(kind)) => {
                    self.paragraph();
                    code = true;
                    if let CodeBlockKind::Fenced(words) = kind
                        && let Some(title) = attribute(&words, "title")
                    {
                        self.shown.push_str(&format!("  {title}\n"));
                    }
                }
                Event::End(TagEnd::CodeBlock) => {
                    code = false;
                    self.shown.push('\n');
                }
                Event::Start(Tag::List(first)) => {
                    self.paragraph();
                    numbers.push(first);
                }
                Event::End(TagEnd::List(_)) => {
                    numbers.pop();
                    self.shown.push('\n');
                }
                Event::Start(Tag::Item) => {
                    let bullet = match numbers.last_mut() {
                        Some(Some(number)) => {
                            *number += 1;
                            format!("{}. ", *number - 1)
                        }
                        _ => "- ".into(),
                    };
                    self.indent = 2 * numbers.len() + bullet.len() - 2;
                    self.bullet = Some(bullet);
                }
                Event::End(TagEnd::Item) => {
                    self.wrapped();
                    self.indent = 0;
                    self.bullet = None;
                }
                Event::End(TagEnd::Paragraph) => self.paragraph(),
                Event::Start(Tag::Heading { .. }) => self.paragraph(),
                Event::End(TagEnd::Heading(_)) => {
                    let heading = std::mem::take(&mut self.line);
                    self.heading(&heading);
                }
                _ => {}
            }
        }
        self.paragraph();
    }

    fn heading(&mut self, text: &str) {
        if self.color {
            self.shown
                .push_str(&format!("\u{1b}[1m{text}\u{1b}[0m\n\n"));
        } else {
            self.shown.push_str(&format!("{text}\n\n"));
        }
    }

    /// Ends a paragraph, and leaves a line free below it.
    fn paragraph(&mut self) {
        if self.wrapped() {
            self.shown.push('\n');
        }
    }

    /// Puts the words that were read into lines. False where there are none.
    fn wrapped(&mut self) -> bool {
        let words = std::mem::take(&mut self.line);
        let mut column = 0;
        for word in words.split_whitespace() {
            if column == 0 {
                let bullet = self.bullet.take().unwrap_or_default();
                let spaces = " ".repeat(self.indent.saturating_sub(bullet.len()));
                self.shown.push_str(&format!("{spaces}{bullet}"));
                column = self.indent;
            } else if column + 1 + word.width() > self.width {
                self.shown
                    .push_str(&format!("\n{}", " ".repeat(self.indent)));
                column = self.indent;
            } else {
                self.shown.push(' ');
                column += 1;
            }
            self.shown.push_str(word);
            column += word.width();
        }
        if column > 0 {
            self.shown.push('\n');
        }
        column > 0
    }
}

/// The value of `key="value"` behind the language of a fence.
fn attribute<'a>(words: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = words.split_once(&format!("{key}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_about_itself() {
        for code in Code::ALL {
            let (front, body) = split(explain(*code));
            let title = value(front, "title");
            let named = title.strip_prefix(code.name()).unwrap_or_default();
            assert!(named.starts_with(": "), "{code}: the title is `{title}`");
            assert!(!value(front, "summary").is_empty(), "{code} has no summary");
            for heading in ["\n## Wrong\n", "\n## Right\n"] {
                assert!(body.contains(heading), "{code} lacks {heading}");
            }
        }
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        assert_eq!(
            explain_unknown("link-ded"),
            "there is no kind of finding named `link-ded`; did you mean `link/dead`?"
        );
        assert!(explain_unknown("error").contains("in the brackets"));
        assert!(explain_unknown("\u{1b}[2J").contains("␛[2J"));
    }

    #[test]
    fn a_page_is_laid_out_for_a_terminal() {
        let page = "+++\ntitle = \"a/b: one\"\nsummary = \"Short.\"\n+++\n\
            Some [words](x.md) and `code`\nthat go on until the line is full.\n\n\
            1. first\n2. second\n\n## Wrong\n\n```toml title=\"content/p.md\"\na = 1\n\nb = 2\n```\n";
        let style = Style {
            color: false,
            width: 40,
        };
        assert_eq!(
            terminal(page, style),
            "\
a/b: one

Short.

Some words and `code` that go on until
the line is full.

1. first
2. second

Wrong

  content/p.md
    a = 1

    b = 2
"
        );
    }
}
