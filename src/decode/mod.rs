//! TOML and YAML as one kind of value that knows where it was written.

use crate::source::Span;

pub mod fields;
pub mod toml;
pub mod yaml;

pub use fields::Fields;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// What people write behind a key.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number, and how it is written.
    Float(f64, String),
    /// True or false.
    Bool(bool),
    /// A date, a time or both, as written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and their values.
    Table(Table),
    /// YAML's key without a value.
    Nothing,
}

/// Keys and their values, in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Where it begins: the line `[table]` or `[[item]]`, the brace, or the file.
    pub span: Span,
    /// The entries; a key stands once.
    pub entries: Vec<(Key, Node)>,
}

/// A key and its place.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// Text that cannot be read as TOML or YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, for somebody who is no programmer.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to write instead.
    pub help: Option<String>,
    /// What it is about.
    pub about: About,
}

/// What an error of a parser is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// The form of the text.
    #[default]
    Form,
    /// A date that does not exist, which has a finding of its own.
    Date,
    /// Quotes that are missing, or a number that is written otherwise: who knows what belongs there may
    /// say it better.
    Value,
}

impl Value {
    /// What it is, with an article: "a text", "a list".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(..0) => "a number below 0",
            Self::Integer(_) => "a whole number",
            Self::Float(..) => "a decimal number",
            Self::Bool(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table of keys",
            Self::Nothing => "nothing",
        }
    }
}

impl Table {
    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// The key `name` and its value.
    pub fn entry(&self, name: &str) -> Option<&(Key, Node)> {
        self.entries.iter().find(|(key, _)| key.name == name)
    }
}
