//! Commas and quotes that are too many, or that are missing, in the value of a line.

use toml::de::DeTable;

use super::line::{Edit, Line, Slip, leading};
use crate::source::Span;

/// A slip of one sign; none where it is another.
pub(super) fn of(line: &Line<'_>, span: Span) -> Option<Slip> {
    let equals = line.text.find('=')?;
    let begin = equals + 1 + leading(&line.text[equals + 1..]);
    let end = line.text.len();
    let value = &line.text[begin..];
    let edit = |part: std::ops::Range<usize>, text: &str| Edit {
        place: line.place(part),
        text: text.to_owned(),
    };
    let slips = [
        value.strip_suffix(',').map(|_| {
            let message = "a line does not end with a comma";
            (message, edit(end - 1..end, ""))
        }),
        [",,", ", ,"].iter().find_map(|sign| {
            let at = begin + value.find(sign)?;
            Some(("two commas in a row", edit(at..at + sign.len() - 1, "")))
        }),
        is_decimal(value).then(|| {
            let at = begin + value.find(',').unwrap_or(0);
            ("a number has a point and no comma", edit(at..at + 1, "."))
        }),
        (value.ends_with('"') && value.matches('"').count() == 1).then(|| {
            let message = "the text ends with a quote and does not begin with one";
            (message, edit(begin..begin, "\""))
        }),
    ];
    let (message, edit) = slips.into_iter().flatten().next()?;
    let edits = vec![edit];
    // Whatever else is wrong in the line is not mended by this.
    let mended = line.mended(&edits);
    DeTable::parse(&mended).ok()?;
    Some(line.slip(span, message.to_owned(), edits))
}

/// Whether a value is a number as it is written in many languages: `3,5`.
fn is_decimal(value: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let value = value.strip_prefix('-').unwrap_or(value);
    value
        .split_once(',')
        .is_some_and(|(whole, rest)| digits(whole) && digits(rest))
}
