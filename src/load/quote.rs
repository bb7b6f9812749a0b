//! What somebody said, in a survey or an interview, word by word.

use crate::decode::Fields;
use crate::decode::Table;
use crate::diagnostic::{Code, Diagnostic};

use super::{Written, personal};

/// A quote that may be published: nothing in it leads to the one who said it.
#[derive(Clone, Debug)]
pub struct Quote {
    /// What kind of reader said it.
    pub persona: Option<Written>,
    /// The words.
    pub text: String,
    /// The items of the roadmap that answer it.
    pub items: Vec<Written>,
}

/// What follows from what was heard.
#[derive(Clone, Debug)]
pub struct Action {
    /// What is done, or was.
    pub text: String,
    /// The items of the roadmap that it is.
    pub items: Vec<Written>,
}

/// The quotes of a table, by whether they may be published.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// Those that may.
    pub kept: Vec<Quote>,
    /// Those that lead to a person, without their words: what they name is checked all the same.
    pub refused: Vec<Quote>,
}

impl Quotes {
    /// All of them, for checks.
    pub fn all(&self) -> impl Iterator<Item = &Quote> {
        self.kept.iter().chain(&self.refused)
    }
}

/// The quotes of a table. One that leads to a person is refused: it is said, and its words are not
/// kept.
pub fn quotes<'a>(fields: &mut Fields<'a, '_>) -> Quotes {
    let mut quotes = Quotes::default();
    for table in fields.tables_of("quotes", "text") {
        let mut inner = fields.inner(table, "a quote");
        let persona = inner.spanned_text("persona");
        let text = inner.spanned_text("text");
        let items = items(&mut inner);
        if let Some((text, span)) = text {
            match personal::find(&text) {
                None => quotes.kept.push(Quote {
                    persona,
                    text,
                    items,
                }),
                Some((kind, words)) => {
                    let message = format!("this quote has {} in it", kind.word());
                    let finding = Diagnostic::at(
                        Code::QuotePersonalData,
                        inner.file(),
                        span,
                        message,
                    )
                    .label(format!("`{words}` leads to a person"))
                    .help("take it out, or write in its place what it stands for: [a colleague]")
                    .help("until then the quote is not published");
                    inner.push(finding);
                    quotes.refused.push(Quote {
                        persona,
                        text: String::new(),
                        items,
                    });
                }
            }
        } else {
            wordless(&mut inner, table, "this quote has no words");
        }
        inner.finish();
    }
    quotes
}

/// The actions of a table.
pub fn actions<'a>(fields: &mut Fields<'a, '_>) -> Vec<Action> {
    let mut actions = Vec::new();
    for table in fields.tables_of("actions", "text") {
        let mut inner = fields.inner(table, "an action");
        let text = inner.text("text");
        let items = items(&mut inner);
        match text {
            Some(text) => actions.push(Action { text, items }),
            None => wordless(&mut inner, table, "this action does not say what is done"),
        }
        inner.finish();
    }
    actions
}

/// `item = "one"` or `items = ["one", "two"]`.
pub fn items(fields: &mut Fields<'_, '_>) -> Vec<Written> {
    let mut items = fields.texts("item");
    items.extend(fields.texts("items"));
    items
}

/// Says that a table lacks its `text`. A text of another kind is said already.
pub(super) fn wordless(fields: &mut Fields<'_, '_>, table: &Table, message: &str) {
    if table.get("text").is_none() {
        let first = table.entries.first();
        let place = first.map_or(table.span, |(key, _)| key.span);
        let finding = Diagnostic::at(fields.unknown_value(), fields.file(), place, message);
        fields.push(finding.help("write it as `text = \"…\"`"));
    }
}
