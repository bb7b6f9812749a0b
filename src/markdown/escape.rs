//! Text in HTML.

/// Adds a text to HTML, between tags.
pub(super) fn text_into(out: &mut String, text: &str) {
    replace_into(out, text, false);
}

/// Adds a text to HTML, in an attribute's double quotes or between tags.
pub(super) fn escape_into(out: &mut String, text: &str) {
    replace_into(out, text, true);
}

/// A text as HTML, for attributes and between tags.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

fn replace_into(out: &mut String, text: &str, quotes: bool) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !SPECIAL[usize::from(byte)] {
            continue;
        }
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes => "&quot;",
            b'"' => continue,
            // No HTML may hold it.
            _ => "\u{fffd}",
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Bytes that may not stand in HTML as they are.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    special[b'&' as usize] = true;
    special[b'<' as usize] = true;
    special[b'>' as usize] = true;
    special[b'"' as usize] = true;
    special[0] = true;
    special
};
