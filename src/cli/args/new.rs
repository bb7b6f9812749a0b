//! What can be typed behind `groundplan new`.

use clap::{Args, ValueEnum};

use crate::edit::new::Thing;

/// Options of `new`.
#[derive(Args)]
pub struct NewOptions {
    /// What it is
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its title; of a term the word
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// What a term stands for
    #[arg(value_name = "MEANING")]
    pub means: Option<String>,
    /// Its id, by which its file is named [default: made of the title]
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The folder of a page, below content/
    #[arg(long = "in", value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A service, as content/services/ID.md
    Service,
    /// A page
    Page,
    /// News, with today in the name of the file
    News,
    /// An event, at the end of content/events.toml
    Event,
    /// A survey, as content/surveys/ID.toml
    Survey,
    /// A word of the glossary, at the end of content/glossary.toml
    Term,
}

impl NewKind {
    /// What it makes.
    pub fn thing(self) -> Thing {
        match self {
            Self::Service => Thing::Service,
            Self::Page => Thing::Page,
            Self::News => Thing::News,
            Self::Event => Thing::Event,
            Self::Survey => Thing::Survey,
            Self::Term => Thing::Term,
        }
    }
}
