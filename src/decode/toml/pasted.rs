//! Values that were pasted from elsewhere: days as people write them, paths of Windows, and curly quotes.

use crate::date::habit;
use crate::decode::About;
use crate::source::Span;

use super::line::{Edit, Line, Slip, leading, said};

/// Letters of the typesetter that mean quotes, and what they mean.
const CURLY: [(char, &str); 6] = [
    ('\u{201a}', "'"),
    ('\u{201c}', "\""),
    ('\u{201d}', "\""),
    ('\u{201e}', "\""),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
];

/// A day with points or slashes in it, without quotes: `31.03.2027`.
pub(super) fn day(line: &Line<'_>, span: Span) -> Option<Slip> {
    let equals = line.text.find('=')?;
    let begin = equals + 1 + leading(&line.text[equals + 1..]);
    let written = &line.text[begin..];
    if let Some(time) = habit::time(written) {
        let edits = vec![Edit {
            place: line.place(begin..line.text.len()),
            text: time.clone(),
        }];
        let help = format!("write year, month, day and the time: `{time}`");
        let mut error = said(span, format!("`{written}` is no time"), Some(help));
        error.about = About::Date;
        return Some(Slip { error, edits });
    }
    let help = habit::advice(written)?;
    // Where one day is meant, the rest of the document is read with it.
    let place = line.place(begin..line.text.len());
    let edits = match habit::readings(written)[..] {
        [day] => vec![Edit {
            place: place.clone(),
            text: day.to_string(),
        }],
        _ => line.quoted(begin..line.text.len()),
    };
    let span = if place.is_empty() {
        span
    } else {
        Span::from(place)
    };
    let mut error = said(span, format!("`{written}` is no date"), Some(help));
    error.about = About::Date;
    Some(Slip { error, edits })
}

/// A path of Windows in double quotes, in which a backslash begins a letter that cannot be typed.
pub(super) fn backslash(line: &Line<'_>, span: Span) -> Option<Slip> {
    let equals = line.text.find('=')?;
    let begin = equals + 1 + leading(&line.text[equals + 1..]);
    let inner = line.text[begin..].strip_prefix('"')?.strip_suffix('"')?;
    let drive = inner.as_bytes();
    let has_drive = drive.len() > 2 && drive[0].is_ascii_alphabetic() && drive[1] == b':';
    let is_path = has_drive || inner.starts_with("\\\\");
    if !is_path || !inner.contains('\\') || inner.contains(['"', '\'']) {
        return None;
    }
    let edits: Vec<Edit> = inner
        .match_indices('\\')
        .map(|(at, _)| Edit {
            place: line.place(begin + 1 + at..begin + 2 + at),
            text: "/".to_owned(),
        })
        .collect();
    let message = "a `\\` in double quotes begins a letter that cannot be typed".to_owned();
    let help = format!("write `/` in its place: `{}`", line.mended(&edits));
    Some(Slip {
        error: said(span, message, Some(help)),
        edits,
    })
}

/// Quotes as a word processor writes them.
pub(super) fn curly(line: &Line<'_>, span: Span) -> Option<Slip> {
    let edit = |(at, letter): (usize, char)| {
        let (_, straight) = CURLY.iter().find(|(curly, _)| *curly == letter)?;
        Some(Edit {
            place: line.place(at..at + letter.len_utf8()),
            text: (*straight).to_owned(),
        })
    };
    let edits: Vec<Edit> = line.text.char_indices().filter_map(edit).collect();
    let straight = line.mended(&edits);
    (!edits.is_empty()).then(|| Slip {
        error: said(
            span,
            "curly quotes do not delimit a text in TOML".to_owned(),
            Some(format!("write straight quotes: `{straight}`")),
        ),
        edits,
    })
}
