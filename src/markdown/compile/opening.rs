//! How blocks begin.

use std::fmt::Write;

use super::Writer;
use crate::markdown::Segment;
use crate::markdown::directive::{Block, Callout, Directive};
use crate::markdown::escape::escape;
use crate::markdown::inline::Inline;

impl Writer<'_> {
    pub(super) fn open(&mut self, block: Block, directive: Option<&Directive>, titled: bool) {
        let title = directive.map_or("", |directive| &directive.title);
        let title = Inline::of_title(title);
        let arg = |key| directive.and_then(|directive| directive.arg(key));
        match block {
            Block::Callout(callout) => {
                let class = callout.class();
                let _ = write!(
                    self.sink.html,
                    "<aside class=\"callout {class}\" role=\"note\"><p class=\"callout-title\">"
                );
                if !titled {
                    let is_own = !title.html.is_empty();
                    self.put(if is_own { &title.html } else { callout.title() });
                    self.put("</p>\n");
                }
            }
            Block::Details => {
                let callout = arg("type").and_then(Callout::named);
                self.put("<details");
                if let Some(callout) = callout {
                    let _ = write!(self.sink.html, " class=\"callout {}\"", callout.class());
                }
                self.put(if arg("open").is_some() { " open" } else { "" });
                self.put("><summary>");
                let is_own = !title.html.is_empty();
                self.put(if is_own { &title.html } else { "Details" });
                self.put("</summary>\n");
            }
            Block::Tabs => self.put("<div class=\"tabs\" data-tabs>\n"),
            Block::Tab => {
                let label = escape(title.text.trim());
                let _ = writeln!(
                    self.sink.html,
                    "<div class=\"tab\" data-label=\"{label}\"><p class=\"tab-label\">{}</p>",
                    title.html
                );
            }
            Block::Steps => self.put("<div class=\"steps\">\n"),
            Block::Unknown => {
                self.put("<div class=\"block\">\n");
                // What stands behind the name is text of the author's too.
                if !title.html.is_empty() {
                    let _ = writeln!(self.sink.html, "<p>{}</p>", title.html);
                }
            }
            Block::Include => {}
            Block::Embed(_) => {
                self.hole(Segment::Embed(self.embeds));
                self.embeds += 1;
            }
        }
    }
}
