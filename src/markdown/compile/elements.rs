//! Headings, images, formulas and the boxes of tasks.

use std::fmt::Write;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::Writer;
use crate::markdown::Segment;
use crate::markdown::blocks::{Step, Walk};
use crate::markdown::escape::escape;
use crate::markdown::math;

impl<'a> Writer<'a> {
    /// Passes over the page's title. What it refers to is counted as in the outline.
    pub(super) fn skip_heading(&mut self, walk: &mut Walk<'a>) {
        self.headings += 1;
        for (step, _) in walk.by_ref() {
            match step {
                Step::Event(Event::End(TagEnd::Heading(_))) => return,
                Step::Event(Event::Start(Tag::Link { .. } | Tag::Image { .. })) => self.links += 1,
                _ => {}
            }
        }
    }

    /// The page's one level-1 heading is its title, above the body: others are of level 2.
    pub(super) fn heading(&mut self, level: u8, classes: &[CowStr]) {
        self.begin();
        let _ = write!(self.sink.html, "<h{}", level.max(2));
        if let Some(heading) = self.outline.headings.get(self.headings) {
            self.id(&heading.id);
        }
        if !classes.is_empty() {
            let classes = escape(&classes.join(" "));
            let _ = write!(self.sink.html, " class=\"{classes}\"");
        }
        self.put(">");
    }

    pub(super) fn end_heading(&mut self, level: u8) {
        if let Some(heading) = self.outline.headings.get(self.headings) {
            let (id, text) = (escape(&heading.id), escape(&heading.text));
            let _ = write!(
                self.sink.html,
                " <a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to this section: {text}\">#</a>"
            );
        }
        let _ = writeln!(self.sink.html, "</h{}>", level.max(2));
        self.headings += 1;
    }

    /// An image; one with a title that is alone in its paragraph is a figure.
    pub(super) fn image(&mut self, walk: &mut Walk<'a>, title: &str) {
        let mut alt = String::new();
        for (step, _) in walk.by_ref() {
            match step {
                Step::Event(Event::End(TagEnd::Image)) => break,
                Step::Event(Event::Text(text)) => alt.push_str(&text),
                Step::Event(Event::SoftBreak) => alt.push(' '),
                _ => {}
            }
        }
        let ends = matches!(
            walk.peek(),
            Some(Step::Event(Event::End(TagEnd::Paragraph)))
        );
        let is_figure = self.paragraph && ends && !title.is_empty();
        if is_figure {
            self.paragraph = false;
            self.put("<figure>");
        }
        self.put("<img");
        self.hole(Segment::ImageAttributes(self.links));
        self.links += 1;
        self.attribute("alt", &alt);
        if is_figure {
            self.put(" loading=\"lazy\" decoding=\"async\"><figcaption>");
            self.text(title);
            self.put("</figcaption></figure>\n");
            // The end of the paragraph that is none.
            walk.next();
        } else {
            self.title_attribute(title);
            self.put(" loading=\"lazy\" decoding=\"async\">");
        }
    }

    /// A formula. Sanitising would take it apart, so it is kept out of its way.
    pub(super) fn formula(&mut self, tex: &str, is_display: bool) {
        let html = math::html(tex, is_display);
        if self.mask.is_some() {
            self.hole(Segment::Html(html));
        } else {
            self.put(&html);
        }
    }

    pub(super) fn task(&mut self, done: bool) {
        if std::mem::take(&mut self.item) {
            self.sink.html.push_str("<li class=\"task\">");
        }
        let (checked, label) = if done {
            (" checked", "Done")
        } else {
            ("", "To do")
        };
        let html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
        if self.mask.is_some() {
            self.hole(Segment::Html(html));
        } else {
            self.put(&html);
        }
    }
}
