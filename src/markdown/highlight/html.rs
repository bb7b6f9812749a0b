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
