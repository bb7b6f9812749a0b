//! What can be typed behind `groundplan roadmap`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::parse_date;
use crate::date::Date;

/// Options of `roadmap`.
#[derive(Args)]
pub struct Roadmap {
    /// What to do.
    #[command(subcommand)]
    pub command: RoadmapCommand,
}

/// What can be done with a roadmap.
#[derive(Subcommand)]
pub enum RoadmapCommand {
    /// Add an item
    #[command(after_help = "Examples:\n  \
        groundplan roadmap new \"Restore a database yourself\" --when 2027-Q1\n  \
        groundplan roadmap new \"PostgreSQL 18 everywhere\" --kind tech-debt --service postgres")]
    New(New),
    /// Promise an item for another time, and say why
    #[command(after_help = "Examples:\n  \
        groundplan roadmap move pg-14 2027-Q1 --because \"The old cluster must go first.\"\n  \
        groundplan roadmap move pg-14 later --because \"No team has asked for it since May.\"")]
    Move(Move),
    /// Say that an item is there
    #[command(after_help = "Examples:\n  \
        groundplan roadmap ship pg-14\n  \
        groundplan roadmap ship pg-14 --on 2026-11-20 --in 2.4 --docs guides/upgrade")]
    Ship(Ship),
    /// Say that an item will not come, and why
    #[command(
        after_help = "Example:\n  groundplan roadmap drop own-dns --because \"The provider does it now.\""
    )]
    Drop(End),
    /// What to do with an item that shall be gone
    #[command(hide = true, visible_alias = "remove")]
    Delete(Delete),
    /// Say that work on an item rests, and why
    #[command(
        after_help = "Example:\n  groundplan roadmap pause gpu --because \"Hardware comes in March.\""
    )]
    Pause(End),
    /// Say that you looked at every item today
    #[command(after_help = "Examples:\n  \
        groundplan roadmap review\n  groundplan roadmap review 2027.toml")]
    Review(Review),
    /// Turn issues of another tool into items, and list all that had to be guessed
    #[command(subcommand)]
    Import(ImportItems),
    /// Say what changed between two states of the roadmap, by item and with the reasons
    #[command(after_help = "Examples:\n  \
        groundplan roadmap changes --since v2.1\n  \
        groundplan roadmap changes --from v2.0 --to v2.1 --format json\n  \
        groundplan roadmap changes --from old.toml --to content/roadmap/items.toml")]
    Changes(Changes),
}

/// Options of `roadmap new`.
#[derive(Args)]
pub struct New {
    /// What a user will be able to do: "Restore a database yourself"
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// feature, tech-debt or operations
    #[arg(long, value_name = "KIND", default_value = "feature")]
    pub kind: String,
    /// now, next, later, or as exact as you know: 2027, 2027-H1, 2027-Q1, 2027-03, 2027-03-31
    #[arg(long, value_name = "WHEN", default_value = "later")]
    pub when: String,
    /// The service it belongs to
    #[arg(long, value_name = "ID")]
    pub service: Option<String>,
    /// What it is called by [default: made of the title]
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// The file of content/roadmap/ it goes into
    #[arg(long, value_name = "FILE")]
    pub file: Option<String>,
    /// Whether it is written.
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `roadmap move`.
#[derive(Args)]
pub struct Move {
    /// The item
    #[arg(value_name = "ID")]
    pub id: String,
    /// now, next, later, or as exact as you know: 2027, 2027-H1, 2027-Q1, 2027-03, 2027-03-31
    #[arg(value_name = "WHEN")]
    pub when: String,
    /// Why, in a sentence for your users
    #[arg(long, value_name = "REASON")]
    pub because: String,
    /// Whether it is written.
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `roadmap ship`.
#[derive(Args)]
pub struct Ship {
    /// The item
    #[arg(value_name = "ID")]
    pub id: String,
    /// The day it was there [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub on: Option<Date>,
    /// The version that has it
    #[arg(long = "in", value_name = "VERSION")]
    pub version: Option<String>,
    /// The page that explains it: guides/upgrade
    // Without a page it is asked for in words.
    #[arg(long, value_name = "PAGE", num_args = 0..=1, default_missing_value = "")]
    pub docs: Option<String>,
    /// Whether it is written.
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `roadmap drop` and `roadmap pause`.
#[derive(Args)]
pub struct End {
    /// The item
    #[arg(value_name = "ID")]
    pub id: String,
    /// Why, in a sentence for your users
    #[arg(long, value_name = "REASON")]
    pub because: String,
    /// Whether it is written.
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `roadmap delete`, which deletes nothing and says what to do instead.
#[derive(Args)]
pub struct Delete {
    /// The item
    #[arg(value_name = "ID")]
    pub id: String,
    /// Whatever else is typed.
    #[arg(hide = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub rest: Vec<String>,
}

/// Options of `roadmap review`.
#[derive(Args)]
pub struct Review {
    /// The file of content/roadmap/ [default: all]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Whether it is written.
    #[command(flatten)]
    pub writing: Writing,
}

/// Where items can come from.
#[derive(Subcommand)]
pub enum ImportItems {
    /// Issues of GitHub, as its API gives them
    #[command(after_help = "Examples:\n  \
        gh api --paginate 'repos/OWNER/REPO/issues?state=all' > issues.json\n  \
        groundplan roadmap import github issues.json > content/roadmap/imported.toml")]
    Github {
        /// The file with the issues as JSON
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Options of `roadmap changes`.
#[derive(Args)]
#[group(required = true, multiple = true)]
pub struct Changes {
    /// The state before: a git tag, branch or commit; compared with the files as they are
    #[arg(long, value_name = "REF", conflicts_with_all = ["from", "to"])]
    pub since: Option<String>,
    /// The state before: a git ref, or a file
    #[arg(long, value_name = "REF|FILE")]
    pub from: Option<String>,
    /// The state after: a git ref, or a file [default: the files as they are]
    #[arg(long, value_name = "REF|FILE", requires = "from")]
    pub to: Option<String>,
}

/// Whether a change is written.
#[derive(Args)]
pub struct Writing {
    /// Show what would change, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}
