//! What can be typed behind `groundplan new`.

use std::ffi::OsStr;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Args, Command, ValueEnum};

use crate::edit::new::Thing;

/// Options of `new`.
#[derive(Args)]
pub struct NewOptions {
    /// What it is
    #[arg(value_parser = Kinds)]
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

/// Reads a kind, and says of what is begun otherwise how that is done.
#[derive(Clone)]
struct Kinds;

impl TypedValueParser for Kinds {
    type Value = NewKind;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<NewKind, clap::Error> {
        let known = EnumValueParser::<NewKind>::new();
        known.parse_ref(command, arg, value).map_err(|error| {
            let advice = value.to_str().and_then(begun_otherwise);
            advice.map_or(error, |advice| {
                clap::Error::raw(ErrorKind::InvalidValue, format!("{advice}\n")).with_cmd(command)
            })
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let all = NewKind::value_variants().iter();
        Some(Box::new(all.filter_map(ValueEnum::to_possible_value)))
    }
}

/// How something is begun that `new` does not make.
fn begun_otherwise(kind: &str) -> Option<&'static str> {
    Some(match kind.to_ascii_lowercase().as_str() {
        "roadmap" | "item" | "feature" => {
            "items of the roadmap are begun by `groundplan roadmap new \"TITLE\"`"
        }
        "matrix" | "responsibilities" | "raci" => {
            "a matrix is a TOML file of your own in content/responsibilities/; `groundplan import matrix FILE` makes one of a table that you have"
        }
        "interview" => "an interview is a TOML file of your own in content/interviews/",
        "persona" | "party" | "team" | "category" | "goal" | "product" | "provider" => {
            "the vocabulary stands in content/platform.toml: write another `[[persona]]`, `[[team]]` or `[[category]]` there"
        }
        "metric" | "scorecard" => {
            "numbers stand in content/scorecard.toml, each below `[[metric]]`"
        }
        "community" => "communities stand in content/communities.toml, each below `[[community]]`",
        _ => return None,
    })
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
