//! Numbers that mean another one in other languages.

use super::Fields;
use crate::decode::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Mark};

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// It is shown as it is written; a text may stand in its place.
    Shown,
    /// It is reckoned with.
    Counted,
}

impl Fields<'_, '_> {
    /// How many minutes something takes. A text that says it in hours is understood, and said.
    pub fn minutes(&mut self, name: &'static str) -> Option<u64> {
        let written = self.table.get(name).map(|node| (&node.value, node.span));
        let Some((Value::Text(text), span)) = written else {
            return self.count(name);
        };
        let Some(minutes) = minutes_of(text) else {
            return self.count(name);
        };
        // It is asked for, whatever is said about it.
        self.node(name);
        let message = format!("`{name}` is a number of minutes, without quotes and without a unit");
        let finding = Diagnostic::at(self.codes.unknown_value, self.file, span, message);
        self.push(finding.replacement(minutes.to_string()));
        Some(minutes)
    }

    /// Says of a number in quotes that it has none; whether that is what is wrong.
    pub(super) fn in_quotes(&mut self, name: &str, node: &Node) -> bool {
        let Value::Text(text) = &node.value else {
            return false;
        };
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number {
            let message = format!("`{name}` must be a whole number, this is a text");
            let finding = Diagnostic::at(self.codes.unknown_value, self.file, node.span, message);
            let finding = finding.marked(Mark::WholeNumber);
            self.push(finding.label("a number has no quotes").replacement(text));
        }
        is_number
    }

    /// Says of a value that a whole number is wanted.
    pub(super) fn no_whole_number(&mut self, name: &str, node: &Node, advice: &str) {
        self.wrong(name, node, "a whole number", advice);
        if let Some(last) = self.findings.last_mut() {
            last.mark = Some(Mark::WholeNumber);
        }
    }

    /// Asks what is meant by a number like `1.200`.
    pub fn clear_number(&mut self, node: &Node, what: Number) {
        let (Value::Float(_, text), Some(whole)) = (&node.value, thousands(&node.value)) else {
            return;
        };
        let short = text.trim_end_matches('0').trim_end_matches('.');
        let message = format!("`{text}` may be read as {whole} or as {short}");
        let mut help = format!("write `{whole}` where thousands are meant");
        // Three decimals that all say something cannot be written shorter.
        if short != text {
            help.push_str(&format!(", else `{short}`"));
        } else if what == Number::Shown {
            help.push_str(&format!(", else `\"{text}\"` in quotes"));
        } else {
            return;
        }
        let finding = Diagnostic::at(Code::TextUnclearNumber, self.file, node.span, message);
        self.push(finding.help(help));
    }
}

/// What a number like `1.200` may mean instead of 1.2: in many languages the point stands between
/// thousands. None for every other value.
pub(super) fn thousands(value: &Value) -> Option<String> {
    let Value::Float(_, text) = value else {
        return None;
    };
    let (whole, rest) = text.split_once('.')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&whole.len()) && rest.len() == 3 && !whole.starts_with('0');
    (fits && digits(whole) && digits(rest)).then(|| format!("{whole}{rest}"))
}

/// The minutes that are meant by `3 hours`, `1.5 h`, `90 min` or `1 h 30 min`; the number alone is
/// minutes.
fn minutes_of(text: &str) -> Option<u64> {
    let text = text.trim().to_lowercase();
    let mut minutes = 0.0;
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.');
        let (number, after) = rest.split_at(digits.unwrap_or(rest.len()));
        let number: f64 = number.parse().ok()?;
        let after = after.trim_start();
        let end = after.find(|letter: char| !letter.is_alphabetic());
        let (unit, after) = after.split_at(end.unwrap_or(after.len()));
        minutes += number
            * match unit {
                "" | "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
                "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
                _ => return None,
            };
        rest = after.trim_start();
    }
    let is_whole = minutes > 0.0 && minutes < 100_000.0 && minutes.fract() == 0.0;
    is_whole.then_some(minutes as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_in_words_is_understood_in_minutes() {
        assert_eq!(minutes_of("3 hours"), Some(180));
        assert_eq!(minutes_of("1.5h"), Some(90));
        assert_eq!(minutes_of("1 h 30 min"), Some(90));
        assert_eq!(minutes_of("45"), Some(45));
        for text in ["", "long", "3 days", "-1 h", "1..5 h", "h"] {
            assert_eq!(minutes_of(text), None, "{text}");
        }
    }
}
