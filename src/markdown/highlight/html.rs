//! The HTML of a code block.

use super::class::Class;
use super::tokens::Tokens;
use crate::markdown::CodeBlock;

/// The HTML of a whole block: its title, its lines, and a letter of [`Class`] for each part.
///
/// ```html
/// <div class="code"><div class="title">main.rs</div><pre tabindex="0"><code class="language-rust">
/// <i class="k">let</i> x = <i class="n">1</i>;
/// </code></pre></div>
/// ```
///
/// Only where a block has numbers, marked, added or removed lines, each line stands in a
/// `<span class="line">` (`mark`, `add`, `del`; `data-n` holds its number) with its line end, to be
/// shown as a block. No tag is open over the end of a line, but for that of the line itself.
pub fn html(block: &CodeBlock, tokens: Option<&Tokens>) -> String {
    let mut out = String::with_capacity(block.code.len() * 2 + 128);
    out.push_str("<div class=\"code\">");
    if !block.title.is_empty() {
        out.push_str("<div class=\"title\">");
        escape(&block.title, &mut out);
        out.push_str("</div>");
    }
    // Wide code is scrolled; the tab index lets the keyboard do it.
    out.push_str("<pre tabindex=\"0\"><code");
    if !block.language.is_empty() {
        out.push_str(" class=\"language-");
        out.extend(block.language.chars().map(class_letter));
        out.push('"');
    }
    out.push('>');
    let lined = block.numbers.is_some()
        || !(block.marked.is_empty() && block.added.is_empty() && block.removed.is_empty());
    let none = Tokens::from_bytes(&[]);
    let mut lines = Lines {
        block,
        lined,
        index: 0,
        open: false,
    };
    for (class, part) in tokens.unwrap_or(&none).parts(&block.code) {
        for piece in part.split_inclusive('\n') {
            lines.open(&mut out);
            let (text, end) = match piece.strip_suffix('\n') {
                Some(text) => (text, true),
                None => (piece, false),
            };
            write_piece(class, text, &mut out);
            if end {
                out.push('\n');
                lines.close(&mut out);
            }
        }
    }
    lines.close(&mut out);
    out.push_str("</code></pre></div>");
    out
}

/// The wrappers of lines, in a block that needs them.
struct Lines<'a> {
    block: &'a CodeBlock,
    lined: bool,
    /// The number of the line that is open, or was last, from one.
    index: u32,
    open: bool,
}

impl Lines<'_> {
    /// Begins a line, unless one is open.
    fn open(&mut self, out: &mut String) {
        if !self.lined || self.open {
            return;
        }
        self.open = true;
        self.index += 1;
        out.push_str("<span class=\"line");
        for (lines, class) in [
            (&self.block.marked, " mark"),
            (&self.block.added, " add"),
            (&self.block.removed, " del"),
        ] {
            if lines.contains(&self.index) {
                out.push_str(class);
            }
        }
        out.push('"');
        if let Some(first) = self.block.numbers {
            let number = u64::from(first) + u64::from(self.index) - 1;
            out.push_str(" data-n=\"");
            out.push_str(&number.to_string());
            out.push('"');
        }
        out.push('>');
    }

    /// Ends the open line, if one is.
    fn close(&mut self, out: &mut String) {
        if self.open {
            out.push_str("</span>");
            self.open = false;
        }
    }
}

/// A part of one line, its indentation outside of the tag.
fn write_piece(class: Class, text: &str, out: &mut String) {
    let inner = text.trim_start_matches([' ', '\t']);
    if class == Class::Plain || inner.is_empty() {
        return escape(text, out);
    }
    out.push_str(&text[..text.len() - inner.len()]);
    out.push_str("<i class=\"");
    out.push_str(class.letter());
    out.push_str("\">");
    escape(inner, out);
    out.push_str("</i>");
}

/// A letter of a language's name that can stand in a class and cannot end one.
fn class_letter(letter: char) -> char {
    match letter {
        'a'..='z' | '0'..='9' | '-' | '_' | '+' | '#' | '.' => letter,
        'A'..='Z' => letter.to_ascii_lowercase(),
        _ => '-',
    }
}

fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(language: &str, code: &str) -> CodeBlock {
        CodeBlock {
            language: language.into(),
            code: code.into(),
            ..CodeBlock::default()
        }
    }

    fn shown(block: &CodeBlock) -> String {
        let tokens = super::super::tokens(&block.language, &block.code);
        html(block, tokens.as_ref())
    }

    #[test]
    fn a_block_is_scrollable_code_with_a_letter_for_each_class() {
        assert_eq!(
            shown(&block("rust", "let x = 1; // one\n")),
            "<div class=\"code\"><pre tabindex=\"0\"><code class=\"language-rust\">\
             <i class=\"k\">let</i> x = <i class=\"n\">1</i>; <i class=\"c\">// one</i>\n\
             </code></pre></div>"
        );
    }

    #[test]
    fn a_block_without_a_language_is_plain() {
        assert_eq!(
            shown(&block("", "a < b && \"c\"\n")),
            "<div class=\"code\"><pre tabindex=\"0\"><code>a &lt; b &amp;&amp; \"c\"\n</code></pre></div>"
        );
    }

    #[test]
    fn titles_and_names_of_languages_cannot_break_out() {
        let evil = CodeBlock {
            title: "<b>\"a\"&".into(),
            ..block("x\"><script>", "y\n")
        };
        assert_eq!(
            shown(&evil),
            "<div class=\"code\"><div class=\"title\">&lt;b&gt;\"a\"&amp;</div>\
             <pre tabindex=\"0\"><code class=\"language-x---script-\">y\n</code></pre></div>"
        );
    }

    #[test]
    fn a_part_of_several_lines_is_closed_before_each_line_end() {
        let html = shown(&block("rust", "/* one\n   two */\n"));
        assert!(
            html.contains("<i class=\"c\">/* one</i>\n   <i class=\"c\">two */</i>\n"),
            "{html}"
        );
    }

    #[test]
    fn lines_stand_alone_where_they_have_numbers_or_marks() {
        let lined = CodeBlock {
            numbers: Some(9),
            marked: vec![1],
            added: vec![2],
            removed: vec![3],
            ..block("yaml", "a: 1\n\n# c\nd:")
        };
        assert_eq!(
            shown(&lined),
            "<div class=\"code\"><pre tabindex=\"0\"><code class=\"language-yaml\">\
             <span class=\"line mark\" data-n=\"9\"><i class=\"a\">a</i>: <i class=\"n\">1</i>\n</span>\
             <span class=\"line add\" data-n=\"10\">\n</span>\
             <span class=\"line del\" data-n=\"11\"><i class=\"c\"># c</i>\n</span>\
             <span class=\"line\" data-n=\"12\"><i class=\"a\">d</i>:</span>\
             </code></pre></div>"
        );
    }

    #[test]
    fn marks_without_numbers_have_no_numbers() {
        let marked = CodeBlock {
            marked: vec![2],
            ..block("", "a\nb\n")
        };
        assert!(shown(&marked).contains(
            "<code><span class=\"line\">a\n</span><span class=\"line mark\">b\n</span></code>"
        ));
    }

    #[test]
    fn the_text_of_a_block_is_its_code() {
        for (language, code) in super::super::samples::SAMPLES {
            let lined = CodeBlock {
                numbers: Some(1),
                ..block(language, code)
            };
            for html in [shown(&block(language, code)), shown(&lined)] {
                let mut text = String::new();
                for piece in html.split('<').skip(1) {
                    text.push_str(piece.split_once('>').expect("each tag ends").1);
                }
                let text = text
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
                assert_eq!(&text, code, "{language}");
            }
        }
    }

    #[test]
    fn tokens_of_another_code_do_no_harm() {
        let tokens = super::super::tokens("rust", "let x = \"a long string\";\n");
        let html = html(&block("rust", "é\nü"), tokens.as_ref());
        assert!(html.contains('é') && html.contains('ü'));
    }
}
