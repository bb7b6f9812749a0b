//! Text with emphasis and code in it, and nothing else: headings and titles.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::escape::text_into;
use super::{RawHtml, math};

/// A line of text in the making, without links and images.
#[derive(Debug, Default)]
pub(super) struct Inline {
    /// The text without markup.
    pub(super) text: String,
    /// The text as HTML.
    pub(super) html: String,
    raw_html: RawHtml,
}

impl Inline {
    /// An empty line; raw HTML is part of it only where it is shown as text.
    pub(super) fn new(raw_html: RawHtml) -> Self {
        Self {
            raw_html,
            ..Self::default()
        }
    }

    /// The line that `title` is when it is read as markdown.
    pub(super) fn of_title(title: &str) -> Self {
        let mut line = Self::default();
        // Behind a letter nothing begins a list, a heading or another block.
        let text = format!("a {title}");
        let mut at_start = true;
        for event in Parser::new_ext(&text, Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(text) if at_start => {
                    at_start = false;
                    line.push(text.strip_prefix('a').unwrap_or(&text).trim_start());
                }
                event => line.take(&event),
            }
        }
        line
    }

    /// Takes an event in.
    pub(super) fn take(&mut self, event: &Event) {
        match event {
            Event::Text(text) => self.push(text),
            Event::Code(code) => {
                self.html.push_str("<code>");
                self.push(code);
                self.html.push_str("</code>");
            }
            Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                self.text.push_str(tex);
                self.html.push_str(&math::html(tex, false));
            }
            Event::InlineHtml(html)
                if self.raw_html == RawHtml::Text && !html.starts_with("<!--") =>
            {
                self.push(html);
            }
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            Event::Start(tag) => self.html.push_str(match tag {
                Tag::Emphasis => "<em>",
                Tag::Strong => "<strong>",
                Tag::Strikethrough => "<del>",
                _ => "",
            }),
            Event::End(tag) => self.html.push_str(match tag {
                TagEnd::Emphasis => "</em>",
                TagEnd::Strong => "</strong>",
                TagEnd::Strikethrough => "</del>",
                _ => "",
            }),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        text_into(&mut self.html, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_code_and_emphasis_and_are_no_blocks() {
        let html = |title| Inline::of_title(title).html;
        assert_eq!(
            html("The `nais.yaml` *file*"),
            "The <code>nais.yaml</code> <em>file</em>"
        );
        assert_eq!(html("1. First # a - b"), "1. First # a - b");
        assert_eq!(html("**Bold** first"), "<strong>Bold</strong> first");
        assert_eq!(html("`code`"), "<code>code</code>");
        assert_eq!(html("[a](b) <b> & \"c\""), "a &lt;b&gt; &amp; \"c\"");
        assert_eq!(html(""), "");
    }
}
