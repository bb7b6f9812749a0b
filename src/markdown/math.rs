//! Formulas: the TeX that authors write between dollars, as MathML that needs no script and no font.

use std::cell::OnceCell;
use std::ops::Range;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use super::escape::escape;

mod safe;

/// The longest formula, in bytes.
const MAX_LENGTH: usize = 4_000;

/// How many commands and groups a formula may have. The parser calls itself for each that stands in
/// another; formulas that people write have a few dozen.
const MAX_PARTS: usize = 200;

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where in the formula, in bytes.
    pub(super) range: Range<usize>,
    /// What, without a full stop at its end.
    pub(super) message: String,
}

thread_local! {
    static READER: OnceCell<Option<LatexToMathML>> = const { OnceCell::new() };
}

/// A formula as MathML, its source beside it for readers that want it.
pub(super) fn mathml(tex: &str, is_display: bool) -> Result<String, Fault> {
    let whole = |message: &str| Fault {
        range: 0..tex.len(),
        message: message.to_owned(),
    };
    if tex.len() > MAX_LENGTH || tex.matches(['\\', '{', '[']).count() > MAX_PARTS {
        return Err(whole("it is longer than any formula that can be read"));
    }
    let display = match is_display {
        true => MathDisplay::Block,
        false => MathDisplay::Inline,
    };
    let made = READER.with(|reader| {
        let reader = reader.get_or_init(|| LatexToMathML::new(MathCoreConfig::default()).ok());
        let reader = reader.as_ref()?;
        Some(reader.convert_with_local_state(tex, display))
    });
    let html = match made {
        None => return Err(whole("formulas cannot be read")),
        Some(Err(error)) => {
            return Err(Fault {
                range: within(tex, &error.0),
                message: in_lower_case(error.error_message().trim_end_matches('.')),
            });
        }
        Some(Ok(made)) => made.mathml,
    };
    // What the parser lets through is no reason to trust it with a page.
    safe::mathml(&html).ok_or_else(|| whole("it has a name that cannot be shown"))
}

/// A formula as HTML: MathML, else its source as code.
pub(super) fn html(tex: &str, is_display: bool) -> String {
    match mathml(tex, is_display) {
        Ok(html) => html,
        Err(_) => {
            let mark = if is_display { "$$" } else { "$" };
            let tex = escape(tex);
            format!("<code class=\"formula\">{mark}{tex}{mark}</code>")
        }
    }
}

/// Whether dollars around `tex` mean a formula. Money and variables of a shell do not: a letter or a
/// digit stands before the first of their dollars, or behind the last one.
pub(super) fn is_formula(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !is_word(before) && !is_word(after)
}

/// A range of the parser as one of letters that are there.
fn within(tex: &str, range: &Range<usize>) -> Range<usize> {
    let start = crate::source::floor(tex, range.start.min(tex.len()));
    let end = crate::source::floor(tex, range.end.min(tex.len())).max(start);
    match start == end {
        true => 0..tex.len(),
        false => start..end,
    }
}

fn in_lower_case(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_lowercase());
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_elements_and_no_styles() {
        let html = mathml("p_{95} \\le \\frac{a}{b}", false).expect("a formula");
        assert!(html.starts_with("<math><msub>"), "{html}");
        assert!(html.contains("<mfrac>"), "{html}");
        let table = mathml("\\begin{cases} a & b < 1 \\\\ c & d \\end{cases}", true);
        let table = table.expect("a formula");
        assert!(table.contains("display=\"block\""), "{table}");
        assert!(!table.contains(" style="), "{table}");
        assert!(table.contains("class=\"m-left"), "{table}");
    }

    #[test]
    fn a_fault_has_its_place() {
        let fault = mathml("a + \\foo", false).expect_err("unknown");
        assert_eq!(fault.range, 4..8);
        assert!(fault.message.contains("foo"), "{fault:?}");
        assert!(mathml("x_{", false).is_err());
    }

    #[test]
    fn no_tag_gets_through_a_formula() {
        for tex in [
            "\\operatorname{<script>alert(1)</script>}",
            "\\operatorname{<mi onclick=x>}",
            "\\text{<img src=x>}",
            "</math><b>",
        ] {
            let html = html(tex, false);
            assert!(!html.contains("<script"), "{html}");
            assert!(!html.contains("<img") && !html.contains("<b>"), "{html}");
            assert!(!html.contains("onclick=x>"), "{html}");
        }
    }

    #[test]
    fn what_is_nested_without_end_is_refused_before_it_is_read() {
        for part in ["{", "\\sqrt", "\\left(", "\\hat ", "\\mathrm{", "\\sqrt["] {
            for count in [1, 50, 190, 5000] {
                let _ = mathml(&part.repeat(count), true);
                let _ = mathml(
                    &format!("{}x{}", part.repeat(count), "}".repeat(count)),
                    true,
                );
            }
        }
    }

    #[test]
    fn money_and_variables_are_no_formulas() {
        let found = |text: &str| {
            let start = text.find('$').expect("a dollar");
            let end = text.rfind('$').expect("a dollar") + 1;
            is_formula(text, &(start..end))
        };
        assert!(found("the $n$ of them"));
        assert!(found("($x+1$)."));
        assert!(!found("$HOME/$USER"));
        assert!(!found("US$5 or A$"));
        assert!(!found("from $5-$10"));
    }
}
