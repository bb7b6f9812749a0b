//! Raw HTML made harmless, in a page that has holes.
//!
//! An author's `<b>` and `</b>` are separate events with our HTML between them, and what one event
//! opens another may close, so no piece can be judged alone: the whole body is sanitised at once.
//! Until then holes and our own ids are written with a key that no author can know: it is a digest
//! of the text that would have to hold it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Mutex;

use super::Segment;
use crate::digest::Digest;

/// Keeps holes through the sanitiser.
pub(super) struct Mask {
    key: String,
    holes: Vec<Segment>,
}

impl Mask {
    /// A mask for the body of the text with this digest.
    pub(super) fn new(digest: &Digest) -> Self {
        Self {
            key: format!("hole{digest}-"),
            holes: Vec::new(),
        }
    }

    /// What our own ids begin with.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Writes something that stands for a hole. Attributes are held by an attribute, the rest by an
    /// element.
    pub(super) fn hide(&mut self, out: &mut String, hole: Segment) {
        let (key, index) = (&self.key, self.holes.len());
        let _ = match &hole {
            Segment::LinkAttributes(_) | Segment::ImageAttributes(_) => {
                write!(out, " data-hole=\"{key}{index}\"")
            }
            Segment::Code(_) | Segment::Embed(_) => {
                write!(out, "<div data-hole=\"{key}{index}\"></div>")
            }
            Segment::Html(_) => write!(out, "<span data-hole=\"{key}{index}\"></span>"),
        };
        self.holes.push(hole);
    }

    /// The segments of a body, sanitised when there is raw HTML in it. `anchors` are the ids that
    /// the outline knows. None when the HTML swallowed something of ours: the text around it would
    /// be lost too.
    pub(super) fn reveal(
        mut self,
        mut html: String,
        has_raw: bool,
        anchors: &[String],
    ) -> Option<Vec<Segment>> {
        // What is not closed before the end reaches to it.
        self.hide(&mut html, Segment::Html(String::new()));
        let html = if has_raw {
            self.clean(&html, anchors)
        } else {
            html
        };
        let mut segments = Vec::new();
        let mut kept = String::new();
        let mut holes: Vec<Option<Segment>> = self.holes.into_iter().map(Some).collect();
        let mut parts = html.split(&self.key);
        let mut before = parts.next().unwrap_or_default();
        for after in parts {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            let index = after[..digits].parse::<usize>().ok();
            let hole = index.and_then(|index| holes.get_mut(index));
            let is_hole = before.ends_with(" data-hole=\"") && after[digits..].starts_with('"');
            match hole.filter(|_| is_hole).and_then(Option::take) {
                Some(hole) => {
                    let (start, end) = match &hole {
                        Segment::Code(_) | Segment::Embed(_) => ("<div data-hole=\"", "\"></div>"),
                        Segment::Html(_) => ("<span data-hole=\"", "\"></span>"),
                        _ => (" data-hole=\"", "\""),
                    };
                    let stripped = before.strip_suffix(start);
                    let rest = after[digits..].strip_prefix(end);
                    if let (Some(stripped), Some(rest)) = (stripped, rest) {
                        kept.push_str(stripped);
                        match hole {
                            Segment::Html(html) => kept.push_str(&html),
                            hole => {
                                if !kept.is_empty() {
                                    segments.push(Segment::Html(std::mem::take(&mut kept)));
                                }
                                segments.push(hole);
                            }
                        }
                        before = rest;
                        continue;
                    }
                    kept.push_str(before);
                    before = after;
                }
                // An id of ours: the key goes, the id stays.
                None => {
                    kept.push_str(before);
                    before = after;
                }
            }
        }
        kept.push_str(before);
        if !kept.is_empty() {
            segments.push(Segment::Html(kept));
        }
        holes.iter().all(Option::is_none).then_some(segments)
    }

    fn clean(&self, html: &str, anchors: &[String]) -> String {
        // An author's id is kept when a link can name it, once, and when it is none of ours.
        let ours: HashSet<&str> = html
            .split(&format!(" id=\"{}", self.key))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let theirs = anchors.iter().filter(|id| !ours.contains(id.as_str()));
        let theirs: Mutex<HashSet<String>> = Mutex::new(theirs.cloned().collect());
        let key = self.key.clone();
        let mut builder = ammonia::Builder::default();
        builder
            .link_rel(None)
            .strip_comments(true)
            .url_schemes(HashSet::from(["http", "https", "mailto"]))
            .url_relative(ammonia::UrlRelative::PassThrough)
            .add_tags(["section"])
            .rm_tags(["map", "area"])
            .add_generic_attributes([
                "class",
                "id",
                "role",
                "tabindex",
                "aria-label",
                "data-hole",
                "data-label",
                "data-tabs",
            ])
            .add_tag_attributes("details", ["open"])
            .add_tag_attributes("img", ["loading", "decoding"])
            .add_tag_attributes("a", ["name"])
            .attribute_filter(move |_, attribute, value| {
                let is_ours = value.starts_with(&key);
                let keep = match attribute {
                    "id" | "name" => {
                        is_ours || theirs.lock().is_ok_and(|mut theirs| theirs.remove(value))
                    }
                    "data-hole" => is_ours,
                    _ => true,
                };
                keep.then_some(Cow::Borrowed(value))
            });
        builder.clean(html).to_string()
    }
}
