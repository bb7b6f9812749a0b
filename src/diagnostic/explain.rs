//! The page of each finding: documentation, test, and what `groundplan explain CODE` prints.

use super::{Code, suggest};

/// What to say when there is no finding of this name.
pub fn unknown(name: &str) -> String {
    let names = Code::ALL.iter().map(|code| code.name());
    let advice = suggest::did_you_mean(name, names)
        .unwrap_or_else(|| "the name stands in the brackets of a message: error[link/dead]".into());
    let name = super::visible::text(name);
    format!("there is no kind of finding named `{name}`; {advice}")
}
