//! How much room letters need. They are taken as wide as those of a common font whose letters are
//! wide, so that none reaches out of its place.

use unicode_width::UnicodeWidthChar;

/// How wide a text is, in pixels: at 12 pixels, in a font whose letters are wide.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(letter).sum::<usize>().div_ceil(10)
}

/// How wide a letter is, in tenths of a pixel.
fn letter(letter: char) -> usize {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 38,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' | '`' | '"' => 48,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 118,
        _ if letter.width() == Some(2) => 122,
        _ if letter.is_uppercase() => 86,
        _ => 75,
    }
}

/// How many letters of a text have room in so many pixels, the sign of what is left out with them.
pub(super) fn fitting(text: &str, room: usize) -> usize {
    if width(text) <= room {
        return text.chars().count();
    }
    let room = (room * 10).saturating_sub(letter('…'));
    let mut taken = 0;
    let kept = text.chars().take_while(|one| {
        taken += letter(*one);
        taken <= room
    });
    kept.count() + 1
}

/// A text in one line, or in two that break between words; what has no room there is left out.
pub(super) fn two_lines(text: &str, room: usize) -> Vec<String> {
    if width(text) <= room {
        return vec![text.to_owned()];
    }
    let breaks = text.match_indices(' ').map(|(at, _)| at);
    let Some(at) = breaks.take_while(|at| width(&text[..*at]) <= room).last() else {
        return vec![shortened(text, fitting(text, room).max(1))];
    };
    let rest = &text[at + 1..];
    vec![
        text[..at].to_owned(),
        shortened(rest, fitting(rest, room).max(1)),
    ]
}

/// A text of at most so many letters.
pub(super) fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
