//! What is printed for one person: sections of lines, lists and tables, before anybody has decided
//! whether they become a terminal's text or a page.

use crate::model::{PageId, Site};

/// A text of several pieces.
pub type Text = Vec<Piece>;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Plain(String),
    /// Words that matter.
    Strong(String),
    /// Words beside what matters.
    Dim(String),
    /// Words about something that is late or missing.
    Bad(String),
    /// Words about something that is as it should be.
    Good(String),
    /// A page of the site, or a file.
    Link(Target),
}

/// Something of the site that a person may want to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What it is called.
    pub title: String,
    /// Its address in the site, percent-encoded; None for what has no page.
    pub address: Option<String>,
    /// Its file: `content/services/postgres.md`.
    pub file: String,
}

impl Target {
    /// A page.
    pub fn page(site: &Site, page: PageId) -> Self {
        let node = &site.pages[page];
        Self {
            title: node.title.clone(),
            address: Some(node.permalink.encoded()),
            file: node.page.file.to_string(),
        }
    }
}

/// A paper.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What it is.
    pub title: String,
    /// What it is about, in a line.
    pub subtitle: String,
    /// Its sections, in order.
    pub sections: Vec<Section>,
}

/// A part of a paper.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its id on a page.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// A block of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A line that says it all.
    Line(Text),
    /// A heading inside the section, with words beside it.
    Head(Text),
    /// Things in no order.
    List(Vec<Text>),
    /// Things in the order in which they should be done.
    Steps(Vec<Text>),
    /// What somebody said, and who.
    Quote(String, String),
    /// Lines of cells below the heads of columns.
    Table(Vec<&'static str>, Vec<Vec<Text>>),
}

impl Section {
    /// An empty section.
    pub fn new(id: &'static str, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// The same with a line.
    pub fn line(mut self, text: Text) -> Self {
        self.blocks.push(Block::Line(text));
        self
    }

    /// The same with a list, where there is anything in it.
    pub fn list(mut self, items: Vec<Text>) -> Self {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        self
    }
}

/// Plain words.
pub fn plain(text: impl Into<String>) -> Piece {
    Piece::Plain(text.into())
}

/// Words that matter.
pub fn strong(text: impl Into<String>) -> Piece {
    Piece::Strong(text.into())
}

/// Words beside what matters.
pub fn dim(text: impl Into<String>) -> Piece {
    Piece::Dim(text.into())
}

/// Words about something that is late or missing.
pub fn bad(text: impl Into<String>) -> Piece {
    Piece::Bad(text.into())
}

/// A number with its word: `1 page`, `2 pages`.
pub fn counted(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}

/// Words by commas.
pub fn joined(pieces: impl IntoIterator<Item = Piece>) -> Text {
    let mut text = Vec::new();
    for piece in pieces {
        if !text.is_empty() {
            text.push(plain(", "));
        }
        text.push(piece);
    }
    text
}
