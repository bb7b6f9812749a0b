//! Text that is not what it seems: characters nobody sees, and template syntax of other tools.

/// Characters of a text that a reader cannot see or that turn the direction of text, with their
/// offsets.
pub(super) fn hidden(text: &str) -> Vec<(usize, char)> {
    const STEP: usize = 64;
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    while from < bytes.len() {
        let end = (from + STEP).min(bytes.len());
        // Nearly all of a text is letters below 128, which this passes 64 at a time.
        let suspicious = bytes[from..end].iter().fold(false, |any, byte| {
            any | ((*byte < 0x20) & (*byte != b'\n') & (*byte != b'\r') & (*byte != b'\t'))
                | (*byte >= 0x7f)
        });
        if suspicious {
            let mut start = from;
            while !text.is_char_boundary(start) {
                start += 1;
            }
            let mut stop = end;
            while !text.is_char_boundary(stop) {
                stop += 1;
            }
            let letters = text[start.min(stop)..stop].char_indices();
            let here = letters.map(|(at, letter)| (start + at, letter));
            found.extend(here.filter(|(at, letter)| is_hidden(*letter, text, *at)));
        }
        from = end;
    }
    found
}

fn is_hidden(letter: char, text: &str, at: usize) -> bool {
    match letter {
        '\n' | '\r' | '\t' => false,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => true,
        // Joiners are part of emoji and of the spelling of many languages: between two letters
        // beyond ASCII they are in their place.
        '\u{200c}' | '\u{200d}' => {
            let before = text[..at].chars().next_back();
            let after = text[at + letter.len_utf8()..].chars().next();
            !(before.is_some_and(is_joinable) && after.is_some_and(is_joinable))
        }
        '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        // Tags spell the flags of regions, behind a black flag.
        '\u{e0000}'..='\u{e007f}' => {
            let is_tag = |letter: &char| ('\u{e0000}'..='\u{e007f}').contains(letter);
            // A flag has at most seven; looking back further costs and tells nothing.
            let before = text[..at]
                .chars()
                .rev()
                .take(8)
                .find(|letter| !is_tag(letter));
            before != Some('\u{1f3f4}')
        }
        _ => false,
    }
}

fn is_joinable(letter: char) -> bool {
    !letter.is_ascii() && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The first template tag or shortcode in a text, as written: `{{ x }}`, `{% x %}`, `{{< x >}}`.
pub(super) fn template(text: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(found) = text[from..].find('{') {
        let start = from + found;
        from = start + 1;
        let rest = &text[start..];
        let end = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            _ => continue,
        };
        // `${{ x }}` is no template of a site: workflows of GitHub are written so.
        let is_workflow = text[..start].ends_with('$');
        let line = rest.lines().next().unwrap_or("");
        if let Some(len) = line.find(end)
            && !is_workflow
            && len > 2
        {
            return Some(&rest[..len + 2]);
        }
        // One search for the end of a line is enough for all openings in it.
        if !is_workflow {
            from = start + line.len().max(1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden_in(text: &str) -> Vec<char> {
        hidden(text).into_iter().map(|(_, letter)| letter).collect()
    }

    #[test]
    fn controls_and_turned_text_are_hidden() {
        assert_eq!(
            hidden_in("a\u{202e}b\u{200b}\u{1b}\u{85}\u{feff}\tc\r\n").len(),
            5
        );
        assert_eq!(hidden("ä\u{202e}"), [(2, '\u{202e}')]);
        let far = format!("{}\u{2066}", "ä".repeat(100));
        assert_eq!(hidden(&far), [(200, '\u{2066}')]);
    }

    #[test]
    fn what_languages_and_emoji_need_is_not() {
        for text in [
            "👩\u{200d}💻",
            "می\u{200c}خواهم",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "naïve é ❤\u{fe0f}",
        ] {
            assert!(hidden_in(text).is_empty(), "{text}");
        }
        assert_eq!(hidden_in("pass\u{200d}word").len(), 1);
    }

    #[test]
    fn template_syntax_is_found() {
        assert_eq!(template("a {{ x }} b"), Some("{{ x }}"));
        assert_eq!(template("{% include x %}"), Some("{% include x %}"));
        assert_eq!(template("{{< figure >}}"), Some("{{< figure >}}"));
        assert_eq!(template("${{ secrets.X }} {{ y }}"), Some("{{ y }}"));
        for text in ["{ a }", "{{", "{{}}", "{{ a\n}}", "${{ x }}", "a } }"] {
            assert_eq!(template(text), None, "{text}");
        }
    }
}
