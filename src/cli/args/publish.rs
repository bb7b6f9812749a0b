//! What can be typed after `publish` and `versions`.

use clap::{Args, Subcommand};

use super::parse_host;
use crate::publish::limits::Host;

/// Options of `publish`.
#[derive(Args)]
pub struct Publish {
    /// Where to: the name of a [publish.NAME] in groundplan.toml, or dir:PATH, git:REMOTE#BRANCH,
    /// s3://BUCKET/PATH
    #[arg(value_name = "TARGET")]
    pub target: String,
    /// Publish this version
    #[arg(long, value_name = "NAME", conflicts_with = "evergreen")]
    pub version: Option<String>,
    /// Publish what this git tag, branch or commit holds instead of the files as they are
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Give the version this name too; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "evergreen")]
    pub alias: Vec<String>,
    /// Publish every version that `[versions]` of groundplan.toml means
    #[arg(long, conflicts_with_all = ["evergreen", "reference", "version", "alias"])]
    pub all: bool,
    /// Publish only what stands once: home, roadmap, events, news
    #[arg(long)]
    pub evergreen: bool,
    /// Send a version again although its source has not changed, and mend what is damaged
    #[arg(long)]
    pub rebuild: bool,
    /// Replace files that Groundplan did not write; a copy of each is kept
    #[arg(long)]
    pub adopt: bool,
    /// Publish to a store that keeps no conditions: you promise that nobody else does at the same time
    #[arg(long)]
    pub single_writer: bool,
    /// Check the limits of the host that serves it: github-pages, gitlab-pages, cloudflare-pages,
    /// cloudflare-pages-paid, netlify
    #[arg(long, value_name = "HOST", value_parser = parse_host)]
    pub host: Option<Host>,
    /// Say what would be written, removed and kept, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse on warnings too
    #[arg(long)]
    pub strict: bool,
}

/// Options of `versions`.
#[derive(Args)]
pub struct Versions {
    /// What to do.
    #[command(subcommand)]
    pub command: VersionsCommand,
}

/// What can be done with versions that are published.
#[derive(Subcommand)]
pub enum VersionsCommand {
    /// Name the versions that are published
    List {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// Name the states that the list has had, for `rollback --to`
        #[arg(long)]
        states: bool,
    },
    /// Give a version another name, or take a name away
    Alias {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// The other name
        #[arg(value_name = "ALIAS")]
        alias: String,
        /// The version
        #[arg(value_name = "VERSION", required_unless_present = "remove")]
        version: Option<String>,
        /// Take the name away
        #[arg(long, conflicts_with = "version")]
        remove: bool,
    },
    /// Take a version out of the list; its pages go after `grace`
    Remove {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// The version
        #[arg(value_name = "VERSION")]
        version: String,
    },
    /// Go back to an earlier state of all versions
    Rollback {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// The number of the state [default: the one before]
        #[arg(long, value_name = "N")]
        to: Option<u64>,
    },
    /// Read every published file, and say which is not as it was sent
    Verify {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
    },
    /// Remove what nothing refers to and is due
    Gc {
        /// The target
        #[arg(value_name = "TARGET")]
        target: String,
        /// Only say what would be removed
        #[arg(long)]
        dry_run: bool,
    },
}

impl VersionsCommand {
    /// The target as it was typed.
    pub fn target(&self) -> &str {
        match self {
            Self::List { target, .. }
            | Self::Alias { target, .. }
            | Self::Remove { target, .. }
            | Self::Rollback { target, .. }
            | Self::Verify { target }
            | Self::Gc { target, .. } => target,
        }
    }

    /// What it does, as the message of a commit.
    pub fn message(&self) -> String {
        match self {
            Self::List { .. } => "List the versions".into(),
            Self::Alias {
                alias,
                version: Some(version),
                ..
            } => format!("Call version {version} {alias}"),
            Self::Alias { alias, .. } => format!("Take the name {alias} away"),
            Self::Remove { version, .. } => format!("Remove version {version}"),
            Self::Rollback { .. } => "Go back to an earlier state".into(),
            Self::Verify { .. } => "Verify what is published".into(),
            Self::Gc { .. } => "Remove what nothing refers to".into(),
        }
    }
}
