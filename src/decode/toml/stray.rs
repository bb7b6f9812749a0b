//! Slips within a line: commas and quotes that are too many or missing, days, decimals and names within
//! braces, and a key that stands there for the second time.

use toml::de::DeTable;

use super::line::{Edit, Line, Slip, leading, said};
use crate::date::habit;
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
    if let Some(slip) = in_braces(line, span, begin).or_else(|| key_in_braces(line, span, begin)) {
        return Some(slip);
    }
    if let Some(slip) = number(line, span, begin) {
        return Some(slip);
    }
    let slips = [
        value.strip_suffix(',').map(|_| {
            let message = "a line does not end with a comma";
            (message, edit(end - 1..end, ""))
        }),
        [",,", ", ,"].iter().find_map(|sign| {
            let at = begin + value.find(sign)?;
            Some(("two commas in a row", edit(at..at + sign.len() - 1, "")))
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

/// Several texts in quotes behind a key, without the brackets of a list. Whoever reads the key knows
/// whether it takes several.
pub(super) fn texts(line: &Line<'_>, span: Span) -> Option<Slip> {
    let (key, _) = line.text.split_once('=')?;
    let begin = key.len() + 1 + leading(&line.text[key.len() + 1..]);
    let value = &line.text[begin..];
    let list = format!("a = [{value}]");
    let table = DeTable::parse(&list).ok()?;
    let texts = table.get_ref().get("a")?.get_ref().as_array()?;
    let is_text = texts.iter().all(|text| text.get_ref().as_str().is_some());
    if !value.starts_with('"') || texts.len() < 2 || !is_text {
        return None;
    }
    let edits = [(begin, "["), (line.text.len(), "]")].map(|(at, text)| Edit {
        place: line.place(at..at),
        text: text.to_owned(),
    });
    let message = "several texts stand in brackets".to_owned();
    Some(line.slip(span, message, edits.into()).of_value())
}

/// A number with a comma, as it is written in many languages: `3,5`, `1,200` or `1.200,50`.
fn number(line: &Line<'_>, span: Span, begin: usize) -> Option<Slip> {
    let value = &line.text[begin..];
    // What a key in quotes says is shown to readers as it stands.
    if line.text.starts_with(['"', '\'']) {
        return None;
    }
    let edit = |text: String| {
        vec![Edit {
            place: line.place(begin..line.text.len()),
            text,
        }]
    };
    let fits = |edits: &[Edit]| DeTable::parse(&line.mended(edits)).is_ok();
    let (whole, rest) = value.split_once(',')?;
    if let Some(number) = with_thousands(value) {
        let edits = edit(number);
        let message = format!("`{value}` is a number with a point too many");
        return fits(&edits).then(|| line.slip(span, message, edits));
    }
    if !is_decimal(value) {
        return None;
    }
    let is_clear = rest.len() != 3 || whole.len() > 3 || whole.starts_with(['-', '0']);
    let (decimal, large) = (value.replace(',', "."), value.replace(',', ""));
    let edits = edit(if is_clear { decimal.clone() } else { large });
    if !fits(&edits) {
        return None;
    }
    if is_clear {
        let message = "a number has a point and no comma".to_owned();
        return Some(line.slip(span, message, edits).of_value());
    }
    let mut slip = line.slip(
        span,
        format!("`{value}` may be thousands or decimals"),
        edits,
    );
    if let Some(help) = &mut slip.error.help {
        let short = decimal.trim_end_matches('0').trim_end_matches('.');
        help.push_str(&format!(" where thousands are meant, else `{short}`"));
    }
    Some(slip)
}

/// A key that is written for the second time.
pub(super) fn key_twice(line: &Line<'_>, message: &str, span: Span) -> Option<Slip> {
    let key = line.text.split_once('=')?.0.trim();
    message.contains("duplicate").then(|| Slip {
        error: said(
            span,
            format!("`{key}` is written here for the second time"),
            Some("keep one of the two lines".to_owned()),
        ),
        edits: Vec::new(),
    })
}

/// A key between braces with other letters than TOML takes without quotes.
fn key_in_braces(line: &Line<'_>, span: Span, begin: usize) -> Option<Slip> {
    let value = &line.text[begin..];
    let mut edits = Vec::new();
    let mut named = "";
    let (mut quote, mut from) = (None, None);
    for (at, letter) in value.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => (quote, from) = (Some(letter), None),
            (None, '{' | ',') => from = Some(at + 1),
            (None, '=') => {
                let Some(key) = from.take().map(|from| &value[from..at]) else {
                    continue;
                };
                let begins = begin + at - key.trim_start().len();
                let key = key.trim();
                let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
                if !key.is_empty() && !key.chars().all(plain) {
                    named = key;
                    edits.extend(line.quoted(begins..begins + key.len()));
                }
            }
            _ => {}
        }
    }
    DeTable::parse(&line.mended(&edits)).ok()?;
    let message = format!("the key `{named}` needs quotes");
    (!edits.is_empty()).then(|| line.slip(span, message, edits).of_value())
}

/// Days and numbers as they are written in many languages, between braces or brackets.
fn in_braces(line: &Line<'_>, span: Span, begin: usize) -> Option<Slip> {
    let value = &line.text[begin..];
    if !value.starts_with(['{', '[']) {
        return None;
    }
    let mut edits = Vec::new();
    let (mut message, mut is_number) = ("", false);
    let mut quote = None;
    let mut at = 0;
    while let Some(letter) = value[at..].chars().next() {
        match quote {
            Some(open) if open == letter => quote = None,
            None if matches!(letter, '"' | '\'') => quote = Some(letter),
            None if letter.is_ascii_digit() => {
                let rest = &value[at..];
                let is_of_number =
                    |letter: char| letter.is_ascii_digit() || "./,-:".contains(letter);
                let length = rest
                    .find(|letter| !is_of_number(letter))
                    .unwrap_or(rest.len());
                let number = rest[..length].trim_end_matches([',', '.', ':']);
                let place = line.place(begin + at..begin + at + number.len());
                if let [day] = habit::readings(number)[..] {
                    message = "a day is written as year, month and day";
                    is_number = false;
                    edits.push(Edit {
                        place,
                        text: day.to_string(),
                    });
                } else if let Some(plain) = with_thousands(number)
                    && value[..at].trim_end().ends_with('=')
                {
                    message = "a number has one point, before its decimals";
                    is_number = false;
                    edits.push(Edit { place, text: plain });
                } else if is_decimal(number) && value[..at].trim_end().ends_with('=') {
                    message = "a number has a point and no comma";
                    is_number = true;
                    edits.push(Edit {
                        place,
                        text: number.replace(',', "."),
                    });
                }
                at += number.len().max(1);
                continue;
            }
            _ => {}
        }
        at += letter.len_utf8();
    }
    DeTable::parse(&line.mended(&edits)).ok()?;
    let slip = (!edits.is_empty()).then(|| line.slip(span, message.to_owned(), edits));
    slip.map(|slip| if is_number { slip.of_value() } else { slip })
}

/// Whether a value is a number as it is written in many languages: `3,5`.
fn is_decimal(value: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let value = value.strip_prefix('-').unwrap_or(value);
    value
        .split_once(',')
        .is_some_and(|(whole, rest)| digits(whole) && digits(rest))
}

/// A number with points between its thousands and a comma before its decimals, `1.200,50`, as it is written
/// here: `1200.50`.
fn with_thousands(value: &str) -> Option<String> {
    let (whole, rest) = value.split_once(',')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let are_thousands = whole
        .split('.')
        .enumerate()
        .all(|(index, part)| digits(part) && (part.len() == 3 || (index == 0 && part.len() < 3)));
    (whole.contains('.') && are_thousands && digits(rest))
        .then(|| format!("{}.{rest}", whole.replace('.', "")))
}
