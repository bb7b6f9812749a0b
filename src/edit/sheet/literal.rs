//! Values as TOML writes them.

use crate::date::Date;

/// A text in quotes, on one line: line ends in it become spaces.
pub fn text(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in words.join(" ").chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() => {
                out.push_str(&format!("\\u{:04X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// A day, bare.
pub fn date(day: Date) -> String {
    day.to_string()
}
