//! Lines: where they end, how they are indented, and what they begin with.

use super::What;
use crate::markdown::directive::Directive;

/// A line of the file: where it begins, where its text ends, where the line end ends.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) next: usize,
}

/// The line that begins at `start`. Lines end with `\n`, `\r\n` or a lone `\r`.
pub(super) fn row_at(text: &str, start: usize, limit: usize) -> Row {
    let bytes = &text.as_bytes()[start..limit];
    let len = bytes
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .unwrap_or(bytes.len());
    let end_len = match &bytes[len..] {
        [b'\r', b'\n', ..] => 2,
        [] => 0,
        _ => 1,
    };
    Row {
        start,
        end: start + len,
        next: start + len + end_len,
    }
}

/// How many columns of spaces and tabs a line begins with, at most `limit`, and how many bytes
/// these are.
pub(super) fn indentation(line: &str, limit: usize) -> (usize, usize) {
    let mut columns = 0;
    for (index, byte) in line.bytes().enumerate() {
        let width = match byte {
            b' ' => 1,
            b'\t' => 4 - columns % 4,
            _ => return (columns, index),
        };
        if columns + width > limit {
            return (columns, index);
        }
        columns += width;
    }
    (columns, line.len())
}

/// The letter and the length of the code fence that a line opens.
pub(super) fn fence_start(line: &str) -> Option<(char, usize)> {
    let rest = past_markers(line);
    let letter = rest
        .chars()
        .next()
        .filter(|letter| matches!(letter, '`' | '~'))?;
    let count = rest.chars().take_while(|other| *other == letter).count();
    let is_fence = count >= 3 && !(letter == '`' && rest[count..].contains('`'));
    is_fence.then_some((letter, count))
}

/// A line without the indentation, quote and list markers that it begins with.
pub(super) fn past_markers(line: &str) -> &str {
    let bytes = line.as_bytes();
    let is_space = |at: usize| matches!(bytes.get(at), Some(b' ' | b'\t'));
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'*' | b'+') if is_space(at + 1) => at += 2,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit());
                let after = at + digits.count();
                if !matches!(bytes.get(after), Some(b'.' | b')')) || !is_space(after + 1) {
                    return &line[at..];
                }
                at = after + 2;
            }
            _ => return &line[at..],
        }
    }
}

/// What a line with three or more colons means, and how many bytes of indentation, quote and list
/// markers stand before them. None for other lines.
pub(super) fn colons(line: &str) -> Option<(usize, What)> {
    let text = past_markers(line);
    let at = line.len() - text.len();
    let rest = text.strip_prefix(":::")?.trim_start_matches(':');
    let name = rest.trim_start();
    if name.is_empty() {
        return Some((at, What::Close));
    }
    let name_offset = text.len() - name.len();
    Directive::parse(name, name_offset).map(|directive| (at, What::Open(directive)))
}
