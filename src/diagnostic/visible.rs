//! Makes visible what cannot be seen: nothing of an input reaches a terminal as it is.
//!
//! An escape sequence in a file's name could clear the screen or forge a line of output, a bidi
//! control could turn a path around. So every text of a site passes through here before it is
//! printed. What has a picture in Unicode gets it (`␛`, `␊`), the rest its number: `<U+202E>`.

use std::borrow::Cow;
use std::fmt::Write;

/// The longest text of a finding that is printed, in characters: a message may quote a value, and a
/// value may be a book.
const LONGEST: usize = 1000;

/// `text` on one line, with everything shown that a reader could not see; long texts are cut.
///
/// A tab becomes a space: in a sentence it means no more than that.
pub fn text(text: &str) -> Cow<'_, str> {
    let plain = |letter: char| letter != '\t' && !is_hidden(letter);
    if text.len() <= LONGEST && text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().min(4 * LONGEST));
    let mut before = None;
    for (count, letter) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        match letter {
            '\t' => shown.push(' '),
            letter => push(&mut shown, letter, before),
        }
        before = Some(letter);
    }
    Cow::Owned(shown)
}

/// `line` as [`text`] shows it, but uncut and with tabs kept, and where each of `offsets` went.
///
/// Offsets are bytes of `line`; one beyond its end or inside a character counts as the next place
/// that exists. `line` is one line: line ends in it are shown like any other control character.
pub fn mapped(line: &str, offsets: &[usize]) -> (String, Vec<usize>) {
    let mut shown = String::with_capacity(line.len());
    let mut places = vec![None; offsets.len()];
    let mut before = None;
    for (index, letter) in line.char_indices() {
        for (place, offset) in places.iter_mut().zip(offsets) {
            if place.is_none() && index >= *offset {
                *place = Some(shown.len());
            }
        }
        match letter {
            '\t' => shown.push(letter),
            letter => push(&mut shown, letter, before),
        }
        before = Some(letter);
    }
    let end = shown.len();
    let places = places.into_iter().map(|place| place.unwrap_or(end));
    let places = places.collect();
    (shown, places)
}

/// Whether a reader cannot see this character, or it changes how others are shown.
///
/// Joiners inside words and emoji are judged by what stands before them, see [`text`]; here they
/// count as hidden.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            // Soft hyphen, combining grapheme joiner, Arabic letter mark.
            '\u{ad}' | '\u{34f}' | '\u{61c}'
            // Fillers that have a width or none, and no ink.
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
            | '\u{180b}'..='\u{180f}'
            // Zero width characters, marks and embeddings of direction, separators of lines.
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            // Invisible operators, isolates of direction, deprecated formatting.
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            // Tags, and what is reserved beside them.
            | '\u{e0000}'..='\u{e0fff}')
}

/// Puts one character into `shown`, or its picture or number where it is hidden.
fn push(shown: &mut String, letter: char, before: Option<char>) {
    match letter {
        // Joiners belong to words of many scripts and to emoji. After a Latin letter, or at the
        // beginning, nothing is there to be joined.
        '\u{200c}' | '\u{200d}' if before.is_some_and(|before| !before.is_ascii()) => {
            shown.push(letter);
        }
        '\0'..='\u{1f}' => shown.push(picture(u32::from(letter))),
        '\u{7f}' => shown.push('␡'),
        letter if is_hidden(letter) => {
            // Writing to a String cannot fail.
            let _ = write!(shown, "<U+{:04X}>", u32::from(letter));
        }
        letter => shown.push(letter),
    }
}

/// The picture of a control character: Unicode has them in the same order, from U+2400 on.
fn picture(control: u32) -> char {
    char::from_u32(0x2400 + control).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_stays_as_it_is() {
        let ordinary = "naïve 文字 \u{1f469}\u{200d}\u{1f4bb} می\u{200c}خواهم";
        assert_eq!(text(ordinary), ordinary);
        assert!(matches!(text("a plain sentence"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(text("\u{1b}[2J\u{7}"), "␛[2J␇");
        assert_eq!(text("a\r\nb\tc"), "a␍␊b c");
        assert_eq!(text("\u{9b}31m\u{85}"), "<U+009B>31m<U+0085>");
        assert_eq!(text("gpj.\u{202e}exe\u{2066}"), "gpj.<U+202E>exe<U+2066>");
        assert_eq!(text("pay\u{200d}pal\u{200b}"), "pay<U+200D>pal<U+200B>");
        assert_eq!(text("\u{e0041}\u{7f}\u{feff}"), "<U+E0041>␡<U+FEFF>");
    }

    #[test]
    fn a_very_long_text_is_cut() {
        let shown = text(&"x".repeat(5000)).into_owned();
        assert_eq!(shown.chars().count(), LONGEST + 1);
        assert!(shown.ends_with('…'));
    }

    #[test]
    fn places_move_with_what_is_shown() {
        let line = "a\u{202e}b\tc";
        let (shown, places) = mapped(line, &[0, 1, 2, 4, 99]);
        assert_eq!(shown, "a<U+202E>b\tc");
        assert_eq!(places, [0, 1, 9, 9, 12]);
    }
}
