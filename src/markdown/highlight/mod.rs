//! Code blocks: which part of a code is a comment, a string, a keyword, and the HTML of a block.
//!
//! [`tokens`] finds the parts with Sublime grammars, [`html`] makes the whole block of them, and
//! [`BlockCache`] remembers them by content, because finding them costs a hundred times what the
//! rest of a page costs.

mod cache;
mod class;
mod console;
mod first;
mod grammar;
mod html;
mod language;
mod parse;
#[doc(hidden)]
pub mod reference;
mod tokens;

pub use cache::BlockCache;
pub use class::Class;
pub use html::html;
pub use tokens::Tokens;

use language::Language;

/// Changes whenever the same code may get other tokens: with another format of [`Tokens`], other
/// classes, other aliases, other grammars. Remembered blocks of another edition are forgotten.
pub const EDITION: &str = "1 two-face 0.5.2 syntect 5.3.0";

/// The parts of `code`, which is written in `language` as named after the fence: `rust`, `ps1`.
///
/// `None` for no language, plain text, and languages without a grammar. The same code gives the
/// same tokens, whatever was highlighted before and on whichever thread. A code that a grammar
/// cannot get through is highlighted as far as it could and plain from there.
pub fn tokens(language: &str, code: &str) -> Option<Tokens> {
    Some(match language::find(language)? {
        Language::Grammar(start) => parse::tokens(start, code),
        Language::Console => console::tokens(code),
    })
}

/// Whether there is a grammar for `language`, as named after the fence.
pub fn knows(language: &str) -> bool {
    language::find(language).is_some()
}

/// The tokens as syntect alone finds them.
#[doc(hidden)]
pub fn slow_tokens(language: &str, code: &str) -> Option<Tokens> {
    match language::find(language)? {
        Language::Grammar(start) => Some(reference::tokens(start.grammar(), code)),
        Language::Console => console::tokens(code).into(),
    }
}
