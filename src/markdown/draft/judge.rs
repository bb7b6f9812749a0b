//! What a markdown parser says of the tokens in a draft.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::Draft;
use crate::markdown::blocks;

/// Where a parser found a token.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where a marker may stand.
    Block,
    /// In HTML that an empty line would end.
    Html,
    /// In a paragraph.
    Paragraph,
    /// In code, in a comment, or lost.
    Hidden,
}

/// Parses a draft and finds where its tokens stand and what it leaves open.
pub(super) fn judge(draft: &mut Draft) -> Vec<Place> {
    let mut places = vec![Place::Hidden; draft.tokens.len()];
    let text = &draft.text;
    let tokens = &mut draft.tokens;
    let (mut depth, mut lists) = (0usize, 0usize);
    let mut last = None;
    for (event, range) in Parser::new_ext(text, blocks::parser_options()).into_offset_iter() {
        match &event {
            Event::Start(tag) => {
                if depth == 0 {
                    last = Some((tag.clone(), range.clone()));
                }
                depth += 1;
                lists += usize::from(matches!(tag, Tag::Item));
                if matches!(tag, Tag::HtmlBlock) {
                    let first = tokens.partition_point(|token| token.span.start < range.start);
                    let ended_by_blank = ends_with_blank_line(&text[range.clone()]);
                    for (index, token) in tokens.iter_mut().enumerate().skip(first) {
                        if token.span.start >= range.end {
                            break;
                        }
                        token.in_list = lists > 0;
                        if token.span.start == range.start {
                            places[index] = Place::Block;
                        } else if ended_by_blank {
                            places[index] = Place::Html;
                        }
                    }
                }
            }
            Event::End(tag) => {
                depth -= 1;
                lists -= usize::from(matches!(tag, TagEnd::Item));
            }
            Event::InlineHtml(_) => {
                let found = tokens.binary_search_by_key(&range.start, |token| token.span.start);
                if let Ok(index) = found {
                    places[index] = Place::Paragraph;
                }
            }
            _ => {}
        }
    }
    draft.closing = last.and_then(|(tag, range)| closing(&draft.text, &tag, range));
    places
}

/// Whether this HTML block is of the kinds that end at an empty line: not a comment, script,
/// declaration and the like.
fn ends_with_blank_line(html: &str) -> bool {
    let starts = |name: &str| {
        let head = html.get(1..1 + name.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(name))
            && !html[1 + name.len()..].starts_with(|letter: char| letter.is_ascii_alphanumeric())
    };
    let raw = ["script", "pre", "style", "textarea"]
        .into_iter()
        .any(starts);
    !raw && !html.starts_with("<!") && !html.starts_with("<?")
}

/// What ends the last block of a text, where nothing in the text does.
fn closing(text: &str, tag: &Tag, range: std::ops::Range<usize>) -> Option<String> {
    if !text[range.end..].trim().is_empty() {
        return None;
    }
    let block = &text[range];
    match tag {
        Tag::CodeBlock(CodeBlockKind::Fenced(_)) => {
            let letter = block.chars().next()?;
            let count = block.chars().take_while(|other| *other == letter).count();
            let mut lines = block.trim_end().lines();
            let (_, last) = (lines.next(), lines.next_back());
            let closed = last.is_some_and(|line| {
                let line = line.trim();
                line.len() >= count && line.chars().all(|other| other == letter)
            });
            (!closed).then(|| letter.to_string().repeat(count))
        }
        Tag::HtmlBlock if ends_with_blank_line(block) => Some(String::new()),
        Tag::HtmlBlock => {
            let block = block.to_ascii_lowercase();
            let ends = [
                ("<!--", "-->"),
                ("<?", "?>"),
                ("<![cdata[", "]]>"),
                ("<!", ">"),
                ("<script", "</script>"),
                ("<style", "</style>"),
                ("<textarea", "</textarea>"),
                ("<pre", "</pre>"),
            ];
            let (_, end) = ends.iter().find(|(start, _)| block.starts_with(start))?;
            (!block.contains(end)).then(|| (*end).to_owned())
        }
        _ => None,
    }
}
