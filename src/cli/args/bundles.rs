//! What can be typed after `bundle` and `assemble`.

use std::path::PathBuf;

use clap::Args;

use super::parse_host;
use crate::publish::limits::Host;

/// Options of `bundle`.
#[derive(Args)]
pub struct Bundle {
    /// Bundle this version
    #[arg(long, value_name = "NAME", conflicts_with_all = ["evergreen", "all"])]
    pub version: Option<String>,
    /// Bundle what this git tag, branch or commit holds, as the version that `--version` names
    #[arg(long = "ref", value_name = "REF", conflicts_with_all = ["evergreen", "all"])]
    pub reference: Option<String>,
    /// Bundle only what stands once: home, roadmap, events, news
    #[arg(long, conflicts_with = "all")]
    pub evergreen: bool,
    /// Make a bundle of every version, and one of what stands once
    #[arg(long)]
    pub all: bool,
    /// The folder to write to [default: bundles in the site]
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Refuse on warnings too
    #[arg(long)]
    pub strict: bool,
}

/// Options of `assemble`.
#[derive(Args)]
pub struct Assemble {
    /// The bundles, or folders that hold them
    #[arg(value_name = "FILE", required = true)]
    pub bundles: Vec<PathBuf>,
    /// The folder to write to
    #[arg(long, short, value_name = "DIR", default_value = "public")]
    pub output: PathBuf,
    /// Check the limits of the host: github-pages, gitlab-pages, cloudflare-pages,
    /// cloudflare-pages-paid, netlify
    #[arg(long, value_name = "HOST", value_parser = parse_host)]
    pub host: Option<Host>,
}
