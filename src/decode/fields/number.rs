//! Numbers that mean another one in other languages.

use super::Fields;
use crate::decode::{Node, Value};
use crate::diagnostic::{Code, Diagnostic};

/// What a number is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// It is shown as it is written; a text may stand in its place.
    Shown,
    /// It is reckoned with.
    Counted,
}

impl Fields<'_, '_> {
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
