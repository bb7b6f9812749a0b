//! The plain text of a page, heading by heading, for a search.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Outline;
use super::blocks::{Step, Walk};
use super::expand::Expanded;

/// The text below a heading, up to the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Index of its heading in [`Outline::headings`]; None for what stands before the first one, and
    /// for what stands below the page's title.
    pub heading: Option<usize>,
    /// The text without markup; blocks are separated by a line end.
    pub text: String,
}

/// The text of a page in passages, the first of which has no heading. The headings themselves are
/// not among the text.
pub fn passages(expanded: &Expanded, outline: &Outline) -> Vec<Passage> {
    let mut passages = vec![Passage::default()];
    if outline.plain {
        passages[0].text = expanded.text.to_string();
        return passages;
    }
    let walk = Walk::new(expanded);
    let (mut count, mut in_heading) = (0, false);
    for (step, _) in walk {
        let Step::Event(event) = step else {
            space(&mut passages);
            continue;
        };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                in_heading = true;
                if outline.title != Some(count) {
                    passages.push(Passage {
                        heading: Some(count),
                        text: String::new(),
                    });
                }
                count += 1;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
                if !in_heading =>
            {
                if let Some(last) = passages.last_mut() {
                    last.text.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak if !in_heading => {
                if let Some(last) = passages.last_mut() {
                    last.text.push(' ');
                }
            }
            Event::End(TagEnd::TableCell) => {
                if let Some(last) = passages.last_mut() {
                    last.text.push_str("  ");
                }
            }
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableRow
                | TagEnd::TableHead,
            ) => space(&mut passages),
            _ => {}
        }
    }
    passages
}

fn space(passages: &mut [Passage]) {
    if let Some(last) = passages.last_mut()
        && !last.text.is_empty()
        && !last.text.ends_with('\n')
    {
        last.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::expand::expand;
    use crate::markdown::{Options, outline::outline};
    use crate::path::SitePath;

    fn read(text: &str) -> Vec<(Option<usize>, String)> {
        let file = SitePath::new("content/page.md").unwrap();
        let options = Options::default();
        let expanded = expand(&file, text, 0, &options, &|_| None);
        let all = passages(&expanded, &outline(&expanded, &options));
        all.into_iter().map(|one| (one.heading, one.text)).collect()
    }

    #[test]
    fn the_title_begins_the_first_passage_and_headings_the_others() {
        let found = read("# Title\n\nA *b* `c`\nd.\n\n## Two\n\n- one\n- two\n");
        assert_eq!(
            found,
            [
                (None, "A b c d.\n".to_owned()),
                (Some(1), "one\ntwo\n".to_owned())
            ]
        );
    }

    #[test]
    fn blocks_and_code_are_text_too() {
        let found = read(":::note\nCareful.\n:::\n\n```sh\nkubectl get pods\n```\n");
        assert_eq!(found[0].1, "Careful.\nkubectl get pods\n");
    }
}
